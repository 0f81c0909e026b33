// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Where libvips does something else than its documentation makes one expect. docs/RELIABILITY.md lists these traps and
// where each is tested; here are those that have no place elsewhere.
#include <QtTest>

#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vips/vips.h>

#include "engine/base/files.h"
#include "engine/imaging/decode.h"
#include "engine/imaging/encode.h"
#include "tests/support/formula_images.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using namespace touchstone::imaging;

namespace {

int collect_name(dl_phdr_info* library, std::size_t /*size*/, void* names) {
    static_cast<QStringList*>(names)->append(QString::fromLocal8Bit(library->dlpi_name));
    return 0;
}

/// stderr of this process, for as long as it lives, in memory.
class CapturedErrors {
public:
    CapturedErrors()
        : before_(::dup(STDERR_FILENO))
        , memory_(::memfd_create("stderr", MFD_CLOEXEC)) {
        ::dup2(memory_, STDERR_FILENO);
    }
    ~CapturedErrors() {
        ::dup2(before_, STDERR_FILENO);
        ::close(before_);
        ::close(memory_);
    }
    qint64 bytes() const {
        struct stat status {};
        return ::fstat(memory_, &status) == 0 ? status.st_size : -1;
    }

private:
    int before_, memory_;
};

QString code_of(const Result<Photo>& photo) {
    return photo ? QStringLiteral("decodes") : QString::fromStdString(std::string(code_name(photo.error().code)));
}

Bytes cut(const Bytes& bytes) {
    return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2)};
}

} // namespace

class TestTraps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { initialise(); }

    /// libvips maps every module it finds, whatever is blocked; here only the wanted ones.
    void unwanted_modules_are_not_mapped() {
        QStringList names;
        ::dl_iterate_phdr(collect_name, &names);
        QVERIFY(names.size() > 10);
        for (const char* unwanted : {"Magick", "magick", "poppler", "openslide"})
            QVERIFY2(names.filter(QString::fromLatin1(unwanted)).isEmpty(), unwanted);
        QVERIFY(!names.filter(QStringLiteral("heif")).isEmpty());
        QVERIFY(!names.filter(QStringLiteral("jxl")).isEmpty());
    }

    void unwanted_loaders_are_closed() {
        const char svg[] =
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>";
        const char matrix[] = "2 2\n1 2\n3 4\n";
        const char pdf[] = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>>";
        const auto load = [](const char* text) {
            VipsImage* image = vips_image_new_from_buffer(text, strlen(text), "", nullptr);
            vips_error_clear();
            if (image != nullptr)
                g_object_unref(image);
            return image != nullptr;
        };
        QVERIFY(!load(svg));
        QVERIFY(!load(matrix));
        QVERIFY(!load(pdf));
        // By name, too.
        VipsImage* image = nullptr;
        QVERIFY(vips_svgload_buffer(const_cast<char*>(svg), sizeof svg - 1, &image, nullptr) != 0);
        vips_error_clear();
    }

    /// Its thumbnails have the wrong size, and it counts as untrusted: not wanted.
    void jpeg_2000_is_refused() {
        std::string bytes("\0\0\0\x0CjP  \r\n\x87\n\0\0\0\x14"
                          "ftypjp2 ",
                          24);
        bytes.resize(400, '\0');
        QCOMPARE(code_of(decode(std::as_bytes(std::span(bytes)), {}, "a.jp2")), QString("unsupported-format"));
    }

    /// vips_thumbnail_buffer() takes cut files for whole ones.
    void thumbnails_of_cut_files_fail_as_the_photos_do() {
        const Bytes jpeg = encode_jpeg(test::smooth_scene(900, 600), 90).value();
        const Bytes png = encode_png(test::smooth_scene(900, 600)).value();
        DecodeOptions display;
        display.allow_damaged = true;
        for (const Bytes& whole : {jpeg, png}) {
            QCOMPARE(code_of(decode_thumbnail(whole, 128, {}, "whole")), QString("decodes"));
            const Bytes part = cut(whole);
            QCOMPARE(code_of(decode(part, {}, "cut")), QString("truncated"));
            QCOMPARE(code_of(decode_thumbnail(part, 128, {}, "cut")), QString("truncated"));
            const auto shown = decode_thumbnail(part, 128, display, "cut");
            QVERIFY(shown && shown->damaged);
        }
    }

    /// One warning for each bad row, or hundreds a file.
    void damaged_files_print_nothing() {
        const Bytes part = cut(encode_png(test::smooth_scene(900, 600)).value());
        DecodeOptions display;
        display.allow_damaged = true;
        qint64 printed = 0;
        {
            const CapturedErrors errors;
            (void)decode(part, display, "cut");
            (void)decode(part, {}, "cut");
            printed = errors.bytes();
        }
        QCOMPARE(printed, qint64{0});
    }

    /// Their Exif may still say 6, and turning by it would turn them twice.
    void these_formats_are_upright_already() {
        TOUCHSTONE_NEEDS_SHARED("photos/formats");
        DecodeOptions as_stored;
        as_stored.mode = DecodeMode::AsStored;
        for (const char* name : {"IMG_2682.heic", "IMG_5195.HEIC", "image4.heic", "sunset.avif", "bike.jxl"}) {
            const std::string path = test::shared_path(std::string("photos/formats/") + name);
            const auto photo = decode_file(path, {});
            const auto stored = decode_file(path, as_stored);
            QVERIFY2(photo && stored, name);
            QCOMPARE(photo->orientation, 1);
            QCOMPARE(photo->image.size, stored->image.size);
        }
    }

    void an_empty_buffer_is_refused_before_libvips() {
        QCOMPARE(code_of(decode({}, {}, "nothing")), QString("empty-file"));
        QCOMPARE(code_of(decode_thumbnail({}, 64, {}, "nothing")), QString("empty-file"));
    }
};

QTEST_GUILESS_MAIN(TestTraps)
#include "test_traps.moc"
