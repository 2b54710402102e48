"""The words of charges: where they stand, which are told apart, and which of them "the latter two charges" are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from pipeline.components.charge_grammar import find_head, is_completed, is_within, leaves, tells_who, tells_whose
from pipeline.lexicon import read_lexicon

OPEN, CLOSE = '“"«„', '”"»'
JOINT = re.compile(r",?\s(?:and|or|as well as)\s(?:(?:with|of|for|on)\s)?|,\s(?:including\s)?|(?<=[”»\"])\s(?=[“«\"])")
NO_CHARGE = re.compile(
    r"^(?:(?:more|less|fewer)\sthan\s|at\sleast\s|over\s|nearly\s|almost\s|about\s|up\sto\s)?"
    r"(?:an?|\w+(?:-\w+)?)\s(?:years?|months?|days?|weeks?)\b|^\d+$|^(?:all|the|their|his|her)(?:\s\w+)?$|['’]s case$"
    r"|^(?:those|these)\s"
    r"|^(?:an?|any|some|several|three|two)?\s?(?:\w+\s)?(?:crimes?|offen[cs]es?|felon(?:y|ies)|misdemeanors?)$"
    r"|^(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|^from\s\w+\sto\s|^(?:is|are|was|were)$|^time\sserved|\bsentence of\b|\bin prison$"
    r"|^(?:making|posting|calling|being|having|questioning|taking|using)$",
    re.I,
)
COUNTED = re.compile(
    r"(?:\w+\scounts?\sof|(?:one|two|three|four|five|six|seven|eight|nine|ten|several|multiple|\d+)(?=\s.*\scharges?$))\s",
    re.I,
)
LAST_WORD = re.compile(r"(\w+)\s$")
GERUND = re.compile(r"(?:\w+ly\s)?\w+ing\b")
GENERIC = re.compile(
    r"^(?:the|a|an|his|her|their|its|criminal|false|spurious|fabricated|trumped-up|politically|motivated|politically-motivated|additional"
    r"|new|separate|several|multiple|various|similar|other|related|all|these|those|formal|any|unspecified|further|serious|federal|such|of|on"
    r"|with|for|faces?|faced|facing|dropped|brought|bogus|some|latter|former|two|three|four|first|second|and|no|same|initial|original|dubious|identical|another|provisional|lesser|various|remaining|one|five|six|seven|eight|nine|ten|\d+)$",
    re.I,
)
LEAD = re.compile(r"(?:allegedly|the alleged|alleged|with|including|for (?:his|her|their) (?:alleged )?)\s?", re.I)
TRAIL = re.compile(r"(?:\s(?:and|or|but|as|that|who|started|began|which|to|with|for|of|in|charges?|the))+$")
BEFORE_NOUN = re.compile(r"(?:[\w’'-]+[\s-]){0,5}$")
WHICH = re.compile(
    r"\b(?P<which>latter|last|first|former|second|third|remaining)\s(?:(?P<count>two|three|four)\s)?(?:charges?|counts?|ones?)?|\b(?P<all>both|all)\b",
    re.I,
)
COUNTS = {"two": 2, "three": 3, "four": 4}


@dataclass(frozen=True)
class ChargeText:
    """The words of one charge and where they stand."""

    start: int
    end: int
    text: str


@cache
def _cues() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    rows = read_lexicon("cases_charges.csv")
    return tuple((re.compile(row["trigger"], re.I), re.compile(row["cue"], re.I)) for row in rows)


@cache
def _ends() -> re.Pattern[str]:
    return re.compile("|".join(row["end"] for row in read_lexicon("cases_charge_ends.csv")))


def find_charges(text: str, start: int, end: int, left: int, right: int, doc: Doc | None = None) -> list[ChargeText]:
    """The charges told by the trigger at ``start`` to ``end``, of the words between ``left`` and ``right``. ``doc``:
    the parsed text, whose grammar says what a charge hangs on and what is joined to it; without it words decide.

    >>> text = "Ann Lee was charged with insulting an officer and spreading false news."
    >>> [charge.text for charge in find_charges(text, 12, 19, 0, len(text))]
    ['insulting an officer', 'spreading false news']
    """
    trigger = text[start:end]
    for words, cue in _cues():
        if words.fullmatch(trigger):
            begin = _begin(text, cue, end, right, doc)
            found = _split(text, begin, _stop(text, begin, right), doc) if begin >= 0 else []
            if found:
                return found
    return (
        _before_noun(text, start, left)
        if re.fullmatch(r"charges?|counts?|offenses?|convictions?", trigger, re.I)
        else _noun_after(text, end, right)
    )


def _begin(text: str, cue: re.Pattern[str], end: int, right: int, doc: Doc | None) -> int:
    """Where the words of the charge begin, after the first cue that tells of one; -1 where there is none. A cue that
    may only say who somebody is counts where no other follows ("convicted three men of rape")."""
    searched, doubtful = text, -1
    while match := cue.match(searched, end, right):
        last = LAST_WORD.search(text, match.start(), match.end())
        if last is None:
            return match.end()
        if not tells_whose(doc, last.start(1)):
            if not tells_who(doc, last.start(1)):
                return match.end()
            doubtful = match.end() if doubtful < 0 else doubtful
        searched = searched[: last.start(1)] + "_" * len(last[1]) + searched[last.end(1) :]
    return doubtful


def _noun_after(text: str, end: int, right: int) -> list[ChargeText]:
    """The charge in "sentenced ... on embezzlement charges": before the noun that follows the trigger."""
    noun = re.compile(r"\b(?:on|of|with)\s(?:[\w’'-]+\s){1,5}?(charges?|counts)\b").search(text, end, right)
    return _before_noun(text, noun.start(1), noun.start()) if noun else []


def _before_noun(text: str, start: int, left: int) -> list[ChargeText]:
    """The charge in "terrorism charges": the words before the noun that are no general adjectives."""
    quoted = re.search(rf"[{OPEN}]([^{OPEN}{CLOSE}]+)[{CLOSE}]\s$", text[left:start])
    if quoted:
        return [_trim(text, left + quoted.start(1), left + quoted.end(1))]
    match = BEFORE_NOUN.search(text, max(left, start - 60), start)
    words = list(re.finditer(r"[\w’'-]+", match.group())) if match else []
    kept: list[re.Match[str]] = []
    for word in reversed(words):
        if (
            GENERIC.match(word.group())
            or re.search(r"(?:ed|ly)$|^[A-Z]", word.group())
            or word.group() in ("in", "to", "by", "at")
        ):
            break
        kept.insert(0, word)
    if not kept or match is None or kept[0].group().lower() in ("charge", "charges"):
        return []
    return [_trim(text, match.start() + kept[0].start(), match.start() + kept[-1].end())]


def _stop(text: str, start: int, right: int) -> int:
    """Where the words of a charge that begin at ``start`` end; what stands in quotation marks is not looked into."""
    at = start
    while True:
        opening = next((i for i in range(at, right) if text[i] in OPEN), right)
        stop = _ends().search(text, at, min(right, opening + 1))
        if stop and stop.start() < opening:
            return stop.start()
        if opening >= right:
            return right
        closing = next((i for i in range(opening + 1, right) if text[i] in CLOSE), right)
        if closing >= right:
            return right
        at = closing + 1


def _split(text: str, start: int, end: int, doc: Doc | None) -> list[ChargeText]:
    """The charges in ``start`` to ``end``: apart where each begins like the first (a gerund, a quotation, a noun), and
    the grammar does not join it to a word within one ("assaulting and coercing an inmate")."""
    parts = _parts(text, start, end)
    if parts and NO_CHARGE.search(text[slice(*parts[0])].strip()):
        return []
    joined: list[tuple[int, int]] = []
    heads: list[int] = []
    for begin, stop in parts:
        head = find_head(doc, begin, stop)
        if heads and head is not None and leaves(head, heads[0]):
            break
        opens = not joined or bool(NO_CHARGE.search(text[slice(*joined[-1])].strip()))
        within = head is not None and heads and (is_within(head, heads) or is_completed(head, heads[-1]))
        if opens or (_begins_anew(text, parts[0], joined[-1], (begin, stop)) and not within):
            joined.append((begin, stop))
            heads += [head.i] if head is not None else []
        else:
            joined[-1] = (joined[-1][0], stop)
    found = [_trim(text, *part) for part in joined]
    return [charge for charge in found if charge.text and not NO_CHARGE.search(charge.text)]


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    parts, begin, at = [], start, start
    while at < end:
        if text[at] in OPEN:
            at = next((i for i in range(at + 1, end) if text[i] in CLOSE), end - 1) + 1
            continue
        joint = JOINT.match(text, at, end)
        if joint:
            parts.append((begin, at))
            begin = at = joint.end()
        else:
            at += 1
    return [part for part in [*parts, (begin, end)] if text[slice(*part)].strip()]


def _begins_anew(text: str, first: tuple[int, int], before: tuple[int, int], part: tuple[int, int]) -> bool:
    """Whether ``part`` is a charge of its own, not half of the one before ("disobeying and inciting others")."""
    words, previous = text[slice(*part)], text[slice(*before)]
    opening = text[slice(*first)]
    if opening[:1] in OPEN or (words[:1] in OPEN and not GERUND.match(opening)):
        return True
    if GERUND.match(opening):
        return bool(GERUND.match(words)) and len(re.sub(r"\b\w+ly\b", "", previous).split()) > 1
    return not re.match(r"(?:the|its|his|her|their)\s", words)


def _trim(text: str, start: int, end: int) -> ChargeText:
    while start < end and (text[start].isspace() or text[start] in OPEN + "(,"):
        start += 1
    if start and text[start - 1] in OPEN:
        end = next((at for at in range(start, end) if text[at] in CLOSE), end)
    for lead in (LEAD, COUNTED):
        match = lead.match(text, start, end)
        start = match.end() if match else start
    opened = any(mark in OPEN for mark in text[start:end])
    while end > start and (
        text[end - 1].isspace() or text[end - 1] in ".,;" or (text[end - 1] in CLOSE and not opened)
    ):
        end -= 1
    words = TRAIL.sub("", text[start:end])
    return ChargeText(start, start + len(words), words)


def which_charges(words: str, count: int) -> list[int]:
    """Which of ``count`` charges, by place, ``words`` speak of; all of them where they do not say.

    >>> which_charges("the latter two charges were dropped", 4), which_charges("the first charge", 3)
    ([2, 3], [0])
    """
    match = WHICH.search(words)
    if match is None or match["all"]:
        return list(range(count))
    number = COUNTS.get((match["count"] or "").lower(), 1)
    which = match["which"].lower()
    if which in ("latter", "last", "remaining"):
        return list(range(max(0, count - number), count))
    first = {"second": 1, "third": 2}.get(which, 0)
    return list(range(first, min(count, first + number)))
