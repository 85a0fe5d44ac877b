# Needs Python 3.11 or newer and make. Everything else goes into .venv.

PYTHON ?= python3
UV_VERSION := 0.13.9

BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test check bench bench-large mutate soak requirements clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

demo: export CASELEDGER_STORE := sqlite:///build/demo/caseledger.db
demo: $(READY) ## import two years of Westminster's complaints, write the annual report
	@rm -rf build/demo && mkdir -p build/demo
	$(BIN)/caseledger import examples/westminster/2022-23
	$(BIN)/caseledger import examples/westminster/2023-24
	$(BIN)/caseledger report 2023-24 --service "Children and Family Services" \
		--as-at 2024-11-30 --out build/demo/report-2023-24
	@echo "The report is at build/demo/report-2023-24/index.html"

# Sets are gone through in one order, so that cases drawn at random come out alike.
test: export PYTHONHASHSEED := 0
test: check ## check, then run every test
	$(BIN)/pytest -n auto -rs

check: $(READY) ## format, lint, types, direction of imports
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(READY) ## measure what must be fast
	$(BIN)/python bench/run.py

bench-large: $(READY) ## measure with 100,000 complaints (a quarter of an hour)
	$(BIN)/python bench/large.py

# For one package: `make mutate ONLY=calendar`.
mutate: $(READY) ## plant mistakes in the domain, which the tests must notice (slow)
	$(BIN)/python tests/mutation/run.py $(ONLY)

# Less: `make soak SHARE=0.1 STEPS=20000`, one part: `make soak ONLY=faults` or ONLY=machine.
SHARE ?= 1
STEPS ?= 200000
machine := tests/complaint/test_case_machine.py::test_no_case_goes_against_the_procedure
faults := tests/faults

# Alone, the machine tells all that it met; else the last lines tell what each test did.
soak: $(READY) ## faults and whole cases at random, at length (over an hour)
	CASELEDGER_FAULTS=$(SHARE) CASELEDGER_SOAK=$(STEPS) $(BIN)/pytest --quiet \
		$(if $(filter machine,$(ONLY)),-s,-n 2 --dist worksteal) \
		$(if $(ONLY),$($(ONLY)),$(machine) $(faults))

# Pins are kept while they satisfy pyproject.toml: `make requirements ARGS=--upgrade`
# takes the newest. Neither file may name an index or a place on one machine.
COMPILE = build/uv/bin/uv pip compile --quiet --no-config --universal \
	--python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	$(ARGS) pyproject.toml

requirements: ## pin the dependencies again, with hashes
	@test -x build/uv/bin/uv || { $(PYTHON) -m venv build/uv && \
		build/uv/bin/pip install -qq uv==$(UV_VERSION); }
	@$(COMPILE) --group dev --output-file requirements/dev.txt
	@$(COMPILE) --no-annotate --constraints requirements/dev.txt \
		--output-file requirements/runtime.txt
	@! grep -nE '://|--index|--find-links|(^|[ =@])/' requirements/*.txt

clean: ## remove what was made, except .venv
	@rm -rf build dist htmlcov mutants .coverage .coverage.* .hypothesis \
		.import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

# -qq: only errors are worth a line here.
$(READY): requirements/dev.txt pyproject.toml
	@echo "Installing the pinned packages into .venv (half a minute the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install -qq --require-hashes -r requirements/dev.txt
	@$(BIN)/pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@
