"""Pronouns and role nouns, only where it is certain whom they mean: he, she, his, her; "the president".

Not a coreference model. A pronoun is tied where the paragraph so far, or the sentence before, has one person only and
no other man or
woman has come between; all pronouns of a person must agree, else none of them is kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.layers import read_layer
from pipeline.report import Block

PRONOUN = re.compile(r"\b(?:he|she|his|her|him|himself|herself)\b", re.IGNORECASE)
GENDERS = {"he": "m", "his": "m", "him": "m", "himself": "m", "she": "f", "her": "f", "herself": "f"}
# Words for another human being, who may be the one the pronoun means.
SOMEONE = re.compile(
    r"\b(?:a|an|the|one|another|this|that|his|her|whose|’s|'s)\s+(?:[\w’'-]+\s+){0,3}?(?:man|woman|boy|girl|child|son|daughter|brother|sister|wife|"
    r"husband|father|mother|spouse|driver|officer|policeman|soldier|guard|judge|prosecutor|lawyer|attorney|journalist|reporter|activist|student|teacher|"
    r"doctor|suspect|victim|defendant|detainee|prisoner|inmate|president|minister|leader|chief|commander|official|spokesperson|spokesman|colleague|"
    r"resident|protester|worker|farmer|migrant|refugee|teenager|person|individual|employer|employee|candidate|member|relative|cousin|uncle|aunt|"
    r"nephew|niece|editor|blogger|priest|imam|bishop|pastor|monk|king|queen|prince|boyfriend|girlfriend|neighbor|friend|teacher|nurse|user)\b",
    re.IGNORECASE,
)
# What the person is, right after the name: "Ermek Narymbaev, an activist who fled".
APPOSITION = re.compile(
    r"^,\s+(?:\d+,\s+)?(?:an?|the)\s+(?:[\w’'-]+\s+){0,4}?[\w’'-]+(?=\s+(?:who|from|of|in|at|with|for)\b|,)"
)
SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\s+(?=[“\"(]?[A-Z])")
QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"")
PRESIDENT = re.compile(r"\bthe president\b")


@dataclass(frozen=True)
class Link:
    """A pronoun or role noun and the person it certainly means. ``rule`` says why."""

    start: int
    end: int
    entity_key: str
    rule: str


@dataclass(frozen=True)
class Person:
    """A mention of a person: place and entity."""

    start: int
    end: int
    entity_key: str


def find_links(text: str, blocks: Sequence[Block], persons: Sequence[Person]) -> list[Link]:
    """The pronouns of a text whose person is certain, in order. ``persons`` are its PERSON mentions.

    >>> text = "Police arrested Ana Diaz on Monday. She was released."
    >>> blocks, persons = [Block("paragraph", 0, len(text))], [Person(16, 24, "person:ana-diaz")]
    >>> [text[link.start : link.end] for link in find_links(text, blocks, persons)]
    ['She']
    """
    links: list[Link] = []
    genders: dict[str, set[str]] = defaultdict(set)
    for block in blocks:
        if block.kind not in ("paragraph", "list_item"):
            continue
        inside = [p for p in persons if block.start <= p.start and p.end <= block.end]
        for link, gender in _find_in(text, block, inside):
            links.append(link)
            genders[link.entity_key].add(gender)
    sure = [link for link in links if len(genders[link.entity_key]) == 1]
    return sure + find_president(text, blocks, persons)


def _find_in(text: str, block: Block, persons: Sequence[Person]) -> list[tuple[Link, str]]:
    found = []
    quoted = [match.span() for match in QUOTED.finditer(text, block.start, block.end)]
    starts = [block.start, *(m.end() for m in SENTENCE_END.finditer(text, block.start, block.end))]
    last_link: Link | None = None
    for match in PRONOUN.finditer(text, block.start, block.end):
        if any(start <= match.start() < end for start, end in quoted):
            continue
        before = [p for p in persons if p.end <= match.start()]
        keys = {p.entity_key for p in before}
        if len(keys) != 1:
            continue
        anchor = max([before[-1].end, *([last_link.end] if last_link and last_link.entity_key in keys else [])])
        sentence = [s for s in starts if s <= match.start()]
        reach = sentence[-2] if len(sentence) > 1 else sentence[-1]
        opening = (
            text[sentence[-1] : before[-1].start]
            if before[-1].start >= sentence[-1]
            else text[reach : before[-1].start]
        )
        own = last_link.start if last_link is not None and last_link.end == anchor else anchor
        between = APPOSITION.sub("", text[own : match.start()])
        if anchor < reach or SOMEONE.search(between) or SOMEONE.search(_between(opening)):
            continue
        link = Link(match.start(), match.end(), before[-1].entity_key, "only person of the paragraph so far")
        last_link = link
        found.append((link, GENDERS[match.group().lower()]))
    return found


def _between(opening: str) -> str:
    """What stands before the person in its sentence, without the role right before the name, which is the person's
    own."""
    return re.sub(r"[\w’' -]*$", "", opening)


def find_president(text: str, blocks: Sequence[Block], persons: Sequence[Person]) -> list[Link]:
    """ "the president" is the one person whom the report calls "President X"; none where it names two, or another
    body's."""
    titled = {
        p.entity_key for p in persons if re.search(r"(?:^|[^\w])President $", text[max(0, p.start - 11) : p.start])
    }
    outside = {
        p.entity_key
        for p in persons
        if re.search(
            r"(?:[A-Z][\w’.]*|former|then|ex|Vice|vice|-)[ -]President $", text[max(0, p.start - 30) : p.start]
        )
        and not re.search(
            r"(?:[.:;,”] |^|\n|to |by |with |that |after |and |of |for |when |as |against )President $",
            text[max(0, p.start - 20) : p.start],
        )
    }
    own = titled - outside
    if len(own) != 1:
        return []
    key = own.pop()
    first = min(p.start for p in persons if p.entity_key == key)
    return [
        Link(match.start() + 4, match.end(), key, "the one called President")
        for block in blocks
        if block.kind in ("paragraph", "list_item")
        for match in PRESIDENT.finditer(text, block.start, block.end)
        if match.start() > first
        and not re.match(r"\s+(?:of|and|elect)\b|’s office|-", text[match.end() : match.end() + 12])
    ]


def _in_dated_sentence(text: str, block: Block, start: int) -> bool:
    """Whether the sentence names a year: the president of another year may be another man."""
    starts = [block.start, *(m.end() for m in SENTENCE_END.finditer(text, block.start, start))]
    end = SENTENCE_END.search(text, start, block.end)
    return bool(re.search(r"\b(?:19|20)\d\d\b", text[starts[-1] : end.start() if end else block.end]))


def read_links(doc: Doc) -> list[Link]:
    """The links that the entities component left on ``doc`` as layer "coreference"."""
    return read_layer(doc, "coreference", Link)
