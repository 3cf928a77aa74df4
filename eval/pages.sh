#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Scores the main text of web pages: F1 over 4-word shingles (aeb) and over snippets (trafilatura).
#   eval/pages.sh [path of casus_pages]
root=$(cd "$(dirname "$0")/.." && pwd)
shared=${CASUS_SHARED:-$root/../shared}
program=${1:-$root/build/release/eval/casus_pages}
pages=$shared/corpora/article-extraction
if [ ! -d "$pages" ]; then
  echo "pages: skipped, no $pages"
  exit 0
fi
if [ ! -x "$program" ]; then
  echo "pages: no $program; build the target casus_pages" >&2
  exit 2
fi
out=$(mktemp) || exit 2
trap 'rm -f "$out"' EXIT
for set in aeb trafilatura; do
  zcat "$pages/$set-dev.jsonl.gz" | "$program" "$root/data" >"$out" || exit 1
  printf '%s-dev: ' "$set"
  python3 "$shared/eval/pages.py" "$pages/$set-dev.jsonl.gz" "$out" || exit 1
done
