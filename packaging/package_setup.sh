#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Touchstone authors
# What deb.sh and appimage.sh share: their arguments, the build, and a Debian 12 that has nothing in it, to try packages
# in. Sourced after setup.sh, not started.
# shellcheck disable=SC2317,SC2154,SC2034 # what traps and other scripts call looks unreachable; setup.sh sets the rest

fresh=
log=

# What the packaging scripts have in common.
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
            *) die "unknown argument $1 (see $0 --help)" 2 ;;
        esac
        shift
    done
}

# cpack would build everything anyway: the preset has no tests.
build_all() {
    [[ $build_folder != "$touchstone_top/build/package" ]] || configure package
    run cmake --build "$build_folder" --parallel "$(build_jobs)" </dev/null >&2
}

# inside COMMAND…: in the fresh Debian, as a person who is not root.
inside() {
    run chroot "$fresh" runuser -u nobody -- env -i PATH=/usr/bin:/bin HOME=/srv/person LANG=C.UTF-8 \
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

clean_up() {
    if [[ -n $fresh && -d $fresh ]]; then
        umount "$fresh/proc" 2>/dev/null || true
        rm -rf --one-file-system "$fresh"
    fi
    [[ -z $log ]] || rm -f "$log"
}

# make_fresh [PACKAGE…]: makes the Debian, with these packages; everything goes when the script ends.
make_fresh() {
    local mirror=$1
    shift
    [[ $(id -u) -eq 0 ]] || die "--test wants root (for chroot): run it with sudo"
    command -v debootstrap >/dev/null || die "--test wants debootstrap: apt-get install debootstrap"
    fresh=$(mktemp -d /var/tmp/touchstone-fresh.XXXXXX)
    log=$(mktemp)
    trap clean_up EXIT
    run debootstrap --variant=minbase bookworm "$fresh" "$mirror" >&2
    [[ $touchstone_dry_run == no ]] || return 0
    chmod 755 "$fresh"
    mount -t proc proc "$fresh/proc"
    printf '#!/bin/sh\nexit 101\n' >"$fresh/usr/sbin/policy-rc.d"
    chmod 755 "$fresh/usr/sbin/policy-rc.d"
    [[ $# -eq 0 ]] || fresh_install "$@"
    mkdir -p "$fresh/srv/person/photos"
    make_photo >"$fresh/srv/person/photos/ramp.ppm"
    chmod -R a+rwX "$fresh/srv/person"
}

fresh_install() {
    chroot "$fresh" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" </dev/null >&2
}

# try_programs FOLDER/: touchstone-cli and touchstone of that folder do what a person does first.
try_programs() {
    local bin=$1
    expect "--version" inside "${bin}touchstone-cli" --version
    expect "the list of models" inside "${bin}touchstone-cli" models list
    expect "scoring a photo" inside "${bin}touchstone-cli" score --format jsonl /srv/person/photos
    grep -q '"value":[0-9]' "$log" || die "the photo has no score: $(cat "$log")"
    ! grep -q 'sandbox' "$log" || die "photos are decoded without the sandbox: $(cat "$log")"
    expect "a report" inside "${bin}touchstone-cli" report --score --output /srv/person/report.html /srv/person/photos
    expect "the window" inside "${bin}touchstone" --screenshot /srv/person/window.png --size 1000x700 /srv/person/photos
    [[ -s $fresh/srv/person/window.png ]] || die "the window's picture is empty"
}
