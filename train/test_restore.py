# SPDX-License-Identifier: Apache-2.0
"""A model file gives back the checkpoint that it was made from, but for 8 bits.  Needs numpy, as export.py does; no PyTorch."""
from __future__ import annotations

import importlib.util
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))


@unittest.skipUnless(importlib.util.find_spec("numpy"), "no numpy here (train/requirements.txt)")
class Restored(unittest.TestCase):
    def round_trip(self, wide: bool) -> tuple[dict, dict]:
        import export
        import numpy as np
        import reference
        import restore

        made = reference.small_checkpoint(20, wide)
        windows = [(np.array(w["pieces"]), np.array(w["shapes"])) for w in reference.small_windows(20)]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "small.model"
            export.export(made, reference.largest_states(made, windows), [f"piece{i}" for i in range(160)], path, 4096)
            back = restore.restore(restore.Reader(path))
        for pieces, shapes in windows:
            states = reference.encode(made, pieces, shapes)
            self.assertLess(np.abs(states - reference.encode(back, pieces, shapes)).max(), 0.1)
        return made, back

    def check_scorers(self, made: dict, back: dict) -> None:
        import numpy as np

        for scorers in ("token_scorers", "arc_scorers"):
            self.assertEqual(list(made[scorers]), list(back[scorers]))
            for task, tensors in made[scorers].items():
                for name, values in tensors.items():
                    self.assertEqual(values.shape, back[scorers][task][name].shape, f"{task} {name}")
                    self.assertLess(np.abs(values - back[scorers][task][name]).max(), 0.01 * np.abs(values).max(), f"{task} {name}")

    def test_of_minilm(self) -> None:
        made, back = self.round_trip(wide=False)
        self.check_scorers(made, back)
        self.assertEqual(made["config"]["labels"], back["config"]["labels"])

    def test_of_mpnet(self) -> None:
        self.check_scorers(*self.round_trip(wide=True))

    def test_refuses_a_damaged_file(self) -> None:
        import restore

        whole = (Path(__file__).resolve().parent.parent / "tests" / "data" / "nn" / "small.model").read_bytes()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "damaged.model"
            for content, says in ((whole[:-64], "bytes"), (whole[:-1] + bytes([whole[-1] ^ 1]), "checksum"), (b"no model", "not a model")):
                path.write_bytes(content)
                with self.assertRaisesRegex(ValueError, says):
                    restore.Reader(path)


if __name__ == "__main__":
    unittest.main()
