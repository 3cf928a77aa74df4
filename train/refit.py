# SPDX-License-Identifier: Apache-2.0
"""Scorers of some tasks learn anew on an encoder that stays as it is: every window is read once, then only the scorers run.

    python3 train/refit.py MIXED.pt --tasks name --minilm MINILM_FOLDER --soft soft.pt --out REFITTED.pt

For scorers that a mean of checkpoints (train/average.py) has left worse than the encoder allows.  Minutes on two cores.
"""
from __future__ import annotations

import argparse
import math
import random
from dataclasses import replace
from pathlib import Path

import torch

from batch import Batch
from corpora import load_ewt, load_train
from data import HeldOut
from evaluate import evaluate
from model import EncoderConfig
from scorers import WEIGHTS, Model
from train import event_docs, take_soft
from windows import Labels, WordPiece, batches, encode, epoch_windows

ROOT = Path(__file__).resolve().parent.parent


def only(b: Batch, tasks: list[str]) -> Batch:
    """What a batch says of these token tasks."""
    nothing = torch.zeros(0, 0, dtype=torch.long)
    return replace(
        b, targets={t: v for t, v in b.targets.items() if t in tasks}, soft={t: v for t, v in b.soft.items() if t in tasks},
        factuality=b.factuality if "factuality" in tasks else None, contexts=b.contexts if "event_context" in tasks else None,
        grid=nothing, grid_heads=nothing, grid_labels=nothing, predicates=None, events=None, nations=None, sides=None, soft_arcs=None,
    )  # fmt: skip


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("checkpoint", type=Path)
    p.add_argument("--tasks", nargs="+", required=True, help="token tasks")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    p.add_argument("--held-out", type=Path, default=ROOT.parent / "shared" / "gold" / "dev" / "index.json")
    p.add_argument("--minilm", type=Path, required=True)
    p.add_argument("--events", type=Path, default=ROOT / "train" / "corpus" / "build" / "corpus.jsonl")
    p.add_argument("--casus", type=Path, default=ROOT / "build" / "release" / "casus")
    p.add_argument("--cache", type=Path, default=ROOT / "build" / "train" / "words")
    p.add_argument("--soft", type=Path, help="what another model says of the texts (train/teach.py)")
    p.add_argument("--share", action="append", default=[], metavar="CORPUS=SHARE")
    p.add_argument("--weight", action="append", default=[], metavar="TASK=WEIGHT")
    p.add_argument("--epochs", type=int, default=12)
    p.add_argument("--lr", type=float, default=1e-3)
    p.add_argument("--batch", type=int, default=1536)
    p.add_argument("--dropout", type=float, default=0.1)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    a.own_trees = 0.0
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    held_out = HeldOut.read(a.held_out)
    shares = {name: float(share) for name, share in (s.split("=") for s in a.share)}
    weights = WEIGHTS | {task: float(weight) for task, weight in (s.split("=") for s in a.weight)}
    docs = load_train(a.corpora, held_out) + (event_docs(a, held_out, "train") if shares.get("events", 1) else [])
    if a.soft:
        take_soft(a.soft, docs, a)
    state = torch.load(a.checkpoint, map_location="cpu", weights_only=True)
    labels = Labels(state["config"]["labels"])
    model = Model(EncoderConfig(layers=state["config"]["layers"]), labels.labels)
    model.load_checkpoint(state)
    tokenizer, rng = WordPiece.read(a.minilm / "vocab.txt"), random.Random(a.seed)
    dev = load_ewt(a.corpora, "dev")

    def look() -> None:
        print({k: round(v, 2) for k, v in evaluate(model, dev, tokenizer, labels, False).items()}, flush=True)

    look()
    read = []
    with torch.no_grad():
        for some in batches([encode(w, tokenizer, labels) for w in epoch_windows(docs, tokenizer, rng, shares)], a.batch, rng):
            b = only(Batch.of(some), a.tasks)
            if b.targets or b.soft or b.factuality or b.contexts:
                read.append((b, model.words(b, False)))
    print({"batches": len(read), "words": sum(len(h) for _, h in read)}, flush=True)
    learning = [w for t in a.tasks for w in model.token[t].parameters()]
    optimiser = torch.optim.AdamW(learning, lr=a.lr, weight_decay=0.0)
    model.train()
    for epoch in range(a.epochs):
        rng.shuffle(read)
        for n, (b, h) in enumerate(read):
            share = (epoch + n / len(read)) / a.epochs
            optimiser.param_groups[0]["lr"] = a.lr * (0.5 + 0.5 * math.cos(math.pi * share))
            total = sum(weights[t] * v for t, v in model.losses_of(b, h, torch.nn.functional.dropout(h, a.dropout)).items())
            optimiser.zero_grad()
            total.backward()
            optimiser.step()
    look()
    torch.save(model.as_checkpoint(state["config"]), a.out)


if __name__ == "__main__":
    main()
