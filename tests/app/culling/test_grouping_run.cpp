// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <filesystem>
#include <fstream>

#include <QSignalSpy>
#include <QtTest>

#include "app/culling/grouping_run.h"
#include "app/culling/grouping_service.h"
#include "app/library/feature_store.h"
#include "app/library/query/collections.h"
#include "app/library/query/photo_filter.h"
#include "app/library/query/photo_values.h"
#include "app/metadata/file_facts.h"
#include "engine/imaging/decode.h"
#include "tests/app/culling/culling_folder.h"
#include "tests/app/library/catalogue/rows_of_test.h"

using namespace touchstone;
using namespace touchstone::test;
using culling::GroupingOptions;
using culling::GroupingRun;
using culling::GroupingService;
using library::GroupKind;
namespace fs = std::filesystem;

namespace {

/// A library on real, generated photos, whose facts were read.
class Grouped {
public:
    CullingFolder photos;
    Library library;
    PhotoId first = no_photo;
    std::vector<std::string> names;

    void open() {
        for (const auto& entry : fs::directory_iterator(photos.path()))
            names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        library.open();
        first = library.add(photos.path(), "", names);
        QVERIFY(first != no_photo);
        std::vector<std::pair<PhotoId, FileFacts>> facts;
        std::vector<PhotoFile> files;
        for (std::size_t i = 0; i < names.size(); ++i) {
            const std::string path = photos.path() + '/' + names[i];
            const auto read = metadata::read_facts(path);
            VERIFY_DONE(read);
            facts.emplace_back(first + static_cast<PhotoId>(i), *read);
        }
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) { return writer.setFacts(facts); }));
        hash();
    }
    void hash() {
        std::vector<std::pair<PhotoId, ContentHash>> contents;
        for (std::size_t i = 0; i < names.size(); ++i)
            if (const auto hash = library::hash_file(photos.path() + '/' + names[i]))
                contents.emplace_back(first + static_cast<PhotoId>(i), *hash);
        VERIFY_DONE(library.write([&](CatalogueWriter& writer) { return writer.setContents(contents); }));
    }
    PhotoId id(const char* name) const {
        const auto at = std::find(names.begin(), names.end(), name);
        return first + (at - names.begin());
    }
    GroupingRun::Outcome run() {
        const auto outcome = GroupingRun(library.catalogue).run({});
        if (!outcome)
            qWarning("%s", outcome.error().message().c_str());
        return outcome.value_or(GroupingRun::Outcome{});
    }
    /// "burst: a.jpg b.jpg" of each group, as the catalogue has it.
    QStringList groups() {
        QStringList texts;
        const auto known = library.reader()->groups();
        for (const PhotoGroup& group : known.value_or(std::vector<PhotoGroup>())) {
            std::string text = std::string(group_word(group.kind)) + ":";
            for (const PhotoId id : group.members)
                text += ' ' + names.at(static_cast<std::size_t>(id - first));
            texts << QString::fromStdString(text);
        }
        texts.sort();
        return texts;
    }
};

void fill(const CullingFolder& photos) {
    for (int i = 0; i < 4; ++i)
        photos.photo(QStringLiteral("burst%1.jpg").arg(i), 1, 200 * i, {0.01 * i, 0, 0, 1u + i});
    for (int i = 0; i < 3; ++i)
        photos.photo(QStringLiteral("hdr%1.jpg").arg(i), 2, 100'000 + 400 * i,
                     {0, 0,
                      i == 0   ? 0.0
                      : i == 1 ? -2.0
                               : 2.0});
    for (int i = 0; i < 3; ++i)
        photos.photo(QStringLiteral("pano%1.jpg").arg(i), 3, 200'000 + 2'000 * i, {0.5 * i, 0});
    photos.photo(QStringLiteral("single.jpg"), 4, 300'000);
}

const QStringList filled{QStringLiteral("bracket: hdr0.jpg hdr1.jpg hdr2.jpg"),
                         QStringLiteral("burst: burst0.jpg burst1.jpg burst2.jpg burst3.jpg"),
                         QStringLiteral("panorama: pano0.jpg pano1.jpg pano2.jpg")};

} // namespace

