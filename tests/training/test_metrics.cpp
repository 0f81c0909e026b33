// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Correlations, EMD, ridge regression and learning rates against the golden vectors.
#include <QtTest/QtTest>

#include <torch/torch.h>

#include "engine/training/losses_p.h"
#include "engine/training/metrics.h"
#include "engine/training/schedule.h"
#include "engine/training/session_p.h"
#include "engine/training/teacher_p.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using namespace touchstone::training;
using Json = nlohmann::json;

namespace {

/// Relative to the larger of 1 and the value: the golden file's 1e-9 is meant for numbers around 1, and one case lies
/// at 1e8.
bool close(double value, double expected, double tolerance) {
    return std::abs(value - expected) <= tolerance * std::max(1.0, std::abs(expected));
}

bool matches(const std::optional<double>& value, const Json& expected, double tolerance) {
    return expected.is_null() ? !value.has_value() : value && close(*value, expected.get<double>(), tolerance);
}

std::vector<double> numbers(const Json& json) {
    return json.get<std::vector<double>>();
}

} // namespace

class TestMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void blendedWeightsLieBetweenTheTwo() {
        const NamedTensors start{{"a", at::tensor({1.0f, -2.0f})}, {"b", at::full({1, 1}, 8.0f)}};
        const NamedTensors tuned{{"a", at::tensor({5.0f, 2.0f})}, {"b", at::full({1, 1}, 0.0f)}};
        const NamedTensors between = interpolated(start, tuned, 0.25);
        QVERIFY(at::equal(between.at("a"), at::tensor({2.0f, -1.0f})));
        QVERIFY(at::equal(between.at("b"), at::full({1, 1}, 6.0f)));
        QVERIFY(at::equal(interpolated(start, tuned, 0).at("a"), start.at("a")));
        QVERIFY(at::equal(interpolated(start, tuned, 1).at("a"), tuned.at("a")));
        QVERIFY_EXCEPTION_THROWN(interpolated(start, {{"a", at::tensor({1.0f})}}, 0.5), c10::Error);
    }

    void correlationsEqualTheGoldenOnes() {
        TOUCHSTONE_NEEDS_SHARED("golden/metrics.json");
        const Json golden = test::shared_json("golden/metrics.json")["correlations"];
        const double tolerance = golden["tolerance"];
        QVERIFY(golden["cases"].size() >= 7);
        for (const Json& one : golden["cases"]) {
            const Agreement found = agreement(numbers(one["prediction"]), numbers(one["target"]));
            const QByteArray name = QByteArray::fromStdString(one["name"].get<std::string>());
            QVERIFY2(matches(found.srcc, one["srcc"], tolerance), name.constData());
            QVERIFY2(matches(found.plcc, one["plcc"], tolerance), name.constData());
            QVERIFY2(matches(found.krcc, one["krcc_tau_b"], tolerance), name.constData());
            QVERIFY2(close(found.rmse, one["rmse"], tolerance), name.constData());
            QVERIFY2(close(found.mae, one["mae"], tolerance), name.constData());
        }
    }

    void anUndefinedCorrelationIsNullInJson() {
        const std::vector<double> constant{2, 2, 2}, rising{1, 2, 3};
        const Json json = agreement(constant, rising).to_json();
        QVERIFY(json["srcc"].is_null() && json["plcc"].is_null() && json["krcc"].is_null());
        QCOMPARE(json["n"].get<int>(), 3);
        QCOMPARE(json["mapped"].get<bool>(), false);
    }

    void emdEqualsTheGoldenOne() {
        TOUCHSTONE_NEEDS_SHARED("golden/metrics.json");
        const Json golden = test::shared_json("golden/metrics.json")["emd"];
        for (const Json& one : golden["cases"])
            QVERIFY(close(emd_r2(numbers(one["p"]), numbers(one["q"])), one["emd_r2"], golden["tolerance"]));

        const Json& batch = golden["batch_from_logits"];
        const at::Tensor logits = at::tensor(numbers(batch["logits"])).view({-1, 10}).set_requires_grad(true);
        const at::Tensor loss = emd_loss(logits, at::tensor(numbers(batch["target"])).view({-1, 10}));
        QVERIFY(close(loss.item<double>(), batch["loss"], batch["tolerance"]));
        loss.backward();
        const std::vector<double> gradient = numbers(batch["gradient"]);
        const at::Tensor found = logits.grad().contiguous();
        for (std::size_t i = 0; i < gradient.size(); ++i)
            QVERIFY(close(found.data_ptr<double>()[i], gradient[i], batch["tolerance"]));
    }

    void ridgePredictionsEqualTheGoldenOnes() {
        TOUCHSTONE_NEEDS_SHARED("golden/metrics.json");
        const Json cases = test::shared_json("golden/metrics.json").at("regression").at("cases");
        QVERIFY(!cases.empty());
        for (const Json& one : cases) {
            const at::Tensor x =
                at::tensor(numbers(one["X_row_major"])).view({one["n"].get<int>(), one["p"].get<int>()});
            const at::Tensor y = at::tensor(numbers(one["y"]));
            for (const Json& fit : one["ridge"]) {
                const at::Tensor found = ridge_predictions(x, y, x.narrow(0, 0, 1), {fit["alpha"].get<double>()});
                // 1e-7: the golden inputs are printed with 12 digits, and small alphas amplify their rounding.
                QVERIFY(close(found[0][0].item<double>(), fit["prediction_of_first_row"], 1e-7));
            }
        }
    }

    void epochCosineEqualsTheGoldenOne() {
        TOUCHSTONE_NEEDS_SHARED("golden/metrics.json");
        const Json golden = test::shared_json("golden/metrics.json")["learning_rate"];
        int compared = 0;
        for (const Json& one : golden["cases"]) {
            const EpochCosine rate{one["base_lr"], one["epochs"], one["warmup_epochs"], one["warmup_from"]};
            const int iterations = one["iterations_per_epoch"];
            for (const Json& row : one["rows"])
                for (int i = 0; i < iterations; ++i, ++compared)
                    QVERIFY(close(rate.at(row["epoch"], i, iterations),
                                  row["lr_of_iterations"][static_cast<std::size_t>(i)], golden["tolerance"]));
        }
        QVERIFY(compared > 50);
    }

    void stepCosineWarmsUpAndEndsAtItsFinalValue() {
        const StepCosine rate{0.5, 0.1, 10, 110};
        QCOMPARE(rate.at(0), 0.05);
        QCOMPARE(rate.at(9), 0.5);
        QCOMPARE(rate.at(10), 0.5);
        QCOMPARE(rate.at(109), 0.05);
        for (long step = 11; step < 110; ++step)
            QVERIFY(rate.at(step) < rate.at(step - 1));
    }
};

QTEST_APPLESS_MAIN(TestMetrics)
#include "test_metrics.moc"
