"""Whose a case is: a person by name, a counted group ("eight police officers"), or one person without a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from pipeline.components.persons import PersonMention, cluster_persons
from pipeline.components.speakers import read_names
from pipeline.lexicon import read_lexicon

NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
COUNT_OF = {word: at for at, word in enumerate(NUMBERS.split(), 1)}
COUNT = re.compile(
    rf"^(?:(?:the|only|all|other|another)\s)*(?P<number>\d{{1,3}}|{NUMBERS.replace(' ', '|')})\s+(?P<rest>.+)$", re.I
)
INEXACT = re.compile(
    r"\b(?:at least|more than|over|about|around|approximately|nearly|almost|up to|some|fewer than|less than"
    r"|an estimated)\s*$",
    re.I,
)
ARTICLE = re.compile(r"(?:^|\s)(?:a|an|another|one)\s*$", re.I)
TAIL = re.compile(r"\s(?:of|from|in|who|for|with|at|on|by|accused|suspected|allegedly|charged|convicted)\s.*$", re.I)
# "a group of activists", "an estimated one dozen activists": no one person, and no exact number.
SOME = re.compile(
    r"^(?:an?\s)?(?:estimated|(?:unspecified|undisclosed|unknown)\snumber|(?:number|group|couple)\sof|handful|(?:\w+\s)?dozens?)\b",
    re.I,
)
LARGEST_GROUP = 20


@dataclass(frozen=True)
class Person:
    """Whose case it is: ``key`` is the same for all mentions in the report; ``count`` is 1 for a single person."""

    key: str
    start: int
    end: int
    name: str
    is_named: bool
    count: int = 1


@cache
def _people_nouns() -> frozenset[str]:
    return frozenset(row["noun"] for row in read_lexicon("cases_people.csv"))


def is_people_noun(word: str) -> bool:
    """Whether ``word`` is a noun of people, in singular or plural.

    >>> is_people_noun("officers"), is_people_noun("charges")
    (True, False)
    """
    lower = word.lower()
    forms = {lower, lower.removesuffix("s"), lower.removesuffix("es"), re.sub(r"ies$", "y", lower)}
    return bool(forms & _people_nouns())


class NameBook:
    """The names of persons in one report: where they stand, and whose they are (a surname after the full name)."""

    def __init__(self, mentions: Iterable[Person]) -> None:
        self.mentions = sorted(mentions, key=lambda person: (person.start, person.end))

    def people_in(self, start: int, end: int) -> list[Person]:
        """The persons named in ``start`` to ``end``, or by the longer name that these words are a part of."""
        inside = [person for person in self.mentions if start <= person.start and person.end <= end]
        return inside or [person for person in self.mentions if person.start <= start and end <= person.end]


def read_persons(doc: Doc) -> NameBook:
    """The persons of ``doc``: those of component entities, else names put together here."""
    rows = doc.user_data.get("layer:entity_mentions")
    if rows is not None:
        names = {entity["key"]: entity["canonical_name"] for entity in doc.user_data.get("entities", [])}
        return NameBook(
            Person(row["entity_key"], row["start"], row["end"], names.get(row["entity_key"], ""), True)
            for row in rows
            if row["label"] == "PERSON"
        )
    places = [name for name in read_names(doc) if name.label == "PERSON"]
    text = doc.text
    mentions = [PersonMention(at, text[n.start : n.end], n.start, n.end, 0) for at, n in enumerate(places)]
    return NameBook(
        Person(cluster.name, mentions[at].start, mentions[at].end, cluster.name, True)
        for cluster in cluster_persons(mentions, doc.text)
        for at in cluster.members
    )


def read_group(text: str, start: int, end: int, block: int) -> Person | None:
    """A counted group, or one person without a name, in the noun phrase ``start`` to ``end``; else None.
    A count that is not exact ("at least 10 activists") is a statistic, not a case."""
    words = text[start:end]
    before = text[max(0, start - 20) : start]
    if SOME.match(words):
        return None
    match = COUNT.match(words)
    if match:
        number = match["number"].lower()
        count, rest = COUNT_OF.get(number) or int(number), match["rest"]
        if INEXACT.search(before) or not 0 < count <= LARGEST_GROUP:
            return None
    elif ARTICLE.search(before) or re.match(r"(?:an?|another)\s", words, re.I):
        count, rest = 1, words
    else:
        return None
    head = re.findall(r"[\w’'-]+", TAIL.sub("", " " + rest))
    if not head or not is_people_noun(head[-1]):
        return None
    key = f"#{block}:{count}:{head[-1].lower()}"
    return Person(key, start, end, re.sub(r"^(?:(?:only|the|an?)\s)+", "", words, flags=re.I), False, count)
