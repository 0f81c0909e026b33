// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// No network: run by no_network, which ends whatever process makes a socket other than a local one, the program does
// all it does without.
#include <QtTest>

#include <fstream>

class TestPrivacy : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::unique_ptr<QProcess> run(const QString& program, const QStringList& words) const {
        auto process = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "HOME"})
            environment.insert(QString::fromLatin1(name), folder_.filePath(QStringLiteral("home")));
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        process->setProcessEnvironment(environment);
        process->start(QStringLiteral(TOUCHSTONE_NO_NETWORK), QStringList{program} + words);
        process->waitForFinished(300'000);
        return process;
    }

private Q_SLOTS:
    void initTestCase() {
        QDir(folder_.path()).mkdir(QStringLiteral("photos"));
        for (const char* name : {"a.ppm", "b.ppm"}) {
            std::ofstream file(folder_.filePath(QStringLiteral("photos/")).toStdString() + name, std::ios::binary);
            file << "P6\n48 32\n255\n" << std::string(48 * 32 * 3, name[0]);
        }
    }

    void the_filter_bites() {
        const auto shell = run(QStringLiteral("/bin/bash"), {"-c", "exec 3<>/dev/udp/127.0.0.1/9; exit 0"});
        QCOMPARE(shell->exitStatus(), QProcess::CrashExit);
        QCOMPARE(run(QStringLiteral("/bin/bash"), {"-c", "exit 0"})->exitCode(), 0);
    }

    void commands_data() {
        QTest::addColumn<QStringList>("words");
        const QString photos = folder_.filePath(QStringLiteral("photos"));
        QTest::newRow("score") << QStringList{"score", photos, "--format", "csv"};
        QTest::newRow("score, one process") << QStringList{"score", photos, "--format", "csv", "--no-sandbox"};
        QTest::newRow("explain") << QStringList{"explain", photos + "/a.ppm", "--output", folder_.filePath("maps")};
        QTest::newRow("models list") << QStringList{"models", "list"};
        QTest::newRow("models list --published") << QStringList{"models", "list", "--published"};
        QTest::newRow("models info, not installed") << QStringList{"models", "info", "musiq-koniq"};
        QTest::newRow("library rescan") << QStringList{"library", "rescan", photos};
        QTest::newRow("rank") << QStringList{"rank", photos};
        QTest::newRow("cull") << QStringList{"cull", photos};
        QTest::newRow("report as JSON") << QStringList{"report", photos, "--format", "json"};
        QTest::newRow("report as HTML") << QStringList{"report", photos, "--format", "html"};
        QTest::newRow("report as PDF") << QStringList{"report", photos,     "--format",
                                                      "pdf",    "--output", folder_.filePath("report.pdf")};
        QTest::newRow("xmp read") << QStringList{"xmp", "read", photos};
        QTest::newRow("xmp diff") << QStringList{"xmp", "diff", photos};
        QTest::newRow("xmp write") << QStringList{"xmp", "write", photos};
        QTest::newRow("library check") << QStringList{"library", "check"};
    }

    void commands() {
        QFETCH(QStringList, words);
        const auto process = run(QStringLiteral(TOUCHSTONE_CLI), words);
        const QByteArray errors = process->readAllStandardError();
        QVERIFY2(process->exitStatus() == QProcess::NormalExit, errors.constData());
        QVERIFY2(process->exitCode() == 0, errors.constData());
    }

    /// Without consent no address is looked up, and with it there is none to be reached here: the filter bites.
    void pulling_is_the_only_way_out() {
        const auto asked = run(QStringLiteral(TOUCHSTONE_CLI), {"models", "pull", "musiq-koniq"});
        QVERIFY(asked->exitStatus() == QProcess::NormalExit);
        QCOMPARE(asked->exitCode(), 2);
        QVERIFY(asked->readAllStandardError().contains("--accept-licence"));
        const auto pulled = run(QStringLiteral(TOUCHSTONE_CLI), {"models", "pull", "musiq-koniq", "--accept-licence"});
        QVERIFY(pulled->exitStatus() == QProcess::CrashExit || pulled->exitCode() != 0);
    }

    /// Opens the folder, scores it, shows a heat map, and is photographed.
    void the_window() {
        const QString picture = folder_.filePath(QStringLiteral("window.png"));
        const auto process =
            run(QStringLiteral(TOUCHSTONE_WINDOW), {folder_.filePath(QStringLiteral("photos")), "--view", "loupe",
                                                    "--heat-map", "0", "--screenshot", picture});
        const QByteArray errors = process->readAllStandardError();
        QVERIFY2(process->exitStatus() == QProcess::NormalExit, errors.constData());
        QVERIFY2(process->exitCode() == 0, errors.constData());
        QVERIFY(QFile::exists(picture));
    }
};

QTEST_GUILESS_MAIN(TestPrivacy)
#include "test_privacy.moc"
