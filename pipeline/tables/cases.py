"""Rows of cases, of their steps and of their charges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.tokens import Doc

from pipeline.components.cases import Case
from pipeline.layers import read_layer
from pipeline.tables.keys import Keys


def _cases(doc: Doc, keys: Keys) -> Iterator[tuple[str, Case]]:
    for case in read_layer(doc, "cases", Case):
        yield keys.row_id("case", case.start, case.end, case.person), case


def case_rows(doc: Doc, keys: Keys) -> Iterator[dict[str, Any]]:
    """One row a case: a person, or a counted group, and all that one report tells of the matter."""
    text = doc.text
    for case_id, case in _cases(doc, keys):
        yield {
            "case_id": case_id,
            "doc_id": keys.doc_id,
            "sentence_id": keys.sentence_id(case.start),
            "person_entity_id": keys.entity_id(case.start, case.end) if case.is_named else "",
            "person_text": text[case.start : case.end],
            "person_name": case.person,
            "char_start": case.start,
            "char_end": case.end,
            "n_persons": case.count,
            "status": case.status,
            "status_date": case.status_date,
            "n_steps": len(case.steps),
            "n_charges": len(case.charges),
            "extractor": f"cases:{case.rule}",
        }


def step_rows(doc: Doc, keys: Keys) -> Iterator[dict[str, Any]]:
    """One row a step, in the order of time; ``event_id`` is empty for a state told in words ("remains in prison")."""
    for case_id, case in _cases(doc, keys):
        for ord_, step in enumerate(case.steps, 1):
            event = step["event_start"] >= 0
            yield {
                "case_id": case_id,
                "ord": ord_,
                "doc_id": keys.doc_id,
                "sentence_id": keys.sentence_id(step["start"]),
                "event_id": keys.row_id("event", step["event_start"], step["event_end"], step["event_type"])
                if event
                else "",
                "step": step["step"],
                "date_value": step["date_value"],
                "detail": step["detail"],
                "sentence_months": step["sentence_months"],
                "modality": step["modality"],
                "char_start": step["start"],
                "char_end": step["end"],
            }


def charge_rows(doc: Doc, keys: Keys) -> Iterator[dict[str, Any]]:
    """One row a charge of a case, in the order of time."""
    for case_id, case in _cases(doc, keys):
        for ord_, charge in enumerate(case.charges, 1):
            yield {
                "case_id": case_id,
                "ord": ord_,
                "doc_id": keys.doc_id,
                "sentence_id": keys.sentence_id(charge["start"]),
                "charge_text": charge["charge_text"],
                "char_start": charge["start"],
                "char_end": charge["end"],
                "outcome": charge["outcome"],
                "sentence_months": charge["sentence_months"],
            }
