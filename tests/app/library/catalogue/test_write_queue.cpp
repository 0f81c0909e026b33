// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <atomic>
#include <future>
#include <latch>
#include <numeric>
#include <stdexcept>
#include <thread>

#include "app/library/catalogue/connection.h"
#include "tests/app/library/catalogue/rows_of_test.h"

using namespace touchstone;
using namespace touchstone::test;

/// Works run in their order, each whole or not at all; readers never wait.
class TestWriteQueue : public QObject {
    Q_OBJECT

    static Catalogue::Work rating(PhotoId photo, int stars) {
        return [=](CatalogueWriter& writer) -> Result<void> {
            const auto old = writer.changeMarks(std::vector{photo}, MarkChange{stars, {}, {}});
            return old ? Result<void>() : tl::unexpected(old.error());
        };
    }

private Q_SLOTS:
    void works_run_and_are_done_in_the_order_they_were_given() {
        Library library;
        library.open();
        const PhotoId photo = library.add("/p", "", {"a"});
        std::promise<void> go;
        const std::shared_future<void> gate = go.get_future().share();
        library.catalogue->write([gate](CatalogueWriter&) {
            gate.wait();
            return Result<void>();
        });
        std::vector<int> ran, done; // the writer's thread only, and then this one
        for (int number = 0; number < 100; ++number)
            library.catalogue->write(
                [&, number, work = rating(photo, number % 6)](CatalogueWriter& writer) {
                    ran.push_back(number);
                    return work(writer);
                },
                [&, number](Result<void> result) {
                    if (result)
                        done.push_back(number);
                });
        go.set_value();
        library.catalogue->flush();
        std::vector<int> expected(100);
        std::iota(expected.begin(), expected.end(), 0);
        QCOMPARE(ran, expected);
        QCOMPARE(done, expected);
        QCOMPARE(library.entries()[0].marks.rating, 99 % 6);
    }

    void done_comes_after_the_commit() {
        Library library;
        library.open();
        const PhotoId photo = library.add("/p", "", {"a"});
        const std::thread::id here = std::this_thread::get_id();
        std::thread::id there;
        int seen = -1;
        library.catalogue->write(rating(photo, 3), [&](Result<void>) {
            there = std::this_thread::get_id();
            seen = library.entries()[0].marks.rating; // another connection sees only what was committed
        });
        library.catalogue->flush();
        QVERIFY(there != here);
        QCOMPARE(seen, 3);
    }

    void a_failed_work_leaves_nothing_and_stops_nobody() {
        Library library;
        library.open();
        const PhotoId photo = library.add("/p", "", {"a", "b"});
        std::promise<void> go;
        const std::shared_future<void> gate = go.get_future().share();
        library.catalogue->write([gate](CatalogueWriter&) {
            gate.wait();
            return Result<void>();
        });
        std::vector<Result<void>> results;
        const auto keep = [&](Result<void> result) { results.push_back(std::move(result)); };
        library.catalogue->write(rating(photo, 1), keep);
        library.catalogue->write(
            [&](CatalogueWriter& writer) -> Result<void> {
                // A camera and a model whose rows are rolled back must not be remembered.
                FileFacts facts;
                facts.camera = "Rolled back";
                if (const auto set = writer.setFacts(std::vector{std::pair(photo, facts)}); !set)
                    return set;
                if (const auto set = writer.addScores(model("m"), std::vector{scored(hash(1), 1)}); !set)
                    return set;
                (void)rating(photo, 5)(writer);
                return failure(ErrorCode::BadInput, {}, "changed my mind");
            },
            keep);
        library.catalogue->write([](CatalogueWriter&) -> Result<void> { throw std::runtime_error("thrown"); }, keep);
        library.catalogue->write(
            [&](CatalogueWriter& writer) -> Result<void> {
                FileFacts facts;
                facts.camera = "Rolled back";
                if (const auto set = writer.setFacts(std::vector{std::pair(photo + 1, facts)}); !set)
                    return set;
                return writer.addScores(model("m"), std::vector{scored(hash(2), 2)});
            },
            keep);
        go.set_value();
        library.catalogue->flush();
        QCOMPARE(results.size(), std::size_t{4});
        QVERIFY(results[0] && results[3]);
        QCOMPARE(results[1].error().what, std::string("changed my mind"));
        QCOMPARE(results[2].error().what, std::string("thrown"));
        const auto entries = library.entries();
        QCOMPARE(entries[0].marks.rating, 1);
        QVERIFY(entries[0].camera.isEmpty());
        QCOMPARE(entries[1].camera, QStringLiteral("Rolled back"));
        QCOMPARE(library.reader()->counts()->scores, 1);
        QVERIFY(library.catalogue->check()->empty());
    }

