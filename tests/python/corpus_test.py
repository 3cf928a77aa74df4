# SPDX-License-Identifier: Apache-2.0
"""The corpus's compiler: what a batch says comes out with right spans, and what is wrong is refused with its line."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import re
import sys
import tempfile
import unittest
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "train" / "corpus"))
import agree  # noqa: E402
import marks  # noqa: E402
import sources  # noqa: E402
from batch import Block, Report  # noqa: E402
from checks import Gold, hints, shingles  # noqa: E402
from words import unwrapped  # noqa: E402

GOOD = """# A batch of one block.
== fixture-1 published=2014-03-02 register=wire

Warplanes struck a fuel depot near Hodeidah overnight, killing at least 31 people, résumé-free residents said.

“The raids never stop,” said Amal Saleh.

> ASSAULT aerial | t=struck | a=Warplanes[SAU,MIL,name=Saudi Arabia] | r=a fuel depot[YEM,-] | src=residents | cue=said@"residents said" | con=Warplanes … 31 people | p=Hodeidah | d=overnight[2014-03-02] | q=dead:31+:at least 31 people | m=raids | ctx=military
>" The raids never stop, | Amal Saleh[YEM,CVL,name] | cue=said@"said Amal"
>~ stop | part of the quotation, no event
"""


WRAPPED = """   RIO VERDE, 3 MAY 90 (RADIO ALBA) -- [TEXT] SAN MIGUEL WAS CALM.  THE
GARRISON OF RIO VERDE REPORTED LOSSES.  ON SUNDAY REBELS LED BY A MAN
CALLED TORO, FORMERLY A SERGEANT OF THE SAME GARRISON, CAME DOWN, BLEW
UP THREE ROAD BRIDGES NEAR THE CATHOLIC PARISH CHURCH OF THE TOWN SAN
MIGUEL.  A REINFORCED COLUMN WAS SENT FROM THE NORTH.

   NOBODY WAS HURT.
"""
WRAPPED_MARKS = """== fixture-w register=bulletin published=1990-05-03

Stands for the text.

