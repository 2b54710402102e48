"""Rows of roles: what a person is, of which body, from where, as the report says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.tokens import Doc

from pipeline.components.roles import read_roles
from pipeline.tables.keys import Keys


def _part(doc: Doc, keys: Keys, name: str, start: int, end: int) -> dict[str, Any]:
    if start < 0:
        return {f"{name}_text": "", f"{name}_entity_id": "", f"{name}_start": None, f"{name}_end": None}
    text = keys.text[start:end]
    return {
        f"{name}_text": text,
        f"{name}_entity_id": keys.entity_id(start, end),
        f"{name}_start": start,
        f"{name}_end": end,
    }


def role_rows(doc: Doc, keys: Keys) -> Iterator[dict[str, Any]]:
    """One row a role of a person; ``role_text`` is empty where only the body is named ("Daryn Nursapak of Altay
    News")."""
    for role in read_roles(doc):
        extra = f"{role.person_key} {role.organization_key}"
        yield {
            "role_id": keys.row_id("role", role.start, role.end, extra),
            "doc_id": keys.doc_id,
            "sentence_id": keys.sentence_id(role.person_start),
            "role_text": role.role_text,
            "char_start": role.start,
            "char_end": role.end,
            **_part(doc, keys, "person", role.person_start, role.person_end),
            **_part(doc, keys, "organization", role.organization_start, role.organization_end),
            **_part(doc, keys, "place", role.place_start, role.place_end),
            **_part(doc, keys, "related", role.related_start, role.related_end),
            "sector": role.sector,
            "extractor": f"roles: {role.rule}",
        }
