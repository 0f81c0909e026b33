#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Touchstone authors
# Makes the Debian package, and tries it in a Debian 12 that has nothing else in it.
# shellcheck disable=SC2317 # what phase and the trap call looks unreachable
set -euo pipefail
# shellcheck source=packaging/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

usage() {
    cat <<'END'
Usage: packaging/deb.sh [--dry-run] [--build FOLDER] [--test [--mirror URL]]

Builds Touchstone and writes touchstone_VERSION_ARCH.deb into the build folder.

  --build FOLDER   a configured build folder to take instead of build/package
  --test           installs the package in a fresh Debian 12, runs it there and removes it again. Wants root and
                   debootstrap, takes some 2 GB below /var/tmp, and leaves nothing behind
  --mirror URL     where that Debian comes from. Default: http://deb.debian.org/debian
  -n, --dry-run    say what would be done and do nothing
  -h, --help       this text
END
}

build_folder=$touchstone_top/build/package
try_it=no
mirror=http://deb.debian.org/debian
read_arguments() {
    while [[ $# -gt 0 ]]; do
        case $1 in
            -h | --help)
                usage
                exit 0
                ;;
            -n | --dry-run) touchstone_dry_run=yes ;;
            --test) try_it=yes ;;
            --build | --mirror)
                [[ $# -gt 1 ]] || die "$1 wants a value" 2
                if [[ $1 == --build ]]; then build_folder=$2; else mirror=$2; fi
                shift
                ;;
            *) die "unknown argument $1 (see packaging/deb.sh --help)" 2 ;;
        esac
        shift
    done
}

# cpack would build everything anyway: the preset has no tests.
build_all() {
    [[ $build_folder != "$touchstone_top/build/package" ]] || configure package
    run cmake --build "$build_folder" --parallel "$(build_jobs)" </dev/null >&2
}

make_package() {
    run rm -f "$build_folder"/touchstone_*.deb
    run cpack --config "$build_folder/CPackConfig.cmake" -B "$build_folder" -G DEB >&2
}

# inside COMMAND…: in the fresh Debian, as a person who is not root.
inside() {
    run chroot "$fresh" runuser -u nobody -- env -i PATH=/usr/bin:/bin HOME=/tmp/home LANG=C.UTF-8 \
        QT_QPA_PLATFORM=offscreen "$@" </dev/null
}

# expect WHAT COMMAND…: the command must succeed.
expect() {
    local what=$1
    shift
    "$@" >"$log" 2>&1 || {
        cat "$log" >&2
        die "in the fresh Debian $what failed"
    }
    say "  $what: well"
}

# A picture that needs no program to make: 96 x 64, a ramp.
make_photo() {
    local y x
    printf 'P3\n96 64\n255\n'
    for ((y = 0; y < 64; ++y)); do
        for ((x = 0; x < 96; ++x)); do
            printf '%d %d %d ' $((x * 2)) $((y * 3)) $(((x ^ y) * 2))
        done
        printf '\n'
    done
}

# Nothing of the package may be left but what other packages own.
leftovers() {
    local file
    while read -r file; do
        if [[ -e $fresh$file && ! -d $fresh$file ]]; then
            printf '%s\n' "$file"
        fi
    done <"$fresh/tmp/package-files"
}

fresh=
log=
clean_up() {
    if [[ -n $fresh && -d $fresh ]]; then
        umount "$fresh/proc" 2>/dev/null || true
        rm -rf --one-file-system "$fresh"
    fi
    [[ -z $log ]] || rm -f "$log"
}

try_package() {
    local package=$1 wanted
    [[ $(id -u) -eq 0 ]] || die "--test wants root (for chroot): run it with sudo"
    command -v debootstrap >/dev/null || die "--test wants debootstrap: apt-get install debootstrap"
    fresh=$(mktemp -d /var/tmp/touchstone-deb.XXXXXX)
    log=$(mktemp)
    trap clean_up EXIT
    run debootstrap --variant=minbase bookworm "$fresh" "$mirror" >&2
    [[ $touchstone_dry_run == no ]] || return 0
    chmod 755 "$fresh"
    mount -t proc proc "$fresh/proc"
    cp "$package" "$fresh/tmp/touchstone.deb"
    printf '#!/bin/sh\nexit 101\n' >"$fresh/usr/sbin/policy-rc.d"
    chmod 755 "$fresh/usr/sbin/policy-rc.d"
    chroot "$fresh" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        /tmp/touchstone.deb </dev/null >&2
    chroot "$fresh" dpkg -L touchstone >"$fresh/tmp/package-files"
    mkdir -p "$fresh/tmp/home/photos"
    make_photo >"$fresh/tmp/home/photos/ramp.ppm"
    chmod -R a+rwX "$fresh/tmp/home"

    expect "--version" inside touchstone-cli --version
    expect "the built-in model" inside touchstone-cli models list
    expect "scoring a photo" inside touchstone-cli score --format jsonl /tmp/home/photos
    grep -q '"score"' "$log" || die "the photo has no score: $(cat "$log")"
    expect "a report" inside touchstone-cli report --score --output /tmp/home/report.html /tmp/home/photos
    expect "the window" inside touchstone --screenshot /tmp/home/window.png --size 1000x700 /tmp/home/photos
    [[ -s $fresh/tmp/home/window.png ]] || die "the window's picture is empty"
    for wanted in libexec/touchstone/touchstone-decoder share/man/man1/touchstone-cli.1 share/man/man1/touchstone.1 \
        share/bash-completion/completions/touchstone-cli share/zsh/vendor-completions/_touchstone-cli \
        share/fish/vendor_completions.d/touchstone-cli.fish share/applications/org.touchstone.Touchstone.desktop \
        share/metainfo/org.touchstone.Touchstone.metainfo.xml; do
        grep -q "/usr/$wanted" "$fresh/tmp/package-files" || die "the package lacks $wanted"
    done
    chroot "$fresh" env DEBIAN_FRONTEND=noninteractive apt-get purge -y touchstone </dev/null >&2
    [[ -z $(leftovers) ]] || die "these files stay behind: $(leftovers)"
    say "the package installs, runs and goes again"
}

main() {
    local status=0 package
    read_arguments "$@"
    phase "packages" install_missing dpkg-dev file || status=$?
    [[ $status -ne 0 ]] || phase "build" build_all || status=$?
    [[ $status -ne 0 ]] || phase "package" make_package || status=$?
    package=$(compgen -G "$build_folder/touchstone_*.deb" || true)
    if [[ $status -eq 0 && $try_it == yes ]]; then
        phase "test" try_package "${package:-touchstone.deb}" || status=$?
    fi
    report_timings
    [[ $status -ne 0 ]] || printf '%s\n' "$package"
    exit "$status"
}

main "$@"
