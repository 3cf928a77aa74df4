# SPDX-License-Identifier: Apache-2.0
"""Scores a model on the dev parts with gold tokens; sentence starts are found by the model alone.

    python3 train/evaluate.py --minilm MINILM_FOLDER --checkpoint RUN_FOLDER/checkpoint.pt [--windows 64,128,256]

upos, xpos, feats, lemma, uas, las: per cent of all words, punctuation too, relations without subtypes.  name_f1: exact span and type of PER,
ORG, LOC.  role_f1: predicates given, head word and label.  factuality_acc: sign where the mean rating is 0.5 or more from zero;
negative_f1: of its negative class.  sentence_f1: spans of sentences, in windows that follow each other through the raw order.
predicate_f1: words that are predicates; sense_acc: right sense at gold predicates.  mention_f1: head word and type.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from corpora import apply_lemma_script, bio_spans, load_ewt, load_gum
from data import MASK, Doc
from model import EncoderConfig
from batch import Batch
from scorers import Model, factuality_value
from windows import Labels, WordPiece, Window, encode, plain_window

ROOT = Path(__file__).resolve().parent.parent


def sentence_windows(doc: Doc, tokenizer: WordPiece, limit: int) -> list[Window]:
    """Whole sentences packed into windows of at most `limit` positions; a sentence that is too long is cut."""
    out, n = [], 0
    while n < len(doc.starts):
        begin = end = doc.starts[n]
        room = limit - 2
        while n < len(doc.starts):
            _, e = doc.sentence(n)
            size = sum(len(tokenizer.pieces(f)) for f in doc.forms[end:e])
            if size > room and end > begin:
                break
            end, room, n = e, room - size, n + 1
        while room < 0:
            end -= 1
            room += len(tokenizer.pieces(doc.forms[end]))
        out.append(plain_window(doc, begin, end))
    return out


def best_tree(scores: torch.Tensor) -> list[int]:
    """The best tree with one root of scores[head 0..n][dependant 1..n] (Chu and Liu, Edmonds)."""
    heads = scores.argmax(0).tolist()
    if _is_tree(heads):
        return heads
    table = scores.log_softmax(0).double().tolist()
    roots = sorted(range(len(heads)), key=lambda k: -table[0][k])[:5]
    best: tuple[float, list[int]] = (-1e30, heads)
    for r in roots:
        t = [row[:] for row in table]
        for k in range(len(heads)):
            t[0][k] = table[0][k] if k == r else -1e9
        tree = _edmonds([[-1e12] + row for row in t])[1:]
        total = sum(t[h][k] for k, h in enumerate(tree))
        if total > best[0]:
            best = (total, tree)
    return best[1]


def _is_tree(heads: list[int]) -> bool:
    if heads.count(0) != 1:
        return False
    for k in range(len(heads)):
        seen, h = set(), k + 1
        while h:
            if h in seen:
                return False
            seen.add(h)
            h = heads[h - 1]
    return True


def _edmonds(s: list[list[float]]) -> list[int]:
    """heads[0..n] of the best tree rooted at 0; s[head][dependant]."""
    n = len(s)
    heads = [0] + [max((h for h in range(n) if h != d), key=lambda h: s[h][d]) for d in range(1, n)]
    state, cycle = [0] * n, []
    state[0] = 2
    for k in range(1, n):
        path, h = [], k
        while state[h] == 0:
            state[h] = 1
            path.append(h)
            h = heads[h]
        if state[h] == 1:
            cycle = path[path.index(h) :]
        for w in path:
            state[w] = 2
        if cycle:
            break
    if not cycle:
        return heads
    inside = set(cycle)
    outside = [w for w in range(n) if w not in inside]
    new = {w: k for k, w in enumerate(outside)}
    m = len(outside)
    t = [[-1e12] * (m + 1) for _ in range(m + 1)]
    enter, leave = {}, {}
    for h in outside:
        for d in outside:
            t[new[h]][new[d]] = s[h][d]
        c = max(cycle, key=lambda d: s[h][d] - s[heads[d]][d])
        t[new[h]][m], enter[h] = s[h][c] - s[heads[c]][c], c
    for d in outside:
        if d:
            c = max(cycle, key=lambda h: s[h][d])
            t[m][new[d]], leave[d] = s[c][d], c
    small = _edmonds(t)
    out = heads[:]
    for d in outside:
        if d:
            out[d] = leave[d] if small[new[d]] == m else outside[small[new[d]]]
    h = outside[small[m]]
    out[enter[h]] = h
    return out


def best_names(scores: torch.Tensor, names: list[str]) -> list[str]:
    """The best label sequence in which an I follows its own B or I only, as the program decodes it; scores [words, labels]."""
    may_follow = [[n[0] != "I" or (p != "O" and p[2:] == n[2:]) for n in names] for p in names]
    penalty = torch.where(torch.tensor(may_follow), 0.0, -1e9)
    best, back = scores[0] + penalty[names.index("O")], []
    for row in scores[1:]:
        value, index = (best[:, None] + penalty).max(0)
        best = value + row
        back.append(index)
    out = [int(best.argmax())]
    for index in reversed(back):
        out.append(int(index[out[-1]]))
    return [names[k] for k in reversed(out)]


def _f1(right: int, told: int, gold: int) -> float:
    return 200 * right / max(told + gold, 1)


def _batched(windows: list[Window], tokenizer: WordPiece, labels: Labels, size: int = 2048):
    examples = sorted((encode(w, tokenizer, labels) for w in windows), key=lambda x: len(x.pieces))
    batch: list = []
    for x in examples:
        if batch and len(x.pieces) * (len(batch) + 1) > size:
            yield batch
            batch = []
        batch.append(x)
    if batch:
        yield batch


@torch.no_grad()
def evaluate(model: Model, docs: list[Doc], tokenizer: WordPiece, labels: Labels, bf16: bool, window: int = 128, mst: bool = False) -> dict:
    """The scores named in the head of this file, as far as the documents have the layers."""
    model.eval()
    count: dict[str, float] = {}

    def add(**values: float) -> None:
        for k, v in values.items():
            count[k] = count.get(k, 0) + v

    for batch in _batched([w for d in docs for w in sentence_windows(d, tokenizer, window)], tokenizer, labels):
        b = Batch.of(batch)
        h = model.words(b, bf16)
        token = {t: s(h).argmax(-1).tolist() for t, s in model.token.items()}
        name_scores = model.token["name"](h)
        fact = factuality_value(model.token["factuality"](h)).tolist()
        base = 0
        for x in batch:
            d, w = x.window.doc, x.window
            size = w.end - w.begin
            own = {t: v[base : base + size] for t, v in token.items()}
            for k in range(size):
                g = w.begin + k
                add(words=1)
                for t in ("upos", "xpos", "feats"):
                    add(**{t: labels.labels[t][own[t][k]] == d.columns[t][g]})
                script = labels.labels["lemma"][own["lemma"][k]]
                add(lemma=apply_lemma_script(d.forms[g], script).lower() == d.columns["lemma_text"][g].lower())
                gold = d.columns.get("mention", [None] * (g + 1))[g]
                if d.corpus == "gum":
                    told = labels.labels["mention"][own["mention"][k]]
                    add(mr=told == gold != "O", mt=told != "O", mg=gold != "O")
                if d.columns.get("predicate"):
                    gold, told = d.columns["predicate"][g], labels.labels["predicate"][own["predicate"][k]]
                    if gold is not None:
                        add(pr=gold != "O" != told, pt=told != "O", pg=gold != "O", sense=gold == told != "O")
                rating = (d.columns.get("factuality") or [None] * (g + 1))[g]
                if rating is not None and abs(rating[0]) >= 0.5:
                    told_neg, gold_neg = fact[base + k] < 0, rating[0] < 0
                    add(fr=told_neg == gold_neg, ft=1, nr=told_neg and gold_neg, nt=told_neg, ng=gold_neg)
            if "name" in d.columns:
                told = ["O"] * size  # decoded sentence by sentence, so that no name runs over a sentence's end
                for f, t, _ in x.sentences:
                    told[f:t] = best_names(name_scores[base + f : base + t], labels.labels["name"])
                gold = [None if v is None else v for v in d.columns["name"][w.begin : w.end]]
                if None not in gold:
                    ts = {s for s in bio_spans(told) if s[2] != "MISC"}
                    gs = set(bio_spans([v if v[1] == "-" else "O" for v in gold]))
                    add(er=len(ts & gs), et=len(ts), eg=len(gs))
            base += size
        if len(b.grid):
            scores = model.arc_scores(h, b.grid)
            lengths = (b.grid >= 0).sum(1).tolist()
            for n, size in enumerate(lengths):
                s = scores[n, : size + 1, :size]
                heads = best_tree(s) if mst else s.argmax(0).tolist()
                row = b.grid[n, :size]
                told = torch.tensor(heads)
                words = torch.where(told > 0, row[(told - 1).clamp(min=0)], -1)
                rels = model.label_scores(h, words, row).argmax(-1).tolist()
                for k in range(size):
                    right = heads[k] == int(b.grid_heads[n, k])
                    gold = int(b.grid_labels[n, k])
                    same = gold >= 0 and labels.labels["dep_label"][rels[k]].split(":")[0] == labels.labels["dep_label"][gold].split(":")[0]
                    add(arcs=1, uas=right, las=right and same)
        if b.predicates is not None:
            told_roles = model.role_scores(h, b.predicates.own, b.predicates.grid).argmax(-1)
            told_roles, true_roles = told_roles.tolist(), b.predicates.target.tolist()
        for told, true in zip(told_roles, true_roles) if b.predicates is not None else ():
            size = len(true) - true.count(MASK)
            ts = {(k, v) for k, v in enumerate(told[:size]) if v}
            gs = {(k, v) for k, v in enumerate(true[:size]) if v}
            add(rr=len(ts & gs), rt=len(ts), rg=len(gs))
    c = count
    out = {t: 100 * c[t] / c["words"] for t in ("upos", "xpos", "feats", "lemma")}
    out |= {t: 100 * c[t] / c["arcs"] for t in ("uas", "las")}
    if c.get("rg"):
        out |= {"role_f1": _f1(c["rr"], c["rt"], c["rg"]), "predicate_f1": _f1(c["pr"], c["pt"], c["pg"]), "sense_acc": 100 * c["sense"] / c["pg"]}
    if c.get("eg"):
        out["name_f1"] = _f1(c["er"], c["et"], c["eg"])
    if c.get("ft"):
        out |= {"factuality_acc": 100 * c["fr"] / c["ft"], "negative_f1": _f1(c["nr"], c["nt"], c["ng"])}
    if c.get("mg"):
        out["mention_f1"] = _f1(c["mr"], c["mt"], c["mg"])
    return out


@torch.no_grad()
def sentence_f1(model: Model, docs: list[Doc], tokenizer: WordPiece, labels: Labels, bf16: bool, window: int = 128) -> float:
    """Sentences found in the raw order: a window, its sentence starts, and on from the last start (a break begins one by itself)."""
    model.eval()
    found = [{0} for _ in docs]
    at = [0] * len(docs)
    while any(a < len(d.forms) for a, d in zip(at, docs)):
        round_ = {}
        for n, d in enumerate(docs):
            if at[n] < len(d.forms):
                end, room = at[n], window - 2
                while end < len(d.forms) and (size := len(tokenizer.pieces(d.forms[end]))) <= room:
                    end, room = end + 1, room - size
                round_[n] = plain_window(d, at[n], max(end, at[n] + 1))
        of = {id(w): n for n, w in round_.items()}
        for batch in _batched(list(round_.values()), tokenizer, labels):
            h = model.words(b := Batch.of(batch), bf16)
            told = model.token["sentence"](h).argmax(-1).tolist()
            assert len(told) == len(b.words)
            base = 0
            for x in batch:
                n, w = of[id(x.window)], x.window
                size = w.end - w.begin
                starts = [w.begin + k for k in range(1, size) if told[base + k] == 1]
                base += size
                last = w.end == len(docs[n].forms)
                at[n] = w.end if last or not starts else starts[-1]
                found[n] |= set(starts)
    right = told_n = gold_n = 0
    for d, starts in zip(docs, found):
        size = len(d.forms)
        gold, told = d.starts + [size], sorted(starts) + [size]
        gs, ts = set(zip(gold, gold[1:])), set(zip(told, told[1:]))
        right, told_n, gold_n = right + len(gs & ts), told_n + len(ts), gold_n + len(gs)
    return _f1(right, told_n, gold_n)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    p.add_argument("--minilm", type=Path, required=True, help="folder with vocab.txt")
    p.add_argument("--checkpoint", type=Path, required=True)
    p.add_argument("--windows", default="128")
    p.add_argument("--dev", default="ewt,gum")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--bf16", action="store_true")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    state = torch.load(a.checkpoint, map_location="cpu", weights_only=False)
    labels = Labels(state["config"]["labels"])
    model = Model(EncoderConfig(layers=state["config"]["layers"]), labels.labels)
    model.load_checkpoint(state)
    tokenizer = WordPiece.read(a.minilm / "vocab.txt")
    for name in a.dev.split(","):
        docs = {"ewt": load_ewt, "gum": load_gum}[name](a.corpora, "dev")
        for window in map(int, a.windows.split(",")):
            scores = evaluate(model, docs, tokenizer, labels, a.bf16, window, mst=True)
            scores["sentence_f1"] = sentence_f1(model, docs, tokenizer, labels, a.bf16, window)
            if name == "gum":
                scores.pop("name_f1", None)
            print(json.dumps({"dev": name, "window": window} | {k: round(v, 2) for k, v in scores.items()}), flush=True)


if __name__ == "__main__":
    main()
