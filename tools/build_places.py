#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds data/places/gazetteer.tsv.   build_places.py FACTS data/places

FACTS is a folder with world-cities.csv.gz, geonames/, natural-earth/ and factbook.jsonl.gz (sources and licences:
data/places/README.md). Names of data/places/own.tsv come first. One line a spelling, sorted by its key (lower case
without accents), then by weight, heaviest first: key, name, country, admin1, feature, GeoNames id, latitude, longitude,
radius in km, weight (the logarithm of the population, or of what stands for it). Unknown fields are empty.
"""
import csv
import gzip
import json
import math
import sys
import unicodedata
from pathlib import Path

LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ə": "e", "ħ": "h"}
    | {c: "'" for c in "\u2019\u2018\u02bb\u02bc`"}
)

# ISO's names where world-cities.csv has them and GeoNames has others.
ISO_NAMES = {
    "Russian Federation": "RUS", "T\u00fcrkiye": "TUR", "Iran, Islamic Republic of": "IRN", "Viet Nam": "VNM", "Tanzania, United Republic of": "TZA",
    "Venezuela, Bolivarian Republic of": "VEN", "C\u00f4te d'Ivoire": "CIV", "Korea, Republic of": "KOR", "Congo, The Democratic Republic of the": "COD",
    "Korea, Democratic People's Republic of": "PRK", "Syrian Arab Republic": "SYR", "Taiwan, Province of China": "TWN", "Palestine, State of": "PSE",
    "Bolivia, Plurinational State of": "BOL", "Congo": "COG", "Moldova, Republic of": "MDA", "No country found for alpha-2 code: XK": "KOS",
    "Lao People's Democratic Republic": "LAO", "R\u00e9union": "REU", "Timor-Leste": "TLS", "Brunei Darussalam": "BRN", "Cura\u00e7ao": "CUW",
    "Virgin Islands, U.S.": "VIR", "\u00c5land Islands": "ALA", "Saint Barth\u00e9lemy": "BLM", "Bonaire, Sint Eustatius and Saba": "BES",
    "Cocos (Keeling) Islands": "CCK", "Falkland Islands (Malvinas)": "FLK", "Micronesia, Federated States of": "FSM", "Saint Martin (French part)": "MAF",
    "Saint Helena, Ascension and Tristan da Cunha": "SHN", "Sint Maarten (Dutch part)": "SXM", "Holy See (Vatican City State)": "VAT",
    "Virgin Islands, British": "VGB",
}  # fmt: skip
CLAIMED = {"SOL": "SOM", "CYN": "CYP"}  # Natural Earth's codes of lands that another state claims: that state's


def fold(name: str) -> str:
    """Lower case, without accents; as src/place/fold.cpp does it."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if unicodedata.category(c) != "Mn")
    return " ".join(plain.lower().translate(LETTERS).split())


