// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/library/catalogue/backup.h"
#include "app/library/catalogue/connection.h"
#include "app/library/catalogue/schema.h"
#include "tests/app/library/catalogue/rows_of_test.h"

using namespace touchstone;
using namespace touchstone::test;
namespace fs = std::filesystem;

using State = Catalogue::State;

/// A catalogue is opened in whatever state its folder is; and the person is told.
class TestOpening : public QObject {
    Q_OBJECT

    static std::string text_of(const Catalogue& catalogue) {
        std::string all;
        for (const Issue& notice : catalogue.notices())
            all += notice.text.toStdString() + '\n';
        return all;
    }
    static void rate(Library& library, PhotoId photo, int stars) {
        VERIFY_DONE(library.write([=](CatalogueWriter& writer) -> Result<void> {
            const auto old = writer.changeMarks(std::vector{photo}, MarkChange{stars, {}, {}});
            return old ? Result<void>() : tl::unexpected(old.error());
        }));
    }
    static std::string database(const Library& library) { return library.folder + "/catalogue.db"; }
    static std::vector<std::string> files_like(const std::string& folder, const std::string& part) {
        std::vector<std::string> found;
        if (fs::exists(folder))
            for (const auto& entry : fs::directory_iterator(folder))
                if (entry.path().filename().native().find(part) != std::string::npos)
                    found.push_back(entry.path().filename().native());
        std::sort(found.begin(), found.end());
        return found;
    }
    /// As a crash leaves it.
    static void mark_unclean(const Library& library) { std::ofstream(library.folder + "/catalogue.open").put('\n'); }
    /// Overwrites pages behind the first one, which names the tables.
    static void damage(const std::string& file, std::streamoff from, std::streamoff to) {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(from);
        for (std::streamoff at = from; at < to; ++at)
            stream.put('\x5a');
        QVERIFY(stream.good());
    }
    /// A library of schema 1 with a photo and its stars, as an earlier version left it.
    static void make_old(const Library& library) {
        fs::create_directories(library.folder);
        const auto connection = Connection::open(database(library), Connection::Mode::ReadWrite);
        VERIFY_DONE(connection);
        VERIFY_DONE(migrate(**connection, 1));
        for (const char* sql : {"INSERT INTO root (path) VALUES (CAST('/old' AS BLOB))",
                                "INSERT INTO folder (root, path) VALUES (1, x'')",
                                "INSERT INTO photo (folder, name, bytes, mtime_ns) VALUES (1, x'61ff', 5, 6)",
                                "INSERT INTO mark (photo, rating, label, flag) VALUES (1, 4, 2, 1)"})
            VERIFY_DONE((*connection)->run(sql));
        QCOMPARE(*schema_of(**connection), 1);
    }

private Q_SLOTS:
    void only_one_writes() {
        Library library;
        library.open();
        library.add("/p", "", {"a"});
        CatalogueOptions options;
        options.folder = library.folder;
        const auto second = Catalogue::open(options);
        QCOMPARE(second->state(), State::ReadOnly);
        const std::string said = text_of(*second);
        QVERIFY2(said.find("process " + std::to_string(getpid())) != std::string::npos, said.c_str());
        QVERIFY(said.find("close the other one") != std::string::npos);
        QCOMPARE((*second->reader())->counts()->photos, 1);
        rate(library, 1, 5); // and sees what the first one goes on to write
        QCOMPARE((*second->reader())->counts()->marked, 1);
        bool called = false;
        second->write([](CatalogueWriter&) { return Result<void>(); },
                      [&](Result<void> result) { called = !result && result.error().code == ErrorCode::WriteFailed; });
        QVERIFY(called);
        QVERIFY(!second->writeNow([](CatalogueWriter&) { return Result<void>(); }));
        QVERIFY(!second->backUp());
        library.close();
        options.read_only = false;
        QCOMPARE(Catalogue::open(options)->state(), State::Open);
    }

