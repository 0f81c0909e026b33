// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
//
// Part of each program, not of a library: how long OpenMP's threads spin before they sleep.
//
// Torch and oneDNN split every operator over OpenMP threads. libgomp lets a thread that waits spin for milliseconds,
// which is right when nothing else runs; beside our decode workers, or any other busy program, the spinning threads
// keep the working ones off the core. On 2 cores with one taken by another process, scoring 30 photos was not
// done after 100 s with the default; six took under 5 s when waiting threads slept (2026-11).
//
// libgomp reads the setting from the environment while it is loaded and offers no other way. So the program starts
// itself once more with the variable set, from the earliest place there is: before any library's constructor has run,
// where this costs a few milliseconds. What the person set in the environment stays.

#if defined(__linux__) && defined(__ELF__) && !defined(TOUCHSTONE_SANITIZED)

#include <cstring>

#include <unistd.h>

namespace {

constexpr const char* settings[] = {"OMP_WAIT_POLICY=", "GOMP_SPINCOUNT="};
constexpr int most_variables = 4096;
char short_spin[] = "GOMP_SPINCOUNT=5000"; // some 10 µs: spans the gap between two operators, not more

/// Runs before the C library has set itself up: no allocation, no locale, no getenv().
void start_with_short_spin(int, char** arguments, char** environment) {
    static char* extended[most_variables + 2];
    static char program[4096];
    int count = 0;
    for (; environment[count]; ++count) {
        for (const char* setting : settings)
            if (std::strncmp(environment[count], setting, std::strlen(setting)) == 0)
                return;
        if (count == most_variables)
            return;
        extended[count] = environment[count];
    }
    extended[count] = short_spin;
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    // An explicit loader (ld-linux… PROGRAM) shows up as the program itself; it cannot be started this way.
    const char* slash = std::strrchr(program, '/');
    if (length > 0 && slash && std::strncmp(slash, "/ld", 3) != 0)
        execve(program, arguments, extended); // when it fails, the program runs with the long spin
}

using Initialiser = void (*)(int, char**, char**);
[[gnu::section(".preinit_array"), gnu::used]] Initialiser before_libraries = start_with_short_spin;

} // namespace

#endif
