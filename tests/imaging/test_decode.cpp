// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Decoding of whole photos: every file of the photo pack, exact JPEG pixels, orientation, colour.
#include <QtTest>

#include <array>
#include <cmath>
#include <filesystem>
#include <thread>

#include "engine/base/files.h"
#include "engine/imaging/decode.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using namespace touchstone::imaging;
using namespace touchstone::test;

namespace {

const DecodeOptions upright{};
const DecodeOptions as_stored{.mode = DecodeMode::AsStored, .limits = {}, .allow_damaged = false};

std::string fnv1a(const std::vector<std::uint8_t>& bytes) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const std::uint8_t byte : bytes)
        hash = (hash ^ byte) * 0x100000001b3ULL;
    return QString::number(hash, 16).rightJustified(16, u'0').toStdString();
}

/// Mean absolute difference in levels; infinite for different sizes.
double difference(const RgbImage& a, const RgbImage& b) {
    if (a.size != b.size)
        return INFINITY;
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        sum += std::abs(int{a.pixels[i]} - int{b.pixels[i]});
    return sum / static_cast<double>(a.pixels.size());
}

Photo photo_of(const std::string& relative, const DecodeOptions& options = upright) {
    const auto photo = decode_file(shared_path(relative), options);
    if (!photo)
        qWarning("%s", photo.error().message().c_str());
    return photo.value_or(Photo{});
}

