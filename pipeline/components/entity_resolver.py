"""Ties the mentions of one text to its entities: places, then persons, bodies and laws, then the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.components.bodies import BodyCluster, BodyMention, cluster_bodies, fold_body, is_generic, stands_for
from pipeline.components.entity_record import EntityMention, LocalEntity, Named, Paragraphs, slug
from pipeline.components.gazetteer import CLASS_WORDS, country_place, find_divisions, fold_place
from pipeline.components.names_lexicon import PLACES
from pipeline.components.persons import PersonMention, cluster_persons
from pipeline.components.places import (
    Resolution,
    Setting,
    rank_countries,
    resolve_country,
    resolve_demonym,
    resolve_place,
)
from pipeline.components.sectors import body_sector
from pipeline.countries import COUNTRIES, find_mentions, fold_name

TREATY = re.compile(
    r"\b(?:convention|covenant|treaty|protocol|statute|declaration|charter|un|united nations|international|ilo)\b",
    re.I,
)
CLASS_AFTER = re.compile(
    rf"\s+(?:{'|'.join(sorted(CLASS_WORDS - {'capital', 'metropolitan', 'il'}))})(?:s|ies)?\b", re.I
)
CLASS_BEFORE = re.compile(
    r"\b(?:states?|provinces?|departments?|regions?|governorates?|counties|prefectures?) of "
    r"(?:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*(?:, and |, | and ))*$"
)
LISTED = re.compile(r",? and |, ")
CONTAINER = re.compile(r",\s+|\s+\(|,\s+in\s+(?:the\s+)?|,\s+(?:northern|southern|eastern|western|central)\s+")
PUBLIC_SECTORS = ("police", "military", "judiciary", "executive", "legislature", "opposition")
OWNER = re.compile(r"(?:['’]s?)?\s+|-")
KINDS_OF_NAME = {"EVENT": "event", "WORK_OF_ART": "work", "PRODUCT": "product", "LANGUAGE": "language", "NORP": "group"}


class Resolver:
    """Ties the mentions of one text to its entities, kind by kind."""

    def __init__(self, text: str, names: Sequence[Named], paragraphs: Paragraphs, home: str) -> None:
        self.text = text
        self.names = names
        self.paragraphs = paragraphs
        self.surfaces = [text[n.start : n.end] for n in names]
        self.countries = [self._country_of(at) for at in range(len(names))]
        self.home = home or self._likeliest_home()
        if not home:
            self.countries = [self._country_of(at) for at in range(len(names))]
        self.entities: dict[str, LocalEntity] = {}
        self.found: dict[int, EntityMention] = {}

    def _country_of(self, at: int) -> str:
        """The country that a GPE or a national adjective names; "" where it names none."""
        home = getattr(self, "home", "")
        if self.names[at].label in ("GPE", "LOC"):
            return resolve_country(self.surfaces[at], home)
        if self.names[at].label == "NORP" and not self.text[: self.names[at].start].endswith(("thnic ", "thnically ")):
            return resolve_demonym(self.surfaces[at], home)
        return ""

    def _likeliest_home(self) -> str:
        counts = Counter(iso3 for iso3 in self.countries if iso3)
        return counts.most_common(1)[0][0] if counts else ""

    def _tie(self, at: int, key: str, kind: str, rule: str) -> None:
        name = self.names[at]
        self.found[at] = EntityMention(name.start, name.end, name.label, key, kind, rule)
        entity = self.entities[key]
        entity.n_mentions += 1
        if [self.surfaces[at], kind] not in entity.aliases:
            entity.aliases.append([self.surfaces[at], kind])

    # Countries and other places

    def resolve_places(self) -> None:
        settings = {at: self._setting(at) for at, name in enumerate(self.names) if name.label in PLACES}
        best: dict[tuple[str, bool, bool], Resolution] = {}
        for at, setting in sorted(
            settings.items(),
            key=lambda item: (
                not self._defined_country(item[0]),
                not item[1].container,
                not item[1].division_follows,
                item[0],
            ),
        ):
            group = self._group(at, setting)
            if defined := self._defined_country(at):
                best[group] = resolve_place(COUNTRIES[defined].name, "GPE", setting)
            if group not in best or (best[group].place is None and setting.near):
                best[group] = resolve_place(self.surfaces[at], self.names[at].label, setting)
            self._tie_place(at, self._as_division(at, best[group], settings, best))
        for at, name in enumerate(self.names):
            if name.label == "NORP" and self.countries[at]:
                key = self._add_country(self.countries[at])
                self._tie(at, key, "adjective", "demonym")

    def _group(self, at: int, setting: Setting) -> tuple[str, bool, bool]:
        """Mentions that are resolved once for the report: those of one name, facilities and "the province of X"
        apart."""
        return fold_name(self.surfaces[at]), self.names[at].label == "FAC", setting.division_follows

    def _as_division(
        self, at: int, found: Resolution, settings: dict[int, Setting], best: dict[tuple[str, bool, bool], Resolution]
    ) -> Resolution:
        """A city's name in a list of divisions is the division's: "in Ontario and Quebec"."""
        if found.place is None or found.place.kind != "city" or settings[at].container:
            return found
        for one, other in ((at - 1, at), (at, at + 1)):
            beside = other if one == at else one
            if beside not in settings or not LISTED.fullmatch(self.text[self.names[one].end : self.names[other].start]):
                continue
            neighbor = best.get(self._group(beside, settings[beside]))
            place = neighbor.place if neighbor is not None else None
            if place is not None and place.kind == "first-level division" and place.iso3 == found.place.iso3:
                own = [d for d in find_divisions(self.surfaces[at], place.iso3) if d.kind == "first-level division"]
                return Resolution(own[0], "division in a list", f"beside {place.name}") if own else found
        return found

    def _setting(self, at: int) -> Setting:
        name = self.names[at]
        container = ""
        if at + 1 < len(self.names) and CONTAINER.fullmatch(self.text[name.end : self.names[at + 1].start]):
            container = self.countries[at + 1] if self.names[at + 1].label == "GPE" else ""
        paragraph = self.paragraphs[name.start]
        near = [
            iso3
            for other, iso3 in zip(self.names, self.countries, strict=True)
            if iso3 and iso3 != self.home and self.paragraphs[other.start] == paragraph
        ]
        follows = bool(
            CLASS_AFTER.match(self.text, name.end)
            or CLASS_BEFORE.search(self.text, max(0, name.start - 60), name.start)
        )
        return Setting(self.home, container, rank_countries(near), frozenset(self.countries), follows)

    def _defined_country(self, at: int) -> str:
        """The country an abbreviation is defined for beside its name: "Republic of Korea (ROK)"."""
        name = self.names[at]
        if at == 0 or not self.surfaces[at].isupper() or len(self.surfaces[at]) > 5:
            return ""
        beside = (
            self.text[self.names[at - 1].end : name.start].strip(' “"') == "("
            and self.text[name.end : name.end + 2].strip('”"')[:1] == ")"
        )
        return self.countries[at - 1] if beside and stands_for(self.surfaces[at], self.surfaces[at - 1]) else ""

    def _add_country(self, iso3: str) -> str:
        key = f"country:{iso3}"
        if key not in self.entities:
            place = country_place(iso3)
            self.entities[key] = LocalEntity(
                key, "GPE", place.name, country_iso3=iso3, latitude=place.latitude, longitude=place.longitude,
                place_kind="country", precision="country", gazetteer_id=iso3,
                evidence=["country name or national adjective"],
            )  # fmt: skip
        return key

    def _tie_place(self, at: int, resolution: Resolution) -> None:
        place = resolution.place
        surface, label = self.surfaces[at], self.names[at].label
        if place is not None and place.kind == "country":
            self._tie(
                at, self._add_country(place.iso3), "full" if surface == place.name else "variant", resolution.rule
            )
            return
        key = place.id if place is not None and place.id else f"place:{self.home or 'XXX'}:{slug(fold_place(surface))}"
        if label == "FAC" and (place is None or not place.id):
            key = f"facility:{self.home or 'XXX'}:{slug(surface)}"
        if key not in self.entities:
            entity = LocalEntity(key, label, place.name if place is not None else surface)
            if place is not None:
                entity.country_iso3, entity.latitude, entity.longitude = place.iso3, place.latitude, place.longitude
                entity.place_kind, entity.precision, entity.gazetteer_id = place.kind, place.precision, place.id
            entity.evidence = [f"{resolution.rule} ({resolution.evidence})" if resolution.evidence else resolution.rule]
            self.entities[key] = entity
        self._tie(at, key, "full" if surface == self.entities[key].canonical_name else "variant", resolution.rule)

    # Persons, bodies, laws and the rest

    def resolve_persons(self) -> None:
        mentions = [
            PersonMention(at, self.surfaces[at], name.start, name.end, self.paragraphs[name.start])
            for at, name in enumerate(self.names)
            if name.label == "PERSON"
        ]
        for cluster in cluster_persons(mentions, self.text):
            key = f"person:{slug(cluster.name)}"
            while key in self.entities:
                key += "-2"
            self.entities[key] = LocalEntity(key, "PERSON", cluster.name, evidence=sorted(set(cluster.evidence)))
            for at in sorted(cluster.members):
                self._tie(at, key, cluster.aliases[self.surfaces[at]], cluster.rules[at])

    def resolve_bodies(self, label: str) -> None:
        mentions = [
            BodyMention(at, self.surfaces[at], name.start, name.end, self._owner(at))
            for at, name in enumerate(self.names)
            if name.label == label
        ]
        mentions = [self._american(m) for m in mentions] if label == "ORG" else mentions
        for cluster in cluster_bodies(mentions, self.text, self.home, use_known=label == "ORG"):
            key, iso3 = self._body_key(cluster, label)
            if key not in self.entities:
                entity = LocalEntity(
                    key, label, cluster.known.name if cluster.known else cluster.name, country_iso3=iso3
                )
                if label == "ORG":
                    entity.sector = (
                        cluster.known.sector if cluster.known else body_sector(cluster.name, list(cluster.aliases))
                    )
                self.entities[key] = entity
            self.entities[key].evidence += cluster.evidence
            for at in sorted(cluster.members):
                self._tie(at, key, cluster.aliases.get(self.surfaces[at], "variant"), cluster.rules[at])

    def _body_key(self, cluster: BodyCluster, label: str) -> tuple[str, str]:
        kind = "org" if label == "ORG" else "law"
        if cluster.known is not None:
            return f"{kind}:{slug(cluster.known.name)}", cluster.known.iso3
        plain = slug(fold_body(cluster.name))
        is_common = bool(TREATY.search(cluster.name)) if label == "LAW" else not is_generic(cluster.name)
        owners = {self._owner(at) for at in cluster.members} - {""}
        own = self._country_in(cluster.name) or (owners.pop() if len(owners) == 1 else "")
        if is_common or not cluster.iso3:
            return f"{kind}:{plain}", own
        is_public = label == "LAW" or body_sector(cluster.name) in PUBLIC_SECTORS
        return f"{kind}:{cluster.iso3}:{plain}", own or (cluster.iso3 if is_public else "")

    def _country_in(self, name: str) -> str:
        """The country that is a part of a body's name: "Ghana Refugee Board"."""
        kinds = ("part", "abbreviation")
        named = {
            resolve_country(m.text, self.home) or resolve_demonym(m.text, self.home)
            for m in find_mentions(name)
            if m.kind not in kinds
        }
        return named.pop() if len(named) == 1 else ""

    def _american(self, mention: BodyMention) -> BodyMention:
        """State Department reports send the reader to "the Department of Labor's Findings": their own government's."""
        before = self.text[max(0, mention.start - 12) : mention.start].lower()
        if mention.text == "Department of Labor" and before.endswith(("see the ", "see also the ")):
            return replace(mention, text="U.S. Department of Labor")
        return mention

    def _owner(self, at: int) -> str:
        """The country named right before a body: "Russia's Supreme Court", "Egyptian National Security Agency"."""
        if at == 0 or not OWNER.fullmatch(self.text[self.names[at - 1].end : self.names[at].start]):
            return ""
        return self.countries[at - 1]

    def resolve_rest(self) -> None:
        for at, name in enumerate(self.names):
            if at not in self.found:
                stem = (
                    re.sub(r"(?:ish|s)$", "", fold_name(self.surfaces[at]))
                    if name.label == "NORP"
                    else self.surfaces[at]
                )
                key = f"{KINDS_OF_NAME.get(name.label, name.label.lower())}:{slug(stem)}"
                self.entities.setdefault(key, LocalEntity(key, name.label, self.surfaces[at]))
                self._tie(
                    at,
                    key,
                    "full" if self.surfaces[at] == self.entities[key].canonical_name else "variant",
                    "same name",
                )
