# `make` alone lists the targets. Everything is installed into .venv; nothing else of the machine is touched.
NEWER := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do $$p -c '$(NEWER)' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
# Databases and engines of tests write into memory where 4 GB of it are free for files: with disks they mostly wait.
MEMORY = $(shell findmnt -fbno AVAIL,OPTIONS -T /dev/shm 2>/dev/null | awk '$$1 > 4e9 && !/noexec/ {print "TMPDIR=/dev/shm"}')
SEARCHED := tests/engines/test_search_engines.py tests/contracts/test_search_elastic.py tests/contracts/test_search_outage.py tests/journeys/test_search_engine.py

.PHONY: help install run test check engines versions conformance bench docs

help:  ## This list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/'

install: .venv/installed  ## Everything that is needed, into .venv

run: install  ## The catalogue with demonstration descriptions, at http://127.0.0.1:8000
	$(BIN)/catalogue demo load && exec $(BIN)/catalogue serve

test: check  ## All checks and tests; what was skipped is told at the end, with the reason
	$(MEMORY) $(BIN)/pytest -q -n auto --dist loadfile --no-loadscope-reorder --ignore tests/architecture

check: install  ## Formatting, lint, types, import contracts, documents, sizes
	$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/pytest -q tests/architecture

engines: install  ## What tests fetch from elsewhere, once, into the user's cache
	$(BIN)/python -m tests.engines.fetched

versions: install  ## The search tests on the major versions of the engines before, Elasticsearch 8 and OpenSearch 2
	OLDER_ENGINES=1 $(BIN)/pytest -q $(SEARCHED)

conformance: install  ## Our shapes against the official ones, and the engines against each other, on everything
	CATALOGUE_CONFORMANCE=1 $(BIN)/pytest -q tests/shapes

bench: install  ## All benchmarks; the table goes to docs/benchmarks.md
	$(BIN)/python -m tests.benchmarks

docs: install  ## The pages under docs/reference, from the code
	$(BIN)/python -m tests.architecture.reference

.venv/installed: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (if it has another name: make PYTHON=...)"; exit 1; }
	$(PYTHON) -m venv .venv && $(BIN)/pip install -q --upgrade 'pip>=25.1' && $(BIN)/pip install -q -e . --group dev && touch $@
