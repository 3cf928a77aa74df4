#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles the hand-written batches of the corpus to JSON, and checks every word of them.

    compile.py                      all batches -> build/corpus.jsonl, one document a line
    compile.py --check FILE ...     only checks these batches; prints errors, warnings and hints
    compile.py --stats              the same as no argument, and tells what the corpus holds
    compile.py --skeleton NAME      writes natural/NAME.ann from batches.tsv, with the texts and without marks
    compile.py --strip FILE         copies a batch without its marks to second/, to be annotated again
    compile.py --agree              compares every batch of second/ with the first annotation of its blocks
    compile.py --agree FILE FILE    the same for these two, or for more pairs: first second first second ...
    compile.py --settled            compares both annotations of the dev part with what was settled from them
    compile.py --text CORPUS ID     prints one document of ../shared/corpora

The format is told in GUIDELINES.md, section 2. Python standard library only. Exit status 1 if there is any error.

This file is the command line. batch.py reads the lines of a batch and sources.py the natural texts; words.py finds
quoted words in a text; checks.py keeps the gold and copies of it out, and gives hints; marks.py makes documents of
all these; stats.py and agree.py tell what they hold and how two annotations of them agree.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from agree import agreement, settled_agreement
from batch import HERE, Report, read_codes, shown
from checks import hints
from marks import compile_batches
from sources import skeleton, source_texts
from stats import stats

BUILD = HERE / "build"


def strip(file: Path) -> int:
    """Writes a batch without its marks to second/, for an annotator who has not seen them."""
    target = HERE / "second" / file.name
    target.parent.mkdir(exist_ok=True)
    lines = [x for x in file.read_text(encoding="utf-8").splitlines() if not x.startswith(">")]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(shown(target))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Compiles and checks the corpus.")
    parser.add_argument("--check", nargs="+", type=Path, metavar="FILE", help="only check these batches")
    parser.add_argument("--stats", action="store_true", help="tell what the corpus holds")
    parser.add_argument("--skeleton", metavar="NAME", help="write natural/NAME.ann from batches.tsv")
    parser.add_argument(
        "--text", nargs=2, metavar=("CORPUS", "ID"), help="print a document of ../shared/corpora"
    )
    parser.add_argument(
        "--agree",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="compare pairs of annotations, first and second; without files all of second/",
    )
    parser.add_argument(
        "--settled", action="store_true", help="compare dev/first.txt and dev/second.txt with the marks of now"
    )
    parser.add_argument(
        "--strip", type=Path, metavar="FILE", help="copy a batch without its marks to second/"
    )
    parser.add_argument("--out", type=Path, default=BUILD / "corpus.jsonl")
    options = parser.parse_args()
    if options.skeleton:
        return skeleton(options.skeleton)
    if options.text:
        print(source_texts(options.text[0])[options.text[1]][0])
        return 0
    if options.strip:
        return strip(options.strip)
    if options.agree is not None:
        return agreement(options.agree)
    if options.settled:
        return settled_agreement()
    report = Report()
    every = sorted((HERE / "written").glob("*.txt")) + sorted((HERE / "natural").glob("*.ann"))
    documents = compile_batches(options.check or every, report)
    print(*report.errors, *report.warnings, sep="\n", end="\n" if report.errors or report.warnings else "")
    events = sum(len(d["events"]) for d in documents)
    words = sum(len(d["document"]["text"].split()) for d in documents)
    if options.check:
        known = Counter(e["trigger"]["text"].lower() for d in documents for e in d["events"])
        if options.out.is_file():
            for line in options.out.read_text(encoding="utf-8").splitlines():
                known.update(e["trigger"]["text"].lower() for e in json.loads(line)["events"])
        print(*hints(documents, known), sep="\n")
    elif not report.errors:
        options.out.parent.mkdir(exist_ok=True)
        options.out.write_text(
            "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents), encoding="utf-8"
        )
    if options.stats:
        stats(documents, read_codes())
    print(
        f"{len(documents)} documents, {words} words, {events} events, {len(report.errors)} errors, {len(report.warnings)} warnings"
    )
    return 1 if report.errors else 0


if __name__ == "__main__":
    sys.exit(main())
