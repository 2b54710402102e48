"""Quotation marks: which stretches of a block stand in quotes. Text only; no Doc, no lexicon."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.components.sentences import find_sentences

OPENING, CLOSING = "“„«‟", "”»"
DOUBLE = OPENING + CLOSING + '"'
SINGLE_OPENING, SINGLE_CLOSING = "‘'", "’'"
BEFORE_OPENING = set("([{—–-/‘'“«") | {""}
LONGEST_SINGLE = 400


@dataclass(frozen=True)
class Quoted:
    """Words between quotation marks, the marks left out. ``depth`` is 0 for an outer quotation, 1 for one inside it;
    ``marks`` says what closes and opens it: both, or "no_closing", "no_opening"."""

    start: int
    end: int
    depth: int = 0
    marks: str = "both"


def find_quoted(text: str, *, is_open: bool = False) -> list[Quoted]:
    """The quoted stretches of one block, outer before inner. ``is_open``: a quotation runs on from the block before.

    >>> text = 'He said, “They called me a ‘traitor,’ then left.”'
    >>> [text[q.start : q.end] for q in find_quoted(text)]
    ['They called me a ‘traitor,’ then left.', 'traitor,']
    """
    double = _find_double(text, is_open)
    outer = [quoted for quoted in double if not quoted.depth]
    inner = []
    for quoted in outer:
        inner += _find_single(text, quoted.start, quoted.end, 1)
    for start, end in _gaps(text, outer):
        inner += _find_single(text, start, end, 0)
    return sorted([*double, *inner], key=lambda q: (q.start, -q.end))


def _gaps(text: str, outer: list[Quoted]) -> list[tuple[int, int]]:
    """What stands between the outer quotations."""
    gaps, at = [], 0
    for quoted in outer:
        if quoted.start > at:
            gaps.append((at, quoted.start))
        at = max(at, quoted.end)
    return [*gaps, (at, len(text))]


def _opens(text: str, at: int, holds: bool) -> bool | None:
    """Whether the double mark at ``at`` opens (True), closes (False) or is no quotation mark (None: inches, ditto)."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    free_before = before.isspace() or before in BEFORE_OPENING
    free_after = not after or after.isspace() or after in ".,;:!?)]…’”"
    mark = text[at]
    if mark in OPENING:
        return not (holds and not free_before and free_after)
    if mark in CLOSING and not (not holds and free_before and not free_after):
        return False if holds or not before.isdigit() else None
    if free_before and not free_after:
        return True
    if not holds and before.isdigit():
        return None
    return not holds if not free_after and not free_before else False


def _find_double(text: str, is_open: bool) -> list[Quoted]:
    found: list[Quoted] = []
    starts = [0] if is_open and text[:1] not in DOUBLE else []
    for at, char in enumerate(text):
        opens = _opens(text, at, bool(starts)) if char in DOUBLE else None
        if opens and starts and not _nests(text, at):
            start = starts.pop(0)
            found.append(Quoted(start, min(at, _sentence_end(text, start)), 0, "no_closing"))
            starts = [at + 1]
        elif opens:
            starts.append(at + 1)
        elif opens is False and starts:
            start = starts.pop()
            found.append(Quoted(start, at, len(starts), "both" if start or not is_open else "no_opening"))
        elif opens is False:
            found.append(Quoted(_sentence_start(text, at), at, 0, "no_opening"))
    if starts:
        end = len(text) if starts[0] <= 1 else _sentence_end(text, starts[0])
        found.append(Quoted(starts[0], end, 0, "no_closing"))
    stripped = [_strip(text, quoted) for quoted in found if text[quoted.start : quoted.end].strip()]
    return sorted(stripped, key=lambda q: (q.start, -q.end))


def _nests(text: str, at: int) -> bool:
    """Whether the mark that opens at ``at`` within a quotation is one inside it: the next two marks both close."""
    if text[at] == '"':
        return False
    following = [char for char in text[at + 1 :] if char in OPENING + CLOSING]
    return len(following) > 1 and following[0] in CLOSING and following[1] in CLOSING


def _strip(text: str, quoted: Quoted) -> Quoted:
    words = text[quoted.start : quoted.end]
    start = quoted.start + len(words) - len(words.lstrip())
    return Quoted(start, start + len(words.strip()), quoted.depth, quoted.marks)


def _sentence_end(text: str, at: int) -> int:
    return next((end for start, end in find_sentences(text) if start <= at < end), len(text))


def _sentence_start(text: str, at: int) -> int:
    return next((start for start, end in find_sentences(text) if start < at <= end), 0)


def _find_single(text: str, start: int, end: int, depth: int) -> list[Quoted]:
    """Single-quoted stretches within ``start`` to ``end``; apostrophes and plural possessives are not marks."""
    found: list[Quoted] = []
    at = start
    while at < end:
        if text[at] in SINGLE_OPENING and _opens_single(text, at, start):
            closing = _close_single(text, at + 1, min(end, at + LONGEST_SINGLE))
            if closing:
                found.append(Quoted(at + 1, closing, depth))
                at = closing
        at += 1
    return found


def _opens_single(text: str, at: int, start: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (at == start or before.isspace() or before in '([{—–“"') and (after.isalpha() or after in "[…")


def _close_single(text: str, start: int, end: int) -> int:
    """Where the single quotation that opens at ``start`` closes; 0 where it does not."""
    possessive = 0
    for at in range(start + 1, end):
        after = text[at + 1 : at + 2]
        if text[at] not in SINGLE_CLOSING or after.isalnum() or text[at - 1].isspace():
            continue
        if text[at - 1] == "s" and after == " " and text[at + 2 : at + 3].islower():
            possessive = possessive or at
            continue
        return at
    return possessive
