"""Calendar arithmetic on TIMEX3 values: the days that a value can mean, its precision, its EDTF form, steps from it.

Pure: strings in, strings out; no text, no report, no clock."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}
EDTF_SEASONS = {
    "SP": "21",
    "SU": "22",
    "FA": "23",
    "WI": "24",
    "Q1": "33",
    "Q2": "34",
    "Q3": "35",
    "Q4": "36",
    "H1": "40",
    "H2": "41",
}
MONTH_THIRDS = {"START": (1, 10), "MID": (11, 20), "END": (21, 31)}
YEAR_THIRDS = {"START": (1, 4), "MID": (5, 8), "END": (9, 12)}
DECADE_THIRDS = {"START": (0, 3), "MID": (4, 6), "END": (7, 9)}
CENTURY_THIRDS = {"START": (0, 32), "MID": (33, 66), "END": (67, 99)}
PARTS = frozenset(MONTH_THIRDS)

YEAR = re.compile(r"\d{4}")
MONTH = re.compile(r"(\d{4})-(\d\d)")
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
DECADE = re.compile(r"(\d{3})X")
CENTURY = re.compile(r"(\d\d)XX")
WEEK = re.compile(r"(\d{4})-W(\d\d)")
DIVISION = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)")
CLOCK = re.compile(r"T(\d\d):(\d\d)")

Days = tuple[date, date]


def month_days(year: int, month: int, part: str = "") -> Days:
    """First and last day of a month, or of its first, middle or last third; month 13 is January of the year after."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last = monthrange(year, month)[1]
    first, end = MONTH_THIRDS.get(part, (1, last))
    return date(year, month, first), date(year, month, min(end, last))


def month_range(year: int, first: int, last: int) -> Days:
    """First day of month ``first`` to the last day of month ``last``."""
    return month_days(year, first)[0], month_days(year, last)[1]


def year_range(first: int, last: int) -> Days:
    return date(first, 1, 1), date(last, 12, 31)


