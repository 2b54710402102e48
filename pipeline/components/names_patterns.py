"""Names by their form: "Ministry of X, Y and Z", "X Prison", "section 505(b) of the Penal Code".

The patterns are data (``names_patterns.csv``), written with word classes in braces (``names_pattern_words.csv``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.components import countries
from pipeline.components.names_lexicon import Found, fold_text
from pipeline.lexicon import read_lexicon

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# A capitalised word of a name: Labour, Al-Hol, Journalists', NGO, O'Brien; never a month.
WORD = rf"(?!(?:{MONTHS})\b)[A-Z]\w*(?:[-/&.'](?!s\b)\w+)*(?:'s(?= [A-Z])|(?<=s)'(?= [A-Z]))?"
NUMBER = r"\d+(?:-\d+)?[A-Za-z]{0,3}(?:\(\w{1,4}\))*"
HEADS = "Police|Commission|Council|Court|Committee|Agency|Guard|Ministry|Department|Office|Forces|Army|Authority|Assembly|Parliament|Watch"


@dataclass(frozen=True)
class Pattern:
    """One line of ``names_patterns.csv``, compiled."""

    rule: str
    label: str
    regex: re.Pattern[str]


def _alternatives(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


@cache
def read_words(kind: str) -> frozenset[str]:
    """The words of a class of ``names_pattern_words.csv``."""
    return frozenset(row["word"] for row in read_lexicon("names_pattern_words.csv") if row["class"] == kind)


@cache
def _classes() -> dict[str, str]:
    """What the words in braces stand for in a regular expression."""
    topic = _alternatives(sorted(read_words("TOPIC"))) + r"(?![\w'])"
    words = rf"{WORD}(?: {WORD})*"
    # "Labour, Migration and Employment", but not "Interior and National Police"
    joined = rf"(?:(?:, {topic}(?: {topic})*)+,)? and (?!(?:{WORD} )*(?:{HEADS})\b){topic}(?: {words})?"
    return {
        "W": WORD,
        "TOPIC": topic,
        "TAIL": rf"(?:the |its |all )?{words}(?:(?: (?:of|for|against|to|on|with|from|in)(?: the)?(?: all)?| and Other) {words}|{joined})*",
        "GRADE": _alternatives(sorted(read_words("GRADE"))),
        "CODE": _alternatives(sorted(read_words("CODE"))),
        "COUNTRY": _alternatives([fold_text(name) for name in countries.COUNTRY_NAMES]),
        "ADJ": _alternatives([fold_text(name) for name in countries.DEMONYMS]),
        "NUMBER": NUMBER,
    }


@cache
def read_patterns() -> tuple[Pattern, ...]:
    """The patterns, in the order of the file."""
    classes = _classes()
    patterns = []
    for row in read_lexicon("names_patterns.csv"):
        source = re.sub(r"\{([A-Z]+)\}", lambda match: classes[match.group(1)], row["pattern"])
        patterns.append(Pattern(row["rule"], row["label"], re.compile(rf"(?<![\w]){source}(?!\w)")))
    return tuple(patterns)


# Rules whose name leaves the word for the country or people before it out: "Moldovan" + "Ministry of Justice".
GOVERNMENT = frozenset({"ministry", "office_of", "office_possessive", "topic_ministry", "court", "court_of"})
WORD_BEFORE = re.compile(rf"(?:{WORD}) $")
SENTENCE_START = re.compile(r"(?:^|[.!?:;\n]['\")]*\s*|['\"(“\[])$")


def trim_start(folded: str, start: int, end: int) -> int:
    """Where a name at ``start`` begins without words like "The", "In" or "President" before it."""
    while True:
        space = folded.find(" ", start, end)
        if space < 0 or folded[start:space] not in read_words("BEFORE"):
            return start
        if folded[start:space] in ("Human", "General", "Government", "Police", "Foreign", "Religious", "Domestic", "Local") and not (
            SENTENCE_START.search(folded, max(0, start - 4), start)
        ):
            return start
        if folded[start:space] in ("Human", "General", "Foreign"):
            return start
        start = space + 1


def grow_start(folded: str, start: int) -> int:
    """Where a name at ``start`` begins with the capitalised words before it."""
    while True:
        before = WORD_BEFORE.search(folded, max(0, start - 40), start)
        if not before:
            return start
        start = before.start()


def find_patterns(folded: str) -> list[Found]:
    """The names that a folded text has by their form, longest first at each place."""
    found = []
    for pattern in read_patterns():
        for match in pattern.regex.finditer(folded):
            start, end = match.span()
            if pattern.label == "ORG":
                start = grow_start(folded, start)
            start = trim_start(folded, start, end)
            found.append(Found(start, end, pattern.label, f"pattern:{pattern.rule}"))
    return found
