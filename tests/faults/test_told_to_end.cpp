// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// SIGTERM and SIGHUP, as `kill`, a shutdown and a logout send them, in the middle of the work of the command line and
// of the window: what is finished is kept, and the library is closed.
#include <QtTest>

#include <csignal>

#include "app/library/catalogue/catalogue.h"
#include "engine/imaging/decode.h"
#include "tests/app/commands/cli_folder.h"

using namespace touchstone;
using namespace touchstone::library;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr int patience_ms = 300'000; // for a busy machine; nothing waits that long when all is well

} // namespace

class TestToldToEnd : public QObject {
    Q_OBJECT

    test::CliFolder folder_;

    std::unique_ptr<QProcess> start(const char* program, const QStringList& words) {
        auto process = std::make_unique<QProcess>();
        process->setProcessEnvironment(folder_.environment());
        process->setWorkingDirectory(QString::fromStdString(folder_.path()));
        process->start(QString::fromLatin1(program), words);
        return process;
    }

    std::shared_ptr<Catalogue> look() const {
        CatalogueOptions options;
        options.folder = folder_.path("library");
        options.read_only = true;
        return Catalogue::open(options);
    }
    CatalogueReader::Counts counts() const {
        const auto catalogue = look();
        const auto reader = catalogue->reader();
        const auto counts = reader ? (*reader)->counts() : tl::unexpected(reader.error());
        return counts.value_or(CatalogueReader::Counts{});
    }

    static void signals() {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGHUP") << SIGHUP;
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        QVERIFY(folder_.make_model("tiny"));
        // Every photo is large, so that the work is not over before the signal comes, and has bytes of its own.
        for (int i = 0; i < 40; ++i)
            QVERIFY(folder_.make_photo("many/" + std::to_string(100 + i) + ".jpg", 2400 + 8 * i, 1800));
        QProcessEnvironment& environment = folder_.environment();
        for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME"})
            environment.insert(QString::fromLatin1(name), QString::fromStdString(folder_.path("home")));
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    }

    void scoring_data() { signals(); }
    void scoring() {
        QFETCH(int, number);
        const auto process = start(TOUCHSTONE_CLI, {"score", "many", "--format", "jsonl", "--workers", "1"});
        QVERIFY(process->waitForReadyRead(patience_ms)); // the first line is there: scoring goes on
        QByteArray out = process->readAllStandardOutput();
        QCOMPARE(::kill(static_cast<pid_t>(process->processId()), number), 0);
        QVERIFY(process->waitForFinished(patience_ms));
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 130);
        out += process->readAllStandardOutput();
        QVERIFY(out.endsWith('\n'));
        const QByteArrayList lines = out.trimmed().split('\n');
        QVERIFY(lines.size() < 40);
        for (const QByteArray& line : lines)
            QVERIFY(json::parse(line.toStdString()).at("error").is_null());
    }

    void scoring_into_a_file() {
        const auto process =
            start(TOUCHSTONE_CLI, {"score", "many", "--format", "json", "--output", "scores.json", "--workers", "1"});
        // Its progress goes to a terminal only: the work is under way when a worker of the decoder has the first photo.
        QTRY_VERIFY_WITH_TIMEOUT(fs::exists("/proc/" + std::to_string(process->processId()) + "/fd") &&
                                     has_open(process->processId(), "many/"),
                                 patience_ms);
        QCOMPARE(::kill(static_cast<pid_t>(process->processId()), SIGTERM), 0);
        QVERIFY(process->waitForFinished(patience_ms));
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 130);
        const json document = json::parse(folder_.read("scores.json"), nullptr, false);
        QVERIFY(document.is_object() && document.at("photos").size() < 40);
    }

    void the_window_data() { signals(); }
    void the_window() {
        QFETCH(int, number);
        fs::remove_all(folder_.path("library"));
        const auto process = start(TOUCHSTONE_WINDOW, {"many", "--model", "tiny"});
        QVERIFY(process->waitForStarted(patience_ms));
        // In the middle: photos are in the library, and some of them are scored.
        QTRY_VERIFY_WITH_TIMEOUT(process->state() != QProcess::Running || counts().scores > 0, patience_ms);
        QVERIFY2(process->state() == QProcess::Running, process->readAllStandardError().constData());
        QCOMPARE(::kill(static_cast<pid_t>(process->processId()), number), 0);
        QVERIFY(process->waitForFinished(patience_ms));
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 128 + number);
        // The library was closed, not dropped; nothing that was seen in it is lost.
        QVERIFY(!fs::exists(folder_.path("library/catalogue.open")));
        const auto catalogue = look();
        QVERIFY(catalogue->notices().empty());
        QVERIFY(catalogue->check().value_or(std::vector<std::string>{"was not checked"}).empty());
        QVERIFY(counts().scores > 0);
        QCOMPARE(counts().photos, std::int64_t{40});
    }

private:
    /// A file below that folder is open in the process.
    static bool has_open(qint64 process, const std::string& part) {
        std::error_code gone;
        for (fs::directory_iterator entry("/proc/" + std::to_string(process) + "/fd", gone), end; !gone && entry != end;
             entry.increment(gone)) {
            std::error_code unreadable;
            if (fs::read_symlink(entry->path(), unreadable).string().find(part) != std::string::npos)
                return true;
        }
        return false;
    }
};

QTEST_GUILESS_MAIN(TestToldToEnd)
#include "test_told_to_end.moc"
