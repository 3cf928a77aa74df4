# SPDX-License-Identifier: Apache-2.0
"""Reads the event corpus (train/corpus) as training documents: words as the program cuts them, and for each word that tells an event
its type, rank, mode, status, and arcs to the words of its parties, place, time, number and sources.  Needs no PyTorch.

The corpus marks bytes; the words come from `casus annotate`, so that a word in training is the word that the program sees.  Heads of
spans are taken from its trees.

Worked example:
    corpus = read_corpus(Path("train/corpus/build/corpus.jsonl"), Path("build/release/casus"), Path("build/train"))
    train = [event_doc(r, w) for r, w in corpus if r["document"]["split"] == "train"]
"""
from __future__ import annotations

import hashlib
import json
import subprocess
import tomllib
from bisect import bisect_right
from pathlib import Path
from typing import Iterable

from data import BLANK, EVENT_ARCS, GLUED, LINE, SIDES, SPACE, Doc, EventRow

SECTORS = (
    "GOV MIL REB OPP PTY COP JUD SPY MED EDU BUS CRM CVL UAF AGR REL LAB JRN ELI LEG SOC REF PRM UNK PRE"
).split()  # PLOVER's, as train/corpus/batch.py knows them


def modes(codebook: Path) -> list[str]:
    """ASSAULT.aerial, …: the modes of all types of data/codebook/plover."""
    tables = [tomllib.loads(p.read_text(encoding="utf-8")) for p in sorted(codebook.glob("plover/*.toml"))]
    return [f"{t['name']}.{m['name']}" for t in tables for m in t.get("mode", [])]


def contexts(codebook: Path) -> list[str]:
    """The contexts of data/codebook/contexts.toml, in its order."""
    return [c["name"] for c in tomllib.loads((codebook / "contexts.toml").read_text(encoding="utf-8"))["context"]]


def annotate(documents: list[dict], casus: Path, cache: Path, model: str = "base") -> dict[str, dict]:
    """id -> what `casus annotate` says of each text; answers are kept in `cache`, named by text, day and program."""
    cache.mkdir(parents=True, exist_ok=True)
    version = hashlib.sha256(casus.read_bytes()).hexdigest()[:12] + ("" if model == "base" else "-" + model)
    kept_at = cache / f"words-{version}.jsonl"
    kept: dict[str, dict] = {}
    if kept_at.exists():
        for line in kept_at.open(encoding="utf-8"):
            answer = json.loads(line)
            kept[answer["key"]] = answer

    def key(d: dict) -> str:
        return hashlib.sha256((d["text"] + "\0" + str(d.get("published"))).encode()).hexdigest()[:24]

    missing = [d for d in documents if key(d) not in kept]
    if missing:
        lines = [json.dumps({"id": key(d), "text": d["text"], "published": d.get("published")}) for d in missing]
        run = subprocess.run(
            [str(casus), "annotate", "--model", model, "--input", "jsonl", "--format", "json", "--quiet", "-"],
            input="\n".join(lines) + "\n", capture_output=True, text=True, check=True,
        )  # fmt: skip
        with kept_at.open("a", encoding="utf-8") as out:
            for line in filter(None, run.stdout.split("\n")):
                answer = json.loads(line)
                short = {
                    "key": answer["document"]["id"], "text": answer["text"], "sentences": answer["sentences"],
                    "tokens": [[*t["span"], t["text"], t["head"], t["upos"], t["xpos"], t["feats"], t["lemma"], t["deprel"]] for t in answer["tokens"]],
                    "nations": [[*e["head"], e["country"]] for e in answer["entities"] if e["country"]]
                    + [[*p["span"], p["country"]] for p in answer["places"] if p["country"]],
                }  # fmt: skip
                kept[short["key"]] = short
                out.write(json.dumps(short, ensure_ascii=False) + "\n")
    return {d["id"]: kept[key(d)] for d in documents if key(d) in kept}


def read_corpus(path: Path, casus: Path, cache: Path, model: str = "base") -> list[tuple[dict, dict]]:
    """Each record of the compiled corpus with its words, as the program reads them with that model."""
    records = [json.loads(line) for line in path.open(encoding="utf-8")]
    words = annotate([r["document"] for r in records], casus, cache, model)
    return [(r, words[r["document"]["id"]]) for r in records if r["document"]["id"] in words]


def dev_sources(records: Iterable[dict]) -> set[str]:
    """The documents of other corpora whose events are the dev part's: no model may be taught events by them, whatever they are called."""
    return {r["document"]["source"] for r in records if r["document"]["split"] == "dev" and r["document"]["source"]}


class Words:
    """Finds the words of byte spans."""

    def __init__(self, annotated: dict):
        self.tokens = annotated["tokens"]
        self.begins = [t[0] for t in self.tokens]

    def inside(self, span: list[int]) -> range:
        first = max(0, bisect_right(self.begins, span[0]) - 1)
        while first < len(self.tokens) and self.tokens[first][1] <= span[0]:
            first += 1
        last = first
        while last < len(self.tokens) and self.tokens[last][0] < span[1]:
            last += 1
        return range(first, last)

    def starts(self, sentences: list[list[int]]) -> list[int]:
        """The first words of the sentences, ascending; the very first among them."""
        return sorted({0} | {self.inside(s)[0] for s in sentences if len(self.inside(s))})

    def head(self, span: list[int]) -> int | None:
        """The word of a span that hangs on a word outside of it."""
        words = self.inside(span)
        for w in words:
            if self.tokens[w][3] is None or self.tokens[w][3] not in words:
                if self.tokens[w][4] != "PUNCT":
                    return w
        return words[0] if len(words) else None

    def party(self, party: dict) -> int | None:
        if not party.get("span"):
            return None
        return self.head((party.get("head") or party)["span"])


