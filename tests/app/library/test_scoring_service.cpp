// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <set>

#include <QSignalSpy>
#include <QtTest>

#include "app/library/explain_service.h"
#include "app/library/scoring_service.h"
#include "engine/imaging/decode.h"
#include "tests/app/library/fake_scorer.h"
#include "tests/app/library/photo_folder.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

std::vector<ScoringJob> jobs_of(const std::vector<FoundFile>& files) {
    std::vector<ScoringJob> jobs;
    for (const FoundFile& file : files)
        jobs.push_back({static_cast<PhotoId>(jobs.size() + 1), file, std::nullopt, 1});
    return jobs;
}

/// Enters the files into the library, so that what is found out about them is kept with them.
std::vector<ScoringJob> catalogued(Catalogue& catalogue, const test::PhotoFolder& folder) {
    std::vector<ScoringJob> jobs;
    const auto kept = catalogue.writeNow([&](CatalogueWriter& writer) -> Result<void> {
        const auto root = writer.addRoot(folder.path());
        if (!root)
            return tl::unexpected(root.error());
        const FolderRow top{catalogue.newFolderIds(1), root->id, {}, 0};
        if (auto put = writer.putFolders({&top, 1}); !put)
            return put;
        std::vector<PhotoFile> files;
        for (const FoundFile& found : folder.found()) {
            PhotoFile& file = files.emplace_back();
            file.id = catalogue.newPhotoIds(1);
            file.folder = top.id;
            file.name = found.path.substr(folder.path().size() + 1);
            file.bytes = found.bytes;
            file.mtime_ns = found.mtime_ns;
            jobs.push_back({file.id, found, std::nullopt, 1});
        }
        return writer.addPhotos(files);
    });
    if (!kept)
        qFatal("%s", kept.error().message().c_str());
    return jobs;
}

std::shared_ptr<Catalogue> in_memory() {
    return Catalogue::open({});
}

/// A service with a fake model, and everything it has said.
struct Bench {
    explicit Bench(std::shared_ptr<Catalogue> library = in_memory())
        : catalogue(std::move(library))
        , inference(test::fake_factory(model), {{"fake.safetensors"}, {}})
        , service(inference, catalogue, small_batches(), {})
        , finished(&service, &ScoringService::finished)
        , states(&service, &ScoringService::stateChanged)
        , failed(&service, &ScoringService::failedToStart) {
        QObject::connect(&service, &ScoringService::scored, &service,
                         [this](const std::shared_ptr<const std::vector<PhotoOutcome>>& outcomes) {
                             ++deliveries;
                             for (const PhotoOutcome& outcome : *outcomes)
                                 results[outcome.id] = outcome;
                             taken += static_cast<int>(outcomes->size());
                         });
        QObject::connect(&service, &ScoringService::issuesRaised, &service,
                         [this](const std::vector<Issue>& raised) { issues.add(raised); });
    }
    static PipelineOptions small_batches() {
        PipelineOptions options;
        options.batch_photos = 2;
        options.decode_workers = 1;
        return options;
    }

    std::shared_ptr<test::FakeModel> model = std::make_shared<test::FakeModel>();
    std::shared_ptr<Catalogue> catalogue;
    InferenceThread inference;
    ScoringService service;
    QSignalSpy finished, states, failed;
    std::map<PhotoId, PhotoOutcome> results;
    IssueListModel issues;
    int deliveries = 0, taken = 0;
};

test::PhotoFolder& shared_folder() {
    static test::PhotoFolder folder;
    static const bool made = [] {
        for (int i = 0; i < 30; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i, 2, 10, QLatin1Char('0')), i * 8);
        return true;
    }();
    Q_UNUSED(made);
    return folder;
}

} // namespace

