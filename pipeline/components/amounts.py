"""Amounts: the numbers of a text as figures have them, a range being one ("17 to 20", "one- to three-month")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.components.numbers import Number

RANGE = re.compile(r"-? to -?|-to-| ?[-–‐‑] ?")
CHANGE = re.compile(
    r"\b(?:increas|decreas|ris|rose|fell|fall|drop|declin|grew|grow|reduc|rais|cut|lower|extend|went|chang|up|down|shorten"
    r"|dwindl|climb|jump|shr[aiu]nk|expand|surg|double|improv)\w*\b[^.;]{0,80}\bfrom\s[^\d\s]{0,4}$",
    re.I,
)


@dataclass(frozen=True)
class Amount:
    """A number or a range of two: ``low`` to ``high`` (None: without bound), in ``form`` (see Number)."""

    start: int
    end: int
    low: float
    high: float | None
    form: str
    rule: str


def find_amounts(text: str, numbers: Iterable[Number]) -> list[Amount]:
    """The numbers with ranges joined. Two ends of a change are two amounts: "rose from 5 to 10".

    >>> from pipeline.components.numbers import find_numbers
    >>> text = "two to five years; from 436 up to 1,676"
    >>> [text[amount.start : amount.end] for amount in find_amounts(text, find_numbers(text))]
    ['two to five', '436', '1,676']
    """
    amounts: list[Amount] = []
    joinable = False
    for number in numbers:
        plain = number.form in ("digits", "words", "mixed")
        if joinable and plain and is_range(text, amounts[-1], number):
            last = amounts.pop()
            amounts.append(Amount(last.start, number.end, last.low, number.low, last.form, "range"))
            joinable = False
            continue
        amounts.append(Amount(number.start, number.end, number.low, number.high, number.form, number.rule))
        joinable = plain
    return amounts


def is_range(text: str, first: Amount, second: Number) -> bool:
    """Do two neighbouring numbers make one range?"""
    if first.low >= second.low or not RANGE.fullmatch(text[first.end : second.start]):
        return False
    return not CHANGE.search(text[max(0, first.start - 140) : first.start])
