"""How components leave what they found on a Doc, in a form that survives DocBin.

A layer is a list of dataclass records with character offsets ``start`` and ``end`` into ``doc.text``. It is kept as
plain dicts in ``doc.user_data`` (authoritative) and as a span group of the tokens it touches (for spaCy users): a span
group alone cannot hold "12" in the token "12-year"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from spacy.tokens import Doc, SpanGroup

Record = TypeVar("Record")


def write_layer(doc: Doc, name: str, records: Iterable[Any]) -> None:
    """Store ``records`` (dataclasses of plain values, lists and dicts; sorted by offset) as layer ``name``, replacing
    what was there."""
    rows = [dict(vars(record)) for record in records]  # asdict would copy every value of them too
    rows.sort(key=lambda row: (row["start"], row["end"]))
    doc.user_data[f"layer:{name}"] = rows
    spans = [doc.char_span(row["start"], row["end"], alignment_mode="expand") for row in rows]
    doc.spans[name] = SpanGroup(doc, name=name, spans=[span for span in spans if span is not None])


def read_layer(doc: Doc, name: str, record: type[Record]) -> list[Record]:
    """The records of layer ``name``, in text order; empty where no component wrote it."""
    return [record(**row) for row in doc.user_data.get(f"layer:{name}", [])]


def slice_text(doc: Doc, start: int, end: int) -> str:
    """``doc.text[start:end]`` without joining all tokens of a long report anew, as ``doc.text`` does each time."""
    span = doc.char_span(start, end, alignment_mode="expand") if start < end else None
    return "" if span is None else span.text_with_ws[start - span.start_char : end - span.start_char]
