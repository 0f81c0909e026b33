#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Touchstone authors
# Runs fuzzers of a build (tests/fuzz/CMakeLists.txt), two at a time, for some seconds each: from seeds made anew and
# from what earlier runs found in BUILD/corpus. Says how many inputs each tried. Fails when one has a finding, and then
# shows it; the input lies in BUILD/findings.
set -euo pipefail

if [[ $# -lt 2 ]]; then
    echo "Usage: tests/fuzz/run.sh BUILD SECONDS [NAME…]" >&2
    exit 2
fi
build=$(cd -- "$1" && pwd)
seconds=$2
shift 2

# Short stacks of allocations and a small quarantine: twice as many inputs a second.
export ASAN_OPTIONS=malloc_context_size=4:quarantine_size_mb=16

# run_one NAME
run_one() {
    local name=$1 status=0
    local log=$build/logs/$name
    mkdir -p "$build/corpus/$name"
    "$build/fuzz_$name" -max_total_time="$seconds" -max_len=16384 -timeout=20 -rss_limit_mb=3000 -malloc_limit_mb=512 \
        -print_final_stats=1 -print_funcs=0 -verbosity=0 -artifact_prefix="$build/findings/$name-" \
        "$build/corpus/$name" "$build/seeds/$name" >"$log" 2>&1 || status=$?
    if [[ $status -ne 0 ]]; then
        printf '%s\n' "== $name: a finding (status $status)" >&2
        tail -n 60 "$log" >&2
        return 1
    fi
    printf '%-16s %12d inputs\n' "$name" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" >&2
}

if [[ $# -eq 0 ]]; then
    for fuzzer in "$build"/fuzz_*; do
        [[ ! -x $fuzzer || -d $fuzzer ]] || set -- "$@" "${fuzzer##*/fuzz_}"
    done
fi
mkdir -p "$build/findings" "$build/logs"
"$build/make_seeds" "$build/seeds"
status=0
running=0
for name in "$@"; do
    if [[ $running -ge 2 ]]; then
        wait -n || status=1
        running=$((running - 1))
    fi
    run_one "$name" &
    running=$((running + 1))
done
while [[ $running -gt 0 ]]; do
    wait -n || status=1
    running=$((running - 1))
done
exit "$status"
