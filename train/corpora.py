# SPDX-License-Identifier: Apache-2.0
"""Reads the corpora and joins their layers.  Needs no PyTorch.

All layers of one sentence (trees, roles, names, factuality of UD EWT) are joined, so that a window is read once for all tasks.
Documents kept for measuring are refused (`load_train`).

Worked example:
    docs = load_train(Path("../shared/corpora"), HeldOut.read(Path("../shared/gold/dev/index.json")))
"""
from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Iterable

from data import BLANK, GLUED, LINE, MENTION_TYPES, NOT_MISC, SPACE, Doc, HeldOut, check_held_out


def _open(path: Path):
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")


# ---------------------------------------------------------------- lemma scripts


def lemma_script(form: str, lemma: str) -> str:
    """The edit from a form to its lemma: `s<cut>:<suffix>` over the lower-cased form, `L<cut>:<suffix>` over the form as it
    stands (lemmas with capitals), `=<lemma>` where form and lemma share no beginning."""
    if lemma != lemma.lower():
        source, kind = form, "L"
    else:
        source, kind = form.lower(), "s"
    n = 0
    while n < len(source) and n < len(lemma) and source[n] == lemma[n]:
        n += 1
    if n == 0 and source:
        return "=" + lemma
    return f"{kind}{len(source) - n}:{lemma[n:]}"


def apply_lemma_script(form: str, script: str) -> str:
    """The lemma that a script makes of a form."""
    if script.startswith("="):
        return script[1:]
    cut, suffix = script[1:].split(":", 1)
    source = form if script[0] == "L" else form.lower()
    return source[: max(0, len(source) - int(cut))] + suffix


# ---------------------------------------------------------------- corpora

_ENTITY = re.compile(r"\((\d+)(?:\[\d+/\d+\])?-([a-z]+)[^()]*(\))?|(\d+)(?:\[\d+/\d+\])?\)")


def _head_of_span(heads: list[int], first: int, last: int) -> int:
    """The word of first..last (1-based) whose head lies outside; the first of several."""
    for w in range(first, last + 1):
        if not first <= heads[w - 1] <= last:
            return w
    return last


def read_conllu(path: Path, corpus: str) -> list[tuple[Doc, list[dict]]]:
    """Documents of a CoNLL-U file, each with the comments of its sentences."""
    out: list[tuple[Doc, list[dict]]] = []
    comments: dict = {}
    rows: list[list[str]] = []
    pending, gap = BLANK, SPACE

    def flush() -> None:
        nonlocal rows, comments, pending, gap
        if not rows:
            return
        if not out:
            out.append((Doc(comments.get("newdoc id", "0"), corpus), []))
        doc, metas = out[-1]
        start, spans, mwt_last, mwt_glue = len(doc.forms), [], 0, False
        if pending == BLANK or not doc.forms:
            before = BLANK
        else:
            before = SPACE
        comments["glued"] = gap == GLUED
        doc.starts.append(start)
        stack: list[tuple[str, str, int]] = []
        for f in rows:
            if "." in f[0]:
                continue
            if "-" in f[0]:
                mwt_last, mwt_glue = int(f[0].split("-")[1]), "SpaceAfter=No" in f[9]
                continue
            n = int(f[0])
            doc.forms.append(f[1])
            doc.before.append(before)
            for task, value in zip(("upos", "xpos", "feats"), (f[3], f[4], f[5])):
                doc.columns.setdefault(task, []).append(value)
            doc.columns.setdefault("lemma", []).append(lemma_script(f[1], f[2]))
            doc.columns.setdefault("lemma_text", []).append(f[2])
            doc.heads.append(int(f[6]))
            doc.deprels.append(f[7])
            if n < mwt_last:
                before = GLUED
            elif n == mwt_last:
                before = GLUED if mwt_glue else SPACE
            else:
                before = GLUED if "SpaceAfter=No" in f[9].split("|") else SPACE
            for item in f[9].split("|"):
                if item.startswith("Entity="):
                    for m in _ENTITY.finditer(item[7:]):
                        if m.group(1):
                            if m.group(3):
                                spans.append((n, n, m.group(2)))
                            else:
                                stack.append((m.group(1), m.group(2), n))
                        else:
                            for k in range(len(stack) - 1, -1, -1):
                                if stack[k][0] == m.group(4):
                                    _, kind, first = stack.pop(k)
                                    spans.append((first, n, kind))
                                    break
        gap = before
        comments["spans"] = spans
        metas.append(comments)
        doc.roles.append(None)
        rows, comments, pending = [], {}, SPACE

    with _open(path) as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line:
                flush()
            elif line.startswith("#"):
                key, _, value = line[1:].partition("=")
                key = key.strip()
                if key == "newdoc id":
                    flush()
                    out.append((Doc(value.strip(), corpus), []))
                    pending = BLANK
                elif key.startswith("newpar") and not key.startswith("newpar_block"):
                    pending = BLANK
                comments[key] = value.strip()
            else:
                rows.append(line.split("\t"))
    flush()
    for doc, _ in out:
        doc.columns["sentence"] = ["I"] * len(doc.forms)
        for s in doc.starts:
            doc.columns["sentence"][s] = "B"
    return out


