"""The head word of a written phrase, as the scorer of events reads it."""

from __future__ import annotations

import re

CUT = re.compile(r"\s+(?:of|on|for|in|to|by|from|with|at|against|about|under|who|that|which|between|during)\s+", re.I)


def find_head(phrase: str) -> str:
    """The last word before a preposition or a relative clause, lower case.

    >>> find_head("members of the opposition")
    'members'
    """
    words = re.findall(r"[\w’'-]+", before_preposition(phrase.strip().lower()))
    return words[-1] if words else ""


def before_preposition(phrase: str) -> str:
    """The phrase up to its first preposition or relative clause."""
    return CUT.split(phrase)[0]


def split_phrases(written: str) -> list[str]:
    """The phrases of a field, which joins several by " ; "."""
    return [phrase for phrase in re.split(r"\s*;\s*", written) if phrase]


def find_heads(written: str) -> set[str]:
    """Heads of several phrases joined by " ; "."""
    return {head for head in map(find_head, split_phrases(written)) if head}
