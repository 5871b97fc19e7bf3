#!/usr/bin/env bash
# A Windows Python compiles the package for Windows and runs the tests of it, under Wine. This
# installs Wine and the compiler of its shims where they are missing and it may.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

packages=$(.venv/bin/python -m windows.wine)
[ -n "$packages" ] || exit 0

if ! command -v apt-get >/dev/null || ! as_root true 2>/dev/null; then
    echo "A Windows Python needs Wine 8 or newer and mingw-w64 (Debian: $packages)." >&2
    echo "Install them with the system's package manager, then try again." >&2
    exit 1
fi
echo "installing $packages"
as_root apt-get -qq -o DPkg::Lock::Timeout=300 update
# shellcheck disable=SC2086 # one word a package
as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends \
    -o DPkg::Lock::Timeout=300 $packages >/dev/null
