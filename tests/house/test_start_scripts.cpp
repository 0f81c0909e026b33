// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace {

/// A checkout whose tools are stand-ins that write down how they were called: the scripts run for real, and neither
/// install nor compile anything.
class Stage {
public:
    Stage() {
        for (const char* name : {"run.sh", "test.sh", "setup.sh", "packages.txt"}) {
            copy("packaging/", name);
        }
        copy(".ci/", "run");
        script("tools/dpkg-query", "[ -n \"$STAGE_EMPTY\" ] && [ ! -e \"$STAGE_LOG.installed\" ] || echo installed\n");
        script("tools/apt-get", "log apt-get \"$@\"; [ -z \"$STAGE_APT_FAILS\" ] || exit 100\n"
                                "for a; do [ \"$a\" != install ] || : >\"$STAGE_LOG.installed\"; done\n");
        script("tools/sudo", "log sudo; exec \"$@\"\n");
        script("tools/id", "echo \"${STAGE_UID:-0}\"\n");
        script("tools/nproc", "echo 1\n");
        script("tools/cmake", "log cmake \"$@\"\n"
                              "if [ \"$1\" = --build ]; then exit \"${STAGE_BUILD_STATUS:-0}\"; fi\n"
                              "folder=\"$2/build/$4\"; [ \"$3\" != -B ] || folder=$4\n"
                              "mkdir -p \"$folder\" && : >\"$folder/build.ninja\"\n");
        script("tools/ctest", "log ctest \"$QT_QPA_PLATFORM\" \"$@\"; echo \"long=$TOUCHSTONE_LONG\"; "
                              "exit \"${STAGE_TEST_STATUS:-0}\"\n");
        script("tools/clang++", "log clang++; exit \"${STAGE_CLANG_STATUS:-0}\"\n");
        script("tools/valgrind", "");
        script("checkout of/tests/faults/memcheck.sh", "log memcheck \"$@\"\n");
        script("checkout of/tests/fuzz/run.sh", "log fuzz \"$@\"; exit \"${STAGE_FUZZ_STATUS:-0}\"\n");
        script("tools/xdg-user-dir", "echo \"${STAGE_PICTURES:-$HOME}\"\n");
        script("checkout of/build/release/ui/touchstone", "log touchstone \"$PWD\" \"$@\"\n");
        script("checkout of/build/cuda/ui/touchstone", "log touchstone-of-cuda \"$@\"\n");
        script("checkout of/build/release/app/commands/touchstone-cli", "log touchstone-cli \"$@\"\necho TABLE\n");
        QDir(folder_.path()).mkpath("user/my photos");
        // The presets are older than any build, as after a first build.
        QFile presets(path("checkout of/CMakePresets.json"));
        QVERIFY(presets.open(QIODevice::ReadWrite));
        QVERIFY(presets.setFileTime(QDateTime::fromSecsSinceEpoch(1), QFileDevice::FileModificationTime));
        environment_.insert("PATH", path("tools") + ":/usr/bin:/bin");
        environment_.insert("HOME", path("user"));
        environment_.insert("STAGE_LOG", path("log"));
    }

    void set(const QString& name, const QString& value) { environment_.insert(name, value); }
    QString path(const QString& relative) const { return folder_.filePath(relative); }

    void file(const QString& name) {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QVERIFY(QFile(path(name)).open(QIODevice::WriteOnly));
    }

    struct Outcome {
        int status = -1;
        QString out, err;
        QStringList calls; ///< one line a call: name and arguments, each in <>
    };

    Outcome start(const QString& name, const QStringList& arguments) const {
        QFile::remove(path("log"));
        QProcess process;
        process.setProcessEnvironment(environment_);
        process.setWorkingDirectory(path("user"));
        process.setStandardInputFile(QProcess::nullDevice());
        process.start(path("checkout of/" + name), arguments);
        Outcome outcome;
        if (process.waitForFinished(60000) && process.exitStatus() == QProcess::NormalExit) {
            outcome.status = process.exitCode();
        }
        outcome.out = QString::fromUtf8(process.readAllStandardOutput());
        outcome.err = QString::fromUtf8(process.readAllStandardError());
        QFile log(path("log"));
        if (log.open(QIODevice::ReadOnly)) {
            outcome.calls = QString::fromUtf8(log.readAll()).split('\n', Qt::SkipEmptyParts);
        }
        return outcome;
    }

private:
    void copy(const QString& subfolder, const QString& name) {
        QDir(folder_.path()).mkpath("checkout of/" + subfolder);
        QVERIFY(QFile::copy(QStringLiteral(TOUCHSTONE_SOURCE_DIR "/") + subfolder + name,
                            path("checkout of/" + subfolder + name)));
    }

