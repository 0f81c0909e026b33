// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The built programs load LibTorch with the first network that needs it, and not before. The dynamic loader says itself
// which files it opens (LD_DEBUG).
#include <QtTest>

#include <algorithm>
#include <fstream>

#include "engine/imaging/decode.h"
#include "tests/app/commands/cli_folder.h"
#include "tests/support/generated_reiqa.h"

using namespace touchstone;
namespace fs = std::filesystem;

namespace {

constexpr int patience_ms = 300'000; // for a busy machine; nothing waits that long when all is well

bool names_torch(const std::string& text) {
    return text.find("libtorch") != std::string::npos || text.find("libc10") != std::string::npos;
}

} // namespace

class TestLateTorch : public QObject {
    Q_OBJECT

    test::CliFolder folder_;

    /// What the loader wrote, all processes of the run together.
    std::string loaded_by(const QStringList& words, int& code) {
        fs::remove_all(folder_.path("loader"));
        fs::create_directories(folder_.path("loader"));
        QProcessEnvironment& environment = folder_.environment();
        environment.insert(QStringLiteral("LD_DEBUG"), QStringLiteral("files"));
        environment.insert(QStringLiteral("LD_DEBUG_OUTPUT"), QString::fromStdString(folder_.path("loader/log")));
        code = folder_.run(words).code;
        environment.remove(QStringLiteral("LD_DEBUG"));
        environment.remove(QStringLiteral("LD_DEBUG_OUTPUT"));
        std::string all;
        for (const fs::directory_entry& entry : fs::directory_iterator(folder_.path("loader"))) {
            std::ifstream file(entry.path());
            all.append(std::istreambuf_iterator<char>(file), {});
        }
        return all;
    }

    std::string maps_of(const QProcess& process) {
        std::ifstream file("/proc/" + std::to_string(process.processId()) + "/maps");
        return {std::istreambuf_iterator<char>(file), {}};
    }

    std::unique_ptr<QProcess> start_window(const QStringList& words) {
        auto process = std::make_unique<QProcess>();
        process->setProcessEnvironment(folder_.environment());
        process->setWorkingDirectory(QString::fromStdString(folder_.path()));
        process->start(QStringLiteral(TOUCHSTONE_WINDOW), words);
        return process;
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        QVERIFY(folder_.make_model("tiny"));
        for (const char* name : {"photos/a.jpg", "photos/b.jpg", "photos/c.jpg"})
            QVERIFY(folder_.make_photo(name));
        const auto encoder = test::generated_encoder(reiqa::Expert::Quality, test::tiny_trunk());
        QVERIFY(nn::write_model_file(folder_.path("quality.safetensors"), encoder, nn::StoredType::Float32));
        QProcessEnvironment& environment = folder_.environment();
        for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME"})
            environment.insert(QString::fromLatin1(name), QString::fromStdString(folder_.path("home")));
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    }

    /// Neither program names it among the libraries it needs, not even through another one.
    void neither_program_links_it_data() {
        QTest::addColumn<QString>("program");
        QTest::newRow("command line") << QStringLiteral(TOUCHSTONE_CLI);
        QTest::newRow("window") << QStringLiteral(TOUCHSTONE_WINDOW);
    }
    void neither_program_links_it() {
        QFETCH(QString, program);
        QProcess ldd;
        ldd.start(QStringLiteral("ldd"), {program});
        QVERIFY(ldd.waitForFinished(patience_ms));
        const std::string libraries = ldd.readAllStandardOutput().toStdString();
        QVERIFY(libraries.find("libc.so") != std::string::npos);
        QVERIFY2(!names_torch(libraries), libraries.c_str());
    }

    void commands_without_it_data() {
        QTest::addColumn<QStringList>("words");
        const auto row = [](const QStringList& words) {
            QTest::newRow(words.join(QLatin1Char(' ')).toLatin1().constData()) << words;
        };
        row({"--help"});
        row({"--version"});
        row({"--completion", "bash"});
        row({"models", "list"});
        row({"models", "info", "tiny"});
        row({"library", "rescan", "photos"});
        row({"rank", "photos"});
        row({"cull", "photos", "--bursts"});
        row({"report", "photos", "--format", "html", "--output", "report.html"});
        row({"xmp", "read", "photos"});
        row({"library", "check"});
        row({"score", "--help"});
        // MUSIQ does without it on the CPU.
        row({"models", "verify", "tiny"});
        row({"score", "photos", "--model", "tiny", "--device", "cpu"});
        row({"explain", "photos/a.jpg", "--model", "tiny", "--device", "cpu", "--output", "maps"});
    }
    void commands_without_it() {
        QFETCH(QStringList, words);
        int code = -1;
        const std::string loaded = loaded_by(words, code);
        QCOMPARE(code, 0);
        QVERIFY(loaded.find("libc.so") != std::string::npos); // the loader did say what it loads
        QVERIFY2(!names_torch(loaded), "LibTorch was loaded");
    }

