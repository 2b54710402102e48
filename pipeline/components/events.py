"""Events: who did what to whom, when, where, and who says so."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.event_record import Event
from pipeline.layers import read_layer, write_layer

__all__ = ["Event", "EventsComponent", "find_events", "read_events"]


def find_events(doc: Doc) -> list[Event]:
    """The events of ``doc`` in text order."""
    return []


def read_events(doc: Doc) -> list[Event]:
    """The events that the component left on ``doc``."""
    return read_layer(doc, "events", Event)


@Language.factory("reports_events")
class EventsComponent:
    """Writes layer "events"."""

    def __init__(self, nlp: Language, name: str = "reports_events") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        write_layer(doc, "events", find_events(doc))
        return doc
