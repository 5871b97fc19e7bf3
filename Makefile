# `make demo` to see it, `make test` before a commit. Needs python3 (3.11 or newer, with venv), make
# and git; everything else is fetched into .venv, biome and the writers of workbooks that tests drive
# into node_modules where there is npm, and the programs that tests drive by .ci/desktop.sh.

PYTHON ?= python3
PYTEST_ARGS ?=

# Tests that take no time and no other program.
FAST := not slow and not browser and not office and not wine and not windows

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install -qq --require-hashes -r

# Which Pythons on Windows `make wheels` fetches for.
WHEEL_PYTHONS := 3.11 3.12 3.13 3.14

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo run setup test quick check lint types types-linux types-win32 types-darwin format docs lock wheels portable soak windows clean

help:
	@echo "make demo    an example season, built into output/demo"
	@echo "make run     input/ -> output/ (the same as python build.py)"
	@echo "make test    set up, check, demo and every test"
	@echo "make quick   the tests that take no time, no Chromium and no LibreOffice"
	@echo "make check   lint, format, types, layers, and the site's templates, scripts and styles"
	@echo "make format  mend what ruff and biome can mend"
	@echo "make docs    write the tables of docs/reference and GLOSSARY.md anew from the code"
	@echo "make lock    renew requirements*.lock from pyproject.toml"
	@echo "make wheels  packages for a Windows PC without internet, into wheels/"
	@echo "make portable  a package for a Windows PC without Python, into dist/"
	@echo "make soak    what takes hours: hundreds of random forms, thousands of seasons, make windows"
	@echo "make windows   all that can be tried of Windows under Wine; takes most of an hour"
	@echo "make clean   remove .venv and the tools' caches"

# ---- using it

demo: $(VENV)/runtime.stamp
	$(BIN)/python build.py demo

run: $(VENV)/runtime.stamp
	$(BIN)/python build.py

# ---- working on it

setup: $(VENV)/dev.stamp

# pytest comes last, so that its closing line is the last one.
test: setup
	bash .ci/desktop.sh
	bash .ci/writers.sh
	bash .ci/wine.sh
	$(MAKE) --no-print-directory -j2 -Otarget check demo
	$(BIN)/python -m pytest -m "not windows" $(PYTEST_ARGS)

quick: setup
	$(BIN)/python -m pytest -m "$(FAST)" $(PYTEST_ARGS)

check: lint types

# Quick enough for every commit; .pre-commit-config.yaml runs both parts.
lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djlint --lint --quiet --extension j2 templates
	$(BIN)/djlint --lint --quiet --extension html templates
	bash .ci/biome.sh
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml

types: types-linux types-win32 types-darwin
	$(BIN)/lint-imports --no-logo

types-linux types-win32 types-darwin: types-%: setup
	$(BIN)/mypy --platform $* --cache-dir .mypy_cache/$*

format: setup
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	bash .ci/biome.sh --write

docs: setup
	$(BIN)/python -m tools.reference

# Every part runs, whichever fails.
soak: setup
	bash .ci/desktop.sh
	@status=0; \
	FORMS_TIMES=32 $(BIN)/python -m pytest -m office tests/forms/self_check || status=1; \
	SEASONS_TIMES=20 $(BIN)/python -m pytest tests/season tests/examples/test_careless.py tests/seeded/test_packs.py || status=1; \
	$(BIN)/python -m bench.fuzz || status=1; \
	$(BIN)/python -m bench.kill || status=1; \
	$(MAKE) --no-print-directory windows || status=1; \
	exit $$status

# ---- the environment: a stamp is newer than the lock file it was installed from

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "$(PYTHON) is missing or older than 3.11: install Python 3.11 or newer, or name one, as in: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
	    { echo "$(PYTHON) has no venv: install it first (Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime.stamp: requirements.lock | $(BIN)/python
	$(INSTALL) requirements.lock
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock | $(BIN)/python
	$(INSTALL) requirements-dev.lock
	@touch $@ $(VENV)/runtime.stamp

# ---- the lock files: one for every system and every Python from 3.11 on, hashes of every public
# file in it, and no address of an index, so that it installs from whatever index pip is set to.

UV := UV_NO_CONFIG=1 $(BIN)/uv
COMPILE := $(UV) pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links \
    --custom-compile-command "make lock"

$(BIN)/uv: | $(BIN)/python
	$(PIP) install -qq uv

# The development lock keeps to the versions of the runtime lock. The locks of biome and of the writers
# that tests drive, package-lock.json, are renewed where there is npm; they name no registry either.
lock: $(BIN)/uv
	$(COMPILE) --universal --python-version 3.11 --upgrade pyproject.toml -o requirements.lock
	$(COMPILE) --universal --python-version 3.11 --upgrade pyproject.toml --group dev \
	    --constraints requirements.lock -o requirements-dev.lock
	! command -v npm >/dev/null || for folder in . tests/writers; do \
	    npm update --prefix $$folder --package-lock-only --omit-lockfile-registry-resolved \
	        --no-audit --no-fund || exit 1; \
	done

# ---- Windows

# pip reads the lock's markers (sys_platform, python_version) for the Python that runs it, not for
# the one it downloads for; so they are judged for each Windows Python before.
wheels: $(VENV)/runtime.stamp
	$(BIN)/python -m windows.wheels wheels $(WHEEL_PYTHONS)

portable: $(VENV)/runtime.stamp
	bash .ci/wine.sh
	$(BIN)/python -m windows.portable

# Each run again as a whole, and none stops the others: whoever waited so long sees all of it.
windows: setup
	bash .ci/wine.sh
	@status=0; \
	for version in 3.13 3.11; do \
	    $(BIN)/python -m windows.suite $$version -n 2 -m "$(FAST)" || status=1; \
	    $(BIN)/python -m windows.suite $$version -n 2 -m hostile || status=1; \
	done; \
	$(BIN)/python -m pytest -n 1 -m "wine or windows" || status=1; \
	exit $$status

clean:
	rm -rf $(VENV) node_modules tests/writers/node_modules .windows dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
