// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <atomic>
#include <mutex>

#include <sys/stat.h>

#include <QCryptographicHash>
#include <QDirIterator>
#include <QImageReader>
#include <QSignalSpy>
#include <QtTest>

#include "app/library/photo_loader.h"
#include "app/library/thumbnail_service.h"
#include "app/library/thumbnail_store.h"
#include "app/library/workers.h"
#include "engine/imaging/decode.h"
#include "tests/app/library/photo_folder.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

std::vector<ThumbnailRequest> requests(const std::vector<FoundFile>& files) {
    std::vector<ThumbnailRequest> wanted;
    for (const FoundFile& file : files)
        wanted.push_back({static_cast<PhotoId>(wanted.size() + 1), file});
    return wanted;
}

/// How many of these a new service finds on disk.
int stored(const std::string& cache_folder, const std::vector<FoundFile>& files, int edge = 128) {
    ThumbnailStore store(cache_folder, {}, std::uint64_t{1} << 30);
    return static_cast<int>(std::count_if(files.begin(), files.end(), [&](const FoundFile& file) {
        const auto known = store.load(file, edge, std::chrono::hours(1));
        return known && std::holds_alternative<QImage>(*known);
    }));
}

ThumbnailOptions options_with(const std::string& cache_folder) {
    ThumbnailOptions options;
    options.cache_folder = cache_folder;
    options.threads = 2;
    return options;
}

/// Wants these and waits until nothing is left.
void make_all(ThumbnailService& service, const std::vector<FoundFile>& files, int edge = 128) {
    // No more at a time than are taken however little memory there is.
    const std::vector<ThumbnailRequest> all = requests(files);
    for (std::size_t first = 0; first < all.size(); first += 16) {
        const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first);
        service.want({begin, begin + static_cast<std::ptrdiff_t>(std::min<std::size_t>(16, all.size() - first))}, edge);
        QTRY_COMPARE(service.pendingCount(), 0);
    }
}

} // namespace

