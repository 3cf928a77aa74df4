# SPDX-License-Identifier: Apache-2.0
"""Cuts documents into windows and encodes them as word pieces, shapes and numbers of labels.  Needs no PyTorch.

Worked example:
    labels = Labels.build(docs)
    tokenizer = WordPiece.read(Path("vocab.txt"))
    for window in epoch_windows(docs, tokenizer, random.Random(1)):
        example = encode(window, tokenizer, labels)
"""
from __future__ import annotations

import random
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from data import (
    ARC_TASKS, BLANK, EVENT_ARCS, EVENT_RANKS, EVENT_STATUSES, EVENT_TYPES, FACTUALITY_BINS, LINE, MASK, MENTION_TYPES, NAME_LABELS,
    NOT_MISC, O_OR_MISC, SIDES, SPACE, TOKEN_TASKS, Doc,
)  # fmt: skip

MAX_WORD_PIECES = 16
MAX_PIECES = 256
SPECIAL_SHAPE = 25


# ---------------------------------------------------------------- labels


class Labels:
    """The label inventory of every task; names to numbers."""

    def __init__(self, labels: dict[str, list[str]]):
        self.labels = labels
        self.index = {t: {v: k for k, v in enumerate(names)} for t, names in labels.items()}

    @classmethod
    def build(cls, docs: list[Doc], modes: list[str] = (), sectors: list[str] = (), contexts: list[str] = ()) -> "Labels":
        """The labels that the documents hold; modes, sectors and contexts are those of the codebook, whether they occur or not."""
        count: dict[str, Counter] = {t: Counter() for t in TOKEN_TASKS + ARC_TASKS}
        for d in docs:
            for task in ("upos", "xpos", "feats", "lemma", "predicate"):
                count[task].update(v for v in d.columns.get(task, ()) if v is not None)
            count["dep_label"].update(v for v in d.deprels if v is not None)
            for roles in d.roles:
                for args in (roles or {}).values():
                    count["role"].update(args.values())

        def names(task: str, least: int) -> list[str]:
            return sorted((v for v, c in count[task].items() if c >= least), key=lambda v: (-count[task][v], v))

        predicate = ["O", "LV"] + sorted(v for v, c in count["predicate"].items() if c >= 2 and v not in ("O", "LV"))
        lemma = names("lemma", 3)
        return cls({
            "sentence": ["I", "B"], "upos": sorted(count["upos"]), "xpos": sorted(names("xpos", 2)), "feats": names("feats", 2),
            "lemma": lemma + [s for s in ("s0:", "L0:") if s not in lemma], "name": NAME_LABELS, "mention": ["O"] + MENTION_TYPES,
            "predicate": predicate, "factuality": FACTUALITY_BINS, "dep_arc": ["arc"], "dep_label": sorted(names("dep_label", 2)),
            "role": ["O"] + sorted(names("role", 3)), "event": ["O"] + EVENT_TYPES, "event_rank": EVENT_RANKS,
            "event_mode": ["-", *modes], "event_status": EVENT_STATUSES,
            "event_context": list(contexts), "sector": ["-", *sectors], "event_arc": EVENT_ARCS, "nation": ["nation"], "side": list(SIDES),
        })  # fmt: skip

    def of(self, task: str, value) -> int:
        if value is None:
            return MASK
        if task == "name" and value == NOT_MISC:
            return O_OR_MISC
        if task == "lemma" and value not in self.index[task]:
            return self.index[task]["L0:" if value.startswith("L") else "s0:"]
        return self.index[task].get(value, MASK)


# ---------------------------------------------------------------- word pieces and shapes


