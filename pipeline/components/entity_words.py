"""The word lists of the entity and role components (``lexicon/entity_words.csv``)."""

from __future__ import annotations

from functools import cache

from pipeline.lexicon import read_lexicon


@cache
def read_words(name: str) -> frozenset[str]:
    """The words of a list.

    >>> "bin" in read_words("name_particle")
    True
    """
    lines = [row["words"] for row in read_lexicon("entity_words.csv") if row["list"] == name]
    return frozenset(word for line in lines for word in line.split("|"))
