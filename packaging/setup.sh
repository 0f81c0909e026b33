#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Touchstone authors
# What run.sh and test.sh share: packages, configuring, building, timing. Sourced, not started.
# Everything it says goes to stderr: stdout belongs to the programs.

touchstone_top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
touchstone_dry_run=no
touchstone_unwanted= # a package that something else stands in for
touchstone_timings=()

say() { printf '%s\n' "touchstone: $*" >&2; }

die() {
    say "$1"
    exit "${2:-1}"
}

# Runs a command, or prints it (quoted, so that it can be pasted) in a dry run.
run() {
    if [[ $touchstone_dry_run == yes ]]; then
        printf '%s\n' "would run:$(printf ' %q' "$@")" >&2
    else
        "$@"
    fi
}

# phase NAME COMMAND…: runs the command and keeps how long it took for report_timings.
phase() {
    local name=$1 start=$SECONDS status=0
    shift
    say "$name …"
    # In a subshell, so that a step that gives up still has its time reported.
    ("$@") || status=$?
    touchstone_timings+=("$(printf '%-12s %5d s' "$name" $((SECONDS - start)))")
    return "$status"
}

report_timings() {
    local line
    [[ $touchstone_dry_run == no && ${#touchstone_timings[@]} -gt 0 ]] || return 0
    say "time taken"
    for line in "${touchstone_timings[@]}"; do
        say "  $line"
    done
}

# Names in packages.txt of one kind (required or optional).
packages_of_kind() {
    local name kind _
    while read -r name kind _; do
        if [[ -n $name && $name != \#* && $name != "$touchstone_unwanted" && $kind == "$1" ]]; then
            printf '%s\n' "$name"
        fi
    done <"$touchstone_top/packaging/packages.txt"
}

# Those of the named packages that are not installed.
missing_of() {
    local name
    for name in "$@"; do
        if [[ $(dpkg-query -W -f='${db:Status-Status}\n' "$name" 2>/dev/null | head -n 1) != installed ]]; then
            printf '%s\n' "$name"
        fi
    done
}

apt_install() {
    local -a root=()
    if [[ $(id -u) -ne 0 ]]; then
        command -v sudo >/dev/null || return 1
        say "administrator rights are needed to install packages: sudo may ask for your password"
        root=(sudo)
    fi
    run "${root[@]}" apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 update ||
        say "the package lists could not be refreshed; trying with those at hand"
    run "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
        install -y --no-install-recommends "$@" </dev/null >&2
}

# install_missing [PACKAGE…]: installs what packages.txt and the arguments name and the machine lacks.
# Touches neither network nor sudo when nothing is missing.
install_missing() {
    local -a required optional missing still
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "this is not Debian: install what packaging/packages.txt names by hand; the build says what it misses"
        return 0
    fi
    mapfile -t required < <(packages_of_kind required)
    mapfile -t optional < <(packages_of_kind optional)
    mapfile -t missing < <(missing_of "${required[@]}" "$@" "${optional[@]}")
    if [[ ${#missing[@]} -eq 0 ]]; then
        say "all packages are installed"
        return 0
    fi
    say "installing ${#missing[@]} packages: ${missing[*]}"
    apt_install "${missing[@]}" || say "installing failed"
    [[ $touchstone_dry_run == no ]] || return 0
    mapfile -t still < <(missing_of "${required[@]}" "$@")
    if [[ ${#still[@]} -gt 0 ]]; then
        die "these packages are still missing: ${still[*]}. Install them (as root: apt-get install ${still[*]}) and try again."
    fi
    mapfile -t still < <(missing_of "${optional[@]}")
    [[ ${#still[@]} -eq 0 ]] || say "going on without: ${still[*]}"
}

# Compilers that work at once: one per core, but each may want 2 GB (LibTorch's headers).
build_jobs() {
    local cores memory
    cores=$(nproc 2>/dev/null || echo 1)
    memory=$(awk '/^MemAvailable:/ {print int($2 / 2000000)}' /proc/meminfo 2>/dev/null || echo "$cores")
    printf '%s\n' "${TOUCHSTONE_JOBS:-$((memory < 1 ? 1 : (memory < cores ? memory : cores)))}"
}

# configure PRESET [SETTING…]: only when needed; afterwards ninja notices changed CMake files by itself. Settings may
# differ from those of the last time.
configure() {
    local preset=$1
    local build=$touchstone_top/build/$preset
    shift
    if [[ $# -eq 0 && $build/build.ninja -nt $touchstone_top/CMakePresets.json ]]; then
        return 0
    fi
    run cmake -S "$touchstone_top" --preset "$preset" "$@" >&2
}

# build PRESET [TARGET…]: without targets, everything.
build() {
    local preset=$1
    local -a targets=()
    shift
    if [[ $# -gt 0 ]]; then
        targets=(--target "$@")
    fi
    run cmake --build "$touchstone_top/build/$preset" --parallel "$(build_jobs)" "${targets[@]}" </dev/null >&2
}
