# SPDX-License-Identifier: Apache-2.0
"""The two scorers on top of the encoder, and the losses of all tasks.

A token scorer gives every word one of a task's labels.  An arc scorer (biaffine: Dozat and Manning 2017) scores pairs of words of one
sentence: score[l][i][j] = [head_i;1] U_l [dep_j;1].  Words are rows of one matrix [words, 384]; sentences are lists of row numbers.
"""
from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from data import FACTUALITY_BINS, MASK, O_OR_MISC, TOKEN_TASKS
from model import Encoder, EncoderConfig, dropout
from windows import Choice, Example, factuality_target

ARC_DIMS = {"dep_arc": 256, "dep_label": 64, "role": 96, "event_arc": 96, "nation": 64, "side": 96}
TEACHER_ARC_DIMS = ARC_DIMS | {"event_arc": 128, "side": 128}
TOKEN_DROPOUT, ARC_DROPOUT = 0.15, 0.3
LEAST_SOFT = 0.05  # words that another model holds less surely for an event or a party teach nothing of it
BIASES = ("event_bias", "nation_bias", "side_bias")  # by distance
LIKE_ROLES = {"actor": "ARG0", "recipient": "ARG1", "place": "ARGM-LOC", "time": "ARGM-TMP"}
ARC_STEPS = (1, 2, 4, 7, 13)  # words between a trigger and a word of its sentence
ARC_BUCKETS = 4 + 2 * len(ARC_STEPS) + 1
NATION_STEPS = (1, 3, 6, 11, 21, 41, 81)  # words between a party and a word with a country, as `distance_bucket` counts them
WEIGHTS = {
    "sentence": 1.0, "upos": 1.0, "xpos": 0.5, "feats": 0.5, "lemma": 0.5, "name": 2.5, "mention": 0.7, "predicate": 1.0,
    "factuality": 0.5, "dep_arc": 1.0, "dep_label": 1.0, "role": 1.0, "event": 2.0, "event_rank": 0.7, "event_mode": 0.5, "event_status": 1.0, "event_context": 0.5, "sector": 0.7, "event_arc": 1.0,
    "nation": 1.0, "side": 1.0, "soft_event": 2.0, "soft_name": 2.5, "soft_event_rank": 0.5, "soft_event_status": 0.7, "soft_event_arc": 0.7,
    "soft_event_context": 0.3, "soft_sector": 0.7,
}  # fmt: skip


def distance_bucket(distance: int) -> int:
    """0 … 14: how far behind or ahead a word stands; 7 is the word itself."""
    level = bisect_right(NATION_STEPS, abs(distance))
    return len(NATION_STEPS) + (level if distance > 0 else -level)


def arc_buckets(sentence: Tensor, own: int) -> Tensor:
    """Where each word stands to the trigger `own`, by the sentence of each word: 0 … 3: two sentences and more before, one before,
    one after, two and more after; 4 … 14: in its sentence, from far before over the trigger itself, 9, to far behind."""
    delta = sentence - sentence[own]
    distance = torch.arange(len(sentence)) - own
    level = torch.bucketize(distance.abs(), torch.tensor(ARC_STEPS), right=True)
    inside = 4 + len(ARC_STEPS) + torch.where(distance > 0, level, -level)
    outside = torch.where(delta < 0, (delta + 2).clamp(min=0), (delta + 1).clamp(max=3))
    return torch.where(delta == 0, inside, outside)


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