def load_ewt(corpora: Path, part: str) -> list[Doc]:
    """UD EWT with the layers of uner-ewt, propbank-ewt and uds-factuality joined to it."""
    parts = read_conllu(corpora / "ud-ewt" / f"en_ewt-ud-{part}.conllu.gz", "ud-ewt")
    names: dict[str, list[tuple[list[str], list[str]]]] = {}  # by the sentence
    with _open(corpora / "uner-ewt" / f"en_ewt-uner-{part}.iob2.gz") as lines:
        words, labels = [], []
        for line in list(lines) + ["\n"]:
            line = line.rstrip("\n")
            if not line and words:
                names.setdefault(_squeezed(words), []).append((words, labels))
                words, labels = [], []
            elif line and not line.startswith("#"):
                f = line.split("\t")
                if f[0].isdigit():
                    words.append(f[1])
                    labels.append(f[2])
    props = {}
    with _open(corpora / "propbank-ewt" / f"ewt-propbank-{part}.jsonl.gz") as lines:
        for line in lines:
            d = json.loads(line)
            props[d["sent_id"]] = d
    facts = {}
    with _open(corpora / "uds-factuality" / f"uds-{part}.jsonl.gz") as lines:
        for line in lines:
            d = json.loads(line)
            facts[d["sent_id"]] = d
    docs = []
    for doc, metas in parts:
        size = len(doc.forms)
        for task in ("name", "mention", "predicate", "factuality"):
            doc.columns[task] = [None] * size
        closed = ("PUNCT", "ADP", "AUX", "CCONJ", "SCONJ", "PART")
        doc.columns["mention"] = ["O" if u in closed else None for u in doc.columns["upos"]]
        for n, meta in enumerate(metas):
            b, e = doc.sentence(n)
            forms, heads = doc.forms[b:e], doc.heads[b:e]
            for words, labels in names.get(_squeezed(forms), []):
                if len(words) == len(forms):
                    _put_names(doc, b, labels, heads)
                    break
            d = props.get(meta["sent_id"])
            if d is not None and len(d["words"]) == len(forms):
                _put_roles(doc, n, d["props"])
            d = facts.get(meta["sent_id"])
            if d is not None and len(d["words"]) == len(forms):
                for p in d["preds"]:
                    if "factual" in p and p["i"] <= len(forms):
                        doc.columns["factuality"][b + p["i"] - 1] = tuple(p["factual"])
        docs.append(doc)
    return docs


def _squeezed(words: list[str]) -> str:
    """The sentence without spaces: the two releases of UD EWT differ in how they note them."""
    return "".join(words).replace(" ", "")


_NAME_TO_MENTION = {"PER": "person", "ORG": "organization", "LOC": "place"}


