"""Months of prison: which durations are a sentence, and whose."""

from __future__ import annotations

import pytest

from pipeline.components.dates import find_dates
from pipeline.components.prison_terms import (
    Duration,
    Term,
    count_months,
    describe_sentence,
    distribute_terms,
    find_terms,
)

CASES = [
    ("plain", "He was sentenced to seven years in prison.", [84.0]),
    ("respectively", "They were sentenced to six and five years in prison, respectively.", [72.0, 60.0]),
    ("before the noun", "He received an additional seven-year prison sentence.", [84.0]),
    ("months", "She got an 18-month jail term.", [18.0]),
    ("days", "He was sentenced to 15 days in jail.", [0.5]),
    ("two units", "She was sentenced to two years and six months in prison.", [30.0]),
    ("probation is none", "She was sentenced to two years in prison and three years of probation.", [24.0]),
    ("part of it", "She was sentenced to two years in prison, including a one-year suspended term.", [24.0]),
    ("possessive", "A court sentenced him to 10 years’ imprisonment.", [120.0]),
    ("no sentence", "He had worked there for two years.", []),
    ("decimal", "He was sentenced to 1.5 years in prison.", [18.0]),
]


@pytest.mark.parametrize(("name", "text", "months"), CASES, ids=[case[0] for case in CASES])
def test_finds_prison_terms(name: str, text: str, months: list[float]) -> None:
    durations = [Duration(d.start, d.end, d.timex_value) for d in find_dates(text) if d.timex_type == "DURATION"]
    assert [term.months for term in find_terms(text, 0, len(text), durations)] == months


def test_a_term_for_each_or_one_for_all_or_none() -> None:
    six, five = Term(0, 3, 72.0), Term(8, 18, 60.0)
    assert distribute_terms([six, five], 2) == [six, five]
    assert distribute_terms([six], 3) == [six, six, six]
    assert distribute_terms([six, five], 3) == [None, None, None]


def test_vague_durations_have_no_months() -> None:
    assert count_months("PXM") is None
    assert count_months("P1E") is None


def test_what_a_sentence_says_beside_its_months() -> None:
    assert describe_sentence("was sentenced to life in prison") == "life imprisonment"
    assert describe_sentence("sentenced to death") == "death"
    assert describe_sentence("a one-year suspended sentence") == "suspended"
    assert describe_sentence("sentenced to six years") == ""
