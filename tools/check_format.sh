#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Fails on a C++ file that clang-format 19 would lay out otherwise. With --fix lays it out.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t files < <(git ls-files '*.cpp' '*.h')
if [ "${1:-}" = --fix ]; then exec clang-format-19 -i "${files[@]}"; fi
clang-format-19 --dry-run --Werror "${files[@]}"
echo "${#files[@]} files are formatted"
