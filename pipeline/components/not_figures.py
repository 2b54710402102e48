"""Numbers that are no figures: those that name or order something, and "one" where it counts nothing (lexicon/not_figures.csv)."""

from __future__ import annotations

import re
from functools import cache

from pipeline.components.amounts import Amount
from pipeline.lexicon import read_lexicon

LEFT, RIGHT = 48, 48
LIST_LINK = re.compile(r"(?:\([a-z0-9]{1,4}\))?(?:,? and |,? or |, |-| to |/)(?:in |articles? |sections? |para(?:graph)?s? )?")
NAME_BEFORE = re.compile(r"(?<=[a-z,] )[A-Z][\w’'.-]*[a-z’'-]\s$")
NOUN_BEHIND = re.compile(r"\s?%|\s(?!(?:and|or|to|in|at|for|of|on|by|with|was|were|is|are|when|who|but|that|as|from|if|near|which)\b)[a-z][a-z-]{2,}|-[a-z]")
LIST_ITEM = re.compile(r"^\W{0,2}$")
LINE_START = re.compile(r"(?:^|\n)[ \t]*\(?$")
MARKER = re.compile(r"[.)]\s")


def form_of(text: str, amount: Amount) -> str:
    """The word that lexicon/not_figures.csv has for the form of ``amount``."""
    if text[amount.start : amount.end].lower() == "one":
        return "one_hyphen" if text[amount.end : amount.end + 1] == "-" else "one"
    return {"mixed": "words", "vague": "vague"}.get(amount.form, amount.form)


@cache
def read_patterns(side: str, form: str) -> re.Pattern[str] | None:
    """All patterns of one side that hold for numbers of ``form``."""
    forms = {"", form} | ({"words"} if form.startswith("one") else set())
    patterns = [row["pattern"] for row in read_lexicon("not_figures.csv") if row["side"] == side and row["forms"] in forms]
    if not patterns:
        return None
    return re.compile(f"(?:{'|'.join(patterns)}){'$' if side == 'before' else ''}", re.I)


def is_no_figure(text: str, amount: Amount) -> bool:
    """Does ``amount`` only name or order something by the words beside it?"""
    form = form_of(text, amount)
    before, after = read_patterns("before", form), read_patterns("after", form)
    line = text.rfind("\n", 0, amount.start) + 1
    left = text[max(line, amount.start - LEFT) : amount.start]
    if before and before.search(left):
        return True
    if after and after.match(text, amount.end, amount.end + RIGHT):
        return True
    if form == "digits" and NAME_BEFORE.search(left) and not NOUN_BEHIND.match(text, amount.end):
        return True
    return bool(form == "digits" and LINE_START.search(text[: amount.start][-4:]) and MARKER.match(text, amount.end))


def drop_no_figures(text: str, amounts: list[Amount]) -> list[Amount]:
    """The amounts that may be figures. What follows a name's number in a list is one too ("articles 12, 15, and 18")."""
    kept: list[Amount] = []
    last = -1
    for amount in amounts:
        listed = last >= 0 and amount.form in ("digits", "words") and LIST_LINK.fullmatch(text[last : amount.start])
        if (listed and not NOUN_BEHIND.match(text, amount.end)) or is_no_figure(text, amount):
            last = amount.end
        else:
            kept.append(amount)
    return kept
