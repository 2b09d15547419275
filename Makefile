# One thin line for each thing. `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
APP ?= run-charts
.DEFAULT_GOAL := help
PYODIDE ?=
EDITION ?=
export EDITION
.PHONY: benchmark-grading help serve site site-zip bench-pages test check links sheets toc lite lock app grade-demo chromium jail postgresql clean

help:  ## what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.venv/ready: requirements.txt requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version). Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Making .venv and installing from the lock: a minute or two, once."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

serve: site  ## build the site and serve it on this machine
	$(BIN)/course serve --port $(PORT)

site: toc  ## build the site into _build/html (EDITION=a file like edition.yml: a county's own)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/jupyter-book build . --quiet

site-zip: site  ## the site as one file, to open from a folder or a stick with no network
	cd _build/html && "$(CURDIR)/$(BIN)/python" -m zipfile -c ../site.zip ./*

bench-pages: site  ## bytes, requests, Lighthouse and build times, beside a stock Jupyter Book
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python benchmarks/pages.py

test: .venv/ready chromium jail postgresql  ## everything CI runs
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest tests modules exercises --nbval-lax -n 2 --dist worksteal

check: .venv/ready  ## the quick checks: manifests, style, spelling, layers
	$(BIN)/course check
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/lint-imports

app: .venv/ready  ## serve the practice notebook as an app, its code hidden (APP=run-charts)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/course app $(APP)

grade-demo: .venv/ready  ## three invented students through nbgrader, every mark asserted
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python grading/demo.py

sheets: site  ## every one-page sheet as PDF (needs chromium)
	$(BIN)/course sheets

benchmark-grading: .venv/ready jail  ## time 100 submissions, ours against nbgrader's own (QUICK=--quick)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python benchmarks/grading.py $(QUICK)

lite: .venv/ready  ## notebooks that run in the reader's browser (PYODIDE=a full Pyodide release)
	$(BIN)/course lite --pyodide "$(PYODIDE)"

links: .venv/ready  ## try every link that leaves the site (needs the internet)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/jupyter-book build . --builder linkcheck

toc: .venv/ready  ## rebuild _toc.yml from the modules and the pages of book/
	$(BIN)/course toc

lock: .venv/ready  ## rebuild requirements.txt and requirements-dev.txt from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra lab --universal --python-version 3.11 --no-header --no-annotate --quiet -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --all-extras -c requirements.txt --universal --python-version 3.11 --no-header --no-annotate --quiet -o requirements-dev.txt

chromium:
	@command -v chromium > /dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null \
	  && echo "Installing Debian's chromium for the browser tests." \
	  && apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium > /dev/null; } \
	  || echo "Not run: the browser tests, since chromium is not here and only root may install it (apt-get install chromium)."

jail:
	@command -v bwrap > /dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null \
	  && echo "Installing Debian's bubblewrap for the grader's jail." \
	  && apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends bubblewrap > /dev/null; } \
	  || echo "Not run: the tests of the grader's jail, since bubblewrap is not here and only root may install it (apt-get install bubblewrap)."

postgresql:
	@ls /usr/lib/postgresql/*/bin/postgres > /dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null \
	  && echo "Installing Debian's postgresql for the gradebook's tests." \
	  && apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends postgresql > /dev/null; } \
	  || echo "Not run: the tests of a PostgreSQL gradebook, since it is not here and only root may install it (apt-get install postgresql)."

clean:  ## forget everything that was built
	rm -rf _build .venv frontend/node_modules
