# SPDX-License-Identifier: Apache-2.0
"""The scores of eval/ on clusters and keys made by hand, with values worked out on paper."""
from __future__ import annotations

import contextlib
import io
import json
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "eval"))
import coref  # noqa: E402
import muc4  # noqa: E402

CONLLU = """# newdoc id = one
1\tMary\tMary\tPROPN\tNNP\t_\t2\tnsubj\t_\tEntity=(1-person-new-nnnnn-cf1-1-coref)
2\tsaw\tsee\tVERB\tVBD\t_\t0\troot\t_\t_
3\tthe\tthe\tDET\tDT\t_\t4\tdet\t_\tEntity=(2-object-new-nnnnn-cf2-2-sgl
4\tcar\tcar\tNOUN\tNN\t_\t2\tobj\t_\t_
5\tof\tof\tADP\tIN\t_\t7\tcase\t_\t_
6\ther\ther\tPRON\tPRP$\t_\t7\tnmod:poss\t_\tEntity=(3-person-new-nnnnn-cf2-2-sgl(1-person-giv:act-nnnnn-cf1-1-ana)
7\tfriend\tfriend\tNOUN\tNN\t_\t4\tnmod\t_\tEntity=3)2)

"""


def clusters(*groups: str) -> list[frozenset]:
    return [frozenset(group) for group in groups]


class Metrics(unittest.TestCase):
    """The worked example of Pradhan and others (2014): gold {abc} {defg}, system {ab} {cd} {fghi}."""

    GOLD, SYSTEM = clusters("abc", "defg"), clusters("ab", "cd", "fghi")

    def f1(self, metric: Any) -> tuple[float, ...]:
        return tuple(round(value, 2) for value in coref.f1(metric(self.GOLD, self.SYSTEM)))

    def test_muc_counts_links(self) -> None:
        # recall: abc in 2 pieces, defg in 3 (d, e, fg): (1 + 1) / (2 + 3); precision: ab whole, cd in 2, fghi in 3.
        self.assertEqual(self.f1(coref.muc), (40.0, 40.0, 40.0))

    def test_b_cubed_counts_mentions(self) -> None:
        # recall: (4/3 + 1/3 + 1/4 + 4/4) / 7; precision: (4/2 + 1/2 + 1/2 + 4/4) / 8
        self.assertEqual(self.f1(coref.b_cubed), (50.0, 41.67, 45.45))

    def test_ceaf_e_aligns_clusters_one_to_one(self) -> None:
        # abc with ab: 4/5; defg with fghi: 4/8; of 2 gold and 3 system clusters.
        self.assertEqual(self.f1(coref.ceaf_e), (43.33, 65.0, 52.0))

    def test_the_best_alignment_is_not_the_greedy_one(self) -> None:
        self.assertAlmostEqual(coref.best_alignment({0: {0: 0.6, 1: 0.5}, 1: {0: 0.5}, 2: {7: 0.25}}), 1.25)

    def test_a_perfect_answer_is_perfect_with_singletons(self) -> None:
        gold = clusters("ab", "c", "d")
        for metric in coref.METRICS.values():
            self.assertEqual(coref.f1(metric(gold, gold)), (100.0, 100.0, 100.0))

    def test_singletons_count_in_b_cubed_and_ceaf_alone(self) -> None:
        gold, none = clusters("a", "b"), clusters("ab")
        self.assertEqual(coref.f1(coref.muc(gold, none)), (0.0, 0.0, 0.0))
        self.assertEqual(coref.b_cubed(gold, none), (2.0, 2, 1.0, 2))


