# The two commands: `make run` opens the demonstration, `make test` runs the tests.

PYTHON ?= python3
PORT ?= 8000
SITE_URL ?= http://127.0.0.1:$(PORT)
VENV := .venv
BROWSER := tests/browser
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
# Makes the documents that are asked for, and ends with the server that takes this shell's place.
WORKER = $(MANAGE) make_documents --wait --beside $$$$
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes
LOCK := uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url \
	--annotation-style line --python-version 3.11 pyproject.toml

# Hundreds of processes start in the tests: each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run dev test test-browser check-pdf drill audit audit-python audit-browser bench bench-pdf \
	lint format lock dump clean system

run dev: export SITE_URL := $(SITE_URL)
run: export TRACKER_MODE = demonstration
run: export MALLOC_ARENA_MAX = 2
run: system $(VENV)/run.stamp
	@$(MANAGE) migrate --verbosity 0
	@echo "· Base de données : prête"
	@printf "· " && $(MANAGE) load_plan fixtures/2014-2016 --if-missing
	@printf "· " && $(MANAGE) rebuild_search --if-missing
	@printf "· " && $(MANAGE) create_demonstration_accounts
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@echo "· Fichiers du site : assemblés"
	@echo "· Le site est ouvert : http://127.0.0.1:$(PORT) (Ctrl+C pour le fermer)"
	@$(WORKER) & exec $(BIN)/gunicorn tracker.wsgi --preload --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 \
		--timeout 60 --log-level warning

dev: export TRACKER_MODE = development
dev: system $(VENV)/dev.stamp
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_plan fixtures/2014-2016 --if-missing
	@$(MANAGE) rebuild_search --if-missing
	@$(MANAGE) create_demonstration_accounts
	@$(WORKER) & exec $(MANAGE) runserver $(PORT)

# ARGS passes options to pytest: make test ARGS="-k recommendations".
test: system $(VENV)/dev.stamp
	@$(BIN)/python -m pytest --ignore tests/browser $(ARGS)

# In Debian's Chromium, with axe-core and the W3C's checker of HTML from npm.
test-browser: system $(VENV)/dev.stamp $(BROWSER)/node_modules/.stamp
	@test -x "$${CHROMIUM:-/usr/bin/chromium}" \
		|| { echo "Il manque Chromium. Sur Debian : apt install chromium"; exit 1; }
	@command -v java >/dev/null \
		|| { echo "Il manque Java. Sur Debian : apt install default-jre-headless"; exit 1; }
	@$(BIN)/python -m pytest tests/browser $(ARGS)

# Every kind of PDF that the application makes, or FILES, by PDF/UA-1 and PDF/A-3a.
check-pdf: export TRACKER_MODE = development
check-pdf: system $(VENV)/dev.stamp
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_plan fixtures/2014-2016 --if-missing
	@$(MANAGE) check_pdf $(FILES)

# The public pages beside a bare Django that says « hello », on the same server settings; some
# minutes. BENCH_ROUNDS and BENCH_PORT change how many rounds (5), and the first of five ports.
bench: system $(VENV)/dev.stamp
	@command -v wrk >/dev/null || { echo "Il manque wrk. Sur Debian : apt install wrk"; exit 1; }
	@$(BIN)/python -m bench.pages

# Our PDF beside bare WeasyPrint on the same HTML, in one run: time, memory, growth.
bench-pdf: system $(VENV)/dev.stamp
	@$(BIN)/python -m bench.report_pdf

# Faults made on purpose, on the loopback address: ARGS="--short", or names (database disk…).
drill: system $(VENV)/dev.stamp
	@$(BIN)/python -m drill $(ARGS)

# Known vulnerabilities of everything in the lock files. Where the advisories cannot be had, a
# known one is not found either: then nothing was audited, and that is a failure.
ADVISORIES ?= --vulnerability-service pypi
AUDIT = $(BIN)/pip-audit $(ADVISORIES) --strict --disable-pip --progress-spinner off

audit: audit-python audit-browser

audit-python: system $(VENV)/dev.stamp
	@$(AUDIT) --no-deps --requirement tests/known_vulnerable.txt 2>/dev/null | grep -qE 'GHSA|PYSEC|CVE' \
		|| { echo "Rien n’a été vérifié : d’ici, les avis de sécurité ne se lisent pas."; exit 1; }
	@for file in requirements.txt requirements-dev.txt; do \
		echo "· $$file" && $(AUDIT) --require-hashes --requirement $$file || exit 1; done

audit-browser:
	@echo "· $(BROWSER)/package-lock.json"
	@cd $(BROWSER) && npm audit --package-lock-only

lint: export TRACKER_MODE = test
lint: $(VENV)/dev.stamp
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/djlint templates --lint --quiet
	@$(MANAGE) makemigrations --check --dry-run --verbosity 0

format: $(VENV)/dev.stamp
	@$(BIN)/ruff check --fix --exit-zero --silent .
	@$(BIN)/ruff format --quiet .

# Both lock files, from pyproject.toml: exact versions with hashes, for plain pip.
lock:
	@$(LOCK) --upgrade --output-file requirements.txt
	@$(LOCK) --group dev --constraints requirements.txt --output-file requirements-dev.txt

# The plan of the demonstration, back into fixtures/.
dump: export TRACKER_MODE = demonstration
dump: $(VENV)/run.stamp
	@$(MANAGE) dump_plan 2014-2016 fixtures

clean:
	@rm -rf $(VENV) var

system:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Il faut Python 3.11 ou plus récent."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Il manque de quoi créer un environnement Python. Sur Debian : apt install python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ctypes; [ctypes.CDLL(f"lib{name}-1.0.so.0") for name in ("pango", "pangoft2")]' 2>/dev/null \
		|| { echo "Il manque Pango, qui compose le PDF. Sur Debian : apt install libpango-1.0-0 libpangoft2-1.0-0"; exit 1; }

$(VENV)/run.stamp: requirements.txt
	@echo "· Environnement Python : installation, une seule fois"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt
	@echo "· Environnement Python : installation, une seule fois"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp

$(BROWSER)/node_modules/.stamp: $(BROWSER)/package-lock.json
	@command -v npm >/dev/null || { echo "Il manque npm. Sur Debian : apt install npm"; exit 1; }
	@cd $(BROWSER) && npm ci --silent
	@touch $@
