"""Reads what the pipeline learns from: annotated report paragraphs, treebanks, coarse name sets, running report text.

Every reader gives spaCy Docs made with the tokenizer or the tokens of the source; nothing is written here."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

LABELS = ("PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE")


class Mention(NamedTuple):
    """A name in a paragraph: label and half-open code-point offsets."""

    label: str
    start: int
    end: int


def read_paragraphs(path: Path) -> list[str]:
    """The non-empty lines of an annotated text; the first one is P001."""
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_blocks(path: Path) -> Iterator[tuple[int, str, str]]:
    """``(paragraph number from 1, label, surface)`` of each line of a .names file."""
    number = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# P"):
            number = int(line[3:].split()[0])
        elif line.strip():
            label, surface = (field.strip() for field in line.split("|")[:2])
            yield number, label, surface


def find_surface(text: str, surface: str, start: int) -> int:
    """Where ``surface`` stands in ``text`` from ``start`` on as whole words; -1 where it does not.

    >>> find_surface("Malian in Mali", "Mali", 0)
    10
    """
    at = text.find(surface, start)
    while at >= 0:
        end = at + len(surface)
        joined_left = at > 0 and text[at - 1].isalnum() and surface[0].isalnum()
        joined_right = end < len(text) and text[end].isalnum() and surface[-1].isalnum()
        if not (joined_left or joined_right):
            return at
        at = text.find(surface, at + 1)
    return -1


def place_mentions(text: str, named: Iterable[tuple[str, str]]) -> list[Mention]:
    """Offsets of ``(label, surface)`` pairs that follow each other in ``text``. ValueError where one is not found."""
    mentions: list[Mention] = []
    cursor = 0
    for label, surface in named:
        at = find_surface(text, surface, cursor)
        if at < 0:
            raise ValueError(f"{surface!r} is not in the text from {cursor} on: {text[:60]!r}")
        cursor = at + len(surface)
        mentions.append(Mention(label, at, cursor))
    return mentions


def read_annotated(text_path: Path) -> list[tuple[str, list[Mention]]]:
    """Paragraphs of one annotated chunk with their names, from ``X.txt`` and ``X.names`` beside it."""
    paragraphs = read_paragraphs(text_path)
    named: list[list[tuple[str, str]]] = [[] for _ in paragraphs]
    for number, label, surface in read_blocks(text_path.with_suffix(".names")):
        named[number - 1].append((label, surface))
    return [(text, place_mentions(text, pairs)) for text, pairs in zip(paragraphs, named, strict=True)]


def name_doc(nlp: Language, text: str, mentions: Iterable[Mention]) -> Doc:
    """A tokenized Doc with entities; a name off token borders grows to them, one that then overlaps is left out."""
    doc = nlp.make_doc(text)
    spans: list[Span] = []
    for mention in mentions:
        span = doc.char_span(mention.start, mention.end, label=mention.label, alignment_mode="expand")
        if span is not None and (not spans or span.start >= spans[-1].end):
            spans.append(span)
    doc.set_ents(spans)
    return doc


def read_reports(path: Path) -> Iterator[dict]:
    """Reports of ``text.jsonl.gz``: year, slug, text with ``#`` headings."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_coarse(path: Path, vocab: Vocab) -> list[Doc]:
    """Docs of the coarse sets: PERSON, ORG, LOC (GPE and LOC in one)."""
    return list(DocBin().from_disk(path).get_docs(vocab))


class Word(NamedTuple):
    """One token line of a treebank; ``head`` counts from 0, the root is its own head."""

    text: str
    lemma: str
    pos: str
    tag: str
    morph: str
    head: int
    dep: str
    space: bool


def read_sentences(path: Path) -> Iterator[list[Word]]:
    """Sentences of a CoNLL-U file (gzipped), multiword tokens cut into their words as they are written."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows: list[list[str]] = []
        for line in lines:
            if line.strip() and not line.startswith("#"):
                rows.append(line.rstrip("\n").split("\t"))
            elif rows:
                yield list(make_words(rows))
                rows = []
        if rows:
            yield list(make_words(rows))


def make_words(rows: list[list[str]]) -> Iterator[Word]:
    """Words of one sentence's rows. A multiword token's words take its spelling where the lengths agree."""
    surface, last, space = "", 0, True
    for row in rows:
        if re.fullmatch(r"\d+-\d+", row[0]):
            last = int(row[0].split("-")[1])
            surface, space = row[1], "SpaceAfter=No" not in row[9]
        elif row[0].isdigit():
            number = int(row[0])
            form, spaced = row[1], "SpaceAfter=No" not in row[9]
            if number <= last:
                size = len(surface) if number == last else len(form)
                form, surface = surface[:size], surface[size:]
                form, spaced = form or row[1], number == last and space
            head = int(row[6]) - 1
            morph = "" if row[5] == "_" else row[5]
            dep = "ROOT" if head < 0 else row[7]
            yield Word(form, row[2], row[3], row[4], morph, number - 1 if head < 0 else head, dep, spaced)


def syntax_doc(vocab: Vocab, sentences: Iterable[list[Word]]) -> Doc:
    """One Doc of several treebank sentences with tags, features, heads, lemmas and sentence starts."""
    words: list[Word] = []
    heads: list[int] = []
    starts: list[bool | int | None] = []
    for sentence in sentences:
        heads += [len(words) + word.head for word in sentence]
        starts += [i == 0 for i in range(len(sentence))]
        words += sentence
    return Doc(
        vocab,
        words=[w.text for w in words],
        spaces=[w.space for w in words],
        tags=[w.tag for w in words],
        pos=[w.pos for w in words],
        morphs=[w.morph for w in words],
        lemmas=[w.lemma for w in words],
        heads=heads,
        deps=[w.dep for w in words],
        sent_starts=starts,
    )


def read_treebank(path: Path, vocab: Vocab, *, group: int) -> Iterator[Doc]:
    """Docs of a treebank, ``group`` consecutive sentences each."""
    block: list[list[Word]] = []
    for sentence in read_sentences(path):
        block.append(sentence)
        if len(block) == group:
            yield syntax_doc(vocab, block)
            block = []
    if block:
        yield syntax_doc(vocab, block)
