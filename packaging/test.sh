#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Touchstone authors
# From a fresh checkout to a tested build: installs, builds everything with warnings as errors, runs the tests, and
# fuzzes the readers of what strangers made.
set -euo pipefail
# shellcheck source=packaging/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

usage() {
    cat <<'END'
Usage: packaging/test.sh [--dry-run] [--long] [CTEST OPTION…]

Installs the Debian packages that are missing, builds everything (preset ci) and runs all tests, without a display.
Options go to ctest, for example -R imaging (only tests with that name) or -LE slow (without the slow ones). Without
any, the fuzzers run too, 20 seconds each, where Clang is installed.

  -n, --dry-run   say what would be done and do nothing
  --long          the long forms of the tests too (programs killed 100 times, not 8), and afterwards the command line
                  under valgrind, the library's tests under the thread sanitizer, and those of library, metadata and
                  decoding under the address sanitizer: hours on two cores
  -h, --help      this text

TOUCHSTONE_JOBS=N          compilers that run at once (default: by cores and memory)
TOUCHSTONE_FUZZ_SECONDS=N  how long each fuzzer runs
END
}

# shellcheck disable=SC2317 # reached through phase
run_tests() {
    local folder=$1
    shift
    run env QT_QPA_PLATFORM=offscreen ctest --test-dir "$touchstone_top/build/$folder" --output-on-failure --parallel 2 \
        --no-tests=error "$@" </dev/null
}

# Clang, and the run time that Debian keeps in a package of its own.
can_fuzz() {
    clang++ -fsanitize=fuzzer,address -x c++ - -o /dev/null >/dev/null 2>&1 \
        <<<'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }'
}

# shellcheck disable=SC2317 # reached through phase
fuzz() {
    local folder=$touchstone_top/build/fuzz
    if [[ ! -e $folder/build.ninja ]]; then
        run cmake -S "$touchstone_top/tests/fuzz" -B "$folder" -G Ninja -DCMAKE_CXX_COMPILER=clang++ >&2 || return
    fi
    run cmake --build "$folder" --parallel "$(build_jobs)" </dev/null >&2 || return
    run "$touchstone_top/tests/fuzz/run.sh" "$folder" "${TOUCHSTONE_FUZZ_SECONDS:-20}" </dev/null
}

say_not_fuzzed() {
    say "!! NOT FUZZED: Clang or its run time is missing, so no fuzzer tried the readers of what strangers made."
    say "!! As root: apt-get install clang libclang-rt-14-dev"
}

# sanitized_tests PRESET FOLDER…: tests of rooms in a build of their own. They run the ordinary forms: under a sanitizer
# a program is ten times slower.
# shellcheck disable=SC2317 # reached through phase
sanitized_tests() {
    local preset=$1 folder
    shift
    configure "$preset" && build "$preset" "${@/%//all}" || return
    for folder in "$@"; do
        TOUCHSTONE_LONG='' run_tests "$preset/$folder" || return
    done
}

say_no_valgrind() {
    say "!! NOT TRIED UNDER VALGRIND: it is not installed. As root: apt-get install valgrind"
}

main() {
    local status=0 long=no fuzzed=asked
    while [[ $# -gt 0 ]]; do
        case $1 in
            -h | --help)
                usage
                exit 0
                ;;
            -n | --dry-run) touchstone_dry_run=yes ;;
            --long)
                long=yes
                export TOUCHSTONE_LONG=1
                ;;
            *) break ;;
        esac
        shift
    done
    [[ $# -eq 0 ]] || fuzzed=no
    phase "packages" install_missing || status=$?
    [[ $status -ne 0 ]] || phase "configure" configure ci || status=$?
    [[ $status -ne 0 ]] || phase "build" build ci || status=$?
    [[ $status -ne 0 ]] || phase "tests" run_tests ci "$@" || status=$?
    if [[ $status -eq 0 && $fuzzed == asked ]]; then
        if can_fuzz; then
            phase "fuzzers" fuzz || status=$?
        else
            fuzzed=impossible
        fi
    fi
    if [[ $long == yes ]]; then
        if ! command -v valgrind >/dev/null; then
            say_no_valgrind
        elif [[ $status -eq 0 ]]; then
            phase "valgrind" run "$touchstone_top/tests/faults/memcheck.sh" "$touchstone_top/build/ci" || status=$?
        fi
        [[ $status -ne 0 ]] || phase "tests under tsan" sanitized_tests tsan tests/app/library || status=$?
        [[ $status -ne 0 ]] || phase "tests under asan" sanitized_tests asan tests/app/library tests/app/metadata \
            tests/app/decoder tests/imaging/sandbox || status=$?
    fi
    report_timings
    [[ $fuzzed != impossible ]] || say_not_fuzzed
    exit "$status"
}

main "$@"
