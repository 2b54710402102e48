"""A heading as such is never a name; a name inside one counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.components.layout import HEADING_KINDS
from pipeline.components.names_lexicon import Found
from pipeline.report import Block

MARKED = re.compile(r"^#.*$", re.MULTILINE)
# A heading that runs into its paragraph: "Rape and Domestic Violence: The law ..."
RUN_IN = re.compile(
    r"^[A-Z][\w/'-]*(?:,? (?:[A-Z][\w/'-]*|and|or|of|the|for|to|in|on|with|by|against)){0,11}:(?= )", re.MULTILINE
)
# The outline's own number ("Section 1. Life"), not the section of a law.
OUTLINE_NUMBER = re.compile(r"(?:Section|Chapter|Part|Article)\s+(?:\d{1,2}|[IVX]+)")


def find_heading_spans(folded: str, blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Where the headings stand: those of the report, or in plain text the lines that begin with #."""
    spans = [(match.start(), match.end()) for match in RUN_IN.finditer(folded)]
    if blocks:
        return spans + [(block.start, block.end) for block in blocks if block.kind in HEADING_KINDS]
    return spans + [(match.start(), match.end()) for match in MARKED.finditer(folded)]


def drop_headings(folded: str, mentions: Sequence[Found], blocks: Sequence[Block]) -> list[Found]:
    """Without the names in headings that neither a lexicon nor the body of the text bears out."""
    headings = find_heading_spans(folded, blocks)
    if not headings:
        return list(mentions)
    starts = {start for start, _ in headings}
    mentions = [m for m in mentions if m.start not in starts or not OUTLINE_NUMBER.fullmatch(folded[m.start : m.end])]
    inside = {id(m) for m in mentions for start, end in headings if start <= m.start < end}
    body = {folded[m.start : m.end] for m in mentions if id(m) not in inside}
    return [m for m in mentions if id(m) not in inside or stands_alone(m) or folded[m.start : m.end] in body]


def stands_alone(mention: Found) -> bool:
    """Whether a name in a heading needs no support from the text: listed, or a law by its form."""
    return mention.rule.startswith("lexicon") or (mention.rule.startswith("pattern") and mention.label == "LAW")
