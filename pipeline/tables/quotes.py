"""Rows of quotations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.tokens import Doc

from pipeline.components.quotes import Quote
from pipeline.layers import read_layer
from pipeline.tables.keys import Keys


def quote_rows(doc: Doc, keys: Keys) -> Iterator[dict[str, Any]]:
    """One row a quotation, in text order; speaker and cue are empty where the text has none."""
    text = doc.text
    for quote in read_layer(doc, "quotes", Quote):
        speaker = quote.speaker_start >= 0
        cue = quote.cue_start >= 0
        yield {
            "quote_id": keys.row_id("quote", quote.start, quote.end),
            "doc_id": keys.doc_id,
            "sentence_id": keys.sentence_id(quote.start),
            "text": text[quote.start : quote.end],
            "char_start": quote.start,
            "char_end": quote.end,
            "kind": quote.kind,
            "speaker_text": quote.speaker_text,
            "speaker_start": quote.speaker_start if speaker else None,
            "speaker_end": quote.speaker_end if speaker else None,
            "speaker_entity_id": keys.entity_id(quote.speaker_start, quote.speaker_end) if speaker else "",
            "cue": quote.cue_text,
            "cue_start": quote.cue_start if cue else None,
            "cue_end": quote.cue_end if cue else None,
            "extractor": f"quotes:{quote.rule}",
        }
