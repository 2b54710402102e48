"""Persons by their given names: what the recognizer took for something else, or cut short."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.components.names_lexicon import Found, read_names
from pipeline.components.names_merge import Cover, read_common_words
from pipeline.components.names_patterns import MONTHS, read_words
from pipeline.lexicon import read_lexicon

FULL_NAME = re.compile(
    r"([A-Z][\w'-]+) (?:(?:bin|ben|de|da|van|von|al|el|dos|del|ibn|bint|de la) )?(?:[A-Z]\. )?(?:(?:al-|el-)?[A-Z][\w'-]+ ?){1,4}$"
)
WORD_BEFORE = re.compile(rf"(?<![\w'-])(?!(?:{MONTHS})\b)([A-Z][a-z]+) $")
LINKS = (
    " bin ",
    " bint ",
    " ibn ",
    " ben ",
    " de ",
    " de la ",
    " von der ",
    " van der ",
    " van ",
    " von ",
    " al-",
    " el-",
    " dos ",
    " da ",
    " U ",
)


@cache
def read_given_names() -> frozenset[str]:
    """Given names as they stand in a folded text."""
    return frozenset(row["name"] for row in read_lexicon("names_given.csv"))


def settle_given_names(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """What begins with a given name is a person; a person's name has its first words and its parts joined."""
    given = read_given_names()
    settled: list[Found] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        text = folded[mention.start : mention.end]
        if mention.rule == "model" and mention.label in (
            "GPE",
            "ORG",
            "NORP",
            "LOC",
            "FAC",
            "EVENT",
            "PRODUCT",
            "LANGUAGE",
        ):
            match = FULL_NAME.fullmatch(text)
            words = set(text.split())
            if match and match.group(1) in given and not words & read_words("TOPIC") and not words & BODY_WORDS:
                mention = replace(mention, label="PERSON", rule="given_name")
        if mention.label == "PERSON":
            start = grow_person(folded, mention.start, settled[-1].end if settled else 0)
            last = settled[-1] if settled else None
            if last and last.label == "PERSON" and folded[last.end : start] in LINKS:
                settled[-1] = replace(last, end=mention.end, rule="joined")
                continue
            if start != mention.start:
                mention = replace(mention, start=start, rule="given_name")
        settled.append(mention)
    return add_full_names(folded, settled)


NAME_CHAIN = re.compile(
    r"(?<![\w'-])([A-Z][a-z]+)((?: (?:(?:bin|bint|ibn|ben|de|da|van|von|del|dos) )?(?:(?:al-|el-|Al-|El-)?[A-Z][a-z][\w-]*|[A-Z]\.)){1,3})(?![\w-])"
)


def add_full_names(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """Mentions and the untagged chains of capitalised words that begin with a given name."""
    given = read_given_names()
    cover = Cover(len(folded))
    for mention in mentions:
        cover.take(mention.start, mention.end)
    added = list(mentions)
    for match in NAME_CHAIN.finditer(folded):
        words = set(match.group(2).split())
        start, end = match.span()
        if match.group(1) in given and cover.is_free(start, end) and not words & (BODY_WORDS | read_words("TOPIC")):
            if folded[end - 1] == ".":
                end -= 1
            added.append(Found(start, end, "PERSON", "given_name"))
    return sorted(added, key=lambda m: m.start)


BODY_WORDS = frozenset(
    [
        "City",
        "Island",
        "Islands",
        "Province",
        "State",
        "Group",
        "Center",
        "Foundation",
        "Institute",
        "University",
        "School",
        "Church",
        "Prison",
        "Hospital",
        "Radio",
        "TV",
        "Times",
        "Company",
        "Enterprise",
        "Enterprises",
        "Division",
        "Park",
        "Airport",
        "Road",
        "Street",
        "Square",
        "Avenue",
        "Mosque",
        "Hall",
        "Stadium",
        "Camp",
        "Brigade",
        "Battalion",
        "Movement",
        "Party",
        "Air",
        "Airlines",
        "Bank",
        "Hotel",
        "House",
        "Media",
        "News",
        "Law",
        "Act",
        "Street",
        "Bridge",
    ]
)


def grow_person(folded: str, start: int, free: int) -> int:
    """Where a person's name begins with the given names before it that were not tagged."""
    while True:
        before = WORD_BEFORE.search(folded, max(free, start - 25), start)
        if not before:
            return start
        word = before.group(1)
        if (
            word not in read_given_names()
            or word in read_names()
            or word.lower() in read_common_words()
            or word in read_words("BEFORE")
        ):
            return start
        start = before.start(1)
