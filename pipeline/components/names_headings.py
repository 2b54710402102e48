"""A heading as such is never a name; a name inside one counts."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.components.names_lexicon import Found
from pipeline.report import Block

HEADING_KINDS = ("title", "heading")


def find_heading_spans(folded: str, blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Where the headings stand: those of the report, or in plain text the lines that begin with #."""
    if blocks:
        return [(block.start, block.end) for block in blocks if block.kind in HEADING_KINDS]
    spans, at = [], 0
    for line in folded.splitlines(keepends=True):
        if line.startswith("#"):
            spans.append((at, at + len(line)))
        at += len(line)
    return spans


def drop_headings(folded: str, mentions: Sequence[Found], blocks: Sequence[Block]) -> list[Found]:
    """Without the names in headings that neither a lexicon nor the body of the text bears out."""
    headings = find_heading_spans(folded, blocks)
    if not headings:
        return list(mentions)
    inside = {id(m) for m in mentions for start, end in headings if start <= m.start < end}
    body = {folded[m.start : m.end] for m in mentions if id(m) not in inside}
    return [m for m in mentions if id(m) not in inside or m.rule.startswith("lexicon") or folded[m.start : m.end] in body]
