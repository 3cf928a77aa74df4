#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles the hand-written batches of the corpus to JSON, and checks every word of them.

    compile.py                      all batches -> build/corpus.jsonl, one document a line
    compile.py --check FILE ...     only checks these batches; prints errors, warnings and hints
    compile.py --stats              the same as no argument, and tells what the corpus holds
    compile.py --skeleton NAME      writes natural/NAME.ann from batches.tsv, with the texts and without marks
    compile.py --strip FILE         copies a batch without its marks to second/, to be annotated again
    compile.py --agree              compares every batch of second/ with the first annotation of its blocks
    compile.py --agree FILE FILE    the same for these two, or for more pairs: first second first second ...
    compile.py --text CORPUS ID     prints one document of ../shared/corpora

The format is told in GUIDELINES.md, section 2. Python standard library only. Exit status 1 if there is any error.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHARED = Path(os.environ.get("CASUS_SHARED", ROOT.parent / "shared"))
BUILD = HERE / "build"

STATUSES = ("actual", "future", "hypothetical", "negated")
SECTORS = set(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()
)
WORLD = set("IGO UNO EUR NGO ISM IMG MNC".split())
REGISTERS = set(
    "wire local broadcast communique tabloid translated report liveblog interview blog speech encyclopaedia "
    "newsgroup bulletin caption history fiction sport business court letter article".split()
)
BECOMES = {"CONSULT": "AGREE", "COOPERATE": "AGREE", "SUPPORT": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE"}
STORED = {"gum", "ud-ewt", "re3d", "geovirus", "causal-news"}  # texts whose licence lets us keep them
FETCHED = {"geowebnews", "muc4"}  # spans alone; the text is read from ../shared
SHINGLE, COPY_SHARE, COPY_LEAST = 8, 0.03, 2
DEV_OF_TEN = 0  # a document whose hash is this modulo ten belongs to the dev part


# --- codes -----------------------------------------------------------------------------------------------------------


@dataclass
class Codes:
    """What may stand in a batch: read from the codebook and the country tables."""

    modes: dict[str, set[str]]
    contexts: set[str]
    countries: set[str]
    territories: dict[str, str]
    region: dict[str, str]


def read_codes() -> Codes:
    book = ROOT / "data" / "codebook"
    modes = {}
    for path in sorted((book / "plover").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        modes[table["name"]] = {m["name"] for m in table.get("mode", [])}
    contexts = {
        c["name"] for c in tomllib.loads((book / "contexts.toml").read_text(encoding="utf-8"))["context"]
    }
    region = dict(rows(HERE / "regions.tsv"))
    territories = dict(rows(ROOT / "data" / "actors" / "territories.tsv"))
    return Codes(modes, contexts, set(region) | WORLD, territories, region)


def rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


# --- reading a batch -------------------------------------------------------------------------------------------------


@dataclass
class Mark:
    line: int
    text: str


@dataclass
class Block:
    file: Path
    line: int
    id: str
    settings: dict[str, str]
    paragraphs: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    text: str = ""

    @property
    def document(self) -> str:
        """What decides the side of the split: the group, the source document, or the block's own id."""
        return self.settings.get("group") or self.settings.get("doc") or self.id

    @property
    def split(self) -> str:
        return (
            "dev"
            if int(hashlib.sha256(self.document.encode()).hexdigest()[:8], 16) % 10 == DEV_OF_TEN
            else "train"
        )


class Report:
    """Collects what is wrong, as file:line: message."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def error(self, file: Path, line: int, message: str) -> None:
        self.errors.append(f"{shown(file)}:{line}: error: {message}")

    def warn(self, file: Path, line: int, message: str) -> None:
        self.warnings.append(f"{shown(file)}:{line}: warning: {message}")


def shown(file: Path) -> str:
    return os.path.relpath(file, ROOT) if file.is_relative_to(ROOT) else file.name


def read_batch(file: Path, report: Report) -> list[Block]:
    blocks: list[Block] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("== "):
            head = re.findall(r'(\w+)="([^"]*)"|(\w+)=(\S+)|(\S+)', line[3:])
            words = [w for *_, w in head if w]
            settings = {a or c: b or d for a, b, c, d, _ in head if a or c}
            if len(words) != 1:
                report.error(
                    file, number, f"found {len(words)} ids in the head, expected one: == id key=value ..."
                )
            blocks.append(Block(file, number, words[0] if words else f"line-{number}", settings))
            for key in settings:
                if key not in (
                    "published",
                    "register",
                    "corpus",
                    "doc",
                    "licence",
                    "group",
                    "by",
                    "year",
                    "url",
                ):
                    report.error(
                        file,
                        number,
                        f"found {key}= in the head, expected published, register, corpus, doc, "
                        "licence, url, group, by or year",
                    )
            if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", blocks[-1].id):
                report.error(
                    file, number, f"found id {blocks[-1].id}, expected small letters, digits and hyphens"
                )
            if settings.get("register", "wire") not in REGISTERS:
                report.error(
                    file,
                    number,
                    f"found register {settings['register']}, expected one of {' '.join(sorted(REGISTERS))}",
                )
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", settings.get("published", "2000-01-01")):
                report.error(file, number, f"found published={settings['published']}, expected YYYY-MM-DD")
        elif line.startswith("#") or not line.strip():
            continue
        elif not blocks:
            report.error(file, number, "found text before the first block, expected == id")
        elif line.startswith(">"):
            blocks[-1].marks.append(Mark(number, line[1:]))
        else:
            blocks[-1].paragraphs.append((line[1:] if line.startswith("\\") else line).strip())
    for block in blocks:
        block.text = "\n\n".join(block.paragraphs)
    return blocks


# --- the sources of natural text -------------------------------------------------------------------------------------


def conllu(path: Path) -> Iterator[tuple[str, str]]:
    """Documents of a CoNLL-U file as id and text, a paragraph a line; blocks of a heading stand alone."""
    name, paragraphs = None, []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                if name:
                    yield name, "\n\n".join(p for p in paragraphs if p)
                name, paragraphs = line.split(" = ", 1)[1].strip(), [""]
            elif line.startswith("# newpar"):
                paragraphs.append("")
            elif line.startswith("# text = "):
                paragraphs[-1] = (paragraphs[-1] + " " + line[9:].strip()).strip()
    if name:
        yield name, "\n\n".join(p for p in paragraphs if p)


_TEXTS: dict[str, dict[str, tuple[str, str]]] = {}


def source_texts(corpus: str) -> dict[str, tuple[str, str]]:
    """id -> (text, licence) of the train part of a corpus of ../shared."""
    if corpus in _TEXTS:
        return _TEXTS[corpus]
    folder, found = SHARED / "corpora" / corpus, {}
    if corpus in ("gum", "ud-ewt"):
        for path in sorted(folder.glob("*train*.conllu.gz")):
            for name, text in conllu(path):
                genre = name.split("_")[1] if corpus == "gum" else ""
                licence = {
                    "": "CC BY-SA 4.0",
                    "news": "CC BY 2.5",
                    "interview": "CC BY 2.5",
                    "bio": "CC BY-SA 3.0",
                    "speech": "public domain",
                }.get(genre, "CC BY 4.0")
                found[name] = (text, licence)
    else:
        for path in sorted(folder.glob("*train*.jsonl.gz")):
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for record in map(json.loads, filter(str.strip, lines)):
                    licence = record.get("licence") or {"geovirus": "CC BY 2.5", "causal-news": "CC0"}.get(
                        corpus, "spans alone"
                    )
                    found[record["id"]] = (record["text"], licence)
    _TEXTS[corpus] = found
    return found


def tidy(text: str) -> str:
    """The paragraphs of a text as a batch stores them."""
    return "\n\n".join(" ".join(p.split()) for p in text.split("\n") if p.strip())


def skeleton(name: str) -> int:
    """Writes the batch `name` of batches.tsv with texts and no marks."""
    out = [f"# Batch {name}. Marks follow each paragraph; see GUIDELINES.md.", ""]
    for batch, block, corpus, doc, _, published, register in rows(HERE / "batches.tsv"):
        if batch == name:
            text, licence = source_texts(corpus)[doc]
            head = f'== {block} corpus={corpus} doc={doc} licence="{licence}" register={register}'
            out += [head + (f" published={published}" if published != "-" else ""), ""]
            if corpus in STORED:
                for paragraph in tidy(text).split("\n\n"):
                    out += [("\\" if paragraph[:1] in "#>=\\" else "") + paragraph, ""]
    target = HERE / "natural" / f"{name}.ann"
    if target.exists():
        print(f"{shown(target)} is there already", file=sys.stderr)
        return 1
    if len(out) == 2:
        print(f"batches.tsv has no batch {name}", file=sys.stderr)
        return 1
    target.parent.mkdir(exist_ok=True)
    target.write_text("\n".join(out) + "\n", encoding="utf-8")
    print(shown(target))
    return 0


# --- the gold, which stays out ---------------------------------------------------------------------------------------


@dataclass
class Gold:
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


# --- finding words ---------------------------------------------------------------------------------------------------


class Wrong(Exception):
    """One mark is wrong; the message says what was found and what was expected."""


def unwrapped(text: str) -> str:
    """The text with the line breaks inside its paragraphs turned into blanks, so that every offset stays what it was.

    A text is wrapped where blank lines divide it and no line is longer than 100 characters. A break in it is no end
    where the next word would have made the line about as long as the longest; any other line, such as a heading,
    keeps its break.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if width > 100 or "\n\n" not in text:
        return text
    flat = lines[0]
    for line, following in zip(lines, lines[1:]):
        word = following.split()[:1]
        soft = line.strip() and word and 4 * (len(line.rstrip()) + 1 + len(word[0])) >= 3 * width
        flat += (" " if soft else "\n") + following
    return flat


def places(words: str, text: str, loose: bool = False) -> list[tuple[int, int]]:
    """Where `words` stand in `text` as whole words; if loose, a blank stands for any number of them."""
    edge_before = r"(?<!\w)" if words[:1].isalnum() else ""
    edge_after = r"(?!\w)" if words[-1:].isalnum() else ""
    middle = " +".join(map(re.escape, words.split())) if loose else re.escape(words)
    return [m.span() for m in re.finditer(edge_before + middle + edge_after, text)]


def one_line(text: str | None) -> str | None:
    return " ".join(text.split()) if text and "\n" in text else text


def sentences(text: str) -> list[tuple[int, int]]:
    """Rough sentences as half-open character ranges."""
    found, begin = [], 0
    for m in re.finditer(r"(?<=[.!?…])[\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9])|\n+", text):
        before = text[begin : m.start()]
        if "\n" not in m.group() and re.search(
            r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Capt|Maj|Gov|Sen|Rep|St|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec"
            r"|MR|MRS|DR|GEN|COL|LT|SGT|CAPT|MAJ|GOV|SEN|ST)\.$",
            before,
        ):
            continue
        found.append((begin, m.start()))
        begin = m.end()
    found.append((begin, len(text)))
    return found


class Finder:
    """Finds quoted words in one text and gives byte spans. In a wrapped text a blank stands for a line's end too."""

    def __init__(self, text: str) -> None:
        self.raw = text
        self.text = unwrapped(text)  # the same offsets
        self.wrapped = self.text != text
        self.sentences = sentences(self.text)
        self.near: int | None = None  # where the trigger stands: decides between several occurrences

    def bytes(self, begin: int, end: int) -> list[int]:
        start = len(self.text[:begin].encode())
        return [start, start + len(self.text[begin:end].encode())]

    def places(self, words: str) -> list[tuple[int, int]]:
        return places(words, self.text, self.wrapped)

    def sentence(self, at: int) -> tuple[int, int]:
        return next(((b, e) for b, e in self.sentences if b <= at < e), (0, len(self.text)))

    def find(self, words: str, anchor: str | None) -> tuple[int, int]:
        words = words.strip()
        if not words:
            raise Wrong("found no words, expected the exact words of the text")
        if " … " in words or " ... " in words:
            first, last = re.split(r" (?:…|\.\.\.) ", words, maxsplit=1)
            if '@"' in first:
                first, anchor, _ = item(first)
            begin = self.find(first, anchor)[0]
            ends = [e for b, e in self.places(last) if b >= begin]
            if not ends:
                raise Wrong(f"found “{first}”, expected “{last}” after it")
            return begin, ends[0]
        if anchor is not None:
            at = self.places(anchor)
            if len(at) != 1:
                raise Wrong(f"found the anchor “{anchor}” {len(at)} times, expected once")
            begin = at[0][0]
            inside = places(words, self.text[begin : at[0][1]], self.wrapped)
            if len(inside) != 1:
                raise Wrong(f"found “{words}” {len(inside)} times in its anchor “{anchor}”, expected once")
            return begin + inside[0][0], begin + inside[0][1]
        at = self.places(words)
        if not at:
            raise Wrong(f"found “{words}” nowhere in the text, expected its exact words{self.close(words)}")
        if len(at) > 1 and self.near is not None:
            paragraph, line = (
                (t.rfind("\n", 0, self.near) + 1, (t + "\n").find("\n", self.near))
                for t in (self.text, self.raw)
            )
            for b, e in (paragraph, self.sentence(self.near), line):
                at = [p for p in at if b <= p[0] < e] or at
        if len(at) > 1:
            raise Wrong(
                f'found “{words}” {len(at)} times, expected an anchor: {words}@"longer words that occur once"'
            )
        return at[0]

    def close(self, words: str) -> str:
        for other in (
            words.replace("'", "’"),
            words.replace("’", "'"),
            words.replace('"', "“"),
            words.lower(),
            words.capitalize(),
        ):
            if other != words and self.places(other):
                return f"; the text has “{other}”"
        return ""


ITEM = re.compile(r'^(?P<words>.*?)(?:@"(?P<anchor>.*)")?(?:\[(?P<codes>[^\[\]]*)\])?$', re.S)


def item(value: str) -> tuple[str, str | None, str | None]:
    """Splits `words@"anchor"[codes]`."""
    m = ITEM.match(value.strip())
    assert m
    return m["words"].strip(), m["anchor"], m["codes"]


def head_of(words: str) -> str:
    """The head word of a noun phrase: the last word before a following phrase or clause."""
    core = re.split(
        r",| (?:of|in|from|at|on|for|with|by|to|near|against|under|who|whom|whose|which|that|and|or|after|during|carrying|including)\b",
        words,
        flags=re.I if words.isupper() else 0,
    )[0]
    return (core.strip() or words).split()[-1]


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


# --- the whole corpus ------------------------------------------------------------------------------------------------


def give_text(block: Block, report: Report) -> None:
    """Natural text: read from ../shared, or compared with it where the batch stores it."""
    corpus, doc = block.settings.get("corpus"), block.settings.get("doc")
    if corpus is None:
        if not block.text:
            report.error(
                block.file, block.line, "found no text in the block, expected paragraphs under the head"
            )
        return
    if corpus not in STORED | FETCHED or not doc:
        report.error(
            block.file,
            block.line,
            f"found corpus={corpus} doc={doc}, expected one of {' '.join(sorted(STORED | FETCHED))} and a document",
        )
        return
    if corpus in FETCHED and block.text:
        report.error(
            block.file,
            block.line,
            f"found the text of a document of {corpus}, expected marks alone: its licence",
        )
    if not (SHARED / "corpora" / corpus).is_dir():
        return
    text = source_texts(corpus).get(doc)
    if text is None:
        report.error(
            block.file, block.line, f"found doc={doc}, expected a document of the train part of {corpus}"
        )
    elif corpus in FETCHED:
        block.text = text[0]
    elif "".join(block.text.split()) not in "".join(text[0].split()):
        report.error(
            block.file,
            block.line,
            "found a text that differs from the source, expected whole paragraphs as they are",
        )


def compile_batches(files: list[Path], report: Report) -> list[dict[str, Any]]:
    codes, gold, documents = read_codes(), read_gold(), []
    ids: dict[str, str] = {}
    told: dict[int, Block] = {}  # the runs of words of the blocks before
    for file in files:
        for block in read_batch(file, report):
            if block.id in ids:
                report.error(
                    block.file,
                    block.line,
                    f"found id {block.id} again, expected a new one (first in {ids[block.id]})",
                )
            ids[block.id] = shown(block.file)
            if {block.id, block.settings.get("doc")} & gold.ids:
                report.error(
                    block.file,
                    block.line,
                    f"found a document of the gold ({block.settings.get('doc', block.id)}), expected any other",
                )
                continue
            give_text(block, report)
            if not block.text:
                continue
            own = shingles(block.text)
            shared = len(own & gold.shingles)
            if shared >= COPY_LEAST and shared > COPY_SHARE * len(own):
                report.error(
                    block.file,
                    block.line,
                    f"found {shared} of {len(own)} runs of {SHINGLE} words in the gold, expected a text of its own",
                )
                continue
            alike = Counter(told[x].id for x in own if x in told and told[x].document != block.document)
            for other, n in alike.most_common(1):
                if n >= COPY_LEAST and n > 0.1 * len(own):
                    report.warn(
                        block.file,
                        block.line,
                        f"{n} of {len(own)} runs of {SHINGLE} words stand in {other} too",
                    )
            told.update(dict.fromkeys(own, block))
            documents.append(Compiler(block, codes, report).compile())
    return documents


def covered(document: dict[str, Any]) -> list[list[int]]:
    spans = [t["span"] for t in document["traps"]]
    for e in document["events"]:
        spans += [e["trigger"]["span"]] + [m["span"] for m in e["mentions"]]
    return spans


def hints(documents: list[dict[str, Any]], known: Counter[str]) -> Iterator[str]:
    """Words that were triggers elsewhere at least twice and are neither event nor trap here; quotations without a mark."""
    for d in documents:
        text, spans = unwrapped(d["document"]["text"]), covered(d)
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


def strip(file: Path) -> int:
    """Writes a batch without its marks to second/, for an annotator who has not seen them."""
    target = HERE / "second" / file.name
    target.parent.mkdir(exist_ok=True)
    lines = [x for x in file.read_text(encoding="utf-8").splitlines() if not x.startswith(">")]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(shown(target))
    return 0


# --- agreement of two annotations ------------------------------------------------------------------------------------


def overlap(a: list[int] | None, b: list[int] | None) -> bool:
    return a is not None and b is not None and a[0] < b[1] and b[0] < a[1]


def alike(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> bool:
    """Whether two lists of parties are the same ones: as many, and each of the first has a fellow in the second by
    its words or its name."""
    left = list(theirs)
    for p in ours:
        same = (q for q in left if overlap(p["span"], q["span"]) or p["name"] and p["name"] == q["name"])
        fellow = next(same, None)
        if fellow is None:
            return False
        left.remove(fellow)
    return not left


def codes_of(key: str, side: str) -> Any:
    return lambda e, o: sorted(str(p[key]) for p in e[side]) == sorted(str(p[key]) for p in o[side])


def equal(view: Any) -> Any:
    return lambda e, o: view(e) == view(o)


# What is compared over the events of both: name, when it is asked (None: always), and whether the two agree.
FIELDS: list[tuple[str, Any, Any]] = [
    ("type", None, equal(lambda e: e["event"][0])),
    ("mode", None, equal(lambda e: set(e["mode"]))),
    ("status", None, equal(lambda e: e["status"])),
    ("historical", None, equal(lambda e: e["historical"])),
    ("required", None, equal(lambda e: e["required"])),
    ("actor", None, lambda e, o: alike(e["actor"], o["actor"])),
    ("actor country", None, codes_of("country", "actor")),
    ("actor sector", None, codes_of("sector", "actor")),
    ("recipient", None, lambda e, o: alike(e["recipient"], o["recipient"])),
    ("recipient country", None, codes_of("country", "recipient")),
    ("recipient sector", None, codes_of("sector", "recipient")),
    ("attributed or not", None, equal(lambda e: bool(e["sources"]))),
    ("innermost source", None, lambda e, o: alike(e["sources"][-1:], o["sources"][-1:])),
    (
        "chain of sources",
        None,
        lambda e, o: len(e["sources"]) == len(o["sources"])
        and all(alike([p], [q]) for p, q in zip(e["sources"], o["sources"])),
    ),
    ("place", None, equal(lambda e: {p.casefold() for p in e["place"]})),
    ("date", None, equal(lambda e: e["date"] and (e["date"]["start"], e["date"]["end"]))),
    ("numbers", None, equal(lambda e: sorted((str(q["what"]), str(q["min"]), str(q["max"])) for q in e["magnitude"]))),
    ("contexts", None, equal(lambda e: set(e["context"]))),
]
for _name, _key in (("mode", "mode"), ("chain of sources", "sources"), ("place", "place"), ("date", "date")):
    FIELDS.append(
        (
            f"{_name}, where either has one",
            lambda e, o, key=_key: bool(e[key] or o[key]),
            next(same for name, _, same in FIELDS if name == _name),
        )
    )


def matched(
    ours: list[dict[str, Any]], theirs: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Pairs of records of one event: the trigger of one stands in the trigger or a mention of the other. Greedy: first
    those with the same trigger, then those of the same type, then of the same status, then in the order of the text."""

    def words(e: dict[str, Any]) -> list[list[int]]:
        return [e["trigger"]["span"]] + [m["span"] for m in e["mentions"]]

    found = []
    for i, e in enumerate(ours):
        for j, o in enumerate(theirs):
            same = overlap(e["trigger"]["span"], o["trigger"]["span"])
            if (
                same
                or any(overlap(s, o["trigger"]["span"]) for s in words(e))
                or any(overlap(s, e["trigger"]["span"]) for s in words(o))
            ):
                key = (not same, e["event"][0] != o["event"][0], e["status"] != o["status"])
                found.append((key, e["trigger"]["span"], i, j))
    pairs, left, right = [], set(), set()
    for _, _, i, j in sorted(found):
        if i not in left and j not in right:
            pairs.append((ours[i], theirs[j]))
            left.add(i)
            right.add(j)
    return pairs


def as_record(event: dict[str, Any], document: str) -> dict[str, Any]:
    """An annotated event in the form of a record of the program, as far as the protocol of events reads it."""
    return {
        "document": {"id": document},
        "event": event["event"][0],
        "actor": event["actor"],
        "recipient": event["recipient"],
        "status": event["status"],
        "attribution": [{"source": {"name": name}} for name in event.get("attribution") or []],
        "evidence": {
            "trigger": {"span": event["trigger"]["span"]},
            "mentions": [m["span"] for m in event["mentions"]],
        },
    }


def events_agree(first: dict, second: dict, batches: dict[str, str]) -> None:
    """Prints what the second annotation would score as a system by ../shared/eval/score.py, the first being the gold: no system
    can be expected to score more on marks that were made once."""
    protocol = SHARED / "eval" / "score.py"
    if not protocol.is_file():
        print(f"protocol of events: skipped, {protocol.name} is not here")
        return
    gold, records = [], []
    for (batch, name), document in second.items():
        if (fellow := first.get((batches[batch], name))) is None:
            continue
        gold.append(fellow | {"document": fellow["document"] | {"file": name}})
        records += [as_record(e, name) for e in document["events"] if e["required"]]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "gold.json", Path(folder) / "second.jsonl"]
        paths[0].write_text(json.dumps(gold), encoding="utf-8")
        paths[1].write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
        run = subprocess.run(
            [sys.executable, str(protocol), *map(str, paths), "--intervals"], capture_output=True, text=True, check=True
        )
    print("the second annotation as a system, the first as gold:")
    print(*[line for line in run.stdout.splitlines() if line.startswith("  ") and "F1" in line], sep="\n")


def agreement(files: list[Path]) -> int:
    """Compares second annotations with the firsts of the same blocks: pairs of files, or all of second/ if none."""
    if len(files) % 2:
        print("--agree takes pairs: first second first second ...", file=sys.stderr)
        return 2
    if not files:
        for second in sorted((HERE / "second").iterdir()):
            files += [HERE / ("natural" if second.suffix == ".ann" else "written") / second.name, second]
    report = Report()
    first, second = (
        {(d["document"]["batch"], d["document"]["id"]): d for d in compile_batches(files[k::2], report)}
        for k in (0, 1)
    )
    batches = {b.stem: a.stem for a, b in zip(files[::2], files[1::2])}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (batch, name), document in second.items():
        fellow = first.get((batches[batch], name))
        if fellow is None:
            continue
        pairs = matched(fellow["events"], document["events"])
        for count in (counts["all"], counts[batch]):
            count["documents"] += 1
            count["words"] += len(document["document"]["text"].split())
            count["first"] += len(fellow["events"])
            count["second"] += len(document["events"])
            count["both"] += len(pairs)
            for field_name, asked, same in FIELDS:
                for e, o in pairs:
                    if asked is None or asked(e, o):
                        count["of " + field_name] += 1
                        count[field_name] += bool(same(e, o))
    print(*report.errors, sep="\n", end="\n" if report.errors else "")
    events_agree(first, second, batches)
    columns = ["all", *sorted(set(counts) - {"all"})]

    def row(name: str, value: Any) -> None:
        print(f"{name:<37}" + "".join(f"{value(counts[c]):>13}" for c in columns))

    def share(part: int, whole: int) -> str:
        return f"{part / whole:.3f}" if whole else "-"

    print(f"{'':<37}" + "".join(f"{c:>13}" for c in columns))
    row("documents", lambda c: c["documents"])
    row("words", lambda c: c["words"])
    row("events of the first", lambda c: c["first"])
    row("events of the second", lambda c: c["second"])
    row("events of both", lambda c: c["both"])
    row("detection F1", lambda c: share(2 * c["both"], c["first"] + c["second"]))
    for field_name, _, _ in FIELDS:
        row(field_name, lambda c, f=field_name: share(c[f], c["of " + f]))
    return 1 if report.errors else 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Compiles and checks the corpus.")
    parser.add_argument("--check", nargs="+", type=Path, metavar="FILE", help="only check these batches")
    parser.add_argument("--stats", action="store_true", help="tell what the corpus holds")
    parser.add_argument("--skeleton", metavar="NAME", help="write natural/NAME.ann from batches.tsv")
    parser.add_argument(
        "--text", nargs=2, metavar=("CORPUS", "ID"), help="print a document of ../shared/corpora"
    )
    parser.add_argument(
        "--agree",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="compare pairs of annotations, first and second; without files all of second/",
    )
    parser.add_argument(
        "--strip", type=Path, metavar="FILE", help="copy a batch without its marks to second/"
    )
    parser.add_argument("--out", type=Path, default=BUILD / "corpus.jsonl")
    options = parser.parse_args()
    if options.skeleton:
        return skeleton(options.skeleton)
    if options.text:
        print(source_texts(options.text[0])[options.text[1]][0])
        return 0
    if options.strip:
        return strip(options.strip)
    if options.agree is not None:
        return agreement(options.agree)
    report = Report()
    every = sorted((HERE / "written").glob("*.txt")) + sorted((HERE / "natural").glob("*.ann"))
    documents = compile_batches(options.check or every, report)
    print(*report.errors, *report.warnings, sep="\n", end="\n" if report.errors or report.warnings else "")
    events = sum(len(d["events"]) for d in documents)
    words = sum(len(d["document"]["text"].split()) for d in documents)
    if options.check:
        known = Counter(e["trigger"]["text"].lower() for d in documents for e in d["events"])
        if options.out.is_file():
            for line in options.out.read_text(encoding="utf-8").splitlines():
                known.update(e["trigger"]["text"].lower() for e in json.loads(line)["events"])
        print(*hints(documents, known), sep="\n")
    elif not report.errors:
        options.out.parent.mkdir(exist_ok=True)
        options.out.write_text(
            "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents), encoding="utf-8"
        )
    if options.stats:
        stats(documents, read_codes())
    print(
        f"{len(documents)} documents, {words} words, {events} events, {len(report.errors)} errors, {len(report.warnings)} warnings"
    )
    return 1 if report.errors else 0


if __name__ == "__main__":
    sys.exit(main())
