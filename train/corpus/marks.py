# SPDX-License-Identifier: Apache-2.0
"""Compiles the marks of a block to events, traps and quotations with their spans, and whole batches to documents."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

from batch import SECTORS, WORLD, Block, Codes, Report, read_batch, read_codes
from checks import Others, read_gold
from sources import give_text
from words import Finder, Wrong, head_of, item, one_line, places

STATUSES = ("actual", "future", "hypothetical", "negated")
BECOMES = {"CONSULT": "AGREE", "COOPERATE": "AGREE", "SUPPORT": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE"}


class Compiler:
    """Compiles the marks of one block."""

    def __init__(self, block: Block, codes: Codes, report: Report) -> None:
        self.block, self.codes, self.report = block, codes, report
        self.finder = Finder(block.text)
        self.events: list[dict[str, Any]] = []
        self.traps: list[dict[str, Any]] = []
        self.quotes: list[dict[str, Any]] = []

    def compile(self) -> dict[str, Any]:
        none = False
        for mark in self.block.marks:
            self.finder.near = None
            try:
                body = mark.text.strip()
                if body == "none":
                    none = True
                elif mark.text.startswith("~"):
                    self.traps.append(self.trap(mark.text[1:]))
                elif mark.text.startswith('"'):
                    self.quotes.append(self.quote(mark.text[1:]))
                else:
                    self.events.append(self.event(body, mark.line))
            except Wrong as wrong:
                self.report.error(self.block.file, mark.line, str(wrong))
        where = (self.block.file, self.block.line)
        if not self.block.marks:
            self.report.error(*where, "found no marks in the block, expected events or > none")
        if none and self.events:
            self.report.error(*where, "found > none and events, expected one of the two")
        if not self.events and not none and self.block.marks:
            self.report.error(*where, "found no event, expected > none to say that there is none")
        seen: dict[tuple[Any, ...], int] = {}
        for event in self.events:
            key = (tuple(event["trigger"]["span"]), event["event"][0], event["status"])
            if key in seen:
                self.report.error(
                    *where,
                    f"found two events {event['event'][0]} on “{event['trigger']['text']}”, expected one",
                )
            seen[key] = 1
        for k, event in enumerate(self.events):
            event["id"] = f"{self.block.id}-{k + 1:02d}"
        s = self.block.settings
        document = {
            "id": self.block.id,
            "file": self.block.id,
            "published": s.get("published"),
            "language": "en",
            "register": s.get("register"),
            "kind": "natural" if "corpus" in s else "written",
            "corpus": s.get("corpus"),
            "source": s.get("doc"),
            "licence": s.get("licence", "CC BY-SA 4.0"),
            "batch": self.block.file.stem,
            "split": self.block.split,
            "sha256": hashlib.sha256(self.block.text.encode()).hexdigest(),
            "text": self.block.text,
        }
        return {"document": document, "events": self.events, "traps": self.traps, "quotes": self.quotes}

    def span(self, words: str, anchor: str | None) -> dict[str, Any]:
        begin, end = self.finder.find(words, anchor)
        return {"text": self.block.text[begin:end], "span": self.finder.bytes(begin, end)}

    def party(self, value: str) -> dict[str, Any]:
        words, anchor, codes = item(value)
        if codes is None:
            raise Wrong(f"found “{value}” without codes, expected words[COUNTRY,SECTOR] with - for unknown")
        found: dict[str, Any] = (
            {"text": None, "span": None, "head": None} if words == "-" else self.span(words, anchor)
        )
        parts = [p.strip() for p in codes.split(",")]
        keys = [p for p in parts[2:]]
        # a name may hold commas: what has no key belongs to the part before it
        joined: list[str] = []
        for p in keys:
            if joined and not re.match(r"(name|h)(=|$)", p):
                joined[-1] += ", " + p
            else:
                joined.append(p)
        country = parts[0] if parts[0] not in ("-", "?", "") else None
        sectors = parts[1].split("+") if len(parts) > 1 else ["-"]
        if len(parts) < 2:
            raise Wrong(f"found [{codes}], expected [COUNTRY,SECTOR] or [COUNTRY,SECTOR,name=...]")
        if country in self.codes.territories:
            raise Wrong(f"found country {country}, expected its state {self.codes.territories[country]}")
        if country is not None and country not in self.codes.countries:
            raise Wrong(f"found country {country}, expected ISO alpha-3, {' '.join(sorted(WORLD))} or -")
        for s in sectors:
            if s not in SECTORS and s not in ("-", "?"):
                raise Wrong(f"found sector {s}, expected one of {' '.join(sorted(SECTORS))} or -")
        name, head = None, None
        for p in joined:
            key, _, v = p.partition("=")
            if key == "name":
                name = v.strip() or words
            elif key == "h":
                head = v.strip()
            else:
                raise Wrong(f"found {p} in the codes, expected name=... or h=...")
        if words != "-":
            head = head or head_of(words)
            inside = places(head, found["text"].replace("\n", " "), self.finder.wrapped)
            if not inside:
                raise Wrong(f"found head “{head}”, expected a word of “{words}”")
            begin, end = inside[0]
            at, head = found["span"][0] + len(found["text"][:begin].encode()), found["text"][begin:end]
            found["head"] = {"text": head, "span": [at, at + len(head.encode())]}
        return {
            "name": name,
            "country": country,
            "sector": None if sectors[0] in ("-", "?") else sectors[0],
            "other_sectors": sectors[1:],
            **found,
        }

    def event(self, body: str, line: int) -> dict[str, Any]:
        fields = [f.strip() for f in re.split(r"\s\|\s|\s\|$", body)]
        if not fields[0] or fields[0].startswith("|"):
            raise Wrong("found a mark without a type, expected > TYPE [mode …] | t=…")
        types, *modes = fields[0].split()
        types = types.split("/")
        for t in types:
            if t not in self.codes.modes:
                raise Wrong(f"found type {t}, expected one of {' '.join(sorted(self.codes.modes))}")
        for m in modes:
            if not any(m in self.codes.modes[t] for t in types):
                raise Wrong(
                    f"found mode {m}, expected of {types[0]}: {' '.join(sorted(self.codes.modes[types[0]])) or 'none'}"
                )
        pairs: list[tuple[str, str]] = []
        for f in fields[1:]:
            if f in ("opt", "hist"):
                pairs.append((f, ""))
            elif "=" in f:
                key, value = f.split("=", 1)
                pairs.append((key.strip(), value.strip()))
            elif f:
                raise Wrong(f"found “{f}”, expected key=value, opt or hist (a | stands between spaces)")
        trigger = [v for k, v in pairs if k == "t"]
        if len(trigger) != 1:
            raise Wrong(f"found {len(trigger)} triggers, expected one t=words")
        words, anchor, _ = item(trigger[0])
        begin, end = self.finder.find(words, anchor)
        self.finder.near = begin
        sentence = self.finder.sentence(begin)
        if end - begin > 60:
            raise Wrong(f"found a trigger of {end - begin} characters, expected a word or two")
        e: dict[str, Any] = {
            "trigger": {"text": self.block.text[begin:end], "span": self.finder.bytes(begin, end)},
            "event": types,
            "mode": modes,
            "context": [],
            "actor": [],
            "recipient": [],
            "status": "actual",
            "historical": False,
            "attribution": [],
            "sources": [],
            "date": None,
            "place": [],
            "places": [],
            "magnitude": [],
            "mentions": [],
            "required": True,
            "sentence": self.finder.bytes(*sentence),
        }
        for key, value in pairs:
            if key == "t":
                continue
            if key in ("a", "r"):
                e["actor" if key == "a" else "recipient"].append(self.party(value))
            elif key == "s":
                if value not in STATUSES:
                    raise Wrong(f"found status {value}, expected one of {' '.join(STATUSES)}")
                e["status"] = value
            elif key == "src":
                source = self.party(value if value.endswith("]") else value + "[-,-]")
                e["sources"].append({**source, "cue": None, "content_span": None})
                e["attribution"].append(source["name"] or one_line(source["text"]))
            elif key in ("cue", "con"):
                if not e["sources"]:
                    raise Wrong(f"found {key}= before any source, expected src= first")
                found = self.span(*item(value)[:2])
                if key == "cue":
                    e["sources"][-1]["cue"] = found
                else:
                    e["sources"][-1]["content_span"] = found["span"]
            elif key == "p":
                words, anchor, codes = item(value)
                found = self.span(words, anchor)
                e["places"].append({**found, "name": codes or words})
                e["place"].append(codes or words)
            elif key == "d":
                e["date"] = self.date(value)
            elif key == "q":
                e["magnitude"].append(self.quantity(value))
            elif key == "m":
                e["mentions"].append(self.mention(value))
            elif key == "ctx":
                for c in value.replace(",", " ").split():
                    if c not in self.codes.contexts:
                        raise Wrong(
                            f"found context {c}, expected one of {' '.join(sorted(self.codes.contexts))}"
                        )
                    e["context"].append(c)
            elif key == "opt":
                e["required"] = False
            elif key == "hist":
                e["historical"] = True
            elif key == "n":
                e["note"] = value
            else:
                raise Wrong(f"found {key}=, expected one of t a r s src cue con p d q m ctx n opt hist")
        for m in ("misinformation", "cyber"):
            if m in modes and m not in e["context"]:
                e["context"].append(m)
        if e["status"] == "future" and types[0] in BECOMES:
            raise Wrong(
                f"found {types[0]} with status future, expected {BECOMES[types[0]]}, actual (an announcement)"
            )
        if types[0] == "CONSULT" and e["recipient"] and "visit" not in modes:
            self.report.warn(
                self.block.file, line, "CONSULT has a recipient and no mode visit: all who meet are actors"
            )
        if "visit" in modes and not e["recipient"]:
            self.report.warn(
                self.block.file, line, "a visit without a host: expected r= if the text names one"
            )
        return e

    def mention(self, value: str) -> dict[str, Any]:
        near, self.finder.near = self.finder.near, None
        try:
            return self.span(*item(value)[:2])
        finally:
            self.finder.near = near

    def date(self, value: str) -> dict[str, Any]:
        words, anchor, codes = item(value)
        found: dict[str, Any] = {**self.span(words, anchor), "start": None, "end": None}
        if codes:
            m = re.fullmatch(r"(\d{4}(?:-\d\d){0,2})?(\.\.(\d{4}(?:-\d\d){0,2})?)?", codes)
            if not m:
                raise Wrong(
                    f"found date [{codes}], expected [2014-03-02], [2014-03-02..2014-03-05], [2014-03] or [2014]"
                )
            start = m[1]
            end = m[3] if m[2] else m[1]
            found["start"], found["end"] = first_day(start), last_day(end)
        return found

    def quantity(self, value: str) -> dict[str, Any]:
        parts = value.split(":", 2)
        if len(parts) != 3:
            raise Wrong(f"found q={value}, expected q=what:number:words, as q=dead:31+:at least 31 people")
        what, number, words = (p.strip() for p in parts)
        m = re.fullmatch(r"(~?)(>|<|<=)?(\d[\d.]*)(\+|-(\d[\d.]*))?(?: ?([A-Za-z%]+))?", number)
        if not m:
            raise Wrong(
                f"found number {number}, expected 31, 31+ (at least), >31 (more than), <31, ~31 (about) or 20-30"
            )
        low: float | None = num(m[3])
        high: float | None = low
        if m[4] == "+" or m[2] == ">":
            high = None
        elif m[4]:
            high = num(m[5])
        elif m[2]:
            low, high = None, low
        return {
            "what": what,
            "min": low,
            "max": high,
            "strict": m[2] in (">", "<"),
            "approximate": m[1] == "~",
            "unit": m[6],
            **self.span(*item(words)[:2]),
        }

    def trap(self, body: str) -> dict[str, Any]:
        words, _, why = body.partition(" | ")
        if not why.strip():
            raise Wrong("found a trap without a reason, expected >~ words | why")
        return {**self.span(*item(words)[:2]), "why": why.strip()}

    def quote(self, body: str) -> dict[str, Any]:
        fields = [f.strip() for f in body.split(" | ")]
        q: dict[str, Any] = {
            **self.span(*item(fields[0])[:2]),
            "source": None,
            "speaker": None,
            "cue": None,
            "addressee": None,
        }
        self.finder.near = self.finder.find(*item(fields[0])[:2])[0]
        for f in fields[1:]:
            key, _, value = f.partition("=")
            if key == "cue":
                q["cue"] = self.span(*item(value)[:2])
            elif key == "to":
                q["addressee"] = self.party(value if value.endswith("]") else value + "[-,-]")
            elif f != "-":
                q["speaker"] = self.party(f if f.endswith("]") else f + "[-,-]")
                q["source"] = q["speaker"]["name"] or one_line(q["speaker"]["text"])
        return q


def num(text: str) -> float | int:
    return float(text) if "." in text.strip(".") else int(text.strip("."))


def first_day(text: str | None) -> str | None:
    return text and text + "-01" * (2 - text.count("-"))


def last_day(text: str | None) -> str | None:
    if text is None or text.count("-") == 2:
        return text
    year, month = (int(x) for x in (text + "-12").split("-")[:2])
    days = 31 if month in (1, 3, 5, 7, 8, 10, 12) else 30
    if month == 2:
        days = 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return f"{year:04d}-{month:02d}-{days:02d}"


def compile_batches(files: list[Path], report: Report) -> list[dict[str, Any]]:
    """The documents of these batches, in order, without the blocks that repeat the gold."""
    codes, others, documents = read_codes(), Others(read_gold()), []
    for file in files:
        for block in read_batch(file, report):
            if not others.admits(block, report):
                continue
            give_text(block, report)
            if block.text and others.admits_text(block, report):
                documents.append(Compiler(block, codes, report).compile())
    return documents
