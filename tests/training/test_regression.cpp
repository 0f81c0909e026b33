// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Ridge, elastic net and logistic curves against the golden vectors and against what must hold for them.
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "engine/training/regression/linear_path.h"
#include "engine/training/regression/logistic.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using namespace touchstone::training;
using Json = nlohmann::json;

namespace {

std::vector<double> numbers(const Json& json) {
    return json.get<std::vector<double>>();
}

Matrix golden_matrix(const Json& one) {
    Matrix x(one["n"], one["p"]);
    x.values = numbers(one["X_row_major"]);
    return x;
}

double largest(std::span<const double> values) {
    double size = 0;
    for (const double value : values)
        size = std::max(size, std::abs(value));
    return size;
}

double largest_difference(std::span<const double> a, std::span<const double> b) {
    double size = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        size = std::max(size, std::abs(a[i] - b[i]));
    return size;
}

/// Features that share a few hidden causes, as a network's do; scores from them with noise.
struct MadeProblem {
    Matrix x;
    std::vector<double> y;

    MadeProblem(std::size_t rows, std::size_t cols, unsigned seed)
        : x(rows, cols)
        , y(rows) {
        std::mt19937 random(seed);
        std::normal_distribution<double> normal;
        constexpr std::size_t causes = 5;
        Matrix mixing(cols, causes);
        for (double& value : mixing.values)
            value = normal(random);
        for (std::size_t i = 0; i < rows; ++i) {
            double hidden[causes];
            for (double& value : hidden)
                value = normal(random);
            for (std::size_t j = 0; j < cols; ++j)
                x.row(i)[j] =
                    std::inner_product(hidden, hidden + causes, mixing.row(j).begin(), 3.0) + 0.3 * normal(random);
            y[i] = 50 + 10 * hidden[0] - 4 * hidden[1] + normal(random);
        }
    }
};

/// ∂/∂w of ‖y − b − Xw‖² + α‖w‖², which is 0 at the solution.
std::vector<double> ridge_gradient(const MadeProblem& made, const LinearPath& path, std::size_t k) {
    std::vector<double> gradient(made.x.cols);
    for (std::size_t i = 0; i < made.x.rows; ++i) {
        const double miss = path.predict(k, made.x.row(i)) - made.y[i];
        for (std::size_t j = 0; j < made.x.cols; ++j)
            gradient[j] += miss * made.x.row(i)[j];
    }
    for (std::size_t j = 0; j < made.x.cols; ++j)
        gradient[j] += path.alphas[k] * path.weights.row(k)[j];
    return gradient;
}

} // namespace

