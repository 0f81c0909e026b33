// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The distortion bank against the golden pictures, and what must hold for its own random numbers.
#include <QtTest>

#include <array>
#include <cmath>
#include <map>
#include <set>

#include "engine/imaging/decode.h"
#include "engine/imaging/distortions/distortions.h"
#include "engine/imaging/distortions/kinds.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_weights.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using namespace touchstone::imaging;
using namespace touchstone::imaging::distortions;
using namespace touchstone::test;

namespace {

/// The golden vectors' numbers: generator(name) has unit variance after √3, and is uniform after (v + 1)/2.
class GoldenNumbers final : public RandomNumbers {
public:
    using RandomNumbers::uniform;
    void normal(const std::string& name, std::uint64_t first, std::span<float> out) const override {
        const std::vector<float>& values = stream(name);
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = static_cast<float>(std::sqrt(3.0) * values[first + i]);
    }
    void uniform(const std::string& name, std::uint64_t first, std::span<double> out) const override {
        const std::vector<float>& values = stream(name);
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = (static_cast<double>(values[first + i]) + 1) / 2;
    }

private:
    const std::vector<float>& stream(const std::string& name) const {
        std::vector<float>& values = streams_[name];
        if (values.empty())
            values = generator(name, 1 << 15);
        return values;
    }
    mutable std::map<std::string, std::vector<float>> streams_;
};

RgbImage read_golden(const std::string& file) {
    const auto photo = decode_file(shared_path("golden/distortions/" + file), {});
    if (!photo)
        qFatal("%s", photo.error().message().c_str());
    return photo->image;
}

struct Difference {
    int largest = 0;
    double share = 0; ///< of the samples that differ, without those that the operation left as they were: there the
                      ///< exact result is a whole number, and cutting it to 8 bit is a toss-up
    double share_over_one = 0;
};

/// `expected` holds five levels one below the other.
Difference difference(const RgbImage& photo, const RgbImage& given, const RgbImage& expected, int level) {
    Difference result;
    int differing = 0, far = 0;
    for (int y = 0; y < given.size.height; ++y)
        for (int i = 0; i < 3 * given.size.width; ++i) {
            const int wanted = expected.row(y + level * given.size.height)[i];
            const int d = std::abs(given.row(y)[i] - wanted);
            result.largest = std::max(result.largest, d);
            differing += d > 0 && std::abs(photo.row(y)[i] - wanted) > 1;
            far += d > 1;
        }
    const double samples = static_cast<double>(given.size.pixels()) * 3;
    result.share = differing / samples;
    result.share_over_one = far / samples;
    return result;
}

/// One golden entry's operation at a level's strength; nothing when the entry is of another kind of test.
std::optional<RgbImage> operation(const std::string& name, const std::string& variant, const RgbImage& photo,
                                  double strength, int level) {
    static const std::array<std::pair<int, int>, 5> shifts{{{1, 1}, {2, 2}, {4, 5}, {5, 6}, {7, 10}}};
    const auto shift = shifts[static_cast<std::size_t>(level)];
    const GoldenNumbers numbers;
    const int count = static_cast<int>(strength);
    if (name == "gaussian_blur")
        return pillow_gaussian_blur(photo, strength);
    if (name == "lens_blur")
        return lens_blur(photo, strength);
    if (name == "color_diffusion")
        return colour_diffusion(photo, strength);
    if (name == "color_shift")
        return colour_shift(photo, shift, variant == "as_published");
    if (name == "saturation_hsv")
        return saturation_hsv(photo, strength);
    if (name == "saturation_lab")
        return saturation_lab(photo, strength);
    if (name == "brighten")
        return brighten(photo, strength);
    if (name == "darken")
        return darken(photo, strength);
    if (name == "mean_shift")
        return mean_shift(photo, strength);
    if (name == "sharpen")
        return sharpen(photo, strength,
                       variant == "as_published"   ? Sharpening::Published
                       : variant == "as_described" ? Sharpening::Described
                                                   : Sharpening::Kadid);
    if (name == "contrast")
        return contrast(photo, strength);
    if (name == "pixelate")
        return pixelate(photo, strength);
    if (name == "motion_blur_vertical" || name == "motion_blur_horizontal")
        return axis_motion_blur(photo, count, name == "motion_blur_vertical");
    if (name.starts_with("motion_blur_"))
        return motion_blur(photo, strength, std::stod(name.substr(12)));
    if (name == "white_noise")
        return white_noise(photo, strength, numbers);
    if (name == "ycbcr_noise")
        return ycbcr_noise(photo, strength, numbers);
    if (name == "multiplicative_noise")
        return multiplicative_noise(photo, strength, numbers);
    if (name == "impulse_noise")
        return impulse_noise(photo, strength, numbers);
    if (name == "denoise_gaussian3" || name == "denoise_box2")
        return denoise(photo, strength, name == "denoise_gaussian3", numbers);
    if (name == "color_block")
        return colour_block(photo, count, numbers);
    if (name == "patch_displacement")
        return patch_displacement(photo, count, numbers);
    if (name == "jitter")
        return jitter(photo, strength, numbers);
    // The rest is the same through the public function, in the bank that has it.
    const auto kind = distortion_from_name(name);
    if (!kind)
        return std::nullopt;
    const DistortionBank bank = variant == "kadid" ? DistortionBank::Kadid : DistortionBank::Published;
    const auto result = distort(photo, *kind, level + 1, bank, numbers);
    return result ? std::optional(*result) : std::nullopt;
}

/// The golden file's words for a tolerance.
void judge(const Difference& d, const std::string& tolerance) {
    if (tolerance.starts_with("identical"))
        QCOMPARE(d.largest, 0);
    else if (tolerance.starts_with("at most 2"))
        QVERIFY2(d.largest <= 2, qPrintable(QString::number(d.largest)));
    else if (tolerance.starts_with("at most 1 level apart in 98"))
        QVERIFY2(d.share_over_one <= 0.02, qPrintable(QString::number(d.share_over_one)));
    else
        QVERIFY2(d.largest <= 1, qPrintable(QString::number(d.largest)));
}

RgbImage flat(int width, int height, std::uint8_t level) {
    RgbImage image(Size{width, height});
    std::fill(image.pixels.begin(), image.pixels.end(), level);
    return image;
}

struct Moments {
    double mean = 0, variance = 0;
};
Moments moments(const RgbImage& image, int channel) {
    double sum = 0, squares = 0;
    for (std::size_t i = static_cast<std::size_t>(channel); i < image.pixels.size(); i += 3) {
        sum += image.pixels[i];
        squares += double{1} * image.pixels[i] * image.pixels[i];
    }
    const double n = static_cast<double>(image.size.pixels());
    return {sum / n, squares / n - sum / n * (sum / n)};
}

double mean_difference(const RgbImage& a, const RgbImage& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        sum += std::abs(a.pixels[i] - b.pixels[i]);
    return sum / static_cast<double>(a.pixels.size());
}

} // namespace

