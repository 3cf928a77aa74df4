# SPDX-License-Identifier: Apache-2.0
"""What earlier models say of the names in the event corpus, so that a run that learns events does not forget names (learning without
forgetting: Li and Hoiem 2016).  The corpus marks no names; several models' probabilities are averaged, for an average of models knows
more than each of them (Hinton et al. 2015).

    python3 train/rehearse.py --models A.pt B.pt --minilm MINILM_FOLDER --casus build/release/casus --out rehearsed.pt

The file goes to train/train.py as --soft.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import torch

from evaluate import sentence_windows
from events import event_doc, read_corpus
from model import EncoderConfig
from batch import Batch
from scorers import Model
from windows import Labels, WordPiece, encode

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--models", type=Path, nargs="+", required=True, help="checkpoints of one set of labels")
    p.add_argument("--minilm", type=Path, required=True)
    p.add_argument("--events", type=Path, default=ROOT / "train" / "corpus" / "build" / "corpus.jsonl")
    p.add_argument("--casus", type=Path, default=ROOT / "build" / "release" / "casus")
    p.add_argument("--cache", type=Path, default=ROOT / "build" / "train" / "words")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--window", type=int, default=128)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--float32", action="store_true")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    tokenizer = WordPiece.read(a.minilm / "vocab.txt")
    docs = [event_doc(r, w) for r, w in read_corpus(a.events, a.casus, a.cache) if r["document"]["split"] == "train"]
    models = []
    for path in a.models:
        state = torch.load(path, map_location="cpu", weights_only=True)
        labels = Labels(state["config"]["labels"])
        models.append(Model(EncoderConfig(layers=state["config"]["layers"]), labels.labels).eval())
        models[-1].load_checkpoint(state)
        if labels.labels["name"] != models[0].labels["name"]:
            raise ValueError(f"{path}: other labels of names than {a.models[0]}")
    soft = {}
    with torch.no_grad():
        for doc in docs:
            rows: list[torch.Tensor] = []
            for w in sentence_windows(doc, tokenizer, a.window):
                batch = Batch.of([encode(w, tokenizer, labels)])
                told = sum(m.token["name"](m.words(batch, not a.float32)).softmax(-1) for m in models) / len(models)
                rows.append(told.half())
            soft[f"events/{doc.id}"] = {"tasks": {"name": torch.cat(rows)}, "arcs": {}, "parties": None}
    torch.save({"soft": soft, "texts": []}, a.out)


if __name__ == "__main__":
    main()
