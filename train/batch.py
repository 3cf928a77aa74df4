# SPDX-License-Identifier: Apache-2.0
"""Windows as one batch of tensors: padded pieces, where their words are, what is known of them, and which pairs of words are asked for arcs.

Words are numbered through the whole batch.  Everything is made on the processor, in any process, without a look at a model; `moved`
brings a batch to the device that computes, `packed` and `unpacked` through one block of bytes.
"""
from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

import torch
from torch import Tensor

from data import MASK, TOKEN_TASKS
from windows import Choice, Example, factuality_target

LEAST_SOFT = 0.05  # words that another model holds less surely for an event or a party teach nothing of it
ARC_STEPS = (1, 2, 4, 7, 13)  # words between a trigger and a word of its sentence
ARC_BUCKETS = 4 + 2 * len(ARC_STEPS) + 1
NATION_STEPS = (1, 3, 6, 11, 21, 41, 81)  # words between a party and a word with a country, as `distance_bucket` counts them


def distance_bucket(distance: int) -> int:
    """0 … 14: how far behind or ahead a word stands; 7 is the word itself."""
    level = bisect_right(NATION_STEPS, abs(distance))
    return len(NATION_STEPS) + (level if distance > 0 else -level)


def arc_buckets(sentence: Tensor, own: int) -> Tensor:
    """Where each word stands to the trigger `own`, by the sentence of each word: 0 … 3: two sentences and more before, one before,
    one after, two and more after; 4 … 14: in its sentence, from far before over the trigger itself, 9, to far behind."""
    delta = sentence - sentence[own]
    distance = torch.arange(len(sentence)) - own
    level = torch.bucketize(distance.abs(), torch.tensor(ARC_STEPS), right=True)
    inside = 4 + len(ARC_STEPS) + torch.where(distance > 0, level, -level)
    outside = torch.where(delta < 0, (delta + 2).clamp(min=0), (delta + 1).clamp(max=3))
    return torch.where(delta == 0, inside, outside)


def padded(rows: list, fill: int) -> Tensor:
    """[rows, longest] of rows of numbers."""
    width = max((len(r) for r in rows), default=0)
    return torch.tensor([list(r) + [fill] * (width - len(r)) for r in rows], dtype=torch.long).view(len(rows), width)


@dataclass
class Asked:
    """Words that are asked for arcs to others."""

    own: Tensor  # [asked] word numbers
    grid: Tensor  # [asked, longest] the words that an arc may go to, -1 beyond the end
    target: Tensor | None = None  # [asked, longest] labels, or [asked, longest, kinds] 0 … 1; MASK: unknown
    buckets: Tensor | None = None  # [asked, longest] where each word stands (`arc_buckets`)
    surely: Tensor | None = None  # [asked] how surely the word is one to ask

    @classmethod
    def of_events(cls, asked: list[tuple[list[int], int, dict, dict | None, Tensor]], kinds: int) -> "Asked | None":
        """Of each: the window's words, the trigger among them, its arcs, the unknown ones, the buckets of the words."""
        if not asked:
            return None
        grid = padded([words for words, *_ in asked], -1)
        target = torch.full((*grid.shape, kinds), float(MASK))
        buckets = torch.zeros(grid.shape, dtype=torch.long)
        for n, (words, _, arcs, unknown, at) in enumerate(asked):
            for kind, marks in arcs.items():
                target[n, : len(words), kind] = 0.0
                target[n, list((unknown or {}).get(kind, ())), kind] = MASK
                target[n, list(marks), kind] = 1.0
            buckets[n, : len(words)] = at
        return cls(torch.tensor([words[trigger] for words, trigger, *_ in asked]), grid, target, buckets)

    @classmethod
    def of_soft(cls, asked: list[tuple[int, range, Tensor | None, Tensor, float]]) -> "Asked | None":
        """Of each: the trigger, the words asked, other models' probabilities or None, the buckets of the words, how surely it tells an event."""
        if not asked:
            return None
        grid = padded([words for _, words, *_ in asked], -1)
        buckets = torch.zeros(grid.shape, dtype=torch.long)
        first = asked[0][2]
        target = None if first is None else torch.zeros(*grid.shape, first.shape[1])
        for n, (_, words, table, at, _) in enumerate(asked):
            buckets[n, : len(words)] = at
            if target is not None:
                target[n, : len(words)] = table
        surely = torch.tensor([told for *_, told in asked])
        return cls(torch.tensor([trigger for trigger, *_ in asked]), grid, target, buckets, surely)


