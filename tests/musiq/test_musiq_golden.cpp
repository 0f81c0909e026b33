// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cmath>

#include <QTest>

#include "engine/musiq/model.h"
#include "engine/nn/device_list.h"
#include "tests/musiq/golden_images.h"
#include "tests/support/generated_model.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using nlohmann::json;

namespace {

// Tolerances of the golden README: what a float32 run was seen to differ from the double run, with room for another
// order of summation.
constexpr double token_tolerance = 2e-5;
constexpr double value_tolerance = 1e-4;
constexpr double weight_tolerance = 1e-5;
constexpr double mass_tolerance = 1e-4;

double worst(const std::vector<float>& got, std::size_t offset, const json& expected) {
    double difference = 0;
    for (std::size_t i = 0; i < expected.size(); ++i)
        difference = std::max(difference, std::abs(got.at(offset + i) - expected[i].get<double>()));
    return difference;
}

/// The published shape with generated weights; loaded once per flavour and number of outputs.
const musiq::Model& network(musiq::Flavour flavour, int outputs) {
    static std::map<std::pair<musiq::Flavour, int>, musiq::Model> loaded;
    const auto key = std::pair(flavour, outputs);
    auto found = loaded.find(key);
    if (found == loaded.end()) {
        musiq::Config config;
        config.flavour = flavour;
        config.outputs = outputs;
        auto model = musiq::Model::load(test::generated_musiq(config), Device{}, Precision::Reference);
        if (!model)
            qFatal("%s", model.error().message().c_str());
        found = loaded.emplace(key, std::move(*model)).first;
    }
    return found->second;
}

} // namespace

#define VERIFY_WITHIN(difference, tolerance)                                                                           \
    QVERIFY2((difference) <= (tolerance),                                                                              \
             qPrintable(QStringLiteral("off by %1, allowed %2").arg(difference).arg(tolerance)))

class TestMusiqGolden : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { TOUCHSTONE_NEEDS_SHARED("golden/musiq.json"); }
    void cleanupTestCase() {}
    void stem_step_by_step();
    void every_step_data() { add_cases(); }
    void every_step();
    void ten_outputs_data() { add_cases(); }
    void ten_outputs();
    void attention_data() { add_cases(); }
    void attention();
    void on_a_gpu_data();
    void on_a_gpu();
    void any_chunk_size_gives_the_same();
    void batches_give_the_same_in_any_order();

private:
    void add_cases();
    json golden_case(int index) const { return test::shared_json("golden/musiq.json").at("cases")[index]; }
};

void TestMusiqGolden::add_cases() {
    QTest::addColumn<int>("index");
    const json cases = test::shared_json("golden/musiq.json").at("cases");
    for (std::size_t i = 0; i < cases.size(); ++i)
        QTest::newRow(test::golden_label(cases[i]).c_str()) << static_cast<int>(i);
}

void TestMusiqGolden::stem_step_by_step() {
    int checked = 0;
    const json cases = test::shared_json("golden/musiq.json").at("cases");
    for (const json& expected : cases) {
        if (!expected.contains("stem_of_first_native_patch"))
            continue;
        const musiq::Model& model = network(test::golden_flavour(expected), 1);
        const auto sequence = musiq::make_tokens(test::golden_image(expected), model.config());
        musiq::Trace trace;
        const auto output = model.trace(sequence, sequence.scales.back().first_token, trace, {});
        QVERIFY2(output, output ? "" : output.error().message().c_str());
        const json& stem = expected.at("stem_of_first_native_patch");
        const std::pair<const char*, const musiq::Trace::Plane*> planes[] = {{"conv_root", &trace.conv_root},
                                                                             {"gn_root_relu", &trace.gn_root_relu},
                                                                             {"max_pool", &trace.max_pool},
                                                                             {"block1", &trace.block1}};
        for (const auto& [name, plane] : planes) {
            const json& values = stem.at(name);
            QCOMPARE(plane->shape, values.at("shape_chw").get<std::vector<std::int64_t>>());
            VERIFY_WITHIN(worst(plane->values, 0, values.at("channel0_row0_first8")), value_tolerance);
            VERIFY_WITHIN(worst(plane->values, plane->values.size() - 4, values.at("lastchannel_lastrow_last4")),
                          value_tolerance);
            double squares = 0;
            for (const float v : plane->values)
                squares += double(v) * v;
            VERIFY_WITHIN(std::abs(squares / values.at("sum_of_squares").get<double>() - 1), 1e-5);
        }
        ++checked;
    }
    QVERIFY(checked >= 1);
}