def _put_names(doc: Doc, b: int, labels: list[str], heads: list[int]) -> None:
    for k, label in enumerate(labels):
        doc.columns["name"][b + k] = NOT_MISC if label == "O" else label
    for first, last, kind in bio_spans(labels):
        head = _head_of_span(heads, first + 1, last + 1) - 1
        doc.columns["mention"][b + head] = _NAME_TO_MENTION[kind]


def is_auxiliary_use(roleset: str) -> bool:
    """Uses that the role protocol leaves out: auxiliaries and light verbs."""
    return roleset in ("be.03", "have.01", "do.01") or roleset.endswith(".LV")


def _put_roles(doc: Doc, n: int, props: list[dict]) -> None:
    b, e = doc.sentence(n)
    heads = doc.heads[b:e]
    for k in range(b, e):
        doc.columns["predicate"][k] = "O"
    roles: dict[int, dict[int, str]] = {}
    for p in props:
        roleset = p["roleset"]
        if roleset.endswith(".LV"):
            doc.columns["predicate"][b + p["pred"] - 1] = "LV"
        if is_auxiliary_use(roleset):
            continue
        doc.columns["predicate"][b + p["pred"] - 1] = roleset.rsplit(".", 1)[1]
        args = roles.setdefault(p["pred"] - 1, {})
        for first, last, label in p["args"]:
            label = "ARG1" if label == "ARG1-DSP" else label
            if re.fullmatch(r"ARG[0-5]|ARGM-[A-Z]+", label):
                args.setdefault(_head_of_span(heads, first, last) - 1, label)
    doc.roles[n] = roles


def bio_spans(labels: list[str | None]) -> list[tuple[int, int, str]]:
    """(first, last, type) of each span of a BIO column; an I without its B begins a span."""
    spans, start, kind = [], -1, ""
    for k, label in enumerate(list(labels) + ["O"]):
        label = label or "O"
        tag, _, t = label.partition("-")
        if start >= 0 and (tag != "I" or t != kind):
            spans.append((start, k - 1, kind))
            start = -1
        if tag in ("B", "I") and start < 0:
            start, kind = k, t
    return spans


def titles_before_names(docs: Iterable[Doc]) -> set[str]:
    """Proper nouns that stand before a person's name and outside of it ("President", "Mr."), learnt from labelled names."""
    outside, inside = Counter(), Counter()
    for d in docs:
        for k in range(1, len(d.forms)):
            label, prev = d.columns["name"][k], d.columns["name"][k - 1]
            if label == "B-PER" and prev == NOT_MISC and d.columns["xpos"][k - 1].startswith("NNP"):
                outside[d.forms[k - 1]] += 1
            if prev == "B-PER" and label == "I-PER":
                inside[d.forms[k - 1]] += 1
    return {w for w, c in outside.items() if c > inside[w]}


