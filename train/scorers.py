# SPDX-License-Identifier: Apache-2.0
"""The two scorers on top of the encoder, and the losses of all tasks.

A token scorer gives every word one of a task's labels.  An arc scorer (biaffine: Dozat and Manning 2017) scores pairs of words of one
sentence: score[l][i][j] = [head_i;1] U_l [dep_j;1].  Words are rows of one matrix [words, 384]; sentences are lists of row numbers.
"""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from batch import ARC_BUCKETS, NATION_STEPS, Asked, Batch, Choices
from data import FACTUALITY_BINS, MASK, O_OR_MISC, TOKEN_TASKS
from model import Encoder, EncoderConfig, dropout

ARC_DIMS = {"dep_arc": 256, "dep_label": 64, "role": 96, "event_arc": 96, "nation": 64, "side": 96}
TEACHER_ARC_DIMS = ARC_DIMS | {"event_arc": 128, "side": 128}
TOKEN_DROPOUT, ARC_DROPOUT = 0.15, 0.3
BIASES = ("event_bias", "nation_bias", "side_bias")  # by distance
LIKE_ROLES = {"actor": "ARG0", "recipient": "ARG1", "place": "ARGM-LOC", "time": "ARGM-TMP"}
WEIGHTS = {
    "sentence": 1.0, "upos": 1.0, "xpos": 0.5, "feats": 0.5, "lemma": 0.5, "name": 2.5, "mention": 0.7, "predicate": 1.0,
    "factuality": 0.5, "dep_arc": 1.0, "dep_label": 1.0, "role": 1.0, "event": 2.0, "event_rank": 0.7, "event_mode": 0.5, "event_status": 1.0, "event_context": 0.5, "sector": 0.7, "event_arc": 1.0,
    "nation": 1.0, "side": 1.0, "soft_event": 2.0, "soft_name": 2.5, "soft_event_rank": 0.5, "soft_event_status": 0.7, "soft_event_arc": 0.7,
    "soft_event_context": 0.3, "soft_sector": 0.7,
}  # fmt: skip


def by_distance(bias: Tensor) -> Tensor:
    """The biases of a checkpoint from before distance inside the sentence counted, in the buckets of now."""
    return bias[[0, 1, 3, 4] + [2] * (ARC_BUCKETS - 4)] if len(bias) == 5 else bias


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


