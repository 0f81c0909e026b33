// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Files that cannot or must not be decoded: each ends in its own error and a sentence, never in a crash.
#include <QtTest>

#include <filesystem>
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/files.h"
#include "engine/imaging/decode.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using namespace touchstone::imaging;
using namespace touchstone::test;

namespace {

std::string code_of(const Result<Photo>& photo) {
    return photo ? "decodes" : std::string(code_name(photo.error().code));
}

/// A whole, plain file of two pixels.
Bytes two_pixels() {
    const std::string text = "P6 2 1 255\nabcdef";
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

void write(const std::string& path, const Bytes& bytes) {
    std::ofstream file(path, std::ios::binary);
    for (const std::byte byte : bytes)
        file.put(std::to_integer<char>(byte));
}

} // namespace

class TestBrokenFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { initialise(); }

    void each_has_its_own_error_data() {
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("for_display");
        const auto row = [](const char* file, const char* expected, const char* for_display = nullptr) {
            QTest::newRow(file) << expected << (for_display != nullptr ? for_display : expected);
        };
        row("bad_crc.png", "damaged", "decodes");
        row("bomb_40000x40000.png", "too-large");
        row("bomb_lie_2e9.png", "too-large");
        row("corrupt-header.jpg", "truncated");
        row("decompression_bomb.gif", "truncated");
        row("exif_garbage.jpg", "decodes");
        row("exif_orientation_99.jpg", "decodes");
        row("header_only.jpg", "truncated");
        row("huge_tag_exif.jpg", "truncated");
        row("iccp_bomb.png", "decodes");
        row("issue_1793_poc.heic", "truncated");
        row("jpeg_65500.jpg", "too-large");
        row("jpeg_named.png", "decodes");
        row("noise.heic", "unsupported-format");
        row("one_byte.png", "truncated");
        row("png_named.jpg", "decodes");
        row("text.jpg", "unsupported-format");
        row("tiff_loop.tif", "damaged");
        row("truncated.avif", "truncated");
        row("truncated.heic", "truncated");
        row("truncated.jxl", "damaged"); // a bare stream has no length: cut and damaged look alike
        row("truncated.png", "truncated", "decodes");
        row("truncated.webp", "truncated");
        row("truncated_exif_dpi.jpg", "decodes");
        row("truncated_half.jpg", "truncated", "decodes");
        row("truncated_progressive.jpg", "truncated", "decodes");
        row("zero_bytes.jpg", "empty-file");
    }

    void each_has_its_own_error() {
        TOUCHSTONE_NEEDS_SHARED("photos/broken");
        QFETCH(QString, expected);
        QFETCH(QString, for_display);
        const std::string path = shared_path(std::string("photos/broken/") + QTest::currentDataTag());
        const auto scored = decode_file(path, {});
        QCOMPARE(QString::fromStdString(code_of(scored)), expected);
        DecodeOptions display;
        display.allow_damaged = true;
        const auto shown = decode_file(path, display);
        QCOMPARE(QString::fromStdString(code_of(shown)), for_display);
        if (shown)
            QCOMPARE(shown->damaged, !scored.has_value());
        const auto thumbnail = decode_thumbnail_file(path, 64, display);
        QCOMPARE(QString::fromStdString(code_of(thumbnail)), for_display);
        if (!scored) {
            QVERIFY(!scored.error().remedy.empty());
            QVERIFY(scored.error().what.size() > 10);
            QCOMPARE(scored.error().file, path);
        }
    }

