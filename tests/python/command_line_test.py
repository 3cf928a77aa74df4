# SPDX-License-Identifier: Apache-2.0
"""What the program promises on its command line: help, exit statuses, formats, inputs."""
from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from program import CASUS, SAMPLES, SENTENCE, casus, code, jsonl

COMMANDS = ("code", "explain", "annotate", "quotes", "eval", "bench")


class Help(unittest.TestCase):
    def test_names_every_command(self) -> None:
        done = casus("--help")
        self.assertEqual(done.status, 0)
        for command in COMMANDS:
            self.assertIn(command, done.text)

    def test_of_each_command_has_an_example(self) -> None:
        for command in COMMANDS:
            done = casus(command, "--help")
            self.assertEqual(done.status, 0)
            self.assertRegex(done.text, rf"Examples?:\n +.*casus {command}", command)

    def test_version_is_one_line(self) -> None:
        self.assertRegex(casus("--version").text, r"^casus \d+\.\d+\.\d+\n$")


class WrongUse(unittest.TestCase):
    def expect(self, word: str, *arguments: str) -> None:
        done = casus(*arguments)
        self.assertEqual((done.status, done.out), (2, b""), arguments)
        self.assertIn(word, done.err)

    def test_ends_with_status_2_and_says_what_is_wrong(self) -> None:
        self.expect("subcommand")
        self.expect("inputs", "code")
        self.expect("--formt", "code", "--formt", "csv", "x")
        self.expect("jsonl", "code", "--format", "xml", "x")
        self.expect("YYYY-MM-DD", "code", "--published", "yesterday", "x")
        self.expect("2026-02-30", "code", "--published", "2026-02-30", "x")
        self.expect("threads", "code", "--threads", "0", "x")

    def test_an_unknown_instruction_set_is_refused(self) -> None:
        done = code("-", given=b"", CASUS_ISA="abacus")
        self.assertGreaterEqual(done.status, 2)
        self.assertIn("abacus", done.err)


class Inputs(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="casus-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        for name in ("b.txt", "a.txt", "sub/c.html", "sub/d.png"):
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).write_text(SENTENCE, encoding="utf-8")

    def ids(self, *inputs: str | Path, given: bytes | None = None) -> list[str]:
        done = code(*inputs, given=given)
        self.assertEqual((done.status, done.err), (0, ""))
        return [r["document"]["id"] for r in done.records]

    def test_a_folder_is_read_in_order_of_names_with_what_is_below(self) -> None:
        self.assertEqual(self.ids(self.folder), ["a.txt", "b.txt", "c.html"])

    def test_a_pattern_is_resolved_by_the_program(self) -> None:
        self.assertEqual(self.ids(f"{self.folder}/*.txt"), ["a.txt", "b.txt"])

    def test_inputs_keep_the_order_given(self) -> None:
        self.assertEqual(self.ids(self.folder / "b.txt", self.folder / "a.txt"), ["b.txt", "a.txt"])

    def test_standard_input_is_named_by_a_dash(self) -> None:
        self.assertEqual(self.ids("-", given=SENTENCE.encode()), ["-"])

    def test_jsonl_is_found_out_on_standard_input(self) -> None:
        self.assertEqual(self.ids("-", given=jsonl({"id": "x", "text": SENTENCE}, {"id": "y", "text": SENTENCE})), ["x", "y"])

    def test_json_fields_come_back_in_the_record(self) -> None:
        given = {"id": "x", "text": SENTENCE, "title": "Arrests", "published": "2025-03-04", "publisher": "The Wire",
                 "url": "https://example.org/1", "language": "en", "desk": "Africa", "rank": 3}
        document = code("-", given=jsonl(given)).records[0]["document"]
        for field in ("id", "title", "published", "publisher", "url", "language"):
            self.assertEqual(document[field], given[field])
        self.assertEqual(document["extra"], {"desk": "Africa", "rank": 3})

    def test_the_day_given_holds_only_for_inputs_that_name_none(self) -> None:
        given = jsonl({"id": "x", "text": SENTENCE, "published": "2025-03-04"}, {"id": "y", "text": SENTENCE})
        done = code("-", "--published", "2026-01-09", given=given)
        self.assertEqual([r["document"]["published"] for r in done.records], ["2025-03-04", "2026-01-09"])

    def test_text_is_the_file_byte_for_byte_so_that_spans_hold_in_it(self) -> None:
        text = f"  Caf\u00e9 \u2014 \u201cnews\u201d\r\n\r\n{SENTENCE}\r\n"
        (self.folder / "odd.txt").write_bytes(text.encode("utf-8"))
        record = code(self.folder / "odd.txt").records[0]
        begin, end = record["evidence"]["trigger"]["span"]
        self.assertEqual(text.encode("utf-8")[begin:end], b"arrested")


