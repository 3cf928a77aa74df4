# SPDX-License-Identifier: Apache-2.0
"""The default model learns from the large one beside it, on one accelerator: all that the large model says of every text, and its states.

    python3 train/distil.py pack --minilm MINILM_FOLDER --casus build/release/casus --out packed.xz
    python3 train/distil.py run packed.xz --teacher data/model/casus-large.model --student data/model/casus-base.model --out RUN

`pack` needs the corpora, `run` needs only its file and the models.  First the large model itself goes on learning from the marks
(--teacher-minutes); of both states the one that tells more types of the dev part is the teacher.  Then it reads every text once; the
states of all words stay in memory, and its scorers give each batch the soft targets of every task (Hinton et al. 2015).  The small
model's states are led to the teacher's as well, through a linear map that is thrown away (Jiao et al. 2020, TinyBERT).  Long runs with
a teacher that is asked anew for each batch are what distillation wants (Beyer et al. 2022).

The packed file is Python's pickle: open only what you packed yourself.

Writes RUN/checkpoint.pt (halves; in parts of 15 MB, checkpoint.pt.0 ..., which `cat` joins) and RUN/log.jsonl.
"""
from __future__ import annotations

import argparse
import io
import json
import lzma
import math
import multiprocessing
import os
import pickle
import queue
import random
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import events
from batch import Asked, Batch, Choices, arc_buckets, packed, padded, sentences_of, unpacked
from corpora import load_train
from data import SIDES, TOKEN_TASKS, Doc, HeldOut, check_held_out
from evaluate import sentence_windows
from model import TEACHER, EncoderConfig, dropout
from restore import Reader, as_tensors, restore
from scorers import ARC_DROPOUT, TOKEN_DROPOUT, WEIGHTS, Model
from teach import LEAST_TOLD, PARTY_KINDS, SENTENCES_AHEAD, SENTENCES_BACK, unmarked
from train import TAUGHT, optimiser_of
from windows import Example, Labels, WordPiece, batches, encode, epoch_windows

ROOT = Path(__file__).resolve().parent.parent
WINDOW = 254
CHUNK = 1 / 16  # of the documents, drawn anew each time, are cut into batches together
LONGEST_TREE = 120  # words of a sentence that is asked for its tree
PART = 15 << 20
AGAIN = 100
PREDICATE = 0.5
SHARES = {"btc": 0.03, "wikigold": 0.7, "re3d": 0.5, "ud-ewt": 0.8, "gum": 0.7, "unmarked": 0.7}
MARKS = {  # weights of what is marked
    "name": 6, "dep_arc": 3, "dep_label": 3, "upos": 2, "role": 3, "predicate": 2, "sentence": 5, "event": 8, "event_mode": 1, "event_rank": 1,
    "event_status": 1.2, "event_context": 0.3, "sector": 1.5, "nation": 1.5, "event_arc": 2, "side": 2,
}  # fmt: skip
LESSONS = {  # weights of what the teacher says
    "sentence": 5, "upos": 2, "xpos": 0.5, "feats": 0.5, "lemma": 0.5, "name": 6, "mention": 0.7, "predicate": 2, "factuality": 0.5,
    "event": 10, "event_rank": 1, "event_mode": 0.5, "event_status": 1.2, "event_context": 0.3, "sector": 1.2, "dep_arc": 3, "dep_label": 3,
    "role": 3, "event_arc": 2, "side": 2, "states": 2,
}  # fmt: skip


# ---------------------------------------------------------------- documents


def pack(a: argparse.Namespace) -> None:
    """All documents with their marks, without the teacher's word on them, in one file."""
    held_out = HeldOut.read(a.held_out)
    docs = load_train(a.corpora, held_out)
    codebook = ROOT / "data" / "codebook"
    labels = Labels.build(docs, events.modes(codebook), events.SECTORS, events.contexts(codebook))
    marked = events.read_corpus(a.events, a.casus, a.cache)
    texts = unmarked(a.corpora, held_out, a.muc4_words, {r["document"]["source"] for r, _ in marked})
    words = events.annotate(texts, a.casus, a.cache)
    docs += [events.plain_doc(t["id"], words[t["id"]]) for t in texts if t["id"] in words]
    for record, _ in marked:
        if held_out.refuses(record["document"]["corpus"] or "", record["document"]["source"] or ""):
            raise ValueError(f"held-out document in the event corpus: {record['document']['id']}")
    kept_back = events.dev_sources(r for r, _ in marked)
    docs = [d for d in docs if d.id not in kept_back]
    docs += [events.event_doc(r, w) for r, w in marked if r["document"]["split"] == "train"]
    check_held_out(docs, held_out)
    dev = [events.event_doc(r, w) for r, w in marked if r["document"]["split"] == "dev"]
    made = {"docs": docs, "dev": dev, "labels": labels.labels, "vocab": (a.minilm / "vocab.txt").read_text(encoding="utf-8")}
    a.out.write_bytes(lzma.compress(pickle.dumps(made, protocol=5), preset=6))
    count = {c: sum(len(d.forms) for d in docs if d.corpus == c) for c in sorted({d.corpus for d in docs})}
    print(json.dumps({"documents": len(docs), "words": count, "bytes": a.out.stat().st_size}))


