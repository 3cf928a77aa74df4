# SPDX-License-Identifier: Apache-2.0
"""Tests of what training reads.  Run: python3 -m unittest discover -s train.  Needs no PyTorch; corpora only where said."""
from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import corpora  # noqa: E402
import data  # noqa: E402
import events  # noqa: E402
import windows  # noqa: E402

SHARED = Path(os.environ.get("CASUS_SHARED", Path(__file__).resolve().parents[2] / "shared"))
VOCAB = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "sold", "##ier", "##s", "cafe", "-", ".", "un", "##able"]


def tree(words: list[str]) -> data.Doc:
    """A document of one-word sentences, each a root."""
    n = len(words)
    doc = data.Doc("d", "made", list(words), [data.BLANK] + [data.SPACE] * (n - 1), list(range(n)))
    doc.columns = {"upos": ["NOUN"] * n, "sentence": ["B"] * n}
    doc.heads, doc.deprels, doc.roles = [0] * n, ["root"] * n, [None] * n
    return doc


class HeldOutDocuments(unittest.TestCase):
    def held_out(self) -> data.HeldOut:
        return data.HeldOut([("gum", "GUM_news_x"), ("ud-ewt (with propbank-ewt, uner-ewt, uds-factuality)", "weblog-y")])

    def test_refuses_a_listed_document(self) -> None:
        with self.assertRaisesRegex(ValueError, "gum/GUM_news_x"):
            data.check_held_out([data.Doc("GUM_news_z", "gum"), data.Doc("GUM_news_x", "gum")], self.held_out())

    def test_names_every_corpus_that_shares_the_document(self) -> None:
        for corpus in ("ud-ewt", "propbank-ewt", "uner-ewt", "uds-factuality"):
            self.assertTrue(self.held_out().refuses(corpus, "weblog-y"), corpus)

    def test_lets_others_pass(self) -> None:
        data.check_held_out([data.Doc("GUM_news_z", "gum"), data.Doc("weblog-y", "gum")], self.held_out())

    def test_reads_the_index(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "index.json"
            path.write_text(json.dumps([{"file": "a.txt", "source": {"corpus": "re3d", "id": "AB"}}]), encoding="utf-8")
            self.assertTrue(data.HeldOut.read(path).refuses("re3d", "AB"))

    @unittest.skipUnless((SHARED / "corpora").is_dir(), "no shared corpora here")
    def test_the_training_set_holds_none_of_the_25(self) -> None:
        held_out = data.HeldOut.read(SHARED / "gold" / "dev" / "index.json")
        self.assertEqual(held_out.count, 25)
        docs = corpora.load_train(SHARED / "corpora", held_out)
        ids = {d.id for d in docs}
        self.assertEqual(ids & {i for s in held_out.by_corpus.values() for i in s}, set())
        self.assertEqual(sum(d.corpus == "gum" for d in docs), 128 - len(held_out.by_corpus["gum"]))
        self.assertEqual(sum(d.corpus == "ud-ewt" for d in docs), 540)

    @unittest.skipUnless((SHARED / "corpora").is_dir(), "no shared corpora here")
    def test_corpora_do_hold_some_of_the_25_so_that_the_check_has_work(self) -> None:
        held_out = data.HeldOut.read(SHARED / "gold" / "dev" / "index.json")
        with self.assertRaises(ValueError):
            data.check_held_out(corpora.load_re3d(SHARED / "corpora") + corpora.load_gum(SHARED / "corpora", "train"), held_out)


class LemmaScripts(unittest.TestCase):
    def test_round_trip(self) -> None:
        for form, lemma in (("Killed", "kill"), ("went", "go"), ("is", "be"), ("NATO", "NATO"), ("cities", "city"), ("n't", "not"), ("I", "I")):
            self.assertEqual(corpora.apply_lemma_script(form, corpora.lemma_script(form, lemma)), lemma)

    def test_forms(self) -> None:
        self.assertEqual(corpora.lemma_script("Killed", "kill"), "s2:")
        self.assertEqual(corpora.lemma_script("Americans", "American"), "L1:")
        self.assertEqual(corpora.lemma_script("went", "go"), "=go")

    def test_a_cut_longer_than_the_form_leaves_the_suffix(self) -> None:
        self.assertEqual(corpora.apply_lemma_script("a", "s5:x"), "x")


class Pieces(unittest.TestCase):
    def setUp(self) -> None:
        self.tokenizer = windows.WordPiece(VOCAB)

    def test_longest_match_goes_on_with_continuations(self) -> None:
        self.assertEqual(self.tokenizer.pieces("Soldiers"), [5, 6, 7])

    def test_marks_and_case_are_dropped(self) -> None:
        self.assertEqual(self.tokenizer.pieces("CAF\u00c9"), [8])

    def test_punctuation_stands_alone(self) -> None:
        self.assertEqual(self.tokenizer.pieces("un-the."), [11, 9, 4, 10])

    def test_what_cannot_be_spelt_or_is_empty_is_unknown(self) -> None:
        for word in ("\u4e2d", "xyz", "", "\u200b", "s" * 101):
            self.assertEqual(self.tokenizer.pieces(word), [1], repr(word))

    def test_long_words_are_cut(self) -> None:
        self.assertEqual(len(self.tokenizer.pieces("-" * 40)), windows.MAX_WORD_PIECES)


class Shapes(unittest.TestCase):
    def test_case(self) -> None:
        for word, case in (("12", 0), ("the", 1), ("The", 2), ("A", 2), ("AB", 3), ("iPhone", 4), ("McA", 4), ("U.S.", 3), ("\u00c9t\u00e9", 2)):
            self.assertEqual(windows.case_of(word), case, word)

    def test_first_piece_tells_case_and_break_and_others_case(self) -> None:
        x = windows.encode(windows.plain_window(tree(["Soldiers", "the"]), 0, 2), windows.WordPiece(VOCAB), windows.Labels.build([tree(["a"] * 9)]))
        self.assertEqual(x.shapes, [25, 2 * 4 + 3, 22, 22, 1 * 4 + 1, 25])
        self.assertEqual(x.first, [1, 4])


class OwnTrees(unittest.TestCase):
    def test_takes_the_trees_that_stay_inside_their_sentence(self) -> None:
        doc = data.Doc("d", "events", ["Rain", "fell", "They", "left"], [data.BLANK] + [data.SPACE] * 3, [0, 2])
        tokens = [[0, 4, "Rain", 1], [5, 9, "fell", None], [10, 14, "They", 1], [15, 19, "left", None]]  # "They" hangs on "fell"
        tokens = [[*t, "X", "X", "_", t[2], "root" if t[3] is None else "nsubj"] for t in tokens]
        events.put_trees(doc, {"tokens": tokens, "sentences": [[0, 14], [15, 19]]})
        self.assertEqual(doc.heads, [2, 0, None, None])
        self.assertEqual(doc.deprels, ["nsubj", "root", None, None])
        self.assertEqual(doc.columns["sentence"], ["B", "I", "I", "B"])  # as the trees' reader cuts them


class Contexts(unittest.TestCase):
    def test_a_word_that_tells_an_event_has_several_or_none(self) -> None:
        doc = tree(["the"] * 3)
        doc.columns["event_context"] = [None, ["legal", "military", "unheard-of"], []]
        x = windows.encode(windows.plain_window(doc, 0, 3), windows.WordPiece(VOCAB), windows.Labels.build([doc], contexts=["military", "legal"]))
        self.assertEqual(x.targets["event_context"], [None, [1, 0], []])


class Windows(unittest.TestCase):
    def setUp(self) -> None:
        self.doc = tree(["the"] * 3000)
        self.tokenizer = windows.WordPiece(VOCAB)
        self.windows = windows.epoch_windows([self.doc], self.tokenizer, random.Random(3))

    def test_never_longer_than_the_positions(self) -> None:
        self.assertLessEqual(max(w.end - w.begin for w in self.windows), windows.MAX_PIECES - 2)
        self.assertGreater(max(w.end - w.begin for w in self.windows), 128)

    def test_cover_nearly_all_words(self) -> None:
        seen = {k for w in self.windows for k in range(w.begin, w.end)}
        self.assertGreater(len(seen), 2800)

    def test_a_sentence_longer_than_a_window_is_cut_and_ends(self) -> None:
        doc = tree(["the"] * 900)
        doc.starts, doc.roles = [0], [None]
        cut = windows.epoch_windows([doc], self.tokenizer, random.Random(1))
        self.assertGreater(max(w.end for w in cut), 880)

    def test_cut_sentences_have_no_tree(self) -> None:
        doc = tree(["the"] * 10)
        doc.starts, doc.roles, doc.heads = [0, 5], [None] * 2, [0, 1, 1, 1, 1] * 2
        x = windows.encode(windows.plain_window(doc, 2, 10), self.tokenizer, windows.Labels.build([tree(["a"] * 9)]))
        self.assertEqual([s[:2] for s in x.sentences], [(3, 8)])
        self.assertEqual(x.heads[:3], [-1] * 3)


class Nations(unittest.TestCase):
    """Which parties of a window teach the scorer of countries."""

    def setUp(self) -> None:
        self.doc = data.Doc("d", "events", forms=["Lima", "calm", "clerks", "left"], before=[data.SPACE] * 4, starts=[0, 2])
        self.doc.nations = ["PER", None, None, None]
        self.doc.roles = [None, None]
        self.labels = windows.Labels.build([])
        self.pieces = windows.WordPiece(["[UNK]", "[CLS]", "[SEP]"])

    def nations(self, country: str | None, begin: int) -> list[windows.Choice]:
        self.doc.parties = {2: country}
        return windows.encode(windows.plain_window(self.doc, begin, 4), self.pieces, self.labels).nations

    def test_point_to_the_words_of_their_country(self) -> None:
        self.assertEqual(self.nations("PER", 0), [(2, 0, [0], [0])])

    def test_with_a_country_that_no_word_has_teach_none(self) -> None:
        self.assertEqual(self.nations("BOL", 0), [(2, 0, [0], [])])

    def test_whose_country_stands_outside_of_the_window_are_left_out(self) -> None:
        self.doc.nations = ["PER", None, None, "BOL"]
        self.assertEqual(self.nations("PER", 2), [])
        self.assertEqual(self.nations("BOL", 2), [(0, 0, [1], [1])])


    def test_sides_of_an_event_point_to_the_words_of_all_their_countries(self) -> None:
        self.doc.nations = ["PER", None, None, "BOL"]
        self.doc.events = [data.EventRow(1, {}, {}, {"actor": {"PER", "BOL"}, "recipient": set()}), data.EventRow(2, {"same": {1}}, None)]
        sides = windows.encode(windows.plain_window(self.doc, 0, 4), self.pieces, self.labels).sides
        self.assertEqual(sides, [(1, 0, [0, 3], [0, 3]), (1, 1, [0, 3], [])])


class DevPart(unittest.TestCase):
    def test_texts_of_the_dev_part_are_known_by_their_name_in_other_corpora(self) -> None:
        records = [{"document": {"id": i, "source": s, "split": p}} for i, s, p in (("a", "GUM_a", "dev"), ("b", "GUM_b", "train"), ("c", None, "dev"))]
        self.assertEqual(events.dev_sources(records), {"GUM_a"})


class Spans(unittest.TestCase):
    def test_bio(self) -> None:
        labels = ["B-PER", "I-PER", "O", "B-LOC", "B-LOC", "I-ORG", None]
        self.assertEqual(corpora.bio_spans(labels), [(0, 1, "PER"), (3, 3, "LOC"), (4, 4, "LOC"), (5, 5, "ORG")])


class Factuality(unittest.TestCase):
    def test_bins_keep_the_mean(self) -> None:
        for value in (-3.4, -3, -0.6, 0, 1.072, 2.999, 3, 9):
            mean = sum(w * float(b) for w, b in zip(windows.factuality_target(value), data.FACTUALITY_BINS))
            self.assertAlmostEqual(mean, max(-3, min(3, value)))


if __name__ == "__main__":
    unittest.main()
