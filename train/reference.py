# SPDX-License-Identifier: Apache-2.0
"""The forward pass in plain numpy floats: what the 8-bit inference of src/nn is held against.

Run as a program it makes two small random models and frozen answers to them, which the unit tests of src/nn read: one in the form of
MiniLM, one in that of MPNet, whose heads are 64 wide and whose attention weighs distance.

Worked example:
    python train/reference.py --out tests/data/nn        # small.model, small.json, wide.model, wide.json
"""
from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np

Array = np.ndarray
RELATIVE_BIAS = "encoder.relative_attention_bias.weight"  # of an encoder whose attention has one


def _erf(x: Array) -> Array:
    """Abramowitz and Stegun 7.1.26; error below 1.5e-7."""
    t = 1 / (1 + 0.3275911 * np.abs(x))
    y = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    return np.sign(x) * (1 - y * np.exp(-x * x))


def linear(x: Array, weight: Array, bias: Array) -> Array:
    return x @ weight.T + bias


def layer_norm(x: Array, gain: Array, shift: Array, epsilon: float) -> Array:
    mean = x.mean(-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) / np.sqrt(variance + epsilon) * gain + shift


def gelu(x: Array) -> Array:
    return x * 0.5 * (1 + _erf(x / math.sqrt(2)))


def softmax(x: Array) -> Array:
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def mpnet_pieces(pieces: Array) -> Array:
    """MPNet's numbers of BERT's pieces."""
    return np.where(pieces == 101, 0, np.where(pieces == 102, 2, pieces + 4))


def bias_by_distance(buckets: Array, positions: int) -> Array:
    """What attention adds for key minus query, from -(positions - 1) to positions - 1 (Raffel et al. 2020, as MPNet uses it).

    Shape: [heads, 2 * positions - 1], of `buckets` [buckets, heads].
    """
    half, far = len(buckets) // 2, 128
    exact = half // 2
    distance = np.arange(1 - positions, positions)
    n = np.abs(distance)
    large = exact + (np.log(np.maximum(n, 1) / exact) / math.log(far / exact) * (half - exact)).astype(int)
    return buckets[np.where(n < exact, n, np.minimum(large, half - 1)) + (distance > 0) * half].T


def encode(checkpoint: dict, pieces: Array, shapes: Array, note: Callable[[str, Array], None] | None = None) -> Array:
    """Hidden states of every piece of one window. Shape: [pieces, hidden].

    `note` is told what each layer norm puts out, by the norm's name in the model file.
    """
    note = note or (lambda name, states: None)
    c, e = checkpoint["config"], {k: v.astype(np.float64) for k, v in checkpoint["encoder"].items()}
    epsilon, heads, n = c["layer_norm_eps"], c["heads"], len(pieces)
    relative = RELATIVE_BIAS in e
    if relative:
        pieces = mpnet_pieces(pieces)
        by_distance = bias_by_distance(e[RELATIVE_BIAS], n)
        bias = by_distance[:, np.arange(n)[None, :] - np.arange(n)[:, None] + n - 1]
    x = e["embeddings.word_embeddings.weight"][pieces] + checkpoint["shape"].astype(np.float64)[shapes]
    x = x + e["embeddings.position_embeddings.weight"][:n] + e["embeddings.token_type_embeddings.weight"][0]
    x = layer_norm(x, e["embeddings.LayerNorm.weight"], e["embeddings.LayerNorm.bias"], epsilon)
    note("embed.norm", x)
    for i in range(c["layers"]):
        p = f"encoder.layer.{i}."

        def dense(name: str, y: Array) -> Array:
            return linear(y, e[p + name + ".weight"], e[p + name + ".bias"])

        q, k, v = (
            dense("attention.self." + s, x).reshape(n, heads, -1).transpose(1, 0, 2) for s in ("query", "key", "value")
        )
        scores = q @ k.transpose(0, 2, 1) / math.sqrt(q.shape[-1])
        a = softmax(scores + bias if relative else scores) @ v
        y = x + dense("attention.output.dense", a.transpose(1, 0, 2).reshape(n, -1))
        norm = p + "attention.output.LayerNorm"
        x = layer_norm(y, e[norm + ".weight"], e[norm + ".bias"], epsilon)
        note(f"layer.{i}.attention_norm", x)
        y = x + dense("output.dense", gelu(dense("intermediate.dense", x)))
        norm = p + "output.LayerNorm"
        x = layer_norm(y, e[norm + ".weight"], e[norm + ".bias"], epsilon)
        note(f"layer.{i}.output_norm", x)
    return x


def largest_states(checkpoint: dict, windows: list[tuple[Array, Array]]) -> dict[str, Array]:
    """The largest number that each layer norm puts out in each place over some windows of text (pieces, shapes)."""
    largest: dict[str, Array] = {}

    def note(name: str, states: Array) -> None:
        largest[name] = np.maximum(largest.get(name, 0), np.abs(states).max(0))

    for pieces, shapes in windows:
        encode(checkpoint, pieces, shapes, note)
    return largest


def token_scores(checkpoint: dict, states: Array) -> dict[str, Array]:
    """Scores of every token task. Shape: [words, labels] each."""
    return {t: linear(states, s["weight"], s["bias"]) for t, s in checkpoint["token_scorers"].items()}


