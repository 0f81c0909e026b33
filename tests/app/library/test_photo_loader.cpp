// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Photos at full size for the loupe: which are decoded when, what is made of them, and what stays in memory.
#include <condition_variable>
#include <mutex>

#include <QColorSpace>
#include <QSignalSpy>
#include <QtTest>

#include "app/library/image_convert.h"
#include "app/library/photo_loader.h"
#include "engine/base/files.h"
#include "engine/imaging/decode.h"
#include "engine/imaging/file_decoder.h"
#include "engine/imaging/resample.h"
#include "tests/app/library/photo_folder.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

/// Decodes in this process, and lets one file wait.
class HeldDecoder : public imaging::FileDecoder {
public:
    Result<Photo> decode(const std::string& path, int, const imaging::DecodeOptions& options) override {
        {
            std::unique_lock lock(mutex_);
            if (path == held_) {
                waiting_ = true;
                changed_.notify_all();
                changed_.wait(lock, [&] { return path != held_; });
                waiting_ = false;
            }
        }
        const auto bytes = read_file(path, options.limits.max_bytes);
        if (!bytes)
            return tl::unexpected(bytes.error());
        return imaging::decode(*bytes, options, path);
    }
    Result<Photo> decode_exif_thumbnail(const std::string& path, int) override {
        return failure(ErrorCode::UnsupportedFormat, path, "not of use here");
    }
    void hold(const std::string& path) {
        const std::lock_guard lock(mutex_);
        held_ = path;
        changed_.notify_all();
    }
    bool isWaiting() {
        const std::lock_guard lock(mutex_);
        return waiting_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string held_;
    bool waiting_ = false;
};

} // namespace

class TestPhotoLoader : public QObject {
    Q_OBJECT