def load_gum(corpora: Path, part: str, titles: set[str] = frozenset()) -> list[Doc]:
    """GUM: trees, tags, and heads of mentions with their types.  Names are labelled only where they agree with UNER's rules: spans of
    person, organization and place made of proper nouns alone are names, words that are no proper nouns are none, the rest is unknown."""
    kinds = {"person": "PER", "organization": "ORG", "place": "LOC"}
    docs = []
    for doc, metas in read_conllu(corpora / "gum" / f"en_gum-{part}.conllu.gz", "gum"):
        mention: list = ["O"] * len(doc.forms)
        proper = [x.startswith("NNP") for x in doc.columns["xpos"]]
        capital = [f[:1].isupper() for f in doc.forms]
        name: list = [None if p or (c and k not in set(doc.starts)) else NOT_MISC for k, (p, c) in enumerate(zip(proper, capital))]
        for n, meta in enumerate(metas):
            b, e = doc.sentence(n)
            heads = doc.heads[b:e]
            done: dict[int, int] = {}
            for first, last, kind in sorted(meta["spans"], key=lambda s: s[1] - s[0]):
                head = _head_of_span(heads, first, last) - 1
                if head not in done and kind in MENTION_TYPES:
                    mention[b + head] = kind
                    done[head] = 1
            for first, last, kind in meta["spans"]:  # "of" and hyphens within a name are part of it, or not: unknown
                head = _head_of_span(heads, first, last) - 1
                if kind in MENTION_TYPES and proper[b + head]:
                    for w in range(b + first - 1, b + last):
                        if doc.columns["upos"][w] not in ("DET", "PRON", "VERB", "AUX") and name[w] == NOT_MISC:
                            name[w] = None
            for first, last, kind in sorted(meta["spans"], key=lambda s: s[0] - s[1]):
                words = range(b + first - 1, b + last)
                if doc.columns["upos"][words[0]] == "DET" and doc.forms[words[0]].islower():
                    words = words[1:]
                inner = [w for w in words if doc.forms[w] != "-"]
                named = all(proper[w] and capital[w] for w in inner) and len(words) < 2 * len(inner)
                people = kind == "person" and bool(words) and doc.columns["xpos"][words[-1]] == "NNPS"  # "Muslims": no name
                if kind not in kinds or not named or people:
                    continue
                if any(name[w] is not None for w in words):
                    continue
                words = list(words)
                if kind == "person":
                    while words and doc.forms[words[0]] in titles:
                        name[words.pop(0)] = NOT_MISC
                for k, w in enumerate(words):
                    name[w] = ("B-" if k == 0 else "I-") + kinds[kind]
        doc.columns["mention"], doc.columns["name"] = mention, name
        docs.append(doc)
    return docs


_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|(?:[A-Za-z]\.){2,}|[^\W\d_]+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|[^\W_]+|\S")
_RE3D_NAMES = {"Person": "PER", "Organisation": "ORG", "Location": "LOC"}
_RE3D_MENTIONS = {
    "Person": "person", "Organisation": "organization", "Location": "place", "Temporal": "time",
    "Weapon": "object", "MilitaryPlatform": "object", "Vehicle": "object",
}  # fmt: skip


_PRONOUNS = set("i he she it they we you his her its their our your my this that these those who him them us".split())


def load_re3d(corpora: Path) -> list[Doc]:
    """re3d: names and mention heads only.  A span counts as a name when it is in capitals after a leading article is dropped; a head is its
    last word before a preposition or comma.  Words in capitals outside of names, and unmarked nouns, stay unknown."""
    docs = []
    with _open(corpora / "re3d" / "re3d-train.jsonl.gz") as lines:
        for line in lines:
            d = json.loads(line)
            doc, text, end = Doc(d["id"], "re3d", true_sentences=False), d["text"], 0
            begin_of: list[int] = []
            for m in _TOKEN.finditer(text):
                between = text[end : m.start()]
                breaks = between.count("\n")
                before = BLANK if breaks > 1 or not doc.forms else LINE if breaks else SPACE if between else GLUED
                if before >= LINE or (doc.forms[-1] in ".!?" and before == SPACE and m.group()[0].isupper()):
                    doc.starts.append(len(doc.forms))
                doc.forms.append(m.group())
                doc.before.append(before)
                begin_of.append(m.start())
                end = m.end()
            if not doc.forms:
                continue
            size = len(doc.forms)
            name: list = [None if f[:1].isupper() else NOT_MISC for f in doc.forms]
            mention: list = [None if f[:1].isalnum() else "O" for f in doc.forms]
            for first, last, kind, confidence in sorted(d["entities"], key=lambda s: s[0] - s[1]):
                words = [k for k in range(size) if first <= begin_of[k] < last]
                for k in words:
                    if name[k] == NOT_MISC and any(doc.forms[w][:1].isupper() for w in words):
                        name[k] = None
                if confidence < 0.9 or not words or kind not in _RE3D_MENTIONS:
                    continue
                head = next((k - 1 for k in words[1:] if doc.forms[k] in ("of", "in", "for", "on", ",", "(", "and", "to")), words[-1])
                if mention[head] is None:
                    mention[head] = _RE3D_MENTIONS[kind]
                if doc.forms[words[0]].lower() in ("the", "a", "an"):
                    words = words[1:]
                inner = [k for k in words if doc.forms[k] not in ("of", "and", "for", "the", "-", "&", ".")]
                if len(words) == 1 and doc.forms[words[0]].lower() in _PRONOUNS:
                    continue
                if kind in _RE3D_NAMES and inner and all(doc.forms[k][:1].isupper() for k in inner):
                    if all(name[k] is None for k in words):
                        for n, k in enumerate(words):
                            name[k] = ("B-" if n == 0 else "I-") + _RE3D_NAMES[kind]
            doc.columns = {"name": name, "mention": mention}
            doc.roles = [None] * len(doc.starts)
            docs.append(doc)
    return docs


