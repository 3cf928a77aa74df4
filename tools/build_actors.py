#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds data/actors/{countries,leaders,countryinfo,groups,roles}.tsv from public sources.

    tools/build_actors.py CORPORA data/actors

CORPORA holds country-facts/ and petrarch-dictionaries/ as described in data/actors/README.md. own.tsv is written by
hand; roles.tsv joins roles-own.tsv (by hand) with the MIT agent nouns. Same input, same output.
"""
from __future__ import annotations

import csv
import gzip
import json
import re
import sys
import unicodedata
from pathlib import Path

HEADER = "# names\tkind\tcountry\tsector\tother_sectors\tfrom\tto\trole\twikidata_id\tname\n"
# Dependencies go to the state that governs them (PLOVER manual, "Non-independent territories").
PARENT = {
    "ABW": "NLD", "AIA": "GBR", "ALA": "FIN", "ASM": "USA", "ATF": "FRA", "BES": "NLD", "BLM": "FRA", "BMU": "GBR",
    "BVT": "NOR", "CCK": "AUS", "COK": "NZL", "CUW": "NLD", "CXR": "AUS", "CYM": "GBR", "FLK": "GBR", "FRO": "DNK",
    "GGY": "GBR", "GIB": "GBR", "GLP": "FRA", "GRL": "DNK", "GUF": "FRA", "GUM": "USA", "HMD": "AUS", "IMN": "GBR",
    "IOT": "GBR", "JEY": "GBR", "MAC": "CHN", "MAF": "FRA", "MNP": "USA", "MSR": "GBR", "MTQ": "FRA", "MYT": "FRA",
    "NCL": "FRA", "NFK": "AUS", "NIU": "NZL", "PCN": "GBR", "PRI": "USA", "PYF": "FRA", "REU": "FRA", "SGS": "GBR",
    "SHN": "GBR", "SJM": "NOR", "SPM": "FRA", "SXM": "NLD", "TCA": "GBR", "TKL": "NZL", "UMI": "USA", "VGB": "GBR",
    "VIR": "USA", "WLF": "FRA", "ESH": "MAR",
}
USUAL_NAME = {"COD": "Democratic Republic of the Congo", "COG": "Republic of the Congo", "CZE": "Czech Republic",
              "VAT": "Holy See", "CIV": "Ivory Coast"}
# Capitals that are better known as something else.
AMBIGUOUS_CAPITALS = {"georgetown", "kingston", "victoria", "hamilton", "stanley", "plymouth", "road town", "the valley",
                      "alofi", "gibraltar", "jamestown", "palmer", "king edward point", "saint john's", "kingstown",
                      "castries", "san juan", "st. peter port", "saint helier", "douglas", "melekeok", "majuro",
                      "south tarawa", "city of victoria", "hagatna", "nassau", "moroni", "male", "basseterre"}
BAD_NAMES = {"island", "mann", "mannin", "mexicanos", "portuguesa", "prathet", "viti", "dominique", "ngwane", "burma", "us", "usa", "the states", "america", "congo", "holland", "georgian", "guinea-bissauan"}
MONTHS = {m: i + 1 for i, m in enumerate(
    "January February March April May June July August September October November December".split())}
TITLES = set("""president prime minister king queen sultan emir amir chancellor premier governor governor-general prince
grand duke pope supreme leader chairman chairperson chair interim acting transitional transition state affairs commission
gen gen. lt. maj. maj sr dr dr. federal first deputy vice crown head of government the captain captains regent
taliban leader ayatollah sheikh shaykh ruler mayor chief co-prince commander-in-chief general brig. col. col sergeant
council council's chairwoman minister-president administrator lieutenant cnsp national sovereign executive
presidential sayyid self-proclaimed military minister. elect president-elect capt. sir dame presidency territorial
assembly""".split())


GIVEN_NAMES = set("""john james peter paul david michael george charles william thomas mary philip louis joseph daniel
tonga jordan chad israel georgia france england mali francis albert henry frederick martin simon brown white black young
king long wood hill green bush rice may hall church marshall bishop pope prince east west north south summer winter
qatar kuwait oman bahrain brunei abdullah mohammed muhammad hassan hussein ahmed ali omar ibrahim mahmoud khalifa khan
singh kumar wang chen kim lee park smith johnson williams jones davis miller taylor moore jackson harris clark lewis
walker allen scott adams nelson carter mitchell roberts turner phillips campbell parker evans edwards collins stewart
morris rogers reed cook morgan bell murphy bailey cooper richardson cox howard ward peterson gray watson brooks kelly
sanders price bennett barnes ross henderson coleman jenkins perry powell patterson hughes flores washington butler simmons
foster gonzalez rodriguez garcia martinez hernandez lopez perez sanchez ramirez torres rivera gomez diaz silva santos
costa pereira ferreira fernandez vargas castillo jimenez moreno romero alvarez ruiz mendoza castro ortiz gutierrez
central great grand saint""".split())


def fold(text: str) -> str:
    text = unicodedata.normalize("NFD", text.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['\u2019.]", "", text)).split())


def line(names, kind, country="", sector="", others="", since="", until="", role="", qid="", name="") -> str:
    kept, seen = [], set()
    for one in names:
        one = " ".join(one.replace(";", " ").replace("\t", " ").split())
        key = (one[:1] == "~", fold(one))
        if one and key[1] and key not in seen:
            seen.add(key)
            kept.append(one)
    if kept and kind in ("leader", "official") and name == kept[0]:
        name = ""
    return "\t".join([";".join(kept), kind, country, sector, others, since, until, role, qid, name])


def write(path: Path, comment: str, lines: list[str]) -> None:
    lines = sorted(set(one for one in lines if not one.startswith("\t")))
    path.write_text("# " + comment + "\n" + HEADER + "".join(one + "\n" for one in lines), encoding="utf-8")
    print(f"{path}: {len(lines)} lines, {path.stat().st_size} bytes")


def plural(noun: str) -> str:
    if re.search(r"(ese|ch|sh|ss|ois|[^aeiou]i)$", noun) and not noun.endswith("i"):
        return noun
    return noun if noun.endswith("s") else noun + "s"


def is_latin(text: str) -> bool:
    return all(ord(c) < 0x250 or c in "\u2019\u02bb\u02bc" for c in text)


def countries(corpora: Path) -> tuple[list[str], dict[str, str], dict[str, str]]:
    facts = corpora / "country-facts"
    codes = {row["ISO3166-1-Alpha-3"]: row for row in csv.DictReader(open(facts / "country-codes.csv", encoding="utf-8"))}
    book: dict[str, list[dict]] = {}
    for one in gzip.open(facts / "factbook.jsonl.gz", "rt", encoding="utf-8"):
        row = json.loads(one)
        book.setdefault(row.get("iso3") or "", []).append(row)
    lines, name_of, qid_of = [], {}, {}
    for one in open(facts / "countries.jsonl", encoding="utf-8"):
        row = json.loads(one)
        iso = "KOS" if row["cca3"] == "UNK" or row["cca3"] == "XKX" else row["cca3"]
        code = PARENT.get(iso, iso)
        usual = USUAL_NAME.get(iso, row["name"]["common"])
        extra = codes.get(iso, {})
        qid = (extra.get("wikidata_id") or "").rsplit("/", 1)[-1]
        if iso == "KOS":
            qid = "Q1246"
        name_of[iso], qid_of[iso] = usual, qid
        names = [usual, row["name"]["common"], row["name"]["official"]]
        names += [a for a in row["altSpellings"] if len(a) > 3 and is_latin(a)]
        for column in ("UNTERM English Short", "official_name_en", "CLDR display name", "UNTERM English Formal"):
            text = re.sub(r"\(the\)|\*", "", extra.get(column) or "").strip()
            if text and "(" not in text and len(text) > 2 and ", " not in text:
                names.append(text)
        demonyms = [d for d in {row["demonyms"].get("eng", {}).get(g, "") for g in "mf"} if d]
        for fact in book.get(iso, []):
            nationality = fact.get("nationality") or {}
            for noun in re.split(r"[,;]| or ", (nationality.get("noun") or "")):
                noun = re.sub(r"\(.*plural.*\)|\(singular.*", "", noun).strip()
                if "(s)" in noun:
                    demonyms += [noun.replace("(s)", ""), noun.replace("(s)", "s")]
                elif noun and "(" not in noun and len(noun.split()) < 4:
                    demonyms.append(noun)
            adjective = re.split(r"[,;]| or |\(", nationality.get("adjective") or "")[0].strip()
            if adjective:
                demonyms.append(adjective)
            names += [v for k, v in (fact.get("names") or {}).items() if k.startswith("conventional short") and is_latin(v)
                      and v.lower() != "none" and len(v) > 3 and "(" not in v and ", " not in v]
        demonyms += [plural(d) for d in sorted(demonyms) if d]
        if iso in ("IOT", "VGB", "DMA", "PRK", "COG"):
            demonyms = [d for d in demonyms if fold(d) not in ("indian", "indians", "dominican", "dominicans", "korean", "koreans",
                                                               "congolese", "virgin islander", "virgin islanders")]
        demonyms = sorted({d for d in demonyms if re.match(r"[A-Z]", d) and d.lower() not in BAD_NAMES})
        kind = "pre" if iso == "ESH" else "territory" if iso in PARENT else "country"
        lines.append(line(sorted({n for n in names if fold(n) not in BAD_NAMES}, key=lambda n: (n != usual, n)), kind, code,
                          "", "PRE" if kind == "pre" else "", qid=qid, name=usual))
        if demonyms:
            lines.append(line(demonyms, "demonym", code, qid=qid, name=usual))
        capitals = {c for c in row["capital"] if c.lower() not in AMBIGUOUS_CAPITALS and fold(c) != fold(usual)}
        if iso in ("PSE", "ESH") or (iso in PARENT):
            capitals = set()
        if iso == "USA":
            capitals = {"Washington", "Washington, D.C.", "Washington DC"}
        if iso == "UKR":
            capitals = {"Kyiv", "Kiev"}
        if iso == "CHN":
            capitals |= {"Peking"}
        if iso == "ISR":
            capitals |= {"Tel Aviv"}
        if iso == "KAZ":
            capitals |= {"Astana", "Nur-Sultan"}
        if iso == "MMR":
            capitals |= {"Naypyidaw", "Nay Pyi Taw"}
        if iso == "CIV":
            capitals |= {"Abidjan"}
        if capitals:
            lines.append(line(sorted(capitals), "capital", code, "GOV", qid=qid, name=usual))
    return lines, name_of, qid_of


def surname_key(family: str) -> str:
    return "~" + family if fold(family) not in GIVEN_NAMES else ""


def person_names(parts: list[str], family: str, hispanic: bool = False) -> list[str]:
    """The ways a person is called in the news, the full form first."""
    full = " ".join(parts)
    names = [full]
    plain = [p for p in parts if not re.fullmatch(r"[A-Z]\.?", p)]
    if len(plain) >= 2:
        names.append(" ".join(plain))
        if family and family in plain and plain[0] != family:
            names.append(plain[0] + " " + family)
        if hispanic and len(plain) >= 3:
            names.append(" ".join(plain[:2]))
            names.append(plain[0] + " " + plain[-2])
            if len(plain) >= 4:
                names.append(" ".join(plain[:3]))
    return names


def capital_case(text: str) -> str:
    words = []
    for word in text.split():
        word = word if re.search(r"[a-z]", word) else word.title()
        if word.lower() in ("al", "el", "bin", "ibn", "de", "da", "dos", "van", "der", "von", "la", "del"):
            word = word.lower()
        words.append(word)
    return " ".join(words)


def factbook_date(text: str) -> str:
    match = re.search(r"(?:(\d{1,2}) )?(?:([A-Z][a-z]+) )?(\d{4})", text)
    if not match:
        return ""
    month = MONTHS.get(match[2] or "", 1)
    return f"{match[3]}-{month:02d}-{int(match[1] or 1):02d}"


def role_word(title: str) -> str:
    low = title.lower()
    for word in ("vice president", "president of the swiss", "prime minister", "president", "chancellor", "premier", "king",
                 "queen", "emir", "amir", "sultan", "supreme leader", "monarch", "pope", "governor", "chief minister",
                 "prince", "taoiseach", "minister", "chairman", "grand duke"):
        if word in low:
            return {"president of the swiss": "president", "amir": "emir", "monarch": "monarch"}.get(word, word)
    return "leader"


def leaders(corpora: Path, qids: dict[str, str], known: set[str]) -> list[str]:
    facts = corpora / "country-facts"
    iso_of = {q: i for i, q in qids.items() if q}
    iso_of["Q219060"] = "PSE"
    lines = []
    for row in csv.DictReader(open(facts / "leaders-2021-2022-wikidata.tsv", encoding="utf-8"), delimiter="\t"):
        iso = iso_of.get(row["country_qid"])
        if not iso:
            continue
        if "monarch of" in row["position"] and iso != "GBR" and row["person"] in ("Elizabeth II", "Charles III"):
            continue
        parts = row["person"].split()
        if fold(row["person"]) in known:
            continue
        since = f"{row['start_year']}-01-01" if row["start_year"] else ""
        until = f"{row['end_year']}-12-31" if row["end_year"] else "2022-10-31?"
        family = parts[0] if iso in ("CHN", "PRK", "KOR", "VNM", "TWN") else parts[-1]
        names = person_names(parts, family)
        if len(parts) > 1 and len(family) > 3:
            names.append(surname_key(family))
        lines.append(line(names, "leader", PARENT.get(iso, iso), "GOV", "", since, until, role_word(row["position"]),
                          row["person_qid"], row["person"]))
    for row in csv.DictReader(open(facts / "leaders-2026.tsv", encoding="utf-8"), delimiter="\t"):
        text = re.sub(r"\(.*?\)", "", row["title_and_name"])
        text = re.split(r",| represented by ", text)[0]
        words = text.split()
        if not row["iso3"] or row["iso3"] == "EUR" or "represented" in row["title_and_name"] or "also spelled" in text:
            continue
        iso = row["iso3"]
        if "CHARLES III" in text and iso != "GBR":
            continue
        first = 0
        for i, word in enumerate(words):
            if word.lower() in TITLES or word.lower().rstrip(".") in TITLES:
                first = i + 1
            elif i > first + 2:
                break
        parts = words[first:]
        caps = [w for w in parts if w.isupper() and len(w) > 1 and not re.fullmatch(r"[IVX]+", w)]
        if not parts or not caps:
            continue
        family = capital_case(" ".join(caps))
        parts = [w if re.fullmatch(r"[IVX]+", w) else capital_case(w) for w in parts]
        title = " ".join(words[:first])
        names = person_names(parts, "")
        if any(fold(n) in known for n in names + [parts[0] + " " + family]):
            continue
        if parts[0] != family.split()[0]:
            names.append(parts[0] + " " + family)
        if len(parts) > 1 and len(family) > 3:
            names.append(surname_key(family))
        role = role_word(title)
        sector = "REL" if role == "pope" else "GOV"
        lines.append(line(names, "leader", PARENT.get(iso, iso), sector, "", factbook_date(row["since"]), "", role,
                          "", " ".join(parts)))
    return lines


def day_of(text: str) -> str:
    year, month, day = int(text[:4]), int(text[4:6] or 1), int(text[6:8] or 1)
    month = min(max(month, 1), 12)
    longest = [31, 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return f"{year:04d}-{month:02d}-{min(max(day, 1), longest[month - 1]):02d}"


def span_of(text: str) -> tuple[str, str]:
    """TABARI's intervals: "a - b", ">a" still in office at the last update, "<b" in office at the first."""
    if match := re.search(r"(\d{8})\s*-\s*(\d{8})", text):
        return day_of(match[1]), day_of(match[2])
    if match := re.search(r">\s*(\d{8})", text):
        return day_of(match[1]), "2011-02-28?"
    if match := re.search(r"<\s*(\d{8})", text):
        return "2003-01-01", day_of(match[1])
    return "", ""


