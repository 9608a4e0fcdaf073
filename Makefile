# Everything here works on a machine with only Python 3.11 or later, make and a compiler.
#
# The environment is .venv. Each stamp in it says that a list of requirements was installed, so nothing is installed twice;
# packages come only in the versions, and with the hashes, that stand in requirements/.

PYTHON   ?=
VENV     := .venv
BIN      := $(VENV)/bin
PIP      := $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALL  := $(PIP) install --quiet --require-hashes --requirement
EXAMPLES := $(sort $(wildcard $(addprefix examples/*.,yaml yml json jsonl toml)))
LISTS    ?= ../shared/data
UV       := uv==0.13.9
# The extras that the tests need; the others are for a server or a cluster of one's own.
EXTRAS   := sheets tables fast duckdb prove pictures site site-postgres mcp

# The tests that hold the engine to what it answers: those of deciding, of the law, and of what reforms change.
ENGINE_TESTS := $(addprefix tests/,law $(addsuffix .py,$(addprefix test_,changing conditions derived_figures parties_in_review properties \
  reforms reviewing small_policy through_years)))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help environment review test second-opinion lint format types law verify docs docs-check photographs bench compiled test-compiled wheel lock check clean site

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The environment

$(VENV)/.made:
	@for python in $(or $(PYTHON),python3.11 python3 python3.14 python3.13 python3.12 python); do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Licet needs Python 3.11 or later, and none was found: $(or $(PYTHON),python3) is" \
	    "$$($(or $(PYTHON),python3) --version 2>&1 | tail -n 1)." >&2; \
	  echo "Install one, or say where it is: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; \
	  exit 1; \
	fi; \
	"$$found" -m venv $(VENV) || { \
	  echo "$$found could not make an environment; on Debian and Ubuntu the package python3-venv is needed." >&2; exit 1; }
	@touch $@

$(VENV)/.base: $(VENV)/.made requirements/base.txt requirements/build.txt pyproject.toml src/licet/version.py
	$(INSTALL) requirements/base.txt --requirement requirements/build.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.base requirements/test.txt
	$(INSTALL) requirements/test.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.test requirements/dev.txt
	$(INSTALL) requirements/dev.txt
	@touch $@

environment: $(VENV)/.dev ## the environment with all tools, and nothing else

# What people do with it

review: $(VENV)/.base ## review examples/ and print the answers
	@$(BIN)/licet review $(EXAMPLES)

test: $(VENV)/.test ## run the tests
	$(BIN)/python -m pytest --numprocesses auto $(PYTEST)

site: $(VENV)/.test ## the site on this machine, at http://127.0.0.1:8000 (SITE='--port 8080' for another port)
	@$(BIN)/licet site $(SITE)

law: $(VENV)/.test ## check the rulebook, and prove it sound
	$(BIN)/licet law check

verify: $(VENV)/.base ## hold the law against the published lists in LISTS=FOLDER, where there is one
	@if [ -d "$(LISTS)" ]; then $(BIN)/licet law verify --against "$(LISTS)"; \
	else echo "Not verified: there is no folder $(LISTS) with published lists; make verify LISTS=FOLDER names another."; fi

second-opinion: ## the tests of the second opinion on hits, in an environment of its own, where the ICU library can be built
	@if pkg-config --exists icu-i18n 2>/dev/null; then \
	  [ -d build/second-opinion ] || $(BIN)/python -m venv build/second-opinion; \
	  build/second-opinion/bin/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes --requirement requirements/ftm.txt && \
	  PYTHONPATH=src build/second-opinion/bin/python -m pytest -q tests/screening/test_second_opinion.py; \
	else echo "Not tested: there is no ICU library (icu-i18n) to build PyICU with."; fi

# What developers do

lint: $(VENV)/.dev ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.dev ## put the code in form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.dev ## mypy, strict
	$(BIN)/mypy

docs: $(VENV)/.base ## make the generated pages and the schema anew
	$(BIN)/python docs/generate.py

docs-check: $(VENV)/.base ## whether the generated pages and the schema are those of the code and the law
	$(BIN)/python docs/generate.py --check

photographs: $(VENV)/.test ## take the pictures of the site's pages anew, for docs/site.md (PAGES='home review' for some)
	$(BIN)/python docs/photograph.py $(PAGES)

# The engines beside which tables are measured have an environment of their own, as they are no part of Licet.
build/peers/.made: benchmarks/peers/requirements.txt $(VENV)/.dev
	$(BIN)/python -m venv build/peers
	build/peers/bin/python -m pip --disable-pip-version-check install --quiet --requirement $< --editable .
	@touch $@

bench: $(VENV)/.dev build/peers/.made build/compiled/.made ## measure, hold the figures against their targets, and write benchmarks/RESULTS.md
	$(BIN)/python benchmarks/run.py $(BENCH)
	$(BIN)/python benchmarks/tables.py --record --peers-with build/peers/bin/python $(TABLES)
	$(BIN)/python benchmarks/bench_site.py --record --compiled build/compiled $(SITE_LOAD)
	$(BIN)/python benchmarks/bench_cases.py --record $(CASES_LOAD)

compiled: build/compiled/.made ## build the wheel with the deciding engine compiled, for this platform, and lay it out in build/compiled

build/compiled/.made: $(VENV)/.dev hatch_build.py $(shell find src law -type f ! -name '*.pyc')
	rm -rf build/compiled
	HATCH_BUILD_HOOK_ENABLE_CUSTOM=true $(BIN)/python -m hatchling build --target wheel --directory build/compiled/wheel
	$(PIP) install --quiet --no-deps --target build/compiled build/compiled/wheel/*.whl
	@touch $@

test-compiled: build/compiled/.made ## hold the compiled engine to the tests of deciding and of the law
	PYTHONPATH=build/compiled $(BIN)/python -c 'import licet.deciding.bound as engine; assert not engine.__file__.endswith(".py"), engine.__file__'
	PYTHONPATH=build/compiled $(BIN)/python -m pytest --numprocesses auto --override-ini pythonpath='tests docs' $(ENGINE_TESTS)

wheel: $(VENV)/.base ## build the wheel and the source archive into dist/
	$(BIN)/python -m hatchling build --clean

lock: $(VENV)/.made ## make requirements/ anew from pyproject.toml (UPGRADE=--upgrade for newer versions)
	$(VENV)/bin/python -m venv build/lock
	build/lock/bin/python -m pip --disable-pip-version-check install --quiet $(UV)
	@for list in dev:dev build:build test:test base:; do \
	  name=$${list%%:*}; group=$${list##*:}; \
	  [ $$name = build ] && project= || project=pyproject.toml; \
	  [ $$name = dev ] && held= || held="--constraints requirements/dev.txt"; \
	  case $$name in dev|test) extras="$(addprefix --extra ,$(EXTRAS))";; *) extras=;; esac; \
	  build/lock/bin/uv pip compile --quiet --no-config --universal --generate-hashes --no-emit-index-url \
	    --python-version 3.11 --custom-compile-command 'make lock' $(UPGRADE) $$held \
	    $$project $$extras $${group:+--group $$group} --output-file requirements/$$name.txt || exit 1; \
	done
	@# Apart from the others: it needs an older DuckDB than the extra of that name.
	build/lock/bin/uv pip compile --quiet --no-config --universal --generate-hashes --no-emit-index-url \
	  --python-version 3.11 --custom-compile-command 'make lock' $(UPGRADE) \
	  pyproject.toml --extra ftm --group test --output-file requirements/ftm.txt

check: test lint types law verify docs-check ## everything that must hold before a change lands

clean: ## remove the environment and everything that was built
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .benchmarks
	find src tests docs benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