@dataclass
class Choices:
    """Words that have the country of one of others, or of none."""

    words: Tensor  # [choices] the party, or the event's word
    labels: Tensor  # [choices] of the task
    grid: Tensor  # [choices, most named] words that name or have a country, -1 beyond the end
    far: Tensor  # [choices, most named] their distance (`distance_bucket`)
    right: Tensor  # [choices, most named + 1] the right ones; the last: none of them
    surely: Tensor  # [choices]

    @classmethod
    def of(cls, choices: list[Choice], surely: list[float] | None = None) -> "Choices | None":
        if not choices:
            return None
        grid = padded([named for _, _, named, _ in choices], -1)
        far = padded([[distance_bucket(k - word) for k in named] for word, _, named, _ in choices], 0)
        right = torch.zeros(len(choices), grid.shape[1] + 1, dtype=torch.bool)
        for n, (_, _, named, wanted) in enumerate(choices):
            right[n, [named.index(k) for k in wanted] or [-1]] = True
        numbers = [torch.tensor([c[k] for c in choices]) for k in (0, 1)]
        return cls(*numbers, grid, far, right, torch.tensor(surely) if surely else torch.ones(len(choices)))


@dataclass
class Batch:
    """Padded windows, and where their words, sentences, predicates and targets are."""

    pieces: Tensor
    shapes: Tensor
    lengths: Tensor
    words: Tensor  # row numbers in [windows * positions]
    targets: dict[str, tuple[Tensor, Tensor]]  # task -> the words whose label is known, their labels
    factuality: tuple[Tensor, Tensor, Tensor] | None  # words, weights on bins, confidence
    contexts: tuple[Tensor, Tensor] | None  # words that tell events, [words, contexts] of 0 and 1
    grid: Tensor  # [sentences, longest] word numbers, -1 beyond the end: sentences with trees
    grid_heads: Tensor  # [sentences, longest]
    grid_labels: Tensor
    predicates: Asked | None
    events: Asked | None
    nations: Choices | None
    sides: Choices | None
    soft: dict[str, tuple[Tensor, Tensor, Tensor]] = field(default_factory=dict)  # task -> words, probabilities, weights of the words
    soft_arcs: Asked | None = None
    full: bool = True  # no window is shorter than the longest

    @classmethod
    def of(cls, examples: list[Example], arc_kinds: int = 8) -> "Batch":
        kinds = examples[0].context_kinds
        longest = max(len(x.pieces) for x in examples)
        pieces = torch.zeros(len(examples), longest, dtype=torch.long)
        shapes = torch.zeros(len(examples), longest, dtype=torch.long)
        words: list[int] = []
        columns: dict[str, tuple[list[int], list[int]]] = {t: ([], []) for t in TOKEN_TASKS if t not in ("factuality", "event_context")}
        contexts: list[tuple[int, list[int]]] = []
        fact: tuple[list, list, list] = ([], [], [])
        rows, heads, labels, predicates, nations, sides, events = [], [], [], [], [], [], []
        for n, x in enumerate(examples):
            base, size = len(words), len(x.first)
            pieces[n, : len(x.pieces)] = torch.tensor(x.pieces)
            shapes[n, : len(x.shapes)] = torch.tensor(x.shapes)
            words += [n * longest + f for f in x.first]
            for task, (known, values) in columns.items():
                for k, v in enumerate(x.targets.get(task) or ()):
                    if v != MASK:
                        known.append(base + k)
                        values.append(v)
            for k, v in enumerate(x.targets.get("factuality") or ()):
                if v is not None:
                    fact[0].append(base + k)
                    fact[1].append(factuality_target(v[0]))
                    fact[2].append(v[1])
            contexts += [(base + k, v) for k, v in enumerate(x.targets.get("event_context") or ()) if v is not None]
            for b, e, tree in x.sentences:
                if tree:
                    rows.append(range(base + b, base + e))
                    heads.append(x.heads[b:e])
                    labels.append(x.deprels[b:e])
            for s, p, args in x.predicates:
                b, e, _ = x.sentences[s]
                predicates.append((range(base + b, base + e), p, args))
            for of, into in ((x.nations, nations), (x.sides, sides)):
                into += [(base + word, label, [base + k for k in named], [base + k for k in right]) for word, label, named, right in of]
            if x.events:
                sentence = sentences_of(x)
                events += [(range(base, base + size), t, arcs, unknown, arc_buckets(sentence, t)) for t, arcs, unknown in x.events]
        asked = None
        if predicates:
            target = padded([[0] * len(words) for words, _, _ in predicates], MASK)
            for n, (_, _, args) in enumerate(predicates):
                for k, label in args.items():
                    target[n, k] = label
            asked = Asked(torch.tensor([w[p] for w, p, _ in predicates]), padded([w for w, *_ in predicates], -1), target)
        soft, soft_arcs = cls._soft_of(examples)
        return cls(
            pieces, shapes, torch.tensor([len(x.pieces) for x in examples]), torch.tensor(words),
            {t: (torch.tensor(known), torch.tensor(values)) for t, (known, values) in columns.items() if known},
            (torch.tensor(fact[0]), torch.tensor(fact[1]), torch.tensor(fact[2])) if fact[0] else None,
            cls._contexts_of(contexts, kinds), padded(rows, -1), padded(heads, MASK), padded(labels, MASK), asked,
            Asked.of_events(events, arc_kinds), Choices.of(nations), Choices.of(sides), soft, soft_arcs,
            all(len(x.pieces) == longest for x in examples),
        )  # fmt: skip

    @staticmethod
    def _contexts_of(told: list[tuple[int, list[int]]], kinds: int) -> tuple[Tensor, Tensor] | None:
        if not told:
            return None
        table = torch.zeros(len(told), kinds)
        for n, (_, labels) in enumerate(told):
            table[n, labels] = 1.0
        return torch.tensor([word for word, _ in told]), table

    @staticmethod
    def _soft_of(examples: list[Example]) -> tuple[dict, Asked | None]:
        """What other models say of the words of these windows."""
        rows: dict[str, tuple[list[Tensor], list[Tensor], list[Tensor]]] = {}
        arcs, base = [], 0
        for x in examples:
            w, size = x.window, len(x.first)
            if (told := w.doc.soft) is not None:
                at = torch.arange(base, base + size)
                for task, table in told.tasks.items():
                    weights = torch.ones(size)
                    if task == "sector" and told.parties is not None:
                        weights = told.parties[w.begin : w.end].float()
                    elif task.startswith("event_"):
                        weights = 1 - told.tasks["event"][w.begin : w.end, 0].float()
                    kept = weights > LEAST_SOFT
                    for column, values in zip(rows.setdefault(task, ([], [], [])), (at, table[w.begin : w.end].float(), weights)):
                        column.append(values[kept])
                sentence = sentences_of(x)
                for trigger, (first, table) in told.arcs.items():
                    if w.begin <= trigger < w.end:
                        begin, end = max(first, w.begin), min(first + len(table), w.end)
                        buckets = arc_buckets(sentence, trigger - w.begin)[begin - w.begin : end - w.begin]
                        words = range(base + begin - w.begin, base + end - w.begin)
                        surely = 1 - float(told.tasks["event"][trigger, 0])
                        arcs.append((base + trigger - w.begin, words, table[begin - first : end - first].float(), buckets, surely))
            base += size
        return {t: tuple(torch.cat(c) for c in columns) for t, columns in rows.items() if sum(map(len, columns[0]))}, Asked.of_soft(arcs)


