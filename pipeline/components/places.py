"""Which place a name means: a country, a division, a city, a region; with the report's own country as the likeliest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.components.entity_words import read_words
from pipeline.components.gazetteer import (
    MAJOR_CITY,
    Place,
    country_place,
    find_cities,
    find_divisions,
    find_major_cities,
    find_region,
    fold_place,
    has_class_word,
    strip_article,
)
from pipeline.countries import COUNTRIES, DEMONYMS, NAMES, find_country, fold_name

# Adjectives of parts of a country: they name a people or a region, not the country.
NOT_NATIONAL = read_words("not_national")
# "the Russian Federation" and "the Republic" mean what the report is about.
FACILITY_WORDS = read_words("facility")
GENERIC_PLACES = read_words("generic_place")
ABBREVIATIONS = ("USA", "UAE", "DRC", "PRC", "CAR", "ROK", "PNG", "BIH")
SETTLEMENT = re.compile(r"\s+(?:[Vv]illage|[Tt]own|[Cc]ity|[Ss]ettlement|[Cc]ommunity)$")
PLURAL_PARTS = re.compile(r"^(?:North|South|East|West|Upper|Lower|Central|Northern|Southern|Eastern|Western)$")


@dataclass(frozen=True)
class Resolution:
    """A place and why it is the one; ``place`` is None where nothing fits. ``rule`` is the name of the step that
    decided."""

    place: Place | None
    rule: str
    evidence: str = ""


@dataclass(frozen=True)
class Setting:
    """What is known around a name: the report's country, a country named right after it, countries of its sentence
    and document."""

    home: str = ""
    container: str = ""
    near: tuple[str, ...] = ()
    document: frozenset[str] = frozenset()
    division_follows: bool = False


@cache
def _parts() -> frozenset[str]:
    return frozenset(fold_name(entry.name) for entry in NAMES if entry.kind == "part" and entry.name != "Bosnia")


def resolve_country(name: str, home: str = "") -> str:
    """ISO 3166-1 alpha-3 of the country that ``name`` names; "" where it names none.

    >>> resolve_country("U.S."), resolve_country("the Congo", home="COD"), resolve_country("West Bank")
    ('USA', 'COD', '')
    """
    folded = fold_name(name)
    if folded in ("congo", "republic of congo") and home in ("COD", "COG"):
        return home if folded == "congo" else "COG"
    if folded == "korea" and home in ("KOR", "PRK"):
        return home
    if folded in ("north", "south") and home in ("KOR", "PRK"):
        return "PRK" if folded == "north" else "KOR"
    if folded == "roc" and home in ("CYP", "COG", "TWN"):
        return home
    if folded == "islamic republic" and home in ("IRN", "MRT", "PAK"):
        return home
    if folded in _parts() or (len(name) == 3 and name.isupper() and name not in ABBREVIATIONS):
        return ""
    country = find_country(name)
    return country.iso3 if country else ""


def resolve_demonym(word: str, home: str = "") -> str:
    """The country of a national adjective or of a word for its people; "" for peoples without one, and where several
    fit.

    >>> resolve_demonym("Kazakh"), resolve_demonym("Congolese", home="COG"), resolve_demonym("Congolese")
    ('KAZ', 'COG', '')
    """
    word = word.strip()
    if word in NOT_NATIONAL:
        return ""
    countries = DEMONYMS.get(word) or DEMONYMS.get(word.capitalize(), ())
    if len(countries) == 1:
        return countries[0]
    return home if home in countries else ""


def resolve_place(name: str, label: str, setting: Setting) -> Resolution:
    """The place that ``name`` means, where it stands.

    >>> resolve_place("Astana", "GPE", Setting(home="KAZ")).place.id
    'geonames:1526273'
    >>> resolve_place("Nowhere-on-Sea", "GPE", Setting(home="KAZ"))
    Resolution(place=None, rule='unresolved', evidence='')
    """
    if label == "FAC":
        return _resolve_facility(name, setting)
    iso3 = resolve_country(name, setting.home)
    if iso3 and not _is_home_part(name, iso3, setting):
        return Resolution(country_place(iso3), "country", "country name")
    for home, evidence in ((setting.container, "country named beside it"), (setting.home, "country of the report")):
        if home:
            place = _resolve_in(name, home, setting)
            if place is not None:
                return Resolution(place, f"{place.kind} in country", f"{evidence}: {home}")
    region = find_region(name)
    if region is not None and not (label == "LOC" and PLURAL_PARTS.match(name)):
        return Resolution(region, "region", "lexicon places.csv")
    return _resolve_abroad(name, setting) if label == "GPE" else Resolution(None, "unresolved")


def _is_home_part(name: str, iso3: str, setting: Setting) -> bool:
    """Whether a country's name is here a part of the report's own country: Georgia in a report on the United States."""
    if setting.division_follows and iso3 != setting.home:
        return bool(find_divisions(name, setting.home))
    return iso3 != setting.home and setting.home in ("USA",) and bool(find_divisions(name, setting.home))


def _resolve_in(name: str, iso3: str, setting: Setting) -> Place | None:
    """The division or city of that name in one country. A class word, in the name or after it, says which."""
    if find_region(name) is not None and find_region(name).iso3 == iso3:  # type: ignore[union-attr]
        return find_region(name)
    divisions = find_divisions(name, iso3)
    cities = find_cities(name, iso3)
    first = [place for place in divisions if place.kind == "first-level division"]
    if divisions and (has_class_word(name) or setting.division_follows):
        return divisions[0] if first or not cities else _merge(divisions[0], cities[0])
    folded = fold_name(name)
    own = [place for place in cities if folded in (fold_name(place.name), strip_article(fold_name(place.name)))]
    large = [place for place in cities if place.population >= MAJOR_CITY]
    if large and (large[0] in own or not first):
        return large[0]
    if first:
        return first[0]
    if cities and not _is_ambiguous(own or cities):
        return cities[0] if own or not divisions else divisions[0]
    if cities and not divisions:
        return None
    if divisions:
        return divisions[0]
    bare = SETTLEMENT.sub("", name) if SETTLEMENT.search(name) else fold_place(name)
    inside = find_cities(bare, iso3) if fold_name(bare) != fold_name(name) else []
    return inside[0] if inside and not _is_ambiguous(inside) else None


def _is_ambiguous(cities: list[Place]) -> bool:
    """Whether several places of one country bear the name and none is by far the largest (three villages in Mexico)."""
    return len(cities) > 1 and cities[0].population < 3 * cities[1].population


def _merge(division: Place, city: Place) -> Place:
    """A district with the point of the town it is named after, which is nearer than the mean of its towns."""
    return Place(division.id, division.name, division.kind, division.iso3, city.latitude, city.longitude, "city")


def _resolve_abroad(name: str, setting: Setting) -> Resolution:
    """A place outside the report's country: one in a country of the same sentence, else the only one, or by far the
    largest."""
    if set(fold_place(name).split()) <= GENERIC_PLACES or (name.isupper() and len(name) <= 4):
        return Resolution(None, "unresolved")
    for iso3 in setting.near:
        place = _resolve_in(name, iso3, setting)
        if place is not None and (place.kind != "city" or place.population >= 5_000):
            return Resolution(place, f"{place.kind} in country", f"country of the sentence: {iso3}")
    cities = find_major_cities(name)
    if cities and (len(cities) == 1 or cities[0].population > 3 * max(place.population for place in cities[1:])):
        return Resolution(cities[0], "major city", f"only city of that size called {cities[0].name}")
    divisions = [place for place in find_divisions(name) if place.kind == "first-level division"]
    if len(divisions) == 1 and not cities and _is_told(name, divisions[0], setting):
        return Resolution(divisions[0], "division abroad", f"only division called {divisions[0].name}")
    return Resolution(None, "unresolved")


def _is_told(name: str, division: Place, setting: Setting) -> bool:
    """Whether a division of another country can be meant: that country is named in the report, and the name is not
    "Northwest"."""
    return division.iso3 in setting.document and not setting.division_follows


def _resolve_facility(name: str, setting: Setting) -> Resolution:
    """A facility takes the point of the city it is named after ("Lagos airport"), said to be no more exact than
    that."""
    words = name.split()
    region = find_region(name)
    if region is not None:
        return Resolution(region, "region", "lexicon places.csv")
    for size in range(len(words) - 1, 0, -1):
        rest = {word.lower().strip(".,’'") for word in words[size:]}
        if rest & FACILITY_WORDS and setting.home:
            cities = [
                place for place in find_cities(" ".join(words[:size]), setting.home) if place.population >= 20_000
            ]
            if cities:
                city = cities[0]
                place = Place("", name, "facility", city.iso3, city.latitude, city.longitude, "city", 0)
                return Resolution(place, "facility by city", f"city in its name: {city.name}")
    return Resolution(None, "unresolved")


def rank_countries(iso3s: Iterable[str]) -> tuple[str, ...]:
    """Known countries, without repeats, in order."""
    return tuple(dict.fromkeys(iso3 for iso3 in iso3s if iso3 in COUNTRIES))
