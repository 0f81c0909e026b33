#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Touchstone authors
# Makes the Debian package, and tries it in a Debian 12 that has nothing else in it.
# shellcheck disable=SC2317 # what phase and the trap call looks unreachable
set -euo pipefail
# shellcheck source=packaging/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"
# shellcheck source=packaging/package_setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/package_setup.sh"

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

make_package() {
    run rm -f "$build_folder"/touchstone_*.deb
    run cpack --config "$build_folder/CPackConfig.cmake" -B "$build_folder" -G DEB >&2
}

# Nothing of the package may be left but what other packages own.
leftovers() {
    local file
    while read -r file; do
        if [[ -e $fresh$file && ! -d $fresh$file ]]; then
            printf '%s\n' "$file"
        fi
    done <"$fresh/srv/package-files"
}

try_package() {
    local package=$1 wanted
    make_fresh "$mirror"
    [[ $touchstone_dry_run == no ]] || return 0
    cp "$package" "$fresh/srv/touchstone.deb"
    fresh_install /srv/touchstone.deb
    chroot "$fresh" dpkg -L touchstone >"$fresh/srv/package-files"
    try_programs ''
    for wanted in libexec/touchstone/touchstone-decoder lib/touchstone/libtouchstone_networks.so share/man/man1/touchstone-cli.1 share/man/man1/touchstone.1 \
        share/bash-completion/completions/touchstone-cli share/zsh/vendor-completions/_touchstone-cli \
        share/fish/vendor_completions.d/touchstone-cli.fish share/applications/org.touchstone.Touchstone.desktop \
        share/metainfo/org.touchstone.Touchstone.metainfo.xml; do
        grep -q "/usr/$wanted" "$fresh/srv/package-files" || die "the package lacks $wanted"
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
