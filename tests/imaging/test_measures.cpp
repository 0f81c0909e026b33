// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Each technical measure follows its own fault, step by step, and keeps to its definition on made pictures.
#include <QtTest>

#include <cmath>
#include <random>

#include "engine/imaging/decode.h"
#include "engine/imaging/measures.h"
#include "tests/support/formula_images.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using namespace touchstone::imaging;
using namespace touchstone::test;

namespace {

using Value = double (*)(const Measures&);

Measures of_file(const std::string& name) {
    const auto photo = decode_file(shared_path("photos/" + name), {});
    return photo ? measure(photo->image) : Measures{};
}

RgbImage flat(int width, int height, std::uint8_t level) {
    RgbImage image(Size{width, height});
    std::fill(image.pixels.begin(), image.pixels.end(), level);
    return image;
}

/// Fails, naming the step, when the values along `names` do not all rise.
void rises(const std::vector<std::string>& names, Value value) {
    double before = -1;
    for (const std::string& name : names) {
        const double now = value(of_file(name));
        QVERIFY2(now > before, qPrintable(QStringLiteral("%1: %2 after %3").arg(name.c_str()).arg(now).arg(before)));
        before = now;
    }
}

std::vector<std::string> made(const std::string& scene, const std::string& kind,
                              const std::vector<std::string>& steps) {
    std::vector<std::string> names;
    for (const std::string& step : steps)
        names.push_back("graded_made/" + scene + (step == "0" ? "_0_clean.jpg" : "_" + kind + "_" + step + ".jpg"));
    return names;
}

double sharpness(const Measures& m) {
    return m.sharpness;
}
double peak_sharpness(const Measures& m) {
    return m.peak_sharpness;
}
double noise(const Measures& m) {
    return m.noise_sigma;
}
double blockiness(const Measures& m) {
    return m.blockiness;
}
double mean_luma(const Measures& m) {
    return m.mean_luma;
}
double contrast(const Measures& m) {
    return m.contrast;
}
double highlights(const Measures& m) {
    return m.clipped_highlights;
}
double shadows(const Measures& m) {
    return m.clipped_shadows;
}

} // namespace

