# SPDX-License-Identifier: Apache-2.0
"""The encoder: MiniLM (BERT, 6 layers of 384) with a shape embedding.  Parameter names are those of Hugging Face's BertModel, so the
openly licensed weights load as they are; the shape table is the one addition.  Batches hold window after window, padded.

Worked example:
    encoder = Encoder(EncoderConfig())
    encoder.load_minilm(Path("minilm"))           # model.safetensors with the weights
    hidden = encoder(pieces, shapes, lengths)     # [windows, positions, 384]
"""
from __future__ import annotations

import json
import math
import re
import struct
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn


_MPNET_NAMES = (
    ("attention.attn.q.", "attention.self.query."), ("attention.attn.k.", "attention.self.key."), ("attention.attn.v.", "attention.self.value."),
    ("attention.attn.o.", "attention.output.dense."), ("attention.LayerNorm", "attention.output.LayerNorm"),
    ("encoder.relative_attention_bias", "encoder.relative_attention_bias"),
)  # fmt: skip


class _Noise:
    """Dropout masks cut from one random table at random places: drawing a fresh number for every value costs a tenth of a training step."""

    def __init__(self, size: int = 1 << 24):
        self.size, self.tables, self.uses = size, {}, 0

    def __call__(self, x: Tensor, p: float, training: bool) -> Tensor:
        n = x.numel()
        if not training or p == 0:
            return x
        if n > self.size // 2 or x.device.type != "cpu":
            return F.dropout(x, p, True)
        self.uses += 1
        if p not in self.tables or self.uses % 20000 == 0:
            self.tables[p] = (torch.rand(self.size) >= p).float() / (1 - p)
        at = int(torch.randint(self.size - n, ()))
        return x * self.tables[p][at : at + n].view(x.shape).to(x.dtype)


dropout = _Noise()


@dataclass(frozen=True)
class EncoderConfig:
    vocab: int = 30522
    hidden: int = 384
    layers: int = 6
    heads: int = 12
    intermediate: int = 1536
    max_positions: int = 512
    shapes: int = 32
    layer_norm_eps: float = 1e-12
    dropout: float = 0.1
    relative_buckets: int = 0  # of relative positions, by which the teacher's attention is biased (MPNet); 0: none


TEACHER = EncoderConfig(
    vocab=30527, hidden=768, layers=12, heads=12, intermediate=3072, max_positions=514, layer_norm_eps=1e-5, relative_buckets=32
)


class _Embeddings(nn.Module):
    def __init__(self, c: EncoderConfig):
        super().__init__()
        self.word_embeddings = nn.Embedding(c.vocab, c.hidden)
        self.position_embeddings = nn.Embedding(c.max_positions, c.hidden)
        self.token_type_embeddings = nn.Embedding(2, c.hidden)
        self.shape_embeddings = nn.Embedding(c.shapes, c.hidden)
        self.LayerNorm = nn.LayerNorm(c.hidden, eps=c.layer_norm_eps)
        nn.init.normal_(self.shape_embeddings.weight, std=0.02)

    def forward(self, pieces: Tensor, shapes: Tensor) -> Tensor:
        x = self.word_embeddings(pieces) + self.shape_embeddings(shapes)
        return self.LayerNorm(x + self.position_embeddings.weight[: pieces.shape[1]] + self.token_type_embeddings.weight[0])


class _Self(nn.Module):
    def __init__(self, c: EncoderConfig):
        super().__init__()
        self.query = nn.Linear(c.hidden, c.hidden)
        self.key = nn.Linear(c.hidden, c.hidden)
        self.value = nn.Linear(c.hidden, c.hidden)


class _Output(nn.Module):
    def __init__(self, inner: int, c: EncoderConfig):
        super().__init__()
        self.dense = nn.Linear(inner, c.hidden)
        self.LayerNorm = nn.LayerNorm(c.hidden, eps=c.layer_norm_eps)


class _Attention(nn.Module):
    def __init__(self, c: EncoderConfig):
        super().__init__()
        self.self = _Self(c)
        self.output = _Output(c.hidden, c)


