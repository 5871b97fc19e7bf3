#!/usr/bin/env bash
# The tests look at the site in Chromium, and open the workbooks in LibreOffice and Gnumeric, with a
# font that has every Vietnamese letter. This installs what is missing, where it may; the program
# needs none of it.
set -euo pipefail
cd "$(dirname "$0")/.."

has_font() {
    [ -n "$(fc-list "$1" 2>/dev/null)" ]
}

missing() {
    command -v chromium chromium-browser google-chrome >/dev/null || echo chromium
    # The driver of the browser tests brings its own node, which wants this library.
    .venv/bin/playwright --version >/dev/null 2>&1 || echo libatomic1
    # soffice alone may lack either part: each is a library beside it.
    local office
    office=$(dirname "$(readlink -f "$(command -v soffice || echo /none)")")
    [ -e "$office/libsclo.so" ] || echo libreoffice-calc-nogui
    [ -e "$office/libswlo.so" ] || echo libreoffice-writer-nogui
    command -v pdftotext >/dev/null || echo poppler-utils
    command -v ssconvert >/dev/null || echo gnumeric
    has_font "Noto Sans" || echo fonts-noto-core fontconfig
    has_font "Liberation Serif" || echo fonts-liberation fontconfig
}

give_up() {
    echo "make test: $1. The tests need: $packages." >&2
    echo "Install them with the system's package manager, then run make test again." >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# apt-get waits for a held package lock by itself, but not for the lock on the lists.
update_lists() {
    local said
    for _ in $(seq 30); do
        said=$(as_root env LC_ALL=C apt-get -qq update 2>&1) && return
        case $said in *"ould not get lock"*) sleep 10 ;; *) break ;; esac
    done
    echo "$said" >&2 # a third party's list may be out of reach: let the install decide
}

packages=$(missing | tr ' ' '\n' | sort -u | tr '\n' ' ' | sed 's/ $//')
[ -n "$packages" ] || exit 0

command -v apt-get >/dev/null || give_up "this system has no apt-get"
as_root true 2>/dev/null || give_up "installing packages needs root or sudo without a password"

echo "make test: installing $packages"
update_lists
# shellcheck disable=SC2086 # one word a package
as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends \
    -o DPkg::Lock::Timeout=300 $packages >/dev/null || give_up "apt-get could not install them"
