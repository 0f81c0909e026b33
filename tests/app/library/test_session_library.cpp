// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The session as a library: what is known after a restart, and what happens when files move, change and vanish.
#include <filesystem>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include "app/library/library_session.h"
#include "engine/imaging/decode.h"
#include "engine/imaging/measures.h"
#include "tests/app/library/fake_scorer.h"
#include "tests/app/library/photo_folder.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

/// A library on disk that several sessions open one after the other.
struct Place {
    test::PhotoFolder photos;
    QTemporaryDir library;
    std::shared_ptr<test::FakeModel> model = std::make_shared<test::FakeModel>();

    SessionOptions options() const {
        SessionOptions options;
        options.model_files = {"fake.safetensors"};
        options.factory = test::fake_factory(model);
        options.read_card = [model = model](const std::string&) -> Result<ModelCard> { return model->card; };
        options.catalogue_folder = library.path().toStdString();
        options.pipeline.batch_photos = 2;
        return options;
    }
    void fill(int count) const {
        for (int i = 0; i < count; ++i)
            photos.photo(QStringLiteral("%1.png").arg(i), i * 10);
    }
};

/// A session that has looked through its folder and scored it.
struct Opened {
    explicit Opened(const SessionOptions& options, std::vector<std::string> paths)
        : session(options)
        , tester(&session.photos(), QAbstractItemModelTester::FailureReportingMode::QtTest) {
        QSignalSpy finished(&session, &LibrarySession::scoringFinished);
        session.open(std::move(paths));
        ok = finished.wait(20'000);
    }
    PhotoId id(const char* name) {
        for (const PhotoId id : session.photos().allIds())
            if (session.photos().entry(id)->name == QLatin1String(name))
                return id;
        return no_photo;
    }
    const PhotoEntry* entry(const char* name) { return session.photos().entry(id(name)); }
    LibrarySession session;
    QAbstractItemModelTester tester;
    bool ok = false;
};

std::filesystem::path path_of(const test::PhotoFolder& folder, const char* name) {
    return std::filesystem::path(folder.path()) / name;
}

} // namespace

