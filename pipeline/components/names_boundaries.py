"""Where a tagged name begins and ends: no article, title, possessive, quotation mark or bracket belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from pipeline.components.names_extents import OFFICE_HOLDER, trim_start
from pipeline.components.names_index import match_any
from pipeline.components.names_lexicon import Found, read_names
from pipeline.components.names_words import SENTENCE_START, match_words, read_common_words, read_words
from pipeline.lexicon import read_lexicon

ARTICLE = re.compile(r"(?:the|a|an|The|A|An|THE) ")
OPENING = " \n\t\"“”«»'‘’([{,;:.–—-*"
CLOSING = " \n\t\"“”«»'‘’)]},;:–—-*"
PAIRS = (("(", ")"), ("[", "]"))


@cache
def _titles() -> re.Pattern[str]:
    titles = match_any(row["title"] for row in read_lexicon("names_titles.csv"))
    return re.compile(rf"(?:(?:[Ff]ormer |[Tt]hen-|[Aa]cting )?{titles} )+")


def trim_title(folded: str, start: int, end: int) -> int:
    """Where a person's name begins behind the titles before it.

    >>> trim_title("Prime Minister Dr. Jane Okoro", 0, 29)
    19
    """
    title = _titles().match(folded, start, end)
    return title.end() if title and title.end() < end else start


def trim_name(folded: str, start: int, end: int) -> tuple[int, int]:
    """Bounds without what stands around a name; an 's or a bracket inside it stays.

    >>> text = "the Ministry of Justice's"
    >>> start, end = trim_name(text, 0, len(text))
    >>> text[start:end]
    'Ministry of Justice'
    """
    while start < end:
        before = (start, end)
        while start < end and folded[start] in OPENING:
            start += 1
        while end > start and folded[end - 1] in CLOSING:
            end -= 1
        article = ARTICLE.match(folded, start, end)
        if article:
            start = article.end()
        if folded.endswith("'s", start, end):
            end -= 2
        for opened, closed in PAIRS:
            inside = folded[start:end]
            if inside.count(opened) > inside.count(closed):
                if folded.startswith(closed, end):
                    end += 1
                else:
                    end = start + inside.rindex(opened)
        if (start, end) == before:
            break
    return start, end


def trim_tagged(folded: str, tagged: Iterable[Found]) -> list[Found]:
    """The recognizer's names without article, title, possessive and marks; a sentence's common first word is none."""
    trimmed = []
    for item in tagged:
        start, end = trim_name(folded, item.start, item.end)
        start = trim_label(folded, start, end, item.label)
        end = trim_role(folded, start, end, item.label)
        text = folded[start:end]
        if text and has_capital(text) and not is_common(folded, start, end) and text not in read_words("NONAME"):
            trimmed.append(replace(item, start=start, end=end))
    return trimmed


SMALL = re.compile(
    r"(?!(?:al|el|de|bin|ibn|von|van|der|section|sections|article|articles|penal|neo)\b)[a-z]+ (?=[A-Z])"
)
YEAR = re.compile(r"(?:19|20)\d\d (?=[A-Z])(?!(?:Protocol|Convention|Constitution|Agreement)\b)")
ROLE_AFTER = re.compile(rf" {match_words('ROLE')}$")
OF_THE_LAW = re.compile(r" of (?:the|that|this) (?:law|act|decree|bill|charter|Charter)$")


def trim_label(folded: str, start: int, end: int, label: str) -> int:
    """Where a tagged name begins, by its label: persons without titles, laws without the year, none behind a verb."""
    if label == "PERSON":
        start = trim_title(folded, start, end)
    if label in ("LAW", "WORK_OF_ART") and YEAR.match(folded, start, end):
        start += len("2014 ")
    small = SMALL.match(folded, start, end)
    if small and label in ("ORG", "GPE", "PERSON", "NORP"):
        start = small.end()
    if SENTENCE_START.search(folded, max(0, start - 5), start):
        start = trim_start(folded, start, end)
    return start


def trim_role(folded: str, start: int, end: int, label: str) -> int:
    """Where a tagged name ends before a role or an acronym: "Police" in "Police Inspector General"."""
    holder = OFFICE_HOLDER.match(folded, start, end)
    if holder:
        return holder.end(1)
    text = folded[start:end]
    after = ROLE_AFTER if label == "ORG" else OF_THE_LAW if label == "LAW" else None
    found = after.search(text) if after else None
    if found and " " in text[: found.start()]:
        return start + found.start()
    return end - len(text) + text.rindex(" ") if label == "ORG" and ends_in_acronym(text.split()) else end


def ends_in_acronym(words: list[str]) -> bool:
    """Whether a listed acronym stands behind a name without brackets: "Group of Experts on Trafficking GRETA"."""
    return (
        len(words) > 3
        and words[-1].isupper()
        and words[-1] in read_names()
        and words[-2] not in ("of", "in", "and", "the", "for")
    )


def has_capital(text: str) -> bool:
    """Whether a tagged name can be one: it bears a capital or digit, or is listed (communist, bidoon)."""
    return not text.islower() or any(char.isdigit() for char in text) or text.capitalize() in read_names()


def is_common(folded: str, start: int, end: int) -> bool:
    """Whether what is tagged is one common word with the capital of a sentence's start."""
    word = folded[start:end]
    return (
        word[1:].islower()
        and word.lower() in read_common_words()
        and bool(SENTENCE_START.search(folded, max(0, start - 5), start))
    )
