"""One entity across reports and years: from the entities of each report to ids that hold for all of them.

An id is made of what the entity is, not of what else is in the batch: a country by its code, a place by the
gazetteer's id, a
body by its name (and country, where many countries have one of that name), a person by full name and country. A
person is
one across reports only where name and context agree; what is likely but not sure becomes a row of
``entity_candidates``."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.components.persons import is_contained, is_variant, name_tokens, romanize

STATE = frozenset({"police", "military", "judiciary"})
OUTSIDE = frozenset({"civil_society", "media", "civilian", "religious", "labour", "armed_group", "business"})
MAX_EVIDENCE = 12
MAX_ALIKE = 50


@dataclass
class LinkedEntity:
    """An entity of the dataset. ``mentions``: report -> number of mentions; ``aliases``: (alias, kind) -> the reports
    that use it."""

    entity_id: str
    label: str
    canonical_name: str
    country_iso3: str = ""
    latitude: float | None = None
    longitude: float | None = None
    place_kind: str = ""
    precision: str = ""
    gazetteer_id: str = ""
    sector: str = ""
    mentions: Counter[str] = field(default_factory=Counter)
    aliases: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    names: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    organizations: set[str] = field(default_factory=set)
    sectors: Counter[str] = field(default_factory=Counter)
    evidence: list[str] = field(default_factory=list)

    @property
    def documents(self) -> list[str]:
        """The reports that name it, by doc_id."""
        return sorted(self.mentions)

    @property
    def n_mentions(self) -> int:
        return sum(self.mentions.values())


@dataclass(frozen=True)
class Candidate:
    """Two entities that may be one: for people to decide (corrections), not merged."""

    entity_id: str
    other_entity_id: str
    reason: str


@dataclass
class Links:
    """The entities of the dataset, and which entity of a report is which of them."""

    entities: dict[str, LinkedEntity] = field(default_factory=dict)
    by_local: dict[tuple[str, str], str] = field(default_factory=dict)
    candidates: list[Candidate] = field(default_factory=list)

    def entity_id(self, doc_id: str, local_key: str) -> str:
        """The id of an entity of a report; "" where it was dropped or is not known."""
        return self.by_local.get((doc_id, local_key), "")


def make_entity_id(doc_id: str, report: Mapping[str, str], local: Mapping[str, Any]) -> str:
    """The id of an entity of one report, from that report alone.

    >>> person = {"key": "person:ana-diaz", "label": "PERSON", "canonical_name": "Ana Diaz", "roles": ["mayor"]}
    >>> make_entity_id("hrw-mexico-2022", {"country_iso3": "MEX"}, person)
    'person:MEX:ana-diaz'
    >>> make_entity_id("hrw-mexico-2022", {"country_iso3": "MEX"}, {**person, "roles": []})
    'person:MEX:ana-diaz:hrw-mexico-2022'
    """
    key = str(local["key"])
    if local["label"] != "PERSON":
        return key
    scope = local.get("country_iso3") or report.get("country_iso3") or "XXX"
    plain = f"person:{scope}:{key.removeprefix('person:')}"
    words = len(name_tokens(local["canonical_name"]))
    known = bool(local.get("roles") or local.get("organizations"))
    return plain if words >= 3 or (words == 2 and known) else f"{plain}:{doc_id}"


def link_entities(records: Iterable[tuple[str, Mapping[str, str], Iterable[Mapping[str, Any]]]]) -> Links:
    """Link the entities of all reports. ``records``: (doc_id, report metadata, entities of the report), by doc_id,
    read one at a time."""
    links = Links()
    for doc_id, report, entities in records:
        for local in entities:
            entity_id = make_entity_id(doc_id, report, local)
            if (
                local["label"] == "PERSON"
                and entity_id in links.entities
                and _contradicts(links.entities[entity_id], local)
            ):
                apart = f"{entity_id}:{doc_id}"
                links.candidates.append(
                    Candidate(entity_id, apart, "same name and country, but the roles contradict each other")
                )
                entity_id = apart
            links.by_local[doc_id, local["key"]] = entity_id
            _add(links, entity_id, doc_id, local)
    for entity in links.entities.values():
        _settle(entity)
    links.candidates += find_candidates(links)
    pairs = {(c.entity_id, c.other_entity_id): c for c in reversed(links.candidates)}
    links.candidates = [pairs[key] for key in sorted(pairs)]
    return links


def _contradicts(entity: LinkedEntity, local: Mapping[str, Any]) -> bool:
    """Whether one is of the state's force or courts and the other outside it, and no body or role is shared."""
    sector = local.get("sector") or ""
    if entity.organizations & set(local.get("organizations", ())) or set(entity.roles) & set(local.get("roles", ())):
        return False
    known = set(entity.sectors)
    return bool((known & STATE and sector in OUTSIDE) or (known & OUTSIDE and sector in STATE))


