# SPDX-License-Identifier: Apache-2.0
"""Reads the corpora, joins their layers, cuts windows and encodes them as word pieces.  Needs no PyTorch.

Every document becomes one `Doc`: its words, what stands before each word in the raw text, its sentences, and one column of labels
a task.  A label is None where the corpus does not say.  All layers of one sentence (trees, roles, names, factuality of UD EWT) are
joined, so that a window is read once for all tasks.  Documents kept for measuring are refused here (`HeldOut`, `check_held_out`).

Worked example:
    docs = load_train(Path("../shared/corpora"), HeldOut.read(Path("../shared/gold/dev/index.json")))
    labels = Labels.build(docs)
    tokenizer = WordPiece.read(Path("vocab.txt"))
    for window in epoch_windows(docs, random.Random(1)):
        example = encode(window, tokenizer, labels)
"""
from __future__ import annotations

import gzip
import json
import random
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterable, Iterator

TOKEN_TASKS = (
    "sentence", "upos", "xpos", "feats", "lemma", "name", "mention", "predicate", "factuality",
    "event", "event_rank", "event_mode", "event_status", "sector",
)  # fmt: skip
ARC_TASKS = ("dep_arc", "dep_label", "role", "event_arc", "nation")
EVENT_TYPES = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
).split()
EVENT_RANKS = ["required", "optional", "mention"]
EVENT_STATUSES = ["actual", "future", "hypothetical", "negated", "historical"]
EVENT_ARCS = ["actor", "recipient", "place", "time", "quantity", "source", "outer", "same"]
NAME_LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]
MENTION_TYPES = "person organization place time event object abstract animal plant substance".split()
FACTUALITY_BINS = ["-3", "-2", "-1", "0", "1", "2", "3"]
NOT_MISC = "O?"  # a name label: outside every PER, ORG, LOC; the corpus does not mark MISC
MASK = -100
O_OR_MISC = -2

GLUED, SPACE, LINE, BLANK = 0, 1, 2, 3
MAX_WORD_PIECES = 16
MAX_PIECES = 256
SPECIAL_SHAPE = 25


@dataclass
class EventRow:
    """A word that tells an event, and the words that each kind of arc goes to; of `unknown` ones nobody says."""

    trigger: int
    arcs: dict[str, set[int]]  # kinds that are left out are not known of this word
    unknown: dict[str, set[int]] | None


@dataclass
class Soft:
    """What the teacher says of a document's words: probabilities of the event tasks, and arcs of words that may tell an event."""

    tasks: dict[str, list[list[float]]]  # event, event_rank, event_status -> a row a word
    arcs: dict[int, dict[int, list[float]]]  # trigger -> word -> a value a kind; words left out are 0


@dataclass
class Doc:
    """One document of one corpus with a column of labels for each task it is labelled for."""

    id: str
    corpus: str
    forms: list[str] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # first word of each sentence (or segment)
    true_sentences: bool = True
    columns: dict[str, list] = field(default_factory=dict)  # task -> one label or None a word
    heads: list[int | None] = field(default_factory=list)  # 1-based within the sentence, 0 for the root, None: no tree
    deprels: list[str | None] = field(default_factory=list)
    roles: list[dict[int, dict[int, str]] | None] = field(default_factory=list)  # a sentence: predicate -> dependant -> label
    events: list[EventRow] = field(default_factory=list)
    nations: list[str | None] = field(default_factory=list)  # the country that a word names or belongs to, as the program reads it
    soft: Soft | None = None
    parties: dict[int, str | None] = field(default_factory=dict)  # a party's head -> its true country

    def sentence(self, n: int) -> tuple[int, int]:
        return self.starts[n], self.starts[n + 1] if n + 1 < len(self.starts) else len(self.forms)


class HeldOut:
    """The documents that no training run may read, from the index of the development gold."""

    def __init__(self, entries: Iterable[tuple[str, str]]):
        self.by_corpus: dict[str, set[str]] = {}
        for corpora, ident in entries:
            for corpus in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", corpora):
                if corpus != "with":
                    self.by_corpus.setdefault(corpus, set()).add(ident)
        self.count = sum(1 for _ in {i for ids in self.by_corpus.values() for i in ids})

    @classmethod
    def read(cls, index: Path) -> "HeldOut":
        return cls((e["source"]["corpus"], e["source"]["id"]) for e in json.loads(index.read_text(encoding="utf-8")))

    def refuses(self, corpus: str, ident: str) -> bool:
        return ident in self.by_corpus.get(corpus, ())


