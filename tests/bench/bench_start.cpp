// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// How long the window takes to start with a library of 100,000 scored photos: the built program is started, and says
// itself when it has painted, when photos were shown, and when a key had its effect. Prints the median of the runs:
//   bench_start [COUNT [RUNS]]
// The photos are files of one pixel; a stand-in with the shipped model's card gives them their scores, so that the
// program finds them under its own model. TMPDIR chooses the disk.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>

#include "app/library/library_session.h"
#include "engine/imaging/decode.h"
#include "tests/app/library/fake_scorer.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

constexpr int photos_a_folder = 200;
constexpr int patience_ms = 600'000;

void make_photos(const std::filesystem::path& folder, int count) {
    for (int i = 0; i < count; ++i) {
        const std::filesystem::path below = folder / std::to_string(i / photos_a_folder);
        if (i % photos_a_folder == 0)
            std::filesystem::create_directories(below);
        std::ofstream file(below / ("IMG_" + std::to_string(i) + ".ppm"), std::ios::binary);
        file << "P6\n1 1\n255\n" << static_cast<char>(i) << static_cast<char>(i >> 8) << static_cast<char>(i >> 16);
    }
}

/// A library that the program would have made itself, everything scored.
bool fill_library(const std::string& photos, const std::string& library) {
    const auto model = std::make_shared<test::FakeModel>();
    const Result<ModelCard> card = read_card_of_file(TOUCHSTONE_MODEL);
    if (!card) {
        std::fprintf(stderr, "%s\n", card.error().message().c_str());
        return false;
    }
    model->card = *card;
    SessionOptions options = default_session_options();
    options.model_files = {TOUCHSTONE_MODEL};
    options.factory = test::fake_factory(model);
    options.catalogue_folder = library;
    options.cache_folder.clear();
    LibrarySession session(options);
    QSignalSpy finished(&session, &LibrarySession::scoringFinished);
    session.open({photos});
    return finished.wait(patience_ms) && session.photos().totalCount() > 0;
}

/// Milliseconds from before the program's start to each word; empty when it does not come so far.
std::map<QByteArray, double> start_once(const QProcessEnvironment& environment) {
    QProcess program;
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QElapsedTimer clock;
    clock.start();
    program.start(QStringLiteral(TOUCHSTONE_WINDOW), {QStringLiteral("--report-start")});
    std::map<QByteArray, double> times;
    while (!times.contains("usable") && program.waitForReadyRead(patience_ms))
        while (program.canReadLine())
            times[program.readLine().trimmed()] = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    program.terminate();
    program.waitForFinished(patience_ms);
    return times;
}

} // namespace

int main(int argc, char** argv) {
    imaging::initialise();
    QCoreApplication application(argc, argv);
    const int count = argc > 1 ? std::atoi(argv[1]) : 100'000, runs = argc > 2 ? std::atoi(argv[2]) : 7;
    std::string pattern = (std::filesystem::temp_directory_path() / "bench_start-XXXXXX").native();
    if (!::mkdtemp(pattern.data()))
        return 1;
    const std::filesystem::path folder(pattern);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
        environment.insert(QString::fromLatin1(name), QString::fromStdString(folder / "home"));
    environment.insert(QStringLiteral("TOUCHSTONE_LIBRARY"), QString::fromStdString(folder / "library"));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));

    make_photos(folder / "photos", count);
    int status = fill_library(folder / "photos", folder / "library") ? 0 : 1;
    std::map<QByteArray, std::vector<double>> times;
    start_once(environment); // warm
    for (int run = 0; status == 0 && run < runs; ++run) {
        const auto once = start_once(environment);
        if (!once.contains("usable"))
            status = 1;
        for (const auto& [word, ms] : once)
            times[word].push_back(ms);
    }
    for (const char* word : {"painted", "listed", "usable"})
        if (auto& all = times[word]; !all.empty()) {
            std::sort(all.begin(), all.end());
            std::printf("%-8s %6.0f ms (%.0f to %.0f)\n", word, all[all.size() / 2], all.front(), all.back());
        }
    std::filesystem::remove_all(folder);
    return status;
}
