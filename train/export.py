# SPDX-License-Identifier: Apache-2.0
"""Turns checkpoint.pt into the model file that src/nn maps: weights in 8 bits a column, packed as the kernels read them.

The format is told byte by byte in docs/format/model.md.  Some numbers of a hidden state are always far larger than the
rest and would take all the 8 bits for themselves; so each is divided by the root of the largest seen in some text of UD
EWT's train part, and the weights that meet it are multiplied (Xiao et al. 2023, SmoothQuant).

Worked example:
    python train/export.py run/checkpoint.pt --vocab vocab.txt --corpora ../shared/corpora --out data/model/casus-base.model
"""
from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import struct
from pathlib import Path

import numpy as np

from reference import RELATIVE_BIAS, bias_by_distance, largest_states, mpnet_pieces

Array = np.ndarray

MAGIC = b"CASUSNN\0"
VERSION = 2
PREFIX = 64
TILE = 64
LANES = 16
GELU_FLOOR = 0.1705  # kGeluFloor in src/nn/kernels/kernels.h
BIASES = {"event_arc": "event_bias", "nation": "nation_bias", "side": "side_bias"}  # what distance adds, by arc task
FORMS = {"dep_arc": "all", "dep_label": "pairs", "role": "heads", "event_arc": "heads", "nation": "heads", "side": "heads"}


def round_up(n: int, step: int) -> int:
    return (n + step - 1) // step * step


