#!/usr/bin/env bash
# Fetch the programs of Node.js that save forms anew for tests/reading/xlsx/test_writers.py, in the
# versions that tests/writers/package-lock.json pins. Without npm the tests of them are skipped.
set -euo pipefail
cd "$(dirname "$0")/../tests/writers"

if ! command -v npm >/dev/null; then
    echo "writers: skipped, npm (Node.js) is not installed; what SheetJS and exceljs save is not tried." >&2
    exit 0
fi

# npm writes this file last.
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
    touch node_modules/.package-lock.json
fi