class TestSessionLibrary : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        QLocale::setDefault(QLocale::c());
    }

    void marksAndScoresAreThereAfterARestart() {
        const Place place;
        place.fill(6);
        {
            Opened first(place.options(), {place.photos.path()});
            QVERIFY(first.ok);
            first.session.mark({first.id("1.png"), first.id("2.png")}, {4, std::nullopt, std::nullopt});
            first.session.mark({first.id("2.png")}, {std::nullopt, Label::Green, Flag::Reject});
            QCOMPARE(first.entry("2.png")->marks, (Marks{4, Label::Green, Flag::Reject}));
        }
        Opened again(place.options(), {place.photos.path()});
        QVERIFY(again.ok);
        QCOMPARE(place.model->scored.load(), 6); // nothing is scored twice
        QCOMPARE(again.session.photos().scoredCount(), 6);
        QCOMPARE(again.entry("1.png")->marks, (Marks{4, Label::None, Flag::None}));
        QCOMPARE(again.entry("2.png")->marks, (Marks{4, Label::Green, Flag::Reject}));
        QVERIFY(again.entry("3.png")->scores.at(0).remembered);
        QCOMPARE(again.session.photos().index(0).data(PhotoListModel::ScoreRole).toDouble(), 50.0);
    }

    void everyScoredPhotoIsRankedBySharpness() {
        const Place place;
        place.fill(3);
        QImage stripes(64, 48, QImage::Format_RGB32);
        for (int y = 0; y < stripes.height(); ++y)
            for (int x = 0; x < stripes.width(); ++x)
                stripes.setPixel(x, y, x / 4 % 2 ? 0xffc8c8c8 : 0xff202020);
        QVERIFY(stripes.save(QString::fromStdString(place.photos.path(QStringLiteral("sharp.png")))));
        {
            Opened first(place.options(), {place.photos.path()});
            QVERIFY(first.ok);
            for (const char* name : {"1.png", "2.png", "sharp.png"})
                QVERIFY(first.entry(name)->sharpness);
        }
        Opened again(place.options(), {place.photos.path()});
        const auto decoded = imaging::decode_file(place.photos.path(QStringLiteral("sharp.png")), {});
        QVERIFY(decoded && again.entry("sharp.png")->sharpness);
        QCOMPARE(*again.entry("sharp.png")->sharpness, imaging::measure(decoded->image).sharpness);
        again.session.photos().setSortOrder(*SortOrder::parse(QStringLiteral("sharpness")));
        QCOMPARE(again.session.photos().idAt(0), again.id("sharp.png"));
    }

    void rawAndJpegAreAPairAtOnce() {
        const Place place;
        place.fill(2);
        place.photos.photo(QStringLiteral("shot.jpg"), 40);
        place.photos.file(QStringLiteral("shot.cr2"), "not a real one, but it has the name of one");
        Opened opened(place.options(), {place.photos.path()});
        QVERIFY(opened.ok);
        QCOMPARE(opened.entry("shot.jpg")->paired_with, opened.id("shot.cr2"));
        QCOMPARE(opened.entry("shot.cr2")->paired_with, opened.id("shot.jpg"));
        place.photos.remove(QStringLiteral("shot.cr2"));
        QTRY_COMPARE_WITH_TIMEOUT(opened.session.photos().totalCount(), 3, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(opened.entry("shot.jpg")->paired_with, no_photo, 20'000);
        place.photos.file(QStringLiteral("shot.cr2"), "another one");
        QTRY_COMPARE_WITH_TIMEOUT(opened.session.photos().totalCount(), 4, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(opened.entry("shot.jpg")->paired_with, opened.id("shot.cr2"), 20'000);
    }

    void movedAndRenamedPhotosKeepMarksAndScores() {
        const Place place;
        place.fill(4);
        {
            Opened first(place.options(), {place.photos.path()});
            first.session.mark({first.id("1.png")}, {5, std::nullopt, std::nullopt});
            first.session.mark({first.id("2.png")}, {3, std::nullopt, std::nullopt});
        }
        std::filesystem::create_directory(path_of(place.photos, "moved"));
        std::filesystem::rename(path_of(place.photos, "1.png"), path_of(place.photos, "moved/1.png"));
        std::filesystem::rename(path_of(place.photos, "2.png"), path_of(place.photos, "another name.png"));
        Opened again(place.options(), {place.photos.path()});
        QCOMPARE(again.session.photos().totalCount(), 4);
        QCOMPARE(place.model->scored.load(), 4);
        QCOMPARE(again.entry("1.png")->marks.rating, 5);
        QVERIFY(again.entry("1.png")->file.path.ends_with("moved/1.png"));
        QCOMPARE(again.entry("another name.png")->marks.rating, 3);
        QCOMPARE(again.entry("another name.png")->scores.at(0).score.value, 20.0);
    }

    void changedPhotosAreScoredAnewAndKeepMarks() {
        const Place place;
        place.fill(3);
        {
            Opened first(place.options(), {place.photos.path()});
            first.session.mark({first.id("1.png")}, {2, std::nullopt, std::nullopt});
        }
        place.photos.photo(QStringLiteral("1.png"), 200, QSize(80, 60));
        place.photos.remove(QStringLiteral("2.png"));
        place.photos.photo(QStringLiteral("new.png"), 120);
        Opened again(place.options(), {place.photos.path()});
        QVERIFY(again.ok);
        QCOMPARE(again.session.photos().totalCount(), 3);
        QCOMPARE(place.model->scored.load(), 5);
        QCOMPARE(again.entry("1.png")->scores.at(0).score.value, 200.0);
        QCOMPARE(again.entry("1.png")->marks.rating, 2);
        QVERIFY(!again.entry("2.png"));
        QCOMPARE(again.entry("new.png")->scores.at(0).score.value, 120.0);
        QCOMPARE(again.session.photos().index(0).data(PhotoListModel::NameRole).toString(), QStringLiteral("1.png"));
    }

    void whatHappensInTheFolderIsSeen() {
        const Place place;
        place.fill(3);
        Opened opened(place.options(), {place.photos.path()});
        QVERIFY(opened.ok);
        place.photos.photo(QStringLiteral("later.png"), 250);
        QTRY_VERIFY_WITH_TIMEOUT(opened.entry("later.png") && !opened.entry("later.png")->scores.empty(), 20'000);
        place.photos.remove(QStringLiteral("0.png"));
        QTRY_VERIFY_WITH_TIMEOUT(!opened.entry("0.png"), 20'000);
        QCOMPARE(opened.session.photos().totalCount(), 3);
    }

    void aPhotoThatComesBackUnscoredIsScored() {
        const Place place;
        place.fill(2);
        SessionOptions unscored = place.options();
        unscored.score_automatically = false;
        const auto open = [&](LibrarySession& session) {
            QSignalSpy scanned(&session, &LibrarySession::scanFinished);
            session.open({place.photos.path()});
            return scanned.wait(20'000);
        };
        const std::string away = place.library.path().toStdString() + "/1.png";
        {
            LibrarySession session(unscored);
            QVERIFY(open(session));
            session.mark({session.photos().allIds().front(), session.photos().allIds().back()},
                         {3, std::nullopt, std::nullopt});
        }
        std::filesystem::rename(path_of(place.photos, "1.png"), away);
        {
            LibrarySession session(unscored);
            QVERIFY(open(session));
            QCOMPARE(session.photos().totalCount(), 1);
        }
        Opened opened(place.options(), {place.photos.path()});
        QCOMPARE(opened.session.photos().scoredCount(), 1);
        std::filesystem::rename(away, path_of(place.photos, "1.png")); // while it is looked at
        QTRY_VERIFY_WITH_TIMEOUT(opened.entry("1.png") && !opened.entry("1.png")->scores.empty(), 20'000);
        QCOMPARE(opened.entry("1.png")->marks.rating, 3);
    }

    void aPhotoThatIsEditedShowsItsNewPixels() {
        const Place place;
        place.fill(2);
        Opened opened(place.options(), {place.photos.path()});
        QVERIFY(opened.ok);
        PhotoLoader& loader = opened.session.loader();
        opened.session.showInLoupe(opened.id("1.png"), QSize(64, 48));
        QTRY_VERIFY(!loader.full(opened.id("1.png")).isNull());
        QCOMPARE(qRed(loader.full(opened.id("1.png")).pixel(5, 5)), 10);
        place.photos.photo(QStringLiteral("1.png"), 200);
        const auto red = [&] {
            const QImage full = loader.full(opened.id("1.png"));
            return full.isNull() ? -1 : qRed(full.pixel(5, 5));
        };
        QTRY_COMPARE_WITH_TIMEOUT(red(), 200, 20'000);
    }

    void anotherFolderHearsNothingOfTheFormerOne() {
        const Place place;
        place.fill(12);
        const test::PhotoFolder other;
        other.photo(QStringLiteral("other.png"), 222);
        place.model->closeGate();
        LibrarySession session(place.options());
        QSignalSpy finished(&session, &LibrarySession::scoringFinished);
        std::vector<PhotoId> heard;
        bool closed = false;
        connect(&session.scoring(), &ScoringService::scored, this, [&](const auto& outcomes) {
            for (const PhotoOutcome& outcome : *outcomes)
                if (closed)
                    heard.push_back(outcome.id);
        });
        session.open({place.photos.path()});
        QTRY_COMPARE(place.model->waiting(), 1);
        session.open({other.path()});
        closed = true;
        place.model->openGate();
        QTRY_COMPARE_WITH_TIMEOUT(session.photos().scoredCount(), 1, 20'000);
        QCOMPARE(heard, std::vector<PhotoId>{session.photos().idAt(0)});
        QCOMPARE(session.scoring().progress().done, 1);
    }

    void theWholeLibraryHoldsAllFolders() {
        const Place place;
        place.fill(3);
        const test::PhotoFolder other;
        other.photo(QStringLiteral("other.png"), 222);
        {
            Opened first(place.options(), {place.photos.path()});
            Opened second(place.options(), {other.path()}); // the lock is the first one's: looked at, not remembered
            QCOMPARE(second.session.photos().totalCount(), 1);
        }
        { Opened second(place.options(), {other.path()}); }
        Opened all(place.options(), {});
        QVERIFY(all.session.isWholeLibrary());
        QCOMPARE(all.session.photos().totalCount(), 4);
        QCOMPARE(all.session.photos().index(0).data(PhotoListModel::NameRole).toString(), QStringLiteral("other.png"));
        QCOMPARE(all.session.photos().scoredCount(), 4);
    }

    void aFileThatIsNamedItselfIsAlwaysTaken() {
        const Place place;
        place.fill(2);
        place.photos.photo(QStringLiteral(".hidden/a.png"), 77);
        QVERIFY(QFile::copy(QString::fromStdString(place.photos.path(QStringLiteral("1.png"))),
                            QString::fromStdString(place.photos.path(QStringLiteral("no suffix")))));
        { Opened folder(place.options(), {place.photos.path()}); }
        Opened named(place.options(),
                     {place.photos.path(QStringLiteral(".hidden/a.png")),
                      place.photos.path(QStringLiteral("no suffix")), place.photos.path(QStringLiteral("0.png"))});
        QTRY_COMPARE(named.session.photos().totalCount(), 3); // files this young are looked at twice
        QTRY_COMPARE(named.session.photos().scoredCount(), 3);
        QCOMPARE(named.entry("a.png")->scores.at(0).score.value, 77.0);
        Opened folder(place.options(), {place.photos.path()}); // they do not belong to the folder
        QCOMPARE(folder.session.photos().totalCount(), 2);
    }

    void percentilesKnowTheLibrary() {
        const Place place;
        for (int i = 0; i < 5; ++i)
            place.photos.photo(QStringLiteral("low/%1.png").arg(i), i * 10);
        for (int i = 0; i < 5; ++i)
            place.photos.photo(QStringLiteral("high/%1.png").arg(i), 150 + i * 10);
        { Opened all(place.options(), {place.photos.path()}); }
        Opened high(place.options(), {place.photos.path() + "/high"});
        QCOMPARE(high.session.photos().totalCount(), 5);
        const PhotoId worst = high.id("0.png");
        QCOMPARE(*high.session.photos().percentile(worst), 0.0);
        QTRY_VERIFY(high.session.photos().libraryPercentile(worst).has_value());
        QVERIFY(*high.session.photos().libraryPercentile(worst) > 50.0);
    }

    void marksThatCannotBeKeptAreTakenBack() {
        const Place place;
        place.fill(2);
        Opened first(place.options(), {place.photos.path()});
        Opened second(place.options(), {place.photos.path()});
        QCOMPARE(second.session.catalogue().state(), Catalogue::State::ReadOnly);
        QSignalSpy failed(&second.session, &LibrarySession::marksFailed);
        second.session.mark({second.id("1.png")}, {5, std::nullopt, std::nullopt});
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(second.entry("1.png")->marks.rating, 0);
    }

    void twoWindowsOfAProgramShareTheLibrary() {
        const Place place;
        place.fill(2);
        Opened first(place.options(), {place.photos.path()});
        Opened second(first.session.options(), {place.photos.path()});
        QCOMPARE(second.session.catalogue().state(), Catalogue::State::Open);
        second.session.mark({second.id("1.png")}, {5, std::nullopt, std::nullopt});
        second.session.catalogue().flush();
        Opened third(first.session.options(), {place.photos.path()});
        QCOMPARE(third.entry("1.png")->marks.rating, 5);
        QCOMPARE(place.model->scored.load(), 2);
    }

    void aFailureIsRememberedUntilTheFileChanges() {
        const Place place;
        place.photos.file(QStringLiteral("bad.jpg"), "this is a text that somebody gave the name of a picture");
        place.fill(1);
        { Opened first(place.options(), {place.photos.path()}); }
        {
            Opened again(place.options(), {place.photos.path()});
            QCOMPARE(again.entry("bad.jpg")->state, PhotoState::Failed);
            QCOMPARE(again.session.issues().rowCount(), 1);
            QCOMPARE(again.session.scoring().progress().done, 0); // not tried again
        }
        QFile::remove(QString::fromStdString(place.photos.path(QStringLiteral("bad.jpg"))));
        QVERIFY(QImage(QSize(64, 48), QImage::Format_RGB32)
                    .save(QString::fromStdString(place.photos.path(QStringLiteral("bad.jpg")))));
        Opened mended(place.options(), {place.photos.path()});
        QTRY_COMPARE(mended.entry("bad.jpg")->state, PhotoState::Scored);
    }

    void scoresOfAnEarlierModelAreKeptAndOffered() {
        const Place place;
        place.fill(3);
        { Opened first(place.options(), {place.photos.path()}); }
        place.model->card.sha256 = std::string(64, 'b'); // the model was replaced by a newer one
        Opened again(place.options(), {place.photos.path()});
        QCOMPARE(place.model->scored.load(), 6);
        const auto& models = again.session.photos().models();
        QCOMPARE(models.size(), std::size_t{2});
        QVERIFY(QString::fromStdString(models[1].title).contains(QStringLiteral("earlier")));
        QVERIFY(again.entry("1.png")->score_of(models[1].id) != nullptr);
        QCOMPARE(again.session.photos().currentModel(), std::string("fake"));
        // They can be ranked by, but not asked why, and are no second opinion.
        QVERIFY(again.session.photos().disagreementCard() == nullptr);
        again.session.photos().setCurrentModel(models[1].id);
        QCOMPARE(again.session.photos().explainedModel(), std::string("fake"));
    }
};

QTEST_GUILESS_MAIN(TestSessionLibrary)
#include "test_session_library.moc"
