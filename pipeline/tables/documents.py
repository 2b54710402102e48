"""Rows of documents, sections, sentences and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from spacy.tokens import Doc

from pipeline.layers import read_layer
from pipeline.report import Block, Link
from pipeline.tables.keys import Keys

WORD = re.compile(r"\w+(?:[’'-]\w+)*")
METADATA = (
    "source_file", "sha256", "publisher", "series", "title", "edition_year", "coverage_start", "coverage_end",
    "coverage_basis", "published", "country_name", "country_iso3", "country_basis", "language", "source_url", "licence",
)  # fmt: skip


def document_rows(doc: Doc, keys: Keys) -> Iterator[dict[str, Any]]:
    metadata = doc.user_data["report"]
    blocks = read_layer(doc, "blocks", Block)
    yield {
        "doc_id": keys.doc_id,
        **{name: metadata.get(name, "") for name in METADATA},
        "n_sections": len(keys.sections),
        "n_sentences": len(keys.sentences),
        "n_words": sum(len(WORD.findall(keys.text, block.start, block.end)) for block in blocks),
    }


def section_rows(doc: Doc, keys: Keys) -> Iterator[dict[str, Any]]:
    for at, section in enumerate(keys.sections):
        yield {
            "section_id": keys.section_ids[at],
            "doc_id": keys.doc_id,
            "ord": at + 1,
            "level": section.level,
            "heading": section.heading,
            "char_start": section.start,
            "char_end": section.end,
        }


def sentence_rows(doc: Doc, keys: Keys) -> Iterator[dict[str, Any]]:
    for at, sentence in enumerate(keys.sentences):
        yield {
            "sentence_id": keys.sentence_ids[at],
            "doc_id": keys.doc_id,
            "section_id": keys.section_ids[sentence.section],
            "ord": at + 1,
            "paragraph": sentence.block + 1,
            "role": sentence.role,
            "char_start": sentence.start,
            "char_end": sentence.end,
            "text": keys.text[sentence.start : sentence.end],
        }


def link_rows(doc: Doc, keys: Keys) -> Iterator[dict[str, Any]]:
    for link in read_layer(doc, "links", Link):
        yield {
            "doc_id": keys.doc_id,
            "sentence_id": keys.sentence_id(link.start),
            "char_start": link.start,
            "char_end": link.end,
            "text": keys.text[link.start : link.end],
            "url": link.url,
        }
