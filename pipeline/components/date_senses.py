"""Whether a word or figure that may be a month, a weekday or a year is one, from the words beside it.

The words are in lexicon/dates_contexts.csv. "May" is also a verb and a surname, "Sunday" a first name, and
four digits may count people or number a law."""

from __future__ import annotations

import re
from functools import cache

from pipeline.lexicon import read_lexicon

NAMESAKES = frozenset({"May", "March", "April", "June", "August"})  # also verbs, marches, persons, an adjective
SHORT_MONTHS = frozenset({"May", "June", "July"})  # as short as an abbreviation, but none
MONTH_AFTER = re.compile(
    r"\.?(?:\s(?:\d|of\s(?:\d{4}|last|this|that|the)|(?:last|this|and|to|through|or)\s)|,?\s(?:19|20)\d\d|[-–])"
)
DAY_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?\s$")
CAPITAL_BEFORE = re.compile(r"(?<![.!?:;\n]\s)(?<![“\"‘(])\b[A-Z][\w’'-]*\s$")
CAPITAL_AFTER = re.compile(r"\s[A-Z][a-z]")
NAME_AFTER = re.compile(r"\s(?!Jan|Feb|Mar|Apr|May\b|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Z][a-z]+")
WEEKDAY_BEFORE = re.compile(r"\b(?:On|Last|Every|Each|By|Since|This|Until|From|The|Late|Early|In|And|Next)\s$")
CLAUSE_AFTER = re.compile(r"[.,;)]")
COUNTED_YEAR_BEFORE = re.compile(r"\b(?:in|since|from|of the|the|its|a)\s$", re.I)


@cache
def compile_context(name: str) -> re.Pattern[str]:
    """One expression for the words of a class of the lexicon, to be searched before or matched after a word."""
    words = [row["words"] for row in read_lexicon("dates_contexts.csv") if row["class"] == name]
    either = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return {
        "numbered": lambda: re.compile(rf"(?:\b(?:{either})\.?\s|[$€£¥#№]\s?)$"),
        "estimate": lambda: re.compile(rf"\b(?:{either})\s$", re.I),
        "counted": lambda: re.compile(rf"\s(?:{either})\b"),
        "named": lambda: re.compile(rf"(?:\s\d{{1,2}})?(?:th)?\s(?:{either})\b"),
        "before_month": lambda: re.compile(
            rf"(?:\b(?:{either})\s|(?:[’']s|s[’'])\s|[-–,(/]\s?|\d(?:st|nd|rd|th)?\s)$", re.I
        ),
        "before_year": lambda: re.compile(rf"(?:\b(?:{either})\s|[(©])$", re.I),
    }[name]()


def is_sentence_start(text: str, start: int, end: int) -> bool:
    """Whether a capital at ``start`` is there because a sentence begins, and the word after it has none."""
    before = text[max(0, start - 3) : start].rstrip(' “"‘(')
    return (not before or before[-1] in ".!?\n:;”") and not CAPITAL_AFTER.match(text, end)


def is_month(text: str, start: int, end: int) -> bool:
    """Whether the name of a month is the month: not the verb, a march, a person or a group named after a day."""
    word, after = text[start:end], text[end : end + 25]
    before, far_before = text[max(0, start - 20) : start], text[max(0, start - 25) : start]
    if compile_context("named").match(after):
        return False
    expected = bool(compile_context("before_month").search(before))
    if match := MONTH_AFTER.match(after):
        return match.group()[-1].isdigit() or word not in NAMESAKES or expected or not CAPITAL_BEFORE.search(far_before)
    if len(word) < 5 and word not in SHORT_MONTHS and not word.endswith("."):
        return bool(DAY_BEFORE.search(before))
    if expected or word.endswith(".") or word not in NAMESAKES:
        return True
    if word in ("May", "March"):
        return False
    return not CAPITAL_BEFORE.search(far_before) and not CAPITAL_AFTER.match(after)


def is_weekday(text: str, start: int, end: int) -> bool:
    """Whether the name of a weekday is the day: not a person ("Sunday Adeyemi"), a newspaper or "Black Friday"."""
    before = text[max(0, start - 25) : start]
    if NAME_AFTER.match(text, end):
        return False
    return not CAPITAL_BEFORE.search(before) or bool(WEEKDAY_BEFORE.search(before))


def is_year(text: str, start: int, end: int) -> bool:
    """Whether four digits are a year and not a count, an amount or the number of a law."""
    value = int(text[start:end])
    before, after = text[max(0, start - 18) : start], text[end : end + 16]
    if not 1400 <= value <= 2110 or compile_context("numbered").search(before):
        return False
    modern = 1900 <= value <= 2060
    if compile_context("estimate").search(before):
        return modern and bool(CLAUSE_AFTER.match(after))
    if compile_context("counted").match(after):
        return modern and bool(COUNTED_YEAR_BEFORE.search(before))
    return modern or bool(compile_context("before_year").search(before))