@dataclass
class Taught:
    """What the teacher is asked of a batch."""

    rows: Tensor  # [words] of the table of its states
    grid: Tensor  # [sentences, longest] word numbers, -1 beyond the end
    predicates: Asked | None
    arcs: Asked | None
    sides: Choices | None


def taught_of(examples: list[Example], first_row: dict[int, int], told: np.ndarray, predicate: np.ndarray) -> Taught:
    """`first_row`: of each document, by id(); `told`, `predicate`: of every row, how surely its word tells an event, is a predicate."""
    rows: list[int] = []
    sentences, predicates, arcs, sides, surely = [], [], [], [], []
    for x in examples:
        w, base, size = x.window, len(rows), len(x.first)
        at = first_row[id(w.doc)] + w.begin
        rows += range(at, at + size)
        for b, e, _ in x.sentences:
            if e - b <= LONGEST_TREE:
                sentences.append(range(base + b, base + e))
                predicates += [(base + b + int(k), sentences[-1]) for k in (predicate[at + b : at + e] >= PREDICATE).nonzero()[0]]
        triggers = (told[at : at + size] >= LEAST_TOLD).nonzero()[0].tolist()
        if not triggers:
            continue
        sentence = sentences_of(x)
        named = [base + k - w.begin for k in range(w.begin, w.end) if w.doc.nations and w.doc.nations[k]]
        for t in triggers:
            begin = int((sentence < sentence[t] - SENTENCES_BACK).sum())
            end = int((sentence <= sentence[t] + SENTENCES_AHEAD).sum())
            sure = float(told[at + t])
            arcs.append((base + t, range(base + begin, base + end), None, arc_buckets(sentence, t)[begin:end], sure))
            if named:
                sides += [(base + t, label, named, []) for label in range(len(SIDES))]
                surely += [sure] * len(SIDES)
    asked = Asked(torch.tensor([p for p, _ in predicates]), padded([s for _, s in predicates], -1)) if predicates else None
    return Taught(torch.tensor(rows), padded(sentences, -1), asked, Asked.of_soft(arcs), Choices.of(sides, surely))


# ---------------------------------------------------------------- batches, made by other processes


