"""Dates, times, durations and sets of a report, as the text gives them and as they are meant (TIMEX3, EDTF, days).

Two steps: the patterns find an expression and its underspecified value (XXXX-01-05), the anchor resolves it
(2022-01-05) and says on what."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.calendar import Days, find_days, precision, write_edtf
from pipeline.components.date_anchor import Anchor, Resolved, attach_clocks, resolve
from pipeline.components.date_lists import complete_lists
from pipeline.components.date_patterns import Found, find_expressions
from pipeline.components.date_words import find_runs, find_tokens
from pipeline.components.numbers import Number, find_numbers
from pipeline.layers import read_layer, write_layer
from pipeline.lexicon import read_lexicon
from pipeline.report import Block

BLANK_LINE = re.compile(r"\n\s*\n|\n")


@dataclass(frozen=True)
class DateExpression:
    """An expression of time.

    ``timex_type``: DATE, TIME, DURATION, SET. ``timex_value``: the resolved TIMEX3 value. ``mod``: TIMEX3 mod or "".
    ``underspecified``: the value as the text gives it (XXXX for a year left out; NOW and REF for a step from the
    report's time or from an earlier date). ``edtf``: EDTF form of a DATE or TIME. ``date_start``, ``date_end``: first
    and last day it can lie in (ISO, inclusive). ``precision``: of a DATE or TIME. ``year_basis``: explicit, coverage,
    publication, previous_date, document, or "" where nothing is known. ``anchor_start``, ``anchor_end``: the earlier
    expression it was counted from, or -1. ``in_coverage``: "true", "false", or "" where it cannot be told.
    """

    start: int
    end: int
    timex_type: str
    timex_value: str
    mod: str
    edtf: str
    date_start: str
    date_end: str
    precision: str
    year_basis: str
    underspecified: str
    anchor_start: int
    anchor_end: int
    in_coverage: str
    rule: str


def find_dates(
    text: str,
    anchor: Anchor | None = None,
    *,
    numbers: Sequence[Number] | None = None,
    blocks: Sequence[tuple[int, int]] | None = None,
) -> list[DateExpression]:
    """All expressions of time in ``text``, in order, none overlapping.

    ``anchor``: the report's own time; without one a year left out stays XXXX. ``numbers``: the number layer, read from
    the text if None. ``blocks``: start and end of each block (else a line is a block). Offsets are code points,
    half-open.

    >>> from datetime import date
    >>> dates = find_dates("On January 4 and 6, police held 10 people.", Anchor(coverage_start=date(2022, 1, 1)))
    >>> [(d.timex_value, d.underspecified, d.year_basis) for d in dates]
    [('2022-01-04', 'XXXX-01-04', 'coverage'), ('2022-01-06', 'XXXX-01-06', 'coverage')]
    """
    anchor = anchor or Anchor()
    starts = [start for start, _ in blocks] if blocks else [0, *(m.end() for m in BLANK_LINE.finditer(text))]
    tokens = find_tokens(text, find_numbers(text) if numbers is None else numbers)
    resolved: list[Resolved] = []
    for run in find_runs(text, tokens):
        block = bisect_right(starts, run.tokens[0].start)
        for found in complete_lists(text, run, find_expressions(text, run)):
            if (meaning := resolve(text, found, block, resolved[-12:], anchor)) is not None:
                resolved.append(meaning)
    return [write_expression(text, item, anchor) for item in attach_clocks(text, resolved)]


def write_expression(text: str, item: Resolved, anchor: Anchor) -> DateExpression:
    """The record of a resolved expression: its mod, days, EDTF and place in the coverage period."""
    found = item.found
    dated = item.timex_type in ("DATE", "TIME")
    mod = found.mod or find_mod(text, found)
    days = find_days(item.value, mod) if dated else None
    return DateExpression(
        start=found.start,
        end=found.end,
        timex_type=item.timex_type,
        timex_value=item.value,
        mod=mod,
        edtf=write_edtf(item.value, mod) if dated else "",
        date_start=days[0].isoformat() if days else "",
        date_end=days[1].isoformat() if days else "",
        precision=precision(item.value) if dated else "",
        year_basis=item.basis,
        underspecified=found.value,
        anchor_start=item.reference.start if item.reference else -1,
        anchor_end=item.reference.end if item.reference else -1,
        in_coverage=is_covered(days, anchor),
        rule=found.rule,
    )


def is_covered(days: Days | None, anchor: Anchor) -> str:
    """Whether the days lie in the coverage period: "true" or "false", "" where one of the two is unknown."""
    if not days or not anchor.coverage_start or not anchor.coverage_end:
        return ""
    return "true" if anchor.coverage_start <= days[0] and days[1] <= anchor.coverage_end else "false"


NEAR_A_DATE = frozenset({"around", "approximately", "roughly", "circa"})


@cache
def compile_modifiers() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """Expressions for the words before and after, and the mod of each."""
    rows = read_lexicon("dates_modifiers.csv")
    before, after = (
        "|".join(sorted((re.escape(row["words"]) for row in rows if row["side"] == side), key=len, reverse=True))
        for side in ("before", "after")
    )
    mods = {row["words"]: row["mod"] for row in rows}
    return re.compile(rf"\b({before})\s(?:the\s|an?\s)?$", re.I), re.compile(rf"[’']?\s({after})\b"), mods


def find_mod(text: str, found: Found) -> str:
    """The mod that the words beside an expression give it; a date takes only "around" and its like."""
    before, after, mods = compile_modifiers()
    cue = before.search(text, max(0, found.start - 30), found.start) or after.match(text, found.end)
    mod = mods[cue[1].lower()] if cue else ""
    if cue and found.timex_type in ("DATE", "TIME"):
        return mod if cue[0].rstrip().lower() in NEAR_A_DATE else ""
    return "" if found.rule.startswith("span") and mod == "MORE_THAN" else mod  # "over the past two years"


@Language.factory("reports_dates")
class DatesComponent:
    """Writes the layer "dates"; reads the layers "numbers" and "blocks" and the report's metadata, if there."""

    def __init__(self, nlp: Language, name: str = "reports_dates") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        numbers = read_layer(doc, "numbers", Number) if "layer:numbers" in doc.user_data else None
        blocks = [(block.start, block.end) for block in read_layer(doc, "blocks", Block)] or None
        anchor = Anchor.from_metadata(doc.user_data.get("report", {}))
        write_layer(doc, "dates", find_dates(doc.text, anchor, numbers=numbers, blocks=blocks))
        return doc
