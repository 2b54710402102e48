"""The events that cases are read from: those of the law, without what names a step twice in one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.components.case_steps import is_case_event
from pipeline.components.event_record import Event

Bounds = Callable[[int], tuple[int, int]]
HOUSE = re.compile(r"house\s$", re.I)
HOUSE_AFTER = re.compile(r".{0,30}\bhouse arrest", re.I | re.S)
DEFINITE = re.compile(
    r"\b(?:the|these|those|all|both|his|her|their|latter|first|second|remaining)\s(?:\w+\s){0,2}$", re.I
)
OF = re.compile(r"\s(?:of|for|including|alleging|related|relating)\b")
ON = re.compile(r"\b(?:on|of)\s(?:[\w’'-]+\s){0,4}$")
DEMANDED = re.compile(
    r"\b(?:call(?:s|ed|ing)?|urg\w+|demand\w*|request\w*|appeal\w*|recommend\w*|press(?:ed|ing)?)\b.*"
    r"\b(?:to|for)\s(?:(?:the|his|her|their|all|immediate|immediately|unconditional|unconditionally|and)\s){0,4}$",
    re.I | re.S,
)
NUMBERED = re.compile(r"\b(?:\d[\d,]*|several|many|multiple|hundreds of|dozens of|few|no)\s(?:\w+\s){0,2}$", re.I)
ON_TRIAL = re.compile(r"\b(?:put|placed|stand|stood|went|gone|going)\s(?:on\s)?(trial)\b", re.I)
STILL_HELD = re.compile(
    r"\b(?:remain(?:s|ed|ing)?|still|stay(?:s|ed)?)\s(?:\w+\s){0,2}(?:in|behind|under)\s(?:\w+\s){0,3}$", re.I
)
ALREADY_SERVED = re.compile(r"\bserv(?:ed|ing)\s(?:[\w-]+\s){1,5}in\s(?:\w+\s){0,2}$", re.I)
TRIED = frozenset({"trial", "tried"})
PUT_ON_TRIAL = "put_on_trial"
DECISIONS = frozenset({"CONVICT_SENTENCE", "ACQUIT_DROP"})


def choose_events(text: str, events: Sequence[Event], sentence: Bounds) -> list[Event]:
    """The events of ``events`` that are steps of cases, in text order. ``sentence`` gives the bounds of the sentence at
    an offset. Left out: "house arrest" beside the transfer to it, "the charges" that an outcome is about, those that a
    sentence was passed on or a trial is held on, that somebody "remains in prison" or "served six months in detention",
    counted cases ("234 criminal cases"), "a seven-year sentence" after "sentenced", and what is only called for."""
    own = sorted((event for event in events if is_case_event(event.event_type)), key=lambda e: (e.start, e.event_type))
    chosen: list[Event] = []
    for found in own:
        left, right = sentence(found.start)
        event = _place_trial(text, found, own, left, right)
        before = [other for other in chosen if other.start >= left]
        beside = [other for other in own if other.start == event.start and other is not found]
        if not (_repeats(text, event, before, left) or _gives_way(text, event, beside)):
            chosen.append(event)
    return chosen


def _place_trial(text: str, event: Event, own: Sequence[Event], left: int, right: int) -> Event:
    """The event at "trial" where the sentence puts somebody on trial and only counted cases before it were found
    ("while 234 cases were opened, eight officers have been put on trial")."""
    trial = ON_TRIAL.search(text, event.end, right)
    if trial is None or not NUMBERED.search(text[left : event.start]) or event.event_type != "CHARGE_PROSECUTE":
        return event
    if any(other.start >= trial.start() and other.start < right for other in own):
        return event
    return replace(event, start=trial.start(1), end=trial.end(1), text=trial[1], rule=PUT_ON_TRIAL)


def _repeats(text: str, event: Event, before: Sequence[Event], left: int) -> bool:
    """Whether the event names again what another step tells, or is only called for."""
    words, ahead = text[event.start : event.end].lower(), text[left : event.start]
    if DEMANDED.search(ahead):
        return True
    if event.event_type == "ARREST_DETAIN":
        if STILL_HELD.search(ahead) or ALREADY_SERVED.search(ahead):  # what is told in the status, or was before
            return True
        return bool(HOUSE.search(ahead)) and any(event.start - other.end < 40 for other in before)
    if event.event_type == "CONVICT_SENTENCE":
        return words in ("sentence", "term") and any(other.event_type == "CONVICT_SENTENCE" for other in before)
    if event.event_type != "CHARGE_PROSECUTE":
        return False
    if words in ("cases", "investigations", "complaints", "prosecutions"):
        return bool(NUMBERED.search(ahead))
    if words not in ("charge", "charges"):
        return False
    named = bool(OF.match(text, event.end))
    told = bool(before) and (before[-1].event_type in DECISIONS or before[-1].text.lower() in TRIED)
    decided = told and bool(ON.search(ahead))
    return decided or (bool(DEFINITE.search(ahead)) and not named)


def _gives_way(text: str, event: Event, beside: Sequence[Event]) -> bool:
    """Whether another event on the same trigger says it better: a transfer is a release to house arrest, else none."""
    home = bool(HOUSE_AFTER.match(text, event.end))
    types = {other.event_type for other in beside}
    return (event.event_type == "ARREST_DETAIN" and "RELEASE" in types and home) or (
        event.event_type == "RELEASE" and "ARREST_DETAIN" in types and not home
    )
