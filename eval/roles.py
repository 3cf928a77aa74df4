#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Semantic roles on gold tokens with predicates given: right when the argument's head word and its label agree, micro F1.

    eval/roles.py input ROLES.jsonl[.gz] UD.conllu[.gz] > INPUT.conllu       marks the predicates (Pred=1)
    casus annotate --input conllu INPUT.conllu > SYSTEM.conllu
    eval/roles.py score ROLES.jsonl[.gz] UD.conllu[.gz] SYSTEM.conllu

Auxiliary and light uses are left out, C- and R- too. The head word of a gold span is its word whose UD head lies outside.
Rolesets of predicates are scored beside it.
"""
from __future__ import annotations

import json
import re
import sys
from collections import Counter

from conllu import f1, head_of_span, open_text, read


def is_left_out(roleset: str) -> bool:
    return roleset in ("be.03", "have.01", "do.01") or roleset.endswith(".LV")


def read_roles(path: str) -> dict[str, list[dict]]:
    """The predicates of each sentence, without those left out."""
    with open_text(path) as lines:
        items = [json.loads(line) for line in lines]
    return {d["sent_id"]: [p for p in d["props"] if not is_left_out(p["roleset"])] for d in items}


def write_input(roles_path: str, trees_path: str) -> None:
    roles = read_roles(roles_path)
    for sentence in read(trees_path):
        marked = {p["pred"] for p in roles.get(sentence.comments["sent_id"], [])}
        for line in sentence.lines:
            columns = line.split("\t")
            if not line.startswith("#") and columns[0].isdigit() and int(columns[0]) in marked:
                columns[9] = "Pred=1" if columns[9] == "_" else columns[9] + "|Pred=1"
                line = "\t".join(columns)
            print(line)
        print()


def gold_arguments(props: list[dict], heads: list[int]) -> set[tuple[int, int, str]]:
    out = set()
    for p in props:
        seen = {}
        for first, last, label in p["args"]:
            label = "ARG1" if label == "ARG1-DSP" else label
            if re.fullmatch(r"ARG[0-5]|ARGM-[A-Z]+", label):
                seen.setdefault(head_of_span(heads, first, last), label)
        out |= {(p["pred"], head, label) for head, label in seen.items()}
    return out


def score(roles_path: str, trees_path: str, system_path: str) -> int:
    roles, system = read_roles(roles_path), read(system_path)
    right, gold_count, system_count = Counter(), Counter(), Counter()
    senses = Counter()
    for tree in read(trees_path):
        other = next(system, None)
        if other is None or other.forms != tree.forms:
            print(f"sentence {tree.comments.get('sent_id')}: the words differ", file=sys.stderr)
            return 1
        props = roles.get(tree.comments["sent_id"])
        if props is None:
            continue
        gold = gold_arguments(props, tree.heads)
        found = set()
        for k in range(len(other.rows)):
            for item in filter(None, other.misc(k).get("Role", "").split(",")):
                label, _, predicate = item.rpartition(":")
                found.add((int(predicate), k + 1, label))
        for p in props:
            senses["all"] += 1
            senses["right"] += other.misc(p["pred"] - 1).get("Roleset") == p["roleset"]
            senses["found"] += "Roleset" in other.misc(p["pred"] - 1)
        senses["system"] += sum("Roleset" in other.misc(k) and not other.misc(k)["Roleset"].endswith(".LV") for k in range(len(other.rows)))
        for counter, items in ((right, gold & found), (gold_count, gold), (system_count, found)):
            counter.update(i[2] for i in items)
    for label, n in gold_count.most_common(12):
        print(f"{label} p {f1(right[label], n, system_count[label])[0]:.1f} r {100 * right[label] / n:.1f} of {n}")
    p, r, f = f1(right.total(), gold_count.total(), system_count.total())
    print(f"arguments p {p:.2f} r {r:.2f} f1 {f:.2f} of {gold_count.total()}")
    pp, pr, pf = f1(senses["found"], senses["all"], senses["system"])
    print(f"predicates p {pp:.2f} r {pr:.2f} f1 {pf:.2f}; roleset right {100 * senses['right'] / max(senses['all'], 1):.2f} of {senses['all']}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "input":
        write_input(*sys.argv[2:])
    elif len(sys.argv) == 5 and sys.argv[1] == "score":
        sys.exit(score(*sys.argv[2:]))
    else:
        sys.exit(__doc__)
