// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cmath>
#include <cstring>

#include <QTest>

#include "engine/musiq/tokens.h"
#include "tests/musiq/golden_images.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using nlohmann::json;

namespace {

constexpr int patch = 32;
constexpr std::size_t patch_values = std::size_t{3} * patch * patch;

/// One value of a token's patch; patches are stored channel-first.
float pixel(const musiq::TokenSequence& sequence, int token, int y, int x, int c) {
    return sequence.patches[token * patch_values + (static_cast<std::size_t>(c) * patch + y) * patch + x];
}

std::uint64_t fnv1a_in_pixel_order(const musiq::TokenSequence& sequence, const musiq::ScaleGrid& grid) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (int token = 0; token < grid.tokens(); ++token)
        for (int y = 0; y < patch; ++y)
            for (int x = 0; x < patch; ++x)
                for (int c = 0; c < 3; ++c) {
                    const float value = pixel(sequence, grid.first_token + token, y, x, c);
                    unsigned char bytes[4];
                    std::memcpy(bytes, &value, 4);
                    for (const unsigned char byte : bytes)
                        hash = (hash ^ byte) * 0x100000001b3ULL;
                }
    return hash;
}

void compare_rgb(const musiq::TokenSequence& sequence, int token, int y, int first_x, const json& expected,
                 double tolerance) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const float got = pixel(sequence, token, y, first_x + static_cast<int>(i / 3), static_cast<int>(i % 3));
        QVERIFY2(std::abs(got - expected[i].get<double>()) <= tolerance,
                 qPrintable(
                     QStringLiteral("token %1: %2 instead of %3").arg(token).arg(got).arg(expected[i].get<double>())));
    }
}

} // namespace

class TestMusiqTokens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sizes_and_counts_follow_the_rule_of_each_flavour();
    void hash_cells_follow_float32_arithmetic();
    void geometry_of_golden_cases_data() { add_cases(); }
    void geometry_of_golden_cases();
    void pixels_of_golden_cases_data() { add_cases(); }
    void pixels_of_golden_cases();
    void single_scale_has_only_native_tokens();

private:
    void add_cases();
};

void TestMusiqTokens::add_cases() {
    QTest::addColumn<int>("index");
    if (!test::have_shared("golden/musiq.json"))
        QSKIP("../shared/golden is not beside this checkout");
    const json cases = test::shared_json("golden/musiq.json").at("cases");
    for (std::size_t i = 0; i < cases.size(); ++i)
        QTest::newRow(test::golden_label(cases[i]).c_str()) << static_cast<int>(i);
}

void TestMusiqTokens::sizes_and_counts_follow_the_rule_of_each_flavour() {
    TOUCHSTONE_NEEDS_SHARED("golden/musiq.json");
    const json rules = test::shared_json("golden/musiq.json").at("size_rule");
    QVERIFY(rules.size() > 10);
    for (const json& rule : rules)
        for (const char* flavour : {"google", "pyiqa"}) {
            musiq::Config config;
            config.flavour = flavour == std::string("google") ? musiq::Flavour::Google : musiq::Flavour::Pyiqa;
            const auto grids = musiq::scale_grids({rule.at("width"), rule.at("height")}, config);
            const json& sizes = rule.at(std::string(flavour) + "_resized_hw");
            const json& counts = rule.at(std::string(flavour) + "_patch_counts");
            for (std::size_t s = 0; s < grids.size(); ++s) {
                if (s < sizes.size()) {
                    QCOMPARE(grids[s].scaled.height, sizes[s][0].get<int>());
                    QCOMPARE(grids[s].scaled.width, sizes[s][1].get<int>());
                }
                QCOMPARE(grids[s].tokens(), counts[s].get<int>());
            }
        }
}

void TestMusiqTokens::hash_cells_follow_float32_arithmetic() {
    TOUCHSTONE_NEEDS_SHARED("golden/musiq.json");
    const json hash_index = test::shared_json("golden/musiq.json").at("hash_index");
    QVERIFY(hash_index.size() > 10);
    for (const auto& [text, expected] : hash_index.items()) {
        const int count = std::stoi(text);
        std::vector<int> cells(10, 0), first(10, -1);
        for (int i = 0; i < count; ++i) {
            const int cell = musiq::hash_cell(i, count, 10);
            if (cells[cell]++ == 0)
                first[cell] = i;
        }
        QCOMPARE(cells, expected.at("cells").get<std::vector<int>>());
        QCOMPARE(first, expected.at("first_patch_of_cell").get<std::vector<int>>());
    }
}

