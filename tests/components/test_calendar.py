"""Calendar arithmetic, exhaustively where the calendar is small enough."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.components.calendar import (
    DIVISION,
    EDTF_SEASONS,
    fill_year,
    find_days,
    find_nearest,
    find_weekday,
    iso_week,
    precision,
    shift,
    write_edtf,
)

YEARS = st.integers(1500, 2200)
MODS = st.sampled_from(["", "START", "MID", "END", "APPROX"])
DAYS = st.dates(date(1500, 1, 1), date(2200, 12, 31))
VALUES = st.one_of(
    DAYS.map(date.isoformat),
    st.tuples(YEARS, st.integers(1, 12)).map(lambda p: f"{p[0]}-{p[1]:02d}"),
    YEARS.map(str),
    st.integers(150, 219).map(lambda d: f"{d}X"),
    st.integers(15, 21).map(lambda c: f"{c}XX"),
    st.tuples(YEARS, st.sampled_from(sorted(EDTF_SEASONS))).map(lambda p: f"{p[0]}-{p[1]}"),
    DAYS.map(iso_week),
)


def test_every_day_of_ninety_years_is_its_own_month_week_and_year() -> None:
    day = date(1960, 1, 1)
    while day.year < 2050:
        for value in (day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}", iso_week(day)):
            days = find_days(value)
            assert days and days[0] <= day <= days[1], value
        day += timedelta(1)


def test_the_parts_of_every_month_and_year_leave_no_day_out() -> None:
    for year in range(1990, 2031):
        for value in [str(year), f"{year // 10}X", *(f"{year}-{month:02d}" for month in range(1, 13))]:
            whole = find_days(value)
            early, mid, late = (find_days(value, mod) for mod in ("START", "MID", "END"))
            assert whole and early and mid and late
            assert whole == (early[0], late[1])
            assert mid[0] - early[1] == late[0] - mid[1] == timedelta(1)


@pytest.mark.parametrize("count", range(-400, 401, 7))
def test_every_step_of_days_comes_back(count: int) -> None:
    for month in range(1, 13):
        day = date(2020, month, 28).isoformat()
        assert shift(shift(day, count, "D"), -count, "D") == day
        assert shift(day, 7 * count, "D") == shift(day, count, "W")
        assert shift(shift(day[:7], count, "M"), -count, "M") == day[:7]


def test_every_weekday_is_found_within_a_week() -> None:
    for offset in range(800):
        anchor = date(2019, 12, 1) + timedelta(offset)
        for weekday in range(1, 8):
            before, after = (date.fromisoformat(find_weekday(weekday, anchor, step)) for step in (-1, 1))
            assert before.isoweekday() == after.isoweekday() == weekday
            assert anchor - timedelta(6) <= before <= anchor < after == before + timedelta(7)


@settings(deadline=None)
@given(DAYS, st.integers(1, 12), st.integers(1, 28))
def test_the_nearest_date_before_is_less_than_a_year_back(anchor: date, month: int, day: int) -> None:
    found = date.fromisoformat(find_nearest(f"XXXX-{month:02d}-{day:02d}", anchor))
    assert found <= anchor < found.replace(year=found.year + 1)


def test_a_leap_day_is_found_in_a_leap_year() -> None:
    assert find_nearest("XXXX-02-29", date(2023, 5, 1)) == "2020-02-29"
    assert find_days("2023-02-29") is None


@settings(deadline=None)
@given(VALUES, MODS)
def test_days_edtf_and_value_agree(value: str, mod: str) -> None:
    days = find_days(value, mod)
    assert days and days[0] <= days[1]
    text = write_edtf(value, mod)
    parsed = parse_edtf(text)
    assert date(*parsed.lower_strict()[:3]) == days[0], text
    assert date(*parsed.upper_strict()[:3]) == days[1], text


@settings(deadline=None)
@given(VALUES, MODS)
def test_a_part_lies_in_the_whole(value: str, mod: str) -> None:
    whole, part = find_days(value), find_days(value, mod)
    assert whole and part and whole[0] <= part[0] <= part[1] <= whole[1]


@settings(deadline=None)
@given(VALUES, VALUES)
def test_an_interval_runs_from_the_first_day_of_one_to_the_last_of_the_other(first: str, last: str) -> None:
    start, end = find_days(first), find_days(last)
    assert start and end
    both = find_days(f"{first}/{last}")
    assert both == ((start[0], end[1]) if start[0] <= end[1] else None)


@settings(deadline=None)
@given(VALUES)
def test_every_value_has_a_precision(value: str) -> None:
    assert precision(value)
    if not DIVISION.fullmatch(value):
        assert precision(value) in ("day", "week", "month", "year", "decade", "century")


@pytest.mark.parametrize("value", ["", "P3Y", "PRESENT_REF", "T20:00", "XXXX-WXX-7", "2022-13", "2022-02-30", "0000"])
def test_what_names_no_day_has_none(value: str) -> None:
    assert find_days(value) is None
    assert write_edtf(value) == ""


def test_an_unknown_year_is_kept_in_edtf() -> None:
    assert write_edtf("XXXX-01-05") == "XXXX-01-05"
    assert fill_year("XXXX-01-05", 2022) == "2022-01-05"
