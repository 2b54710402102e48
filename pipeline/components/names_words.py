"""The words and shapes of words that the rules for names are written with."""

from __future__ import annotations

import re
from functools import cache

from pipeline.components.names_index import match_any
from pipeline.lexicon import read_lexicon


@cache
def read_words(kind: str) -> frozenset[str]:
    """The words of a class of ``names_words.csv``."""
    return frozenset(row["word"] for row in read_lexicon("names_words.csv") if row["class"] == kind)


def match_words(kind: str) -> str:
    """A regular expression for any word of a class."""
    return match_any(read_words(kind))


@cache
def read_common_words() -> frozenset[str]:
    """Words that are no names, in lower case."""
    return frozenset(row["word"] for row in read_lexicon("names_common_words.csv"))


@cache
def read_given_names() -> frozenset[str]:
    """Given names as they stand in a folded text."""
    return frozenset(row["name"] for row in read_lexicon("names_given.csv"))


WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# A capitalised word of a name: Labour, al-Hol, Journalists', NGO, FM/TV, O'Brien; "Kremlin" of "Kremlin-backed".
WORD = (
    rf"(?!(?:{MONTHS}|{WEEKDAYS})\b)(?:(?:al|el)-)?[A-Z]\w*"
    rf"(?:(?:(?<=[A-Z])[/-]|(?:[&.']|-(?![A-Z]{{2}}))(?!s\b|{match_words('SUFFIX')}\b))\w+)*"
    r"(?:'s(?= [A-Z])|(?<=s)'(?= [A-Z]))?"
)
# A capitalised word of a person's or place's name.
NAME = rf"(?!(?:{MONTHS})\b)(?:al-|el-|Al-|El-)?[A-Z][a-z]+(?:(?!'s\b)['-][A-Za-z]+)*"
# What stands before the first word of a sentence.
SENTENCE_START = re.compile(r"(?:^|[.!?:;•\n]['\")\]]*\s*|['\"(“‘\[–—]\s*|\b\d+\.\s*)$")
