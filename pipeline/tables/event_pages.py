"""The codebook's page of each event type: definition, frame, real examples, measured precision and recall."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from pipeline.lexicon import read_lexicon
from pipeline.tables.events import CROSSWALK, read_event_types
from pipeline.tables.pages import make_page

EXAMPLES = 3
Row = Mapping[str, Any]


def event_type_pages(
    events: Iterable[Row], sentences: Mapping[str, str], participants: Mapping[str, list[Row]] | None = None
) -> Iterator[tuple[str, str]]:
    """``(file name, HTML)`` for every type of the ontology.

    ``events``: rows of the events table; ``sentences``: text by sentence_id; ``participants``: rows by event_id. The
    examples
    are the first asserted events of the type, one a report, in the order given."""
    examples: dict[str, list[Row]] = {}
    reports: dict[str, set[str]] = {}
    for event in events:
        name = event["event_type"]
        own, seen = examples.setdefault(name, []), reports.setdefault(name, set())
        if len(own) < EXAMPLES and event["modality"] == "asserted" and event["doc_id"] not in seen:
            own.append(event)
            seen.add(event["doc_id"])
    for name in read_event_types():
        lines = _page_lines(name, examples.get(name, []), sentences, participants or {})
        yield f"{name.lower()}.html", make_page(name, lines)


def _page_lines(
    name: str, examples: list[Row], sentences: Mapping[str, str], participants: Mapping[str, list[Row]]
) -> Iterator[str]:
    kind = read_event_types()[name]
    yield f"<h1>{escape(name)}</h1>"
    yield f"<p>Group: {escape(kind['group'])}. Modes: {escape(', '.join(kind['modes'].split('|')))}.</p>"
    yield f"<p>Named by: {escape(kind['trigger_lemmas'])}. Example: {escape(kind['seed_example'])}.</p>"
    yield "<h2>Frames</h2><table><tr><th>word</th><th>frame</th><th>example</th><th>not</th></tr>"
    for row in read_lexicon("events_triggers.csv"):
        if row["event_type"] == name:
            cells = (row["lemma"], row["frame"], row["example"], row["counterexample"])
            yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
    yield "</table><h2>In the reports</h2>"
    for event in examples:
        yield f"<p>{escape(sentences.get(event['sentence_id'], ''))}</p>"
        parts = [f"{row['role']}: {row['text']}" for row in participants.get(event["event_id"], [])]
        yield f"<p class='legend'>{escape('; '.join([str(event['trigger']), *parts]))}</p>"
    yield "<h2>Scores</h2>"
    yield from (f"<p>{escape(line)}</p>" for line in score_lines(name))
    yield "<h2>Other codings</h2>"
    yield from (f"<p>{column}: {escape(kind[column])}</p>" for column in CROSSWALK)


def score_lines(name: str) -> list[str]:
    """What was measured for a type on text held back in training."""
    row = next((row for row in read_lexicon("event_scores.csv") if row["event_type"] == name), None)
    if row is None:
        return ["Not measured."]
    return [
        f"Precision {row['precision'] or '-'}, recall {row['recall'] or '-'} on {row['annotated']} annotated triggers."
    ]