class TestMeasures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void graded_sets_of_two_scenes() {
        TOUCHSTONE_NEEDS_SHARED("photos/graded_made");
        const std::vector<std::string> worst_first{"4", "3", "2", "1", "0"}, best_first{"0", "1", "2", "3", "4"};
        for (const std::string scene : {"k04", "k13"}) {
            for (const std::string blur : {"defocus", "motion"}) {
                rises(made(scene, blur, worst_first), sharpness);
                rises(made(scene, blur, worst_first), peak_sharpness);
            }
            rises(made(scene, "noise", best_first), noise);
            rises(made(scene, "jpeg", best_first), blockiness);
            rises(made(scene, "ev", {"-3", "-2", "-1", "0", "+1", "+2"}), mean_luma);
            rises(made(scene, "ev", {"-3", "-2", "-1", "0"}), contrast);
            rises(made(scene, "ev", {"0", "+1", "+2"}), highlights);
        }
    }

    void graded_set_of_a_large_photo() {
        TOUCHSTONE_NEEDS_SHARED("photos/graded_digikam");
        const std::string at = "graded_digikam/test_";
        rises({at + "blurred_9.jpg", at + "blurred_3.jpg", at + "compressed_7.jpg"}, sharpness);
        rises({at + "compressed_7.jpg", at + "compressed_4.jpg", at + "compressed_1.jpg"}, blockiness);
        rises({at + "underexposed_1.jpg", at + "underexposed_3.jpg", at + "compressed_7.jpg", at + "overexposed_9.jpg"},
              mean_luma);
        rises({at + "compressed_7.jpg", at + "overexposed_9.jpg"}, highlights);
        rises({at + "compressed_7.jpg", at + "underexposed_3.jpg", at + "underexposed_1.jpg"}, shadows);
    }

    void noise_does_not_count_as_sharpness() {
        TOUCHSTONE_NEEDS_SHARED("photos/graded_made");
        // Noise of sigma 25 alone would add a gradient of 17 levels; what is left of it is within a tenth of the clean.
        for (const std::string scene : {"k04", "k13"}) {
            const double clean = of_file("graded_made/" + scene + "_0_clean.jpg").sharpness;
            const double noisy = of_file("graded_made/" + scene + "_noise_3.jpg").sharpness;
            QVERIFY(std::abs(noisy - clean) < 0.1 * clean);
        }
    }

    void known_noise_on_a_flat_picture() {
        std::mt19937 random(1);
        for (const double sigma : {2.0, 6.0, 15.0}) {
            RgbImage image = flat(512, 384, 0);
            std::normal_distribution<double> normal(120, sigma);
            for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
                const double level = std::clamp(std::round(normal(random)), 0.0, 255.0);
                image.pixels[i] = image.pixels[i + 1] = image.pixels[i + 2] = static_cast<std::uint8_t>(level);
            }
            const Measures m = measure(image);
            // The 20th percentile of tiles of 4096 samples lies about 2 % low; rounding adds 0.29 levels of noise.
            QVERIFY(std::abs(m.noise_sigma - sigma) < 0.05 * sigma + 0.05);
            QVERIFY(std::abs(m.contrast - sigma) < 0.03 * sigma + 0.05);
            QVERIFY(m.blockiness < 0.2 * sigma);
        }
    }

    void a_ramp_has_the_gradient_it_is_made_of() {
        RgbImage image(Size{120, 100});
        for (int y = 0; y < 100; ++y)
            for (int x = 0; x < 360; ++x)
                image.row(y)[x] = static_cast<std::uint8_t>(2 * (x / 3));
        const Measures m = measure(image);
        QVERIFY(std::abs(m.sharpness - 2) < 1e-3); // float32 luma
        QVERIFY(m.noise_sigma < 1e-3);
        QVERIFY(m.blockiness < 1e-3);
        QVERIFY(std::abs(m.mean_luma - 119) < 1e-2);
        QCOMPARE(m.tile_rows, 2);
        QCOMPARE(m.tile_columns, 2);
        QCOMPARE(m.tile_sharpness.size(), std::size_t{4});
    }

    void blocks_are_found_at_any_phase() {
        for (const int shift : {0, 3, 7}) {
            RgbImage image(Size{160, 128});
            for (int y = 0; y < 128; ++y)
                for (int x = 0; x < 480; ++x) {
                    const bool odd = (((x / 3 + shift) / 8) + ((y + shift) / 8)) % 2 == 1;
                    image.row(y)[x] = odd ? 110 : 100;
                }
            QVERIFY(measure(image).blockiness > 9); // steps of ten levels, less their own neighbours' share
        }
    }

    void clipping() {
        RgbImage image = flat(100, 100, 128);
        std::fill_n(image.pixels.begin(), 3 * 1000, std::uint8_t{0});
        for (int i = 2000; i < 4000; ++i)
            image.pixels[3 * i] = 255; // one channel is enough
        const Measures m = measure(image);
        QCOMPARE(m.clipped_shadows, 0.1);
        QCOMPARE(m.clipped_highlights, 0.2);
    }

    void tiny_and_flat_pictures() {
        for (const Size size : {Size{1, 1}, Size{2, 2}, Size{1, 2000}, Size{2000, 1}, Size{3, 3}, Size{65, 64}}) {
            const Measures m = measure(flat(size.width, size.height, 77));
            for (const Value value : {sharpness, peak_sharpness, noise, blockiness, contrast, highlights, shadows})
                QVERIFY(value(m) >= 0 && value(m) < 0.01);
            QVERIFY(std::abs(m.mean_luma - 77) < 0.01);
            QCOMPARE(m.tile_sharpness.size(), static_cast<std::size_t>(m.tile_rows) * m.tile_columns);
        }
    }
};

QTEST_GUILESS_MAIN(TestMeasures)
#include "test_measures.moc"