class Writer:
    """Collects tensors, then writes header and tensors with every offset a multiple of 64."""

    TYPES = {"int8": "i8", "int32": "i32", "float32": "f32", "uint8": "u8"}

    def __init__(self) -> None:
        self.tensors: list[tuple[str, Array]] = []

    def add(self, name: str, values: Array) -> None:
        assert values.dtype.name in self.TYPES, values.dtype
        assert values.dtype != np.float32 or np.isfinite(values).all(), name
        self.tensors.append((name, np.ascontiguousarray(values)))

    def add_linear(
        self, prefix: str, weight: Array, bias: Array, smooth: Array | None = None, after_gelu: bool = False
    ) -> None:
        """A linear map y = weight x + bias; weight [outputs, inputs] in 8 bits, a scale an output.

        `smooth`: what each input has been divided by.  `after_gelu`: rows are q * scale - GELU_FLOOR, not (q - 128) * scale.
        """
        outputs, inputs = weight.shape
        if smooth is not None:
            weight = weight * smooth
        assert inputs % 4 == 0
        columns = round_up(outputs, TILE)
        scales = np.zeros(columns, np.float32)
        scales[:outputs] = np.abs(weight).max(1) / 127
        quantized = np.zeros((columns, inputs), np.int8)
        divisor = np.where(scales[:outputs] > 0, scales[:outputs], 1).astype(np.float64)[:, None]
        quantized[:outputs] = np.clip(np.rint(weight.astype(np.float64) / divisor), -127, 127)
        padded_bias = np.zeros(columns, np.float32)
        sums = quantized.astype(np.int64).sum(1)
        padded_bias[:outputs] = bias
        if after_gelu:
            padded_bias -= (GELU_FLOOR * sums * scales.astype(np.float64)).astype(np.float32)
        packed = quantized.reshape(columns // TILE, TILE, inputs // 4, 4).transpose(0, 2, 1, 3)
        self.add(prefix + ".weights", packed)
        self.add(prefix + ".start", (0 * sums if after_gelu else -128 * sums).astype(np.int32))
        self.add(prefix + ".scales", scales)
        self.add(prefix + ".bias", padded_bias)

    def add_norm(self, prefix: str, gain: Array, shift: Array, largest: dict[str, Array]) -> Array:
        """A layer norm; gives what its results are divided by before they become 8 bits."""
        root = np.sqrt(np.maximum(largest[prefix], 1e-3))
        smooth = root / root.mean()
        self.add(prefix + ".gain", gain.astype(np.float32))
        self.add(prefix + ".shift", shift.astype(np.float32))
        self.add(prefix + ".smooth", (1 / smooth).astype(np.float32))
        return smooth

    def write(self, path: Path, header: dict, part_bytes: int | None = None) -> dict[str, object]:
        # Offsets stand in the header, so its length is settled with room to spare before they are known.
        room = len(json.dumps(self._header(header, 1 << 40), ensure_ascii=False).encode()) + 64
        begin = round_up(PREFIX + room, 64)
        text = json.dumps(self._header(header, begin), ensure_ascii=False).encode()
        content = bytearray(text.ljust(begin - PREFIX, b" "))
        for _, values in self.tensors:
            content += values.tobytes()
            content += bytes(-len(content) % 64)
        digest = hashlib.sha256(content).digest()
        prefix = MAGIC + struct.pack("<IIQQ", VERSION, begin - PREFIX, PREFIX + len(content), checksum(content)) + digest
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = prefix + content
        step = part_bytes or len(whole)
        for n, begin in enumerate(range(0, len(whole), step)):
            part = path.with_name(f"{path.name}.{n + 1}") if part_bytes else path
            temporary = part.with_name(part.name + ".tmp")
            temporary.write_bytes(whole[begin : begin + step])
            os.replace(temporary, part)
        return {"bytes": PREFIX + len(content), "sha256": digest.hex()}

    def _header(self, header: dict, begin: int) -> dict:
        table, offset = [], begin
        for name, values in self.tensors:
            entry = {"name": name, "type": self.TYPES[values.dtype.name], "shape": list(values.shape), "offset": offset}
            table.append(entry)
            offset += round_up(values.nbytes, 64)
        return header | {"tensors": table}


def checksum(content: bytes | bytearray) -> int:
    """8 lanes of 64-bit words, FNV-like; the same as content_checksum in src/nn/model_file.cpp."""
    prime, basis, mask = 0x100000001B3, 0xCBF29CE484222325, (1 << 64) - 1
    words = np.frombuffer(bytes(content), "<u8").reshape(-1, 8)
    lanes = np.array([(basis + i) & mask for i in range(8)], np.uint64)
    step, half = np.uint64(prime), np.uint64(32)
    for row in words:
        lanes = (lanes ^ row) * step
        lanes ^= lanes >> half
    total = basis
    for lane in lanes.tolist():
        total = ((total ^ lane) * prime) & mask
        total ^= total >> 32
    return total


def product_of(form: str, bilinear: Array) -> tuple[Array, Array]:
    """The product [outputs, width] and its bias that an arc task of this form needs; bilinear [labels, width+1, width+1]."""
    labels, width = bilinear.shape[0], bilinear.shape[1] - 1
    if form == "all":  # dependent side: what meets each head number, then what is added
        return bilinear[0, :, :width], bilinear[0, :, width]
    if form == "pairs":  # dependent side: [width + 1, padded labels]
        padded = round_up(labels, LANES)
        by_feature = np.zeros((width + 1, padded, width + 1), np.float32)
        by_feature[:, :labels] = bilinear.transpose(1, 0, 2)
        flat = by_feature.reshape(-1, width + 1)
        return flat[:, :width], flat[:, width]
    # head side: [labels, width], then what is added to each label
    by_head = bilinear.transpose(0, 2, 1)  # [labels, dependent, head]
    flat = np.concatenate([by_head[:, :width].reshape(-1, width + 1), by_head[:, width]])
    return flat[:, :width], flat[:, width]


def distance_bias(buckets: Array, positions: int) -> Array:
    """What a score in base 2 gets for key minus query, from -(positions - 1) on; rows end as the lanes read them."""
    row = bias_by_distance(buckets, positions) / math.log(2)  # [heads, 2 * positions - 1]
    out = np.zeros((row.shape[0], round_up(2 * positions + LANES, LANES)), np.float32)
    out[:, : row.shape[1]] = row
    return out


def export(
    checkpoint: dict, largest: dict[str, Array], vocabulary: list[str], path: Path, part_bytes: int | None = None, window: int | None = None
) -> dict[str, object]:
    """Writes the model file; `checkpoint` as in train/scorers.py, its tensors numpy arrays; `largest` as largest_states;
    `part_bytes`, a multiple of 4096: the size of the parts that it is cut into; `window`: positions in which a text is best read."""
    config, encoder = checkpoint["config"], checkpoint["encoder"]
    out = Writer()
    hidden = config["hidden"]
    positions = min(config.get("max_pieces", config["max_positions"]), config["max_positions"])

    out.add("vocabulary", np.frombuffer("".join(piece + "\n" for piece in vocabulary).encode(), np.uint8))
    words = encoder["embeddings.word_embeddings.weight"]
    relative = encoder.get(RELATIVE_BIAS)
    if relative is not None:
        words = words[mpnet_pieces(np.arange(len(vocabulary)))]
    assert len(vocabulary) == len(words), (len(vocabulary), len(words))
    scales = (np.abs(words).max(1) / 127).astype(np.float32)
    out.add("embed.words", np.rint(words / np.where(scales > 0, scales, 1)[:, None]).astype(np.int8))
    out.add("embed.word_scales", scales)
    place = encoder["embeddings.position_embeddings.weight"] + encoder["embeddings.token_type_embeddings.weight"][0]
    out.add("embed.positions", place[:positions].astype(np.float32))
    out.add("embed.shapes", checkpoint["shape"].astype(np.float32))
    norm = "embeddings.LayerNorm"
    smooth = out.add_norm("embed.norm", encoder[norm + ".weight"], encoder[norm + ".bias"], largest)

    if relative is not None:
        out.add("attention.bias", distance_bias(relative, positions))

    for i in range(config["layers"]):
        layer = {k.removeprefix(f"encoder.layer.{i}."): v for k, v in encoder.items()}
        sides = ["attention.self.query", "attention.self.key", "attention.self.value"]
        weight = np.concatenate([layer[s + ".weight"] for s in sides])
        bias = np.concatenate([layer[s + ".bias"] for s in sides])

        def dense(name: str) -> tuple[Array, Array]:
            return layer[name + ".weight"], layer[name + ".bias"]

        out.add_linear(f"layer.{i}.qkv", weight, bias, smooth)
        out.add_linear(f"layer.{i}.out", *dense("attention.output.dense"))
        smooth = out.add_norm(f"layer.{i}.attention_norm", *dense("attention.output.LayerNorm"), largest)
        out.add_linear(f"layer.{i}.up", *dense("intermediate.dense"), smooth)
        out.add_linear(f"layer.{i}.down", *dense("output.dense"), after_gelu=True)
        smooth = out.add_norm(f"layer.{i}.output_norm", *dense("output.LayerNorm"), largest)

    tokens = checkpoint["token_scorers"]
    if tokens:
        weight = np.concatenate([t["weight"] for t in tokens.values()])
        out.add_linear("tokens", weight, np.concatenate([t["bias"] for t in tokens.values()]))
    arc_tasks = []
    for task, arc in checkpoint["arc_scorers"].items():
        form = FORMS[task]
        width = arc["head.weight"].shape[0]
        out.add_linear(f"arc.{task}.head", arc["head.weight"], arc["head.bias"])
        out.add_linear(f"arc.{task}.dep", arc["dep.weight"], arc["dep.bias"])
        out.add_linear(f"arc.{task}.product", *product_of(form, arc["bilinear"]))
        root = arc.get("root")
        if root is not None:
            out.add(f"arc.{task}.root", root.astype(np.float32))
        if task in BIASES:
            out.add(f"arc.{task}.bias", checkpoint[BIASES[task]].astype(np.float32))
        labels = config["labels"][task]
        arc_tasks.append({"name": task, "labels": labels, "width": width, "form": form, "root": root is not None})

    header = {
        "format": "casus-model",
        "config": {
            "hidden": hidden,
            "layers": config["layers"],
            "heads": config["heads"],
            "intermediate": config["intermediate"],
            "max_positions": positions,
            "vocabulary": len(vocabulary),
            "shapes": checkpoint["shape"].shape[0],
            "layer_norm_eps": config["layer_norm_eps"],
        }
        | ({"distance_bias": True} if relative is not None else {})
        | ({"window": window} if window is not None else {}),
        "token_tasks": [{"name": t, "labels": config["labels"][t]} for t in tokens],
        "arc_tasks": arc_tasks,
        "training": {k: config[k] for k in ("training_data", "licence", "steps", "epochs", "dev") if k in config},
    }
    return out.write(path, header, part_bytes)


def read_checkpoint(path: Path) -> dict:
    """The checkpoint with numpy arrays in place of tensors."""
    import torch

    def plain(value: object) -> object:
        if isinstance(value, torch.Tensor):
            return value.detach().float().numpy()
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items()}
        return value

    return plain(torch.load(path, map_location="cpu", weights_only=True))  # type: ignore[return-value]


