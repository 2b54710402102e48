"""Lists and ranges: parts that leave out what a neighbour says ("January 4 and 6", "May and June 2023")."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.components.date_ages import drop_ages
from pipeline.components.date_patterns import Found, write_duration
from pipeline.components.date_words import Run, Token

LISTING = frozenset(",&|>-")
PAIRING = frozenset("&|>-")
AMOUNT = re.compile(r"P(T?)[\dX.]+([YMWDECHS])$")
COUNT_AFTER = re.compile(
    r"\s(?:other|more|additional|new|percent|of (?:them|the)|%|[a-z]+s\s(?:were|had|in|of|from|who|and|to|on)\b"
    r"|(?:people|persons|men|women|children|detainees|protesters|police|civilians)\b)"
)
OF_WHICH = re.compile(r"\sof (?:which|them|those)\b")


def complete_lists(text: str, run: Run, found: list[Found]) -> list[Found]:
    """``found`` with the parts of lists added and filled in from their neighbours; else they are left out."""
    items = add_days(text, run, found)
    items = add_amounts(text, run, items)
    items = share_months(run, items)
    items = share_years(text, run, items)
    return [item for item in drop_ages(text, run, items) if item.timex_type != "ELIDED"]


def joint_between(run: Run, left: int, right: int) -> str:
    """The joint between two tokens of a run that stand side by side, else "?"."""
    if right != left + 1:
        return "?"
    a, b = run.places.index(left), run.places.index(right)
    return run.code[a + 1 : b]


def free_tokens(run: Run, found: list[Found]) -> list[int]:
    """Indexes of the tokens of a run that no expression has taken."""
    taken = {i for item in found for i in range(item.first, item.last + 1)}
    return [i for i in range(len(run.tokens)) if i not in taken]


def add_days(text: str, run: Run, found: list[Found]) -> list[Found]:
    """Bare days beside a date: "January 4 and 6", "4, 6 and 9 January"."""
    items = list(found)
    for i in free_tokens(run, found):
        token = run.tokens[i]
        before = next((item for item in items if item.last == i - 1), None)
        if (
            token.letter in "Do"
            and before
            and is_day(before)
            and continues_days(text, run, i, joint_between(run, i - 1, i))
        ):
            items.append(elide(token, i))
            items.sort(key=lambda item: item.start)
    for i in reversed(free_tokens(run, items)):
        token = run.tokens[i]
        after = next((item for item in items if item.first == i + 1), None)
        if (
            token.letter in "Do"
            and after
            and is_day(after)
            and run.tokens[after.first].letter in "Do"
            and joint_between(run, i, i + 1) in LISTING
        ):
            items.append(elide(token, i))
            items.sort(key=lambda item: item.start)
    return items


def continues_days(text: str, run: Run, i: int, joint: str) -> bool:
    """Whether a bare number behind a day is another day ("January 4, 6, and 9"), and not how many of something."""
    rest = run.code[run.places.index(i) + 1 :]
    if joint not in LISTING or rest.startswith(("-", "u", "U", "a", "#")) or COUNT_AFTER.match(text, run.tokens[i].end):
        return False
    return joint != "," or bool(re.match(r"[,&|][Do](?![uUa-])", rest))


def elide(token: Token, i: int) -> Found:
    return Found(token.start, token.end, "ELIDED", f"XXXX-XX-{token.value}", "", "elided_day", i, i)


def is_day(item: Found) -> bool:
    """Whether an expression names a day of a month."""
    return item.timex_type in ("DATE", "ELIDED") and bool(re.fullmatch(r"[\dX]{4}-(?:\d\d|XX)-\d\d", item.value))


def share_months(run: Run, items: list[Found]) -> list[Found]:
    """Give each bare day the month of the date before it in the list, else of the one after it."""
    shared = list(items)
    for i in range(1, len(shared)):
        before = shared[i - 1]
        day_last = run.tokens[before.first].letter == "M" or run.tokens[before.last].letter in "Do"
        if day_last and before.last == shared[i].first - 1:
            shared[i] = take_month(shared[i], before)
    for i in range(len(shared) - 2, -1, -1):
        if shared[i + 1].first == shared[i].last + 1:
            shared[i] = take_month(shared[i], shared[i + 1])
    return shared


def take_month(item: Found, other: Found) -> Found:
    """``item`` with the month of ``other``, if it is a bare day that still lacks one and the other has one."""
    if item.timex_type != "ELIDED" or not is_day(other) or other.value[5:7] == "XX":
        return item
    return replace(item, timex_type="DATE", value=f"{item.value[:4]}-{other.value[5:7]}-{item.value[8:]}")


def share_years(text: str, run: Run, items: list[Found]) -> list[Found]:
    """Carry a year back over a list or a range: "October and December 2023", "from January 1 to November 30, 2023"."""
    shared = list(items)
    for i in range(len(shared) - 2, -1, -1):
        item, after = shared[i], shared[i + 1]
        joint = joint_between(run, item.last, after.first)
        if item.timex_type != "DATE" or after.timex_type != "DATE" or joint not in LISTING or joint == "-":
            continue
        if joint == "," and not is_listed(shared, run, i):
            continue
        if not re.match(r"XXXX-(?:\d\d|[A-Z])", item.value) or not re.match(r"\d{4}-", after.value):
            continue
        year = int(after.value[:4])
        if joint == ">" and item.value[4:] > after.value[4:] and len(item.value) == len(after.value):
            year -= 1  # "from December 15 to January 3, 2022"
        shared[i] = replace(item, value=item.value.replace("XXXX", f"{year:04d}"))
    return shared


def is_listed(items: list[Found], run: Run, i: int) -> bool:
    """Whether the comma after item ``i`` is one of a list that ends in "and": "in May, June, and July 2021"."""
    for left, right in zip(items[i:], items[i + 1 :], strict=False):
        joint = joint_between(run, left.last, right.first)
        if joint == "&":
            return True
        if joint != ",":
            return False
    return False


def add_amounts(text: str, run: Run, found: list[Found]) -> list[Found]:
    """Bare numbers beside a duration: "two to five years", "one- to three-month", "nine days, five of which"."""
    items = list(found)
    for i in reversed(free_tokens(run, found)):
        token = run.tokens[i]
        if token.letter not in "ND" and not (token.letter == "Y" and float(token.value) < 1400):
            continue
        after = next((item for item in items if item.first == i + 1), None)
        before = next((item for item in items if item.last == i - 1), None)
        joint = joint_between(run, i, i + 1) if after else "?"
        if (
            after
            and (unit := amount_unit(after))
            and (joint in PAIRING or (joint == "," and after.rule == "elided_amount"))
        ):
            items.append(amount(token, i, unit, after.timex_type))
        elif (
            after and after.timex_type == "TIME" and joint in LISTING and token.letter == "D" and int(token.value) <= 12
        ):
            items.append(
                Found(token.start, token.end, "TIME", share_half(token, after.value), "", "elided_clock", i, i)
            )
        elif (
            before
            and (unit := amount_unit(before))
            and joint_between(run, i - 1, i) == ","
            and OF_WHICH.match(text, token.end)
        ):
            items.append(amount(token, i, unit, before.timex_type))
        items.sort(key=lambda item: item.start)
    return items


def amount_unit(item: Found) -> str:
    """The unit of a plain duration, else ""."""
    m = (
        AMOUNT.match(item.value)
        if item.timex_type == "DURATION" and item.rule in ("duration", "elided_amount", "duration_long")
        else None
    )
    return m[1] + m[2] if m else ""


def amount(token: Token, i: int, unit: str, timex_type: str) -> Found:
    return Found(token.start, token.end, timex_type, write_duration(token.value, unit), "", "elided_amount", i, i)


def share_half(token: Token, value: str) -> str:
    """ "8" in "from 8 to 10 p.m." is in the evening too, unless that would put it after the end."""
    hour, end = int(token.value) % 12, int(value[1:3])
    afternoon = end >= 12 and hour + 12 <= end
    return f"T{hour + 12 * afternoon:02d}:00"