    void script(const QString& name, const QByteArray& body) {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "#!/bin/bash\nlog() { printf '%s' \"$1\" >>\"$STAGE_LOG\"; shift; [ $# -eq 0 ] || printf ' <%s>' \"$@\" "
            ">>\"$STAGE_LOG\"; echo >>\"$STAGE_LOG\"; }\n");
        file.write(body);
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    }

    QTemporaryDir folder_;
    QProcessEnvironment environment_;
};

QStringList calls_of(const Stage::Outcome& outcome, const QString& tool) {
    QStringList calls;
    for (const QString& call : outcome.calls) {
        if (call == tool || call.startsWith(tool + " ")) {
            calls.append(call);
        }
    }
    return calls;
}

} // namespace

/// packaging/run.sh, packaging/test.sh and .ci/run against stand-ins for apt, CMake and the programs.
class TestStartScripts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_window_opens_on_the_paths_as_given() {
        Stage stage;
        stage.set("DISPLAY", ":7");
        const auto outcome = stage.start("packaging/run.sh", {"my photos", "--", "-1.jpg", "$(x)"});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
        QCOMPARE(calls_of(outcome, "touchstone"),
                 QStringList("touchstone <" + stage.path("user") + "> <my photos> <./-1.jpg> <$(x)>"));
        QVERIFY(calls_of(outcome, "apt-get").isEmpty());
        QVERIFY(calls_of(outcome, "sudo").isEmpty());
        QCOMPARE(calls_of(outcome, "cmake").last(), "cmake <--build> <" + stage.path("checkout of/build/release") +
                                                        "> <--parallel> <1> <--target> <touchstone> <touchstone-cli>");
    }

    void the_pictures_folder_is_the_default() {
        Stage stage;
        stage.set("WAYLAND_DISPLAY", "wayland-0");
        stage.set("STAGE_PICTURES", stage.path("user/my photos"));
        auto outcome = stage.start("packaging/run.sh", {});
        QVERIFY(outcome.calls.last().endsWith("<" + stage.path("user/my photos") + ">"));

        // xdg-user-dir answers with the home folder when nothing is set: that is not to be walked.
        stage.set("STAGE_PICTURES", "");
        outcome = stage.start("packaging/run.sh", {});
        QCOMPARE(outcome.calls.last(), "touchstone <" + stage.path("user") + ">");
        QVERIFY(QDir().mkpath(stage.path("user/Pictures")));
        outcome = stage.start("packaging/run.sh", {});
        QVERIFY(outcome.calls.last().endsWith("<" + stage.path("user/Pictures") + ">"));
    }

    void without_a_display_scores_come_as_a_table() {
        Stage stage;
        const auto outcome = stage.start("packaging/run.sh", {"my photos"});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
        QCOMPARE(outcome.calls.last(), QString("touchstone-cli <score> <--format> <table> <my photos>"));
        QCOMPARE(outcome.out, QString("TABLE\n")); // what the scripts say of themselves stays off stdout
        QVERIFY(outcome.err.contains("no display"));

        const auto without_photos = stage.start("packaging/run.sh", {});
        QCOMPARE(without_photos.status, 2);
        QVERIFY(without_photos.calls.isEmpty());
    }

    void a_libtorch_with_cuda_gets_a_build_of_its_own() {
        Stage stage;
        stage.set("DISPLAY", ":7");
        const auto refused = [&](const QStringList& arguments) {
            const auto outcome = stage.start("packaging/run.sh", arguments);
            return outcome.status == 2 && outcome.calls.isEmpty() ? outcome.err : "not refused: " + outcome.err;
        };
        QVERIFY(refused({"--cuda"}).contains("needs the folder"));
        QVERIFY(refused({"--cuda", "nowhere"}).contains("no folder nowhere"));
        QVERIFY(QDir().mkpath(stage.path("user/lib torch")));
        QVERIFY(refused({"--cuda", "lib torch"}).contains("no unpacked LibTorch"));
        stage.file("user/lib torch/include/torch/csrc/api/include/torch/torch.h");
        stage.file("user/lib torch/lib/libtorch_cpu.so");
        QVERIFY(refused({"--cuda", "lib torch"}).contains("without CUDA"));

        stage.file("user/lib torch/lib/libtorch_cuda.so");
        stage.set("STAGE_EMPTY", "1");
        const auto outcome = stage.start("packaging/run.sh", {"--cuda", "lib torch", "my photos"});
        const QString installed = calls_of(outcome, "apt-get").join(' ');
        QVERIFY(installed.contains("<libzip-dev>") && !installed.contains("<libtorch-dev>"));
        QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
        const QStringList cmake = calls_of(outcome, "cmake");
        QCOMPARE(cmake.first(), "cmake <-S> <" + stage.path("checkout of") + "> <--preset> <cuda> <-DTOUCHSTONE_LIBTORCH=" +
                                    stage.path("user/lib torch") + ">");
        QCOMPARE(cmake.last(), "cmake <--build> <" + stage.path("checkout of/build/cuda") +
                                   "> <--parallel> <1> <--target> <touchstone> <touchstone-cli>");
        QCOMPARE(outcome.calls.last(), QString("touchstone-of-cuda <my photos>"));
    }

    void configuring_happens_once() {
        Stage stage;
        stage.set("DISPLAY", ":7");
        QCOMPARE(calls_of(stage.start("packaging/run.sh", {}), "cmake").size(), 2);
        QCOMPARE(calls_of(stage.start("packaging/run.sh", {}), "cmake").size(), 1);
    }

    void missing_packages_are_installed() {
        Stage stage;
        stage.set("DISPLAY", ":7");
        stage.set("STAGE_EMPTY", "1");
        const auto outcome = stage.start("packaging/run.sh", {});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
        QVERIFY(calls_of(outcome, "sudo").isEmpty());
        const QStringList apt = calls_of(outcome, "apt-get");
        QCOMPARE(apt.size(), 2);
        QVERIFY(apt[0].endsWith("<update>"));
        for (const char* package : {"<install>", "<libtorch-dev>", "<libvips-dev>", "<ccache>"}) {
            QVERIFY2(apt[1].contains(package), package);
        }
        QVERIFY(calls_of(stage.start("packaging/run.sh", {}), "apt-get").isEmpty());
    }

    void sudo_is_for_those_who_are_not_root() {
        Stage stage;
        stage.set("DISPLAY", ":7");
        stage.set("STAGE_EMPTY", "1");
        stage.set("STAGE_UID", "1000");
        const auto outcome = stage.start("packaging/run.sh", {});
        QCOMPARE(calls_of(outcome, "sudo").size(), 2);
        QVERIFY(outcome.err.contains("password"));
    }

    void what_cannot_be_installed_is_named() {
        Stage stage;
        stage.set("DISPLAY", ":7");
        stage.set("STAGE_EMPTY", "1");
        stage.set("STAGE_APT_FAILS", "1");
        const auto outcome = stage.start("packaging/run.sh", {});
        QVERIFY(outcome.status != 0);
        QVERIFY(outcome.err.contains("still missing: g++ cmake"));
        QVERIFY(calls_of(outcome, "cmake").isEmpty());
        QVERIFY(calls_of(outcome, "touchstone").isEmpty());
    }

    void a_failed_build_opens_nothing() {
        Stage stage;
        stage.set("DISPLAY", ":7");
        stage.set("STAGE_BUILD_STATUS", "3");
        const auto outcome = stage.start("packaging/run.sh", {});
        QCOMPARE(outcome.status, 3);
        QVERIFY(calls_of(outcome, "touchstone").isEmpty());
        QVERIFY(outcome.err.contains("stopped before"));
    }

    void unknown_options_are_errors() {
        Stage stage;
        const auto outcome = stage.start("packaging/run.sh", {"--recursive"});
        QCOMPARE(outcome.status, 2);
        QVERIFY(outcome.err.contains("unknown option --recursive"));
        QVERIFY(outcome.calls.isEmpty());
    }

    void a_dry_run_does_nothing() {
        Stage stage;
        stage.set("STAGE_EMPTY", "1");
        const auto outcome = stage.start("packaging/run.sh", {"-n", "my photos"});
        QCOMPARE(outcome.status, 0);
        QVERIFY2(outcome.calls.isEmpty(), qPrintable(outcome.calls.join('\n')));
        QVERIFY(outcome.err.contains("my\\ photos"));
    }

    void tests_are_built_and_run_without_a_display() {
        Stage stage;
        auto outcome = stage.start("packaging/test.sh", {"-R", "two words"});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
        QCOMPARE(calls_of(outcome, "cmake").last(),
                 "cmake <--build> <" + stage.path("checkout of/build/ci") + "> <--parallel> <1>");
        QVERIFY(outcome.calls.last().startsWith("ctest <offscreen> <--test-dir> <" +
                                                stage.path("checkout of/build/ci") + ">"));
        QVERIFY(outcome.calls.last().contains("<--output-on-failure>"));
        QVERIFY(outcome.calls.last().endsWith("<-R> <two words>"));
        for (const char* phase : {"packages", "configure", "build", "tests"}) {
            QVERIFY2(outcome.err.contains(QRegularExpression(QString("  %1 +\\d+ s").arg(phase))), phase);
        }

        stage.set("STAGE_TEST_STATUS", "8");
        QCOMPARE(stage.start("packaging/test.sh", {}).status, 8);
        QCOMPARE(stage.start(".ci/run", {}).status, 8);
        stage.set("STAGE_BUILD_STATUS", "1");
        outcome = stage.start(".ci/run", {});
        QCOMPARE(outcome.status, 1);
        QVERIFY(calls_of(outcome, "ctest").isEmpty());
    }

    void readers_of_strangers_files_are_fuzzed() {
        Stage stage;
        const QString folder = stage.path("checkout of/build/fuzz");
        auto outcome = stage.start(".ci/run", {});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
        QCOMPARE(outcome.calls.last(), "fuzz <" + folder + "> <20>");
        QCOMPARE(calls_of(outcome, "cmake").last(), "cmake <--build> <" + folder + "> <--parallel> <1>");
        QVERIFY(!outcome.err.contains("NOT FUZZED"));
        QCOMPARE(calls_of(stage.start("packaging/test.sh", {"-R", "nn"}), "fuzz"), QStringList());
        stage.set("TOUCHSTONE_FUZZ_SECONDS", "1800");
        stage.set("STAGE_FUZZ_STATUS", "1");
        outcome = stage.start("packaging/test.sh", {});
        QCOMPARE(outcome.status, 1);
        QCOMPARE(outcome.calls.last(), "fuzz <" + folder + "> <1800>");

        // A machine without Clang, or without its run time, says so and goes on.
        stage.set("STAGE_CLANG_STATUS", "1");
        outcome = stage.start("packaging/test.sh", {});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(calls_of(outcome, "fuzz"), QStringList());
        QVERIFY(outcome.err.trimmed().endsWith("apt-get install clang libclang-rt-14-dev"));
        QVERIFY(outcome.err.contains("!! NOT FUZZED"));
    }

    void the_long_tests_are_asked_for() {
        Stage stage;
        auto outcome = stage.start("packaging/test.sh", {"-R", "kill"});
        QCOMPARE(outcome.out, QString("long=\n"));
        outcome = stage.start("packaging/test.sh", {"--long", "-R", "kill"});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
        // sanitizers run the ordinary forms
        QCOMPARE(outcome.out, QString("long=1\nlong=\nlong=\nlong=\nlong=\nlong=\n"));
        const QStringList tests = calls_of(outcome, "ctest");
        const QStringList folders{"tsan/tests/app/library", "asan/tests/app/library", "asan/tests/app/metadata",
                                  "asan/tests/app/decoder", "asan/tests/imaging/sandbox"};
        QCOMPARE(tests.size(), folders.size() + 1);
        QVERIFY(tests[0].endsWith("<-R> <kill>"));
        for (int i = 0; i < folders.size(); ++i)
            QVERIFY(tests[i + 1].contains("<" + stage.path("checkout of/build/" + folders[i]) + ">"));
        const QString build = "cmake <--build> <" + stage.path("checkout of/build/");
        QVERIFY(
            calls_of(outcome, "cmake").contains(build + "tsan> <--parallel> <1> <--target> <tests/app/library/all>"));
        QVERIFY(calls_of(outcome, "cmake")
                    .contains(build +
                              "asan> <--parallel> <1> <--target> <tests/app/library/all> <tests/app/metadata/all> "
                              "<tests/app/decoder/all> <tests/imaging/sandbox/all>"));
        QCOMPARE(calls_of(outcome, "memcheck"), QStringList("memcheck <" + stage.path("checkout of/build/ci") + ">"));
        stage.set("STAGE_TEST_STATUS", "8");
        outcome = stage.start("packaging/test.sh", {"--long"});
        QCOMPARE(outcome.status, 8);
        QCOMPARE(calls_of(outcome, "ctest").size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestStartScripts)
#include "test_start_scripts.moc"
