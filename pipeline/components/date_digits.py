"""Dates and parts of dates that are written in digits: class letter and value of each (the letters of date_words)."""

from __future__ import annotations

import re

from pipeline.components.date_senses import is_year

# Not in "$2019", "5,300", "1.5" and "2020-1234"; the first alternative that fits counts.
DIGITS = re.compile(
    r"(?<![\w$€£¥#/.:&+])(?!(?<=\d,)\d{1,3}(?!\d))(?:"
    r"(?P<iso>(?<!\d-)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])/(?:19|20)\d\d)"
    r"|(?P<interval>(?<!\d[-–/])(?:1[5-9]|20)\d\d[-–—/](?:(?:1[5-9]|20)\d\d|\d\d))"
    r"|(?P<decade>(?:1[5-9]|20)\d0(?:’|')?s|[’'‘][1-9]0s)"
    r"|(?P<clock>(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?\s?(?:[ap]\.?\s?m\b\.?|[AP]M\b)"
    r"|(?:[01]?\d|2[0-3]):[0-5]\d(?:\s(?:hours|hrs))?|0\d[0-5]\d\s(?:hours|hrs))"
    r"|(?P<ordinal>(?:[12]?\d|3[01])(?:st|nd|rd|th))"
    r"|(?P<four>(?<!\d{3}[-–])\d{4})"
    r"|(?P<day>[12]\d|3[01]|0?[1-9])"
    r")(?![\w%]|[.,:/]\d)"
)
DASHES = re.compile(r"[-–—/]")


def read_digits(text: str, match: re.Match[str]) -> tuple[str, str] | None:
    """Class letter and value of what DIGITS matched in ``text``; None where it is no part of a date."""
    kind, word = match.lastgroup, match.group()
    if kind == "four":
        return ("Y", word) if is_year(text, match.start(), match.end()) else None
    if kind == "day":
        return "D", f"{int(word):02d}"
    if kind == "ordinal":
        return "o", f"{int(word[:-2]):02d}"
    if kind == "decade":
        return "e", read_decade(word)
    if kind == "interval":
        return read_interval(word)
    return ("I", read_numeric_date(word)) if kind == "iso" else ("c", read_clock(word))


def read_decade(word: str) -> str:
    """199X from "1990s" and "’90s"."""
    digits = re.sub(r"\D", "", word)
    return (digits if len(digits) == 4 else "19" + digits)[:3] + "X"


def read_interval(word: str) -> tuple[str, str] | None:
    """Years from ... to ..., or a month.

    >>> read_interval("2021-22"), read_interval("2017-2026"), read_interval("2021-03"), read_interval("2021/03")
    (('i', '2021/2022'), ('i', '2017/2026'), ('I', '2021-03'), None)
    """
    first, last = DASHES.split(word)
    if len(last) == 2 and int(last) <= int(first[2:]):
        return ("I", f"{first}-{last}") if 1 <= int(last) <= 12 and "/" not in word else None
    last = last if len(last) == 4 else first[:2] + last
    return ("i", f"{first}/{last}") if int(first) < int(last) else None


def read_numeric_date(word: str) -> str:
    """ISO as it stands; with slashes month first, unless only the other order is a date.

    >>> read_numeric_date("12/05/2021"), read_numeric_date("31/05/2021")
    ('2021-12-05', '2021-05-31')
    """
    if "-" in word:
        return word
    first, second, year = (int(part) for part in word.split("/"))
    month, day = (second, first) if first > 12 else (first, second)
    return f"{year:04d}-{month:02d}-{day:02d}"


def read_clock(word: str) -> str:
    """A time of day.

    >>> read_clock("8 p.m."), read_clock("12:30 am"), read_clock("17:05"), read_clock("0900 hours")
    ('T20:00', 'T00:30', 'T17:05', 'T09:00')
    """
    digits = re.findall(r"\d\d?", word)
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    half = re.search(r"([ap])\.?\s?m", word, re.I)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[1].lower() == "p" else 0)
    return f"T{hour % 24:02d}:{minute:02d}"
