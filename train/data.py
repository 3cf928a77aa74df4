# SPDX-License-Identifier: Apache-2.0
"""What the training data is made of: a document with its columns of labels (`Doc`), the tasks and their fixed labels, and the documents
that no run may read (`HeldOut`, `check_held_out`).  Needs no PyTorch.  corpora.py reads documents, windows.py cuts and encodes them.

Every document becomes one `Doc`: its words, what stands before each word in the raw text, its sentences, and one column of labels
a task.  A label is None where the corpus does not say.
"""
from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Iterable

if TYPE_CHECKING:
    from torch import Tensor

TOKEN_TASKS = (
    "sentence", "upos", "xpos", "feats", "lemma", "name", "mention", "predicate", "factuality",
    "event", "event_rank", "event_mode", "event_status", "event_context", "sector",
)  # fmt: skip
ARC_TASKS = ("dep_arc", "dep_label", "role", "event_arc", "nation", "side")
EVENT_TYPES = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
).split()
EVENT_RANKS = ["required", "optional", "mention"]
EVENT_STATUSES = ["actual", "future", "hypothetical", "negated", "historical"]
EVENT_ARCS = ["actor", "recipient", "place", "time", "quantity", "source", "outer", "same"]
SIDES = ("actor", "recipient")
NAME_LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]
MENTION_TYPES = "person organization place time event object abstract animal plant substance".split()
FACTUALITY_BINS = ["-3", "-2", "-1", "0", "1", "2", "3"]
NOT_MISC = "O?"  # a name label: outside every PER, ORG, LOC; the corpus does not mark MISC
MASK = -100
O_OR_MISC = -2

GLUED, SPACE, LINE, BLANK = 0, 1, 2, 3


@dataclass
class EventRow:
    """A word that tells an event, and the words that each kind of arc goes to; of `unknown` ones nobody says."""

    trigger: int
    arcs: dict[str, set[int]]  # kinds that are left out are not known of this word
    unknown: dict[str, set[int]] | None
    countries: dict[str, set[str]] | None = None  # of both sides; empty: a side without a party, or whose country nobody knows


@dataclass
class Soft:
    """What other models say of a document's words (train/teach.py, train/rehearse.py)."""

    tasks: dict[str, Tensor]  # task -> probabilities [words, labels]
    arcs: dict[int, tuple[int, Tensor]]  # trigger -> the first word asked, probabilities [words from there, kinds]
    parties: Tensor | None  # [words]: how surely each is a party of an event


@dataclass
class Doc:
    """One document of one corpus with a column of labels for each task it is labelled for."""

    id: str
    corpus: str
    forms: list[str] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # first word of each sentence (or segment)
    true_sentences: bool = True
    columns: dict[str, list] = field(default_factory=dict)  # task -> one label or None a word
    heads: list[int | None] = field(default_factory=list)  # 1-based within the sentence, 0 for the root, None: no tree
    deprels: list[str | None] = field(default_factory=list)
    roles: list[dict[int, dict[int, str]] | None] = field(default_factory=list)  # a sentence: predicate -> dependant -> label
    events: list[EventRow] = field(default_factory=list)
    nations: list[str | None] = field(default_factory=list)  # the country that a word names or belongs to, as the program reads it
    soft: Soft | None = None
    parties: dict[int, str | None] = field(default_factory=dict)  # a party's head -> its true country

    def sentence(self, n: int) -> tuple[int, int]:
        return self.starts[n], self.starts[n + 1] if n + 1 < len(self.starts) else len(self.forms)


class HeldOut:
    """The documents that no training run may read, from the index of the development gold."""

    def __init__(self, entries: Iterable[tuple[str, str]]):
        self.by_corpus: dict[str, set[str]] = {}
        for corpora, ident in entries:
            for corpus in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", corpora):
                if corpus != "with":
                    self.by_corpus.setdefault(corpus, set()).add(ident)
        self.count = sum(1 for _ in {i for ids in self.by_corpus.values() for i in ids})

    @classmethod
    def read(cls, index: Path) -> "HeldOut":
        return cls((e["source"]["corpus"], e["source"]["id"]) for e in json.loads(index.read_text(encoding="utf-8")))

    def refuses(self, corpus: str, ident: str) -> bool:
        return ident in self.by_corpus.get(corpus, ())


def check_held_out(docs: Iterable[Doc], held_out: HeldOut) -> None:
    """Stops a run whose data holds a document that must stay out."""
    bad = [f"{d.corpus}/{d.id}" for d in docs if held_out.refuses(d.corpus, d.id)]
    if bad:
        raise ValueError("held-out documents in the training data: " + ", ".join(bad))
