"""What a person is, as the report says it: "OSCE Representative on Freedom of the Media Teresa Ribeiro"."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.coreference import read_links
from pipeline.components.entities import EntityMention, LocalEntity, read_entities, write_entities
from pipeline.components.entity_words import read_words
from pipeline.components.layout import split_blocks
from pipeline.components.role_finder import Role, RoleFinder
from pipeline.components.role_phrases import (
    noun_ending_at,
    split_words,
    tags_of,
)
from pipeline.layers import read_layer, write_layer
from pipeline.report import Block

__all__ = ["Role", "RolesComponent", "add_roles", "find_roles", "read_roles"]

RANKS = read_words("rank")


def attributed_roles(text: str, blocks: Sequence[Block], names: Sequence[EntityMention]) -> Iterator[Role]:
    """The line under a name that stands alone, as under a quotation: "Phil Robertson", "Deputy Asia Director"."""
    for above, below in itertools.pairwise(blocks):
        person = next((n for n in names if (n.start, n.end) == (above.start, above.end) and n.label == "PERSON"), None)
        if person is None or below.end - below.start > 80:
            continue
        words = split_words(text, below.start, below.end)
        ends = [(at, found) for at in range(len(words)) if (found := noun_ending_at(words, at)) is not None]
        if words and ends and words[0].text[0].isupper() and not text[below.start : below.end].endswith("."):
            at, (noun, _) = ends[-1]
            role = Role(
                below.start, words[at].end, text[below.start : words[at].end], noun.noun,
                person.start, person.end, person.entity_key, sector=noun.sector, rule="line under the name",
            )  # fmt: skip
            inner = [n for n in names if below.start <= n.start and n.end <= below.end]
            body = next((n for n in inner if n.label == "ORG"), None)
            if body is not None:
                role = replace(
                    role, organization_start=body.start, organization_end=body.end, organization_key=body.entity_key
                )
            yield role


def find_roles(
    text: str, blocks: Sequence[Block], names: Sequence[EntityMention], tags: Sequence[tuple[int, str]] = ()
) -> list[Role]:
    """The roles in a text, in order. ``names``: layer "entity_mentions" (and the certain pronouns); ``tags``:
    (offset, Penn tag)."""
    found: list[Role] = []
    ordered = sorted(names, key=lambda name: (name.start, name.end))
    for block in blocks:
        inside = [name for name in ordered if block.start <= name.start and name.end <= block.end]
        if any(name.label == "PERSON" for name in inside):
            found += RoleFinder(text, block, inside, tags_of(tags, block.start, block.end)).find()
    found += attributed_roles(text, blocks, ordered)
    unique = {(role.start, role.end, role.person_key, role.organization_key): role for role in found}
    told = {(role.start, role.end, role.person_start) for role in unique.values() if role.organization_key}
    return sorted(
        (r for r in unique.values() if r.organization_key or (r.start, r.end, r.person_start) not in told),
        key=lambda role: (role.person_start, role.start),
    )


def add_roles(entities: Sequence[LocalEntity], roles: Sequence[Role]) -> None:
    """Give persons the roles, bodies, country and sector that the text names for them."""
    by_key = {entity.key: entity for entity in entities}
    for role in roles:
        person = by_key.get(role.person_key)
        if person is None:
            continue
        if role.role_text and role.role_text not in person.roles:
            person.roles.append(role.role_text)
        body = by_key.get(role.organization_key)
        if body is not None and body.key not in person.organizations:
            person.organizations.append(body.key)
        place = by_key.get(role.place_key)
        if place is not None and not person.country_iso3 and role.rule == "before the name":
            person.country_iso3 = place.country_iso3
        if not person.sector or person.sector == "civilian":
            person.sector = _sector(role, body)


def _sector(role: Role, body: LocalEntity | None) -> str:
    """A person's sector: the body's where the noun gives only the rank in it (head, member, president), else the
    noun's."""
    if body is not None and body.sector not in ("", "unknown") and (role.noun in RANKS or not role.sector):
        return body.sector
    return role.sector


def read_roles(doc: Doc) -> list[Role]:
    """The roles that the component left on ``doc``."""
    return read_layer(doc, "roles", Role)


@Language.factory("reports_roles")
class RolesComponent:
    """Writes layer "roles", and what it says of a person into ``doc.user_data["entities"]``."""

    def __init__(self, nlp: Language, name: str = "reports_roles") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        names = read_layer(doc, "entity_mentions", EntityMention)
        names += [
            EntityMention(link.start, link.end, "PERSON", link.entity_key, "pronoun", link.rule)
            for link in read_links(doc)
        ]
        tags = [(token.idx, token.tag_) for token in doc] if doc.has_annotation("TAG") else []
        blocks = read_layer(doc, "blocks", Block) or split_blocks(doc.text)
        roles = find_roles(doc.text, blocks, names, tags)
        entities = read_entities(doc)
        add_roles(entities, roles)
        by_key = {entity.key: entity for entity in entities}
        roles = [replace(role, sector=_sector(role, by_key.get(role.organization_key))) for role in roles]
        write_layer(doc, "roles", roles)
        write_entities(doc, entities)
        return doc
