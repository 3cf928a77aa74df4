# SPDX-License-Identifier: Apache-2.0
"""How marks of the event corpus become training documents; needs neither PyTorch nor the corpora."""
from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "train"))

from calibrate import calibration_error, curve, isotonic, rising  # noqa: E402
from events import Words, event_doc  # noqa: E402

TEXT = "Kenyan guards beat two clerks. Police denied the beating."
FORMS = [  # text, head, part of speech
    ("Kenyan", 1, "ADJ"), ("guards", 2, "NOUN"), ("beat", None, "VERB"), ("two", 4, "NUM"), ("clerks", 2, "NOUN"), (".", 2, "PUNCT"),
    ("Police", 7, "NOUN"), ("denied", None, "VERB"), ("the", 9, "DET"), ("beating", 7, "NOUN"), (".", 7, "PUNCT"),
]  # fmt: skip


def annotated() -> dict:
    tokens, at = [], 0
    for form, head, upos in FORMS:
        at = TEXT.index(form, at)
        tokens.append([at, at + len(form), form, head, upos, "_", "_", form.lower(), "dep"])
        at += len(form)
    return {"text": TEXT, "tokens": tokens, "sentences": [[0, 30], [31, len(TEXT)]], "nations": [[0, 6, "KEN"]]}


def span(words: str) -> list[int]:
    begin = TEXT.index(words)
    return [begin, begin + len(words)]


def party(words: str, country: str | None, sector: str | None) -> dict:
    return {"text": words, "span": span(words), "head": None, "country": country, "sector": sector}


def record() -> dict:
    event = {
        "event": ["ASSAULT"], "mode": ["beat"], "trigger": {"text": "beat", "span": span("beat")}, "status": "actual", "historical": False,
        "required": True, "actor": [party("Kenyan guards", "KEN", "COP")], "recipient": [party("two clerks", "KEN", "BUS")],
        "mentions": [{"text": "beating", "span": span("beating")}], "places": [], "magnitude": [], "sources": [],
    }  # fmt: skip
    return {"document": {"id": "x", "text": TEXT}, "events": [event]}


def test_head_of_a_span_hangs_on_a_word_outside() -> None:
    words = Words(annotated())
    assert words.head(span("Kenyan guards")) == 1
    assert words.head(span("two clerks")) == 4


def test_words_of_a_span_are_those_that_it_touches() -> None:
    assert list(Words(annotated()).inside(span("beat two"))) == [2, 3]
    assert list(Words(annotated()).inside([0, 3])) == [0]


def test_marks_become_columns_and_arcs() -> None:
    doc = event_doc(record(), annotated())
    assert doc.starts == [0, 6]
    assert [doc.columns["event"][k] for k in (2, 4, 9)] == ["ASSAULT", "O", "ASSAULT"]
    assert doc.columns["event_rank"][2] == "required" and doc.columns["event_rank"][9] == "mention"
    assert doc.columns["event_mode"][2] == "ASSAULT.beat"
    assert doc.columns["sector"][1] == "COP"
    assert doc.parties == {1: "KEN", 4: "KEN"}
    main = next(row for row in doc.events if row.trigger == 2)
    assert main.arcs["actor"] == {1} and main.arcs["recipient"] == {4} and main.arcs["same"] == {9}
    again = next(row for row in doc.events if row.trigger == 9)
    assert again.arcs == {"same": {2}}


def test_words_without_a_country_are_no_evidence() -> None:
    assert event_doc(record(), annotated()).nations == ["KEN"] + [None] * 10


def test_isotonic_curve_never_falls() -> None:
    pairs = [(0.1, False), (0.2, True), (0.3, False), (0.6, True), (0.7, False), (0.9, True), (0.95, True)]
    points = isotonic(pairs)
    assert all(a[0] < b[0] and a[1] <= b[1] for a, b in zip(points, points[1:]))
    ends = rising(points)
    assert ends[0][0] == 0.0 and ends[-1][0] == 1.0
    assert curve([(0.0, 0.0), (1.0, 0.5)], 0.5) == 0.25


def test_calibration_error_is_the_distance_of_confidence_and_share() -> None:
    right = [(0.8, k < 8) for k in range(10)]
    assert abs(calibration_error(right, bins=1)) < 1e-9
    assert abs(calibration_error([(0.8, False)] * 10, bins=1) - 0.8) < 1e-9
