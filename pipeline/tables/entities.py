"""Rows of entities, their other names, and pairs that may be one; the entity of each mention; issues of what has no
place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from spacy.tokens import Doc

from pipeline.components.coreference import Link
from pipeline.components.entities import EntityMention, read_entities
from pipeline.components.sectors import sector_codes
from pipeline.countries import COUNTRIES
from pipeline.layers import read_layer
from pipeline.linking import Links


def local_record(doc: Doc) -> tuple[str, dict[str, str], list[dict[str, Any]]]:
    """What linking needs of a report: doc_id, metadata, entities."""
    report = doc.user_data["report"]
    return report["doc_id"], report, doc.user_data.get("entities", [])


def entity_resolver(doc: Doc, links: Links) -> Callable[[int, int], str]:
    """A function from the offsets of a mention (or of a pronoun or phrase that holds one) to the id of its entity, ""
    for none."""
    doc_id = doc.user_data["report"]["doc_id"]
    mentions = read_layer(doc, "entity_mentions", EntityMention)
    exact = {(m.start, m.end): m.entity_key for m in mentions}
    exact |= {(link.start, link.end): link.entity_key for link in read_layer(doc, "coreference", Link)}

    def resolve(start: int, end: int) -> str:
        key = exact.get((start, end))
        if key is None:
            inside = [m for m in mentions if start <= m.start and m.end <= end]
            last = inside[-1] if inside and inside[-1].end == end and len({m.entity_key for m in inside}) == 1 else None
            key = last.entity_key if last is not None else ""
        return links.entity_id(doc_id, key) if key else ""

    return resolve


def entity_rows(links: Links) -> Iterator[dict[str, Any]]:
    """One row an entity, by id."""
    codes = sector_codes()
    for entity_id in sorted(links.entities):
        entity = links.entities[entity_id]
        country = COUNTRIES.get(entity.country_iso3)
        plover, huridocs = codes.get(entity.sector, ("", ""))
        yield {
            "entity_id": entity_id,
            "label": entity.label,
            "canonical_name": entity.canonical_name,
            "country_iso3": entity.country_iso3,
            "un_m49": country.m49 if country else "",
            "cow_code": country.cow if country else "",
            "place_kind": entity.place_kind,
            "latitude": entity.latitude,
            "longitude": entity.longitude,
            "coordinate_precision": entity.precision,
            "gazetteer_id": entity.gazetteer_id,
            "sector": entity.sector,
            "plover_sector": plover,
            "huridocs_sector": huridocs,
            "roles": "; ".join(
                role for role, _ in sorted(entity.roles.items(), key=lambda item: (-item[1], item[0]))[:5]
            ),
            "n_mentions": entity.n_mentions,
            "n_documents": len(entity.documents),
            "evidence": "; ".join(entity.evidence),
        }


def alias_rows(links: Links) -> Iterator[dict[str, Any]]:
    """One row a name an entity goes by, with the number of reports that use it."""
    for entity_id in sorted(links.entities):
        for (alias, kind), documents in sorted(links.entities[entity_id].aliases.items()):
            yield {"entity_id": entity_id, "alias": alias, "alias_kind": kind, "n_documents": len(documents)}


def candidate_rows(links: Links) -> Iterator[dict[str, Any]]:
    """One row a pair that may be one entity: to be decided by a person, in corrections/."""
    for pair in links.candidates:
        yield {
            "entity_id": pair.entity_id,
            "canonical_name": links.entities[pair.entity_id].canonical_name,
            "other_entity_id": pair.other_entity_id,
            "other_canonical_name": links.entities[pair.other_entity_id].canonical_name,
            "reason": pair.reason,
        }


def place_issues(doc: Doc) -> Iterator[str]:
    """A message for every place of a report that the gazetteer does not have."""
    for entity in read_entities(doc):
        if entity.label in ("GPE", "LOC", "FAC") and entity.latitude is None and entity.label != "FAC":
            yield f"place not in the gazetteer, left without coordinates: {entity.canonical_name}"
