"""Who and what is meant: every mention is tied to an entity of the report, with the evidence for it.

The entity's key is good for the report; ``pipeline/linking.py`` makes of it the id that holds across reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.coreference import Person, find_links
from pipeline.components.entity_record import EntityMention, LocalEntity, Named, Paragraphs, read_names
from pipeline.components.entity_resolver import Resolver
from pipeline.components.layout import split_blocks
from pipeline.countries import COUNTRIES
from pipeline.layers import read_layer, write_layer
from pipeline.report import Block

__all__ = [
    "EntitiesComponent",
    "EntityMention",
    "LocalEntity",
    "Named",
    "find_entities",
    "read_entities",
    "write_entities",
]


def find_entities(
    text: str, names: Sequence[Named], paragraphs: Paragraphs, home: str = ""
) -> tuple[list[EntityMention], list[LocalEntity]]:
    """Every mention with its entity, and the entities. ``home``: ISO 3166-1 alpha-3 of the report's country, where
    known."""
    resolver = Resolver(text, names, paragraphs, home)
    resolver.resolve_places()
    resolver.resolve_persons()
    resolver.resolve_bodies("ORG")
    resolver.resolve_bodies("LAW")
    resolver.resolve_rest()
    mentions = [resolver.found[at] for at in range(len(names))]
    return mentions, list(resolver.entities.values())


def read_entities(doc: Doc) -> list[LocalEntity]:
    """The entities that the component left on ``doc``."""
    return [LocalEntity(**row) for row in doc.user_data.get("entities", [])]


def write_entities(doc: Doc, entities: Iterable[LocalEntity]) -> None:
    doc.user_data["entities"] = [asdict(entity) for entity in entities]


@Language.factory("reports_entities")
class EntitiesComponent:
    """Writes the layers "entity_mentions" and "coreference", and ``doc.user_data["entities"]``."""

    def __init__(self, nlp: Language, name: str = "reports_entities") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        home = doc.user_data.get("report", {}).get("country_iso3", "")
        mentions, entities = find_entities(
            doc.text, read_names(doc), Paragraphs(doc), home if home in COUNTRIES else ""
        )
        persons = [Person(m.start, m.end, m.entity_key) for m in mentions if m.label == "PERSON"]
        blocks = read_layer(doc, "blocks", Block) or split_blocks(doc.text)
        write_layer(doc, "entity_mentions", mentions)
        write_layer(doc, "coreference", find_links(doc.text, blocks, persons))
        write_entities(doc, entities)
        return doc