HISPANIC = set("ARG BOL CHL COL CRI CUB DOM ECU SLV GTM HND MEX NIC PAN PRY PER ESP URY VEN".split())


def countryinfo(corpora: Path, known: set[str]) -> list[str]:
    lines = []
    for text in gzip.open(corpora / "country-facts/countryinfo.jsonl.gz", "rt", encoding="utf-8"):
        row = json.loads(text)
        iso = row["iso3"]
        if not re.fullmatch(r"[A-Z]{3}", iso or "") or iso == "USA" and False:
            continue
        code = PARENT.get(iso, iso)
        for person in row["leaders"]:
            names = []
            for one in person["names"]:
                one = re.sub(r"[\[\]{}#_].*", "", capital_case(re.sub(r"\(.*?\)", "", one))).strip()
                if len(one.split()) >= 2 and re.fullmatch(r"[\w .'\-]+", one) and fold(one) not in known:
                    names += person_names(one.split(), one.split()[-1], iso in HISPANIC)
            if not names:
                continue
            recent = [d for d in person["dates"] if not d.startswith(("B", "D"))]
            for date in recent:
                since, until = span_of(date)
                if not since:
                    continue
                family = names[0].split()[-1]
                extra = [surname_key(family)] if since >= "1985" and len(family) > 3 else []
                role = role_word((person["role"] or "leader").rstrip("s"))
                lines.append(line(names + extra, "leader", code, "GOV", "", since, until, role, "", names[0]))
        for person in row["government"]:
            spans = [span_of(c) for c in person["codes"] if re.match(r"[A-Z]{3}GOV", c)]
            spans = [s for s in spans if s[0] and s[1]]
            names = []
            for one in person["names"]:
                one = capital_case(re.sub(r"\(.*?\)", "", one)).strip()
                if 2 <= len(one.split()) <= 6 and re.fullmatch(r"[\w .'\-]+", one) and fold(one) not in known:
                    names += person_names(one.split(), one.split()[-1], iso in HISPANIC)
            if not names or not spans:
                continue
            since = min(s[0] for s in spans)
            until = max(s[1].rstrip("?") for s in spans)
            title = re.split(r"[&,(]", person["title"])[0].strip().lower()
            title = title if 0 < len(title) <= 40 else "official"
            lines.append(line(names, "official", code, "GOV", "", since, until, title, "", names[0]))
    return lines


