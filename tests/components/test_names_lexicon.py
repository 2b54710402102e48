"""Every line of the name lexicons, by its own example."""

from __future__ import annotations

import pytest

from pipeline.components.names import resolve_names
from pipeline.components.names_boundaries import trim_title
from pipeline.components.names_cues import find_cued, settle_apposed
from pipeline.components.names_index import NameIndex, match_any
from pipeline.components.names_lexicon import LEXICONS, Found, find_listed, fold_text, read_names
from pipeline.components.names_patterns import find_patterns
from pipeline.components.names_words import read_given_names
from pipeline.lexicon import read_lexicon

PATTERNS = read_lexicon("names_patterns.csv")


@pytest.mark.parametrize("file", LEXICONS)
def test_each_listed_name_is_found_in_its_example(file: str) -> None:
    for row in read_lexicon(file):
        found = {(fold_text(row["example"])[f.start : f.end], f.label) for f in find_listed(fold_text(row["example"]))}
        assert (fold_text(row["name"]), row["label"]) in found, row


def test_no_name_is_listed_twice() -> None:
    rows = [row for file in LEXICONS for row in read_lexicon(file)]
    assert len({row["name"] for row in rows}) == len(rows)


def matches(text: str) -> set[tuple[str, str]]:
    return {(text[f.start : f.end], f.label) for f in find_patterns(fold_text(text))}


@pytest.mark.parametrize("row", PATTERNS, ids=[row["rule"] for row in PATTERNS])
def test_each_pattern_finds_its_example_and_not_its_negative(row: dict[str, str]) -> None:
    assert (row["name"], row["label"]) in matches(row["example"])
    if row["negative"]:
        assert not [found for found in matches(row["negative"]) if found[1] == row["label"]]


def test_each_cue_tells_a_name_that_no_list_knows() -> None:
    for row in read_lexicon("names_cues.csv"):
        text = row["example"]
        if row["where"] == "apposed":
            continue
        found = {(text[f.start : f.end], f.label) for f in find_cued(text)}
        assert any(name.startswith("Tarnow") and label == row["label"] for name, label in found), row


def settle_tarnow(text: str) -> str:
    """The label of "Tarnow Belqi" where the model takes it for a place."""
    start = text.index("Tarnow Belqi")
    return settle_apposed(text, [Found(start, start + len("Tarnow Belqi"), "GPE", "model")])[0].label


def test_what_is_told_to_be_a_person_behind_a_comma_is_no_place() -> None:
    for row in read_lexicon("names_cues.csv"):
        if row["where"] == "apposed":
            assert settle_tarnow(row["example"]) == row["label"], row
    assert settle_tarnow("They raided the house of Tarnow Belqi, a well-known human rights lawyer.") == "PERSON"
    for text in (
        "In Tarnow Belqi, a lawyer was arrested.",
        "In the northern Tarnow Belqi, a lawyer, an activist and a priest were arrested.",
        "On the outskirts of Tarnow Belqi, a farmer, 45, was shot.",
        "They raided Tarnow Belqi, a suburb of the capital.",
        "They raided Tarnow Belqi, a town whose mayor, a lawyer, had fled.",
        "They shelled Tarnow Belqi, a resident said.",
        "They shelled Tarnow Belqi, a student city.",
    ):
        assert settle_tarnow(text) == "GPE", text


def test_each_title_is_trimmed() -> None:
    for row in read_lexicon("names_titles.csv"):
        start = row["example"].index(row["title"])
        end = row["example"].index(" on May")
        assert row["example"][trim_title(row["example"], start, end) : end] == "Jane Okoro", row


def test_common_words_and_given_names_are_no_listed_names() -> None:
    common = {row["word"] for row in read_lexicon("names_common_words.csv")}
    assert not {word for word in common if word.capitalize() in read_names()}
    assert not {name for name in read_given_names() if name.lower() in common}


def test_spellings_accents_and_apostrophes_are_one() -> None:
    for text in (
        "Organisation of American States",
        "Côte d’Ivoire",
        "Cote d'Ivoire",
        "Médecins Sans Frontières",
        "Baha’is",
    ):
        assert [(f.start, f.end) for f in find_listed(fold_text(text))] == [(0, len(text))], text


def test_names_are_whole_words() -> None:
    assert [span for span in NameIndex(["Mali"]).find("Malians in Somalia, Mali-based")] == [(20, 24)]


def test_match_any_prefers_the_longest() -> None:
    import re

    assert re.match(match_any(["Niger", "Nigeria", "Nige"]), "Nigeria").group() == "Nigeria"  # type: ignore[union-attr]


def test_without_a_recognizer_names_are_still_found() -> None:
    text = "In May the Supreme Court of Kenya freed activist Amina Odhiambo, Reuters reported."
    assert [(text[m.start : m.end], m.label) for m in resolve_names(text, [])] == [
        ("Supreme Court of Kenya", "ORG"),
        ("Amina Odhiambo", "PERSON"),
        ("Reuters", "ORG"),
    ]
