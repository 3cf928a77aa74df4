#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""All scores on the development sets of ../shared, held to the floors in eval/floors.toml.

    eval/run.py [--only WORD ...] [--write] [--write-readme] [--set-floors]

Prints one line a figure: what, the figure, the floor (or ceiling), the bar of the project. Exit status 1 where a figure
passes its floor, 0 otherwise; what is not there (../shared or one of its folders, or CASUS_SHARED) is skipped and said.
--only runs the groups named (gold, seed, corpus, raw, trees, gum, entities, roles, factuality, coref, records, muc4, pages,
and the large model's large_gold, large_seed, large_corpus, large_records, large_trees, large_entities, large_coref).
--write writes eval/scores.json; --write-readme puts the table of eval/scores.json between the marks in README.md;
--set-floors sets each floor in eval/floors.toml to what was measured, less its margin.
The program is build/release/casus, or $CASUS.
"""
from __future__ import annotations

import argparse
import ast
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("CASUS_SHARED", ROOT.parent / "shared"))
CASUS = Path(os.environ.get("CASUS", ROOT / "build" / "release" / "casus"))
PAGES = CASUS.parent / "eval" / "casus_pages"
CORPORA = SHARED / "corpora"
UD = CORPORA / "ud-ewt" / "en_ewt-ud-dev.conllu.gz"
MODEL = "base"
MARKS = ("<!-- scores -->", "<!-- /scores -->")

Figures = dict[str, float]


class Missing(Exception):
    """Gold data that is not on this machine."""


class Broken(Exception):
    """A program or script that failed."""


def need(*paths: Path) -> None:
    for path in paths:
        if not path.exists():
            raise Missing(str(path))


def run(*command: str | Path, out: Path | None = None, given: bytes | None = None) -> str:
    """Runs a command; its standard output as text, or written to `out`."""
    done = subprocess.run([str(c) for c in command], input=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise Broken(f"{' '.join(map(str, command[:3]))}: status {done.returncode}: {done.stderr.decode(errors='replace').strip()[-300:]}")
    if out is None:
        return done.stdout.decode("utf-8")
    out.write_bytes(done.stdout)
    return ""


def casus(command: str, *arguments: str | Path, out: Path | None = None) -> str:
    """Runs the program with the model that is measured."""
    return run(CASUS, command, "--quiet", "--model", MODEL, *arguments, out=out)


def script(path: Path, *arguments: str | Path, out: Path | None = None) -> str:
    return run(sys.executable, path, *arguments, out=out)


def numbers(text: str, **patterns: str) -> Figures:
    """Figures by name, each the first group of its pattern."""
    found = {}
    for name, pattern in patterns.items():
        match = re.search(pattern, text, re.M)
        if match is None:
            raise Broken(f"no {name} in: {text.strip()[-300:]}")
        found[name] = float(match[1])
    return found


def unpack(path: Path, folder: Path) -> Path:
    out = folder / path.name.removesuffix(".gz")
    if not out.exists():
        with gzip.open(path) as packed, open(out, "wb") as plain:
            shutil.copyfileobj(packed, plain)
    return out


def annotate(gold: Path, folder: Path) -> Path:
    """The program's reading of gold tokens and sentences; done once a file."""
    out = folder / f"{gold.name}.system"
    if not out.exists():
        casus("annotate", "--input", "conllu", gold, out=out)
    return out


def event_figures(gold: Path, records: Path) -> Figures:
    scores = json.loads(script(SHARED / "eval" / "score.py", gold, records, "--json"))
    levels = {name: scores["levels"][name]["f1"] for name in ("strict", "type", "actors", "status", "detection", "source")}
    told = scores["told_as_happened"] / scores["not_happened"] if scores["not_happened"] else 0.0
    levels["told_as_happened"] = round(told, 4)
    return levels | {"false_happened": scores["false_happened_share"], "records": scores["predicted"]}


def gold(folder: Path) -> Figures:
    path = SHARED / "gold" / "dev"
    need(path)
    records, quotes = folder / "dev.jsonl", folder / "dev-quotes.jsonl"
    casus("code", path / "documents.jsonl", out=records)
    casus("quotes", path / "documents.jsonl", out=quotes)
    found = script(SHARED / "eval" / "quotes.py", path / "gold.json", quotes)
    return event_figures(path / "gold.json", records) | numbers(found, quotes=r"right speaker \d+ \(F1 ([\d.]+)\)")


def seed(folder: Path) -> Figures:
    path = SHARED / "gold" / "seed"
    need(path)
    article = sorted(path.glob("*.txt"))[0]
    records, quotes = folder / "seed.jsonl", folder / "seed-quotes.jsonl"
    casus("code", "--published", "2026-01-09", article, out=records)
    casus("quotes", "--published", "2026-01-09", article, out=quotes)
    text = script(SHARED / "eval" / "score.py", path / "events.json", records)
    traps = re.search(r": traps: (\[.*\])$", text, re.M)
    found = script(SHARED / "eval" / "quotes.py", path / "events.json", quotes)
    return (event_figures(path / "events.json", records) | numbers(found, quotes=r"right speaker \d+ \(F1 ([\d.]+)\)")
            | {"traps": len(ast.literal_eval(traps[1])) if traps else 0})


def corpus(folder: Path) -> Figures:
    """The development part of our own corpus; texts that are not stored come from ../shared."""
    need(CORPORA)
    compiled = folder / "corpus.jsonl"
    script(ROOT / "train" / "corpus" / "compile.py", "--out", compiled)
    scores = json.loads(casus("eval", "--gold", compiled, "--split", "dev", "--json"))
    levels = {name: scores["levels"][name]["f1"] for name in ("strict", "type", "actors", "detection", "source")}
    matched = [status["matched_f1"] for status in scores["statuses"].values()]
    levels |= {name: scores[name]["f1"] for name in ("modes", "contexts")}
    return levels | {"macro_type": scores["macro_type_f1"], "macro_status": round(sum(matched) / len(matched), 4),
                     "false_happened": scores["false_happened_share"], "ece": scores["confidence"]["ece_strict"]}


def raw(folder: Path) -> Figures:
    need(UD)
    text, system = folder / "ewt.txt", folder / "ewt.system"
    script(SHARED / "eval" / "ud_eval.py", "raw", UD, out=text)
    casus("annotate", "--input", "text", text, out=system)
    found = script(SHARED / "eval" / "ud_eval.py", UD, system)
    return numbers(found, **{name: rf"\b{name} ([\d.]+)" for name in ("tokens", "sentences", "upos", "lemma", "uas", "las")})


def tree_figures(packed: Path, folder: Path) -> Figures:
    need(packed)
    plain = unpack(packed, folder)
    found = script(ROOT / "eval" / "trees.py", plain, annotate(plain, folder))
    return numbers(found, **{name: rf"\b{name} ([\d.]+)" for name in ("upos", "lemma", "uas", "las")})


def trees(folder: Path) -> Figures:
    return tree_figures(UD, folder)


def gum(folder: Path) -> Figures:
    return tree_figures(CORPORA / "gum" / "en_gum-dev.conllu.gz", folder)


def entities(folder: Path) -> Figures:
    names = CORPORA / "uner-ewt" / "en_ewt-uner-dev.iob2.gz"
    need(UD, names)
    found = script(ROOT / "eval" / "entities.py", names, annotate(unpack(UD, folder), folder))
    return numbers(found, f1=r"^all p [\d.]+ r [\d.]+ f1 ([\d.]+)")


def roles(folder: Path) -> Figures:
    props = CORPORA / "propbank-ewt" / "ewt-propbank-dev.jsonl.gz"
    need(UD, props)
    plain, marked = unpack(UD, folder), folder / "ewt-predicates.conllu"
    script(ROOT / "eval" / "roles.py", "input", props, plain, out=marked)
    found = script(ROOT / "eval" / "roles.py", "score", props, plain, annotate(marked, folder))
    return numbers(found, arguments=r"^arguments p [\d.]+ r [\d.]+ f1 ([\d.]+)", rolesets=r"roleset right ([\d.]+)")


def factuality(folder: Path) -> Figures:
    ratings = CORPORA / "uds-factuality" / "uds-dev.jsonl.gz"
    need(UD, ratings)
    plain = unpack(UD, folder)
    found = script(ROOT / "eval" / "factuality.py", ratings, plain, annotate(plain, folder))
    return numbers(found, sign=r"accuracy ([\d.]+)", negative_f1=r"f1 ([\d.]+)")


def coref(folder: Path) -> Figures:
    packed = CORPORA / "gum" / "en_gum-dev.conllu.gz"
    need(packed)
    out = folder / "gum.layers"
    casus("annotate", "--input", "conllu", "--format", "json", unpack(packed, folder), out=out)
    found = script(ROOT / "eval" / "coref.py", packed, out)
    patterns = {"all": r"^all mean f1 ([\d.]+)", "actors": r"^actors mean f1 ([\d.]+)"}
    for name in ("muc", "b3", "ceafe"):
        patterns[f"all_{name}"] = rf"^all {name} .* f1 ([\d.]+)"
        patterns[f"actors_{name}"] = rf"^actors {name} .* f1 ([\d.]+)"
    return numbers(found, **patterns)


def records(folder: Path) -> Figures:
    sentences = CORPORA / "plover" / "gsr-dev.jsonl"
    need(sentences)
    out = folder / "gsr.jsonl"
    casus("code", sentences, out=out)
    found = script(SHARED / "eval" / "records.py", sentences, out)
    return numbers(found, type=r"type ([\d.]+)", both=r"both countries ([\d.]+)", a_sentence=r"records a sentence ([\d.]+)")


def muc4(folder: Path) -> Figures:
    packed = CORPORA / "muc4" / "muc4-dev.jsonl.gz"
    need(packed)
    out = folder / "muc4.records"
    casus("code", unpack(packed, folder), out=out)
    found = script(ROOT / "eval" / "muc4.py", packed, out)
    return numbers(found, found=r"incidents found ([\d.]+)", apart=r"apart ([\d.]+)", told=r"per incident ([\d.]+)")


def pages(folder: Path) -> Figures:
    figures: Figures = {}
    for part, name in (("aeb", "shingles"), ("trafilatura", "snippets")):
        packed = CORPORA / "article-extraction" / f"{part}-dev.jsonl.gz"
        need(packed, PAGES)
        out = folder / f"{part}.jsonl"
        run(PAGES, ROOT / "data", out=out, given=gzip.open(packed).read())
        figures |= numbers(script(SHARED / "eval" / "pages.py", packed, out), **{name: r"f1 ([\d.]+)"})
    return figures


def large(group: Callable[[Path], Figures]) -> Callable[[Path], Figures]:
    """The same figures with the large model."""

    def figures(folder: Path) -> Figures:
        global MODEL
        need(ROOT / "data" / "model" / "casus-large.model.1")
        (folder / "large").mkdir(exist_ok=True)
        MODEL = "large"
        try:
            return group(folder / "large")
        finally:
            MODEL = "base"

    return figures


GROUPS: dict[str, Callable[[Path], Figures]] = {
    "gold": gold, "seed": seed, "corpus": corpus, "raw": raw, "trees": trees, "gum": gum, "entities": entities, "roles": roles,
    "factuality": factuality, "coref": coref, "records": records, "muc4": muc4, "pages": pages,
    "large_gold": large(gold), "large_seed": large(seed), "large_corpus": large(corpus), "large_records": large(records),
    "large_trees": large(trees), "large_entities": large(entities), "large_coref": large(coref)}


@dataclass
class Row:
    """One figure beside what holds it."""

    group: str
    name: str
    figure: float
    floor: float | None
    ceiling: float | None
    bar: float | None

    @property
    def fails(self) -> bool:
        return (self.floor is not None and self.figure < self.floor) or (self.ceiling is not None and self.figure > self.ceiling)

    @property
    def misses_bar(self) -> bool:
        return self.bar is not None and (self.figure > self.bar if self.ceiling is not None else self.figure < self.bar)

    def line(self) -> str:
        def show(value: float | None) -> str:
            return "" if value is None else f"{value:g}"

        held = show(self.floor) if self.ceiling is None else "<= " + show(self.ceiling)
        note = "BELOW THE FLOOR" if self.fails else "misses the bar" if self.misses_bar else ""
        return f"{self.group:11} {self.name:15} {self.figure:9.3f}  {held:9} {show(self.bar):7} {note}".rstrip()


def table(figures: dict[str, Figures], floors: dict) -> list[Row]:
    out = []
    for group, found in figures.items():
        for name, figure in found.items():
            hold = floors.get(group, {}).get(name, {})
            out.append(Row(group, name, figure, hold.get("floor"), hold.get("ceiling"), hold.get("bar")))
    return out


def write_readme(floors: dict) -> None:
    """Puts the figures that have a bar into README.md."""
    scores = json.loads((ROOT / "eval" / "scores.json").read_text(encoding="utf-8"))
    lines = ["| set | figure | measured | bar |", "|---|---|---|---|"]
    for row in table(scores["figures"], floors):
        if row.bar is not None:
            says = floors[row.group].get("says", row.group)
            what = floors[row.group][row.name].get("says", row.name)
            lines.append(f"| {says} | {what} | {row.figure:.4g} | {'≤' if row.ceiling is not None else '≥'} {row.bar:g} |")
    path = ROOT / "README.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    path.write_text(f"{before}{MARKS[0]}\n" + "\n".join(lines) + f"\n{MARKS[1]}{after}", encoding="utf-8")


def set_floors(figures: dict[str, Figures], floors: dict) -> None:
    """Rewrites the floors and ceilings of eval/floors.toml from what was measured; the rest of the file stays."""
    path, group, out = ROOT / "eval" / "floors.toml", "", []
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"\[(\w+)\]", line):
            group = match[1]
        name = line.partition(" =")[0]
        if name in figures.get(group, {}) and "margin" in line:
            figure, margin = figures[group][name], floors[group][name]["margin"]
            line = re.sub(r"floor = [\d.]+", f"floor = {figure - margin:.4g}", line)
            line = re.sub(r"ceiling = [\d.]+", f"ceiling = {figure + margin:.4g}", line)
        out.append(line)
    path.write_text("\n".join(out) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=list(GROUPS), default=list(GROUPS), metavar="WORD")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--write-readme", action="store_true")
    parser.add_argument("--set-floors", action="store_true")
    options = parser.parse_args()
    floors = tomllib.loads((ROOT / "eval" / "floors.toml").read_text(encoding="utf-8"))
    if not SHARED.is_dir():
        print(f"scores: skipped, no gold data at {SHARED}")
        return 0
    if not CASUS.exists():
        print(f"scores: no program at {CASUS}; run `make build`", file=sys.stderr)
        return 2
    begin, figures, status = time.monotonic(), {}, 0
    print(f"{'set':11} {'figure':15} {'measured':>9}  {'floor':9} bar")
    with tempfile.TemporaryDirectory() as folder:
        for name in options.only:
            try:
                figures[name] = GROUPS[name](Path(folder))
            except Missing as missing:
                print(f"{name}: skipped, no {missing}")
                continue
            except Broken as broken:
                print(f"{name}: {broken}", file=sys.stderr)
                status = 1
                continue
            for row in table({name: figures[name]}, floors):
                print(row.line(), flush=True)
                status = 1 if row.fails else status
    print(f"{time.monotonic() - begin:.0f} s; {'below a floor' if status else 'all floors held'}")
    if options.write:
        version = run(CASUS, "--version").split()[1]
        path = ROOT / "eval" / "scores.json"
        old = json.loads(path.read_text(encoding="utf-8"))["figures"] if path.exists() else {}
        merged = {name: figures.get(name, old.get(name)) for name in GROUPS if name in figures or name in old}
        path.write_text(json.dumps({"casus": version, "figures": merged}, indent=1) + "\n", encoding="utf-8")
    if options.set_floors:
        set_floors(figures, floors)
    if options.write_readme:
        write_readme(floors)
    return status


if __name__ == "__main__":
    sys.exit(main())
