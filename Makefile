# make run    simulate the Sondrio case and say where its report is (creates .venv on first use)
# make dashboard  the live page: sliders and switches, answered at once (on this machine; ARGS="--port 9000" or others of `coworking dashboard`)
# make test   the test suite, but for what needs a browser
# make lint   style, types, import contract, freshness of generated pages
# make docs   write the generated pages again
# make site   the site with all pages, into site/; needs no network once its libraries are there
# make notebooks  run the notebooks anew and keep what they show, from their plain text in notebooks/*.py
# make study  run the shipped study again and write its page (goes on if interrupted)
# make calibration  search the parameter sets that fit again, ship them, and write the pages that show it (hours; goes on if interrupted)
# make bench  speed figures, and other frameworks beside the engine
# make bench-italy  all of Italy once: minutes, and gigabytes of memory
# make fuzz   look for files and damaged folders that are not answered in words (Linux): make fuzz ARGS="--runs 100000"
# make mutants  small faults put into what results hang on, one at a time, and which of them no test notices (Linux; hours for all of
#             them): make mutants MODULE=experiments.runs.contrasts SAMPLE=40
# make wheel  a wheel with compiled kernels, for this system, this Python and processors of the level x86-64-v3, in dist/
# make audit  known weaknesses of the tested versions (asks an advisory service on the network; without it nothing is known, and it fails)
# make help   this list
# make test-pythons  the suite, but for what is slow, on every other supported Python of this machine, and so with the other Mesa as well
# make test-browser  the pages in a Chromium that this machine has: the live page, reports, maps, studies, the site, one case of a kind; all
#             cases: make test-browser ARGS="-m browser"
# make test-peers    the tests of the other frameworks, in the environment of make bench
#
# On Windows use the plain python and pip lines of the README.

PYTHON   ?= python3
SCENARIO ?= sondrio_downsizing
OUT      ?= results/$(SCENARIO)
# Which tests, for example: make test TESTS="-k ledger"; what needs a browser has a target of its own
TESTS    ?= -m 'not browser'
# More options for `coworking run`, for example: make run ARGS="--replicates 20 --lang en"
ARGS     ?=

# What `make mutants` puts faults into, and how many, drawn at random; all by default
MODULE   ?=
SAMPLE   ?=

# Whether to install only files whose hash is known, for example: make run HASHES=1
HASHES   ?=

VENV := .venv
BIN  := $(VENV)/bin
PY   := $(BIN)/python
# Other frameworks stay apart: AgentPy installs a package named `tests`, which would hide ours.
PEERS := .venv-peers
# And so does the auditor, whose libraries are none of ours.
AUDITOR := .venv-audit
# So does the maker of mutants.
MUTANTS := .venv-mutants
PINS := requirements/pins-py311.txt requirements/pins-py312.txt

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run dashboard test test-pythons test-browser test-peers coverage lint style types contract pages docs site notebooks study calibration bench bench-italy fuzz mutants wheel audit clean

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

run: $(VENV)/.installed
	$(BIN)/coworking run $(SCENARIO) --out $(OUT) $(ARGS)

dashboard: $(VENV)/.installed-dashboard
	$(BIN)/coworking dashboard --open $(ARGS)

test: $(VENV)/.installed-dev
	$(PY) -m pytest -n 2 --dist worksteal $(TESTS)

test-pythons:
	@.ci/test-pythons '$(PYTHON)'

# One after another: a browser, the server and its threads fill two processors as it is.
test-browser: $(VENV)/.installed-browser
	$(PY) -m pytest -m 'browser and not repeated' $(ARGS)

test-peers: $(PEERS)/.installed-bench
	$(PEERS)/bin/python -m pytest tests/benchmarks

# Compiled loops are invisible to coverage: this runs them as plain Python, slowly.
coverage: $(VENV)/.installed-dev
	NUMBA_DISABLE_JIT=1 $(PY) -m pytest --cov tests

lint: style types contract pages

style: $(VENV)/.installed-dev
	$(PY) -m ruff check .

types: $(VENV)/.installed-dev
	$(PY) -m mypy

contract: $(VENV)/.installed-dev
	$(BIN)/lint-imports --no-logo

pages: $(VENV)/.installed-dev
	$(PY) -m experiments.documentation --check

docs: $(VENV)/.installed-dev
	$(PY) -m experiments.documentation

site: $(VENV)/.installed-docs
	$(PY) -m experiments.documentation.site

