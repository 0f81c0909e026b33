// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cmath>
#include <limits>

#include "tests/app/library/catalogue/rows_of_test.h"

using namespace touchstone;
using namespace touchstone::test;

/// What is written is read again: every call of the writer and of the reader.
class TestCatalogue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_new_one_is_empty_and_well() {
        Library library;
        library.open();
        QCOMPARE(library.catalogue->state(), Catalogue::State::Open);
        QVERIFY(library.catalogue->notices().empty());
        VERIFY_DONE(library.catalogue->check());
        QVERIFY(library.catalogue->check()->empty());
        QVERIFY(library.entries().empty());
        QCOMPARE(library.reader()->counts()->photos, 0);
    }

    void photos_come_back_with_any_bytes_in_their_names() {
        Library library;
        library.open();
        const std::vector<std::string> names{"a.jpg", "\xff\xfe.jpg", "with\nline.jpg", "quote'\".jpg", "ä.jpg"};
        const std::string root = "/photos of \xe9t\xe9", path = "sub/\xc0\x80";
        const PhotoId first = library.add(root, path, names);
        QVERIFY(first != no_photo);
        library.open(); // from the disk
        const auto entries = library.entries();
        QCOMPARE(entries.size(), names.size());
        std::vector<std::string> paths;
        for (std::size_t at = 0; at < names.size(); ++at) {
            QCOMPARE(entries[at].id, first + PhotoId(at));
            QCOMPARE(entries[at].file.path, root + '/' + path + '/' + names[at]);
            QCOMPARE(entries[at].file.bytes, 1000 + std::int64_t(at));
            QCOMPARE(entries[at].file.mtime_ns, 1'700'000'000'000'000'000 + std::int64_t(at));
            QCOMPARE(entries[at].name, display_name(names[at]));
            QVERIFY(entries[at].state == PhotoState::Pending && !entries[at].has_facts && !entries[at].content);
            QCOMPARE(*library.reader()->absolutePath(entries[at].id), entries[at].file.path);
            paths.push_back(entries[at].file.path);
        }
        paths.insert(paths.begin(), "/elsewhere/a.jpg");
        const auto ids = library.reader()->idsOf(paths);
        VERIFY_DONE(ids);
        QCOMPARE(ids->front(), no_photo);
        QCOMPARE(ids->at(2), first + 1);
        QCOMPARE(library.reader()->absolutePath(first + 99).error().code, ErrorCode::NotFound);
        QVERIFY(library.catalogue->check()->empty());
    }

    void ids_are_never_used_again() {
        Library library;
        library.open();
        const PhotoId first = library.add("/p", "", {"a", "b", "c"});
        const FolderId folder = library.entries().front().folder;
        VERIFY_DONE(
            library.write([&](CatalogueWriter& writer) { return writer.removePhotos(std::vector{first + 2}); }));
        library.open();
        QVERIFY(library.catalogue->newPhotoIds(10) > first + 2);
        QCOMPARE(library.catalogue->newPhotoIds(1) - library.catalogue->newPhotoIds(1), -1);
        QVERIFY(library.catalogue->newFolderIds(1) > folder);
    }

    void a_taken_name_and_an_unknown_folder_are_passed_over() {
        Library library;
        library.open();
        const PhotoId first = library.add("/p", "", {"a"});
        const FolderId folder = library.entries().front().folder;
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) {
            PhotoFile again, lost;
            again.id = first + 1;
            again.folder = folder;
            again.name = "a";
            lost.id = first + 2;
            lost.folder = folder + 99;
            lost.name = "b";
            return writer.addPhotos(std::vector{again, lost});
        }));
        QCOMPARE(library.entries().size(), std::size_t{1});
        QCOMPARE(library.entries().front().id, first);
    }

    void a_score_is_the_same_to_the_last_bit() {
        Library library;
        library.open();
        const PhotoId first = library.add("/p", "", {"a", "b", "c"});
        const ModelRow unlimited = model("m1", std::nullopt), limited = model("m2");
        ScoredContent one = scored(hash(1), 0.1 + 0.2),
                      two = scored(hash(2), -std::numeric_limits<double>::denorm_min());
        ScoredContent none = scored(hash(1), 0), not_finite = scored(hash(2), std::nan(""));
        two.record.score.standard_deviation.reset();
        two.record.score.distribution.clear();
        two.record.reduced = false;
        two.record.device = "cpu";
        none.record.score.missing = ErrorCode::NoRegressor;
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) -> Result<void> {
            if (const auto set =
                    writer.setContents(std::vector{std::pair(first, hash(1)), std::pair(first + 1, hash(2))});
                !set)
                return set;
            if (const auto added = writer.addScores(unlimited, std::vector{one, two}); !added)
                return added;
            return writer.addScores(limited, std::vector{none, not_finite});
        }));
        library.open();
        const std::vector<WantedScores> wanted{{unlimited.recipe.key(), "listed"}, {limited.recipe.key(), "m2@1"}};
        const auto entries = library.entries({}, wanted);
        QCOMPARE(entries.size(), std::size_t{3});
        QCOMPARE(entries[0].scores.size(), std::size_t{2});
        const ScoreRecord& read = entries[0].scores[0];
        QCOMPARE(read.model, std::string("listed"));
        QCOMPARE(read.model_sha256, unlimited.recipe.model_sha256);
        QVERIFY(read.score.value == one.record.score.value);
        QVERIFY(read.score.standard_deviation == one.record.score.standard_deviation);
        QVERIFY(read.score.distribution == one.record.score.distribution);
        QVERIFY(!read.score.missing && read.remembered && read.reduced && !read.native_limit);
        QCOMPARE(read.device, std::string("cuda:0"));
        QVERIFY(read.seconds == one.record.seconds && read.scored_size == one.record.scored_size);
        QVERIFY(read.precision == Precision::Reference && read.decode == unlimited.recipe.decode);
        QCOMPARE(entries[0].pixel_size, (Size{6000, 4000}));
        QVERIFY(entries[0].scores[1].score.missing == ErrorCode::NoRegressor);
        QCOMPARE(entries[0].scores[1].native_limit, std::optional(1024));
        QCOMPARE(entries[1].scores.size(), std::size_t{1}); // not a number: scored again
        QVERIFY(entries[1].scores[0].score.value == two.record.score.value);
        QVERIFY(!entries[1].scores[0].score.standard_deviation && entries[1].scores[0].score.distribution.empty());
        QVERIFY(entries[1].state == PhotoState::Scored && entries[2].state == PhotoState::Pending);

        const auto by_content =
            library.reader()->scores(unlimited.recipe.key(), std::vector{hash(9), hash(2), hash(1)});
        VERIFY_DONE(by_content);
        QVERIFY(!by_content->at(0) && by_content->at(1) && by_content->at(2));
        QVERIFY(by_content->at(2)->score.value == one.record.score.value);
        QCOMPARE(by_content->at(2)->model, std::string("m1"));
        const auto models = library.reader()->models();
        VERIFY_DONE(models);
        QCOMPARE(models->size(), std::size_t{2});
        QCOMPARE(models->at(0).recipe.key(), unlimited.recipe.key());
        QCOMPARE(models->at(0).recipe_key, unlimited.recipe.key());
        QCOMPARE(models->at(0).scores, 2);
        QCOMPARE(models->at(0).title, std::string("Model m1"));
        QVERIFY(models->at(0).range == std::pair(0.0, 100.0) && models->at(0).higher_is_better);
    }

    void a_score_is_replaced_by_the_same_model_s_next_one() {
        Library library;
        library.open();
        const PhotoId first = library.add("/p", "", {"a"});
        for (const double value : {1.0, 2.0})
            VERIFY_DONE(library.write([&](CatalogueWriter& writer) -> Result<void> {
                if (const auto set = writer.setContents(std::vector{std::pair(first, hash(1))}); !set)
                    return set;
                return writer.addScores(model("m"), std::vector{scored(hash(1), value)});
            }));
        const auto values = library.reader()->values({}, model("m").recipe.key());
        VERIFY_DONE(values);
        QCOMPARE(*values, std::vector<double>{2.0});
        QCOMPARE(library.reader()->counts()->scores, 1);
    }

    void two_files_with_the_same_bytes_share_their_score() {
        Library library;
        library.open();
        const PhotoId first = library.add("/p", "", {"a", "b"});
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) -> Result<void> {
            if (const auto set =
                    writer.setContents(std::vector{std::pair(first, hash(1)), std::pair(first + 1, hash(1))});
                !set)
                return set;
            return writer.addScores(model("m"), std::vector{scored(hash(1), 5)});
        }));
        const auto entries = library.entries({}, {{model("m").recipe.key(), "m"}});
        QVERIFY(entries[0].scores.size() == 1 && entries[1].scores.size() == 1);
        QCOMPARE(library.reader()->values({}, model("m").recipe.key())->size(), std::size_t{2});
    }

    void facts_and_what_hangs_on_the_bytes() {
        Library library;
        library.open();
        const PhotoId first = library.add("/p", "", {"a", "b", "c"});
        FileFacts facts;
        facts.captured_ms = -5;
        facts.camera = "Fujifilm X100\xc3\xa9";
        facts.lens = "23 mm";
        facts.exposure_seconds = 1.0 / 3;
        facts.f_number = 2.8;
        facts.iso = 200;
        facts.focal_mm = 23;
        facts.exposure_bias = -1.0 / 3;
        facts.width = 400;
        facts.height = 300;
        const Error broken{ErrorCode::Truncated, "x", "ends \xff early", "copy it again"};
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) -> Result<void> {
            for (const Result<void>& step :
                 {writer.setFacts(std::vector{std::pair(first, facts), std::pair(first + 1, facts),
                                              std::pair(first + 2, FileFacts{}), std::pair(first + 77, facts)}),
                  writer.setQuickKeys(std::vector{std::pair(first, hash(7))}),
                  writer.setContents(std::vector{std::pair(first, hash(8))}),
                  writer.setSharpness(std::vector{std::pair(first, 0.25)}),
                  writer.setPairs(std::vector{std::pair(first, first + 1)}),
                  writer.setFailures(std::vector{FailureRow{first, broken}, FailureRow{first + 77, broken}}),
                  writer.addScores(model("m"), std::vector{scored(hash(8), 1)})})
                if (!step)
                    return step;
            return {};
        }));
        library.open();
        auto entries = library.entries();
        QVERIFY(library.reader()->facts(first)->value() == facts);
        QVERIFY(library.reader()->facts(first + 2)->value() == FileFacts{});
        QVERIFY(!*library.reader()->facts(first + 77));
        QCOMPARE(entries[0].camera, QStringLiteral("Fujifilm X100é"));
        QCOMPARE(entries[0].lens, QStringLiteral("23 mm"));
        QVERIFY(entries[0].camera.constData() == entries[1].camera.constData()); // shared
        QCOMPARE(entries[0].captured_ms, std::optional<std::int64_t>(-5));
        QCOMPARE(entries[1].pixel_size, (Size{400, 300}));
        QCOMPARE(entries[0].pixel_size, (Size{6000, 4000})); // as it was decoded
        QCOMPARE(entries[0].sharpness, std::optional(0.25));
        QVERIFY(entries[0].paired_with == first + 1 && entries[1].paired_with == first);
        QVERIFY(entries[0].has_facts && entries[0].content == hash(8));
        QVERIFY(entries[0].state == PhotoState::Failed && entries[0].error->code == ErrorCode::Truncated);
        QCOMPARE(entries[0].error->what, broken.what);
        QCOMPARE(entries[0].error->remedy, broken.remedy);
        const auto counts = library.reader()->counts();
        VERIFY_DONE(counts);
        QVERIFY(counts->photos == 3 && counts->hashed == 1 && counts->with_facts == 3 && counts->failed == 1);

        // Other bytes under the name: what was found out about the old ones goes, what a person said stays.
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) -> Result<void> {
            if (const auto marked = writer.changeMarks(std::vector{first}, MarkChange{3, {}, {}}); !marked)
                return tl::unexpected(marked.error());
            PhotoFile file;
            file.id = first;
            file.bytes = 5;
            return writer.changePhotos(std::vector{file});
        }));
        entries = library.entries();
        QVERIFY(!entries[0].error && !entries[0].has_facts && !entries[0].content && entries[0].camera.isEmpty());
        QVERIFY(!entries[0].sharpness && !entries[0].captured_ms && entries[0].pixel_size == Size{});
        QCOMPARE(entries[0].marks.rating, 3);
        QCOMPARE(entries[0].file.bytes, 5);
        QCOMPARE(entries[0].name, QStringLiteral("a"));
        QVERIFY(library.catalogue->check()->empty());
    }

    void what_is_still_to_do_comes_newest_first() {
        Library library;
        library.open();
        const PhotoId first = library.add("/p", "", {"a", "b", "c", "d"}); // later ones are newer
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) -> Result<void> {
            for (const Result<void>& step :
                 {writer.setFacts(std::vector{std::pair(first + 3, FileFacts{})}),
                  writer.setContents(std::vector{std::pair(first + 2, hash(1))}),
                  writer.setFailures(std::vector{FailureRow{first, Error{ErrorCode::PermissionDenied, {}, "no", {}}}}),
                  writer.setMissing(std::vector{first + 1}, true)})
                if (!step)
                    return step;
            return {};
        }));
        const auto ids = [](const Result<std::vector<PhotoFile>>& files) {
            std::vector<PhotoId> found;
            for (const PhotoFile& file : *files)
                found.push_back(file.id);
            return found;
        };
        QCOMPARE(ids(library.reader()->withoutFacts(10)), (std::vector{first + 2, first}));
        QCOMPARE(ids(library.reader()->withoutFacts(1)), (std::vector{first + 2}));
        QCOMPARE(ids(library.reader()->withoutContent(10)), (std::vector{first + 3}));
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) { return writer.clearFailures(std::vector{first}); }));
        QCOMPARE(ids(library.reader()->withoutContent(10)), (std::vector{first + 3, first}));
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) { return writer.setOffline(1, true); }));
        QVERIFY(library.reader()->withoutContent(10)->empty() && library.reader()->withoutFacts(10)->empty());
    }

    void pairs_are_undone_on_both_sides() {
        Library library;
        library.open();
        const PhotoId first = library.add("/p", "", {"a", "b", "c"});
        const auto pair = [&](PhotoId raw, PhotoId jpeg) {
            return library.write(
                [=](CatalogueWriter& writer) { return writer.setPairs(std::vector{std::pair(raw, jpeg)}); });
        };
        VERIFY_DONE(pair(first, first + 1));
        VERIFY_DONE(pair(first, first + 2)); // its old partner is free again
        auto entries = library.entries();
        QVERIFY(entries[0].paired_with == first + 2 && entries[1].paired_with == no_photo &&
                entries[2].paired_with == first);
        VERIFY_DONE(pair(first, no_photo));
        entries = library.entries();
        QVERIFY(entries[0].paired_with == no_photo && entries[2].paired_with == no_photo);
        VERIFY_DONE(pair(first, first + 1));
        VERIFY_DONE(pair(first + 2, first + 99)); // nobody
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) { return writer.removePhotos(std::vector{first}); }));
        entries = library.entries();
        QVERIFY(entries[0].paired_with == no_photo && entries[1].paired_with == no_photo);
        QVERIFY(library.catalogue->check()->empty());
    }

    void marks_are_kept_and_their_old_state_is_given_back() {
        Library library;
        library.open();
        const PhotoId first = library.add("/p", "", {"a", "b"});
        std::vector<PhotoMarks> before;
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) -> Result<void> {
            if (const auto set = writer.changeMarks(std::vector{first}, MarkChange{4, Label::Blue, {}}); !set)
                return tl::unexpected(set.error());
            auto old = writer.changeMarks(std::vector{first, first + 1, first + 50}, MarkChange{{}, {}, Flag::Reject});
            if (!old)
                return tl::unexpected(old.error());
            before = *old;
            return {};
        }));
        QCOMPARE(before.size(), std::size_t{2});
        QVERIFY(before[0] == (PhotoMarks{first, {4, Label::Blue, Flag::None}}));
        QVERIFY(before[1] == (PhotoMarks{first + 1, {}}));
        library.open();
        QVERIFY(library.entries()[0].marks == (Marks{4, Label::Blue, Flag::Reject}));
        QCOMPARE(library.reader()->counts()->marked, 2);
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) { return writer.putMarks(before); }));
        QVERIFY(library.entries()[0].marks == before[0].marks);
        QVERIFY(library.entries()[1].marks == Marks{});
        QCOMPARE(library.reader()->counts()->marked, 1);
        QVERIFY(library.catalogue->check()->empty());
    }

    void collections_keep_their_words() {
        Library library;
        library.open();
        CollectionRow best{0, QStringLiteral("Best of ’24"), QStringLiteral("rating:3.. camera:\"X100\""), {}, false,
                           2};
        const CollectionRow bursts{0, QStringLiteral("Bursts"), {}, QStringLiteral("-captured"), true, 1};
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) -> Result<void> {
            for (const CollectionRow& row : {best, bursts})
                if (const auto put = writer.putCollection(row); !put)
                    return tl::unexpected(put.error());
            return {};
        }));
        auto rows = library.reader()->collections();
        VERIFY_DONE(rows);
        QCOMPARE(rows->size(), std::size_t{2});
        QVERIFY(rows->at(0).name == bursts.name && rows->at(0).built_in && rows->at(0).order == bursts.order);
        QVERIFY(rows->at(1).name == best.name && rows->at(1).filter == best.filter && rows->at(1).place == 2);
        CollectionRow changed = rows->at(1);
        changed.name = QStringLiteral("Best");
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) -> Result<void> {
            const auto put = writer.putCollection(changed);
            if (!put || put->id != changed.id)
                return put ? failure(ErrorCode::Internal, {}, "another id") : tl::unexpected(put.error());
            return writer.removeCollection(rows->at(0).id);
        }));
        rows = library.reader()->collections();
        QVERIFY(rows->size() == 1 && rows->front().name == changed.name);
    }

    void scopes_choose() {
        Library library;
        library.open();
        const PhotoId a = library.add("/p", "day", {"a", "b"});
        const PhotoId below = library.add("/p", "day/night", {"c"});
        const PhotoId beside = library.add("/p", "day2", {"d"});
        const PhotoId other = library.add("/q", "", {"e"});
        const RootId root = library.reader()->roots()->front().id, second = library.reader()->roots()->back().id;
        const auto ids = [&](const Scope& scope) {
            std::vector<PhotoId> found;
            for (const PhotoEntry& entry : library.entries(scope))
                found.push_back(entry.id);
            return found;
        };
        using Kind = Scope::Kind;
        QCOMPARE(ids({}), (std::vector{a, a + 1, below, beside, other}));
        QCOMPARE(ids({Kind::Root, root, {}, {}, false}), (std::vector{a, a + 1, below, beside}));
        QCOMPARE(ids({Kind::Folder, root, "day", {}, false}), (std::vector{a, a + 1, below}));
        QCOMPARE(ids({Kind::Folder, root, "", {}, false}), (std::vector{a, a + 1, below, beside}));
        QCOMPARE(ids({Kind::Ids, 0, {}, {other, a, 999}, false}), (std::vector{a, other}));
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) -> Result<void> {
            if (const auto set = writer.setMissing(std::vector{a}, true); !set)
                return set;
            return writer.setOffline(second, true);
        }));
        QCOMPARE(ids({}), (std::vector{a + 1, below, beside}));
        QVERIFY(ids({Kind::Root, second, {}, {}, false}).empty());
        QCOMPARE(ids({Kind::All, 0, {}, {}, true}), (std::vector{a, a + 1, below, beside, other}));
        QCOMPARE(library.reader()->roots()->front().photos, 3);
        QVERIFY(library.reader()->roots()->back().offline);
        QCOMPARE(library.reader()->counts()->missing, 1);
        std::vector<PhotoId> some;
        VERIFY_DONE(library.reader()->photos({}, {}, [&](PhotoEntry&& entry) {
            some.push_back(entry.id);
            return some.size() < 2;
        }));
        QCOMPARE(some.size(), std::size_t{2});
    }

    void the_best_come_first() {
        Library library;
        library.open();
        const PhotoId first = library.add("/p", "", {"a", "b", "c", "d", "e"});
        const PhotoId elsewhere = library.add("/q", "", {"x"});
        const std::string key = model("m").recipe.key();
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) -> Result<void> {
            std::vector<ScoredContent> scores;
            std::vector<std::pair<PhotoId, ContentHash>> contents;
            const std::vector<double> values{1, 3, 2, 3, 9};
            for (std::size_t at = 0; at < values.size(); ++at) {
                contents.emplace_back(first + PhotoId(at), hash(std::uint8_t(at)));
                scores.push_back(scored(hash(std::uint8_t(at)), values[at]));
            }
            contents.emplace_back(elsewhere, hash(100));
            scores.push_back(scored(hash(100), 50));
            if (const auto set = writer.setContents(contents); !set)
                return set;
            if (const auto set = writer.setMissing(std::vector{first + 4}, true); !set)
                return set;
            return writer.addScores(model("m"), scores);
        }));
        const std::vector<WantedScores> wanted{{key, "m"}};
        const RootId root = library.reader()->roots()->front().id;
        const auto ids = [&](const Scope& scope, bool higher, int count) {
            std::vector<PhotoId> found;
            const auto entries = library.reader()->best(scope, wanted, higher, count);
            for (const PhotoEntry& entry : *entries)
                found.push_back(entry.id);
            return found;
        };
        const Scope in_root{Scope::Kind::Root, root, {}, {}, false};
        QCOMPARE(ids({}, true, 10), (std::vector{elsewhere, first + 1, first + 3, first + 2, first}));
        QCOMPARE(ids({}, true, 2), (std::vector{elsewhere, first + 1}));
        QCOMPARE(ids(in_root, true, 2), (std::vector{first + 1, first + 3}));
        QCOMPARE(ids(in_root, false, 2), (std::vector{first, first + 2}));
        QCOMPARE(library.reader()->best({}, wanted, true, 1)->front().scores.size(), std::size_t{1});
        QVERIFY(library.reader()->best({}, std::vector<WantedScores>{{"unknown", "m"}}, true, 5)->empty());
        QVERIFY(library.reader()->best({}, {}, true, 5)->empty());
        QCOMPARE(*library.reader()->values({}, key), (std::vector<double>{1, 2, 3, 3, 50}));
        QCOMPARE(*library.reader()->values(in_root, key), (std::vector<double>{1, 2, 3, 3}));
        QVERIFY(library.reader()->values({}, "unknown")->empty());
    }
};

QTEST_GUILESS_MAIN(TestCatalogue)
#include "test_catalogue.moc"
