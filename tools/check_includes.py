#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Includes point one way (ARCHITECTURE.md). A folder may include itself and what CMakeLists.txt lets it link; of another
folder only its door (`<folder>/<folder>.h`) or what the folder offers to all (base, document, nn, pipeline, record)."""
from __future__ import annotations

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
OPEN = {"base", "document", "nn", "pipeline", "record", "lang", "sink"}
DOORS = {"nn": "nn/encoder.h"}


def allowed() -> dict[str, set[str]]:
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    out: dict[str, set[str]] = {}
    for match in re.finditer(r"^casus_folder\((\w+)([^)]*)\)", text, re.M):
        out[match[1]] = {w for w in match[2].split() if "::" not in w}
    return out


def main() -> int:
    links, faults = allowed(), []
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix not in {".h", ".cpp", ".inc"}:
            continue
        folder = path.relative_to(ROOT / "src").parts[0]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = re.match(r'\s*#include "([^"/]+)/([^"]+)"', line)
            if not match or match[1] == folder:
                continue
            where = f"{path.relative_to(ROOT)}:{number}"
            if match[1] not in links.get(folder, set()):
                faults.append(f"{where}: {folder} may not include {match[1]} (CMakeLists.txt)")
            elif match[1] not in OPEN and match[2] != f"{match[1]}.h":
                faults.append(f"{where}: {match[1]}/{match[2]} is not the door of {match[1]}")
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"includes: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
