#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The Python tests: of the program's command line, the README's examples, the codebook's examples, and what training may
# read. Standard library only.
set -euo pipefail
cd "$(dirname "$0")/.."
python3 -m unittest discover -s tests/python -p '*_test.py'
python3 -m unittest discover -s train -p 'test_*.py'
