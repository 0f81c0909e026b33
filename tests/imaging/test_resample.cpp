// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The resamplers against the golden vectors, and what must hold for any size.
#include <QtTest>

#include <cmath>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "engine/imaging/resample.h"
#include "tests/support/formula_images.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using namespace touchstone::imaging;
using namespace touchstone::test;

namespace {

/// float32 accumulation in another order than the reference's (golden README).
constexpr double float_tolerance = 2e-6;

RgbImage read_png(const std::string& relative) {
    const cv::Mat bgr = cv::imread(shared_path(relative), cv::IMREAD_COLOR);
    RgbImage image(Size{bgr.cols, bgr.rows});
    cv::Mat rgb(bgr.rows, bgr.cols, CV_8UC3, image.pixels.data());
    cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
    return image;
}

RgbImage formula_image(const std::string& name) {
    int width = 0, height = 0;
    const std::string kind = name.substr(0, name.find('_'));
    if (std::sscanf(name.c_str() + kind.size(), "_%dx%d", &width, &height) != 2)
        return read_png("golden/images/" + name.substr(name.rfind('/') + 1));
    return kind == "formulaA" ? formula_a(width, height) : smooth_scene(width, height);
}

LevelValues signed_levels() {
    LevelValues levels;
    for (int i = 0; i < 256; ++i)
        levels[i] = static_cast<float>(i) / 255.0f * 2.0f - 1.0f;
    return levels;
}

FloatImage to_float(const RgbImage& image) {
    const LevelValues levels = signed_levels();
    FloatImage result(image.size);
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
        result.values[i] = levels[image.pixels[i]];
    return result;
}

double largest_difference(const std::vector<float>& values, const nlohmann::json& expected) {
    if (values.size() != expected.size())
        return INFINITY;
    double largest = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        largest = std::max(largest, std::abs(values[i] - expected[i].get<double>()));
    return largest;
}

RgbImage level_of(const RgbImage& column, int level, int height) {
    RgbImage part(Size{column.size.width, height});
    std::copy_n(column.row(level * height), part.bytes(), part.pixels.data());
    return part;
}

} // namespace

