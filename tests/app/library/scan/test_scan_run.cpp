// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What one look at the disk finds: new, changed, missing, offline; rules of names and folders. Moves: test_scan_moves.
#include <sys/fsuid.h>

#include <QProcess>

#include "tests/app/library/scan/scanned_folder.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using namespace touchstone::library;
using test::paths_of;
using test::ScannedFolder;
using Paths = std::set<std::string>;

class TestScanRun : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsPhotosByTheRulesOfTheWalk() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        folder.write("text.txt", "2");
        folder.write(".hidden.jpg", "3");
        folder.write(".cache/b.jpg", "4");
        folder.write("z/c.NEF", "5");
        folder.write("bytes\xff\xfe/\xe4\xf6.jpg", "6"); // Latin-1
        const ScanChanges changes = folder.scan();
        QCOMPARE(paths_of(changes.added), (Paths{folder.photos("a.jpg"), folder.photos("z/c.NEF"),
                                                 folder.photos("bytes\xff\xfe/\xe4\xf6.jpg")}));
        QCOMPARE(folder.known().size(), 3U);
        QVERIFY(changes.issues.empty());
        folder.check();
    }
    /// The same photos as the command line's walk, whatever they are called; and known again.
    void strangeNamesOfThePack() {
        TOUCHSTONE_NEEDS_SHARED("photos/names.tar");
        ScannedFolder folder;
        const QStringList arguments{QStringLiteral("xf"), QString::fromStdString(test::shared_path("photos/names.tar")),
                                    QStringLiteral("-C"), QString::fromStdString(folder.photos())};
        QCOMPARE(QProcess::execute(QStringLiteral("tar"), arguments), 0);
        Paths walked;
        const std::vector<std::string> places{folder.photos()};
        QVERIFY(walk_photos(
            places, [&](FoundFile&& file) { walked.insert(std::move(file.path)); }, [](Error&&) {}, {}));
        QVERIFY(walked.size() > 30);
        QCOMPARE(paths_of(folder.scan().added), walked);
        const ScanChanges again = folder.scan();
        QVERIFY(again.added.empty() && again.changed.empty() && again.moved.empty() && again.missing.empty());
        folder.check();
    }
    void linksComeAfterRealFoldersAndLoopsEnd() {
        ScannedFolder folder;
        folder.write("real/a.jpg", "1");
        std::filesystem::create_directory(folder.photos("aaa"));
        std::filesystem::create_directory_symlink(folder.photos("real"), folder.photos("aaa/link"));
        std::filesystem::create_directory_symlink(folder.photos(), folder.photos("real/loop"));
        ScannedFolder::write_at(folder.place("elsewhere/b.jpg"), "2");
        std::filesystem::create_directory_symlink(folder.place("elsewhere"), folder.photos("outside"));
        const Paths expected{folder.photos("real/a.jpg"), folder.photos("outside/b.jpg")};
        QCOMPARE(paths_of(folder.scan().added), expected);
        const ScanChanges again = folder.scan();
        QVERIFY(again.added.empty() && again.missing.empty() && again.moved.empty());
    }
    void hardLinksAreTwoPhotos() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        std::filesystem::create_hard_link(folder.photos("a.jpg"), folder.photos("b.jpg"));
        QCOMPARE(folder.scan().added.size(), 2U);
        const ScanChanges again = folder.scan();
        QVERIFY(again.added.empty() && again.missing.empty() && again.moved.empty());
    }
    void findsNothingTheSecondTime() {
        ScannedFolder folder;
        for (int i = 0; i < 50; ++i)
            folder.write("f" + std::to_string(i % 5) + "/" + std::to_string(i) + ".jpg", std::to_string(i));
        QCOMPARE(folder.scan().added.size(), 50U);
        const auto known = folder.known();
        const ScanChanges again = folder.scan();
        QVERIFY(again.added.empty() && again.changed.empty() && again.missing.empty() && again.moved.empty() &&
                again.back.empty());
        QCOMPARE(folder.known(), known);
    }
    void anUnchangedFolderIsNotListedButItsFilesAreLookedAt() {
        ScannedFolder folder;
        folder.write("f/a.jpg", "1");
        ScannedFolder::set_time(folder.photos("f"), 10);
        folder.scan();
        // Would be found by listing: only the folder's time says that there is nothing new.
        folder.write("f/b.jpg", "2");
        folder.write("f/a.jpg", "edited", 5);
        ScannedFolder::set_time(folder.photos("f"), 10);
        const ScanChanges changes = folder.scan();
        QCOMPARE(paths_of(changes.changed), Paths{folder.photos("f/a.jpg")});
        QVERIFY(changes.added.empty());
        ScannedFolder::set_time(folder.photos("f"), 11);
        QCOMPARE(paths_of(folder.scan().added), Paths{folder.photos("f/b.jpg")});
    }
    void aFolderThatChangedJustNowIsListedAgain() {
        ScannedFolder folder;
        folder.ahead_ns = 0;
        folder.write("a.jpg", "1");
        const RootRow root = folder.root(folder.photos());
        folder.scan();
        auto reader = folder.catalogue->reader();
        QVERIFY(reader);
        QCOMPARE((*reader)->folders(root.id)->at(0).mtime_ns, 0);
        folder.ahead_ns = std::int64_t{60} * 1'000'000'000;
        folder.scan();
        QVERIFY((*reader)->folders(root.id)->at(0).mtime_ns != 0);
    }
    void aChangeForgetsFactsAndKeepsMarks() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        folder.scan();
        folder.hash(folder.photos("a.jpg"));
        folder.rate(folder.id("a.jpg"), 4);
        folder.write("a.jpg", "22", 9);
        const ScanChanges changes = folder.scan();
        QCOMPARE(changes.changed.size(), 1U);
        QVERIFY(!changes.changed[0].file.content);
        QCOMPARE(folder.stars(folder.photos("a.jpg")), 4);
        const auto reader = folder.catalogue->reader();
        QCOMPARE((*reader)->withoutContent(10)->size(), 1U);
    }
    void whatDisappearsIsMissingAndComesBackWithItsMarks() {
        ScannedFolder folder;
        folder.write("keep.jpg", "0");
        folder.write("f/a.jpg", "1");
        folder.scan();
        const PhotoId id = folder.id("f/a.jpg");
        folder.rate(id, 5);
        folder.remove("f");
        QCOMPARE(folder.scan().missing, std::vector<PhotoId>{id});
        QCOMPARE(folder.known().size(), 1U);
        QCOMPARE(folder.known(true).size(), 2U);
        QVERIFY(folder.scan().missing.empty()); // said once
        folder.write("f/a.jpg", "1");
        const ScanChanges back = folder.scan();
        QCOMPARE(paths_of(back.back), Paths{folder.photos("f/a.jpg")});
        QVERIFY(back.added.empty());
        QCOMPARE(folder.id("f/a.jpg"), id);
        QCOMPARE(folder.stars(folder.photos("f/a.jpg")), 5);
        folder.check();
    }
    void aFolderThatComesBackIsListed() {
        ScannedFolder folder;
        folder.write("keep.jpg", "0");
        folder.write("f/a.jpg", "1");
        ScannedFolder::set_time(folder.photos("f"), 7);
        folder.scan();
        folder.remove("f");
        folder.scan();
        folder.write("f/a.jpg", "1");
        folder.write("f/b.jpg", "2");
        ScannedFolder::set_time(folder.photos("f"), 7); // restored with its times
        const ScanChanges changes = folder.scan();
        QCOMPARE(paths_of(changes.added), Paths{folder.photos("f/b.jpg")});
        QCOMPARE(paths_of(changes.back), Paths{folder.photos("f/a.jpg")});
    }
    void aRootThatIsNotThereIsOffline() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        folder.scan();
        const PhotoId id = folder.id("a.jpg");
        std::filesystem::rename(folder.photos(), folder.place("away"));
        QVERIFY(folder.scan().missing.empty());
        QCOMPARE(folder.end.offline.size(), 1U);
        QVERIFY(folder.end.roots_changed);
        QVERIFY(folder.root(folder.photos()).offline);
        folder.scan();
        QVERIFY(!folder.end.roots_changed); // it is offline still
        std::filesystem::rename(folder.place("away"), folder.photos());
        const ScanChanges back = folder.scan();
        QVERIFY(folder.end.roots_changed);
        QVERIFY(!folder.root(folder.photos()).offline);
        QCOMPARE(paths_of(back.back), Paths{folder.photos("a.jpg")});
        QCOMPARE(folder.id("a.jpg"), id);
    }
    void anEmptyMountPointIsOffline() {
        ScannedFolder folder;
        folder.write("f/a.jpg", "1");
        folder.scan();
        folder.lie_on_another_device();
        std::filesystem::rename(folder.photos(), folder.place("away"));
        std::filesystem::create_directory(folder.photos());
        QVERIFY(folder.scan().missing.empty());
        QVERIFY(folder.root(folder.photos()).offline);
        // Back, on a device whose number is another one now.
        std::filesystem::remove(folder.photos());
        std::filesystem::rename(folder.place("away"), folder.photos());
        QCOMPARE(paths_of(folder.scan().back), Paths{folder.photos("f/a.jpg")});
        QVERIFY(!folder.root(folder.photos()).offline);
        // An empty folder of which nothing is known is no drive.
        std::filesystem::create_directory(folder.place("new"));
        folder.scan({ScanTask{folder.root(folder.place("new")), true, {}, {}}});
        QVERIFY(folder.end.offline.empty());
    }
    void aFolderThatWasEmptiedIsNotOffline() {
        ScannedFolder folder;
        folder.write("f/a.jpg", "1");
        folder.scan();
        folder.remove("f");
        QCOMPARE(folder.scan().missing.size(), 1U);
        QVERIFY(!folder.root(folder.photos()).offline);
    }
    void aFolderWithoutPermissionKeepsItsPhotos() {
        ScannedFolder folder;
        folder.write("closed/below/a.jpg", "1");
        folder.write("open/b.jpg", "2");
        folder.scan();
        folder.remove("open/b.jpg");
        const RootRow root = folder.root(folder.photos());
        std::filesystem::permissions(folder.photos("closed"), std::filesystem::perms::none);
        // Root may read everything; another user, on this thread, may not.
        const int user = ::geteuid() == 0 ? 65534 : static_cast<int>(::geteuid());
        ::setfsuid(static_cast<uid_t>(user));
        const ScanChanges changes = folder.scan({ScanTask{root, true, {}, {}}});
        ::setfsuid(::geteuid());
        std::filesystem::permissions(folder.photos("closed"), std::filesystem::perms::all);
        QCOMPARE(changes.missing.size(), 1U);
        QCOMPARE(changes.issues.size(), 1U);
        QCOMPARE(changes.issues[0].file, folder.photos("closed"));
        QVERIFY(folder.known().contains(folder.photos("closed/below/a.jpg")));
        const ScanChanges again = folder.scan();
        QVERIFY(again.added.empty() && again.missing.empty());
    }
    /// May be listed, may not be entered: one issue, not one for each photo.
    void aFolderThatMayOnlyBeListedKeepsItsPhotos() {
        ScannedFolder folder;
        for (const char* name : {"closed/a.jpg", "closed/b.jpg", "closed/c.jpg", "closed/below/d.jpg"})
            folder.write(name, name);
        folder.scan();
        const RootRow root = folder.root(folder.photos());
        std::filesystem::permissions(folder.photos("closed"), std::filesystem::perms{0444});
        const int user = ::geteuid() == 0 ? 65534 : static_cast<int>(::geteuid());
        ::setfsuid(static_cast<uid_t>(user));
        const ScanChanges changes = folder.scan({ScanTask{root, true, {}, {}}});
        ::setfsuid(::geteuid());
        std::filesystem::permissions(folder.photos("closed"), std::filesystem::perms::all);
        QVERIFY(changes.missing.empty());
        QCOMPARE(changes.issues.size(), 1U);
        QCOMPARE(changes.issues[0].file, folder.photos("closed"));
        const ScanChanges again = folder.scan();
        QVERIFY(again.added.empty() && again.missing.empty() && again.issues.empty());
    }
    void aLinkToNothingIsAnIssueUntilItsFileComes() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        std::filesystem::create_symlink(folder.place("later.jpg"), folder.photos("link.jpg"));
        QCOMPARE(folder.scan().issues.size(), 1U);
        ScannedFolder::write_at(folder.place("later.jpg"), "2");
        QCOMPARE(paths_of(folder.scan().added), Paths{folder.photos("link.jpg")});
        std::filesystem::remove(folder.place("later.jpg"));
        QCOMPARE(folder.scan().missing.size(), 1U);
    }
    void aFileThatIsBeingCopiedIsTakenWhenItIsSteady() {
        ScannedFolder folder;
        folder.ahead_ns = 0;
        std::filesystem::create_directories(folder.photos("f"));
        std::ofstream copy(folder.photos("f/a.jpg"));
        copy << "half" << std::flush;
        folder.write("f/old.jpg", "1");
        if (!is_open_for_writing(folder.photos("f/a.jpg")))
            QSKIP("This file system does not tell who writes.");
        QCOMPARE(paths_of(folder.scan().added), Paths{folder.photos("f/old.jpg")});
        QVERIFY(!folder.unsteady.empty());
        folder.ahead_ns = 400'000'000;
        QVERIFY(folder.unsteady.look().empty());
        copy << "more" << std::flush; // it grows: the second begins again
        folder.ahead_ns = 1'100'000'000;
        QVERIFY(folder.unsteady.look().empty());
        copy.close();
        folder.ahead_ns = 3'500'000'000;
        QCOMPARE(folder.unsteady.look(), std::vector<std::string>{folder.photos("f")});
        const ScanChanges changes = folder.scan_only({"f"});
        QCOMPARE(paths_of(changes.added), Paths{folder.photos("f/a.jpg")});
        QCOMPARE(changes.added[0].file.bytes, 8);
        QVERIFY(folder.unsteady.empty());
    }
    void aFileThatGrowsBetweenTwoLooksIsUnsteady() {
        ScannedFolder folder;
        PhotoFile before, now;
        before.bytes = 10;
        now.bytes = 20;
        folder.write("a.jpg", "1");
        QVERIFY(!folder.unsteady.isUnsteady(folder.photos("a.jpg"), before, before));
        QVERIFY(folder.unsteady.isUnsteady(folder.photos("a.jpg"), before, now));
        QVERIFY(folder.unsteady.isWaiting(folder.photos("a.jpg"), now));
        folder.ahead_ns += 1'100'000'000;
        QVERIFY(!folder.unsteady.isWaiting(folder.photos("a.jpg"), now));
        QVERIFY(folder.unsteady.isUnsteady(folder.photos("a.jpg"), before, now));
        folder.remove("a.jpg");
        QCOMPARE(folder.unsteady.look(), std::vector<std::string>{folder.photos()}); // gone: forgotten
        QVERIFY(folder.unsteady.empty());
    }
    void rawAndJpegOfOneShotArePaired() {
        ScannedFolder folder;
        folder.write("f/IMG_1.CR2", "1");
        folder.write("f/img_1.jpg", "2");
        folder.write("f/IMG_2.jpg", "3");
        folder.write("g/IMG_2.NEF", "4"); // another folder
        folder.scan();
        const auto partner = [&](const std::string& name) {
            folder.catalogue->flush();
            const auto reader = folder.catalogue->reader();
            PhotoId found = -1;
            (void)(*reader)->photos({}, {}, [&](PhotoEntry&& photo) {
                if (photo.file.path == folder.photos(name))
                    found = photo.paired_with;
                return true;
            });
            return found;
        };
        QCOMPARE(partner("f/IMG_1.CR2"), folder.id("f/img_1.jpg"));
        QCOMPARE(partner("f/img_1.jpg"), folder.id("f/IMG_1.CR2"));
        QCOMPARE(partner("f/IMG_2.jpg"), no_photo);
        folder.rename("g/IMG_2.NEF", "f/IMG_2.NEF");
        folder.scan();
        QCOMPARE(partner("f/IMG_2.jpg"), folder.id("f/IMG_2.NEF"));
        folder.rename("f/img_1.jpg", "g/img_1.jpg");
        folder.scan();
        QCOMPARE(partner("f/IMG_1.CR2"), no_photo);
    }
    void withoutAPlaceInTheCatalogueNothingIsKept() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        RootRow root;
        root.path = folder.photos();
        for (int i = 0; i < 2; ++i) {
            const ScanChanges changes = folder.scan({ScanTask{root, true, {}, {}}});
            QCOMPARE(changes.added.size(), 1U);
            QVERIFY(changes.added[0].file.id != no_photo);
        }
        QVERIFY(folder.known(true).empty());
        root.path = folder.place("nowhere");
        QCOMPARE(folder.scan({ScanTask{root, true, {}, {}}}).issues.size(), 1U);
    }
    void filesThatAreNamedThemselves() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        folder.write("b.txt", "2"); // named on purpose: its content decides
        folder.write("c.jpg", "3");
        const RootRow loose = folder.root("/", true);
        const ScanTask task{loose, true, {}, {folder.photos("a.jpg"), folder.photos("b.txt"), folder.photos("no.jpg")}};
        const ScanChanges changes = folder.scan({task});
        QCOMPARE(paths_of(changes.added), (Paths{folder.photos("a.jpg"), folder.photos("b.txt")}));
        QCOMPARE(changes.issues.size(), 1U);
        folder.remove("a.jpg");
        QCOMPARE(folder.scan({task}).missing.size(), 1U);
        folder.write("a.jpg", "1");
        const ScanChanges again = folder.scan({task});
        QVERIFY(again.added.empty());
        QCOMPARE(paths_of(again.back), Paths{folder.photos("a.jpg")});
        folder.check();
    }
    void onlySomeFoldersAreLookedThrough() {
        ScannedFolder folder;
        folder.write("f/a.jpg", "1");
        folder.write("g/b.jpg", "2");
        folder.write("h/i/c.jpg", "3");
        folder.scan();
        folder.write("f/new.jpg", "4");
        folder.write("f/sub/deep/new.jpg", "5"); // new folders are entered
        folder.remove("g/b.jpg");                // nobody looks there
        folder.remove("h");
        const ScanChanges changes = folder.scan_only({"f"});
        QCOMPARE(paths_of(changes.added), (Paths{folder.photos("f/new.jpg"), folder.photos("f/sub/deep/new.jpg")}));
        QVERIFY(changes.missing.empty());
        QCOMPARE(folder.scan_only({""}).missing.size(), 1U); // "h" with all below it
        QCOMPARE(folder.scan_only({"g"}).missing.size(), 1U);
        QVERIFY(folder.end.whole_wanted.empty());
        std::filesystem::create_directory_symlink(folder.photos("g"), folder.photos("link"));
        folder.scan_only({""});
        QCOMPARE(folder.end.whole_wanted.size(), 1U);
        folder.check();
    }
    void aStoppedLookConcludesNothing() {
        ScannedFolder folder;
        folder.write("a.jpg", "1");
        folder.write("f/b.jpg", "2");
        folder.scan();
        folder.remove("f");
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(folder.scan({ScanTask{folder.root(folder.photos()), true, {}, {}}}, stop.get_token()).missing.empty());
        QVERIFY(folder.end.stopped);
        QCOMPARE(folder.scan().missing.size(), 1U);
    }
    void tellsOfFoldersBeforeTheyAreListed() {
        ScannedFolder folder;
        folder.write("f/a.jpg", "1");
        folder.scan();
        QCOMPARE(folder.entered, (Paths{folder.photos(), folder.photos("f")}));
    }
};

QTEST_GUILESS_MAIN(TestScanRun)
#include "test_scan_run.moc"
