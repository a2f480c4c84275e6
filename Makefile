# `make run` and `make test` do all the set-up themselves; see tools/setup.sh.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
export PYTHON

PY := .venv/bin/python
PIP_COMPILE := $(PY) -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
	$(if $(UPGRADE),--upgrade)

.PHONY: help run tour test bench lock setup setup-dev clean

help:  ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: setup  ## Open the window; without a display, do the tour
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		exec $(PY) main.py; \
	else \
		echo "No display found: doing the tour instead, its files go to tour/." ; \
		echo "没有图形界面，改为演示主要流程，结果在 tour/ 文件夹。" ; \
		QT_QPA_PLATFORM=offscreen $(PY) main.py tour tour/ ; \
	fi

tour: setup  ## The whole main job on the sample: files and window pictures into tour/
	@QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(PY) main.py tour tour/

test: setup-dev  ## Every check: style, types, layers, tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-cache
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 2 --dist loadfile

bench: setup-dev  ## Start-up time against a bare Qt window
	QT_QPA_PLATFORM=offscreen PYTHONPATH=. $(PY) bench/startup.py

lock: setup-dev  ## Bring the lock files in line with pyproject.toml (UPGRADE=1: newest versions)
	@$(PY) -m piptools --version >/dev/null 2>&1 || \
		$(PYTHON) -m pip --python $(PY) install --quiet pip-tools
	CUSTOM_COMPILE_COMMAND="make lock" $(PIP_COMPILE) --extra preview \
		-o requirements.lock pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(PIP_COMPILE) --extra preview --extra dev \
		-c requirements.lock -o requirements-dev.lock pyproject.toml

setup:
	@tools/setup.sh run

setup-dev:
	@tools/setup.sh dev

clean:  ## Remove what the commands above made; the virtual environment stays
	rm -rf build dist tour .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find app tests bench tools -name __pycache__ -type d -prune -exec rm -rf {} +