class Feeder:
    """Processes that make batches.  They are begun before the accelerator is touched; work of an earlier phase is thrown away."""

    def __init__(self, docs: list[Doc], labels: Labels, tokenizer: WordPiece, size: int, workers: int, told: Path):
        context = multiprocessing.get_context("fork")
        self.docs, self.labels, self.tokenizer, self.size, self.told = docs, labels, tokenizer, size, told
        self.out, self.chunks = context.Queue(6 * workers), context.Queue()
        self.phase = context.Value("i", 0)
        self.ready: queue.Queue = queue.Queue(8)
        self.again: list[tuple] = []  # batches of the phase, to read again where the processes are late
        self.processes = [context.Process(target=self._work, args=(n,), daemon=True) for n in range(workers)]
        for p in self.processes:
            p.start()
        threading.Thread(target=self._fetch, daemon=True).start()

    def _work(self, worker: int) -> None:
        torch.set_num_threads(1)
        first_row, row = {}, 0
        for d in self.docs:
            first_row[id(d)] = row
            row += len(d.forms)
        count, told = 0, None
        while True:
            phase = self.phase.value
            if phase == 0:  # documents as they are
                try:
                    chunk = self.chunks.get(timeout=0.05)
                except queue.Empty:
                    continue
                made = self.plain([self.docs[k] for k in chunk], first_row)
                for n, (rows, batch) in enumerate(made):
                    self.out.put((0, packed((batch, torch.tensor(rows), n + 1 == len(made)))))
                continue
            if phase == 3:
                return
            if phase == 2 and told is None:
                told, predicate = np.load(self.told)
            rng = random.Random(worker * 1_000_003 + count)
            count += 1
            shares = {d.corpus: SHARES.get(d.corpus, 1.0) * CHUNK for d in self.docs} | ({"unmarked": 0.0} if phase == 1 else {})
            examples = [encode(w, self.tokenizer, self.labels) for w in epoch_windows(self.docs, self.tokenizer, rng, shares)]
            for some in batches(examples, self.size, rng):
                if self.phase.value != phase:
                    break
                taught = taught_of(some, first_row, told, predicate) if phase == 2 else None
                self.out.put((phase, packed((Batch.of(some), taught))))

    def plain(self, docs: list[Doc], first_row: dict[int, int]) -> list[tuple[list[int], Batch]]:
        windows = [w for d in docs for w in sentence_windows(d, self.tokenizer, WINDOW)]
        out = []
        for some in batches([encode(w, self.tokenizer, self.labels) for w in windows], self.size, random.Random(1)):
            out.append(([first_row[id(x.window.doc)] + k for x in some for k in range(x.window.begin, x.window.end)], Batch.of(some)))
        return out

    def _fetch(self) -> None:
        while True:
            phase, (tree, told, block) = self.out.get()
            raw = torch.frombuffer(bytearray(block), dtype=torch.uint8)
            self.ready.put((phase, tree, told, raw.pin_memory() if torch.cuda.is_available() else raw))

    def get(self, phase: int, device: torch.device) -> tuple:
        if phase and self.ready.empty() and len(self.again) == AGAIN:
            return random.choice(self.again)
        while True:
            of, tree, told, raw = self.ready.get()
            if of == phase:
                found = unpacked(tree, told, raw.to(device, non_blocking=True))
                self.again = [*self.again[1 - AGAIN :], found] if phase else []
                return found

    def begin(self, phase: int) -> None:
        self.phase.value, self.again = phase, []


# ---------------------------------------------------------------- the teacher


def read_states(model: Model, feeder: Feeder, chunks: list[list[int]], words: int, device: torch.device) -> Tensor:
    """[words, hidden]: what the model makes of every word of the chunks' documents."""
    model.eval()
    table = torch.zeros(words, model.encoder.config.hidden, dtype=torch.bfloat16, device=device)
    left = len(chunks)
    for c in chunks:
        feeder.chunks.put(c)
    with torch.no_grad():
        while left:
            batch, rows, is_last = feeder.get(0, device)
            table[rows] = model.words(batch, device.type == "cuda").to(torch.bfloat16)
            left -= is_last
    return table


def shares_of(model: Model, table: Tensor, task: str) -> Tensor:
    """How surely each word has another label than the first."""
    with torch.no_grad():
        return torch.cat([1 - model.token[task](part.float()).softmax(-1)[:, 0] for part in table.split(1 << 17)])


def typed_f1(model: Model, dev: list, device: torch.device) -> float:
    """Required events of the dev part found with the right type, per cent (as in evaluate_events.py)."""
    model.eval()
    found = typed = wrong = required = 0
    with torch.no_grad():
        for tree, told, block in dev:
            b, _ = unpacked(tree, told, torch.frombuffer(bytearray(block), dtype=torch.uint8).to(device))
            scores = model.token["event"](model.words(b, device.type == "cuda")).softmax(-1)
            guess, is_told = scores[:, 1:].argmax(-1) + 1, scores[:, 0] < 0.5
            true = torch.zeros(len(scores), dtype=torch.long, device=device)
            must = torch.zeros(len(scores), dtype=torch.bool, device=device)
            words, labels = b.targets["event"]
            true[words] = labels
            if "event_rank" in b.targets:
                words, labels = b.targets["event_rank"]
                must[words] = labels == 0
            found += int((must & is_told).sum())
            typed += int((must & is_told & (guess == true)).sum())
            wrong += int((is_told & (true == 0)).sum())
            required += int(must.sum())
    return 100 * 2 * typed / max(found + wrong + required, 1)


