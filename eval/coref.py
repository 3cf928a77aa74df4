#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Coreference on gold tokens: MUC, B3, CEAF-e and the mean of their F1, over all mentions and over persons and organisations.

    casus annotate --input conllu --format json GUM.conllu > SYSTEM.jsonl
    eval/coref.py [--documents] GUM.conllu[.gz] SYSTEM.jsonl

Gold mentions and their groups are the `Entity=` items of GUM; the parts of a mention in several pieces are one. A gold and
a system mention are the same where their head words are, the head being the word of the mention whose own head lies
outside, by each side's tree; where several mentions have one head word, those whose words overlap most. Singletons are
kept. A name of the system inside its phrase of the same head is that phrase's mention. Its adjectives of nations (type
`nationality`) are left out: GUM does not mark adjectives. "Persons and organisations" are the groups in which no type is
more frequent than these two, on each side by its own types. Counts are summed over documents, as the scorer of CoNLL-2012
does. --documents prints a line for each document too.
"""
from __future__ import annotations

import argparse
import json
import re
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Callable, Hashable, Iterable

from conllu import Sentence, head_of_span, read

ACTORS = ("person", "organization")
LEFT_OUT = ("nationality",)
Clusters = list[frozenset]
Counts = tuple[float, float, float, float]  # recall's numerator and denominator, precision's
_OPEN_OR_CLOSE = re.compile(r"\((\d+)(?:\[\d+/(\d+)\])?-([a-z]+)[^()]*(\))?|(\d+)(?:\[\d+/\d+\])?\)")


# ---------------------------------------------------------------- metrics

def muc(gold: Clusters, system: Clusters) -> Counts:
    """Links that stay whole: |K| minus the number of pieces the other side cuts K into, of |K| - 1."""
    def side(keys: Clusters, others: Clusters) -> tuple[float, float]:
        at = {m: k for k, cluster in enumerate(others) for m in cluster}
        whole = 0
        for cluster in keys:
            missing = sum(m not in at for m in cluster)
            whole += len(cluster) - missing - len({at[m] for m in cluster if m in at})
        return whole, sum(len(cluster) - 1 for cluster in keys)

    return (*side(gold, system), *side(system, gold))


def b_cubed(gold: Clusters, system: Clusters) -> Counts:
    """For each mention, how much of its cluster the other side's cluster of it holds."""
    def side(keys: Clusters, others: Clusters) -> tuple[float, float]:
        at = {m: k for k, cluster in enumerate(others) for m in cluster}
        held = 0.0
        for cluster in keys:
            pieces = Counter(at[m] for m in cluster if m in at)
            held += sum(n * n for n in pieces.values()) / len(cluster)
        return held, sum(len(cluster) for cluster in keys)

    return (*side(gold, system), *side(system, gold))


def ceaf_e(gold: Clusters, system: Clusters) -> Counts:
    """Clusters aligned one to one; a pair is worth 2|K and R| / (|K| + |R|)."""
    at = {m: k for k, cluster in enumerate(system) for m in cluster}
    worth: dict[int, dict[int, float]] = {}
    for g, cluster in enumerate(gold):
        common = Counter(at[m] for m in cluster if m in at)
        worth[g] = {s: 2 * n / (len(cluster) + len(system[s])) for s, n in common.items()}
    total = best_alignment(worth)
    return total, len(gold), total, len(system)


METRICS: dict[str, Callable[[Clusters, Clusters], Counts]] = {"muc": muc, "b3": b_cubed, "ceafe": ceaf_e}


def best_alignment(worth: dict[int, dict[int, float]]) -> float:
    """The most that a one-to-one choice of pairs is worth; each connected group of clusters by itself."""
    owners: dict[int, list[int]] = defaultdict(list)
    for row, cells in worth.items():
        for column in cells:
            owners[column].append(row)
    total, seen = 0.0, set()
    for start in worth:
        if start in seen:
            continue
        rows, todo = [], [start]
        seen.add(start)
        while todo:
            row = todo.pop()
            rows.append(row)
            for column in worth[row]:
                for other in owners[column]:
                    if other not in seen:
                        seen.add(other)
                        todo.append(other)
        columns = sorted({c for row in rows for c in worth[row]})
        if columns:
            total += hungarian([[worth[row].get(c, 0.0) for c in columns] for row in rows])
    return total


