"""Names that the words next to them give away: "journalist X", "newspaper X", "village of X", "X, 26,", "© 2022 X/Y"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipeline.components.names_lexicon import Found, read_names
from pipeline.components.names_merge import keep_longest
from pipeline.components.names_patterns import MONTHS, read_words
from pipeline.lexicon import read_lexicon

NAME = rf"(?!(?:{MONTHS})\b)(?:al-|el-|Al-|El-)?[A-Z][a-z]+(?:['-][A-Za-z]+)*"
PERSON = rf"{NAME}(?: (?:(?:bin|ben|de|da|van|von|al|el|dos|del|de la|U) )?(?:{NAME}|[A-Z]\.)){{0,4}}"
BODY = rf"(?:(?:Le|La|El|Al|Las|Los|Radio) )?(?:{NAME}|[A-Z]{{2,8}}\b)(?: (?:de |du |del |el-|al-)?{NAME}| TV| FM){{0,3}}"
AGE = re.compile(rf"(?<![\w'-])({PERSON}), (?:\d\d,|(?:an? )?\d\d-year-old\b|aged? \d\d\b)")
CREDIT = re.compile(r"© ?(?:(?:19|20)\d\d )?([^\n/]{2,60}?)(?:/([^\n/]{2,60}?))?(?: ?(?:/|via) ?([^\n]{2,40}))?\s*(?:\n|$)")
SHAPES = {"PERSON": PERSON, "ORG": BODY, "GPE": rf"{NAME}(?: {NAME}){{0,2}}", "LOC": rf"{NAME}(?: {NAME}){{0,2}}"}


@cache
def _cues(where: str, label: str) -> re.Pattern[str]:
    cues = [re.escape(r["cue"]) for r in read_lexicon("names_cues.csv") if r["where"] == where and r["label"] == label]
    either = "|".join(sorted(cues, key=len, reverse=True))
    if where == "before":
        return re.compile(rf"(?<![\w-])(?:{either}) ['\"“]?({SHAPES[label]})(?![\w])")
    return re.compile(rf"(?<![\w'-])({SHAPES[label]}) (?:{either})(?!\w)")


def find_cued(folded: str) -> Iterator[Found]:
    """The words that a cue, an age or a photo credit shows to be a name."""
    for where, label in (("before", "PERSON"), ("before", "ORG"), ("before", "GPE"), ("before", "LOC"), ("after", "GPE")):
        for match in _cues(where, label).finditer(folded):
            yield Found(match.start(1), match.end(1), label, f"cue:{where}")
    for match in AGE.finditer(folded):
        yield Found(match.start(1), match.end(1), "PERSON", "cue:age")


def find_credits(folded: str) -> Iterator[Found]:
    """Agency and photographer of photo credits: "© 2022 AP Photo/Vladimir Tretyakov"."""
    for match in CREDIT.finditer(folded):
        for part in range(1, 4):
            if match.group(part) is None:
                continue
            words = match.group(part)
            start = match.start(part) + len(words) - len(words.lstrip())
            is_body = part == 3 or (part == 1 and match.group(2)) or words.strip() in read_names() or words.strip().isupper()
            yield Found(start, start + len(words.strip()), "ORG" if is_body else "PERSON", "cue:credit")


def settle_cues(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """Mentions relabelled and added by the words next to them. What a lexicon or pattern found stays."""
    credited = list(find_credits(folded))
    names = keep_longest(len(folded), credited) + [m for m in mentions if not any(m.start < c.end and m.end > c.start for c in credited)]
    at_start = {m.start: m for m in names}
    relabelled: dict[int, Found] = {}
    added: list[Found] = []
    for cued in find_cued(folded):
        there = at_start.get(cued.start)
        if there is None:
            first = folded[cued.start : cued.end].split()[0]
            if first not in read_words("BEFORE") and first not in read_words("TOPIC"):
                added.append(cued)
        elif there.rule == "model" and there.label != cued.label and may_relabel(folded, there, cued):
            relabelled[there.start] = replace(there, label=cued.label, rule=cued.rule)
    names = [relabelled.get(m.start, m) for m in names]
    free = [a for a in added if not any(m.start < a.end and m.end > a.start for m in names)]
    return keep_longest(len(folded), [*names, *free])


def may_relabel(folded: str, there: Found, cued: Found) -> bool:
    """A cue for persons takes what looks like one; cues for bodies and places take single names."""
    if cued.label == "PERSON":
        return there.end <= cued.end or there.label in ("GPE", "LOC", "NORP")
    return there.label in ("PERSON", "GPE", "LOC", "ORG", "FAC", "NORP", "WORK_OF_ART", "EVENT", "PRODUCT")