def entries(path: Path):
    """The names and code of each entry of a PETRARCH actors file without dates."""
    names, code = [], ""
    for text in gzip.open(path, "rt", encoding="utf-8", errors="replace"):
        text = text.split("#")[0].split(";")[0].strip()
        match = re.match(r"(\+?)([^\[\]]*)(.*)", text)
        if not text or not match:
            continue
        name = re.sub(r"\(.*?\)|[_{}]", " ", match[2]).strip()
        if match[1] == "" and name:
            if names and code:
                yield names, code
            names, code = [], ""
        if name:
            names.append(capital_case(name))
        if match[3]:
            code = "" if re.search(r"\d", match[3]) else match[3].strip("[] \t")
    if names and code:
        yield names, code


def is_long(name: str) -> bool:
    return len(re.sub(r"^the ", "", fold(name)).split()) > 1


def groups(corpora: Path, known: set[str], isos: set[str]) -> list[str]:
    english = corpora / "petrarch-dictionaries/en"
    lines = []
    for names, code in entries(english / "Phoenix.MilNonState.actors.txt.gz"):
        names = [n for n in names if is_long(n) and fold(n) not in known and "+" not in n]
        head, rest = code[:3], code[3:]
        sector = next((s for s in ("REB", "PRM", "CRM", "UAF") if s in rest), "REB" if re.search("INS|SEP|RAD", rest) else "")
        if not names or not sector:
            continue
        if head == "IMG":
            lines.append(line(names, "group", "IMG", "REB"))
        elif head in isos:
            lines.append(line(names, "group", head, sector))
    for names, code in entries(english / "Phoenix.International.actors.txt.gz"):
        names = [n for n in names if is_long(n) and fold(n) not in known and "/" not in n]
        names = [n for n in names if not re.match(r"(?i)secretary|director|head of|chief|president|the ", n)]
        looks = [n for n in names if len(n.split()) > 2 or re.search(
            r"(?i)\b(organi[sz]ation|union|bank|council|fund|committee|agency|association|corporation|group|foundation|"
            r"international|institute|company|federation|commission|society|league|network|watch|trust|inc|ltd|oil|"
            r"energy|motors|airlines|press|alliance|mission|force|programme|program|forum|center|centre|community)\b", n)]
        if not looks:
            continue
        if code.startswith("IGOUNO"):
            lines.append(line(looks, "igo", "UNO"))
        elif code.startswith("IGOEEC") or code.startswith("IGOEUR"):
            lines.append(line(looks, "igo", "EUR"))
        elif code.startswith("IGO"):
            lines.append(line(looks, "igo", "IGO", "MIL" if "NAT" in code else ""))
        elif code.startswith("NGO"):
            lines.append(line(looks, "ngo", "NGO"))
        elif code.startswith("MNC"):
            lines.append(line(looks, "company", "MNC", "BUS"))
    return lines


