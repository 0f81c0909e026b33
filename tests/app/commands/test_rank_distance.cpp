// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// `rank --by distance` on the built program, with features as the window keeps them.
#include <cmath>
#include <fstream>

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QtTest>

#include "app/library/catalogue/catalogue.h"
#include "app/library/feature_store.h"
#include "engine/base/files.h"
#include "engine/imaging/encode.h"
#include "tests/support/formula_images.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

ModelRow expert() {
    ModelRow model;
    model.recipe.model = "reiqa-pair";
    model.recipe.model_sha256 = std::string(64, 'e');
    model.title = "A pair of experts";
    model.range = std::pair(0.0, 100.0);
    return model;
}

/// Photo N looks N tenths of a radian away from photo 0 by its content, three times as far by its quality.
reiqa::PhotoFeatures features_of(int number) {
    const auto angle = static_cast<float>(number) / 10;
    reiqa::PhotoFeatures features;
    features.content.full = {std::cos(angle), std::sin(angle)};
    features.quality.full = {std::cos(3 * angle), std::sin(3 * angle)};
    return features;
}

} // namespace

class TestRankDistance : public QObject {
    Q_OBJECT

    static constexpr int photo_count = 12;
    QTemporaryDir folder_;

    std::string path(const char* name) const { return folder_.path().toStdString() + '/' + name; }

    struct Outcome {
        int code = -1;
        QStringList names; ///< of the photos, without suffix
        QString errors;
    };
    Outcome rank(QStringList words) const {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("TOUCHSTONE_LIBRARY"), folder_.filePath(QStringLiteral("library")));
        environment.insert(QStringLiteral("XDG_CACHE_HOME"), folder_.filePath(QStringLiteral("cache")));
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(folder_.path());
        process.start(QStringLiteral(TOUCHSTONE_CLI), words << QStringLiteral("--format") << QStringLiteral("jsonl"));
        Outcome outcome;
        if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
            return outcome;
        outcome.code = process.exitCode();
        outcome.errors = QString::fromUtf8(process.readAllStandardError());
        for (const QByteArray& line : process.readAllStandardOutput().split('\n'))
            if (!line.isEmpty())
                outcome.names << QFileInfo(QJsonDocument::fromJson(line)[QStringLiteral("path")].toString()).baseName();
        return outcome;
    }
    Outcome nearTo(const QString& photo, const QStringList& more = {}) const {
        return rank(QStringList{QStringLiteral("rank"), QStringLiteral("--by"), QStringLiteral("distance"),
                                QStringLiteral("--like"), photo} +
                    more);
    }

private Q_SLOTS:
    /// A library of photos that a Re-IQA model scored, one of them without features.
    void initTestCase() {
        const auto catalogue = Catalogue::open({path("library")});
        std::filesystem::create_directory(path("set"));
        const auto jpeg = imaging::encode_jpeg(test::smooth_scene(32, 24), 90);
        QVERIFY(jpeg);
        std::vector<PhotoFile> files;
        std::vector<std::pair<PhotoId, ContentHash>> contents;
        std::vector<ScoredContent> scores;
        const FolderId folder = catalogue->newFolderIds(1);
        const PhotoId first = catalogue->newPhotoIds(photo_count);
        for (int i = 0; i < photo_count; ++i) {
            PhotoFile& file = files.emplace_back();
            file.id = first + i;
            file.folder = folder;
            file.name = "p" + std::to_string(i) + ".jpg";
            QVERIFY(write_file_atomically(path("set/") + file.name, *jpeg));
            ContentHash content;
            content.bytes[0] = static_cast<std::uint8_t>(i + 1);
            contents.emplace_back(file.id, content);
            ScoreRecord record;
            record.model = "reiqa-pair";
            record.score.value = 50 + i;
            scores.push_back({content, record, {32, 24}});
        }
        QVERIFY(catalogue->writeNow([&](CatalogueWriter& writer) -> Result<void> {
            const auto root = writer.addRoot(path("set"));
            if (!root)
                return tl::unexpected(root.error());
            const FolderRow row{folder, root->id, {}, 0};
            return writer.putFolders({&row, 1})
                .and_then([&] { return writer.addPhotos(files); })
                .and_then([&] { return writer.setContents(contents); })
                .and_then([&] { return writer.addScores(expert(), scores); });
        }));
        FeatureStore store(path("cache/touchstone/features"));
        for (int i = 0; i < photo_count; ++i)
            if (i != 5)
                store.add(expert().recipe.key(), contents[static_cast<std::size_t>(i)].second, features_of(i));
    }

    void theNearestComeFirst() {
        const Outcome outcome = nearTo(QStringLiteral("set/p1.jpg"));
        QCOMPARE(outcome.code, 0);
        QCOMPARE(outcome.names.size(), photo_count);
        QCOMPARE(outcome.names.front(), QStringLiteral("p1")); // itself
        QCOMPARE(QSet<QString>(outcome.names.begin() + 1, outcome.names.begin() + 3),
                 (QSet<QString>{QStringLiteral("p0"), QStringLiteral("p2")})); // equally near
        QCOMPARE(outcome.names.at(3), QStringLiteral("p3"));
        QCOMPARE(outcome.names.at(photo_count - 2), QStringLiteral("p11"));
        QCOMPARE(outcome.names.back(), QStringLiteral("p5")); // has no features
    }

    void qualityIsAnotherSpace() {
        const QStringList quality{QStringLiteral("--space"), QStringLiteral("quality")};
        // Three times the angle: from p0, p11 is 3.3 radians away, which is nearer than p10's 3.0 the other way round.
        const Outcome outcome = nearTo(QStringLiteral("set/p0.jpg"), quality);
        QCOMPARE(outcome.code, 0);
        QCOMPARE(outcome.names.mid(photo_count - 4), (QStringList{QStringLiteral("p9"), QStringLiteral("p11"),
                                                                  QStringLiteral("p10"), QStringLiteral("p5")}));
        QCOMPARE(nearTo(QStringLiteral("set/p0.jpg")).names.at(photo_count - 2), QStringLiteral("p11"));
    }

    void whatCannotBeMeasuredIsSaid() {
        const Outcome unscored = nearTo(QStringLiteral("set/p5.jpg"));
        QCOMPARE(unscored.code, 3);
        QVERIFY2(unscored.errors.contains(QStringLiteral("p5.jpg: has no Re-IQA features")),
                 qPrintable(unscored.errors));
        const Outcome unknown = nearTo(QStringLiteral("nowhere.jpg"));
        QCOMPARE(unknown.code, 3);
        QVERIFY2(unknown.errors.contains(QStringLiteral("nowhere.jpg: is not in the library")),
                 qPrintable(unknown.errors));
    }

    void bothOptionsBelongTogether() {
        QCOMPARE(rank({QStringLiteral("rank"), QStringLiteral("--by"), QStringLiteral("distance")}).code, 2);
        QCOMPARE(rank({QStringLiteral("rank"), QStringLiteral("--like"), QStringLiteral("set/p1.jpg")}).code, 2);
    }
};

QTEST_GUILESS_MAIN(TestRankDistance)
#include "test_rank_distance.moc"
