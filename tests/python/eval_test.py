# SPDX-License-Identifier: Apache-2.0
"""`casus eval`: the numbers of ../shared/eval/score.py (skipped where that is not there), its page, and bad input."""
from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from program import ROOT, SENTENCE, Done, casus, code, jsonl

SHARED = Path(os.environ.get("CASUS_SHARED", ROOT.parent / "shared"))
SCRIPT = SHARED / "eval" / "score.py"
DEV = SHARED / "gold" / "dev"
SEED = SHARED / "gold" / "seed"
TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
STATUSES = ("actual", "future", "hypothetical", "negated")


def disturbed(gold: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Records made from gold events with things changed, left out and added: many ties between pairs."""
    rng, out = random.Random(seed), []
    for document in gold:
        for event in document["events"]:
            for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
                begin = max(0, event["trigger"]["span"][0] + rng.choice((0, 0, 0, 0, 4, -9, 40, -150)))
                span = [begin, begin + rng.choice((3, 8, 8, 61))]
                actor, recipient = event["actor"], event["recipient"]
                if rng.random() < 0.2:
                    actor, recipient = recipient, actor
                if rng.random() < 0.2:
                    actor = [dict(a, sector=rng.choice((None, "GOV", "MIL")), other_sectors=["CVL", "MIL", "GOV"]) for a in actor]
                names = [n + rng.choice(("", "", " Jr", "x")) for n in event.get("attribution") or []]
                mentions = [[begin + 70 * k, begin + 70 * k + 5] for k in range(rng.choice((0, 1, 9, 12)))]
                out.append({
                    "document": {"id": "some/folder/" + document["document"]["file"]},
                    "event": rng.choice((event["event"][0], event["event"][-1], event["event"][0], rng.choice(TYPES))),
                    "status": rng.choice((event["status"], event["status"], rng.choice(STATUSES))),
                    "actor": actor, "recipient": recipient,
                    "attribution": [{"source": {"name": rng.choice((n, None)), "text": n}} for n in names],
                    "evidence": {"trigger": {"text": "", "span": span}, "mentions": mentions},
                    "confidence": rng.random()})
    return out


@unittest.skipUnless(SCRIPT.exists() and DEV.is_dir() and SEED.is_dir(), f"no gold data at {SHARED}")
class Protocol(unittest.TestCase):
    """Every number that the script prints, its intervals too, comes out of the program unchanged."""

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="casus-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def script(self, *arguments: str | Path) -> str:
        done = subprocess.run([sys.executable, str(SCRIPT), *map(str, arguments)], stdout=subprocess.PIPE, check=True)
        return done.stdout.decode("utf-8")

    def expect_equal(self, want: Any, have: Any, place: str = "") -> None:
        """All that `want` has is in `have`, number by number."""
        if isinstance(want, dict):
            for name, value in want.items():
                self.assertIn(name, have, place)
                self.expect_equal(value, have[name], f"{place}.{name}")
        else:
            self.assertEqual(want, have, place)

    def expect_same(self, gold: Path, lines: bytes) -> dict[str, Any]:
        records = self.folder / "records.jsonl"
        records.write_bytes(lines)
        done = casus("eval", "--gold", gold, "--records", records, "--json")
        self.assertEqual((done.status, done.err), (0, ""))
        want, have = json.loads(self.script(gold, records, "--json", "--intervals")), json.loads(done.text)
        self.expect_equal(want, have)
        self.assertEqual(set(want["types"]), set(have["types"]))
        told = [(d["file"], kind, str([tuple(x) if kind == "wrong" else x for x in d[kind]]))
                for d in have["by_document"] for kind in ("missed", "wrong", "traps") if d[kind]]
        lists = re.findall(r"^  (\S+): (missed|wrong|traps): (.*)$", self.script(gold, records), re.M)
        self.assertEqual(lists, told)
        return have

    def test_on_the_development_gold(self) -> None:
        scores = self.expect_same(DEV / "gold.json", code(DEV / "documents.jsonl").out)
        self.assertEqual(scores["documents"], 25)
        self.assertEqual(scores["confidence"]["records"], scores["predicted"])

    def test_on_the_seed(self) -> None:
        article = sorted(SEED.glob("*.txt"))[0]
        self.expect_same(SEED / "events.json", code("--published", "2026-01-09", article).out)

    def test_on_records_made_from_the_gold_with_things_changed(self) -> None:
        gold = json.loads((DEV / "gold.json").read_text(encoding="utf-8"))
        for seed in range(6):
            with self.subTest(seed=seed):
                scores = self.expect_same(DEV / "gold.json", jsonl(*disturbed(gold, seed)))
                self.assertGreater(scores["levels"]["type"]["f1"], 0.2)

    def test_on_no_records(self) -> None:
        self.expect_same(DEV / "gold.json", b"")

    def test_documents_coded_in_the_run_score_as_their_records_do(self) -> None:
        article = sorted(SEED.glob("*.txt"))[0]
        records = self.folder / "records.jsonl"
        records.write_bytes(code("--published", "2026-01-09", article).out)
        of_file = casus("eval", "--gold", SEED / "events.json", "--records", records, "--json")
        of_run = casus("eval", "--quiet", "--gold", SEED / "events.json", "--published", "2026-01-09", article, "--json")
        self.assertEqual((of_run.status, of_run.err), (0, ""))
        self.assertEqual(of_run.out, of_file.out)
        of_gold = casus("eval", "--quiet", "--gold", SEED / "events.json", "--json")  # the gold names file and day
        self.assertEqual(of_gold.out, of_file.out)


class Tags(HTMLParser):
    """Tags of a page that do not nest, ids that come twice, links that lead nowhere."""

    VOID = {"meta", "input", "br"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.names: set[str] = set()
        self.feed(html)
        self.faults += [f"{tag} is not closed" for tag in self.open]
        self.faults += [f"two of id {i}" for i in set(self.ids) if self.ids.count(i) > 1]
        self.faults += [f"{link} leads nowhere" for link in self.links - {"#" + i for i in self.ids}]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.ids += [v for k, v in attrs if k == "id" and v]
        self.links |= {v for k, v in attrs if k in ("href", "src") and v}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")


class Program(unittest.TestCase):
    """What holds without gold data."""

    TEXT = f"<b>News</b> & views. {SENTENCE} Nobody was hurt."

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="casus-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        at = self.TEXT.encode().index(b"arrested")
        sentence = [self.TEXT.index("Kenyan"), self.TEXT.index("Monday.") + 7]
        self.event = {"id": "<e1>", "event": ["COERCE"], "trigger": {"text": "arrested", "span": [at, at + 8]}, "sentence": sentence,
                      "actor": [{"name": "Kenya & co", "country": "KEN", "sector": "COP"}], "recipient": [], "status": "future"}
        self.missed = {"id": "e2", "event": ["AID"], "trigger": {"text": "hurt", "span": [len(self.TEXT) - 5, len(self.TEXT) - 1]},
                       "actor": [], "recipient": []}
        self.gold = self.write("gold.json", json.dumps({"document": {"file": "a.txt"}, "events": [self.event, self.missed],
                                                        "traps": [{"text": "News", "span": [3, 7], "why": "<i>a title</i>"}]}))
        self.article = self.write("a.txt", self.TEXT)
        found = {"document": {"id": "a.txt"}, "event": "COERCE", "actor": [{"text": "Kenyan police", "country": "KEN", "sector": "COP"}],
                 "evidence": {"trigger": {"text": "arrested", "span": [at, at + 8]}, "sentence": sentence, "mentions": [[at, at + 8]]}}
        alarm = {"document": {"id": "a.txt"}, "event": "AID", "evidence": {"trigger": {"text": "<b>News", "span": [0, 7]}, "sentence": [0, 20]}}
        self.records = self.write("records.jsonl", jsonl(found, alarm).decode())

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def evaluate(self, *arguments: str | Path, records: Path | None = None, gold: Path | None = None) -> Done:
        return casus("eval", "--gold", gold or self.gold, "--records", records or self.records, *arguments)

    def test_the_table_shows_each_level_with_an_interval(self) -> None:
        done = self.evaluate()
        self.assertEqual((done.status, done.err), (0, ""))
        for level in ("detection", "quad", "type", "actors", "sectors", "status", "source", "strict"):
            self.assertRegex(done.text, rf"(?m)^{level} +(\d\.\d{{3}} \[\d\.\d{{3}}, \d\.\d{{3}}\] *){{3}}$")
        self.assertRegex(done.text, r"(?m)^traps +1 of 1")

    def test_the_page_names_each_difference_and_escapes_all_text(self) -> None:
        page = self.folder / "errors.html"
        done = self.evaluate("--errors", page)
        self.assertEqual(done.status, 0, done.err)
        self.assertIn("3 cases", done.err)
        html = page.read_text(encoding="utf-8")
        tags = Tags(html)
        self.assertEqual(tags.faults, [])
        self.assertTrue(tags.names.isdisjoint({"script", "link", "img", "i"}), tags.names)
        for text in ("&lt;e1&gt;", "&lt;b&gt;", "Kenya &amp; co", "&lt;i&gt;a title", "in a trap", "wrong: status", "missed"):
            self.assertIn(text, html)
        self.assertIn('<span class="g m r">arrested</span>', html)
        self.assertNotRegex(html, r"(https?:)?//")

    def test_the_page_does_without_the_text(self) -> None:
        self.article.unlink()
        page = self.folder / "errors.html"
        self.assertEqual(self.evaluate("--errors", page).status, 0)
        self.assertIn("not at hand", page.read_text(encoding="utf-8"))

    def test_the_page_does_not_mark_words_in_another_text(self) -> None:
        self.article.write_text(SENTENCE, encoding="utf-8")
        page = self.folder / "errors.html"
        self.assertEqual(self.evaluate("--errors", page).status, 0)
        self.assertIn("not at hand", page.read_text(encoding="utf-8"))

    def test_the_same_bytes_come_out(self) -> None:
        for arguments in ((), ("--json",)):
            self.assertEqual(self.evaluate(*arguments).out, self.evaluate(*arguments).out)

    def test_other_records_are_compared_with(self) -> None:
        nothing = self.write("nothing.jsonl", "")
        done = self.evaluate("--against", nothing)
        self.assertEqual((done.status, done.err), (0, ""))
        self.assertRegex(done.text, r"(?m)^detection +\+0\.500 \[\+0\.500, \+0\.500\] +100\.0 % of rounds$")
        against = json.loads(self.evaluate("--json", "--against", self.records).text)["against"]
        self.assertEqual(against["detection"], {"difference": 0.0, "interval": [0.0, 0.0], "more_in": 0.0})
        self.assertEqual(self.evaluate("--against", self.folder / "absent.jsonl").status, 2)

    def test_a_split_leaves_the_others_out(self) -> None:
        def document(name: str, split: str) -> dict[str, Any]:
            return {"document": {"file": name, "split": split}, "events": [self.missed]}

        gold = self.write("gold.jsonl", jsonl(document("a.txt", "dev"), document("b.txt", "train")).decode())
        other = self.write("other.jsonl", self.records.read_text() + self.records.read_text().replace("a.txt", "b.txt"))
        done = self.evaluate("--split", "dev", "--json", gold=gold, records=other)
        self.assertEqual((done.status, done.err), (0, ""))
        self.assertEqual(json.loads(done.text)["documents"], 1)
        self.assertEqual(json.loads(done.text)["predicted"], 2)
        self.assertEqual(self.evaluate("--split", "test", gold=gold).status, 2)

    def test_a_gold_document_that_was_not_coded_is_told(self) -> None:
        both = [{"document": {"file": name}, "events": [self.missed]} for name in ("a.txt", "b.txt")]
        done = casus("eval", "--quiet", "--gold", self.write("both.json", json.dumps(both)), self.article)
        self.assertEqual(done.status, 0)
        self.assertIn("1 gold documents are not among", done.err)

    def expect_refusal(self, done: Done, *words: str, status: int = 2) -> None:
        self.assertEqual((done.status, done.out, len(done.messages)), (status, b"", 1), done.err)
        for word in words:
            self.assertIn(word, done.messages[0])

    def test_bad_input_is_one_line(self) -> None:
        broken = self.write("broken.json", '{"events": [')
        self.expect_refusal(self.evaluate(gold=self.folder / "no.json"), "not_found", "no.json")
        self.expect_refusal(self.evaluate(records=self.folder / "no.jsonl"), "not_found", "no.jsonl")
        self.expect_refusal(self.evaluate(gold=broken), "bad_input", "broken.json", "byte")
        self.expect_refusal(self.evaluate(records=broken), "bad_input", "broken.json:1", "byte")
        self.expect_refusal(self.evaluate(gold=self.records), "bad_input", "no gold document")
        self.expect_refusal(self.evaluate(records=self.gold), "bad_input", "gold.json:1")
        self.expect_refusal(self.evaluate(gold=self.folder), "io", status=4)
        self.expect_refusal(self.evaluate("--errors", self.folder / "no" / "page.html"), "io", "page.html", status=4)

    def test_records_of_an_unknown_document_are_named(self) -> None:
        gold = self.write("both.json", json.dumps([{"document": {"file": n}, "events": []} for n in ("x.txt", "y.txt")]))
        self.expect_refusal(self.evaluate(gold=gold), "bad_input", "'a.txt'")

    def test_records_and_documents_exclude_each_other(self) -> None:
        self.expect_refusal(self.evaluate(self.article), "--records")

    def test_without_either_the_golds_own_texts_are_coded(self) -> None:
        done = casus("eval", "--quiet", "--gold", self.gold, "--json")
        self.assertEqual((done.status, done.err), (0, ""))
        self.assertEqual(done.out, casus("eval", "--quiet", "--gold", self.gold, self.article, "--json").out)
        self.article.unlink()
        self.expect_refusal(casus("eval", "--gold", self.gold), "not_found", "a.txt", "--records")
        gold = json.loads(self.gold.read_text())
        gold["document"]["text"] = self.TEXT
        of_text = casus("eval", "--quiet", "--gold", self.write("gold.json", json.dumps(gold)), "--json")
        self.assertEqual(of_text.out, done.out)

    def test_a_document_that_is_lost_shows_in_the_status(self) -> None:
        done = casus("eval", "--quiet", "--gold", self.gold, self.article, self.folder / "no.txt")
        self.assertEqual(done.status, 1)
        self.assertIn("no.txt", done.err)
        self.assertIn("strict", done.text)


if __name__ == "__main__":
    unittest.main()