class TestScoringService : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { imaging::initialise(); }

    void scoresEverythingInBatches() {
        Bench bench;
        const auto files = shared_folder().found();
        QSignalSpy cards(&bench.service, &ScoringService::modelsReady);
        bench.service.add(jobs_of(files));
        QCOMPARE(bench.service.state(), ScoringService::State::Loading);
        QVERIFY(bench.finished.wait());
        QCOMPARE(bench.finished[0][0].toBool(), false);
        QCOMPARE(bench.service.state(), ScoringService::State::Idle);
        QCOMPARE(cards.count(), 1);
        QCOMPARE(bench.results.size(), std::size_t{30});
        QCOMPARE(bench.taken, 30); // each once
        for (const auto& [id, outcome] : bench.results) {
            QVERIFY(!outcome.error);
            QCOMPARE(outcome.records.at(0).score.value, static_cast<double>((id - 1) * 8));
            QCOMPARE(outcome.pixel_size.width, 64);
        }
        QCOMPARE(bench.service.progress().done, 30);
        QCOMPARE(bench.service.progress().failed, 0);
        QVERIFY(bench.deliveries < 30); // gathered
    }

    void nothingIsScoredTwice() {
        const auto catalogue = in_memory();
        const auto files = shared_folder().found();
        {
            Bench bench(catalogue);
            bench.service.add(jobs_of({files.begin(), files.begin() + 20}));
            QVERIFY(bench.finished.wait());
            QCOMPARE(bench.model->scored.load(), 20);
        }
        catalogue->flush(); // "finished" is said when the last answers are handed over, not when they are committed
        Bench again(catalogue);
        again.service.add(jobs_of(files));
        QVERIFY(again.finished.wait());
        QCOMPARE(again.model->scored.load(), 10);
        QCOMPARE(again.service.progress().remembered, 20);
        QCOMPARE(again.service.progress().done, 30);
        QCOMPARE(again.results.size(), std::size_t{30});
        QVERIFY(again.results[3].records.at(0).remembered);
        QCOMPARE(again.results[3].records.at(0).model, std::string("fake"));
        QCOMPARE(again.results[3].records.at(0).score.value, 16.0);
        QVERIFY(!again.results[25].records.at(0).remembered);
    }

    void copiesAreScoredOnce() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("a.png"), 80);
        for (const char* copy : {"a copy.png", "b.png", "below/c.png"}) {
            QVERIFY(QDir().mkpath(QString::fromStdString(folder.path(QStringLiteral("below")))));
            QVERIFY(QFile::copy(QString::fromStdString(folder.path(QStringLiteral("a.png"))),
                                QString::fromStdString(folder.path(QString::fromLatin1(copy)))));
        }
        folder.photo(QStringLiteral("other.png"), 90);
        Bench bench;
        bench.model->closeGate(); // all of them are under way or wait before the first has its answer
        bench.service.add(jobs_of(folder.found()));
        QTRY_COMPARE(bench.model->waiting(), 1);
        bench.model->openGate();
        QVERIFY(bench.finished.wait());
        QCOMPARE(bench.results.size(), std::size_t{5});
        QCOMPARE(bench.model->scored.load(), 2);
        int of_copies = 0;
        for (const auto& [id, outcome] : bench.results)
            of_copies += outcome.records.at(0).score.value == 80.0;
        QCOMPARE(of_copies, 4);
    }

    void scoresBelongToThePhotosOfTheLibrary() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 5; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), i * 40);
        folder.file(QStringLiteral("bad.jpg"), "this is a text that somebody gave the name of a picture");
        Bench bench;
        bench.service.add(catalogued(*bench.catalogue, folder));
        QVERIFY(bench.finished.wait());
        bench.catalogue->flush();
        const auto reader = bench.catalogue->reader();
        QVERIFY(reader.has_value());
        const auto models = (*reader)->models();
        QVERIFY(models && models->size() == 1);
        QCOMPARE(models->front().title, std::string("Fake"));
        std::map<std::string, PhotoEntry> known;
        const WantedScores wanted{models->front().recipe.key(), "fake"};
        const auto read = (*reader)->photos({}, {&wanted, 1}, [&](PhotoEntry&& photo) {
            known.emplace(photo.file.path.substr(folder.path().size() + 1), std::move(photo));
            return true;
        });
        QVERIFY(read.has_value());
        QCOMPARE(known.size(), std::size_t{6});
        for (int i = 0; i < 5; ++i) {
            const PhotoEntry& photo = known.at(std::to_string(i) + ".png");
            QCOMPARE(photo.state, PhotoState::Scored);
            QCOMPARE(photo.scores.at(0).score.value, i * 40.0);
            QVERIFY(photo.content.has_value());
            QCOMPARE(photo.pixel_size.width, 64);
        }
        // What lies in the file is held against it until it changes.
        QCOMPARE(known.at("bad.jpg").state, PhotoState::Failed);
        QCOMPARE(known.at("bad.jpg").error->code, ErrorCode::UnsupportedFormat);
    }

    void whatIsOnScreenComesFirst() {
        Bench bench;
        bench.model->closeGate();
        std::vector<PhotoId> order;
        connect(&bench.service, &ScoringService::scored, this, [&](const auto& outcomes) {
            for (const PhotoOutcome& outcome : *outcomes)
                order.push_back(outcome.id);
        });
        bench.service.add(jobs_of(shared_folder().found()));
        QTRY_COMPARE(bench.model->waiting(), 1);
        bench.service.prefer({29, 28});
        bench.model->openGate();
        QVERIFY(bench.finished.wait());
        QCOMPARE(order.size(), std::size_t{30});
        // One worker was ahead by what its queue holds, which all photos of this size fit into: what it had not begun
        // comes after the preferred ones.
        const auto place = [&](PhotoId id) { return std::find(order.begin(), order.end(), id) - order.begin(); };
        QVERIFY(place(29) <= place(30));
        QVERIFY(place(28) <= place(30));
    }

    void moreCanBeAddedWhileItRuns() {
        Bench bench;
        bench.model->closeGate();
        const auto files = shared_folder().found();
        bench.service.add(jobs_of({files.begin(), files.begin() + 10}));
        QTRY_COMPARE(bench.model->waiting(), 1);
        std::vector<ScoringJob> rest;
        for (PhotoId id = 11; id <= 30; ++id)
            rest.push_back({id, files[static_cast<std::size_t>(id - 1)], std::nullopt, 1});
        bench.service.add(std::move(rest));
        QCOMPARE(bench.service.progress().total, 30);
        bench.model->openGate();
        QVERIFY(bench.finished.wait());
        QCOMPARE(bench.finished.count(), 1);
        QCOMPARE(bench.results.size(), std::size_t{30});
        QCOMPARE(bench.taken, 30);
        // And after it has ended.
        bench.service.add(jobs_of({files.begin(), files.begin() + 1}));
        QVERIFY(bench.finished.wait());
        QCOMPARE(bench.service.progress().remembered, 1);
    }

    void gentleScoringComesToTheSameEnd() {
        Bench bench;
        bench.service.setEffort(Effort::Gentle);
        bench.service.add(jobs_of(shared_folder().found()));
        QVERIFY(bench.finished.wait());
        QCOMPARE(bench.results.size(), std::size_t{30});
    }

    void pauseHoldsAndResumeGoesOn() {
        Bench bench;
        bench.model->closeGate();
        bench.service.add(jobs_of(shared_folder().found()));
        QTRY_COMPARE(bench.model->waiting(), 1); // the model is at work
        bench.service.pause();
        QCOMPARE(bench.service.state(), ScoringService::State::Paused);
        QTRY_COMPARE(bench.model->waiting(), 0); // it was told to stop, not only held
        bench.model->openGate();
        // The thread is free: a map can be asked for while scoring is paused.
        ExplainService explainer(bench.inference, {});
        QSignalSpy explained(&explainer, &ExplainService::explained);
        explainer.request({1, shared_folder().found().at(0), {}, AttentionMethod::Rollout, false});
        QVERIFY(explained.wait());
        QCOMPARE(bench.service.state(), ScoringService::State::Paused);
        QCOMPARE(bench.model->scored.load(), 0);
        QCOMPARE(bench.finished.count(), 0);
        bench.service.resume();
        QVERIFY(bench.finished.wait());
        QCOMPARE(bench.finished[0][0].toBool(), false);
        QCOMPARE(bench.results.size(), std::size_t{30});
        QCOMPARE(bench.model->scored.load(), 30);
    }

    void cancelEndsWithinOnePhoto() {
        Bench bench;
        bench.model->closeGate();
        bench.service.add(jobs_of(shared_folder().found()));
        QTRY_COMPARE(bench.model->waiting(), 1);
        bench.service.cancel();
        QVERIFY(bench.finished.wait());
        QCOMPARE(bench.finished[0][0].toBool(), true);
        QCOMPARE(bench.service.state(), ScoringService::State::Idle);
        QCOMPARE(bench.results.size(), std::size_t{0});
        // Cancelled once is enough, and it can be started again.
        bench.service.cancel();
        bench.model->openGate();
        bench.service.add(jobs_of(shared_folder().found()));
        QVERIFY(bench.finished.wait());
        QCOMPARE(bench.finished.count(), 2);
        QCOMPARE(bench.results.size(), std::size_t{30});
    }

    void cancelWhilePausedFinishes() {
        Bench bench;
        bench.model->closeGate();
        bench.service.add(jobs_of(shared_folder().found()));
        QTRY_COMPARE(bench.model->waiting(), 1);
        bench.service.pause();
        QTRY_COMPARE(bench.model->waiting(), 0);
        bench.service.cancel();
        QTRY_COMPARE(bench.finished.count(), 1);
        QCOMPARE(bench.finished[0][0].toBool(), true);
    }

    void whatIsTakenBackIsNotScored() {
        Bench bench;
        bench.model->closeGate();
        bench.service.add(jobs_of(shared_folder().found()));
        QTRY_COMPARE(bench.model->waiting(), 1);
        bench.service.pause();
        QTRY_COMPARE(bench.model->waiting(), 0);
        std::vector<PhotoId> all;
        for (PhotoId id = 2; id <= 30; ++id)
            all.push_back(id);
        bench.service.remove(all);
        bench.model->openGate();
        bench.service.resume();
        QTRY_COMPARE(bench.finished.count(), 1);
        QCOMPARE(bench.results.size(), std::size_t{1});
        QCOMPARE(bench.results.begin()->first, PhotoId{1});
    }

    void brokenPhotosAreFailuresWithIssues() {
        const test::PhotoFolder folder;
        folder.file(QStringLiteral("a.jpg"), "this is a text that somebody gave the name of a picture");
        folder.file(QStringLiteral("b.jpg"), {});
        Bench bench;
        bench.service.add(jobs_of(folder.found()));
        QVERIFY(bench.finished.wait());
        QCOMPARE(bench.service.progress().failed, 2);
        QCOMPARE(bench.service.progress().done, 2);
        QCOMPARE(bench.results[1].error->code, ErrorCode::UnsupportedFormat);
        QCOMPARE(bench.results[2].error->code, ErrorCode::EmptyFile);
        QCOMPARE(bench.issues.rowCount(), 2);
        QCOMPARE(bench.issues.at(0).photo, PhotoId{1});
    }

    void photosDeletedMeanwhileAreOneIssue() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 12; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i, 2, 10, QLatin1Char('0')), i);
        const auto files = folder.found();
        for (int i = 4; i < 12; ++i)
            folder.remove(QStringLiteral("%1.png").arg(i, 2, 10, QLatin1Char('0')));
        Bench bench;
        bench.service.add(jobs_of(files));
        QVERIFY(bench.finished.wait());
        QCOMPARE(bench.service.progress().failed, 8);
        QCOMPARE(bench.issues.rowCount(), 1);
        QCOMPARE(bench.issues.at(0).repeats, 8);
        QCOMPARE(bench.results[12].error->code, ErrorCode::Vanished);
        QVERIFY(!bench.results[4].error);
    }

    void aPhotoThatChangedDoesNotGetTheScoreOfItsFormerBytes() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("a.png"), 10);
        Bench bench;
        auto jobs = catalogued(*bench.catalogue, folder);
        jobs[0].content = *hash_file(jobs[0].file.path);
        folder.photo(QStringLiteral("a.png"), 20, QSize(80, 60)); // written again after the scan
        bench.service.add(jobs);
        QVERIFY(bench.finished.wait());
        QCOMPARE(bench.results.begin()->second.records.at(0).score.value, 20.0);
        bench.catalogue->flush();
        const auto reader = bench.catalogue->reader();
        const auto scores =
            (*reader)->scores((*reader)->models()->empty() ? std::string() : (*reader)->models()->front().recipe.key(),
                              {&*jobs[0].content, 1});
        QVERIFY(!scores || !scores->front()); // nothing is known of the former bytes
    }

    void scoresThatCannotBeKeptAreOneWarning() {
        const QTemporaryDir folder;
        const auto first = Catalogue::open({folder.path().toStdString()});
        QCOMPARE(first->state(), Catalogue::State::Open);
        const auto second = Catalogue::open({folder.path().toStdString()}); // reads only: the other one has the lock
        QCOMPARE(second->state(), Catalogue::State::ReadOnly);
        QVERIFY(!second->notices().empty()); // and has said so
        Bench bench(second);
        bench.service.add(jobs_of(shared_folder().found()));
        QVERIFY(bench.finished.wait());
        QCOMPARE(bench.results.size(), std::size_t{30});
        QCOMPARE(bench.issues.rowCount(), 0);
    }

    void aModelThatDoesNotOpenSaysSo() {
        Bench bench;
        bench.model->open_error = Error{ErrorCode::BadModel, "fake.safetensors", "is cut in half", "copy it again"};
        bench.service.add(jobs_of(shared_folder().found()));
        QVERIFY(bench.finished.wait());
        QCOMPARE(bench.finished[0][0].toBool(), true);
        QCOMPARE(bench.failed.count(), 1);
        QCOMPARE(bench.failed[0][0].value<Error>().code, ErrorCode::BadModel);
        QCOMPARE(bench.results.size(), std::size_t{0});
        // After the file was repaired it works.
        bench.model->open_error.reset();
        bench.service.add(jobs_of(shared_folder().found()));
        QVERIFY(bench.finished.wait());
        QCOMPARE(bench.results.size(), std::size_t{30});
    }

    void quitInTheMiddle() {
        auto model = std::make_shared<test::FakeModel>();
        model->closeGate();
        {
            InferenceThread inference(test::fake_factory(model), {{"fake"}, {}});
            ScoringService service(inference, in_memory(), Bench::small_batches(), {});
            ExplainService explainer(inference, {});
            service.add(jobs_of(shared_folder().found()));
            QTRY_COMPARE(model->waiting(), 1);
            explainer.request({1, shared_folder().found().at(0), {}, AttentionMethod::Rollout, false});
        }
        QCOMPARE(model->opened.load(), 1);
        QCOMPARE(model->closed.load(), 1); // on its own thread, before the program goes on
        QCoreApplication::processEvents();
    }

    // -- maps

    void mapsComeBeforeBulkScoring() {
        Bench bench;
        bench.model->closeGate();
        ExplainService explainer(bench.inference, {});
        QSignalSpy explained(&explainer, &ExplainService::explained);
        int scored_before_map = -1;
        connect(&explainer, &ExplainService::explained, this, [&](quint64, const auto& explanation) {
            scored_before_map = bench.model->scored.load();
            QCOMPARE(explanation->request.id, PhotoId{9});
            QCOMPARE(explanation->photo_size.width, 64);
            QVERIFY(explanation->assessment.attention.has_value());
        });
        bench.service.add(jobs_of(shared_folder().found()));
        QTRY_COMPARE(bench.model->waiting(), 1);
        const quint64 generation =
            explainer.request({9, shared_folder().found().at(8), "fake", AttentionMethod::LastLayer, false});
        QVERIFY(explainer.isBusy());
        // Two photos pass (one batch), then the map is due although 28 photos wait.
        QSignalSpy finished(&bench.service, &ScoringService::finished);
        bench.model->openGate();
        QTRY_COMPARE(explained.count(), 1);
        QCOMPARE(explained[0][0].toULongLong(), generation);
        QVERIFY(!explainer.isBusy());
        QTRY_COMPARE(bench.finished.count(), 1);
        QCOMPARE(bench.model->explained.load(), 1);
        QVERIFY(scored_before_map >= 0);
        QCOMPARE(bench.results.size(), std::size_t{30});
    }

    void onlyTheLatestMapIsAnswered() {
        Bench bench;
        ExplainService explainer(bench.inference, {});
        QSignalSpy explained(&explainer, &ExplainService::explained);
        QSignalSpy failed(&explainer, &ExplainService::failed);
        const auto files = shared_folder().found();
        for (PhotoId id = 1; id <= 10; ++id)
            explainer.request({id, files[static_cast<std::size_t>(id - 1)], {}, AttentionMethod::Rollout, false});
        QVERIFY(explained.wait());
        QCOMPARE(explained[0][0].toULongLong(), explainer.generation());
        // The same again comes from memory.
        const int runs = bench.model->explained.load();
        explainer.request({10, files[9], {}, AttentionMethod::Rollout, false});
        QVERIFY(explained.wait());
        QCOMPARE(explained.count(), 2);
        QCOMPARE(bench.model->explained.load(), runs);
        QVERIFY(explainer.memoryUsed() > 0);
        // Cancelled: nothing comes.
        explainer.request({1, files[0], {}, AttentionMethod::LastLayer, false});
        explainer.cancel();
        QVERIFY(!explainer.isBusy());
        explainer.request({11, {"/no/such/file.jpg", 1, 1}, {}, AttentionMethod::Rollout});
        QVERIFY(failed.wait());
        QCOMPARE(failed[0][1].value<Error>().code, ErrorCode::NotFound);
        QCOMPARE(explained.count(), 2);
        QCOMPARE(failed.count(), 1);
        explainer.request({1, files[0], {}, AttentionMethod::Rollout, true});
        QVERIFY(explained.wait());
        const auto explanation = explained.last()[1].value<std::shared_ptr<const Explanation>>();
        QVERIFY(explanation && explanation->measures);
        QVERIFY(explanation->measures->mean_luma > 0);
        explainer.request({1, files[0], "another", AttentionMethod::Rollout, false});
        QVERIFY(failed.wait());
        QCOMPARE(failed[1][1].value<Error>().code, ErrorCode::BadModel);
    }

    void mapMemoryIsBounded() {
        Bench bench;
        ExplainService explainer(bench.inference, {}, 3 * sizeof(Explanation));
        QSignalSpy explained(&explainer, &ExplainService::explained);
        const auto files = shared_folder().found();
        for (std::size_t i = 0; i < 8; ++i) {
            explainer.request({static_cast<PhotoId>(i + 1), files[i], {}, AttentionMethod::Rollout, false});
            QVERIFY(explained.wait());
            QVERIFY(explainer.memoryUsed() <= 3 * sizeof(Explanation));
        }
        explainer.forget();
        QCOMPARE(explainer.memoryUsed(), std::uint64_t{0});
    }

    void twoWindowsShareOneCatalogue() {
        const auto catalogue = in_memory();
        {
            Bench one(catalogue), two(catalogue);
            one.service.add(jobs_of(shared_folder().found()));
            two.service.add(jobs_of(shared_folder().found()));
            QTRY_COMPARE(one.finished.count() + two.finished.count(), 2);
        }
        Bench third(catalogue);
        third.service.add(jobs_of(shared_folder().found()));
        QVERIFY(third.finished.wait());
        QCOMPARE(third.model->scored.load(), 0);
        QVERIFY(catalogue->check()->empty());
    }
};

QTEST_GUILESS_MAIN(TestScoringService)
#include "test_scoring_service.moc"
