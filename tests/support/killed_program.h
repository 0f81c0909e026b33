// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdlib>
#include <random>

#include <QElapsedTimer>
#include <QProcess>
#include <QtTest>

/// Programs that are killed (SIGKILL) at a random moment, and what they had acknowledged until then.
namespace touchstone::test {

/// How often: `few` in an ordinary run, `many` when TOUCHSTONE_LONG is set (packaging/test.sh --long).
inline int kills(int few, int many) {
    return qEnvironmentVariableIsEmpty("TOUCHSTONE_LONG") ? few : many;
}

/// Moments that can be had again: the seed is printed, and TOUCHSTONE_SEED chooses it.
class Moments {
public:
    Moments()
        : seed_(qEnvironmentVariableIsSet("TOUCHSTONE_SEED") ? qEnvironmentVariableIntValue("TOUCHSTONE_SEED")
                                                             : static_cast<int>(std::random_device{}() & 0x7fffffff))
        , random_(static_cast<unsigned>(seed_)) {
        qInfo("seed %d (TOUCHSTONE_SEED)", seed_);
    }
    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }
    /// Milliseconds, short ones as likely as long ones: a program's first moments matter as much as its later ones.
    int milliseconds(int longest) { return below(1 + below(longest)); }

private:
    int seed_;
    std::mt19937 random_;
};

struct Killed {
    bool started = false;
    bool by_us = false;      ///< it was still running, and ended by the signal
    QList<QByteArray> lines; ///< whole lines of its stdout
    QByteArray errors;       ///< its stderr
};

/// Starts the program and kills it `after_ms` later; the time runs from the start, or from the first line that begins
/// with `from_line`.
inline Killed run_and_kill(const QString& program, const QStringList& arguments, int after_ms,
                           const QByteArray& from_line = {}) {
    constexpr int patience_ms = 60'000; // a machine under sanitizers, or busy
    Killed killed;
    QProcess process;
    process.setProgram(program);
    process.setArguments(arguments);
    process.start();
    killed.started = process.waitForStarted(patience_ms);
    QByteArray output;
    const auto seen = [&] {
        return from_line.isEmpty() || output.startsWith(from_line) || output.contains('\n' + from_line);
    };
    QElapsedTimer clock;
    clock.start();
    while (!seen() && process.state() == QProcess::Running && clock.elapsed() < patience_ms) {
        process.waitForReadyRead(100);
        output += process.readAllStandardOutput();
    }
    clock.restart();
    // Reading goes on, or a full pipe would stop the program.
    while (process.state() == QProcess::Running && clock.elapsed() < after_ms) {
        process.waitForReadyRead(static_cast<int>(after_ms - clock.elapsed()));
        output += process.readAllStandardOutput();
    }
    process.kill();
    process.waitForFinished(patience_ms);
    killed.by_us = process.exitStatus() == QProcess::CrashExit;
    output += process.readAllStandardOutput();
    killed.errors = process.readAllStandardError();
    killed.lines = output.split('\n');
    killed.lines.removeLast(); // empty, or half a line
    return killed;
}

} // namespace touchstone::test
