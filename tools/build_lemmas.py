#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes data/lang/en/lemmas.tsv from the training parts of UD EWT and GUM and PropBank's verbs.

    tools/build_lemmas.py ../shared/corpora data/lang/en/lemmas.tsv

Two kinds of lines: `form TAB UPOS TAB lemma`, where a form is seen at least twice as this part of speech, nine times in ten with
this lemma and the lemma is not the form itself; and `UPOS TAB lemma` for lemmas that are known words. Documents of the gold set are
left out (train/data.py knows them)."""
from __future__ import annotations

import gzip
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "train"))
import data as training  # noqa: E402

# The irregular verbs of English: lemma, past, participle.
IRREGULAR = """arise arose arisen|awake awoke awoken|bear bore borne|beat beat beaten|become became become|begin began begun|bend bent bent|
bet bet bet|bid bid bid|bind bound bound|bite bit bitten|bleed bled bled|blow blew blown|break broke broken|breed bred bred|
bring brought brought|build built built|burn burnt burnt|buy bought bought|cast cast cast|catch caught caught|choose chose chosen|
cling clung clung|come came come|creep crept crept|cut cut cut|deal dealt dealt|dig dug dug|do did done|draw drew drawn|
drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed fed|feel felt felt|fight fought fought|find found found|
flee fled fled|fling flung flung|fly flew flown|forbid forbade forbidden|forecast forecast forecast|forget forgot forgotten|
forgive forgave forgiven|forgo forwent forgone|freeze froze frozen|get got gotten|give gave given|go went gone|grow grew grown|
hang hung hung|hear heard heard|hide hid hidden|hit hit hit|hold held held|hurt hurt hurt|keep kept kept|kneel knelt knelt|
know knew known|lay laid laid|lead led led|leave left left|lend lent lent|let let let|light lit lit|lose lost lost|make made made|
mean meant meant|meet met met|mislead misled misled|mistake mistook mistaken|offset offset offset|overcome overcame overcome|
overrun overran overrun|oversee oversaw overseen|overtake overtook overtaken|overthrow overthrew overthrown|pay paid paid|
plead pled pled|put put put|quit quit quit|read read read|rebuild rebuilt rebuilt|ride rode ridden|ring rang rung|rise rose risen|
run ran run|say said said|see saw seen|seek sought sought|sell sold sold|send sent sent|set set set|shake shook shaken|
shed shed shed|shoot shot shot|show showed shown|shrink shrank shrunk|shut shut shut|sing sang sung|sink sank sunk|sit sat sat|
sleep slept slept|slay slew slain|slide slid slid|speak spoke spoken|speed sped sped|spend spent spent|spin spun spun|
split split split|spread spread spread|stand stood stood|steal stole stolen|stick stuck stuck|sting stung stung|
strike struck stricken|string strung strung|strive strove striven|swear swore sworn|sweep swept swept|swim swam swum|
swing swung swung|take took taken|teach taught taught|tear tore torn|tell told told|think thought thought|throw threw thrown|
undergo underwent undergone|understand understood understood|undertake undertook undertaken|undo undid undone|uphold upheld upheld|
upset upset upset|wake woke woken|wear wore worn|weave wove woven|weep wept wept|win won won|wind wound wound|
withdraw withdrew withdrawn|withhold withheld withheld|withstand withstood withstood|write wrote written"""
NO_VERB = {("wound", "wind"), ("found", "find")}  # forms that are verbs of their own too

KEPT = ("VERB", "NOUN", "ADJ", "ADV", "AUX")


def gold_ids(corpora: Path) -> set[str]:
    import json

    index = json.loads((corpora.parent / "gold/dev/index.json").read_text(encoding="utf-8"))
    return {str(item["source"]["id"]) for item in index}


def main(corpora: Path, target: Path) -> None:
    assert training  # the guard of the gold documents lives there
    refused = gold_ids(corpora)
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for name in ("ud-ewt/en_ewt-ud-train.conllu.gz", "gum/en_gum-train.conllu.gz"):
        keep = True
        with gzip.open(corpora / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("# newdoc id"):
                    keep = line.split("=", 1)[1].strip() not in refused
                fields = line.rstrip("\n").split("\t")
                if keep and len(fields) == 10 and fields[0].isdigit() and fields[3] in KEPT and "Typo=Yes" not in fields[5]:
                    seen[fields[1].lower(), fields[3]][fields[2].lower()] += 1
    rows, known = [], {(upos, lemma) for (_, upos), lemmas in seen.items() for lemma, n in lemmas.items() if n > 1}
    for (form, upos), lemmas in sorted(seen.items()):
        lemma, count = lemmas.most_common(1)[0]
        if count >= 2 and count >= 0.9 * sum(lemmas.values()) and lemma != form and re.fullmatch(r"[a-z'’-]+", form):
            rows.append(f"{form}\t{upos}\t{lemma}\n")
    listed = {row.split("\t")[0] for row in rows if row.split("\t")[1] == "VERB"}
    for verb in IRREGULAR.replace("\n", "").split("|"):
        lemma, *forms = verb.split()
        known.add(("VERB", lemma))
        for form in sorted(set(forms) - {lemma} - listed):
            if (form, lemma) not in NO_VERB:
                rows.append(f"{form}\tVERB\t{lemma}\n")
    with gzip.open(corpora / "propbank-frames/rolesets.tsv.gz", "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            for alias in line.split("\t")[2].split(","):
                pos, _, word = alias.strip().partition(":")
                if re.fullmatch(r"[a-z]+", word) and pos in ("v", "n"):
                    known.add(("VERB" if pos == "v" else "NOUN", word))
    for line in (target.parent.parent.parent / "actors/roles.tsv").read_text(encoding="utf-8").splitlines():
        for word in line.split("\t")[0].split(";"):
            known.add(("NOUN", word.split(" ")[-1]))
    words = [f"{upos}\t{lemma}\n" for upos, lemma in sorted(known) if re.fullmatch(r"[a-z'-]+", lemma)]
    head = (
        "# UD English EWT and GUM (CC BY-SA 4.0, CC BY 4.0 and the licences of its texts), PropBank frames (CC BY-SA 4.0).\n"
        "# Written by tools/build_lemmas.py; under CC BY-SA 4.0.\n"
    )
    target.write_text(head + "".join(rows) + "".join(words), encoding="utf-8")
    print(f"{len(rows)} forms, {len(words)} lemmas")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
