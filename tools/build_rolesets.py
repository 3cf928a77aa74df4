#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes data/lang/en/rolesets.tsv from PropBank's list of rolesets.

    tools/build_rolesets.py rolesets.tsv.gz data/lang/en/rolesets.tsv

One line an alias: part of speech (v, n, j), alias (words joined by "_"), its rolesets in order, separated by spaces. An alias in
another case than lower is kept as it is. Light-verb aliases (l) and rolesets without a number are left out.
"""
from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path


def read_aliases(path: Path) -> dict[tuple[str, str], list[str]]:
    """Rolesets by part of speech and alias, each list ascending."""
    out: dict[tuple[str, str], set[str]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            roleset, _, aliases = line.rstrip("\n").split("\t")[:3]
            if not re.fullmatch(r"[^\s.]+\.\d{2,3}", roleset):
                continue
            for item in aliases.split(","):
                pos, _, alias = item.partition(":")
                if pos in ("v", "n", "j") and alias and not re.search(r"\s", alias):
                    out.setdefault((pos, alias), set()).add(roleset)
    return {key: sorted(sets) for key, sets in out.items()}


def main(source: str, target: str) -> None:
    aliases = read_aliases(Path(source))
    lines = [f"{pos}\t{alias}\t{' '.join(sets)}\n" for (pos, alias), sets in sorted(aliases.items())]
    head = "# PropBank frames (github.com/propbank/propbank-frames), CC BY-SA 4.0. Written by tools/build_rolesets.py.\n"
    Path(target).write_text(head + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
