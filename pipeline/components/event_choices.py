"""Which of several dates or places is an event's: a trained network weighs those of each event, and a second one the
dates again, beside what the first says of the events told before and after."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from pipeline.components.event_model import EventModel, score_beside_vectors
from pipeline.components.feature_network import FeatureNetwork

T = TypeVar("T")
ANSWERED = 0.3  # share from which the first look is taken for an answer
HELD = 0.5  # share from which an event is counted among those that have a date
BESIDE = ((-2, "2 before"), (-1, "before"), (1, "after"), (2, "2 after"))
CLEAREST = 6  # logits beyond it are as good as sure


@dataclass(frozen=True)
class Choice:
    """An event, and for each date (place) that it may have its value, its basis ("own,0": by grammar, how many
    sentences before the event's) and what the network reads. Where dates are weighed again, the type and the bases are
    read, ``paragraph`` (the number of the paragraph that tells the event), ``at`` (the token of its trigger) and
    ``links`` (the tokens of the events that the grammar ties it to)."""

    event_type: str
    paragraph: int
    values: Sequence[str] = ()
    bases: Sequence[str] = ()
    features: Sequence[list[str]] = ()
    vectors: Sequence[np.ndarray] = ()
    at: int = -1
    links: Mapping[str, int] = field(default_factory=dict)


# For each option of a choice the probability that it is the event's; those and "none of them" make 1.
Shares = Sequence[float]


def group_by_paragraph(events: Sequence[T], paragraphs: Sequence[int]) -> dict[int, list[T]]:
    """The events of each paragraph in the order given; ``paragraphs`` are the numbers of their paragraphs."""
    groups: dict[int, list[T]] = {}
    for event, paragraph in zip(events, paragraphs, strict=True):
        groups.setdefault(paragraph, []).append(event)
    return groups


def weigh(network: FeatureNetwork, choices: Sequence[Choice]) -> list[Shares]:
    """The shares of the options of each choice."""
    named = [features for choice in choices for features in choice.features]
    if not named:
        return [() for _ in choices]
    vectors = np.array([vector for choice in choices for vector in choice.vectors])
    powers = np.exp(np.clip(score_beside_vectors(network, named, vectors)[:, 0], -30, 30))
    sizes = [len(choice.values) for choice in choices]
    sets = np.repeat(np.arange(len(sizes)), sizes)
    totals = 1.0 + np.bincount(sets, weights=powers, minlength=len(sizes))
    return [own.tolist() for own in np.split(powers / totals[sets], np.cumsum(sizes)[:-1])]


def pick(choice: Choice, shares: Shares) -> tuple[float, int]:
    """The probability of the likeliest value (several options may have one), and the number of its likeliest option;
    0 and -1 where there is none."""
    values = add_up(choice, shares)
    best = max(range(len(shares)), key=lambda at: (values[choice.values[at]], shares[at]), default=-1)
    return (values[choice.values[best]], best) if best >= 0 else (0.0, -1)


def add_up(choice: Choice, shares: Shares) -> dict[str, float]:
    """The probability of each value."""
    values: dict[str, float] = {}
    for value, share in zip(choice.values, shares, strict=True):
        values[value] = values.get(value, 0.0) + share
    return values


def weigh_dates(model: EventModel, choices: Sequence[Choice]) -> list[Shares]:
    """The shares of the dates of events in text order: those of each event alone, and then again by a network that
    also knows the first ones of the events around, since the acts of a story have one date. Nothing in a model without
    dates."""
    if model.dates is None:
        return [() for _ in choices]
    shares = weigh(model.dates, choices)
    return shares if model.story is None else weigh(model.story, retell(choices, shares))


def weigh_places(model: EventModel, choices: Sequence[Choice]) -> list[Shares]:
    """The shares of the places of events; nothing in a model without places."""
    return [() for _ in choices] if model.places is None else weigh(model.places, choices)


def retell(choices: Sequence[Choice], shares: Sequence[Shares]) -> list[Choice]:
    """The choices with features of what the first look says of each and of the events beside it in its paragraph.
    ``choices`` are in text order."""
    looks = [_Look(choice, own) for choice, own in zip(choices, shares, strict=True)]
    answering = [look for look in looks if look.choice.values]
    for beside in group_by_paragraph(answering, [look.choice.paragraph for look in answering]).values():
        by_trigger = {look.choice.at: look for look in beside}
        for rank, look in enumerate(beside):
            tied = {link: by_trigger.get(at) for link, at in look.choice.links.items()}
            features = [
                [*own, *_story_features(look, option, beside, rank), *_tie_features(look, option, tied)]
                for option, own in enumerate(look.choice.features)
            ]
            look.retold = replace(look.choice, features=features)
    return [look.retold for look in looks]


class _Look:
    """What the first network says of an event: the share of each value, the basis of its likeliest option; ``retold``
    is the choice with the features for the second."""

    def __init__(self, choice: Choice, shares: Shares) -> None:
        self.choice, self.retold = choice, choice
        self.values = add_up(choice, shares)
        ranked = sorted(zip(shares, choice.values, choice.bases, strict=True), key=lambda option: option[0])
        self.bases = {value: basis for _, value, basis in ranked}
        self.best = max(self.values, key=lambda value: self.values[value], default="")


def _story_features(look: _Look, option: int, beside: Sequence[_Look], rank: int) -> list[str]:
    value, basis = look.choice.values[option], look.choice.bases[option]
    level = _level(look.values[value])
    found = [f"look={level}", f"look,b={level},{basis}"]
    for step, side in BESIDE:
        if not 0 <= rank + step < len(beside):
            found.append(f"{side}=none")
            continue
        found += _features_beside(look, option, side, beside[rank + step])
    holding = sum(other.values.get(value, 0.0) > HELD for other in beside if other is not look)
    return [*found, f"likely held={min(holding, 4)},{basis}"]


def _tie_features(look: _Look, option: int, tied: Mapping[str, _Look | None]) -> list[str]:
    """What the first look says of the events that the grammar ties this one to: "detained, harassed or attacked"."""
    found = []
    for link, other in tied.items():
        found += [f"{link}=none"] if other is None else _features_beside(look, option, link, other)
    return found


def _features_beside(look: _Look, option: int, side: str, other: _Look) -> list[str]:
    """What the first look says of another event, which stands at ``side`` of this one, and of the option there."""
    value, basis = look.choice.values[option], look.choice.bases[option]
    answered = other.values[other.best] > ANSWERED
    state = "none" if not answered else "same" if other.best == value else "other"
    return [
        f"{side}={_level(other.values[value]) if value in other.values else 'no option'}",
        f"{side},b={state},{basis},{other.bases.get(value, '')}",
        f"{side},T={state},{look.choice.event_type},{other.choice.event_type}",
    ]


def _level(share: float) -> int:
    """The probability as a whole number of logits."""
    share = min(max(share, 1e-4), 1 - 1e-4)
    return max(-CLEAREST, min(CLEAREST, round(math.log(share / (1 - share)))))
