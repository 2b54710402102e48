"""One reading out of several: what rules found, and what the recognizer tagged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.components.names_boundaries import trim_name, trim_title
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
    for item in sorted(found, key=lambda f: (f.start - f.end)):
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
    """The recognizer's names without article, title, possessive and marks."""
    trimmed = []
    for item in tagged:
        start, end = trim_name(folded, item.start, item.end)
        if item.label == "PERSON":
            start = trim_title(folded, start, end)
        if start < end:
            trimmed.append(replace(item, start=start, end=end))
    return trimmed


# Labels whose names may hold a country, a people or a body in them.
LONG = frozenset({"ORG", "LAW", "FAC", "EVENT", "WORK_OF_ART", "PERSON", "PRODUCT"})


def merge_tagged(folded: str, ruled: Sequence[Found], tagged: Sequence[Found]) -> list[Found]:
    """Rules and recognizer together.

    The same place: the rule's label. A rule's name inside a tagged one: the tagged, where such a name may hold another.
    A tagged name inside a rule's: the rule's. Names that cross: of one label their union, else the rule's."""
    merged: list[Found] = []
    left = list(tagged)
    for rule in ruled:
        crossing = [t for t in left if t.start < rule.end and t.end > rule.start]
        left = [t for t in left if t not in crossing]
        merged.append(_settle(rule, crossing))
        # a tagged name that reaches beyond this rule's may meet the next rule's too
        left = [t for t in crossing if t.end > merged[-1].end and t.start >= merged[-1].end] + left
    return keep_longest(len(folded), merged + left)


def _settle(rule: Found, crossing: Sequence[Found]) -> Found:
    for tag in crossing:
        if (tag.start, tag.end) == (rule.start, rule.end):
            return rule
        if tag.start <= rule.start and tag.end >= rule.end:
            return tag if tag.label in LONG else rule
        if tag.label == rule.label and "lexicon" not in rule.rule and not (tag.start >= rule.start and tag.end <= rule.end):
            return replace(rule, start=min(tag.start, rule.start), end=max(tag.end, rule.end))
    return rule