    std::shared_ptr<HeldDecoder> decoder_ = std::make_shared<HeldDecoder>();

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        imaging::set_file_decoder(decoder_);
    }

    void loaderGivesFullAndFittedPictures() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 3; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), 50 * i, QSize(300, 200));
        const std::vector<FoundFile> files = folder.found();
        PhotoLoader loader(PhotoLoaderOptions{});
        QSignalSpy loaded(&loader, &PhotoLoader::loaded);
        loader.show({1, files[0]}, {{2, files[1]}, {3, files[2]}}, QSize(150, 150));
        QTRY_COMPARE(loaded.count(), 3);
        QCOMPARE(loader.full(1).size(), QSize(300, 200));
        QCOMPARE(loader.full(1).format(), QImage::Format_RGB888);
        QCOMPARE(loader.full(3).pixelColor(7, 7), QColor(100, 100, 50));
        QCOMPARE(loader.fitted(1).size(), QSize(150, 100));
        QCOMPARE(loader.fitted(2).size(), QSize(150, 100)); // preloaded
        QVERIFY(!loader.isDamaged(1));
        // Another window size: the copy is made anew, the photo is not decoded again.
        QSignalSpy fitted(&loader, &PhotoLoader::fittedReady);
        loader.setFit(QSize(60, 60));
        QTRY_COMPARE(fitted.count(), 3);
        QCOMPARE(loader.fitted(1).size(), QSize(60, 40));
        QCOMPARE(loaded.count(), 3);
        // What is in memory is answered at once, through the event loop.
        loader.show({2, files[1]}, {}, QSize(60, 60));
        QTRY_COMPARE(loaded.count(), 4);
        QCOMPARE(PhotoLoader::fittedSize(QSize(300, 200), QSize(1000, 1000)), QSize(300, 200));
        QCOMPARE(PhotoLoader::fittedSize(QSize(30000, 2), QSize(100, 100)), QSize(100, 1));
    }

    void loaderFailsAndForgets() {
        const test::PhotoFolder folder;
        folder.file(QStringLiteral("bad.jpg"), "this is a text that somebody gave the name of a picture");
        PhotoLoader loader(PhotoLoaderOptions{});
        QSignalSpy failed(&loader, &PhotoLoader::failed);
        loader.show({1, folder.found().at(0)}, {}, QSize(10, 10));
        QVERIFY(failed.wait());
        QCOMPARE(loader.error(1)->code, ErrorCode::UnsupportedFormat);
        QVERIFY(loader.full(1).isNull());
        loader.forget();
        QVERIFY(!loader.error(1));
    }

    void loaderMemoryIsBounded() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 6; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), i, QSize(100, 100)); // 30,000 bytes each
        const std::vector<FoundFile> files = folder.found();
        PhotoLoaderOptions options;
        options.cache_bytes = 70'000;
        options.threads = 1;
        PhotoLoader loader(options);
        QSignalSpy loaded(&loader, &PhotoLoader::loaded);
        for (int i = 0; i < 6; ++i) {
            loader.show({i + 1, files[static_cast<std::size_t>(i)]}, {}, {});
            QTRY_COMPARE(loaded.count(), i + 1);
            QVERIFY(!loader.full(i + 1).isNull());
            QVERIFY(loader.memoryUsed() <= 70'000);
        }
        QVERIFY(loader.full(1).isNull());
        QVERIFY(!loader.full(5).isNull());
    }

    void loaderKeepsTheNearestNeighboursOfHugePhotos() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 6; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), i, QSize(100, 100)); // 30,000 bytes each
        const std::vector<FoundFile> files = folder.found();
        const auto request = [&](PhotoId id) { return LoadRequest{id, files[static_cast<std::size_t>(id - 1)]}; };
        PhotoLoaderOptions options;
        options.cache_bytes = 70'000; // the photo and one neighbour
        options.threads = 1;
        PhotoLoader loader(options);
        QSignalSpy loaded(&loader, &PhotoLoader::loaded);
        loader.show(request(1), {request(2), request(3), request(4), request(5)}, {});
        QTRY_VERIFY(loaded.count() >= 3 && loader.pendingCount() == 0);
        QVERIFY(!loader.full(1).isNull());
        QVERIFY(!loader.full(2).isNull()); // the next one, though the third came after it
        QVERIFY(loader.full(3).isNull());
        QVERIFY(loader.full(4).isNull());
        QCOMPARE(loaded.count(),
                 3); // what had no room, and what is further away, is not tried for ever
        QVERIFY(loader.memoryUsed() <= 70'000);
        // One step on: what was next is there at once, and the one behind gives way to the one ahead.
        loader.show(request(2), {request(3), request(1)}, {});
        QVERIFY(!loader.full(2).isNull());
        QTRY_VERIFY(!loader.full(3).isNull());
        QVERIFY(loader.full(1).isNull());
    }

    void copiesAreExactAndInTheColoursOfTheScreen() {
        const test::PhotoFolder folder;
        QImage photo(90, 60, QImage::Format_RGB888);
        for (int y = 0; y < photo.height(); ++y)
            for (int x = 0; x < photo.width(); ++x)
                photo.setPixelColor(x, y, QColor(x * 2, y * 4, (x * y) % 256));
        QVERIFY(photo.save(QString::fromStdString(folder.path(QStringLiteral("a.png")))));
        PhotoLoader loader(PhotoLoaderOptions{});
        QSignalSpy ready(&loader, &PhotoLoader::fittedReady);
        loader.show({1, folder.found().at(0)}, {}, QSize(40, 40));
        QVERIFY(ready.wait());
        RgbImage pixels(Size{90, 60});
        for (int y = 0; y < 60; ++y)
            std::copy_n(photo.constScanLine(y), 270, pixels.row(y));
        const QImage expected = image_of(imaging::shrink_area_average(pixels, Size{40, 26}));
        QCOMPARE(loader.fitted(1), expected.convertToFormat(QImage::Format_RGB32));
        QCOMPARE(loader.onScreen(1), loader.fitted(1));
        // Another screen: the copy for it is made on the loader's threads, and the one in sRGB stays.
        const QColorSpace wide(QColorSpace::DisplayP3);
        loader.setScreen(wide);
        const QImage meanwhile = loader.onScreen(1);
        QVERIFY(meanwhile.isNull() || meanwhile == in_colours_of(loader.fitted(1), wide)); // never for another screen
        QVERIFY(ready.wait());
        QCOMPARE(loader.fitted(1), expected.convertToFormat(QImage::Format_RGB32));
        QVERIFY(loader.onScreen(1) != loader.fitted(1));
        QCOMPARE(loader.onScreen(1), in_colours_of(loader.fitted(1), wide));
        loader.setScreen({});
        QVERIFY(ready.wait());
        QCOMPARE(loader.onScreen(1), loader.fitted(1));
    }

    void wholePixelsOfTheCurrentPhotoComeBeforeTheCopyThatFits() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 2; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), 50 * i, QSize(300, 200));
        const std::vector<FoundFile> files = folder.found();
        PhotoLoader loader(PhotoLoaderOptions{});
        QStringList said;
        connect(&loader, &PhotoLoader::decoded, this, [&](qlonglong id) {
            said << QStringLiteral("decoded %1").arg(id);
            QCOMPARE(loader.full(id).size(), QSize(300, 200));
        });
        connect(&loader, &PhotoLoader::loaded, this,
                [&](qlonglong id) { said << QStringLiteral("loaded %1").arg(id); });
        loader.show({1, files[0]}, {{2, files[1]}}, QSize(150, 150));
        QTRY_COMPARE(
            said, QStringList({QStringLiteral("decoded 1"), QStringLiteral("loaded 1"), QStringLiteral("loaded 2")}));
    }

    void theCurrentPhotoDoesNotWaitForANeighbour() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 4; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), 50 * i);
        const std::vector<FoundFile> files = folder.found();
        PhotoLoaderOptions options;
        options.threads = 1;
        PhotoLoader loader(options);
        decoder_->hold(files[1].path);
        loader.show({1, files[0]}, {{2, files[1]}, {3, files[2]}}, {});
        QTRY_VERIFY(decoder_->isWaiting());
        QVERIFY(!loader.full(1).isNull());
        loader.show({4, files[3]}, {{3, files[2]}}, {});
        QTRY_VERIFY(!loader.full(4).isNull());
        QVERIFY(decoder_->isWaiting());
        QVERIFY(loader.full(3).isNull()); // neighbours have one thread, and that one waits
        decoder_->hold({});
        QTRY_VERIFY(!loader.full(3).isNull());
        QTRY_COMPARE(loader.pendingCount(), 0);
    }

    /// Nothing else is to be done that would wake a thread.
    void theCurrentPhotoAloneDoesNotWaitForANeighbour() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 3; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), 50 * i);
        const std::vector<FoundFile> files = folder.found();
        PhotoLoaderOptions options;
        options.threads = 1;
        PhotoLoader loader(options);
        decoder_->hold(files[1].path);
        loader.show({1, files[0]}, {{2, files[1]}}, {});
        QTRY_VERIFY(decoder_->isWaiting() && !loader.full(1).isNull());
        loader.show({3, files[2]}, {}, {});
        QTRY_VERIFY(!loader.full(3).isNull());
        QVERIFY(decoder_->isWaiting());
        decoder_->hold({});
    }

    void aPhotoAskedForAnewWhileItsForgottenDecodeRunsComes() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("0.png"), 50);
        const std::vector<FoundFile> files = folder.found();
        PhotoLoader loader(PhotoLoaderOptions{});
        decoder_->hold(files[0].path);
        loader.show({1, files[0]}, {}, {});
        QTRY_VERIFY(decoder_->isWaiting());
        loader.forget();
        loader.show({1, files[0]}, {}, {});
        decoder_->hold({});
        QTRY_VERIFY(!loader.full(1).isNull());
    }
};

QTEST_GUILESS_MAIN(TestPhotoLoader)
#include "test_photo_loader.moc"