AGENT = {"GOV": ("GOV", "office"), "MIL": ("MIL", "body"), "REB": ("REB", "people"), "CRM": ("CRM", "people"),
         "OPP": ("OPP", "people"), "BUS": ("BUS", "people"), "CVL": ("CVL", "people"), "JUD": ("JUD", "people"),
         "COP": ("COP", "body"), "MED": ("JRN", "people"), "LEG": ("LEG", "people"), "HLH": ("MED", "people"),
         "EDU": ("EDU", "people"), "UAF": ("UAF", "people"), "SPY": ("SPY", "body"), "AGR": ("AGR", "people"),
         "REL": ("REL", "people"), "LAB": ("LAB", "people"), "REF": ("REF", "people"), "PTY": ("PTY", "people"),
         "ELI": ("ELI", "people"), "NGO": ("SOC", "org"), "HRI": ("SOC", "org"), "ENV": ("SOC", "org"),
         "MUS": ("REL", "people"), "CHR": ("REL", "people"), "JEW": ("REL", "people"), "HIN": ("REL", "people"),
         "BUD": ("REL", "people")}


def roles(corpora: Path, own: Path) -> list[str]:
    lines, seen = [], set()
    for text in own.read_text(encoding="utf-8").splitlines():
        if not text.startswith("#") and text.strip():
            words = text.split("\t")[0].split(";")
            seen |= {w.strip().lower() for w in words}
    groups_of: dict[tuple[str, str], list[str]] = {}
    for text in gzip.open(corpora / "petrarch-dictionaries/en/Phoenix.agents.txt.gz", "rt", encoding="utf-8"):
        match = re.match(r"([A-Z][A-Z_' \-!]*?)_?\s*(?:\{.*?\})?\s*\[~([A-Z]+)", text)
        if not match or text.startswith("#"):
            continue
        sector = AGENT.get(match[2][:3])
        stem = match[1].replace("_", " ").strip().lower()
        forms = [stem]
        if "!person!" in stem:
            forms = [stem.replace("!person!", w) for w in ("man", "woman", "person")]
        if "!minist!" in stem:
            forms = [stem.replace("!minist!", w) for w in ("minister", "ministry")]
        for form in forms:
            form = " ".join(form.split())
            one = re.sub(r"men$", "man", re.sub(r"(?<!s)s$", "", form))
            if sector and "!" not in form and form not in seen and one not in seen and len(form) > 3 and len(form.split()) <= 4 \
                    and not re.search(r" (to|of|in|for|the|and)$|^(islamic|major|captain|private|general)$", form):
                seen.add(form)
                groups_of.setdefault(sector, []).append(form)
    for (sector, kind), words in sorted(groups_of.items()):
        for i in range(0, len(words), 40):
            lines.append("\t".join([";".join(sorted(words)[i:i + 40]), sector, "", kind]))
    return lines


