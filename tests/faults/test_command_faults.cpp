// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Commands on a full disk, on one that may only be read, without enough memory, and two at once: each says what is
// wrong and leaves what was there as it was.
#include <QtTest>

#include "app/library/catalogue/catalogue.h"
#include "engine/imaging/decode.h"
#include "tests/app/commands/cli_folder.h"

using namespace touchstone;
using nlohmann::json;
namespace fs = std::filesystem;

class TestCommandFaults : public QObject {
    Q_OBJECT

    test::CliFolder folder_;

    struct OnDisk {
        bool mounted = false;
        int code = -1;
        QByteArray err, names, old; ///< stderr; what lies on the disk afterwards; what was written to it before
    };

    /// The command with a small disk of its own at `disk`, prepared by a shell script; $1 is the command line's
    /// program.
    OnDisk on_disk(const QString& options, const QString& prepare, const QStringList& words) {
        const std::string disk = folder_.path("disk");
        fs::create_directories(disk);
        const QString script =
            QStringLiteral("mount -t tmpfs -o \"$1\" tmpfs disk && printf old >disk/old && %1 || exit 90\n"
                           "shift; \"$@\" >/dev/null; echo \"code $?\"; ls -A disk; echo --; cat disk/old")
                .arg(prepare);
        QProcess process;
        process.setProcessEnvironment(folder_.environment());
        process.setWorkingDirectory(QString::fromStdString(folder_.path()));
        process.start(QStringLiteral("unshare"), QStringList{"--user", "--map-root-user", "--mount", "sh", "-c", script,
                                                             "sh", options, QStringLiteral(TOUCHSTONE_CLI)} +
                                                     words);
        OnDisk result;
        if (!process.waitForStarted() || !process.waitForFinished(300'000))
            return result;
        result.err = process.readAllStandardError();
        const QByteArray said = process.readAllStandardOutput();
        result.mounted = said.startsWith("code ");
        result.code = said.mid(5, said.indexOf('\n') - 5).toInt();
        result.names = said.mid(said.indexOf('\n') + 1, said.indexOf("--") - said.indexOf('\n') - 1);
        result.old = said.mid(said.indexOf("--") + 3);
        return result;
    }

    /// Peak of the address space of a run that scores small photos, in KiB.
    qint64 usual_address_space() {
        QProcess process;
        process.setProcessEnvironment(folder_.environment());
        process.setWorkingDirectory(QString::fromStdString(folder_.path()));
        process.start(QStringLiteral(TOUCHSTONE_CLI), {"score", "many", "--format", "jsonl", "--workers", "1"});
        qint64 peak = 0;
        process.waitForStarted(300'000);
        // Once the first line is there, everything that is ever loaded is loaded.
        for (int lines = 0; process.state() == QProcess::Running && process.waitForReadyRead(300'000);) {
            lines += static_cast<int>(process.readAllStandardOutput().count('\n'));
            QFile status(QStringLiteral("/proc/%1/status").arg(process.processId()));
            if (lines > 0 && status.open(QIODevice::ReadOnly))
                for (const QByteArray& line : status.readAll().split('\n'))
                    if (line.startsWith("VmPeak:"))
                        peak = std::max(peak, line.mid(7).simplified().split(' ').value(0).toLongLong());
        }
        process.waitForFinished(300'000);
        return peak;
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        QVERIFY(folder_.make_model("tiny"));
        for (int i = 0; i < 6; ++i)
            QVERIFY(folder_.make_photo("set/p" + std::to_string(i) + ".jpg", 64 + 8 * i, 80));
        QCOMPARE(folder_.run({"library", "rescan", "set"}).code, 0);
        QCOMPARE(folder_.run({"score", "set", "--format", "jsonl", "--output", "s.jsonl"}).code, 0);
        QCOMPARE(folder_.run({"library", "import-scores", "s.jsonl"}).code, 0);
    }

    void no_room_data() {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("report as HTML") << QStringList{"report", "--format", "html", "--output", "disk/old"};
        QTest::newRow("report as PDF") << QStringList{"report", "--format", "pdf", "--output", "disk/old"};
        QTest::newRow("report as JSON") << QStringList{"report", "--format", "json", "--output", "disk/old"};
        QTest::newRow("scores as JSON") << QStringList{"score", "set", "--format", "json", "--output", "disk/old"};
        QTest::newRow("scores line by line")
            << QStringList{"score", "set", "--format", "jsonl", "--output", "disk/old"};
        QTest::newRow("model") << QStringList{"models",   "import",  "shipped/tiny.safetensors", "--id", "m",
                                              "--output", "disk/old"};
    }

    void no_room() {
        QFETCH(QStringList, words);
        // One page for what is there; the rest is full to the last byte.
        const OnDisk full = on_disk(QStringLiteral("size=8k"),
                                    QStringLiteral("{ cat /dev/zero >disk/filler 2>/dev/null; true; }"), words);
        if (!full.mounted)
            QSKIP(("NOT TESTED: no user and mount namespaces here: " + full.err.trimmed()).constData());
        QVERIFY2(full.code > 0, full.err.constData());
        QVERIFY2(full.err.contains("free some space"), full.err.constData());
        QCOMPARE(full.names, QByteArray("filler\nold\n"));
        QCOMPARE(full.old, QByteArray("old"));
    }

    void nothing_may_be_written_data() { no_room_data(); }
    void nothing_may_be_written() {
        QFETCH(QStringList, words);
        const OnDisk closed = on_disk(QStringLiteral("size=1m"), QStringLiteral("mount -o remount,ro disk"), words);
        if (!closed.mounted)
            QSKIP(("NOT TESTED: no user and mount namespaces here: " + closed.err.trimmed()).constData());
        QVERIFY2(closed.code != 0, closed.err.constData());
        QVERIFY2(closed.err.contains("Read-only file system"), closed.err.constData());
        QCOMPARE(closed.names, QByteArray("old\n"));
        QCOMPARE(closed.old, QByteArray("old"));
    }

    /// A photo that needs more memory than there is costs itself; those before and after it are scored. In one process,
    /// so that the program's own memory is what is short; the decoder's is in test_sandbox.
    void no_memory_for_one_photo() {
#ifdef TOUCHSTONE_SANITIZED
        QSKIP("a sanitizer takes terabytes of addresses");
#endif
        QVERIFY(folder_.make_photo("many/0.jpg", 200, 150));
        for (int i = 1; i < 150; ++i)
            fs::create_hard_link(folder_.path("many/0.jpg"), folder_.path("many/" + std::to_string(i) + ".jpg"));
        const qint64 usual = usual_address_space();
        QVERIFY(usual > 100'000);
        RgbImage plain; // of 360 MB
        plain.size = {12'000, 10'000};
        plain.pixels.assign(std::size_t{12'000} * 10'000 * 3, 90);
        const auto large = imaging::encode_jpeg(plain, 80);
        QVERIFY(large.has_value());
        fs::create_directories(folder_.path("large"));
        folder_.write("large/b.jpg", std::string(reinterpret_cast<const char*>(large->data()), large->size()));
        for (const char* name : {"large/a.jpg", "large/c.jpg"})
            QVERIFY(folder_.make_photo(name, 200, 150));
        QProcess process;
        process.setProcessEnvironment(folder_.environment());
        process.setWorkingDirectory(QString::fromStdString(folder_.path()));
        process.start(QStringLiteral("sh"),
                      {"-c",
                       QStringLiteral("ulimit -v %1; exec \"$0\" score large --format jsonl --workers 1 --no-sandbox")
                           .arg(usual + 250'000),
                       QStringLiteral(TOUCHSTONE_CLI)});
        QVERIFY(process.waitForFinished(300'000));
        const QByteArray err = process.readAllStandardError();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit, err.constData());
        QVERIFY2(process.exitCode() == 1, err.constData());
        std::map<std::string, std::string> codes;
        for (const QByteArray& line : process.readAllStandardOutput().trimmed().split('\n')) {
            const json object = json::parse(line.toStdString());
            codes[object.at("path")] =
                object.at("error").is_null() ? "scored" : object.at("error").at("code").get<std::string>();
        }
        QCOMPARE(codes.size(), std::size_t{3});
        QCOMPARE(codes["large/a.jpg"], std::string("scored"));
        QCOMPARE(codes["large/b.jpg"], std::string("out-of-memory"));
        QCOMPARE(codes["large/c.jpg"], std::string("scored"));
    }

    void two_programs_and_one_library() {
        library::CatalogueOptions options;
        options.folder = folder_.path("library");
        const auto catalogue = library::Catalogue::open(options);
        QCOMPARE(catalogue->state(), library::Catalogue::State::Open);
        // Whoever only looks is not held up; whoever would write is told who writes.
        QCOMPARE(folder_.run({"rank", "--format", "json"}).code, 0);
        QCOMPARE(folder_.run({"report", "--format", "json"}).code, 0);
        QVERIFY(folder_.make_photo("set/new.jpg"));
        const test::Outcome refused = folder_.run({"library", "rescan", "set"});
        QVERIFY(refused.code != 0);
        QVERIFY2(refused.err.find(std::to_string(QCoreApplication::applicationPid())) != std::string::npos,
                 refused.err.c_str());
        fs::remove(folder_.path("set/new.jpg"));
    }

    /// Each has its model, and the record of both.
    void two_programs_import_models() {
        std::vector<std::unique_ptr<QProcess>> both;
        for (const char* id : {"first", "second"}) {
            auto process = std::make_unique<QProcess>();
            process->setProcessEnvironment(folder_.environment());
            process->setWorkingDirectory(QString::fromStdString(folder_.path()));
            process->start(QStringLiteral(TOUCHSTONE_CLI),
                           {"models", "import", "shipped/tiny.safetensors", "--id", id});
            both.push_back(std::move(process));
        }
        for (const auto& process : both) {
            QVERIFY(process->waitForFinished(300'000));
            QVERIFY2(process->exitCode() == 0, process->readAllStandardError().constData());
        }
        for (const char* id : {"first", "second"})
            QCOMPARE(folder_.run({"models", "verify", id}).code, 0);
        QCOMPARE(folder_.read("data/models/SHA256SUMS").find("first") != std::string::npos, true);
        QCOMPARE(folder_.read("data/models/SHA256SUMS").find("second") != std::string::npos, true);
    }
};

QTEST_GUILESS_MAIN(TestCommandFaults)
#include "test_command_faults.moc"