def arc_scores(checkpoint: dict, task: str, states: Array) -> Array:
    """Scores of one arc task. Shape: [labels, heads, dependents]; head 0 is the root where there is one."""
    arc = checkpoint["arc_scorers"][task]
    heads = np.maximum(linear(states, arc["head.weight"], arc["head.bias"]), 0)
    deps = np.maximum(linear(states, arc["dep.weight"], arc["dep.bias"]), 0)
    if arc.get("root") is not None:
        heads = np.concatenate([arc["root"][None], heads])
    heads = np.pad(heads, ((0, 0), (0, 1)), constant_values=1)
    deps = np.pad(deps, ((0, 0), (0, 1)), constant_values=1)
    return np.einsum("hi,lij,dj->lhd", heads, arc["bilinear"], deps, optimize=True)


def small_checkpoint(seed: int, wide: bool = False) -> dict:
    """A random model of 2 layers of 64 (wide: 128, in MPNet's form) with all kinds of scorers."""
    random = np.random.default_rng(seed)

    def normal(*shape: int, size: float = 1.0) -> Array:
        return (random.standard_normal(shape) * size).astype(np.float32)

    hidden, inner, vocabulary, positions = 128 if wide else 64, 128, 165 if wide else 160, 80
    encoder = {
        "embeddings.word_embeddings.weight": normal(vocabulary, hidden, size=0.5),
        "embeddings.position_embeddings.weight": normal(positions, hidden, size=0.2),
        "embeddings.token_type_embeddings.weight": normal(2, hidden, size=0.1),
        "embeddings.LayerNorm.weight": 1 + normal(hidden, size=0.1),
        "embeddings.LayerNorm.bias": normal(hidden, size=0.1),
    }
    for i in range(2):
        p = f"encoder.layer.{i}."
        shapes = {
            "attention.self.query": (hidden, hidden),
            "attention.self.key": (hidden, hidden),
            "attention.self.value": (hidden, hidden),
            "attention.output.dense": (hidden, hidden),
            "intermediate.dense": (inner, hidden),
            "output.dense": (hidden, inner),
        }
        for name, (outputs, inputs) in shapes.items():
            encoder[p + name + ".weight"] = normal(outputs, inputs, size=inputs**-0.5)
            encoder[p + name + ".bias"] = normal(outputs, size=0.1)
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            encoder[p + name + ".weight"] = 1 + normal(hidden, size=0.1)
            encoder[p + name + ".bias"] = normal(hidden, size=0.1)
    if wide:
        encoder[RELATIVE_BIAS] = normal(32, 2)
    labels = {
        "upos": [f"U{i}" for i in range(7)],
        "lemma": [f"L{i}" for i in range(70)],
        "dep_arc": ["arc"],
        "dep_label": [f"D{i}" for i in range(19)],
        "role": ["O"] + [f"A{i}" for i in range(8)],
    }
    arcs = {}
    for task, width, root in (("dep_arc", 48, True), ("dep_label", 16, True), ("role", 32, False)):
        arcs[task] = {
            "head.weight": normal(width, hidden, size=hidden**-0.5),
            "head.bias": normal(width, size=0.1),
            "dep.weight": normal(width, hidden, size=hidden**-0.5),
            "dep.bias": normal(width, size=0.1),
            "bilinear": normal(len(labels[task]), width + 1, width + 1, size=width**-0.5),
        }
        if root:
            arcs[task]["root"] = np.abs(normal(width, size=0.5))
    return {
        "encoder": encoder,
        "shape": normal(32, hidden, size=0.2),
        "token_scorers": {
            t: {"weight": normal(len(labels[t]), hidden, size=0.3), "bias": normal(len(labels[t]), size=0.1)}
            for t in ("upos", "lemma")
        },
        "arc_scorers": arcs,
        "config": {
            "hidden": hidden,
            "layers": 2,
            "heads": 2,
            "intermediate": inner,
            "max_positions": positions,
            "layer_norm_eps": 1e-5 if wide else 1e-12,
            "labels": labels,
            "licence": "Apache-2.0",
            "training_data": {},
        },
    }


def small_windows(seed: int) -> list[dict[str, list[int]]]:
    random = np.random.default_rng(seed)
    windows = []
    for length in (3, 17, 64, 29):
        words = sorted(random.choice(np.arange(1, length - 1), size=min(24, max(1, length * 2 // 3 - 1)), replace=False).tolist())
        windows.append(
            {
                "pieces": random.integers(0, 160, length).tolist(),
                "shapes": random.integers(0, 32, length).tolist(),
                "words": words,
            }
        )
    return windows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=20)
    a = parser.parse_args()
    from export import export  # which needs this module

    windows = small_windows(a.seed)

    def short(values: Array) -> list:
        return np.round(values, 3).tolist()

    def write(name: str, checkpoint: dict, tasks: list[str]) -> None:
        largest = largest_states(checkpoint, [(np.array(w["pieces"]), np.array(w["shapes"])) for w in windows])
        export(checkpoint, largest, [f"piece{i}" for i in range(160)], a.out / f"{name}.model")
        answers = []
        for window in windows:
            states = encode(checkpoint, np.array(window["pieces"]), np.array(window["shapes"]))[window["words"]]
            tokens = token_scores(checkpoint, states)
            answer = window | {"states": short(states), "tokens": {t: short(s) for t, s in tokens.items()}}
            answer["arcs"] = {}
            few = states[:12]  # enough, and a smaller file
            for task in tasks:
                answer["arcs"][task] = short(arc_scores(checkpoint, task, few))
            answers.append(answer)
        (a.out / f"{name}.json").write_text(json.dumps({"windows": answers}, separators=(",", ":")) + "\n", encoding="utf-8")

    checkpoint = small_checkpoint(a.seed)
    write("small", checkpoint, list(checkpoint["arc_scorers"]))
    write("wide", small_checkpoint(a.seed, wide=True), [])


if __name__ == "__main__":
    main()
