#!/usr/bin/env bash
# Check the site's scripts and styles with biome, from the version that package-lock.json pins.
# `.ci/biome.sh --write` formats them. It is the one check that needs Node.js: without, it is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

skip() {
    echo "biome: skipped, $1; the site's scripts and styles are not checked." >&2
    exit 0
}

command -v npm >/dev/null || skip "npm (Node.js) is not installed"

# npm writes this file last.
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
    touch node_modules/.package-lock.json
fi
node_modules/.bin/biome --version >/dev/null 2>&1 || skip "it has no program for this system"
exec node_modules/.bin/biome check --error-on-warnings "$@"
