// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <cmath>

#include <QTest>

#include "engine/musiq/model.h"
#include "engine/nn/kernels/kernels.h"
#include "tests/musiq/golden_images.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_model.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using nlohmann::json;

namespace {

/// What fast may differ from reference with generated weights, in the model's raw units.
constexpr double fast_tolerance = 0.05;
/// Two tables of kernels on the same bfloat16 weights differ by the order of float32 sums, which now and then tips the
/// rounding of an activation; 0.0006 was seen on the published shape.
constexpr double tables_tolerance = 0.01;
/// Weights of the attention, as parts of the largest one: what a heat map shows.
constexpr double weight_tolerance = 0.1;

musiq::Model load(const musiq::Config& config, Precision precision, const nn::Kernels* kernels = nullptr) {
    auto model = musiq::Model::load(test::generated_musiq(config), Device{}, precision, kernels);
    if (!model)
        qFatal("%s", model.error().message().c_str());
    return std::move(*model);
}

double score(const musiq::Model& model, const musiq::TokenSequence& sequence) {
    const musiq::TokenSequence* const photo = &sequence;
    const auto outputs = model.run({&photo, 1}, {});
    if (!outputs)
        qFatal("%s", outputs.error().message().c_str());
    return outputs->front().value;
}

} // namespace

#define VERIFY_WITHIN(difference, tolerance)                                                                           \
    QVERIFY2((difference) <= (tolerance),                                                                              \
             qPrintable(QStringLiteral("off by %1, allowed %2").arg(difference).arg(tolerance)))

/// `fast` on the CPU against `reference`, and every table of kernels against the portable one.
class TestMusiqFast : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_runs_is_said();
    void golden_photos();
    void attention_of_fast();
    void every_table_gives_the_same();
    void memory_of_a_run_is_reused();
};

void TestMusiqFast::what_runs_is_said() {
    const musiq::Model model = load(test::tiny_musiq_config(), Precision::Fast);
    const Precision expected = nn::best_bf16_kernels() ? Precision::Fast : Precision::Reference;
    QCOMPARE(model.precision(), expected);
    QCOMPARE(effective_precision(Device{}, Precision::Fast), expected);
    QCOMPARE(load(test::tiny_musiq_config(), Precision::Reference).precision(), Precision::Reference);
}

void TestMusiqFast::golden_photos() {
    TOUCHSTONE_NEEDS_SHARED("golden/musiq.json");
    if (!nn::best_bf16_kernels())
        QSKIP("NOT RUN: on this processor fast is the same as reference");
    const json cases = test::shared_json("golden/musiq.json").at("cases");
    std::map<musiq::Flavour, musiq::Model> one, ten;
    for (const musiq::Flavour flavour : {musiq::Flavour::Google, musiq::Flavour::Pyiqa}) {
        musiq::Config config;
        config.flavour = flavour;
        one.emplace(flavour, load(config, Precision::Fast));
        config.outputs = 10;
        ten.emplace(flavour, load(config, Precision::Fast));
    }
    double largest = 0;
    for (const json& expected : cases) {
        const musiq::Flavour flavour = test::golden_flavour(expected);
        const auto sequence = musiq::make_tokens(test::golden_image(expected), one.at(flavour).config());
        const double difference =
            std::abs(score(one.at(flavour), sequence) - expected.at("score_1_output").get<double>());
        largest = std::max(largest, difference);
        QVERIFY2(difference <= fast_tolerance,
                 qPrintable(QStringLiteral("%1: off by %2").arg(test::golden_label(expected).c_str()).arg(difference)));
        VERIFY_WITHIN(std::abs(score(ten.at(flavour), sequence) - expected.at("ava_mean").get<double>()),
                      fast_tolerance);
    }
    QVERIFY(cases.size() >= 10);
    qInfo("largest difference of fast from the golden scores: %g", largest);
}

void TestMusiqFast::attention_of_fast() {
    if (!nn::best_bf16_kernels())
        QSKIP("NOT RUN: on this processor fast is the same as reference");
    const musiq::Model fast = load({}, Precision::Fast), reference = load({}, Precision::Reference);
    const auto sequence = musiq::make_tokens(test::formula_a(300, 200), fast.config());
    for (const auto method : {AttentionMethod::Rollout, AttentionMethod::LastLayer}) {
        const auto narrow = fast.explain(sequence, method, {}), exact = reference.explain(sequence, method, {});
        QVERIFY(narrow && exact);
        QCOMPARE(narrow->output.value, score(fast, sequence));
        const std::vector<float>& weights = exact->attention.tokens;
        const double allowed = weight_tolerance * *std::max_element(weights.begin(), weights.end());
        VERIFY_WITHIN(std::abs(narrow->attention.cls - exact->attention.cls), allowed);
        double sum = narrow->attention.cls;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            VERIFY_WITHIN(std::abs(narrow->attention.tokens[i] - weights[i]), allowed);
            sum += narrow->attention.tokens[i];
        }
        VERIFY_WITHIN(std::abs(sum - 1), 1e-4);
    }
}

void TestMusiqFast::every_table_gives_the_same() {
    musiq::Config config; // the published widths, which fill whole tiles, on fewer layers
    config.layers = 3;
    musiq::Config odd = test::tiny_musiq_config(); // and some that fill none
    odd.stem_width = 12;
    odd.norm_groups = 3;
    odd.hidden = 30;
    odd.heads = 3;
    odd.mlp = 50;
    for (const musiq::Config& shape : {config, odd}) {
        const auto sequence = musiq::make_tokens(test::formula_a(90, 70), shape);
        for (const Precision precision : {Precision::Reference, Precision::Fast}) {
            const double portable = score(load(shape, precision, &nn::portable_kernels()), sequence);
            for (const nn::Kernels* kernels : nn::usable_kernels())
                if (precision == Precision::Reference || kernels->has_bf16())
                    VERIFY_WITHIN(std::abs(score(load(shape, precision, kernels), sequence) - portable),
                                  precision == Precision::Reference ? 1e-4 : tables_tolerance);
        }
    }
}

/// A small photo after a large one works in the large one's memory, and must not see what is left there.
void TestMusiqFast::memory_of_a_run_is_reused() {
    for (const Precision precision : {Precision::Reference, Precision::Fast}) {
        const musiq::Config config = test::tiny_musiq_config();
        const auto small = musiq::make_tokens(test::formula_a(70, 50), config);
        const auto large = musiq::make_tokens(test::formula_a(900, 500), config);
        const musiq::Model model = load(config, precision);
        const double before = score(model, small), large_before = score(model, large);
        QCOMPARE(score(model, small), before);
        QCOMPARE(score(model, large), large_before);
    }
}

QTEST_GUILESS_MAIN(TestMusiqFast)
#include "test_musiq_fast.moc"
