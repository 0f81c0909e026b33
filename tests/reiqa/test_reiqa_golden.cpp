// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cmath>

#include <QTest>

#include "engine/nn/device_list.h"
#include "engine/reiqa/breakdown.h"
#include "engine/reiqa/tiles.h"
#include "tests/reiqa/golden_reiqa.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_reiqa.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using nlohmann::json;
using reiqa::Block;
using reiqa::Expert;

namespace {

// Tolerances of the golden README: a float32 run was seen 4e-7 (features) and 5e-6 (score) from the double run; the
// rest is room for another order of summation.
constexpr double feature_tolerance = 1e-5;
constexpr double score_tolerance = 2e-4;
/// The parts of a score are summed in double from the same features.
constexpr double identity_tolerance = 1e-9;

const json& golden() {
    static const json all = test::shared_json("golden/reiqa.json");
    return all;
}

std::uint64_t fnv1a(const std::vector<std::uint8_t>& bytes) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const std::uint8_t byte : bytes)
        hash = (hash ^ byte) * 0x100000001b3ULL;
    return hash;
}

double worst(const std::vector<double>& got, const json& expected) {
    if (got.size() != expected.size())
        return std::numeric_limits<double>::infinity();
    double difference = 0;
    for (std::size_t i = 0; i < got.size(); ++i)
        difference = std::max(difference, std::abs(got[i] - expected[i].get<double>()));
    return difference;
}

double sum_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum;
}

/// The features as NumPy computed them in double, so that what is made of them is checked by itself.
reiqa::PhotoFeatures golden_features(const json& expected) {
    const auto all = test::golden_vector(expected.at("features"));
    const auto part = [&](std::ptrdiff_t block) {
        return std::vector<float>(all.begin() + 2048 * block, all.begin() + 2048 * (block + 1));
    };
    return {{part(0), part(1), {}, {}}, {part(2), part(3), {}, {}}};
}

} // namespace

class TestReiqaGolden : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { TOUCHSTONE_NEEDS_SHARED("golden/reiqa.json"); }
    void half_images_data() { add_cases(); }
    void half_images();
    void trunk_step_by_step_data() { add_cases(); }
    void trunk_step_by_step();
    void features_and_breakdown_data() { add_cases(); }
    void features_and_breakdown();
    void on_a_gpu_data();
    void on_a_gpu();
    void breakdown_of_golden_features_data() { add_cases(); }
    void breakdown_of_golden_features();
    void tiles_give_the_same_as_the_whole();
    void tiles_give_the_golden_features();
    void the_experts_see_their_own_pixels();
    void a_bare_regressor_is_exact_too();

private:
    void add_cases() {
        QTest::addColumn<int>("index");
        const json& cases = golden().at("cases");
        for (std::size_t i = 0; i < cases.size(); ++i)
            QTest::newRow(cases[i].at("image").get<std::string>().c_str()) << static_cast<int>(i);
    }
    const json& golden_case(int index) const { return golden().at("cases")[static_cast<std::size_t>(index)]; }
};

void TestReiqaGolden::half_images() {
    QFETCH(int, index);
    const json& expected = golden_case(index);
    const RgbImage half = reiqa::half_scale(test::golden_photo(expected));
    QCOMPARE(half.size, (Size{expected.at("half_wh")[0].get<int>(), expected.at("half_wh")[1].get<int>()}));
    QCOMPARE(half.pixels, test::golden_png(expected.at("half_image")).pixels);
    QCOMPARE(fnv1a(half.pixels), std::stoull(expected.at("half_bytes_fnv1a").get<std::string>(), nullptr, 16));
}

