"""Docs with hand-annotated layers (names, dates, events of ../shared), for tests of what is built on top of them."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType

import spacy
from spacy.tokens import Doc

from pipeline.components.date_anchor import Anchor
from pipeline.components.dates import find_dates
from pipeline.components.event_record import Event, Participant, participant
from pipeline.layers import write_layer


def load_align(shared: Path) -> ModuleType:
    """The aligner that belongs to the annotation."""
    spec = importlib.util.spec_from_file_location("align", shared / "annotation" / "align.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_gold_doc(shared: Path, name: str, coverage_start: date) -> Doc:
    """The Doc of development document ``name`` with its annotated names and events; dates are our own."""
    align = load_align(shared)
    base = shared / "gold" / "dev" / name
    text = base.with_suffix(".txt").read_text(encoding="utf-8")
    doc = spacy.blank("en")(text)
    names, _ = align.align(text, base.with_suffix(".names"))
    doc.user_data["layer:mentions"] = [{"start": r["start"], "end": r["end"], "label": r["label"]} for r in names]
    write_layer(doc, "dates", find_dates(text, Anchor(coverage_start=coverage_start)))
    paragraphs = {name: (start, start + len(body)) for name, start, body in align.paragraphs(text)}
    rows, _ = align.align(text, base.with_suffix(".events"), True)
    write_layer(doc, "events", [_make_event(text, row, *paragraphs[row["para"]]) for row in rows])
    return doc


def _make_event(text: str, row: dict, start: int, end: int) -> Event:
    polarity, modality, _actor, target, value, _place, attributed_to = (row["fields"] + [""] * 7)[:7]
    found = [_place_words(text, row, words.strip(), start, end) for words in target.split(";") if words.strip()]
    return Event(
        row["start"], row["end"], row["text"], row["label"],
        polarity=polarity, modality=modality, targets=found, date_value=value, attributed_to=attributed_to,
    )  # fmt: skip


def _place_words(text: str, row: dict, words: str, start: int, end: int) -> Participant:
    """Where the annotated words of a participant stand: near the trigger in its paragraph, else before it."""
    before, after = text.rfind(words, start, row["start"]), text.find(words, row["end"], end)
    if before < 0 and after < 0:
        before = text.rfind(words, 0, start)
    at = before if before >= 0 and (after < 0 or row["start"] - before <= after - row["end"] + 40) else after
    return participant(at, at + len(words), words)