class _Intermediate(nn.Module):
    def __init__(self, c: EncoderConfig):
        super().__init__()
        self.dense = nn.Linear(c.hidden, c.intermediate)


class _Layer(nn.Module):
    def __init__(self, c: EncoderConfig):
        super().__init__()
        self.attention = _Attention(c)
        self.intermediate = _Intermediate(c)
        self.output = _Output(c.intermediate, c)
        self.heads, self.dropout = c.heads, c.dropout

    def forward(self, x: Tensor, mask: Tensor | None, bias: Tensor | None = None) -> Tensor:
        b, t, h = x.shape
        s, o = self.attention.self, self.attention.output
        q, k, v = (f(x).view(b, t, self.heads, h // self.heads).transpose(1, 2) for f in (s.query, s.key, s.value))
        weights = (q * (h // self.heads) ** -0.5) @ k.transpose(-1, -2)
        if bias is not None:
            weights = weights + bias
        if mask is not None:
            weights = weights.masked_fill(~mask, -1e9)
        a = (weights.softmax(-1, dtype=torch.float32).to(v.dtype) @ v).transpose(1, 2).reshape(b, t, h)
        x = o.LayerNorm(x + dropout(o.dense(a), self.dropout, self.training))
        y = self.output.dense(F.gelu(self.intermediate.dense(x)))
        return self.output.LayerNorm(x + dropout(y, self.dropout, self.training))


class _Layers(nn.Module):
    def __init__(self, c: EncoderConfig):
        super().__init__()
        self.layer = nn.ModuleList(_Layer(c) for _ in range(c.layers))
        if c.relative_buckets:
            self.relative_attention_bias = nn.Embedding(c.relative_buckets, c.heads)


class Encoder(nn.Module):
    def __init__(self, c: EncoderConfig):
        super().__init__()
        self.config = c
        self.embeddings = _Embeddings(c)
        self.encoder = _Layers(c)
        self.frozen = 0

    def freeze(self, layers: int) -> None:
        """The embeddings and the first layers stay as they are, and are read without dropout and without gradients; a bias by
        distance, which all layers share, goes on learning."""
        self.frozen = layers
        for part in (self.embeddings, *self.encoder.layer[:layers]):
            part.requires_grad_(False)

    def relative_bias(self, t: int) -> Tensor:
        """[heads, t, t]: what attention adds for the distance of two positions (Raffel et al. 2020, as MPNet uses it)."""
        half, far = self.config.relative_buckets // 2, 128
        exact = half // 2
        at = torch.arange(t, device=self.encoder.relative_attention_bias.weight.device)
        distance = at[None, :] - at[:, None]
        n = distance.abs()
        large = exact + ((n.clamp(min=1) / exact).log() / math.log(far / exact) * (half - exact)).long()
        bucket = torch.where(n < exact, n, large.clamp(max=half - 1)) + (distance > 0) * half
        return self.encoder.relative_attention_bias(bucket).permute(2, 0, 1)

    def forward(self, pieces: Tensor, shapes: Tensor, lengths: Tensor | None) -> Tensor:
        """[windows, positions, hidden]; lengths: None where all windows are as long as the longest."""
        t = pieces.shape[1]
        mask, bias = None, None
        if self.config.relative_buckets:
            bias = self.relative_bias(t)[None]
            pieces = torch.where(pieces == 101, 0, torch.where(pieces == 102, 2, pieces + 4))  # MPNet's numbers of BERT's pieces
        if lengths is not None:
            mask = (torch.arange(t, device=pieces.device)[None, :] < lengths[:, None])[:, None, None, :]
        if not self.frozen:
            x = dropout(self.embeddings(pieces, shapes), self.config.dropout, self.training)
        else:
            learning = self.training
            self.eval()
            with torch.no_grad():
                x = self.embeddings(pieces, shapes)
                for layer in self.encoder.layer[: self.frozen]:
                    x = layer(x, mask, bias)
            self.train(learning)
        for layer in self.encoder.layer[self.frozen :]:
            x = layer(x, mask, bias)
        return x

    def load_mpnet(self, folder: Path) -> None:
        """Takes the weights of MPNet's `model.safetensors`; its positions begin at 2 and it has no token types."""
        own = self.state_dict()
        found = {}
        for name, tensor in read_safetensors(folder / "model.safetensors").items():
            for theirs, ours in _MPNET_NAMES:
                name = name.replace(theirs, ours)
            if name == "embeddings.position_embeddings.weight":
                tensor = torch.cat([tensor[2:], tensor[-2:]])
            if name in own and own[name].shape == tensor.shape:
                found[name] = tensor.float()
        missing = sorted(set(own) - set(found) - {"embeddings.shape_embeddings.weight", "embeddings.token_type_embeddings.weight"})
        assert not missing, missing
        found["embeddings.token_type_embeddings.weight"] = torch.zeros_like(own["embeddings.token_type_embeddings.weight"])
        self.load_state_dict(own | found)

    def load_minilm(self, folder: Path) -> None:
        """Takes the weights of `model.safetensors`; the shape table stays as it is, layers beyond MiniLM's begin as in `deepened`."""
        own = self.state_dict()
        found = {name.removeprefix("bert."): tensor.float() for name, tensor in read_safetensors(folder / "model.safetensors").items()}
        found = {name: tensor for name, tensor in deepened(found, self.config.layers).items() if name in own}
        missing = sorted(set(own) - set(found) - {"embeddings.shape_embeddings.weight"})
        assert not missing, missing
        self.load_state_dict(own | found)


def deepened(state: dict[str, Tensor], layers: int) -> dict[str, Tensor]:
    """An encoder's weights with as many layers: copies are put in, evenly from the top down, that at first let pass what they are given
    (Wu et al. 2024, "LLaMA Pro"): what they add is zero, and their norms have the mean and spread of the norm before them."""
    have = 1 + max(int(m.group(1)) for name in state if (m := re.match(r"encoder\.layer\.(\d+)\.", name)))
    more = layers - have
    assert 0 <= more <= have, (have, layers)
    twice = {have - 1 - n * have // max(more, 1) for n in range(more)}
    out = {name: tensor for name, tensor in state.items() if not name.startswith("encoder.layer.")}
    at = 0
    for layer in range(have):
        own = {n.split(".", 3)[3]: t for n, t in state.items() if n.startswith(f"encoder.layer.{layer}.")}
        out |= {f"encoder.layer.{at}.{name}": tensor for name, tensor in own.items()}
        at += 1
        if layer not in twice:
            continue
        gain, shift = own["output.LayerNorm.weight"], own["output.LayerNorm.bias"]
        spread = ((gain**2).mean() + shift.var(unbiased=False)).sqrt()
        again = {name: tensor.clone() for name, tensor in own.items()}
        for norm in ("attention.output", "output"):
            again[norm + ".LayerNorm.weight"] = torch.full_like(gain, float(spread))
            again[norm + ".LayerNorm.bias"] = torch.full_like(shift, float(shift.mean()))
            for part in ("weight", "bias"):
                again[f"{norm}.dense.{part}"] = torch.zeros_like(own[f"{norm}.dense.{part}"])
        out |= {f"encoder.layer.{at}.{name}": tensor for name, tensor in again.items()}
        at += 1
    return out


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """The tensors of a safetensors file (float32, float16 and int64 only)."""
    data = path.read_bytes()
    (n,) = struct.unpack("<Q", data[:8])
    kinds = {"F32": torch.float32, "F16": torch.float16, "I64": torch.int64}
    out = {}
    for name, meta in json.loads(data[8 : 8 + n]).items():
        if name != "__metadata__":
            b, e = meta["data_offsets"]
            out[name] = torch.frombuffer(bytearray(data[8 + n + b : 8 + n + e]), dtype=kinds[meta["dtype"]]).reshape(meta["shape"])
    return out
