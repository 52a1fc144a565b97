# The commands of the house. `make env` needs only the system's Python (3.11 or newer).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help env demo year test audits peers wall wall-long hostile race-long check bench bench-smoke format lock alembic-check wheel-check sdl

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

env: $(VENV)/.ready ## Build .venv from the lock

$(VENV)/.ready: requirements.lock pyproject.toml
	@echo "Building .venv from requirements.lock (about a minute) …"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: env ## Play the example register and serve it on http://127.0.0.1:$(PORT)
	$(BIN)/sekisho demo --port $(PORT)

year: env ## Play the example with the year after it, and serve it
	$(BIN)/sekisho demo --year --port $(PORT)

test: env audits ## Run the tests on SQLite, then again on PostgreSQL what meets a database
	$(BIN)/python -m pytest -n auto --cov --cov-report=term
	$(BIN)/python -m pytest -n auto --database postgresql
	$(MAKE) wall

audits: tests/node/node_modules/.ready ## Fetch the reference audits of GraphQL over HTTP, if npm is here

tests/node/node_modules/.ready: tests/node/package-lock.json
	@if command -v npm >/dev/null; then \
		npm ci --prefix tests/node --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@; \
	else echo "npm is not here: the reference audits of GraphQL over HTTP are left out"; fi

WALL = $(BIN)/python -m pytest -n auto --dist loadgroup

wall: env ## Ask two worlds the same that differ in what is hidden, on each database and with either lock
	$(WALL) tests/wall
	$(WALL) tests/wall --database postgresql
	$(WALL) tests/wall --database postgresql --first-lock-off

wall-long: export SEKISHO_WALL_EVERYTHING = 1
wall-long: env ## The same, asking everything and at random, of long histories too (an hour and more)
	$(WALL) tests/wall tests/wall/long
	$(WALL) tests/wall tests/wall/long --database postgresql
	$(WALL) tests/wall tests/wall/long --database postgresql --first-lock-off

race-long: export SEKISHO_RACE_FACTS = 1000000
race-long: export SEKISHO_RACES = 2000
race-long: env ## A million facts from six processes, and each race two thousand times (an hour)
	$(BIN)/python -m pytest tests/store/test_writers.py tests/store/test_races.py
	$(BIN)/python -m pytest tests/store/test_races.py --database postgresql

check: env ## All that must hold before a change lands; includes the tests and the short measurements
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) alembic-check
	$(MAKE) test
	$(MAKE) wheel-check
	$(MAKE) bench-smoke

alembic-check: export SEKISHO_DATABASE_URL = sqlite:///$(VENV)/alembic-check.sqlite
alembic-check: env ## Found an empty database and compare its tables with the code
	@rm -f $(VENV)/alembic-check.sqlite*
	$(BIN)/alembic -q upgrade head
	$(BIN)/alembic -q check

wheel-check: env ## Install the wheel into an empty environment and run its demo
	$(BIN)/python tests/wheel_check.py

peers: benchmarks/node/node_modules/.ready ## Fetch what the benchmarks compare with, if npm is here

benchmarks/node/node_modules/.ready: benchmarks/node/package-lock.json
	@if command -v npm >/dev/null && \
		npm ci --prefix benchmarks/node --ignore-scripts --no-audit --no-fund --loglevel=error; then touch $@; \
	else echo "PostGraphile could not be fetched with npm: the comparison with it is left out"; fi

bench: env peers ## Measure, as ratios to a floor in the same run
	$(BIN)/python -m benchmarks

bench-smoke: env ## The same, short and without PostGraphile; fails below half of a target
	$(BIN)/python -m benchmarks --smoke

hostile: env ## Send a hundred thousand hostile requests to a service of its own (some minutes)
	$(BIN)/python -m benchmarks.hostile

format: env ## Put the code in the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

sdl: env ## Write api/schema.graphql from the code
	$(BIN)/python -m api.sdl

lock: env ## Resolve requirements.lock anew
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-emit-index-url --extra dev pyproject.toml -o requirements.lock
