// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// A window's session is killed while it scans, scores and rates: the library opens again, and nothing that was
// acknowledged is lost. The test program itself, started with --session, is the one that is killed.
#include <cstdio>
#include <map>

#include <QSignalSpy>
#include <QTimer>
#include <QtTest>

#include "app/library/library_session.h"
#include "engine/imaging/decode.h"
#include "tests/app/library/fake_scorer.h"
#include "tests/app/library/photo_folder.h"
#include "tests/support/killed_program.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

SessionOptions options_of(const std::string& library, const std::shared_ptr<test::FakeModel>& model) {
    SessionOptions options;
    options.model_files = {"fake.safetensors"};
    options.factory = test::fake_factory(model);
    options.read_card = [model](const std::string&) -> Result<ModelCard> { return model->card; };
    options.catalogue_folder = library;
    options.pipeline.batch_photos = 1;
    return options;
}

/// Opens the folder and rates photos one after the other, saying each when it is kept, until it is killed.
int run_session(const std::string& folder, const std::string& library) {
    LibrarySession session(options_of(library, std::make_shared<test::FakeModel>()));
    session.open({folder});
    int turn = 0;
    QTimer rate;
    QObject::connect(&rate, &QTimer::timeout, [&] {
        const std::vector<PhotoId> ids = session.photos().allIds();
        if (ids.empty())
            return;
        const PhotoEntry& photo = *session.photos().entry(ids[static_cast<std::size_t>(turn * 7) % ids.size()]);
        const int rating = (photo.marks.rating + 1) % 6;
        const std::string name = photo.name.toStdString();
        std::printf("rates %s %d\n", name.c_str(), rating);
        std::fflush(stdout); // before anything is written
        session.mark({photo.id}, {rating, std::nullopt, std::nullopt});
        session.catalogue().flush();
        std::printf("rated %s %d\n", name.c_str(), rating);
        std::fflush(stdout);
        ++turn;
    });
    rate.start(3);
    return QCoreApplication::exec();
}

/// What was said of each photo: the last rating that was kept, and one that may have been.
struct Said {
    int kept = 0;
    std::optional<int> begun;
};

} // namespace

class TestSessionKill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { imaging::initialise(); }

    void nothingAcknowledgedIsLost() {
        const test::PhotoFolder photos;
        constexpr int count = 60;
        for (int i = 0; i < count; ++i)
            photos.photo(QStringLiteral("%1/%2.png").arg(i % 3).arg(i), i * 4);
        const QTemporaryDir library;
        test::Moments moments;
        std::map<QByteArray, Said> said;
        const int rounds = test::kills(4, 100);
        for (int round = 0; round < rounds; ++round) {
            const auto killed =
                test::run_and_kill(QCoreApplication::applicationFilePath(),
                                   {QStringLiteral("--session"), QString::fromStdString(photos.path()), library.path()},
                                   moments.milliseconds(1200));
            QVERIFY2(killed.started && killed.by_us, killed.errors.constData());
            for (const QByteArray& line : killed.lines) {
                const QList<QByteArray> words = line.split(' ');
                QCOMPARE(words.size(), 3);
                Said& of_photo = said[words[1]];
                if (words[0] == "rates") {
                    of_photo.begun = words[2].toInt();
                } else {
                    of_photo.kept = words[2].toInt();
                    of_photo.begun.reset();
                }
            }
            checkLibrary(library.path().toStdString(), said);
            if (QTest::currentTestFailed())
                return;
        }
        if (rounds >= 50)
            QVERIFY2(!said.empty(), "no rating was ever acknowledged: the test proves nothing");
        // And everything comes to its end.
        const auto model = std::make_shared<test::FakeModel>();
        LibrarySession session(options_of(library.path().toStdString(), model));
        QSignalSpy finished(&session, &LibrarySession::scoringFinished);
        session.open({photos.path()});
        QVERIFY(finished.wait(60'000));
        QCOMPARE(session.photos().totalCount(), count);
        QCOMPARE(session.photos().scoredCount(), count);
        QCOMPARE(session.photos().index(0).data(PhotoListModel::ScoreRole).toDouble(), (count - 1) * 4.0);
    }

private:
    void checkLibrary(const std::string& folder, std::map<QByteArray, Said>& said) {
        const auto catalogue = Catalogue::open({folder});
        QCOMPARE(catalogue->state(), Catalogue::State::Open);
        const auto wrong = catalogue->check();
        QVERIFY(wrong.has_value());
        QVERIFY2(wrong->empty(), wrong->empty() ? "" : wrong->front().c_str());
        const auto reader = catalogue->reader();
        QVERIFY(reader.has_value());
        const auto models = (*reader)->models();
        QVERIFY(models.has_value());
        std::vector<WantedScores> wanted;
        for (const ModelRow& model : *models)
            wanted.push_back({model.recipe.key(), "fake"});
        std::map<QByteArray, PhotoEntry> known;
        const auto read = (*reader)->photos({}, wanted, [&](PhotoEntry&& photo) {
            known.emplace(photo.name.toUtf8(), std::move(photo));
            return true;
        });
        QVERIFY(read.has_value());
        for (auto& [name, of_photo] : said) {
            const auto photo = known.find(name);
            QVERIFY2(photo != known.end() || of_photo.kept == 0, name.constData());
            if (photo == known.end())
                continue;
            const int rating = photo->second.marks.rating;
            QVERIFY2(rating == of_photo.kept || (of_photo.begun && rating == *of_photo.begun),
                     qPrintable(QStringLiteral("%1: %2 is kept, %3 was acknowledged")
                                    .arg(QString::fromUtf8(name))
                                    .arg(rating)
                                    .arg(of_photo.kept)));
            of_photo = {rating, std::nullopt};
            // No half-written score: what is there is what the model says.
            if (!photo->second.scores.empty())
                QCOMPARE(photo->second.scores.at(0).score.value,
                         QString::fromUtf8(name).section(u'.', 0, 0).toInt() * 4.0);
        }
    }
};

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    if (argc == 4 && std::string_view(argv[1]) == "--session") {
        imaging::initialise();
        return run_session(argv[2], argv[3]);
    }
    TestSessionKill test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_session_kill.moc"
