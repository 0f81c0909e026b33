// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What the library makes of a second model: how far two disagree, features that are kept, nearest photos.
#include <cmath>
#include <filesystem>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include "app/library/disagreement.h"
#include "app/library/feature_store.h"
#include "app/library/library_session.h"
#include "app/library/neighbour_service.h"
#include "engine/imaging/decode.h"
#include "tests/app/library/photo_folder.h"
#include "tests/support/generated_reiqa.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

ModelCard card(const std::string& id, bool higher_is_better = true) {
    ModelCard made;
    made.id = id;
    made.title = id;
    made.range = std::pair(0.0, 100.0);
    made.higher_is_better = higher_is_better;
    return made;
}

PhotoOutcome outcome(PhotoId id, std::optional<double> first, std::optional<double> second) {
    PhotoOutcome result;
    result.id = id;
    for (const auto& [name, value] : {std::pair("first", first), std::pair("second", second)})
        if (value) {
            ScoreRecord record;
            record.model = name;
            record.score.value = *value;
            result.records.push_back(record);
        }
    return result;
}

PhotoListModel& filled(PhotoListModel& model, const std::vector<PhotoOutcome>& outcomes) {
    std::vector<PhotoEntry> entries;
    for (const PhotoOutcome& one : outcomes) {
        PhotoEntry entry;
        entry.id = one.id;
        entry.name = QStringLiteral("%1.jpg").arg(one.id);
        entries.push_back(entry);
    }
    model.append(std::move(entries));
    model.setModels({card("first"), card("second")});
    model.apply(outcomes);
    model.flush();
    return model;
}

/// Two blocks a scale long enough to tell photos apart; `turn` makes it point elsewhere.
NeighbourService::Features features(double content, double quality, std::size_t length = 8) {
    auto made = std::make_shared<reiqa::PhotoFeatures>();
    const auto fill = [length](reiqa::ExpertFeatures& expert, double angle) {
        for (std::size_t i = 0; i < length; ++i) {
            expert.full.push_back(static_cast<float>(i % 2 == 0 ? std::cos(angle) : std::sin(angle)));
            expert.half.push_back(static_cast<float>(i % 2 == 0 ? std::sin(angle) : std::cos(angle)));
        }
    };
    fill(made->content, content);
    fill(made->quality, quality);
    return made;
}

/// A hash that stands for some file's bytes.
ContentHash content(const std::string& words) {
    ContentHash hash;
    for (std::size_t i = 0; i < words.size(); ++i)
        hash.bytes[i % hash.bytes.size()] ^= static_cast<std::uint8_t>(words[i] + i);
    return hash;
}

std::string recipe(const std::string& sha = std::string(64, 'b')) {
    ScoreRecipe made;
    made.model = "reiqa";
    made.model_sha256 = sha;
    return made.key();
}

