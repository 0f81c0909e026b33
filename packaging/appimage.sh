#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Touchstone authors
# Makes one file that runs on other Linux systems: the programs and the libraries they load, without those that belong
# to the machine.
# shellcheck disable=SC2317 # what phase calls looks unreachable
set -euo pipefail
# shellcheck source=packaging/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"
# shellcheck source=packaging/package_setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/package_setup.sh"

usage() {
    cat <<'END'
Usage: packaging/appimage.sh [--dry-run] [--build FOLDER] [--test [--mirror URL]]

Builds Touchstone, gathers it with its libraries in BUILD/Touchstone.AppDir, and makes Touchstone-ARCH.AppImage of that
when appimagetool (https://github.com/AppImage/appimagetool) is in PATH. Build it on the oldest system it is to run on:
it needs that system's glibc or a newer one.

  --build FOLDER   a configured build folder to take instead of build/package
  --test           runs the gathered folder in a fresh Debian 12 without its libraries. Wants root and debootstrap
  --mirror URL     where that Debian comes from. Default: http://deb.debian.org/debian
  -n, --dry-run    say what would be done and do nothing
  -h, --help       this text
END
}

# What the machine has to bring, because it belongs to its kernel, its graphics driver or its fonts.
is_of_the_machine() {
    case $1 in
        ld-linux* | libc.so.* | libm.so.* | libdl.so.* | libpthread.so.* | librt.so.* | libresolv.so.* | libutil.so.*) ;;
        libGL.so.* | libEGL.so.* | libGLX.so.* | libGLdispatch.so.* | libOpenGL.so.* | libdrm.so.* | libgbm.so.*) ;;
        libX11.so.* | libX11-xcb.so.* | libxcb.so.* | libfontconfig.so.* | libfreetype.so.* | libexpat.so.* | libz.so.*) ;;
        *) return 1 ;;
    esac
}

# Plugins that Qt and libvips look for when they run.
copy_plugins() {
    local usr=$1 plugins vips kind translations
    plugins=$(qtpaths6 --query QT_INSTALL_PLUGINS)
    for kind in platforms platformthemes imageformats iconengines sqldrivers tls xcbglintegrations \
        wayland-shell-integration wayland-decoration-client; do
        if [[ -d $plugins/$kind ]]; then
            mkdir -p "$usr/plugins"
            cp -r "$plugins/$kind" "$usr/plugins/"
        fi
    done
    vips=$(compgen -G "$(pkg-config --variable=libdir vips)/vips-modules-*" | head -n 1 || true)
    [[ -z $vips ]] || cp -r "$vips" "$usr/lib/"
    # These read documents, not photos, and are never loaded.
    rm -f "$usr"/lib/vips-modules-*/vips-{magick,poppler,openslide}.so
    translations=$(qtpaths6 --query QT_INSTALL_TRANSLATIONS)
    if compgen -G "$translations/qtbase_*.qm" >/dev/null; then
        mkdir -p "$usr/translations"
        cp "$translations"/qtbase_{de,zh_CN}.qm "$usr/translations/" 2>/dev/null || say "Qt's own words stay English"
    fi
    printf '[Paths]\nPrefix = ..\nPlugins = plugins\nTranslations = translations\n' | tee "$usr/bin/qt.conf" >/dev/null
}

# Libraries of everything in the folder, and theirs; each finds the others beside itself.
copy_libraries() {
    local usr=$1 file name path
    while read -r name path; do
        is_of_the_machine "$name" || cp -Ln "$path" "$usr/lib/$name"
    done < <(
        find "$usr" -type f \( -perm -u+x -o -name '*.so*' \) -print0 |
            xargs -0 -r ldd 2>/dev/null | awk '$2 == "=>" && $3 ~ /^\// {print $1, $3}' | sort -u
    )
    while read -r file; do
        if patchelf --print-rpath "$file" >/dev/null 2>&1; then
            patchelf --set-rpath "\$ORIGIN/$(realpath --relative-to="$(dirname "$file")" "$usr/lib")" "$file"
        fi
    done < <(find "$usr" -type f \( -perm -u+x -o -name '*.so*' \))
}

gather() {
    local folder=$1
    run rm -rf "$folder"
    run cmake --install "$build_folder" --prefix "$folder/usr" --strip >&2
    [[ $touchstone_dry_run == no ]] || return 0
    mkdir -p "$folder/usr/lib"
    copy_plugins "$folder/usr"
    copy_libraries "$folder/usr"
    cp "$folder/usr/share/applications/org.touchstone.Touchstone.desktop" "$folder/"
    cp "$folder/usr/share/icons/hicolor/scalable/apps/touchstone.svg" "$folder/"
    # shellcheck disable=SC2016 # for the script that is written
    printf '%s\n' '#!/bin/sh' 'here=$(dirname -- "$(readlink -f -- "$0")")' \
        '# Called touchstone-cli, or with that word first, it is the command line.' \
        'case $(basename -- "${ARGV0:-$0}") in touchstone-cli*) exec "$here/usr/bin/touchstone-cli" "$@" ;; esac' \
        'if [ "${1-}" = touchstone-cli ]; then shift; exec "$here/usr/bin/touchstone-cli" "$@"; fi' \
        'exec "$here/usr/bin/touchstone" "$@"' >"$folder/AppRun"
    chmod 755 "$folder/AppRun"
    say "$(du -sh "$folder" | cut -f1) in $folder"
}

try_folder() {
    make_fresh "$mirror" libgl1 libopengl0 libegl1 libfontconfig1 libfreetype6 libx11-6 libx11-xcb1 libxcb1 fonts-dejavu-core
    [[ $touchstone_dry_run == no ]] || return 0
    cp -r "$1" "$fresh/opt/touchstone"
    try_programs /opt/touchstone/usr/bin/
    expect "AppRun" inside /opt/touchstone/AppRun touchstone-cli --version
    say "the folder runs where none of its libraries are installed"
}

main() {
    local status=0 folder
    read_arguments "$@"
    folder=$build_folder/Touchstone.AppDir
    phase "packages" install_missing patchelf file || status=$?
    [[ $status -ne 0 ]] || phase "build" build_all || status=$?
    [[ $status -ne 0 ]] || phase "gather" gather "$folder" || status=$?
    if [[ $status -eq 0 && $try_it == yes ]]; then
        phase "test" try_folder "$folder" || status=$?
    fi
    if [[ $status -eq 0 ]] && command -v appimagetool >/dev/null; then
        phase "image" run appimagetool "$folder" "$build_folder/Touchstone-$(uname -m).AppImage" || status=$?
    elif [[ $status -eq 0 ]]; then
        say "appimagetool is not in PATH: the folder is ready, the image is not made"
    fi
    report_timings
    exit "$status"
}

main "$@"
