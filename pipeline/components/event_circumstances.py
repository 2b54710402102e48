"""When and where events happened: the likeliest of the dates and places around each, or none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from spacy.tokens import Span, Token

from pipeline.components import syntax
from pipeline.components.event_choices import add_up, leave_out, pick, weigh
from pipeline.components.event_date_features import choose_dates, tell_events
from pipeline.components.event_dates import Dated, find_date, list_date_options, split_dates
from pipeline.components.event_found import Found, Rated, Thresholds
from pipeline.components.event_model import EventModel
from pipeline.components.event_place_features import choose_places, tell_places
from pipeline.components.event_places import (
    find_inside,
    find_joined,
    is_origin,
    list_place_options,
    list_told_before_there,
    rate_place,
)
from pipeline.components.event_record import Event
from pipeline.components.event_ties import bracket_of
from pipeline.components.participant_phrases import entity_of

CONNECTION = {"connection": "with", "relation": "to"}
DONE_AT_OCCASION = frozenset({"KILL_DEATH", "INJURE"})
LATER = frozenset({"then", "later", "subsequently", "afterwards", "afterward", "eventually", "since"})


def set_dates(
    events: Sequence[Event], found: Sequence[Found], around: Sequence[list[Span]], dates: Sequence[Dated],
    model: EventModel, threshold: float, states: np.ndarray | None,
) -> None:  # fmt: skip
    """Give each event the likeliest of the dates around it, or none. ``states``: what was read of the words
    (paragraph_reader.py)."""
    if model.dates is None:
        for event, one, paragraph in zip(events, found, around, strict=True):
            date, basis = find_date(one.token, dates, paragraph, one.event_type)
            if date is not None:
                _write_date(event, date, basis)
        return
    near = split_dates(dates, around)
    options = [
        list_date_options(one.token, own, paragraph) for one, own, paragraph in zip(found, near, around, strict=True)
    ]
    told = tell_events([(one.token, one.event_type, one.modality) for one in found], near, around)
    choices = choose_dates(told, options, [paragraph[0].start for paragraph in around])
    shares = weigh(model.dates, choices, states)
    for event, one, own, choice, weights in zip(events, found, options, choices, shares, strict=True):
        share, at = pick(choice, leave_out(weights, [is_of_number_beside(o.date.token, one.token) for o in own]))
        if at < 0 or share < threshold or (own[at].back and is_later(one.token)):
            continue
        best = own[at]
        if best.basis in ("sentence", "paragraph") and is_of_occasion(best.date.token, one):
            continue
        _write_date(event, best.date, best.basis)


def is_of_number_beside(date: Token, trigger: Token) -> bool:
    """The date is that of a number set beside the act's: "36 deaths (38 in 2022)"."""
    opens = bracket_of(date)
    return opens >= 0 and opens != bracket_of(trigger) and bool(date.doc[opens + 1].like_num)


def is_later(trigger: Token) -> bool:
    """The clause says that it goes on to another time: "He was then transferred"."""
    return any(child.lower_ in LATER for child in syntax.clause_head(trigger).children)


def is_of_occasion(date: Token, found: Found) -> bool:
    """The date is that of an occasion with which an act is only connected: "detained in connection with the January
    events" says nothing of when that was, or when others were beaten. Who was "killed in connection with the August
    protests" was killed at them."""
    over = [word for _, word in syntax.governors(date) if syntax.word_class(word) != "ADP"]
    at = next((at for at, word in enumerate(over[:2]) if word.lower_ in CONNECTION), None)
    if at is None or syntax.adposition(over[at - 1] if at else date) != CONNECTION[over[at].lower_]:
        return False
    own = found.event_type in DONE_AT_OCCASION and over[at + 1 : at + 2] == [found.token]
    return not own


def _write_date(event: Event, date: Dated, basis: str) -> None:
    event.date_value, event.date_start, event.date_basis = date.value, date.record.start, basis
    event.in_coverage = date.record.in_coverage


def set_places(
    events: Sequence[Event], found: Sequence[Found], around: Sequence[list[Span]], rated: Sequence[Rated],
    model: EventModel, thresholds: Thresholds, states: np.ndarray | None,
) -> None:  # fmt: skip
    """Give each event the likeliest of the places around it, or none. ``states``: what was read of the words
    (paragraph_reader.py)."""
    if model.places is None:
        for event, one, phrases in zip(events, found, rated, strict=True):
            set_place(event, one.token, phrases, thresholds.place)
        return
    home = str(found[0].token.doc.user_data.get("report", {}).get("country_name", "")) if found else ""
    options = [list_place_options(one.token, part) for one, part in zip(found, around, strict=True)]
    placed = tell_places([(one.token, one.event_type, one.modality) for one in found], options)
    choices = choose_places(placed, options, [paragraph[0].start for paragraph in around])
    shares = weigh(model.places, choices, states)
    for event, one, own, choice, weights in zip(events, found, options, choices, shares, strict=True):
        told = list_told_before_there(one.token, own)
        _, at = max((weights[at], at) for at in told) if told else pick(choice, weights)
        if at < 0:
            continue
        inner = find_inside(own, at)
        places = find_joined(own, inner, one.token)
        values = add_up(choice, weights)
        share = sum(values[name] for name in {place.name.text for place in [*own[at:inner], *places]})
        at_home = all(place.name.text == home for place in places)
        least = thresholds.own_country if at_home else thresholds.named_place
        if (told or share >= least) and not any(is_origin(place.token) for place in places):
            _write_places(event, [place.name for place in places])


def _write_places(event: Event, names: Sequence[Span]) -> None:
    event.place_text = " ; ".join(name.text for name in names)
    event.place_start, event.place_end = names[0].start_char, names[0].end_char


def set_place(event: Event, token: Token, rated: Rated, threshold: float) -> None:
    options = [(rate_place(token, event.event_type, phrase, shares["place"]), phrase) for phrase, shares in rated]
    best = max(options, key=lambda option: option[0], default=None)
    if best is not None and best[0] >= threshold:
        name = entity_of(best[1].noun)
        if name is not None:
            _write_places(event, [name])
