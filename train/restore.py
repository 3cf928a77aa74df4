# SPDX-License-Identifier: Apache-2.0
"""The way back of train/export.py: a checkpoint from a model file, so that training, teaching and averaging go on from what the
project holds where the checkpoint itself is gone.

    python3 train/restore.py data/model/casus-large.model --out build/train/large.pt        # or its parts, casus-large.model.1 ...

Weights come back as the program uses them, from 8 bits; positions beyond those in the file, which no window reaches, are zero.
"""
from __future__ import annotations

import argparse
import json
import math
import os
import struct
from pathlib import Path

import numpy as np

from export import BIASES, GELU_FLOOR, MAGIC, PREFIX, VERSION, checksum
from reference import RELATIVE_BIAS, bias_by_distance, mpnet_pieces

Array = np.ndarray
BUCKETS = 32  # of relative positions (train/model.py, TEACHER)
MPNET_POSITIONS, MPNET_VOCABULARY = 514, 30527


class Reader:
    """The tensors of a model file; a damaged or cut one is refused."""

    def __init__(self, path: Path):
        parts = [path] if path.is_file() else sorted(path.parent.glob(path.name + ".[0-9]*"), key=lambda p: int(p.suffix[1:]))
        if not parts:
            raise FileNotFoundError(f"{path}: no such model file, whole or in parts")
        whole = b"".join(p.read_bytes() for p in parts)
        if len(whole) < PREFIX or whole[:8] != MAGIC:
            raise ValueError(f"{path}: not a model file")
        version, length, size, told = struct.unpack("<IIQQ", whole[8:32])
        if version != VERSION or size != len(whole) or PREFIX + length > size:
            raise ValueError(f"{path}: version {version} of {size} bytes; expected version {VERSION}, and found {len(whole)} bytes")
        if checksum(whole[PREFIX:]) != told:
            raise ValueError(f"{path}: the checksum is not that of its bytes")
        self.header = json.loads(whole[PREFIX : PREFIX + length])
        kinds = {"i8": np.int8, "i32": np.int32, "f32": np.float32, "u8": np.uint8}
        self.tensors = {}
        for t in self.header["tensors"]:
            count = math.prod(t["shape"])
            self.tensors[t["name"]] = np.frombuffer(whole, kinds[t["type"]], count, t["offset"]).reshape(t["shape"])

    def linear(self, prefix: str, outputs: int, smooth: Array | None = None, after_gelu: bool = False) -> tuple[Array, Array]:
        """Weight [outputs, inputs] and bias [outputs] of a linear map, as `export.Writer.add_linear` was given them."""
        packed, scales = self.tensors[prefix + ".weights"], self.tensors[prefix + ".scales"]
        quantized = packed.transpose(0, 2, 1, 3).reshape(-1, packed.shape[1] * 4)
        bias = self.tensors[prefix + ".bias"].copy()
        if after_gelu:
            bias += (GELU_FLOOR * quantized.astype(np.int64).sum(1) * scales.astype(np.float64)).astype(np.float32)
        weight = quantized.astype(np.float32) * scales[:, None]
        return (weight if smooth is None else weight * smooth)[:outputs], bias[:outputs]


def bilinear_of(form: str, weight: Array, bias: Array, labels: int, width: int) -> Array:
    """[labels, width + 1, width + 1] of the product that `export.product_of` made."""
    flat = np.concatenate([weight, bias[:, None]], 1)  # [outputs, width + 1]
    if form == "all":
        return flat[None]
    if form == "pairs":
        return flat.reshape(width + 1, -1, width + 1)[:, :labels].transpose(1, 0, 2)
    by_head = np.concatenate([flat[: labels * width].reshape(labels, width, width + 1), flat[labels * width :][:, None]], 1)
    return by_head.transpose(0, 2, 1)


