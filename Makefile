# Few verbs. `make demo` and `make test` are all the set-up there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: demo test check types docs regolden bench release clean

demo: $(VENV)/.base
	@$(BIN)/python tools/demo.py

test: $(VENV)/.dev
	@bash tools/check_all.sh

check: $(VENV)/.dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports && $(BIN)/mypy

docs: $(VENV)/.dev
	@$(BIN)/python tools/build_docs.py

regolden: $(VENV)/.dev
	@TUMORBOARD_REGOLDEN=1 $(BIN)/python -m pytest -q tests/golden

bench: $(VENV)/.dev
	@$(BIN)/python benchmarks/run.py

# The wheel, the offline manual and the validation dossier with the results of a run of all tests.
release: $(VENV)/.dev
	@mkdir -p dist && $(BIN)/python -m pytest -q -n 2 tests --junitxml=dist/junit.xml
	@$(BIN)/python -m pip --disable-pip-version-check -q wheel --no-deps --no-build-isolation -w dist .
	@$(BIN)/python tools/release_docs.py dist --junit dist/junit.xml

clean:
	rm -rf $(VENV) out dist build

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: requirements/base.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements/base.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
