"""Countries by their names: ISO 3166 codes, UN M49, Correlates of War, and the words for their people.

The names are data (``lexicon/countries.csv``, ``lexicon/country_names.csv``); this module only looks them up."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import read_lexicon

PLACE_KINDS = ("name", "variant", "abbreviation", "misspelling", "part")
PEOPLE_KINDS = ("adjective", "people")


@dataclass(frozen=True)
class Country:
    """A country or territory; ``m49`` and ``cow`` are digits as text, "" where there is none."""

    iso3: str
    iso2: str
    m49: str
    cow: str
    name: str


@dataclass(frozen=True)
class CountryName:
    """One way to write a country (``PLACE_KINDS``) or its people (``PEOPLE_KINDS``).

    ``iso3`` has several codes where the word alone does not tell ("Congolese")."""

    name: str
    iso3: tuple[str, ...]
    kind: str
    example: str


@dataclass(frozen=True)
class CountryMention:
    """A country's name or people in a text, with code-point offsets."""

    start: int
    end: int
    text: str
    iso3: tuple[str, ...]
    kind: str


def _read_countries() -> dict[str, Country]:
    fields = ("iso3", "iso2", "m49", "cow", "name")
    return {row["iso3"]: Country(**{key: row[key] for key in fields}) for row in read_lexicon("countries.csv")}


COUNTRIES: dict[str, Country] = _read_countries()
NAMES: tuple[CountryName, ...] = tuple(
    CountryName(row["name"], tuple(row["iso3"].split()), row["kind"], row["example"])
    for row in read_lexicon("country_names.csv")
)
#: every written name of a country -> ISO 3166-1 alpha-3
COUNTRY_NAMES: dict[str, str] = {n.name: n.iso3[0] for n in NAMES if n.kind in PLACE_KINDS}
#: every adjective and word for the people -> the countries it can mean
DEMONYMS: dict[str, tuple[str, ...]] = {n.name: n.iso3 for n in NAMES if n.kind in PEOPLE_KINDS}


def fold_name(name: str) -> str:
    """``name`` without case, accents, punctuation and a leading article, for comparison.

    >>> fold_name("The Côte d’Ivoire")
    'cote d ivoire'
    """
    plain = unicodedata.normalize("NFKD", name).replace("&", " and ")
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = re.findall(r"[^\W_]+", plain.casefold())
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


@cache
def _folded_names() -> dict[str, str]:
    return {fold_name(name): iso3 for name, iso3 in COUNTRY_NAMES.items()}


def find_country(name: str) -> Country | None:
    """The country that ``name`` (a name, a spelling, or an ISO 3166-1 code in capitals) stands for.

    >>> find_country("Turkey (Türkiye)").iso3, find_country("the gambia").iso3, find_country("NAM").name
    ('TUR', 'GMB', 'Namibia')
    >>> find_country("Ruritania") is None
    True
    """
    name = name.strip()
    if name in COUNTRIES:
        return COUNTRIES[name]
    folded = fold_name(name)
    known = _folded_names().get(folded)
    return COUNTRIES[known] if known else None


@cache
def _mention_pattern() -> tuple[re.Pattern[str], dict[str, CountryName]]:
    by_text: dict[str, CountryName] = {}
    for entry in NAMES:
        for spelling in {entry.name, entry.name.replace("'", "’")}:
            by_text.setdefault(spelling, entry)
    spellings = sorted(by_text, key=len, reverse=True)
    alternatives = "|".join(re.escape(s).replace(r"\ ", r"\s+") for s in spellings)
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?!\w)"), by_text


def find_mentions(text: str) -> list[CountryMention]:
    """Every country name and word for a people in ``text``, longest first at each place, in text order.

    >>> [(m.text, m.iso3, m.kind) for m in find_mentions("Kazakh officials in Papua New Guinea")]
    [('Kazakh', ('KAZ',), 'adjective'), ('Papua New Guinea', ('PNG',), 'name')]
    """
    pattern, by_text = _mention_pattern()
    found = []
    for match in pattern.finditer(text):
        entry = by_text.get(" ".join(match.group().split()))
        if entry is not None:
            found.append(CountryMention(match.start(), match.end(), match.group(), entry.iso3, entry.kind))
    return found
