# SPDX-License-Identifier: Apache-2.0
"""Compares data/codebook with the tables it comes from: PLOVER's types, modes, scores and contexts, CAMEO's codes and
Goldstein values, PropBank's rolesets. Exit status 1 and one line a difference; 0 with a note where the tables are absent.

    python3 tools/check_codebook.py [--shared ../shared]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import pathlib
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent


def read_table(path: pathlib.Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def check_types(types: list[dict], plover: pathlib.Path) -> list[str]:
    faults = []
    categories = {c["category"]: c for c in json.loads((plover / "categories.json").read_text(encoding="utf-8"))}
    modes = {(m["category"], m["mode"]): m["score"] for m in read_table(plover / "modes.tsv")}
    here = {t["name"]: t for t in types}
    faults += [f"type {name} is missing" for name in categories if name not in here]
    for name, entry in here.items():
        if name not in categories:
            faults.append(f"type {name} is not in PLOVER")
            continue
        category = categories[name]
        score = -abs(category["score"]) if name == "ACCUSE" else category["score"]
        if entry["score"] != score:
            faults.append(f"{name}: score {entry['score']}, PLOVER has {score}")
        if entry["quad"] != category["quad"]:
            faults.append(f"{name}: quad {entry['quad']}, PLOVER has {category['quad']}")
        if entry.get("requires_recipient", False) != (category["requires_recipient"] == "Yes"):
            faults.append(f"{name}: requires_recipient differs from PLOVER")
        ours = {m["name"]: m.get("score") for m in entry.get("mode", [])}
        theirs = {mode: score for (category_name, mode), score in modes.items() if category_name == name}
        faults += [f"{name}: mode {mode} is missing" for mode in theirs if mode not in ours]
        for mode, value in ours.items():
            if mode not in theirs:
                faults.append(f"{name}: mode {mode} is not in PLOVER")
            elif (float(theirs[mode]) if theirs[mode] else None) != value:
                faults.append(f"{name}: mode {mode} scores {value}, PLOVER has {theirs[mode] or 'none'}")
    return faults


def check_contexts(contexts: list[dict], plover: pathlib.Path) -> list[str]:
    ours = {c["name"] for c in contexts}
    theirs = {c["context"] for c in read_table(plover / "contexts.tsv")}
    return [f"context {name} differs from PLOVER" for name in sorted(ours ^ theirs)]


def check_cameo(cameo: dict[str, dict], path: pathlib.Path) -> list[str]:
    theirs = {row["code"]: row for row in read_table(path)}
    faults = [f"CAMEO {code} stands on one side only" for code in sorted(set(cameo) ^ set(theirs))]
    for code in sorted(set(cameo) & set(theirs)):
        if cameo[code]["goldstein"] != float(theirs[code]["goldstein"]) or cameo[code]["quad"] != int(theirs[code]["quad"]):
            faults.append(f"CAMEO {code}: goldstein or quad differs")
    return faults


def check_rolesets(types: list[dict], path: pathlib.Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        known = {line.split("\t", 1)[0] for line in stream}
    return [
        f"{entry['name']}: roleset {roleset} is not in PropBank"
        for entry in types
        for predicate in entry["predicate"]
        for roleset in predicate.get("roleset", [])
        if roleset not in known
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path(os.environ.get("CASUS_SHARED", ROOT.parent / "shared")))
    corpora = parser.parse_args().shared / "corpora"
    folder = ROOT / "data" / "codebook"
    types = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("plover/*.toml"))]
    contexts = tomllib.loads((folder / "contexts.toml").read_text(encoding="utf-8"))["context"]
    cameo = tomllib.loads((folder / "cameo.toml").read_text(encoding="utf-8"))
    faults: list[str] = []
    for table, check in (
        (corpora / "plover", lambda path: check_types(types, path) + check_contexts(contexts, path)),
        (corpora / "cameo" / "codes.tsv", lambda path: check_cameo(cameo, path)),
        (corpora / "propbank-frames" / "rolesets.tsv.gz", lambda path: check_rolesets(types, path)),
    ):
        if table.exists():
            faults += check(table)
        else:
            print(f"skipped: {table.name} is not here", file=sys.stderr)
    print("\n".join(faults) if faults else f"{len(types)} types, {len(contexts)} contexts, {len(cameo)} CAMEO codes: no difference")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
