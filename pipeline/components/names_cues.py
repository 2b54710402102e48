"""Names that the words next to them give away: "journalist X", "village of X", "X, 26,", "© 2022 X/Y"."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipeline.components.names_boundaries import trim_title
from pipeline.components.names_index import match_any
from pipeline.components.names_lexicon import Found, read_names
from pipeline.components.names_merge import keep_longest
from pipeline.components.names_words import MONTHS, NAME, match_words, read_common_words, read_words
from pipeline.lexicon import read_lexicon

PERSON = rf"{NAME}(?: (?:(?:bin|ben|de|da|van|von|al|el|dos|del|de la|U) )?(?:{NAME}|[A-Z]\.)){{0,4}}"
BODY = (
    rf"(?:(?:Le|La|El|Al|Las|Los|Radio) )?(?:{NAME}|[A-Z]{{2,8}}\b)(?: (?:de |du |del |el-|al-)?{NAME}| TV| FM){{0,3}}"
)
AGE = re.compile(rf"(?<![\w'-])({PERSON}), (?:\d\d,|(?:an? )?\d\d-year-old\b|aged? \d\d\b)")
CREDIT = re.compile(
    r"© ?(?:(?:19|20)\d\d )?([^\n/]{2,60}?)(?:/([^\n/]{2,60}?))?(?: ?(?:/|via) ?([^\n]{2,40}))?\s*(?:\n|$)"
)
SHAPES = {"PERSON": PERSON, "ORG": BODY, "GPE": rf"{NAME}(?: {NAME}){{0,2}}", "LOC": rf"{NAME}(?: {NAME}){{0,2}}"}


CUE_KINDS = [("before", label) for label in SHAPES] + [("after", "GPE"), ("after", "ORG")]


def _match_cues(label: str, *places: str) -> str:
    return match_any(r["cue"] for r in read_lexicon("names_cues.csv") if r["where"] in places and r["label"] == label)


@cache
def _cues(where: str, label: str) -> re.Pattern[str]:
    either = _match_cues(label, where)
    if where == "before":
        return re.compile(rf"(?<![\w-]){either} ['\"“]?({SHAPES[label]})(?![\w])")
    return re.compile(rf"(?<![\w'-])({SHAPES[label]}) {either}(?!\w)")


def find_cued(folded: str) -> Iterator[Found]:
    """The words that a cue, an age or a photo credit shows to be a name."""
    for where, label in CUE_KINDS:
        for match in _cues(where, label).finditer(folded):
            start = trim_title(folded, *match.span(1)) if label == "PERSON" else match.start(1)
            yield Found(start, match.end(1), label, f"cue:{where}")
    for match in AGE.finditer(folded):
        yield Found(match.start(1), match.end(1), "PERSON", "cue:age")


def find_credits(folded: str) -> Iterator[Found]:
    """Agency and photographer of photo credits: "© 2022 AP Photo/Ana Diaz"."""
    for match in CREDIT.finditer(folded):
        for part in range(1, 4):
            if match.group(part) is None or match.group(part).strip() in ("Private", "Courtesy", "Handout"):
                continue
            words = match.group(part)
            start = match.start(part) + len(words) - len(words.lstrip())
            is_body = (
                part == 3 or (part == 1 and match.group(2)) or words.strip() in read_names() or words.strip().isupper()
            )
            yield Found(start, start + len(words.strip()), "ORG" if is_body else "PERSON", "cue:credit")


def settle_cues(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """Mentions relabelled and added by the words next to them. What a lexicon or pattern found stays."""
    credited = keep_longest(len(folded), find_credits(folded))
    names = [m for m in mentions if not any(m.start < c.end and m.end > c.start for c in credited)] + credited
    by_start = {m.start: m for m in names}
    starts = sorted(by_start)
    for cued in sorted(find_cued(folded), key=lambda f: f.start):
        there = by_start.get(cued.start)
        if there is not None:
            if there.rule == "model" and there.label != cued.label and may_relabel(there, cued):
                by_start[there.start] = replace(there, label=cued.label, rule=cued.rule)
            continue
        at = bisect_right(starts, cued.start)
        around = by_start.get(starts[at - 1]) if at else None
        if around and around.end > cued.start:
            if not may_replace(around, cued):
                continue
            del by_start[around.start]
        elif not may_add(folded, cued) or (at < len(starts) and starts[at] < cued.end):
            continue
        by_start[cued.start] = cued
        insort(starts, cued.start)
    return settle_apposed(folded, settle_origins(folded, keep_longest(len(folded), by_start.values())))


ORIGIN = re.compile(r"(?<=[a-z]) from $")


def settle_origins(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """One word behind "from" that the model takes for a person is a place ("an activist from Tarnow"), unless it is
    a part
    of a longer name of a person. In the annotated reports 2 of 236 names behind "from" are persons."""
    full = {word for m in mentions if m.label == "PERSON" for word in folded[m.start : m.end].split()[1:]}
    return [
        replace(m, label="GPE", rule="cue:origin")
        if (m.rule, m.label) == ("model", "PERSON")
        and re.fullmatch(NAME, folded[m.start : m.end])
        and folded[m.start : m.end] not in full
        and ORIGIN.search(folded, max(0, m.start - 7), m.start)
        else m
        for m in mentions
    ]


# What says that something is at a place: a preposition or "town of", with "the", "nearby", "northern" behind it.
LOCATED = re.compile(
    r"\b(?:in|at|near|from|to|outside|inside|within|around|across|throughout|into|towards?|through"
    r"|(?:city|town|village|district|suburb|outskirts|area|port|capital)\sof)\s"
    r"(?:(?:the|nearby|neighboring|central|downtown|(?:north|south|east|west)(?:ern)?)\s)*$",
    re.I,
)


@cache
def _apposed() -> re.Pattern[str]:
    """A noun for a person behind a comma, with what such an apposition goes on with."""
    role = _match_cues("PERSON", "before", "apposed")
    return re.compile(
        rf", an? (?:(?!(?:whose|who|where|which|with|of|in|for|and)\b)[a-z-]+ ){{0,3}}{role}"
        r"(?= (?:of|for|from|with|at|in|who|whose|and)\b|[,.;:)])"
    )


def settle_apposed(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """A name of several words that the model takes for a place is a person where it is told to be one behind a comma
    ("the home of Ana Cruz Torres, a member of the union"), unless a preposition says that something is there ("In Port
    Sudan, a lawyer was arrested")."""
    return [
        replace(m, label="PERSON", rule="cue:apposed")
        if m.rule == "model"
        and m.label in ("GPE", "LOC")
        and " " in folded[m.start : m.end]
        and _apposed().match(folded, m.end)
        and not LOCATED.search(folded, max(0, m.start - 60), m.start)
        else m
        for m in mentions
    ]


def may_replace(around: Found, cued: Found) -> bool:
    """A person that a cue tells takes the place of a tagged name that holds the cue too."""
    return (
        around.rule == "model"
        and cued.label == "PERSON"
        and around.label in ("ORG", "PERSON")
        and around.end <= cued.end
    )


def may_add(folded: str, cued: Found) -> bool:
    """What stands before "journalist" or "radio" may be a place or people as well as a body."""
    return (cued.rule, cued.label) != ("cue:after", "ORG") and looks_like_name(folded, cued)


def looks_like_name(folded: str, cued: Found) -> bool:
    first = folded[cued.start : cued.end].split()[0]
    return (
        first not in read_words("BEFORE")
        and first not in read_words("TOPIC")
        and first.lower() not in read_common_words()
    )


def may_relabel(there: Found, cued: Found) -> bool:
    """A cue for persons takes what looks like one; cues for bodies and places take any name."""
    if cued.label == "ORG" and cued.rule == "cue:after":
        return there.end == cued.end and there.label in ("PERSON", "WORK_OF_ART", "FAC", "EVENT", "PRODUCT")
    return cued.label != "PERSON" or there.end <= cued.end or there.label in ("GPE", "LOC", "NORP")


PLACE = rf"{NAME}(?: {NAME})?"
PLACE_LIST = re.compile(rf"(?<![\w'-])((?:{PLACE}, )*{PLACE},? and {PLACE}) (?i:{match_words('PLURAL')})(?!\w)")


def settle_lists(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """The names of a list of places are places: "the Northern, Upper East, and Volta regions"."""
    names = list(mentions)
    for match in PLACE_LIST.finditer(folded):
        for item in re.finditer(PLACE, folded[: match.end(1)][match.start(1) :]):
            start, end = match.start(1) + item.start(), match.start(1) + item.end()
            crossing = [m for m in names if m.start < end and m.end > start]
            if not crossing:
                if looks_like_name(folded, Found(start, end, "GPE", "")):
                    names.append(Found(start, end, "GPE", "cue:list"))
            elif crossing[0].rule == "model" and crossing[0].label != "GPE":
                names = [m for m in names if m not in crossing]
                names.append(Found(start, max(end, crossing[0].end), "GPE", "cue:list"))
    return keep_longest(len(folded), names)


TITLE_WORD = rf"(?!(?:{MONTHS})\b)[A-Z][\w'-]*"
CUE_BEFORE_TITLE = rf"(?:, |\b{match_words('TITLED')}(?: called)?,? ?)"
TITLE = re.compile(rf"{CUE_BEFORE_TITLE}[\"“]((?:[A-Z'‘’][^\"”“\n]{{8,160}}?))[,.]?[\"”](?!: [A-Z])")
TITLE_CHAIN = rf"{TITLE_WORD}(?: (?:(?:of|in|on|and|the|for|to|by|from|with|against|a|an) ){{0,3}}{TITLE_WORD})*"
SUBTITLED = re.compile(rf"([\"“'‘]([A-Z][^\"”“\n'’]{{4,80}})[\"”'’]: {TITLE_CHAIN})")


def find_titles(folded: str) -> Iterator[Found]:
    """Quoted titles of reports, films and books after a word for one: 'the report, "On the Margins"'."""
    for match in SUBTITLED.finditer(folded):
        yield Found(match.start(1), match.end(1), "WORK_OF_ART", "cue:title")
    for match in TITLE.finditer(folded):
        words = [word.strip(",:;'") for word in match.group(1).split()]
        long_words = [word for word in words if len(word) > 3]
        if len(words) > 2 and long_words and all(word[:1].isupper() or word[:1].isdigit() for word in long_words):
            yield Found(match.start(1), match.end(1), "WORK_OF_ART", "cue:title")


def settle_titles(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """Mentions with quoted titles; what was found inside one goes, unless it fills it."""
    names = list(mentions)
    for title in find_titles(folded):
        inside = [m for m in names if m.start < title.end and m.end > title.start]
        if any((m.start, m.end) == (title.start, title.end) and m.rule != "model" for m in inside):
            continue
        names = [m for m in names if m not in inside] + [title]
    return keep_longest(len(folded), names)
