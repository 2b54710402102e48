"""One entity across reports: ids made of content, persons merged only on evidence, the rest listed for review."""

from __future__ import annotations

from typing import Any

from pipeline.linking import Candidate, Links, link_entities


def person(name: str, *, roles: tuple[str, ...] = (), sector: str = "", **more: Any) -> dict[str, Any]:
    key = "person:" + name.lower().replace(" ", "-")
    aliases = [[name, "full"]]
    return {
        "key": key,
        "label": "PERSON",
        "canonical_name": name,
        "roles": list(roles),
        "sector": sector,
        "aliases": aliases,
        "n_mentions": 1,
        **more,
    }


def entity(key: str, label: str, name: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "label": label, "canonical_name": name, "aliases": [[name, "full"]], "n_mentions": 1, **more}


def link(*records: tuple[str, str, list[dict[str, Any]]]) -> Links:
    """Links of (doc_id, country, entities)."""
    return link_entities((doc_id, {"country_iso3": country}, entities) for doc_id, country, entities in records)


def test_countries_places_and_bodies_are_one_everywhere() -> None:
    country = entity("country:KAZ", "GPE", "Kazakhstan", country_iso3="KAZ", latitude=48.0, longitude=68.0)
    body = entity("org:united-nations", "ORG", "United Nations", sector="international")
    links = link(("a", "KAZ", [country, body]), ("b", "MEX", [country, body]))
    assert links.entity_id("a", "country:KAZ") == links.entity_id("b", "country:KAZ") == "country:KAZ"
    assert links.entities["org:united-nations"].documents == ["a", "b"]
    assert links.entities["org:united-nations"].n_mentions == 2
    assert links.entities["org:united-nations"].evidence == ["same name in 2 reports"]


def test_a_person_with_a_role_is_one_in_two_years_and_says_why() -> None:
    links = link(
        ("a-2021", "KAZ", [person("Ana Diaz", roles=("mayor",))]),
        ("a-2022", "KAZ", [person("Ana Diaz", roles=("mayor",))]),
    )
    assert list(links.entities) == ["person:KAZ:ana-diaz"]
    assert links.entities["person:KAZ:ana-diaz"].evidence == [
        "same full name and country, same role (mayor) in 2 reports"
    ]


def test_a_person_without_context_is_not_merged_but_listed() -> None:
    links = link(("a-2021", "KAZ", [person("Ana Diaz")]), ("a-2022", "KAZ", [person("Ana Diaz")]))
    assert sorted(links.entities) == ["person:KAZ:ana-diaz:a-2021", "person:KAZ:ana-diaz:a-2022"]
    assert links.candidates == [
        Candidate(
            "person:KAZ:ana-diaz:a-2021",
            "person:KAZ:ana-diaz:a-2022",
            "same full name, same country, no shared context",
        )
    ]


def test_a_name_of_three_words_is_context_enough_within_a_country() -> None:
    links = link(
        ("a", "MEX", [person("Ana Diaz Ruiz")]),
        ("b", "MEX", [person("Ana Diaz Ruiz")]),
        ("c", "KAZ", [person("Ana Diaz Ruiz")]),
    )
    assert sorted(links.entities) == ["person:KAZ:ana-diaz-ruiz", "person:MEX:ana-diaz-ruiz"]
    assert [pair.reason for pair in links.candidates] == ["same full name, different countries, no shared context"]


def test_contradicting_roles_keep_two_persons_apart() -> None:
    officer = person("Ana Diaz", roles=("police officer",), sector="police")
    reporter = person("Ana Diaz", roles=("journalist",), sector="media")
    links = link(("a", "KAZ", [officer]), ("b", "KAZ", [reporter]))
    assert sorted(links.entities) == ["person:KAZ:ana-diaz", "person:KAZ:ana-diaz:b"]
    assert "contradict" in links.candidates[0].reason


def test_the_country_of_the_role_goes_before_that_of_the_report() -> None:
    links = link(("a", "UKR", [person("Ana Diaz", roles=("President",), country_iso3="RUS")]))
    assert list(links.entities) == ["person:RUS:ana-diaz"]


def test_spellings_alike_are_candidates() -> None:
    one, other = person("Kasym Tokayev", roles=("President",)), person("Qasym Tokaev", roles=("President",))
    links = link(("a", "KAZ", [one]), ("b", "KAZ", [other]))
    assert [pair.reason for pair in links.candidates] == ["names spelt alike, same country"]


def test_an_id_does_not_depend_on_the_rest_of_the_batch() -> None:
    mine = ("a", "KAZ", [person("Ana Diaz", roles=("mayor",)), entity("org:KAZ:bukpa", "ORG", "Bukpa")])
    other = ("b", "MEX", [person("Ana Diaz", roles=("mayor",)), entity("org:MEX:bukpa", "ORG", "Bukpa")])
    alone, both = link(mine), link(mine, other)
    assert {key: both.by_local[key] for key in alone.by_local} == alone.by_local
    assert any(pair.reason == "same name in reports on two countries" for pair in both.candidates)


def test_the_name_most_reports_use_is_the_canonical_one() -> None:
    names = {"a": "UN Fund", "b": "United Nations Fund", "c": "UN Fund"}
    links = link(*((doc_id, "", [entity("org:x", "ORG", name)]) for doc_id, name in names.items()))
    assert links.entities["org:x"].canonical_name == "UN Fund"
