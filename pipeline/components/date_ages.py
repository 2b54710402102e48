"""Years that are an age and no duration: "ages 10 to 15 years", "girls under 14 years", "the legal age is 18 years"."""

from __future__ import annotations

import re

from pipeline.components.date_patterns import Found
from pipeline.components.date_words import Run

AGED_RULES = frozenset({"duration", "duration_dash", "duration_sum", "elided_amount"})
PEOPLE = (
    "children|girls|boys|women|men|persons|youths?|minors|workers|adults|people|those|individuals|citizens|students"
    "|infants|anyone|child|person"
)
GROUP = re.compile(
    r"(?:\b(?:ages?|aged|(?:younger|older) than)"
    rf"|\b(?:{PEOPLE})(?: who (?:are|were|is))?(?: aged| between| from| under| over| below| above)?)"
    r"(?: the)?(?: ages?)?(?: of| between| from)?\s$",
    re.I,
)
# No figure between "age" and the verb: "for minors under age 14 is two to 10 years" is a penalty.
STATEMENT = re.compile(
    r"\bage\b(?!\sgap)[^.;:\n\d]{0,70}\b(?:is|was|of|to|at|from|remained|remains|be|than)\s$|\b(?:reach|turn)(?:ed|es|s)?\s$",
    re.I,
)


def drop_ages(text: str, run: Run, items: list[Found]) -> list[Found]:
    """Leave out the years (or months) that are an age, with what is listed with them."""
    kept: list[Found] = []
    chain = -1
    for i, item in enumerate(items):
        chain = chain if i and is_linked(text, run, items[chain], items[i - 1], item) else i
        if item.rule not in AGED_RULES or item.value[-1] not in "YM" or not is_age(text, items[chain].start):
            kept.append(item)
    return kept


def is_linked(text: str, run: Run, first: Found, before: Found, item: Found) -> bool:
    """Whether two numbers are one range: "and" joins them only after "between" ("age 14, and 15 years in prison")."""
    if before.rule != "elided_amount" or before.last != item.first - 1:
        return False
    joint = run.code[run.places.index(before.last) + 1 : run.places.index(item.first)]
    return joint != "&" or bool(re.search(r"\bbetween(?: the ages of)?\s$", text[: first.start][-30:]))


def is_age(text: str, start: int) -> bool:
    """Whether the words before ``start`` say that what follows is an age."""
    near = max(0, start - 110)
    return bool(GROUP.search(text, near, start) or STATEMENT.search(text, near, start))
