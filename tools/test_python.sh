#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The Python tests: of the tools, the README's examples, and the training data's guards. Standard library only.
set -euo pipefail
cd "$(dirname "$0")/.."
python3 -m unittest discover -s tests/python -p '*_test.py' -v
