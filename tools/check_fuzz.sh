#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Some seconds of real fuzzing for each door (CASUS_FUZZ_SECONDS changes it), from one seed; what crashes is kept in build/fuzz.
set -euo pipefail
cd "$(dirname "$0")/.."
cmake --preset fuzz > /dev/null
cmake --build --preset fuzz --target fuzzers
for target in build/fuzz/fuzz/*_fuzz; do
  door=$(basename "$target" _fuzz)
  mkdir -p "build/fuzz/corpus/$door"
  "$target" -seed=1 -max_total_time="${CASUS_FUZZ_SECONDS:-10}" -rss_limit_mb=2048 -timeout=10 -print_final_stats=0 -verbosity=0 \
    -artifact_prefix="build/fuzz/$door-" "build/fuzz/corpus/$door" "fuzz/corpus/$door"
  echo "fuzzed $door"
done
