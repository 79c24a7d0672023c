#!/usr/bin/env bash
# Everything that must hold before main moves: style, walls, types, tests, and the wheel on its own.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

step() { printf '\n== %s\n' "$*"; }

step "style"
"$bin/ruff" check .
"$bin/ruff" format --check .
step "walls: which room may import which"
"$bin/lint-imports"
step "types: strict"
"$bin/mypy"
step "generated pages are current"
PYTHONPATH=tools "$bin/python" tools/build_pack.py --check
PYTHONPATH=tools "$bin/python" tools/build_report_docs.py --check
step "tests"
"$bin/python" -m pytest -q -n 2 tests
step "the wheel alone: every table loads, a question is answered"
rm -rf build/wheel-check && mkdir -p build/wheel-check
"$bin/python" -m pip --disable-pip-version-check -q wheel --no-deps --no-build-isolation -w build/wheel-check .
"$bin/python" -m venv build/wheel-check/venv
build/wheel-check/venv/bin/python -m pip --disable-pip-version-check -q install --require-hashes -r requirements/base.txt
build/wheel-check/venv/bin/python -m pip --disable-pip-version-check -q install --no-deps build/wheel-check/*.whl
(cd build/wheel-check && venv/bin/python ../../tools/smoke_wheel.py)
rm -rf build/wheel-check
