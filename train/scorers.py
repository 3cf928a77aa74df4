# SPDX-License-Identifier: Apache-2.0
"""The two scorers on top of the encoder, and the losses of all tasks.

A token scorer gives every word one of a task's labels.  An arc scorer (biaffine: Dozat and Manning 2017) scores pairs of words of one
sentence: score[l][i][j] = [head_i;1] U_l [dep_j;1].  Words are rows of one matrix [words, 384]; sentences are lists of row numbers.
"""
from __future__ import annotations

from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from data import FACTUALITY_BINS, MASK, O_OR_MISC, TOKEN_TASKS, Example, factuality_target
from model import Encoder, EncoderConfig, dropout

ARC_DIMS = {"dep_arc": 256, "dep_label": 64, "role": 96}
WEIGHTS = {
    "sentence": 1.0, "upos": 1.0, "xpos": 0.5, "feats": 0.5, "lemma": 0.5, "name": 2.5, "mention": 0.7, "predicate": 1.0,
    "factuality": 0.5, "dep_arc": 1.0, "dep_label": 1.0, "role": 1.0,
}  # fmt: skip


class ArcScorer(nn.Module):
    def __init__(self, hidden: int, d: int, labels: int, root: bool):
        super().__init__()
        self.head = nn.Linear(hidden, d)
        self.dep = nn.Linear(hidden, d)
        self.bilinear = nn.Parameter(torch.zeros(labels, d + 1, d + 1))
        nn.init.normal_(self.bilinear, std=0.3 / d**0.5)
        self.root = nn.Parameter(torch.randn(d) * 0.1) if root else None

    def heads(self, h: Tensor, p: float) -> Tensor:
        x = dropout(F.relu(self.head(h)), p, self.training)
        return F.pad(x, (0, 1), value=1.0)

    def root_row(self) -> Tensor:
        return F.pad(self.root, (0, 1), value=1.0)

    def deps(self, h: Tensor, p: float) -> Tensor:
        x = dropout(F.relu(self.dep(h)), p, self.training)
        return F.pad(x, (0, 1), value=1.0)


@dataclass
class Batch:
    """Padded windows, and where their words, sentences, predicates and targets are."""

    pieces: Tensor
    shapes: Tensor
    lengths: Tensor
    words: Tensor  # row numbers in [windows * positions]
    targets: dict[str, Tensor]
    factuality: tuple[Tensor, Tensor, Tensor] | None  # words, weights on bins, confidence
    grid: Tensor  # [sentences, longest] word numbers, -1 beyond the end: sentences with trees
    grid_heads: Tensor  # [sentences, longest]
    grid_labels: Tensor
    predicates: list[tuple[list[int], int, dict[int, int]]] = field(default_factory=list)  # the sentence's words, predicate, arguments

    @classmethod
    def of(cls, examples: list[Example]) -> "Batch":
        longest = max(len(x.pieces) for x in examples)
        pieces = torch.zeros(len(examples), longest, dtype=torch.long)
        shapes = torch.zeros(len(examples), longest, dtype=torch.long)
        words: list[int] = []
        columns: dict[str, list[int]] = {t: [] for t in TOKEN_TASKS if t != "factuality"}
        fact: tuple[list, list, list] = ([], [], [])
        rows, heads, labels, predicates = [], [], [], []
        for n, x in enumerate(examples):
            base, size = len(words), len(x.first)
            pieces[n, : len(x.pieces)] = torch.tensor(x.pieces)
            shapes[n, : len(x.shapes)] = torch.tensor(x.shapes)
            words += [n * longest + f for f in x.first]
            for task, column in columns.items():
                column += x.targets.get(task) or [MASK] * size
            for k, v in enumerate(x.targets.get("factuality") or ()):
                if v is not None:
                    fact[0].append(base + k)
                    fact[1].append(factuality_target(v[0]))
                    fact[2].append(v[1])
            for b, e, tree in x.sentences:
                if tree:
                    rows.append(list(range(base + b, base + e)))
                    heads.append(x.heads[b:e])
                    labels.append(x.deprels[b:e])
            for s, p, args in x.predicates:
                b, e, _ = x.sentences[s]
                predicates.append((list(range(base + b, base + e)), p, args))
        width = max((len(r) for r in rows), default=0)
        pad = lambda table, v: torch.tensor([r + [v] * (width - len(r)) for r in table], dtype=torch.long).view(len(table), width)  # noqa: E731
        return cls(
            pieces, shapes, torch.tensor([len(x.pieces) for x in examples]), torch.tensor(words),
            {t: torch.tensor(c) for t, c in columns.items()},
            (torch.tensor(fact[0]), torch.tensor(fact[1]), torch.tensor(fact[2])) if fact[0] else None,
            pad(rows, -1), pad(heads, MASK), pad(labels, MASK), predicates,
        )  # fmt: skip

    def predicate_grid(self) -> tuple[Tensor, Tensor]:
        """The predicates' word numbers, and a row for each with the words of its sentence (-1 beyond the end)."""
        width = max((len(words) for words, _, _ in self.predicates), default=0)
        rows = [words + [-1] * (width - len(words)) for words, _, _ in self.predicates]
        return torch.tensor([words[p] for words, p, _ in self.predicates]), torch.tensor(rows)