def check_held_out(docs: Iterable[Doc], held_out: HeldOut) -> None:
    """Stops a run whose data holds a document that must stay out."""
    bad = [f"{d.corpus}/{d.id}" for d in docs if held_out.refuses(d.corpus, d.id)]
    if bad:
        raise ValueError("held-out documents in the training data: " + ", ".join(bad))


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


# ---------------------------------------------------------------- labels


class Labels:
    """The label inventory of every task; names to numbers."""

    def __init__(self, labels: dict[str, list[str]]):
        self.labels = labels
        self.index = {t: {v: k for k, v in enumerate(names)} for t, names in labels.items()}

    @classmethod
    def build(cls, docs: list[Doc], modes: list[str] | None = None, sectors: list[str] | None = None) -> "Labels":
        """The labels that the documents hold; `modes` and `sectors` are those of the codebook, whether they occur or not."""
        count: dict[str, Counter] = {t: Counter() for t in TOKEN_TASKS + ARC_TASKS}
        for d in docs:
            for task in ("upos", "xpos", "feats", "lemma", "predicate"):
                count[task].update(v for v in d.columns.get(task, ()) if v is not None)
            count["dep_label"].update(v for v in d.deprels if v is not None)
            for roles in d.roles:
                for args in (roles or {}).values():
                    count["role"].update(args.values())

        def names(task: str, least: int) -> list[str]:
            return sorted((v for v, c in count[task].items() if c >= least), key=lambda v: (-count[task][v], v))

        predicate = ["O", "LV"] + sorted(v for v, c in count["predicate"].items() if c >= 2 and v not in ("O", "LV"))
        lemma = names("lemma", 3)
        return cls({
            "sentence": ["I", "B"], "upos": sorted(count["upos"]), "xpos": sorted(names("xpos", 2)), "feats": names("feats", 2),
            "lemma": lemma + [s for s in ("s0:", "L0:") if s not in lemma], "name": NAME_LABELS, "mention": ["O"] + MENTION_TYPES,
            "predicate": predicate, "factuality": FACTUALITY_BINS, "dep_arc": ["arc"], "dep_label": sorted(names("dep_label", 2)),
            "role": ["O"] + sorted(names("role", 3)), "event": ["O"] + EVENT_TYPES, "event_rank": EVENT_RANKS,
            "event_mode": ["-"] + (modes or []), "event_status": EVENT_STATUSES,
            "sector": ["-"] + (sectors or []), "event_arc": EVENT_ARCS, "nation": ["nation"],
        })  # fmt: skip

    def of(self, task: str, value) -> int:
        if value is None:
            return MASK
        if task == "name" and value == NOT_MISC:
            return O_OR_MISC
        if task == "lemma" and value not in self.index[task]:
            return self.index[task]["L0:" if value.startswith("L") else "s0:"]
        return self.index[task].get(value, MASK)


# ---------------------------------------------------------------- word pieces and shapes


class WordPiece:
    """BERT's uncased tokeniser for single words: normalise, split off punctuation and CJK, longest match."""

    def __init__(self, vocab: list[str]):
        self.vocab = {w: k for k, w in enumerate(vocab)}
        self.unk, self.cls, self.sep = self.vocab["[UNK]"], self.vocab["[CLS]"], self.vocab["[SEP]"]
        self.cache: dict[str, list[int]] = {}

    @classmethod
    def read(cls, path: Path) -> "WordPiece":
        return cls(path.read_text(encoding="utf-8").split("\n")[:30522])

    def pieces(self, word: str) -> list[int]:
        """Piece numbers of a word: at least one, at most MAX_WORD_PIECES."""
        if word not in self.cache:
            self.cache[word] = (self._pieces(word) or [self.unk])[:MAX_WORD_PIECES]
        return self.cache[word]

    def _pieces(self, word: str) -> list[int]:
        out: list[int] = []
        run: list[str] = []
        for c in normalise(word) + " ":
            if c.isspace() or is_punctuation(c) or is_cjk(c):
                if run:
                    out += self._longest_match("".join(run))
                run = []
                if not c.isspace():
                    out += self._longest_match(c)
            else:
                run.append(c)
        return out

    def _longest_match(self, word: str) -> list[int]:
        if len(word) > 100:
            return [self.unk]
        out, start = [], 0
        while start < len(word):
            end = len(word)
            while end > start:
                piece = self.vocab.get(("##" if start else "") + word[start:end])
                if piece is not None:
                    break
                end -= 1
            if end == start:
                return [self.unk]
            out.append(piece)
            start = end
        return out


def normalise(word: str) -> str:
    clean = []
    for c in word:
        if c in "\t\n\r" or unicodedata.category(c) == "Zs":
            clean.append(" ")
        elif c not in "\0\ufffd" and not unicodedata.category(c).startswith("C"):
            clean.append(c)
    return "".join(c for c in unicodedata.normalize("NFD", "".join(clean)) if unicodedata.category(c) != "Mn").lower()