    void reading_only_changes_nothing() {
        Library library;
        CatalogueOptions options;
        options.folder = library.folder;
        options.read_only = true;
        auto reading = Catalogue::open(options); // nothing there yet
        QCOMPARE(reading->state(), State::ReadOnly);
        QVERIFY(reading->notices().empty());
        QCOMPARE((*reading->reader())->counts()->photos, 0);
        QVERIFY(!fs::exists(library.folder));
        library.open();
        library.add("/p", "", {"a"});
        library.close();
        const auto time = fs::last_write_time(database(library));
        reading = Catalogue::open(options);
        QCOMPARE((*reading->reader())->counts()->photos, 1);
        QVERIFY(reading->check()->empty());
        QVERIFY(fs::last_write_time(database(library)) == time);
        library.open(); // nobody is kept from writing
        QCOMPARE(library.catalogue->state(), State::Open);
    }

    void in_memory_everything_works_and_nothing_is_kept() {
        Library library;
        library.folder.clear();
        library.open();
        QCOMPARE(library.catalogue->state(), State::InMemory);
        QVERIFY(library.catalogue->notices().empty()); // it was asked for
        library.add("/p", "", {"a", "b"});
        rate(library, 2, 3);
        QCOMPARE(library.entries()[1].marks.rating, 3);
        QVERIFY(library.catalogue->check()->empty());
        QVERIFY(!library.catalogue->backUp());
        library.open();
        QVERIFY(library.entries().empty());
    }

    void a_folder_that_cannot_be_made() {
        Library library;
        std::ofstream(library.folder).put('x'); // a file where the folder should be
        library.folder += "/below";
        library.open();
        QCOMPARE(library.catalogue->state(), State::InMemory);
        QVERIFY(text_of(*library.catalogue).find("choose another folder with TOUCHSTONE_LIBRARY") != std::string::npos);
        library.add("/p", "", {"a"});
        QCOMPARE(library.entries().size(), std::size_t{1});
    }

    void a_clean_end_leaves_one_file_and_a_backup() {
        Library library;
        library.open();
        QVERIFY(fs::exists(library.folder + "/catalogue.open"));
        library.add("/p", "", {"a"});
        library.close();
        QVERIFY(!fs::exists(library.folder + "/catalogue.open"));
        QVERIFY(!fs::exists(database(library) + "-wal"));
        QCOMPARE(files_like(library.folder + "/backup", ".db").size(), std::size_t{1});
        library.open(); // the backup is new: none is made
        rate(library, 1, 1);
        library.close();
        QCOMPARE(files_like(library.folder + "/backup", ".db").size(), std::size_t{1});
    }

    void backups_are_bounded_numbered_and_whole() {
        Library library;
        library.open();
        library.add("/p", "", {"a"});
        for (int turn = 0; turn < 5; ++turn)
            VERIFY_DONE(library.catalogue->backUp());
        const auto backups = backups_in(library.folder + "/backup");
        QCOMPARE(backups.size(), std::size_t{3});
        QVERIFY(backups[0].number == 5 && backups[2].number == 3);
        VERIFY_DONE(damages_of(backups[0].path));
        QVERIFY(damages_of(backups[0].path)->empty());
    }

    void a_clock_that_went_back_makes_a_backup_due() {
        Library library;
        library.open();
        library.add("/p", "", {"a"});
        VERIFY_DONE(library.catalogue->backUp());
        library.close();
        const CatalogueFiles files(library.folder);
        const std::int64_t day = std::int64_t{24} * 3600 * 1000;
        QVERIFY(!is_backup_due(files, day));
        for (const long offset : {+100'000L, -200'000L}) { // made tomorrow; made two days ago
            const timespec time{std::time(nullptr) + offset, 0};
            const timespec times[2] = {time, time};
            QCOMPARE(utimensat(AT_FDCWD, backups_in(files.backups).front().path.c_str(), times, 0), 0);
            QVERIFY(is_backup_due(files, day));
        }
        library.open();
        library.close();
        QCOMPARE(backups_in(files.backups).front().number, 2);
        QVERIFY(!is_backup_due(files, day));
    }