std::vector<std::string> files_in(const std::string& relative) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(shared_path(relative)))
        names.push_back(relative + "/" + entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

class TestDecode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { initialise(); }

    void jpeg_pixels_are_those_of_the_slow_integer_transform() {
        TOUCHSTONE_NEEDS_SHARED("golden/jpeg/expected.json");
        const nlohmann::json golden = shared_json("golden/jpeg/expected.json");
        QVERIFY(golden["files"].size() >= 6);
        for (const auto& one : golden["files"]) {
            const Photo photo = photo_of("golden/jpeg/" + one["file"].get<std::string>(), as_stored);
            QCOMPARE(photo.image.size, (Size{one["width"], one["height"]}));
            QCOMPARE(fnv1a(photo.image.pixels), one["fnv1a_of_rgb_bytes"].get<std::string>());
            const Photo png = photo_of("golden/jpeg/" + one["decoded"].get<std::string>());
            QCOMPARE(png.image.pixels, photo.image.pixels);
        }
    }

    void every_good_file_decodes_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<int>("least");
        QTest::newRow("formats") << "photos/formats" << 30;
        QTest::newRow("icc") << "photos/icc" << 20;
        QTest::newRow("orientation") << "photos/orientation" << 18;
        QTest::newRow("depth16") << "photos/depth16" << 8;
        QTest::newRow("ordinary") << "photos/ordinary" << 28;
        QTest::newRow("burst") << "photos/burst" << 13;
    }

    /// Also: the thumbnail has the asked-for size, the whole's shape and looks like it.
    void every_good_file_decodes() {
        TOUCHSTONE_NEEDS_SHARED("photos/README.md");
        QFETCH(QString, folder);
        QFETCH(int, least);
        const auto files = files_in(folder.toStdString());
        QVERIFY(static_cast<int>(files.size()) >= least);
        for (const std::string& file : files) {
            const Photo photo = photo_of(file);
            QVERIFY2(photo.image.size.pixels() > 0, file.c_str());
            QCOMPARE(photo.image.bytes(), static_cast<std::size_t>(photo.image.size.pixels()) * 3);
            QVERIFY(photo.upright && !photo.damaged && !photo.format.empty());

            const auto thumbnail = decode_thumbnail_file(shared_path(file), 100, upright);
            QVERIFY2(thumbnail.has_value(), file.c_str());
            QCOMPARE(thumbnail->image.size.long_side(), std::min(100, photo.image.size.long_side()));
            QCOMPARE(thumbnail->stored_size, photo.stored_size);
            const double shape = double(photo.image.size.width) / photo.image.size.height;
            const Size small = thumbnail->image.size;
            // The short side is rounded to whole pixels, and embedded previews may be a little off.
            QVERIFY2(std::abs(small.width - shape * small.height) <= 1.5 * std::max(1.0, shape), file.c_str());
            QVERIFY2(std::abs(mean(thumbnail->image) - mean(photo.image)) < 4, file.c_str());
        }
    }

    void orientation_is_applied_or_reported() {
        TOUCHSTONE_NEEDS_SHARED("photos/orientation");
        for (const std::string shape : {"Landscape", "Portrait"}) {
            const Photo first = photo_of("photos/orientation/" + shape + "_1.jpg");
            for (int orientation = 2; orientation <= 8; ++orientation) {
                const std::string file = "photos/orientation/" + shape + "_" + std::to_string(orientation) + ".jpg";
                const Photo photo = photo_of(file);
                QCOMPARE(photo.orientation, orientation);
                // Each was compressed for itself after it was turned: two levels of JPEG loss.
                QVERIFY2(difference(photo.image, first.image) < 4, file.c_str());
                const Photo stored = photo_of(file, as_stored);
                QCOMPARE(stored.image.size, photo.stored_size);
                QCOMPARE(stored.image.size == photo.image.size, orientation <= 4);
                QVERIFY(!stored.upright && stored.image.pixels != photo.image.pixels);
                const auto thumbnail = decode_thumbnail_file(shared_path(file), 120, as_stored);
                QVERIFY(thumbnail && thumbnail->upright);
                QCOMPARE(thumbnail->image.size.width > 100, shape == "Landscape");
            }
        }
        QCOMPARE(photo_of("photos/broken/exif_orientation_99.jpg").orientation, 1);
    }

    void profiles_are_followed() {
        TOUCHSTONE_NEEDS_SHARED("photos/icc");
        const RgbImage reference = photo_of("photos/icc/parrots_srgb.jpg").image;
        for (const std::string space : {"prophoto", "rec2020", "adobergb_v4", "display_p3_v4"}) {
            const std::string file = "photos/icc/parrots_" + space + ".jpg";
            const Photo managed = photo_of(file);
            QVERIFY(managed.colour_converted);
            // Measured 1.3 to 1.8 levels, JPEG loss included; unmanaged they differ by 5 to 17.
            QVERIFY2(difference(managed.image, reference) < 2.5, file.c_str());
            const Photo plain = photo_of(file, as_stored);
            QVERIFY(!plain.colour_converted);
            QVERIFY2(difference(plain.image, reference) > 4, file.c_str());
        }
    }

    void twins_of_the_same_bytes_differ_by_their_profile() {
        TOUCHSTONE_NEEDS_SHARED("photos/icc");
        const std::string p3 = "photos/icc/Iceland-P3.jpg", srgb = "photos/icc/Iceland-sRGB.jpg";
        QCOMPARE(photo_of(p3, as_stored).image.pixels, photo_of(srgb, as_stored).image.pixels);
        const double apart = difference(photo_of(p3).image, photo_of(srgb).image);
        QVERIFY(apart > 3 && apart < 7); // 4.8 by lcms
        // An sRGB profile changes no pixel at all.
        QVERIFY(!photo_of(srgb).colour_converted);
        QCOMPARE(photo_of(srgb).image.pixels, photo_of(srgb, as_stored).image.pixels);
    }

    void unusual_profiles() {
        TOUCHSTONE_NEEDS_SHARED("photos/icc");
        // Swapped channels: plainly wrong when ignored.
        const std::string swapped = "photos/icc/rgb-to-gbr-test.jpg";
        QVERIFY(difference(photo_of(swapped).image, photo_of(swapped, as_stored).image) > 10);
        QVERIFY(photo_of("photos/icc/icc_profile_big.jpg").colour_converted); // perceptual table only
        QVERIFY(photo_of("photos/icc/gray-sample.jpg").colour_converted);
        QVERIFY(!photo_of("photos/icc/corrupted-icc-srgb.jpg").colour_converted);
        QVERIFY(!photo_of("photos/broken/iccp_bomb.png").colour_converted);
        // The built-in CMYK profile is 9 levels from the picture's own; plain ink subtraction keeps its brightness.
        const Photo tagged = photo_of("photos/icc/Channel_digital_image_CMYK_color.jpg");
        const Photo untagged = photo_of("photos/icc/Channel_digital_image_CMYK_color_no_profile.jpg");
        QVERIFY(tagged.colour_converted);
        QVERIFY(difference(tagged.image, untagged.image) < 15);
        const Photo plain = photo_of("photos/icc/Channel_digital_image_CMYK_color.jpg", as_stored);
        QVERIFY(difference(tagged.image, plain.image) < 40);
    }

    void deep_colour_agrees_across_containers() {
        TOUCHSTONE_NEEDS_SHARED("photos/depth16");
        const RgbImage png = photo_of("photos/depth16/rgb16.png").image;
        QCOMPARE(photo_of("photos/depth16/rgb16_zip.tif").image.pixels, png.pixels);
        QCOMPARE(photo_of("photos/depth16/rgb16_none.tif").image.pixels, png.pixels);
        QCOMPARE(photo_of("photos/depth16/gray16.tif").image.pixels,
                 photo_of("photos/depth16/gray16.png").image.pixels);
        // Alpha is 70 % of full, over white.
        const RgbImage faded = photo_of("photos/depth16/rgba16.png").image;
        for (std::size_t i = 0; i < png.pixels.size(); i += 97)
            QVERIFY(std::abs(faded.pixels[i] - (0.7 * png.pixels[i] + 0.3 * 255)) < 2);
        // libvips calls these values linear light although they are encoded: the picture would be far too bright.
        const double jxl = mean(photo_of("photos/depth16/testcard_rgb_fp32.jxl").image);
        QVERIFY(jxl > 125 && jxl < 145);
    }

    void alpha_is_blended_over_white() {
        TOUCHSTONE_NEEDS_SHARED("photos/formats");
        const RgbImage image = photo_of("photos/formats/alpha_gradient.png").image;
        // From fully transparent at the top to opaque at the bottom.
        const std::size_t row_bytes = static_cast<std::size_t>(image.size.width) * 3;
        QVERIFY(std::all_of(image.row(0), image.row(0) + row_bytes, [](std::uint8_t v) { return v == 255; }));
        const std::uint8_t* bottom = image.row(image.size.height - 1);
        QVERIFY(*std::min_element(bottom, bottom + row_bytes) < 60);
    }

    void raw_files_say_where_their_pixels_come_from() {
        TOUCHSTONE_NEEDS_SHARED("photos/raw");
        const Photo dng = photo_of("photos/raw/canon_eos_6d.dng");
        QVERIFY(dng.source == PixelSource::RawPreview);
        QCOMPARE(dng.image.size, (Size{1024, 683}));
        QCOMPARE(dng.stored_size, (Size{1224, 816}));
        QCOMPARE(dng.camera, std::string("Canon EOS 6D"));
        QCOMPARE(dng.format, std::string("raw"));
        const Photo kdc = photo_of("photos/raw/RAW_KODAK_DC50.KDC");
        QVERIFY(kdc.source == PixelSource::RawHalfSize);
        QCOMPARE(kdc.image.size, (Size{384, 256}));
        QVERIFY(photo_of("photos/raw/Nikon_uncompressed.nef").image.size.pixels() > 0);
        QVERIFY(photo_of("photos/raw/DSC8695.dng").image.size.pixels() > 0);
    }

    void raw_stubs_fail_for_scoring_and_show_what_they_have() {
        TOUCHSTONE_NEEDS_SHARED("photos/raw");
        const std::vector<std::pair<std::string, ErrorCode>> stubs{
            {"Canon-R6-pruned.CR3", ErrorCode::UnsupportedFormat},
            {"CanonRaw.cr2", ErrorCode::UnsupportedFormat},
            {"FujiFilm.raf", ErrorCode::Truncated},
            {"Minolta.mrw", ErrorCode::Truncated},
            {"Nikon.nef", ErrorCode::Truncated},
            {"Panasonic.rw2", ErrorCode::Truncated},
            {"jolstravatnet.pef", ErrorCode::Truncated}};
        for (const auto& [file, code] : stubs) {
            const auto photo = decode_file(shared_path("photos/raw/" + file), upright);
            QVERIFY2(!photo && photo.error().code == code, file.c_str());
        }
        // LibRaw does not open this camera; its preview lies in the file all the same.
        const auto shown = decode_thumbnail_file(shared_path("photos/raw/Canon-R6-pruned.CR3"), 256, upright);
        QVERIFY(shown && shown->source == PixelSource::RawPreview);
        QCOMPARE(shown->image.size.long_side(), 256);
        const auto small = decode_thumbnail_file(shared_path("photos/raw/FujiFilm.raf"), 256, upright);
        QVERIFY(small && small->damaged); // smaller than asked for, and the sensor's data are missing
    }

    void names_do_not_matter() {
        TOUCHSTONE_NEEDS_SHARED("photos/names.tar");
        QTemporaryDir folder;
        QCOMPARE(QProcess::execute(
                     "tar", {"-xf", QString::fromStdString(shared_path("photos/names.tar")), "-C", folder.path()}),
                 0);
        // A name that is not UTF-8, and one with a newline, cannot travel in the archive.
        const auto some = photo_of("photos/burst/burst_a_00.jpg");
        const std::string odd = folder.path().toStdString() + "/bad\xFFutf\n8.jpg";
        std::filesystem::copy_file(shared_path("photos/burst/burst_a_00.jpg"), odd);
        int decoded = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path().toStdString())) {
            if (!entry.is_regular_file())
                continue;
            const auto photo = decode_file(entry.path().string(), upright);
            QVERIFY2(photo.has_value(), entry.path().c_str());
            ++decoded;
        }
        QVERIFY(decoded >= 34);
        QCOMPARE(decode_file(odd, upright)->image.pixels, some.image.pixels);
        std::filesystem::remove(odd); // Qt cannot name it
    }

    void eight_threads_give_the_same_bytes() {
        TOUCHSTONE_NEEDS_SHARED("photos/formats");
        const std::vector<std::string> files{"photos/formats/progressive.jpg", "photos/formats/sunrise.webp",
                                             "photos/formats/sunset.avif",     "photos/formats/image4.heic",
                                             "photos/depth16/rgb16_zip.tif",   "photos/formats/compressed_exif.jxl",
                                             "photos/raw/RAW_KODAK_DC50.KDC",  "photos/icc/parrots_rec2020.jpg",
                                             "photos/formats/small.bmp",       "photos/broken/truncated_half.jpg"};
        const auto fingerprint = [&](const std::string& file) {
            const auto photo = decode_file(shared_path(file), upright);
            return photo ? fnv1a(photo->image.pixels) : photo.error().message();
        };
        std::vector<std::string> expected;
        for (const std::string& file : files)
            expected.push_back(fingerprint(file));
        std::vector<std::vector<std::string>> found(8);
        {
            std::vector<std::jthread> threads;
            for (auto& mine : found)
                threads.emplace_back([&] {
                    for (const std::string& file : files)
                        mine.push_back(fingerprint(file));
                    decode_thread_finished();
                });
        }
        for (const auto& mine : found)
            QCOMPARE(mine, expected);
    }

    void floating_point_pictures() {
        const auto pfm = [](std::array<float, 6> values) {
            std::string text = "PF\n2 1\n-1.0\n";
            text.append(reinterpret_cast<const char*>(values.data()), sizeof values);
            return text;
        };
        const std::string linear = pfm({0.0f, 0.0f, 0.0f, 0.2140f, 0.2140f, 1.0f});
        const auto photo = decode(std::as_bytes(std::span(linear)), upright, "linear.pfm");
        QVERIFY(photo.has_value());
        // 0.2140 in linear light is the middle of the encoded range.
        QVERIFY(std::abs(photo->image.pixels[3] - 127.5) < 2);
        QCOMPARE(int{photo->image.pixels[0]}, 0);
        QCOMPARE(int{photo->image.pixels[5]}, 255);
        const std::string unknown = pfm({0.0f, 10.0f, 20.0f, 200.0f, 255.0f, 90.0f});
        const auto refused = decode(std::as_bytes(std::span(unknown)), upright, "bytes.pfm");
        QVERIFY(!refused && refused.error().code == ErrorCode::UnsupportedFormat);
    }

    void bitmaps_of_rare_depths() {
        const auto little = [](std::uint64_t value, int bytes) {
            std::string text;
            for (int i = 0; i < bytes; ++i)
                text += static_cast<char>(value >> (8 * i) & 255);
            return text;
        };
        const auto file = [&](int bits, std::uint32_t compression, std::uint32_t height, const std::string& palette,
                              const std::string& data) {
            return "BM" + little(0, 8) + little(54 + static_cast<std::uint32_t>(palette.size()), 4) + little(40, 4) +
                   little(2, 4) + little(height, 4) + little(1, 2) + little(bits, 2) + little(compression, 4) +
                   std::string(20, '\0') + palette + data;
        };
        const auto pixels = [](const std::string& bytes) {
            const auto photo = decode(std::as_bytes(std::span(bytes)), upright, "made.bmp");
            return photo ? photo->image.pixels : std::vector<std::uint8_t>{};
        };
        const std::vector<std::uint8_t> red_blue{255, 0, 0, 0, 0, 255, 0, 0, 255, 255, 0, 0};
        const std::string palette = little(0xFF0000, 4) + little(0x0000FF, 4); // red, blue; rows from the bottom up
        QCOMPARE(pixels(file(1, 0, 2, palette, std::string("\x80\0\0\0\x40\0\0\0", 8))), red_blue);
        QCOMPARE(pixels(file(4, 0, 2, palette, std::string("\x10\0\0\0\x01\0\0\0", 8))), red_blue);
        QCOMPARE(pixels(file(8, 0, 2, palette, std::string("\1\0\0\0\0\1\0\0", 8))), red_blue);
        QCOMPARE(pixels(file(8, 1, 2, palette, std::string("\1\1\1\0\0\0\1\0\1\1\0\1", 12))), red_blue);
        QCOMPARE(pixels(file(4, 2, 2, palette, std::string("\2\x10\0\0\2\x01\0\1", 8))), red_blue);
        // 16 bit, 5 bits a channel, from the top down.
        const std::string deep = little(0x7C00, 2) + little(0x001F, 2) + little(0x001F, 2) + little(0x7C00, 2);
        QCOMPARE(pixels(file(16, 0, static_cast<std::uint32_t>(-2), "", deep)), red_blue);
        QVERIFY(pixels(file(8, 1, 2, palette, std::string("\1\1", 2))).empty()); // runs without an end
    }

    void suffixes() {
        QVERIFY(has_photo_suffix("a.jpg") && has_photo_suffix("B.JPG") && has_photo_suffix("x.y.Cr2"));
        QVERIFY(!has_photo_suffix("jpg") && !has_photo_suffix("a.txt") && !has_photo_suffix("a.") &&
                !has_photo_suffix("a.pdf"));
    }

private:
    static double mean(const RgbImage& image) {
        double sum = 0;
        for (const std::uint8_t value : image.pixels)
            sum += value;
        return sum / static_cast<double>(image.pixels.size());
    }
};

QTEST_GUILESS_MAIN(TestDecode)
#include "test_decode.moc"
