"""What an event is as a step of a case, and the words that say how a case stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import read_lexicon

JUSTICE = frozenset(
    {"charge", "trial", "prosecution", "sentence", "fine", "conviction", "acquittal", "requalification"}
    | {"charges_dropped", "sentence_reduced", "overturned", "appeal_rejected"}
)  # fmt: skip
# A step that is a case by itself: something was decided, or a court sat.
TELLING = JUSTICE - {"charge", "prosecution"} | {"pardon"}
CUSTODY = frozenset({"arrest", "detention", "imprisonment"})


@dataclass(frozen=True)
class StepName:
    """The name of a step and the status of the case after it."""

    step: str
    status: str


@dataclass(frozen=True)
class State:
    """Words that say how a case stands at the time of the report."""

    start: int
    end: int
    name: StepName


@cache
def _steps() -> dict[str, list[tuple[re.Pattern[str], re.Pattern[str], StepName]]]:
    table: dict[str, list[tuple[re.Pattern[str], re.Pattern[str], StepName]]] = {}
    for row in read_lexicon("cases_steps.csv"):
        patterns = re.compile(row["trigger"], re.I), re.compile(row["context"], re.I)
        table.setdefault(row["event_type"], []).append((*patterns, StepName(row["step"], row["status"])))
    return table


@cache
def _states() -> tuple[tuple[re.Pattern[str], StepName], ...]:
    rows = read_lexicon("cases_states.csv")
    return tuple((re.compile(rf"\b(?:{row['words']})\b", re.I), StepName(row["step"], row["status"])) for row in rows)


def is_case_event(event_type: str) -> bool:
    """Whether events of this type can be steps of a case."""
    return event_type in _steps()


def name_step(event_type: str, trigger: str, context: str) -> StepName | None:
    """The step that an event is, by its type, its trigger and the words around it.

    >>> name_step("RELEASE", "transferred", "was transferred to house arrest")
    StepName(step='house_arrest', status='house_arrest')
    """
    for words, around, name in _steps().get(event_type, []):
        if words.fullmatch(trigger) and around.search(context):
            return name
    return None


def find_states(text: str, start: int, end: int) -> Iterator[State]:
    """The states of cases told between ``start`` and ``end``."""
    for pattern, name in _states():
        match = pattern.search(text, start, end)
        if match:
            yield State(match.start(), match.end(), name)