class TestThumbnails : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { imaging::initialise(); }

    void rowsComeFromTheMiddle() {
        QCOMPARE(rows_nearest_first(10, 12, 100, 1), (std::vector<int>{11, 10, 12, 9, 13, 8, 14, 7, 15}));
        QCOMPARE(rows_nearest_first(0, 1, 3, 2), (std::vector<int>{0, 1, 2}));
        QCOMPARE(rows_nearest_first(90, 99, 5, 0), std::vector<int>{4});
        QVERIFY(rows_nearest_first(0, 5, 0).empty());
        QVERIFY(rows_nearest_first(0, -1, 5).empty());
        QCOMPARE(ThumbnailService::storedEdge(100), 128);
        QCOMPARE(ThumbnailService::storedEdge(257), 512);
        QCOMPARE(ThumbnailService::storedEdge(5000), 1024);
    }

    void secondServiceReadsTheStore() {
        const test::PhotoFolder folder;
        const QTemporaryDir cache;
        for (int i = 0; i < 5; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), 40 * i, QSize(400, 300));
        const std::vector<FoundFile> files = folder.found();
        {
            ThumbnailService service(options_with(cache.path().toStdString()));
            QSignalSpy ready(&service, &ThumbnailService::ready);
            make_all(service, files);
            QCOMPARE(service.counters().decoded, 5);
            QTRY_VERIFY(ready.count() >= 1);
            const QImage image = service.image(5, 128);
            QCOMPARE(image.size(), QSize(128, 96));
            QCOMPARE(image.format(), QImage::Format_RGB32);
            // Memory first: nothing is made again.
            make_all(service, files);
            QCOMPARE(service.counters().decoded, 5);
        }
        QCOMPARE(stored(cache.path().toStdString(), files), 5);
        ThumbnailService again(options_with(cache.path().toStdString()));
        make_all(again, files);
        QCOMPARE(again.counters().decoded, 0);
        QCOMPARE(again.counters().from_disk, 5);
        // JPEG at quality 85 of one flat colour: within 3 of 255.
        QVERIFY(std::abs(qRed(again.image(5, 128).pixel(60, 40)) - 160) <= 3);
        // Another size shows what there is meanwhile; a changed file is another key.
        QCOMPARE(again.image(5, 512).size(), QSize(128, 96));
        std::vector<FoundFile> touched = files;
        for (FoundFile& file : touched)
            file.mtime_ns += 1;
        ThumbnailService third(options_with(cache.path().toStdString()));
        make_all(third, touched);
        QCOMPARE(third.counters().from_disk, 0);
    }

    void unwantedRequestsAreDropped() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 200; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i, 3, 10, QLatin1Char('0')), i);
        const std::vector<FoundFile> files = folder.found();
        ThumbnailOptions options = options_with({});
        options.threads = 1;
        ThumbnailService service(options);
        const quint64 first = service.want(requests(files), 128);
        const quint64 second = service.want({{200, files[199]}}, 128);
        QVERIFY(second > first);
        QTRY_COMPARE(service.pendingCount(), 0);
        QVERIFY(!service.image(200, 128).isNull());
        QVERIFY(service.counters().decoded < 200);
    }

    void damagedAndBrokenPhotos() {
        const test::PhotoFolder folder;
        QImage noise(600, 400, QImage::Format_RGB32);
        for (int y = 0; y < noise.height(); ++y)
            for (int x = 0; x < noise.width(); ++x)
                noise.setPixel(x, y, qRgb(x * 7 % 256, y * 13 % 256, x * y % 256));
        QVERIFY(noise.save(QString::fromStdString(folder.path(QStringLiteral("whole.jpg"))), "jpeg", 90));
        QFile whole(QString::fromStdString(folder.path(QStringLiteral("whole.jpg"))));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        folder.file(QStringLiteral("cut.jpg"), bytes.left(bytes.size() / 2));
        folder.file(QStringLiteral("empty.jpg"), {});
        folder.file(QStringLiteral("text.jpg"), "this is no picture");
        const std::vector<FoundFile> files = folder.found(); // cut, empty, text, whole
        const QTemporaryDir cache;
        ThumbnailOptions options = options_with(cache.path().toStdString());
        ThumbnailService service(options);
        QSignalSpy ready(&service, &ThumbnailService::ready);
        make_all(service, files);
        QVERIFY(service.thumbnail(1, 128)->damaged);
        QVERIFY(!service.thumbnail(1, 128)->image.isNull());
        QVERIFY(service.thumbnail(2, 128)->image.isNull());
        QVERIFY(service.thumbnail(2, 128)->error.contains(QStringLiteral("empty.jpg")));
        QVERIFY(!service.thumbnail(3, 128)->error.isEmpty());
        QVERIFY(!service.thumbnail(4, 128)->damaged);
        service.flushStore();
        QCOMPARE(stored(cache.path().toStdString(), files), 1); // only the whole one is kept
        QTRY_VERIFY(ready.count() >= 1);
        // Failures are remembered …
        QCOMPARE(service.counters().failed, 2);
        make_all(service, files);
        QCOMPARE(service.counters().failed, 2);
        // … by the next start too, without a try …
        ThumbnailService next(options);
        QSignalSpy failed(&next, &ThumbnailService::failed);
        make_all(next, files);
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed[0][0].value<std::vector<ThumbnailFailure>>().size(), std::size_t{2});
        QCOMPARE(next.counters().failed, 2);
        QCOMPARE(next.counters().failed_before, 2);
        QVERIFY(next.thumbnail(3, 128)->error.contains(QStringLiteral("text.jpg")));
        // … for their lifetime.
        options.failure_lifetime = std::chrono::milliseconds(0);
        ThumbnailService forgetful(options);
        make_all(forgetful, files);
        make_all(forgetful, files);
        QCOMPARE(forgetful.counters().failed, 4);
        QCOMPARE(forgetful.counters().failed_before, 0);
    }

    void aPhotoThatWasRepairedIsTriedAtOnce() {
        const test::PhotoFolder folder;
        folder.file(QStringLiteral("a.png"), "this is no picture");
        const QTemporaryDir cache;
        ThumbnailService service(options_with(cache.path().toStdString()));
        make_all(service, folder.found());
        QCOMPARE(service.counters().failed, 1);
        folder.photo(QStringLiteral("a.png"), 200);
        make_all(service, folder.found()); // the same id, another size and time
        QCOMPARE(service.counters().decoded, 1);
        QVERIFY(!service.image(1, 128).isNull());
    }

    void aPhotoThatChangedGetsAnotherThumbnail() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("a.png"), 20);
        const QTemporaryDir cache;
        ThumbnailService service(options_with(cache.path().toStdString()));
        make_all(service, folder.found());
        folder.photo(QStringLiteral("a.png"), 220, QSize(60, 60));
        make_all(service, folder.found());
        QCOMPARE(service.counters().decoded, 2);
        QCOMPARE(qRed(service.image(1, 128).pixel(30, 30)), 220);
        service.flushStore();
        ThumbnailService next(options_with(cache.path().toStdString()));
        make_all(next, folder.found());
        QCOMPARE(next.counters().from_disk, 1);
        QVERIFY(std::abs(qRed(next.image(1, 128).pixel(30, 30)) - 220) <= 3);
    }

    void theCacheMayBeClearedAtAnyTime() {
        const test::PhotoFolder folder;
        const QTemporaryDir cache;
        for (int i = 0; i < 6; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), 40 * i);
        const auto files = folder.found();
        ThumbnailService service(options_with(cache.path().toStdString()));
        QSignalSpy issues(&service, &ThumbnailService::issueRaised);
        make_all(service, files);
        service.flushStore();
        QVERIFY(QFile::remove(cache.filePath(QStringLiteral("thumbnails.db"))));
        service.forget();
        make_all(service, files); // made again, and kept again
        QCOMPARE(service.counters().decoded, 12);
        service.flushStore();
        QCOMPARE(stored(cache.path().toStdString(), files), 6);
        QVERIFY(QDir(cache.path()).removeRecursively());
        service.forget();
        make_all(service, files);
        service.flushStore();
        QCOMPARE(stored(cache.path().toStdString(), files), 6);
        QCoreApplication::processEvents();
        QCOMPARE(issues.count(), 0);
    }

    void filesOfEarlierVersionsAreRemoved() {
        const test::PhotoFolder cache;
        const QString digest = QStringLiteral("0123456789abcdef0123456789abcdef012345");
        cache.file(QStringLiteral("thumbnails/a0/%1.jpg").arg(digest), "ours");
        cache.file(QStringLiteral("thumbnails/a0/%1.jpg.part-Xy3aZ9").arg(digest), "ours, half written");
        cache.file(QStringLiteral("thumbnails/ff/%1.jpg").arg(digest), "ours");
        cache.file(QStringLiteral("thumbnails/ff/holiday.jpg"), "somebody's");
        cache.file(QStringLiteral("thumbnails/ff/%1.png").arg(digest), "somebody's");
        cache.file(QStringLiteral("thumbnails/photos/%1.jpg").arg(digest), "somebody's");
        cache.file(QStringLiteral("thumbnails/%1.jpg").arg(digest), "somebody's");
        const std::string folder = cache.path(QStringLiteral("thumbnails"));
        QCOMPARE(remove_thumbnail_files(folder, {}), 3);
        QCOMPARE(remove_thumbnail_files(folder, {}), 0);
        QStringList left;
        for (QDirIterator entry(QString::fromStdString(folder), QDir::Files, QDirIterator::Subdirectories);
             entry.hasNext();)
            left << QFileInfo(entry.next()).fileName();
        left.sort();
        QCOMPARE(left, QStringList({digest + QStringLiteral(".jpg"), digest + QStringLiteral(".jpg"),
                                    digest + QStringLiteral(".png"), QStringLiteral("holiday.jpg")}));
        QVERIFY(!QFileInfo::exists(QString::fromStdString(folder + "/a0"))); // empty, so gone
        // A service does it by itself.
        cache.file(QStringLiteral("thumbnails/b1/%1.jpg").arg(digest), "ours");
        const ThumbnailService service(options_with(folder));
        QTRY_VERIFY(!QFileInfo::exists(QString::fromStdString(folder + "/b1")));
    }

    void aStoreThatCannotBeWrittenIsSaidOnce() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 6; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), i);
        const std::vector<FoundFile> files = folder.found();
        folder.file(QStringLiteral("taken"), "a file where the folder should be");
        ThumbnailService service(options_with(folder.path(QStringLiteral("taken"))));
        QSignalSpy issues(&service, &ThumbnailService::issueRaised);
        make_all(service, files);
        QTRY_COMPARE(issues.count(), 1);
        QCOMPARE(service.counters().decoded, 6);
        for (PhotoId id = 1; id <= 6; ++id)
            QVERIFY(!service.image(id, 128).isNull());
        make_all(service, files, 256);
        QTRY_VERIFY(!service.image(6, 256).isNull());
        QCoreApplication::processEvents();
        QCOMPARE(issues.count(), 1);
    }

    void storeAndMemoryAreBounded() {
        const test::PhotoFolder folder;
        const QTemporaryDir cache;
        for (int i = 0; i < 40; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i, 2, 10, QLatin1Char('0')), i, QSize(128, 128));
        ThumbnailOptions options = options_with(cache.path().toStdString());
        options.threads = 1;
        options.disk_bytes = 100'000;       // some ten thumbnails of two pages, and the tables
        options.memory_bytes = 10 * 65'536; // ten pictures of 128×128×4
        ThumbnailService service(options);
        service.want(requests(folder.found()), 128);
        QVERIFY(service.pendingCount() <= 16);
        make_all(service, folder.found());
        service.flushStore();
        QVERIFY(service.counters().evicted > 0);
        const qint64 bytes = QFileInfo(cache.filePath(QStringLiteral("thumbnails.db"))).size();
        QVERIFY(bytes > 0 && bytes <= 100'000);
        QCOMPARE(service.memoryUsed(), std::uint64_t{10 * 65'536});
        QVERIFY(service.image(1, 128).isNull());
        QVERIFY(!service.image(40, 128).isNull());
        service.forget();
        QCOMPARE(service.memoryUsed(), std::uint64_t{0});
    }

    void freedesktopThumbnailIsUsedWhileItIsValid() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("a b.png"), 10, QSize(400, 400));
        const FoundFile file = folder.found().at(0);
        const QTemporaryDir desktop;
        QVERIFY(QDir(desktop.path()).mkdir(QStringLiteral("normal")));
        const QByteArray canonical =
            QFileInfo(QString::fromStdString(file.path)).canonicalFilePath().toUtf8().replace(" ", "%20");
        const QByteArray uri = "file://" + canonical;
        const auto publish = [&](qint64 mtime) {
            QImage picture(128, 128, QImage::Format_RGB32);
            picture.fill(QColor(1, 2, 250));
            picture.setText(QStringLiteral("Thumb::URI"), QString::fromUtf8(uri));
            picture.setText(QStringLiteral("Thumb::MTime"), QString::number(mtime));
            const QByteArray name = QCryptographicHash::hash(uri, QCryptographicHash::Md5).toHex();
            return picture.save(desktop.filePath(QStringLiteral("normal/%1.png").arg(QLatin1String(name))));
        };
        ThumbnailOptions options = options_with({});
        options.freedesktop_folder = desktop.path().toStdString();
        QVERIFY(publish(file.mtime_ns / 1'000'000'000));
        ThumbnailService service(options);
        make_all(service, {file});
        QCOMPARE(service.counters().from_freedesktop, 1);
        QCOMPARE(qBlue(service.image(1, 128).pixel(5, 5)), 250);
        QVERIFY(publish(file.mtime_ns / 1'000'000'000 - 1)); // older than the photo
        ThumbnailService stale(options);
        make_all(stale, {file});
        QCOMPARE(stale.counters().from_freedesktop, 0);
        QCOMPARE(stale.counters().decoded, 1);
    }

    void quitInTheMiddle() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 100; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), i);
        const std::vector<FoundFile> files = folder.found();
        auto service = std::make_unique<ThumbnailService>(options_with({}));
        QSignalSpy ready(service.get(), &ThumbnailService::ready);
        service->want(requests(files), 256);
        QVERIFY(ready.wait());
        service->want(requests(files), 512);
        service.reset();
        auto loader = std::make_unique<PhotoLoader>(PhotoLoaderOptions{});
        loader->show({1, files[0]}, {{2, files[1]}, {3, files[2]}}, QSize(10, 10));
        loader.reset();
        QCoreApplication::processEvents();
    }

    // -- workers

    void workersMissNothingAndEnd() {
        std::mutex mutex;
        int waiting = 0, rests = 0;
        std::atomic<int> done = 0;
        {
            Workers workers(
                QStringLiteral("test"), 2, QThread::InheritPriority,
                [&] {
                    const std::lock_guard lock(mutex);
                    if (waiting == 0)
                        return false;
                    --waiting;
                    ++done;
                    return true;
                },
                [&](bool last) {
                    const std::lock_guard lock(mutex);
                    rests += last ? 1 : 0;
                });
            // Every piece is announced alone, so that the threads fall asleep and wake again all the time.
            for (int i = 0; i < 2000; ++i) {
                {
                    const std::lock_guard lock(mutex);
                    ++waiting;
                }
                workers.wake(1);
            }
            QTRY_COMPARE(done.load(), 2000);
            QTRY_VERIFY(!workers.isWorking());
        }
        QVERIFY(rests >= 1);
    }
};

QTEST_GUILESS_MAIN(TestThumbnails)
#include "test_thumbnails.moc"
