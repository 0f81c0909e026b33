// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What comes out of the sandbox is what this process would have made, to the last bit and the last word, over every
// file of the photo pack, broken ones included.
#include <QtTest>

#include <algorithm>
#include <filesystem>

#include "engine/imaging/sandbox/decoder_pool.h"
#include "tests/imaging/sandbox/same_photo.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using namespace touchstone::imaging;
using namespace touchstone::test;

class TestSandboxPixels : public QObject {
    Q_OBJECT

    std::shared_ptr<sandbox::DecoderPool> pool_;

    static std::vector<std::string> files_below(const std::string& folder) {
        std::vector<std::string> files;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(shared_path(folder)))
            if (entry.is_regular_file())
                files.push_back(entry.path().string());
        std::sort(files.begin(), files.end());
        return files;
    }

private Q_SLOTS:
    void initTestCase() {
        initialise();
        auto pool = sandbox::DecoderPool::start({.program = TOUCHSTONE_DECODER});
        QVERIFY2(pool.has_value(), pool ? "" : pool.error().message().c_str());
        pool_ = *pool;
        for (const std::string& missing : pool_->missing_protections())
            qWarning("not here: %s", missing.c_str());
    }

    void every_file_data() {
        QTest::addColumn<QString>("folder");
        for (const char* folder :
             {"photos/broken", "photos/burst", "photos/depth16", "photos/formats", "photos/graded_digikam",
              "photos/graded_made", "photos/icc", "photos/ordinary", "photos/orientation", "photos/raw"})
            QTest::newRow(folder) << QString::fromLatin1(folder);
    }

    void every_file() {
        TOUCHSTONE_NEEDS_SHARED("photos/README.md");
        QFETCH(QString, folder);
        DecodeOptions as_stored;
        as_stored.mode = DecodeMode::AsStored;
        DecodeOptions display;
        display.allow_damaged = true;
        const auto before = pool_->statistics();
        const auto files = files_below(folder.toStdString());
        QVERIFY(!files.empty());
        for (const std::string& file : files) {
            QCOMPARE(difference(decode_file(file, {}), pool_->decode(file, 0, {})), std::string());
            if (folder != "photos/burst" && folder != "photos/ordinary")
                QCOMPARE(difference(decode_file(file, as_stored), pool_->decode(file, 0, as_stored)), std::string());
            QCOMPARE(difference(decode_thumbnail_file(file, 256, display), pool_->decode(file, 256, display)),
                     std::string());
            QCOMPARE(difference(decode_exif_thumbnail_file(file, 128), pool_->decode_exif_thumbnail(file, 128)),
                     std::string());
        }
        // A file of zero bytes never reaches a worker.
        QVERIFY(pool_->statistics().photos - before.photos >= 2 * (files.size() - 1));
        QCOMPARE(pool_->statistics().lost, std::uint64_t{0});
    }

    void limits_are_kept_there_too() {
        TOUCHSTONE_NEEDS_SHARED("photos/formats");
        for (const char* name : {"formats/progressive.jpg", "formats/sunrise.avif", "formats/compressed_exif.jxl",
                                 "depth16/rgb16_zip.tif", "formats/small.bmp", "raw/RAW_KODAK_DC50.KDC"}) {
            const std::string file = shared_path(std::string("photos/") + name);
            for (const DecodeLimits& limits :
                 {DecodeLimits{.max_pixels = 20'000, .max_bytes = 1 << 30, .max_seconds = 60},
                  DecodeLimits{.max_pixels = 1 << 30, .max_bytes = 500, .max_seconds = 60},
                  DecodeLimits{.max_pixels = 1 << 30, .max_bytes = 1 << 30, .max_seconds = 0}}) {
                DecodeOptions options;
                options.limits = limits;
                const auto here = decode_file(file, options);
                QVERIFY(!here);
                QCOMPARE(difference(here, pool_->decode(file, 0, options)), std::string());
            }
        }
    }

    void files_that_cannot_be_opened() {
        QTemporaryDir folder;
        const std::string name = folder.path().toStdString();
        QCOMPARE(difference(decode_file(name, {}), pool_->decode(name, 0, {})), std::string());
        QCOMPARE(difference(decode_file(name + "/gone", {}), pool_->decode(name + "/gone", 0, {})), std::string());
        QCOMPARE(difference(decode_file("/dev/null", {}), pool_->decode("/dev/null", 0, {})), std::string());
    }
};

QTEST_GUILESS_MAIN(TestSandboxPixels)
#include "test_sandbox_pixels.moc"
