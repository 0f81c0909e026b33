#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Touchstone authors
# Runs every fuzzer of a build (tests/fuzz/CMakeLists.txt) for some seconds each, from seeds made anew and from what
# earlier runs found in BUILD/corpus. Ends with the first finding; its input lies in BUILD/findings.
set -euo pipefail

if [[ $# -ne 2 ]]; then
    echo "Usage: tests/fuzz/run.sh BUILD SECONDS" >&2
    exit 2
fi
build=$(cd -- "$1" && pwd)
seconds=$2
mkdir -p "$build/findings"
"$build/make_seeds" "$build/seeds"
for fuzzer in "$build"/fuzz_*; do
    [[ -x $fuzzer && ! -d $fuzzer ]] || continue
    name=${fuzzer##*/fuzz_}
    mkdir -p "$build/corpus/$name"
    echo "== $name" >&2
    "$fuzzer" -max_total_time="$seconds" -max_len=65536 -timeout=20 -rss_limit_mb=2048 -malloc_limit_mb=512 \
        -print_final_stats=1 -verbosity=0 -artifact_prefix="$build/findings/$name-" "$build/corpus/$name" \
        "$build/seeds/$name"
done
