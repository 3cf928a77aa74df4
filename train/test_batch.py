# SPDX-License-Identifier: Apache-2.0
"""Batches: what goes through a block of bytes comes back, and arcs lie in the buckets of their distance.  Skipped without PyTorch."""
from __future__ import annotations

import importlib.util
import unittest

HAS_TORCH = importlib.util.find_spec("torch") is not None
if HAS_TORCH:
    import torch

    from batch import Asked, Choices, arc_buckets, packed, padded, unpacked


@unittest.skipUnless(HAS_TORCH, "PyTorch is for training alone")
class Batches(unittest.TestCase):
    def test_a_block_of_bytes_gives_back_what_went_in(self) -> None:
        asked = Asked.of_soft([(2, range(0, 4), None, torch.tensor([4, 8, 9, 10]), 0.5), (7, range(6, 8), None, torch.tensor([8, 9]), 0.25)])
        choices = Choices.of([(3, 1, [0, 5], [5]), (4, 0, [1], [])])
        given = (asked, {"empty": torch.zeros(0, dtype=torch.long)}, choices, None)
        tree, told, block = packed(given)
        back = unpacked(tree, told, torch.frombuffer(bytearray(block), dtype=torch.uint8))
        self.assertEqual(back[0].grid.tolist(), [[0, 1, 2, 3], [6, 7, -1, -1]])
        self.assertEqual(back[0].surely.tolist(), [0.5, 0.25])
        self.assertIsNone(back[0].target)
        self.assertEqual(back[1]["empty"].numel(), 0)
        self.assertEqual(back[2].right.tolist(), [[False, True, False], [False, False, True]])
        self.assertEqual(back[2].grid.dtype, torch.long)
        self.assertIsNone(back[3])

    def test_arcs_know_marked_unknown_and_other_words(self) -> None:
        asked = Asked.of_events([(range(5, 8), 1, {0: [2]}, {0: [0]}, torch.tensor([8, 9, 10]))], 2)
        self.assertEqual(asked.own.tolist(), [6])
        self.assertEqual(asked.target[0, :, 0].tolist(), [-100.0, 0.0, 1.0])
        self.assertEqual(asked.target[0, :, 1].tolist(), [-100.0] * 3)  # nobody says anything of this kind

    def test_buckets_tell_sentences_apart_and_the_trigger_itself(self) -> None:
        self.assertEqual(arc_buckets(torch.tensor([0, 1, 2, 2, 3, 4]), 2).tolist(), [0, 1, 9, 10, 2, 3])

    def test_no_rows_are_an_empty_table(self) -> None:
        self.assertEqual(tuple(padded([], -1).shape), (0, 0))


if __name__ == "__main__":
    unittest.main()