def outputs_of(form: str, labels: int, width: int) -> int:
    if form == "all":
        return width + 1
    return (width + 1) * (-(-labels // 16) * 16) if form == "pairs" else labels * (width + 1)


def buckets_of(rows: Array, positions: int) -> Array:
    """[buckets, heads] of what `export.distance_bias` made of them."""
    numbers = bias_by_distance(np.arange(BUCKETS)[:, None], positions)[0]  # which bucket each distance has
    return np.stack([rows[:, np.argmax(numbers == b)] if (numbers == b).any() else 0 * rows[:, 0] for b in range(BUCKETS)]) * math.log(2)


def restore(model: Reader) -> dict:
    """The checkpoint in the form of train/scorers.py, its tensors numpy arrays."""
    c, tensors = model.header["config"], model.tensors
    hidden, positions, relative = c["hidden"], c["max_positions"], c.get("distance_bias", False)
    words = tensors["embed.words"].astype(np.float32) * tensors["embed.word_scales"][:, None]
    if relative:
        theirs = np.zeros((MPNET_VOCABULARY, hidden), np.float32)
        theirs[mpnet_pieces(np.arange(len(words)))] = words
        words = theirs
    place = np.zeros((MPNET_POSITIONS if relative else 512, hidden), np.float32)
    place[:positions] = tensors["embed.positions"]
    encoder = {
        "embeddings.word_embeddings.weight": words,
        "embeddings.position_embeddings.weight": place,
        "embeddings.token_type_embeddings.weight": np.zeros((2, hidden), np.float32),  # it is in the positions
    }

    def norm(ours: str, theirs: str) -> Array:
        encoder[theirs + ".weight"], encoder[theirs + ".bias"] = tensors[ours + ".gain"], tensors[ours + ".shift"]
        return tensors[ours + ".smooth"]

    smooth = norm("embed.norm", "embeddings.LayerNorm")
    if relative:
        encoder[RELATIVE_BIAS] = buckets_of(tensors["attention.bias"][:, : 2 * positions - 1], positions)
    for i in range(c["layers"]):
        ours, theirs = f"layer.{i}.", f"encoder.layer.{i}."

        def dense(name: str, weight: Array, bias: Array) -> None:
            encoder[theirs + name + ".weight"], encoder[theirs + name + ".bias"] = weight, bias

        weight, bias = model.linear(ours + "qkv", 3 * hidden, smooth)
        for n, side in enumerate(("query", "key", "value")):
            dense("attention.self." + side, weight[n * hidden : (n + 1) * hidden], bias[n * hidden : (n + 1) * hidden])
        dense("attention.output.dense", *model.linear(ours + "out", hidden))
        smooth = norm(ours + "attention_norm", theirs + "attention.output.LayerNorm")
        dense("intermediate.dense", *model.linear(ours + "up", c["intermediate"], smooth))
        dense("output.dense", *model.linear(ours + "down", hidden, after_gelu=True))
        smooth = norm(ours + "output_norm", theirs + "output.LayerNorm")

    labels = {t["name"]: t["labels"] for t in model.header["token_tasks"] + model.header["arc_tasks"]}
    weight, bias = model.linear("tokens", sum(len(t["labels"]) for t in model.header["token_tasks"]))
    tokens, begin = {}, 0
    for task in model.header["token_tasks"]:
        end = begin + len(task["labels"])
        tokens[task["name"]] = {"weight": weight[begin:end], "bias": bias[begin:end]}
        begin = end
    arcs, biases = {}, {}
    for task in model.header["arc_tasks"]:
        name, width, form, count = task["name"], task["width"], task["form"], len(task["labels"])
        arc = {}
        for side in ("head", "dep"):
            arc[side + ".weight"], arc[side + ".bias"] = model.linear(f"arc.{name}.{side}", width)
        product = model.linear(f"arc.{name}.product", outputs_of(form, count, width))
        arc["bilinear"] = bilinear_of(form, *product, count, width)
        if task["root"]:
            arc["root"] = tensors[f"arc.{name}.root"]
        if name in BIASES:
            biases[BIASES[name]] = tensors[f"arc.{name}.bias"]
        arcs[name] = arc
    config = {k: c[k] for k in ("hidden", "layers", "heads", "intermediate", "layer_norm_eps")}
    config |= {"max_positions": len(place), "max_pieces": positions, "labels": labels} | model.header.get("training", {})
    return {"encoder": encoder, "shape": tensors["embed.shapes"], "token_scorers": tokens, "arc_scorers": arcs, "config": config} | biases


def as_tensors(value: object) -> object:
    """A checkpoint's arrays as PyTorch's tensors."""
    import torch

    if isinstance(value, dict):
        return {k: as_tensors(v) for k, v in value.items()}
    return torch.from_numpy(np.array(value, np.float32)) if isinstance(value, np.ndarray) else value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a model file, or the name that its parts share")
    parser.add_argument("--out", type=Path, required=True)
    a = parser.parse_args()
    import torch

    made = as_tensors(restore(Reader(a.model)))
    a.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(made, a.out.with_suffix(".tmp"))
    os.replace(a.out.with_suffix(".tmp"), a.out)


if __name__ == "__main__":
    main()
