"""What the rest of the document says about a name: acronyms, surnames, the same name elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.components.names_index import NameIndex
from pipeline.components.names_lexicon import Found, read_names
from pipeline.components.names_merge import Cover
from pipeline.components.names_words import read_common_words, read_words

ACRONYM = re.compile(
    r" \((?:the |or |known as |hereafter )?['\"“]?([A-Z][A-Za-z0-9]*(?:[-/&][A-Za-z0-9]+)*)['\"”]?[);,]"
)
CAPITALS = re.compile(r"[A-Z].*[A-Z]")
# What has an acronym; what the recognizer took for a person and has one is a body.
ACRONYM_LABELS = {label: label for label in ("ORG", "LAW", "FAC", "EVENT", "GPE", "LOC")} | {"PERSON": "ORG"}


def find_acronyms(folded: str, mentions: Sequence[Found]) -> dict[str, str]:
    """Acronyms that stand in brackets right after a name -> label: "Ghana Journalists Association (GJA)"."""
    labels: dict[str, str] = {}
    for mention in mentions:
        match = ACRONYM.match(folded, mention.end)
        if (
            match
            and CAPITALS.match(match.group(1))
            and mention.label in ACRONYM_LABELS
            and " " in folded[mention.start : mention.end]
        ):
            labels.setdefault(match.group(1), ACRONYM_LABELS[mention.label])
    return labels


def label_acronyms(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """Acronyms defined in the document get the label of their definition, wherever they stand."""
    labels = find_acronyms(folded, mentions)
    if not labels:
        return list(mentions)
    names = read_names()
    labels = {acronym: names[acronym].label if acronym in names else label for acronym, label in labels.items()}
    kept = [
        replace(m, label=labels[text], rule="acronym")
        if (text := folded[m.start : m.end]) in labels and labels[text] != m.label
        else m
        for m in mentions
    ]
    return add_occurrences(folded, kept, labels, "acronym")


HYPHENATED = re.compile(r"-\w")


def add_occurrences(folded: str, mentions: Sequence[Found], labels: dict[str, str], rule: str) -> list[Found]:
    """``mentions`` and the untagged places where a name of ``labels`` stands as whole words."""
    if not labels:
        return list(mentions)
    cover = Cover(len(folded))
    for mention in mentions:
        cover.take(mention.start, mention.end)
    added = list(mentions)
    for start, end in NameIndex(labels).find(folded):
        joined = folded[start - 1 : start] == "-" or HYPHENATED.match(folded, end)
        if not joined and cover.is_free(start, end):
            added.append(Found(start, end, labels[folded[start:end]], rule))
    return sorted(added, key=lambda f: f.start)


NAME_WORD = re.compile(r"(?:al-|Al-|el-|El-)?[A-Z][\w'-]+$")


def find_surnames(folded: str, mentions: Sequence[Found]) -> set[str]:
    """Last words of persons' full names in the document that are no name of another sort in it."""
    persons = [folded[m.start : m.end].split() for m in mentions if m.label == "PERSON"]
    others = {folded[m.start : m.end] for m in mentions if m.label != "PERSON" and m.rule != "model"}
    names = {words[-1] for words in persons if len(words) > 1}
    return {
        n
        for n in names
        if NAME_WORD.match(n)
        and n not in others
        and n not in read_words("BEFORE") | read_words("TOPIC")
        and n not in read_names()
        and n.lower() not in read_common_words()
    }


def settle_persons(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """A surname seen in a full name is a PERSON wherever it stands alone, tagged otherwise or not at all."""
    surnames = find_surnames(folded, mentions)
    settled = [
        replace(m, label="PERSON", rule="surname")
        if m.label != "PERSON" and m.rule == "model" and folded[m.start : m.end] in surnames
        else m
        for m in mentions
    ]
    added = add_occurrences(folded, settled, {name: "PERSON" for name in surnames if len(name) > 2}, "surname")
    return [m for m in added if m.rule != "surname" or not is_part(folded, m)]


NEIGHBOUR_BEFORE = re.compile(r"(?:^|[^\w'-])([A-Z][\w'-]*)[ -]$")


def is_part(folded: str, mention: Found) -> bool:
    """Whether another capitalised word stands beside, so that the surname may be part of another name."""
    before = NEIGHBOUR_BEFORE.search(folded, max(0, mention.start - 30), mention.start)
    if before and before.group(1) not in read_words("BEFORE") and before.group(1).lower() not in read_common_words():
        return True
    return bool(re.match(r" [A-Z][a-z]", folded[mention.end : mention.end + 3]))