def main() -> None:
    corpora, out = Path(sys.argv[1]), Path(sys.argv[2])
    own_names = set()
    for text in (out / "own.tsv").read_text(encoding="utf-8").splitlines():
        if not text.startswith("#"):
            own_names |= {fold(n) for n in text.split("\t")[0].split(";")}
    country_lines, names, qids = countries(corpora)
    write(out / "countries.tsv", "Countries. ODbL 1.0 (mledoze/countries), PDDL (datasets/country-codes), public domain "
          "(CIA World Factbook)", country_lines)
    text = "# Territory and the state it is filed under (PLOVER manual). CC BY-SA 4.0\n"
    text += "".join(f"{territory}\t{state}\n" for territory, state in sorted(PARENT.items())) + "XKX\tKOS\n"
    (out / "territories.tsv").write_text(text, encoding="utf-8")
    leader_lines = leaders(corpora, qids, own_names)
    write(out / "leaders.tsv", "Heads of state and government in 2021-2022 (CC0, Wikidata) and 2026 (public domain, CIA "
          "World Factbook)", leader_lines)
    write(out / "countryinfo.tsv", "Leaders since 1960, governments 2003-2011. CC BY-SA 3.0, Philip A. Schrodt: "
          "openeventdata/CountryInfo", countryinfo(corpora, own_names))
    write(out / "groups.tsv", "Armed groups, international organizations, companies. MIT, Copyright (c) 2014 Open Event "
          "Data Alliance: Phoenix.MilNonState.actors, Phoenix.International.actors", groups(corpora, own_names, set(names)))
    lines = roles(corpora, out / "roles.tsv")
    text = "# Nouns for agents. MIT, Copyright (c) 2014 Open Event Data Alliance: Phoenix.agents\n"
    text += "# words\tsector\tother_sectors\tclass\n" + "".join(one + "\n" for one in lines)
    (out / "agents.tsv").write_text(text, encoding="utf-8")
    print(f"{out / 'agents.tsv'}: {len(lines)} lines, {len(text)} bytes")


if __name__ == "__main__":
    main()