void TestReiqaGolden::trunk_step_by_step() {
    QFETCH(int, index);
    const json& expected = golden_case(index);
    const auto maps = test::golden_encoder(Expert::Quality).stages(test::golden_photo(expected));
    QVERIFY2(maps, maps ? "" : maps.error().message().c_str());
    QCOMPARE(maps->size(), std::size_t{5});
    const char* const names[] = {"stem", "layer1", "layer2", "layer3", "layer4"};
    for (std::size_t step = 0; step < 5; ++step) {
        const json& values = expected.at("trunk_probe_quality_full").at(names[step]);
        const reiqa::FeatureMap& map = (*maps)[step];
        QCOMPARE((std::vector{map.channels, map.rows, map.cols}), values.at("shape_chw").get<std::vector<int>>());
        double sum = 0, squares = 0, largest = 0;
        for (const float v : map.values) {
            sum += v;
            squares += double(v) * v;
            largest = std::max(largest, double(v));
        }
        VERIFY_WITHIN(std::abs(sum / values.at("sum").get<double>() - 1), feature_tolerance);
        VERIFY_WITHIN(std::abs(squares / values.at("sum_of_squares").get<double>() - 1), feature_tolerance);
        const json& first = values.at("channel0_row0_first4");
        for (std::size_t i = 0; i < first.size(); ++i)
            VERIFY_WITHIN(std::abs(*map.cell(0, static_cast<int>(i)) - first[i].get<double>()) / largest,
                          feature_tolerance);
    }
}

void TestReiqaGolden::features_and_breakdown() {
    QFETCH(int, index);
    const json& expected = golden_case(index);
    reiqa::EncoderOptions options;
    options.maps = true;
    const reiqa::PhotoFeatures features =
        test::run_experts(test::golden_encoder(Expert::Content), test::golden_encoder(Expert::Quality),
                          test::golden_photo(expected), options);
    VERIFY_WITHIN(test::relative_difference(features.joined(), test::golden_vector(expected.at("features"))),
                  feature_tolerance);

    const reiqa::Regressor regressor = test::golden_regressor();
    const reiqa::Breakdown breakdown = reiqa::break_down(features, regressor);
    VERIFY_WITHIN(std::abs(breakdown.score - expected.at("score").get<double>()), score_tolerance);
    VERIFY_WITHIN(std::abs(breakdown.score - regressor.both.score(features.joined())), identity_tolerance);
    double all = breakdown.baseline;
    for (const reiqa::BlockPart& block : breakdown.blocks) {
        const json& values = expected.at("blocks").at(std::string(reiqa::block_name(block.block)));
        QCOMPARE((std::vector{block.rows, block.cols}), values.at("cells_rows_cols").get<std::vector<int>>());
        VERIFY_WITHIN(worst(block.cells, values.at("centred_map")),
                      std::max(1e-6, score_tolerance / double(block.cells.size())));
        VERIFY_WITHIN(std::abs(block.sum - values.at("centred_sum").get<double>()), score_tolerance);
        VERIFY_WITHIN(std::abs(sum_of(block.cells) - block.sum), identity_tolerance);
        const std::vector<double> fires =
            reiqa::channel_map(features, regressor, block.block, block.top_channels[0].channel);
        QCOMPARE(fires.size(), block.cells.size());
        VERIFY_WITHIN(std::abs(sum_of(fires) - block.top_channels[0].part), identity_tolerance);
        all += sum_of(block.cells);
    }
    VERIFY_WITHIN(std::abs(all - breakdown.score), identity_tolerance);
    for (const auto& [expert, full] : {std::pair(Expert::Content, 0u), std::pair(Expert::Quality, 2u)}) {
        const reiqa::Breakdown::ExpertMap map = breakdown.expert_map(expert);
        QCOMPARE((std::pair(map.rows, map.cols)),
                 (std::pair(breakdown.blocks[full].rows, breakdown.blocks[full].cols)));
        const double share = expected.at("expert_share").at(std::string(reiqa::expert_name(expert)));
        VERIFY_WITHIN(std::abs(sum_of(map.cells) - share), score_tolerance);
        VERIFY_WITHIN(std::abs(sum_of(map.cells) - breakdown.blocks[full].sum - breakdown.blocks[full + 1].sum),
                      identity_tolerance);
    }
}

void TestReiqaGolden::on_a_gpu_data() {
    if (list_devices().gpus.empty())
        QSKIP(("NOT RUN ON A GPU: " + list_devices().why_none).c_str());
    add_cases();
}

