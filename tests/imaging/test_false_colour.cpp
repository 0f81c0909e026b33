// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QtTest>

#include <cmath>

#include "engine/imaging/decode.h"
#include "engine/imaging/encode.h"
#include "engine/imaging/false_colour.h"
#include "tests/support/formula_images.h"

using namespace touchstone;
using namespace touchstone::imaging;
using namespace touchstone::test;

namespace {

double lightness(const std::array<std::uint8_t, 3>& colour) {
    const auto linear = [](std::uint8_t v) { return std::pow(v / 255.0, 2.2); };
    return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
}

std::array<std::uint8_t, 4> pixel(const RgbaImage& image, int x, int y) {
    const std::uint8_t* p = image.row(y) + 4 * x;
    return {p[0], p[1], p[2], p[3]};
}

} // namespace

class TestFalseColour : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ramps_rise_in_lightness() {
        for (const Ramp ramp : {Ramp::Cividis, Ramp::Viridis, Ramp::Grey}) {
            double before = -1;
            for (int i = 0; i <= 50; ++i) {
                const double now = lightness(ramp_colour(ramp, i / 50.0));
                QVERIFY(now > before);
                before = now;
            }
            QCOMPARE(ramp_colour(ramp, -3), ramp_colour(ramp, 0));
            QCOMPARE(ramp_colour(ramp, 7), ramp_colour(ramp, 1));
            QCOMPARE(ramp_colour(ramp, NAN), ramp_colour(ramp, 0));
        }
        QCOMPARE(ramp_colour(Ramp::Grey, 0.5)[0], std::uint8_t{128});
    }

    void the_diverging_ramp_is_light_at_zero_and_equally_dark_on_both_sides() {
        for (int i = 0; i < 25; ++i) {
            const auto below = ramp_colour(Ramp::Diverging, i / 50.0),
                       above = ramp_colour(Ramp::Diverging, 1 - i / 50.0);
            // Stops were matched in L*; 0.02 of the luminance is what straight lines between them leave.
            QVERIFY(std::abs(lightness(below) - lightness(above)) < 0.02);
            QVERIFY(lightness(below) < lightness(ramp_colour(Ramp::Diverging, (i + 1) / 50.0)) + 0.02);
            QVERIFY(below[0] > below[2] && above[2] > above[0]); // orange below, blue above
        }
        const RgbaImage map = render_map({-2, 0, 2}, 1, 3, Ramp::Diverging, 2);
        for (int x = 0; x < 3; ++x) {
            const auto colour = ramp_colour(Ramp::Diverging, x / 2.0);
            QCOMPARE(pixel(map, x, 0), (std::array<std::uint8_t, 4>{colour[0], colour[1], colour[2], 255}));
        }
    }

    void cells_lie_where_the_geometry_says() {
        const std::vector<float> weights{0, 1, 2, 4};
        const MapGeometry centred{-1, -1, 4, 4}; // one pixel of padding on every side of 6 x 6
        const RgbaImage map = render_map(weights, 2, 2, Ramp::Grey, 4, MapDrawing::Cells, Size{6, 6}, centred);
        QCOMPARE(pixel(map, 0, 0), (std::array<std::uint8_t, 4>{0, 0, 0, 255}));
        QCOMPARE(pixel(map, 2, 2), (std::array<std::uint8_t, 4>{0, 0, 0, 255}));
        QCOMPARE(pixel(map, 3, 2), (std::array<std::uint8_t, 4>{64, 64, 64, 255}));
        QCOMPARE(pixel(map, 2, 3), (std::array<std::uint8_t, 4>{128, 128, 128, 255}));
        QCOMPARE(pixel(map, 5, 5), (std::array<std::uint8_t, 4>{255, 255, 255, 255}));
        const MapGeometry small{0, 0, 2, 2};
        const RgbaImage part = render_map(weights, 2, 2, Ramp::Grey, 4, MapDrawing::Cells, Size{6, 6}, small);
        QCOMPARE(pixel(part, 5, 0)[3], std::uint8_t{0});
    }

    void smooth_drawing_meets_the_cells_at_their_centres() {
        const std::vector<float> weights{0, 1, 1, 0, 0.5f, 1};
        const Size size{33, 22}; // cells of 11 x 11: a pixel lies on each centre
        const MapGeometry whole = stretched_over(size, 2, 3);
        const RgbaImage cells = render_map(weights, 2, 3, Ramp::Viridis, 1, MapDrawing::Cells, size, whole);
        const RgbaImage smooth = render_map(weights, 2, 3, Ramp::Viridis, 1, MapDrawing::Smooth, size, whole);
        for (int row = 0; row < 2; ++row)
            for (int column = 0; column < 3; ++column)
                QCOMPARE(pixel(smooth, 11 * column + 5, 11 * row + 5), pixel(cells, 11 * column + 5, 11 * row + 5));
        QVERIFY(smooth.pixels != cells.pixels);
        QCOMPARE(render_map(weights, 2, 3, Ramp::Viridis, 1).size, (Size{3, 2}));
    }

    void missing_values_and_an_empty_scale() {
        const RgbaImage map = render_map({NAN, 1}, 1, 2, Ramp::Cividis, 0);
        QCOMPARE(pixel(map, 0, 0)[3], std::uint8_t{0});
        QCOMPARE(pixel(map, 1, 0)[3], std::uint8_t{255});
    }

    void overlay_mixes_by_opacity() {
        RgbImage photo(Size{2, 1});
        photo.pixels = {100, 100, 100, 50, 60, 70};
        const RgbaImage map = render_map({1, NAN}, 1, 2, Ramp::Grey, 1);
        QCOMPARE(overlay(photo, map, 0).pixels, photo.pixels);
        QCOMPARE(overlay(photo, map, 0.5).pixels, (std::vector<std::uint8_t>{178, 178, 178, 50, 60, 70}));
        QCOMPARE(overlay(photo, map, 1).pixels, (std::vector<std::uint8_t>{255, 255, 255, 50, 60, 70}));
    }

    void png_keeps_every_byte() {
        const RgbImage image = formula_a(77, 31);
        const auto bytes = encode_png(image);
        QVERIFY(bytes.has_value());
        const auto photo = decode(*bytes, {}, "made.png");
        QVERIFY(photo.has_value());
        QCOMPARE(photo->format, std::string("png"));
        QCOMPARE(photo->image.pixels, image.pixels);
        // Transparent cells come back white, the others unchanged.
        const auto map = encode_png(render_map({0.25f, NAN}, 1, 2, Ramp::Grey, 1));
        QVERIFY(map.has_value());
        QCOMPARE(decode(*map, {}, "map.png")->image.pixels, (std::vector<std::uint8_t>{64, 64, 64, 255, 255, 255}));
    }

    void jpeg_is_near_and_smaller_with_less_quality() {
        const RgbImage image = smooth_scene(320, 240);
        const auto good = encode_jpeg(image, 95), poor = encode_jpeg(image, 10);
        QVERIFY(good && poor && poor->size() < good->size());
        const auto photo = decode(*good, {}, "made.jpg");
        QVERIFY(photo.has_value());
        double sum = 0;
        for (std::size_t i = 0; i < image.pixels.size(); ++i)
            sum += std::abs(int{image.pixels[i]} - int{photo->image.pixels[i]});
        QVERIFY(sum / static_cast<double>(image.pixels.size()) < 2); // levels, at quality 95
    }

    void pictures_that_cannot_be_written() {
        QVERIFY(!encode_png(RgbImage{}));
        const auto wide = encode_jpeg(RgbImage(Size{70'000, 1}), 90);
        QVERIFY(!wide && wide.error().code == ErrorCode::BadInput);
        QVERIFY(encode_png(RgbImage(Size{70'000, 1})).has_value());
    }
};

QTEST_GUILESS_MAIN(TestFalseColour)
#include "test_false_colour.moc"