class Mentions(unittest.TestCase):
    def gold(self, text: str = CONLLU) -> coref.Document:
        with tempfile.NamedTemporaryFile("w", suffix=".conllu", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            return coref.read_gold(file.name)["one"]

    def test_nested_mentions_of_gum_come_out_with_heads(self) -> None:
        found = [(min(m.words), max(m.words), m.head, m.group, m.kind) for m in self.gold().mentions]
        self.assertEqual(found, [(0, 0, 0, "1", "person"), (5, 5, 5, "1", "person"), (5, 6, 6, "3", "person"),
                                 (2, 6, 3, "2", "object")])

    def test_the_pieces_of_a_mention_are_one(self) -> None:
        text = CONLLU.replace("(2-object-", "(2[1/2]-object-").replace("car\tNOUN\tNN\t_\t2\tobj\t_\t_",
                                                                      "car\tNOUN\tNN\t_\t2\tobj\t_\tEntity=2[1/2])")
        text = text.replace("Entity=3)2)", "Entity=3)(2[2/2]-object-new-nnnnn-cf2-2-sgl)")
        found = [m for m in self.gold(text).mentions if m.group == "2"]
        self.assertEqual([(sorted(m.words), m.head) for m in found], [([2, 3, 6], 3)])

    def test_mentions_match_by_head_whatever_else_they_hold(self) -> None:
        def mention(words: str, head: int) -> coref.Mention:
            return coref.Mention(frozenset(map(int, words)), head, 0, "person")

        gold, system = [mention("012", 1), mention("1", 1), mention("4", 4)], [mention("01", 1), mention("345", 5)]
        names = coref.matched(gold, system)
        self.assertEqual(names[1][0], names[0][0])
        self.assertEqual(len(set(names[0]) | set(names[1])), 4)

    def test_the_program_form_is_read_and_scored(self) -> None:
        words, spans, at = "Mary saw the car of her friend".split(), [], 0
        for word in words:
            spans.append([at, at + len(word)])
            at += len(word) + 1

        def entity(first: int, last: int, head: int, who: int, kind: str = "person") -> dict[str, Any]:
            return {"span": [spans[first][0], spans[last][1]], "head": spans[head], "type": kind, "entity": who}

        item = {"document": {"id": "one"}, "tokens": [{"span": s, "text": w} for s, w in zip(spans, words)],
                "entities": [entity(0, 0, 0, 1), entity(3, 3, 3, 2, "object"), entity(5, 5, 5, 1), entity(5, 6, 6, 3),
                             entity(6, 6, 6, 3), entity(1, 1, 1, 4, "nationality")]}
        counts = coref.count(self.gold(), coref.read_system(json.dumps(item)))
        self.assertEqual(coref.mean(counts["all"]), 100.0)
        self.assertEqual(counts["actors"]["mentions"], (3, 3, 3, 3))


class Templates(unittest.TestCase):
    MESSAGE: dict[str, Any] = {"id": "m", "templates": [
        {"template": "1", "incident_type": ["ATTACK"], "incident_stage_of_execution": ["ACCOMPLISHED"],
         "perp_individual_id": ['"MEMBERS OF THE 8TH FRONT"'], "hum_tgt_description": ['"UNION LEADER": "JUAN PEREZ"']},
        {"template": "2", "incident_type": ["BOMBING"], "incident_stage_of_execution": ["ACCOMPLISHED"],
         "phys_tgt_id": ['"BANK BRANCHES" / "\\"EL SOL\\" OFFICE"']},
        {"template": "3", "incident_type": ["ATTACK"], "incident_stage_of_execution": ["THREATENED"],
         "hum_tgt_name": ['"ANA RUIZ"']},
        {"template": "4 (OPTIONAL)", "incident_stage_of_execution": ["ACCOMPLISHED"], "hum_tgt_name": ['"ANA RUIZ"']}]}

    @staticmethod
    def record(actor: str, recipient: str, event: str = "ASSAULT", status: str = "actual") -> dict[str, Any]:
        def side(text: str) -> list[dict[str, Any]]:
            return [{"text": text, "name": None, "role": None}] if text else []

        return {"document": {"id": "m"}, "event": event, "status": status, "actor": side(actor), "recipient": side(recipient)}

    def found(self, *records: dict[str, Any]) -> tuple[int, int, int, int]:
        got = muc4.score([self.MESSAGE], records)
        return got.incidents, got.found, got.apart, got.told

    def test_accomplished_incidents_that_the_key_demands_count(self) -> None:
        self.assertEqual(self.found(), (2, 0, 0, 0))

    def test_a_head_word_on_the_right_side_finds(self) -> None:
        self.assertEqual(self.found(self.record("", "the LEADER of a union")), (2, 1, 1, 1))
        self.assertEqual(self.found(self.record("a member", "")), (2, 1, 1, 1))
        self.assertEqual(self.found(self.record("a leader", "")), (2, 0, 0, 1))

    def test_other_types_and_what_did_not_happen_find_nothing(self) -> None:
        self.assertEqual(self.found(self.record("", "Perez", event="ACCUSE"), self.record("", "Perez", status="negated")),
                         (2, 0, 0, 0))

    def test_a_thing_stands_in_where_nobody_is_keyed(self) -> None:
        self.assertEqual(self.found(self.record("", "the office", event="COERCE")), (2, 1, 1, 1))

    def test_apart_wants_a_record_for_each(self) -> None:
        self.assertEqual(self.found(self.record("members", "the bank's office")), (2, 2, 1, 1))

    def test_it_runs_on_files(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            key, records = Path(folder) / "key.jsonl", Path(folder) / "records.jsonl"
            key.write_text(json.dumps(self.MESSAGE) + "\n", encoding="utf-8")
            records.write_text(json.dumps(self.record("", "Juan Perez")) + "\n", encoding="utf-8")
            out = io.StringIO()
            with mock.patch.object(sys, "argv", ["muc4.py", str(key), str(records)]), contextlib.redirect_stdout(out):
                self.assertEqual(muc4.main(), 0)
        self.assertIn("incidents found 50.00 (1 of 2), apart 50.00; records told as happened per incident 0.50", out.getvalue())


if __name__ == "__main__":
    unittest.main()
