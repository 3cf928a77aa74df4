# SPDX-License-Identifier: Apache-2.0
"""Makes data/lang/en/tokens.model, the decision of the token stage, from the train parts of UD EWT and GUM.

    python3 train/token_cuts.py --corpora CORPORA --held-out INDEX.json --tool build/release/train_tokens

Documents of the development gold are left out, and the run stops should one be left.  The treebanks are under CC BY-SA 4.0 (EWT) and
CC BY and CC BY-SA (GUM's open part), so the model is under CC BY-SA 4.0, as its first lines say.
"""
from __future__ import annotations

import argparse
import gzip
import subprocess
import sys
from pathlib import Path
from typing import Iterator

sys.path.insert(0, str(Path(__file__).resolve().parent))
from data import HeldOut  # noqa: E402

TREEBANKS = (("ud-ewt", "en_ewt-ud-train.conllu.gz"), ("gum", "en_gum-train.conllu.gz"))
NOTICE = (
    "# SPDX-License-Identifier: CC-BY-SA-4.0\n"
    "# Weights learnt by train/token_cuts.py from the train parts of UD English EWT (c) 2013-2021 The Board of Trustees of The Leland\n"
    "# Stanford Junior University, CC BY-SA 4.0, and of GUM (A. Zeldes and others), CC BY 4.0; the texts of its open part CC BY and CC BY-SA.\n"
)


def documents(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Identifier and lines of each document of a CoNLL-U file."""
    ident, lines = "", []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith("# newdoc id ="):
                if lines:
                    yield ident, lines
                ident, lines = line.split("=", 1)[1].strip(), []
            lines.append(line)
    if lines:
        yield ident, lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--held-out", type=Path, required=True)
    parser.add_argument("--tool", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parent.parent / "data")
    args = parser.parse_args()
    held_out = HeldOut.read(args.held_out)
    text, left_out = [], []
    for corpus, name in TREEBANKS:
        for ident, lines in documents(args.corpora / corpus / name):
            if held_out.refuses(corpus, ident):
                left_out.append(ident)
            else:
                text += lines
    if any(f"# newdoc id = {ident}\n" in text for ident in left_out):
        raise SystemExit("a held-out document is in the training data")
    print(f"left out: {', '.join(left_out)}", file=sys.stderr)
    command = ["nice", str(args.tool.resolve()), str(args.data)]
    model = subprocess.run(command, input="".join(text), stdout=subprocess.PIPE, text=True, check=True).stdout
    first, rest = model.split("\n", 1)
    (args.data / "lang" / "en" / "tokens.model").write_text(first + "\n" + NOTICE + rest, encoding="utf-8")


if __name__ == "__main__":
    main()