def some_text(corpora: Path, vocabulary: list[str], windows: int = 64) -> list[tuple[Array, Array]]:
    """Windows of UD EWT's train part, about 100 pieces each: pieces and shapes."""
    from corpora import read_conllu
    from windows import SPECIAL_SHAPE, WordPiece, case_of

    tokenizer = WordPiece(vocabulary)
    docs = read_conllu(corpora / "ud-ewt" / "en_ewt-ud-train.conllu.gz", "ud-ewt")
    out = []
    for doc, _ in docs[:: max(1, len(docs) // windows)]:
        pieces, shapes = [tokenizer.cls], [SPECIAL_SHAPE]
        for form, before in zip(doc.forms[:80], doc.before[:80]):
            ids = tokenizer.pieces(form)
            pieces += ids
            shapes += [case_of(form) * 4 + before] + [20 + case_of(form)] * (len(ids) - 1)
        out.append((np.array(pieces[:127] + [tokenizer.sep]), np.array(shapes[:127] + [SPECIAL_SHAPE])))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--vocab", type=Path, required=True, help="vocab.txt of the encoder, a piece a line")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with ud-ewt")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--parts", action="store_true", help="cut into parts of 45 MiB")
    parser.add_argument("--window", type=int, help="positions in which a text is best read (default: 128)")
    a = parser.parse_args()
    vocabulary = a.vocab.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    checkpoint = read_checkpoint(a.checkpoint)
    largest = largest_states(checkpoint, some_text(a.corpora, vocabulary))
    made = export(checkpoint, largest, vocabulary, a.out, 45 << 20 if a.parts else None, a.window)
    print(json.dumps({"file": str(a.out)} | made))


if __name__ == "__main__":
    main()