def thirds(days: Days, part: str) -> Days:
    """The first, middle or last third of a stretch of days."""
    if part not in PARTS:
        return days
    length = (days[1] - days[0]).days + 1
    cuts = [days[0] + timedelta(length * k // 3) for k in (0, 1, 2)]
    ends = [cuts[1] - timedelta(1), cuts[2] - timedelta(1), days[1]]
    k = ("START", "MID", "END").index(part)
    return cuts[k], ends[k]


@lru_cache(maxsize=4096)
def find_days(value: str, mod: str = "") -> Days | None:
    """The days a resolved TIMEX3 date or time can lie in, both included; None where the value names none.

    >>> find_days("2022-09", "MID")
    (datetime.date(2022, 9, 11), datetime.date(2022, 9, 20))
    >>> find_days("XXXX-01-05") is None
    True
    """
    if "/" in value:
        ends = [find_days(part) for part in value.split("/", 1)]
        return (ends[0][0], ends[1][1]) if ends[0] and ends[1] and ends[0][0] <= ends[1][1] else None
    value, _, _ = value.partition("T")
    try:
        return _find_days(value, mod)
    except ValueError:  # February 30, year 0
        return None


def _find_days(value: str, mod: str) -> Days | None:
    part = mod if mod in PARTS else ""
    if DAY.fullmatch(value):
        return date.fromisoformat(value), date.fromisoformat(value)
    if m := MONTH.fullmatch(value):
        if not 1 <= int(m[2]) <= 12:
            return None
        return month_days(int(m[1]), int(m[2]), part)
    if YEAR.fullmatch(value):
        return month_range(int(value), *YEAR_THIRDS.get(part, (1, 12)))
    if m := DECADE.fullmatch(value):
        first, last = DECADE_THIRDS.get(part, (0, 9))
        return year_range(int(m[1]) * 10 + first, int(m[1]) * 10 + last)
    if m := CENTURY.fullmatch(value):
        first, last = CENTURY_THIRDS.get(part, (0, 99))
        return year_range(int(m[1]) * 100 + first, int(m[1]) * 100 + last)
    if m := WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return monday, monday + timedelta(6)
    if m := DIVISION.fullmatch(value):
        return thirds(month_range(int(m[1]), *division_months(m[2])), part)
    return None


def division_months(name: str) -> tuple[int, int]:
    """First and last month of a quarter, half or (northern, meteorological) season; 13 and 14 are in the year after."""
    if name in SEASON_MONTHS:
        return SEASON_MONTHS[name]
    size = 3 if name[0] == "Q" else 6
    last = int(name[1]) * size
    return last - size + 1, last


def precision(value: str) -> str:
    """What a DATE or TIME value is precise to, or "".

    One of time, day, week, month, quarter, half, season, year, decade, century, interval.

    >>> precision("2022-01"), precision("XXXX-01-05"), precision("P3D")
    ('month', 'day', '')
    """
    if value.startswith("P"):
        return ""
    if "/" in value:
        return "interval"
    if "T" in value:
        return "time"
    known = re.sub(r"^XXXX", "0000", value)
    for name, shape in (
        ("day", DAY),
        ("month", MONTH),
        ("year", YEAR),
        ("decade", DECADE),
        ("century", CENTURY),
        ("week", WEEK),
    ):
        if shape.fullmatch(known):
            return name
    if re.fullmatch(r"\d{4}-WXX-[1-7]", known):
        return "day"
    if m := DIVISION.fullmatch(known):
        return {"Q": "quarter", "H": "half"}.get(m[2][0], "season") if m[2] not in SEASON_MONTHS else "season"
    return ""


def write_edtf(value: str, mod: str = "") -> str:
    """The EDTF form (ISO 8601-2) of a TIMEX3 date; "" where EDTF has none (durations, sets, clock times without a day).

    A part of a month or year is "one of the days from ... to ...", since the thing happened somewhere in it.

    >>> write_edtf("2022-09", "MID"), write_edtf("2022-Q2"), write_edtf("XXXX-01-05")
    ('[2022-09-11..2022-09-20]', '2022-34', 'XXXX-01-05')
    """
    if "/" in value:
        ends = [write_edtf(part) for part in value.split("/", 1)]
        return "/".join(ends) if all(ends) else ""
    day, _, clock = value.partition("T")
    if not day:
        return ""
    if clock and DAY.fullmatch(day) and CLOCK.fullmatch("T" + clock):
        return f"{day}T{clock}:00" if find_days(day) else ""
    days = find_days(day, mod)
    if days is None:
        return day if re.fullmatch(r"XXXX(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", day) else ""
    if mod in PARTS and days != find_days(day):
        return f"[{days[0]}..{days[1]}]"
    if WEEK.fullmatch(day):
        return f"{days[0]}/{days[1]}"
    if (m := DIVISION.fullmatch(day)) and m[2] != "WI":
        return f"{m[1]}-{EDTF_SEASONS[m[2]]}"
    if m:  # EDTF leaves open which year's winter is meant; the months do not
        return f"{days[0]:%Y-%m}/{days[1]:%Y-%m}"
    return day + "~" if mod == "APPROX" and "X" not in day else day


def shift(value: str, count: int, unit: str) -> str:
    """``value`` moved by ``count`` units, as precise as the unit or the value, whichever is coarser; else "".

    Units: D, W, M, Y, E (ten years), C (a hundred years). A week moves a day to a day.

    >>> shift("2021-12-15", 1, "M"), shift("2021-12", -1, "Y"), shift("2022-01-30", 3, "D"), shift("2022", 1, "D")
    ('2022-01', '2020', '2022-02-02', '')
    """
    days = find_days(value)
    if days is None:
        return ""
    start = days[0]
    try:
        if unit in "YEC":
            size = {"Y": 1, "E": 10, "C": 100}[unit]
            year = f"{start.year + count * size:04d}"
            return {"Y": year, "E": year[:3] + "X", "C": year[:2] + "XX"}[unit]
        if unit == "M" and precision(value) in ("day", "month", "week", "time"):
            months = start.year * 12 + start.month - 1 + count
            return f"{months // 12:04d}-{months % 12 + 1:02d}"
        if unit in "DW" and precision(value) in ("day", "time"):
            return (start + timedelta(count * (7 if unit == "W" else 1))).isoformat()
        if unit == "W" and precision(value) == "week":
            return iso_week(start + timedelta(7 * count))
    except (ValueError, OverflowError):
        return ""
    return ""


def iso_week(day: date) -> str:
    """The ISO week of a day.

    >>> iso_week(date(2021, 1, 1))
    '2020-W53'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def fill_year(value: str, year: int) -> str:
    """``value`` with its XXXX replaced by ``year``.

    >>> fill_year("XXXX-01/XXXX-06", 2024)
    '2024-01/2024-06'
    """
    return value.replace("XXXX", f"{year:04d}")


def find_nearest(value: str, anchor: date, back: bool = True) -> str:
    """An XXXX value in the year that puts it nearest before ``anchor`` (or on it), or after it when not ``back``.

    >>> find_nearest("XXXX-07-03", date(2019, 2, 15)), find_nearest("XXXX-02", date(2019, 2, 15))
    ('2018-07-03', '2019-02')
    """
    years = range(anchor.year, anchor.year - 9, -1) if back else range(anchor.year, anchor.year + 9)
    for year in years:  # February 29 may be up to eight years away
        filled = fill_year(value, year)
        days = find_days(filled)
        if days and (days[0] <= anchor if back else days[1] >= anchor):
            return filled
    return value


def find_weekday(weekday: int, anchor: date, step: int = -1) -> str:
    """The last day of that ISO weekday (1 Monday) on or before ``anchor``; with ``step`` 1 the first one after it.

    >>> find_weekday(1, date(2019, 2, 15)), find_weekday(1, date(2019, 2, 15), 1)
    ('2019-02-11', '2019-02-18')
    """
    behind = (anchor.isoweekday() - weekday) % 7
    return (anchor - timedelta(behind) if step < 0 else anchor + timedelta(7 - behind)).isoformat()