void TestMusiqGolden::every_step() {
    QFETCH(int, index);
    const json expected = golden_case(index);
    const musiq::Model& model = network(test::golden_flavour(expected), 1);
    const std::size_t hidden = 384;
    musiq::Trace trace;
    const auto output = model.trace(musiq::make_tokens(test::golden_image(expected), model.config()), 0, trace, {});
    QVERIFY2(output, output ? "" : output.error().message().c_str());
    for (const auto& [token, values] : expected.at("tokens").at("first8").items())
        VERIFY_WITHIN(worst(trace.tokens, std::stoul(token) * hidden, values), token_tolerance);
    for (const auto& [token, values] : expected.at("after_hse_sce_first8").items())
        VERIFY_WITHIN(worst(trace.embedded, std::stoul(token) * hidden, values), token_tolerance);
    for (const auto& [block, values] : expected.at("cls_after_block_first8").items())
        VERIFY_WITHIN(worst(trace.cls_after_block.at(std::stoul(block) - 1), 0, values), value_tolerance);
    VERIFY_WITHIN(worst(trace.cls_final_norm, 0, expected.at("cls_final_norm").at("first8")), value_tolerance);
    VERIFY_WITHIN(std::abs(output->value - expected.at("score_1_output").get<double>()), value_tolerance);
}

void TestMusiqGolden::ten_outputs() {
    QFETCH(int, index);
    const json expected = golden_case(index);
    const musiq::Model& model = network(test::golden_flavour(expected), 10);
    const auto sequence = musiq::make_tokens(test::golden_image(expected), model.config());
    const musiq::TokenSequence* const photo = &sequence;
    const auto outputs = model.run({&photo, 1}, {});
    QVERIFY2(outputs, outputs ? "" : outputs.error().message().c_str());
    const musiq::Output& output = outputs->front();
    for (std::size_t k = 0; k < 10; ++k) {
        VERIFY_WITHIN(std::abs(output.logits[k] - expected.at("logits_10_outputs")[k].get<double>()), value_tolerance);
        VERIFY_WITHIN(std::abs(output.distribution[k] - expected.at("probabilities_10_outputs")[k].get<double>()),
                      value_tolerance);
    }
    VERIFY_WITHIN(std::abs(output.value - expected.at("ava_mean").get<double>()), value_tolerance);
    VERIFY_WITHIN(std::abs(output.standard_deviation - expected.at("ava_standard_deviation").get<double>()),
                  value_tolerance);
}

void TestMusiqGolden::attention() {
    QFETCH(int, index);
    const json expected = golden_case(index);
    const musiq::Model& model = network(test::golden_flavour(expected), 1);
    const auto sequence = musiq::make_tokens(test::golden_image(expected), model.config());
    for (const auto method : {AttentionMethod::Rollout, AttentionMethod::LastLayer}) {
        const auto explained = model.explain(sequence, method, {});
        QVERIFY2(explained, explained ? "" : explained.error().message().c_str());
        const json& values = expected.at(method == AttentionMethod::Rollout ? "rollout" : "last_layer");
        VERIFY_WITHIN(std::abs(explained->attention.cls - values.at("cls").get<double>()), weight_tolerance);
        VERIFY_WITHIN(std::abs(explained->output.value - expected.at("score_1_output").get<double>()), value_tolerance);
        double everything = explained->attention.cls;
        for (std::size_t s = 0; s < sequence.scales.size(); ++s) {
            const musiq::ScaleGrid& grid = sequence.scales[s];
            VERIFY_WITHIN(worst(explained->attention.tokens, grid.first_token, values.at("per_scale")[s]),
                          weight_tolerance);
            double mass = 0;
            for (int token = 0; token < grid.tokens(); ++token)
                mass += explained->attention.tokens[grid.first_token + token];
            VERIFY_WITHIN(std::abs(mass - values.at("mass_per_scale")[s].get<double>()), mass_tolerance);
            everything += mass;
        }
        VERIFY_WITHIN(std::abs(everything - 1.0), mass_tolerance);
    }
}

void TestMusiqGolden::on_a_gpu_data() {
    if (list_devices().gpus.empty())
        QSKIP(("NOT RUN ON A GPU: " + list_devices().why_none).c_str());
    add_cases();
}

