# SPDX-License-Identifier: Apache-2.0
"""The sources of natural text: documents of ../shared/corpora, which blocks quote or only name by their id."""

from __future__ import annotations

import gzip
import json
import re
import sys
from pathlib import Path
from typing import Iterator

from batch import HERE, SHARED, Block, Report, rows, shown

STORED = {"gum", "ud-ewt", "re3d", "geovirus", "causal-news"}  # texts whose licence lets us keep them
FETCHED = {"geowebnews", "muc4"}  # spans alone; the text is read from ../shared
LEARNT = {"muc4", "causal-news"}  # models learnt from their texts before these were marked: what is marked now is for training


def conllu(path: Path) -> Iterator[tuple[str, str]]:
    """Documents of a CoNLL-U file as id and text, a paragraph a line; blocks of a heading stand alone."""
    name, paragraphs = None, []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                if name:
                    yield name, "\n\n".join(p for p in paragraphs if p)
                name, paragraphs = line.split(" = ", 1)[1].strip(), [""]
            elif line.startswith("# newpar"):
                paragraphs.append("")
            elif line.startswith("# text = "):
                paragraphs[-1] = (paragraphs[-1] + " " + line[9:].strip()).strip()
    if name:
        yield name, "\n\n".join(p for p in paragraphs if p)


def joined(sentence: str) -> str:
    """A sentence whose tokens stand apart (causal-news), its blanks set as in print."""
    text = sentence.replace("``", '"').replace("''", '"').replace("‘ ", "‘").replace("“ ", "“").replace(" ”", "”")
    parts = text.split('"')
    for k in range(1, len(parts)):  # marks open and close by turns
        if k % 2:
            parts[k] = parts[k].strip() if k + 1 < len(parts) else parts[k].lstrip()
    text = '"'.join(parts)
    text = re.sub(r" ’ (s|t|re|ve|ll|d|m)\b", r"’\1", text)
    text = re.sub(r" (n't|['’](s|S|re|ve|ll|d|m)\b)", r"\1", text)
    text = re.sub(r"(?<=[sx]) (['’])(?= [a-zA-Z])", r"\1", text)  # workers ' strike
    text = re.sub(r" ’(?=\W|$)", "’", text)
    text = re.sub(r" ([,.;:?!%)\]])", r"\1", text)
    text = re.sub(r"([(\[#]|[$£€](?= \d)) ", r"\1", text)
    text = re.sub(r"(?<=\d) - (?=[a-z])", "-", text)
    return " ".join(text.split())


def causal_news(folder: Path) -> dict[str, tuple[str, str]]:
    """The articles that batches.tsv names by section and first and last sentence ("01/11-13"), a sentence a paragraph.

    The corpus gives sentences one by one; "train_01_11_3048" is a sentence of number 11 in section 01, and sentences of one article
    have numbers that follow one another. Of two with one number the title, without a full stop, goes first.
    """
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    with gzip.open(folder / "cnc-train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            *section, number, _ = record["id"].removeprefix("train_").split("_")
            ends = record["text"].rstrip()[-1:] in ".”\"'?!"
            sections.setdefault("".join(section), []).append((int(number), ends, joined(record["text"])))
    found = {}
    for _, _, corpus, doc, *_ in rows(HERE / "batches.tsv"):
        if corpus == "causal-news":
            section, _, numbers = doc.partition("/")
            first, _, last = numbers.partition("-")
            inside = sorted(s for s in sections[section] if int(first) <= s[0] <= int(last or first))
            found[doc] = ("\n\n".join(text for _, _, text in inside), "CC0")
    return found


_TEXTS: dict[str, dict[str, tuple[str, str]]] = {}


def source_texts(corpus: str) -> dict[str, tuple[str, str]]:
    """id -> (text, licence) of the train part of a corpus of ../shared."""
    if corpus in _TEXTS:
        return _TEXTS[corpus]
    folder, found = SHARED / "corpora" / corpus, {}
    if corpus == "causal-news":
        found = causal_news(folder)
    elif corpus in ("gum", "ud-ewt"):
        for path in sorted(folder.glob("*train*.conllu.gz")):
            for name, text in conllu(path):
                genre = name.split("_")[1] if corpus == "gum" else ""
                licence = {
                    "": "CC BY-SA 4.0",
                    "news": "CC BY 2.5",
                    "interview": "CC BY 2.5",
                    "bio": "CC BY-SA 3.0",
                    "speech": "public domain",
                }.get(genre, "CC BY 4.0")
                found[name] = (text, licence)
    else:
        for path in sorted(folder.glob("*train*.jsonl.gz")):
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for record in map(json.loads, filter(str.strip, lines)):
                    licence = record.get("licence") or {"geovirus": "CC BY 2.5"}.get(corpus, "spans alone")
                    found[record["id"]] = (record["text"], licence)
    _TEXTS[corpus] = found
    return found


def tidy(text: str) -> str:
    """The paragraphs of a text as a batch stores them."""
    return "\n\n".join(" ".join(p.split()) for p in text.split("\n") if p.strip())


def skeleton(name: str) -> int:
    """Writes the batch `name` of batches.tsv with texts and no marks."""
    out = [f"# Batch {name}. Marks follow each paragraph; see GUIDELINES.md.", ""]
    for batch, block, corpus, doc, _, published, register in rows(HERE / "batches.tsv"):
        if batch == name:
            text, licence = source_texts(corpus)[doc]
            head = f'== {block} corpus={corpus} doc={doc} licence="{licence}" register={register}'
            head += " split=train" if corpus in LEARNT else ""
            out += [head + (f" published={published}" if published != "-" else ""), ""]
            if corpus in STORED:
                for paragraph in tidy(text).split("\n\n"):
                    out += [("\\" if paragraph[:1] in "#>=\\" else "") + paragraph, ""]
    target = HERE / "natural" / f"{name}.ann"
    if target.exists():
        print(f"{shown(target)} is there already", file=sys.stderr)
        return 1
    if len(out) == 2:
        print(f"batches.tsv has no batch {name}", file=sys.stderr)
        return 1
    target.parent.mkdir(exist_ok=True)
    target.write_text("\n".join(out) + "\n", encoding="utf-8")
    print(shown(target))
    return 0


def give_text(block: Block, report: Report) -> None:
    """Natural text: read from ../shared, or compared with it where the batch stores it."""
    corpus, doc = block.settings.get("corpus"), block.settings.get("doc")
    if corpus is None:
        if not block.text:
            report.error(
                block.file, block.line, "found no text in the block, expected paragraphs under the head"
            )
        return
    if corpus not in STORED | FETCHED or not doc:
        report.error(
            block.file,
            block.line,
            f"found corpus={corpus} doc={doc}, expected one of {' '.join(sorted(STORED | FETCHED))} and a document",
        )
        return
    if corpus in FETCHED and block.text:
        report.error(
            block.file,
            block.line,
            f"found the text of a document of {corpus}, expected marks alone: its licence",
        )
    if not (SHARED / "corpora" / corpus).is_dir():
        return
    text = source_texts(corpus).get(doc)
    if text is None:
        report.error(
            block.file, block.line, f"found doc={doc}, expected a document of the train part of {corpus}"
        )
    elif corpus in FETCHED:
        block.text = text[0]
    elif "".join(block.text.split()) not in "".join(text[0].split()):
        report.error(
            block.file,
            block.line,
            "found a text that differs from the source, expected whole paragraphs as they are",
        )
