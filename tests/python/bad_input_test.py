# SPDX-License-Identifier: Apache-2.0
"""What is bad among the inputs is named on one line, and the rest is done."""
from __future__ import annotations

import os
import random
import shutil
import tempfile
import unittest
from pathlib import Path

from program import DATA, SENTENCE, code, casus, jsonl

PAGE = f"<html><head><title>Arrests</title></head><body><article><p>{SENTENCE}</p>"


class BadInput(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="casus-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.good = self.write("good.txt", SENTENCE)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def expect_lost(self, path: Path | str, *words: str) -> None:
        """The input is lost and named with these words; the good one beside it is coded."""
        done = code(path, self.good)
        self.assertEqual(done.status, 1, done.err)
        self.assertEqual({r["document"]["id"] for r in done.records}, {"good.txt"})
        self.assertEqual(len(done.messages), 2, done.err)
        for word in (Path(path).name, *words):
            self.assertIn(word, done.messages[0])
        self.assertIn("1 input was lost", done.messages[1])

    def expect_repaired(self, path: Path, *words: str) -> list[dict]:
        """The input is coded, with one warning that holds these words; nothing is lost."""
        done = code(path)
        self.assertEqual(done.status, 0, done.err)
        self.assertEqual(len(done.messages), 1, done.err)
        for word in ("warning", path.name, *words):
            self.assertIn(word, done.messages[0])
        return done.records

    def test_an_empty_file_has_no_events_and_is_no_failure(self) -> None:
        for name in ("empty.txt", "empty.html", "empty.jsonl"):
            done = code(self.write(name, b""))
            self.assertEqual((done.status, done.out, done.err), (0, b"", ""), name)

    def test_a_file_of_white_space_has_no_events(self) -> None:
        done = code(self.write("blank.txt", " \n\t\n" * 100))
        self.assertEqual((done.status, done.out), (0, b""))

    def test_binary_data_is_named(self) -> None:
        self.expect_lost(self.write("noise.txt", random.Random(1).randbytes(20_000)), "bad_input", "binary")

    def test_a_picture_is_named(self) -> None:
        self.expect_lost(self.write("photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(2000)), "bad_input")

    def test_a_feed_is_not_taken_for_text(self) -> None:
        self.expect_lost(self.write("feed.txt", '<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>'), "unsupported")

    def test_a_line_of_10_mb_is_done_or_named(self) -> None:
        self.expect_lost(self.write("words.txt", (SENTENCE + " ") * 190_000), "limit", "words")
        done = code(self.write("word.txt", "a" * 10_000_000))
        self.assertEqual((done.status, done.out), (0, b""), done.err)

    def test_a_jsonl_line_of_10_mb_harms_no_other_line(self) -> None:
        good = {"id": "good", "text": SENTENCE}
        done = code(self.write("long.jsonl", jsonl({"id": "long", "text": SENTENCE * 190_000}, good)))
        self.assertEqual(done.status, 1)
        self.assertEqual({r["document"]["id"] for r in done.records}, {"good"})
        self.assertIn("long", done.messages[0])

    def test_broken_utf8_is_a_warning(self) -> None:
        text = ("Die Fu\u00dfg\u00e4nger warteten. " * 20 + SENTENCE).encode("utf-8") + b" \xff\xfe\n"
        records = self.expect_repaired(self.write("broken.txt", text))
        self.assertIn("COERCE", {r["event"] for r in records})

    def test_truncated_html_is_a_warning(self) -> None:
        records = self.expect_repaired(self.write("cut.html", PAGE + "<p>The minister said th"), "truncated")
        self.assertIn("COERCE", {r["event"] for r in records})

    def test_a_guessed_encoding_is_a_warning(self) -> None:
        text = f"Pr\u00e4sident M\u00fcller sprach in K\u00f6ln. {SENTENCE}"
        records = self.expect_repaired(self.write("latin.txt", text.encode("latin-1")), "guessed")
        self.assertIn("COERCE", {r["event"] for r in records})

    def test_utf16_with_a_mark_is_read(self) -> None:
        done = code(self.write("wide.txt", SENTENCE.encode("utf-16")))
        self.assertEqual(done.status, 0, done.err)
        self.assertIn("COERCE", {r["event"] for r in done.records})

    def test_a_declared_encoding_is_read(self) -> None:
        page = f'<html><head><meta charset="windows-1251"><title>\u041a</title></head><body><p>{SENTENCE} \u041a\u0438\u0435\u0432</p></body></html>'
        done = code(self.write("declared.html", page.encode("cp1251")))
        self.assertEqual((done.status, done.err), (0, ""))
        self.assertIn("COERCE", {r["event"] for r in done.records})

    def test_bad_json_lines_are_named_by_number(self) -> None:
        lines = jsonl({"id": "a", "text": SENTENCE}) + b'{"id": "b", "text": \n[1]\n{"id": "d", "title": "no text"}\n' + jsonl({"id": "e", "text": SENTENCE})
        done = code(self.write("lines.jsonl", lines))
        self.assertEqual(done.status, 1)
        self.assertEqual({r["document"]["id"] for r in done.records}, {"a", "e"})
        for number, message in zip((2, 3, 4), done.messages):
            self.assertIn(f"lines.jsonl:{number}:", message)
        self.assertIn("3 inputs were lost", done.messages[3])

    def test_an_unknown_file_is_named(self) -> None:
        self.expect_lost("nowhere.txt", "not_found")

    def test_a_pattern_that_fits_nothing_is_named(self) -> None:
        self.expect_lost(str(self.folder / "*.nothing"), "not_found")

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_what_may_not_be_read_is_named(self) -> None:
        closed = self.folder / "closed"
        closed.mkdir(mode=0)
        self.addCleanup(closed.chmod, 0o700)
        self.expect_lost(closed, "io")
        secret = self.write("secret.txt", SENTENCE)
        secret.chmod(0)
        self.expect_lost(secret, "io")

    def test_a_file_that_vanished_behind_a_link_is_named(self) -> None:
        (self.folder / "gone").mkdir()
        (self.folder / "gone" / "link.txt").symlink_to(self.folder / "never")
        done = code(self.folder / "gone", self.good)
        self.assertEqual(done.status, 1)
        self.assertIn("link.txt", done.messages[0])
        self.assertTrue(done.records)

    def test_every_command_names_what_is_lost(self) -> None:
        for command in ("quotes", "annotate", "explain"):
            done = casus(command, "--quiet", "nowhere.txt", self.good)
            self.assertEqual(done.status, 1, command)
            self.assertIn("nowhere.txt", done.messages[0])
            if command != "quotes":
                self.assertTrue(done.out, command)


class BadData(unittest.TestCase):
    """A damaged or missing model or table: nothing starts, and the file is named."""

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="casus-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        for entry in DATA.iterdir():
            if entry.name != "model":
                (self.folder / entry.name).symlink_to(entry.resolve())
        (self.folder / "model").mkdir()
        self.model = self.folder / "model" / "casus-base.model"
        self.bytes = (DATA / "model" / "casus-base.model").read_bytes()

    def expect_refusal(self, *words: str, options: tuple[str, ...] = ()) -> None:
        done = code("-", *options, given=SENTENCE.encode(), CASUS_DATA=str(self.folder))
        self.assertGreaterEqual(done.status, 2, done.err)
        self.assertLess(done.status, 100, done.err)
        self.assertEqual((done.out, len(done.messages)), (b"", 1), done.err)
        for word in words:
            self.assertIn(word, done.messages[0])

    def test_the_whole_model_is_taken(self) -> None:
        self.model.write_bytes(self.bytes)
        self.assertEqual(code("-", given=SENTENCE.encode(), CASUS_DATA=str(self.folder)).status, 0)

    def test_a_missing_model_is_named(self) -> None:
        self.expect_refusal("casus-base.model")

    def test_a_model_by_another_name_is_taken_and_a_wrong_name_is_told(self) -> None:
        self.model.with_name("casus-own.model").write_bytes(self.bytes)
        done = code("-", "--model", "own", given=SENTENCE.encode(), CASUS_DATA=str(self.folder))
        self.assertEqual(done.status, 0, done.err)
        self.expect_refusal("casus-huge.model", "there is own", options=("--model", "huge"))
        self.expect_refusal("no such model", options=("--model", "../model/casus-own"))

    def test_a_model_in_parts(self) -> None:
        def write(*parts: bytes) -> None:
            for n, part in enumerate(parts, start=1):
                self.model.with_name(f"casus-base.model.{n}").write_bytes(part)

        at = len(self.bytes) // 2 // 4096 * 4096
        write(self.bytes[:at], self.bytes[at:])
        self.assertEqual(code("-", given=SENTENCE.encode(), CASUS_DATA=str(self.folder)).status, 0)
        write(self.bytes[: at + 64], self.bytes[at + 64 :])
        self.expect_refusal("bad_data", "casus-base.model.1", "multiple of 4096")
        write(self.bytes[:at], self.bytes[at:-64])
        self.expect_refusal("bad_data", "truncated")
        write(self.bytes[:at], b"")
        self.expect_refusal("casus-base.model.2", "not a file with bytes")
        self.model.with_name("casus-base.model.2").unlink()
        self.expect_refusal("bad_data", "truncated")

    def test_an_empty_model_is_refused(self) -> None:
        self.model.write_bytes(b"")
        self.expect_refusal("casus-base.model")

    def test_a_truncated_model_is_refused(self) -> None:
        for size in (1, 63, 64, 4096, len(self.bytes) // 2, len(self.bytes) - 1):
            self.model.write_bytes(self.bytes[:size])
            self.expect_refusal("bad_data", "casus-base.model")

    def test_a_changed_byte_is_noticed(self) -> None:
        for place in (0, 9, 200, len(self.bytes) // 3, len(self.bytes) - 1):
            self.model.write_bytes(self.bytes[:place] + bytes([self.bytes[place] ^ 0x41]) + self.bytes[place + 1:])
            self.expect_refusal("bad_data", "casus-base.model")

    def test_a_file_of_another_kind_is_refused(self) -> None:
        self.model.write_bytes(b"\x7fELF" + bytes(100_000))
        self.expect_refusal("bad_data", "casus-base.model")

    def test_a_broken_codebook_is_named_with_its_line(self) -> None:
        self.model.write_bytes(self.bytes)
        (self.folder / "codebook").unlink()
        shutil.copytree(DATA / "codebook", self.folder / "codebook")
        file = self.folder / "codebook" / "plover" / "aid.toml"
        file.write_text(file.read_text(encoding="utf-8") + '\n[[predicate]]\nverb = "help"\nactor = ["doer"]\nrecipient = ["undergoer"]\ncolour = "red"\n', encoding="utf-8")
        self.expect_refusal("bad_data", "aid.toml:", "colour")

    def test_a_data_folder_without_a_codebook_is_refused(self) -> None:
        done = code("-", given=b"", CASUS_DATA=str(self.folder / "model"))
        self.assertEqual(done.status, 2)
        self.assertIn("CASUS_DATA", done.messages[0])


if __name__ == "__main__":
    unittest.main()
