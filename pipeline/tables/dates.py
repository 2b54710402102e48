"""Rows of expressions of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.tokens import Doc

from pipeline.components.dates import DateExpression
from pipeline.layers import read_layer
from pipeline.tables.keys import Keys


def date_id(keys: Keys, start: int, end: int) -> str:
    """Id of the expression of time at ``start`` to ``end``; other tables link to it by this."""
    return keys.row_id("date", start, end)


def date_rows(doc: Doc, keys: Keys) -> Iterator[dict[str, Any]]:
    """One row an expression of time, in text order; what is not known is empty."""
    for found in read_layer(doc, "dates", DateExpression):
        yield {
            "date_id": date_id(keys, found.start, found.end),
            "doc_id": keys.doc_id,
            "sentence_id": keys.sentence_id(found.start),
            "text": keys.text[found.start : found.end],
            "char_start": found.start,
            "char_end": found.end,
            "timex_type": found.timex_type,
            "timex_value": found.timex_value,
            "timex_underspecified": found.underspecified,
            "mod": found.mod,
            "edtf": found.edtf,
            "date_start": found.date_start,
            "date_end": found.date_end,
            "precision": found.precision,
            "year_basis": found.year_basis,
            "anchor_date_id": date_id(keys, found.anchor_start, found.anchor_end) if found.anchor_start >= 0 else "",
            "in_coverage": found.in_coverage,
            "extractor": f"dates:{found.rule}",
        }
