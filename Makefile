# Everything a newcomer, a developer and CI call. The work is in setup/.

SHELL := /bin/bash
.DEFAULT_GOAL := help

PORT ?= 8000
EVENTS ?= 200000
PYTHON := .venv/bin/python
export PORT EVENTS

# As many processes as there are cores; each takes whole modules, in the order of tests/conftest.py.
PYTEST := $(PYTHON) -m pytest -n logical --dist loadscope --no-loadscope-reorder

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: db ## Install, start and fill everything; serve on http://127.0.0.1:8000 (PORT=)
	@$(PYTHON) setup/prepare.py
	@exec $(PYTHON) -m gunicorn -c setup/gunicorn.conf.py conflictdb.wsgi

test: browser db ## Run all tests, the browser's too (ARGS= for pytest)
	@$(PYTEST) $(ARGS)

test-fast: .venv/.dev db ## Run the tests that need no browser and little time
	@$(PYTEST) -m "not browser and not slow" $(ARGS)

cover: browser db ## Run all tests; which lines ran is in var/coverage/index.html
	@$(PYTEST) --cov --cov-report=term --cov-report=html $(ARGS)

check: .venv/.dev db ## Check format, lint, spelling, types, layers, migrations, deployment settings
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	.venv/bin/djlint templates --lint --quiet
	.venv/bin/oxlint --quiet static/site static/admin-desk
	.venv/bin/codespell
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	$(PYTHON) manage.py makemigrations --check --dry-run
	BEHIND_HTTPS=1 $(PYTHON) manage.py check --deploy --fail-level WARNING

bench: browser db ## Measure speed on EVENTS=200000 events
	@setup/packages.sh --bench
	@$(PYTHON) -m bench

db: .venv/.site ## Start the embedded database and leave it running
	@$(if $(DATABASE_URL),,setup/database.sh start)

db-stop: ## Stop the embedded database
	@setup/database.sh stop

packages: ## Install the system packages that are missing
	@setup/packages.sh

browser: .venv/.dev
	@setup/packages.sh --browser
	@command -v chromium-headless-shell >/dev/null || $(PYTHON) -m playwright install --with-deps --only-shell chromium

# Make's own record of what is installed: each stamp is newer than the pins that it stands for.
.venv/.site: requirements.txt | packages
	@echo "Installing Python packages into .venv"
	@"$$(setup/python.sh)" -m venv .venv
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.site
	@echo "Installing the tools for tests and checks into .venv"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.NOTPARALLEL:
.PHONY: help run test test-fast cover check bench db db-stop packages browser
