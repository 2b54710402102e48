"""What an event is: the record that component ``events`` leaves on a Doc as layer "events"."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypedDict

AFFIRMED, NEGATED = "affirmed", "negated"
ASSERTED, ALLEGED, CHARGED, DEMANDED, PLANNED, POSSIBLE = (
    "asserted", "alleged", "charged", "demanded", "planned", "possible",
)  # fmt: skip
MODALITIES = (ASSERTED, ALLEGED, CHARGED, DEMANDED, PLANNED, POSSIBLE)


class Participant(TypedDict):
    """An actor or a target: the words that name it, and where they stand (often outside the event's sentence).

    ``figure_start`` is the offset of the record of layer "figures" that counts it; -1 where none does."""

    start: int
    end: int
    text: str
    figure_start: int


@dataclass
class Event:
    """One mention of an act. ``start`` and ``end`` are the trigger's offsets into doc.text; -1 means "there is none".

    ``sentence_start`` is the first offset of its sentence. ``content_of`` is the trigger's start of the call, charge or
    denial whose content this event is; ``same_event`` the trigger's start of the first telling of the same act.
    ``date_start`` is the offset of the record of layer "dates" that ``date_value`` comes from (the first of two for a
    period), ``date_basis`` how it was found (own, clause, sentence). ``in_coverage``: "true", "false" or "" where the
    date or the coverage period is unknown. ``score`` is the model's probability, 1.0 for a rule; ``rule`` names what
    decided. ``place_text`` may be several places, joined by " ; "; ``place_start`` and ``place_end`` are those of
    the first."""

    start: int
    end: int
    text: str
    event_type: str
    mode: str = ""
    polarity: str = AFFIRMED
    modality: str = ASSERTED
    cue_start: int = -1
    cue_end: int = -1
    attributed_to: str = ""
    attributed_start: int = -1
    attributed_end: int = -1
    date_value: str = ""
    date_start: int = -1
    date_basis: str = ""
    in_coverage: str = ""
    place_text: str = ""
    place_start: int = -1
    place_end: int = -1
    actors: list[Participant] = field(default_factory=list)
    targets: list[Participant] = field(default_factory=list)
    content_of: int = -1
    same_event: int = -1
    sentence_start: int = -1
    lemma: str = ""
    rule: str = ""
    score: float = 1.0


def participant(start: int, end: int, text: str, figure_start: int = -1) -> Participant:
    """A participant with the words ``text`` at ``start``."""
    return Participant(start=start, end=end, text=text, figure_start=figure_start)


def participants_of(event: Event) -> list[tuple[str, int, Participant]]:
    """``(role, ordinal from 1, participant)`` of an event: actors first."""
    pairs: list[tuple[str, list[Any]]] = [("actor", event.actors), ("target", event.targets)]
    return [(role, at, one) for role, some in pairs for at, one in enumerate(some, 1)]
