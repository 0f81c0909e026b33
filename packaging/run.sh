#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Touchstone authors
# From a fresh checkout to the window: installs, builds, opens.
set -euo pipefail
# shellcheck source=packaging/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

usage() {
    cat <<'END'
Usage: packaging/run.sh [--cuda DIR] [--dry-run] [--] [PATH…]

Installs the Debian packages that are missing, builds Touchstone and opens its window on the photos and folders named;
without PATH, on your Pictures folder. Without a display it prints the scores as a table instead.

  --cuda DIR      for NVIDIA GPUs: build with the LibTorch that was unpacked in DIR (the "cxx11 ABI" archive with CUDA
                  from pytorch.org) instead of Debian's, which has no CUDA; /usr for Debian 13's libtorch-cuda-dev. Goes
                  into a build folder of its own. Only the driver has to be installed, no CUDA toolkit.
  -n, --dry-run   say what would be done and do nothing
  -h, --help      this text

TOUCHSTONE_JOBS=N   compilers that run at once (default: by cores and memory)
END
}

paths=()
preset=release
settings=()

# What was unpacked from the archive has these, and so has Debian 13's libtorch-cuda-dev below /usr; anything else is
# better refused before compiling for half an hour.
use_libtorch() {
    local folder=$1 place libraries=
    [[ -d $folder ]] || die "--cuda: there is no folder $folder" 2
    folder=$(cd -- "$folder" && pwd)
    for place in "$folder"/lib "$folder"/lib/*-linux-gnu; do
        [[ ! -e $place/libtorch_cpu.so ]] || libraries=$place
    done
    [[ -n $libraries && -e $folder/include/torch/csrc/api/include/torch/torch.h ]] ||
        die "--cuda: $folder is no unpacked LibTorch (include and lib are expected in it)" 2
    [[ -e $libraries/libtorch_cuda.so ]] ||
        die "--cuda: the LibTorch in $folder was made without CUDA: take an archive whose name has \"cu\" and a number in it" 2
    preset=cuda
    settings=("-DTOUCHSTONE_LIBTORCH=$folder")
    touchstone_unwanted=libtorch-dev # the one without CUDA
}

read_arguments() {
    while [[ $# -gt 0 ]]; do
        case $1 in
            -h | --help)
                usage
                exit 0
                ;;
            -n | --dry-run) touchstone_dry_run=yes ;;
            --cuda)
                [[ $# -ge 2 ]] || die "--cuda needs the folder of an unpacked LibTorch" 2
                use_libtorch "$2"
                shift
                ;;
            --)
                shift
                paths+=("$@")
                return
                ;;
            -*)
                # A photo may be called -1.jpg; anything else that starts so is a mistake.
                [[ -e $1 ]] || die "unknown option $1 (see packaging/run.sh --help; names that start with '-' go after --)" 2
                paths+=("$1")
                ;;
            *) paths+=("$1") ;;
        esac
        shift
    done
}

# The user's Pictures folder, or nothing.
pictures_folder() {
    local folder=
    if command -v xdg-user-dir >/dev/null; then
        folder=$(xdg-user-dir PICTURES)
    fi
    # xdg-user-dir answers with the home folder when nobody has set one: too much to walk unasked.
    if [[ -z $folder || ${folder%/} == "${HOME%/}" ]]; then
        folder=$HOME/Pictures
    fi
    if [[ -d $folder ]]; then
        printf '%s\n' "$folder"
    fi
}

# The program of a build, checked, so that a missing one is a sentence and not a shell error.
program() {
    local file=$touchstone_top/build/$preset/$1
    [[ -x $file || $touchstone_dry_run == yes ]] || die "the build did not make $file"
    printf '%s\n' "$file"
}

# A path that starts with '-' becomes ./-…, so that no program can take it for an option.
protect_dashes() {
    local i
    for i in "${!paths[@]}"; do
        if [[ ${paths[i]} == -* ]]; then
            paths[i]=./${paths[i]}
        fi
    done
}

main() {
    local display=no status=0 executable
    local -a extra=()
    read_arguments "$@"
    [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]] || display=yes
    # Qt speaks to a compositor without an X server only through a plugin of its own.
    [[ -n ${DISPLAY:-} || -z ${WAYLAND_DISPLAY:-} ]] || extra=(qt6-wayland)

    if [[ ${#paths[@]} -eq 0 ]]; then
        mapfile -t paths < <(pictures_folder)
    fi
    protect_dashes
    if [[ $display == no && ${#paths[@]} -eq 0 ]]; then
        die "there is no display and no Pictures folder: name the photos to score (packaging/run.sh PATH…)" 2
    fi

    phase "packages" install_missing "${extra[@]}" || status=$?
    [[ $status -ne 0 ]] || phase "configure" configure "$preset" "${settings[@]}" || status=$?
    [[ $status -ne 0 ]] || phase "build" build "$preset" touchstone touchstone-cli || status=$?
    report_timings
    [[ $status -eq 0 ]] || die "stopped before the program could start; the reason stands above" "$status"

    if [[ $display == yes ]]; then
        executable=$(program ui/touchstone)
        run exec "$executable" "${paths[@]}"
    else
        say "no display (DISPLAY and WAYLAND_DISPLAY are empty): scores follow as a table"
        executable=$(program app/commands/touchstone-cli)
        run exec "$executable" score --format table "${paths[@]}"
    fi
}

main "$@"