class TestDistortions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { imaging::initialise(); }

    void golden_data() {
        QTest::addColumn<QString>("list");
        QTest::addColumn<int>("entry");
        if (!have_shared("golden/distortions/expected.json"))
            return;
        const auto expected = shared_json("golden/distortions/expected.json");
        for (const char* list : {"deterministic", "random_with_given_numbers"})
            for (std::size_t i = 0; i < expected.at(list).size(); ++i) {
                const auto entry = expected.at(list)[i];
                const QString name = QString::fromStdString(entry.at("name").get<std::string>());
                const QString variant = QString::fromStdString(entry.value("variant", std::string("given")));
                QTest::newRow(qPrintable(name + u' ' + variant)) << QString::fromLatin1(list) << static_cast<int>(i);
            }
    }
    void golden() {
        TOUCHSTONE_NEEDS_SHARED("golden/distortions/expected.json");
        QFETCH(QString, list);
        QFETCH(int, entry);
        const auto expected = shared_json("golden/distortions/expected.json");
        const auto one = expected.at(list.toStdString())[static_cast<std::size_t>(entry)];
        const auto levels = one.at("levels").get<std::vector<double>>();
        const auto tolerance = one.value("tolerance", std::string());
        // "Identical" entries state no share; a share is stated for double precision, which this is.
        const double share = one.value("expected_fraction_differing_in_double_precision_at_most",
                                       tolerance.starts_with("identical") ? 0.0 : 1.0);
        for (const char* input : {"photo", "synthetic"}) {
            const RgbImage photo = read_golden(std::string("in_") + input + ".png");
            const RgbImage wanted = read_golden(one.at("outputs").at(input).get<std::string>());
            QCOMPARE(wanted.size, (Size{photo.size.width, 5 * photo.size.height}));
            double differing = 0;
            for (int level = 0; level < 5; ++level) {
                const auto given = operation(one.at("name").get<std::string>(), one.value("variant", std::string()),
                                             photo, levels[static_cast<std::size_t>(level)], level);
                QVERIFY(given.has_value());
                const Difference d = difference(photo, *given, wanted, level);
                differing += d.share / 5;
                judge(d, tolerance);
                if (QTest::currentTestFailed())
                    QFAIL(qPrintable(QStringLiteral("%1, level %2").arg(QLatin1String(input)).arg(level)));
            }
            QVERIFY2(differing <= share, qPrintable(QString::number(differing)));
        }
    }

    void theBanksStrengthsAreTheGoldenOnes() {
        TOUCHSTONE_NEEDS_SHARED("golden/distortions/expected.json");
        const auto expected = shared_json("golden/distortions/expected.json");
        int compared = 0;
        for (const char* list : {"deterministic", "random_with_given_numbers"})
            for (const auto& entry : expected.at(list)) {
                const auto kind = distortion_from_name(entry.at("name").get<std::string>());
                const auto variant = entry.value("variant", std::string("as_published"));
                if (!kind || variant == "as_described")
                    continue;
                const DistortionBank bank = variant == "kadid" ? DistortionBank::Kadid : DistortionBank::Published;
                for (int level = 1; level <= 5; ++level, ++compared)
                    QCOMPARE(distortion_strength(*kind, level, bank),
                             entry.at("levels")[static_cast<std::size_t>(level - 1)].get<double>());
            }
        QVERIFY(compared >= 100);
    }

    void kernels() {
        TOUCHSTONE_NEEDS_SHARED("golden/distortions/disk_kernels.json");
        const auto disks = shared_json("golden/distortions/disk_kernels.json");
        for (const auto& [radius, disk] : disks.items())
            compare(disk_kernel(std::stod(radius)), disk.at("size"), disk.at("values_before_normalising"));
        const auto motions = shared_json("golden/distortions/motion_kernels.json");
        constexpr std::array<double, 5> lengths{1, 2, 4, 6, 10};
        for (const auto& [angle, kernels] : motions.items())
            for (std::size_t level = 0; level < 5; ++level)
                compare(motion_kernel(lengths[level], std::stod(angle)), kernels[level].at("size"),
                        kernels[level].at("values"));
    }

    void theBanks() {
        QCOMPARE(distortion_kinds(DistortionBank::Kadid).size(), std::size_t{25});
        QCOMPARE(distortion_kinds(DistortionBank::Published).size(), std::size_t{26});
        std::set<std::string_view> names;
        for (const DistortionBank bank : {DistortionBank::Kadid, DistortionBank::Published})
            for (const Distortion kind : distortion_kinds(bank)) {
                names.insert(distortion_name(kind));
                QCOMPARE(distortion_from_name(distortion_name(kind)).value(), kind);
            }
        QCOMPARE(names.size(), std::size_t{29});
        QVERIFY(!distortion_from_name("vignette"));
        QCOMPARE(bank_from_name("published").value(), DistortionBank::Published);
    }

    void whatDoesNotExistIsRefused() {
        const RgbImage photo = formula_a(40, 40);
        const SeededNumbers numbers(1);
        QVERIFY(!distort(photo, Distortion::Contrast, 0, DistortionBank::Kadid, numbers));
        QVERIFY(!distort(photo, Distortion::Contrast, 6, DistortionBank::Kadid, numbers));
        const auto other = distort(photo, Distortion::ResizeNearest, 1, DistortionBank::Kadid, numbers);
        QVERIFY(!other);
        QVERIFY(other.error().what.find("resize_nearest") != std::string::npos);
        QVERIFY(!distort(RgbImage(), Distortion::Contrast, 1, DistortionBank::Kadid, numbers));
        QVERIFY(distort_pixels(photo, Distortion::Jpeg, 1, DistortionBank::Kadid, numbers).error().code ==
                ErrorCode::UnsupportedFormat);
    }

    void everyKindKeepsTheSizeOfOddPhotosAndHangsOnTheSeedAlone() {
        for (const Size size : {Size{1, 1}, Size{3, 50}, Size{70, 33}}) {
            const RgbImage photo = formula_b(size.width, size.height);
            for (const DistortionBank bank : {DistortionBank::Kadid, DistortionBank::Published})
                for (const Distortion kind : distortion_kinds(bank))
                    for (const int level : {1, 5}) {
                        const auto first = distort(photo, kind, level, bank, SeededNumbers(7));
                        const auto again = distort(photo, kind, level, bank, SeededNumbers(7));
                        const std::string name(distortion_name(kind));
                        QVERIFY2(first.has_value(), first ? "" : (name + first.error().message()).c_str());
                        QVERIFY2(first->size == size, name.c_str());
                        QVERIFY2(first->pixels == again->pixels, name.c_str());
                    }
        }
        const RgbImage photo = formula_a(64, 64);
        QVERIFY(distort(photo, Distortion::WhiteNoise, 3, DistortionBank::Kadid, SeededNumbers(1))->pixels !=
                distort(photo, Distortion::WhiteNoise, 3, DistortionBank::Kadid, SeededNumbers(2))->pixels);
    }

    void drawsThatChangeNothingAreKnown() {
        const RgbImage photo = smooth_scene(96, 64);
        for (const Distortion kind : distortion_kinds(DistortionBank::Kadid))
            for (int level = 1; level <= 5; ++level) {
                const auto result = distort(photo, kind, level, DistortionBank::Kadid, SeededNumbers(3));
                const double changed = mean_difference(photo, *result);
                // A length-1 motion is no motion, and jitter of a twentieth of a pixel moves a smooth scene little:
                // those are weak, not identities by definition.
                if (is_nearly_identity(kind, level))
                    QVERIFY2(changed < 1.0, distortion_name(kind).data());
            }
        QVERIFY(is_nearly_identity(Distortion::MeanShift, 3) && !is_nearly_identity(Distortion::MeanShift, 1));
    }

    // -- statistics of the own random numbers (golden expected.json, "random_statistics") --------------------------

    void numbersDoNotHangOnHowTheyAreAskedFor() {
        const SeededNumbers numbers(11);
        std::vector<float> all(101), piece(33);
        numbers.normal("x", 0, all);
        for (std::size_t first : {std::size_t{0}, std::size_t{1}, std::size_t{34}, std::size_t{67}}) {
            numbers.normal("x", first, piece);
            QVERIFY(std::equal(piece.begin(), piece.end(), all.begin() + static_cast<std::ptrdiff_t>(first)));
        }
        std::vector<float> other(101);
        numbers.normal("y", 0, other);
        QVERIFY(other != all);
    }

    void noiseHasItsVariance() {
        const RgbImage grey = flat(256, 256, 128);
        for (int level = 1; level <= 5; ++level) {
            const double variance = distortion_strength(Distortion::WhiteNoise, level, DistortionBank::Kadid);
            expect(white_noise(grey, variance, SeededNumbers(5)), 255 * 255 * variance + 1.0 / 12, "white");
            const double factor = distortion_strength(Distortion::MultiplicativeNoise, level, DistortionBank::Kadid);
            expect(multiplicative_noise(grey, factor, SeededNumbers(6)), 128 * 128 * factor + 1.0 / 12, "mult",
                   level == 5 ? 0.1 : 0.04); // at .05 some samples reach 255
        }
        // Per channel, from the rows of the inverse YCbCr matrix.
        constexpr std::array<double, 3> gain{253798.0, 141116.0, 352762.0};
        for (int level = 1; level <= 5; ++level) {
            const double variance = distortion_strength(Distortion::YcbcrNoise, level, DistortionBank::Kadid);
            const RgbImage noisy = ycbcr_noise(grey, variance, SeededNumbers(7));
            for (int c = 0; c < 3; ++c) {
                const double wanted = gain[static_cast<std::size_t>(c)] * variance + 1.0 / 12;
                QVERIFY(std::abs(moments(noisy, c).variance / wanted - 1) < 0.05);
            }
        }
    }

    void impulsesAreWholePixels() {
        const RgbImage grey = flat(256, 256, 128);
        for (int level = 1; level <= 5; ++level) {
            const double share = distortion_strength(Distortion::ImpulseNoise, level, DistortionBank::Kadid);
            const RgbImage noisy = impulse_noise(grey, share, SeededNumbers(8));
            double black = 0, white = 0;
            for (std::size_t i = 0; i < noisy.pixels.size(); i += 3) {
                QVERIFY(noisy.pixels[i] == noisy.pixels[i + 1] && noisy.pixels[i] == noisy.pixels[i + 2]);
                black += noisy.pixels[i] == 0;
                white += noisy.pixels[i] == 255;
            }
            const double allowed = 4 * std::sqrt(share / 2 / 65536); // four standard errors
            QVERIFY(std::abs(black / 65536 - share / 2) < allowed && std::abs(white / 65536 - share / 2) < allowed);
        }
    }

    void patchesMoveLittleAndInventNothing() {
        RgbImage ramp(Size{256, 256});
        for (int y = 0; y < 256; ++y)
            for (int x = 0; x < 256; ++x) {
                ramp.row(y)[3 * x] = static_cast<std::uint8_t>(x);
                ramp.row(y)[3 * x + 1] = static_cast<std::uint8_t>(y);
            }
        // Shares of changed pixels measured with the reference, level by level; ±.08 for another draw.
        constexpr std::array<double, 5> wanted{0.0743, 0.133, 0.204, 0.252, 0.302};
        for (int level = 1; level <= 5; ++level) {
            const int patches =
                static_cast<int>(distortion_strength(Distortion::PatchDisplacement, level, DistortionBank::Kadid));
            const RgbImage moved = patch_displacement(ramp, patches, SeededNumbers(9));
            int changed = 0;
            for (int y = 0; y < 256; ++y)
                for (int x = 0; x < 256; ++x) {
                    const bool same = std::equal(moved.row(y) + 3 * x, moved.row(y) + 3 * x + 3, ramp.row(y) + 3 * x);
                    changed += !same;
                    if (x < 8 || y < 8 || x >= 248 || y >= 248)
                        QVERIFY(same);
                }
            QVERIFY(std::abs(changed / 65536.0 - wanted[static_cast<std::size_t>(level - 1)]) < 0.08);
        }
    }

    void blocksCoverWhatTheyShould() {
        const RgbImage photo = formula_a(200, 150);
        for (const int blocks : {2, 10}) {
            const RgbImage covered = colour_block(photo, blocks, SeededNumbers(10));
            int changed = 0;
            for (std::size_t i = 0; i < photo.pixels.size(); i += 3)
                changed += !std::equal(photo.pixels.begin() + static_cast<std::ptrdiff_t>(i),
                                       photo.pixels.begin() + static_cast<std::ptrdiff_t>(i) + 3,
                                       covered.pixels.begin() + static_cast<std::ptrdiff_t>(i));
            // A pixel may have had the block's colour already.
            QVERIFY(changed > 1000 && changed <= blocks * 1024);
        }
    }

    void eitherDenoisingFilterComesHalfOfTheTime() {
        const RgbImage photo = flat(24, 24, 128);
        int gaussian = 0;
        for (std::uint64_t seed = 0; seed < 400; ++seed) {
            const SeededNumbers numbers(seed);
            const auto result = distort(photo, Distortion::Denoise, 5, DistortionBank::Published, numbers);
            gaussian += result->pixels == denoise(photo, 0.01, true, numbers).pixels;
        }
        QVERIFY2(gaussian >= 160 && gaussian <= 240, qPrintable(QString::number(gaussian)));
    }

    void colourShiftVectorsHaveTheirLength() {
        for (std::uint64_t seed = 0; seed < 200; ++seed)
            for (const double amount : {1.0, 3.0, 12.0}) {
                const auto [rows, cols] = draw_colour_shift(amount, SeededNumbers(seed));
                QVERIFY(rows >= 0 && cols >= 0 && std::max(rows, cols) >= 1);
                QVERIFY(std::abs(std::hypot(rows, cols) - amount) < 0.8); // each rounded to a whole pixel
            }
    }

    // -- kinds without an exact definition ("only_properties") ------------------------------------------------------

    void colourQuantisationHasSoManyColours() {
        const RgbImage photo = smooth_scene(160, 120);
        double last = 0;
        for (int level = 1; level <= 5; ++level) {
            const auto result =
                distort(photo, Distortion::ColorQuantisation, level, DistortionBank::Kadid, SeededNumbers(1));
            std::set<std::array<std::uint8_t, 3>> colours;
            for (std::size_t i = 0; i < result->pixels.size(); i += 3)
                colours.insert({result->pixels[i], result->pixels[i + 1], result->pixels[i + 2]});
            const double allowed = distortion_strength(Distortion::ColorQuantisation, level, DistortionBank::Kadid);
            QVERIFY(static_cast<double>(colours.size()) <= allowed);
            const double error = mean_difference(photo, *result);
            QVERIFY(error > last);
            last = error;
        }
    }

    /// A noisy sky of colours too near to be told apart has the widest spread of all, and can not be cut.
    void colourQuantisationGoesOnBesideANoisySky() {
        RgbImage photo(Size{64, 64});
        for (int y = 0; y < 64; ++y)
            for (int x = 0; x < 64; ++x)
                std::fill_n(photo.row(y) + 3 * x, 3,
                            static_cast<std::uint8_t>(y < 48 ? (x + y) % 2 * 7 : 100 + 8 * (x / 4)));
        const auto result = distort(photo, Distortion::ColorQuantisation, 1, DistortionBank::Kadid, SeededNumbers(1));
        std::set<std::uint8_t> greys(result->pixels.begin(), result->pixels.end());
        QCOMPARE(greys.size(), std::size_t{1 + 16});
        QCOMPARE(result->row(63)[0], std::uint8_t{100});
    }

    void quantisationIsAMonotoneStaircase() {
        const RgbImage photo = formula_a(160, 120);
        for (int level = 1; level <= 5; ++level) {
            const auto result =
                distort(photo, Distortion::Quantisation, level, DistortionBank::Kadid, SeededNumbers(1));
            std::map<std::uint8_t, std::uint8_t> mapping;
            for (std::size_t i = 0; i < photo.pixels.size(); ++i)
                mapping[photo.pixels[i]] = result->pixels[i];
            std::set<std::uint8_t> values;
            std::uint8_t before = 0;
            for (const auto& [from, to] : mapping) {
                QVERIFY(to >= before);
                before = to;
                values.insert(to);
            }
            QVERIFY(static_cast<double>(values.size()) <=
                    distortion_strength(Distortion::Quantisation, level, DistortionBank::Kadid) + 1);
        }
    }

    void jpeg2000GetsWorseFromLevelToLevel() {
        const RgbImage photo = formula_a(256, 192);
        double last = 1e9;
        for (int level = 1; level <= 5; ++level) {
            const auto result = distort(photo, Distortion::Jpeg2000, level, DistortionBank::Kadid, SeededNumbers(1));
            QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
            double squares = 0;
            for (std::size_t i = 0; i < photo.pixels.size(); ++i)
                squares += std::pow(photo.pixels[i] - double{1} * result->pixels[i], 2);
            const double psnr =
                10 * std::log10(255.0 * 255 / std::max(1e-9, squares / static_cast<double>(photo.pixels.size())));
            QVERIFY(psnr < last);
            last = psnr;
        }
    }

