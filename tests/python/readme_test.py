# SPDX-License-Identifier: Apache-2.0
"""The README's examples, run: every ```sh block under a `<!-- run -->` line, from the project's folder. The block ends with
the status that `<!-- run: N -->` names (0 unless told), and each line of the ```text block behind it occurs in what is
printed, in order; "…" in a line stands for anything."""
from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from program import CASUS, DATA, ROOT

BLOCK = re.compile(r"<!-- run(?:: (\d+))? -->\n```sh\n(.*?)```\n(?:\n?```text\n(.*?)```\n)?", re.S)


def fits(line: str, shown: str) -> bool:
    """True where `line` is what the README shows, but for white space at the ends and between columns."""
    pattern = ".*".join(r"\s+".join(map(re.escape, part.split())) for part in shown.split("\u2026"))
    return re.fullmatch(rf"\s*{pattern}\s*", line) is not None


class Readme(unittest.TestCase):
    def test_examples_do_what_is_shown(self) -> None:
        blocks = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
        self.assertGreaterEqual(len(blocks), 4)
        folder = Path(tempfile.mkdtemp(prefix="casus-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        for name in ("build/release", "data"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).symlink_to(CASUS.parent if name == "build/release" else DATA)
        for status, command, shown in blocks:
            with self.subTest(command=command.strip()):
                done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", command], cwd=folder, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, env=os.environ | {"CASUS_DATA": str(DATA)}, timeout=120)
                out = done.stdout.decode("utf-8")
                self.assertEqual(done.returncode, int(status or 0), out)
                lines = iter(out.splitlines())
                for line in filter(str.strip, shown.splitlines()):
                    self.assertTrue(any(fits(l, line) for l in lines), f"not printed, or not in this order: {line}\n{out}")


if __name__ == "__main__":
    unittest.main()
