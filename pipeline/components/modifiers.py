"""What hedges a number: "at least", "up to", "nearly", "or more" (lexicon/modifiers.csv)."""

from __future__ import annotations

import re
from functools import cache

from pipeline.lexicon import read_lexicon

LEFT = 120
TRANSPARENT = r"(?:(?:an? )?(?:additional|further|extra|total of)|another|other|the|an?|his|her|their|its)"
SIGN = r"(?:[A-Z]{0,3}[$€£¥₦₹]|[A-Z]{3}|Rs\.?)"
BETWEEN = re.compile(r"\bbetween\s(?:the\sages?\sof\s|\S+\s)?[$€£]?$", re.I)
BETWEEN_FIRST = re.compile(
    r"\bbetween\s(?:the\s|ages?\s|of\s|an estimated\s|about\s|\S{0,3}[$€£]|[A-Z]{3}\s)*"
    r"[\w.,-]+(?: (?:hundred|thousand|million|billion))?"
    r"(?:\s?%|\s(?!and\b)[a-z]+){0,2}\sand\s(?:\S{0,3}[$€£]|[A-Z]{3}\s|about\s)?$",
    re.I,
)
BETWEEN_SECOND = re.compile(r"(?:\s?%|\s(?!and\b)\w+){0,3}(?: \([^)]*\))?\sand\s(?:\S{0,3}[$€£]|[A-Z]{3}\s|about\s)?\w")


@cache
def read_patterns(side: str, kind: str) -> tuple[re.Pattern[str], list[str]]:
    """One pattern of all modifiers of one side for figures of ``kind``, and the modifier of each of its groups."""
    rows = [
        row for row in read_lexicon("modifiers.csv")
        if row["side"] == side and row["modifier"] and (not row["kinds"] or kind in row["kinds"].split())
    ]  # fmt: skip
    parts = "|".join(f"(?P<m{at}>{row['pattern']})" for at, row in enumerate(rows))
    pattern = (
        rf"\b(?:{parts})\s(?:{TRANSPARENT}\s)*(?:{SIGN}\s?)?$"
        if side == "before"
        else rf"(?:[\s-]|(?=[+,-]))(?:{parts})"
    )
    return re.compile(pattern, re.I), [row["modifier"] for row in rows]


def read_modifier(text: str, start: int, end: int, kind: str, unit_end: int) -> tuple[str, str]:
    """The modifier of the number at ``start`` to ``end`` and the words that say it; "", "" where there is none.

    ``unit_end`` is where the words of its unit end ("14 years and under").

    >>> read_modifier("At least 232 people", 9, 12, "count", 12)
    ('at_least', 'At least')
    """
    line = text.rfind("\n", 0, start) + 1
    left = text[max(line, start - LEFT) : start]
    if is_between(text, left, end):
        return "between", "between"
    found = match_behind(text, (end, unit_end), kind) or search(left, "before", kind)
    if not found:
        return "", ""
    match, names = found
    name = next(key for key, value in match.groupdict().items() if value is not None)
    return names[int(name[1:])], match[name]


def search(left: str, side: str, kind: str) -> tuple[re.Match[str], list[str]] | None:
    pattern, names = read_patterns(side, kind)
    match = pattern.search(left)
    return (match, names) if match else None


def match_behind(text: str, ends: tuple[int, int], kind: str) -> tuple[re.Match[str], list[str]] | None:
    pattern, names = read_patterns("after", kind)
    for end in ends:
        match = pattern.match(text, end, end + 60)
        if match:
            return match, names
    return None


def is_between(text: str, left: str, end: int) -> bool:
    """Is the number one of the two of "between X and Y"?"""
    if BETWEEN.search(left) and BETWEEN_SECOND.match(text, end, end + 60):
        return True
    first = BETWEEN_FIRST.search(left)
    return bool(first)