std::shared_ptr<const Neighbours> wait_for(NeighbourService& service, PhotoId id, std::size_t count = 6) {
    std::shared_ptr<const Neighbours> answer;
    QSignalSpy found(&service, &NeighbourService::found);
    const quint64 generation = service.request(id, count);
    while (found.wait(10'000))
        for (const QList<QVariant>& call : std::exchange(static_cast<QList<QList<QVariant>>&>(found), {}))
            if (call[0].toULongLong() == generation)
                return call[1].value<std::shared_ptr<const Neighbours>>();
    return answer;
}

/// The same when all photos of the folder are known: their features come after their scores.
std::shared_ptr<const Neighbours> wait_for_all(LibrarySession& session) {
    std::shared_ptr<const Neighbours> answer;
    const auto whole = [&] {
        answer = wait_for(session.neighbours(), session.photos().idAt(0));
        return answer && answer->known && answer->indexed == static_cast<std::size_t>(session.photos().totalCount());
    };
    return QTest::qWaitFor(whole, 60'000) ? answer : nullptr;
}

} // namespace

class TestReiqaLibrary : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { imaging::initialise(); }

    // -- disagreement ------------------------------------------------------------------------------------------------

    void disagreementIsTheDifferenceOfPercentiles() {
        // Photos 0 and 1 change places, 2 is the worst by both, 3 has one score only.
        const std::vector<ScorePair> scores{std::pair(90.0, 2.0), std::pair(50.0, 3.0), std::pair(10.0, 1.0),
                                            std::nullopt};
        const auto difference = rank_difference(scores, true, true);
        QCOMPARE(difference[0].value(), 50.0); // 100 by the first, 50 by the second
        QCOMPARE(difference[1].value(), 50.0);
        QCOMPARE(difference[2].value(), 0.0);
        QVERIFY(!difference[3]);
    }

    void oppositeDirectionsAgree() {
        // The second model counts faults: low is good there.
        const std::vector<ScorePair> scores{std::pair(90.0, 1.0), std::pair(50.0, 2.0), std::pair(10.0, 3.0)};
        for (const auto& difference : rank_difference(scores, true, false))
            QCOMPARE(difference.value(), 0.0);
        QCOMPARE(rank_difference(scores, true, true)[0].value(), 100.0);
    }

    void onePhotoDisagreesWithNobody() {
        QVERIFY(!rank_difference({std::pair(1.0, 2.0)}, true, true)[0]);
        QVERIFY(rank_difference({}, true, true).empty());
    }

    void theListRanksByDisagreement() {
        PhotoListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        filled(model,
               {outcome(1, 80, 80), outcome(2, 60, 20), outcome(3, 40, 60), outcome(4, 20, {}), outcome(5, 10, 95)});
        QVERIFY(model.disagreementCard() != nullptr);
        QVERIFY(!model.ranksByDisagreement());
        model.setCurrentModel(disagreement_id);
        QVERIFY(model.ranksByDisagreement());
        QCOMPARE(model.idAt(0), PhotoId{5}); // worst by the first, best by the second
        QCOMPARE(model.index(0).data(PhotoListModel::ScoreRole).toDouble(), 100.0);
        QCOMPARE(model.index(0).data(PhotoListModel::DescriptionRole).toString(),
                 QStringLiteral("5.jpg, %1 percentage points between its places in the two rankings")
                     .arg(model.scoreText(100))); // not "better than …": it is no worse and no better
        QVERIFY(!model.indexOf(4).data(PhotoListModel::ScoreRole).isValid());
        QCOMPARE(model.rowOf(4), 4); // without both scores: last
        QCOMPARE(model.explainedModel(), std::string("first"));
        // A new score moves everybody's percentiles, but not the rows before they are asked to.
        model.apply({outcome(4, 20, 20)});
        model.flush();
        QVERIFY(model.orderIsStale());
        model.rerank();
        QVERIFY(model.indexOf(4).data(PhotoListModel::ScoreRole).isValid());
        QVERIFY(!model.orderIsStale());
        model.setCurrentModel("second");
        QVERIFY(!model.ranksByDisagreement());
        QCOMPARE(model.idAt(0), PhotoId{5});
        QCOMPARE(model.index(0).data(PhotoListModel::ScoreRole).toDouble(), 95.0);
    }

    void oneModelCannotDisagree() {
        PhotoListModel model;
        model.setModels({card("only")});
        QVERIFY(model.disagreementCard() == nullptr);
        model.setCurrentModel(disagreement_id); // an unknown model's scores: none
        QVERIFY(!model.ranksByDisagreement());
    }

    // -- features on disk
    // ----------------------------------------------------------------------------------------------

    void featuresComeBackAsHalfFloats() {
        QTemporaryDir folder;
        const std::string place = folder.path().toStdString();
        const auto given = features(0.3, 1.2);
        {
            FeatureStore store(place);
            QVERIFY(!store.find(recipe(), content("/a.jpg")));
            store.add(recipe(), content("/a.jpg"), *given);
            QVERIFY(store.find(recipe(), content("/a.jpg"))); // while it waits for the disk
            store.add(recipe(), content("/b.jpg"), *features(1, 2));
        }
        FeatureStore later(place);
        const auto kept = later.find(recipe(), content("/a.jpg"));
        QVERIFY(kept);
        for (const reiqa::Block block : reiqa::all_blocks) {
            QCOMPARE(kept->block(block).size(), given->block(block).size());
            for (std::size_t i = 0; i < given->block(block).size(); ++i) // 2^-11: half a step of a half float below 1
                QVERIFY(std::abs(kept->block(block)[i] - given->block(block)[i]) <= 0x1p-11F);
        }
        QVERIFY(later.find(recipe(), content("/b.jpg")));
        QVERIFY(!later.find(recipe(), content("/a.jpg, written again")));      // changed since
        QVERIFY(!later.find(recipe(std::string(64, 'c')), content("/a.jpg"))); // another model
    }

    void expertsMayDifferInLength() {
        QTemporaryDir folder;
        reiqa::PhotoFeatures given = *features(0.3, 1.2, 8);
        given.quality = features(0.3, 1.2, 6)->quality;
        FeatureStore store(folder.path().toStdString());
        store.add(recipe(), content("/a.jpg"), given);
        store.flush();
        const auto kept = store.find(recipe(), content("/a.jpg"));
        QVERIFY(kept);
        QCOMPARE(kept->content.half.size(), std::size_t{8});
        QCOMPARE(kept->quality.half.size(), std::size_t{6});
        QCOMPARE(kept->quality.full[0], given.quality.full[0] < 0 ? -kept->quality.full[0] : kept->quality.full[0]);
    }

    void twoWindowsShareOneFile() {
        QTemporaryDir folder;
        FeatureStore first(folder.path().toStdString()), second(folder.path().toStdString());
        first.add(recipe(), content("/a.jpg"), *features(0.1, 0.1));
        second.add(recipe(), content("/b.jpg"), *features(0.7, 0.2));
        first.flush();
        second.flush();
        FeatureStore later(folder.path().toStdString());
        QVERIFY(later.find(recipe(), content("/a.jpg")) && later.find(recipe(), content("/b.jpg")));
        QVERIFY(later.find(recipe(), content("/a.jpg"))->content.full !=
                later.find(recipe(), content("/b.jpg"))->content.full);
    }

    void featuresStayWithinTheirBound() {
        QTemporaryDir folder;
        constexpr std::uint64_t limit = 1 << 20;
        FeatureStore store(folder.path().toStdString(), limit);
        for (int i = 0; i < 200; ++i) { // 4 x 2048 halves each: 3.2 MB in all
            store.add(recipe(), content("photo " + std::to_string(i)), *features(i, i, 2048));
            if (i % 20 == 19)
                store.flush();
        }
        QVERIFY(store.evicted() > 0);
        QVERIFY(QFileInfo(folder.filePath(QStringLiteral("features.db"))).size() <= static_cast<qint64>(limit));
        QVERIFY(store.find(recipe(), content("photo 199"))); // the youngest stay
        QVERIFY(!store.find(recipe(), content("photo 0")));
    }

    void aForeignFileIsNotBelieved() {
        QTemporaryDir folder;
        const std::string place = folder.path().toStdString();
        QFile foreign(folder.filePath(QStringLiteral("features.db")));
        QVERIFY(foreign.open(QIODevice::WriteOnly));
        foreign.write(QByteArray(5000, 'z'));
        foreign.close();
        FeatureStore store(place);
        QVERIFY(!store.find(recipe(), content("/a.jpg")));
        store.add(recipe(), content("/a.jpg"), *features(0.1, 0.1));
        store.flush();
        QVERIFY(FeatureStore(place).find(recipe(), content("/a.jpg")));
    }

    void aPlaceThatCannotBeWrittenIsSaid() {
        std::vector<Error> said;
        FeatureStore store("/proc/no-such-place", 1 << 20, [&](const Error& error) { said.push_back(error); });
        store.add(recipe(), content("/a.jpg"), *features(0.1, 0.1));
        store.flush(); // what the store's thread said before is seen after it
        QCOMPARE(said.size(), std::size_t{1});
        QVERIFY(said.front().code == ErrorCode::WriteFailed);
        QVERIFY(said.front().file == "/proc/no-such-place");
        FeatureStore nowhere("");
        nowhere.add(recipe(), content("/a.jpg"), *features(0.1, 0.1));
        QVERIFY(!nowhere.find(recipe(), content("/a.jpg")));
    }

    // -- nearest photos
    // ------------------------------------------------------------------------------------------------

    void theNearestAreFoundInEachSpace() {
        NeighbourService service;
        // In content 1 is near 2, in quality near 3.
        service.put(
            {{1, features(0.0, 0.0)}, {2, features(0.1, 1.5)}, {3, features(1.5, 0.1)}, {4, features(1.0, 1.0)}});
        const auto answer = wait_for(service, 1);
        QVERIFY(answer && answer->known);
        QCOMPARE(answer->indexed, std::size_t{4});
        QCOMPARE(answer->content.size(), std::size_t{3}); // the photo itself is left out
        QCOMPARE(answer->content[0].id, std::int64_t{2});
        QCOMPARE(answer->quality[0].id, std::int64_t{3});
        QVERIFY(answer->content[0].cosine > answer->content[1].cosine);
        QVERIFY(answer->content[0].cosine <= 1.0F);
    }

    void photosComeAndGo() {
        NeighbourService service;
        service.put({{1, features(0.0, 0.0)}, {2, features(0.1, 0.1)}, {3, features(0.5, 0.5)}});
        QCOMPARE(wait_for(service, 1)->content[0].id, std::int64_t{2});
        service.remove({2});
        QCOMPARE(wait_for(service, 1)->content[0].id, std::int64_t{3});
        QVERIFY(!wait_for(service, 2)->known);
        service.put({{9, features(0.0, 0.0, 4)}}); // other experts: a new start
        QCOMPARE(wait_for(service, 9)->indexed, std::size_t{1});
        service.forget();
        QVERIFY(!wait_for(service, 9)->known);
    }

    void onlyTheLatestRequestIsAnswered() {
        NeighbourService service;
        service.put({{1, features(0, 0)}, {2, features(1, 1)}});
        QSignalSpy found(&service, &NeighbourService::found);
        service.request(1);
        service.request(1);
        const quint64 last = service.request(2);
        QVERIFY(found.wait(10'000));
        QCoreApplication::processEvents();
        QCOMPARE(found.count(), 1);
        QCOMPARE(found[0][0].toULongLong(), last);
    }

    // -- all of it, with encoders of generated weights
    // -------------------------------------------------------------------

    void aFolderScoredByReiqaKnowsItsNearestPhotosAlsoLater() {
        test::PhotoFolder photos;
        for (int i = 0; i < 4; ++i)
            photos.photo(QStringLiteral("%1.png").arg(i), 40 * i);
        QTemporaryDir models, cache;
        SessionOptions options;
        options.model_files = {test::write_generated_reiqa(models.path().toStdString(), test::tiny_trunk())};
        options.cache_folder = cache.path().toStdString();
        options.catalogue_folder = cache.filePath(QStringLiteral("library")).toStdString();
        options.scorer.keep_features = true;
        options.feature_portion = 3; // of four
        for (const bool again : {false, true}) {
            LibrarySession session(options);
            QSignalSpy finished(&session, &LibrarySession::scoringFinished);
            session.open({photos.path()});
            QVERIFY(finished.wait(60'000));
            QCOMPARE(session.photos().scoredCount(), 4);
            QCOMPARE(session.photos().entry(session.photos().idAt(0))->scores.at(0).remembered, again);
            const auto answer = wait_for_all(session);
            QVERIFY(answer);
            QCOMPARE(answer->indexed, std::size_t{4});
            QCOMPARE(answer->content.size(), std::size_t{3});
            QCOMPARE(answer->quality.size(), std::size_t{3});
        }
    }

    void twoModelsSpacesAreNotMixed() {
        test::PhotoFolder photos;
        for (const char* name : {"a.png", "b.png"}) // the same picture: a cosine of 1 in any one space
            photos.photo(QString::fromLatin1(name), 90);
        QTemporaryDir first, second, cache;
        const std::string models[] = {
            test::write_generated_reiqa(first.path().toStdString(), test::tiny_trunk(), "one"),
            test::write_generated_reiqa(second.path().toStdString(), test::tiny_trunk(), "two")};
        SessionOptions options;
        options.cache_folder = cache.path().toStdString();
        options.catalogue_folder = cache.filePath(QStringLiteral("library")).toStdString();
        options.scorer.keep_features = true;
        const auto run = [&](std::vector<std::string> files, const std::string& path) {
            options.model_files = std::move(files);
            LibrarySession session(options);
            QSignalSpy finished(&session, &LibrarySession::scoringFinished);
            session.open({path});
            return finished.wait(60'000) ? wait_for_all(session) : nullptr;
        };
        // What is remembered: both models' answers for a, only the second one's for b.
        QVERIFY(run({models[1]}, photos.path()));
        QVERIFY(run({models[0]}, photos.path(QStringLiteral("a.png"))));
        const auto answer = run({models[0], models[1]}, photos.path());
        QVERIFY(answer && answer->known);
        QCOMPARE(answer->content.size(), std::size_t{1});
        for (const reiqa::Neighbour& other : {answer->content.at(0), answer->quality.at(0)})
            QVERIFY2(other.cosine > 0.9999F, qPrintable(QString::number(double{other.cosine})));
    }

    void breakdownsOfManyPhotosAreRemembered() {
        test::PhotoFolder photos;
        photos.photo(QStringLiteral("a.png"), 90, QSize(640, 480));
        QTemporaryDir models;
        SessionOptions options;
        options.model_files = {test::write_generated_reiqa(models.path().toStdString(), test::tiny_trunk())};
        options.scorer.keep_features = true;
        LibrarySession session(options);
        QSignalSpy finished(&session, &LibrarySession::scoringFinished);
        session.open({photos.path()});
        QVERIFY(finished.wait(60'000));
        std::shared_ptr<const Explanation> explanation;
        connect(&session.explainer(), &ExplainService::explained, &session,
                [&](quint64, const std::shared_ptr<const Explanation>& given) { explanation = given; });
        session.explain(session.photos().idAt(0));
        QTRY_VERIFY_WITH_TIMEOUT(explanation, 60'000);
        const auto& breakdown = explanation->assessment.breakdown;
        QVERIFY(breakdown && !breakdown->blocks[0].cells.empty());
        QVERIFY(!explanation->assessment.features); // with maps of all channels a few photos would fill the memory
        QVERIFY(explanation->bytes() < 64 * 1024);
    }

    void aScoreWithoutFeaturesIsMadeAgain() {
        test::PhotoFolder photos;
        photos.photo(QStringLiteral("a.png"), 90);
        QTemporaryDir models, cache;
        SessionOptions options;
        options.model_files = {test::write_generated_reiqa(models.path().toStdString(), test::tiny_trunk())};
        options.cache_folder = cache.path().toStdString();
        options.catalogue_folder = cache.filePath(QStringLiteral("library")).toStdString();
        for (const bool keep : {false, true}) { // first as a program that had no use for features
            options.scorer.keep_features = keep;
            LibrarySession session(options);
            QSignalSpy finished(&session, &LibrarySession::scoringFinished);
            session.open({photos.path()});
            QVERIFY(finished.wait(60'000));
            QCOMPARE(session.photos().scoredCount(), 1);
            if (keep)
                QVERIFY(wait_for_all(session));
            else
                QVERIFY(!wait_for(session.neighbours(), session.photos().idAt(0))->known);
        }
    }
};

QTEST_GUILESS_MAIN(TestReiqaLibrary)
#include "test_reiqa_library.moc"