    void all_broken_files_are_covered() {
        TOUCHSTONE_NEEDS_SHARED("photos/broken");
        std::size_t files = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(shared_path("photos/broken")))
            ++files;
        QCOMPARE(files, std::size_t{27});
    }

    void no_bytes_at_all() {
        QCOMPARE(code_of(decode({}, {}, "nothing")), std::string("empty-file"));
        QCOMPARE(code_of(decode_thumbnail({}, 64, {}, "nothing")), std::string("empty-file"));
    }

    void folder_vanished_and_missing() {
        QTemporaryDir folder;
        const std::string name = folder.path().toStdString() + "/folder.jpg";
        std::filesystem::create_directory(name);
        QCOMPARE(code_of(decode_file(name, {})), std::string("is-directory"));
        const std::string gone = folder.path().toStdString() + "/gone.ppm";
        write(gone, two_pixels());
        QCOMPARE(code_of(decode_file(gone, {})), std::string("decodes"));
        std::filesystem::remove(gone);
        QCOMPARE(code_of(decode_file(gone, {})), std::string("not-found"));
    }

    /// Root may read everything: a child drops to another user first.
    void no_permission() {
        QTemporaryDir folder;
        const std::string path = folder.path().toStdString() + "/secret.ppm";
        write(path, two_pixels());
        std::filesystem::permissions(folder.path().toStdString(), std::filesystem::perms::all);
        std::filesystem::permissions(path, std::filesystem::perms::none);
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            constexpr uid_t nobody = 65534;
            if (::geteuid() == 0 && ::setuid(nobody) != 0)
                ::_exit(2);
            const auto bytes = read_file(path, 1000);
            ::_exit(!bytes && bytes.error().code == ErrorCode::PermissionDenied ? 0 : 1);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);
    }

    void limits() {
        TOUCHSTONE_NEEDS_SHARED("photos/formats");
        const auto with = [](auto change, const char* file) {
            DecodeOptions options;
            change(options.limits);
            const std::string path = shared_path(std::string("photos/") + file);
            return code_of(decode_file(path, options)) + "," + code_of(decode_thumbnail_file(path, 32, options));
        };
        for (const char* file :
             {"formats/progressive.jpg", "formats/sunrise.webp", "formats/sunrise.avif", "formats/image4.heic",
              "formats/compressed_exif.jxl", "depth16/rgb16_zip.tif", "formats/small.bmp", "raw/RAW_KODAK_DC50.KDC"}) {
            QCOMPARE(with([](DecodeLimits& l) { l.max_pixels = 20'000; }, file), std::string("too-large,too-large"));
            QCOMPARE(with([](DecodeLimits& l) { l.max_bytes = 500; }, file), std::string("too-large,too-large"));
            QCOMPARE(with([](DecodeLimits& l) { l.max_seconds = 0; }, file), std::string("time-limit,time-limit"));
        }
    }

    /// 1.6 gigapixels take any machine far longer than this limit; the decode has to end by the limit itself.
    void a_bomb_within_the_limits_is_stopped_in_time() {
        TOUCHSTONE_NEEDS_SHARED("photos/broken");
        DecodeOptions options;
        options.limits = {.max_pixels = 2'000'000'000, .max_bytes = std::uint64_t{1} << 34, .max_seconds = 0.1};
        const auto photo = decode_thumbnail_file(shared_path("photos/broken/bomb_40000x40000.png"), 64, options);
        QCOMPARE(code_of(photo), std::string("time-limit"));
    }

    /// ImageMagick, PDF, SVG and the like never see a byte.
    void closed_formats_are_named() {
        const auto code = [](std::string text) {
            text.resize(200, ' ');
            const auto photo = decode(std::as_bytes(std::span(text)), {}, "file");
            return code_of(photo) + ": " + (photo ? "" : photo.error().what);
        };
        QCOMPARE(code("%PDF-1.4"), std::string("unsupported-format: is a PDF document, not a photo this build reads"));
        QCOMPARE(code("<svg xmlns=''/>"),
                 std::string("unsupported-format: is an SVG drawing, not a photo this build reads"));
        QCOMPARE(code("2 2\n1 2\n3 4"), std::string("unsupported-format: is text, not a photo this build reads"));
        QCOMPARE(code("8BPS"),
                 std::string("unsupported-format: is a Photoshop document, not a photo this build reads"));
    }

    /// Every prefix of small files, and every such file with one byte inverted: any error will do, but an error or a
    /// picture it is.
    void cut_and_flipped_files() {
        TOUCHSTONE_NEEDS_SHARED("photos/formats");
        DecodeOptions options;
        options.allow_damaged = true;
        options.limits.max_pixels = 4'000'000;
        for (const char* file : {"formats/small.bmp", "formats/palette_transparent.png", "formats/tiny_7x5.png",
                                 "formats/rotating-squares.gif", "broken/png_named.jpg", "raw/Minolta.mrw"}) {
            const auto whole = read_file(shared_path(std::string("photos/") + file), 1 << 24);
            QVERIFY(whole.has_value());
            const std::size_t step = std::max<std::size_t>(1, whole->size() / 60);
            for (std::size_t length = 0; length < whole->size(); length += step) {
                const auto part = decode(std::span(*whole).first(length), options, file);
                QVERIFY(part || !part.error().what.empty());
                Bytes flipped = *whole;
                flipped[length] = ~flipped[length];
                const auto odd = decode(flipped, options, file);
                QVERIFY(odd || !odd.error().what.empty());
            }
        }
    }

    void cut_bmp_and_ppm() {
        TOUCHSTONE_NEEDS_SHARED("photos/formats");
        const auto bmp = read_file(shared_path("photos/formats/small.bmp"), 1 << 24);
        QVERIFY(bmp.has_value());
        QCOMPARE(code_of(decode(std::span(*bmp).first(bmp->size() / 2), {}, "cut.bmp")), std::string("truncated"));
        const Bytes ppm = two_pixels();
        const auto whole = decode(ppm, {}, "two.ppm");
        QVERIFY(whole.has_value());
        QCOMPARE(whole->image.pixels, (std::vector<std::uint8_t>{'a', 'b', 'c', 'd', 'e', 'f'}));
        QCOMPARE(code_of(decode(std::span(ppm).first(ppm.size() - 3), {}, "cut.ppm")), std::string("truncated"));
    }
};

QTEST_GUILESS_MAIN(TestBrokenFiles)
#include "test_broken_files.moc"
