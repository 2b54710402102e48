"""Rows of events and of their participants."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from spacy.tokens import Doc

from pipeline.components.event_record import Event, participants_of
from pipeline.components.figures import Figure
from pipeline.layers import read_layer
from pipeline.lexicon import read_lexicon
from pipeline.tables.keys import Keys

CROSSWALK = ("plover", "acled", "huridocs_mt4", "huridocs_other")


@cache
def read_event_types() -> dict[str, dict[str, str]]:
    """The ontology by event type."""
    return {row["event_type"]: row for row in read_lexicon("event_types.csv")}


def event_id(keys: Keys, event: Event) -> str:
    """Id of an event's row."""
    return keys.row_id("event", event.start, event.end, event.event_type)


def event_rows(doc: Doc, keys: Keys) -> Iterator[dict[str, Any]]:
    events = read_layer(doc, "events", Event)
    by_start = {event.start: event_id(keys, event) for event in events}
    date_ids = {row["start"]: (row["start"], row["end"]) for row in doc.user_data.get("layer:dates", [])}
    for event in events:
        date = date_ids.get(event.date_start)
        kind = read_event_types()[event.event_type]
        yield {
            "event_id": event_id(keys, event),
            "doc_id": keys.doc_id,
            "sentence_id": keys.sentence_id(event.start),
            "event_type": event.event_type,
            "event_group": kind["group"],
            "mode": event.mode,
            "trigger": event.text,
            "char_start": event.start,
            "char_end": event.end,
            "polarity": event.polarity,
            "modality": event.modality,
            "cue": keys.text[event.cue_start : event.cue_end] if event.cue_start >= 0 else "",
            "attributed_to": event.attributed_to,
            "attributed_entity_id": _entity(keys, event.attributed_start, event.attributed_end),
            "date_value": event.date_value,
            "date_id": keys.row_id("date", *date) if date else "",
            "date_basis": event.date_basis,
            "in_coverage": event.in_coverage,
            "place_text": event.place_text,
            "place_entity_id": _entity(keys, event.place_start, event.place_end),
            "content_of_event_id": by_start.get(event.content_of, ""),
            "same_event_id": by_start.get(event.same_event, ""),
            **{name: kind[name] for name in CROSSWALK},
            "score": event.score,
            "extractor": f"events:{event.rule}",
        }


def _entity(keys: Keys, start: int, end: int) -> str:
    return keys.entity_id(start, end) if start >= 0 else ""


def participant_rows(doc: Doc, keys: Keys) -> Iterator[dict[str, Any]]:
    figures = {figure.start: figure for figure in read_layer(doc, "figures", Figure)}
    for event in read_layer(doc, "events", Event):
        for role, number, one in participants_of(event):
            figure = figures.get(one["figure_start"])
            yield {
                "event_id": event_id(keys, event),
                "role": role,
                "ord": number,
                "text": one["text"],
                "char_start": one["start"],
                "char_end": one["end"],
                "entity_id": keys.entity_id(one["start"], one["end"]),
                "figure_id": keys.row_id("figure", figure.start, figure.end) if figure is not None else "",
            }