class WordPiece:
    """BERT's uncased tokeniser for single words: normalise, split off punctuation and CJK, longest match."""

    def __init__(self, vocab: list[str]):
        self.vocab = {w: k for k, w in enumerate(vocab)}
        self.unk, self.cls, self.sep = self.vocab["[UNK]"], self.vocab["[CLS]"], self.vocab["[SEP]"]
        self.cache: dict[str, list[int]] = {}

    @classmethod
    def read(cls, path: Path) -> "WordPiece":
        return cls(path.read_text(encoding="utf-8").split("\n")[:30522])

    def pieces(self, word: str) -> list[int]:
        """Piece numbers of a word: at least one, at most MAX_WORD_PIECES."""
        if word not in self.cache:
            self.cache[word] = (self._pieces(word) or [self.unk])[:MAX_WORD_PIECES]
        return self.cache[word]

    def _pieces(self, word: str) -> list[int]:
        out: list[int] = []
        run: list[str] = []
        for c in normalise(word) + " ":
            if c.isspace() or is_punctuation(c) or is_cjk(c):
                if run:
                    out += self._longest_match("".join(run))
                run = []
                if not c.isspace():
                    out += self._longest_match(c)
            else:
                run.append(c)
        return out

    def _longest_match(self, word: str) -> list[int]:
        if len(word) > 100:
            return [self.unk]
        out, start = [], 0
        while start < len(word):
            end = len(word)
            while end > start:
                piece = self.vocab.get(("##" if start else "") + word[start:end])
                if piece is not None:
                    break
                end -= 1
            if end == start:
                return [self.unk]
            out.append(piece)
            start = end
        return out


def normalise(word: str) -> str:
    clean = []
    for c in word:
        if c in "\t\n\r" or unicodedata.category(c) == "Zs":
            clean.append(" ")
        elif c not in "\0\ufffd" and not unicodedata.category(c).startswith("C"):
            clean.append(c)
    return "".join(c for c in unicodedata.normalize("NFD", "".join(clean)) if unicodedata.category(c) != "Mn").lower()


def is_punctuation(c: str) -> bool:
    return (33 <= ord(c) <= 126 and not c.isalnum()) or unicodedata.category(c).startswith("P")


def is_cjk(c: str) -> bool:
    n = ord(c)
    return (
        0x4E00 <= n <= 0x9FFF or 0x3400 <= n <= 0x4DBF or 0x20000 <= n <= 0x2A6DF or 0x2A700 <= n <= 0x2B73F
        or 0x2B740 <= n <= 0x2B81F or 0x2B820 <= n <= 0x2CEAF or 0xF900 <= n <= 0xFAFF or 0x2F800 <= n <= 0x2FA1F
    )  # fmt: skip


