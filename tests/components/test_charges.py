"""The words of charges: where they begin and end, and which are told apart."""

from __future__ import annotations

import re
import time

import pytest
from spacy.language import Language

from pipeline.components.charges import find_charges, which_charges
from pipeline.lexicon import read_lexicon

ROWS = [*read_lexicon("cases_charges.csv"), *read_lexicon("cases_charge_ends.csv")]


def charges_of(marked: str) -> list[str]:
    """The charges of the trigger in square brackets."""
    match = re.search(r"\[([^\]]+)\]", marked)
    assert match is not None
    text = marked.replace("[", "").replace("]", "")
    found = find_charges(text, match.start(), match.end() - 2, 0, len(text))
    assert all(text[charge.start : charge.end] == charge.text for charge in found)
    return [charge.text for charge in found]


@pytest.mark.parametrize("row", ROWS, ids=[row["example"] for row in ROWS])
def test_a_line_of_the_lexicon_finds_what_its_example_says(row: dict[str, str]) -> None:
    assert charges_of(row["example"]) == row["charge"].split("|")


CASES = [
    ("quoted", "She was [charged] with “treason,” “sabotage,” and espionage.", ["treason", "sabotage", "espionage"]),
    ("shared object", "He was sentenced on [charges] of disobeying and inciting others to disobey the guards.",
     ["disobeying and inciting others to disobey the guards"]),
    ("object with and", "He was [convicted] of insulting king and queen.", ["insulting king and queen"]),
    ("three", "They were [charged] with fraud, theft, and bribing a man.", ["fraud", "theft", "bribing a man"]),
    ("before the noun", "He was held on spurious embezzlement [charges].", ["embezzlement"]),
    ("nothing said", "He faced new criminal [charges] in May.", []),
    ("general adjectives", "They brought politically motivated [charges] against her.", []),
    ("when", "She was [charged] with sedition after a march.", ["sedition"]),
    ("date", "She was [charged] with sedition in July 2020.", ["sedition"]),
    ("why", "He was held on [charges] of “inciting discord” for recording a blog.", ["inciting discord"]),
    ("next verb", "A court [convicted] him of fraud and sentenced him to a year.", ["fraud"]),
    ("connection", "They faced [charges] in connection with the riots.", []),
    ("one object of two verbs", "Four guards stood [trial] for physically assaulting and coercing an inmate.",
     ["physically assaulting and coercing an inmate"]),
    ("nouns", "She faced [charges] of abuse of authority, extortion, and theft.", ["abuse of authority", "extortion", "theft"]),
    ("length", "A court [sentenced] him to two years for three months of work.", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_finds_the_words_of_charges(name: str, text: str, expected: list[str]) -> None:
    assert charges_of(text) == expected


@pytest.mark.parametrize(
    ("words", "count", "expected"),
    [
        ("one week after the latter two charges were", 4, [2, 3]),
        ("the latter charge was", 3, [2]),
        ("the first two charges were", 3, [0, 1]),
        ("the second charge was", 3, [1]),
        ("both charges were", 2, [0, 1]),
        ("In July, authorities", 2, [0, 1]),
        ("the third charge", 1, []),
    ],
)
def test_which_charges_are_meant(words: str, count: int, expected: list[int]) -> None:
    assert which_charges(words, count) == expected


def test_a_long_sentence_takes_no_time() -> None:
    text = "A court sentenced Ann Lee " + "and her many friends there " * 200 + "to a year."
    began = time.perf_counter()
    find_charges(text, 8, 17, 0, len(text))
    assert time.perf_counter() - began < 0.5


PARSED = [
    ("whose conviction", "A court upheld the [conviction] of five police officers for torturing a prisoner.",
     ["torturing a prisoner"]),
    ("who somebody is", "A court [convicted] Ann Lee, a former member of parliament, of fraud and theft.",
     ["fraud", "theft"]),
    ("two adjectives", "She was [sentenced] to a year in prison for physical and psychological mistreatment of prisoners.",
     ["physical and psychological mistreatment of prisoners"]),
    ("the next clause", "Police [charged] Ann Lee with publishing falsehoods, and prosecutors later increased the charge.",
     ["publishing falsehoods"]),
    ("what is joined to the trigger", "The [conviction] of Ann Lee for fraud and the failure to pay her worried observers.",
     ["fraud"]),
    ("including", "He was [convicted] of abusing civilians, including beating three men in a camp.",
     ["abusing civilians, including beating three men in a camp"]),
    ("a place in a place", "He was [sentenced] for the murder of two leaders in Saweto, Ucayali.",
     ["the murder of two leaders in Saweto, Ucayali"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "marked", "expected"), PARSED, ids=[case[0] for case in PARSED])
def test_the_grammar_says_what_a_charge_is(nlp: Language, name: str, marked: str, expected: list[str]) -> None:
    begin, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    found = find_charges(text, begin, end, 0, len(text), nlp(text))
    assert [charge.text for charge in found] == expected
    assert charges_of(marked) != expected, "the words alone say as much"


PLAIN = [
    ("A court [convicted] five police officers of torture.", ["torture"]),
    ("A court [convicted] two former ministers of fraud and embezzlement.", ["fraud", "embezzlement"]),
    ("A court [convicted] the soldiers of murder.", ["murder"]),
    ("The judge [acquitted] two journalists of defamation.", ["defamation"]),
    ("Prosecutors [accused] the two men of espionage.", ["espionage"]),
    ("A court [convicted] three men of rape and murder.", ["rape", "murder"]),
]


@pytest.mark.parametrize(("marked", "expected"), PLAIN, ids=[case[0] for case in PLAIN])
def test_the_grammar_takes_nothing_from_plain_charges(nlp: Language, marked: str, expected: list[str]) -> None:
    begin, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    assert [charge.text for charge in find_charges(text, begin, end, 0, len(text), nlp(text))] == expected
