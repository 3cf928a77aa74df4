# SPDX-License-Identifier: Apache-2.0
"""Checks a block against the gold, which stays out, and against the blocks before it; hints at words without a mark."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator

from batch import SHARED, Block, Report, shown
from words import unwrapped

SHINGLE, COPY_SHARE, COPY_LEAST = 8, 0.03, 2


@dataclass
class Gold:
    """What the gold holds: the ids of its documents, and the runs of words in their texts."""

    ids: set[str] = field(default_factory=set)
    shingles: set[int] = field(default_factory=set)


def shingles(text: str) -> set[int]:
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[i : i + SHINGLE])) for i in range(len(words) - SHINGLE + 1)}


def read_gold() -> Gold:
    gold, folder = Gold(), SHARED / "gold"
    index = folder / "dev" / "index.json"
    if index.is_file():
        for entry in json.loads(index.read_text(encoding="utf-8")):
            gold.ids |= {entry["source"]["id"], Path(entry["file"]).stem}
    for path in sorted(folder.glob("*/*.txt")):
        gold.shingles |= shingles(path.read_text(encoding="utf-8"))
    return gold


class Others:
    """The gold, which stays out, and the blocks read before: what a block may not repeat."""

    def __init__(self, gold: Gold) -> None:
        self.gold = gold
        self.ids: dict[str, str] = {}  # of the blocks before, with their files
        self.told: dict[int, Block] = {}  # the runs of words of the blocks before

    def admits(self, block: Block, report: Report) -> bool:
        """Whether a block is no document of the gold. An id that was there before is an error too, but the block is
        compiled all the same."""
        if block.id in self.ids:
            report.error(
                block.file,
                block.line,
                f"found id {block.id} again, expected a new one (first in {self.ids[block.id]})",
            )
        self.ids[block.id] = shown(block.file)
        if {block.id, block.settings.get("doc")} & self.gold.ids:
            report.error(
                block.file,
                block.line,
                f"found a document of the gold ({block.settings.get('doc', block.id)}), expected any other",
            )
            return False
        return True

    def admits_text(self, block: Block, report: Report) -> bool:
        """Whether the text of a block is no copy of the gold; warns if it is like the text of a block before."""
        own = shingles(block.text)
        shared = len(own & self.gold.shingles)
        if shared >= COPY_LEAST and shared > COPY_SHARE * len(own):
            report.error(
                block.file,
                block.line,
                f"found {shared} of {len(own)} runs of {SHINGLE} words in the gold, expected a text of its own",
            )
            return False
        told = self.told
        alike = Counter(told[x].id for x in own if x in told and told[x].document != block.document)
        for other, n in alike.most_common(1):
            if n >= COPY_LEAST and n > 0.1 * len(own):
                report.warn(
                    block.file,
                    block.line,
                    f"{n} of {len(own)} runs of {SHINGLE} words stand in {other} too",
                )
        told.update(dict.fromkeys(own, block))
        return True


def covered(document: dict[str, Any]) -> list[list[int]]:
    spans = [t["span"] for t in document["traps"]]
    for e in document["events"]:
        spans += [e["trigger"]["span"]] + [m["span"] for m in e["mentions"]]
    return spans


DESCRIBED = set(
    "adviser aide ambassador captain colonel commander consul diplomat envoy general governor minister officer official "
    "prefect president secretary source spokesman spokesperson spokeswoman spokesmen".split()
)


def is_described(source: dict[str, Any]) -> bool:
    """Whether the words of a speaker end in a noun for people ("two diplomats", "the minister of trade")."""
    words = (source["head"] or {"text": source["text"] or ""})["text"].lower().split()
    return bool(words) and (words[-1] in DESCRIBED or words[-1].removesuffix("s") in DESCRIBED)


def hints(documents: list[dict[str, Any]], known: Counter[str]) -> Iterator[str]:
    """Words that were triggers elsewhere at least twice and are neither event nor trap here; quotations without a mark;
    described speakers who bear a name that the text does not have (a description is no name: section 5, 4)."""
    for d in documents:
        text, spans = unwrapped(d["document"]["text"]), covered(d)
        for source in (s for e in d["events"] for s in e["sources"]):
            if source["name"] and is_described(source) and source["name"].lower() not in text.lower():
                yield f"{d['document']['id']}: hint: “{source['text']}” describes people, and has the name {source['name']}"
        for m in re.finditer(r"[A-Za-z-]+", text):
            if known[m.group().lower()] >= 2:
                b = len(text[: m.start()].encode())
                if not any(s < b + len(m.group()) and b < e for s, e in spans):
                    yield f"{d['document']['id']}: hint: “{m.group()}” is neither event, mention nor trap: …{text[max(0, m.start() - 30):m.end() + 30]!r}"
        for m in re.finditer(r"“[^”\n]*”|\"[^\"\n]*\"", text):
            b = len(text[: m.start() + 1].encode())
            if len(m.group().split()) > 3 and not any(
                q["span"][0] <= b + 1 and b <= q["span"][1] for q in d["quotes"]
            ):
                yield f"{d['document']['id']}: hint: quotation without a mark: {m.group()[:50]}"
