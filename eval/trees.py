#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tags, lemmas and trees on gold tokens and sentences.

    casus annotate --input conllu GOLD.conllu > SYSTEM.conllu
    eval/trees.py GOLD.conllu[.gz] SYSTEM.conllu

Counts every word, punctuation too; relations without subtypes (`las+` with them); lemmas without regard to case.
"""
from __future__ import annotations

import sys
from collections import Counter

from conllu import read


def main(gold_path: str, system_path: str) -> int:
    count: Counter[str] = Counter()
    system = read(system_path)
    for gold in read(gold_path):
        other = next(system, None)
        if other is None or other.forms != gold.forms:
            print(f"sentence {gold.comments.get('sent_id')}: the words differ", file=sys.stderr)
            return 1
        for g, s in zip(gold.rows, other.rows):
            count["words"] += 1
            count["upos"] += g[3] == s[3]
            count["xpos"] += g[4] == s[4]
            count["feats"] += g[5] == s[5]
            count["lemma"] += g[2].lower() == s[2].lower()
            count["uas"] += g[6] == s[6]
            count["las"] += g[6] == s[6] and g[7].split(":")[0] == s[7].split(":")[0]
            count["las+"] += g[6] == s[6] and g[7] == s[7]
    print(" ".join(f"{k} {100 * count[k] / count['words']:.2f}" for k in ("upos", "xpos", "feats", "lemma", "uas", "las", "las+")))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 3 else __doc__)
