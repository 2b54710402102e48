"""Where in a text names of several words may stand: a quarter of it."""

from __future__ import annotations

import re
from bisect import bisect_right

from pipeline.components.names_words import match_words

ZONE = re.compile(
    r"(?<![\w#])(?:(?:[A-Z#(]|(?:al|el)-[A-Z]|\d{2,4}[A-Z]?\(|(?:19|20)\d\d "
    r"|[Ss]ections?\b|[Aa]rticles?\b|[Pp]aragraphs?\b|(?:penal|criminal) code [Ss])\S*"
    rf"(?: (?:[A-Z\d(&]\S*|{match_words('INSIDE')}(?![\w-])\S*))*)(?=( [a-z]\S*)?)"
)


class Zones:
    """The parts of a text where patterns may match, as one short text, with the way back to offsets of the whole."""

    def __init__(self, folded: str) -> None:
        self._starts: list[int] = []
        self._origins: list[int] = []
        parts, at = [], 0
        for match in ZONE.finditer(folded):
            part = match.group()
            if " " not in part and part[0].isalpha():
                continue
            part += match.group(1) or ""
            self._starts.append(at)
            self._origins.append(match.start())
            parts.append(part)
            at += len(part) + 1
        self.text = "\n".join(parts)

    def locate(self, place: int) -> int:
        """Where in the whole text ``place`` of the short one is."""
        at = bisect_right(self._starts, place) - 1
        return self._origins[at] + place - self._starts[at]
