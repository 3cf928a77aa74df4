# SPDX-License-Identifier: Apache-2.0
"""Runs the built program for the tests of its command line: $CASUS, or build/release/casus."""
from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CASUS = Path(os.environ.get("CASUS", ROOT / "build" / "release" / "casus"))
DATA = CASUS.parents[2] / "data" if (CASUS.parents[2] / "data" / "codebook").is_dir() else ROOT / "data"
SAMPLES = ROOT / "data" / "samples"
SENTENCE = "Kenyan police arrested 14 people in Nairobi on Monday."


@dataclass
class Done:
    """What a run of the program left."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def messages(self) -> list[str]:
        return self.err.splitlines()


def casus(*arguments: str | Path, given: bytes | None = None, **settings: str) -> Done:
    """Runs `casus` with these arguments; `settings` are environment variables."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CASUS_")} | settings
    done = subprocess.run([str(CASUS), *map(str, arguments)], input=given if given is not None else b"",
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, timeout=300)
    return Done(done.returncode, done.stdout, done.stderr.decode("utf-8", errors="replace"))


def code(*arguments: str | Path, given: bytes | None = None, **settings: str) -> Done:
    return casus("code", "--quiet", *arguments, given=given, **settings)


def jsonl(*objects: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(o).encode("utf-8") + b"\n" for o in objects)
