"""Where a tagged name begins and ends: no article, title, possessive, quotation mark or bracket belongs to it."""

from __future__ import annotations

import re
from functools import cache

from pipeline.lexicon import read_lexicon

ARTICLE = re.compile(r"(?:the|a|an|The|A|An|THE) ")
OPENING = " \n\t\"“”«»'‘’([{,;:.–—-*"
CLOSING = " \n\t\"“”«»'‘’)]},;:–—-*"
PAIRS = (("(", ")"), ("[", "]"))


@cache
def _titles() -> re.Pattern[str]:
    titles = sorted((row["title"] for row in read_lexicon("names_titles.csv")), key=len, reverse=True)
    return re.compile(rf"(?:(?:[Ff]ormer |[Tt]hen-|[Aa]cting )?(?:{'|'.join(map(re.escape, titles))}) )+")


def trim_title(folded: str, start: int, end: int) -> int:
    """Where a person's name begins behind the titles before it.

    >>> trim_title("Prime Minister Dr. Jane Okoro", 0, 29)
    19
    """
    title = _titles().match(folded, start, end)
    return title.end() if title and title.end() < end else start


def trim_name(folded: str, start: int, end: int) -> tuple[int, int]:
    """Bounds without what stands around a name; an 's or a bracket inside it stays.

    >>> text = "the Ministry of Justice's"
    >>> start, end = trim_name(text, 0, len(text))
    >>> text[start:end]
    'Ministry of Justice'
    """
    while start < end:
        before = (start, end)
        while start < end and folded[start] in OPENING:
            start += 1
        while end > start and folded[end - 1] in CLOSING:
            end -= 1
        article = ARTICLE.match(folded, start, end)
        if article:
            start = article.end()
        if folded.endswith("'s", start, end):
            end -= 2
        for opened, closed in PAIRS:
            inside = folded[start:end]
            if inside.count(opened) > inside.count(closed):
                if folded.startswith(closed, end):
                    end += 1
                else:
                    end = start + inside.rindex(opened)
        if (start, end) == before:
            break
    return start, end
