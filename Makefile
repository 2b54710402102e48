# Reports in, dataset out:  raw/<batch>/* -> parse -> annotate -> tabulate -> outputs/
# `make help` lists what can be said.

RAW    ?= raw
OUT    ?= outputs
BUILD  ?= build
MODEL  ?=
JOBS   ?= $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
CORPUS ?= ../shared/corpus
PYTHON ?= python3
VENV   ?= .venv

MAKEFLAGS += --no-builtin-rules --no-print-directory
SHELL := /bin/sh
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all test check train benchmark setup clean help lint FORCE

PY := $(VENV)/bin/python
# One thread a process: batches run in JOBS processes, and sums come out the same on every machine.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export PYTHONHASHSEED := 0

ifeq ($(filter-out help clean setup lint test train,$(or $(MAKECMDGOALS),all)),)
BATCHES :=
else
BATCHES := $(shell $(PYTHON) pipeline/batches.py "$(RAW)" "$(BUILD)" "$(OUT)" || echo FAILED)
MODEL_SETTING := $(shell mkdir -p "$(BUILD)" && { echo '$(MODEL)' | cmp -s - "$(BUILD)/model" || echo '$(MODEL)' > "$(BUILD)/model"; })
endif
ifneq ($(findstring FAILED,$(BATCHES)),)
$(error cannot list the reports in $(RAW))
endif

REPORTS := $(BATCHES:%=$(BUILD)/%/reports.jsonl)
DOCS    := $(BATCHES:%=$(BUILD)/%/docs.list)
DONE    := $(BUILD)/dataset.done

# What each stage is made of: a change there runs that stage and what follows it.
SHARED_CODE   := pipeline/report.py pipeline/ids.py pipeline/writing.py pipeline/progress.py
PARSE_CODE    := pipeline/parse.py $(wildcard pipeline/readers/*.py) pipeline/countries.py $(SHARED_CODE) \
                 $(wildcard pipeline/lexicon/countr*.csv) $(addprefix pipeline/lexicon/,publishers.csv series.csv page_lines.csv)
ANNOTATE_CODE := pipeline/annotate.py pipeline/layers.py pipeline/config.cfg $(SHARED_CODE) \
                 $(wildcard pipeline/components/*.py) $(shell find pipeline/lexicon pipeline/model -type f ! -name '*.pyc' 2>/dev/null)
TABULATE_CODE := pipeline/tabulate.py pipeline/schema.py pipeline/schema.yml pipeline/layers.py $(SHARED_CODE) $(wildcard pipeline/*.py pipeline/tables/*)

## make            build the dataset of RAW in OUT (sets itself up first)
all: $(DONE)
	@if [ -s "$(BUILD)/errors.txt" ]; then \
	  echo "The dataset is in $(OUT), without these reports (see $(OUT)/issues.csv):" >&2; cat "$(BUILD)/errors.txt" >&2; exit 1; fi

ifeq ($(wildcard $(OUT)/datapackage.json),)
$(DONE): FORCE
endif

$(DONE): $(DOCS) $(TABULATE_CODE) $(BUILD)/settings | $(VENV)/.ready
	@$(PY) -m pipeline.tabulate "$(OUT)" $(BATCHES:%="$(BUILD)/%") --errors "$(BUILD)/errors.txt" || [ $$? -eq 1 ]
	@touch $@

$(DOCS): $(BUILD)/%/docs.list: $(BUILD)/%/reports.jsonl $(ANNOTATE_CODE) $(BUILD)/model | $(VENV)/.ready
	@$(PY) -m pipeline.annotate $< $@ --model "$(MODEL)" --jobs $(JOBS)

$(REPORTS): $(BUILD)/%/reports.jsonl: $(BUILD)/%/files.list $(PARSE_CODE) | $(VENV)/.ready
	@$(PY) -m pipeline.parse "$$(cat "$(BUILD)/$*/folder")" $@ --root "$(RAW)"

$(BUILD)/settings $(BUILD)/model: ;

## make test       run the tests
test: $(VENV)/.ready-test
	$(PY) -m pytest

## make lint       ruff and mypy
lint: $(VENV)/.ready-test
	$(PY) -m ruff check pipeline tests
	$(PY) -m mypy

## make check      rebuild everything from nothing elsewhere; outputs/ must be the same byte for byte
check:
	@rm -rf "$(BUILD)/check"
	@$(MAKE) all RAW="$(RAW)" OUT="$(BUILD)/check/outputs" BUILD="$(BUILD)/check/build" MODEL="$(MODEL)" JOBS="$(JOBS)"
	@diff -r "$(BUILD)/check/outputs" "$(OUT)" && echo "$(OUT) is what $(RAW) gives, byte for byte."

## make train      train the shipped model anew from CORPUS
train: $(VENV)/.ready-train
	$(PY) -m pipeline.training.train "$(CORPUS)" pipeline/model
	$(PY) -m pipeline.training.events "$(CORPUS)/annotated" pipeline/model pipeline/model/events.npz

## make benchmark  speed, beside other tools
benchmark: $(VENV)/.ready-benchmark
	$(PY) -m pytest tests/benchmarks -s

## make setup      install what is needed into VENV
setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml pipeline/constraints.txt
	@echo "Setting up $(VENV): Python packages, pinned in pipeline/constraints.txt (minutes the first time)" >&2
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	  || { echo "Python 3.11 to 3.13 is needed; name one with PYTHON=python3.12" >&2; exit 1; }
	@[ -x $(PY) ] || $(PYTHON) -m venv $(VENV) \
	  || { echo "No virtual environment could be made: install your system's python3-venv" >&2; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check -c pipeline/constraints.txt -e .
	@touch $@

$(VENV)/.ready-%: $(VENV)/.ready
	@echo "Setting up $(VENV): packages for $*" >&2
	@$(PY) -m pip install --quiet --disable-pip-version-check -c pipeline/constraints.txt -e ".[$*]"
	@touch $@

## make clean      remove BUILD (the dataset stays)
clean:
	rm -rf "$(BUILD)"

## make help       this list; settings: RAW OUT BUILD MODEL JOBS CORPUS PYTHON VENV
help:
	@sed -n 's/^## //p' Makefile
