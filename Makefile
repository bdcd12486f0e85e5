# Everything is done in .venv, which the first target that needs it makes.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO := build/demo

.DEFAULT_GOAL := help
.PHONY: help demo test e2e lint types imports format benchmark clean

help: ## Show the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	@# As a path: an import hook, the other way to be editable, costs every start more than a check takes.
	$(BIN)/python -m pip install --quiet --editable . --config-settings editable_mode=compat --group dev
	@touch $@

demo: $(VENV)/.ready ## Start an operator project in build/demo/shop, generate, validate its samples.
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	cd $(DEMO) && $(abspath $(BIN))/scaffold new shop --group shop.example.com --kind Database
	cd $(DEMO)/shop && $(abspath $(BIN))/scaffold generate
	cd $(DEMO)/shop && $(abspath $(BIN))/scaffold validate config/samples

test: $(VENV)/.ready ## Run the tests.
	$(BIN)/python -m pytest

e2e: $(VENV)/.ready ## Run the tests that need the network: the hooks under pre-commit itself.
	$(BIN)/python -m pytest -m e2e

lint: $(VENV)/.ready ## Check style and format.
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.ready ## Check the types.
	$(BIN)/mypy

imports: $(VENV)/.ready ## Check the direction of imports.
	$(BIN)/lint-imports

format: $(VENV)/.ready ## Format the code.
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

benchmark: $(VENV)/.ready ## Time what users wait for, beside its peers.
	$(BIN)/python -m benchmarks

clean: ## Remove what these targets made.
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