def is_punctuation(c: str) -> bool:
    return (33 <= ord(c) <= 126 and not c.isalnum()) or unicodedata.category(c).startswith("P")


def is_cjk(c: str) -> bool:
    n = ord(c)
    return (
        0x4E00 <= n <= 0x9FFF or 0x3400 <= n <= 0x4DBF or 0x20000 <= n <= 0x2A6DF or 0x2A700 <= n <= 0x2B73F
        or 0x2B740 <= n <= 0x2B81F or 0x2B820 <= n <= 0x2CEAF or 0xF900 <= n <= 0xFAFF or 0x2F800 <= n <= 0x2FA1F
    )  # fmt: skip


def case_of(word: str) -> int:
    """0 no letters, 1 lower, 2 first letter upper and no other (or one upper letter), 3 all upper (two or more), 4 a mixture."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 0
    upper = [unicodedata.category(c) in ("Lu", "Lt") for c in letters]
    if not any(upper):
        return 1
    if upper[0] and not any(upper[1:]):
        return 2
    return 3 if all(upper) else 4


# ---------------------------------------------------------------- windows


@dataclass
class Window:
    """A run of words of one document, with the case and the breaks it is shown in."""

    doc: Doc
    begin: int
    end: int
    forms: list[str]
    before: list[int]
    recased: bool = False


def plain_window(doc: Doc, begin: int, end: int) -> Window:
    return Window(doc, begin, end, doc.forms[begin:end], doc.before[begin:end])


def _augment(w: Window, rng: random.Random) -> Window:
    starts = set(w.doc.starts)
    blank = rng.choices((BLANK, LINE, SPACE), (70, 18, 12))[0]
    broken = rng.random() < 0.06
    for k in range(len(w.before)):
        if w.begin + k == 0:
            if rng.random() < 0.3:
                w.before[k] = rng.choice((LINE, SPACE))
        elif w.before[k] == BLANK:
            w.before[k] = blank
        elif w.begin + k in starts and w.before[k] == SPACE and w.doc.true_sentences:
            if broken and rng.random() < 0.5:
                w.before[k] = rng.choice((LINE, BLANK))
        elif w.before[k] == SPACE and rng.random() < 0.004:
            w.before[k] = LINE  # text that is broken into lines
    r = rng.random()
    if r < 0.03:
        w.forms, w.recased = [f.upper() for f in w.forms], True
    elif r < 0.05:
        w.forms, w.recased = [f.lower() for f in w.forms], True
    elif r < 0.065:
        w.forms, w.recased = [f[:1].upper() + f[1:] if len(f) > 3 else f for f in w.forms], True
    return w


def _target(rng: random.Random) -> int:
    r = rng.random()
    if r < 0.12:
        return 0  # a single sentence
    if r < 0.24:
        return rng.randint(32, 64)
    if r < 0.80:
        return rng.randint(64, 128)
    return rng.randint(128, MAX_PIECES - 2)


def epoch_windows(docs: list[Doc], tokenizer: WordPiece, rng: random.Random, share: dict[str, float] | None = None) -> list[Window]:
    """The windows of one epoch: each document cut anew, in lengths drawn at random, and shown in varied breaks and case."""
    out = []
    for d in docs:
        if rng.random() >= (share or {}).get(d.corpus, 1.0):
            continue
        n, offset = 0, 0
        while n < len(d.starts):
            limit = _target(rng)
            if n == 0:
                limit = int(limit * rng.random())
            begin = d.starts[n] + offset
            end, pieces = begin, 0
            while n < len(d.starts):
                _, e = d.sentence(n)
                more = sum(len(tokenizer.pieces(f)) for f in d.forms[end:e])
                if end > begin and pieces + more > max(limit, 1):
                    break
                pieces, end, n = pieces + more, e, n + 1
            offset = 0
            total = 0
            for k in range(begin, end):  # a sentence longer than a window goes on in the next
                total += len(tokenizer.pieces(d.forms[k]))
                if total > MAX_PIECES - 2:
                    while n > 0 and d.starts[n - 1] >= k:
                        n -= 1
                    n -= 1
                    end, offset = k, k - d.starts[n]
                    break
            else:
                if n < len(d.starts) and rng.random() < 0.12:  # begin the next window in the middle of its first sentence
                    b, e = d.sentence(n)
                    if e - b > 4:
                        offset = rng.randint(1, e - b - 1)
            if rng.random() < 0.12 and end - begin > 12:  # end in the middle of a sentence
                end -= rng.randint(1, 8)
            out.append(_augment(plain_window(d, begin, end), rng))
    return out


@dataclass
class Example:
    """An encoded window; word and sentence numbers count from the window's first word."""

    pieces: list[int]
    shapes: list[int]
    first: list[int]  # position of each word's first piece
    targets: dict[str, list]
    heads: list[int]
    deprels: list[int]
    sentences: list[tuple[int, int, bool]]  # first word, end, whether it has a tree
    predicates: list[tuple[int, int, dict[int, int]]]  # sentence, predicate within it, dependant -> label
    nations: list[tuple[int, list[int], list[int]]]  # a party, the words that name or have a country, those of its own country
    events: list[tuple[int, dict[int, list[int]], dict[int, list[int]] | None]]  # trigger, kind -> words, kind -> words unknown
    window: Window


