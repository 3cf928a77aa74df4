# SPDX-License-Identifier: Apache-2.0
"""What the large model says of texts: soft labels for the event tasks and for names, from which the small model learns.

    python3 train/teach.py --teacher RUN/checkpoint.pt --minilm MINILM_FOLDER --casus build/release/casus --out soft.pt

Texts: the training part of the event corpus, and texts that nobody has marked: those of the training parts of UD EWT and GUM that are
like news (their own words) and of muc4 (words as the program cuts them).
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
from data import EVENT_ARCS, Doc, HeldOut, check_held_out
from evaluate import sentence_windows
from events import annotate, dev_sources, event_doc, plain_doc, read_corpus
from model import TEACHER
from batch import Batch, arc_buckets
from scorers import Model
from windows import Labels, WordPiece, encode

ROOT = Path(__file__).resolve().parent.parent
LEAST_TOLD = 0.1
SENTENCES_BACK, SENTENCES_AHEAD = 3, 2  # as src/event asks
DOCUMENTS, POSITIONS = 256, 4096  # read at once
NEAR_NEWS = ("weblog", "newsgroup", "GUM_news", "GUM_interview", "GUM_speech", "GUM_bio", "GUM_court", "GUM_voyage")
TASKS = ("event", "event_rank", "event_status", "event_context", "sector", "name")
PARTY_KINDS = [EVENT_ARCS.index(kind) for kind in ("actor", "recipient", "source")]


def unmarked(corpora: Path, held_out: HeldOut, words: int, marked: set[str], seed: int = 1) -> list[dict]:
    """Documents of muc4 but those that the event corpus marks, at random up to so many words."""
    records = [json.loads(line) for line in gzip.open(corpora / "muc4" / "muc4-train.jsonl.gz", "rt", encoding="utf-8")]
    texts = {r["id"]: r["text"] for r in records if r["id"] not in marked and not held_out.refuses("muc4", r["id"])}
    names = sorted(texts)
    random.Random(seed).shuffle(names)
    out: list[dict] = []
    for name in names:
        if words <= 0:
            break
        words -= len(texts[name].split())
        out.append({"id": name, "text": texts[name], "published": None})
    return out


def states_of(model: Model, docs: list[Doc], tokenizer: WordPiece, labels: Labels, window: int, bf16: bool) -> list[torch.Tensor]:
    """The states of all words of each document, read in windows of whole sentences, many windows at once."""
    windows = [(d, w) for d, doc in enumerate(docs) for w in sentence_windows(doc, tokenizer, window)]
    examples = [encode(w, tokenizer, labels) for _, w in windows]
    parts: dict[int, torch.Tensor] = {}
    batch: list[int] = []

    def run() -> None:
        of = [examples[k] for k in batch]
        for k, states in zip(batch, model.words(Batch.of(of), bf16).split([len(x.first) for x in of])):
            parts[k] = states

    for k in sorted(range(len(examples)), key=lambda k: len(examples[k].pieces)):
        if batch and len(examples[k].pieces) * (len(batch) + 1) > POSITIONS:
            run()
            batch = []
        batch.append(k)
    if batch:
        run()
    out: list[list[torch.Tensor]] = [[] for _ in docs]
    for k, (d, _) in enumerate(windows):
        out[d].append(parts[k])
    return [torch.cat(p) for p in out]


def label(model: Model, doc: Doc, h: torch.Tensor) -> dict:
    """The model's answers for one document, given the states of its words."""
    tasks = {t: model.token[t](h) for t in TASKS}
    tasks = {t: scores.sigmoid() if t == "event_context" else scores.softmax(-1) for t, scores in tasks.items()}
    told = 1 - tasks["event"][:, 0]
    sentence = torch.tensor([bisect_right(doc.starts, k) for k in range(len(h))])
    arcs: dict[int, tuple[int, torch.Tensor]] = {}
    parties = torch.zeros(len(h))
    for t in (told >= LEAST_TOLD).nonzero().squeeze(-1).tolist():
        first = int((sentence < sentence[t] - SENTENCES_BACK).sum())
        last = int((sentence <= sentence[t] + SENTENCES_AHEAD).sum())
        grid = torch.arange(first, last)[None]
        bucket = arc_buckets(sentence, t)[first:last]
        scores = (model.role_scores(h, torch.tensor([t]), grid, "event_arc")[0] + model.event_bias[bucket]).sigmoid()
        arcs[t] = (first, scores.half())
        parties[first:last] = torch.maximum(parties[first:last], told[t] * scores[:, PARTY_KINDS].max(-1).values)
    return {"tasks": {t: table.half() for t, table in tasks.items()}, "arcs": arcs, "parties": parties.half()}


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    p.add_argument("--held-out", type=Path, default=ROOT.parent / "shared" / "gold" / "dev" / "index.json")
    p.add_argument("--teacher", type=Path, required=True)
    p.add_argument("--minilm", type=Path, required=True)
    p.add_argument("--casus", type=Path, required=True)
    p.add_argument("--cache", type=Path, default=ROOT / "build" / "train" / "words")
    p.add_argument("--events", type=Path, default=ROOT / "train" / "corpus" / "build" / "corpus.jsonl")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--window", type=int, default=254)
    p.add_argument("--muc4-words", type=int, default=120_000)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--float32", action="store_true")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    held_out = HeldOut.read(a.held_out)
    marked = read_corpus(a.events, a.casus, a.cache)
    texts = unmarked(a.corpora, held_out, a.muc4_words, {r["document"]["source"] for r, _ in marked})
    words = annotate(texts, a.casus, a.cache)
    docs = [plain_doc(t["id"], words[t["id"]]) for t in texts if t["id"] in words]
    docs += [d for d in load_train(a.corpora, held_out) if d.corpus in ("ud-ewt", "gum") and d.id.startswith(NEAR_NEWS)]
    kept_back = dev_sources(r for r, _ in marked)
    docs = [d for d in docs if d.id not in kept_back]
    docs += [event_doc(r, w) for r, w in marked if r["document"]["split"] == "train"]
    check_held_out(docs, held_out)
    state = torch.load(a.teacher, map_location="cpu", weights_only=True)
    labels = Labels(state["config"]["labels"])
    model = Model(TEACHER, labels.labels)
    model.load_checkpoint(state)
    model.eval()
    tokenizer = WordPiece.read(a.minilm / "vocab.txt")
    soft = {}
    with torch.no_grad():
        for begin in range(0, len(docs), DOCUMENTS):
            some = docs[begin : begin + DOCUMENTS]
            for doc, h in zip(some, states_of(model, some, tokenizer, labels, a.window, not a.float32)):
                if len(h) == len(doc.forms):  # else a sentence was longer than a window
                    soft[f"{doc.corpus}/{doc.id}"] = label(model, doc, h)
            print(json.dumps({"documents": begin + len(some), "of": len(docs)}), flush=True)
    torch.save({"soft": soft, "texts": [t for t in texts if t["id"] not in kept_back]}, a.out)


if __name__ == "__main__":
    main()
