// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Commands that write files are killed (SIGKILL) at random moments: what they write is there whole or not at all, and
// nothing is left over. Scans, scores, marks, migrations, groups, thumbnails and sidecars are killed in their own
// rooms.
#include <QtTest>

#include <set>

#include "engine/imaging/decode.h"
#include "tests/app/commands/cli_folder.h"
#include "tests/support/killed_program.h"

using namespace touchstone;
using nlohmann::json;
namespace fs = std::filesystem;

class TestKilledCommands : public QObject {
    Q_OBJECT

    test::CliFolder folder_;
    test::Moments moments_;

    QString place(const std::string& name) const { return QString::fromStdString(folder_.path(name)); }

    /// How long the command takes when it is left alone: kills fall into all of it, and a little behind it.
    int duration_of(const QStringList& words) const {
        QElapsedTimer clock;
        clock.start();
        const test::Outcome outcome = folder_.run(words);
        if (outcome.code != 0)
            qFatal("%s", outcome.err.c_str());
        return static_cast<int>(clock.elapsed()) + 20;
    }

    static std::set<std::string> names_in(const std::string& folder) {
        std::set<std::string> names;
        for (const auto& entry : fs::directory_iterator(folder))
            names.insert(entry.path().filename().string());
        return names;
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
        // Programs that are killed have this process's environment.
        const QProcessEnvironment& environment = folder_.environment();
        for (const QString& name : environment.keys())
            qputenv(name.toLatin1().constData(), environment.value(name).toLocal8Bit());
    }

    void a_model_is_imported_whole_or_not_at_all() {
        const QStringList words{"models", "import", place("shipped/tiny.safetensors"), "--id", "imported"};
        const int duration = duration_of(words);
        const std::string whole = folder_.read("data/models/imported.safetensors");
        QVERIFY(!whole.empty());
        QCOMPARE(folder_.run({"models", "remove", "imported"}).code, 0);
        const std::set<std::string> before = names_in(folder_.path("data/models"));
        for (int n = 0; n < test::kills(8, 100); ++n) {
            const auto killed =
                test::run_and_kill(QStringLiteral(TOUCHSTONE_CLI), words, moments_.milliseconds(duration));
            QVERIFY(killed.started);
            const std::string now = folder_.read("data/models/imported.safetensors");
            QVERIFY2(now.empty() || now == whole, "half a model");
            QVERIFY2(killed.by_us || !now.empty(), "a model that was said to be imported is not there");
            std::set<std::string> expected = before;
            if (!now.empty())
                expected.insert("imported.safetensors");
            expected.insert("SHA256SUMS");
            std::set<std::string> there = names_in(folder_.path("data/models"));
            there.insert("SHA256SUMS");
            QCOMPARE(there, expected);
            QCOMPARE(folder_.run({"models", "list"}).code, 0);
            if (!now.empty())
                QCOMPARE(folder_.run({"models", "remove", "imported"}).code, 0);
        }
        QCOMPARE(folder_.run(words).code, 0);
        QCOMPARE(folder_.run({"models", "verify", "imported"}).code, 0);
    }

    void a_document_is_written_whole_or_not_at_all_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("ending");
        QTest::newRow("JSON") << QStringList{"report", "--format", "json"} << "}\n";
        QTest::newRow("HTML") << QStringList{"report", "--format", "html"} << "</html>\n";
        QTest::newRow("PDF") << QStringList{"report", "--format", "pdf"} << "%%EOF\n";
        QTest::newRow("scores") << QStringList{"score", place("set"), "--format", "json"} << "}\n";
    }
    void a_document_is_written_whole_or_not_at_all() {
        QFETCH(QStringList, words);
        QFETCH(QString, ending);
        fs::create_directories(folder_.path("out"));
        words += {"--output", place("out/document")};
        const int duration = duration_of(words);
        QVERIFY(folder_.read("out/document").ends_with(ending.toStdString()));
        const std::string old = "what was there before";
        for (int n = 0; n < test::kills(3, 25); ++n) {
            folder_.write("out/document", old);
            const auto killed =
                test::run_and_kill(QStringLiteral(TOUCHSTONE_CLI), words, moments_.milliseconds(duration));
            QVERIFY(killed.started);
            const std::string now = folder_.read("out/document");
            QVERIFY2(now == old || now.ends_with(ending.toStdString()), "half a document");
            QVERIFY2(killed.by_us || now != old, "a document that was said to be written is not there");
            if (now != old && words.contains("json"))
                QVERIFY(!json::parse(now, nullptr, false).is_discarded());
            QCOMPARE(names_in(folder_.path("out")), std::set<std::string>{"document"});
        }
    }
};

QTEST_GUILESS_MAIN(TestKilledCommands)
#include "test_killed_commands.moc"