    void a_damaged_one_is_restored_and_kept_and_its_marks_are_saved() {
        Library library;
        library.open();
        std::vector<std::string> names;
        for (int at = 0; at < 2000; ++at)
            names.push_back("IMG_" + std::to_string(at) + ".jpg");
        library.add("/p", "", names);
        rate(library, 1, 2);
        VERIFY_DONE(library.catalogue->backUp());
        rate(library, 2, 5);
        library.close();
        mark_unclean(library);
        // The rows of photos lie far behind the small tables.
        const auto size = static_cast<std::streamoff>(fs::file_size(database(library)));
        damage(database(library), size - 30'000, size - 10'000);
        library.open();
        QCOMPARE(library.catalogue->state(), State::Open);
        const std::string said = text_of(*library.catalogue);
        QVERIFY2(said.find("was restored from the backup of") != std::string::npos, said.c_str());
        QVERIFY(!files_like(library.folder, "catalogue.damaged-").empty());
        QCOMPARE(library.entries().size(), names.size());
        QCOMPARE(library.entries()[0].marks.rating, 2);
        QCOMPARE(library.entries()[1].marks.rating, 5); // newer than the backup
        QVERIFY(library.catalogue->check()->empty());
        library.open();
        QVERIFY(library.catalogue->notices().empty());
    }

    void without_a_sound_backup_it_begins_anew() {
        Library library;
        library.open();
        library.add("/p", "", {"a"});
        VERIFY_DONE(library.catalogue->backUp());
        library.close();
        const auto backup = backups_in(library.folder + "/backup").front().path;
        damage(backup, 0, static_cast<std::streamoff>(fs::file_size(backup)));
        damage(database(library), 0, 4096); // not even recognised as a database: no marker is needed
        library.open();
        QCOMPARE(library.catalogue->state(), State::Open);
        QVERIFY(text_of(*library.catalogue).find("begins anew") != std::string::npos);
        QVERIFY(library.entries().empty());
        library.add("/p", "", {"a"});
        QCOMPARE(library.entries().size(), std::size_t{1});
        QCOMPARE(files_like(library.folder, "catalogue.damaged-").size(), std::size_t{1});
    }

