"""From where to where a name goes that a pattern found: grown and cut by the words in and before it."""

from __future__ import annotations

import re

from pipeline.components.names_lexicon import read_names
from pipeline.components.names_words import WORD, match_words, read_words

WORD_BEFORE = re.compile(rf"(?<![\w'-])(?:{WORD}) $")
# "Kremlin-backed", "CP-controlled": no part of the name that follows.
PARTICIPLE = re.compile(rf"[\w'-]+-(?:\w+ed|{match_words('SUFFIX')})$")
POSSESSIVE = re.compile(r"'s? ")
# "UN High Commissioner for Human Rights": a person's role, in which only the body is a name.
OFFICE_HOLDER = re.compile(
    r"(UN|United Nations|EU|OSCE|Council of Europe|OAS|African Union) "
    rf"(?:High Commissioner(?! for Refugees)|{match_words('HOLDER')})"
)
# What one body owns of another's: "Ministry of Justice's National Penitentiary Department".
OWNED = re.compile(rf"{match_words('OWNED')}\b")
HEAD_WORDS = (read_words("HEAD") - {"Assembly"}) | read_words("LAWHEAD")


def trim_start(folded: str, start: int, end: int) -> int:
    """Where a name at ``start`` begins without "The", "In", "President", "Kremlin-backed" before it."""
    while True:
        space = folded.find(" ", start, end)
        word = folded[start:space]
        if space < 0 or not (word in read_words("BEFORE") or word == "the" or PARTICIPLE.match(word)):
            return start
        start = space + 1


def grow_start(folded: str, start: int) -> int:
    """Where a name at ``start`` begins with the capitalised words before it."""
    while True:
        before = WORD_BEFORE.search(folded, max(0, start - 40), start)
        if not before or PARTICIPLE.match(before.group()[:-1]):
            return start
        start = before.start()


def cut_owner(folded: str, start: int, end: int, label: str) -> tuple[int, int]:
    """Bounds without an owner that is a name of its own: "Niger's" before a commission, a ministry's report."""
    names = read_names()
    for match in list(POSSESSIVE.finditer(folded, start, end)):
        owner, owned = folded[start : match.start()], folded[match.end() : end]
        if owner.rsplit(" ", 1)[-1] in read_words("CLASS"):
            continue
        if owner in names and names[owner].label in ("GPE", "NORP", "PERSON", "LOC"):
            start = match.end()
        elif label == "ORG":
            if not OWNED.search(owned) and folded[match.start() : match.end()] == "'s ":
                return start, match.start()
        elif owner in names and owner != "Council of Europe":
            start = match.end()
    return start, end


def cut_joined(folded: str, start: int, end: int) -> int:
    """Where a name begins that follows another one and "and": "Press Council and" before "News Media Law"."""
    joined = folded.rfind(" and ", start, end)
    if joined > start and folded[start:joined].rsplit(" ", 1)[-1] in HEAD_WORDS:
        return joined + len(" and ")
    return start


def cut_country(folded: str, start: int, end: int) -> int:
    """Where the name of a ministry or prosecutor begins behind the word for its country: "Azerbaijani"."""
    space = folded.find(" ", start, end)
    while space > 0:
        if folded[start:space] in read_names() and read_names()[folded[start:space]].label in ("GPE", "NORP"):
            return space + 1
        space = folded.find(" ", space + 1, min(end, start + 30))
    return start
