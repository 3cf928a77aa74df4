#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# All tests under the address and undefined-behaviour sanitizers, every document validated after every stage; then the
# samples on two threads under the thread sanitizer.
set -euo pipefail
cd "$(dirname "$0")/.."
cmake --preset asan > /dev/null
cmake --build --preset asan
ctest --preset asan
cmake --preset tsan > /dev/null
cmake --build --preset tsan --target casus
TSAN_OPTIONS=halt_on_error=1 build/tsan/casus code data/samples --threads 2 --quiet > build/tsan/records.jsonl
wc -l build/tsan/records.jsonl
