// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/app/library/catalogue/rows_of_test.h"

using namespace touchstone;
using namespace touchstone::test;

/// Roots, folders and names change their places; photos keep ids, marks and scores.
class TestPlaces : public QObject {
    Q_OBJECT

    static Result<void> rate(Library& library, PhotoId photo, int stars) {
        return library.write([=](CatalogueWriter& writer) -> Result<void> {
            const auto old = writer.changeMarks(std::vector{photo}, MarkChange{stars, {}, {}});
            return old ? Result<void>() : tl::unexpected(old.error());
        });
    }
    static Result<RootRow> root(Library& library, const std::string& path, bool loose = false) {
        Result<RootRow> row;
        const auto done = library.write([&](CatalogueWriter& writer) -> Result<void> {
            row = writer.addRoot(path, loose);
            return row ? Result<void>() : tl::unexpected(row.error());
        });
        return done ? row : tl::unexpected(done.error());
    }
    static std::string path_of(Library& library, PhotoId photo) {
        return library.reader()->absolutePath(photo).value_or("?");
    }
    static PhotoFile file(PhotoId id, FolderId folder, const std::string& name) {
        PhotoFile made;
        made.id = id;
        made.folder = folder;
        made.name = name;
        return made;
    }

private Q_SLOTS:
    void a_root_is_found_again_and_holds_what_lies_inside() {
        Library library;
        library.open();
        const auto first = root(library, "/photos");
        VERIFY_DONE(first);
        QCOMPARE(root(library, "/photos")->id, first->id);
        QCOMPARE(root(library, "/photos/day")->id, first->id);
        QVERIFY(root(library, "/photos2")->id != first->id); // a longer name is not inside
        QCOMPARE(library.reader()->rootOf("/photos/day/a.jpg")->value().id, first->id);
        QCOMPARE(library.reader()->rootOf("/photos")->value().path, std::string("/photos"));
        QVERIFY(!*library.reader()->rootOf("/photosX"));
        VERIFY_DONE(root(library, "/", true));
        QVERIFY(!*library.reader()->rootOf("/elsewhere"));
    }

    void a_root_around_others_takes_their_photos_over() {
        Library library;
        library.open();
        const PhotoId a = library.add("/photos/2024", "", {"a"});
        const PhotoId b = library.add("/photos/2024", "trip", {"b"});
        const PhotoId other = library.add("/photos2", "", {"c"});
        VERIFY_DONE(rate(library, b, 5));
        const auto outer = root(library, "/photos");
        VERIFY_DONE(outer);
        const auto roots = library.reader()->roots();
        QCOMPARE(roots->size(), std::size_t{2});
        QCOMPARE(path_of(library, a), std::string("/photos/2024/a"));
        QCOMPARE(path_of(library, b), std::string("/photos/2024/trip/b"));
        QCOMPARE(path_of(library, other), std::string("/photos2/c"));
        const auto entries = library.entries({Scope::Kind::Root, outer->id, {}, {}, false});
        QCOMPARE(entries.size(), std::size_t{2});
        QCOMPARE(entries[1].marks.rating, 5);
        QVERIFY(library.catalogue->check()->empty());
        // The whole disk is a root like another.
        VERIFY_DONE(root(library, "/"));
        QCOMPARE(library.reader()->roots()->size(), std::size_t{1});
        QCOMPARE(path_of(library, b), std::string("/photos/2024/trip/b"));
        QVERIFY(library.catalogue->check()->empty());
    }

