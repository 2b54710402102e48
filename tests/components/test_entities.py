"""Who is meant: sentences with names marked inline, and the clusters of the development reports."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from spacy.tokens import Doc

from pipeline.components.bodies import find_known_body
from pipeline.components.coreference import Link
from pipeline.components.entities import EntitiesComponent, EntityMention, read_entities
from pipeline.components.entity_words import read_words
from pipeline.countries import find_country
from pipeline.layers import read_layer
from pipeline.lexicon import read_lexicon
from tests.components.clusters import FOLDER, b_cubed, expect, read_clusters
from tests.components.named import COUNTRIES, NLP, read_gold, read_marked

COMPONENT = EntitiesComponent(NLP)


def clusters_of(doc: Doc) -> list[list[str]]:
    """The surfaces of each entity, in the order of the text."""
    found: dict[str, list[str]] = defaultdict(list)
    for mention in read_layer(doc, "entity_mentions", EntityMention):
        found[mention.entity_key].append(doc.text[mention.start : mention.end])
    return list(found.values())


def find(marked: str, country: str = "") -> Doc:
    return COMPONENT(read_marked(marked, country))


PERSONS = [
    ("[PERSON Kasym-Jomart Tokayev] won. President [PERSON Tokayev] spoke.", [["Kasym-Jomart Tokayev", "Tokayev"]]),
    ("[PERSON Serik] and [PERSON Aset Mataev] were freed.", [["Serik"], ["Aset Mataev"]]),
    ("[PERSON Aung San] led. [PERSON Aung San Suu Kyi] won.", [["Aung San"], ["Aung San Suu Kyi"]]),
    ("[PERSON Lorena Cano Flores] vanished. [PERSON Cano] had received threats.", [["Lorena Cano Flores", "Cano"]]),
    ("[PERSON Xi Jinping] visited. [PERSON Xi] left.", [["Xi Jinping", "Xi"]]),
    (
        "[PERSON Kassym-Jomart Tokaev] won. [PERSON Kasym-Jomart Tokayev] spoke.",
        [["Kassym-Jomart Tokaev", "Kasym-Jomart Tokayev"]],
    ),
    ("[PERSON Mohammed Hassan] and [PERSON Mohammed Hussein] fled.", [["Mohammed Hassan"], ["Mohammed Hussein"]]),
    (
        "[PERSON Ali Karimi] fled.\n\n[PERSON Reza Karimi] fled.\n\nPolice sought [PERSON Karimi].",
        [["Ali Karimi"], ["Reza Karimi"], ["Karimi"]],
    ),
    (
        "[PERSON Ali Karimi] fled.\n\n[PERSON Reza Karimi] fled. Police sought [PERSON Karimi].",
        [["Ali Karimi"], ["Reza Karimi", "Karimi"]],
    ),
    ("[PERSON Mohammed bin Salman] ruled. [PERSON bin Salman] denied it.", [["Mohammed bin Salman", "bin Salman"]]),
    (
        "[PERSON Omar Diaz], known as [PERSON Adam Karimi], fled. [PERSON Karimi] was held.",
        [["Omar Diaz", "Adam Karimi", "Karimi"]],
    ),
    ("[PERSON Omar Diaz] (alias “[PERSON Pepe]”) fled. [PERSON Pepe] was held.", [["Omar Diaz", "Pepe", "Pepe"]]),
    ("[PERSON Omar Diaz], known as a friend of [PERSON Adam Karimi], fled.", [["Omar Diaz"], ["Adam Karimi"]]),
    ("[PERSON Omar Diaz] called [PERSON Adam Karimi].", [["Omar Diaz"], ["Adam Karimi"]]),
]


@pytest.mark.parametrize(("marked", "expected"), PERSONS)
def test_names_of_one_person_are_one_entity(marked: str, expected: list[list[str]]) -> None:
    assert clusters_of(find(marked)) == expected


def test_a_shared_surname_completes_the_name() -> None:
    names = [
        entity.canonical_name for entity in read_entities(find("[PERSON Serik] and [PERSON Aset Mataev] were freed."))
    ]
    assert names == ["Serik Mataev", "Aset Mataev"]


BODIES = [
    (
        "The [ORG National Labor Congress] ([ORG NLC]) called. [ORG NLC] struck.",
        [["National Labor Congress", "NLC", "NLC"]],
    ),
    (
        "[ORG SARS] was hated. The [ORG Special Anti-Robbery Squad] ([ORG SARS]) ended.",
        [["SARS", "Special Anti-Robbery Squad", "SARS"]],
    ),
    (
        "The [ORG Secretariat of National Defense] ([ORG SEDENA]) denied it.",
        [["Secretariat of National Defense", "SEDENA"]],
    ),
    ("The inspector general of the [ORG National Police] ([ORG IGPN]) reported.", [["National Police"], ["IGPN"]]),
    (
        "The [ORG Committee for Race], or [ORG Ma Ba], met. [ORG Ma Ba] left.",
        [["Committee for Race", "Ma Ba", "Ma Ba"]],
    ),
    ("He wrote on [ORG X] (formerly [ORG Twitter]).", [["X", "Twitter"]]),
    (
        "The [ORG Ministry of Labor] and the [ORG Ministry of Labor’s Inspectorate] met.",
        [["Ministry of Labor"], ["Ministry of Labor’s Inspectorate"]],
    ),
    (
        "The [ORG Ministry of Labor] and the [ORG Ministry of Labor and Civil Service] met.",
        [["Ministry of Labor", "Ministry of Labor and Civil Service"]],
    ),
    ("The [ORG OSCE/ODHIR] mission left the [ORG OSCE].", [["OSCE/ODHIR"], ["OSCE"]]),
    (
        "The [ORG Ministry of Labor and Employment] and the [ORG Labour Ministry] did not act.",
        [["Ministry of Labor and Employment", "Labour Ministry"]],
    ),
    (
        "[GPE Russia]’s [ORG Supreme Court] agreed with the [ORG Supreme Court].",
        [["Russia"], ["Supreme Court"], ["Supreme Court"]],
    ),
    (
        "The [ORG International Labour Organisation] and the [ORG ILO] met.",
        [["International Labour Organisation", "ILO"]],
    ),
]


@pytest.mark.parametrize(("marked", "expected"), BODIES)
def test_names_of_one_body_are_one_entity(marked: str, expected: list[list[str]]) -> None:
    assert clusters_of(find(marked, "KAZ")) == expected


def test_a_national_body_has_the_country_in_its_key_and_an_international_one_has_not() -> None:
    keys = [
        e.key
        for e in read_entities(
            find("[GPE Russia]’s [ORG Supreme Court] and the [ORG UN] and the [ORG Supreme Court]", "KAZ")
        )
    ]
    assert keys == ["country:RUS", "org:RUS:supreme-court", "org:united-nations", "org:KAZ:supreme-court"]


def test_adjectives_name_their_country_but_ethnic_groups_do_not() -> None:
    doc = find("[NORP Kazakh] police held [NORP Uyghur] men. Ethnic [NORP Kazakhs] in [GPE China] protested.", "KAZ")
    assert [m.entity_key for m in read_layer(doc, "entity_mentions", EntityMention)] == [
        "country:KAZ",
        "group:uyghur",
        "group:kazakh",
        "country:CHN",
    ]


LINKS = [
    ("[PERSON Ermek Ali], an activist who fled, was arrested. He was then transferred.", ["He"]),
    ("[PERSON Ana Diaz] fled. Her brother was held. He died.", ["Her"]),
    ("[PERSON Ana Diaz] met [PERSON Eva Ruiz]. She left.", []),
    ("[PERSON Ana Diaz] was held. A man came. He beat her.", []),
    ("[PERSON Ana Diaz] said he fled, and she fled.", []),
    ("President [PERSON Tokayev] won. The law was signed by the president.", ["president"]),
    (
        "President [PERSON Tokayev] won. EU President [PERSON Michel] left. The law was signed by the president.",
        ["president"],
    ),
]


@pytest.mark.parametrize(("marked", "expected"), LINKS)
def test_pronouns_are_resolved_only_where_it_is_certain(marked: str, expected: list[str]) -> None:
    doc = find(marked)
    assert [doc.text[link.start : link.end] for link in read_layer(doc, "coreference", Link)] == expected


def test_plain_text_without_report_or_names_is_no_problem() -> None:
    doc = COMPONENT(NLP.make_doc("Nothing is named here."))
    assert read_entities(doc) == []


@pytest.mark.parametrize("row", read_lexicon("bodies.csv"), ids=lambda row: row["name"])
def test_a_known_body_is_found_by_all_its_names(row: dict[str, str]) -> None:
    names = [row["name"], *filter(None, row["aliases"].split("|"))]
    assert {find_known_body(name).name for name in names} == {row["name"]}  # type: ignore[union-attr]
    assert any(name in row["example"] for name in names)


@pytest.mark.parametrize("row", read_lexicon("entity_words.csv"), ids=lambda row: f"{row['list']} {row['words'][:20]}")
def test_word_lists_are_read_whole(row: dict[str, str]) -> None:
    assert set(row["words"].split("|")) <= read_words(row["list"])


@pytest.mark.parametrize("name", COUNTRIES)
def test_clusters_of_the_development_reports(shared: Path, name: str) -> None:
    """B-cubed F1 of at least .95 on gold names, no two persons in one cluster, every country right."""
    doc = COMPONENT(read_gold(shared, name))
    expected = read_clusters(FOLDER / f"{name}.clusters")
    countries = {entity.key: entity.country_iso3 for entity in read_entities(doc)}
    pairs, persons = [], defaultdict(set)
    for mention in read_layer(doc, "entity_mentions", EntityMention):
        entity = expect(expected, mention.label, doc.text[mention.start : mention.end])
        assert entity is not None or mention.label not in ("PERSON", "ORG", "GPE", "LOC", "FAC")
        if entity is not None:
            pairs.append((entity[0], mention.entity_key))
            if mention.label == "PERSON":
                persons[mention.entity_key].add(entity[0])
            if find_country(entity[0]):
                assert countries[mention.entity_key] == entity[1]
    assert b_cubed(pairs)[2] >= 0.99
    assert all(len(names) == 1 for names in persons.values())
