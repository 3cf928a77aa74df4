# SPDX-License-Identifier: Apache-2.0
"""Finds the words that a mark quotes in the text of its block, and gives their spans."""

from __future__ import annotations

import re


class Wrong(Exception):
    """One mark is wrong; the message says what was found and what was expected."""


def unwrapped(text: str) -> str:
    """The text with the line breaks inside its paragraphs turned into blanks, so that every offset stays what it was.

    A text is wrapped where blank lines divide it and no line is longer than 100 characters. A break in it is no end
    where the next word would have made the line about as long as the longest; any other line, such as a heading,
    keeps its break.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if width > 100 or "\n\n" not in text:
        return text
    flat = lines[0]
    for line, following in zip(lines, lines[1:]):
        word = following.split()[:1]
        soft = line.strip() and word and 4 * (len(line.rstrip()) + 1 + len(word[0])) >= 3 * width
        flat += (" " if soft else "\n") + following
    return flat


def places(words: str, text: str, loose: bool = False) -> list[tuple[int, int]]:
    """Where `words` stand in `text` as whole words; if loose, a blank stands for any number of them."""
    edge_before = r"(?<!\w)" if words[:1].isalnum() else ""
    edge_after = r"(?!\w)" if words[-1:].isalnum() else ""
    middle = " +".join(map(re.escape, words.split())) if loose else re.escape(words)
    return [m.span() for m in re.finditer(edge_before + middle + edge_after, text)]


def one_line(text: str | None) -> str | None:
    return " ".join(text.split()) if text and "\n" in text else text


def sentences(text: str) -> list[tuple[int, int]]:
    """Rough sentences as half-open character ranges."""
    found, begin = [], 0
    for m in re.finditer(r"(?<=[.!?…])[\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9])|\n+", text):
        before = text[begin : m.start()]
        if "\n" not in m.group() and re.search(
            r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Capt|Maj|Gov|Sen|Rep|St|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec"
            r"|MR|MRS|DR|GEN|COL|LT|SGT|CAPT|MAJ|GOV|SEN|ST)\.$",
            before,
        ):
            continue
        found.append((begin, m.start()))
        begin = m.end()
    found.append((begin, len(text)))
    return found


class Finder:
    """Finds quoted words in one text and gives byte spans. In a wrapped text a blank stands for a line's end too."""

    def __init__(self, text: str) -> None:
        self.raw = text
        self.text = unwrapped(text)  # the same offsets
        self.wrapped = self.text != text
        self.sentences = sentences(self.text)
        self.near: int | None = None  # where the trigger stands: decides between several occurrences

    def bytes(self, begin: int, end: int) -> list[int]:
        start = len(self.text[:begin].encode())
        return [start, start + len(self.text[begin:end].encode())]

    def places(self, words: str) -> list[tuple[int, int]]:
        return places(words, self.text, self.wrapped)

    def sentence(self, at: int) -> tuple[int, int]:
        return next(((b, e) for b, e in self.sentences if b <= at < e), (0, len(self.text)))

    def find(self, words: str, anchor: str | None) -> tuple[int, int]:
        words = words.strip()
        if not words:
            raise Wrong("found no words, expected the exact words of the text")
        if " … " in words or " ... " in words:
            first, last = re.split(r" (?:…|\.\.\.) ", words, maxsplit=1)
            if '@"' in first:
                first, anchor, _ = item(first)
            begin = self.find(first, anchor)[0]
            ends = [e for b, e in self.places(last) if b >= begin]
            if not ends:
                raise Wrong(f"found “{first}”, expected “{last}” after it")
            return begin, ends[0]
        if anchor is not None:
            at = self.places(anchor)
            if len(at) != 1:
                raise Wrong(f"found the anchor “{anchor}” {len(at)} times, expected once")
            begin = at[0][0]
            inside = places(words, self.text[begin : at[0][1]], self.wrapped)
            if len(inside) != 1:
                raise Wrong(f"found “{words}” {len(inside)} times in its anchor “{anchor}”, expected once")
            return begin + inside[0][0], begin + inside[0][1]
        at = self.places(words)
        if not at:
            raise Wrong(f"found “{words}” nowhere in the text, expected its exact words{self.close(words)}")
        if len(at) > 1 and self.near is not None:
            paragraph, line = (
                (t.rfind("\n", 0, self.near) + 1, (t + "\n").find("\n", self.near))
                for t in (self.text, self.raw)
            )
            for b, e in (paragraph, self.sentence(self.near), line):
                at = [p for p in at if b <= p[0] < e] or at
        if len(at) > 1:
            raise Wrong(
                f'found “{words}” {len(at)} times, expected an anchor: {words}@"longer words that occur once"'
            )
        return at[0]

    def close(self, words: str) -> str:
        for other in (
            words.replace("'", "’"),
            words.replace("’", "'"),
            words.replace('"', "“"),
            words.lower(),
            words.capitalize(),
        ):
            if other != words and self.places(other):
                return f"; the text has “{other}”"
        return ""


ITEM = re.compile(r'^(?P<words>.*?)(?:@"(?P<anchor>.*)")?(?:\[(?P<codes>[^\[\]]*)\])?$', re.S)


def item(value: str) -> tuple[str, str | None, str | None]:
    """Splits `words@"anchor"[codes]`."""
    m = ITEM.match(value.strip())
    assert m
    return m["words"].strip(), m["anchor"], m["codes"]


def head_of(words: str) -> str:
    """The head word of a noun phrase: the last word before a following phrase or clause."""
    core = re.split(
        r",| (?:of|in|from|at|on|for|with|by|to|near|against|under|who|whom|whose|which|that|and|or|after|during|carrying|including)\b",
        words,
        flags=re.I if words.isupper() else 0,
    )[0]
    return (core.strip() or words).split()[-1]
