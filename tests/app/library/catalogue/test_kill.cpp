// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <filesystem>
#include <map>
#include <set>

#include "app/library/catalogue/connection.h"
#include "app/library/catalogue/schema.h"
#include "tests/app/library/catalogue/rows_of_test.h"
#include "tests/app/library/catalogue/victim_rows.h"
#include "tests/support/killed_program.h"

using namespace touchstone;
using namespace touchstone::test;
namespace fs = std::filesystem;

/// kill -9 at random moments: the catalogue opens, every acknowledged mark is there, and nothing is half-written.
class TestKill : public QObject {
    Q_OBJECT

    const QString victim_ = QStringLiteral(TOUCHSTONE_CATALOGUE_VICTIM);
    std::set<PhotoId> acknowledged_;
    int killed_at_work_ = 0;

    /// Folders are whole or not there; a photo has both scores or none, and they are the ones that were given; marks
    /// are as they were given or not there.
    void look(Library& library) {
        QCOMPARE(library.catalogue->state(), Catalogue::State::Open);
        QVERIFY2(library.catalogue->notices().empty(),
                 library.catalogue->notices().empty() ? "" : qPrintable(library.catalogue->notices().front().text));
        const auto broken = library.catalogue->check();
        VERIFY_DONE(broken);
        QVERIFY2(broken->empty(), broken->empty() ? "" : broken->front().c_str());
        std::map<FolderId, int> of_folder;
        std::set<PhotoId> marked;
        const auto entries = library.entries({}, {{model_of(1).recipe.key(), "1"}, {model_of(2).recipe.key(), "2"}});
        for (const PhotoEntry& entry : entries) {
            ++of_folder[entry.folder];
            QCOMPARE(entry.file.bytes, entry.id);
            QVERIFY(entry.scores.empty() || entry.scores.size() == 2);
            QVERIFY(!entry.content || *entry.content == content_of(entry.id));
            for (std::size_t at = 0; at < entry.scores.size(); ++at) {
                const Score expected = scored_of(entry.id, static_cast<int>(at) + 1).record.score;
                QVERIFY(entry.scores[at].score.value == expected.value);
                QVERIFY(entry.scores[at].score.distribution == expected.distribution);
            }
            QVERIFY(entry.marks == Marks{} || entry.marks == marks_of(entry.id));
            if (entry.marks != Marks{})
                marked.insert(entry.id);
        }
        for (const auto& [folder, count] : of_folder)
            QCOMPARE(count, photos_of_a_folder);
        for (const PhotoId photo : acknowledged_)
            QVERIFY2(marked.contains(photo), qPrintable(QStringLiteral("the mark of %1 is lost").arg(photo)));
    }

    /// From the very start, through opening; or while it is certainly at work.
    void killOnce(Library& library, Moments& moments, bool at_work) {
        const Killed killed =
            run_and_kill(victim_, {QStringLiteral("write"), QString::fromStdString(library.folder)},
                         at_work ? moments.milliseconds(250) : moments.milliseconds(500), at_work ? "mark" : "");
        QVERIFY(killed.started);
        QVERIFY2(killed.by_us, killed.errors.constData());
        QVERIFY2(killed.errors.isEmpty(), killed.errors.constData());
        for (const QByteArray& line : killed.lines)
            if (line.startsWith("mark "))
                acknowledged_.insert(line.mid(5).toLongLong());
        killed_at_work_ += killed.lines.size() > 1;
    }

    /// Of schema 1, large enough that its backup and migration take some time.
    static void makeOld(const Library& library) {
        fs::create_directories(library.folder);
        const auto connection = Connection::open(library.folder + "/catalogue.db", Connection::Mode::ReadWrite);
        VERIFY_DONE(connection);
        VERIFY_DONE(migrate(**connection, 1));
        const std::string count = std::to_string(old_photos);
        const std::string numbers =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + count + ") ";
        for (const std::string& sql :
             {std::string("BEGIN"), std::string("INSERT INTO root (path) VALUES (CAST('/old' AS BLOB))"),
              std::string("INSERT INTO folder (root, path) VALUES (1, x'')"),
              numbers +
                  "INSERT INTO photo (id, folder, name, bytes, mtime_ns) SELECT i, 1, CAST(i AS BLOB), i, i FROM n",
              numbers + "INSERT INTO mark SELECT i, 1 + i % 5, i % 6, i % 3 FROM n", std::string("COMMIT")})
            VERIFY_DONE((*connection)->run(sql));
    }

