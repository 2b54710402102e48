"""Silver names: which of the teacher's readings are kept, and how sure it must be. Standoff: no text is written."""

from __future__ import annotations

import gzip
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.training.corpora import place_mentions

SURE, WORD_SURE = 0.7, 0.6
MOST_TOKENS, MOST_OF_A_COUNTRY = 900_000, 70
UNKNOWN = "?"
# The State Department chapters of the development gold: nothing is learnt from them.
LEFT_OUT = frozenset({(2024, "mexico"), (2024, "nigeria"), (2024, "france"), (2024, "ghana")})
INNER = frozenset([",", "and", "of", "the", "on", "in"])
RARE = frozenset({"PERSON", "FAC", "LOC", "LAW", "EVENT", "WORK_OF_ART", "PRODUCT", "LANGUAGE"})
# A coarse label, and the fine ones it may cover.
COVERS = {"LOC": ("GPE", "LOC", "FAC"), "PERSON": ("PERSON",), "ORG": ("ORG", "NORP")}


@dataclass(frozen=True)
class Found:
    """A name by token offsets, with the least probability of its tokens."""

    start: int
    end: int
    label: str
    sure: float


@dataclass(frozen=True)
class Reading:
    """What the teacher found in a Doc, and the tokens it was unsure of."""

    names: list[Found]
    unsure: list[int]

    @classmethod
    def of(cls, probabilities: np.ndarray, tags: list[str]) -> Reading:
        """Names from tag probabilities (token x tag); an inside tag without a begin opens a name."""
        best, sure = probabilities.argmax(-1), probabilities.max(-1)
        names: list[Found] = []
        start, label = 0, ""
        for i, tag in enumerate([*(tags[k] for k in best), "O"]):
            if label and (tag[0] != "I" or tag[2:] != label):
                names.append(Found(start, i, label, float(sure[start:i].min())))
                label = ""
            if tag != "O" and not label:
                start, label = i, tag[2:]
        return cls(names, [int(i) for i in np.nonzero(sure < WORD_SURE)[0]])


@dataclass(frozen=True)
class Paragraph:
    """A paragraph the teacher may read: its key (year/slug/line), country, Doc."""

    key: str
    slug: str
    doc: Doc


def choose_paragraphs(nlp: Language, reports: Iterable[dict], annotated: set[str]) -> list[Paragraph]:
    """Paragraphs of 80 to 1,500 characters, one of those that begin alike, few without names, at most 200 a country."""
    draw = random.Random(1)
    lines = [(f"{r['year']}/{r['slug']}/{i}", r["slug"], line.strip())
             for r in reports if (r["year"], r["slug"]) not in LEFT_OUT
             for i, line in enumerate(r["text"].splitlines()) if not line.startswith("#")]  # fmt: skip
    draw.shuffle(lines)
    seen, per_country, chosen = set[str](), Counter[str](), list[Paragraph]()
    for key, slug, text in lines:
        begin = " ".join(text.split()[:6])
        if text in annotated or not 80 < len(text) < 1500 or begin in seen or per_country[slug] >= 200:
            continue
        if len(re.findall(r"(?<=[a-z,)] )[A-Z]\w+", text)) < 2 and draw.random() < 0.8:
            continue
        seen.add(begin)
        per_country[slug] += 1
        chosen.append(Paragraph(key, slug, nlp.make_doc(text)))
    return chosen


def doubtful(doc: Doc, name: Found) -> bool:
    words = [token.text for token in doc[name.start : name.end]]
    lower = len(words) == 1 and words[0].islower() and name.label != "NORP"
    cut = words[0] in INNER or words[-1] in INNER
    return name.sure < SURE or lower or cut or not any(word[:1].isalnum() for word in words)


