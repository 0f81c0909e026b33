// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The scanner as the window uses it: generations, cancelling, watching, the background.

#include <atomic>
#include <semaphore>

#include <QImage>
#include <QSignalSpy>

#include "app/library/scan/unsteady_files.h"
#include "tests/app/library/scan/scanned_folder.h"

using namespace touchstone;
using namespace touchstone::library;
using test::ScannedFolder;
using Paths = std::set<std::string>;

namespace {

/// A scanner and all that it told.
class Told : public QObject {
public:
    explicit Told(const std::shared_ptr<Catalogue>& catalogue, const ScannerOptions& options = quick())
        : scanner(catalogue, options) {
        connect(&scanner, &LibraryScanner::changed, this, [this](const std::shared_ptr<const ScanChanges>& changes) {
            const auto note = [&](Paths& paths, const std::vector<FoundPhoto>& photos) {
                for (const FoundPhoto& photo : photos)
                    paths.insert(photo.path);
            };
            note(added, changes->added);
            note(changed, changes->changed);
            note(moved, changes->moved);
            note(back, changes->back);
            missing.insert(changes->missing.begin(), changes->missing.end());
            facts += changes->facts.size();
            contents += changes->contents.size();
            issues.insert(issues.end(), changes->issues.begin(), changes->issues.end());
            generations.insert(changes->generation);
        });
        connect(&scanner, &LibraryScanner::finished, this,
                [this](quint64 generation, bool cancelled) { ends.emplace_back(generation, cancelled); });
        connect(&scanner, &LibraryScanner::rootsChanged, this, [this] { ++roots_changed; });
    }
    static ScannerOptions quick() {
        ScannerOptions options;
        options.gather_ms = 10;
        options.unsteady_ms = 20;
        return options;
    }

    Paths added, changed, moved, back;
    std::set<PhotoId> missing;
    std::size_t facts = 0, contents = 0;
    int roots_changed = 0;
    std::vector<Issue> issues;
    std::set<quint64> generations;
    std::vector<std::pair<quint64, bool>> ends;
    LibraryScanner scanner;
};

ScanPlace place_of(ScannedFolder& folder) {
    return {folder.photos(), folder.root(folder.photos()), false};
}

} // namespace