    void what_waits_is_committed_at_the_end() {
        Library library;
        library.open();
        const PhotoId photo = library.add("/p", "", {"a"});
        for (int stars : {1, 2, 3})
            library.catalogue->write(rating(photo, stars));
        library.open(); // closes first
        QCOMPARE(library.entries()[0].marks.rating, 3);
    }

    void the_writer_does_not_wait_for_itself() {
        Library library;
        library.open();
        Result<void> inner;
        VERIFY_DONE(library.write([&](CatalogueWriter&) -> Result<void> {
            inner = library.catalogue->writeNow([](CatalogueWriter&) { return Result<void>(); });
            return {};
        }));
        QVERIFY(!inner);
    }

    void a_reader_sees_one_state_while_the_writer_goes_on() {
        Library library;
        library.open();
        library.add("/p", "", {"a", "b", "c"});
        const auto reader = library.reader();
        std::vector<int> stars;
        VERIFY_DONE(reader->photos({}, {}, [&](PhotoEntry&& entry) {
            stars.push_back(entry.marks.rating);
            // Committed while the reader stands between two rows: neither waits for the other.
            const auto written = library.write(rating(3, 5));
            return written.has_value();
        }));
        QCOMPARE(stars, (std::vector{0, 0, 0}));
        QCOMPARE(library.entries()[2].marks.rating, 5);
    }

    void the_journal_is_bounded_and_says_before_and_after() {
        Library library;
        library.open();
        const PhotoId photo = library.add("/p", "", {"a"});
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) -> Result<void> {
            for (int turn = 0; turn < 10'100; ++turn)
                if (const auto done = rating(photo, turn % 6)(writer); !done)
                    return done;
            return {};
        }));
        library.close();
        auto connection = Connection::open(library.folder + "/catalogue.db", Connection::Mode::Read);
        VERIFY_DONE(connection);
        QCOMPARE((*connection)->value("SELECT count(*) FROM journal")->toInt(), 10'000);
        QCOMPARE((*connection)->value("SELECT acts FROM journal ORDER BY id DESC LIMIT 1")->toString(),
                 QStringLiteral("[[1,[%1,0,0],[%2,0,0]]]").arg(10'098 % 6).arg(10'099 % 6));
    }

    void four_readers_and_a_writer() {
        Library library;
        library.open();
        constexpr int count = 40;
        const PhotoId first = library.add("/p", "", std::vector<std::string>(1, "first"));
        std::vector<std::string> names;
        for (int at = 0; at < count; ++at)
            names.push_back("n" + std::to_string(at));
        library.add("/p", "more", names);
        const std::string key = model("m").recipe.key();
        std::atomic<bool> ended = false;
        std::atomic<int> problems = 0;
        std::latch started(5);
        std::vector<std::thread> readers;
        for (int number = 0; number < 4; ++number)
            readers.emplace_back([&] {
                const auto reader = library.catalogue->reader();
                started.arrive_and_wait();
                const std::vector<WantedScores> wanted{{key, "m"}};
                while (!ended) {
                    int stars = -1;
                    bool even = true;
                    // Each work sets all photos to the same stars: a state with two kinds was never committed.
                    const auto read = (*reader)->photos({}, wanted, [&](PhotoEntry&& entry) {
                        if (entry.name.startsWith(QLatin1Char('n'))) {
                            even = even && (stars < 0 || stars == entry.marks.rating);
                            stars = entry.marks.rating;
                        }
                        return true;
                    });
                    if (!read || !even || !(*reader)->best({}, wanted, true, 5) || !(*reader)->counts())
                        ++problems;
                }
            });
        started.arrive_and_wait();
        std::atomic<int> failed = 0;
        for (int turn = 0; turn < 200; ++turn) {
            library.catalogue->write(
                [=](CatalogueWriter& writer) -> Result<void> {
                    std::vector<PhotoId> all;
                    for (int at = 0; at < count; ++at)
                        all.push_back(first + 1 + at);
                    const auto old = writer.changeMarks(all, MarkChange{turn % 6, {}, {}});
                    if (!old)
                        return tl::unexpected(old.error());
                    const ContentHash content = hash(static_cast<std::uint8_t>(turn));
                    if (const auto set = writer.setContents(std::vector{std::pair(first + 1 + turn % count, content)});
                        !set)
                        return set;
                    return writer.addScores(model("m"), std::vector{scored(content, turn)});
                },
                [&](Result<void> result) { failed += result ? 0 : 1; });
            library.catalogue->newPhotoIds(1);
        }
        library.catalogue->flush();
        ended = true;
        for (std::thread& reader : readers)
            reader.join();
        QCOMPARE(problems.load(), 0);
        QCOMPARE(failed.load(), 0);
        QVERIFY(library.catalogue->check()->empty());
    }
};

QTEST_GUILESS_MAIN(TestWriteQueue)
#include "test_write_queue.moc"