class Model(nn.Module):
    def __init__(self, config: EncoderConfig, labels: dict[str, list[str]], token_dropout: float = 0.15, arc_dropout: float = 0.3):
        super().__init__()
        self.encoder = Encoder(config)
        self.labels = labels
        self.token = nn.ModuleDict({t: nn.Linear(config.hidden, len(labels[t])) for t in TOKEN_TASKS})
        self.arc = nn.ModuleDict({
            t: ArcScorer(config.hidden, d, len(labels[t]), t != "role") for t, d in ARC_DIMS.items()
        })  # fmt: skip
        for scorer in self.token.values():
            nn.init.normal_(scorer.weight, std=0.02)
            nn.init.zeros_(scorer.bias)
        self.token_dropout, self.arc_dropout = token_dropout, arc_dropout

    def words(self, b: Batch, bf16: bool) -> Tensor:
        """The hidden state of each word's first piece."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
            x = self.encoder(b.pieces, b.shapes, b.lengths)
        return x.float().reshape(-1, x.shape[-1])[b.words]

    def arc_scores(self, h: Tensor, grid: Tensor) -> Tensor:
        """[sentences, head 0..n, dependant 1..n]; head 0 is the root; heads beyond the end get -inf."""
        a = self.arc["dep_arc"]
        rows = h[grid.clamp(min=0)]
        heads = a.heads(rows, self.arc_dropout)
        root = a.root_row().expand(len(grid), 1, -1)
        scores = (torch.cat([root, heads], 1) @ a.bilinear[0]) @ a.deps(rows, self.arc_dropout).transpose(1, 2)
        outside = F.pad(grid < 0, (1, 0), value=False)
        scores = scores.masked_fill(outside[:, :, None], -1e9)
        n = grid.shape[1]
        self_arc = F.pad(torch.eye(n, dtype=torch.bool), (0, 0, 1, 0), value=False)
        return scores.masked_fill(self_arc[None], -1e9)

    def label_scores(self, h: Tensor, heads: Tensor, deps: Tensor) -> Tensor:
        """[arcs, labels] for arcs given by word numbers; head -1 is the root."""
        a = self.arc["dep_label"]
        head = torch.where(heads[:, None] < 0, a.root_row()[None], a.heads(h[heads.clamp(min=0)], self.arc_dropout))
        dep = a.deps(h[deps], self.arc_dropout)
        labels, d1, _ = a.bilinear.shape
        half = (head @ a.bilinear.permute(1, 0, 2).reshape(d1, labels * d1)).view(-1, labels, d1)
        return (half @ dep[:, :, None]).squeeze(-1)

    def role_scores(self, h: Tensor, predicates: Tensor, grid: Tensor) -> Tensor:
        """[predicates, longest, labels]: predicates by word number, candidates by `grid` (-1: none)."""
        a = self.arc["role"]
        labels, d1, _ = a.bilinear.shape
        heads, deps = a.heads(h, self.arc_dropout), a.deps(h, self.arc_dropout)
        half = (heads[predicates] @ a.bilinear.permute(1, 0, 2).reshape(d1, labels * d1)).view(-1, labels, d1)
        return deps[grid.clamp(min=0)] @ half.transpose(1, 2)

    def losses(self, b: Batch, bf16: bool) -> dict[str, Tensor]:
        h = self.words(b, bf16)
        x = dropout(h, self.token_dropout, self.training)
        out: dict[str, Tensor] = {}
        for task, target in b.targets.items():
            known = target != MASK
            if not bool(known.any()):
                continue
            scores, target = self.token[task](x[known]), target[known]
            if task == "name":  # outside of PER, ORG and LOC: O or MISC
                logs = scores.log_softmax(-1)
                misc = [0, self.labels["name"].index("B-MISC"), self.labels["name"].index("I-MISC")]
                either = -logs[:, misc].logsumexp(-1)
                one = -logs.gather(1, target.clamp(min=0)[:, None]).squeeze(1)
                loss = torch.where(target == O_OR_MISC, either, one)
            else:
                loss = F.cross_entropy(scores, target, reduction="none")
            out[task] = loss.sum() / max(len(target), 128)
        if b.factuality is not None:
            words, target, confidence = b.factuality
            loss = -(target * self.token["factuality"](x[words]).log_softmax(-1)).sum(-1) * confidence
            out["factuality"] = loss.sum() / max(len(words), 32)
        if len(b.grid):
            scores = self.arc_scores(h, b.grid)
            out["dep_arc"] = F.cross_entropy(scores.transpose(1, 2).reshape(-1, scores.shape[1]), b.grid_heads.reshape(-1), ignore_index=MASK)
            known = (b.grid_labels != MASK) & (b.grid >= 0)
            s, _ = known.nonzero(as_tuple=True)
            heads = b.grid_heads[known]
            head_words = torch.where(heads > 0, b.grid[s, (heads - 1).clamp(min=0)], -1)
            out["dep_label"] = F.cross_entropy(self.label_scores(h, head_words, b.grid[known]), b.grid_labels[known])
        if b.predicates:
            own, grid = b.predicate_grid()
            target = torch.where(grid < 0, MASK, 0)
            for n, (_, _, args) in enumerate(b.predicates):
                for k, label in args.items():
                    target[n, k] = label
            scores = self.role_scores(h, own, grid)
            known = target != MASK
            loss = F.cross_entropy(scores[known], target[known], reduction="sum")
            out["role"] = loss / max(int((target > 0).sum()), 20)
        return out

    def as_checkpoint(self, config: dict) -> dict:
        """The state in the form that the exporter reads."""
        encoder = {k: v.clone() for k, v in self.encoder.state_dict().items()}
        shape = encoder.pop("embeddings.shape_embeddings.weight")
        arcs = {}
        for task, a in self.arc.items():
            arcs[task] = {k: v.clone() for k, v in a.state_dict().items()}
        token = {t: {"weight": s.weight.detach().clone(), "bias": s.bias.detach().clone()} for t, s in self.token.items()}
        return {"encoder": encoder, "shape": shape, "token_scorers": token, "arc_scorers": arcs, "config": config}

    def load_checkpoint(self, state: dict) -> None:
        self.encoder.load_state_dict(state["encoder"] | {"embeddings.shape_embeddings.weight": state["shape"]})
        for task, s in self.token.items():
            s.load_state_dict(state["token_scorers"][task])
        for task, a in self.arc.items():
            a.load_state_dict(state["arc_scorers"][task])


def factuality_value(scores: Tensor) -> Tensor:
    """The expected rating."""
    return scores.softmax(-1) @ torch.tensor([float(b) for b in FACTUALITY_BINS])
