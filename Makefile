# Probata: `make demo` runs it, `make test` tests it. Needs Python 3.11 or newer, and nothing else.

SHELL := /bin/sh
PYTHON ?= python3
RUN := .venv/bin/python
# Test processes at once; `make test TESTS=tests/projects` runs a part.
WORKERS ?= auto
TESTS ?= tests
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url

export PYTHONUNBUFFERED = 1
# Compiled modules are kept: every start would compile the libraries again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev frontend demo up test check campaign lock clean clean-data

help: ## Say what can be done
	@echo "make demo      run Probata with a demonstration project (Ctrl-C stops everything)"
	@echo "make up        run Probata with your own data"
	@echo "make test      run every test; a part with TESTS=tests/projects"
	@echo "make check     run every static check"
	@echo "make campaign  run the long tests at their full size"
	@echo "make setup     only install what is needed to run it"
	@echo "make lock      write the lock files again from requirements/*.in and package.json"
	@echo "make clean     remove what was installed and built; make clean-data removes the data"

setup: ## Python packages, the embedded services, the front end
	@$(PYTHON) requirements/install.py embedded
	@$(MAKE) --no-print-directory frontend

setup-dev: ## … and the tools of the tests and checks
	@$(PYTHON) requirements/install.py dev
	@$(MAKE) --no-print-directory frontend

frontend: ## The bundles that the pages load
	@$(RUN) -m config.runtime.node

demo: setup ## Everything, with a demonstration project
	@exec $(RUN) manage.py up --demo

up: setup ## Everything, with one's own data
	@exec $(RUN) manage.py up

test: setup-dev ## Front end tests, then the rest in parallel
	@$(RUN) -m config.runtime.node run --silent test
	@$(RUN) -m config.runtime.browser > /dev/null
	@$(RUN) -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

check: setup-dev ## Static checks; warnings are errors
	@$(RUN) -m config.runtime.checks

campaign: setup-dev ## The long tests whole; figures go to var/campaign.jsonl
	@PROBATA_CAMPAIGN=1 $(RUN) -m config.runtime.node run --silent test
	@$(RUN) -m config.runtime.browser > /dev/null
	@PROBATA_CAMPAIGN=1 $(RUN) -m pytest --timeout=0 -m campaign $(TESTS)

lock: ## Resolve again; add UPGRADE=--upgrade for newer versions
	@$(PYTHON) requirements/install.py dev
	@$(COMPILE) $(UPGRADE) requirements/dev.in -o requirements/dev.lock
	@for name in bootstrap base embedded; do \
		$(COMPILE) -c requirements/dev.lock requirements/$$name.in -o requirements/$$name.lock || exit 1; done
	@$(RUN) -m config.runtime.node install --package-lock-only --ignore-scripts

clean: ## Remove what was installed and built; the data stay
	@$(PYTHON) -m config.runtime.clean
	@rm -rf .venv frontend/node_modules frontend/dist
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

clean-data: ## Remove the data as well: the database, the files, the logs
	@$(PYTHON) -m config.runtime.clean data