def lessons(student: Model, teacher: Model, b: Taught, h: Tensor, x: Tensor, t: Tensor) -> dict[str, Tensor]:
    """Cross entropy of every task with the teacher's probabilities, given both models' states of the words."""
    out: dict[str, Tensor] = {}

    def crossed(task: str, ours: Tensor, theirs: Tensor, weight: Tensor, least: float, dim: int = -1) -> None:
        loss = -(theirs.softmax(dim) * ours.log_softmax(dim)).sum(dim)
        out[task] = (loss * weight).sum() / weight.sum().clamp(min=least)

    with torch.no_grad():
        theirs = {task: teacher.token[task](t) for task in TOKEN_TASKS}
        told = 1 - theirs["event"].softmax(-1)[:, 0]
        predicate = 1 - theirs["predicate"].softmax(-1)[:, 0]
        parties = torch.zeros_like(told)
        if (asked := b.arcs) is not None:
            arcs = teacher.event_scores(t, asked).sigmoid() * (asked.grid >= 0)[:, :, None]
            as_party = arcs[:, :, PARTY_KINDS].amax(-1) * asked.surely[:, None]
            parties.scatter_reduce_(0, asked.grid.clamp(min=0).flatten(), as_party.flatten(), "amax")
    everywhere = torch.ones_like(told)
    for task, scores in theirs.items():
        ours = student.token[task](x)
        weight = told if task.startswith("event_") else parties if task == "sector" else predicate if task == "factuality" else everywhere
        if task == "event_context":
            loss = F.binary_cross_entropy_with_logits(ours, scores.sigmoid(), reduction="none").sum(-1)
            out[task] = (loss * weight).sum() / weight.sum().clamp(min=16)
        else:
            crossed(task, ours, scores, weight, 16)
    if len(b.grid):
        with torch.no_grad():
            theirs = teacher.arc_scores(t, b.grid)
        inside = (b.grid >= 0).float()
        crossed("dep_arc", student.arc_scores(h, b.grid), theirs, inside, 16, 1)
        sentence, word = (b.grid >= 0).nonzero(as_tuple=True)
        heads = theirs.argmax(1)[sentence, word]
        heads = torch.where(heads > 0, b.grid[sentence, (heads - 1).clamp(min=0)], -1)
        words = b.grid[sentence, word]
        with torch.no_grad():
            theirs = teacher.label_scores(t, heads, words)
        crossed("dep_label", student.label_scores(h, heads, words), theirs, torch.ones_like(words, dtype=torch.float), 16)
    if (asked := b.predicates) is not None:
        with torch.no_grad():
            theirs = teacher.role_scores(t, asked.own, asked.grid).softmax(-1)
            weight = (asked.grid >= 0) * predicate[asked.own][:, None]
        loss = -(theirs * student.role_scores(h, asked.own, asked.grid).log_softmax(-1)).sum(-1)
        out["role"] = (loss * weight).sum() / ((1 - theirs[:, :, 0]) * weight).sum().clamp(min=20)
    if (asked := b.arcs) is not None:
        loss = F.binary_cross_entropy_with_logits(student.event_scores(h, asked), arcs, reduction="none")
        loss = loss * ((asked.grid >= 0) * asked.surely[:, None])[:, :, None]
        out["event_arc"] = loss.sum() / (arcs * asked.surely[:, None, None]).sum().clamp(min=20)
    if b.sides is not None:
        with torch.no_grad():
            theirs = teacher.choice_scores(t, "side", b.sides)
        crossed("side", student.choice_scores(h, "side", b.sides), theirs, b.sides.surely, 16)
    return out


# ---------------------------------------------------------------- the run


class Run:
    """The clock, the log and the device of a run."""

    def __init__(self, out: Path, device: torch.device):
        self.out, self.device, self.begun = out, device, time.monotonic()
        out.mkdir(parents=True, exist_ok=True)
        self.log = open(out / "log.jsonl", "a", encoding="utf-8")

    def note(self, **values: object) -> None:
        line = json.dumps({"at": round(time.monotonic() - self.begun, 1)} | values)
        print(line, flush=True)
        self.log.write(line + "\n")
        self.log.flush()


