# SPDX-License-Identifier: Apache-2.0
"""Fits the curve from raw confidence to the share of records that are right (type, sides and status) on the development part of the
corpus, and writes data/coding/confidence.tsv (of another model than the base: confidence-MODEL.tsv).  Standard library only.

    python3 train/calibrate.py --casus build/release/casus --model large

Isotonic regression by pooling neighbours (Ayer et al. 1955), thinned to at most 12 points.  Prints the expected calibration error in
ten bins of equal mass: of the fit itself, and of curves fitted on one half of the documents and measured on the other.
"""
from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def records_of(casus: Path, data: Path, model: str, documents: list[dict]) -> list[dict]:
    """The records of all documents with the data folder and the model given."""
    lines = "".join(json.dumps({k: d[k] for k in ("id", "text", "published")}) + "\n" for d in documents)
    run = subprocess.run(
        [str(casus), "code", "--model", model, "--input", "jsonl", "--quiet", "-"], input=lines, capture_output=True, text=True, check=True,
        env=os.environ | {"CASUS_DATA": str(data)},
    )  # fmt: skip
    return [json.loads(line) for line in run.stdout.split("\n") if line]


def pairs_of(gold: list[dict], records: list[dict], score) -> list[list[tuple[float, bool]]]:
    """For each document confidence and rightness of its records; records that meet an optional event are left out."""
    out = []
    for g in gold:
        mine = [r for r in records if r["document"]["id"] == g["document"]["id"]]
        for r in mine:
            r["actor"], r["recipient"] = r.get("actor") or [], r.get("recipient") or []
        found = {j: i for i, j in score.assign([[score.pair_weight(e, p) for p in mine] for e in g["events"]])}
        rows = []
        for j, p in enumerate(mine):
            event = g["events"][found[j]] if j in found else None
            if event is None or event.get("required", True):
                rows.append((p["confidence"], event is not None and score.judge(event, p)["strict"]))
        out.append(rows)
    return out


def isotonic(pairs: list[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Points (mean raw value, share right) of a curve that never falls."""
    blocks: list[list[float]] = []  # raw sum, right, count
    for raw, right in sorted(pairs):
        blocks.append([raw, float(right), 1.0])
        while len(blocks) > 1 and blocks[-2][1] * blocks[-1][2] >= blocks[-1][1] * blocks[-2][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last)]
    while len(blocks) > 12:  # join the two neighbours that are nearest in share
        k = min(range(len(blocks) - 1), key=lambda k: blocks[k + 1][1] / blocks[k + 1][2] - blocks[k][1] / blocks[k][2])
        blocks[k : k + 2] = [[a + b for a, b in zip(blocks[k], blocks[k + 1])]]
    total = sum(b[2] for b in blocks)
    share = sum(b[1] for b in blocks) / max(total, 1.0)
    return [(b[0] / b[2], (b[1] + 2 * share) / (b[2] + 2)) for b in blocks]


def curve(points: list[tuple[float, float]], raw: float) -> float:
    """As Calibration in src/coding/confidence.cpp."""
    if raw <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if raw <= x1:
            return y0 + (y1 - y0) * (raw - x0) / (x1 - x0)
    return points[-1][1]


def calibration_error(pairs: list[tuple[float, bool]], bins: int = 10) -> float:
    """Mean distance of confidence and share right over bins of equal mass."""
    ordered, total = sorted(pairs), 0.0
    for k in range(bins):
        part = ordered[k * len(ordered) // bins : (k + 1) * len(ordered) // bins]
        if part:
            total += abs(sum(c for c, _ in part) - sum(r for _, r in part))
    return total / max(1, len(ordered))


def rising(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Rounded, ends added, nothing that falls or stands still in the first column."""
    out: list[tuple[float, float]] = []
    for raw, share in [(0.0, 0.0), *points, (1.0, points[-1][1])]:
        raw, share = round(raw, 4), round(share, 4)
        if not out or raw > out[-1][0]:
            out.append((raw, max(share, out[-1][1] if out else 0.0)))
    return out


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--casus", type=Path, default=ROOT / "build" / "release" / "casus")
    p.add_argument("--model", default="base")
    p.add_argument("--corpus", type=Path, default=ROOT / "train" / "corpus" / "build" / "corpus.jsonl")
    p.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    a = p.parse_args()
    sys.path.insert(0, str(a.shared / "eval"))
    import score

    gold = [json.loads(line) for line in a.corpus.open(encoding="utf-8")]
    gold = [g for g in gold if g["document"]["split"] == "dev"]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(ROOT / "data", data)
        for curve_file in (data / "coding").glob("confidence*.tsv"):
            curve_file.write_text("0\t0\n1\t1\n", encoding="utf-8")
        pairs = pairs_of(gold, records_of(a.casus, data, a.model, [g["document"] for g in gold]), score)
    every = [x for rows in pairs for x in rows]
    crossed = []
    for half in (0, 1):
        points = isotonic([x for n, rows in enumerate(pairs) if n % 2 != half for x in rows])
        crossed += [(curve(points, c), r) for n, rows in enumerate(pairs) if n % 2 == half for c, r in rows]
    points = rising(isotonic(every))
    text = "# Raw confidence, share of right records: written by train/calibrate.py.\n"
    text += "".join(f"{raw}\t{share}\n" for raw, share in points)
    name = "confidence.tsv" if a.model == "base" else f"confidence-{a.model}.tsv"
    (ROOT / "data" / "coding" / name).write_text(text, encoding="utf-8")
    fitted = [(curve(points, c), r) for c, r in every]
    print(json.dumps({
        "records": len(every), "right": sum(r for _, r in every), "ece": round(calibration_error(fitted), 4),
        "ece_crossed": round(calibration_error(crossed), 4),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