    void loose_photos_join_the_root_that_comes_around_them() {
        Library library;
        library.open();
        VERIFY_DONE(root(library, "/", true));
        const RootId loose = library.reader()->roots()->front().id;
        const FolderId in = library.catalogue->newFolderIds(2);
        const PhotoId first = library.catalogue->newPhotoIds(2);
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) -> Result<void> {
            if (const auto put = writer.putFolders(
                    std::vector{FolderRow{in, loose, "photos/day", 9}, FolderRow{in + 1, loose, "desk", 9}});
                !put)
                return put;
            return writer.addPhotos(std::vector{file(first, in, "a"), file(first + 1, in + 1, "b")});
        }));
        VERIFY_DONE(rate(library, first, 2));
        QCOMPARE(library.reader()->idsOf(std::vector<std::string>{"/photos/day/a"})->front(), first);
        const auto outer = root(library, "/photos");
        const auto folders = library.reader()->folders(outer->id);
        QVERIFY(folders->size() == 1 && folders->front().path == "day" && folders->front().mtime_ns == 0);
        QCOMPARE(path_of(library, first), std::string("/photos/day/a"));
        QCOMPARE(path_of(library, first + 1), std::string("/desk/b"));
        QCOMPARE(library.entries()[0].marks.rating, 2);
        QCOMPARE(library.reader()->idsOf(std::vector<std::string>{"/photos/day/a", "/desk/b"}).value(),
                 (std::vector{first, first + 1}));
    }

    void a_forgotten_root_leaves_the_scores() {
        Library library;
        library.open();
        const PhotoId first = library.add("/photos", "", {"a"});
        VERIFY_DONE(rate(library, first, 3));
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) -> Result<void> {
            if (const auto set = writer.setContents(std::vector{std::pair(first, hash(1))}); !set)
                return set;
            if (const auto added = writer.addScores(model("m"), std::vector{scored(hash(1), 1)}); !added)
                return added;
            return writer.removeRoot(1);
        }));
        const auto counts = library.reader()->counts();
        QVERIFY(counts->photos == 0 && counts->marked == 0 && counts->scores == 1);
        QVERIFY(library.reader()->scores(model("m").recipe.key(), std::vector{hash(1)})->front());
        QVERIFY(library.catalogue->check()->empty());
    }

    void times_of_roots_and_folders() {
        Library library;
        library.open();
        library.add("/photos", "day", {"a"});
        const FolderRow folder = library.reader()->folders(1)->front();
        QVERIFY(folder.path == "day" && folder.mtime_ns == 5 && folder.root == 1);
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) -> Result<void> {
            if (const auto set = writer.setScanned(1, 1234); !set)
                return set;
            return writer.putFolders(std::vector{FolderRow{folder.id, 1, "night", 6}, FolderRow{999, 77, "lost", 1}});
        }));
        QCOMPARE(library.reader()->roots()->front().last_scan_ms, 1234);
        QCOMPARE(library.reader()->folders(1)->size(), std::size_t{1});
        QCOMPARE(library.reader()->folders(1)->front().path, std::string("night"));
        QCOMPARE(library.entries()[0].file.path, std::string("/photos/night/a"));
    }

    void a_removed_folder_s_photos_are_missing_and_keep_their_marks() {
        Library library;
        library.open();
        const PhotoId first = library.add("/photos", "day", {"a"});
        library.add("/photos", "empty", {});
        VERIFY_DONE(rate(library, first, 4));
        std::vector<FolderId> ids;
        const auto known = library.reader()->folders(1);
        for (const FolderRow& folder : *known)
            ids.push_back(folder.id);
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) { return writer.removeFolders(ids); }));
        const auto folders = library.reader()->folders(1);
        QVERIFY(folders->size() == 1 && folders->front().mtime_ns == 0);
        const auto files = library.reader()->files(1);
        QVERIFY(files->size() == 1 && files->front().missing);
        QCOMPARE(library.entries({Scope::Kind::All, 0, {}, {}, true})[0].marks.rating, 4);
    }

    void names_are_exchanged() {
        Library library;
        library.open();
        const PhotoId first = library.add("/photos", "", {"a", "b"});
        const FolderId folder = library.entries()[0].folder;
        VERIFY_DONE(rate(library, first, 1));
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) {
            return writer.movePhotos(std::vector{file(first, folder, "b"), file(first + 1, folder, "a"),
                                                 file(first, folder + 50, "nowhere"), file(first + 9, folder, "c")});
        }));
        QCOMPARE(path_of(library, first), std::string("/photos/b"));
        QCOMPARE(path_of(library, first + 1), std::string("/photos/a"));
        QCOMPARE(library.entries()[0].marks.rating, 1);
        QVERIFY(library.catalogue->check()->empty());
    }

    void a_photo_whose_name_is_taken_over_keeps_its_marks() {
        Library library;
        library.open();
        const PhotoId first = library.add("/photos", "", {"a", "b"});
        const FolderId folder = library.entries()[0].folder;
        VERIFY_DONE(rate(library, first + 1, 5));
        VERIFY_DONE(library.write(
            [&](CatalogueWriter& writer) { return writer.movePhotos(std::vector{file(first, folder, "b")}); }));
        QCOMPARE(path_of(library, first), std::string("/photos/b"));
        const auto all = library.entries({Scope::Kind::All, 0, {}, {}, true});
        QCOMPARE(all[1].marks.rating, 5);
        QCOMPARE(library.entries().size(), std::size_t{1});
        // Its file turns up elsewhere.
        VERIFY_DONE(library.write(
            [&](CatalogueWriter& writer) { return writer.movePhotos(std::vector{file(first + 1, folder, "found")}); }));
        QCOMPARE(path_of(library, first + 1), std::string("/photos/found"));
        QCOMPARE(library.entries().size(), std::size_t{2});
        QVERIFY(library.catalogue->check()->empty());
    }

    void a_folder_whose_path_is_taken_over_keeps_its_photos() {
        Library library;
        library.open();
        const PhotoId old = library.add("/photos", "day", {"a"});
        const PhotoId moved = library.add("/photos", "night", {"b"});
        const FolderId night = library.entries()[1].folder;
        VERIFY_DONE(rate(library, old, 3));
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) {
            return writer.putFolders(std::vector{FolderRow{night, 1, "day", 8}});
        }));
        QCOMPARE(path_of(library, moved), std::string("/photos/day/b"));
        const auto all = library.entries({Scope::Kind::All, 0, {}, {}, true});
        QVERIFY(all[0].id == old && all[0].marks.rating == 3);
        QCOMPARE(library.entries().size(), std::size_t{1});
        QVERIFY(library.catalogue->check()->empty());
    }
};

QTEST_GUILESS_MAIN(TestPlaces)
#include "test_places.moc"
