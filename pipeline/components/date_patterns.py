"""Patterns of dates (lexicon/dates_patterns.csv): a run of tokens -> expressions with the value that the text gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pipeline.components.date_words import Run, Token, read_joints
from pipeline.lexicon import read_lexicon

LETTERS = {
    "month": "M", "day": "Do", "ordinal": "oO", "year": "Y", "number": "DNY", "weekday": "W", "weekdays": "V",
    "unit": "uUa", "singular": "ua", "subunit": "u", "units": "U", "yearword": "a", "season": "S", "part": "P",
    "edge": "J", "half": "h", "quarter": "q", "relation": "LF", "nearby": "L", "sequel": "F", "span": "A", "vague": "v",
    "each": "Eb", "every": "E", "times": "X", "timesword": "x", "clock": "c", "decade": "e", "interval": "i",
    "iso": "I", "fiscal": "kK", "calendar": "K", "ago": "g", "later": "G", "before": "B", "daypart": "m",
    "frequency": "R", "long": "l", "yearend": "z", "deictic": "t", "present": "p", "holiday": "H",
}  # fmt: skip
PLACEHOLDER = re.compile(r"\{([a-z]+)\d?\}")
STEP_WORD = re.compile(r"\s(?:later|earlier|ago|before|after|prior)$")
HALF_UNITS = {"TH": "PT30M", "Y": "P6M", "M": "P15D", "D": "PT12H", "E": "P5Y", "C": "P50Y", "TM": "PT30S"}
SESQUI_UNITS = {"TH": "PT90M", "Y": "P18M", "M": "P45D", "D": "PT36H", "E": "P15Y", "C": "P150Y"}


@dataclass(frozen=True)
class Pattern:
    """One line of the lexicon, one of its alternatives: the code it fits, and the placeholder of each token in it."""

    rule: str
    code: re.Pattern[str]
    slots: tuple[str, ...]
    timex_type: str
    value: str
    mod: str
    left: re.Pattern[str] | None
    right: re.Pattern[str] | None


@dataclass(frozen=True)
class Found:
    """An expression as the text gives it; ``first`` and ``last`` are its tokens in the run."""

    start: int
    end: int
    timex_type: str
    value: str
    mod: str
    rule: str
    first: int = -1
    last: int = -1


@cache
def read_patterns() -> tuple[Pattern, ...]:
    """The patterns of the lexicon, an entry for each alternative."""
    return tuple(
        compile_pattern(row, alternative.strip())
        for row in read_lexicon("dates_patterns.csv")
        for alternative in row["pattern"].split(" | ")
    )


def compile_pattern(row: dict[str, str], alternative: str) -> Pattern:
    """Turn "{month} {day}, {year}" into an expression over codes; KeyError for a joint or class that there is not."""
    code, slots, at = "", [], 0
    for m in PLACEHOLDER.finditer(alternative):
        code += re.escape(read_joints()[alternative[at : m.start()]])
        code += f"[{LETTERS[m[1]]}]"
        slots.append(m.group()[1:-1])
        at = m.end()
    seen: list[str] = []
    for slot in slots:  # a second {day} that the line does not number is {day2}
        seen.append(slot + "2" if slot in seen else slot)
    return Pattern(
        rule=row["rule"],
        code=re.compile(code),
        slots=tuple(seen),
        timex_type=row["type"],
        value=row["value"],
        mod=row["mod"],
        left=re.compile(row["left"]) if row["left"] else None,
        right=re.compile(row["right"]) if row["right"] else None,
    )


@lru_cache(maxsize=20_000)
def match_code(code: str) -> tuple[tuple[tuple[Pattern, int], ...], ...]:
    """For each place of a code, the patterns that fit there with the place where each ends, the longest first."""
    table = []
    for at in range(len(code)):
        fits = [(pattern, m.end()) for pattern in read_patterns() if (m := pattern.code.match(code, at))]
        fits.sort(key=lambda fit: -fit[1])
        table.append(tuple(fits))
    return tuple(table)


def find_expressions(text: str, run: Run) -> list[Found]:
    """The expressions of one run, from left to right, each the longest whose surroundings fit."""
    found, at = [], 0
    table = match_code(run.code)
    while at < len(run.code):
        for pattern, end in table[at]:
            expression = read_expression(text, run, pattern, at, end)
            if expression is not None:
                found.append(expression)
                at = end
                break
        else:
            at += 1
    return found


def read_expression(text: str, run: Run, pattern: Pattern, at: int, end: int) -> Found | None:
    """The expression that ``pattern`` makes of the tokens between two places of a code; None where it may not stand."""
    first, last = run.places[at], run.places[end - 1]
    tokens = run.tokens[first : last + 1]
    start, stop = tokens[0].start, tokens[-1].end
    if pattern.left and not fits_left(pattern.left, text, start):
        return None
    if pattern.right and not pattern.right.match(text, stop):
        return None
    fields = dict(zip(pattern.slots, tokens, strict=True))
    value = write_value(pattern.value, fields)
    if not value:
        return None
    mod = write_mod(pattern.mod, fields)
    return settle(text, Found(start, stop, pattern.timex_type, value, mod, pattern.rule, first, last))


def write_mod(template: str, fields: dict[str, Token]) -> str:
    """The mod of a line: fixed, from the word for a part ("late"), or from a rank ("last days of May")."""
    if template == "{part}":
        return (fields.get("part2") or fields.get("part") or fields["edge"]).value
    if template == "{rank}":
        return "END" if "nearby" in fields else "START"
    return template


def fits_left(left: re.Pattern[str], text: str, start: int) -> bool:
    """Whether ``left`` fits the text that ends at ``start``; look-behinds alone are tried there."""
    if left.pattern.startswith("(?<"):
        return bool(left.match(text, start))
    return bool(left.search(text, max(0, start - 40), start))


def settle(text: str, found: Found) -> Found | None:
    """A step of hours is a duration ("two hours later"); "this year" is the year that the text leaves out."""
    value = found.value.replace("NOW+0Y", "XXXX")
    if m := re.match(r"(?:NOW|REF)[+-](\w+?)(T[HMS]|2W)$", value):
        if m[1] in "01":  # "this hour", "the last minute"
            return None
        return as_duration(text, found, m[1], m[2])
    if m := re.match(r"(?:NOW|REF)[+-](X|\d*\.\d+?)(T[HMS]|2W|[A-Z])", value):
        return as_duration(text, found, m[1], m[2])
    return replace(found, value=value)


def as_duration(text: str, found: Found, number: str, unit: str) -> Found:
    """A step that leads nowhere as the duration that it is: "72 hours" of "72 hours later"."""
    end = found.start + len(STEP_WORD.sub("", text[found.start : found.end]))
    return replace(found, end=end, timex_type="DURATION", value=write_duration(number, unit))


def write_duration(number: str, unit: str) -> str:
    """A TIMEX3 duration.

    >>> write_duration("05", "Y"), write_duration("X", "TH"), write_duration("2", "2W")
    ('P5Y', 'PTXH', 'P4W')
    """
    if number == "0.5" and unit in HALF_UNITS:
        return HALF_UNITS[unit]
    if number != "X":
        number = f"{float(number):g}" if float(number) < 1e6 else str(int(float(number)))
    if unit == "2W":
        return "PXW" if number == "X" else f"P{2 * float(number):g}W"
    return f"PT{number}{unit[1]}" if unit[0] == "T" else f"P{number}{unit}"


def write_value(template: str, fields: dict[str, Token]) -> str:
    """Fill a line's value template; "" where the tokens make no such value (a "second minute" is no century)."""
    names: dict[str, str] = {name: token.value for name, token in fields.items()}
    names.setdefault("yearword", "Y")
    names["relation"] = names.get("relation") or names.get("nearby") or names.get("sequel", "")
    names["unit"] = names.get("unit") or names.get("singular") or names.get("subunit") or names.get("units") or "Y"
    if template.startswith("P"):
        return write_period(template, names)
    if ":" in template:
        return write_named(names)
    if "number" in names:
        names["number"] = names["number"].lstrip("0")
    if "ordinal" in names:
        names["ordinal"] = f"{float(names['ordinal']):02.0f}"
    parts = [""]
    for name, write in DERIVED.items():
        if f"{{{name}}}" in template:
            parts = write(names).split("/")
            template = template.replace(name, "derived")
            if not all(parts):
                return ""
    value = "/".join(template.format_map(names | {"derived": part}) for part in parts).replace("-XXXX-", "-")
    return "" if re.match(r"(?:NOW|REF)(?![+-])", value) else value


