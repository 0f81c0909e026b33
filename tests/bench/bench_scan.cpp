// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// How fast the catalogue follows the disk: a cold scan into a fresh catalogue, scans without a change, and scans after
// a few changes, of generated files that are as small as they can be, so that nothing but names, sizes and times
// counts.
//
//     bench_scan [FILES] [FOLDERS] [PLACE]      100000 files in 500 folders below PLACE (the system's temporary folder)
//
// PLACE should lie on a disk. Everything made is removed at the end. The files were just written, so their directory
// entries are in the system's cache; a disk that was just plugged in is slower by its seeks.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QDir>
#include <QTemporaryDir>

#include "app/library/scan/scan_run.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

struct Tally {
    std::size_t added = 0, changed = 0, moved = 0, missing = 0, issues = 0;
    double first_seconds = 0; ///< until the first photos were handed on
};

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// A line of /proc/self/status in MiB.
double memory_mib(const std::string& name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name + ":"))
            return std::strtod(line.c_str() + name.size() + 1, nullptr) / 1024;
    return 0;
}

std::string folder_name(int folder) {
    char text[64];
    std::snprintf(text, sizeof text, "%04d/%02d-holiday", 2000 + folder % 25, folder / 25);
    return text;
}

std::string file_name(int file) {
    char text[32];
    std::snprintf(text, sizeof text, "IMG_%05d.JPG", file);
    return text;
}

/// An hour old, as photos are: what was changed just now is looked at twice.
bool make_old(const std::string& path) {
    const timespec hour_ago{::time(nullptr) - 3600, 0};
    const timespec times[2] = {hour_ago, hour_ago};
    return ::utimensat(AT_FDCWD, path.c_str(), times, 0) == 0;
}

bool make_file(const std::string& path, int bytes) {
    std::ofstream file(path, std::ios::binary);
    file << std::string(static_cast<std::size_t>(bytes), 'x');
    file.close();
    return file.good() && make_old(path);
}

bool make_files(const std::string& place, int files, int folders) {
    for (int folder = 0; folder < folders; ++folder) {
        const std::string path = place + '/' + folder_name(folder);
        if (!QDir().mkpath(QString::fromStdString(path)))
            return false;
        const int last = static_cast<int>(static_cast<std::int64_t>(files) * (folder + 1) / folders);
        for (int file = static_cast<int>(static_cast<std::int64_t>(files) * folder / folders); file < last; ++file)
            if (!make_file(path + '/' + file_name(file), 1 + file % 97))
                return false;
        if (!make_old(path))
            return false;
    }
    return true;
}

struct Timed {
    Tally tally;
    double seconds = 0;
};

Timed scan(Catalogue& catalogue, const RootRow& root) {
    Timed timed;
    Tally& tally = timed.tally;
    const auto begin = std::chrono::steady_clock::now();
    const auto receive = [&](std::shared_ptr<const ScanChanges> changes) {
        if (tally.added == 0 && !changes->added.empty())
            tally.first_seconds = seconds_since(begin);
        tally.added += changes->added.size();
        tally.changed += changes->changed.size();
        tally.moved += changes->moved.size();
        tally.missing += changes->missing.size();
        tally.issues += changes->issues.size();
    };
    UnsteadyFiles unsteady(system_now_ns);
    ScanRun run(catalogue, unsteady, 1, receive, {}, {});
    run.run({ScanTask{root, true, {}, {}}});
    catalogue.flush();
    timed.seconds = seconds_since(begin);
    return timed;
}

void print(const char* what, const Timed& timed, int files) {
    const auto& [tally, seconds] = timed;
    std::printf("%-42s %7.3f s  %8.0f files/s   added %zu, changed %zu, moved %zu, missing %zu, issues %zu\n", what,
                seconds, files / seconds, tally.added, tally.changed, tally.moved, tally.missing, tally.issues);
}

int measure(const std::string& place, int files, int folders) {
    const std::string photos = place + "/photos";
    const auto begin = std::chrono::steady_clock::now();
    if (!make_files(photos, files, folders)) {
        std::fprintf(stderr, "the files cannot be made in %s\n", photos.c_str());
        return 1;
    }
    std::printf("%d files in %d folders, made in %.1f s\n", files, folders, seconds_since(begin));

    CatalogueOptions options;
    options.folder = place + "/library";
    const std::shared_ptr<Catalogue> catalogue = Catalogue::open(options);
    RootRow root;
    const Result<void> added = catalogue->writeNow([&](CatalogueWriter& writer) -> Result<void> {
        Result<RootRow> row = writer.addRoot(photos);
        if (!row)
            return tl::unexpected(row.error());
        root = *row;
        return {};
    });
    if (!added || catalogue->state() != Catalogue::State::Open) {
        std::fprintf(stderr, "no catalogue in %s\n", options.folder.c_str());
        return 1;
    }
    const double before = memory_mib("VmRSS");
    const Timed cold = scan(*catalogue, root);
    print("cold scan, committed", cold, files);
    std::printf("%-42s %7.3f s\n", "  until the first photos were handed on", cold.tally.first_seconds);
    for (int i = 0; i < 3; ++i)
        print("again, nothing changed", scan(*catalogue, root), files);

    for (int i = 0; i < 10; ++i)
        if (!make_file(photos + '/' + folder_name(i * folders / 10) + "/new.jpg", 500 + i))
            return 1;
    print("again, ten files came to ten folders", scan(*catalogue, root), files);
    const std::string year = photos + "/2000";
    if (::rename(year.c_str(), (year + " renamed").c_str()) != 0)
        return 1;
    print("again, one folder of 25 was renamed", scan(*catalogue, root), files);
    std::printf("resident memory: %.0f MiB before, %.0f MiB at most, %.0f MiB at the end\n", before,
                memory_mib("VmHWM"), memory_mib("VmRSS"));
    return cold.tally.added == static_cast<std::size_t>(files) ? 0 : 1;
}

} // namespace

int main(int count, char** words) {
    const QCoreApplication application(count, words);
    const int files = count > 1 ? std::atoi(words[1]) : 100'000;
    const int folders = count > 2 ? std::atoi(words[2]) : 500;
    const QString place = count > 3 ? QString::fromLocal8Bit(words[3]) : QDir::tempPath();
    if (files <= 0 || folders <= 0) {
        std::fprintf(stderr, "usage: bench_scan [FILES] [FOLDERS] [PLACE]\n");
        return 2;
    }
    const QTemporaryDir dir(place + QStringLiteral("/bench_scan-XXXXXX"));
    if (!dir.isValid()) {
        std::fprintf(stderr, "no folder can be made in %s\n", qPrintable(place));
        return 1;
    }
    return measure(dir.path().toStdString(), files, folders);
}
