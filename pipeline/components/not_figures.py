"""Numbers that are no figures: those that name or order something, and "one" where it counts nothing (lexicon/not_figures.csv)."""

from __future__ import annotations

import re
from functools import cache

from pipeline.components.amounts import Amount
from pipeline.components.counted import Words
from pipeline.components.money import find_currency
from pipeline.lexicon import read_lexicon

LEFT, RIGHT = 48, 48
LIST_LINK = re.compile(r"(?:\([a-z0-9]{1,4}\))?(?:,? and |,? or |, |-| to |/)(?:in |articles? |sections? |para(?:graph)?s? )?")
NAME_BEFORE = re.compile(r"(?<=[a-z,] )[A-Z][\w’'.-]*[a-z’'-]\s$")
MEASURED = re.compile(r"\s?%|[\s-](?:percent|per cent|years?|months?|weeks?|days?|hours?|minutes?|k?m|kilomet|miles?|met|feet|foot|yards?)")
LINE_START = re.compile(r"(?:^|\n)[ \t]*\(?$")
MARKER = re.compile(r"[.)]\s")


def form_of(text: str, amount: Amount) -> str:
    """The word that lexicon/not_figures.csv has for the form of ``amount``."""
    if text[amount.start : amount.end].lower() == "one":
        return "one_hyphen" if text[amount.end : amount.end + 1] == "-" else "one"
    return {"mixed": "words", "vague": "vague"}.get(amount.form, amount.form)


@cache
def read_patterns(side: str, form: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """All patterns of one side that hold for numbers of ``form``: the sure ones, and those that hold where no noun follows.

    Words before digits are of the second sort: "decree 12", but "the camp 20 kilometers away"."""
    forms = {"", form} | ({"words"} if form.startswith("one") else set())
    rows = [row for row in read_lexicon("not_figures.csv") if row["side"] == side and row["forms"] in forms]
    weak = [row["pattern"] for row in rows if side == "before" and row["forms"] == "digits"]
    sure = [row["pattern"] for row in rows if row["pattern"] not in weak]
    close = "$" if side == "before" else ""
    first, second = (re.compile(f"(?:{'|'.join(part)}){close}", re.I) if part else None for part in (sure, weak))
    return first, second


def is_no_figure(words: Words, amount: Amount) -> bool:
    """Does ``amount`` only name or order something by the words beside it?"""
    text = words.text
    form = form_of(text, amount)
    sure, weak = read_patterns("before", form)
    after, _ = read_patterns("after", form)
    left = text[max(text.rfind("\n", 0, amount.start) + 1, amount.start - LEFT) : amount.start]
    if (sure and sure.search(left)) or (after and after.match(text, amount.end, amount.end + RIGHT)):
        return True
    if form != "digits":
        return False
    if (weak and weak.search(left)) or (NAME_BEFORE.search(left) and not find_currency(text, amount.start, amount.end)):
        return not words.noun_behind(amount.end) and not MEASURED.match(text, amount.end)
    return bool(LINE_START.search(text[: amount.start][-4:]) and MARKER.match(text, amount.end))


def drop_no_figures(words: Words, amounts: list[Amount]) -> list[Amount]:
    """The amounts that may be figures. What follows a name's number in a list is one too ("articles 12, 15, and 18")."""
    kept: list[Amount] = []
    last = -1
    for amount in amounts:
        listed = last >= 0 and amount.form in ("digits", "words") and LIST_LINK.fullmatch(words.text[last : amount.start])
        if (listed and not words.noun_behind(amount.end)) or is_no_figure(words, amount):
            last = amount.end
        else:
            kept.append(amount)
    return kept
