# SPDX-License-Identifier: Apache-2.0
"""What must hold of every record, and that the same bytes come out at every setting."""
from __future__ import annotations

import json
import unittest
from typing import Any, Iterator

from program import SAMPLES, casus, code, jsonl

PARTY = {"text", "span", "name", "wikidata_id", "country", "sector", "other_sectors", "role"}
KEYS: dict[str, set[str]] = {
    "": {"schema", "id", "document", "event", "mode", "context", "quad", "plover_score", "cameo", "goldstein", "status", "historical",
         "actor", "recipient", "date", "place", "magnitude", "attribution", "evidence", "confidence", "coder"},
    "document": {"id", "publisher", "url", "title", "published", "language", "sha256"},
    "actor": PARTY,
    "recipient": PARTY,
    "date": {"start", "end", "granularity", "basis", "text", "span"},
    "place": {"text", "span", "name", "geonames_id", "lat", "lon", "radius_km", "country", "admin1", "feature"},
    "magnitude": {"what", "unit", "min", "max", "strict", "approximate", "text", "span"},
    "attribution": {"source", "kind", "cue", "content_span"},
    "evidence": {"trigger", "sentence", "mentions"},
    "coder": {"casus", "model", "knowledge", "codebook"},
}


def articles() -> list[dict[str, Any]]:
    """The samples that are plain text, as JSONL objects."""
    return [{"id": p.name, "text": p.read_text(encoding="utf-8")} for p in sorted(SAMPLES.glob("*.txt"))]


def spans(value: Any) -> Iterator[tuple[str, list[int]]]:
    """Every {"text", "span"} below `value`."""
    if isinstance(value, dict):
        if value.get("span") is not None and "text" in value:
            yield value["text"], value["span"]
        for item in value.values():
            yield from spans(item)
    elif isinstance(value, list):
        for item in value:
            yield from spans(item)


class Records(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.articles = articles()
        cls.bytes = {a["id"]: a["text"].encode("utf-8") for a in cls.articles}
        cls.done = code("-", "--published", "2025-06-30", given=jsonl(*cls.articles))
        cls.records = cls.done.records

    def test_there_are_some_and_nothing_is_said(self) -> None:
        self.assertEqual((self.done.status, self.done.err), (0, ""))
        self.assertGreater(len(self.records), 20)

    def test_have_the_fields_of_the_schema_and_no_others(self) -> None:
        for record in self.records:
            self.assertEqual(record["schema"], "casus.event/1")
            for field, keys in KEYS.items():
                value = record[field] if field else record
                for item in value if isinstance(value, list) else [value]:
                    self.assertEqual(set(item), keys, field)

    def test_spans_hold_their_words(self) -> None:
        for record in self.records:
            text = self.bytes[record["document"]["id"]]
            for words, (begin, end) in spans(record):
                self.assertEqual(text[begin:end].decode("utf-8"), words)

    def test_the_trigger_stands_in_its_sentence_and_among_the_mentions(self) -> None:
        for record in self.records:
            evidence = record["evidence"]
            begin, end = evidence["trigger"]["span"]
            self.assertLessEqual(evidence["sentence"][0], begin)
            self.assertLessEqual(end, evidence["sentence"][1])
            self.assertIn([begin, end], evidence["mentions"])

    def test_values_are_in_range_and_unknown_is_null(self) -> None:
        for record in self.records:
            self.assertIn(record["status"], ("actual", "future", "hypothetical", "negated"))
            self.assertTrue(0 <= record["confidence"] <= 1)
            self.assertTrue(-10 <= record["plover_score"] <= 10)
            self.assertIn(record["date"]["basis"], ("text", "publication", "none"))
            for party in record["actor"] + record["recipient"]:
                self.assertRegex(party["country"] or "XXX", r"^[A-Z]{3}$")
                for field in ("name", "wikidata_id", "country", "sector", "role"):
                    self.assertNotIn(party[field], ("", "None", "null"))
            for amount in record["magnitude"]:
                self.assertFalse(amount["min"] is not None and amount["max"] is not None and amount["min"] > amount["max"])

    def test_a_party_whose_words_tell_no_country_goes_with_a_place_nearby(self) -> None:
        text = "Thousands marched in Lima on Monday against the new tax. Two clerks were beaten by riot police, a union said."
        beaten = [r for r in code("-", given=jsonl({"id": "a", "text": text})).records if r["evidence"]["trigger"]["text"] == "beaten"]
        self.assertEqual([(p["text"], p["country"]) for r in beaten for p in r["recipient"]], [("Two clerks", "PER")])
        self.assertEqual([r["attribution"][-1]["source"]["text"] for r in beaten], ["a union"])

    def test_the_reasons_tell_a_learnt_decision_from_one_looked_up(self) -> None:
        shown = "".join(casus("explain", SAMPLES / a["id"]).text for a in self.articles)
        self.assertRegex(shown, r'event: "[^"]+" tells [A-Z]+ by the trained scorers')
        self.assertRegex(shown, r'event: "[^"]+" tells [A-Z]+ \(codebook/plover/')

    def test_ids_differ(self) -> None:
        ids = [r["id"] for r in self.records]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertTrue(all(len(i) == 16 for i in ids))

    def test_events_named_by_quotations_exist(self) -> None:
        ids = {r["id"] for r in self.records}
        done = casus("quotes", "--quiet", "-", "--published", "2025-06-30", given=jsonl(*self.articles))
        quotes = [json.loads(line) for line in done.text.splitlines()]
        for quote in quotes:
            self.assertLessEqual(set(quote["events"]), ids)


class SameBytes(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.articles = articles()
        cls.many = jsonl(*cls.articles)
        cls.records = code("-", "--threads", "1", given=cls.many).out

    def test_at_any_number_of_threads(self) -> None:
        for threads in ("2", "3", "8"):
            self.assertEqual(code("-", "--threads", threads, given=self.many).out, self.records, threads)

    def test_in_one_run_and_in_many(self) -> None:
        alone = b"".join(code("-", given=jsonl(article)).out for article in self.articles)
        self.assertEqual(alone, self.records)

    def test_in_any_order_of_documents(self) -> None:
        other = code("-", given=jsonl(*reversed(self.articles))).out
        self.assertEqual(sorted(other.splitlines()), sorted(self.records.splitlines()))

    def test_when_run_again(self) -> None:
        self.assertEqual(code("-", given=self.many).out, self.records)

    def test_of_annotations_at_any_number_of_threads(self) -> None:
        one = casus("annotate", "--quiet", "-", "--threads", "1", given=self.many).out
        self.assertEqual(casus("annotate", "--quiet", "-", "--threads", "4", given=self.many).out, one)

    def test_on_every_instruction_set(self) -> None:
        tried = []
        for isa in ("generic", "avx2", "avx512vnni"):
            done = code("-", given=self.many, CASUS_ISA=isa)
            if "unsupported" in done.err or "cannot" in done.err:
                continue
            self.assertEqual(done.status, 0, done.err)
            self.assertEqual(done.out, self.records, isa)
            tried.append(isa)
        self.assertIn("generic", tried)


if __name__ == "__main__":
    unittest.main()
