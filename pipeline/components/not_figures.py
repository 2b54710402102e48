"""Numbers that are no figures: they name or order something, or count nothing (lexicon/not_figures.csv)."""

from __future__ import annotations

import re
from functools import cache

from pipeline.components.amounts import Amount
from pipeline.components.money import find_currency
from pipeline.components.noun_phrases import Words
from pipeline.lexicon import read_lexicon

LEFT, RIGHT = 80, 48
NUMBER_SIGN = "\0"
LIST_LINK = re.compile(
    r"(?:\([a-z0-9]{1,4}\))?(?:,? and |,? or |, |-| to |/)(?:in |articles? |sections? |para(?:graph)?s? )?"
)
NAME_BEFORE = re.compile(r"(?<=[a-z,] )[A-Z][\w’'.-]*[a-z’'-]\s$")
MEASURED = re.compile(
    r"\s?%|[\s-](?:percent|per cent|years?|months?|weeks?|days?|hours?|minutes?|k?m|kilomet|miles?|met|feet|foot"
    r"|yards?)"
)
LINE_START = re.compile(r"(?:^|\n)[ \t]*\(?$")
MARKER = re.compile(r"[.)]\s")


def form_of(text: str, amount: Amount) -> str:
    """The word that lexicon/not_figures.csv has for the form of ``amount``."""
    if text[amount.start : amount.end].lower() == "one":
        return "one_hyphen" if text[amount.end : amount.end + 1] == "-" else "one"
    return {"mixed": "words", "vague": "vague"}.get(amount.form, amount.form)


@cache
def read_patterns(side: str, form: str, bare: bool = False) -> re.Pattern[str] | None:
    """All patterns of one side for numbers of ``form``; ``bare``: those that hold only where no noun follows."""
    forms = {"", form} | ({"words"} if form.startswith("one") else set())
    patterns = [
        row["pattern"].replace("N", NUMBER_SIGN) if side == "around" else row["pattern"]
        for row in read_lexicon("not_figures.csv")
        if row["side"] == side and row["forms"] in forms and bool(row["bare"]) == bare
    ]
    return re.compile(f"(?:{'|'.join(patterns)}){'$' if side == 'before' else ''}", re.I) if patterns else None


def is_no_figure(words: Words, amount: Amount) -> bool:
    """Does ``amount`` only name or order something by the words beside it?"""
    text, form = words.text, form_of(words.text, amount)
    left = text[max(text.rfind("\n", 0, amount.start) + 1, amount.start - LEFT) : amount.start]
    before, after, around = (read_patterns(side, form) for side in ("before", "after", "around"))
    if (before and before.search(left)) or (after and after.match(text, amount.end, amount.end + RIGHT)):
        return True
    if around and around.search(left[-8:] + NUMBER_SIGN + text[amount.end : amount.end + 1]):
        return True
    weak = read_patterns("before", form, bare=True)
    if (weak and weak.search(left)) or (form == "digits" and is_after_name(text, amount, left)):
        return not words.noun_behind(amount.end) and not MEASURED.match(text, amount.end)
    return form == "digits" and is_item_number(text, amount, left)


def is_item_number(text: str, amount: Amount, left: str) -> bool:
    """Does the number count off the items of a list ("1) work permits; 2) ...", a line that begins with "3.")?"""
    if text[amount.end : amount.end + 1] == ")" and left[-1:] in (" ", "") and left.rfind("(") <= left.rfind(")"):
        return True
    return bool(LINE_START.search(text[: amount.start][-4:]) and MARKER.match(text, amount.end))


def is_after_name(text: str, amount: Amount, left: str) -> bool:
    """Do the digits stand right behind a capitalised word inside a sentence ("Tazmamart 77"), and not "Rs 500"?"""
    return bool(NAME_BEFORE.search(left)) and not find_currency(text, amount.start, amount.end)


def drop_no_figures(words: Words, amounts: list[Amount]) -> list[Amount]:
    """The amounts that may be figures. What is listed with a name's number is one too ("articles 12, 15, and 18")."""
    kept: list[Amount] = []
    last = -1
    for amount in amounts:
        listed = (
            last >= 0 and amount.form in ("digits", "words") and LIST_LINK.fullmatch(words.text[last : amount.start])
        )
        if (listed and not words.noun_behind(amount.end)) or is_no_figure(words, amount):
            last = amount.end
        else:
            kept.append(amount)
    return kept