/// The CPU's tolerance × 10: a GPU adds up in another order.
void TestReiqaGolden::on_a_gpu() {
    QFETCH(int, index);
    const json& expected = golden_case(index);
    const Device device = list_devices().gpus.front().device;
    const reiqa::PhotoFeatures features =
        test::run_experts(test::golden_encoder(Expert::Content, device), test::golden_encoder(Expert::Quality, device),
                          test::golden_photo(expected), {});
    VERIFY_WITHIN(test::relative_difference(features.joined(), test::golden_vector(expected.at("features"))),
                  10 * feature_tolerance);
}

void TestReiqaGolden::breakdown_of_golden_features() {
    QFETCH(int, index);
    const json& expected = golden_case(index);
    const reiqa::PhotoFeatures features = golden_features(expected);
    const reiqa::Regressor regressor = test::golden_regressor();
    const reiqa::Breakdown breakdown = reiqa::break_down(features, regressor, 3);
    // The features were rounded to float32, which moves the score by less than this.
    VERIFY_WITHIN(std::abs(breakdown.score - expected.at("score").get<double>()), 1e-6);
    const json& summary = golden().at("regressor");
    VERIFY_WITHIN(std::abs(breakdown.baseline - summary.at("score_of_mean_photograph").get<double>()),
                  identity_tolerance);
    VERIFY_WITHIN(std::abs(regressor.both.raw_intercept() - summary.at("uncentred_intercept").get<double>()), 1e-8);
    for (const reiqa::BlockPart& block : breakdown.blocks) {
        const json& values = expected.at("blocks").at(std::string(reiqa::block_name(block.block)));
        QVERIFY(block.cells.empty());
        VERIFY_WITHIN(std::abs(block.sum - values.at("centred_sum").get<double>()), 1e-6);
        json channels = values.at("top_positive_channels");
        for (const json& channel : values.at("top_negative_channels"))
            channels.push_back(channel);
        QCOMPARE(block.top_channels.size(), channels.size());
        for (std::size_t i = 0; i < channels.size(); ++i) {
            QCOMPARE(block.top_channels[i].channel, channels[i][0].get<int>());
            VERIFY_WITHIN(std::abs(block.top_channels[i].part - channels[i][1].get<double>()), 1e-7);
        }
    }
    // The experts alone are halves of the golden regressor, so the two of them count the intercept twice.
    VERIFY_WITHIN(
        std::abs(breakdown.content_only + breakdown.quality_only - regressor.both.intercept - breakdown.score),
        identity_tolerance);
}

void TestReiqaGolden::tiles_give_the_same_as_the_whole() {
    // ResNet-50's depth decides how far a cell sees; an eighth of its width makes the many small tiles quick.
    reiqa::TrunkConfig narrow;
    narrow.stem_width = 8;
    const auto encoder = reiqa::Encoder::load(test::generated_encoder(Expert::Content, narrow), Expert::Content,
                                              Device{}, Precision::Reference);
    QVERIFY(encoder);
    // Odd sides, so that the last tile ends anywhere; wide enough for tiles that see no border.
    const RgbImage photo = test::formula_b(601, 523), half = reiqa::half_scale(photo);
    reiqa::EncoderOptions options;
    options.maps = true;
    QCOMPARE(reiqa::plan_tiles(narrow, photo.size, options.memory_budget).size(), std::size_t{1});
    const auto whole = encoder->run(photo, half, options);
    QVERIFY(whole);
    for (const std::uint64_t budget : {std::uint64_t{1}, reiqa::buffer_bytes(narrow, 1, {544, 523})}) {
        options.memory_budget = budget;
        const std::size_t tiles = reiqa::plan_tiles(narrow, photo.size, budget).size();
        QVERIFY(budget == 1 ? tiles == 19 * 17 : tiles > 1 && tiles < 30);
        const auto tiled = encoder->run(photo, half, options);
        QVERIFY(tiled);
        VERIFY_WITHIN(test::relative_difference(tiled->full_map.values, whole->full_map.values), feature_tolerance);
        VERIFY_WITHIN(test::relative_difference(tiled->half_map.values, whole->half_map.values), feature_tolerance);
        VERIFY_WITHIN(test::relative_difference(tiled->full, whole->full), feature_tolerance);
        VERIFY_WITHIN(test::relative_difference(tiled->half, whole->half), feature_tolerance);
    }
}

