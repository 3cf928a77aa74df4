#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# All C++ tests under the address and undefined-behaviour sanitizers, every document validated after every stage, in the
# build that fuzzing uses too (clang); then the samples on two threads under the thread sanitizer.
set -euo pipefail
cd "$(dirname "$0")/.."
cmake --preset fuzz > /dev/null
cmake --build --preset fuzz
ctest --preset fuzz
cmake --preset tsan > /dev/null
cmake --build --preset tsan --target casus
TSAN_OPTIONS=halt_on_error=1 build/tsan/casus code data/samples --threads 2 --quiet > build/tsan/records.jsonl
build/release/casus code data/samples --quiet | cmp - build/tsan/records.jsonl
echo "$(wc -l < build/tsan/records.jsonl) records under the thread sanitizer, the same bytes as without"
