# One word per intent. `make demo` and `make test` each work as the first command on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.installed
DEV := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
.PHONY: help demo test quick lint format check bench lock clean

help: ## show these words
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(RUN) ## rehearse on this machine: a pretend Telegram, a sample estate, the shipped bot
	$(BIN)/linli demo

test: $(DEV) ## run the whole suite, on SQLite and on PostgreSQL
	$(BIN)/pytest -n 3 --dist loadgroup

quick: $(DEV) ## run the tests that need neither PostgreSQL nor a browser
	$(BIN)/pytest -x -q -n 2 --dist loadgroup -m 'not browser' -k 'not postgresql'

lint: $(DEV) ## ruff, ruff format, mypy and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: $(DEV) ## the texts: complete, fresh and within Telegram's limits in every language
	$(BIN)/python -m locales
	$(BIN)/linli faq check

format: $(DEV) ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEV) ## measure the relay's hot road and a broadcast (`--quick`: under three minutes)
	$(BIN)/python bench/relay_burst.py --quick
	$(BIN)/python bench/broadcast.py --quick

lock: $(DEV) ## pin every dependency again, with hashes and without index addresses
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --extra build --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## remove the virtual environment and every cache
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Linli needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(RUN): requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
