"""One reading out of several: what rules found, and what the recognizer tagged."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from pipeline.components.names_boundaries import trim_name, trim_title
from pipeline.components.names_lexicon import Found, read_names
from pipeline.components.names_patterns import OFFICE_HOLDER, read_words, trim_start
from pipeline.lexicon import read_lexicon


class Cover:
    """Which code points of a text are taken."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def is_free(self, start: int, end: int) -> bool:
        return not any(self._taken[start:end])

    def take(self, start: int, end: int) -> None:
        self._taken[start:end] = b"\x01" * (end - start)


def keep_longest(length: int, found: Iterable[Found]) -> list[Found]:
    """Those of ``found`` that do not overlap, longest first; of equal ones the first given. In text order."""
    cover = Cover(length)
    kept = []
    for item in sorted(found, key=lambda f: f.start - f.end):
        if item.start < item.end and cover.is_free(item.start, item.end):
            cover.take(item.start, item.end)
            kept.append(item)
    return sorted(kept, key=lambda f: f.start)


def join_patterns(found: Iterable[Found]) -> list[Found]:
    """Patterns of one label that overlap become one name: "National Council" + "Council for Peace and Order"."""
    joined: list[Found] = []
    for item in sorted(found, key=lambda f: (f.start, -f.end)):
        last = joined[-1] if joined else None
        if last and item.start < last.end and item.label == last.label:
            joined[-1] = replace(last, end=max(last.end, item.end))
        else:
            joined.append(item)
    return joined


def trim_tagged(folded: str, tagged: Iterable[Found]) -> list[Found]:
    """The recognizer's names without article, title, possessive and marks; common words at a sentence's start are none."""
    trimmed = []
    for item in tagged:
        start, end = trim_name(folded, item.start, item.end)
        start = trim_label(folded, start, end, item.label)
        end = trim_role(folded, start, end, item.label)
        if start < end and not is_common(folded, start, end) and folded[start:end] not in read_words("NONAME"):
            trimmed.append(replace(item, start=start, end=end))
    return trimmed


SMALL = re.compile(
    r"(?!(?:al|el|de|bin|ibn|von|van|der|section|sections|article|articles|penal|neo)\b)[a-z]+ (?=[A-Z])"
)
YEAR = re.compile(r"(?:19|20)\d\d (?=[A-Z])(?!(?:Protocol|Convention|Constitution|Agreement)\b)")
ROLE_AFTER = re.compile(
    r" (?:Inspector General|Director General|Director|Commissioner|Minister|Spokesperson|Spokesman|Chief|President|Chairman|Secretary)$"
)
OF_THE_LAW = re.compile(r" of (?:the|that|this) (?:law|act|decree|bill|charter|Charter)$")


def trim_label(folded: str, start: int, end: int, label: str) -> int:
    """Where a tagged name begins, by its label: persons without titles, laws without the year, none with a verb before it."""
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
    """Where a tagged name ends before a role or an acronym of its own: "National Police" in "National Police Inspector General"."""
    holder = OFFICE_HOLDER.match(folded, start, end)
    if holder:
        return holder.end(1)
    text = folded[start:end]
    after = ROLE_AFTER if label == "ORG" else OF_THE_LAW if label == "LAW" else None
    found = after.search(text) if after else None
    if found and " " in text[: found.start()]:
        return start + found.start()
    words = text.split()
    if (
        label == "ORG"
        and len(words) > 3
        and words[-1].isupper()
        and words[-1] in read_names()
        and words[-2] not in ("of", "in", "and", "the", "for")
    ):
        return end - len(words[-1]) - 1
    return end


@cache
def read_common_words() -> frozenset[str]:
    """Words that are no names, in lower case."""
    return frozenset(row["word"] for row in read_lexicon("names_common_words.csv"))


SENTENCE_START = re.compile(r"(?:^|[.!?:;•\n]['\")\]]*\s*|['\"(“‘\[–—]\s*|\b\d+\.\s*)$")


def is_common(folded: str, start: int, end: int) -> bool:
    """Whether what is tagged is one common word with the capital of a sentence's start."""
    word = folded[start:end]
    return (
        word[1:].islower()
        and word.lower() in read_common_words()
        and bool(SENTENCE_START.search(folded, max(0, start - 5), start))
    )


LINK = re.compile(r" |'s |' |/")
JOIN = re.compile(r" and |, |, and |/")


def tiles(folded: str, whole: Found, parts: Sequence[Found], between: re.Pattern[str]) -> bool:
    """Whether ``parts`` fill ``whole`` from end to end, with nothing but ``between`` in between."""
    if len(parts) < 2 or parts[0].start != whole.start or parts[-1].end != whole.end:
        return False
    return all(between.fullmatch(folded, a.end, b.start) for a, b in pairwise(parts))


