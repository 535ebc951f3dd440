# make demo   a recommendation for an example profile, and its HTML report
# make test   every test that needs no browser
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PROFILE := examples/support-assistant-en-ko.yaml
REPORT := build/demo/report.html

.PHONY: demo test test-browser test-spark check format benchmark translations clean

demo: $(READY)
	$(BIN)/advisor recommend $(PROFILE)
	@$(BIN)/advisor recommend $(PROFILE) -f html -o $(REPORT) --quiet
	@echo "The report is in $(CURDIR)/$(REPORT)"

test: $(READY)
	$(BIN)/python -m pytest -m "not browser and not spark"

test-browser: $(READY)
	PYTHON=$(BIN)/python tests/browser/setup.sh
	$(BIN)/python -m pytest -m browser tests/browser

# The same sums on Spark: needs a Java, and pyspark, which is large.
test-spark: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pyspark==4.3.0
	$(BIN)/python -m pytest -m spark tests/workload

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/advisor rules test
	$(BIN)/advisor catalog lint

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

benchmark: $(READY)
	$(BIN)/python -m benchmarks

translations: $(READY)
	$(BIN)/pybabel -q extract -F reports/babel.cfg -k sentence -k plural:1,2 -k Measure:2 --omit-header --sort-output \
		--add-location=never -o reports/translations/messages.pot .

# The environment is made once, and again whenever what it is made from changes.
$(READY): pyproject.toml requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.exit("advisor needs Python 3.11 or newer; try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache
