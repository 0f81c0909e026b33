#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Touchstone authors
# The command line's main paths under valgrind's memcheck: tests/faults/memcheck.sh BUILD
# Any read of what was not written, and any use of memory that is not one's own, is an error. Decoding happens in the
# program itself, for a decoder process would leave valgrind behind. Nothing is suppressed. Leaks are the sanitizers'
# business: LibTorch and Qt keep much until the end.
set -euo pipefail

if [[ $# -ne 1 ]]; then
    echo "Usage: tests/faults/memcheck.sh BUILD" >&2
    exit 2
fi
cli=$(cd -- "$1" && pwd)/app/commands/touchstone-cli
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export TOUCHSTONE_LIBRARY=$folder/library TOUCHSTONE_DATA_DIR=$folder/data XDG_CACHE_HOME=$folder/cache
export XDG_CONFIG_HOME=$folder/config QT_QPA_PLATFORM=offscreen OMP_NUM_THREADS=2
cd "$folder"
mkdir photos
for name in a b; do
    { printf 'P6\n60 40\n255\n' && head -c 7200 /dev/urandom; } >"photos/$name.ppm"
done
printf 'no picture' >photos/broken.jpg

# checked STATUS COMMAND…: the exit status has to be that one.
checked() {
    local expected=$1 status=0
    shift
    valgrind --quiet --error-exitcode=99 --leak-check=no --num-callers=30 --log-file="$folder/log" \
        "$cli" "$@" --no-sandbox >out 2>err || status=$?
    if [[ $status -ne $expected || -s $folder/log ]]; then
        printf '%s\n' "== $1: status $status" >&2
        cat "$folder/log" err >&2
        return 1
    fi
    printf '%s\n' "sound: $*" >&2
}

checked 1 score photos --format jsonl --output scores.jsonl
checked 0 library rescan photos
checked 0 library import-scores scores.jsonl
checked 0 rank photos --filter 'score>=0 name:a' --format csv
checked 0 report photos --format json --output report.json
checked 0 report photos --format html --output report.html
checked 0 verify report.json --hashes-only
checked 1 cull photos
checked 0 xmp write photos/a.ppm --scores
checked 0 xmp read photos/a.ppm
checked 0 xmp undo
checked 0 explain photos/a.ppm --output maps
checked 0 models list
checked 0 library check
