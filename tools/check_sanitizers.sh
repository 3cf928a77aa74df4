#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# All C++ tests under the address and undefined-behaviour sanitizers, every document validated after every stage, in the
# build that fuzzing uses too (clang); then the worker threads of the pipeline under the thread sanitizer.
set -euo pipefail
cd "$(dirname "$0")/.."
cmake --preset fuzz > /dev/null
cmake --build --preset fuzz
ctest --preset fuzz
cmake --preset tsan > /dev/null
cmake --build --preset tsan --target pipeline_tests
TSAN_OPTIONS=halt_on_error=1 build/tsan/pipeline_tests