    void a_network_brings_it() {
        int code = -1;
        const std::string loaded = loaded_by({"score", "photos", "--model", "quality.safetensors"}, code);
        QCOMPARE(code, 0);
        QVERIFY(loaded.find("libtouchstone_networks.so") != std::string::npos);
        QVERIFY(names_torch(loaded));
    }

    void the_window_paints_without_it() {
        fs::create_directories(folder_.path("home/touchstone"));
        std::ofstream(folder_.path("home/touchstone/touchstone.conf")) << "[scoring]\nautomatically=false\n";
        const auto process = start_window({"photos", "--report-start"});
        QByteArray said;
        while (!said.contains("usable\n") && process->waitForReadyRead(patience_ms))
            said += process->readAllStandardOutput();
        const std::string maps = maps_of(*process);
        process->terminate();
        QVERIFY(process->waitForFinished(patience_ms));
        QVERIFY2(said.startsWith("painted\n") && said.endsWith("usable\n"), said.constData());
        QVERIFY(maps.find("libQt6Widgets") != std::string::npos);
        QVERIFY2(!names_torch(maps), "LibTorch is mapped");
    }

    /// The same look at the same program, when it has something to score with such a network.
    void the_window_loads_it_to_score() {
        fs::remove(folder_.path("home/touchstone/touchstone.conf"));
        const auto process =
            start_window({"photos", "--model", QString::fromStdString(folder_.path("quality.safetensors"))});
        QVERIFY(process->waitForStarted(patience_ms));
        QTRY_VERIFY_WITH_TIMEOUT(process->state() != QProcess::Running || names_torch(maps_of(*process)), patience_ms);
        QCOMPARE(process->state(), QProcess::Running);
        process->terminate();
        QVERIFY(process->waitForFinished(patience_ms));
    }

    /// The command line installed somewhere else, with that file as its library; none when the name is empty.
    std::pair<int, std::string> score_installed_with(const std::string& library) {
        const fs::path bin = folder_.path("installed/bin"),
                       place = (bin / TOUCHSTONE_NETWORKS_FROM_BIN).lexically_normal();
        fs::remove_all(folder_.path("installed"));
        fs::create_directories(bin);
        fs::create_directories(place.parent_path());
        fs::copy_file(TOUCHSTONE_CLI, bin / "touchstone-cli");
        if (!library.empty())
            fs::copy_file(library, place);
        QProcess program;
        program.setProcessEnvironment(folder_.environment());
        program.setWorkingDirectory(QString::fromStdString(folder_.path()));
        program.start(QString::fromStdString(bin / "touchstone-cli"),
                      {"score", "photos", "--no-sandbox", "--model", "quality.safetensors"});
        program.waitForFinished(patience_ms);
        return {program.exitCode(), program.readAllStandardError().toStdString()};
    }

    void an_installed_program_finds_its_library() {
        const auto [code, said] = score_installed_with(TOUCHSTONE_BUILD_FOLDER "/" TOUCHSTONE_NETWORKS_IN_BUILD);
        QVERIFY2(code == 0, said.c_str());
    }

    /// What is wrong with it is one sentence that names the file and what to do.
    void a_library_that_is_not_right_data() {
        QTest::addColumn<QString>("library");
        QTest::addColumn<QString>("reason");
        QTest::newRow("none") << QString() << QStringLiteral("is not there");
        QTest::newRow("no library") << QString::fromStdString(folder_.path("photos/a.jpg"))
                                    << QStringLiteral("cannot be loaded");
        QTest::newRow("another version") << QStringLiteral(TOUCHSTONE_STALE_NETWORKS)
                                         << QStringLiteral("was not built together with this program");
        QTest::newRow("another library") << QStringLiteral(TOUCHSTONE_OTHER_LIBRARY)
                                         << QStringLiteral("is no library of Touchstone's networks");
    }
    void a_library_that_is_not_right() {
        QFETCH(QString, library);
        QFETCH(QString, reason);
        const auto [code, said] = score_installed_with(library.toStdString());
        QVERIFY(code != 0);
        QVERIFY2(said.find(reason.toStdString()) != std::string::npos, said.c_str());
        QVERIFY2(said.find("touchstone_networks.so") != std::string::npos, said.c_str());
        QVERIFY2(said.find("Touchstone again") != std::string::npos, said.c_str());
    }
};

QTEST_GUILESS_MAIN(TestLateTorch)
#include "test_late_torch.moc"
