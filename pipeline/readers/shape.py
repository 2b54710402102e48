"""What a line of text looks like: a heading by its shape, a credit, an inline call. Patterns are in the lexicon."""

from __future__ import annotations

import re
from functools import cache

from pipeline.lexicon import read_lexicon
from pipeline.report import Block

SMALL_WORDS = frozenset((
    "a", "an", "the", "of", "in", "on", "to", "for", "and", "or", "nor", "but", "by", "at", "as", "from", "with",
    "without", "against", "within", "v", "vs", "de",
))  # fmt: skip
NOT_IN_HEADINGS = frozenset(("See", "Also"))
TRAILING_CREDIT = re.compile(r"(?<=[.!?”\"])\s+(?=(?:©|\([cC]\))\s?(?:19|20)\d\d\s[^.]{2,90}$)")
SENTENCE_BREAK = re.compile(r"\w[.!?]\s+[A-Z“]")
HEADING_END = re.compile(r"[\w)”’\"'?!…]$")


@cache
def _line_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"]), row["kind"]) for row in read_lexicon("page_lines.csv"))


def find_line_kind(line: str) -> str:
    """The kind of a line that stands on every page of its source (boilerplate, credit, ...), or "".

    >>> find_line_kind("Skip to main content"), find_line_kind("© 2022 AP Photo/Jane Roe")
    ('boilerplate', 'credit')
    """
    return next((kind for pattern, kind in _line_patterns() if pattern.fullmatch(line)), "")


def name_page_lines(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks of a page with what the lexicon knows of them: its standing lines named, credits parted from captions.

    >>> name_page_lines("A march. © 2022 Jane Roe", [Block("caption", 0, 24)])
    [Block(kind='caption', start=0, end=8, level=0), Block(kind='credit', start=9, end=24, level=0)]
    """
    named: list[Block] = []
    for block in blocks:
        body = text[block.start : block.end]
        credit = TRAILING_CREDIT.search(body) if block.kind in ("caption", "paragraph") else None
        known = find_line_kind(body) if block.kind in ("caption", "paragraph", "list_item") and len(body) < 200 else ""
        if known and (block.kind != "caption" or known == "credit"):
            named.append(Block(known, block.start, block.end))
        elif credit:
            named.append(Block("caption", block.start, block.start + credit.start()))
            named.append(Block("credit", block.start + credit.end(), block.end))
        else:
            named.append(block)
    return named


def is_short_line(line: str) -> bool:
    """Whether a line is short and has no full stop: a heading in sentence case, if a paragraph follows.

    >>> is_short_line("Freedom of expression and assembly"), is_short_line("He was freed.")
    (True, False)
    """
    words = line.split()
    short = len(line) <= 90 and 1 <= len(words) <= 12 and words[0] not in NOT_IN_HEADINGS
    return short and not SENTENCE_BREAK.search(line) and line[0].isupper() and re.search(r"[\w’'”)]$", line) is not None


def is_heading_shape(line: str) -> bool:
    """Whether a line has the shape of a heading: short, no sentence end, its words in capitals or title case.

    >>> is_heading_shape("Violence against Women and Girls"), is_heading_shape("Police fired at crowds.")
    (True, False)
    """
    words = line.split()
    if not words or len(line) > 160 or len(words) > 20 or not HEADING_END.search(line):
        return False
    if words[0] in NOT_IN_HEADINGS or not (line[0].isupper() or line[0].isdigit() or line[0] in "“‘\"'"):
        return False
    if re.search(r"[.!?]\s+[A-Z“]", re.sub(r"^(?:Section )?\w{1,4}\.\s+", "", line)):
        return False
    counted = [word.strip("“”‘’\"'(),:;") for word in words]
    content = [word for word in counted if word and word.casefold() not in SMALL_WORDS and not word.isdigit()]
    capitals = sum(1 for word in content if not word[0].islower())
    if line.endswith("?") or line.endswith("!"):
        return len(words) <= 12 and capitals == len(content)
    return bool(content) and capitals >= 0.6 * len(content)
