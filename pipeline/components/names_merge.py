"""One reading out of several: what rules found, and what the recognizer tagged."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.components.names_lexicon import Found


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


def join_patterns(found: Iterable[Found], listed: Sequence[Found] = ()) -> list[Found]:
    """Patterns of one label that overlap become one name: "National Council" + "Council for Peace and Order".

    A pattern that begins inside a listed place begins with it: "Saint Vincent and the Grenadines Bar Association"."""
    inside = {at: place.start for place in listed if place.label == "GPE" for at in range(place.start + 1, place.end)}
    found = [replace(f, start=inside.get(f.start, f.start)) if f.label == "ORG" else f for f in found]
    joined: list[Found] = []
    for item in sorted(found, key=lambda f: (f.start, -f.end)):
        last = joined[-1] if joined else None
        if last and item.start < last.end and item.label == last.label:
            joined[-1] = replace(last, end=max(last.end, item.end))
        else:
            joined.append(item)
    return joined


LINK = re.compile(r" |'s |' |/")
HYPHEN = re.compile("-")
JOIN = re.compile(r" and |, |, and |/")


def tiles(folded: str, whole: Found, parts: Sequence[Found], between: re.Pattern[str]) -> bool:
    """Whether ``parts`` cover ``whole`` from end to end, with nothing but ``between`` in between."""
    if len(parts) < 2 or parts[0].start > whole.start or parts[-1].end < whole.end:
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
    labels = {rule.label for rule in rules}
    if labels == {"NORP"}:
        return tiles(folded, tag, rules, LINK)
    if labels == {tag.label} or rules[-1].rule == "pattern:act":
        return tiles(folded, tag, rules, JOIN) or (labels == {"GPE"} and tiles(folded, tag, rules, HYPHEN))
    if rules[0].label in ("ORG", "GPE", "NORP") and rules[-1].rule in OWN_RULES:
        return tiles(folded, tag, rules, LINK)
    return labels <= {"GPE", "ORG"} and tiles(folded, tag, rules, HYPHEN)


def merge_tagged(folded: str, ruled: Sequence[Found], tagged: Sequence[Found]) -> list[Found]:
    """Rules and recognizer together, of each group that overlaps one reading.

    The same place: the rule's label. One inside the other: the longer, unless several fill it (two peoples side by
    side, a country and its ministry). Names that cross: of one label their union, else the rule's."""
    persons = {
        folded[t.start : t.end].rsplit(" ", 1)[-1]
        for t in tagged
        if t.label == "PERSON" and " " in folded[t.start : t.end]
    }
    merged: list[Found] = []
    for rules, tags in _group(ruled, tagged):
        rules = [rule for rule in rules if rule.adds or any(covers(tag, rule) for tag in tags)]
        if not rules or not tags:
            merged += rules or tags
        elif len(tags) == 1 and is_several(folded, tags[0], rules):
            merged += rules
        elif len(rules) == 1 and "pattern" in rules[0].rule and tiles(folded, rules[0], tags, LINK):
            merged += tags
        else:
            merged += _settle(folded, rules, tags, persons)
    return keep_longest(len(folded), merged)


def covers(tag: Found, rule: Found) -> bool:
    """Whether a tagged name is most of what a rule found."""
    return 2 * (min(tag.end, rule.end) - max(tag.start, rule.start)) > rule.end - rule.start


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
    if first.start == tag.start and first.rule in ("pattern:framework", "pattern:plan"):
        return replace(tag, label="LAW", rule=first.rule)
    return tag


def _join(rule: Found, tag: Found) -> Found:
    inside = rule.start <= tag.start and tag.end <= rule.end
    if tag.label != rule.label or "lexicon" in rule.rule or inside:
        return rule
    return replace(rule, start=min(tag.start, rule.start), end=max(tag.end, rule.end))


OWNER = re.compile(r"(?:'s|(?<=s)') | of (?:the )?")


def join_owned(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """A body and one that owns it are one name: "Ministry's" + "Labor Unit", "Audit Bench of the" + "Supreme Court"."""
    joined: list[Found] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        last = joined[-1] if joined else None
        if last and last.label == mention.label == "ORG" and OWNER.fullmatch(folded, last.end, mention.start):
            joined[-1] = replace(last, end=mention.end, rule="joined")
        else:
            joined.append(mention)
    return joined