# A ministry after its country's name, a convention or report after its owner's, are names of their own.
OWN_RULES = frozenset(
    {
        "pattern:ministry",
        "pattern:office_of",
        "pattern:office_possessive",
        "lexicon:national",
        "lexicon:work",
        "pattern:convention_on",
        "pattern:report",
    }
)


def is_several(folded: str, tag: Found, rules: Sequence[Found]) -> bool:
    """Whether one tagged name is really several: two bodies with "and" between them, two peoples side by side."""
    if all(rule.label == tag.label for rule in rules):
        return tiles(folded, tag, rules, JOIN)
    if rules[0].label in ("ORG", "GPE", "NORP") and rules[-1].rule in OWN_RULES:
        return tiles(folded, tag, rules, LINK)
    return all(rule.label == "NORP" for rule in rules) and tiles(folded, tag, rules, LINK)


def merge_tagged(folded: str, ruled: Sequence[Found], tagged: Sequence[Found]) -> list[Found]:
    """Rules and recognizer together, of each group that overlaps one reading.

    The same place: the rule's label. One inside the other: the longer, unless several fill it (two peoples side by side,
    a country and its ministry). Names that cross: of one label their union, else the rule's."""
    persons = {
        folded[t.start : t.end].rsplit(" ", 1)[-1]
        for t in tagged
        if t.label == "PERSON" and " " in folded[t.start : t.end]
    }
    merged: list[Found] = []
    for rules, tags in _group(ruled, tagged):
        if not rules or not tags:
            merged += [rule for rule in rules if rule.adds] or tags
        elif len(tags) == 1 and is_several(folded, tags[0], rules):
            merged += rules
        elif len(rules) == 1 and "pattern" in rules[0].rule and tiles(folded, rules[0], tags, LINK):
            merged += tags
        else:
            merged += _settle(folded, rules, tags, persons)
    return keep_longest(len(folded), merged)


def _group(ruled: Sequence[Found], tagged: Sequence[Found]) -> Iterator[tuple[list[Found], list[Found]]]:
    """Rules' and recognizer's names in groups that overlap."""
    rules: list[Found] = []
    tags: list[Found] = []
    end = 0
    for item, is_rule in sorted(
        [(r, True) for r in ruled] + [(t, False) for t in tagged], key=lambda pair: (pair[0].start, pair[0].end)
    ):
        if item.start >= end and (rules or tags):
            yield rules, tags
            rules, tags = [], []
        (rules if is_rule else tags).append(item)
        end = max(end, item.end)
    if rules or tags:
        yield rules, tags


def _settle(folded: str, rules: Sequence[Found], tags: Sequence[Found], persons: Collection[str]) -> list[Found]:
    settled = list(rules)
    for tag in tags:
        crossing = [r for r in settled if r.start < tag.end and r.end > tag.start]
        same = [r for r in crossing if (r.start, r.end) == (tag.start, tag.end)]
        if same:
            if tag.label == "PERSON" and same[0].label != "ORG" and folded[tag.start : tag.end] in persons:
                settled = [tag if r is same[0] else r for r in settled]
        elif all(tag.start <= r.start and tag.end >= r.end for r in crossing):
            settled = [r for r in settled if r not in crossing] + [_relabel(tag, crossing[0])]
        else:
            settled = [_join(r, tag) if r in crossing else r for r in settled]
    return settled


def _relabel(tag: Found, first: Found) -> Found:
    """What begins as a plan or set of principles is one to its end."""
    return (
        replace(tag, label="LAW", rule=first.rule)
        if first.start == tag.start and first.rule in ("pattern:framework", "pattern:plan")
        else tag
    )


def _join(rule: Found, tag: Found) -> Found:
    inside = rule.start <= tag.start and tag.end <= rule.end
    if tag.label != rule.label or "lexicon" in rule.rule or inside:
        return rule
    return replace(rule, start=min(tag.start, rule.start), end=max(tag.end, rule.end))


OWNER = re.compile(r"(?:'s|(?<=s)') | of (?:the )?")


def join_owned(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """A body and another that owns it are one name: "Council of Europe's" + "Group of Experts", "Audit Bench" + "Supreme Court"."""
    joined: list[Found] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        last = joined[-1] if joined else None
        if last and last.label == mention.label == "ORG" and OWNER.fullmatch(folded, last.end, mention.start):
            joined[-1] = replace(last, end=mention.end, rule="joined")
        else:
            joined.append(mention)
    return joined
