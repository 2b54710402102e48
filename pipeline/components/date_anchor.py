"""From the value that the text gives to the date that it means: the year and the steps left to the reader.

XXXX is a year left out, NOW a step from the report's own time (its coverage year, else its day of publication), REF a
step from the date before it in the text. An explicit year never moves the anchor: only a REF word does ("that year",
"two days later")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.components.calendar import fill_year, find_days, find_nearest, find_weekday, iso_week, precision, shift
from pipeline.components.date_patterns import Found, as_duration

STEP = re.compile(r"(NOW|REF)([+-]\d+)([DWMYEC])(.*)")
NAMED_STEP = re.compile(r"(REF)?([<>])(XXXX-.*)")
FINE_ENOUGH = {
    "D": ("day", "time"), "W": ("day", "week", "time"), "M": ("day", "month", "time"),
    "Y": ("day", "month", "year", "quarter", "half", "season", "week", "interval", "time"),
}  # fmt: skip
FINE_ENOUGH["E"] = FINE_ENOUGH["C"] = (*FINE_ENOUGH["Y"], "decade")
SENTENCE_END = re.compile(r"[.!?][”\"’)]*\s+[“\"(]?[A-Z]|\n")
AHEAD = re.compile(r"\b(?:will|shall|(?:is|are) (?:due|set|scheduled|expected)|upcoming|scheduled for)\b[^.]{0,80}$")
UNKNOWN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX", "E": "XXXX", "C": "XXXX"}
# "two days later" is a duration where there is nothing to count from.
COUNTED = frozenset({"later", "a_year_later", "units_before", "the_unit_before"})
RANGE_GAP = re.compile(r"\s(?:to|through|until|and)\s(?:the\s)?$")


@dataclass(frozen=True)
class Anchor:
    """The report's own time: the period that it covers, the day it was published; None where unknown."""

    coverage_start: date | None = None
    coverage_end: date | None = None
    published: date | None = None

    @classmethod
    def from_metadata(cls, metadata: dict[str, str]) -> Anchor:
        """Read from a report's metadata; a coverage that is only a year is all of it, an unreadable date is unknown."""
        start, end = (find_days(metadata.get(name) or "") for name in ("coverage_start", "coverage_end"))
        published = find_days((metadata.get("published") or "")[:10])
        return cls(start[0] if start else None, (end or start or (None, None))[1], published[0] if published else None)

    @property
    def year(self) -> int | None:
        """The year that "this year" means."""
        day = self.coverage_start or self.published
        return day.year if day else None

    @property
    def basis(self) -> str:
        if self.coverage_start:
            return "coverage"
        return "publication" if self.published else ""


@dataclass(frozen=True)
class Resolved:
    """What an expression means, and from what: ``reference`` is the earlier date it was counted from."""

    found: Found
    timex_type: str
    value: str
    basis: str
    block: int
    reference: Found | None = None


def resolve(text: str, found: Found, block: int, before: Sequence[Resolved], anchor: Anchor) -> Resolved | None:
    """What ``found`` means after the expressions ``before`` it; None where it has none ("today" in a yearly report)."""
    value = found.value
    if found.timex_type in ("DURATION", "SET"):
        return Resolved(found, found.timex_type, value, "", block)
    if value == "PRESENT_REF":
        return Resolved(found, found.timex_type, value, "document", block)
    if m := STEP.fullmatch(value):
        return resolve_step(text, found, m, block, before, anchor)
    if m := NAMED_STEP.fullmatch(value):
        return resolve_named_step(found, m, block, before, anchor)
    if value.startswith("XXXX-WXX"):
        return resolve_weekday(found, block, anchor)
    if "XXXX" in value:
        return resolve_year(text, found, block, before, anchor)
    return Resolved(found, found.timex_type, value, "" if value.startswith("T") else "explicit", block)