class TestRegression : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ridgeEqualsTheGoldenOne() {
        TOUCHSTONE_NEEDS_SHARED("golden/metrics.json");
        const Json golden = test::shared_json("golden/metrics.json")["regression"];
        std::size_t compared = 0;
        for (const Json& one : golden["cases"]) {
            std::vector<double> alphas;
            for (const Json& fit : one["ridge"])
                alphas.push_back(fit["alpha"]);
            const LinearPath path = ridge_path(golden_matrix(one), numbers(one["y"]), alphas);
            for (std::size_t k = 0; k < alphas.size(); ++k, ++compared) {
                const Json& fit = one["ridge"][k];
                const std::vector<double> w = numbers(fit["w"]);
                // The golden file's tolerance: 1e-8 of the largest weight. Its inputs have 12 digits.
                QVERIFY(largest_difference(path.weights.row(k), w) <= 1e-8 * largest(w));
                QVERIFY(std::abs(path.intercepts[k] - fit["b"].get<double>()) <= 1e-8 * std::max(1.0, largest(w)));
                QVERIFY(std::abs(path.predict(k, golden_matrix(one).row(0)) -
                                 fit["prediction_of_first_row"].get<double>()) <= 1e-7);
            }
        }
        QVERIFY(compared >= 9);
    }

    void ridgeOnStandardisedFeaturesEqualsTheGoldenOne() {
        TOUCHSTONE_NEEDS_SHARED("golden/metrics.json");
        const Json golden = test::shared_json("golden/metrics.json")["regression"];
        for (const Json& one : golden["cases"]) {
            const Json& expected = one["ridge_standardised_alpha_10"];
            const std::vector<double> mu = numbers(expected["mu"]);
            std::vector<double> sigma = numbers(expected["sigma_population"]);
            std::replace(sigma.begin(), sigma.end(), 0.0, 1.0); // as its note says of constant columns
            Matrix x = golden_matrix(one);
            for (std::size_t i = 0; i < x.rows; ++i)
                for (std::size_t j = 0; j < x.cols; ++j)
                    x.row(i)[j] = (x.row(i)[j] - mu[j]) / sigma[j];
            const LinearPath path = ridge_path(x, numbers(one["y"]), std::vector<double>{10});
            const std::vector<double> w = numbers(expected["w"]);
            QVERIFY(largest_difference(path.weights.row(0), w) <= 1e-8 * largest(w));
            QVERIFY(std::abs(path.intercepts[0] - expected["b"].get<double>()) <= 1e-8 * std::max(1.0, largest(w)));
        }
    }

    void elasticNetEqualsTheGoldenOne() {
        TOUCHSTONE_NEEDS_SHARED("golden/metrics.json");
        const Json golden = test::shared_json("golden/metrics.json")["regression"];
        for (const Json& one : golden["cases"])
            for (const Json& fit : one["elastic_net"]) {
                const Matrix x = golden_matrix(one);
                const std::vector<double> y = numbers(one["y"]), w = numbers(fit["w"]);
                ElasticNetOptions options;
                options.l1_ratio = fit["l1_ratio"];
                options.tolerance = 1e-13;
                options.max_passes = 100'000; // the collinear case creeps
                const std::vector<double> alphas{fit["alpha"].get<double>()};
                const LinearPath path = elastic_net_path(x, y, alphas, options);
                QCOMPARE(path.unfinished, std::size_t{0});
                const double objective =
                    elastic_net_objective(x, y, path.weights.row(0), path.intercepts[0], alphas[0], options.l1_ratio);
                const double expected = fit["objective"];
                QVERIFY(std::abs(objective - expected) <= 1e-8 * expected);
                LinearPath theirs = path;
                theirs.weights.values = w;
                theirs.intercepts = {fit["b"].get<double>()};
                for (std::size_t i = 0; i < x.rows; ++i)
                    QVERIFY(std::abs(path.predict(0, x.row(i)) - theirs.predict(0, x.row(i))) <= 1e-4);
                if (fit["nonzero"] == 0)
                    QCOMPARE(largest(path.weights.row(0)), 0.0);
            }
    }

    void theWholeRidgePathSolvesItsEquations_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("cols");
        QTest::newRow("fewer photos than features") << 40 << 90;
        QTest::newRow("more photos than features") << 120 << 30;
        QTest::newRow("one feature") << 20 << 1;
        QTest::newRow("two photos") << 2 << 6;
    }
    void theWholeRidgePathSolvesItsEquations() {
        QFETCH(int, rows);
        QFETCH(int, cols);
        const MadeProblem made(static_cast<std::size_t>(rows), static_cast<std::size_t>(cols), 3);
        const std::vector<double> alphas = geometric_grid(1e-3, 1e6, 19);
        const LinearPath path = ridge_path(made.x, made.y, alphas);
        // Terms of the gradient are of the size Σ|x||y|; double keeps 1e-16 of each, the decomposition some powers
        // less.
        const double size = 1e-10 * static_cast<double>(rows) * 10 * 60;
        for (std::size_t k = 0; k < alphas.size(); ++k) {
            QVERIFY(largest(ridge_gradient(made, path, k)) < size);
            double sum = 0; // the intercept is not penalised: residuals sum to 0
            for (std::size_t i = 0; i < made.x.rows; ++i)
                sum += path.predict(k, made.x.row(i)) - made.y[i];
            QVERIFY(std::abs(sum) < size);
        }
    }

    void aConstantColumnGetsNoWeight() {
        MadeProblem made(30, 8, 5);
        for (std::size_t i = 0; i < made.x.rows; ++i)
            made.x.row(i)[3] = 7;
        const std::vector<double> alphas{1.0};
        QVERIFY(std::abs(ridge_path(made.x, made.y, alphas).weights.row(0)[3]) < 1e-12);
        QCOMPARE(elastic_net_path(made.x, made.y, alphas, {}).weights.row(0)[3], 0.0);
    }

    void theElasticNetPathBeginsWithNothingAndGrows() {
        const MadeProblem made(60, 40, 9);
        constexpr double l1_ratio = 0.7;
        const double top = elastic_net_largest_alpha(made.x, made.y, l1_ratio);
        ElasticNetOptions options;
        options.l1_ratio = l1_ratio;
        options.tolerance = 1e-9;
        options.max_passes = 20'000;
        const std::vector<double> alphas = geometric_grid(top * 1.0001, top / 100, 8);
        const LinearPath path = elastic_net_path(made.x, made.y, alphas, options);
        QCOMPARE(path.unfinished, std::size_t{0});
        QCOMPARE(largest(path.weights.row(0)), 0.0);
        QVERIFY(largest(path.weights.row(1)) > 0);
        double before = std::numeric_limits<double>::infinity();
        for (std::size_t k = 0; k < alphas.size(); ++k) { // a weaker penalty never fits the photos worse
            double squares = 0;
            for (std::size_t i = 0; i < made.x.rows; ++i)
                squares += std::pow(path.predict(k, made.x.row(i)) - made.y[i], 2);
            QVERIFY(squares <= before * (1 + 1e-6));
            before = squares;
        }
        // A warm start ends where a cold one does.
        const LinearPath cold = elastic_net_path(made.x, made.y, std::vector<double>{alphas.back()}, options);
        for (std::size_t i = 0; i < made.x.rows; ++i)
            QVERIFY(std::abs(cold.predict(0, made.x.row(i)) - path.predict(7, made.x.row(i))) < 1e-2);
    }

    void logisticCurvesEqualTheGoldenOnes() {
        TOUCHSTONE_NEEDS_SHARED("golden/metrics.json");
        const Json golden = test::shared_json("golden/metrics.json")["logistic"];
        const double plcc_tolerance = 0.001; // in words in the file: ".001"
        for (const Json& one : golden["cases"])
            for (const auto& [name, kind] :
                 {std::pair("logistic4", LogisticKind::Four), std::pair("logistic5", LogisticKind::Five)}) {
                const std::vector<double> s = numbers(one["objective"]), y = numbers(one["subjective"]);
                const auto curve = fit_logistic(s, y, kind);
                QVERIFY(curve.has_value());
                std::vector<double> mapped;
                double squares = 0;
                for (std::size_t i = 0; i < s.size(); ++i) {
                    mapped.push_back(curve->at(s[i]));
                    squares += std::pow(mapped[i] - y[i], 2);
                }
                const double rmse = std::sqrt(squares / static_cast<double>(s.size()));
                const double expected = one[name]["rmse"];
                QVERIFY2(rmse <= 1.001 * expected, qPrintable(QStringLiteral("%1 > %2").arg(rmse).arg(expected)));
                QVERIFY(std::abs(rmse - curve->rmse) < 1e-9 * expected); // what it says is what its formula gives
                QVERIFY(std::abs(*pearson(mapped, y) - one[name]["plcc"].get<double>()) <= plcc_tolerance);
                QVERIFY(std::abs(*pearson(s, y) - one["plain_plcc"].get<double>()) <= 1e-9);
            }
    }

    void logisticCurvesTakeAnyScaleAndDirection() {
        std::vector<double> s, y;
        for (int i = 0; i < 40; ++i) {
            s.push_back(1e4 - 37.0 * i);
            y.push_back(0.2 + 0.6 / (1 + std::exp((i - 15) / 4.0)));
        }
        const auto curve = fit_logistic(s, y, LogisticKind::Four);
        QVERIFY(curve.has_value());
        QVERIFY(curve->rmse < 1e-6);
        QVERIFY(std::abs(curve->at(s[3]) - y[3]) < 1e-5);
    }

    void whatHasNoCurveHasNone() {
        const std::vector<double> rising{1, 2, 3, 4, 5, 6}, constant(6, 2.0), few{1, 2, 3, 4};
        QVERIFY(!fit_logistic(constant, rising, LogisticKind::Four));
        QVERIFY(!fit_logistic(few, few, LogisticKind::Four));
        std::vector<double> broken = rising;
        broken[2] = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(!fit_logistic(broken, rising, LogisticKind::Five));
        const Json json = mapped_agreement(constant, rising).to_json();
        QVERIFY(json["plcc_logistic4"].is_null() && json["srcc"].is_null());
    }

    void theOtherDirectionChangesSignsOnly() {
        const std::vector<double> quality{1, 2, 3, 4, 5, 6, 7, 8}, dmos{80, 75, 60, 66, 40, 33, 20, 11};
        const MappedAgreement found = mapped_agreement(quality, dmos, false);
        QVERIFY(*found.raw.srcc > 0.9 && *found.raw.plcc > 0.9 && *found.raw.krcc > 0.8);
        QVERIFY(*found.plcc_logistic4 > 0.9);
        QCOMPARE(*mapped_agreement(quality, dmos).raw.srcc, -*found.raw.srcc);
    }
};

QTEST_APPLESS_MAIN(TestRegression)
#include "test_regression.moc"
