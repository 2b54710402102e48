"""Blocks, sections and sentences: where things stand on the page.

The parse stage says what the blocks are; plain text without that falls into blocks at its blank lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.sentences import find_sentences
from pipeline.layers import read_layer, write_layer
from pipeline.report import Block

HEADING_KINDS = ("title", "heading")
NARRATIVE_KINDS = ("paragraph", "list_item")


@dataclass(frozen=True)
class Section:
    """From one heading to the next. ``path`` is the headings above it and its own, joined by " > "."""

    start: int
    end: int
    level: int
    heading: str
    path: str


@dataclass(frozen=True)
class Sentence:
    """One sentence: ``block`` and ``section`` are places in those layers, ``role`` the kind of its block."""

    start: int
    end: int
    block: int
    section: int
    role: str


def split_blocks(text: str) -> list[Block]:
    """Every non-empty line of plain text as a paragraph.

    >>> split_blocks("One.\\n\\nTwo.")
    [Block(kind='paragraph', start=0, end=4, level=0), Block(kind='paragraph', start=6, end=10, level=0)]
    """
    blocks, at = [], 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        if body:
            start = at + line.index(body)
            blocks.append(Block("paragraph", start, start + len(body)))
        at += len(line)
    return blocks


def find_sections(text: str, blocks: list[Block]) -> list[Section]:
    """The sections of a text. What stands before the first heading is a section without one."""
    sections: list[Section] = []
    above: list[tuple[int, str]] = []
    for at, block in enumerate(blocks):
        if block.kind in HEADING_KINDS:
            level = 0 if block.kind == "title" else max(1, block.level)
            heading = " ".join(text[block.start : block.end].split())
            above = [(rank, words) for rank, words in above if rank < level] + [(level, heading)]
            sections.append(Section(block.start, block.end, level, heading, " > ".join(words for _, words in above)))
        elif not sections:
            sections.append(Section(block.start, block.end, 0, "", ""))
        elif at:
            last = sections[-1]
            sections[-1] = Section(last.start, block.end, last.level, last.heading, last.path)
    return sections


def place_sentences(text: str, blocks: list[Block], sections: list[Section]) -> Iterator[Sentence]:
    """The sentences of every block, in order; none crosses a block."""
    section = 0
    for at, block in enumerate(blocks):
        while section + 1 < len(sections) and sections[section + 1].start <= block.start:
            section += 1
        body = text[block.start : block.end]
        spans = [(0, len(body))] if block.kind in HEADING_KINDS else find_sentences(body)
        for start, end in spans:
            yield Sentence(block.start + start, block.start + end, at, section, block.kind)


@Language.factory("reports_layout")
class LayoutComponent:
    """Writes the layers "blocks" (where parse gave none), "sections" and "sentences"."""

    def __init__(self, nlp: Language, name: str = "reports_layout") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        blocks = read_layer(doc, "blocks", Block)
        if not blocks:
            blocks = split_blocks(doc.text)
            write_layer(doc, "blocks", blocks)
        sections = find_sections(doc.text, blocks)
        write_layer(doc, "sections", sections)
        write_layer(doc, "sentences", place_sentences(doc.text, blocks, sections))
        return doc