    static void lookAtOld(Library& library) {
        library.open();
        QCOMPARE(library.catalogue->state(), Catalogue::State::Open);
        QVERIFY(library.catalogue->notices().empty());
        QVERIFY(library.catalogue->check()->empty());
        const auto entries = library.entries();
        QCOMPARE(entries.size(), std::size_t{old_photos});
        for (const PhotoEntry& entry : entries)
            QVERIFY(entry.marks == marks_of(entry.id));
    }

private Q_SLOTS:
    void while_scanning_scoring_and_rating() {
        Moments moments;
        const int count = kills(8, 100);
        auto library = std::make_unique<Library>();
        for (int number = 0; number < count; ++number) {
            if (number % 20 == 19) { // looking takes longer the more there is
                library = std::make_unique<Library>();
                acknowledged_.clear();
            }
            killOnce(*library, moments, number % 2 == 1); // by turns: how many were at work is no matter of luck
            if (QTest::currentTestFailed())
                return;
            library->open();
            look(*library);
            library->close();
            if (QTest::currentTestFailed())
                return;
        }
        qInfo("%d kills, %d of them at work, %d marks acknowledged since the last new library", count, killed_at_work_,
              static_cast<int>(acknowledged_.size()));
        QVERIFY(killed_at_work_ >= count / 2);
    }

    void during_migration() {
        Moments moments;
        const int count = kills(4, 40);
        int unfinished = 0;
        for (int number = 0; number < count; ++number) {
            Library library;
            makeOld(library);
            const Killed killed =
                run_and_kill(victim_, {QStringLiteral("migrate"), QString::fromStdString(library.folder)},
                             moments.milliseconds(60), "start");
            QVERIFY(killed.started);
            unfinished += killed.lines.contains("open") ? 0 : 1;
            lookAtOld(library);
            if (QTest::currentTestFailed())
                return;
        }
        qInfo("%d kills, %d of them before it was open", count, unfinished);
    }

    void the_lock_holds_between_programs_and_ends_with_them() {
        Library library;
        const auto second = [&] {
            QProcess process;
            process.start(victim_, {QStringLiteral("migrate"), QString::fromStdString(library.folder)});
            return process.waitForFinished(60'000) ? process.readAllStandardOutput() : QByteArray("does not end");
        };
        library.open();
        QCOMPARE(second(), QByteArray("start\nnot open\n"));
        library.close();
        QCOMPARE(second(), QByteArray("start\nopen\n"));
        const Killed killed =
            run_and_kill(victim_, {QStringLiteral("write"), QString::fromStdString(library.folder)}, 0, "open");
        QVERIFY(killed.by_us && killed.lines.contains("open"));
        library.open(); // the kernel has released it
        QCOMPARE(library.catalogue->state(), Catalogue::State::Open);
    }

    void between_a_migration_s_last_change_and_its_commit() {
        Library library;
        makeOld(library);
        QProcess process;
        process.start(victim_, {QStringLiteral("die-in-migration"), QString::fromStdString(library.folder)});
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
        {
            const auto connection = Connection::open(library.folder + "/catalogue.db", Connection::Mode::ReadWrite);
            VERIFY_DONE(connection);
            QCOMPARE(*schema_of(**connection), 1);
            QVERIFY((*connection)->value("SELECT 1 FROM sqlite_schema WHERE name = 'journal'")->isNull());
        }
        lookAtOld(library);
    }
};

QTEST_GUILESS_MAIN(TestKill)
#include "test_kill.moc"
