#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proper names on gold tokens: exact span and type, micro F1.

    casus annotate --input conllu UD.conllu > SYSTEM.conllu
    eval/entities.py GOLD.iob2[.gz] SYSTEM.conllu

The system's names are the `Name=B-PER` items in MISC. Both sides keep PER, ORG and LOC (docs/entity-types.md). A gold sentence that
the system does not have with the same words counts as missed.
"""
from __future__ import annotations

import sys
from collections import Counter

from conllu import Finder, f1, open_text

TYPES = ("PER", "ORG", "LOC")


def spans(labels: list[str]) -> set[tuple[int, int, str]]:
    """(first, last, type) of a BIO column."""
    out, start, kind = set(), -1, ""
    for k, label in enumerate(labels + ["O"]):
        tag, _, this = label.partition("-")
        if start >= 0 and (tag != "I" or this != kind):
            out.add((start, k - 1, kind))
            start = -1
        if tag in ("B", "I") and start < 0:
            start, kind = k, this
    return {s for s in out if s[2] in TYPES}


def read_iob2(path: str) -> list[tuple[tuple[str, ...], list[str]]]:
    """Forms and labels of each sentence."""
    out, forms, labels = [], [], []
    with open_text(path) as lines:
        for line in list(lines) + ["\n"]:
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                columns = line.split("\t")
                if columns[0].isdigit():
                    forms.append(columns[1])
                    labels.append(columns[2])
            elif not line and forms:
                out.append((tuple(forms), labels))
                forms, labels = [], []
    return out


def main(gold_path: str, system_path: str) -> int:
    finder, missing = Finder(system_path), 0
    right, gold_count, system_count = Counter(), Counter(), Counter()
    for forms, labels in read_iob2(gold_path):
        gold = spans(labels)
        sentence = finder.take(forms)
        missing += sentence is None
        system = spans([sentence.misc(k).get("Name", "O") for k in range(len(forms))]) if sentence else set()
        for counter, items in ((right, gold & system), (gold_count, gold), (system_count, system)):
            counter.update(s[2] for s in items)
    for kind in TYPES:
        p, r, f = f1(right[kind], gold_count[kind], system_count[kind])
        print(f"{kind} p {p:.2f} r {r:.2f} f1 {f:.2f} of {gold_count[kind]}")
    p, r, f = f1(right.total(), gold_count.total(), system_count.total())
    print(f"all p {p:.2f} r {r:.2f} f1 {f:.2f} of {gold_count.total()}; sentences not found: {missing}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 3 else __doc__)