/// The CPU's tolerances × 10: a GPU adds up in another order, and its exp is not the CPU's.
void TestMusiqGolden::on_a_gpu() {
    QFETCH(int, index);
    const json expected = golden_case(index);
    musiq::Config config;
    config.flavour = test::golden_flavour(expected);
    const auto model =
        musiq::Model::load(test::generated_musiq(config), list_devices().gpus.front().device, Precision::Reference);
    QVERIFY2(model, model ? "" : model.error().message().c_str());
    const auto sequence = musiq::make_tokens(test::golden_image(expected), model->config());
    const auto explained = model->explain(sequence, AttentionMethod::Rollout, {});
    QVERIFY2(explained, explained ? "" : explained.error().message().c_str());
    VERIFY_WITHIN(std::abs(explained->output.value - expected.at("score_1_output").get<double>()),
                  10 * value_tolerance);
    const json& values = expected.at("rollout");
    VERIFY_WITHIN(std::abs(explained->attention.cls - values.at("cls").get<double>()), 10 * weight_tolerance);
    for (std::size_t s = 0; s < sequence.scales.size(); ++s)
        VERIFY_WITHIN(worst(explained->attention.tokens, sequence.scales[s].first_token, values.at("per_scale")[s]),
                      10 * weight_tolerance);
}

void TestMusiqGolden::any_chunk_size_gives_the_same() {
    const json expected = golden_case(0);
    const musiq::Model& model = network(test::golden_flavour(expected), 1);
    const auto sequence = musiq::make_tokens(test::golden_image(expected), model.config());
    for (const int chunk : {1, 7, 64, 100000}) {
        musiq::RunOptions options;
        options.query_chunk = chunk;
        options.memory_budget = chunk == 1 ? 1 : std::uint64_t{1} << 30;
        const auto explained = model.explain(sequence, AttentionMethod::Rollout, options);
        QVERIFY2(explained, explained ? "" : explained.error().message().c_str());
        VERIFY_WITHIN(std::abs(explained->output.value - expected.at("score_1_output").get<double>()), value_tolerance);
        VERIFY_WITHIN(std::abs(explained->attention.cls - expected.at("rollout").at("cls").get<double>()),
                      weight_tolerance);
        for (std::size_t s = 0; s < sequence.scales.size(); ++s)
            VERIFY_WITHIN(worst(explained->attention.tokens, sequence.scales[s].first_token,
                                expected.at("rollout").at("per_scale")[s]),
                          weight_tolerance);
    }
}

void TestMusiqGolden::batches_give_the_same_in_any_order() {
    const json cases = test::shared_json("golden/musiq.json").at("cases");
    const musiq::Model& model = network(musiq::Flavour::Google, 1);
    std::vector<musiq::TokenSequence> sequences;
    std::vector<double> expected;
    for (const json& golden : cases)
        if (golden.at("flavour") == "google" && golden.at("tokens_valid").get<int>() < 600) {
            sequences.push_back(musiq::make_tokens(test::golden_image(golden), model.config()));
            expected.push_back(golden.at("score_1_output"));
        }
    QVERIFY(sequences.size() >= 8);
    // Every photo in a batch of four, in four different places and companies.
    for (std::size_t first = 0; first < sequences.size(); ++first) {
        const musiq::TokenSequence* batch[4];
        for (std::size_t i = 0; i < 4; ++i)
            batch[i] = &sequences[(first + i * 3) % sequences.size()];
        const auto outputs = model.run(batch, {});
        QVERIFY2(outputs, outputs ? "" : outputs.error().message().c_str());
        std::reverse(std::begin(batch), std::end(batch));
        const auto reversed = model.run(batch, {});
        QVERIFY(reversed);
        for (std::size_t i = 0; i < 4; ++i) {
            const double golden = expected[(first + i * 3) % sequences.size()];
            VERIFY_WITHIN(std::abs((*outputs)[i].value - golden), value_tolerance);
            // The issue asks for 1e-5 relative between any two orders of one batch.
            VERIFY_WITHIN(std::abs((*outputs)[i].value - (*reversed)[3 - i].value), 1e-5 * std::abs(golden));
        }
    }
}

QTEST_GUILESS_MAIN(TestMusiqGolden)
#include "test_musiq_golden.moc"