def learn(run: Run, feeder: Feeder, model: Model, minutes: float, encoder_lr: float, scorer_lr: float, marks: float, save_to: Path | None,
          config: dict, teacher: Model | None = None, table: Tensor | None = None) -> None:  # fmt: skip
    """One training, planned by the clock.  `marks`: times the weights of what is marked."""
    device, is_cuda = run.device, run.device.type == "cuda"
    lead = nn.Linear(model.encoder.config.hidden, TEACHER.hidden).to(device)
    extra, mean, spread = [], None, None
    if table is not None:
        extra = [(f"lead.{n}", w) for n, w in lead.named_parameters()]
        some = table[torch.randint(len(table), (1 << 16,), device=device)].float()
        mean, spread = some.mean(0), some.std(0) + 1e-3
    optimiser = optimiser_of([*model.named_parameters(), *extra], encoder_lr, scorer_lr, is_cuda)
    parameters = [w for g in optimiser.param_groups for w in g["params"]]
    weights = {t: marks * w for t, w in (WEIGHTS | MARKS).items()}
    phase = 1 if table is None else 2
    feeder.begin(phase)
    model.train()
    begun, step, seen, sums, since, saved = time.monotonic(), 0, 0, {}, time.monotonic(), time.monotonic()
    while (share := (time.monotonic() - begun) / (60 * minutes)) < 1:
        scale = share / 0.04 if share < 0.04 else 0.5 + 0.5 * math.cos(math.pi * (share - 0.04) / 0.96)
        for g in optimiser.param_groups:
            g["lr"] = g["top"] * max(scale, 1e-3)
        batch, taught = feeder.get(phase, device)
        h = model.words(batch, is_cuda)
        x = dropout(h, model.token_dropout, True)
        told = model.losses_of(batch, h, x)
        total = sum(weights[t] * v for t, v in told.items())
        if taught is not None:
            t = table[taught.rows].float()
            said = lessons(model, teacher, taught, h, x, t)
            said["states"] = F.mse_loss(lead(h), (t - mean) / spread)
            total = total + sum(LESSONS[t] * v for t, v in said.items())
            told |= {"soft_" + t: v for t, v in said.items()}
        optimiser.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_(parameters, 5.0)
        optimiser.step()
        step += 1
        seen += batch.pieces.numel()
        for t, v in told.items():
            sums.setdefault(t, []).append(v.detach())
        if step % 200 == 0 or step == 20:
            now = time.monotonic()
            run.note(step=step, pieces_per_second=round(seen / (now - since)), lr=round(scale, 3), waiting=feeder.ready.qsize(),
                     loss={t: round(float(torch.stack(v).mean()), 3) for t, v in sums.items()})  # fmt: skip
            seen, sums, since = 0, {}, now
            if save_to and now - saved > 120:
                save(save_to, model, config)
                saved = now
    run.note(end=True, steps=step)
    if save_to:
        save(save_to, model, config | {"steps": step})


def halved(value: object) -> object:
    if isinstance(value, dict):
        return {k: halved(v) for k, v in value.items()}
    return value.detach().cpu().half() if torch.is_tensor(value) and value.is_floating_point() else value


def save(path: Path, model: Model, config: dict) -> None:
    """In parts, each whole or not at all."""
    made = io.BytesIO()
    torch.save(halved(model.as_checkpoint(config)), made)
    whole = made.getvalue()
    for n, begin in enumerate(range(0, len(whole), PART)):
        part = path.with_name(f"{path.name}.{n}")
        part.with_suffix(".tmp").write_bytes(whole[begin : begin + PART])
        os.replace(part.with_suffix(".tmp"), part)


