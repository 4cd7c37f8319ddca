# Everything is done in .venv, which is made on first use and whenever the locked versions change.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEERS := .contract-kit/peers
READY := $(VENV)/.ready
CODE := contract_kit tests $(wildcard benchmarks)
SPECS := $(filter-out %.arazzo.yaml %.accepted.yaml,$(wildcard specs/*.yaml))

.DEFAULT_GOAL := help
.PHONY: help contract test check lint nightly record stories format baseline golden picture fuzz-long bench drift-bench lock clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

contract: $(READY) ## Check the contract with every API under specs/ (the main job)
	$(BIN)/contract-kit check

test: $(READY) ## Run the tests
	$(BIN)/python -m pytest -n auto

check: lint test ## Run everything that CI runs before the contract

lint: $(READY) ## Check format, style, types, imports and specifications
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/openapi-spec-validator $(SPECS)
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml

nightly: $(READY) ## Run the night of production, with the emulators in its place
	$(BIN)/contract-kit nightly --target emulator

format: $(READY) ## Bring the code into the house's format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

record: $(READY) ## Record the stories of the shipped APIs anew; read the diff
	$(BIN)/contract-kit record

stories: ## Hold the stories to the standard with a linter from npm (needs Node)
	REDOCLY_TELEMETRY=off npx --yes @redocly/cli@2 lint --skip-rule=outputs-defined specs/*.arazzo.yaml

baseline: $(READY) ## Teach the shipped baselines anew, by sixty runs of each emulator
	$(BIN)/python -m tests.specs.learned

golden: $(READY) ## Write the expected reports of the tests anew; read the diff
	REFRESH_GOLDEN=1 $(BIN)/python -m pytest -q tests/reports tests/formats tests/specs

picture: $(READY) ## Draw the README's picture anew
	$(BIN)/python -m docs.picture

fuzz-long: $(READY) ## Fuzz with 2,000 cases an operation
	$(BIN)/contract-kit fuzz --cases 2000

bench: $(READY) | $(PEERS) ## Measure how fast it is
	$(BIN)/python -m benchmarks

drift-bench: $(READY) ## Change vendors in 300 ways, and look what drift finds
	$(BIN)/python -m benchmarks.drift

# The index of the lock is the default one, whatever this machine is configured to use besides.
lock: $(READY) ## Resolve all dependencies anew into requirements/lock.txt
	CUSTOM_COMPILE_COMMAND="make lock" \
	PIP_CONFIG_FILE=/dev/null PIP_INDEX_URL= PIP_EXTRA_INDEX_URL= PIP_FIND_LINKS= \
	$(BIN)/pip-compile --quiet --upgrade --extra fuzz --extra dev --generate-hashes \
	    --strip-extras --allow-unsafe --no-emit-options \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	    --output-file requirements/lock.txt pyproject.toml

clean: ## Remove all that make and the tools have made
	rm -rf $(VENV) reports build dist .contract-kit .hypothesis
	rm -rf .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# cassetter's pytest plugin and pytest-recording's claim one option, so it has a folder of its own.
$(PEERS): | $(READY)
	$(BIN)/python -m pip install -qq --target $@ cassetter==0.16.1 genson==1.4.0

$(READY): requirements/lock.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("contract-kit needs \
	Python 3.11 or newer and $(PYTHON) is " + sys.version.split()[0] + ": make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --require-hashes --requirement requirements/lock.txt
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@
