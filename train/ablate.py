# SPDX-License-Identifier: Apache-2.0
"""What each part of the data is worth, and whether more text would help: short runs of equal time from one start that has seen no
event, each with another part of the training text; scored word by word on the same dev part.

    python3 train/ablate.py --start issue4/checkpoint.pt --minilm MINILM_FOLDER --work build/ablation --hours 0.17 --out eval/ablation.md

A condition that has its checkpoint is not run again, so that an interrupted table goes on.  The documents of half and quarter are
drawn by their names' SHA-256.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import torch

from evaluate_events import evaluate_events
from events import event_doc, read_corpus
from model import EncoderConfig
from scorers import Model
from train import ROOT
from windows import Labels, WordPiece

ARTICLE_WORDS = 200
JOINT = ("ud-ewt", "gum", "wikigold", "btc", "re3d")
WEIGHTS = ("name=6", "dep_arc=3", "dep_label=3", "upos=2", "role=1.5", "event=10", "event_mode=1", "event_rank=1", "event_status=1.2",
           "sector=1.5", "nation=1.5", "event_arc=1.5", "event_context=0.3")  # fmt: skip
PAGE = """# What each part of the data is worth

Made by `train/ablate.py`: runs of equal time ({minutes:.0f} minutes of {threads} processors each{floats}), six layers, all from one
checkpoint that has seen no event. Scored word by word on the same dev part of the corpus, before any rule of the program: words that
tell a required event (F1 found, F1 with the right type); status of each event, sector and country of each party (share right); arcs to
actors, recipients and sources (F1); then F1 with the right type on the natural and the written texts of the dev part. Epochs are those
begun. [learning.md](learning.md) says what this means.

{table}
"""
FIGURES = ("event_f1", "event_type_f1", "status_acc", "sector_acc", "nation_acc", "actor_f1", "recipient_f1", "source_f1")


def drawn(record: dict, share: float) -> bool:
    digest = hashlib.sha256(record["document"]["id"].encode()).digest()
    return int.from_bytes(digest[:4], "big") < share * 2**32


def is_article(record: dict) -> bool:
    return record["document"]["kind"] == "written" and len(record["document"]["text"].split()) >= ARTICLE_WORDS


CONDITIONS: dict[str, tuple[str, Callable[[dict], bool]]] = {
    "all": ("everything", lambda r: True),
    "half": ("half of the event corpus", lambda r: drawn(r, 0.5)),
    "quarter": ("a quarter of the event corpus", lambda r: drawn(r, 0.25)),
    "natural": ("natural texts alone", lambda r: r["document"]["kind"] == "natural"),
    "written": ("written texts alone", lambda r: r["document"]["kind"] == "written"),
    "no-articles": (f"without written articles ({ARTICLE_WORDS} words and more)", lambda r: not is_article(r)),
    "events-alone": ("without the joint tasks (trees, names, roles, factuality)", lambda r: True),
}


def run(name: str, admits: Callable[[dict], bool], records: list[dict], a: argparse.Namespace) -> int:
    """Trains one condition unless it is trained; the words of its training text."""
    folder = a.work / name
    folder.mkdir(parents=True, exist_ok=True)
    kept = [r for r in records if r["document"]["split"] == "dev" or admits(r)]
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in kept), encoding="utf-8")
    if not (folder / "done").exists():
        options = [x for w in WEIGHTS for x in ("--weight", w)]
        if name == "events-alone":
            options += [x for c in JOINT for x in ("--share", f"{c}=0")]
        command = [
            sys.executable, str(ROOT / "train" / "train.py"), "--corpora", str(a.corpora), "--held-out", str(a.held_out), "--minilm",
            str(a.minilm), "--casus", str(a.casus), "--cache", str(a.cache), "--out", str(folder), "--hours", str(a.hours), "--threads",
            str(a.threads), "--layers", "6", "--init", str(a.start), "--events", str(corpus), "--learn-words", "--dropout", "0.5",
            "--dev-every", "1000", *(["--float32"] if a.float32 else []), *options,
        ]  # fmt: skip
        subprocess.run(command, check=True)
        (folder / "done").touch()
    return sum(len(r["document"]["text"].split()) for r in kept if r["document"]["split"] == "train")


def score(folder: Path, docs: list, tokenizer: WordPiece, bf16: bool) -> dict[str, float]:
    state = torch.load(folder / "checkpoint.pt", map_location="cpu", weights_only=True)
    labels = Labels(state["config"]["labels"])
    model = Model(EncoderConfig(layers=state["config"]["layers"]), labels.labels)
    model.load_checkpoint(state)
    return evaluate_events(model, docs, tokenizer, labels, bf16) | {"epochs": state["config"]["epochs"]}


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    p.add_argument("--held-out", type=Path, default=ROOT.parent / "shared" / "gold" / "dev" / "index.json")
    p.add_argument("--start", type=Path, required=True, help="a checkpoint of six layers that has seen no event")
    p.add_argument("--minilm", type=Path, required=True)
    p.add_argument("--events", type=Path, default=ROOT / "train" / "corpus" / "build" / "corpus.jsonl")
    p.add_argument("--casus", type=Path, default=ROOT / "build" / "release" / "casus")
    p.add_argument("--cache", type=Path, default=ROOT / "build" / "train" / "words")
    p.add_argument("--work", type=Path, default=ROOT / "build" / "ablation")
    p.add_argument("--out", type=Path, default=ROOT / "eval" / "ablation.md")
    p.add_argument("--hours", type=float, default=0.17, help="of each run")
    p.add_argument("--only", nargs="*", choices=list(CONDITIONS), default=list(CONDITIONS))
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--float32", action="store_true", help="for processors without AVX-512 BF16")
    a = p.parse_args()
    records = [json.loads(line) for line in a.events.open(encoding="utf-8")]
    tokenizer = WordPiece.read(a.minilm / "vocab.txt")
    dev = [(r, event_doc(r, w)) for r, w in read_corpus(a.events, a.casus, a.cache) if r["document"]["split"] == "dev"]
    sets = {
        "dev": [d for _, d in dev],
        "natural dev": [d for r, d in dev if r["document"]["kind"] == "natural"],
        "written dev": [d for r, d in dev if r["document"]["kind"] == "written"],
    }
    head = "| training text | words of events | epochs | " + " | ".join(f.removesuffix("_f1").removesuffix("_acc") for f in FIGURES)
    lines = [head + " | typed, natural dev | typed, written dev |", "|---" * (len(FIGURES) + 5) + "|"]
    for name in a.only:
        says, admits = CONDITIONS[name]
        words = run(name, admits, records, a)
        found = {of: score(a.work / name, docs, tokenizer, not a.float32) for of, docs in sets.items()}
        figures = [found["dev"][f] for f in FIGURES] + [found[f"{kind} dev"]["event_type_f1"] for kind in ("natural", "written")]
        lines.append(f"| {says} | {words:,} | {found['dev']['epochs']} | " + " | ".join(f"{x:.1f}" for x in figures) + " |")
        print(lines[-1], flush=True)
        floats = " in single floats" if a.float32 else ""
        page = PAGE.format(minutes=a.hours * 60, threads=a.threads, floats=floats, table="\n".join(lines))
        a.out.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