/// Groups of a library on the disk: found, kept, brought up to date.
class TestGroupingRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        metadata::initialise();
    }

    void groups_are_found_and_kept_and_the_collection_fills() {
        Grouped grouped;
        fill(grouped.photos);
        grouped.open();
        const GroupingRun::Outcome outcome = grouped.run();
        QVERIFY(outcome.finished);
        QCOMPARE(outcome.groups, std::size_t{3});
        QCOMPARE(outcome.signatures_made, std::size_t{10}); // not of the photo that has no neighbour
        QCOMPARE(outcome.changes.size(), std::size_t{10});
        QCOMPARE(grouped.groups(), filled);
        // What the window and `rank` see.
        int bursts = 0;
        const auto collections = library::all_collections({});
        const auto collection = std::find_if(collections.begin(), collections.end(), [](const CollectionRow& row) {
            return row.filter == QStringLiteral("is:burst");
        });
        QVERIFY(collection != collections.end());
        const auto filter = library::PhotoFilter::parse(collection->filter);
        QVERIFY(filter.has_value());
        const auto entries = grouped.library.entries();
        const library::PhotoValues values(entries);
        for (std::size_t at = 0; at < entries.size(); ++at)
            bursts += filter->accepts(entries[at], at, values);
        QCOMPARE(bursts, 10);
        for (const PhotoEntry& entry : entries)
            QCOMPARE(entry.group_kind == GroupKind::None, entry.group == 0);
        QCOMPARE(entries.front().group_kind, GroupKind::Burst);
        QVERIFY(grouped.library.catalogue->check()->empty());
    }

    void a_second_run_changes_nothing_and_decodes_nothing() {
        Grouped grouped;
        fill(grouped.photos);
        grouped.open();
        grouped.run();
        const auto before = grouped.library.reader()->groups();
        grouped.library.open(); // also after a restart
        const GroupingRun::Outcome again = grouped.run();
        QVERIFY(again.finished);
        QCOMPARE(again.signatures_made, std::size_t{0});
        QVERIFY(again.changes.empty());
        QVERIFY(*grouped.library.reader()->groups() == *before); // with their ids
    }

    void photos_that_come_and_go() {
        Grouped grouped;
        fill(grouped.photos);
        grouped.open();
        grouped.run();
        const auto remove = [&](const char* name) {
            return grouped.library.write(
                [id = grouped.id(name)](CatalogueWriter& writer) { return writer.removePhotos(std::vector{id}); });
        };
        VERIFY_DONE(remove("pano1.jpg")); // the others do not overlap
        VERIFY_DONE(remove("burst3.jpg"));
        QVERIFY(grouped.library.catalogue->check()->empty());
        const GroupingRun::Outcome outcome = grouped.run();
        QCOMPARE(grouped.groups(), (QStringList{QStringLiteral("bracket: hdr0.jpg hdr1.jpg hdr2.jpg"),
                                                QStringLiteral("burst: burst0.jpg burst1.jpg burst2.jpg")}));
        for (const library::GroupChange& change : outcome.changes)
            QVERIFY(change.photo == grouped.id("pano0.jpg") || change.photo == grouped.id("pano2.jpg"));
        VERIFY_DONE(remove("burst1.jpg"));
        VERIFY_DONE(remove("burst2.jpg"));
        QCOMPARE(grouped.run().changes.size(), std::size_t{1}); // the one that stayed alone
        QCOMPARE(grouped.groups(), QStringList{QStringLiteral("bracket: hdr0.jpg hdr1.jpg hdr2.jpg")});
    }

    void missing_photos_keep_their_groups() {
        Grouped grouped;
        fill(grouped.photos);
        grouped.open();
        grouped.run();
        const std::vector<PhotoId> away{grouped.id("burst0.jpg"), grouped.id("burst1.jpg"), grouped.id("burst2.jpg"),
                                        grouped.id("burst3.jpg")};
        VERIFY_DONE(grouped.library.write([&](CatalogueWriter& writer) { return writer.setMissing(away, true); }));
        QVERIFY(grouped.run().changes.empty());
        QCOMPARE(grouped.groups(), filled);
        VERIFY_DONE(grouped.library.write(
            [&](CatalogueWriter& writer) { return writer.setMissing(std::vector{away[2]}, false); }));
        QVERIFY(grouped.run().changes.empty());
        QCOMPARE(grouped.groups(), filled);
    }

    void files_without_a_hash_and_damaged_ones() {
        Grouped grouped;
        grouped.photos.photo(QStringLiteral("a.jpg"), 1, 0);
        grouped.photos.photo(QStringLiteral("b.jpg"), 1, 300);
        grouped.photos.photo(QStringLiteral("c.jpg"), 1, 600);
        grouped.open();
        std::ofstream(grouped.photos.path(QStringLiteral("c.jpg")), std::ios::trunc) << "no picture";
        grouped.hash();
        GroupingRun::Outcome outcome = grouped.run();
        QCOMPARE(grouped.groups(), QStringList{QStringLiteral("burst: a.jpg b.jpg")});
        QCOMPARE(outcome.signatures_made, std::size_t{3}); // that it cannot be decoded is remembered
        outcome = grouped.run();
        QCOMPARE(outcome.signatures_made, std::size_t{0});
    }

    void content_features_of_an_earlier_scoring_are_used() {
        Grouped grouped;
        grouped.photos.photo(QStringLiteral("a.jpg"), 1, 0);
        grouped.photos.photo(QStringLiteral("b.jpg"), 7, 300); // the subject ran through the frame
        grouped.open();
        QVERIFY(grouped.run().finished);
        QVERIFY(grouped.groups().isEmpty());
        ModelRow regressor = model("re-iqa");
        regressor.recipe.preprocessing.clear();
        QTemporaryDir folder;
        GroupingOptions options;
        options.features_folder = folder.path().toStdString();
        {
            library::FeatureStore store(options.features_folder);
            reiqa::PhotoFeatures features;
            features.content.full = features.content.half = {1, 2, 3, 4};
            features.quality = features.content;
            std::vector<ScoredContent> scores;
            for (const PhotoEntry& entry : grouped.library.entries()) {
                store.add(regressor.recipe.key(), *entry.content, features);
                scores.push_back(scored(*entry.content, 50));
            }
            store.flush();
            VERIFY_DONE(
                grouped.library.write([&](CatalogueWriter& writer) { return writer.addScores(regressor, scores); }));
        }
        const auto outcome = GroupingRun(grouped.library.catalogue, options).run({});
        VERIFY_DONE(outcome);
        QCOMPARE(grouped.groups(), QStringList{QStringLiteral("burst: a.jpg b.jpg")});
    }

    void a_stopped_run_writes_no_group() {
        Grouped grouped;
        fill(grouped.photos);
        grouped.open();
        std::stop_source stop;
        stop.request_stop();
        const auto outcome = GroupingRun(grouped.library.catalogue).run(stop.get_token());
        VERIFY_DONE(outcome);
        QVERIFY(!outcome->finished);
        QVERIFY(grouped.groups().isEmpty());
    }

    void what_was_declined_is_asked_again_when_the_group_is_another() {
        Grouped grouped;
        fill(grouped.photos);
        grouped.open();
        grouped.run();
        const std::vector<PhotoId> declined{grouped.id("burst0.jpg"), grouped.id("single.jpg")};
        VERIFY_DONE(grouped.library.write([&](CatalogueWriter& writer) { return writer.setDeclined(declined, true); }));
        QCOMPARE(*grouped.library.reader()->declined(), declined);
        grouped.run();
        QCOMPARE(*grouped.library.reader()->declined(), declined);
        VERIFY_DONE(grouped.library.write(
            [&](CatalogueWriter& writer) { return writer.removePhotos(std::vector{grouped.id("burst2.jpg")}); }));
        // Three of four are left: the same group, less one. It is not asked again for that.
        grouped.run();
        QCOMPARE(*grouped.library.reader()->declined(), declined);
        const auto groups = grouped.library.reader()->groups();
        VERIFY_DONE(grouped.library.write([&](CatalogueWriter& writer) -> Result<void> {
            const auto changed = writer.changeGroups(std::vector{groups->front().id}, {});
            return changed ? Result<void>() : tl::unexpected(changed.error());
        }));
        QCOMPARE(*grouped.library.reader()->declined(), std::vector{grouped.id("single.jpg")});
        VERIFY_DONE(
            grouped.library.write([&](CatalogueWriter& writer) { return writer.setDeclined(declined, false); }));
        QVERIFY(grouped.library.reader()->declined()->empty());
    }

    void the_difference_leaves_equal_groups_alone() {
        const std::vector<PhotoGroup> known{{1, GroupKind::Burst, {1, 2, 3}},
                                            {2, GroupKind::Burst, {4, 5}},
                                            {3, GroupKind::Similar, {6, 7}},
                                            {4, GroupKind::Burst, {8, 9}}};
        const auto change = culling::difference(
            known, {{0, GroupKind::Burst, {1, 2, 3}}, {0, GroupKind::Burst, {4, 5, 10}}, {0, GroupKind::Burst, {6, 7}}},
            [](culling::PhotoId id) { return id != 9; });
        QCOMPARE(change.dissolved, (std::vector<std::int64_t>{2, 3}));
        QCOMPARE(change.made.size(), std::size_t{2});
        QCOMPARE(change.made[0].members, (std::vector<PhotoId>{4, 5, 10}));
    }

    void the_service_tells_the_window_and_ends_while_it_works() {
        Grouped grouped;
        fill(grouped.photos);
        grouped.open();
        {
            GroupingService service(grouped.library.catalogue, {}, {std::chrono::milliseconds(0), 0});
            QSignalSpy told(&service, &GroupingService::grouped), finished(&service, &GroupingService::finished);
            service.look();
            service.look();
            QVERIFY(service.isBusy());
            QTRY_VERIFY_WITH_TIMEOUT(!finished.isEmpty(), 60'000);
            QVERIFY(!service.isBusy());
            QCOMPARE(told.size(), 1);
            QCOMPARE(told[0][0].value<std::vector<library::GroupChange>>().size(), std::size_t{10});
            service.look();
            QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 2, 60'000);
            QCOMPARE(told.size(), 1);
        }
        for (int i = 0; i < 20; ++i) { // at whatever moment
            GroupingService service(grouped.library.catalogue, {}, {std::chrono::milliseconds(0), 0});
            service.look();
        }
    }
};

QTEST_GUILESS_MAIN(TestGroupingRun)
#include "test_grouping_run.moc"