def case_of(word: str) -> int:
    """0 no letters, 1 lower, 2 first letter upper and no other (or one upper letter), 3 all upper (two or more), 4 a mixture."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 0
    upper = [unicodedata.category(c) in ("Lu", "Lt") for c in letters]
    if not any(upper):
        return 1
    if upper[0] and not any(upper[1:]):
        return 2
    return 3 if all(upper) else 4


# ---------------------------------------------------------------- windows


@dataclass
class Window:
    """A run of words of one document, with the case and the breaks it is shown in."""

    doc: Doc
    begin: int
    end: int
    forms: list[str]
    before: list[int]
    recased: bool = False


def plain_window(doc: Doc, begin: int, end: int) -> Window:
    return Window(doc, begin, end, doc.forms[begin:end], doc.before[begin:end])


def _augment(w: Window, rng: random.Random) -> Window:
    starts = set(w.doc.starts)
    blank = rng.choices((BLANK, LINE, SPACE), (70, 18, 12))[0]
    broken = rng.random() < 0.06
    for k in range(len(w.before)):
        if w.begin + k == 0:
            if rng.random() < 0.3:
                w.before[k] = rng.choice((LINE, SPACE))
        elif w.before[k] == BLANK:
            w.before[k] = blank
        elif w.begin + k in starts and w.before[k] == SPACE and w.doc.true_sentences:
            if broken and rng.random() < 0.5:
                w.before[k] = rng.choice((LINE, BLANK))
        elif w.before[k] == SPACE and rng.random() < 0.004:
            w.before[k] = LINE  # text that is broken into lines
    r = rng.random()
    if r < 0.03:
        w.forms, w.recased = [f.upper() for f in w.forms], True
    elif r < 0.05:
        w.forms, w.recased = [f.lower() for f in w.forms], True
    elif r < 0.065:
        w.forms, w.recased = [f[:1].upper() + f[1:] if len(f) > 3 else f for f in w.forms], True
    return w


def _target(rng: random.Random, of_events: bool) -> int:
    """The pieces that a window shall hold; who is meant by "he" and who is answered stands sentences before an event."""
    r = rng.random()
    if of_events:
        if r < 0.06:
            return rng.randint(0, 64)
        return rng.randint(64, 128) if r < 0.25 else rng.randint(128, MAX_PIECES - 2)
    if r < 0.12:
        return 0  # a single sentence
    if r < 0.24:
        return rng.randint(32, 64)
    if r < 0.80:
        return rng.randint(64, 128)
    return rng.randint(128, MAX_PIECES - 2)


def epoch_windows(docs: list[Doc], tokenizer: WordPiece, rng: random.Random, share: dict[str, float] | None = None) -> list[Window]:
    """The windows of one epoch: each document cut anew, in lengths drawn at random, and shown in varied breaks and case."""
    out = []
    for d in docs:
        if rng.random() >= (share or {}).get(d.corpus, 1.0):
            continue
        n, offset = 0, 0
        while n < len(d.starts):
            limit = _target(rng, d.corpus == "events")
            if n == 0 and d.corpus != "events":
                limit = int(limit * rng.random())
            begin = d.starts[n] + offset
            end, pieces = begin, 0
            while n < len(d.starts):
                _, e = d.sentence(n)
                more = sum(len(tokenizer.pieces(f)) for f in d.forms[end:e])
                if end > begin and pieces + more > max(limit, 1):
                    break
                pieces, end, n = pieces + more, e, n + 1
            offset = 0
            total = 0
            for k in range(begin, end):  # a sentence longer than a window goes on in the next
                total += len(tokenizer.pieces(d.forms[k]))
                if total > MAX_PIECES - 2:
                    while n > 0 and d.starts[n - 1] >= k:
                        n -= 1
                    n -= 1
                    end, offset = k, k - d.starts[n]
                    break
            else:
                if n < len(d.starts) and rng.random() < 0.12:  # begin the next window in the middle of its first sentence
                    b, e = d.sentence(n)
                    if e - b > 4:
                        offset = rng.randint(1, e - b - 1)
            if rng.random() < 0.12 and end - begin > 12:  # end in the middle of a sentence
                end -= rng.randint(1, 8)
            out.append(_augment(plain_window(d, begin, end), rng))
    return out


Choice = tuple[int, int, list[int], list[int]]  # a word, the label, the words that name or have a country, the right ones of these


@dataclass
class Example:
    """An encoded window; word and sentence numbers count from the window's first word."""

    pieces: list[int]
    shapes: list[int]
    first: list[int]  # position of each word's first piece
    targets: dict[str, list]
    heads: list[int]
    deprels: list[int]
    sentences: list[tuple[int, int, bool]]  # first word, end, whether it has a tree
    predicates: list[tuple[int, int, dict[int, int]]]  # sentence, predicate within it, dependant -> label
    nations: list[Choice]  # of a party
    sides: list[Choice]  # of an event
    events: list[tuple[int, dict[int, list[int]], dict[int, list[int]] | None]]  # trigger, kind -> words, kind -> words unknown
    window: Window
    context_kinds: int


