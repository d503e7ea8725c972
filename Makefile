# Everything a person types. `make help` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
UV_VERSION := 0.13.9
PY := .venv/bin/python
UV := .venv/bin/uv pip install --quiet --python $(PY)
CODE := src dags plugins deploy docs/examples tools benchmarks tests include/sample

export OMP_NUM_THREADS := 1
export UV_PYTHON_DOWNLOADS := never
export PYTHONDONTWRITEBYTECODE :=

# Two halves that take about as long: pytest-xdist would import and collect everything in each of its processes.
UNIT := $(PY) -m pytest --disable-socket --allow-unix-socket
UNIT_FIRST := tests/unit/ingest tests/unit/report

# Passwords by their form. Words next to "password" are everywhere here, and hashes in every lock: those detectors stay off.
NO_SECRETS := --disable-plugin KeywordDetector --disable-plugin Base64HighEntropyString \
	--disable-plugin HexHighEntropyString --exclude-files '(\.lock|\.gz|\.npz|\.png)$$' \
	--exclude-lines '(Geh3im|t0ken|t0ken%2F1|s3cret|t%2Fk|login:password|[a-z]+:secret)@|a_week_ago_weighs'

.PHONY: help demo test unit unit-first unit-second chaos setup llm up down check format docs lock sbom clean

help:  ## List the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

demo: .venv/runtime.ok  ## Run the sample week through the DAG; ends with seven posts in .local/blog.git
	@$(PY) tools/demo.py

test: .venv/dev.ok  ## Run all tests: the unit tests with sockets off, those on real services, faults on purpose
	@$(MAKE) --no-print-directory unit
	$(PY) -m pytest tests/integration tests/browser --numprocesses 2 --dist loadfile
	$(PY) -m pytest tests/dags
	@$(MAKE) --no-print-directory chaos

unit: .venv/dev.ok  ## Only the unit tests
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target unit-first unit-second

unit-first:
	$(UNIT) $(UNIT_FIRST)

unit-second:
	$(UNIT) tests/unit $(addprefix --ignore=,$(UNIT_FIRST))

chaos: .venv/dev.ok  ## Only the faults on purpose: kills, crashes, cut lines, full disks
	$(PY) -m pytest tests/chaos --numprocesses 2 --dist worksteal

setup: .venv/dev.ok  ## Only the set-up: .venv with everything that make test and make check need

llm: .venv/runtime.ok  ## Add what channels with `writer: llm` need
	@$(UV) --require-hashes -r requirements-llm.lock

up: .venv/runtime.ok  ## Start the Airflow UI and scheduler on 127.0.0.1:8080
	@$(PY) tools/local_airflow.py up

down: .venv/runtime.ok  ## Stop what make up started
	@$(PY) tools/local_airflow.py down

check: .venv/dev.ok  ## Format, lint, types, SQL lint, generated docs up to date, measurements
	.venv/bin/ruff format --check --quiet $(CODE)
	.venv/bin/ruff check --quiet $(CODE)
	.venv/bin/mypy
	.venv/bin/sqlfluff lint --disable-progress-bar sql
	$(PY) tools/data_dictionary.py --check
	$(PY) tools/dag_docs.py --check
	$(PY) include/sample/generate.py --check
	git ls-files -z | xargs -0 -P 2 -n 250 .venv/bin/detect-secrets-hook $(NO_SECRETS)
	$(PY) tools/measure.py

format: .venv/dev.ok  ## Format code and SQL
	.venv/bin/ruff format $(CODE)
	.venv/bin/ruff check --fix $(CODE)
	.venv/bin/sqlfluff fix --disable-progress-bar sql

docs: .venv/dev.ok  ## Write the generated documents again
	$(PY) tools/data_dictionary.py
	$(PY) tools/dag_docs.py

lock: .venv/dev.ok  ## Compile requirements*.txt to hash-pinned locks
	.venv/bin/uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 requirements.txt -o requirements.lock
	.venv/bin/uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 -c requirements.lock requirements.txt requirements-llm.txt -o requirements-llm.lock
	.venv/bin/uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 -c requirements-llm.lock requirements-dev.txt -o requirements-dev.lock

sbom: .venv/dev.ok  ## Write build/sbom.json: what the production image holds of Python, with hashes (CycloneDX)
	@mkdir -p build
	.venv/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --of JSON -o build/sbom.json

clean:  ## Remove .venv and all local state (.local); stops Airflow first
	@if [ -f .local/airflow/standalone.pid ]; then $(PY) tools/local_airflow.py down; fi
	@if [ -L .local/postgres ]; then rm -rf "$$(dirname "$$(readlink .local/postgres)")"; fi  # root's, see the runbook
	rm -rf .venv .local

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@echo "Setting up .venv …"
	@$(PYTHON) -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/runtime.ok: requirements.lock pyproject.toml | .venv/bin/uv
	@$(UV) --require-hashes -r requirements.lock
	@$(UV) --no-deps --editable .
	@rm -rf src/*.egg-info  # what the build leaves: with it the package is found twice, and Airflow reports its plugin
	@touch $@

.venv/dev.ok: requirements-dev.lock .venv/runtime.ok
	@$(UV) --require-hashes -r requirements-dev.lock
	@touch $@
