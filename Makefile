# filmcrew: every target makes what it needs. `make film` ends with the path of a film.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
READY := $(VENV)/.installed
SCRIPT ?= examples/the_last_lamp.fountain
PROFILE ?= default
WHEELHOUSE ?= wheelhouse

.PHONY: film test quick check bench gallery wheelhouse clean

film: $(READY)
	$(BIN)/filmcrew make $(SCRIPT) --profile $(PROFILE)

test: $(READY)
	$(PY) -m pytest

quick: $(READY)
	$(PY) -m pytest -m "not film"

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(PY) -m pytest

bench: $(READY)
	$(PY) -m studio.bench

# Pictures for people to look at, in runs/gallery/; `make gallery SHOW="styles looks"` draws some of them.
gallery: $(READY)
	$(PY) -m studio.gallery $(SHOW)

# Everything an air-gapped machine needs: there, `pip install --no-index --find-links wheelhouse ...`.
wheelhouse: $(READY)
	mkdir -p $(WHEELHOUSE)
	$(PY) -m pip download --no-deps -d $(WHEELHOUSE) -r requirements.lock
	$(PY) -m pip wheel --no-deps --no-build-isolation -w $(WHEELHOUSE) .
	cp requirements.lock $(WHEELHOUSE)/

# The lock file is installed without dependencies: it is the whole set, and the libGL-linked OpenCV that
# two packages ask for stays out (see requirements.lock). A wheelhouse beside the Makefile is used when there is one.
$(READY): requirements.lock pyproject.toml
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet $(if $(wildcard $(WHEELHOUSE)/requirements.lock),--no-index --find-links $(WHEELHOUSE)) --no-deps -r requirements.lock
	$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(PY) -m tools.stage.warm
	touch $(READY)

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .ruff_cache
