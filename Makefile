# Everything one does with the project. Plain `make` lists it; .ci/run calls the same targets.
PYTHON ?= python3
BIN := .venv/bin
# More words for pytest: make test ARGS="tests/stories -x"
ARGS ?=
# Three processes on two cores, since each waits a third of its time: for a server, a browser, a program that it kills. Each begins with a
# part of its own, in order, so that what a folder builds is mostly built once; who is done helps the others.
AT_ONCE := -n 3 --dist worksteal
# More words for uv: make lock LOCK_ARGS=--upgrade
LOCK_ARGS ?=
COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $(LOCK_ARGS)
TESTS := DJANGO_SETTINGS_MODULE=bihuan.settings.test $(BIN)/python -m pytest

# Some machines set it. The suite starts some hundred processes, and each would compile all sources anew, which takes as long as the rest of
# its start.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup dev run demo test test-postgres browser soak lint fmt docs docs-check migrations-check locks-check check bench lock

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

setup: ## install into .venv, build the front end, leave the command at .venv/bin/bihuan
	@$(PYTHON) scripts/setup.py

dev: ## the same, with what tests and lint want
	@$(PYTHON) scripts/setup.py --dev

run: setup ## set up, fill the demo town the first time, write its annual summary, serve (PORT, 8000 if not set)
	@$(BIN)/bihuan serve --with-demo

demo: setup ## simulate a town's year in an empty database (ARGS="--year 2018 --seed 1 --size small")
	@$(BIN)/bihuan demo $(ARGS)

test: dev ## the whole suite on SQLite, the browser's too where there is a Chromium
	@env -u DATABASE_URL $(TESTS) $(AT_ONCE) $(ARGS)

test-postgres: dev ## the suite without the browser on the PostgreSQL that DATABASE_URL names
	@test -n "$$DATABASE_URL" || { echo "name a PostgreSQL: make test-postgres DATABASE_URL=postgres://USER@HOST/NAME" >&2; exit 2; }
	@$(TESTS) $(AT_ONCE) -m "not browser" $(ARGS)

browser: dev ## only the tests that drive a Chromium (CHROMIUM names another one)
	@env -u DATABASE_URL $(TESTS) -m browser $(ARGS)

soak: dev ## for an hour: long random walks, 200 killed processes, every pair of deeds (on DATABASE_URL where it is set)
	@$(TESTS) $(AT_ONCE) --hypothesis-profile=soak tests/core tests/races tests/rules $(ARGS)

lint: dev ## format, style, borders between modules, types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(PYTHON) scripts/frontend.py check

fmt: dev ## put the code into form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: setup ## write docs/generated/ anew from the code
	@$(BIN)/bihuan docs

docs-check: setup ## fail if docs/generated/ is stale
	@$(BIN)/bihuan docs --check

migrations-check: setup ## fail if a model has changed without its migration
	@env -u DATABASE_URL DJANGO_SETTINGS_MODULE=bihuan.settings.test $(BIN)/python -m django makemigrations --check --dry-run

locks-check: dev ## fail if a lock is behind its wishes, lacks a hash, or names a host
	@$(BIN)/python scripts/check_locks.py

check: lint locks-check migrations-check docs-check test ## what .ci/run does, without PostgreSQL

bench: dev ## measure what docs/performance.md promises (ARGS for one of them)
	@$(BIN)/python -m benchmarks $(ARGS)

lock: dev ## make the locks anew from requirements.in, dev.in, uv.in, node.in and frontend/package.json
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) dev.in -o requirements-dev.txt
	$(COMPILE) uv.in -o requirements-uv.txt
	$(COMPILE) node.in -o requirements-node.txt
	$(PYTHON) scripts/frontend.py lock
