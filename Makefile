# The two commands are `make run` and `make test`. `make` alone lists the others.

PYTHON ?= python3
# One more than there are cores as a rule: tests wait for servers and browsers.
WORKERS ?= 3
PYTEST_ARGS ?=
UV_VERSION ?= 0.13.9

BIN = .venv/bin
BOOTSTRAP = @$(PYTHON) -m config.bootstrap
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--no-header --no-annotate --generate-hashes pyproject.toml

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check lint content figures bench format words migrate lock clean

help: ## List these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1 	\2/p' Makefile

run: ## Serve the course with demonstration people at http://127.0.0.1:8000
	$(BOOTSTRAP) run
	@exec $(BIN)/course serve --demo

# A worker in the place of one that ended is given what was done already, and waits for
# ever (pytest-xdist 3.8): the run ends with the worker.
test: ## Run every test, the browser and PostgreSQL ones included
	$(BOOTSTRAP) test
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder \
		--max-worker-restart 0 $(PYTEST_ARGS)

# The tests come last, so that pytest's closing line closes the check too.
check: lint content test ## Check format, lint, types, import contracts and content, then run the tests

lint: ## Check format, lint, types and import contracts alone
	$(BOOTSTRAP) test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

content: ## Report every fault in the content, and whatever an editor should look at
	$(BOOTSTRAP) test
	$(BIN)/course check-content --strict

figures: ## Draw the pictures of the figures from their data
	$(BOOTSTRAP) test
	@$(BIN)/course draw-figures

# BENCH_LEARNERS=1000,1000000 names how large the records are; what a million costs is
# told in config/decisions/0056-what-a-million-costs.md.
bench: ## Measure speed against a bare Flask view, and what large records were promised
	$(BOOTSTRAP) test
	@$(BIN)/python -m tests.benchmarks

format: ## Format the code and mend what lint can mend
	$(BOOTSTRAP) test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

words: ## Collect every sentence that people read, for translators
	$(BOOTSTRAP) test
	@$(BIN)/python -m learner_api.translations

migrate: ## Bring the database to this version of the course
	$(BOOTSTRAP) run
	@$(BIN)/course migrate

lock: $(BIN)/uv ## Resolve the dependencies anew into the two locks
	$(COMPILE) --group build --output-file config/requirements.lock
	$(COMPILE) --group test --output-file config/requirements-test.lock

$(BIN)/uv:
	$(BOOTSTRAP) run
	$(BIN)/python -m pip install --quiet uv==$(UV_VERSION)

clean: ## Remove what can be made again; the data folder stays
	rm -rf .venv build *.egg-info .coverage .coverage.* htmlcov
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
