// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QAbstractItemModelTester>
#include <QProcess>
#include <QSignalSpy>
#include <QtTest>

#include "app/library/library_session.h"
#include "engine/imaging/decode.h"
#include "tests/app/library/fake_scorer.h"
#include "tests/app/library/photo_folder.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

SessionOptions fake_options(const std::shared_ptr<test::FakeModel>& model, const std::string& cache_folder = {}) {
    SessionOptions options;
    options.model_files = {"fake.safetensors"};
    options.factory = test::fake_factory(model);
    options.read_card = [model](const std::string&) -> Result<ModelCard> { return model->card; };
    options.cache_folder = cache_folder;
    if (!cache_folder.empty())
        options.catalogue_folder = cache_folder + "/library";
    options.pipeline.batch_photos = 2;
    return options;
}

} // namespace

class TestLibrarySession : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        QLocale::setDefault(QLocale::c());
    }

    void opensRanksAndReopens() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 10; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), (i * 7 % 10) * 20);
        folder.file(QStringLiteral("bad.jpg"), "this is a text that somebody gave the name of a picture");
        const QTemporaryDir cache;
        const auto model = std::make_shared<test::FakeModel>();
        for (int run = 1; run <= 2; ++run) {
            LibrarySession session(fake_options(model, cache.path().toStdString()));
            QAbstractItemModelTester tester(&session.photos(), QAbstractItemModelTester::FailureReportingMode::QtTest);
            QSignalSpy scanned(&session, &LibrarySession::scanFinished);
            QSignalSpy finished(&session, &LibrarySession::scoringFinished);
            session.setViewport(0, 3, 100);
            session.open({folder.path()});
            QVERIFY(session.isScanning());
            QVERIFY(finished.wait());
            QCOMPARE(scanned[0][0].toInt(), 11);
            QCOMPARE(session.photos().scoredCount(), 10);
            QCOMPARE(session.photos().failedCount(), 1);
            QCOMPARE(session.issues().rowCount(), 1); // the broken one, in the second run from the catalogue
            QVERIFY(!session.photos().orderIsStale());
            // Best first, the broken one last.
            QCOMPARE(session.photos().index(0).data(PhotoListModel::ScoreRole).toDouble(), 180.0);
            QCOMPARE(session.photos().index(0).data(PhotoListModel::RankRole).toInt(), 1);
            QCOMPARE(session.photos().index(10).data(PhotoListModel::StateRole).toInt(),
                     static_cast<int>(PhotoState::Failed));
            QCOMPARE(session.photos().index(0).data(PhotoListModel::PixelSizeRole).toSize(), QSize(64, 48));
            QTRY_VERIFY(!session.photos().index(0).data(PhotoListModel::ThumbnailRole).value<QImage>().isNull());
            QCOMPARE(session.countText(), QStringLiteral("11 photos"));
            QCOMPARE(session.progressText(), QString());
            QCOMPARE(model->scored.load(), 10); // nothing is scored twice
        }
    }

    void emptyFolderIsNoError() {
        const test::PhotoFolder folder;
        const auto model = std::make_shared<test::FakeModel>();
        LibrarySession session(fake_options(model));
        QSignalSpy scanned(&session, &LibrarySession::scanFinished);
        session.open({folder.path()});
        QVERIFY(scanned.wait());
        QCOMPARE(scanned[0][0].toInt(), 0);
        QCOMPARE(session.issues().rowCount(), 0);
        QCOMPARE(session.scoring().state(), ScoringService::State::Idle);
        QCOMPARE(session.countText(), QStringLiteral("0 photos"));
        session.open({folder.path(QStringLiteral("missing"))});
        QVERIFY(scanned.wait());
        QCOMPARE(session.issues().rowCount(), 1);
    }

    void folderOfOnlyBrokenFiles() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 20; ++i)
            folder.file(QStringLiteral("%1.jpg").arg(i),
                        i % 2 ? QByteArray() : QByteArray("this is a text that somebody gave the name of a picture"));
        const auto model = std::make_shared<test::FakeModel>();
        LibrarySession session(fake_options(model));
        QSignalSpy finished(&session, &LibrarySession::scoringFinished);
        session.open({folder.path()});
        QVERIFY(finished.wait());
        QCOMPARE(session.photos().failedCount(), 20);
        QCOMPARE(session.photos().scoredCount(), 0);
        QCOMPARE(session.issues().rowCount(), 20);
        QCOMPARE(model->scored.load(), 0);
        QVERIFY(!session.photos().index(0).data(PhotoListModel::ErrorTextRole).toString().isEmpty());
    }

    void aModelThatDoesNotOpenLeavesPhotosToLookAt() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("a.png"), 5);
        const auto model = std::make_shared<test::FakeModel>();
        model->open_error = Error{ErrorCode::BadModel, "fake.safetensors", "is cut in half", "copy it again"};
        LibrarySession session(fake_options(model));
        QSignalSpy failed(&session, &LibrarySession::modelFailed);
        session.setViewport(0, 0, 100);
        session.open({folder.path()});
        QVERIFY(failed.wait());
        QCOMPARE(session.issues().rowCount(), 1);
        QTRY_VERIFY(!session.photos().index(0).data(PhotoListModel::ThumbnailRole).value<QImage>().isNull());
        QSignalSpy loaded(&session.loader(), &PhotoLoader::loaded);
        session.showInLoupe(session.photos().idAt(0), QSize(32, 32));
        QVERIFY(loaded.wait());
        QCOMPARE(session.loader().fitted(session.photos().idAt(0)).size(), QSize(32, 24));
    }

    void aModelThatDoesNotOpenLeavesBrokenPhotosInTheIssues() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("a.png"), 5);
        folder.file(QStringLiteral("bad.jpg"), "this is a text that somebody gave the name of a picture");
        const auto model = std::make_shared<test::FakeModel>();
        model->open_error = Error{ErrorCode::BadModel, "fake.safetensors", "is cut in half", "copy it again"};
        LibrarySession session(fake_options(model));
        session.setViewport(0, 1, 100);
        session.open({folder.path()});
        QTRY_COMPARE(session.photos().failedCount(), 1);
        QCOMPARE(session.issues().rowCount(), 2); // the model, and the photo that nobody else reads
        QCOMPARE(session.photos().scoredCount(), 0);
    }

    void photosDeletedBeforeTheyAreReadAreOneIssue() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 9; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), i * 20);
        SessionOptions options = fake_options(std::make_shared<test::FakeModel>());
        options.score_automatically = false;
        LibrarySession session(options);
        QSignalSpy scanned(&session, &LibrarySession::scanFinished);
        QSignalSpy finished(&session, &LibrarySession::scoringFinished);
        session.open({folder.path()});
        QVERIFY(scanned.wait());
        for (int i = 0; i < 8; ++i)
            folder.remove(QStringLiteral("%1.png").arg(i));
        session.startScoring();
        QVERIFY(finished.wait());
        QCOMPARE(session.photos().scoredCount(), 1);
        QCOMPARE(session.photos().failedCount(), 8);
        QCOMPARE(session.issues().rowCount(), 1);
        const Issue& issue = session.issues().at(0);
        QCOMPARE(issue.severity, Issue::Severity::Warning);
        QVERIFY(issue.text.contains(QStringLiteral("deleted or moved")));
        QCOMPARE(session.issues().index(0, IssueListModel::RepeatsColumn).data().toInt(), 8);
        QCOMPARE(session.photos().index(0).data(PhotoListModel::RankRole).toInt(), 1); // the one that is left
    }

    void aCacheThatCannotBeWrittenIsSaidOnceAndHindersNothing() {
        const test::PhotoFolder folder, cache;
        for (int i = 0; i < 6; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), i * 20);
        cache.file(QStringLiteral("taken"), "a file where the folder should be"); // stops root too, unlike permissions
        const auto model = std::make_shared<test::FakeModel>();
        LibrarySession session(fake_options(model, cache.path(QStringLiteral("taken"))));
        QSignalSpy finished(&session, &LibrarySession::scoringFinished);
        session.setViewport(0, 5, 100);
        session.open({folder.path()});
        QVERIFY(finished.wait());
        QCOMPARE(session.photos().scoredCount(), 6);
        QTRY_COMPARE(session.issues().rowCount(), 2); // the library's folder and the thumbnails'
        for (int row = 0; row < 2; ++row) {
            QVERIFY(session.issues().at(row).severity >= Issue::Severity::Warning);
            QVERIFY(QString::fromStdString(session.issues().at(row).file).contains(QStringLiteral("taken")));
        }
        for (int row = 0; row < 6; ++row)
            QTRY_VERIFY(!session.photos().index(row).data(PhotoListModel::ThumbnailRole).value<QImage>().isNull());
    }

    void startResumesAndNothingStartsTwice() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 6; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), i * 20);
        const auto model = std::make_shared<test::FakeModel>();
        model->closeGate();
        LibrarySession session(fake_options(model));
        QSignalSpy finished(&session, &LibrarySession::scoringFinished);
        session.open({folder.path()});
        QTRY_COMPARE(model->waiting(), 1);
        session.startScoring(); // runs already
        QCOMPARE(session.scoring().progress().total, 6);
        session.scoring().pause();
        QCOMPARE(session.scoring().state(), ScoringService::State::Paused);
        QVERIFY(session.progressText().startsWith(QStringLiteral("Paused at 0 of 6")));
        session.startScoring();
        QCOMPARE(session.scoring().state(), ScoringService::State::Running);
        model->openGate();
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(session.photos().scoredCount(), 6);
        QCOMPARE(model->opened.load(), 1);
        session.startScoring(); // everything has a score
        QCOMPARE(session.scoring().state(), ScoringService::State::Idle);
    }

    void withoutAModelBrokenFilesAreIssuesToo() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("a.png"), 5);
        folder.file(QStringLiteral("bad.jpg"), "this is a text that somebody gave the name of a picture");
        SessionOptions options;
        options.thumbnails.threads = 1;
        LibrarySession session(options);
        session.setViewport(0, 1, 100);
        session.open({folder.path()});
        QTRY_COMPARE(session.photos().failedCount(), 1);
        QCOMPARE(session.issues().rowCount(), 1);
        QVERIFY(QString::fromStdString(session.issues().at(0).file).endsWith(QStringLiteral("bad.jpg")));
    }

    void theOnlyPhotoIsRankedAndAFileNamedTwiceIsOne() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("a.png"), 5);
        LibrarySession session(fake_options(std::make_shared<test::FakeModel>()));
        QSignalSpy finished(&session, &LibrarySession::scoringFinished);
        session.open({folder.path(), folder.path(QStringLiteral("a.png"))});
        QVERIFY(finished.wait());
        QCOMPARE(session.photos().totalCount(), 1);
        QCOMPARE(session.photos().index(0).data(PhotoListModel::RankRole).toInt(), 1);
    }

    void anotherFolderReplacesEverything() {
        const test::PhotoFolder first, second;
        for (int i = 0; i < 20; ++i)
            first.photo(QStringLiteral("first%1.png").arg(i), i);
        second.photo(QStringLiteral("second.png"), 200);
        const auto model = std::make_shared<test::FakeModel>();
        LibrarySession session(fake_options(model));
        model->closeGate();
        session.open({first.path()});
        QTRY_COMPARE(model->waiting(), 1);
        QSignalSpy scanned(&session, &LibrarySession::scanFinished);
        session.open({second.path()});
        QCOMPARE(session.photos().totalCount(), 0);
        model->openGate();
        QTRY_COMPARE(session.photos().scoredCount(), 1);
        QTRY_COMPARE(scanned.count(), 1);
        QCOMPARE(session.photos().totalCount(), 1);
        QCOMPARE(session.photos().index(0).data(PhotoListModel::NameRole).toString(), QStringLiteral("second.png"));
        QSignalSpy explained(&session.explainer(), &ExplainService::explained);
        const quint64 generation = session.explain(session.photos().idAt(0));
        QVERIFY(explained.wait());
        QCOMPARE(explained[0][0].toULongLong(), generation);
        QCOMPARE(session.explain(4711), quint64{0});
    }

    void quitInTheMiddleOfEverything() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 40; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), i);
        const auto model = std::make_shared<test::FakeModel>();
        model->closeGate();
        auto session = std::make_unique<LibrarySession>(fake_options(model));
        session->setViewport(0, 39, 500);
        session->open({folder.path()});
        QTRY_COMPARE(model->waiting(), 1);
        session->showInLoupe(session->photos().idAt(0), QSize(500, 500));
        session->explain(session->photos().idAt(1));
        session->open({folder.path()});
        session.reset();
        QCOMPARE(model->opened.load(), model->closed.load());
        QCoreApplication::processEvents();
    }

    void commandLineDoesTheSame() {
        const auto model = std::make_shared<test::FakeModel>();
        SessionOptions options = fake_options(model);
        options.model_files.clear();
        options.model_names = {"musiq-small"};
        options.scorer.native_limit = {NativeLimit::Kind::None, 0};
        LibrarySession session(options);
        session.open({"/tmp", "it's here/a b.jpg"});
        QCOMPARE(session.commandLine(),
                 QStringLiteral("touchstone-cli score --model musiq-small --native-limit none --format table /tmp "
                                "'it'\\''s here/a b.jpg'"));
    }

    void theCommandOfAMapNamesItsModel() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("a b.png"), 5);
        SessionOptions options = fake_options(std::make_shared<test::FakeModel>());
        options.model_names = {"my model"};
        options.scorer.native_limit = {NativeLimit::Kind::Pixels, 512};
        LibrarySession session(options);
        QSignalSpy finished(&session, &LibrarySession::scoringFinished);
        session.open({folder.path()});
        QVERIFY(finished.wait());
        QCOMPARE(session.explainCommandLine(session.photos().idAt(0)),
                 QStringLiteral("touchstone-cli explain --model 'my model' --native-limit 512 --output attention '%1'")
                     .arg(QString::fromStdString(folder.path(QStringLiteral("a b.png")))));
        QCOMPARE(session.explainCommandLine(4711), QString());
    }

    void fastScoresAreKeptUnderWhatTheDeviceComputesWith() {
        const test::PhotoFolder folder;
        for (int i = 0; i < 3; ++i)
            folder.photo(QStringLiteral("%1.png").arg(i), i * 50);
        const QTemporaryDir cache;
        const auto model = std::make_shared<test::FakeModel>();
        for (int run = 1; run <= 2; ++run) {
            SessionOptions options = fake_options(model, cache.path().toStdString());
            options.device = "cpu";
            options.scorer.precision = Precision::Fast;
            LibrarySession session(options);
            QSignalSpy finished(&session, &LibrarySession::scoringFinished);
            session.open({folder.path()});
            QVERIFY(finished.wait());
            QCOMPARE(session.options().scorer.precision, effective_precision(Device{}, Precision::Fast));
            QCOMPARE(session.photos().scoredCount(), 3);
            QCOMPARE(session.photos().models().size(), std::size_t{1}); // none of "earlier scores"
            QCOMPARE(model->opened.load(), 1);                          // the second time all of it is known
        }
    }

    void aSecondWindowOpensModelsOnceOnItsDevice() {
        const test::PhotoFolder folder;
        folder.photo(QStringLiteral("a.png"), 5);
        SessionOptions options = fake_options(std::make_shared<test::FakeModel>());
        options.device = "cuda:99";
        LibrarySession first(options), second(first.options());
        QSignalSpy finished(&second, &LibrarySession::scoringFinished);
        second.open({folder.path()});
        QVERIFY(finished.wait());
        QCOMPARE(second.photos().scoredCount(), 1); // on the CPU
        QTRY_COMPARE(second.issues().rowCount(), 1);
        QVERIFY2(second.issues().at(0).text.contains(QStringLiteral("cuda:99")),
                 qPrintable(second.issues().at(0).text));
        QCOMPARE(second.issues().at(0).repeats, 1);
        QCOMPARE(first.issues().rowCount(), 0);
    }

    void quotingSurvivesAShell() {
        for (const std::string& argument :
             {std::string("plain/a-b_1.jpg"), std::string("a b"), std::string("it's $HOME `x` \"y\" \\"),
              std::string(""), std::string("line\nbreak"), std::string("caf\xe9 'q' \\n.jpg"), std::string("~/x"),
              std::string("été")}) {
            QProcess shell;
            shell.start(QStringLiteral("bash"),
                        {QStringLiteral("-c"), QStringLiteral("printf %s ") + shell_quoted(argument)});
            QVERIFY2(shell.waitForFinished(), "bash is needed for this test");
            QCOMPARE(shell.readAllStandardOutput().toStdString(), argument);
        }
    }
};

QTEST_GUILESS_MAIN(TestLibrarySession)
#include "test_library_session.moc"