class TestLibraryScanner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void scansAndEnds() {
        ScannedFolder folder;
        for (int i = 0; i < 200; ++i)
            folder.write("f" + std::to_string(i % 3) + "/" + std::to_string(i) + ".jpg", std::to_string(i));
        Told told(folder.catalogue);
        const quint64 generation = told.scanner.start({place_of(folder)});
        QVERIFY(told.scanner.isRunning());
        QTRY_COMPARE(told.ends.size(), 1U);
        QCOMPARE(told.ends[0], std::pair(generation, false));
        QVERIFY(!told.scanner.isRunning());
        QCOMPARE(told.added.size(), 200U); // all were told before the end
        QCOMPARE(told.generations, std::set<quint64>{generation});
        QCOMPARE(folder.known().size(), 200U);
    }
    void aReplacedScanIsCancelled() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        // The first scan waits at its first look at the clock until the second one was asked for.
        std::binary_semaphore gate{0};
        std::atomic<bool> waited = false;
        ScannerOptions options = Told::quick();
        options.now_ns = [&] {
            if (!waited.exchange(true))
                gate.acquire();
            return system_now_ns();
        };
        Told told(folder.catalogue, options);
        const quint64 first = told.scanner.start({place_of(folder)});
        const quint64 second = told.scanner.start({place_of(folder)});
        gate.release();
        QTRY_COMPARE(told.ends.size(), 2U);
        QVERIFY(waited);
        QCOMPARE(told.ends[0], std::pair(first, true));
        QCOMPARE(told.ends[1], std::pair(second, false));
        QCOMPARE(folder.known().size(), 1U);
    }
    void cancels() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        Told told(folder.catalogue);
        const quint64 generation = told.scanner.start({place_of(folder)});
        told.scanner.cancel();
        QTRY_COMPARE(told.ends.size(), 1U);
        QCOMPARE(told.ends[0].first, generation);
    }
    void endsWithAScanUnderWay() {
        ScannedFolder folder;
        for (int i = 0; i < 500; ++i)
            folder.write(std::to_string(i) + ".jpg", std::to_string(i));
        {
            Told told(folder.catalogue);
            told.scanner.start({place_of(folder)});
            told.scanner.startBackground();
        }
        folder.scan();
        QCOMPARE(folder.known().size(), 500U);
        folder.check();
    }
    void seesWhatHappensInWatchedFolders() {
        ScannedFolder folder;
        folder.write("f/a.jpg", "1");
        folder.write("f/b.jpg", "2");
        folder.write("bytes\xff/c.jpg", "3"); // a folder whose name is no text
        Told told(folder.catalogue);
        told.scanner.start({place_of(folder)});
        QTRY_COMPARE(told.ends.size(), 1U);
        const PhotoId b = folder.id("f/b.jpg");
        told.added.clear();
        told.generations.clear();

        folder.write("bytes\xff/new.jpg", "4");
        QTRY_COMPARE(told.added, Paths{folder.photos("bytes\xff/new.jpg")});
        folder.write("f/a.jpg", "edited in place", 5);
        QTRY_COMPARE(told.changed, Paths{folder.photos("f/a.jpg")});
        folder.remove("f/b.jpg");
        QTRY_COMPARE(told.missing, std::set<PhotoId>{b});
        folder.rename("f/a.jpg", "f/z.jpg");
        QTRY_COMPARE(told.moved, Paths{folder.photos("f/z.jpg")});
        QCOMPARE(told.generations, std::set<quint64>{0});
    }
    void newFoldersAreWatchedToo() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        Told told(folder.catalogue);
        told.scanner.start({place_of(folder)});
        QTRY_COMPARE(told.ends.size(), 1U);
        folder.write("new/deep/b.jpg", "2");
        QTRY_VERIFY(told.added.contains(folder.photos("new/deep/b.jpg")));
        folder.write("new/deep/c.jpg", "3");
        QTRY_VERIFY(told.added.contains(folder.photos("new/deep/c.jpg")));
        folder.rename("new", "renamed");
        QTRY_COMPARE(told.moved.size(), 2U);
        folder.write("renamed/deep/d.jpg", "4"); // under its new name
        QTRY_VERIFY(told.added.contains(folder.photos("renamed/deep/d.jpg")));
    }
    void namedFilesAreWatched() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        folder.write("b.jpg", "2"); // not named
        Told told(folder.catalogue);
        told.scanner.start({{folder.photos("a.jpg"), folder.root("/", true), true}});
        QTRY_COMPARE(told.ends.size(), 1U);
        QCOMPARE(told.added, Paths{folder.photos("a.jpg")});
        folder.write("a.jpg", "edited", 5);
        QTRY_COMPARE(told.changed, Paths{folder.photos("a.jpg")});
        QCOMPARE(told.added.size(), 1U);
    }
    void stopsWatching() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        Told told(folder.catalogue);
        told.scanner.start({place_of(folder)});
        QTRY_COMPARE(told.ends.size(), 1U);
        told.scanner.stopWatching();
        std::filesystem::create_directory(folder.place("other"));
        // Another scan's end comes after anything that was still seen.
        told.scanner.start({{folder.place("other"), folder.root(folder.place("other")), false}});
        folder.write("b.jpg", "2");
        QTRY_COMPARE(told.ends.size(), 2U);
        ScannedFolder::write_at(folder.place("other/c.jpg"), "3");
        QTRY_VERIFY(told.added.contains(folder.place("other/c.jpg")));
        QVERIFY(!told.added.contains(folder.photos("b.jpg")));
    }
    void whatCannotBeWatchedIsLookedAtAgain() {
        ScannedFolder folder;
        folder.write("a/1.jpg", "1");
        folder.write("b/2.jpg", "2");
        ScannerOptions options = Told::quick();
        options.most_watches = 2; // the root and "a"
        Told told(folder.catalogue, options);
        told.scanner.start({place_of(folder)});
        QTRY_COMPARE(told.ends.size(), 1U);
        QCOMPARE(told.issues.size(), 1U);
        QCOMPARE(told.issues[0].severity, Issue::Severity::Note);
        folder.write("b/3.jpg", "3");
        told.scanner.becameActive();
        QTRY_VERIFY(told.added.contains(folder.photos("b/3.jpg")));
        told.scanner.start({place_of(folder)});
        QTRY_COMPARE(told.ends.size(), 2U);
        QCOMPARE(told.issues.size(), 1U); // said once
    }
    void whatCannotBeWatchedIsLookedAtEveryFewMinutes() {
        ScannedFolder folder;
        folder.write("b/2.jpg", "2");
        ScannerOptions options = Told::quick();
        options.most_watches = 0;
        options.again_ms = 30;
        Told told(folder.catalogue, options);
        told.scanner.start({place_of(folder)});
        QTRY_COMPARE(told.ends.size(), 1U);
        folder.write("b/3.jpg", "3");
        QTRY_VERIFY(told.added.contains(folder.photos("b/3.jpg")));
        folder.write("b/4.jpg", "4");
        QTRY_VERIFY(told.added.contains(folder.photos("b/4.jpg")));
    }
    void aDriveThatComesBackIsSeenWhenTheWindowIsLookedAt() {
        ScannedFolder folder;
        folder.write("f/a.jpg", "1");
        folder.scan();
        std::filesystem::rename(folder.photos(), folder.place("away"));
        Told told(folder.catalogue);
        told.scanner.start({place_of(folder)});
        QTRY_COMPARE(told.ends.size(), 1U);
        QTRY_COMPARE(told.roots_changed, 1);
        QVERIFY(told.missing.empty());
        std::filesystem::rename(folder.place("away"), folder.photos());
        told.scanner.becameActive();
        QTRY_COMPARE(told.back, Paths{folder.photos("f/a.jpg")});
        QTRY_COMPARE(told.roots_changed, 2);
        folder.write("f/b.jpg", "2"); // it is watched from now on
        QTRY_VERIFY(told.added.contains(folder.photos("f/b.jpg")));
    }
    void aFileThatIsBeingCopiedComesLater() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        std::ofstream copy(folder.photos("b.jpg"));
        copy << "half" << std::flush;
        if (!is_open_for_writing(folder.photos("b.jpg")))
            QSKIP("This file system does not tell who writes.");
        Told told(folder.catalogue);
        told.scanner.start({place_of(folder)});
        QTRY_COMPARE(told.ends.size(), 1U);
        QCOMPARE(told.added, Paths{folder.photos("a.jpg")}); // the scan did not wait
        copy << "whole";
        copy.close();
        QTRY_COMPARE(told.added.size(), 2U);
        QCOMPARE(folder.known().size(), 2U);
    }
    void readsFactsAndHashesInTheBackground() {
        ScannedFolder folder;
        for (int i = 0; i < 20; ++i) {
            QImage image(16, 12, QImage::Format_RGB32);
            image.fill(i);
            QVERIFY(image.save(QString::fromStdString(folder.photos(std::to_string(i) + ".png"))));
        }
        folder.write("broken.jpg", "no photo");
        Told told(folder.catalogue);
        told.scanner.holdHashing(true); // as while photos are scored
        told.scanner.start({place_of(folder)});
        QTRY_COMPARE(told.ends.size(), 1U);
        told.scanner.startBackground();
        QTRY_COMPARE(told.facts, 21U);
        QCOMPARE(told.contents, 0U);
        told.scanner.holdHashing(false);
        QTRY_COMPARE(told.contents, 21U);
        const auto reader = folder.catalogue->reader();
        QTRY_COMPARE((*reader)->withoutContent(100)->size(), 0U);
        QTRY_COMPARE((*reader)->withoutFacts(100)->size(), 0U);
        folder.write("later.jpg", "comes later"); // and goes on after what is found by watching
        QTRY_COMPARE(told.contents, 22U);
    }
};

QTEST_GUILESS_MAIN(TestLibraryScanner)
#include "test_library_scanner.moc"
