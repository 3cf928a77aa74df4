# SPDX-License-Identifier: Apache-2.0
"""What the teacher says of texts that nobody has marked: soft labels for the event tasks, from which the small model learns.

    python3 train/teach.py --teacher RUN/checkpoint.pt --minilm MINILM_FOLDER --casus build/release/casus --out soft.pt

Texts: those of the training parts of UD EWT and GUM that are like news (their own words), and of muc4 and causal-news (words as the program cuts them).
"""
from __future__ import annotations

import argparse
import gzip
import json
import random
from bisect import bisect_right
from pathlib import Path

import torch

from corpora import load_train
from data import Doc, HeldOut, Soft
from evaluate import sentence_windows
from events import annotate, plain_doc
from model import TEACHER
from scorers import Batch, Model, arc_buckets
from windows import Labels, WordPiece, encode

ROOT = Path(__file__).resolve().parent.parent
LEAST_TOLD, LEAST_ARC = 0.1, 0.05
NEAR_NEWS = ("weblog", "newsgroup", "GUM_news", "GUM_interview", "GUM_speech", "GUM_bio", "GUM_court", "GUM_voyage")
TASKS = ("event", "event_rank", "event_status")


def unmarked(corpora: Path, held_out: HeldOut, words: dict[str, int], seed: int = 1) -> list[dict]:
    """Documents of muc4 and causal-news, at random up to so many words each; causal-news sentences in their order, twelve to a document."""
    out: list[dict] = []
    for corpus, path in (("muc4", "muc4/muc4-train.jsonl.gz"), ("causal-news", "causal-news/cnc-train.jsonl.gz")):
        records = [json.loads(line) for line in gzip.open(corpora / path, "rt", encoding="utf-8")]
        if corpus == "causal-news":
            texts = {f"cnc-{k}": "\n\n".join(r["text"] for r in records[k : k + 12]) for k in range(0, len(records), 12)}
        else:
            texts = {r["id"]: r["text"] for r in records if not held_out.refuses(corpus, r["id"])}
        names = sorted(texts)
        random.Random(seed).shuffle(names)
        left = words.get(corpus, 0)
        for name in names:
            if left <= 0:
                break
            left -= len(texts[name].split())
            out.append({"id": name, "text": texts[name], "published": None})
    return out


def label(model: Model, doc: Doc, tokenizer: WordPiece, labels: Labels, window: int, bf16: bool) -> Soft:
    """The teacher's answers for one document, read in windows of whole sentences."""
    states = []
    for w in sentence_windows(doc, tokenizer, window):
        states.append(model.words(Batch.of([encode(w, tokenizer, labels)]), bf16))
    h = torch.cat(states)
    tasks = {t: model.token[t](h).softmax(-1) for t in TASKS}
    triggers = [k for k in range(len(h)) if 1 - tasks["event"][k, 0] >= LEAST_TOLD]
    sentence = torch.tensor([bisect_right(doc.starts, k) for k in range(len(h))])
    arcs: dict[int, dict[int, list[float]]] = {}
    for t in triggers:
        first = int((sentence < sentence[t] - 2).sum())
        last = int((sentence <= sentence[t] + 1).sum())
        grid = torch.arange(first, last)[None]
        bucket = arc_buckets(sentence, t)[first:last]
        scores = (model.role_scores(h, torch.tensor([t]), grid, "event_arc")[0] + model.event_bias[bucket]).sigmoid()
        arcs[t] = {first + k: [round(v, 3) for v in scores[k].tolist()] for k in range(last - first) if scores[k].max() >= LEAST_ARC}
    return Soft({t: [[round(v, 4) for v in row] for row in table.tolist()] for t, table in tasks.items()}, arcs)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    p.add_argument("--held-out", type=Path, default=ROOT.parent / "shared" / "gold" / "dev" / "index.json")
    p.add_argument("--teacher", type=Path, required=True)
    p.add_argument("--minilm", type=Path, required=True)
    p.add_argument("--casus", type=Path, required=True)
    p.add_argument("--cache", type=Path, default=ROOT / "build" / "train" / "words")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--window", type=int, default=200)
    p.add_argument("--muc4-words", type=int, default=120_000)
    p.add_argument("--causal-words", type=int, default=95_000)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--float32", action="store_true")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    held_out = HeldOut.read(a.held_out)
    texts = unmarked(a.corpora, held_out, {"muc4": a.muc4_words, "causal-news": a.causal_words})
    words = annotate(texts, a.casus, a.cache)
    docs = [plain_doc(t["id"], words[t["id"]]) for t in texts if t["id"] in words]
    docs += [d for d in load_train(a.corpora, held_out) if d.corpus in ("ud-ewt", "gum") and d.id.startswith(NEAR_NEWS)]
    state = torch.load(a.teacher, map_location="cpu", weights_only=True)
    labels = Labels(state["config"]["labels"])
    model = Model(TEACHER, labels.labels)
    model.load_checkpoint(state)
    model.eval()
    tokenizer = WordPiece.read(a.minilm / "vocab.txt")
    soft = {}
    with torch.no_grad():
        for n, doc in enumerate(docs):
            answer = label(model, doc, tokenizer, labels, a.window, not a.float32)
            soft[f"{doc.corpus}/{doc.id}"] = {"tasks": answer.tasks, "arcs": answer.arcs}
            if n % 200 == 0:
                print(json.dumps({"documents": n, "of": len(docs)}), flush=True)
    a.out.write_text(json.dumps({"soft": soft, "texts": texts}), encoding="utf-8")


if __name__ == "__main__":
    main()
