"""Rows of mentions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.tokens import Doc

from pipeline.components.names import Mention
from pipeline.layers import read_layer
from pipeline.tables.keys import Keys


def mention_rows(doc: Doc, keys: Keys) -> Iterator[dict[str, Any]]:
    for mention in read_layer(doc, "mentions", Mention):
        yield {
            "mention_id": keys.row_id("mention", mention.start, mention.end, mention.label),
            "doc_id": keys.doc_id,
            "sentence_id": keys.sentence_id(mention.start),
            "entity_id": keys.entity_id(mention.start, mention.end),
            "label": mention.label,
            "text": keys.text[mention.start : mention.end],
            "char_start": mention.start,
            "char_end": mention.end,
            "extractor": mention.rule,
        }
