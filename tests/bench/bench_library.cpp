// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// A library of 100,000 photos as a window holds it, without a window and with a stand-in for the model: the first scan,
// scoring all of them, opening it again. Prints times and resident memory:
//   bench_library [COUNT]
// The photos are files of one pixel, each with other bytes, so that the library's own cost is seen and not the
// decoders'. TMPDIR chooses the disk.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

#include <time.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>
#include <QTimer>

#include "app/library/library_session.h"
#include "engine/imaging/decode.h"
#include "tests/app/library/fake_scorer.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

constexpr int photos_a_folder = 200;

double processor_ms() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double resident_mb() {
    std::ifstream statm("/proc/self/statm");
    long total = 0, resident = 0;
    statm >> total >> resident;
    return static_cast<double>(resident) * 4096 / 1e6;
}

void make_photos(const std::filesystem::path& folder, int count) {
    for (int i = 0; i < count; ++i) {
        const std::filesystem::path below = folder / std::to_string(i / photos_a_folder);
        if (i % photos_a_folder == 0)
            std::filesystem::create_directories(below);
        std::ofstream file(below / ("IMG_" + std::to_string(i) + ".ppm"), std::ios::binary);
        file << "P6\n1 1\n255\n" << static_cast<char>(i) << static_cast<char>(i >> 8) << static_cast<char>(i >> 16);
    }
}

SessionOptions options_of(const std::string& library, const std::shared_ptr<test::FakeModel>& model, bool score) {
    SessionOptions options;
    options.model_files = {"fake.safetensors"};
    options.factory = test::fake_factory(model);
    options.read_card = [model](const std::string&) -> Result<ModelCard> { return model->card; };
    options.catalogue_folder = library;
    options.score_automatically = score;
    return options;
}

/// Runs the event loop until `done`, and says when the first photos were there.
template <class Done>
void wait(LibrarySession& session, const QElapsedTimer& clock, const Done& done) {
    bool shown = false;
    double longest = 0;
    QTimer heartbeat; // so that it sleeps between events, and looks at `done` now and then
    heartbeat.start(20);
    while (!done()) {
        const double before = processor_ms();
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        longest = std::max(longest, processor_ms() - before);
        if (!shown && session.photos().shownCount() > 0) {
            shown = true;
            std::printf("  first %d photos after %lld ms\n", session.photos().shownCount(),
                        static_cast<long long>(clock.elapsed()));
        }
    }
    std::printf("  longest turn of the GUI thread: %.1f ms of processor time\n", longest);
}

void first_scan(const std::string& photos, const std::string& library, int count) {
    const auto model = std::make_shared<test::FakeModel>();
    QElapsedTimer clock;
    clock.start();
    LibrarySession session(options_of(library, model, false));
    session.open({photos});
    std::printf("first scan\n");
    wait(session, clock, [&] { return !session.isScanning(); });
    const double seconds = static_cast<double>(clock.elapsed()) / 1000;
    std::printf("  %d photos in the list after %.2f s: %.0f files/s; %.0f MB\n", session.photos().totalCount(), seconds,
                count / seconds, resident_mb());
}

void score_all(const std::string& photos, const std::string& library, int count) {
    const auto model = std::make_shared<test::FakeModel>();
    QElapsedTimer clock;
    clock.start();
    LibrarySession session(options_of(library, model, true));
    QSignalSpy finished(&session, &LibrarySession::scoringFinished);
    int next = count / 10;
    std::printf("scoring\n");
    session.open({photos});
    wait(session, clock, [&] {
        const int done = session.scoring().progress().done;
        if (done >= next) {
            std::printf("  %6d scored after %5.1f s; %.0f MB\n", done, static_cast<double>(clock.elapsed()) / 1000,
                        resident_mb());
            next += count / 10;
        }
        return !finished.isEmpty();
    });
}

void open_again(const std::string& photos, const std::string& library) {
    const auto model = std::make_shared<test::FakeModel>();
    QElapsedTimer clock;
    clock.start();
    LibrarySession session(options_of(library, model, true));
    std::printf("opening it again\n  catalogue open after %lld ms\n", static_cast<long long>(clock.elapsed()));
    QSignalSpy loaded(&session.library(), &LibraryLoader::finished);
    session.open({photos});
    wait(session, clock, [&] { return !loaded.isEmpty(); });
    std::printf("  all %d after %lld ms\n", session.photos().totalCount(), static_cast<long long>(clock.elapsed()));
    wait(session, clock, [&] { return !session.isScanning(); });
    std::printf("  looked through for changes after %lld ms; %.0f MB; %d scored anew\n",
                static_cast<long long>(clock.elapsed()), resident_mb(), model->scored.load());
}

} // namespace

int main(int argc, char** argv) {
    imaging::initialise();
    QCoreApplication application(argc, argv);
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    if (argc == 4 && std::string_view(argv[1]) == "--open") {
        open_again(argv[2], argv[3]);
        return 0;
    }
    const int count = argc > 1 ? std::atoi(argv[1]) : 100'000;
    std::string pattern = (std::filesystem::temp_directory_path() / "bench_library-XXXXXX").native();
    if (!::mkdtemp(pattern.data()))
        return 1;
    const std::filesystem::path folder(pattern);
    const std::string photos = (folder / "photos").native(), library = (folder / "library").native();
    make_photos(photos, count);
    first_scan(photos, library, count);
    score_all(photos, library, count);
    // In a program of its own, whose memory holds nothing of the former ones.
    QProcess::execute(QCoreApplication::applicationFilePath(),
                      {QStringLiteral("--open"), QString::fromStdString(photos), QString::fromStdString(library)});
    std::filesystem::remove_all(folder);
    return 0;
}
