// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Writing sidecars under kill -9, on a full disk and on a read-only one.
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>

#include "app/metadata/file_facts.h"
#include "app/metadata/sidecar_file.h"
#include "app/metadata/sidecar_journal.h"
#include "tests/app/metadata/program_sidecars.h"
#include "tests/support/killed_program.h"

using namespace touchstone;
using namespace touchstone::metadata;
namespace fs = std::filesystem;

namespace {

const QString victim = QStringLiteral(TOUCHSTONE_SIDECAR_VICTIM);
constexpr int photos = 1500;

/// The victim where PHOTOS is a small file system of its own; empty output where that is not allowed.
QByteArray write_on(const QString& options, const QString& prepare, QByteArray& errors) {
    const QTemporaryDir mount, journal;
    QProcess process;
    process.start(
        QStringLiteral("unshare"),
        {QStringLiteral("--user"), QStringLiteral("--map-root-user"), QStringLiteral("--mount"), QStringLiteral("sh"),
         QStringLiteral("-c"),
         QStringLiteral("mount -t tmpfs -o \"$1\" tmpfs \"$2\" && cd \"$2\" && %1 && \"$3\" write \"$2\" \"$4\" "
                        "40 3; ls -A \"$2\" | wc -l; cat \"$2\"/0.jpg.xmp")
             .arg(prepare),
         QStringLiteral("sh"), options, mount.path(), victim, journal.path()});
    if (!process.waitForStarted() || !process.waitForFinished(120'000))
        return {};
    errors = process.readAllStandardError();
    return process.readAllStandardOutput();
}

} // namespace

class TestSidecarFaults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { initialise(); }

    /// Whenever it is killed: every sidecar is the old one or the new one, whole, and undo brings all old ones back.
    void everySidecarIsWholeAfterKills() {
        test::Moments moments;
        const std::string old_text = test::program_sidecars()[0].text;
        const int times = test::kills(6, 100);
        for (int n = 0; n < times; ++n) {
            const QTemporaryDir folder;
            const std::string place = folder.path().toStdString() + "/p", journal = folder.path().toStdString() + "/j";
            fs::create_directory(place);
            for (int i = 0; i < photos; i += 2)
                std::ofstream(place + "/" + std::to_string(i) + ".jpg.xmp", std::ios::binary) << old_text;
            const auto killed =
                test::run_and_kill(victim,
                                   {QStringLiteral("write"), QString::fromStdString(place),
                                    QString::fromStdString(journal), QString::number(photos), QStringLiteral("5")},
                                   moments.milliseconds(300), n == 0 ? "" : "1");
            QVERIFY(killed.started);
            QVERIFY2(killed.errors.isEmpty(), killed.errors.constData());
            const int acknowledged = killed.lines.isEmpty() ? 0 : killed.lines.constLast().split(' ').value(0).toInt();
            int written = 0;
            for (int i = 0; i < photos; ++i) {
                const auto text = sidecar_text(place + "/" + std::to_string(i) + ".jpg.xmp");
                QVERIFY(text);
                if (!*text || **text == old_text) {
                    QCOMPARE(text->has_value(), i % 2 == 0);
                    continue;
                }
                const auto packet = XmpPacket::parse(**text, "");
                QVERIFY2(packet, "half a sidecar");
                QCOMPARE(marks_of(*packet).rating, std::optional(5));
                ++written;
            }
            QVERIFY2(written >= acknowledged, "a sidecar that was said to be written is not there");
            // A later program cleans up and undoes.
            auto opened = SidecarJournal::open(journal);
            QVERIFY(opened);
            const auto batches = SidecarJournal::list(journal);
            QVERIFY(batches);
            QVERIFY(written == 0 || batches->size() == 1);
            if (!batches->empty()) {
                QVERIFY(opened->begin());
                const auto undone = undo_batch(*opened, batches->front().id, false);
                QVERIFY(undone && undone->failures.empty());
            }
            int left = 0;
            for (const auto& entry : fs::directory_iterator(place)) {
                ++left;
                QCOMPARE(*sidecar_text(entry.path().string()), std::optional(old_text));
            }
            QCOMPARE(left, photos / 2);
        }
    }

    void aFullDisk() {
        QByteArray errors;
        const QByteArray said = write_on(QStringLiteral("size=80k"), QStringLiteral("true"), errors);
        if (said.isEmpty())
            QSKIP(qPrintable(QStringLiteral("NOT TESTED: no user and mount namespaces here: %1")
                                 .arg(QString::fromUtf8(errors.trimmed()))));
        const QByteArrayList lines = said.split('\n');
        const auto summary = std::find_if(lines.begin(), lines.end(),
                                          [](const QByteArray& line) { return line.startsWith("written "); });
        QVERIFY2(summary != lines.end(), said.constData());
        const int written = summary->split(' ').value(1).toInt(), failed = summary->split(' ').value(3).toInt();
        QVERIFY2(written > 0 && failed > 0 && written + failed == 40, summary->constData());
        QVERIFY2(errors.contains("free some space"), errors.constData());
        // What was written is there, nothing half, nothing left over.
        QCOMPARE((summary + 1)->trimmed().toInt(), written);
        QVERIFY(said.contains("</x:xmpmeta>"));
    }

    void aReadOnlyFolder() {
        QByteArray errors;
        const QByteArray said = write_on(QStringLiteral("size=1m"),
                                         QStringLiteral("printf old > 1.jpg && mount -o remount,ro \"$2\""), errors);
        if (said.isEmpty())
            QSKIP(qPrintable(QStringLiteral("NOT TESTED: no user and mount namespaces here: %1")
                                 .arg(QString::fromUtf8(errors.trimmed()))));
        QVERIFY2(said.contains("written 0 failed 40"), said.constData());
        QVERIFY2(errors.contains("make the folder writable"), errors.constData());
    }

    /// The journal comes first: without it nothing is written.
    void withoutAJournalNothingIsWritten() {
        const QTemporaryDir folder;
        const std::string place = folder.path().toStdString();
        std::ofstream(place + "/j") << "a file, no folder";
        QVERIFY(!SidecarJournal::open(place + "/j"));
        auto journal = SidecarJournal::open(place + "/journal");
        fs::remove_all(place + "/journal");
        bool asked = false;
        const auto report = write_sidecars(
            *journal,
            [&]() -> std::optional<Result<SidecarEdit>> {
                if (std::exchange(asked, true))
                    return std::nullopt;
                return plan_edit(place + "/a.jpg", {1, std::nullopt}, nullptr,
                                 {SidecarNaming::Appended, {}, moment_now()});
            },
            [](const WriteReport&) {}, {});
        QVERIFY(!report);
        QCOMPARE(report.error().code, ErrorCode::WriteFailed);
        QVERIFY(!fs::exists(place + "/a.jpg.xmp"));
    }
};

QTEST_GUILESS_MAIN(TestSidecarFaults)
#include "test_sidecar_faults.moc"