@dataclass
class Batch:
    """Padded windows, and where their words, sentences, predicates and targets are."""

    pieces: Tensor
    shapes: Tensor
    lengths: Tensor
    words: Tensor  # row numbers in [windows * positions]
    targets: dict[str, Tensor]
    factuality: tuple[Tensor, Tensor, Tensor] | None  # words, weights on bins, confidence
    contexts: tuple[Tensor, Tensor] | None  # words that tell events, [words, contexts] of 0 and 1
    grid: Tensor  # [sentences, longest] word numbers, -1 beyond the end: sentences with trees
    grid_heads: Tensor  # [sentences, longest]
    grid_labels: Tensor
    predicates: list[tuple[list[int], int, dict[int, int]]] = field(default_factory=list)  # the sentence's words, predicate, arguments
    nations: list[Choice] = field(default_factory=list)
    sides: list[Choice] = field(default_factory=list)
    events: list[tuple[list[int], int, dict, dict | None, list[int]]] = field(default_factory=list)  # the window's words, trigger, arcs, unknown, sentence of each word

    soft: dict[str, tuple[Tensor, Tensor, Tensor]] = field(default_factory=dict)  # task -> words, probabilities, weights of the words
    soft_arcs: list[tuple[int, list[int], Tensor, list[int], float]] = field(default_factory=list)  # trigger, words, probabilities, buckets, how surely told

    @classmethod
    def of(cls, examples: list[Example]) -> "Batch":
        kinds = examples[0].context_kinds
        longest = max(len(x.pieces) for x in examples)
        pieces = torch.zeros(len(examples), longest, dtype=torch.long)
        shapes = torch.zeros(len(examples), longest, dtype=torch.long)
        words: list[int] = []
        columns: dict[str, list[int]] = {t: [] for t in TOKEN_TASKS if t not in ("factuality", "event_context")}
        contexts: list[tuple[int, list[int]]] = []
        fact: tuple[list, list, list] = ([], [], [])
        rows, heads, labels, predicates, nations, sides, events = [], [], [], [], [], [], []
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
            contexts += [(base + k, v) for k, v in enumerate(x.targets.get("event_context") or ()) if v is not None]
            for b, e, tree in x.sentences:
                if tree:
                    rows.append(list(range(base + b, base + e)))
                    heads.append(x.heads[b:e])
                    labels.append(x.deprels[b:e])
            for s, p, args in x.predicates:
                b, e, _ = x.sentences[s]
                predicates.append((list(range(base + b, base + e)), p, args))
            for of, into in ((x.nations, nations), (x.sides, sides)):
                into += [(base + word, label, [base + k for k in named], [base + k for k in right]) for word, label, named, right in of]
            if x.events:
                starts = [k - x.window.begin for k in x.window.doc.starts]
                sentence = [bisect_right(starts, k) for k in range(size)]
                for trigger, arcs, unknown in x.events:
                    events.append((list(range(base, base + size)), trigger, arcs, unknown, sentence))
        width = max((len(r) for r in rows), default=0)
        soft, soft_arcs = cls._soft_of(examples)
        pad = lambda table, v: torch.tensor([r + [v] * (width - len(r)) for r in table], dtype=torch.long).view(len(table), width)  # noqa: E731
        return cls(
            pieces, shapes, torch.tensor([len(x.pieces) for x in examples]), torch.tensor(words),
            {t: torch.tensor(c) for t, c in columns.items()},
            (torch.tensor(fact[0]), torch.tensor(fact[1]), torch.tensor(fact[2])) if fact[0] else None,
            cls._contexts_of(contexts, kinds),
            pad(rows, -1), pad(heads, MASK), pad(labels, MASK), predicates, nations, sides, events, soft, soft_arcs,
        )  # fmt: skip

    @staticmethod
    def _contexts_of(told: list[tuple[int, list[int]]], kinds: int) -> tuple[Tensor, Tensor] | None:
        if not told:
            return None
        table = torch.zeros(len(told), kinds)
        for n, (_, labels) in enumerate(told):
            table[n, labels] = 1.0
        return torch.tensor([word for word, _ in told]), table

    @staticmethod
    def _soft_of(examples: list[Example]) -> tuple[dict, list]:
        """What other models say of the words of these windows."""
        rows: dict[str, tuple[list[Tensor], list[Tensor], list[Tensor]]] = {}
        arcs, base = [], 0
        for x in examples:
            w, size = x.window, len(x.first)
            if (told := w.doc.soft) is not None:
                at = torch.arange(base, base + size)
                for task, table in told.tasks.items():
                    weights = torch.ones(size)
                    if task == "sector" and told.parties is not None:
                        weights = told.parties[w.begin : w.end].float()
                    elif task.startswith("event_"):
                        weights = 1 - told.tasks["event"][w.begin : w.end, 0].float()
                    kept = weights > LEAST_SOFT
                    for column, values in zip(rows.setdefault(task, ([], [], [])), (at, table[w.begin : w.end].float(), weights)):
                        column.append(values[kept])
                starts = [k - w.begin for k in w.doc.starts]
                sentence = torch.tensor([bisect_right(starts, k) for k in range(size)])
                for trigger, (first, table) in told.arcs.items():
                    if w.begin <= trigger < w.end:
                        begin, end = max(first, w.begin), min(first + len(table), w.end)
                        buckets = arc_buckets(sentence, trigger - w.begin)[begin - w.begin : end - w.begin]
                        words = list(range(base + begin - w.begin, base + end - w.begin))
                        surely = 1 - float(told.tasks["event"][trigger, 0])
                        arcs.append((base + trigger - w.begin, words, table[begin - first : end - first].float(), buckets, surely))
            base += size
        return {t: tuple(torch.cat(c) for c in columns) for t, columns in rows.items()}, arcs

    def soft_grid(self, kinds: int) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """As `event_grid`, of other models' arcs: triggers, words, targets, sentence buckets, and how surely each tells an event."""
        width = max(len(words) for _, words, *_ in self.soft_arcs)
        target = torch.zeros((len(self.soft_arcs), width, kinds))
        rows, buckets = [], torch.zeros((len(self.soft_arcs), width), dtype=torch.long)
        for n, (_, words, table, at, _) in enumerate(self.soft_arcs):
            rows.append(words + [-1] * (width - len(words)))
            target[n, : len(words)] = table
            buckets[n, : len(words)] = at
        told = torch.tensor([t for *_, t in self.soft_arcs])
        return torch.tensor([trigger for trigger, *_ in self.soft_arcs]), torch.tensor(rows), target, buckets, told

    def predicate_grid(self) -> tuple[Tensor, Tensor]:
        """The predicates' word numbers, and a row for each with the words of its sentence (-1 beyond the end)."""
        width = max((len(words) for words, _, _ in self.predicates), default=0)
        rows = [words + [-1] * (width - len(words)) for words, _, _ in self.predicates]
        return torch.tensor([words[p] for words, p, _ in self.predicates]), torch.tensor(rows)

    def event_grid(self, kinds: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Triggers by word number; a row for each with the words of its window; targets [events, longest, kinds] (MASK: unknown);
        which of the buckets of `sentence_bucket` each word lies in."""
        width = max(len(words) for words, *_ in self.events)
        target = torch.full((len(self.events), width, kinds), float(MASK))
        rows, buckets = [], torch.zeros((len(self.events), width), dtype=torch.long)
        for n, (words, trigger, arcs, unknown, sentence) in enumerate(self.events):
            rows.append(words + [-1] * (width - len(words)))
            for kind, marks in arcs.items():
                target[n, : len(words), kind] = 0.0
                for k in (unknown or {}).get(kind, ()):
                    target[n, k, kind] = MASK
                for k in marks:
                    target[n, k, kind] = 1.0
            buckets[n, : len(words)] = arc_buckets(torch.tensor(sentence), trigger)
        return torch.tensor([words[t] for words, t, *_ in self.events]), torch.tensor(rows), target, buckets


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
            if not len(words):
                continue
            scores = self.token[task](x[words])
            if task == "event_context":  # several labels a word
                loss = F.binary_cross_entropy_with_logits(scores, wanted, reduction="none").sum(-1)
            else:
                loss = -(wanted * scores.log_softmax(-1)).sum(-1)
            out["soft_" + task] = (loss * weights).sum() / max(float(weights.sum()), 128.0 if task in ("event", "name") else 16.0)
        if b.soft_arcs:
            own, grid, wanted, buckets, told = b.soft_grid(len(self.labels["event_arc"]))
            scores = self.role_scores(h, own, grid, "event_arc") + self.event_bias[buckets]
            loss = F.binary_cross_entropy_with_logits(scores, wanted, reduction="none") * (grid >= 0)[:, :, None] * told[:, None, None]
            out["soft_event_arc"] = loss.sum() / max(float((wanted * told[:, None, None]).sum()), 16.0)
        return out

    def choice_scores(self, h: Tensor, task: str, choices: list[Choice]) -> Tensor:
        """[choices, most words + 1]: of each word with a country, by what it is and how far it stands; the last, 0: of none of them."""
        width = max(len(named) for _, _, named, _ in choices)
        grid = torch.tensor([named + [-1] * (width - len(named)) for _, _, named, _ in choices])
        far = torch.tensor([[distance_bucket(k - word) for k in named] + [0] * (width - len(named)) for word, _, named, _ in choices])
        bias = self.side_bias if task == "side" else self.nation_bias[:, None]
        scores = self.role_scores(h, torch.tensor([word for word, _, _, _ in choices]), grid, task) + bias[far]
        of = torch.tensor([label for _, label, _, _ in choices])
        scores = scores.gather(2, of[:, None, None].expand(-1, width, 1)).squeeze(-1).masked_fill(grid < 0, -1e9)
        return F.pad(scores, (0, 1), value=0.0)

    def choice_loss(self, h: Tensor, task: str, choices: list[Choice]) -> Tensor:
        """The country of a party, or of a side of an event, is that of one of the words that have one, or none of theirs: the right
        words share the probability."""
        scores = self.choice_scores(h, task, choices)
        right = torch.zeros(scores.shape, dtype=torch.bool)
        for n, (_, _, named, wanted) in enumerate(choices):
            right[n, [named.index(k) for k in wanted] or [-1]] = True
        logs = scores.log_softmax(-1).masked_fill(~right, -1e9)
        return -logs.logsumexp(-1).sum() / max(len(choices), 16)

    def losses(self, b: Batch, bf16: bool) -> dict[str, Tensor]:
        h = self.words(b, bf16)
        x = dropout(h, self.token_dropout, self.training)
        out: dict[str, Tensor] = {}
        for task, target in b.targets.items():
            known = target != MASK
            if task not in self.token or not bool(known.any()):
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
        out |= self.soft_losses(b, h, x)
        if b.nations:
            out["nation"] = self.choice_loss(h, "nation", b.nations)
        if b.sides and "side" in self.arc:
            out["side"] = self.choice_loss(h, "side", b.sides)
        if b.events:
            own, grid, wanted, buckets = b.event_grid(len(self.labels["event_arc"]))
            scores = self.role_scores(h, own, grid, "event_arc") + self.event_bias[buckets]
            known = (wanted != MASK) & (grid >= 0)[:, :, None]
            loss = F.binary_cross_entropy_with_logits(scores[known], wanted[known], reduction="sum")
            out["event_arc"] = loss / max(int((wanted == 1).sum()), 20)
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