class Model(nn.Module):
    def __init__(self, config: EncoderConfig, labels: dict[str, list[str]], token_dropout: float = TOKEN_DROPOUT, arc_dropout: float = ARC_DROPOUT):
        super().__init__()
        self.encoder = Encoder(config)
        self.labels = labels
        self.token = nn.ModuleDict({t: nn.Linear(config.hidden, len(labels[t])) for t in TOKEN_TASKS if t in labels})
        self.arc = nn.ModuleDict({
            t: ArcScorer(config.hidden, d, len(labels[t]), t not in ("role", "event_arc", "nation", "side")) for t, d in (TEACHER_ARC_DIMS if config.relative_buckets else ARC_DIMS).items() if t in labels
        })  # fmt: skip
        self.event_bias = nn.Parameter(torch.zeros(ARC_BUCKETS, len(labels["event_arc"]) if "event_arc" in labels else 0))
        self.nation_bias = nn.Parameter(torch.zeros(2 * len(NATION_STEPS) + 1))
        self.side_bias = nn.Parameter(torch.zeros(2 * len(NATION_STEPS) + 1, 2))
        with torch.no_grad():
            self.event_bias += -3.0
        for scorer in self.token.values():
            nn.init.normal_(scorer.weight, std=0.02)
            nn.init.zeros_(scorer.bias)
        if "event_context" in self.token:
            nn.init.constant_(self.token["event_context"].bias, -3.0)  # most events have none of them
        self.token_dropout, self.arc_dropout = token_dropout, arc_dropout

    def words(self, b: Batch, bf16: bool) -> Tensor:
        """The hidden state of each word's first piece."""
        with torch.autocast(b.pieces.device.type, dtype=torch.bfloat16, enabled=bf16):
            x = self.encoder(b.pieces, b.shapes, None if b.full else b.lengths)
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
        self_arc = F.pad(torch.eye(n, dtype=torch.bool, device=h.device), (0, 0, 1, 0), value=False)
        return scores.masked_fill(self_arc[None], -1e9)

    def label_scores(self, h: Tensor, heads: Tensor, deps: Tensor) -> Tensor:
        """[arcs, labels] for arcs given by word numbers; head -1 is the root."""
        a = self.arc["dep_label"]
        head = torch.where(heads[:, None] < 0, a.root_row()[None], a.heads(h[heads.clamp(min=0)], self.arc_dropout))
        dep = a.deps(h[deps], self.arc_dropout)
        labels, d1, _ = a.bilinear.shape
        half = (head @ a.bilinear.permute(1, 0, 2).reshape(d1, labels * d1)).view(-1, labels, d1)
        return (half @ dep[:, :, None]).squeeze(-1)

    def role_scores(self, h: Tensor, predicates: Tensor, grid: Tensor, task: str = "role") -> Tensor:
        """[predicates, longest, labels]: predicates by word number, candidates by `grid` (-1: none)."""
        a = self.arc[task]
        labels, d1, _ = a.bilinear.shape
        heads, deps = a.heads(h, self.arc_dropout), a.deps(h, self.arc_dropout)
        half = (heads[predicates] @ a.bilinear.permute(1, 0, 2).reshape(d1, labels * d1)).view(-1, labels, d1)
        return deps[grid.clamp(min=0)] @ half.transpose(1, 2)

    def soft_losses(self, b: Batch, h: Tensor, x: Tensor) -> dict[str, Tensor]:
        """Cross entropy with other models' probabilities (Hinton et al. 2015); what is said of an event counts as surely as one is seen."""
        out: dict[str, Tensor] = {}
        for task, (words, wanted, weights) in b.soft.items():
            scores = self.token[task](x[words])
            if task == "event_context":  # several labels a word
                loss = F.binary_cross_entropy_with_logits(scores, wanted, reduction="none").sum(-1)
            else:
                loss = -(wanted * scores.log_softmax(-1)).sum(-1)
            out["soft_" + task] = (loss * weights).sum() / weights.sum().clamp(min=128.0 if task in ("event", "name") else 16.0)
        if (asked := b.soft_arcs) is not None:
            scores = self.event_scores(h, asked)
            told = asked.surely[:, None, None]
            loss = F.binary_cross_entropy_with_logits(scores, asked.target, reduction="none") * (asked.grid >= 0)[:, :, None] * told
            out["soft_event_arc"] = loss.sum() / (asked.target * told).sum().clamp(min=16.0)
        return out

    def event_scores(self, h: Tensor, asked: Asked) -> Tensor:
        """[asked, longest, kinds]: arcs of events, before the sigmoid."""
        return self.role_scores(h, asked.own, asked.grid, "event_arc") + self.event_bias[asked.buckets]

    def choice_scores(self, h: Tensor, task: str, c: Choices) -> Tensor:
        """[choices, most words + 1]: of each word with a country, by what it is and how far it stands; the last, 0: of none of them."""
        bias = self.side_bias if task == "side" else self.nation_bias[:, None]
        scores = self.role_scores(h, c.words, c.grid, task) + bias[c.far]
        scores = scores.gather(2, c.labels[:, None, None].expand(-1, c.grid.shape[1], 1)).squeeze(-1).masked_fill(c.grid < 0, -1e9)
        return F.pad(scores, (0, 1), value=0.0)

    def choice_loss(self, h: Tensor, task: str, c: Choices) -> Tensor:
        """The country of a party, or of a side of an event, is that of one of the words that have one, or none of theirs: the right
        words share the probability."""
        logs = self.choice_scores(h, task, c).log_softmax(-1).masked_fill(~c.right, -1e9)
        return -logs.logsumexp(-1).sum() / max(len(c.words), 16)

    def losses(self, b: Batch, bf16: bool) -> dict[str, Tensor]:
        h = self.words(b, bf16)
        return self.losses_of(b, h, dropout(h, self.token_dropout, self.training))

    def losses_of(self, b: Batch, h: Tensor, x: Tensor) -> dict[str, Tensor]:
        """As `losses`, of the states of all words; `x`: as the token scorers see them."""
        out: dict[str, Tensor] = {}
        for task, (words, target) in b.targets.items():
            if task not in self.token:
                continue
            scores = self.token[task](x[words])
            if task == "name":  # outside of PER, ORG and LOC: O or MISC
                logs = scores.log_softmax(-1)
                misc = [0, self.labels["name"].index("B-MISC"), self.labels["name"].index("I-MISC")]
                either = -logs[:, misc].logsumexp(-1)
                one = -logs.gather(1, target.clamp(min=0)[:, None]).squeeze(1)
                loss = torch.where(target == O_OR_MISC, either, one)
            else:
                loss = F.cross_entropy(scores, target, reduction="none")
            out[task] = loss.sum() / max(len(target), 24 if task.startswith("event_") or task == "sector" else 128)
        if b.factuality is not None:
            words, target, confidence = b.factuality
            loss = -(target * self.token["factuality"](x[words]).log_softmax(-1)).sum(-1) * confidence
            out["factuality"] = loss.sum() / max(len(words), 32)
        if b.contexts is not None and "event_context" in self.token:
            words, table = b.contexts
            loss = F.binary_cross_entropy_with_logits(self.token["event_context"](x[words]), table, reduction="sum")
            out["event_context"] = loss / max(len(words), 16)
        if len(b.grid):
            scores = self.arc_scores(h, b.grid)
            out["dep_arc"] = F.cross_entropy(scores.transpose(1, 2).reshape(-1, scores.shape[1]), b.grid_heads.reshape(-1), ignore_index=MASK)
            known = (b.grid_labels != MASK) & (b.grid >= 0)
            s, _ = known.nonzero(as_tuple=True)
            heads = b.grid_heads[known]
            head_words = torch.where(heads > 0, b.grid[s, (heads - 1).clamp(min=0)], -1)
            out["dep_label"] = F.cross_entropy(self.label_scores(h, head_words, b.grid[known]), b.grid_labels[known])
        if (asked := b.predicates) is not None:
            scores = self.role_scores(h, asked.own, asked.grid)
            loss = F.cross_entropy(scores.flatten(0, 1), asked.target.flatten(), reduction="sum", ignore_index=MASK)
            out["role"] = loss / (asked.target > 0).sum().clamp(min=20)
        out |= self.soft_losses(b, h, x)
        if b.nations is not None:
            out["nation"] = self.choice_loss(h, "nation", b.nations)
        if b.sides is not None and "side" in self.arc:
            out["side"] = self.choice_loss(h, "side", b.sides)
        if (asked := b.events) is not None:
            known = (asked.target != MASK) & (asked.grid >= 0)[:, :, None]
            loss = F.binary_cross_entropy_with_logits(self.event_scores(h, asked), asked.target, reduction="none")
            out["event_arc"] = (loss * known).sum() / (asked.target == 1).sum().clamp(min=20)
        return out

    def as_checkpoint(self, config: dict) -> dict:
        """The state in the form that the exporter reads."""
        encoder = {k: v.clone() for k, v in self.encoder.state_dict().items()}
        shape = encoder.pop("embeddings.shape_embeddings.weight")
        arcs = {}
        for task, a in self.arc.items():
            arcs[task] = {k: v.clone() for k, v in a.state_dict().items()}
        token = {t: {"weight": s.weight.detach().clone(), "bias": s.bias.detach().clone()} for t, s in self.token.items()}
        biases = {name: getattr(self, name).detach().clone() for name in BIASES}
        return {"encoder": encoder, "shape": shape, "token_scorers": token, "arc_scorers": arcs, "config": config} | biases

    def begin_event_arcs_as_roles(self) -> None:
        """The parties of an event are the doers and undergoers of its word: their arcs begin where the role scorer is."""
        role, arc = self.arc["role"], self.arc["event_arc"]
        with torch.no_grad():
            for ours, theirs in ((arc.head, role.head), (arc.dep, role.dep)):
                ours.weight.copy_(theirs.weight)
                ours.bias.copy_(theirs.bias)
            for kind, label in LIKE_ROLES.items():
                labels = self.labels["role"]
                arc.bilinear[self.labels["event_arc"].index(kind)] = role.bilinear[labels.index(label)] - role.bilinear[labels.index("O")]
            for kind in LIKE_ROLES:
                bias = self.event_bias[:, self.labels["event_arc"].index(kind)]
                bias[:4], bias[4:] = -4.0, 0.0

    def load_checkpoint(self, state: dict) -> None:
        self.encoder.load_state_dict(state["encoder"] | {"embeddings.shape_embeddings.weight": state["shape"]})
        for task, s in self.token.items():
            if task in state["token_scorers"]:
                s.load_state_dict(state["token_scorers"][task])
        for task, a in self.arc.items():
            if task in state["arc_scorers"]:
                a.load_state_dict(state["arc_scorers"][task])
        if "event_arc" not in state["arc_scorers"] and "role" in state["arc_scorers"]:
            self.begin_event_arcs_as_roles()
        for name in BIASES:
            if name in state:
                getattr(self, name).data.copy_(by_distance(state[name]) if name == "event_bias" else state[name])


def factuality_value(scores: Tensor) -> Tensor:
    """The expected rating."""
    return scores.softmax(-1) @ torch.tensor([float(b) for b in FACTUALITY_BINS])