notebooks: $(VENV)/.installed-dev
	$(PY) -m jupytext --to ipynb --update notebooks/*.py
	env -u COWORKING_REPLICATES $(PY) -m pytest --overwrite --nbmake-timeout=600 notebooks

study: $(VENV)/.installed
	$(PY) -m experiments.documentation.studies

calibration: $(VENV)/.installed
	$(BIN)/coworking calibrate --ship
	$(BIN)/coworking recovery --write
	$(BIN)/coworking structures --write
	$(BIN)/coworking validate --write

bench: $(VENV)/.installed-region $(PEERS)/.installed-bench
	$(PY) -m benchmarks.speed
	$(PY) -m benchmarks.common_random_numbers
	$(PEERS)/bin/python -m benchmarks.peers.run

bench-italy: $(VENV)/.installed-region
	$(PY) -m benchmarks.region --italy

wheel: $(VENV)/.installed
	COWORKING_WITH_KERNELS=1 $(PY) -m hatchling build --target wheel

fuzz: $(VENV)/.installed-fuzz
	$(PY) -m tests.fuzz.fuzz_scenarios $(ARGS)
	$(PY) -m tests.fuzz.folders

mutants: $(MUTANTS)/.installed
	$(MUTANTS)/bin/python -m benchmarks.mutants $(MODULE) $(if $(SAMPLE),--sample $(SAMPLE))

audit: $(AUDITOR)/.installed
	$(AUDITOR)/bin/pip-audit --strict --no-deps --disable-pip --progress-spinner off $(foreach file,$(PINS),--requirement $(file))

clean:
	rm -rf build/site site $(VENV) $(VENV)-3.* $(PEERS) $(AUDITOR) $(MUTANTS) .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
	find model experiments tests benchmarks -name __pycache__ -type d -exec rm -rf {} +

# --- the environment; a stamp is written only after its step succeeded, so that an interrupted step is done again ---

$(VENV)/.created $(PEERS)/.created $(AUDITOR)/.created $(MUTANTS)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or later is needed and '$(PYTHON)' is older or missing; try: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(@D) || { \
	  echo "'$(PYTHON)' cannot create a virtual environment; on Debian or Ubuntu install the package python3-venv." >&2; exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.created pyproject.toml $(PINS)
	@echo "Installing the model and its libraries, once; this takes a minute or two."
	@$(call install,$(VENV),.)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.created pyproject.toml $(PINS)
	@echo "Installing the model, its libraries and the test tools, once; this takes a few minutes."
	@$(call install,$(VENV),.[dev])
	@touch $@ $(VENV)/.installed $(VENV)/.installed-docs

$(PEERS)/.installed-bench: $(PEERS)/.created pyproject.toml $(PINS)
	@echo "Installing the frameworks to compare with, once, in an environment of their own; this takes a few minutes."
	@$(call install,$(PEERS),.[test$(comma)peers])
	@touch $@

$(AUDITOR)/.installed: $(AUDITOR)/.created
	@$(AUDITOR)/bin/python -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.10,<3'
	@touch $@

$(MUTANTS)/.installed: $(MUTANTS)/.created pyproject.toml $(PINS)
	@$(call install,$(MUTANTS),.[test])
	@$(MUTANTS)/bin/python -m pip install --quiet --disable-pip-version-check 'cosmic-ray>=8.7,<9'
	@touch $@

comma := ,

$(VENV)/.installed-region: $(VENV)/.installed
	@$(call install,$(VENV),.[region])
	@touch $@

$(VENV)/.installed-docs: $(VENV)/.installed
	@$(call install,$(VENV),.[docs])
	@touch $@

$(VENV)/.installed-dashboard: $(VENV)/.installed
	@$(call install,$(VENV),.[dashboard])
	@touch $@

$(VENV)/.installed-browser: $(VENV)/.installed-dev
	@$(call install,$(VENV),.[browser])
	@touch $@

$(VENV)/.installed-fuzz: $(VENV)/.installed-dev
	@$(call install,$(VENV),.[fuzz])
	@touch $@

# The build tool is pinned like everything else, so the package is built with it and not in an environment of its own.
# With HASHES=1 all that runs is installed first, from files whose hash is known; then the constraints find it there.
install = python=$$($(1)/bin/python -c 'import sys; print("py311" if sys.version_info < (3, 12) else "py312")') && \
	  pins=requirements/pins-$$python.txt && \
	  { [ -z '$(HASHES)' ] || [ -f requirements/hashed-$$python.txt ] || { \
	    echo "There are no hashes for this Python yet; take 3.11 (make run HASHES=1 PYTHON=python3.11), or leave HASHES out." >&2; exit 1; }; } && \
	  { [ -z '$(HASHES)' ] || $(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	    --requirement requirements/hashed-$$python.txt; } && \
	  $(1)/bin/python -m pip install --quiet --disable-pip-version-check --constraint "$$pins" hatchling editables && \
	  $(1)/bin/python -m pip install --quiet --disable-pip-version-check --constraint "$$pins" --no-build-isolation --editable '$(2)'
