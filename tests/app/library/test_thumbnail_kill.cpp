// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// thumbnails.db under kill -9, two programs at once, a full disk and a read-only one.
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "app/library/thumbnail_store.h"
#include "tests/app/library/noise_pictures.h"
#include "tests/app/library/photo_folder.h"
#include "tests/support/killed_program.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

const QString victim = QStringLiteral(TOUCHSTONE_THUMBNAIL_VICTIM);

std::string bytes_of(const QTemporaryDir& folder) {
    return folder.path().toStdString();
}

/// How many are there; fails the test when one is there that is not whole, or is another's.
int whole_pictures(const std::string& folder) {
    ThumbnailStore store(folder, {}, std::uint64_t{1} << 30);
    int there = 0;
    for (int i = 0; i < test::noise_pictures; ++i) {
        const auto known = store.load(test::noise_file(i), test::noise_edge, std::chrono::hours(1));
        if (!known)
            continue;
        ++there;
        if (!test::is_noise_picture(std::get<QImage>(*known), i))
            return -1;
    }
    return there;
}

/// How many pictures the victim had said to be in the file.
int acknowledged(const test::Killed& killed) {
    int most = 0;
    for (const QByteArray& line : killed.lines)
        if (line.startsWith("kept "))
            most = line.mid(5).toInt();
    return std::min(most, test::noise_pictures);
}

/// Every blob that the file lists is whole: a torn one would only look like a missing one above.
bool every_listed_blob_is_whole(const std::string& folder) {
    const auto file = BlobFile::openForReading(folder + "/thumbnails.db");
    if (!file || !*file)
        return static_cast<bool>(file); // killed before there was one
    const auto keys = (*file)->keys();
    return keys && std::all_of(keys->begin(), keys->end(), [&](const BlobKey& key) {
               const auto found = (*file)->find(key);
               return found && found->listed && found->data;
           });
}

/// The victim with a small file system of its own as its cache folder; empty output where that is not allowed.
QByteArray show_on(const QString& mount_options, const std::string& photos, QByteArray& errors) {
    const QTemporaryDir mount;
    QProcess process;
    process.start(QStringLiteral("unshare"),
                  {QStringLiteral("--user"), QStringLiteral("--map-root-user"), QStringLiteral("--mount"),
                   QStringLiteral("sh"), QStringLiteral("-c"),
                   QStringLiteral("mount -t tmpfs -o \"$1\" tmpfs \"$2\" && exec \"$3\" show \"$4\" \"$2\""),
                   QStringLiteral("sh"), mount_options, mount.path(), victim, QString::fromStdString(photos)});
    if (!process.waitForStarted() || !process.waitForFinished(120'000))
        return {};
    errors = process.readAllStandardError();
    return process.readAllStandardOutput();
}

} // namespace

class TestThumbnailKill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPictureIsWholeAfterKills() {
        const QTemporaryDir cache;
        test::Moments moments;
        int most = 0;
        const int times = test::kills(5, 100);
        for (int n = 0; n < times; ++n) {
            // A third of the kills fall into opening, a third while pictures are on their way to the disk, and a third,
            // the last for certain, after some of them are there, however slow the disk is.
            const int moment = n == times - 1 ? 2 : moments.below(3);
            const char* const from_line = moment == 0 ? "" : moment == 1 ? "10" : "kept ";
            const auto killed = test::run_and_kill(victim, {QStringLiteral("write"), cache.path(), QStringLiteral("0")},
                                                   moments.milliseconds(600), from_line);
            QVERIFY(killed.started);
            QVERIFY2(killed.by_us, killed.errors.constData());
            QVERIFY2(killed.errors.isEmpty(), killed.errors.constData());
            QVERIFY(every_listed_blob_is_whole(bytes_of(cache)));
            const int there = whole_pictures(bytes_of(cache));
            QVERIFY(there >= 0);
            QVERIFY2(there >= most, "pictures of an earlier run are gone");
            QVERIFY2(there >= acknowledged(killed), "pictures that were said to be kept are gone");
            most = there;
        }
        qInfo("%d pictures after %d kills", most, times);
        QVERIFY(most > 0);
        // And it goes on as if nothing had been.
        QCOMPARE(
            QProcess::execute(victim, {QStringLiteral("write"), cache.path(), QString::number(test::noise_pictures)}),
            0);
        QCOMPARE(whole_pictures(bytes_of(cache)), test::noise_pictures);
    }

    void twoProgramsShareOneFile() {
        const QTemporaryDir cache;
        QProcess one, two;
        for (QProcess* process : {&one, &two})
            process->start(victim, {QStringLiteral("write"), cache.path(), QStringLiteral("400")});
        // This program reads meanwhile: what is there is whole.
        int seen = 0;
        while (one.state() != QProcess::NotRunning || two.state() != QProcess::NotRunning) {
            seen = std::max(seen, whole_pictures(bytes_of(cache)));
            QVERIFY(seen >= 0);
            QCoreApplication::processEvents();
        }
        QCOMPARE(one.exitCode(), 0);
        QCOMPARE(two.exitCode(), 0);
        QVERIFY2(one.readAllStandardError().isEmpty() && two.readAllStandardError().isEmpty(), "one gave up");
        QCOMPARE(whole_pictures(bytes_of(cache)), test::noise_pictures);
        QVERIFY(every_listed_blob_is_whole(bytes_of(cache)));
    }

    void twoProgramsKeepTheBoundTogether() {
        const QTemporaryDir cache;
        constexpr qint64 limit = 1'000'000;
        QProcess one, two;
        for (QProcess* process : {&one, &two})
            process->start(victim,
                           {QStringLiteral("write"), cache.path(), QStringLiteral("400"), QString::number(limit)});
        QVERIFY(one.waitForFinished(120'000) && two.waitForFinished(120'000));
        const qint64 bytes = QFileInfo(cache.filePath(QStringLiteral("thumbnails.db"))).size();
        QVERIFY2(bytes <= limit, qPrintable(QString::number(bytes)));
        const int left = whole_pictures(bytes_of(cache));
        QVERIFY(left > 5 && left < test::noise_pictures);
    }

    void aFullDiskIsOneIssue_data() {
        QTest::addColumn<QString>("options");
        QTest::newRow("nothing fits") << "size=40k";
        QTest::newRow("a few fit") << "size=400k";
        QTest::newRow("read-only") << "size=4m,ro";
    }

    void aFullDiskIsOneIssue() {
        QFETCH(const QString, options);
        const test::PhotoFolder folder;
        for (int i = 0; i < 40; ++i)
            QVERIFY(test::noise_picture(i).scaled(600, 450).save(
                QString::fromStdString(folder.path(QStringLiteral("%1.jpg").arg(i))), "jpeg", 95));
        QByteArray errors;
        const QByteArray said = show_on(options, folder.path(), errors);
        if (said.isEmpty())
            QSKIP(qPrintable(QStringLiteral("NOT TESTED: no user and mount namespaces here: %1")
                                 .arg(QString::fromUtf8(errors.trimmed()))));
        QCOMPARE(said.trimmed(), QByteArray("photos 40 shown 120 issues 1"));
        QVERIFY2(errors.contains("thumbnails cannot be kept here"), errors.constData());
    }
};

QTEST_GUILESS_MAIN(TestThumbnailKill)
#include "test_thumbnail_kill.moc"