def plain_doc(name: str, annotated: dict, corpus: str = "unmarked") -> Doc:
    """The words and sentences of a text as the program cuts them, without any mark."""
    words = Words(annotated)
    doc = Doc(name, corpus)
    raw = annotated["text"].encode()
    end = 0
    for begin, stop, form, *_ in words.tokens:
        gap = raw[end:begin].decode(errors="replace") if end else "\n\n"
        breaks = gap.count("\n")
        doc.before.append(BLANK if breaks > 1 else LINE if breaks else SPACE if gap else GLUED)
        doc.forms.append(form)
        end = stop
    doc.nations = [None] * len(doc.forms)
    for begin, stop, country in annotated["nations"]:
        w = words.head([begin, stop])
        if w is not None:
            doc.nations[w] = country
    doc.starts = words.starts(annotated["sentences"])
    doc.roles = [None] * len(doc.starts)
    doc.true_sentences = False
    return doc


def put_trees(doc: Doc, annotated: dict) -> None:
    """Gives a document the sentences and trees that the program itself reads in it, so that a run that learns events forgets neither;
    trees of the sentences that the document has."""
    tokens = annotated["tokens"]
    starts = set(Words(annotated).starts(annotated["sentences"]))
    doc.columns["sentence"] = ["B" if k in starts else "I" for k in range(len(doc.forms))]
    doc.heads, doc.deprels = [None] * len(tokens), [None] * len(tokens)
    for n in range(len(doc.starts)):
        b, e = doc.sentence(n)
        heads = [t[3] for t in tokens[b:e]]
        if all(h is None or b <= h < e for h in heads) and heads.count(None) == 1:
            doc.heads[b:e] = [0 if h is None else h - b + 1 for h in heads]
            doc.deprels[b:e] = [t[8] for t in tokens[b:e]]


def event_doc(record: dict, annotated: dict) -> Doc:
    """A training document of one record of the corpus."""
    doc = plain_doc(record["document"]["id"], annotated, "events")
    words = Words(annotated)
    size = len(doc.forms)
    columns: dict[str, list] = {t: [None] * size for t in ("event_rank", "event_mode", "event_status", "event_context", "sector")}
    columns["event"] = ["O"] * size
    doc.columns = columns
    lower = [f.lower() for f in doc.forms]
    where: dict[str, list[int]] = {}
    for k, f in enumerate(lower):
        where.setdefault(f, []).append(k)

    for event in record["events"]:
        trigger = words.head(event["trigger"]["span"])
        if trigger is None:
            continue
        kind = event["event"][0]
        told = {w for w in (words.head(m["span"]) for m in event["mentions"]) if w is not None and w != trigger}
        status = "historical" if event["historical"] and event["status"] == "actual" else event["status"]
        for w in sorted(told):
            if columns["event"][w] == "O":
                columns["event"][w] = kind
                columns["event_rank"][w] = "mention"
        columns["event"][trigger] = kind
        columns["event_rank"][trigger] = "required" if event["required"] else "optional"
        columns["event_status"][trigger] = status
        columns["event_context"][trigger] = event["context"]
        columns["event_mode"][trigger] = f"{kind}.{event['mode'][0]}" if event["mode"] else "-"
        arcs: dict[str, set[int]] = {a: set() for a in EVENT_ARCS}
        for side in SIDES:
            for party in event[side]:
                w = words.party(party)
                if w is not None:
                    arcs[side].add(w)
                    columns["sector"][w] = party["sector"] or "-"
                    doc.parties[w] = party["country"]
        for p in event.get("places", ()):
            arcs["place"].add(words.head(p["span"]) if p.get("span") else None)
        if event.get("date") and event["date"].get("span"):
            arcs["time"].add(words.head(event["date"]["span"]))
        for m in event.get("magnitude", ()):
            if m.get("span"):
                arcs["quantity"].add(words.head(m["span"]))
        chain = [words.party(s) for s in event.get("sources", ())]
        if chain:
            arcs["source"].add(chain[-1])
            arcs["outer"].update(chain[:-1])
            for s, w in zip(event["sources"], chain):
                if w is not None and columns["sector"][w] is None and s.get("country"):
                    columns["sector"][w] = s.get("sector") or "-"
                    doc.parties.setdefault(w, s["country"])
        arcs["same"] = set(told)
        for marks in arcs.values():
            marks.discard(None)
        unknown: dict[str, set[int]] = {}
        for name, marks in arcs.items():
            if name == "same":
                continue
            again = {o for w in marks for o in where[lower[w]] if o not in marks}
            unknown[name] = again
        countries = {side: {p["country"] for p in event[side] if p["country"]} for side in SIDES}
        doc.events.append(EventRow(trigger, arcs, unknown, countries))
        for w in sorted(told):
            doc.events.append(EventRow(w, {"same": (told | {trigger}) - {w}}, None))
    return doc
