"""Hard-wrapped text: which lines belong to one paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.readers.shape import SMALL_WORDS, is_heading_shape

SENTENCE_END = re.compile(r"[.!?:;][”’\"')\]]*\d{0,3}$")
SHORT_LINE = 0.7  # of the width: a heading; longer ones without a full stop go on in the next line
OUTLINE_LINE = re.compile(r"(?:Section \d+\.|[a-z]\. [A-Z])")


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines were broken at a fixed width: none is long and most end within a sentence.

    >>> is_wrapped(["Police fired rubber bullets and water", "cannon at youth who attempted to move"] * 6)
    True
    """
    bodies = [line.strip() for line in lines if line.strip()]
    if len(bodies) < 8:
        return False
    lengths = sorted(len(body) for body in bodies)
    if lengths[len(lengths) // 2] < 30 or lengths[int(len(lengths) * 0.98)] > 125:
        return False
    open_ends = sum(1 for body in bodies if not SENTENCE_END.search(body))
    return open_ends > 0.5 * len(bodies)


def group_lines(lines: Sequence[str]) -> list[tuple[int, int]]:
    """The paragraphs of hard-wrapped lines as (first, last) line numbers, both inclusive.

    A blank line parts two; so does a line that had room for the next line's first word.
    """
    width = _measure_width(lines)
    groups: list[tuple[int, int]] = []
    first: int | None = None
    for at, line in enumerate(lines):
        if not line.strip():
            first = None
            continue
        so_far = " ".join(" ".join(lines[max(groups[-1][0], at - 4) : at]).split()) if first is not None else ""
        if first is None or _parts(so_far, lines[at - 1].strip(), line.strip(), width):
            groups.append((at, at))
            first = at
        else:
            groups[-1] = (groups[-1][0], at)
    return groups


def _measure_width(lines: Sequence[str]) -> int:
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    return lengths[int(len(lengths) * 0.97)] if lengths else 0


def _parts(so_far: str, line: str, following: str, width: int) -> bool:
    """Whether a paragraph ends between ``line``, the last of ``so_far``, and ``following``."""
    ended = SENTENCE_END.search(line) is not None
    if len(line) + 1 + len(following.split()[0]) > width - 2:
        return ended and OUTLINE_LINE.match(following) is not None
    if ended or OUTLINE_LINE.match(following):
        return True
    if line.split()[-1].casefold() in SMALL_WORDS:
        return False
    begins = following[0].isupper() or following[0] in "“‘•"
    titled = is_heading_shape(so_far) and not is_heading_shape(following)
    return begins and (titled or len(line) < SHORT_LINE * width)
