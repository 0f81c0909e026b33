// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Photos that were moved or renamed keep their ids, and with them marks and scores.
#include "tests/app/library/scan/scanned_folder.h"

using namespace touchstone;
using namespace touchstone::library;
using test::paths_of;
using test::ScannedFolder;
using Paths = std::set<std::string>;

class TestScanMoves : public QObject {
    Q_OBJECT

    /// The same bytes in a new file, as another file system or a restored backup gives them.
    static void copy(const std::string& from, const std::string& to, int seconds) {
        std::filesystem::create_directories(std::filesystem::path(to).parent_path());
        std::filesystem::copy_file(from, to);
        ScannedFolder::set_time(to, seconds);
    }

private Q_SLOTS:
    void renamedAndMovedInOneRoot() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        folder.write("f/b.jpg", "2");
        folder.scan();
        const PhotoId a = folder.id("a.jpg"), b = folder.id("f/b.jpg");
        folder.rate(a, 3);
        folder.rename("a.jpg", "A.jpg"); // case only
        folder.rename("f/b.jpg", "g/c.jpg");
        const ScanChanges changes = folder.scan();
        QCOMPARE(paths_of(changes.moved), (Paths{folder.photos("A.jpg"), folder.photos("g/c.jpg")}));
        QVERIFY(changes.added.empty() && changes.missing.empty());
        QCOMPARE(folder.id("A.jpg"), a);
        QCOMPARE(folder.id("g/c.jpg"), b);
        QCOMPARE(folder.stars(folder.photos("A.jpg")), 3);
        const ScanChanges again = folder.scan();
        QVERIFY(again.moved.empty() && again.added.empty() && again.missing.empty());
        folder.check();
    }
    void aRenamedFolderTakesItsPhotosAlong() {
        ScannedFolder folder;
        for (int i = 0; i < 30; ++i) // all alike but for their names
            folder.write("f/sub/" + std::to_string(i) + ".jpg", "same");
        folder.scan();
        const auto before = folder.known();
        folder.rename("f", "g");
        const ScanChanges changes = folder.scan();
        QCOMPARE(changes.moved.size(), 30U);
        QVERIFY(changes.added.empty() && changes.missing.empty());
        for (int i = 0; i < 30; ++i)
            QCOMPARE(folder.id("g/sub/" + std::to_string(i) + ".jpg"),
                     before.at(folder.photos("f/sub/" + std::to_string(i) + ".jpg")));
        const auto reader = folder.catalogue->reader();
        const auto rows = (*reader)->folders(folder.root(folder.photos()).id);
        QVERIFY(rows);
        for (const FolderRow& row : *rows)
            QVERIFY2(!row.path.starts_with("f"), row.path.c_str()); // the old folders are gone
        folder.check();
    }
    void betweenRoots_data() {
        QTest::addColumn<bool>("new_first");
        QTest::newRow("the new root first") << true;
        QTest::newRow("the old root first") << false;
    }
    void betweenRoots() {
        QFETCH(bool, new_first);
        ScannedFolder folder;
        folder.write("keep.jpg", "0");
        folder.write("a.jpg", "1");
        std::filesystem::create_directory(folder.place("other"));
        folder.scan();
        const PhotoId id = folder.id("a.jpg");
        const ScanTask old_root{folder.root(folder.photos()), true, {}, {}};
        const ScanTask new_root{folder.root(folder.place("other")), true, {}, {}};
        std::filesystem::rename(folder.photos("a.jpg"), folder.place("other/a.jpg"));
        const ScanChanges changes =
            folder.scan(new_first ? std::vector{new_root, old_root} : std::vector{old_root, new_root});
        QCOMPARE(paths_of(changes.moved), Paths{folder.place("other/a.jpg")});
        QVERIFY(changes.missing.empty());
        QCOMPARE(folder.known()[folder.place("other/a.jpg")], id);
    }
    void outOfARootThatIsNotLookedAt() {
        ScannedFolder folder;
        folder.write("keep.jpg", "0");
        folder.write("a.jpg", "1");
        folder.scan();
        const PhotoId id = folder.id("a.jpg");
        std::filesystem::create_directory(folder.place("other"));
        std::filesystem::rename(folder.photos("a.jpg"), folder.place("other/b.jpg"));
        folder.scan({ScanTask{folder.root(folder.place("other")), true, {}, {}}});
        QCOMPARE(folder.known()[folder.place("other/b.jpg")], id);
        QVERIFY(folder.scan().missing.empty());
    }
    void seenInTwoScans() {
        ScannedFolder folder;
        folder.write("keep.jpg", "0");
        folder.write("a.jpg", "1");
        folder.scan();
        const PhotoId id = folder.id("a.jpg");
        folder.rate(id, 2);
        std::filesystem::rename(folder.photos("a.jpg"), folder.place("drawer"));
        QCOMPARE(folder.scan().missing, std::vector<PhotoId>{id});
        std::filesystem::create_directory(folder.place("other"));
        std::filesystem::rename(folder.place("drawer"), folder.place("other/b.jpg"));
        const ScanChanges changes = folder.scan({ScanTask{folder.root(folder.place("other")), true, {}, {}}});
        QCOMPARE(paths_of(changes.moved), Paths{folder.place("other/b.jpg")});
        QCOMPARE(folder.stars(folder.place("other/b.jpg")), 2);
        folder.check();
    }
    void ontoAnotherDiskByItsBytes() {
        ScannedFolder folder;
        folder.write("keep.jpg", "0");
        folder.write("a.jpg", "one");
        folder.scan();
        folder.hash(folder.photos("a.jpg"));
        const PhotoId id = folder.id("a.jpg");
        copy(folder.photos("a.jpg"), folder.photos("f/b.jpg"), 99);
        folder.remove("a.jpg");
        const ScanChanges changes = folder.scan();
        QCOMPARE(paths_of(changes.moved), Paths{folder.photos("f/b.jpg")});
        QCOMPARE(folder.id("f/b.jpg"), id);
        const auto reader = folder.catalogue->reader();      // what was known of its bytes stays
        QCOMPARE((*reader)->withoutContent(10)->size(), 1U); // keep.jpg
    }
    void equalEndsAreNotEqualBytes() {
        ScannedFolder folder;
        const std::string end(70'000, 'x');
        folder.write("keep.jpg", "0");
        folder.write("a.jpg", end + "middle" + end);
        folder.scan();
        folder.hash(folder.photos("a.jpg"));
        folder.remove("a.jpg");
        folder.write("b.jpg", end + "MIDDLE" + end, 50);
        const ScanChanges changes = folder.scan();
        QVERIFY(changes.moved.empty());
        QCOMPARE(paths_of(changes.added), Paths{folder.photos("b.jpg")});
        QCOMPARE(changes.missing.size(), 1U);
    }
    void copiesStayCopies() {
        ScannedFolder folder;
        folder.write("a.jpg", "one");
        folder.scan();
        folder.hash(folder.photos("a.jpg"));
        const PhotoId id = folder.id("a.jpg");
        copy(folder.photos("a.jpg"), folder.photos("f/a.jpg"), 0);
        const ScanChanges changes = folder.scan();
        QVERIFY(changes.moved.empty());
        QCOMPARE(paths_of(changes.added), Paths{folder.photos("f/a.jpg")});
        QCOMPARE(folder.id("a.jpg"), id);
    }
    void ofEqualPhotosTheOneOfTheSameName() {
        ScannedFolder folder;
        folder.write("keep.jpg", "0");
        for (const char* name : {"1.jpg", "2.jpg", "3.jpg"})
            folder.write(name, "same");
        folder.scan();
        std::map<std::string, PhotoId> before;
        for (const char* name : {"1.jpg", "2.jpg", "3.jpg"}) {
            folder.hash(folder.photos(name));
            before[name] = folder.id(name);
            copy(folder.photos(name), folder.photos(std::string("f/") + name), 9);
        }
        std::filesystem::rename(folder.photos("f/1.jpg"), folder.photos("f/0.jpg"));
        for (const char* name : {"1.jpg", "2.jpg", "3.jpg"})
            folder.remove(name);
        QCOMPARE(folder.scan().moved.size(), 3U);
        QCOMPARE(folder.id("f/2.jpg"), before["2.jpg"]);
        QCOMPARE(folder.id("f/3.jpg"), before["3.jpg"]);
        QCOMPARE(folder.id("f/0.jpg"), before["1.jpg"]);
        folder.check();
    }
    void onePhotoIsGivenAwayOnce() {
        ScannedFolder folder;
        folder.write("keep.jpg", "0");
        folder.write("a.jpg", "same");
        folder.scan();
        folder.hash(folder.photos("a.jpg"));
        copy(folder.photos("a.jpg"), folder.photos("b.jpg"), 9);
        copy(folder.photos("a.jpg"), folder.photos("c.jpg"), 9);
        folder.remove("a.jpg");
        const ScanChanges changes = folder.scan();
        QCOMPARE(changes.moved.size(), 1U);
        QCOMPARE(changes.added.size(), 1U);
    }
    void namesThatWereExchanged() {
        ScannedFolder folder;
        folder.write("a.jpg", "1", 1);
        folder.write("b.jpg", "22", 2);
        folder.scan();
        const PhotoId a = folder.id("a.jpg"), b = folder.id("b.jpg");
        folder.rename("a.jpg", "c");
        folder.rename("b.jpg", "a.jpg");
        folder.rename("c", "b.jpg");
        QCOMPARE(folder.scan().moved.size(), 2U);
        QCOMPARE(folder.id("a.jpg"), b);
        QCOMPARE(folder.id("b.jpg"), a);
        folder.check();
    }
    void numbersThatWereShifted() {
        ScannedFolder folder;
        std::vector<PhotoId> ids;
        for (int i = 1; i <= 5; ++i)
            folder.write(std::to_string(i) + ".jpg", std::string(static_cast<std::size_t>(i), 'x'), i);
        folder.scan();
        for (int i = 1; i <= 5; ++i)
            ids.push_back(folder.id(std::to_string(i) + ".jpg"));
        for (int i = 5; i >= 1; --i)
            folder.rename(std::to_string(i) + ".jpg", std::to_string(i + 1) + ".jpg");
        folder.write("1.jpg", "a new one");
        const ScanChanges changes = folder.scan();
        QCOMPARE(changes.moved.size(), 5U);
        QCOMPARE(paths_of(changes.added), Paths{folder.photos("1.jpg")});
        for (int i = 1; i <= 5; ++i)
            QCOMPARE(folder.id(std::to_string(i + 1) + ".jpg"), ids[static_cast<std::size_t>(i - 1)]);
        folder.check();
    }
    void anOverwrittenPhotoIsMissing() {
        ScannedFolder folder;
        folder.write("a.jpg", "1", 1);
        folder.write("b.jpg", "22", 2);
        folder.scan();
        const PhotoId a = folder.id("a.jpg"), b = folder.id("b.jpg");
        folder.rename("a.jpg", "b.jpg");
        const ScanChanges changes = folder.scan();
        QCOMPARE(changes.moved.size(), 1U);
        QCOMPARE(changes.missing, std::vector<PhotoId>{b});
        QCOMPARE(folder.id("b.jpg"), a);
        const ScanChanges again = folder.scan();
        QVERIFY(again.missing.empty() && again.changed.empty() && again.moved.empty());
        folder.check();
    }
    void anEditorThatReplacesTheFileChangesIt() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        folder.scan();
        const PhotoId id = folder.id("a.jpg");
        folder.write(".tmp", "edited", 60);
        folder.rename(".tmp", "a.jpg");
        const ScanChanges changes = folder.scan();
        QCOMPARE(paths_of(changes.changed), Paths{folder.photos("a.jpg")});
        QVERIFY(changes.added.empty() && changes.missing.empty());
        QCOMPARE(folder.id("a.jpg"), id);
    }
    void watchedFoldersFindMovesToo() {
        ScannedFolder folder;
        folder.write("f/a.jpg", "1");
        folder.write("g/b.jpg", "2");
        folder.scan();
        const PhotoId id = folder.id("f/a.jpg");
        folder.rename("f/a.jpg", "g/a.jpg");
        // The event of the new place may come alone.
        QCOMPARE(paths_of(folder.scan_only({"g"}).moved), Paths{folder.photos("g/a.jpg")});
        QVERIFY(folder.scan_only({"f"}).missing.empty());
        QCOMPARE(folder.id("g/a.jpg"), id);
    }
};

QTEST_GUILESS_MAIN(TestScanMoves)
#include "test_scan_moves.moc"