def hungarian(worth: list[list[float]]) -> float:
    """The greatest sum of one cell a row and column."""
    if len(worth) > len(worth[0]):
        worth = [list(column) for column in zip(*worth)]
    rows, columns, infinite = len(worth), len(worth[0]), float("inf")
    u, v, match = [0.0] * (rows + 1), [0.0] * (columns + 1), [0] * (columns + 1)
    for i in range(1, rows + 1):
        match[0], j0 = i, 0
        least, used, way = [infinite] * (columns + 1), [False] * (columns + 1), [0] * (columns + 1)
        while match[j0]:
            used[j0] = True
            i0, delta, j1 = match[j0], infinite, 0
            for j in range(1, columns + 1):
                if used[j]:
                    continue
                reduced = -worth[i0 - 1][j - 1] - u[i0] - v[j]
                if reduced < least[j]:
                    least[j], way[j] = reduced, j0
                if least[j] < delta:
                    delta, j1 = least[j], j
            for j in range(columns + 1):
                if used[j]:
                    u[match[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            j0 = j1
        while j0:
            match[j0] = match[way[j0]]
            j0 = way[j0]
    return sum(worth[match[j] - 1][j - 1] for j in range(1, columns + 1) if match[j])


def f1(counts: Iterable[float]) -> tuple[float, float, float]:
    """Precision, recall and F1 in percent."""
    right, gold, found, system = counts
    p, r = 100 * found / system if system else 0.0, 100 * right / gold if gold else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


# ---------------------------------------------------------------- mentions

@dataclass
class Mention:
    """Words by their place in the document, the head among them, whom it means, and its type."""

    words: frozenset[int]
    head: int
    group: Hashable
    kind: str


@dataclass
class Document:
    """The sentences of one document and its gold mentions."""

    name: str
    forms: list[str] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


def add_sentence(doc: Document, sentence: Sentence) -> None:
    base, heads = len(doc.forms), sentence.heads
    doc.forms += sentence.forms
    open_: list[tuple[str, str, int, bool]] = []
    pieces: dict[str, tuple[str, set[int]]] = {}

    def close(group: str, kind: str, first: int, last: int, is_piece: bool) -> None:
        if is_piece:
            pieces.setdefault(group, (kind, set()))[1].update(range(first, last + 1))
        else:
            add(group, kind, set(range(first, last + 1)))

    def add(group: str, kind: str, words: set[int]) -> None:
        if max(words) - min(words) + 1 == len(words):
            head = head_of_span(heads, min(words), max(words))
        else:
            head = next((w for w in sorted(words) if heads[w - 1] not in words), max(words))
        doc.mentions.append(Mention(frozenset(base + w - 1 for w in words), base + head - 1, group, kind))

    for k in range(len(sentence.rows)):
        for m in _OPEN_OR_CLOSE.finditer(sentence.misc(k).get("Entity", "")):
            opens, parts, kind, closes_too, closes = m.groups()
            if opens and closes_too:
                close(opens, kind, k + 1, k + 1, parts is not None)
            elif opens:
                open_.append((opens, kind, k + 1, parts is not None))
            else:
                for at in range(len(open_) - 1, -1, -1):
                    if open_[at][0] == closes:
                        group, kind, first, is_piece = open_.pop(at)
                        close(group, kind, first, k + 1, is_piece)
                        break
    for group, (kind, words) in pieces.items():
        add(group, kind, words)


def read_gold(path: str | Path) -> dict[str, Document]:
    out: dict[str, Document] = {}
    for sentence in read(path):
        if (name := sentence.comments.get("newdoc id")) is not None:
            out[name] = Document(name)
        add_sentence(out[name] if name is not None else list(out.values())[-1], sentence)
    return out


def read_system(line: str) -> Document:
    """One object of `casus annotate --format json`; spans are bytes."""
    item = json.loads(line)
    out, starts = Document(item["document"]["id"]), [t["span"][0] for t in item["tokens"]]
    out.forms = [" ".join(t["text"].split()) for t in item["tokens"]]

    def word(byte: int) -> int:
        return bisect_right(starts, byte) - 1

    longest: dict[tuple[int, Hashable], Mention] = {}
    for e in item["entities"]:
        if e["type"] in LEFT_OUT:
            continue
        first, last = word(e["span"][0]), word(e["span"][1] - 1)
        head = word(e["head"][0]) if e.get("head") else last
        mention = Mention(frozenset(range(first, last + 1)), head, e["entity"], e["type"])
        have = longest.get((head, e["entity"]))
        if have is None or len(mention.words) > len(have.words):
            longest[head, e["entity"]] = mention
    out.mentions = list(longest.values())
    return out


def matched(gold: list[Mention], system: list[Mention]) -> tuple[list[Hashable], list[Hashable]]:
    """A name for each mention; the two of a pair have the same."""
    by_head: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, mentions in enumerate((gold, system)):
        for k, mention in enumerate(mentions):
            by_head[mention.head][side].append(k)
    names: tuple[list[Hashable], list[Hashable]] = ([("gold", k) for k in range(len(gold))],
                                                   [("system", k) for k in range(len(system))])
    for ours, theirs in by_head.values():
        pairs = sorted((-Fraction(len(gold[g].words & system[s].words), len(gold[g].words | system[s].words)), g, s)
                       for g in ours for s in theirs)
        taken: tuple[set[int], set[int]] = (set(), set())
        for _, g, s in pairs:
            if g not in taken[0] and s not in taken[1]:
                taken[0].add(g)
                taken[1].add(s)
                names[1][s] = names[0][g]
    return names


def clusters(mentions: list[Mention], names: list[Hashable], only: tuple[str, ...] = ()) -> Clusters:
    """The groups of mentions; with `only`, those whose most frequent type is one of these (the first of equals)."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for k, mention in enumerate(mentions):
        groups[mention.group].append(k)
    return [frozenset(names[k] for k in group) for group in groups.values()
            if not only or Counter(mentions[k].kind for k in group).most_common(1)[0][0] in only]


def count(gold: Document, system: Document) -> dict[str, dict[str, Counts]]:
    """Counts by subset and metric for one document."""
    names, out = matched(gold.mentions, system.mentions), {}
    for subset, only in (("all", ()), ("actors", ACTORS)):
        ours, theirs = clusters(gold.mentions, names[0], only), clusters(system.mentions, names[1], only)
        out[subset] = {name: metric(ours, theirs) for name, metric in METRICS.items()}
        mine, have = {m for c in ours for m in c}, {m for c in theirs for m in c}
        out[subset]["mentions"] = (len(mine & have), len(mine), len(mine & have), len(have))
    return out


def mean(counts: dict[str, Counts]) -> float:
    return sum(f1(counts[name])[2] for name in METRICS) / len(METRICS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", action="store_true")
    parser.add_argument("gold")
    parser.add_argument("system")
    options = parser.parse_args()
    gold, system = read_gold(options.gold), {}
    with open(options.system, encoding="utf-8") as lines:
        for line in lines:
            doc = read_system(line)
            system[doc.name] = doc
    sums: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0] * 4))
    lost = 0
    for name, doc in gold.items():
        found = system.get(name)
        if found is None or found.forms != doc.forms:
            lost += 1
            found = Document(name)
        counts = count(doc, found)
        for subset, metrics in counts.items():
            for metric, values in metrics.items():
                sums[subset][metric] = [a + b for a, b in zip(sums[subset][metric], values)]
        if options.documents:
            print(f"{name}: all {mean(counts['all']):.2f} actors {mean(counts['actors']):.2f}")
    for subset, metrics in sums.items():
        for metric, values in metrics.items():
            print("{} {} p {:.2f} r {:.2f} f1 {:.2f}".format(subset, metric, *f1(values)))
        print(f"{subset} mean f1 {mean(metrics):.2f}")
    print(f"{len(gold)} documents; without the same words in the system's output: {lost}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
