# `make` lists what there is. Everything else is set up by scripts/setup.py, once.
PYTHON ?= python3
BIN := .venv/bin
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check bench chaos picture format lock clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Set everything up and show the map of the demo project on http://127.0.0.1:8000
	@$(PYTHON) scripts/setup.py demo
	@exec $(BIN)/mentalmap demo

test: ## Run all tests, on a real PostGIS and in a real browser (PYTEST_ARGS="…" for more)
	@$(PYTHON) scripts/setup.py test
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(PYTEST_ARGS)

check: ## Check style, types, import contracts and the architecture, as CI does
	@$(PYTHON) scripts/setup.py develop
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/run_node.py node_modules/typescript/bin/tsc --noEmit --project tsconfig.json
	$(BIN)/python -m pytest -q tests/architecture

bench: ## Measure; each benchmark prints one table and one ratio
	@$(PYTHON) scripts/setup.py test
	@set -e; for script in bench/[a-z]*.py; do $(BIN)/python -m bench.$$(basename $$script .py); done

chaos: ## Break connections, kill workers and browsers, count what was stored, and judge every page at every size
	@$(PYTHON) scripts/setup.py test
	@$(BIN)/python -m pytest -q chaos $(PYTEST_ARGS)
	@$(BIN)/python -m pytest -q -m long tests

picture: ## Take the picture of the README anew
	@$(PYTHON) scripts/setup.py test
	@MENTALMAP_TEST_TAKE_PICTURE=yes $(BIN)/python -m pytest -q tests/browser/test_readme_picture.py

format: ## Put all Python files into the common form
	@$(PYTHON) scripts/setup.py develop
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

# Never a line that names a package index: whoever installs uses the one of their machine.
LOCK := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header --extra demo --group build
lock: ## Choose new versions of all dependencies (needs uv)
	@command -v uv > /dev/null || { echo "Locking needs uv: pip install uv"; exit 1; }
	$(LOCK) --upgrade --group dev --output-file requirements-dev.lock
	$(LOCK) --upgrade --constraint requirements-dev.lock --output-file requirements.lock

clean: ## Remove what set-up and tests made; the data in instance/ stays
	rm -rf .venv node_modules static/dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find translations -name '*.mo' -delete