def write_period(template: str, names: dict[str, str]) -> str:
    """The value of a line whose template is a duration: P{number}{unit}, PX{units}, P1{unit}, or two of them."""
    if template == "PRESENT_REF":
        return template
    parts = []
    for part in template.split("/"):
        if "{" not in part:
            parts.append(part)
            continue
        number = "X" if part.startswith("PX") else part[1:2]
        if m := re.match(r"P\{(number2?)\}", part):
            number = names.get(m[1]) or ("X" if "vague" in names else names.get("ordinal", ""))
        if not number:
            return ""
        unit = names["unit"]
        if "{long}" in part:
            unit = re.sub(r"^P(T?)[\dX](\w)$", r"\1\2", names["long"])
        parts.append(write_duration(number, unit))
    return "/".join(parts)


def write_named(names: dict[str, str]) -> str:
    """ "last May", "the following January", "that summer": the named time before, after or in another."""
    relation, time = names["relation"], names.get("month") or names.get("season")
    if relation == "REF+0":
        return f"REF+0Y-{time}"
    prefix = relation[:3] if relation[:3] == "REF" else ""
    sign = {"+1": ">", "-1": "<" if prefix else "", "+0": ""}[relation[3:]]
    return f"{prefix}{sign}XXXX-{time}"


def write_century(names: dict[str, str]) -> str:
    """20XX from "21st century"."""
    return f"{int(names['ordinal']) - 1:02d}XX" if names["unit"] == "C" and 1 <= int(names["ordinal"]) <= 22 else ""


