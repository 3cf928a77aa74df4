#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Terrorism templates of MUC-4: which incidents of the key come out as records.

    zcat MUC4.jsonl.gz > MUC4.jsonl; casus code MUC4.jsonl > RECORDS.jsonl
    eval/muc4.py [--missed] MUC4.jsonl[.gz] RECORDS.jsonl

An incident of the key counts where its stage is ACCOMPLISHED; optional templates do not. It is found where some record of
its message is ASSAULT or COERCE, has the status `actual`, and has a head word of a perpetrator of the key among the words
of its actors, or that of a human target among those of its recipients (`text`, `name`, `role`; case and a final S are ignored).
Where the key names neither, the heads of physical targets stand for those of human ones. Head words: of a name the last
word; of a description the last one before "of", "who", a comma and the like; every alternative of the key is good.
One record may find several incidents; "apart" counts those found where each needs a record of its own. Beside it: records
of the two types told as happened, in all messages, per incident.
--missed prints the incidents that were not found.
"""
from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Iterable

from conllu import open_text

TYPES = ("ASSAULT", "COERCE")
PERPETRATORS = ("perp_individual_id", "perp_organization_id")
VICTIMS = ("hum_tgt_name", "hum_tgt_description")
THINGS = ("phys_tgt_id",)
_FILL = re.compile(r'"((?:[^"\\]|\\.)*)"')
# What follows the head of a description.
_AFTER_HEAD = re.compile(r"\s(?:of|from|in|at|on|for|with|by|near|to|who|whom|whose|which|that|next|under|wearing|carrying|"
                         r"dressed|stationed|belonging|travelling|traveling)\s|[,\[(;]")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def words_of(text: str) -> list[str]:
    return [w[:-1] if len(w) > 3 and w.endswith("s") else w for w in _WORD.findall(text.casefold())]


def head_of(fill: str) -> str | None:
    """The head word of one fill of a slot."""
    text = fill.replace("\\", "").replace('"', " ").casefold().strip()
    cut = _AFTER_HEAD.search(text, 1)
    words = words_of(text[: cut.start()] if cut else text) or words_of(text)
    return words[-1] if words else None


def heads_of(template: dict[str, list[str]], slots: Iterable[str]) -> set[str]:
    """Of all alternatives of all fills. What stands behind a colon names the one described, and is good too."""
    found = {head_of(fill) for slot in slots for value in template.get(slot, []) for fill in _FILL.findall(value)}
    return {head for head in found if head}


def incidents(message: dict[str, Any]) -> list[dict[str, list[str]]]:
    """The accomplished incidents that the key demands."""
    return [t for t in message.get("templates") or []
            if any("ACCOMPLISHED" in stage for stage in t.get("incident_stage_of_execution", []))
            and "OPTIONAL" not in t.get("template", "")]


def side_words(entities: list[dict[str, Any]]) -> set[str]:
    return {w for e in entities for key in ("text", "name", "role") for w in words_of(e.get(key) or "")}


def finders(template: dict[str, list[str]], records: list[dict[str, Any]]) -> list[int]:
    """Which of `records` find the incident; they are those of its message told as happened and of the right types."""
    perpetrators, victims = heads_of(template, PERPETRATORS), heads_of(template, VICTIMS)
    if not perpetrators and not victims:
        victims = heads_of(template, THINGS)
    return [k for k, r in enumerate(records)
            if perpetrators & side_words(r["actor"]) or victims & side_words(r["recipient"])]


def most_apart(choices: list[list[int]]) -> int:
    """How many of these lists can have one number each, all different."""
    owner: dict[int, int] = {}

    def place(item: int, tried: set[int]) -> bool:
        for choice in choices[item]:
            if choice not in tried:
                tried.add(choice)
                if choice not in owner or place(owner[choice], tried):
                    owner[choice] = item
                    return True
        return False

    return sum(place(item, set()) for item in range(len(choices)))


@dataclass
class Score:
    """Incidents in the key, found, found apart; records told as happened; a line for each incident missed."""

    incidents: int = 0
    found: int = 0
    apart: int = 0
    told: int = 0
    missed: list[str] = field(default_factory=list)


def score(messages: Iterable[dict[str, Any]], records: Iterable[dict[str, Any]]) -> Score:
    by_message: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        if record["event"] in TYPES and record["status"] == "actual":
            by_message[record["document"]["id"]].append(record)
    out = Score(told=sum(map(len, by_message.values())))
    for message in messages:
        keyed = incidents(message)
        choices = [finders(template, by_message[message["id"]]) for template in keyed]
        out.incidents += len(keyed)
        out.found += sum(map(bool, choices))
        out.apart += most_apart(choices)
        out.missed += ["{} {} {}: {} on {}".format(
            message["id"], t["template"], "/".join(t.get("incident_type", [])), sorted(heads_of(t, PERPETRATORS)),
            sorted(heads_of(t, VICTIMS + THINGS))) for t, found in zip(keyed, choices) if not found]
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", action="store_true")
    parser.add_argument("gold")
    parser.add_argument("records")
    options = parser.parse_args()
    with open_text(options.gold) as messages, open(options.records, encoding="utf-8") as records:
        got = score(map(json.loads, messages), (json.loads(line) for line in records if line.strip()))
    if options.missed:
        print("\n".join(got.missed))
    total = max(got.incidents, 1)
    print(f"incidents found {100 * got.found / total:.2f} ({got.found} of {got.incidents}), apart "
          f"{100 * got.apart / total:.2f}; records told as happened per incident {got.told / total:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
