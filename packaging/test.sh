#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Touchstone authors
# From a fresh checkout to a tested build: installs, builds everything with warnings as errors, runs the tests.
set -euo pipefail
# shellcheck source=packaging/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

usage() {
    cat <<'END'
Usage: packaging/test.sh [--dry-run] [--long] [CTEST OPTION…]

Installs the Debian packages that are missing, builds everything (preset ci) and runs all tests, without a display.
Options go to ctest, for example -R imaging (only tests with that name) or -LE slow (without the slow ones).

  -n, --dry-run   say what would be done and do nothing
  --long          the long forms of the tests too (programs killed 100 times, not 8), and afterwards the library's
                  tests under the thread sanitizer and under the address sanitizer: an hour or more on two cores
  -h, --help      this text

TOUCHSTONE_JOBS=N   compilers that run at once (default: by cores and memory)
END
}

# shellcheck disable=SC2317 # reached through phase
run_tests() {
    local folder=$1
    shift
    run env QT_QPA_PLATFORM=offscreen ctest --test-dir "$touchstone_top/build/$folder" --output-on-failure --parallel 2 \
        --no-tests=error "$@" </dev/null
}

# sanitized_tests PRESET: the library's tests in a build of their own. They run the ordinary forms: under a sanitizer a
# program is ten times slower.
# shellcheck disable=SC2317 # reached through phase
sanitized_tests() {
    configure "$1" && build "$1" tests/app/library/all && TOUCHSTONE_LONG='' run_tests "$1/tests/app/library"
}

main() {
    local status=0 long=no
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
    phase "packages" install_missing || status=$?
    [[ $status -ne 0 ]] || phase "configure" configure ci || status=$?
    [[ $status -ne 0 ]] || phase "build" build ci || status=$?
    [[ $status -ne 0 ]] || phase "tests" run_tests ci "$@" || status=$?
    if [[ $long == yes ]]; then
        for preset in tsan asan; do
            [[ $status -ne 0 ]] || phase "tests under $preset" sanitized_tests "$preset" || status=$?
        done
    fi
    report_timings
    exit "$status"
}

main "$@"