void TestMusiqTokens::geometry_of_golden_cases() {
    QFETCH(int, index);
    const json expected = test::shared_json("golden/musiq.json").at("cases")[index];
    musiq::Config config;
    config.flavour = test::golden_flavour(expected);
    const auto sequence = musiq::make_tokens(test::golden_image(expected), config);
    QCOMPARE(sequence.tokens(), expected.at("tokens_valid").get<int>());
    for (std::size_t s = 0; s < sequence.scales.size(); ++s) {
        const musiq::ScaleGrid& grid = sequence.scales[s];
        QCOMPARE(grid.rows, expected.at("patch_grid_rows_cols")[s][0].get<int>());
        QCOMPARE(grid.cols, expected.at("patch_grid_rows_cols")[s][1].get<int>());
        const auto begin = sequence.hash_index.begin() + grid.first_token;
        QCOMPARE(std::vector<int>(begin, begin + grid.tokens()),
                 expected.at("hash_index_per_scale")[s].get<std::vector<int>>());
    }
}

void TestMusiqTokens::pixels_of_golden_cases() {
    QFETCH(int, index);
    const json expected = test::shared_json("golden/musiq.json").at("cases")[index];
    musiq::Config config;
    config.flavour = test::golden_flavour(expected);
    const auto sequence = musiq::make_tokens(test::golden_image(expected), config);
    for (std::size_t s = 0; s < sequence.scales.size(); ++s) {
        const musiq::ScaleGrid& grid = sequence.scales[s];
        const json& values = expected.at("patches_per_scale").at(std::to_string(s));
        double sum = 0, squares = 0;
        for (std::size_t i = 0; i < grid.tokens() * patch_values; ++i) {
            const double v = sequence.patches[grid.first_token * patch_values + i];
            sum += v;
            squares += v * v;
        }
        // Golden README: resized pixels 2e-6, native 1e-7 (printing), sums 1e-5 of sqrt(count · Σ squares).
        const double tolerance = grid.long_side == 0 ? 1e-7 : 2e-6;
        const double scale = std::sqrt(double(grid.tokens()) * patch_values * squares) + 1e-12;
        QVERIFY(std::abs(sum - values.at("sum").get<double>()) <= 1e-5 * scale);
        QVERIFY(std::abs(squares - values.at("sum_of_squares").get<double>()) <= 1e-5 * squares + 1e-6);
        compare_rgb(sequence, grid.first_token, 16, 16, values.at("first_patch_centre_rgb"), tolerance);
        compare_rgb(sequence, grid.first_token, 15, 0, values.at("first_patch_row15_first4_rgb"), tolerance);
        compare_rgb(sequence, grid.first_token + values.at("middle_patch_index").get<int>(), 16, 16,
                    values.at("middle_patch_centre_rgb"), tolerance);
        compare_rgb(sequence, grid.first_token + grid.tokens() - 1, 16, 16, values.at("last_patch_centre_rgb"),
                    tolerance);
        if (values.contains("fnv1a_of_float32_bytes_token_y_x_c"))
            QCOMPARE(QString::number(fnv1a_in_pixel_order(sequence, grid), 16).rightJustified(16, u'0'),
                     QString::fromStdString(values.at("fnv1a_of_float32_bytes_token_y_x_c")));
    }
}

void TestMusiqTokens::single_scale_has_only_native_tokens() {
    musiq::Config config;
    config.long_sides.clear();
    const auto grids = musiq::scale_grids({100, 40}, config);
    QCOMPARE(grids.size(), std::size_t{1});
    QCOMPARE(grids[0].tokens(), 4 * 2);
    QCOMPARE(grids[0].pad_left, 14);
    QCOMPARE(grids[0].pad_top, 12);
}

QTEST_GUILESS_MAIN(TestMusiqTokens)
#include "test_musiq_tokens.moc"