def sentences_of(x: Example) -> Tensor:
    """The number of each word's sentence."""
    starts = [k - x.window.begin for k in x.window.doc.starts]
    return torch.tensor([bisect_right(starts, k) for k in range(len(x.first))])


def _leaves(value: Any, into: list[Tensor]) -> Any:
    """The value with its tensors in a list, and numbers of these in their places."""
    if torch.is_tensor(value):
        into.append(value)
        return ("tensor", len(into) - 1)
    if is_dataclass(value):
        return ("made", type(value), {f.name: _leaves(getattr(value, f.name), into) for f in fields(value)})
    if isinstance(value, dict):
        return ("dict", {k: _leaves(v, into) for k, v in value.items()})
    if isinstance(value, tuple):
        return ("tuple", [_leaves(v, into) for v in value])
    return ("plain", value)


def _grown(tree: Any, tensors: list[Tensor]) -> Any:
    if tree[0] == "tensor":
        return tensors[tree[1]]
    if tree[0] == "made":
        return tree[1](**{k: _grown(v, tensors) for k, v in tree[2].items()})
    if tree[0] == "dict":
        return {k: _grown(v, tensors) for k, v in tree[1].items()}
    return tuple(_grown(v, tensors) for v in tree[1]) if tree[0] == "tuple" else tree[1]


def moved(batch: Any, device: torch.device) -> Any:
    """The batch with its tensors on a device."""
    tensors: list[Tensor] = []
    tree = _leaves(batch, tensors)
    return _grown(tree, [t.to(device) for t in tensors])


def packed(batch: Any) -> tuple[Any, list, bytes]:
    """A batch as one block of bytes, numbers in 4 bytes, in a form that other processes read without PyTorch's own ways."""
    tensors: list[Tensor] = []
    tree = _leaves(batch, tensors)
    small = [t.int() if t.dtype == torch.long else t for t in tensors]
    told, at = [], 0
    for t in small:
        told.append((str(t.dtype).removeprefix("torch."), tuple(t.shape), at))
        at += -(-t.numel() * t.element_size() // 16) * 16
    block = bytearray(at)
    for t, (_, _, begin) in zip(small, told):
        if t.numel():
            raw = t.contiguous().numpy().tobytes()
            block[begin : begin + len(raw)] = raw
    return tree, told, bytes(block)


def unpacked(tree: Any, told: list, block: Tensor) -> Any:
    """The batch, from the block on whichever device it lies."""
    tensors = []
    for name, shape, begin in told:
        kind = getattr(torch, name)
        size = torch.empty((), dtype=kind).element_size()
        for n in shape:
            size *= n
        t = block[begin : begin + size].view(kind).view(shape)
        tensors.append(t.long() if kind == torch.int32 else t)
    return _grown(tree, tensors)