def resolve_year(text: str, found: Found, block: int, before: Sequence[Resolved], anchor: Anchor) -> Resolved:
    """Fill in the year that the text leaves out."""
    value = found.value
    if anchor.coverage_start:
        value = fill_year(value, covered_year(value, anchor))
    elif anchor.published and value == "XXXX":
        value = fill_year(value, anchor.published.year)
    elif anchor.published and not (found.timex_type == "DATE" and found.rule.endswith("_the_year")):
        value = find_nearest(value.split("T")[0], anchor.published) + value[len(value.split("T")[0]) :]
        if is_ahead(text, found, value, anchor.published):
            value = find_nearest(found.value, anchor.published, back=False)
    elif anchor.published:
        value = fill_year(value, anchor.published.year)
    value = order_range(text, found, value, before)
    if found.rule == "week_of_day" and (days := find_days(value)):
        value = iso_week(days[0])
    return Resolved(found, found.timex_type, value, "" if "XXXX" in value else anchor.basis, block)


def covered_year(value: str, anchor: Anchor) -> int:
    """The year of the coverage period; where it runs over New Year, the one that puts the date inside it."""
    start, end = anchor.coverage_start, anchor.coverage_end
    assert start is not None
    for year in range(start.year, (end or start).year + 1):
        days = find_days(fill_year(value, year))
        if days and days[0] >= start and (end is None or days[0] <= end):
            return year
    return start.year


def is_ahead(text: str, found: Found, value: str, published: date) -> bool:
    """Whether a day without a year lies in the future: "will" stands before it, its last one is half a year back."""
    days = find_days(value)
    return bool(
        days and (published - days[1]).days > 183 and AHEAD.search(text[max(0, found.start - 100) : found.start])
    )


def order_range(text: str, found: Found, value: str, before: Sequence[Resolved]) -> str:
    """The end of a range is not before its start: "from November 2021 to January"."""
    if (
        not before
        or not RANGE_GAP.fullmatch(text[before[-1].found.end : found.start])
        or before[-1].basis != "explicit"
    ):
        return value
    start, end = find_days(before[-1].value), find_days(value)
    if start and end and end[1] < start[0]:
        return find_nearest(found.value, start[1], back=False)
    return value


def resolve_weekday(found: Found, block: int, anchor: Anchor) -> Resolved:
    """A weekday of a news item is the last one before it; in a yearly report, or without a date, it is any such day."""
    if anchor.coverage_start or not anchor.published:
        return Resolved(found, "SET", found.value, "", block)
    day = find_weekday(int(found.value[9]), anchor.published)
    return Resolved(found, found.timex_type, day + found.value[10:], "publication", block)


def resolve_step(
    text: str, found: Found, step: re.Match[str], block: int, before: Sequence[Resolved], anchor: Anchor
) -> Resolved | None:
    """A number of days, weeks, months or years from the report's own time or from the date before."""
    origin, count, unit, rest = step[1], int(step[2]), step[3], step[4]
    if origin == "REF":
        reference = find_reference(text, found, unit, block, before)
        value = step_from(reference, count, unit)
        if reference and value:
            return Resolved(found, found.timex_type, complete(value, rest), "previous_date", block, reference.found)
        if found.rule in COUNTED:
            return unanchored(text, found, abs(count), unit, block)
        if unit not in "YEC":
            return unresolved(found, UNKNOWN[unit] + rest, block)
    now = own_time(unit, anchor)
    value = shift(now, count, unit) if now else ""
    if value:
        return Resolved(found, found.timex_type, complete(value, rest), anchor.basis, block)
    if found.rule in ("ago", "a_year_ago"):
        return unanchored(text, found, abs(count), unit, block)
    return unresolved(found, UNKNOWN[unit] + rest, block)


def step_from(reference: Resolved | None, count: int, unit: str) -> str:
    """The value ``count`` units from an earlier date; no step in days or weeks leaves it as exact as it is."""
    if reference is None:
        return ""
    return shift(reference.value, count, unit) if count or unit in "MYEC" else reference.value[:10]


