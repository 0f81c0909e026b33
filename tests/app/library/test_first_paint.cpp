// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What is on screen is shown by its Exif data until it is decoded.
#include <atomic>
#include <condition_variable>
#include <mutex>

#include <QSignalSpy>
#include <QtTest>

#include "app/library/thumbnail_service.h"
#include "engine/base/files.h"
#include "engine/imaging/decode.h"
#include "engine/imaging/file_decoder.h"
#include "tests/app/library/photo_folder.h"
#include "tests/support/exif_jpeg.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

/// Decodes in this process, photos only once the gate is open, and none whose name begins with "broken".
class GatedDecoder : public imaging::FileDecoder {
public:
    Result<Photo> decode(const std::string& path, int edge, const imaging::DecodeOptions& options) override {
        ++begun;
        {
            std::unique_lock lock(mutex_);
            opened_.wait(lock, [this] { return open_; });
        }
        if (path.find("/broken") != std::string::npos)
            return failure(ErrorCode::Damaged, path, "is broken", {});
        return read_file(path, options.limits.max_bytes).and_then([&](const Bytes& bytes) {
            return imaging::decode_thumbnail(bytes, edge, options, path);
        });
    }
    Result<Photo> decode_exif_thumbnail(const std::string& path, int edge) override {
        ++looks;
        return read_file(path, std::uint64_t{1} << 30).and_then([&](const Bytes& bytes) {
            return imaging::decode_exif_thumbnail(bytes, edge, path);
        });
    }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        opened_.notify_all();
    }
    std::atomic<int> looks = 0, begun = 0;

private:
    std::mutex mutex_;
    std::condition_variable opened_;
    bool open_ = false;
};

/// A red photo whose Exif data hold a blue picture.
void photo_with_exif(const test::PhotoFolder& folder, const QString& name) {
    QImage photo(400, 300, QImage::Format_RGB888), small(160, 120, QImage::Format_RGB888);
    photo.fill(Qt::red);
    small.fill(Qt::blue);
    folder.file(name, test::with_exif(test::jpeg_of(photo), 1, test::jpeg_of(small)));
}

bool is_blue(const QImage& image) {
    return !image.isNull() && qBlue(image.pixel(20, 20)) > 200 && qRed(image.pixel(20, 20)) < 50;
}

std::vector<ThumbnailRequest> requests(const std::vector<FoundFile>& files) {
    std::vector<ThumbnailRequest> wanted;
    for (const FoundFile& file : files)
        wanted.push_back({static_cast<PhotoId>(wanted.size() + 1), file});
    return wanted;
}

ThumbnailOptions options_with(const QTemporaryDir& cache) {
    ThumbnailOptions options;
    options.cache_folder = cache.path().toStdString();
    options.threads = 1;
    return options;
}

} // namespace

class TestFirstPaint : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { imaging::initialise(); }

    void exifIsShownUntilThePhotoIsDecoded() {
        const test::PhotoFolder folder;
        photo_with_exif(folder, QStringLiteral("a.jpg"));
        photo_with_exif(folder, QStringLiteral("broken.jpg"));
        folder.photo(QStringLiteral("c.jpg"), 200, QSize(400, 300));
        photo_with_exif(folder, QStringLiteral("d.jpg")); // not on screen
        const std::vector<FoundFile> files = folder.found();
        const QTemporaryDir cache;
        const auto decoder = std::make_shared<GatedDecoder>();
        imaging::set_file_decoder(decoder);
        const auto leave = qScopeGuard([&] {
            decoder->open();
            imaging::set_file_decoder({});
        });
        {
            ThumbnailService service(options_with(cache));
            QSignalSpy ready(&service, &ThumbnailService::ready);
            service.want(requests(files), 128, 3);
            QTRY_COMPARE(service.counters().first_paints, 2);
            QTRY_VERIFY(!ready.isEmpty());
            QVERIFY(is_blue(service.image(1, 128)));
            QCOMPARE(service.image(1, 128).size(), QSize(128, 96));
            QVERIFY(is_blue(service.image(2, 512)));
            QVERIFY(service.image(3, 128).isNull() && service.image(4, 128).isNull());
            QVERIFY(!service.thumbnail(1, 128)); // it is not the thumbnail
            // Scrolling to and fro asks again and again; nothing is looked for twice.
            for (int i = 0; i < 5; ++i)
                service.want(requests(files), 128, 3);
            decoder->open();
            QTRY_COMPARE(service.pendingCount(), 0);
            QCOMPARE(decoder->looks.load(), 3);
            QCOMPARE(service.counters().first_paints, 2);
            for (const PhotoId id : {1, 3, 4})
                QVERIFY(service.thumbnail(id, 128) && !is_blue(service.image(id, 128)));
            // What cannot be read after all has no picture left that says otherwise.
            QVERIFY(service.image(2, 128).isNull());
            QVERIFY(service.thumbnail(2, 128)->error.contains(QStringLiteral("broken.jpg")));
            // And of the first paint nothing is kept, in memory or on disk.
            QCOMPARE(service.memoryUsed(), std::uint64_t{3 * 128 * 96 * 4});
        }
        ThumbnailService next(options_with(cache));
        next.want(requests(files), 128, 4);
        QTRY_COMPARE(next.pendingCount(), 0);
        QCOMPARE(next.counters().from_disk, 3);
        QCOMPARE(next.counters().first_paints, 0);
        QVERIFY(!is_blue(next.image(1, 128)));
    }

    void aFileThatChangesWhileItIsDecodedIsMadeAgain() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("a.jpg"), 20, QSize(400, 300));
        const auto decoder = std::make_shared<GatedDecoder>();
        imaging::set_file_decoder(decoder);
        const auto leave = qScopeGuard([&] {
            decoder->open();
            imaging::set_file_decoder({});
        });
        ThumbnailService service(options_with(QTemporaryDir()));
        service.want(requests(folder.found()), 128);
        QTRY_COMPARE(decoder->begun.load(), 1); // one that only waits would give way to the next
        folder.photo(QStringLiteral("a.jpg"), 220, QSize(600, 300));
        service.want(requests(folder.found()), 128);
        QCOMPARE(service.pendingCount(), 2);
        decoder->open();
        QTRY_COMPARE(service.pendingCount(), 0);
        service.want(requests(folder.found()), 128);
        QCOMPARE(service.pendingCount(), 0); // what is kept is of the file as it is now
        QCOMPARE(service.image(1, 128).size(), QSize(128, 64));
    }
};

QTEST_GUILESS_MAIN(TestFirstPaint)
#include "test_first_paint.moc"
