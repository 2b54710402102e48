"""Weighing the dates of events by named features and by what was read of the words."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.components.event_choices import Choice, add_up, pick, weigh
from pipeline.components.feature_network import FeatureNetwork


def network(**scores: float) -> FeatureNetwork:
    """One that adds up the scores of the features (sets of one, so that none is scaled down)."""
    names = list(scores)
    values = np.array(list(scores.values()), np.float32)
    return FeatureNetwork(
        {name: at for at, name in enumerate(names)},
        np.stack([values > 0, values < 0], axis=1).astype(np.int8),
        np.abs(values),
        np.zeros((0, 2), np.float32),
        np.zeros(2, np.float32),
        np.array([[1.0], [-1.0]], np.float32),
        np.zeros(1, np.float32),
    )


def choice(*options: tuple[str, str], at: int = 0) -> Choice:
    """An event with options (value, feature); the tokens of the options follow its own."""
    tokens = range(at + 1, at + 1 + len(options))
    return Choice(at, [value for value, _ in options], tokens, [[feature] for _, feature in options])


def test_options_and_none_of_them_share_one() -> None:
    one = choice(("2022-01", "good"), ("2022-02", "plain"))
    empty = choice()
    shares = weigh(network(good=float(np.log(2))), [empty, one, empty], None)
    assert [len(own) for own in shares] == [0, 2, 0]
    assert shares[1] == pytest.approx([2 / 4, 1 / 4])
    assert weigh(network(), [empty], None) == [()]


def test_two_options_of_one_value_stand_together() -> None:
    one = choice(("2022-01", "a"), ("2022-02", "b"), ("2022-01", "c"))
    assert add_up(one, [0.2, 0.3, 0.25]) == pytest.approx({"2022-01": 0.45, "2022-02": 0.3})
    share, best = pick(one, [0.2, 0.3, 0.25])
    assert (share, best) == (pytest.approx(0.45), 2)
    assert pick(choice(), []) == (0.0, -1)


def test_what_was_read_of_event_and_option_counts_beside_the_names() -> None:
    """The state of an event, that of the option, and their product: here only the product has a weight."""
    read = network(x=0.0)
    read.dense = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 0.0], [0.0, 0.0]], np.float32)
    states = np.array([[1.0], [2.0], [0.0], [3.0], [1.0]], np.float32)
    two = [choice(("2022-01", "x"), ("2022-02", "x")), choice(("2022-01", "x"), at=3)]
    first, second = weigh(read, two, states)
    assert first == pytest.approx([np.e**2 / (1 + np.e**2 + 1), 1 / (1 + np.e**2 + 1)])
    assert second == pytest.approx([np.e**3 / (1 + np.e**3)])
    assert weigh(read, two, None)[1] == pytest.approx([0.5])
    assert weigh(read, two, np.ones((5, 2), np.float32))[1] == pytest.approx([0.5]), "states of another reader"