    void a_restoration_that_was_killed_is_done_again() {
        Library library;
        library.open();
        library.add("/p", "", {"a"});
        VERIFY_DONE(library.catalogue->backUp());
        library.close();
        // The damaged file was moved away, its log was not: it must not be replayed into the backup.
        fs::remove(database(library));
        std::ofstream(database(library) + "-wal") << std::string(40'000, 'w');
        library.open();
        QVERIFY(text_of(*library.catalogue).find("was restored from the backup of") != std::string::npos);
        QCOMPARE(library.entries().size(), std::size_t{1});
        QCOMPARE(files_like(library.folder, ".db-wal").size(), std::size_t{2}); // the old one aside, and the new one's
        QVERIFY(library.catalogue->check()->empty());
    }

    void a_library_that_is_gone_comes_back_from_its_backup() {
        Library library;
        library.open();
        library.add("/p", "", {"a"});
        library.close();
        fs::remove(database(library));
        library.open();
        QVERIFY(text_of(*library.catalogue).find("was gone") != std::string::npos);
        QCOMPARE(library.entries().size(), std::size_t{1});
    }

    void an_unclean_end_alone_loses_and_says_nothing() {
        Library library;
        library.open();
        library.add("/p", "", {"a"});
        library.close();
        mark_unclean(library);
        library.open();
        QVERIFY(library.catalogue->state() == State::Open && library.catalogue->notices().empty());
        QCOMPARE(library.entries().size(), std::size_t{1});
    }

    void a_newer_schema_is_only_read() {
        Library library;
        library.open();
        library.add("/p", "", {"a"});
        library.close();
        {
            const auto connection = Connection::open(database(library), Connection::Mode::ReadWrite);
            VERIFY_DONE((*connection)->run("PRAGMA user_version = 99"));
        }
        library.open();
        QCOMPARE(library.catalogue->state(), State::ReadOnly);
        QVERIFY(text_of(*library.catalogue).find("newer Touchstone") != std::string::npos);
        QCOMPARE(library.entries().size(), std::size_t{1});
        QVERIFY(!library.write([](CatalogueWriter&) { return Result<void>(); }));
        library.close();
        QVERIFY(fs::exists(database(library)));
        QVERIFY(!fs::exists(library.folder + "/catalogue.open"));
    }

    void an_old_schema_is_migrated_after_a_backup() {
        Library library;
        make_old(library);
        library.open();
        QCOMPARE(library.catalogue->state(), State::Open);
        QVERIFY(library.catalogue->notices().empty());
        const auto entries = library.entries();
        QCOMPARE(entries.size(), std::size_t{1});
        QCOMPARE(entries[0].file.path, std::string("/old/a\xff"));
        QVERIFY(entries[0].marks == (Marks{4, Label::Yellow, Flag::Pick}));
        rate(library, 1, 5); // the journal's table is there
        QVERIFY(library.catalogue->check()->empty());
        const auto backup = backups_in(library.folder + "/backup");
        QCOMPARE(backup.size(), std::size_t{1});
        const auto connection = Connection::open(backup.front().path, Connection::Mode::Immutable);
        QCOMPARE(*schema_of(**connection), 1);
    }

    void a_migration_that_fails_changes_nothing() {
        Library library;
        make_old(library);
        {
            // A table of that name is in the way.
            const auto connection = Connection::open(database(library), Connection::Mode::ReadWrite);
            VERIFY_DONE((*connection)->run("CREATE TABLE group_member (x)"));
            QVERIFY(!migrate(**connection));
            QCOMPARE(*schema_of(**connection), 1);
            QVERIFY((*connection)->value("SELECT 1 FROM sqlite_schema WHERE name = 'journal'")->isNull());
            QCOMPARE((*connection)->value("SELECT rating FROM mark")->toInt(), 4);
        }
    }

    void an_old_schema_is_read_without_being_changed() {
        Library library;
        make_old(library);
        CatalogueOptions options;
        options.folder = library.folder;
        options.read_only = true;
        const auto reading = Catalogue::open(options);
        QCOMPARE((*reading->reader())->counts()->marked, 1);
        QVERIFY(reading->check()->empty());
        const auto connection = Connection::open(database(library), Connection::Mode::Read);
        QCOMPARE(*schema_of(**connection), 1);
    }

    void a_network_like_folder_works_without_a_log() {
        Library library;
        library.extra.storage = CatalogueStorage::Network;
        library.open();
        QCOMPARE(library.catalogue->state(), State::Open);
        QVERIFY(text_of(*library.catalogue).find("network file system") != std::string::npos);
        library.add("/p", "", {"a"});
        rate(library, 1, 3);
        QCOMPARE(library.entries()[0].marks.rating, 3);
        QVERIFY(!fs::exists(database(library) + "-wal"));
        library.extra.storage = CatalogueStorage::Local; // moved to a disk of one's own
        library.open();
        QVERIFY(library.catalogue->notices().empty());
        rate(library, 1, 4);
        QVERIFY(fs::exists(database(library) + "-wal"));
        library.extra.storage = CatalogueStorage::Network; // and back
        library.open();
        QCOMPARE(library.entries()[0].marks.rating, 4);
        QVERIFY(!fs::exists(database(library) + "-wal"));
    }

    void the_folder_s_name_may_be_any_bytes() {
        Library library;
        library.folder += " \xff%?#é";
        library.open();
        QCOMPARE(library.catalogue->state(), State::Open);
        library.add("/p", "", {"a"});
        VERIFY_DONE(library.catalogue->backUp());
        library.open();
        QCOMPARE(library.entries().size(), std::size_t{1});
        QVERIFY(fs::exists(database(library)));
        library.close();
        fs::remove_all(library.folder); // QTemporaryDir cannot
    }

    void where_the_library_is() {
        qunsetenv("TOUCHSTONE_LIBRARY");
        const QTemporaryDir data, settings;
        qputenv("XDG_DATA_HOME", data.path().toUtf8());
        qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
        QCOMPARE(default_catalogue_folder(), data.path().toStdString() + "/touchstone/library");
        qputenv("TOUCHSTONE_LIBRARY", "/somewhere/else/./x");
        QCOMPARE(default_catalogue_folder(), std::string("/somewhere/else/x"));
        qunsetenv("TOUCHSTONE_LIBRARY");
    }
};

QTEST_GUILESS_MAIN(TestOpening)
#include "test_opening.moc"
