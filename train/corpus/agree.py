# SPDX-License-Identifier: Apache-2.0
"""Agreement of two annotations: which events both have, and how often each field of these is the same."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from batch import HERE, SHARED, Report
from marks import compile_batches


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


def settled_agreement() -> int:
    """Compares both annotations of the dev part with the marks that were settled from them, which the batches hold."""
    settled = {}
    for file in sorted((HERE / "written").glob("*.txt")) + sorted((HERE / "natural").glob("*.ann")):
        for block in re.split(r"(?m)^(?=== )", file.read_text(encoding="utf-8"))[1:]:
            settled[block.split()[1]] = block.rstrip("\n") + "\n"
    status = 0
    for name in ("first", "second"):
        file = HERE / "dev" / f"{name}.txt"
        ids = re.findall(r"(?m)^== (\S+)", file.read_text(encoding="utf-8"))
        if missing := [i for i in ids if i not in settled]:
            print(f"{file.name}: found block {missing[0]}, expected one that a batch holds", file=sys.stderr)
            return 1
        print(f"-- settled (as the first) and {name} (as the second)")
        with tempfile.TemporaryDirectory() as folder:
            gold = Path(folder) / "settled.txt"
            gold.write_text("\n".join(settled[i] for i in ids), encoding="utf-8")
            status |= agreement([gold, file])
    return status
