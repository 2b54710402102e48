"""What people correct: ``corrections/*.csv`` in a batch folder, applied at every build.

Columns: action, entity_id, value, document, who, why. By action:

    merge    entity_id is the same as the entity ``value``
    split    in the report ``document`` it is another entity, called ``value`` (an id; empty: entity_id and the report)
    rename   its canonical name is ``value``
    relabel  its label is ``value`` (PERSON, ORG ...)
    drop     it is no entity: its mentions stay, without one

A correction that fits no longer is an issue, not an error: the dataset is built without it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.components.names import LABELS
from pipeline.linking import Candidate, LinkedEntity, Links
from pipeline.report import Issue

COLUMNS = ("action", "entity_id", "value", "document", "who", "why")
ACTIONS = ("merge", "split", "rename", "relabel", "drop")


@dataclass(frozen=True)
class Correction:
    """One line of a corrections file; ``source`` is the file and line it stands in."""

    action: str
    entity_id: str
    value: str
    document: str
    who: str
    why: str
    source: str = ""


def read_corrections(folders: Iterable[Path]) -> tuple[list[Correction], list[Issue]]:
    """The corrections of ``corrections/*.csv`` under the given batch folders, in the order of folders, files and lines.

    A line that cannot be read (unknown action, nobody named, no reason) is an issue."""
    found: list[Correction] = []
    issues: list[Issue] = []
    for folder in folders:
        for path in sorted((folder / "corrections").glob("*.csv")):
            name = f"{folder.name}/corrections/{path.name}"
            try:
                text = path.read_bytes().decode("utf-8-sig")
                rows = list(csv.DictReader(text.splitlines(), strict=True))
            except (UnicodeDecodeError, csv.Error) as error:
                issues.append(Issue(name, "tabulate", "warning", f"not a CSV file in UTF-8 ({error}); save it as one"))
                continue
            for number, row in enumerate(rows, 2):
                fields = {column: (row.get(column) or "").strip() for column in COLUMNS}
                correction = Correction(**fields, source=f"{name}, line {number}")
                fault = _fault_of(correction)
                if fault:
                    issues.append(Issue(name, "tabulate", "warning", f"line {number}: {fault}; the line was left out"))
                else:
                    found.append(correction)
    return found, issues


def _fault_of(correction: Correction) -> str:
    if correction.action not in ACTIONS:
        return f"unknown action {correction.action!r}: use {', '.join(ACTIONS)}"
    if not correction.entity_id:
        return "no entity_id"
    if not correction.who or not correction.why:
        return "say who corrects, and why"
    if correction.action in ("merge", "rename", "relabel") and not correction.value:
        return f"{correction.action} needs a value"
    if correction.action == "relabel" and correction.value not in LABELS:
        return f"unknown label {correction.value!r}: use {', '.join(sorted(LABELS))}"
    if correction.action == "split" and not correction.document:
        return "split needs the document in which it is another entity"
    return ""


def apply_corrections(links: Links, corrections: Iterable[Correction]) -> tuple[Links, list[Issue]]:
    """New links with the corrections applied, in order, and an issue for each that fits no longer."""
    changed = Links(dict(links.entities), dict(links.by_local), list(links.candidates))
    moved: dict[str, str] = {}
    issues = []
    for correction in corrections:
        entity_id = _follow(moved, correction.entity_id)
        if entity_id not in changed.entities:
            gone = f"{correction.source}: there is no entity {correction.entity_id} any more"
            message = f"{gone}; see entities.csv for its id, or remove the line"
            issues.append(Issue(correction.source.split(",")[0], "tabulate", "warning", message))
            continue
        fault = _APPLY[correction.action](changed, entity_id, correction, moved)
        if fault:
            issues.append(
                Issue(correction.source.split(",")[0], "tabulate", "warning", f"{correction.source}: {fault}")
            )
    changed.candidates = _live_candidates(changed, moved)
    return changed, issues


def _follow(moved: dict[str, str], entity_id: str) -> str:
    seen = set()
    while entity_id in moved and entity_id not in seen:
        seen.add(entity_id)
        entity_id = moved[entity_id]
    return entity_id


def _note(entity: LinkedEntity, correction: Correction) -> list[str]:
    return [*entity.evidence, f"corrected ({correction.action}) by {correction.who}: {correction.why}"]


def _merge(links: Links, entity_id: str, correction: Correction, moved: dict[str, str]) -> str:
    target_id = _follow(moved, correction.value)
    if target_id not in links.entities:
        return f"there is no entity {correction.value} to merge into"
    if target_id == entity_id:
        return f"{correction.entity_id} and {correction.value} are one entity already; remove the line"
    target, extra = links.entities[target_id], links.entities.pop(entity_id)
    names = [*target.aliases, *(key for key in extra.aliases if key not in target.aliases)]
    links.entities[target_id] = replace(
        target,
        mentions=target.mentions + extra.mentions,
        aliases={key: target.aliases.get(key, set()) | extra.aliases.get(key, set()) for key in names},
        roles=target.roles + extra.roles,
        organizations=target.organizations | extra.organizations,
        evidence=_note(target, correction),
    )
    _move(links, entity_id, target_id)
    moved[entity_id] = target_id
    return ""


def _move(links: Links, entity_id: str, target_id: str, document: str = "") -> int:
    keys = [key for key, own in links.by_local.items() if own == entity_id and document in ("", key[0])]
    for key in keys:
        links.by_local[key] = target_id
    return len(keys)


def _split(links: Links, entity_id: str, correction: Correction, moved: dict[str, str]) -> str:
    entity = links.entities[entity_id]
    if correction.document not in entity.documents:
        return f"{entity_id} is not named in {correction.document}"
    new_id = correction.value or f"{entity_id}:{correction.document}"
    if not _move(links, entity_id, new_id, correction.document):
        return f"{entity_id} is not named in {correction.document}"
    own = _only_in(entity, {correction.document})
    links.entities.setdefault(new_id, replace(own, entity_id=new_id, evidence=_note(entity, correction)))
    rest = set(entity.mentions) - {correction.document}
    if rest:
        links.entities[entity_id] = _only_in(entity, rest)
    else:
        del links.entities[entity_id]
    return ""


def _only_in(entity: LinkedEntity, documents: set[str]) -> LinkedEntity:
    """The entity with the mentions and names of some of its documents only."""
    aliases = {key: own & documents for key, own in entity.aliases.items() if own & documents}
    mentions = Counter({key: number for key, number in entity.mentions.items() if key in documents})
    return replace(entity, mentions=mentions, aliases=aliases)


def _rename(links: Links, entity_id: str, correction: Correction, moved: dict[str, str]) -> str:
    entity = links.entities[entity_id]
    links.entities[entity_id] = replace(entity, canonical_name=correction.value, evidence=_note(entity, correction))
    return ""


def _relabel(links: Links, entity_id: str, correction: Correction, moved: dict[str, str]) -> str:
    entity = links.entities[entity_id]
    links.entities[entity_id] = replace(entity, label=correction.value, evidence=_note(entity, correction))
    return ""


def _drop(links: Links, entity_id: str, correction: Correction, moved: dict[str, str]) -> str:
    del links.entities[entity_id]
    for key in [key for key, own in links.by_local.items() if own == entity_id]:
        del links.by_local[key]
    return ""


_APPLY = {"merge": _merge, "split": _split, "rename": _rename, "relabel": _relabel, "drop": _drop}


def _live_candidates(links: Links, moved: dict[str, str]) -> list[Candidate]:
    """Candidates both of which are still there, and still two."""
    live = []
    for candidate in links.candidates:
        one, other = _follow(moved, candidate.entity_id), _follow(moved, candidate.other_entity_id)
        if one != other and one in links.entities and other in links.entities:
            live.append(replace(candidate, entity_id=one, other_entity_id=other))
    return live
