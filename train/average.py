# SPDX-License-Identifier: Apache-2.0
"""Averages checkpoints of one line of training, weight by weight (Wortsman et al. 2022: the mean of a model and what was tuned from it keeps
what both can do).  Scorers that only some of them have are averaged over those; a shallower encoder is deepened first, as training did it.

    python3 train/average.py OUT.pt FIRST.pt=0.25 LAST.pt=0.75 [TASK,TASK@OTHER.pt]

The last argument takes the scorers of these tasks as another checkpoint of the same encoder has them.
"""
from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import torch

from model import deepened
from scorers import by_distance


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
    named = [argument.rsplit("=", 1) for argument in sys.argv[2:] if "@" not in argument]
    states = [torch.load(path, map_location="cpu", weights_only=True) for path, _ in named]
    config = states[-1]["config"]
    for state in states:
        state["encoder"] = deepened(state["encoder"], config["layers"])
        if "event_bias" in state:
            state["event_bias"] = by_distance(state["event_bias"])
        state.pop("config")
    mean = average(states, [float(share) for _, share in named]) | {"config": config}
    for tasks, path in (argument.split("@", 1) for argument in sys.argv[2:] if "@" in argument):
        other = torch.load(path, map_location="cpu", weights_only=True)
        for task in tasks.split(","):
            of = "arc_scorers" if task in other["arc_scorers"] else "token_scorers"
            mean[of][task] = other[of][task]
        for task, bias in (("event_arc", "event_bias"), ("nation", "nation_bias"), ("side", "side_bias")):
            if task in tasks.split(","):
                mean[bias] = other[bias]
    torch.save(mean, Path(sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