class Formats(unittest.TestCase):
    def test_csv_has_a_header_and_as_many_fields_in_each_row(self) -> None:
        rows = list(csv.DictReader(io.StringIO(code(SAMPLES, "--format", "csv").text), strict=True))
        records = code(SAMPLES).records
        self.assertEqual([r["id"] for r in rows], [r["id"] for r in records])
        for row in rows:
            self.assertNotIn(None, row.keys())
            self.assertNotIn(None, row.values())

    def test_the_table_names_each_document(self) -> None:
        done = code(SAMPLES / "09-denial.txt", "--format", "table")
        self.assertIn("09-denial.txt: ", done.text)

    def test_the_page_is_whole_and_asks_for_nothing_outside(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.html"
            done = casus("explain", "--quiet", SAMPLES, "--html", page)
            self.assertEqual((done.status, done.out), (0, b""), done.err)
            html = page.read_text(encoding="utf-8")
        self.assertTrue(html.rstrip().endswith("</html>"))
        self.assertNotRegex(html, r'(src|href)="(https?:)?//')
        self.assertEqual(html.count('<div class="card'), len(code(SAMPLES).records))

    def test_markup_in_an_article_is_text_on_the_page(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.html"
            casus("explain", "-", "--input", "text", "--html", page, given=f"<script>alert(1)</script> {SENTENCE}".encode())
            html = page.read_text(encoding="utf-8")
        self.assertNotIn("<script>alert", html)

    def test_explain_without_a_terminal_has_no_colour(self) -> None:
        self.assertNotIn("\x1b", casus("explain", SAMPLES / "09-denial.txt").text)

    def test_control_characters_of_an_article_never_reach_the_terminal(self) -> None:
        given = f"\x1b[31mRed. {SENTENCE}\x07".encode()
        for arguments in (("explain", "-", "--input", "text"), ("code", "-", "--input", "text", "--format", "table")):
            self.assertNotIn("\x1b", casus(*arguments, given=given).text, arguments)

    def test_annotate_writes_every_token_with_ten_columns(self) -> None:
        done = casus("annotate", "-", given=SENTENCE.encode())
        rows = [line.split("\t") for line in done.text.splitlines() if line and not line.startswith("#")]
        self.assertEqual([row[1] for row in rows], ["Kenyan", "police", "arrested", "14", "people", "in", "Nairobi", "on", "Monday", "."])
        self.assertTrue(all(len(row) == 10 for row in rows))

    def test_annotate_takes_its_own_output_as_gold_tokens(self) -> None:
        first = casus("annotate", SAMPLES / "01-election-kenya.txt").text
        again = casus("annotate", "-", "--input", "conllu", given=first.encode())
        self.assertEqual(again.status, 0, again.err)
        words = lambda text: [line.split("\t")[1] for line in text.splitlines() if line and not line.startswith("#")]
        self.assertEqual(words(again.text), words(first))

    def test_annotate_json_has_every_layer(self) -> None:
        layers = json.loads(casus("annotate", "-", "--format", "json", given=SENTENCE.encode()).text)
        for layer in ("document", "text", "sentences", "tokens", "entities", "times", "places", "quantities", "roles", "attributions", "furniture"):
            self.assertIn(layer, layers)
        raw = layers["text"].encode()
        for layer in ("entities", "times", "places", "quantities"):
            for item in layers[layer]:
                self.assertEqual(raw[slice(*item["span"])].decode(), item["text"])

    def test_quotes_leave_the_marks_out(self) -> None:
        text = 'The president rejected the plan. "We will not sign it," President Ruto told reporters on Monday.'
        quotes = [json.loads(line) for line in casus("quotes", "-", given=text.encode()).text.splitlines()]
        self.assertEqual([q["text"].strip(",") for q in quotes], ["We will not sign it"])
        self.assertEqual(set(quotes[0]), {"document", "text", "span", "source", "cue", "addressee", "events"})
        self.assertEqual(text.encode()[slice(*quotes[0]["span"])].decode(), quotes[0]["text"])

    def test_a_full_disk_is_told(self) -> None:
        if not Path("/dev/full").exists():
            self.skipTest("no /dev/full here")
        with open("/dev/full", "wb") as full:
            done = subprocess.run([str(CASUS), "code", "--quiet", str(SAMPLES)], stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertIn(b"could not be written", done.stderr)


if __name__ == "__main__":
    unittest.main()
