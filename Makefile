# Two commands: `make demo` tries the whole system out, `make test` runs every check.

PYTHON ?= python3
BIN := .venv/bin
ROOMS := bot dialogue handlers models scheduler surveys
CODE := $(ROOMS) tests $(patsubst %/,%,$(dir $(firstword $(wildcard bench/*.py))))
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet --quiet
RUN := $(BIN)/installed-run
DEV := $(BIN)/installed-dev
INSTALLED := $(if $(wildcard $(DEV)),$(DEV),$(RUN))
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml
SPANISH := locales/es/LC_MESSAGES/messages.po
PLACEHOLDERS := Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By

CAMPAIGNS := $(patsubst %,tests/test_announcement_%.py,kills refusals clock slow standstill database senders) \
	tests/test_receipt_storms.py tests/test_survey_kills.py tests/test_waves_kills.py
IN_FULL := LAZOS_ANNOUNCEMENT_KILLS=200 LAZOS_ANNOUNCEMENT_REFUSALS=1000 LAZOS_RECEIPT_ORDERS=50 LAZOS_SLOW_PROVIDER=1 \
	LAZOS_STANDSTILLS=20 LAZOS_DATABASE_AWAY=60 LAZOS_SENDER_KILLS=20 \
	LAZOS_SURVEY_KILLS=200
FIGURES := $(BIN)/faults.jsonl

.PHONY: help demo test faults bench lock catalogues format clean
.DELETE_ON_ERROR:

help:
	@echo "make demo         start the whole system with fictional data, and print the address to open (PORT=8080)"
	@echo "make test         format, lint, types, import rules, catalogues, tests"
	@echo "make faults       the campaigns of docs/reliability.md at full length (hours)"
	@echo "make bench        measure, and write docs/performance.md"
	@echo "make format       write the code as the checks want it"
	@echo "make catalogues   collect all sentences for translation"
	@echo "make lock         choose the newest packages that pyproject.toml allows (needs uv)"
	@echo "make clean        remove what was installed and built; the demo's data stay"

demo: $(INSTALLED)
	@exec $(BIN)/lazos demo

test: $(DEV)
	@echo "Format" && $(BIN)/ruff format --quiet --check $(CODE)
	@echo "Lint" && $(BIN)/ruff check --quiet $(CODE)
	@echo "Types" && $(BIN)/mypy --no-error-summary $(CODE)
	@echo "Import rules" && { $(BIN)/lint-imports --no-cache >$(BIN)/imports.log || { cat $(BIN)/imports.log; exit 1; }; }
	@echo "Tests" && $(BIN)/pytest -n auto

faults: $(DEV)
	@LAZOS_KILLS=500 $(BIN)/pytest tests/test_kills.py
	@rm -f $(FIGURES)
	@LAZOS_FIGURES=$(abspath $(FIGURES)) $(IN_FULL) $(BIN)/pytest $(CAMPAIGNS); status=$$?; cat $(FIGURES); exit $$status

bench: .venv-bench/installed
	@.venv-bench/bin/python -m bench

.venv-bench/installed: requirements/bench.txt pyproject.toml | $(BIN)/python
	@echo "Installing what $< pins, with the frameworks that are measured beside ours"
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip --disable-pip-version-check --quiet --quiet install --require-hashes -r $<
	@.venv-bench/bin/python -m pip --disable-pip-version-check --quiet --quiet install --no-deps --no-build-isolation -e .
	@touch $@

format: $(DEV)
	@$(BIN)/ruff format --quiet $(CODE)
	@$(BIN)/ruff check --quiet --fix $(CODE)

catalogues: $(DEV)
	@$(BIN)/pybabel --quiet extract --no-location --omit-header --sort-output --no-wrap \
		--no-default-keywords -k _ -k plural:1,2 -o locales/messages.pot $(ROOMS)
	@$(BIN)/pybabel --quiet update --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
		-i locales/messages.pot -d locales -l es
	@$(BIN)/python -c 'import pathlib, re; po = pathlib.Path("$(SPANISH)"); \
		po.write_text(re.sub(r"(?m)^\"(?:$(PLACEHOLDERS)): .*\n", "", po.read_text("utf-8")), "utf-8")'

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/" >&2; exit 1; }
	@$(LOCK) --upgrade --extra build --extra dev --output-file requirements/dev.txt
	@$(LOCK) --upgrade --extra build --constraint requirements/dev.txt --output-file requirements/run.txt
	@$(LOCK) --upgrade --extra build --extra bench --output-file requirements/bench.txt

clean:
	@rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find $(ROOMS) tests -name __pycache__ -type d -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || \
		{ echo "Python is missing. On Debian or Ubuntu: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed, and this is $$($(PYTHON) --version). PYTHON=… names another." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv is missing. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

$(RUN): requirements/run.txt pyproject.toml | $(BIN)/python
$(DEV): requirements/dev.txt pyproject.toml | $(BIN)/python
$(RUN) $(DEV):
	@echo "Installing what $< pins"
	@$(PIP) install --require-hashes -r $<
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