def _add(links: Links, entity_id: str, doc_id: str, local: Mapping[str, Any]) -> None:
    entity = links.entities.get(entity_id)
    if entity is None:
        entity = links.entities[entity_id] = LinkedEntity(entity_id, local["label"], local["canonical_name"])
    entity.mentions[doc_id] += local.get("n_mentions", 0)
    entity.names[local["canonical_name"]] += 1
    for name in ("country_iso3", "place_kind", "precision", "gazetteer_id"):
        if not getattr(entity, name):
            setattr(entity, name, local.get(name) or "")
    if entity.latitude is None:
        entity.latitude, entity.longitude = local.get("latitude"), local.get("longitude")
    for alias, kind in local.get("aliases", ()):
        entity.aliases.setdefault((alias, kind), set()).add(doc_id)
    for role in local.get("roles", ()):
        entity.roles[role] += 1
    entity.organizations.update(local.get("organizations", ()))
    if local.get("sector") not in (None, "", "unknown"):
        entity.sectors[local["sector"]] += 1
    for reason in local.get("evidence", ()):
        if reason not in entity.evidence and len(entity.evidence) < MAX_EVIDENCE:
            entity.evidence.append(reason)


def _settle(entity: LinkedEntity) -> None:
    """The name most reports use (the longest of those), the sector most give, and why the reports' entities are one."""
    entity.canonical_name = min(entity.names, key=lambda name: (-entity.names[name], -len(name), name))
    if entity.sectors:
        entity.sector = min(entity.sectors, key=lambda sector: (-entity.sectors[sector], sector))
    elif entity.label in ("ORG", "PERSON"):
        entity.sector = "unknown"
    if len(entity.documents) > 1:
        entity.evidence.insert(0, f"{_reason(entity)} in {len(entity.documents)} reports")


def _reason(entity: LinkedEntity) -> str:
    if entity.label == "PERSON":
        shared = [role for role, number in sorted(entity.roles.items()) if number > 1]
        return "same full name and country" + (
            f", same role ({'; '.join(shared[:3])})" if shared else ", no contradicting role"
        )
    if entity.entity_id.startswith("country:"):
        return "same country code"
    if entity.gazetteer_id:
        return "same place of the gazetteer"
    return "same name and country" if entity.entity_id.count(":") > 1 else "same name"


# What may be one


def find_candidates(links: Links) -> Iterator[Candidate]:
    """Persons whose names agree across countries or reports or are spellings of each other; bodies of one name in two
    countries."""
    persons: dict[tuple[str, str], list[LinkedEntity]] = defaultdict(list)
    bodies: dict[str, list[LinkedEntity]] = defaultdict(list)
    for entity in links.entities.values():
        if entity.label == "PERSON":
            tokens = name_tokens(entity.canonical_name)
            if len(tokens) > 1:
                persons[romanize(tokens[0])[:2], romanize(tokens[-1])].append(entity)
        elif entity.label == "ORG" and entity.entity_id.count(":") == 2:
            bodies[entity.entity_id.rsplit(":", 1)[1]].append(entity)
    for alike in persons.values():
        yield from _compare(alike[:MAX_ALIKE])
    for alike in bodies.values():
        distinct = [e for e in alike if e.sector in ("media", "civil_society", "armed_group", "business", "unknown")]
        for one, other in itertools.pairwise(distinct):
            first, second = sorted((one.entity_id, other.entity_id))
            yield Candidate(first, second, "same name in reports on two countries")


def _compare(alike: list[LinkedEntity]) -> Iterator[Candidate]:
    for at, one in enumerate(alike):
        mine = name_tokens(one.canonical_name)
        for other in alike[at + 1 :]:
            theirs = name_tokens(other.canonical_name)
            first, second = sorted((one.entity_id, other.entity_id))
            scopes = {entity.entity_id.split(":")[1] for entity in (one, other)}
            where = "same country" if len(scopes) == 1 else "different countries"
            if mine == theirs:
                yield Candidate(first, second, f"same full name, {where}, no shared context")
            elif is_variant(mine, theirs):
                yield Candidate(first, second, f"names spelt alike, {where}")
            elif len(scopes) == 1 and (is_contained(mine, theirs) or is_contained(theirs, mine)):
                yield Candidate(first, second, "one name is part of the other, same country")
