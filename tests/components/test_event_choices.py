"""Weighing the dates of events, alone and beside those of the events around."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.components.event_choices import Choice, add_up, pick, retell, weigh, weigh_dates, weigh_places
from pipeline.components.event_model import EventModel, load_model
from pipeline.components.feature_network import FeatureNetwork

NO_VECTOR = np.zeros(0, np.float32)


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


def choice(*options: tuple[str, str], paragraph: int = 0, event_type: str = "INJURE") -> Choice:
    """An event with options (value, feature)."""
    return Choice(
        event_type,
        paragraph,
        [value for value, _ in options],
        ["own,0"] * len(options),
        [[feature] for _, feature in options],
        [NO_VECTOR] * len(options),
    )


def test_options_and_none_of_them_share_one() -> None:
    one = choice(("2022-01", "good"), ("2022-02", "plain"))
    empty = choice()
    shares = weigh(network(good=float(np.log(2))), [empty, one, empty])
    assert [len(own) for own in shares] == [0, 2, 0]
    assert shares[1] == pytest.approx([2 / 4, 1 / 4])
    assert weigh(network(), [empty]) == [()]


def test_two_options_of_one_value_stand_together() -> None:
    one = choice(("2022-01", "a"), ("2022-02", "b"), ("2022-01", "c"))
    assert add_up(one, [0.2, 0.3, 0.25]) == pytest.approx({"2022-01": 0.45, "2022-02": 0.3})
    share, best = pick(one, [0.2, 0.3, 0.25])
    assert (share, best) == (pytest.approx(0.45), 2)
    assert pick(choice(), []) == (0.0, -1)


def test_the_second_look_knows_what_the_events_beside_have() -> None:
    first = choice(("2022-01", "x"), event_type="ARREST_DETAIN")
    second = choice(("2022-01", "x"), ("2022-02", "x"))
    elsewhere = choice(("2022-01", "x"), paragraph=7)
    told = retell([first, second, elsewhere], [[0.9], [0.2, 0.1], [0.9]])
    assert {"before=2", "before,T=same,INJURE,ARREST_DETAIN", "likely held=1,own,0"} <= set(told[1].features[0])
    assert {"before=no option", "before,b=other,own,0,", "after=none"} <= set(told[1].features[1])
    assert told[1].features[0][0] == "x"
    assert {"before=none", "after=none", "look=2"} <= set(told[2].features[0])


def test_the_basis_is_that_of_the_option_and_of_the_likeliest_beside() -> None:
    """A date named twice: "in May" two sentences before, and again in the event's clause."""
    twice = Choice("INJURE", 0, ["05", "05"], ["paragraph,2", "own,0"], [["x"], ["x"]], [NO_VECTOR] * 2)
    told = retell([twice, twice], [[0.1, 0.8], [0.1, 0.8]])
    assert "look,b=2,paragraph,2" in told[0].features[0]
    assert "look,b=2,own,0" in told[0].features[1]
    assert "after,b=same,paragraph,2,own,0" in told[0].features[0]


def test_the_second_look_knows_the_events_that_the_grammar_ties() -> None:
    """ "detained, harassed or attacked" have one date, whatever stands between them; an event that nothing weighed says
    "none"."""
    first = replace(choice(("2022-01", "x"), event_type="ARREST_DETAIN"), at=3)
    between, last = replace(choice(("2022-01", "x")), at=5), replace(choice(("2022-01", "x")), at=9)
    last = replace(last, links={"joined": 3, "over": 40})
    told = retell([first, between, last], [[0.9], [0.1], [0.2]])
    assert {"joined=2", "joined,T=same,INJURE,ARREST_DETAIN", "over=none"} <= set(told[2].features[0])
    assert not any(name.startswith(("joined", "over")) for name in told[1].features[0])


def test_a_story_keeps_its_date() -> None:
    """An event whose own date is open takes that of the sure one before it; a model without the second look, or
    without dates, leaves it."""
    choices = [choice(("2022-01", "sure")), choice(("2022-01", "open"))]
    dates, story = network(sure=4.0), network(**{"before,b=same,own,0,own,0": 40.0})
    plain = EventModel(network(), ("NONE",), frozenset(), dates=dates)
    assert [own[0] for own in weigh_dates(plain, choices)] == pytest.approx([0.982, 0.5], abs=1e-3)
    (sure,), (open_one,) = weigh_dates(replace(plain, story=story), choices)
    assert (sure, open_one > 0.99) == (pytest.approx(0.5), True)  # nothing stands before the first
    assert weigh_dates(replace(plain, dates=None), choices) == [(), ()]
    assert weigh_places(plain, choices) == [(), ()]


def test_the_second_look_is_kept_with_the_model(tmp_path: Path) -> None:
    model = EventModel(network(), ("NONE",), frozenset(), dates=network(a=1.0), story=network(b=2.0))
    model.save(tmp_path / "events.npz")
    again = load_model(tmp_path / "events.npz")
    assert again is not None and again.story is not None and again.places is None
    assert list(again.story.features) == ["b"]
