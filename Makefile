# Needs Python 3.11 or newer and make, nothing else. `make help` tells what there is.
.DEFAULT_GOAL := help
.PHONY: help run dev setup test check format translations pictures browser lock clean

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
SOURCES := accounts community config core locale moderation realtime templates

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 16

run: $(READY) ## the forum at http://localhost:8000 (PORT=…), with the demo community
	@$(PY) -m config.run

dev: $(READY_DEV) ## the same, with autoreload and Django's error pages
	@DEBUG=1 $(VENV)/bin/watchfiles --filter all --sigint-timeout 10 "$(PY) -m config.run" $(SOURCES)

setup: $(READY_DEV) ## everything that tests and checks need

test: $(READY_DEV) browser ## everything: on SQLite, on PostgreSQL and Redis, and in a browser
	@$(PY) manage.py translations compile
	$(PY) -m pytest -n 2 -m "not postgres_only and not e2e"
	PEERPLEIN_TEST_DB=postgres $(PY) -m pytest -n 2 -m "not e2e"
	$(PY) -m pytest -m e2e

check: $(READY_DEV) ## format, lint, types, layers, templates, migrations, translations, production settings
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djlint templates --lint --quiet
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py translations check
	@$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

# Made up: only to see whether Django finds fault with a production site.
PRODUCTION := PEERPLEIN_ENV=production PEERPLEIN_DEMO= PEERPLEIN_WAIVE_SECOND_FACTOR= DEBUG= \
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))') \
	DATABASE_URL=postgres://peerplein@localhost/peerplein REDIS_URL=redis://localhost:6379/0 \
	SITE_URL=https://peerplein.example EMAIL_URL=smtp+tls://localhost:587 MAIL_FROM=peerplein@peerplein.example

format: $(READY_DEV) ## put the code into its form
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

translations: $(READY_DEV) ## collect new words into locale/
	$(PY) manage.py translations update

pictures: $(READY_DEV) browser ## take the pictures of the documents anew, from a fresh demo
	$(PY) -m tests.e2e.pictures

browser: $(READY_DEV)
	@$(PY) -m tests.plugins.browser

lock: $(READY_DEV) ## pin the newest versions that fit pyproject.toml (needs uv)
	uv pip compile --upgrade $(LOCK) pyproject.toml -o requirements.lock
	uv pip compile --upgrade $(LOCK) --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header

clean: ## throw away the environment; the site's data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Peerplein needs Python 3.11 or newer.")'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Peerplein needs …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(READY_DEV): requirements-dev.lock $(READY)
	@echo "Installing what the tests need …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
