# SPDX-License-Identifier: Apache-2.0
"""Tests of which texts a teacher reads.  Run: python3 -m unittest discover -s train.  Skipped without PyTorch."""
from __future__ import annotations

import gzip
import importlib.util
import json
import tempfile
import unittest
from pathlib import Path

HAS_TORCH = importlib.util.find_spec("torch") is not None
if HAS_TORCH:
    from data import HeldOut
    from teach import unmarked


@unittest.skipUnless(HAS_TORCH, "PyTorch is for training alone")
class Unmarked(unittest.TestCase):
    def test_leaves_out_what_the_corpus_marks_and_what_is_held_out(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            (Path(name) / "muc4").mkdir()
            with gzip.open(Path(name) / "muc4" / "muc4-train.jsonl.gz", "wt", encoding="utf-8") as out:
                out.write("".join(json.dumps({"id": i, "text": "TWO WORDS"}) + "\n" for i in "ABCD"))
            held_out = HeldOut([("muc4", "D")])
            self.assertEqual({t["id"] for t in unmarked(Path(name), held_out, 100, {"B"})}, {"A", "C"})
            self.assertEqual(len(unmarked(Path(name), held_out, 1, {"B"})), 1)


if __name__ == "__main__":
    unittest.main()
