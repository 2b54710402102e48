"""What the event model decided of a trigger, and the probabilities from which it is believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.components.participant_phrases import Phrase

# Noun phrases around a trigger with the probability of each part.
Rated = Sequence[tuple[Phrase, dict[str, float]]]


@dataclass(frozen=True)
class Thresholds:
    """Probabilities from which a trigger and a part are taken."""

    trigger: float = 0.65  # a wrong event costs more than a missed one
    actor: float = 0.5
    target: float = 0.5
    place: float = 0.35
    source: float = 0.4
    date: float = 0.35
    named_place: float = 0.33
    own_country: float = 0.5  # the report's country says little: everything in it happened there


@dataclass(frozen=True)
class Found:
    """A trigger that was decided on."""

    token: Token
    event_type: str
    modality: str
    negated: bool
    rule: str
    score: float


SHIPPED = Thresholds()