def encode(w: Window, tokenizer: WordPiece, labels: Labels) -> Example:
    """Pieces, shapes and targets of a window."""
    pieces, shapes, first = [tokenizer.cls], [SPECIAL_SHAPE], []
    for form, before in zip(w.forms, w.before):
        case = case_of(form)
        ids = tokenizer.pieces(form)
        first.append(len(pieces))
        pieces += ids
        shapes += [case * 4 + before] + [20 + case] * (len(ids) - 1)
    pieces.append(tokenizer.sep)
    shapes.append(SPECIAL_SHAPE)
    d, size = w.doc, w.end - w.begin
    targets: dict[str, list] = {}
    for task in TOKEN_TASKS:
        column = d.columns.get(task)
        if column is None:
            continue
        values = column[w.begin : w.end]
        if task == "factuality":
            targets[task] = values
            continue
        if task == "event_context":  # several labels a word
            targets[task] = [None if v is None else [labels.index[task][c] for c in v if c in labels.index[task]] for v in values]
            continue
        row = [labels.of(task, v) for v in values]
        if task == "name":
            row = [
                0 if r == O_OR_MISC and not form[:1].isupper() and not w.recased else r for r, form in zip(row, d.forms[w.begin : w.end])
            ]
        if task == "lemma" and w.recased:
            row = [MASK if v is not None and v.startswith("L") else r for r, v in zip(row, values)]
        targets[task] = row
    heads = [-1] * size
    deprels = [MASK] * size
    sentences: list[tuple[int, int, bool]] = []
    predicates: list[tuple[int, int, dict[int, int]]] = []
    for n in range(len(d.starts)):
        b, e = d.sentence(n)
        if e <= w.begin or b >= w.end or b < w.begin or e > w.end:
            continue
        tree = bool(d.heads) and d.heads[b] is not None
        sentences.append((b - w.begin, e - w.begin, tree))
        if tree:
            heads[b - w.begin : e - w.begin] = d.heads[b:e]
            deprels[b - w.begin : e - w.begin] = [labels.of("dep_label", r) for r in d.deprels[b:e]]
        for p, args in (d.roles[n] or {}).items():
            known = {k: labels.index["role"].get(v, 0) for k, v in args.items()}
            predicates.append((len(sentences) - 1, p, known))
    events = []
    for row in d.events:
        if w.begin <= row.trigger < w.end:
            inside = [
                None if table is None else {
                    labels.index["event_arc"][a]: sorted(k - w.begin for k in marks if w.begin <= k < w.end) for a, marks in table.items()
                }
                for table in (row.arcs, row.unknown)
            ]  # fmt: skip
            events.append((row.trigger - w.begin, inside[0], inside[1]))
    nations, sides = [], []
    named = [k for k in range(w.begin, w.end) if d.nations and d.nations[k]]

    def choose(into: list[Choice], word: int, label: int, countries: set[str]) -> None:
        if not named or not w.begin <= word < w.end:
            return
        right = [k - w.begin for k in named if d.nations[k] in countries]
        if right or not countries.intersection(d.nations):  # else its country stands outside of the window
            into.append((word - w.begin, label, [k - w.begin for k in named], right))

    for party, country in d.parties.items():
        choose(nations, party, 0, {country} if country else set())
    for row in d.events:
        for label, side in enumerate(SIDES):
            if row.countries is not None:
                choose(sides, row.trigger, label, row.countries[side])
    return Example(
        pieces, shapes, first, targets, heads, deprels, sentences, predicates, nations, sides, events, w, len(labels.labels.get("event_context", ()))
    )  # fmt: skip


def factuality_target(value: float) -> list[float]:
    """The rating as weights on the two bins it lies between."""
    v = min(3.0, max(-3.0, value)) + 3.0
    low = min(5, int(v))
    out = [0.0] * len(FACTUALITY_BINS)
    out[low], out[low + 1] = 1.0 - (v - low), v - low
    return out


def batches(examples: list[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Batches of about `size` positions of examples of like length, in random order."""
    order = sorted(examples, key=lambda x: (len(x.pieces) + rng.random() * 6))
    out, batch = [], []
    for x in order:
        if batch and max(len(x.pieces), max(len(y.pieces) for y in batch)) * (len(batch) + 1) > size:
            out.append(batch)
            batch = []
        batch.append(x)
    if batch:
        out.append(batch)
    rng.shuffle(out)
    yield from out
