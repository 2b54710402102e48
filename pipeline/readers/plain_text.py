"""Plain text: dumps of pages, a paragraph a line, or text broken at a fixed width.

The canonical text is the decoded file with one-to-one replacements, so every offset is valid in the file too.
Zero-width characters and soft hyphens cannot be taken out without moving offsets: at the edge of a word they become
spaces, inside a word they stay."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.countries import find_country
from pipeline.ids import INVISIBLE
from pipeline.readers.publishers import find_series
from pipeline.readers.reading import Reading
from pipeline.readers.shape import TRAILING_CREDIT, find_line_kind, is_heading_shape, is_short_line
from pipeline.readers.wrapped import group_lines, is_wrapped
from pipeline.report import Block

LINE_ENDS = re.compile(r"\r\n|\r|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
OTHER_SPACES = re.compile(r"[^\S\n ]|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
EDGE = re.compile(rf"(?<!\w){INVISIBLE.pattern}|{INVISIBLE.pattern}(?!\w)")
BULLET = re.compile(r"(?:[•·▪■□◦●*‣–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)")
MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
EVENTS_LINE = re.compile(r"Events of (?:19|20)\d\d")
OUTLINE = (
    (re.compile(r"section \d+\.", re.IGNORECASE), 2),
    (re.compile(r"[IVX]{1,5}\. +[A-Z]"), 2),
    (re.compile(r"[A-Za-z]\. +[A-Z]"), 3),
)
DATED_KIND = re.compile(r"[A-Z][a-z]+ \d{1,2}, (?:19|20)\d\d [A-Z][A-Za-z ]+")
LONGEST_OUTLINE = 150
ROLE_WORDS = re.compile(
    r"\b(?:director|researcher|advis[eo]r|counsel|officer|fellow|associate|coordinator|editor|manager|president|advocate"
    r"|campaigner|secretary general|representative|expert|analyst)\b",
    re.IGNORECASE,
)
TITLE_LINES = 10
SHORTEST_PARAGRAPH = 80
LONGEST_CAPTION = 450


@dataclass
class Line:
    """A stretch of the text that becomes one block; ``alone``: a blank line stands before it."""

    start: int
    end: int
    body: str
    alone: bool
    kind: str = ""
    level: int = 0


def replace_one_to_one(text: str) -> str:
    """The text with line ends as LF and white space as plain spaces, every character in its place.

    >>> replace_one_to_one("One\\r\\ntwo\\u00a0three\\rfour")
    'One \\ntwo three\\nfour'
    """
    text = LINE_ENDS.sub(lambda found: " " * (len(found.group()) - 1) + "\n", text)
    return EDGE.sub(" ", OTHER_SPACES.sub(" ", text))


def read_text(text: str) -> Reading:
    """The blocks of a plain text."""
    text = replace_one_to_one(text)
    lines = _find_lines(text)
    wrapped = is_wrapped([line.body for line in lines])
    if wrapped:
        lines = _join_wrapped(text)
        text = _unbreak(text, lines)
    lines = [part for line in lines for part in _split_credit(line)]
    _name_kinds(lines)
    blocks = []
    for line in lines:
        start = line.start
        marker = BULLET.match(line.body) if line.kind == "paragraph" else MARKDOWN_HEADING.match(line.body)
        if line.kind == "paragraph" and marker:
            line.kind = "list_item"
        if marker and line.kind in ("list_item", "heading"):
            start += marker.end()
        blocks.append(Block(line.kind, start, line.end, line.level))
    return Reading(text=text, blocks=blocks, reader="plain_text")


def _find_lines(text: str) -> list[Line]:
    lines: list[Line] = []
    at, alone = 0, True
    for raw in text.split("\n"):
        body = raw.strip()
        if body:
            start = at + raw.index(body)
            lines.append(Line(start, start + len(body), body, alone))
        alone = not body
        at += len(raw) + 1
    return lines


def _join_wrapped(text: str) -> list[Line]:
    raw = text.split("\n")
    starts = [0]
    for line in raw:
        starts.append(starts[-1] + len(line) + 1)
    joined = []
    for first, last in group_lines(raw):
        start = starts[first] + len(raw[first]) - len(raw[first].lstrip())
        end = starts[last] + len(raw[last].rstrip())
        joined.append(Line(start, end, " ".join(text[start:end].split()), first == 0 or not raw[first - 1].strip()))
    return joined


def _unbreak(text: str, lines: list[Line]) -> str:
    """The text with spaces for the line breaks within a paragraph."""
    parts, at = [], 0
    for line in lines:
        parts += [text[at : line.start], text[line.start : line.end].replace("\n", " ")]
        at = line.end
    return "".join([*parts, text[at:]])


def _split_credit(line: Line) -> list[Line]:
    """A caption with its credit behind it on one line."""
    found = TRAILING_CREDIT.search(line.body)
    if not found or len(line.body) != line.end - line.start:
        return [line]
    caption = Line(line.start, line.start + found.start(), line.body[: found.start()], line.alone)
    return [caption, Line(line.start + found.end(), line.end, line.body[found.end() :], False)]


def _name_kinds(lines: list[Line]) -> None:
    """Give every line its kind: what it is on every page, then by its neighbours, then by its shape."""
    for line in lines:
        line.kind = find_line_kind(line.body)
    for at, line in enumerate(lines):
        if line.kind == "credit" and at and _is_caption(lines[at - 1]):
            lines[at - 1].kind = "caption"
    _name_titles(lines)
    for at, line in enumerate(lines[:-1]):
        if not line.kind and _is_attribution(line, lines[at + 1]):
            line.kind = lines[at + 1].kind = "credit"
        _name_related(lines, at)
    first = True
    for at, line in enumerate(lines):
        if not line.kind:
            following = next((x for x in lines[at + 1 : at + 8] if x.kind not in ("boilerplate", "credit")), None)
            line.kind, line.level = _name_by_shape(line, following, first)
        first = first and line.kind == "boilerplate"
    for at in range(len(lines) - 2, -1, -1):
        if lines[at].kind == "paragraph" and _is_lone(lines[at], lines[at + 1], lines[at - 1] if at else None):
            lines[at].kind, lines[at].level = "heading", 2


def _name_titles(lines: list[Line]) -> None:
    """The lines over "Events of <year>" that name the series or the country."""
    events = next((at for at, line in enumerate(lines[:TITLE_LINES]) if EVENTS_LINE.fullmatch(line.body)), 0)
    for line in lines[:events]:
        if not line.kind and (find_country(line.body) or find_series(line.body)):
            line.kind = "title"


def _is_lone(line: Line, following: Line, before: Line | None) -> bool:
    """A heading in sentence case: a short line over a paragraph or over another heading, and no item of a list."""
    in_list = before is not None and not line.alone and before.kind == "paragraph" and before.body[-1] not in '.!?”"'
    prose = following.kind == "paragraph" and len(following.body) >= SHORTEST_PARAGRAPH and "." in following.body
    return is_short_line(line.body) and not in_list and (prose or following.kind == "heading")


def _is_caption(line: Line) -> bool:
    known = line.kind or EVENTS_LINE.fullmatch(line.body)
    return not known and len(line.body) <= LONGEST_CAPTION


def _is_attribution(line: Line, following: Line) -> bool:
    """The name and the office under a quotation that a page repeats in its margin."""
    return (
        not following.kind
        and not following.alone
        and len(following.body) < 100
        and 2 <= len(line.body.split()) <= 5
        and is_heading_shape(line.body)
        and ROLE_WORDS.search(following.body) is not None
        and not following.body.endswith(".")
    )


def _name_related(lines: list[Line], at: int) -> None:
    """The titles under "March 14, 2019 Report" in a box that points to another page."""
    if DATED_KIND.fullmatch(lines[at].body) and lines[at].kind == "credit":
        for line in lines[at + 1 : at + 4]:
            if line.kind or line.alone or line.body.endswith("."):
                return
            line.kind = "caption"


def _name_by_shape(line: Line, following: Line | None, first: bool) -> tuple[str, int]:
    marks = MARKDOWN_HEADING.match(line.body)
    if marks and len(line.body) < 300:
        return "heading", len(marks.group(1))
    if EVENTS_LINE.fullmatch(line.body):
        return "heading", 1
    level = next((rank for pattern, rank in OUTLINE if pattern.match(line.body)), 0)
    if following is None:
        return "paragraph", 0
    is_section = OUTLINE[0][0].match(line.body) is not None
    if level and len(line.body) < LONGEST_OUTLINE and (is_section or line.body[-1] not in ".;:,"):
        return "heading", level
    if BULLET.match(line.body):
        return "paragraph", 0
    over_heading = is_heading_shape(following.body) and len(line.body.split()) > 15
    if over_heading or not is_heading_shape(line.body):
        return "paragraph", 0
    if first and (following.alone or EVENTS_LINE.fullmatch(following.body) or find_series(line.body)):
        return "title", 0
    return "heading", 2
