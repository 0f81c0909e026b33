// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What the shells offer for touchstone-cli. bash is asked as it asks itself at a press of Tab; zsh and fish, which are
// not on every machine, at least read their scripts (fish answers, too).
#include <algorithm>

#include <QProcess>
#include <QStandardPaths>
#include <QtTest>

#include "app/commands/command_table.h"

using namespace touchstone;
using namespace touchstone::cli;

class TestCompletion : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString script(const QString& shell) const { return folder_.filePath(QStringLiteral("completion.") + shell); }

    static QString run(const QString& program, const QStringList& arguments, const QString& folder) {
        QProcess process;
        process.setWorkingDirectory(folder);
        process.start(program, arguments);
        const bool ended = process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit;
        const QByteArray errors = process.readAllStandardError();
        if (!ended || process.exitCode() != 0 || !errors.isEmpty())
            qWarning("%s: %s", qPrintable(program), errors.constData());
        return QString::fromUtf8(process.readAllStandardOutput());
    }

    /// What bash offers for the last word.
    QStringList offered(const QStringList& words) const {
        QString text = QStringLiteral("source \"$1\"; COMP_WORDS=(");
        for (const QString& word : words)
            text += QLatin1Char('\'') + word + QStringLiteral("' ");
        text += QStringLiteral("); COMP_CWORD=%1; _touchstone_cli; printf '%s\\n' \"${COMPREPLY[@]}\"")
                    .arg(words.size() - 1);
        const QString out = run(QStringLiteral("bash"),
                                {QStringLiteral("--norc"), QStringLiteral("-c"), text, QStringLiteral("bash"),
                                 script(QStringLiteral("bash"))},
                                folder_.path());
        return out.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    }

    static QStringList words(const char* line) { return QString::fromUtf8(line).split(QLatin1Char(' ')); }

private Q_SLOTS:
    void initTestCase() {
        for (const char* shell : {"bash", "zsh", "fish"}) {
            const auto text = shell_completion(command_table(), shell);
            QVERIFY(text);
            QFile file(script(QString::fromLatin1(shell)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            QCOMPARE(file.write(text->data(), static_cast<qint64>(text->size())), static_cast<qint64>(text->size()));
        }
        QFile photo(folder_.filePath(QStringLiteral("my photo.jpg")));
        QVERIFY(photo.open(QIODevice::WriteOnly));
        const auto other = shell_completion(command_table(), "tcsh");
        QVERIFY(!other);
        QCOMPARE(other.error().code, ErrorCode::BadInput);
    }

    void bashOffersCommandsOptionsAndChoices() {
        QVERIFY(offered(words("touchstone-cli ")).contains(QStringLiteral("score")));
        QCOMPARE(offered(words("touchstone-cli expl")), QStringList{QStringLiteral("explain")});
        QVERIFY(offered(words("touchstone-cli library ")).contains(QStringLiteral("rescan")));
        QCOMPARE(offered(words("touchstone-cli library resc")), QStringList{QStringLiteral("rescan")});
        QCOMPARE(offered(words("touchstone-cli score --for")), QStringList{QStringLiteral("--format")});
        QCOMPARE(offered(words("touchstone-cli score --format js")), words("json jsonl"));
        // A word of a group's command is not one of another command.
        QVERIFY(offered(words("touchstone-cli library export --")).contains(QStringLiteral("--library")));
        QVERIFY(!offered(words("touchstone-cli library export --")).contains(QStringLiteral("--bursts")));
        QCOMPARE(offered(words("touchstone-cli train qual")), QStringList{QStringLiteral("quality-encoder")});
    }

    void bashOffersFiles() {
        const QStringList photo{QStringLiteral("my photo.jpg")};
        QCOMPARE(offered(words("touchstone-cli score my")), photo);
        QCOMPARE(offered(words("touchstone-cli score --output my")), photo);
        QVERIFY(offered(words("touchstone-cli score --format my")).isEmpty());
    }

    /// Every option of every command is offered, whatever else changes in the table.
    void bashForgetsNothing() {
        for (const CommandSpec& command : command_table()) {
            QStringList line = words("touchstone-cli");
            line += QString::fromStdString(command.name).split(QLatin1Char(' '));
            line += QStringLiteral("--");
            const QStringList options = offered(line);
            for (const OptionSpec& option : command.options)
                QVERIFY2(options.contains(QStringLiteral("--") + QString::fromStdString(option.name)),
                         (command.name + " --" + option.name).c_str());
            QCOMPARE(options.size(), static_cast<qsizetype>(command.options.size()) + 2); // --help, --no-sandbox
        }
    }

    void zshReadsItsScript() {
        const QString zsh = QStandardPaths::findExecutable(QStringLiteral("zsh"));
        if (zsh.isEmpty())
            QSKIP("zsh is not installed");
        QProcess process;
        process.start(zsh, {QStringLiteral("-n"), script(QStringLiteral("zsh"))});
        QVERIFY(process.waitForFinished(60'000));
        const QByteArray errors = process.readAllStandardError();
        QVERIFY2(process.exitCode() == 0 && errors.isEmpty(), errors.constData());
    }

    void fishOffersTheSame() {
        const QString fish = QStandardPaths::findExecutable(QStringLiteral("fish"));
        if (fish.isEmpty())
            QSKIP("fish is not installed");
        const auto offers = [&](const char* line) {
            const QString out = run(fish,
                                    {QStringLiteral("--no-config"), QStringLiteral("-c"),
                                     QStringLiteral("source $argv[1]; complete -C $argv[2]"),
                                     script(QStringLiteral("fish")), QString::fromUtf8(line)},
                                    folder_.path());
            QStringList result;
            for (const QString& text : out.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
                result << text.section(QLatin1Char('\t'), 0, 0);
            return result;
        };
        QVERIFY(offers("touchstone-cli ").contains(QStringLiteral("score")));
        QVERIFY(offers("touchstone-cli library ").contains(QStringLiteral("rescan")));
        QVERIFY(offers("touchstone-cli score --for").contains(QStringLiteral("--format")));
        QVERIFY(offers("touchstone-cli score --format j").contains(QStringLiteral("jsonl")));
        QVERIFY(!offers("touchstone-cli library export --").contains(QStringLiteral("--bursts")));
    }
};

QTEST_GUILESS_MAIN(TestCompletion)
#include "test_completion.moc"