> ASSAULT explosives | t=BLEW UP | a=REBELS[-,REB] | r=THREE ROAD BRIDGES NEAR THE CATHOLIC PARISH CHURCH OF THE TOWN SAN MIGUEL[-,-] | p=SAN MIGUEL | d=SUNDAY[1990-04-29] | src=THE GARRISON OF RIO VERDE | cue=REPORTED | ctx=military
"""


def compile_text(batch: str, gold: Any = None, text: str | None = None) -> tuple[list[dict[str, Any]], Any]:
    """Compiles one batch given as text, with no gold but the one given; `text` stands for the text of its blocks."""
    report = Report()
    kept, given = marks.read_gold, marks.give_text
    marks.read_gold = lambda: gold or Gold()
    if text is not None:
        marks.give_text = lambda block, _: setattr(block, "text", text)
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "fixture.txt"
            file.write_text(batch, encoding="utf-8")
            return marks.compile_batches([file], report), report
    finally:
        marks.read_gold, marks.give_text = kept, given


def agreement(*batches: str) -> dict[str, list[str]]:
    """The table of `--agree` for pairs of batches given as text: the values of each row, all pairs first."""
    said, kept = io.StringIO(), marks.read_gold
    marks.read_gold = Gold
    try:
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(said):
            files = []
            for k, batch in enumerate(batches):
                files.append(Path(folder) / f"batch-{k}.txt")
                files[-1].write_text(batch, encoding="utf-8")
            assert agree.agreement(files) == 0
    finally:
        marks.read_gold = kept
    return {line[:37].strip(): line[37:].split() for line in said.getvalue().splitlines()}


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
        self.assertIn("found a mark without a type", errors("ASSAULT aerial ", ""))
        self.assertIn("found mode arrest, expected of ASSAULT", errors("ASSAULT aerial", "ASSAULT arrest"))
        self.assertIn("found country KSA", errors("[SAU,MIL", "[KSA,MIL"))
        self.assertIn("expected its state GBR", errors("[SAU,MIL", "[GIB,MIL"))
        self.assertIn("found sector ARMY", errors("[SAU,MIL", "[SAU,ARMY"))
        self.assertIn("found context war", errors("ctx=military", "ctx=war"))
        self.assertIn("found status planned", errors("| ctx=military", "| s=planned"))
        self.assertIn("found number many", errors("dead:31+", "dead:many"))

    def test_a_meeting_to_come_is_no_consult(self) -> None:
        self.assertIn("expected AGREE", errors("ASSAULT aerial | t=struck", "CONSULT | t=struck | s=future"))

    def test_a_description_with_a_name_gives_a_hint(self) -> None:
        for source, is_hinted in (
            ("residents[YEM,CVL,name=Yemen]", False),
            ("the envoy[OMN,GOV,name=Oman]", True),
            ("the envoy[OMN,GOV]", False),
            ("the envoy[OMN,GOV,name=Amal Saleh]", False),
        ):
            batch = GOOD.replace("residents said.", "the envoy and residents said.").replace("src=residents", "src=" + source)
            documents, report = compile_text(batch)
            self.assertEqual(report.errors, [])
            told = [h for h in hints(documents, Counter()) if "describes people" in h]
            self.assertEqual(len(told), int(is_hinted), (source, told))

    def test_a_block_without_marks_is_refused_and_none_is_taken(self) -> None:
        head = "== fixture-2\n\nThe harvest was good.\n"
        self.assertIn("found no marks", compile_text(head)[1].errors[0])
        documents, report = compile_text(head + "\n> none\n")
        self.assertEqual((report.errors, documents[0]["events"]), ([], []))

    def test_a_gold_document_is_refused(self) -> None:
        documents, report = compile_text(GOOD, Gold(ids={"fixture-1"}))
        self.assertEqual(documents, [])
        self.assertIn("found a document of the gold", report.errors[0])

    def test_a_near_copy_of_gold_text_is_refused(self) -> None:
        copy = GOOD.split("\n")[3].replace("overnight", "last night")
        documents, report = compile_text(GOOD, Gold(shingles=shingles(copy)))
        self.assertEqual(documents, [])
        self.assertIn("runs of 8 words", report.errors[0])

    def test_marks_between_paragraphs_do_not_change_the_text(self) -> None:
        lines = GOOD.split("\n")
        moved = "\n".join(lines[:4] + lines[7:8] + lines[4:7] + lines[8:])
        self.assertEqual(
            compile_text(moved)[0][0]["document"]["text"], compile_text(GOOD)[0][0]["document"]["text"]
        )

    def test_the_side_of_a_group_is_one_and_a_tenth_is_dev(self) -> None:
        blocks = [Block(Path("x"), 1, f"id-{k}", {}) for k in range(2000)]
        self.assertTrue(140 < sum(b.split == "dev" for b in blocks) < 260)
        grouped = {Block(Path("x"), 1, f"id-{k}", {"group": "one"}).split for k in range(50)}
        self.assertEqual(len(grouped), 1)

    def test_a_wrapped_text_is_found_across_its_line_ends(self) -> None:
        documents, report = compile_text(WRAPPED_MARKS, text=WRAPPED)
        self.assertEqual(report.errors, [])
        text, event = WRAPPED.encode(), documents[0]["events"][0]
        self.assertEqual(documents[0]["document"]["text"], WRAPPED)
        for found in (event["trigger"], event["recipient"][0], event["places"][0], event["date"]):
            self.assertEqual(text[found["span"][0] : found["span"][1]].decode(), found["text"])
        self.assertEqual(event["trigger"]["text"], "BLEW\nUP")
        self.assertEqual(event["recipient"][0]["head"]["text"], "BRIDGES")
        self.assertEqual(event["place"], ["SAN MIGUEL"])
        self.assertEqual(event["attribution"], ["THE GARRISON OF RIO VERDE"])

    def test_the_sentence_of_a_wrapped_text_is_whole(self) -> None:
        event = compile_text(WRAPPED_MARKS, text=WRAPPED)[0][0]["events"][0]
        begin, end = event["sentence"]
        sentence = WRAPPED.encode()[begin:end].decode()
        self.assertTrue(sentence.startswith("ON SUNDAY REBELS"), sentence)
        self.assertTrue(sentence.endswith("SAN\nMIGUEL."), sentence)

    def test_a_word_in_the_triggers_sentence_is_taken_although_it_stands_on_another_line(self) -> None:
        event = compile_text(WRAPPED_MARKS, text=WRAPPED)[0][0]["events"][0]
        self.assertEqual(event["places"][0]["span"], [WRAPPED.index("SAN\nMIGUEL."), WRAPPED.index(".  A")])

    def test_a_heading_and_lines_of_an_unwrapped_text_keep_their_ends(self) -> None:
        heading = "SHORT NEWS\n" + WRAPPED
        self.assertEqual(unwrapped(heading)[:11], "SHORT NEWS\n")
        self.assertNotIn("\n", unwrapped(heading)[11:].split("\n\n")[0])
        long = "TITLE: One\nThe body " + "goes on and " * 20 + "\n\nEnds."
        self.assertEqual(unwrapped(long), long)
        self.assertEqual(len(unwrapped(WRAPPED).encode()), len(WRAPPED.encode()))

    def test_an_anchor_across_a_line_end_counts_too(self) -> None:
        anchored = WRAPPED_MARKS.replace("| ctx=military", '| m=SAN@"SAN MIGUEL"')
        self.assertIn(
            "found the anchor “SAN MIGUEL” 2 times", compile_text(anchored, text=WRAPPED)[1].errors[0]
        )

    def test_agreement_tells_the_fields_that_differ(self) -> None:
        table = agreement(GOOD, GOOD.replace("| ctx=military", "| s=negated"))
        self.assertEqual(table["detection F1"], ["1.000", "1.000"])
        self.assertEqual(table["type"][0], "1.000")
        self.assertEqual(table["status"][0], "0.000")

    def test_agreement_of_several_pairs_counts_them_together(self) -> None:
        other = GOOD.replace("fixture-1", "fixture-2")
        table = agreement(GOOD, GOOD.replace("aerial", "drone"), other, other)
        self.assertEqual(table["events of both"], ["2", "1", "1"])
        self.assertEqual(table["mode"], ["0.500", "0.000", "1.000"])

    def test_blanks_between_tokens_are_set_as_in_print(self) -> None:
        for tokens, printed in (
            ("The union 's `` final '' offer , he said , did n't hold ( yet ) .", 'The union\'s "final" offer, he said, didn\'t hold (yet).'),
            ("“ We won ’ t go , ” the miners ’ leader said .", "“We won’t go,” the miners’ leader said."),
            ("A 36 - day strike over $ 40 .", "A 36-day strike over $40."),
            ("Farmers ' leaders asked : \" Why ? \"", "Farmers' leaders asked: \"Why?\""),
        ):  # fmt: skip
            self.assertEqual(sources.joined(tokens), printed)

    def test_sentences_of_one_article_make_a_document_the_title_first(self) -> None:
        sentences = [
            ("train_03_7_55", "Traders shut the market ."),
            ("train_03_7_12", "Market shut"),
            ("train_03_8_3", "They want lower rents ."),
            ("train_03_9_1", "Another matter ."),
            ("train_09_A_7_2", "Another section ."),
        ]
        kept = sources.rows
        sources.rows = lambda _: iter([["b", "id", "causal-news", "03/7-8", "9", "-", "wire"]])
        try:
            with tempfile.TemporaryDirectory() as folder:
                with gzip.open(Path(folder) / "cnc-train.jsonl.gz", "wt", encoding="utf-8") as out:
                    out.write("\n".join(json.dumps({"id": i, "text": t}) for i, t in sentences))
                found = sources.causal_news(Path(folder))
        finally:
            sources.rows = kept
        self.assertEqual(
            found, {"03/7-8": ("Market shut\n\nTraders shut the market.\n\nThey want lower rents.", "CC0")}
        )

    def test_a_block_may_stay_out_of_the_dev_part(self) -> None:
        def split(name: str, more: str = "") -> str:
            return compile_text(GOOD.replace("== fixture-1", f"== {name}{more}"))[0][0]["document"]["split"]

        kept_back = next(name for name in (f"block-{k}" for k in range(99)) if split(name) == "dev")
        self.assertEqual(split(kept_back, " split=train"), "train")
        self.assertIn("expected split=train or none", errors("published=2014-03-02", "split=dev"))

    def test_agreement_compares_the_whole_chain_of_sources(self) -> None:
        chain = GOOD.replace("src=residents", "src=Amal Saleh | src=residents")
        table = agreement(GOOD, chain)
        self.assertEqual(table["innermost source"][0], "1.000")
        self.assertEqual(table["chain of sources"][0], "0.000")

    def test_agreement_matches_the_same_trigger_before_the_same_type(self) -> None:
        def event(begin: int, kind: str, mention: int) -> dict[str, Any]:
            return {
                "trigger": {"span": [begin, begin + 4]},
                "mentions": [{"span": [mention, mention + 4]}],
                "event": [kind],
                "status": "actual",
            }

        ours = [event(0, "AID", 10), event(20, "ASSAULT", 30), event(20, "REJECT", 40)]
        theirs = [event(10, "AID", 50), event(0, "AGREE", 60), event(20, "REJECT", 70), event(20, "ASSAULT", 80)]
        found = [(e["event"][0], o["event"][0]) for e, o in agree.matched(ours, theirs)]
        self.assertEqual(
            sorted(found), [("AID", "AGREE"), ("ASSAULT", "ASSAULT"), ("REJECT", "REJECT")]
        )

    def test_agreement_without_files_takes_all_of_second_with_its_firsts(self) -> None:
        kept, said = agree.HERE, io.StringIO()
        with tempfile.TemporaryDirectory() as folder:
            agree.HERE = Path(folder)
            try:
                for place, text in (("written", GOOD), ("second", GOOD.replace("t=struck", "t=killing"))):
                    (agree.HERE / place).mkdir()
                    (agree.HERE / place / "w01.txt").write_text(text, encoding="utf-8")
                (agree.HERE / "written" / "w02.txt").write_text("not read", encoding="utf-8")
                with contextlib.redirect_stdout(said):
                    self.assertEqual(agree.agreement([]), 0)
            finally:
                agree.HERE = kept
        self.assertRegex(said.getvalue(), r"events of both +0 +0\n")
        self.assertRegex(said.getvalue(), r"all +w01\n")

    def test_both_annotations_of_a_text_are_compared_with_the_settled_one(self) -> None:
        kept, said = agree.HERE, io.StringIO()
        with tempfile.TemporaryDirectory() as folder:
            agree.HERE = Path(folder)
            try:
                other = GOOD.replace("fixture-1", "fixture-2")
                for place, text in (
                    ("written/w01.txt", GOOD + "\n" + other),
                    ("dev/first.txt", GOOD),
                    ("dev/second.txt", GOOD.replace("aerial", "drone")),
                ):
                    (agree.HERE / place).parent.mkdir(exist_ok=True)
                    (agree.HERE / place).write_text(text, encoding="utf-8")
                with contextlib.redirect_stdout(said):
                    self.assertEqual(agree.settled_agreement(), 0)
            finally:
                agree.HERE = kept
        self.assertEqual(re.findall(r"documents +(\d+)", said.getvalue()), ["1", "1"])
        self.assertEqual(re.findall(r"\nmode +(\S+)", said.getvalue()), ["1.000", "0.000"])

    def test_the_examples_of_the_guidelines_compile(self) -> None:
        text = (ROOT / "train" / "corpus" / "GUIDELINES.md").read_text(encoding="utf-8")
        blocks = re.findall(r"```\n(== .*?)```", text, re.S)
        self.assertGreater(len(blocks), 16)
        documents, report = compile_text("\n".join(blocks))
        self.assertEqual(report.errors + report.warnings, [])
        self.assertEqual(len({t for d in documents for e in d["events"] for t in e["event"]}), 16)

    def test_the_batches_of_the_project_have_no_errors(self) -> None:
        report = Report()
        files = sorted((ROOT / "train" / "corpus" / "written").glob("seed-*.txt"))
        self.assertTrue(files)
        marks.compile_batches(files, report)
        self.assertEqual(report.errors, [])


if __name__ == "__main__":
    unittest.main()
