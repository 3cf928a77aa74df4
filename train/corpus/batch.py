# SPDX-License-Identifier: Apache-2.0
"""Reads a batch: its blocks with their paragraphs and marks, as lines. What a mark says is read in marks.py.

Also what all parts share: where files lie, which codes may stand in a batch, and the report of what is wrong.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHARED = Path(os.environ.get("CASUS_SHARED", ROOT.parent / "shared"))

SECTORS = set(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()
)
WORLD = set("IGO UNO EUR NGO ISM IMG MNC".split())
REGISTERS = set(
    "wire local broadcast communique tabloid translated report liveblog interview blog speech encyclopaedia "
    "newsgroup bulletin caption history fiction sport business court letter article".split()
)
DEV_OF_TEN = 0  # a document whose hash is this modulo ten belongs to the dev part


# --- codes -----------------------------------------------------------------------------------------------------------


@dataclass
class Codes:
    """What may stand in a batch: read from the codebook and the country tables."""

    modes: dict[str, set[str]]
    contexts: set[str]
    countries: set[str]
    territories: dict[str, str]
    region: dict[str, str]


def read_codes() -> Codes:
    book = ROOT / "data" / "codebook"
    modes = {}
    for path in sorted((book / "plover").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        modes[table["name"]] = {m["name"] for m in table.get("mode", [])}
    contexts = {
        c["name"] for c in tomllib.loads((book / "contexts.toml").read_text(encoding="utf-8"))["context"]
    }
    region = dict(rows(HERE / "regions.tsv"))
    territories = dict(rows(ROOT / "data" / "actors" / "territories.tsv"))
    return Codes(modes, contexts, set(region) | WORLD, territories, region)


def rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


# --- reading a batch -------------------------------------------------------------------------------------------------


@dataclass
class Mark:
    line: int
    text: str


@dataclass
class Block:
    file: Path
    line: int
    id: str
    settings: dict[str, str]
    paragraphs: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    text: str = ""

    @property
    def document(self) -> str:
        """What decides the side of the split: the group, the source document, or the block's own id."""
        return self.settings.get("group") or self.settings.get("doc") or self.id

    @property
    def split(self) -> str:
        """A tenth is kept from training, but for blocks that say `split=train`."""
        is_kept = int(hashlib.sha256(self.document.encode()).hexdigest()[:8], 16) % 10 == DEV_OF_TEN
        return self.settings.get("split") or ("dev" if is_kept else "train")


class Report:
    """Collects what is wrong, as file:line: message."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def error(self, file: Path, line: int, message: str) -> None:
        self.errors.append(f"{shown(file)}:{line}: error: {message}")

    def warn(self, file: Path, line: int, message: str) -> None:
        self.warnings.append(f"{shown(file)}:{line}: warning: {message}")


def shown(file: Path) -> str:
    return os.path.relpath(file, ROOT) if file.is_relative_to(ROOT) else file.name


def read_batch(file: Path, report: Report) -> list[Block]:
    blocks: list[Block] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("== "):
            head = re.findall(r'(\w+)="([^"]*)"|(\w+)=(\S+)|(\S+)', line[3:])
            words = [w for *_, w in head if w]
            settings = {a or c: b or d for a, b, c, d, _ in head if a or c}
            if len(words) != 1:
                report.error(
                    file, number, f"found {len(words)} ids in the head, expected one: == id key=value ..."
                )
            blocks.append(Block(file, number, words[0] if words else f"line-{number}", settings))
            for key in settings:
                if key not in (
                    "published",
                    "register",
                    "corpus",
                    "doc",
                    "licence",
                    "split",
                    "group",
                    "by",
                    "year",
                    "url",
                ):
                    report.error(
                        file,
                        number,
                        f"found {key}= in the head, expected published, register, corpus, doc, "
                        "licence, split, url, group, by or year",
                    )
            if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", blocks[-1].id):
                report.error(
                    file, number, f"found id {blocks[-1].id}, expected small letters, digits and hyphens"
                )
            if settings.get("register", "wire") not in REGISTERS:
                report.error(
                    file,
                    number,
                    f"found register {settings['register']}, expected one of {' '.join(sorted(REGISTERS))}",
                )
            if settings.get("split", "train") != "train":
                report.error(file, number, f"found split={settings['split']}, expected split=train or none")
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", settings.get("published", "2000-01-01")):
                report.error(file, number, f"found published={settings['published']}, expected YYYY-MM-DD")
        elif line.startswith("#") or not line.strip():
            continue
        elif not blocks:
            report.error(file, number, "found text before the first block, expected == id")
        elif line.startswith(">"):
            blocks[-1].marks.append(Mark(number, line[1:]))
        else:
            blocks[-1].paragraphs.append((line[1:] if line.startswith("\\") else line).strip())
    for block in blocks:
        block.text = "\n\n".join(block.paragraphs)
    return blocks
