#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Touchstone authors
# From a fresh checkout to a tested build: installs, builds everything with warnings as errors, runs the tests.
set -euo pipefail
# shellcheck source=packaging/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

usage() {
    cat <<'END'
Usage: packaging/test.sh [--dry-run] [CTEST OPTION…]

Installs the Debian packages that are missing, builds everything (preset ci) and runs all tests, without a display.
Options go to ctest, for example -R imaging (only tests with that name) or -LE slow (without the slow ones).

  -n, --dry-run   say what would be done and do nothing
  -h, --help      this text

TOUCHSTONE_JOBS=N   compilers that run at once (default: by cores and memory)
END
}

# shellcheck disable=SC2317 # reached through phase
run_tests() {
    run env QT_QPA_PLATFORM=offscreen ctest --test-dir "$touchstone_top/build/ci" --output-on-failure --parallel 2 \
        --no-tests=error "$@" </dev/null
}

main() {
    local status=0
    case ${1:-} in
        -h | --help)
            usage
            exit 0
            ;;
        -n | --dry-run)
            touchstone_dry_run=yes
            shift
            ;;
    esac
    phase "packages" install_missing || status=$?
    [[ $status -ne 0 ]] || phase "configure" configure ci || status=$?
    [[ $status -ne 0 ]] || phase "build" build ci || status=$?
    [[ $status -ne 0 ]] || phase "tests" run_tests "$@" || status=$?
    report_timings
    exit "$status"
}

main "$@"
