"""Names by their form: "Ministry of X, Y and Z", "X Prison", "section 505(b) of the Penal Code".

The patterns are data (``names_patterns.csv``), written with word classes in braces (``names_pattern_words.csv``)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from pipeline import countries
from pipeline.components.names_index import match_any
from pipeline.components.names_lexicon import Found, fold_text, read_names
from pipeline.lexicon import read_lexicon

WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# A capitalised word of a name: Labour, Al-Hol, Journalists', NGO, O'Brien; never a month.
# What hyphens join to a name without being part of it: "Kremlin-backed", "Ministry of Interior-run".
SUFFIXES = "run|led|based|backed|owned|controlled|affiliated|funded|sponsored|aligned|era|related|born|speaking|language|wide|linked|supported|appointed|held"
WORD = rf"(?!(?:{MONTHS}|{WEEKDAYS})\b)(?:(?:al|el)-)?[A-Z]\w*(?:(?:(?<=[A-Z])/|[-&.'](?!s\b|(?:{SUFFIXES})\b))\w+)*(?:'s(?= [A-Z])|(?<=s)'(?= [A-Z]))?"
# "499-502", "12 to 16", "8, 9, and 10"; and "130B", "505(b)"
PLAIN = r"\d+(?!\w|\()(?:(?:-| to |-|,? and |, )\d+(?!\w|\())*"
LETTERED = r"\d+(?:-\d+)?[A-Za-z]{0,3}(?:\(\w{1,4}\))*"
HEADS = "Police|Commission|Council|Court|Committee|Agency|Guard|Ministry|Department|Office|Forces|Army|Authority|Assembly|Parliament|Watch"


@dataclass(frozen=True)
class Pattern:
    """One line of ``names_patterns.csv``, compiled."""

    rule: str
    label: str
    adds: bool
    regex: re.Pattern[str]


@cache
def read_words(kind: str) -> frozenset[str]:
    """The words of a class of ``names_pattern_words.csv``."""
    return frozenset(row["word"] for row in read_lexicon("names_pattern_words.csv") if row["class"] == kind)


@cache
def _classes() -> dict[str, str]:
    """What the words in braces stand for in a regular expression."""
    topic = match_any(read_words("TOPIC")) + r"(?![\w'])"
    words = rf"{WORD}(?: {WORD})*"
    # "Labour, Migration and Employment", but not "Interior and National Police"
    body = rf"(?!(?:{WORD} )*(?:{HEADS})\b)"
    joined = rf"(?:(?:, {body}{topic}(?: {topic})*)+,?)? (?:and|or) {body}{topic}(?: {words})?"
    return {
        "W": WORD,
        "TOPIC": topic,
        "TAIL": rf"(?:the |its |all )?{words}(?:(?: (?:of|for|against|to|on|with|from)(?: the)?(?: all)?| and Other) {words}|{joined})*",
        "LONGTAIL": rf"(?:the |all )?{words}(?:(?: (?:of|for|against|to|on|with|from|in|at|concerning)(?: the)?(?: all)?| and Other) {words}|{joined}| (?:and|or) (?:the )?{words})*",
        "GRADE": match_any(read_words("GRADE")),
        "CODE": match_any(read_words("CODE")),
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
WORD_BEFORE = re.compile(rf"(?<![\w'-])(?:{WORD}) $")
# "Kremlin-backed", "CP-controlled": no part of the name that follows.
PARTICIPLE = re.compile(r"[\w'-]+-(?:\w+ed|based|led|run|owned|era|language|speaking|wide)$")
HEAD_WORDS = (frozenset(HEADS.split("|")) - {"Assembly"}) | {"Law", "Act", "Bill", "Code", "Convention", "Ordinance"}
POSSESSIVE = re.compile(r"'s? ")
# Whose association it is, not who owns it.
CLASSES = frozenset(
    [
        "Women",
        "Children",
        "People",
        "Men",
        "Citizen",
        "Worker",
        "Alzheimer",
        "Teacher",
        "Farmer",
        "Journalist",
        "Lord",
        "Widow",
        "Girl",
        "Student",
        "Veteran",
        "Employer",
    ]
)
# What may own an office of another: "Ministry of Justice's National Penitentiary Department".
OWNED = re.compile(
    r"(?:Office|Department|Unit|Division|Section|Group of Experts|Committee|Mechanism|Scheme|Directorate|Inspectorate|Bureau|Agency|Commission|Center|Institute|Court|Council|Service|Police|Force|Fund|Board)\b"
)


# "UN High Commissioner for Human Rights": a person's role, in which only the body is a name.
OFFICE_HOLDER = re.compile(
    r"(UN|United Nations|EU|OSCE|Council of Europe|OAS|African Union) (?:High Commissioner(?! for Refugees)|Special Rapporteur|Special Envoy|"
    r"Special Representative|Secretary-General|Independent Expert|High Representative|Resident Coordinator|Commissioner for|Human Rights Commissioner)"
)


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
        if owner.rsplit(" ", 1)[-1] in CLASSES:
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


def is_name(folded: str, start: int, end: int, pattern: Pattern) -> bool:
    """Whether what is left of a match is a name of its label."""
    words = folded[start:end].split()
    if folded[start:end] in read_words("NONAME"):
        return False
    if OFFICE_HOLDER.match(folded, start, end):
        return False
    if (
        not words
        or not (words[0][0].isalnum() or words[0][0] == "#")
        or (words[0].islower() and pattern.label in ("FAC", "ORG", "GPE"))
    ):
        return False
    if pattern.label == "WORK_OF_ART":
        return words[0] not in read_names()
    if pattern.label == "GPE" and pattern.rule == "province":
        return len(words) > 1 and not any(
            word in read_words("TOPIC")
            for word in words[:-1]
            if word not in ("Central", "National", "Islands", "City", "Blue", "Land")
        )
    if pattern.label == "FAC":
        if words[0] in read_names() and read_names()[words[0]].label == "NORP" and words[1:] and words[1].islower():
            return False
        return not (words[0].isupper() and len(words[0]) > 1 and words[1:] and words[1].islower())
    if pattern.label == "LAW" and pattern.rule == "act":
        return not re.match(r"(?:\w+ )*(?:Court|Ministry|Commission|Department) (?:on|of|for) ", folded[start:end])
    return True


# Patterns are looked for only where capitalised words stand together: a sixth of the text.
SMALL_WORDS = match_any(
    [
        "of",
        "for",
        "and",
        "the",
        "on",
        "against",
        "to",
        "in",
        "with",
        "from",
        "or",
        "all",
        "its",
        "de",
        "la",
        "del",
        "du",
        "des",
        "los",
        "las",
        "pour",
        "para",
        "e",
        "y",
        "et",
        "da",
        "do",
        "dos",
        "das",
        "le",
        "les",
        "contre",
        "por",
        "contra",
        "prison",
        "prisons",
        "jail",
        "penitentiary",
        "penal",
        "colony",
        "detention",
        "center",
        "centre",
        "facility",
        "correctional",
        "institution",
        "remand",
        "central",
        "reception",
        "police",
        "station",
        "barracks",
        "air",
        "base",
        "military",
        "border",
        "crossing",
        "refugee",
        "camp",
        "camps",
        "airport",
        "mosque",
        "death",
        "concentration",
        "protest",
        "transit",
        "section",
        "sections",
        "article",
        "articles",
        "code",
        "criminal",
        "civil",
        "labor",
        "labour",
        "family",
        "administrative",
        "electoral",
        "interim",
        "national",
        "constitution",
        "massacre",
        "law",
    ]
)
ZONE = re.compile(
    rf"(?<![\w#])(?:(?:[A-Z#(]|(?:al|el)-[A-Z]|\d{{2,4}}[A-Z]?\(|(?:19|20)\d\d |[Ss]ections?\b|[Aa]rticles?\b|[Pp]aragraphs?\b|(?:penal|criminal) code [Ss])\S*"
    rf"(?: (?:[A-Z\d(&]\S*|{SMALL_WORDS}(?![\w-])\S*))*)(?=( [a-z]\S*)?)"
)


class Zones:
    """The parts of a text where patterns may match, as one short text, with the way back to offsets of the whole."""

    def __init__(self, folded: str) -> None:
        self._starts: list[int] = []
        self._origins: list[int] = []
        parts, at = [], 0
        for match in ZONE.finditer(folded):
            part = match.group()
            if " " not in part and part[0].isalpha():
                continue
            part += match.group(1) or ""
            self._starts.append(at)
            self._origins.append(match.start())
            parts.append(part)
            at += len(part) + 1
        self.text = "\n".join(parts)

    def locate(self, place: int) -> int:
        """Where in the whole text ``place`` of the short one is."""
        at = bisect_right(self._starts, place) - 1
        return self._origins[at] + place - self._starts[at]


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