def encode(w: Window, tokenizer: WordPiece, labels: Labels) -> Example:
    """Pieces, shapes and targets of a window."""
    pieces, shapes, first = [tokenizer.cls], [SPECIAL_SHAPE], []
    for form, before in zip(w.forms, w.before):
        case = case_of(form)
        ids = tokenizer.pieces(form)
        first.append(len(pieces))
        pieces += ids
        shapes += [case * 4 + before] + [20 + case] * (len(ids) - 1)
    pieces.append(tokenizer.sep)
    shapes.append(SPECIAL_SHAPE)
    d, size = w.doc, w.end - w.begin
    targets: dict[str, list] = {}
    for task in TOKEN_TASKS:
        column = d.columns.get(task)
        if column is None:
            continue
        values = column[w.begin : w.end]
        if task == "factuality":
            targets[task] = values
            continue
        row = [labels.of(task, v) for v in values]
        if task == "name":
            row = [
                0 if r == O_OR_MISC and not form[:1].isupper() and not w.recased else r for r, form in zip(row, d.forms[w.begin : w.end])
            ]
        if task == "lemma" and w.recased:
            row = [MASK if v is not None and v.startswith("L") else r for r, v in zip(row, values)]
        targets[task] = row
    heads = [-1] * size
    deprels = [MASK] * size
    sentences: list[tuple[int, int, bool]] = []
    predicates: list[tuple[int, int, dict[int, int]]] = []
    for n in range(len(d.starts)):
        b, e = d.sentence(n)
        if e <= w.begin or b >= w.end or b < w.begin or e > w.end:
            continue
        tree = bool(d.heads) and d.heads[b] is not None
        sentences.append((b - w.begin, e - w.begin, tree))
        if tree:
            heads[b - w.begin : e - w.begin] = d.heads[b:e]
            deprels[b - w.begin : e - w.begin] = [labels.of("dep_label", r) for r in d.deprels[b:e]]
        for p, args in (d.roles[n] or {}).items():
            known = {k: labels.index["role"].get(v, 0) for k, v in args.items()}
            predicates.append((len(sentences) - 1, p, known))
    events = []
    for row in d.events:
        if w.begin <= row.trigger < w.end:
            inside = [
                None if table is None else {
                    labels.index["event_arc"][a]: sorted(k - w.begin for k in marks if w.begin <= k < w.end) for a, marks in table.items()
                }
                for table in (row.arcs, row.unknown)
            ]  # fmt: skip
            events.append((row.trigger - w.begin, inside[0], inside[1]))
    nations = []
    named = [k for k in range(w.begin, w.end) if d.nations and d.nations[k]]
    for party, country in d.parties.items():
        if named and w.begin <= party < w.end:
            right = [k - w.begin for k in named if d.nations[k] == country]
            if right or country is None or country not in d.nations:  # else its country stands outside of the window
                nations.append((party - w.begin, [k - w.begin for k in named], right))
    return Example(pieces, shapes, first, targets, heads, deprels, sentences, predicates, nations, events, w)


def factuality_target(value: float) -> list[float]:
    """The rating as weights on the two bins it lies between."""
    v = min(3.0, max(-3.0, value)) + 3.0
    low = min(5, int(v))
    out = [0.0] * len(FACTUALITY_BINS)
    out[low], out[low + 1] = 1.0 - (v - low), v - low
    return out


def batches(examples: list[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Batches of about `size` positions of examples of like length, in random order."""
    order = sorted(examples, key=lambda x: (len(x.pieces) + rng.random() * 6))
    out, batch = [], []
    for x in order:
        if batch and max(len(x.pieces), max(len(y.pieces) for y in batch)) * (len(batch) + 1) > size:
            out.append(batch)
            batch = []
        batch.append(x)
    if batch:
        out.append(batch)
    rng.shuffle(out)
    yield from out
