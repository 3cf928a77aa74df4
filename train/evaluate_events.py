# SPDX-License-Identifier: Apache-2.0
"""Scores the event scorers word by word on marked documents, before any of the program's rules.

event_f1, event_type_f1: words that tell a required event (found alone; found with the right type), words of optional events and other
mentions count neither for nor against.  status_acc: at the marked words.  actor_f1 … source_f1: heads of the arcs of marked events.
sector_acc, nation_acc: at the marked parties.  actor_country_acc, recipient_country_acc: of the scorer `side`, at the marked words.
"""
from __future__ import annotations

from bisect import bisect_right
from collections import Counter

import torch

from data import EVENT_ARCS, SIDES, Doc
from evaluate import sentence_windows
from batch import Batch, Choices, arc_buckets
from scorers import Model
from windows import Labels, WordPiece, encode

FARTHEST = 200


def per_cent(right: float, of: float) -> float:
    return 100 * right / of if of else 0.0


def country_at(model: Model, h: torch.Tensor, doc: Doc, task: str, word: int, label: int = 0) -> str | None:
    """The country that the scorer `nation` gives a party, or `side` a side of an event: words of one country share their probability;
    None for none of these."""
    named = [k for k in range(max(0, word - FARTHEST), min(len(doc.forms), word + FARTHEST)) if doc.nations[k]]
    if not named:
        return None
    shares = model.choice_scores(h, task, Choices.of([(word, label, named, [])]))[0].softmax(-1).tolist()
    sums: Counter = Counter()
    for k, share in zip(named, shares):
        sums[doc.nations[k]] += share
    sums[None] = shares[-1]
    return max(sums, key=lambda country: sums[country])


def arc_probabilities(model: Model, h: torch.Tensor, doc: Doc, triggers: list[int]) -> torch.Tensor:
    """[triggers, words, kinds], 0 for words more than three sentences before or two after."""
    size = len(doc.forms)
    sentence = torch.tensor([bisect_right(doc.starts, k) for k in range(size)])
    own = torch.tensor(triggers)
    delta = sentence[None] - sentence[own][:, None]
    buckets = torch.stack([arc_buckets(sentence, t) for t in triggers])
    scores = model.role_scores(h, own, torch.arange(size)[None].expand(len(triggers), -1), "event_arc")
    return (scores + model.event_bias[buckets]).sigmoid() * ((delta >= -3) & (delta <= 2))[:, :, None]


def evaluate_events(model: Model, docs: list[Doc], tokenizer: WordPiece, labels: Labels, bf16: bool, window: int = 128) -> dict[str, float]:
    """All scores, in per cent."""
    model.eval()
    names, statuses, sectors = labels.labels["event"], labels.labels["event_status"], labels.labels["sector"]
    n: Counter = Counter()
    with torch.no_grad():
        for doc in docs:
            h = torch.cat([model.words(Batch.of([encode(w, tokenizer, labels)]), bf16) for w in sentence_windows(doc, tokenizer, window)])
            types = model.token["event"](h).softmax(-1)
            status = model.token["event_status"](h).argmax(-1).tolist()
            sector = model.token["sector"](h).argmax(-1).tolist()
            contexts = model.token["event_context"](h).sigmoid() > 0.5
            for k in range(len(h)):
                if (told := doc.columns["event_context"][k]) is not None:
                    got = {labels.labels["event_context"][c] for c in contexts[k].nonzero().squeeze(-1).tolist()}
                    n["context both"] += len(got & set(told))
                    n["context all"] += len(got) + len(told)
                true, rank = doc.columns["event"][k], doc.columns["event_rank"][k]
                found = float(types[k, 0]) < 0.5
                guess = names[int(types[k, 1:].argmax()) + 1]
                n["wrong"] += found and true == "O"
                if rank == "required":
                    n["required"] += 1
                    n["found"] += found
                    n["typed"] += found and guess == true
                if rank in ("required", "optional"):
                    n["status"] += 1
                    n["status right"] += statuses[status[k]] == doc.columns["event_status"][k]
                if doc.columns["sector"][k] is not None:
                    n["sector"] += 1
                    n["sector right"] += sectors[sector[k]] == doc.columns["sector"][k]
            for party, country in doc.parties.items():
                n["nation"] += 1
                n["nation right"] += country_at(model, h, doc, "nation", party) == country
            rows = [r for r in doc.events if r.unknown is not None]
            for r in rows:
                for label, side in enumerate(SIDES):
                    n[side + " country"] += 1
                    n[side + " country right"] += country_at(model, h, doc, "side", r.trigger, label) in (r.countries[side] or {None})
            if not rows:
                continue
            arcs = arc_probabilities(model, h, doc, [r.trigger for r in rows]) > 0.5
            for r, of in zip(rows, arcs):
                for kind, name in enumerate(EVENT_ARCS):
                    got = {k for k in of[:, kind].nonzero().squeeze(-1).tolist() if k not in r.unknown.get(name, ())}
                    want = r.arcs.get(name, set())
                    n[name + " both"] += len(got & want)
                    n[name + " all"] += len(got) + len(want)
    found = n["found"] + n["wrong"] + n["required"]
    return {
        "event_f1": per_cent(2 * n["found"], found), "event_type_f1": per_cent(2 * n["typed"], found),
        "status_acc": per_cent(n["status right"], n["status"]), "sector_acc": per_cent(n["sector right"], n["sector"]),
        "nation_acc": per_cent(n["nation right"], n["nation"]),
        **{f"{side}_country_acc": per_cent(n[side + " country right"], n[side + " country"]) for side in SIDES},
        "context_f1": per_cent(2 * n["context both"], n["context all"]),
        **{f"{name}_f1": per_cent(2 * n[name + " both"], n[name + " all"]) for name in EVENT_ARCS},
    }  # fmt: skip
