"""Quotations: kind, speaker, cue, by the surface rules; test_quotes_gold.py measures on whole documents."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from pipeline.components.quotes import Quote, find_quotes
from pipeline.layers import read_layer
from pipeline.lexicon import read_lexicon

NLP = spacy.blank("en")
CUES = read_lexicon("quotes_cues.csv")


def quotes_of(text: str) -> list[Quote]:
    return find_quotes(NLP(text))


@pytest.mark.parametrize("row", CUES, ids=[row["example"] for row in CUES])
def test_a_line_of_the_lexicon_says_what_its_example_is(row: dict[str, str]) -> None:
    first = quotes_of(row["example"])[0]
    assert first.kind == row["kind"]
    assert row["speaker"] or not first.speaker_text


CASES = [
    ("said after", "“We go home,” said Ann Lee, a nurse.", "statement", "Ann Lee", "said"),
    ("said after the speaker", "“We go home now,” the nurse said.", "statement", "nurse", "said"),
    (
        "words of a law",
        "The constitution guarantees “freedom of thought.”",
        "source_phrase",
        "constitution",
        "guarantees",
    ),
    ("charge", "He was convicted of “insulting the court” in May.", "charge_term", "", "convicted of"),
    ("charge named after it", "Five men faced “terrorism” charges.", "charge_term", "", "charges"),
    (
        "accused by a rival",
        "The minister accused him of “treachery to us.”",
        "source_phrase",
        "minister",
        "accused him of",
    ),
    ("title", "The report, “Left Behind in the Cold,” came out in May.", "law_title", "", "report"),
    ("title alone", "“Nowhere Left to Run”", "law_title", "", ""),
    ("term", "A so-called “moderate” group met.", "scare_term", "", "so-called"),
    ("term without a cue", "Most “special” schools are closed.", "scare_term", "", ""),
    ("demand", "The council called for “an end to all attacks.”", "demand", "council", "called for"),
    (
        "an adverb before the verb",
        "The council also considered it a “safe third country.”",
        "source_phrase",
        "council",
        "considered",
    ),
    ("a word that names nobody", "This was described as “a mockery of the law.”", "source_phrase", "", "described"),
    ("a noun that is no cue", "The group sought press freedom for all from “endemic problems.”", "scare_term", "", ""),
    (
        "an order speaks not itself",
        "After the order reached police, they banned the “White March.”",
        "scare_term",
        "",
        "",
    ),
    ("order", "The general ordered the men to “shoot at will.”", "order", "general", "ordered"),
    (
        "adjective far from its verb",
        "The union said that managers used the old “hours bank” method.",
        "scare_term",
        "",
        "",
    ),
]


@pytest.mark.parametrize(("name", "text", "kind", "speaker", "cue"), CASES, ids=[case[0] for case in CASES])
def test_kind_speaker_and_cue(name: str, text: str, kind: str, speaker: str, cue: str) -> None:
    [quote] = quotes_of(text)
    assert (quote.kind, quote.speaker_text, quote.cue_text) == (kind, speaker, cue)
    if quote.speaker_start >= 0:
        assert text[quote.speaker_start : quote.speaker_end] == quote.speaker_text


def test_a_second_quotation_has_the_speaker_of_the_first() -> None:
    first, second = quotes_of("“We were afraid that day,” said Ann Lee. “Nobody came to help us.”")
    assert (second.speaker_text, second.kind, second.rule) == ("Ann Lee", "statement", "same_speaker")
    assert first.speaker_start == second.speaker_start


def test_quotations_that_are_joined_are_of_one_kind() -> None:
    kinds = [q.kind for q in quotes_of("He was charged with “treason” and “sabotage.”")]
    assert kinds == ["charge_term", "charge_term"]


def test_a_quotation_over_paragraphs_keeps_its_speaker_and_stays_in_its_blocks() -> None:
    text = "Ann Lee said, “We walked for a day.\n\n“Then they found us.” She wept."
    quotes = quotes_of(text)
    assert [text[q.start : q.end] for q in quotes] == ["We walked for a day.", "Then they found us."]
    assert [q.speaker_text for q in quotes] == ["Ann Lee", "Ann Lee"]


def test_plain_text_without_quotation_marks_has_no_quotation() -> None:
    assert quotes_of("The workers’ union said that it was a disgrace.") == []


def test_the_component_writes_the_layer() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("reports_quotes")
    doc = nlp("“We go home,” said Ann Lee.")
    assert [q.speaker_text for q in read_layer(doc, "quotes", Quote)] == ["Ann Lee"]


def test_a_speaker_ends_before_a_verb(nlp: Language) -> None:
    """Where the parser takes the clause for a part of the noun, the speaker is the noun all the same."""
    doc = nlp(
        "The law provided for one to four years’ imprisonment for incitement to “hate speech,” defined as hatred."
    )
    assert [quote.speaker_text for quote in read_layer(doc, "quotes", Quote)] == ["law"]
