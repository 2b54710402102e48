"""Real examples for the codebook's pages of event types, picked while reports stream by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.tables.event_pages import EXAMPLES, event_type_pages

Row = Mapping[str, Any]


class EventExamples:
    """Keeps, of every type, the first asserted event of each of the first few reports that have one."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._events: list[Row] = []
        self._sentences: dict[str, str] = {}
        self._participants: dict[str, list[Row]] = {}

    def add(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """Take what is needed of one report's rows."""
        seen: set[str] = set()
        for event in rows["events"]:
            kind = event["event_type"]
            if kind not in seen and event["modality"] == "asserted" and self._taken[kind] < EXAMPLES:
                seen.add(kind)
                self._taken[kind] += 1
                self._events.append(event)
                self._participants[event["event_id"]] = []
        wanted = {event["sentence_id"] for event in self._events} - set(self._sentences)
        self._sentences |= {
            row["sentence_id"]: row["text"] for row in rows["sentences"] if row["sentence_id"] in wanted
        }
        for row in rows["event_participants"]:
            if row["event_id"] in self._participants:
                self._participants[row["event_id"]].append(row)

    def pages(self) -> Iterator[tuple[str, str]]:
        """``(file name, HTML)`` of every event type."""
        return event_type_pages(self._events, self._sentences, self._participants)
