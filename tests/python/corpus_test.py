# SPDX-License-Identifier: Apache-2.0
"""The corpus's compiler: what a batch says comes out with right spans, and what is wrong is refused with its line."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import re
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("corpus_compile", ROOT / "train" / "corpus" / "compile.py")
assert SPEC and SPEC.loader
corpus = importlib.util.module_from_spec(SPEC)
sys.modules["corpus_compile"] = corpus
SPEC.loader.exec_module(corpus)

GOOD = """# A batch of one block.
== fixture-1 published=2014-03-02 register=wire

Warplanes struck a fuel depot near Hodeidah overnight, killing at least 31 people, résumé-free residents said.

“The raids never stop,” said Amal Saleh.

> ASSAULT aerial | t=struck | a=Warplanes[SAU,MIL,name=Saudi Arabia] | r=a fuel depot[YEM,-] | src=residents | cue=said@"residents said" | con=Warplanes … 31 people | p=Hodeidah | d=overnight[2014-03-02] | q=dead:31+:at least 31 people | m=raids | ctx=military
>" The raids never stop, | Amal Saleh[YEM,CVL,name] | cue=said@"said Amal"
>~ stop | part of the quotation, no event
"""


def compile_text(batch: str, gold: Any = None) -> tuple[list[dict[str, Any]], Any]:
    """Compiles one batch given as text, with no gold but the one given."""
    report = corpus.Report()
    kept = corpus.read_gold
    corpus.read_gold = lambda: gold or corpus.Gold()
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "fixture.txt"
            file.write_text(batch, encoding="utf-8")
            return corpus.compile_batches([file], report), report
    finally:
        corpus.read_gold = kept


def errors(old: str, new: str) -> str:
    """What the compiler says when `old` is replaced by `new` in the good batch."""
    assert old in GOOD
    return "\n".join(compile_text(GOOD.replace(old, new))[1].errors)


class Corpus(unittest.TestCase):
    def test_a_good_batch_compiles_without_a_word(self) -> None:
        documents, report = compile_text(GOOD)
        self.assertEqual(report.errors + report.warnings, [])
        event = documents[0]["events"][0]
        self.assertEqual(
            (event["event"], event["mode"], event["status"]), (["ASSAULT"], ["aerial"], "actual")
        )
        self.assertEqual(event["attribution"], ["residents"])
        self.assertEqual((event["magnitude"][0]["min"], event["magnitude"][0]["max"]), (31, None))
        self.assertEqual(event["actor"][0]["name"], "Saudi Arabia")
        self.assertEqual(event["date"]["end"], "2014-03-02")

    def test_every_span_gives_the_words_it_stands_for(self) -> None:
        document = compile_text(GOOD)[0][0]
        text, seen = document["document"]["text"].encode(), 0
        stack: list[Any] = [document["events"], document["traps"], document["quotes"]]
        while stack:
            value = stack.pop()
            if isinstance(value, dict):
                if value.get("span"):
                    self.assertEqual(text[value["span"][0] : value["span"][1]].decode(), value["text"])
                    seen += 1
                stack += value.values()
            elif isinstance(value, list):
                stack += value
        self.assertGreaterEqual(seen, 12)

    def test_words_that_are_not_there_are_refused_with_their_line(self) -> None:
        found = errors("t=struck", "t=hit")
        self.assertIn("fixture.txt:8: error: found “hit” nowhere", found)

    def test_words_that_occur_twice_need_an_anchor(self) -> None:
        self.assertIn("expected an anchor", errors("t=struck", "t=said"))
        self.assertEqual(errors("t=struck", 't=said@"residents said"'), "")

    def test_an_anchor_must_occur_once(self) -> None:
        self.assertIn("2 times, expected once", errors('cue=said@"residents said"', 'cue=said@"said"'))

    def test_wrong_codes_are_refused(self) -> None:
        self.assertIn("found type STRIKE", errors("ASSAULT aerial", "STRIKE aerial"))
        self.assertIn("found mode arrest, expected of ASSAULT", errors("ASSAULT aerial", "ASSAULT arrest"))
        self.assertIn("found country KSA", errors("[SAU,MIL", "[KSA,MIL"))
        self.assertIn("expected its state GBR", errors("[SAU,MIL", "[GIB,MIL"))
        self.assertIn("found sector ARMY", errors("[SAU,MIL", "[SAU,ARMY"))
        self.assertIn("found context war", errors("ctx=military", "ctx=war"))
        self.assertIn("found status planned", errors("| ctx=military", "| s=planned"))
        self.assertIn("found number many", errors("dead:31+", "dead:many"))

    def test_a_meeting_to_come_is_no_consult(self) -> None:
        self.assertIn("expected AGREE", errors("ASSAULT aerial | t=struck", "CONSULT | t=struck | s=future"))

    def test_a_block_without_marks_is_refused_and_none_is_taken(self) -> None:
        head = "== fixture-2\n\nThe harvest was good.\n"
        self.assertIn("found no marks", compile_text(head)[1].errors[0])
        documents, report = compile_text(head + "\n> none\n")
        self.assertEqual((report.errors, documents[0]["events"]), ([], []))

    def test_a_gold_document_is_refused(self) -> None:
        documents, report = compile_text(GOOD, corpus.Gold(ids={"fixture-1"}))
        self.assertEqual(documents, [])
        self.assertIn("found a document of the gold", report.errors[0])

    def test_a_near_copy_of_gold_text_is_refused(self) -> None:
        copy = GOOD.split("\n")[3].replace("overnight", "last night")
        documents, report = compile_text(GOOD, corpus.Gold(shingles=corpus.shingles(copy)))
        self.assertEqual(documents, [])
        self.assertIn("runs of 8 words", report.errors[0])

    def test_marks_between_paragraphs_do_not_change_the_text(self) -> None:
        lines = GOOD.split("\n")
        moved = "\n".join(lines[:4] + lines[7:8] + lines[4:7] + lines[8:])
        self.assertEqual(
            compile_text(moved)[0][0]["document"]["text"], compile_text(GOOD)[0][0]["document"]["text"]
        )

    def test_the_side_of_a_group_is_one_and_a_tenth_is_dev(self) -> None:
        blocks = [corpus.Block(Path("x"), 1, f"id-{k}", {}) for k in range(2000)]
        self.assertTrue(140 < sum(b.split == "dev" for b in blocks) < 260)
        grouped = {corpus.Block(Path("x"), 1, f"id-{k}", {"group": "one"}).split for k in range(50)}
        self.assertEqual(len(grouped), 1)

    def test_agreement_tells_the_fields_that_differ(self) -> None:
        said = io.StringIO()
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(said):
            files = [Path(folder) / "one.txt", Path(folder) / "two.txt"]
            files[0].write_text(GOOD, encoding="utf-8")
            files[1].write_text(GOOD.replace("| ctx=military", "| s=negated"), encoding="utf-8")
            corpus.agreement(*files)
        self.assertIn("detection F1 1.000", said.getvalue())
        self.assertIn("type 1.000", said.getvalue())
        self.assertIn("status 0.000", said.getvalue())

    def test_the_examples_of_the_guidelines_compile(self) -> None:
        text = (ROOT / "train" / "corpus" / "GUIDELINES.md").read_text(encoding="utf-8")
        blocks = re.findall(r"```\n(== .*?)```", text, re.S)
        self.assertGreater(len(blocks), 16)
        documents, report = compile_text("\n".join(blocks))
        self.assertEqual(report.errors + report.warnings, [])
        self.assertEqual(len({t for d in documents for e in d["events"] for t in e["event"]}), 16)

    def test_the_batches_of_the_project_have_no_errors(self) -> None:
        report = corpus.Report()
        files = sorted((ROOT / "train" / "corpus" / "written").glob("seed-*.txt"))
        self.assertTrue(files)
        corpus.compile_batches(files, report)
        self.assertEqual(report.errors, [])


if __name__ == "__main__":
    unittest.main()
