#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Did it happen: the sign of the score on gold tokens, where the mean rating's absolute value is 0.5 or more.

    casus annotate --input conllu UD.conllu > SYSTEM.conllu
    eval/factuality.py RATINGS.jsonl[.gz] UD.conllu[.gz] SYSTEM.conllu

Prints accuracy and the F1 of the negative class. A predicate without a score counts as positive.
"""
from __future__ import annotations

import json
import sys
from collections import Counter

from conllu import f1, open_text, read


def main(ratings_path: str, trees_path: str, system_path: str) -> int:
    with open_text(ratings_path) as lines:
        ratings = {d["sent_id"]: d["preds"] for d in map(json.loads, lines)}
    count: Counter[str] = Counter()
    system = read(system_path)
    for tree in read(trees_path):
        other = next(system, None)
        if other is None or other.forms != tree.forms:
            print(f"sentence {tree.comments.get('sent_id')}: the words differ", file=sys.stderr)
            return 1
        for predicate in ratings.get(tree.comments["sent_id"], []):
            if abs(predicate.get("factual", [0])[0]) < 0.5 or predicate["i"] > len(other.rows):
                continue
            value = other.misc(predicate["i"] - 1).get("Factuality")
            gold, found = predicate["factual"][0] < 0, value is not None and float(value) < 0
            count["all"] += 1
            count["unscored"] += value is None
            count["right"] += gold == found
            count["gold"] += gold
            count["system"] += found
            count["both"] += gold and found
    p, r, f = f1(count["both"], count["gold"], count["system"])
    print(f"sign accuracy {100 * count['right'] / max(count['all'], 1):.2f} of {count['all']}; negative p {p:.2f} r {r:.2f} f1 {f:.2f} "
          f"of {count['gold']}; without a score {count['unscored']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 4 else __doc__)