class TestResample : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void float_resamplers_match_golden() {
        TOUCHSTONE_NEEDS_SHARED("golden/musiq.json");
        const nlohmann::json golden = shared_json("golden/musiq.json");
        int compared = 0;
        for (const auto& one : golden["resampler"]["cases"]) {
            const RgbImage image = formula_image(one["image"]);
            QCOMPARE(image.size.width, one["in_hw"][1].get<int>());
            const FloatImage input = to_float(image);
            const Size target{one["out_hw"][1], one["out_hw"][0]};
            const FloatImage gaussian = resize_tf_gaussian(input, target);
            const FloatImage bicubic = resize_torch_bicubic(input, target);
            QVERIFY(largest_difference(gaussian.values, one["tf_gaussian"]) <= float_tolerance);
            QVERIFY(largest_difference(bicubic.values, one["torch_bicubic"]) <= float_tolerance);
            QCOMPARE(resize_tf_gaussian(image, signed_levels(), target).values, gaussian.values);
            QCOMPARE(resize_torch_bicubic(image, signed_levels(), target).values, bicubic.values);
            ++compared;
        }
        QVERIFY(compared >= 6);
    }

    /// An impulse per channel: channel c is 1 at column c only, so that output o holds the weights themselves.
    void gaussian_taps_match_golden() {
        TOUCHSTONE_NEEDS_SHARED("golden/musiq.json");
        const nlohmann::json golden = shared_json("golden/musiq.json");
        for (const auto& one : golden["resampler"]["tf_gaussian_taps"]) {
            const int n_in = one["n_in"], n_out = one["n_out"];
            FloatImage impulses(Size{n_in, 1}, n_in);
            for (int i = 0; i < n_in; ++i)
                impulses.values[static_cast<std::size_t>(i) * n_in + i] = 1;
            const FloatImage weights = resize_tf_gaussian(impulses, Size{n_out, 1});
            for (const auto& expected : one["outputs"]) {
                const int o = expected["o"], start = expected["start"];
                const float* row = weights.values.data() + static_cast<std::size_t>(o) * n_in;
                double sum = 0;
                for (std::size_t t = 0; t < expected["weights"].size(); ++t) {
                    const double weight = start + static_cast<int>(t) < n_in ? row[start + t] : 0.0;
                    QVERIFY(std::abs(weight - expected["weights"][t].get<double>()) <= float_tolerance);
                    sum += weight;
                }
                QVERIFY(std::abs(sum - 1) <= float_tolerance);
            }
        }
    }

    void pillow_bicubic_halves_are_identical() {
        TOUCHSTONE_NEEDS_SHARED("golden/reiqa.json");
        const nlohmann::json golden = shared_json("golden/reiqa.json");
        for (const auto& one : golden["cases"]) {
            const RgbImage image = formula_image(one["image"]);
            const RgbImage expected = read_png("golden/" + one["half_image"].get<std::string>());
            const Size half{one["half_wh"][0], one["half_wh"][1]};
            QCOMPARE(resize_pillow(image, half, PillowFilter::Bicubic).pixels, expected.pixels);
        }
    }

    void pillow_filters_are_identical_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("filter");
        QTest::newRow("nearest") << "nearest" << static_cast<int>(PillowFilter::Nearest);
        QTest::newRow("bilinear") << "bilinear" << static_cast<int>(PillowFilter::Bilinear);
        QTest::newRow("bicubic") << "bicubic" << static_cast<int>(PillowFilter::Bicubic);
        QTest::newRow("lanczos") << "lanczos" << static_cast<int>(PillowFilter::Lanczos);
    }

    /// Down by the factor and up again, as the distortion bank does it.
    void pillow_filters_are_identical() {
        TOUCHSTONE_NEEDS_SHARED("golden/distortions/expected.json");
        QFETCH(QString, name);
        QFETCH(int, filter);
        const auto kind = static_cast<PillowFilter>(filter);
        const nlohmann::json golden = shared_json("golden/distortions/expected.json");
        int compared = 0;
        for (const auto& one : golden["deterministic"]) {
            if (one["name"] != "resize_" + name.toStdString())
                continue;
            for (const auto& [input, file] : one["outputs"].items()) {
                const RgbImage image = read_png("golden/distortions/in_" + input + ".png");
                const RgbImage expected = read_png("golden/distortions/" + file.get<std::string>());
                for (int level = 0; level < 5; ++level) {
                    const int factor = one["levels"][level];
                    const Size small{image.size.width / factor, image.size.height / factor};
                    const RgbImage result = resize_pillow(resize_pillow(image, small, kind), image.size, kind);
                    QCOMPARE(result.pixels, level_of(expected, level, image.size.height).pixels);
                    ++compared;
                }
            }
        }
        QCOMPARE(compared, 10);
    }

    void same_size() {
        const RgbImage image = formula_a(33, 31);
        QCOMPARE(resize_pillow(image, image.size, PillowFilter::Bicubic).pixels, image.pixels);
        QCOMPARE(shrink_area_average(image, 33).pixels, image.pixels);
        // TensorFlow never skips: the Gaussian blurs at the same size, too.
        QVERIFY(resize_tf_gaussian(to_float(image), image.size).values != to_float(image).values);
        QCOMPARE(resize_torch_bicubic(to_float(image), image.size).values, to_float(image).values);
    }

    void one_pixel_pictures() {
        RgbImage dot(Size{1, 1});
        dot.pixels = {7, 130, 255};
        for (const PillowFilter filter :
             {PillowFilter::Nearest, PillowFilter::Bilinear, PillowFilter::Bicubic, PillowFilter::Lanczos}) {
            const RgbImage grown = resize_pillow(dot, Size{5, 3}, filter);
            for (std::size_t i = 0; i < grown.pixels.size(); ++i)
                QCOMPARE(grown.pixels[i], dot.pixels[i % 3]);
        }
        const FloatImage grown = resize_tf_gaussian(to_float(dot), Size{4, 4});
        QVERIFY(std::abs(grown.values[0] - to_float(dot).values[0]) <= float_tolerance);
    }

    void area_average_of_whole_blocks_is_their_mean() {
        const RgbImage image = formula_a(96, 64);
        const RgbImage small = shrink_area_average(image, 24);
        QCOMPARE(small.size, (Size{24, 16}));
        for (int y = 0; y < 16; ++y)
            for (int x = 0; x < 72; ++x) {
                int sum = 8; // half of 16, so that the division rounds
                for (int j = 0; j < 4; ++j)
                    for (int i = 0; i < 4; ++i)
                        sum += image.row(4 * y + j)[3 * (4 * (x / 3) + i) + x % 3];
                QCOMPARE(static_cast<int>(small.row(y)[x]), sum / 16);
            }
    }

    void area_average_with_partial_samples() {
        RgbImage image(Size{3, 1});
        image.pixels = {0, 0, 0, 90, 90, 90, 255, 255, 255};
        const RgbImage small = shrink_area_average(image, 2);
        QCOMPARE(small.size, (Size{2, 1}));
        QCOMPARE(static_cast<int>(small.pixels[0]), 30);  // (0 + 90/2) / 1.5
        QCOMPARE(static_cast<int>(small.pixels[3]), 200); // (90/2 + 255) / 1.5
    }

    /// Against whole numbers added up cell by cell, for sizes with every kind of partial sample.
    void area_average_into_any_size_is_exact() {
        const RgbImage image = formula_a(37, 23);
        for (const Size target : {Size{37, 23}, Size{36, 22}, Size{19, 23}, Size{37, 5}, Size{7, 11}, Size{1, 1}}) {
            const RgbImage small = shrink_area_average(image, target);
            QCOMPARE(small.size, target);
            const auto shared = [](int out, int in, int n_out, int n_in) { // of a sample and a cell, in 1/n_out samples
                return std::max(0, std::min((out + 1) * n_in, (in + 1) * n_out) - std::max(out * n_in, in * n_out));
            };
            for (int y = 0; y < target.height; ++y)
                for (int x = 0; x < 3 * target.width; ++x) {
                    std::int64_t sum = image.size.pixels() / 2;
                    for (int j = 0; j < image.size.height; ++j)
                        for (int i = 0; i < image.size.width; ++i)
                            sum += std::int64_t{shared(y, j, target.height, image.size.height)} *
                                   shared(x / 3, i, target.width, image.size.width) * image.row(j)[3 * i + x % 3];
                    QCOMPARE(static_cast<std::int64_t>(small.row(y)[x]), sum / image.size.pixels());
                }
        }
    }

    void area_average_keeps_a_strip_one_pixel_high() {
        const RgbImage small = shrink_area_average(formula_a(4000, 3), 100);
        QCOMPARE(small.size, (Size{100, 1}));
    }
};

QTEST_APPLESS_MAIN(TestResample)
#include "test_resample.moc"