def centroid(geometry: dict) -> tuple[float, float]:
    """Of the largest polygon, in degrees."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    best = (0.0, 0.0, 0.0)
    for polygon in polygons:
        ring = polygon[0]
        area = x = y = 0.0
        for (x0, y0, *_), (x1, y1, *_) in zip(ring, ring[1:]):
            cross = x0 * y1 - x1 * y0
            area += cross / 2
            x += (x0 + x1) * cross / 6
            y += (y0 + y1) * cross / 6
        if abs(area) > best[0]:
            best = (abs(area), y / area, x / area)
    return best[1], best[2]


def main(facts_path: str, out_path: str) -> None:
    facts, out = Path(facts_path), Path(out_path)
    rows: dict[tuple[str, str, str, str], list] = {}

    def add(spelling: str, name: str, country: str, admin1: str, feature: str, geonames_id="", lat=None, lon=None, radius=None, weight=0.0):
        key = fold(spelling)
        if len(key) < 2 or "\t" in key:
            return
        place = (key, country, feature, str(geonames_id) or name)
        old = rows.get(place)
        if old is None or old[9] < weight:
            number = lambda value, digits: "" if value is None else f"{round(value, digits):g}" if digits else f"{value:.0f}"
            rows[place] = [key, name, country, admin1, feature, str(geonames_id), number(lat, 3), number(lon, 3), number(radius, 0), weight]

    iso3, country_name, geonames_of, area_of, population_of, capital_of = {}, {}, {}, {}, {}, {}
    with open(facts / "geonames/countryInfo.txt", encoding="utf-8") as file:
        for line in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(line) < 17 or line[0] in ("ISO", "") or line[0].startswith("#"):
                continue
            code = "KOS" if line[0] == "XK" else line[1]
            iso3[line[0]] = code
            country_name[line[4]] = code
            geonames_of[code] = line[16]
            area_of[code] = float(line[6] or 0)
            population_of[code] = float(line[7] or 0)
            capital_of[code] = line[5]

    coordinates = {}
    with gzip.open(facts / "natural-earth/ne_110m_admin_0_countries.geojson.gz") as file:
        for feature in json.load(file)["features"]:
            coordinates[feature["properties"]["ADM0_A3"]] = centroid(feature["geometry"])
    own_countries = {}
    for line in (out / "own.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        fields = (line.split("\t") + [""] * 6)[:6]
        if fields[1] == "PCLI":
            own_countries[fields[2]] = fields[0].split(";")

    def add_country(spelling: str, name: str, code: str):
        lat, lon = coordinates.get(code, (None, None))
        radius = math.sqrt(area_of.get(code, 0) / math.pi) if area_of.get(code) else None
        add(spelling, name, code, "", "PCLI", geonames_of.get(code, ""), lat, lon, radius, 2 + math.log10(population_of.get(code, 0) + 10))

    usual = {code: names[0] for code, names in own_countries.items()}
    for name, code in country_name.items():
        usual.setdefault(code, name)
        add_country(name, usual[code], code)
    for code, names in own_countries.items():
        for name in names:
            add_country(name, names[0], code)
    with gzip.open(facts / "factbook.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            fact = json.loads(line)
            code = fact.get("iso3")
            if not code or code not in usual:
                continue
            for kind in ("conventional long form", "conventional short form"):
                name = (fact.get("names") or {}).get(kind) or ""
                if 3 < len(name) < 60 and name != "none" and "(" not in name and ";" not in name and "," not in name:
                    add_country(name, usual[code], code)
            adjective = ((fact.get("nationality") or {}).get("adjective") or "").split(",")[0].split(";")[0].split(" or ")[0].strip()
            shared = adjective in ("Korean", "Congolese", "Guinean", "Dominican")   # of two states
            if 3 < len(adjective) < 30 and adjective[0].isupper() and "(" not in adjective and not shared:
                add(adjective, usual[code], code, "", "DEMONYM", geonames_of.get(code, ""), *coordinates.get(code, (None, None)), None, 1.0)
    for adjective, code in {"American": "USA", "US-led": "USA", "British": "GBR", "Israeli": "ISR", "Palestinian": "PSE", "Chinese": "CHN", "North Korean": "PRK", "South Korean": "KOR",
                            "English": "GBR", "Scottish": "GBR", "Welsh": "GBR", "Dutch": "NLD", "Saudi": "SAU", "Emirati": "ARE", "Burmese": "MMR", "Ivorian": "CIV",
                            "Kosovar": "KOS", "Taiwanese": "TWN", "Filipino": "PHL", "Philippine": "PHL", "Argentine": "ARG"}.items():
        add(adjective, usual[code], code, "", "DEMONYM", geonames_of.get(code, ""), None, None, None, 2.0)

    populated, has_capital = {}, set()
    with gzip.open(facts / "natural-earth/ne_50m_populated_places_simple.geojson.gz") as file:
        for feature in json.load(file)["features"]:
            p = feature["properties"]
            populated[int(p["geonameid"] or 0)] = p
            code = p["adm0_a3"] if p["adm0_a3"] in usual else iso3.get(p["iso_a2"]) or CLAIMED.get(p["adm0_a3"], "")
            kind = "PPLC" if p["adm0cap"] == 1 else "PPLA" if "Admin-1" in p["featurecla"] else "PPL"
            weight = math.log10(max(p["pop_max"], 1000)) + (1 if kind == "PPLC" else 0)
            has_capital |= {code} if kind == "PPLC" else set()
            for spelling in {p["name"], p["nameascii"], *(p["namealt"] or "").split("|"), *(p["namepar"] or "").split("|")}:
                if spelling:
                    add(spelling, p["name"], code, p["adm1name"] or "", kind, int(p["geonameid"]) if p["geonameid"] and p["geonameid"] > 0 else "",
                        p["latitude"], p["longitude"], 5 + math.sqrt(max(p["pop_max"], 1)) / 250, weight)
    with gzip.open(facts / "world-cities.csv.gz", "rt", encoding="utf-8") as file:
        for city in csv.DictReader(file):
            number = int(city["geonameid"])
            code = country_name.get(city["country"]) or ISO_NAMES[city["country"]]
            if number in populated:
                continue
            capital = fold(city["name"]) == fold(capital_of.get(code, "")) and code not in has_capital | {""}
            add(city["name"], city["name"], code, city["subcountry"], "PPLC" if capital else "PPL", number, None, None, None, 5.2 if capital else 4.2)
    labels = {}
    with gzip.open(facts / "natural-earth/ne_50m_admin_1_states_provinces.geojson.gz") as file:
        for feature in json.load(file)["features"]:
            p = feature["properties"]
            labels[int(p["gn_id"] or 0)] = (p["latitude"], p["longitude"])
    with open(facts / "geonames/admin1CodesASCII.txt", encoding="utf-8") as file:
        for line in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            code = iso3.get(line[0].split(".")[0], "")
            lat, lon = labels.get(int(line[3]), (None, None))
            weight = 5.5 if lat is not None else 4.6
            names = {line[1], line[2]}
            for ending in (" Province", " Governorate", " Region", " Oblast", " State", " District", " Department", " County", " Prefecture"):
                names |= {name.removesuffix(ending) for name in names}
            for name in names:
                add(name, line[1], code, line[1], "ADM1", line[3], lat, lon, None, weight)
    for line in (out / "own.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        names, kind, code, lat, lon, radius = (line.split("\t") + [""] * 6)[:6]
        if kind == "PCLI":
            continue
        for name in names.split(";"):
            key, main = fold(name), names.split(";")[0]
            number = lambda value: float(value) if value else None
            twin = next((row for row in rows.values() if row[0] == fold(main) and row[2] == code and row[4].startswith(kind[:3])), None)
            add(name, main, code, twin[3] if twin else "", kind, twin[5] if twin else "", number(lat), number(lon), number(radius), 7.5)
            assert key
    ordered = sorted(rows.values(), key=lambda row: (row[0].encode(), -row[9], row[2], row[4], row[5], row[1]))
    # A place that two sources tell is kept once: the heavier line of one country, kind and admin1.
    kept, seen = [], set()
    for row in ordered:
        mark = (row[0], row[2], row[4][:3], row[3] if row[4].startswith("PPL") else "", row[5] if row[4] == "ADM1" else "")
        loose = (row[0], row[2], row[4][:3], row[5])
        if mark in seen or (row[5] and loose in seen):
            continue
        seen |= {mark, loose}
        kept.append("\t".join([*row[:9], f"{row[9]:.1f}"]))
    (out / "gazetteer.tsv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    print(len(kept), "spellings")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
