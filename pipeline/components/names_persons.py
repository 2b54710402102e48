"""Persons by their given names: what the recognizer took for something else, or cut short."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.components.names_lexicon import Found, read_names
from pipeline.components.names_merge import Cover
from pipeline.components.names_words import MONTHS, match_words, read_common_words, read_given_names, read_words

PART = rf"(?:{match_words('LINK')} )?(?:(?:al-|el-|Al-|El-)?[A-Z][a-z][\w'-]*|[A-Z]\.)"
FULL_NAME = re.compile(rf"([A-Z][\w'-]+)(?: {PART}){{1,5}}$")
NAME_CHAIN = re.compile(rf"(?<![\w'-])([A-Z][a-z]+)((?: (?!\w+'s\b){PART}){{1,3}})(?![\w-])")
WORD_BEFORE = re.compile(rf"(?<![\w'-])(?!(?:{MONTHS})\b)([A-Z][a-z]+) $")
LINK = re.compile(rf" (?:{match_words('LINK')} )?(?:al-|el-)?")
# What the recognizer may have taken a person for.
MISTAKEN = frozenset({"GPE", "ORG", "NORP", "LOC", "FAC", "EVENT", "PRODUCT", "LANGUAGE"})


def settle_given_names(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """What begins with a given name is a person; a person's name has its first words and its parts joined."""
    given, no_person = read_given_names(), read_words("NOPERSON") | read_words("TOPIC")
    settled: list[Found] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        text = folded[mention.start : mention.end]
        if mention.rule == "model" and mention.label in MISTAKEN:
            match = FULL_NAME.fullmatch(text)
            if match and match.group(1) in given and not set(text.split()) & no_person:
                mention = replace(mention, label="PERSON", rule="given_name")
        if mention.label == "PERSON":
            start = grow_person(folded, mention.start, settled[-1].end if settled else 0)
            last = settled[-1] if settled else None
            if last and last.label == "PERSON" and is_link(folded, last.end, start):
                settled[-1] = replace(last, end=mention.end, rule="joined")
                continue
            if start != mention.start:
                mention = replace(mention, start=start, rule="given_name")
        settled.append(mention)
    return add_full_names(folded, settled)


def is_link(folded: str, start: int, end: int) -> bool:
    """Whether what stands between two persons joins them to one: "Nourah" bint "Said"."""
    return end > start + 1 and bool(LINK.fullmatch(folded, start, end))


def add_full_names(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """Mentions and the untagged chains of capitalised words that begin with a given name."""
    given, no_person = read_given_names(), read_words("NOPERSON") | read_words("TOPIC")
    cover = Cover(len(folded))
    for mention in mentions:
        cover.take(mention.start, mention.end)
    added = list(mentions)
    for match in NAME_CHAIN.finditer(folded):
        words = set(match.group(2).split())
        start, end = match.span()
        if match.group(1) in given and cover.is_free(start, end) and not words & no_person:
            if folded[end - 1] == ".":
                end -= 1
            added.append(Found(start, end, "PERSON", "given_name"))
    return sorted(added, key=lambda m: m.start)


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
