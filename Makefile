# Bare `make` lists what can be done.
PYTHON ?= python3
export PORT ?= 8000
export VAR_DIR ?= var
BIN = .venv/bin
TOO_OLD = $(PYTHON) is no Python 3.11 or newer: install one and name it, as in: make run PYTHON=python3.12
.DEFAULT_GOAL = help
.DELETE_ON_ERROR:
.PHONY: help run dev test lint format audit crash-test drills bench bench-lists bench-growth bench-newsletter bench-subscribers bench-search ci

help:
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 26

run: .venv/production $(VAR_DIR)/local.env ## start the site with its demonstration on http://localhost:8000 (PORT=8001 moves it)
	@exec $(BIN)/python manage.py run

dev: .venv/development $(VAR_DIR)/local.env ## the same while you change it: reloads by itself, has the debug toolbar
	@DEBUG=1 exec $(BIN)/python manage.py run

test: .venv/development ## run the tests, but for the slow ones, on SQLite
	@$(BIN)/python -m pytest -q -n 2

lint: .venv/development ## say what is badly written: ruff, djade, mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@git ls-files 'templates/*.html' | xargs -r $(BIN)/djade --check --target-version 5.2
	@LOCAL=1 SECRET_KEY=lint $(BIN)/mypy

format: .venv/development ## put the code and the templates into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@git ls-files 'templates/*.html' | xargs -r $(BIN)/djade --target-version 5.2

crash-test: .venv/development ## kill the workers 30 times while they send to 10,000 people, then account for everybody
	@$(BIN)/python -m tests.newsletter.crash

drills: .venv/development ## restart the database, fill the disk, reload the servers, each with traffic running
	@$(BIN)/python -m tests.drills

bench: .venv/development ## a page through the door beside an empty application, Django and nginx (nginx, wrk), into docs/performance.md
	@$(BIN)/python -m tests.bench $(if $(ONLY),,docs)

bench-lists: .venv/development ## the deepest page of each list beside its first, among 20,000 articles
	@$(BIN)/python -m tests.articles.bench_lists

bench-growth: .venv/development ## reading, publishing and the desk with 100 to 10,000 articles (SIZES), into docs/performance.md
	@$(BIN)/python -m tests.bench_growth $(PART)

bench-newsletter: .venv/development ## letters a second with the ledger on, beside a bare smtplib loop in the same run
	@$(BIN)/python -m tests.newsletter.bench

bench-subscribers: .venv/development ## export, import and lists of 1,000,000 subscribers (ROWS=10000 is quicker), beside the barest way
	@$(BIN)/python -m tests.newsletter.bench_subscribers $(PART)

bench-search: .venv/development ## the page of results at 20,000 articles (ROWS=2000 is quicker), beside the bare query
	@$(BIN)/python -m tests.articles.bench_search $(PART)

audit: .venv/production ## measure the pages with Lighthouse and the Nu checker (node, java, Chromium), write docs/audit.md
	@$(BIN)/python -m tests.audit $(SITE)

ci: .venv/development ## everything that must hold, on SQLite and PostgreSQL (.ci/run installs what it needs)
	@.ci/steps

.venv/production: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "$(TOO_OLD)" >&2; exit 1; }
	@$(PYTHON) kratominfo/preflight.py requirements.txt
	@touch $@

.venv/development: .venv/production requirements-dev.txt
	@$(PYTHON) kratominfo/preflight.py requirements-dev.txt
	@touch $@

$(VAR_DIR)/local.env:
	@mkdir -p $(VAR_DIR)
	@umask 077 && $(PYTHON) -c 'import secrets; print("LOCAL=1\nSECRET_KEY=" + secrets.token_urlsafe(48))' > $@
