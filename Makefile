# Works with GNU make 3.81 (macOS). Everything happens in .venv; nothing is installed outside it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed-$(shell cksum < requirements.lock | cut -d' ' -f1)

# What is compiled is kept, or each of the many processes of a run would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: validate demo test lint bench lab docs clean

demo: $(STAMP)
	$(BIN)/kamnb demo

# Types are checked while the tests run: both must be good.
test: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy & types=$$!; $(BIN)/python -m pytest -n 2 --nbval-lax; tests=$$?; wait $$types && exit $$tests

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(STAMP)
	$(BIN)/python scripts/bench.py

validate: $(STAMP)
	$(BIN)/python scripts/validate.py

lab: $(STAMP)
	$(BIN)/kamnb lab

docs: $(STAMP)
	$(BIN)/kamnb schema --markdown > docs/data-contract.md
	$(BIN)/python scripts/make_coverage.py

$(STAMP): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing; on Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache
