"""Which of several dates or places is an event's: a trained network weighs those of each event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from pipeline.components.event_model import score_beside_numbers
from pipeline.components.feature_network import FeatureNetwork
from pipeline.components.paragraph_reader import pair_up

T = TypeVar("T")


@dataclass(frozen=True)
class Choice:
    """An event (``at``: the token of its trigger), and for each date (place) that it may have its value, the token that
    it hangs on, and the features that the network reads."""

    at: int
    values: Sequence[str] = ()
    tokens: Sequence[int] = ()
    features: Sequence[list[str]] = ()


# For each option of a choice the probability that it is the event's; those and "none of them" make 1.
Shares = Sequence[float]


def group_by_paragraph(events: Sequence[T], paragraphs: Sequence[int]) -> dict[int, list[T]]:
    """The events of each paragraph in the order given; ``paragraphs`` are the numbers of their paragraphs."""
    groups: dict[int, list[T]] = {}
    for event, paragraph in zip(events, paragraphs, strict=True):
        groups.setdefault(paragraph, []).append(event)
    return groups


def weigh(network: FeatureNetwork, choices: Sequence[Choice], states: np.ndarray | None) -> list[Shares]:
    """The shares of the options of each choice. ``states``: what was read of each token (paragraph_reader.py); None
    where nothing was."""
    named = [features for choice in choices for features in choice.features]
    if not named:
        return [() for _ in choices]
    sizes = [len(choice.values) for choice in choices]
    sets = np.repeat(np.arange(len(sizes)), sizes)
    numbers = None
    if states is not None:
        events = [choice.at for choice in choices for _ in choice.tokens]
        numbers = pair_up(states, events, [token for choice in choices for token in choice.tokens])
    powers = np.exp(np.clip(score_beside_numbers(network, named, numbers)[:, 0], -30, 30))
    totals = 1.0 + np.bincount(sets, weights=powers, minlength=len(sizes))
    return [own.tolist() for own in np.split(powers / totals[sets], np.cumsum(sizes)[:-1])]


def leave_out(shares: Shares, out: Sequence[bool]) -> Shares:
    """The shares where some options cannot be.

    >>> [round(share, 2) for share in leave_out([0.6, 0.3], [True, False])]
    [0.0, 0.75]
    """
    left = 1.0 - sum(share for share, is_out in zip(shares, out, strict=True) if is_out)
    return [0.0 if is_out else share / left for share, is_out in zip(shares, out, strict=True)]


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