def run(a: argparse.Namespace) -> None:
    made = pickle.loads(lzma.decompress(a.packed.read_bytes()))
    labels, tokenizer = Labels(made["labels"]), WordPiece(made["vocab"].split("\n")[:30522])
    docs = random.Random(a.seed).sample(made["docs"], min(a.documents or len(made["docs"]), len(made["docs"])))
    made["dev"] = made["dev"][: a.documents]
    device = torch.device(a.device)
    a.out.mkdir(parents=True, exist_ok=True)
    feeder = Feeder(docs, labels, tokenizer, a.batch, a.workers, a.out / "told.npy")
    words = sum(len(d.forms) for d in docs)
    torch.manual_seed(a.seed)
    torch.backends.cuda.matmul.allow_tf32 = True
    clock = Run(a.out, device)

    def model_of(path: Path | None, shape: EncoderConfig, amount: float) -> tuple[Model, dict]:
        model = Model(replace(shape, dropout=amount * shape.dropout), labels.labels, amount * TOKEN_DROPOUT, amount * ARC_DROPOUT)
        state = as_tensors(restore(Reader(path))) if path else {"config": {}}
        if not path:
            for task, scorer in model.token.items():
                nn.init.constant_(scorer.bias[:1], 5.2 if task == "event" else 3.0)
        else:
            for task, names in state["config"]["labels"].items():
                if names != labels.labels[task]:
                    raise ValueError(f"{path}: the labels of {task} are others than the corpora give now")
            model.load_checkpoint(state)
        model.encoder.embeddings.token_type_embeddings.weight.requires_grad_(False)
        return model.to(device), state["config"]

    teacher, _ = model_of(a.teacher, TEACHER, a.teacher_dropout)
    teacher.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    student, config = model_of(a.student, EncoderConfig(layers=a.layers), a.dropout)
    clock.note(documents=len(docs), words=words)
    dev = []
    first_row = {id(d): 0 for d in made["dev"]}
    for k in range(0, len(made["dev"]), 128):
        dev += [packed((b, None)) for _, b in feeder.plain(made["dev"][k : k + 128], first_row)]
    clock.note(teacher=typed_f1(teacher, dev, device), student=typed_f1(student, dev, device))
    if a.teacher_minutes > 0:
        before = {k: v.clone() for k, v in teacher.state_dict().items()}
        was = typed_f1(teacher, dev, device)
        learn(clock, feeder, teacher, a.teacher_minutes, a.teacher_lr, 5e-4, 1.0, None, {})
        now = typed_f1(teacher, dev, device)
        clock.note(teacher_was=was, teacher_now=now)
        if now < was:
            teacher.load_state_dict(before)
    feeder.begin(0)
    teacher.requires_grad_(False)
    chunks = [list(range(k, min(k + 64, len(docs)))) for k in range(0, len(docs), 64)]
    table = read_states(teacher, feeder, chunks, words, device)
    told = torch.stack([shares_of(teacher, table, task) for task in ("event", "predicate")]).cpu().numpy().astype(np.float16)
    np.save(a.out / "told.npy", told)
    clock.note(read=words, told=int((told[0] >= LEAST_TOLD).sum()), predicates=int((told[1] >= PREDICATE).sum()))
    config["training_data"] = config.get("training_data", {}) | TAUGHT
    learn(clock, feeder, student, a.minutes, a.encoder_lr, a.scorer_lr, a.marks, a.out / "checkpoint.pt", config, teacher, table)
    clock.note(student=typed_f1(student, dev, device))
    (a.out / "told.npy").unlink()
    feeder.begin(3)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = p.add_subparsers(required=True)
    packs = commands.add_parser("pack")
    packs.set_defaults(does=pack)
    packs.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    packs.add_argument("--held-out", type=Path, default=ROOT.parent / "shared" / "gold" / "dev" / "index.json")
    packs.add_argument("--minilm", type=Path, required=True)
    packs.add_argument("--casus", type=Path, default=ROOT / "build" / "release" / "casus")
    packs.add_argument("--cache", type=Path, default=ROOT / "build" / "train" / "words")
    packs.add_argument("--events", type=Path, default=ROOT / "train" / "corpus" / "build" / "corpus.jsonl")
    packs.add_argument("--muc4-words", type=int, default=1_000_000)
    packs.add_argument("--out", type=Path, required=True)
    runs = commands.add_parser("run")
    runs.set_defaults(does=run)
    runs.add_argument("packed", type=Path)
    runs.add_argument("--teacher", type=Path, help="the large model's file; none: weights by chance, to try the run out")
    runs.add_argument("--student", type=Path)
    runs.add_argument("--out", type=Path, required=True)
    runs.add_argument("--documents", type=int, help="so many at random, to try the run out")
    runs.add_argument("--device", default="cuda")
    runs.add_argument("--workers", type=int, default=14)
    runs.add_argument("--batch", type=int, default=8192, help="positions in a batch")
    runs.add_argument("--minutes", type=float, default=6)
    runs.add_argument("--teacher-minutes", type=float, default=2)
    runs.add_argument("--teacher-lr", type=float, default=6e-5)
    runs.add_argument("--teacher-dropout", type=float, default=1.0)
    runs.add_argument("--layers", type=int, default=8)
    runs.add_argument("--dropout", type=float, default=0.5)
    runs.add_argument("--encoder-lr", type=float, default=3e-4)
    runs.add_argument("--scorer-lr", type=float, default=8e-4)
    runs.add_argument("--marks", type=float, default=0.5, help="times the weights of what is marked")
    runs.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    a.does(a)


if __name__ == "__main__":
    main()
