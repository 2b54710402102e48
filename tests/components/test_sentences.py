"""Sentences end where they end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.components.sentences import find_sentences
from pipeline.lexicon import read_lexicon


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in find_sentences(text)]


@pytest.mark.parametrize("row", read_lexicon("abbreviations.csv"), ids=lambda row: row["abbreviation"])
def test_an_abbreviation_ends_no_sentence(row: dict[str, str]) -> None:
    assert row["abbreviation"] in row["example"]
    assert split(row["example"]) == [row["example"]]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He was held. She was freed.", ["He was held.", "She was freed."]),
        ("He said “No.” Then he left.", ["He said “No.”", "Then he left."]),
        ("Was he held? Yes! He was.", ["Was he held?", "Yes!", "He was."]),
        ("It ended on March 3. 14 people died.", ["It ended on March 3.", "14 people died."]),
        ("They came from the U.S. The visit was short.", ["They came from the U.S.", "The visit was short."]),
        ("J. B. Khan spoke.", ["J. B. Khan spoke."]),
        ("The vote was “lacking… and late.” It passed.", ["The vote was “lacking… and late.”", "It passed."]),
        ("It rose 2.5 percent to 5,300. “Why?” he asked.", ["It rose 2.5 percent to 5,300.", "“Why?” he asked."]),
        ("A law passed.[12] It failed.", ["A law passed.[12]", "It failed."]),
        ("", []),
        ("  One. \n\n Two ", ["One.", "Two"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@given(st.text(max_size=200))
def test_sentences_hold_every_character_but_white_space(text: str) -> None:
    spans = find_sentences(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))
    assert "".join("".join(text[s:e].split()) for s, e in spans) == "".join(text.split())
