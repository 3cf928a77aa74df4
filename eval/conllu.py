# SPDX-License-Identifier: Apache-2.0
"""Reads CoNLL-U for the scores in this folder: syntactic words only, sentences in order."""
from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator


def open_text(path: str | Path):
    """A text file, packed or not."""
    return gzip.open(path, "rt", encoding="utf-8") if str(path).endswith(".gz") else open(path, encoding="utf-8")


@dataclass
class Sentence:
    """One sentence: its comments and the ten columns of each word."""

    comments: dict[str, str] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def forms(self) -> tuple[str, ...]:
        return tuple(" ".join(r[1].split()) for r in self.rows)

    @property
    def heads(self) -> list[int]:
        return [int(r[6]) for r in self.rows]

    def misc(self, row: int) -> dict[str, str]:
        return dict(i.split("=", 1) for i in self.rows[row][9].split("|") if "=" in i)


def read(path: str | Path) -> Iterator[Sentence]:
    """The sentences of a file."""
    sentence = Sentence()
    with open_text(path) as lines:
        for line in list(lines) + [""]:
            line = line.rstrip("\n")
            if not line:
                if sentence.rows:
                    yield sentence
                sentence = Sentence()
                continue
            sentence.lines.append(line)
            if line.startswith("#"):
                key, _, value = line[1:].partition("=")
                sentence.comments[key.strip()] = value.strip()
            else:
                columns = line.split("\t")
                if columns[0].isdigit():
                    sentence.rows.append(columns)


def head_of_span(heads: list[int], first: int, last: int) -> int:
    """The word of first..last (1-based) whose head lies outside; the first of several."""
    for word in range(first, last + 1):
        if not first <= heads[word - 1] <= last:
            return word
    return last


class Finder:
    """Finds the system's sentence with the same words, each once, in order."""

    def __init__(self, path: str | Path):
        self.by_forms: dict[tuple[str, ...], list[Sentence]] = {}
        for sentence in read(path):
            self.by_forms.setdefault(sentence.forms, []).append(sentence)

    def take(self, forms: tuple[str, ...]) -> Sentence | None:
        found = self.by_forms.get(tuple(" ".join(f.split()) for f in forms))
        return found.pop(0) if found else None


def f1(right: int, gold: int, system: int) -> tuple[float, float, float]:
    """Precision, recall and F1 in percent."""
    p = 100 * right / system if system else 0.0
    r = 100 * right / gold if gold else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0