def write_sum(names: dict[str, str]) -> str:
    """P2Y6M from "two years and six months"; the units must go down."""
    order = ["Y", "M", "W", "D", "TH", "TM"]
    units = (names["unit"], names.get("unit2", ""))
    if not all(unit in order for unit in units) or order.index(units[0]) >= order.index(units[1]):
        return ""
    first, second = write_duration(names["number"], units[0]), write_duration(names["number2"], units[1])
    return first + (second[2:] if units[0][0] == units[1][0] == "T" else second[1:])


def write_division(names: dict[str, str]) -> str:
    """H1, H2, Q1 ... Q4 from "first half", "last quarter", "latter half"."""
    letter, most = ("H", 2) if "half" in names else ("Q", 4)
    if "ordinal" in names:
        rank = int(names["ordinal"])
    else:
        rank = {"NOW-1": most, "END": most, "START": 1}.get(names["relation"] or names.get("part", ""), 0)
    return f"{letter}{rank}" if 1 <= rank <= most else ""


def write_fortnight(names: dict[str, str]) -> str:
    """The days of the first or second half of a month."""
    return {1: "01/15", 2: f"16/{MONTH_LENGTHS[int(names['month'])]}"}.get(int(names["ordinal"]), "")


def write_stretch(names: dict[str, str]) -> str:
    """First and last month ("first nine months of" a year) or day ("last week of", "first ten days of" a month)."""
    from_end = "ordinal" not in names and names["relation"] == "NOW-1"
    rank, number, unit = int(names.get("ordinal", 0)), names.get("number", "1"), names["unit"]
    if not number.isdigit() or not (from_end or rank):
        return ""
    count, limit = int(number), 12
    if "month" in names:
        count, limit = count * {"W": 7, "D": 1}.get(unit, 0), MONTH_LENGTHS[int(names["month"])]
    if not 1 <= count <= limit or ("month" not in names and unit != "M") or (unit == "D" and "number" not in names):
        return ""
    first = limit - count + 1 if from_end else 1 + (rank - 1) * count
    return f"{first:02d}/{min(first + count - 1, limit):02d}" if first <= limit else ""


MONTH_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DERIVED: dict[str, Callable[[dict[str, str]], str]] = {
    "century": write_century,
    "division": write_division,
    "fortnight": write_fortnight,
    "stretch": write_stretch,
    "week_day": lambda names: f"{names['month']}-{names['day']}" if names["unit"] == "W" else "",
    "sum": write_sum,
    "sequence": lambda names: {"NOW+1": "REF+1"}.get(names["relation"], ""),
    "half_unit": lambda names: HALF_UNITS.get(names["unit"], ""),
    "sesqui": lambda names: SESQUI_UNITS.get(names["unit"], ""),
}
