"""When and where events happened: the likeliest of the dates and places around each, or none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from spacy.tokens import Span, Token

from pipeline.components import syntax
from pipeline.components.event_choices import add_up, pick, weigh
from pipeline.components.event_date_features import choose_dates, tell_events
from pipeline.components.event_dates import Dated, find_date, list_date_options
from pipeline.components.event_found import Found, Rated, Thresholds
from pipeline.components.event_model import EventModel
from pipeline.components.event_place_features import choose_places, tell_places
from pipeline.components.event_places import find_joined, is_origin, list_place_options, rate_place
from pipeline.components.event_record import Event
from pipeline.components.participant_phrases import entity_of

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
    options = [list_date_options(one.token, dates, part) for one, part in zip(found, around, strict=True)]
    told = tell_events([(one.token, one.event_type, one.modality) for one in found], dates, around)
    choices = choose_dates(told, options, [paragraph[0].start for paragraph in around])
    shares = weigh(model.dates, choices, states)
    for event, one, own, choice, weights in zip(events, found, options, choices, shares, strict=True):
        share, at = pick(choice, weights)
        if at < 0 or share < threshold or (own[at].back and is_later(one.token)):
            continue
        best = own[at]
        if best.basis in ("sentence", "paragraph") and is_of_occasion(best.date.token):
            continue
        _write_date(event, best.date, best.basis)


def is_later(trigger: Token) -> bool:
    """The clause says that it goes on to another time: "He was then transferred"."""
    return any(child.lower_ in LATER for child in syntax.clause_head(trigger).children)


def is_of_occasion(date: Token) -> bool:
    """The date is that of an occasion with which an act is only connected: "detained in connection with the January
    events" says nothing of when others were beaten."""
    noun = date.head
    return syntax.adposition(noun) == "with" and noun.head.lower_ in ("connection", "relation")


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
    for event, own, choice, weights in zip(events, options, choices, shares, strict=True):
        share, at = pick(choice, weights)
        if at < 0:
            continue
        places = find_joined(own, at)
        if len(places) > 1:
            values = add_up(choice, weights)
            share = sum(values[place.name.text] for place in places)
        at_home = all(place.name.text == home for place in places)
        least = thresholds.own_country if at_home else thresholds.named_place
        if share >= least and not any(is_origin(place.token) for place in places):
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
