// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Is killed, and finds its disk full: sidecar_victim write PHOTOS JOURNAL COUNT RATING
// Rates photos PHOTOS/0.jpg … and prints the number written after each one, at last "written N failed N".
#include <cstdio>
#include <cstdlib>
#include <string>

#include <unistd.h>

#include "app/metadata/file_facts.h"
#include "app/metadata/sidecar_journal.h"

using namespace touchstone;
using namespace touchstone::metadata;

namespace {

/// No buffer of the program's own may hold a line back.
void say(const std::string& line) {
    const std::string whole = line + '\n';
    if (::write(STDOUT_FILENO, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size()))
        _exit(3);
}

} // namespace

int main(int count, char** words) {
    if (count != 6)
        return 2;
    initialise();
    Result<SidecarJournal> journal = SidecarJournal::open(words[3]);
    if (!journal) {
        std::fprintf(stderr, "%s\n", journal.error().message().c_str());
        return 1;
    }
    const int photos = std::atoi(words[4]);
    WantedMarks wanted;
    wanted.rating = std::atoi(words[5]);
    EditOptions options;
    options.now = moment_now();
    int next = 0;
    const auto report = write_sidecars(
        *journal,
        [&]() -> std::optional<Result<SidecarEdit>> {
            if (next >= photos)
                return std::nullopt;
            return plan_edit(std::string(words[2]) + "/" + std::to_string(next++) + ".jpg", wanted, nullptr, options);
        },
        [](const WriteReport& now) { say(std::to_string(now.written)); }, {});
    if (!report) {
        say("stopped " + report.error().message());
        return 1;
    }
    for (const Error& error : report->failures)
        std::fprintf(stderr, "%s\n", error.message().c_str());
    say("written " + std::to_string(report->written) + " failed " + std::to_string(report->failures.size()));
    return 0;
}
