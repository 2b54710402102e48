"""Rows of figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.tokens import Doc

from pipeline.components.figures import Figure
from pipeline.layers import read_layer
from pipeline.tables.dates import date_id
from pipeline.tables.keys import Keys


def figure_rows(doc: Doc, keys: Keys) -> Iterator[dict[str, Any]]:
    """One row a figure of ``doc``. A value without bound ("millions") has an empty ``value_max``."""
    figures = read_layer(doc, "figures", Figure)
    ids = [keys.row_id("figure", figure.start, figure.end) for figure in figures]
    for figure, figure_id in zip(figures, ids, strict=True):
        has_duration = figure.duration_start >= 0
        yield {
            "figure_id": figure_id,
            "doc_id": keys.doc_id,
            "sentence_id": keys.sentence_id(figure.start),
            "text": keys.text[figure.start : figure.end],
            "char_start": figure.start,
            "char_end": figure.end,
            "kind": figure.kind,
            "value": write_number(figure.value),
            "value_min": write_number(figure.value_min),
            "value_max": write_number(figure.value_max),
            "modifier": figure.modifier,
            "unit": figure.unit,
            "counted": figure.counted,
            "counted_start": figure.counted_start if figure.counted else "",
            "counted_end": figure.counted_end if figure.counted else "",
            "part_of_figure_id": ids[figure.part_of] if figure.part_of >= 0 else "",
            "equivalent_of_figure_id": ids[figure.equivalent_of] if figure.equivalent_of >= 0 else "",
            "date_id": date_id(keys, figure.duration_start, figure.duration_end) if has_duration else "",
            "extractor": figure.rule,
        }


def write_number(value: float | None) -> str:
    """A number in plain decimal notation, without a trailing zero; empty for None.

    >>> write_number(1200000.0), write_number(0.6667), write_number(None)
    ('1200000', '0.6667', '')
    """
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else f"{value:.6f}".rstrip("0")
