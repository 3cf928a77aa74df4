# SPDX-License-Identifier: Apache-2.0
"""Averages checkpoints of one line of training, weight by weight (Wortsman et al. 2022: the mean of a model and what was tuned from it keeps
what both can do).  Scorers that only some of them have are averaged over those.

    python3 train/average.py OUT.pt FIRST.pt=0.25 LAST.pt=0.75
"""
from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import torch


def average(states: list[Any], shares: list[float]) -> Any:
    """The weighted mean of tensors of one shape, through nested tables; of everything else the last state's value."""
    last = states[-1]
    if isinstance(last, dict):
        out = {}
        for key, value in last.items():
            having = [(s[key], w) for s, w in zip(states, shares) if isinstance(s, dict) and key in s]
            out[key] = average([s for s, _ in having], [w for _, w in having]) if having else value
        return out
    if not torch.is_tensor(last) or not last.is_floating_point():
        return last
    alike = [(s, w) for s, w in zip(states, shares) if torch.is_tensor(s) and s.shape == last.shape]
    total = sum(w for _, w in alike)
    return sum(s * (w / total) for s, w in alike) if total > 0 else last


def main() -> int:
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    named = [argument.rsplit("=", 1) for argument in sys.argv[2:]]
    states = [torch.load(path, map_location="cpu", weights_only=True) for path, _ in named]
    config = states[-1].pop("config")
    for state in states[:-1]:
        state.pop("config")
    torch.save(average(states, [float(share) for _, share in named]) | {"config": config}, Path(sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
