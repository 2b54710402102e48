"""What an entity of one report is, and the mention that names it: the records of component ``entities``."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from spacy.tokens import Doc

from pipeline.countries import fold_name
from pipeline.layers import read_layer
from pipeline.report import Block


@dataclass(frozen=True)
class Named:
    """A mention of a name as the names component (or a spaCy ``ner``) gives it."""

    start: int
    end: int
    label: str
    rule: str = ""


@dataclass(frozen=True)
class EntityMention:
    """A mention and the entity it names. ``kind``: full, surname, given, acronym, variant, adjective; ``rule`` says
    why it is that one."""

    start: int
    end: int
    label: str
    entity_key: str
    kind: str
    rule: str


@dataclass
class LocalEntity:
    """An entity of one report. ``aliases``: [surface, kind] in the order of the text; ``evidence``: why its mentions
    are one.

    ``place_kind`` and ``precision`` as in
    gazetteer.Place."""

    key: str
    label: str
    canonical_name: str
    aliases: list[list[str]] = field(default_factory=list)
    country_iso3: str = ""
    latitude: float | None = None
    longitude: float | None = None
    place_kind: str = ""
    precision: str = ""
    gazetteer_id: str = ""
    sector: str = ""
    evidence: list[str] = field(default_factory=list)
    n_mentions: int = 0
    roles: list[str] = field(default_factory=list)
    organizations: list[str] = field(default_factory=list)


def slug(name: str) -> str:
    """Folded words joined by hyphens, for keys.

    >>> slug("Théodore Luhaka")
    'theodore-luhaka'
    """
    return "-".join(fold_name(name).split()) or "-"


def read_names(doc: Doc) -> list[Named]:
    """The mentions of ``doc``: those of layer "mentions", or else of ``doc.ents``."""
    rows = doc.user_data.get("layer:mentions")
    if rows is None:
        return [Named(ent.start_char, ent.end_char, ent.label_, "ents") for ent in doc.ents]
    return [Named(row["start"], row["end"], row["label"], row.get("rule", "")) for row in rows]


class Paragraphs:
    """Which block of the text a character stands in."""

    def __init__(self, doc: Doc) -> None:
        self.starts = [block.start for block in read_layer(doc, "blocks", Block)]
        if not self.starts:
            self.starts = [0, *(m.end() for m in re.finditer(r"\n+", doc.text))]

    def __getitem__(self, start: int) -> int:
        return bisect_right(self.starts, start)
