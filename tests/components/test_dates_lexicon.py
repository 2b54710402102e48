"""Every line of the date lexicons is tried on its own example."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pipeline.components.date_anchor import Anchor
from pipeline.components.dates import find_dates
from pipeline.lexicon import read_lexicon

COVERED = Anchor(date(2022, 1, 1), date(2022, 12, 31))
PUBLISHED = re.compile(r"\(published (\S+)\) ")
WORDS = read_lexicon("dates_words.csv")
PATTERNS = read_lexicon("dates_patterns.csv")


def read_example(example: str) -> tuple[str, Anchor]:
    """A sentence and its anchor: a report that covers 2022, or a news item of the day in brackets before it."""
    if m := PUBLISHED.match(example):
        return example[m.end() :], Anchor(published=date.fromisoformat(m[1]))
    return example, COVERED


def write_found(example: str, with_mod: bool = False) -> str:
    text, anchor = read_example(example)
    return "; ".join(
        f"{text[d.start : d.end]}={d.timex_value}{'/' + d.mod if with_mod else ''}" for d in find_dates(text, anchor)
    )


@pytest.mark.parametrize("row", [r for r in WORDS + PATTERNS if r["example"]], ids=lambda r: r.get("rule") or r["word"])
def test_the_example_is_found(row: dict[str, str]) -> None:
    assert write_found(row["example"]) == row["found"]


@pytest.mark.parametrize("row", read_lexicon("dates_modifiers.csv"), ids=lambda r: r["words"])
def test_the_modifier_is_found(row: dict[str, str]) -> None:
    assert write_found(row["example"], with_mod=True) == row["found"]


@pytest.mark.parametrize("row", read_lexicon("dates_contexts.csv"), ids=lambda r: f"{r['class']} {r['words']}")
def test_the_words_beside_it_decide(row: dict[str, str]) -> None:
    assert write_found(row["example"]) == row["found"]


@pytest.mark.parametrize("negative", [n for r in WORDS + PATTERNS for n in r["negative"].split(" | ") if n])
def test_nothing_is_found_in_the_negative_example(negative: str) -> None:
    assert write_found(negative) == ""


@pytest.mark.parametrize("row", WORDS + PATTERNS, ids=lambda r: r.get("rule") or r["word"])
def test_every_line_has_an_example(row: dict[str, str]) -> None:
    assert row["example"] or row["negative"]


def test_every_pattern_is_the_rule_of_its_example() -> None:
    for row in PATTERNS:
        text, anchor = read_example(row["example"])
        rules = {d.rule for d in find_dates(text, anchor)}
        assert rules & {row["rule"], "elided_day"}, row["rule"]