_GLUED_LEFT = set(".,;:!?)]}%") | {"'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "''", "’s"}
_GLUED_RIGHT = set("([{$#") | {"``"}


def _parts(form: str) -> list[str]:
    """A token in the parts that UD makes of it: words with hyphens are split at them."""
    return re.split(r"(?<=\w)(-)(?=\w)", form) if form[0].isalpha() else [form]


def _read_bio(path: Path, corpus: str, one_doc_a_sentence: bool, complete: bool) -> list[Doc]:
    docs: list[Doc] = []
    fresh = True

    def new(ident: str) -> None:
        docs.append(Doc(ident, corpus, true_sentences=False, columns={"name": []}))

    with _open(path) as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#") and "\t" not in line:
                if "newdoc id" in line:
                    new(line.split("=", 1)[1].strip())
                    fresh = True
                continue
            if not line:
                fresh = True
                continue
            form, label = line.split("\t")[:2]
            form = "".join(form.split()) or "?"
            if fresh and (one_doc_a_sentence or not docs):
                new(str(len(docs)))
            doc = docs[-1]
            if fresh:
                doc.starts.append(len(doc.forms))
                doc.roles.append(None)
                before = SPACE if doc.forms else BLANK
            else:
                before = GLUED if form in _GLUED_LEFT or doc.forms[-1] in _GLUED_RIGHT else SPACE
            for n, part in enumerate(_parts(form)):
                inside = "I-" + label[2:] if label.startswith("B-") and n else label
                doc.columns["name"].append(inside if complete or label != "O" else NOT_MISC)
                doc.forms.append(part)
                doc.before.append(GLUED if n else before)
            fresh = False
    return [d for d in docs if d.forms]


def load_wikigold(corpora: Path) -> list[Doc]:
    """wikigold: names with MISC; sentences are its lines."""
    docs = _read_bio(corpora / "wikigold" / "wikigold-train.conll.gz", "wikigold", False, True)
    for d in docs:
        d.true_sentences = True
        d.columns["sentence"] = ["I"] * len(d.forms)
        for s in d.starts:
            d.columns["sentence"][s] = "B"
    return docs


def load_btc(corpora: Path) -> list[Doc]:
    """btc: names in tweets; the names of users stay unknown."""
    docs = _read_bio(corpora / "btc" / "btc-train.conll.gz", "btc", True, False)
    for d in docs:
        name = d.columns["name"]
        for k, form in enumerate(d.forms):
            if form.startswith("@"):
                name[k] = None
                if form == "@" and k + 1 < len(name):
                    name[k + 1] = None
    return docs


def load_train(corpora: Path, held_out: HeldOut) -> list[Doc]:
    """All training documents; those of the development gold are left out and the result is checked."""
    ewt = load_ewt(corpora, "train")
    docs = ewt + load_gum(corpora, "train", titles_before_names(ewt))
    docs += load_re3d(corpora) + load_wikigold(corpora) + load_btc(corpora)
    docs = [d for d in docs if not held_out.refuses(d.corpus, d.id)]
    check_held_out(docs, held_out)
    return docs
