"""Sectors of actors (police, judiciary, media ...) by the words of a name or a role, with PLOVER and HURIDOCS
beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline.lexicon import read_lexicon

UNKNOWN = "unknown"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"], re.IGNORECASE), row["sector"]) for row in read_lexicon("sectors.csv"))


@cache
def sector_codes() -> dict[str, tuple[str, str]]:
    """Sector -> its PLOVER code and its words in HURIDOCS' micro-thesaurus of types of perpetrators."""
    return {row["sector"]: (row["plover"], row["huridocs"]) for row in read_lexicon("sector_codes.csv")}


def body_sector(name: str, aliases: Sequence[str] = ()) -> str:
    """The sector of a body by its name, or by its other names.

    >>> body_sector("Lagos State High Court"), body_sector("Altay News"), body_sector("Fundar")
    ('judiciary', 'media', 'unknown')
    """
    for words in (name, *aliases):
        plain = words.replace("’", "'")
        for pattern, sector in _patterns():
            if pattern.search(plain):
                return sector
    return UNKNOWN