def standoff(doc: Doc, reading: Reading) -> list[tuple[str, str]] | None:
    """(label, surface) in order, "?" where unsure; None where the surfaces would not be found again in their places."""
    marks = [(n.start, n.end, UNKNOWN if doubtful(doc, n) else n.label) for n in reading.names]
    covered = {i for start, end, _ in marks for i in range(start, end)}
    marks += [(i, i + 1, UNKNOWN) for i in reading.unsure if i not in covered and i < len(doc)]
    marks = sorted(mark for mark in marks if doc[mark[0] : mark[1]].text.strip())
    named = [(label, doc[start:end].text) for start, end, label in marks]
    if any("|" in surface or "\n" in surface for _, surface in named):
        return None
    try:
        placed = [mention.start for mention in place_mentions(doc.text, named)]
    except ValueError:
        return None
    return named if placed == [doc[start].idx for start, _, _ in marks] else None


def richness(paragraph: Paragraph, reading: Reading) -> float:
    """Many names for its length, rare kinds counted thrice, few doubts."""
    rare = sum(name.label in RARE for name in reading.names)
    doubts = sum(name.sure < SURE for name in reading.names) + len(reading.unsure)
    luck = random.Random(paragraph.key).random()
    return (len(reading.names) + 2 * rare) / len(paragraph.doc) ** 0.5 - 0.6 * doubts + 2 * luck


def write_blocks(blocks: Iterable[tuple[str, list[tuple[str, str]]]], path: Path) -> None:
    with gzip.GzipFile(path, "wb", mtime=0) as out:
        for key, named in blocks:
            out.write("".join([f"# {key}\n", *(f"{label}|{surface}\n" for label, surface in named)]).encode())


def write_report_silver(pool: list[Paragraph], readings: Iterator[Reading], path: Path) -> None:
    """The richest paragraphs, until there are tokens enough."""
    ranked = sorted(zip(pool, readings, strict=True), key=lambda pair: -richness(*pair))
    per_country, tokens, kept = Counter[str](), 0, list[tuple[str, list[tuple[str, str]]]]()
    for paragraph, reading in ranked:
        named = standoff(paragraph.doc, reading)
        if named is not None and per_country[paragraph.slug] < MOST_OF_A_COUNTRY and tokens < MOST_TOKENS:
            per_country[paragraph.slug] += 1
            tokens += len(paragraph.doc)
            kept.append((paragraph.key, named))
    write_blocks(sorted(kept), path)


def agree(doc: Doc, reading: Reading) -> Reading:
    """The reading corrected by the coarse labels of the Doc: what they contradict is doubtful, what they add is in."""
    gold = {(ent.start, ent.end): ent.label_ for ent in doc.ents}
    names = []
    for name in reading.names:
        label = gold.get((name.start, name.end))
        crossing = any(name.start < end and name.end > start for start, end in gold)
        if label is not None:
            sure = max(name.sure, SURE) if name.label in COVERS[label] else 0.0
        else:
            sure = 0.0 if crossing or name.label in ("PERSON", "ORG", "GPE", "LOC") else name.sure
        names.append(Found(name.start, name.end, name.label, sure))
    unsure = set(reading.unsure)
    for (start, end), label in gold.items():
        if not any(n.start < end and n.end > start for n in reading.names):
            if label == "LOC":
                unsure.update(range(start, end))
            else:
                names.append(Found(start, end, label, 1.0))
    return Reading(sorted(names, key=lambda name: name.start), sorted(unsure))


def write_coarse_silver(docs: list[Doc], readings: Iterator[Reading], path: Path) -> None:
    """Docs of the coarse sets with few doubts; the key is the Doc's number."""
    kept = []
    for number, (doc, reading) in enumerate(zip(docs, readings, strict=True)):
        named = standoff(doc, agree(doc, reading)) if 5 <= len(doc) <= 300 else None
        if named is not None:
            doubts = sum(label == UNKNOWN for label, _ in named)
            if doubts <= 4 and 2 * doubts <= len(named):
                kept.append((str(number), named))
    write_blocks(kept, path)