def unresolved(found: Found, value: str, block: int) -> Resolved | None:
    """A date of which only the shape is known; None for what then is no date ("the same night shifts", "today")."""
    if found.rule in ("deictic", "part_unit") or found.timex_type == "TIME":
        return None
    return Resolved(found, found.timex_type, value, "", block)


def unanchored(text: str, found: Found, count: int, unit: str, block: int) -> Resolved:
    """A step that nothing can be counted from, as the duration that it is."""
    duration = as_duration(text, found, str(count), unit)
    return Resolved(duration, "DURATION", duration.value, "", block)


def complete(value: str, rest: str) -> str:
    """Append what follows a step ("-01" of January of that year); a range repeats the year on both sides."""
    if "/" in rest:
        first, last = rest.split("/", 1)
        return f"{value}{first}/{value}{STEP.sub(lambda m: m[4], last)}"
    return value + rest


def own_time(unit: str, anchor: Anchor) -> str:
    """The report's own time as a value that a step of ``unit`` can start from; "" where it is not that exact."""
    if anchor.coverage_start:
        return f"{anchor.coverage_start.year:04d}" if unit in "YEC" else ""
    if anchor.published is None:
        return ""
    return iso_week(anchor.published) if unit == "W" else anchor.published.isoformat()


def resolve_named_step(
    found: Found, step: re.Match[str], block: int, before: Sequence[Resolved], anchor: Anchor
) -> Resolved:
    """ "the following January", "next May": the first one after the date before, or after the report's own time."""
    reference = (
        next((r for r in reversed(before) if r.timex_type == "DATE" and find_days(r.value)), None) if step[1] else None
    )
    days = find_days(reference.value) if reference else None
    if days:
        later = step[2] == ">"
        value = find_nearest(step[3], days[1] + timedelta(1) if later else days[0] - timedelta(1), back=not later)
        return Resolved(found, found.timex_type, value, "previous_date", block, reference.found if reference else None)
    if anchor.year is None:
        return Resolved(found, found.timex_type, step[3], "", block)
    if anchor.published and not anchor.coverage_start:
        return Resolved(
            found, found.timex_type, find_nearest(step[3], anchor.published, back=step[2] == "<"), "publication", block
        )
    return Resolved(found, found.timex_type, fill_year(step[3], anchor.year + (step[2] == ">")), anchor.basis, block)


def find_reference(text: str, found: Found, unit: str, block: int, before: Sequence[Resolved]) -> Resolved | None:
    """The nearest date before ``found`` that is exact enough to count ``unit`` from.

    It stands in the same sentence for "the previous year", in the same block for another year, in this block or the one
    before for anything shorter."""
    one_sentence = found.value.startswith("REF-") and unit == "Y" and found.rule not in COUNTED
    for earlier in reversed(before):
        if block - earlier.block > (0 if unit in "YEC" else 1):
            return None
        if one_sentence and SENTENCE_END.search(text, earlier.found.end, found.start + 1):
            return None
        exact = precision(earlier.value) in FINE_ENOUGH[unit] and find_days(earlier.value)
        if earlier.timex_type in ("DATE", "TIME") and exact:
            return earlier
    return None


def attach_clocks(text: str, resolved: list[Resolved]) -> list[Resolved]:
    """Give a time of day the day that stands beside it in its sentence ("at 9:30 p.m. on January 5")."""
    attached = list(resolved)
    for i, item in enumerate(resolved):
        if item.timex_type != "TIME" or not item.value.startswith("T"):
            continue
        for j in (i + 1, i - 1, i + 2, i - 2):
            if (
                not 0 <= j < len(resolved)
                or resolved[j].block != item.block
                or precision(resolved[j].value) not in ("day", "time")
            ):
                continue
            other = resolved[j].found
            gap = text[min(item.found.end, other.end) : max(item.found.start, other.start)]
            if len(gap) <= 40 and not SENTENCE_END.search(gap) and find_days(resolved[j].value):
                attached[i] = Resolved(
                    item.found, "TIME", resolved[j].value[:10] + item.value, "previous_date", item.block, other
                )
                break
    return attached
