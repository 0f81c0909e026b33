// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>

#include <unistd.h>

#include <sys/stat.h>

#include <QSignalSpy>
#include <QtTest>

#include "app/library/cache_files.h"
#include "app/library/folder_scanner.h"
#include "app/library/score_cache.h"
#include "engine/base/files.h"
#include "tests/app/library/photo_folder.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

struct Walked {
    std::vector<std::string> paths;
    std::vector<Error> errors;
    bool whole = false;
};

Walked walk(const std::vector<std::string>& paths) {
    Walked result;
    result.whole = walk_photos(
        paths, [&](FoundFile&& file) { result.paths.push_back(file.path); },
        [&](Error&& error) { result.errors.push_back(std::move(error)); }, {});
    return result;
}

} // namespace

class TestFolderScanner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsPhotosByNameAndSkipsHidden() {
        const test::PhotoFolder folder;
        for (const char* name :
             {"b.jpg", "a.JPG", "sub/c.png", ".hidden.jpg", ".dir/d.jpg", "notes.txt", "e.jpg/f.webp"})
            folder.file(QLatin1String(name), "x");
        const std::string top = folder.path();
        const Walked result = walk({top});
        QVERIFY(result.whole);
        QVERIFY(result.errors.empty());
        QCOMPARE(result.paths,
                 (std::vector<std::string>{top + "/a.JPG", top + "/b.jpg", top + "/e.jpg/f.webp", top + "/sub/c.png"}));
        // What is named itself is always tried; the argument stays as it was given.
        const Walked named =
            walk({folder.path(QStringLiteral(".hidden.jpg")), folder.path(QStringLiteral("notes.txt")), top + "/sub/"});
        QCOMPARE(named.paths, (std::vector<std::string>{top + "/.hidden.jpg", top + "/notes.txt", top + "/sub/c.png"}));
    }

    void namesOfAnyBytesSurvive() {
        const test::PhotoFolder folder;
        const std::string name = folder.path() + "/caf\xe9 \n'\".jpg";
        QVERIFY(write_file_atomically(name, "x").has_value());
        const Walked result = walk({folder.path()});
        QCOMPARE(result.paths, std::vector<std::string>{name});
        QVERIFY(display_name(name).contains(QChar(0xFFFD)));
        QCOMPARE(percent_decode(percent_encode_path(name)), name);
        QCOMPARE(::unlink(name.c_str()), 0); // QTemporaryDir cannot name it
    }

    void cutsLinkLoops() {
        const test::PhotoFolder folder;
        folder.file(QStringLiteral("one/a.jpg"), "x");
        QCOMPARE(::symlink(folder.path().c_str(), folder.path(QStringLiteral("one/up")).c_str()), 0);
        QCOMPARE(::symlink("self", folder.path(QStringLiteral("self")).c_str()), 0);
        QCOMPARE(::symlink("nowhere.jpg", folder.path(QStringLiteral("dangling.jpg")).c_str()), 0);
        const Walked result = walk({folder.path()});
        QVERIFY(result.whole);
        QCOMPARE(result.paths.size(), std::size_t{1});
        QCOMPARE(result.errors.size(), std::size_t{2}); // the link to itself and the dangling photo
    }

    void photosAreNamedByTheirRealPath() {
        const test::PhotoFolder folder, elsewhere;
        folder.file(QStringLiteral("real/a.jpg"), "x");
        elsewhere.file(QStringLiteral("b.jpg"), "x");
        // The links come first by name, and are entered last.
        QCOMPARE(::symlink("real", folder.path(QStringLiteral("1 link")).c_str()), 0);
        QCOMPARE(::symlink(elsewhere.path().c_str(), folder.path(QStringLiteral("2 outside")).c_str()), 0);
        const Walked result = walk({folder.path()});
        QCOMPARE(result.paths,
                 (std::vector<std::string>{folder.path() + "/real/a.jpg", folder.path() + "/2 outside/b.jpg"}));
        QVERIFY(result.errors.empty());
    }

    void everythingThatCannotBeReadIsNamed() {
        const test::PhotoFolder folder;
        QCOMPARE(::mkfifo(folder.path(QStringLiteral("pipe.jpg")).c_str(), 0600), 0);
        const Walked result = walk({folder.path(), folder.path(QStringLiteral("missing"))});
        QVERIFY(result.paths.empty());
        QCOMPARE(result.errors.size(), std::size_t{2});
        QCOMPARE(result.errors[0].code, ErrorCode::UnsupportedFormat);
        QCOMPARE(result.errors[1].code, ErrorCode::NotFound);
        QCOMPARE(result.errors[1].file, folder.path(QStringLiteral("missing")));
        if (::geteuid() == 0)
            QSKIP("root may read every folder");
        folder.file(QStringLiteral("locked/a.jpg"), "x");
        QCOMPARE(::chmod(folder.path(QStringLiteral("locked")).c_str(), 0), 0);
        const Walked locked = walk({folder.path(QStringLiteral("locked"))});
        ::chmod(folder.path(QStringLiteral("locked")).c_str(), 0700);
        QCOMPARE(locked.errors.size(), std::size_t{1});
        QCOMPARE(locked.errors[0].code, ErrorCode::PermissionDenied);
        // May be listed, may not be entered: the photo is named, and the folder once for whatever else is in it.
        folder.file(QStringLiteral("locked/notes.txt"), "x");
        folder.file(QStringLiteral("locked/below/b.jpg"), "x");
        QCOMPARE(::chmod(folder.path(QStringLiteral("locked")).c_str(), 0400), 0);
        const Walked listed = walk({folder.path(QStringLiteral("locked"))});
        ::chmod(folder.path(QStringLiteral("locked")).c_str(), 0700);
        QCOMPARE(listed.errors.size(), std::size_t{2});
        QCOMPARE(listed.errors[0].file, folder.path(QStringLiteral("locked/a.jpg")));
        QCOMPARE(listed.errors[1].file, folder.path(QStringLiteral("locked")));
    }

    void deliversBatchesInOrder() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 2500; ++i)
            folder.file(QStringLiteral("%1.jpg").arg(i, 5, 10, QLatin1Char('0')), "x");
        FolderScanner scanner;
        std::vector<std::string> names;
        int batches = 0;
        connect(&scanner, &FolderScanner::found, this, [&](const std::shared_ptr<const ScanBatch>& batch) {
            ++batches;
            QVERIFY(batch->files.size() <= 1000);
            QCOMPARE(batch->generation, scanner.generation());
            for (const FoundFile& file : batch->files) {
                names.push_back(file.path);
                QCOMPARE(file.bytes, std::int64_t{1});
                QVERIFY(file.mtime_ns > 0);
            }
        });
        QSignalSpy finished(&scanner, &FolderScanner::finished);
        const quint64 generation = scanner.start({folder.path()});
        QVERIFY(scanner.isRunning());
        QVERIFY(finished.wait());
        QCOMPARE(finished[0][0].toULongLong(), generation);
        QCOMPARE(finished[0][1].toBool(), false);
        QVERIFY(!scanner.isRunning());
        QCOMPARE(names.size(), std::size_t{2500});
        QVERIFY(std::is_sorted(names.begin(), names.end()));
        QVERIFY(batches >= 3);
    }

    void cancelEndsTheScan() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 300; ++i)
            folder.file(QStringLiteral("%1.jpg").arg(i), "x");
        FolderScanner scanner;
        QSignalSpy finished(&scanner, &FolderScanner::finished);
        // The same folder very often: this would take minutes if it were not cancelled.
        std::vector<std::string> paths;
        for (int i = 0; i < 100'000; ++i)
            paths.push_back(folder.path(QStringLiteral("%1.jpg").arg(i % 300)));
        scanner.start(paths);
        scanner.cancel();
        QVERIFY(finished.wait());
        QCOMPARE(finished[0][1].toBool(), true);
    }

    void aNewScanReplacesTheOldOne() {
        const test::PhotoFolder folder;
        folder.file(QStringLiteral("a.jpg"), "x");
        FolderScanner scanner;
        QSignalSpy finished(&scanner, &FolderScanner::finished);
        const quint64 first = scanner.start(std::vector<std::string>(100'000, folder.path()));
        const quint64 second = scanner.start({folder.path()});
        QTRY_COMPARE(finished.count(), 2);
        QCOMPARE(finished[0][0].toULongLong(), first);
        QCOMPARE(finished[1][0].toULongLong(), second);
        QCOMPARE(finished[1][1].toBool(), false);
    }

    void quitInTheMiddle() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 300; ++i)
            folder.file(QStringLiteral("%1.jpg").arg(i), "x");
        std::vector<std::string> paths;
        for (int i = 0; i < 100'000; ++i)
            paths.push_back(folder.path(QStringLiteral("%1.jpg").arg(i % 300)));
        auto scanner = std::make_unique<FolderScanner>();
        QSignalSpy found(scanner.get(), &FolderScanner::found);
        scanner->start(paths);
        QVERIFY(found.wait());
        scanner.reset(); // ends, and nothing is delivered afterwards
        const int seen = static_cast<int>(found.count());
        QCoreApplication::processEvents();
        QCOMPARE(found.count(), seen);
    }

    // -- score cache

    void scoresAreRememberedAcrossObjects() {
        const QTemporaryDir cache_folder;
        const std::string folder = cache_folder.filePath(QStringLiteral("scores")).toStdString();
        const ScoreRecipe recipe{"m", "abc", "google", 2048, imaging::DecodeMode::Upright, Precision::Reference};
        const FoundFile file{"/photos/caf\xe9.jpg", 1000, 123456789012345};
        ScoreCache::Entry entry;
        entry.record.model = "m";
        entry.record.model_sha256 = "abc";
        entry.record.score.value = 71.30000000000001;
        entry.record.score.standard_deviation = 1.0 / 3;
        entry.record.score.distribution = {0.1, 0.9};
        entry.record.scored_size = {640, 480};
        entry.record.native_limit = 2048;
        entry.record.reduced = true;
        entry.record.device = "cpu";
        entry.pixel_size = {6000, 4000};
        ScoreCache first(folder), second(folder);
        QVERIFY(!first.find(recipe, file));
        QVERIFY(first.add(recipe, file, entry).has_value());
        // Two windows write by turns into one file.
        FoundFile other = file;
        other.mtime_ns += 1;
        QVERIFY(second.add(recipe, other, entry).has_value());
        QVERIFY(first.add(recipe, {"/photos/third.jpg", 3, 3}, entry).has_value());

        ScoreCache third(folder);
        const auto found = third.find(recipe, file);
        QVERIFY(found.has_value());
        QCOMPARE(found->record.score.value, 71.30000000000001);
        QCOMPARE(*found->record.score.standard_deviation, 1.0 / 3);
        QCOMPARE(found->record.score.distribution, (std::vector<double>{0.1, 0.9}));
        QCOMPARE(found->pixel_size.width, 6000);
        QVERIFY(found->record.remembered && found->record.reduced);
        QVERIFY(third.find(recipe, other).has_value());
        QVERIFY(third.find(recipe, {"/photos/third.jpg", 3, 3}).has_value());
        // Anything that changes the number is another key.
        ScoreRecipe limit = recipe, hash = recipe, decode = recipe, precision = recipe;
        limit.native_limit.reset();
        hash.model_sha256 = "abd";
        decode.decode = imaging::DecodeMode::AsStored;
        precision.precision = Precision::Fast;
        for (const ScoreRecipe& changed : {limit, hash, decode, precision})
            QVERIFY(!third.find(changed, file));
        FoundFile larger = file;
        ++larger.bytes;
        QVERIFY(!third.find(recipe, larger));
    }

    void halfALineIsPassedOver() {
        const QTemporaryDir cache_folder;
        const std::string folder = cache_folder.path().toStdString();
        const ScoreRecipe recipe{"m", "abc", "google", std::nullopt, {}, {}};
        ScoreCache::Entry entry;
        entry.record.score.value = 5;
        {
            ScoreCache cache(folder);
            QVERIFY(cache.add(recipe, {"/a.jpg", 1, 1}, entry).has_value());
        }
        QFile file(cache_folder.filePath(QString::fromStdString(recipe.key()) + QStringLiteral(".jsonl")));
        QVERIFY(file.open(QIODevice::Append));
        file.write("{\"path\":\"/torn");
        file.close();
        {
            ScoreCache cache(folder);
            QVERIFY(cache.find(recipe, {"/a.jpg", 1, 1}));
            QVERIFY(cache.add(recipe, {"/b.jpg", 1, 1}, entry).has_value());
        }
        ScoreCache cache(folder);
        QVERIFY(cache.find(recipe, {"/a.jpg", 1, 1}));
        QVERIFY(cache.find(recipe, {"/b.jpg", 1, 1}));
    }

    void aCacheThatCannotBeWrittenComplainsOnce() {
        const test::PhotoFolder folder;
        folder.file(QStringLiteral("taken"), "a file where the folder should be");
        ScoreCache cache(folder.path(QStringLiteral("taken")) + "/scores");
        const ScoreRecipe recipe{"m", "abc", "google", std::nullopt, {}, {}};
        ScoreCache::Entry entry;
        const auto first = cache.add(recipe, {"/a.jpg", 1, 1}, entry);
        QVERIFY(!first.has_value());
        QCOMPARE(first.error().code, ErrorCode::WriteFailed);
        QVERIFY(cache.add(recipe, {"/b.jpg", 1, 1}, entry).has_value());
        QVERIFY(cache.find(recipe, {"/a.jpg", 1, 1})); // for this session it remembers all the same
    }
};

QTEST_GUILESS_MAIN(TestFolderScanner)
#include "test_folder_scanner.moc"
