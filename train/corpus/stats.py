# SPDX-License-Identifier: Apache-2.0
"""Tells what the corpus holds: counts of all that is marked, and what repeats in written text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any

from batch import Codes
from words import sentences


def stats(documents: list[dict[str, Any]], codes: Codes) -> None:
    def show(title: str, counts: Counter[Any], most: int = 0) -> None:
        print(f"\n{title}: " + ", ".join(f"{k} {n}" for k, n in counts.most_common(most or None)))

    words = Counter()
    for d in documents:
        words[d["document"]["kind"], d["document"]["split"]] += len(d["document"]["text"].split())
    events = [e for d in documents for e in d["events"]]
    print(
        f"{len(documents)} documents, {sum(words.values())} words, {len(events)} events "
        f"({sum(e['required'] for e in events)} required), {sum(len(d['traps']) for d in documents)} traps, "
        f"{sum(len(d['quotes']) for d in documents)} quotations, {sum(not d['events'] for d in documents)} without events"
    )
    show("words", Counter({"/".join(k): n for k, n in words.items()}))
    show("types", Counter(t for e in events for t in e["event"][:1]))
    types = Counter(t for e in events for t in e["event"])
    have = Counter(f"{t}.{m}" for e in events for m in e["mode"] for t in e["event"] if m in codes.modes[t])
    show("modes", have)
    print(
        "\nmissing: "
        + (
            ", ".join(
                [t for t in sorted(codes.modes) if not types[t]]
                + [
                    f"{t}.{m}"
                    for t in sorted(codes.modes)
                    for m in sorted(codes.modes[t])
                    if not have[f"{t}.{m}"]
                ]
            )
            or "nothing"
        )
    )
    show("status", Counter(e["status"] + (" historical" if e["historical"] else "") for e in events))
    show("sources in the chain", Counter(len(e["sources"]) for e in events))
    show("contexts", Counter(c for e in events for c in e["context"]))
    show("sectors", Counter(p["sector"] for e in events for p in e["actor"] + e["recipient"]))
    show("registers", Counter(d["document"]["register"] for d in documents))
    parties = [p for e in events for p in e["actor"] + e["recipient"] if p["country"]]
    show("regions", Counter(codes.region.get(p["country"], p["country"]) for p in parties))
    show("countries", Counter(p["country"] for p in parties), 30)
    show(
        "decades",
        Counter(
            (d["document"]["published"] or "none")[:3] + "0" for d in documents if d["document"]["published"]
        ),
    )
    written = [d["document"]["text"] for d in documents if d["document"]["kind"] == "written"]
    show(
        "\nWRITTEN TEXT. trigger words",
        Counter(
            e["trigger"]["text"].lower()
            for d in documents
            if d["document"]["kind"] == "written"
            for e in d["events"]
        ),
        40,
    )
    show("names", Counter(n for t in written for n in set(re.findall(r"[A-Z][a-z]+ [A-Z][a-z]+", t))), 30)
    show("openings (2 words)", Counter(" ".join(t.split()[:2]) for t in written), 25)
    show(
        "first words of sentences",
        Counter(t[b:e].split()[0] for t in written for b, e in sentences(t) if t[b:e].split()),
        25,
    )
    grams: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for k, t in enumerate(written):
        tokens = re.findall(r"\w+", t.lower())
        for i in range(len(tokens) - 4):
            grams[tuple(tokens[i : i + 5])].add(k)
    again = {g: len(k) for g, k in grams.items() if len(k) > 2}
    print(
        f"\nruns of 5 words: {len(grams)}, in three or more passages {len(again)} ({100 * len(again) / max(1, len(grams)):.2f} %)"
    )
    for g, n in sorted(again.items(), key=lambda x: (-x[1], x[0]))[:20]:
        print(f"  {n} x {' '.join(g)}")