private:
    static void compare(const Kernel& kernel, const nlohmann::json& size, const nlohmann::json& values) {
        QCOMPARE(kernel.rows, size[0].get<int>());
        QCOMPARE(kernel.cols, size[1].get<int>());
        for (std::size_t i = 0; i < kernel.values.size(); ++i) // 1e-6: the golden values have eight digits
            QVERIFY2(std::abs(kernel.values[i] - values[i].get<double>()) < 1e-6,
                     qPrintable(QStringLiteral("%1: %2").arg(i).arg(kernel.values[i])));
    }

    static void expect(const RgbImage& noisy, double variance, const char* what, double share = 0.04) {
        for (int c = 0; c < 3; ++c) {
            const Moments seen = moments(noisy, c);
            const double allowed = 4 * std::sqrt(variance / 65536) + 0.02;
            QVERIFY2(std::abs(seen.mean - 127.5) < allowed + (share > 0.05 ? 0.5 : 0),
                     qPrintable(QStringLiteral("%1 mean %2").arg(QLatin1String(what)).arg(seen.mean)));
            QVERIFY2(
                std::abs(seen.variance / variance - 1) < share,
                qPrintable(
                    QStringLiteral("%1 variance %2 of %3").arg(QLatin1String(what)).arg(seen.variance).arg(variance)));
        }
    }
};

QTEST_APPLESS_MAIN(TestDistortions)
#include "test_distortions.moc"