void TestReiqaGolden::tiles_give_the_golden_features() {
    const json& expected = golden_case(5);
    const RgbImage photo = test::golden_photo(expected);
    const reiqa::TrunkConfig config;
    reiqa::EncoderOptions options;
    options.memory_budget = reiqa::buffer_bytes(config, 1, {320, 256});
    QVERIFY(reiqa::plan_tiles(config, photo.size, options.memory_budget).size() > 1);
    const reiqa::PhotoFeatures features =
        test::run_experts(test::golden_encoder(Expert::Content), test::golden_encoder(Expert::Quality), photo, options);
    VERIFY_WITHIN(test::relative_difference(features.joined(), test::golden_vector(expected.at("features"))),
                  feature_tolerance);
}

/// A content expert's weights on plain pixels and a quality expert's on normalised ones would still give features; only
/// their values tell.
void TestReiqaGolden::the_experts_see_their_own_pixels() {
    const json& expected = golden_case(0);
    const auto golden_all = test::golden_vector(expected.at("features"));
    const std::vector<float> content(golden_all.begin(), golden_all.begin() + 2048),
        quality(golden_all.begin() + 4096, golden_all.begin() + 6144);
    const RgbImage photo = test::golden_photo(expected), half = reiqa::half_scale(photo);
    const auto swapped = [&](Expert weights, Expert role) {
        nn::ModelFile file = test::generated_encoder(weights, reiqa::TrunkConfig{});
        file.card.architecture = "reiqa-" + std::string(reiqa::expert_name(role));
        const auto encoder = reiqa::Encoder::load(file, role, Device{}, Precision::Reference);
        return encoder->run(photo, half, {})->full;
    };
    VERIFY_WITHIN(test::relative_difference(swapped(Expert::Content, Expert::Content), content), feature_tolerance);
    VERIFY_WITHIN(test::relative_difference(swapped(Expert::Quality, Expert::Quality), quality), feature_tolerance);
    QVERIFY(test::relative_difference(swapped(Expert::Content, Expert::Quality), content) > 0.01);
    QVERIFY(test::relative_difference(swapped(Expert::Quality, Expert::Content), quality) > 0.01);
}

void TestReiqaGolden::a_bare_regressor_is_exact_too() {
    const json& expected = golden_case(4);
    reiqa::EncoderOptions options;
    options.maps = true;
    const reiqa::PhotoFeatures features =
        test::run_experts(test::golden_encoder(Expert::Content), test::golden_encoder(Expert::Quality),
                          test::golden_photo(expected), options);
    reiqa::Regressor plain = test::golden_regressor();
    plain.both.weights = test::golden_regressor().both.raw_weights();
    plain.both.intercept = test::golden_regressor().both.raw_intercept();
    plain.both.deviation.clear();
    const reiqa::Breakdown bare = reiqa::break_down(features, plain),
                           standardised = reiqa::break_down(features, test::golden_regressor());
    VERIFY_WITHIN(std::abs(bare.score - standardised.score), identity_tolerance);
    VERIFY_WITHIN(std::abs(bare.baseline - standardised.baseline), identity_tolerance);
    VERIFY_WITHIN(std::abs(bare.score - plain.both.score(features.joined())), identity_tolerance);
    for (std::size_t b = 0; b < 4; ++b)
        VERIFY_WITHIN(std::abs(sum_of(bare.blocks[b].cells) - standardised.blocks[b].sum), identity_tolerance);
}

QTEST_GUILESS_MAIN(TestReiqaGolden)
#include "test_reiqa_golden.moc"
