"""Names by their form: "Ministry of X, Y and Z", "X Prison", "section 505(b) of the Penal Code".

The patterns are data (``names_patterns.csv``), written with word classes in braces (``names_words.csv``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline import countries
from pipeline.components.names_extents import OFFICE_HOLDER, cut_country, cut_joined, cut_owner, grow_start, trim_start
from pipeline.components.names_index import match_any
from pipeline.components.names_lexicon import Found, fold_text, read_names
from pipeline.components.names_words import WORD, match_words, read_words
from pipeline.components.names_zones import Zones
from pipeline.lexicon import read_lexicon

# "499-502", "12 to 16", "8, 9, and 10"; and "130B", "505(b)"
PLAIN = r"\d+(?!\w|\()(?:(?:-| to |-|,? and |, )\d+(?!\w|\())*"
LETTERED = r"\d+(?:-\d+)?[A-Za-z]{0,3}(?:\(\w{1,4}\))*"


@dataclass(frozen=True)
class Pattern:
    """One line of ``names_patterns.csv``, compiled."""

    rule: str
    label: str
    adds: bool
    regex: re.Pattern[str]


@cache
def _classes() -> dict[str, str]:
    """What the words in braces stand for in a regular expression."""
    topic = match_words("TOPIC") + r"(?![\w'])"
    words = rf"{WORD}(?: {WORD})*"
    heads = match_words("HEAD")
    # "Labour, Migration and Employment", but not "Interior and National Police"
    body = rf"(?!(?:{WORD} )*{heads}\b)"
    joined = rf"(?:(?:, {body}{topic}(?: {topic})*)+,?)? (?:and|or) {body}{topic}(?: {words})?"
    small, long, the = (
        "(?:of|for|against|to|on|with|from)",
        rf"(?:of|for|against|to(?! the (?:{WORD} )*{heads}\b)|on|with|from|in|at|concerning)",
        "(?: the)?(?: all)?",
    )
    any_joined = "(?:and|or)(?: the)?"
    return {
        "W": WORD,
        "TOPIC": topic,
        "TAIL": rf"(?:the |its |all )?{words}(?:(?: {small}{the}| and Other) {words}|{joined})*",
        "LONGTAIL": rf"(?:the |all )?{words}(?:(?: {long}{the}| and Other) {words}|{joined}| {any_joined} {words})*",
        "GRADE": match_words("GRADE"),
        "CODE": match_words("CODE"),
        "COUNTRY": match_any(fold_text(name) for name in countries.COUNTRY_NAMES),
        "ADJ": match_any(fold_text(name) for name in countries.DEMONYMS),
        "PLAIN": PLAIN,
        "LETTERED": LETTERED,
    }


@cache
def read_patterns() -> tuple[Pattern, ...]:
    """The patterns, in the order of the file."""
    classes = _classes()
    patterns = []
    for row in read_lexicon("names_patterns.csv"):
        source = re.sub(r"\{([A-Z]+)\}", lambda match: classes[match.group(1)], row["pattern"])
        patterns.append(
            Pattern(row["rule"], row["label"], row["adds"] == "yes", re.compile(rf"(?<![\w]){source}(?!\w)"))
        )
    return tuple(patterns)


# Rules whose name leaves the word for the country or people before it out: "Moldovan" + "Ministry of Justice".
GOVERNMENT = frozenset({"ministry", "office_of", "office_possessive"})
# Words of topics that are part of places' names.
PLACE_TOPICS = frozenset({"Central", "National", "Islands", "City", "Blue", "Land", "Maritime"})
BODY_ON = re.compile(r"(?:\w+ )*(?:Court|Ministry|Commission|Department) (?:on|of|for) ")


def is_name(folded: str, start: int, end: int, pattern: Pattern) -> bool:
    """Whether what is left of a match is a name of its label."""
    text = folded[start:end]
    words = text.split()
    if not words or text in read_words("NONAME") or OFFICE_HOLDER.match(text):
        return False
    first, small = words[0], len(words) > 1 and words[1].islower()
    if not (first[0].isalnum() or first[0] == "#") or (first.islower() and pattern.label in ("FAC", "ORG", "GPE")):
        return False
    if pattern.label == "WORK_OF_ART":
        return first not in read_names()
    if pattern.rule == "province":
        return len(words) > 1 and not (set(words[:-1]) & read_words("TOPIC")) - PLACE_TOPICS
    if pattern.label == "FAC" and small:
        # "Russian prisons", "an NSS detention facility"
        people = first in read_names() and read_names()[first].label == "NORP"
        indefinite = folded[:start].endswith((" a ", " an ", "A "))
        return not people and not indefinite and not (first.isupper() and len(first) > 1)
    return not (pattern.rule == "act" and BODY_ON.match(text))


def find_patterns(folded: str) -> list[Found]:
    """The names that a folded text has by their form; they may overlap.

    >>> [f.rule for f in find_patterns("the Ministry of Labour, Migration and Employment")]
    ['pattern:ministry']
    """
    zones = Zones(folded)
    found = []
    for pattern in read_patterns():
        for match in pattern.regex.finditer(zones.text):
            start = zones.locate(match.start())
            end = start + len(match.group())
            start, end = settle_bounds(folded, start, end, pattern)
            if is_name(folded, start, end, pattern):
                found.append(Found(start, end, pattern.label, f"pattern:{pattern.rule}", pattern.adds))
    return found


def settle_bounds(folded: str, start: int, end: int, pattern: Pattern) -> tuple[int, int]:
    """A match's bounds as those of a name: grown, trimmed and cut by what stands in and before it."""
    if pattern.label == "ORG":
        start = grow_start(folded, start)
    start = trim_start(folded, start, end)
    start, end = cut_owner(folded, start, end, pattern.label)
    if pattern.rule in ("act", "union", "party"):
        start = trim_start(folded, cut_joined(folded, start, end), end)
    if pattern.rule in GOVERNMENT:
        start = cut_country(folded, start, end)
    return start, end
