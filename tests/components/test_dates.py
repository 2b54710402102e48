"""Expressions of time: what is found, what it means, and on what."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English

from pipeline.components.calendar import find_days
from pipeline.components.date_anchor import Anchor
from pipeline.components.dates import DateExpression, DatesComponent, find_dates
from pipeline.layers import read_layer, write_layer
from pipeline.lexicon import read_lexicon
from pipeline.report import Block

COVERED = Anchor(date(2022, 1, 1), date(2022, 12, 31))
NEWS = Anchor(published=date(2019, 2, 15))
NOWHERE = Anchor()


def values(text: str, anchor: Anchor = COVERED) -> list[tuple[str, str]]:
    return [(text[d.start : d.end], d.timex_value) for d in find_dates(text, anchor)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Held between January 4 and 6.", [("January 4", "2022-01-04"), ("6", "2022-01-06")]),
        (
            "Held on January 4, 6, and 9, 2021.",
            [("January 4", "2021-01-04"), ("6", "2021-01-06"), ("9, 2021", "2021-01-09")],
        ),
        ("Held on 4 and 6 January 2021.", [("4", "2021-01-04"), ("6 January 2021", "2021-01-06")]),
        ("Held in 2019 and 2020.", [("2019", "2019"), ("2020", "2020")]),
        ("He faced between 5 and 15 days.", [("5", "P5D"), ("15 days", "P15D")]),
        ("They got six and five years in prison.", [("six", "P6Y"), ("five years", "P5Y")]),
        ("Held for nine days, five of which alone.", [("nine days", "P9D"), ("five", "P5D")]),
        ("He signed one- to three-month contracts.", [("one", "P1M"), ("three-month", "P3M")]),
        (
            "From January 1 to November 30, 2021, it rained.",
            [("January 1", "2021-01-01"), ("November 30, 2021", "2021-11-30")],
        ),
        (
            "From December 15 to January 3, 2021, it rained.",
            [("December 15", "2020-12-15"), ("January 3, 2021", "2021-01-03")],
        ),
        ("Acts rose between October and December 2021.", [("October", "2021-10"), ("December 2021", "2021-12")]),
        ("From May 2021 to June 2022 they fled.", [("May 2021", "2021-05"), ("June 2022", "2022-06")]),
        ("From November 2022 to January they fled.", [("November 2022", "2022-11"), ("January", "2023-01")]),
        ("As of September 1, 12 more were held.", [("September 1", "2022-09-01")]),
        ("On January 4 and 10 people were held.", [("January 4", "2022-01-04")]),
        ("In May 10 people were held.", [("May", "2022-05")]),
    ],
)
def test_lists_and_ranges(text: str, expected: list[tuple[str, str]]) -> None:
    found = values(text)
    assert [f for f in found if f[0] != "10"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In December 2021, he was held. The following month, he died.", "2022-01"),
        ("On March 5, 2021, he was held. The same day, he died.", "2021-03-05"),
        ("He was held on March 5, 2021, and tried two days later.", "2021-03-07"),
        ("He was held in 2019 and died later that year.", "2019"),
        ("He was held in May 2019. In October of that year he died.", "2019-10"),
        ("Acts quadrupled in 2020, up from 436 in the previous year.", "2019"),
        ("The law was passed in 1999. It fined 5 firms, fewer than the previous year.", "2021"),
        ("It made 255 visits in 2020, the last year for which data were available.", "2020"),
    ],
)
def test_chains(text: str, expected: str) -> None:
    last = find_dates(text, COVERED)[-1]
    assert last.timex_value == expected
    assert last.underspecified.startswith("REF") or last.rule == "relation_year"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was lifted three and a half hours later.", "PT3.5H"),
        ("He was freed two and a half years later.", "P2.5Y"),
        ("Two and a half fortnights later they left.", "P5W"),
    ],
)
def test_a_step_of_half_a_unit_is_a_duration(text: str, expected: str) -> None:
    assert [(found.timex_type, found.timex_value) for found in find_dates(text, COVERED)] == [("DURATION", expected)]


def test_an_explicit_year_does_not_move_the_anchor() -> None:
    assert values("He fled in 2016. On July 3, he came back.") == [("2016", "2016"), ("July 3", "2022-07-03")]
    assert values("Announced in February 2018. On July 3, police came.", NEWS)[-1] == ("July 3", "2018-07-03")


def test_a_chain_says_what_it_was_counted_from() -> None:
    text = "In December 2021, he was held. The following month, he died."
    first, second = find_dates(text, COVERED)
    assert (second.anchor_start, second.anchor_end) == (first.start, first.end)
    assert (first.year_basis, second.year_basis) == ("explicit", "previous_date")


@pytest.mark.parametrize(
    ("anchor", "value", "basis"),
    [(COVERED, "2022-01-05", "coverage"), (NEWS, "2019-01-05", "publication"), (NOWHERE, "XXXX-01-05", "")],
)
def test_the_year_left_out(anchor: Anchor, value: str, basis: str) -> None:
    (found,) = find_dates("On January 5, he was held.", anchor)
    assert (found.timex_value, found.underspecified, found.year_basis) == (value, "XXXX-01-05", basis)


def test_coverage_that_runs_over_new_year() -> None:
    fiscal = Anchor(date(2022, 7, 1), date(2023, 6, 30))
    assert [v for _, v in values("In August it rained; in March it froze.", fiscal)] == ["2022-08", "2023-03"]


@pytest.mark.parametrize(
    ("text", "covered"), [("in May", "true"), ("in 2021", "false"), ("from 2021-23", "false"), ("to date, none", "")]
)
def test_in_coverage(text: str, covered: str) -> None:
    assert find_dates(text, COVERED)[0].in_coverage == covered


@pytest.mark.parametrize(
    "text",
    [
        "Police may arrest anyone; a march was held; the second trial began.",
        "Article 2017, section 505(b), Law 1996, and Resolution 2018 apply.",
        "Police arrested at least 2,010 people, or 1990 persons, near mile 7.",
        "Call (202) 555-2019 or write to a-2019@example.org; see https://example.org/2019/05/12/may.html.",
        "The 17-year-old, a six-year-old and a boy 12 years of age were held.",
        "The minimum age for marriage was 18 years.",
        "In recent years, currently, recently and previously abuses grew.",
        "They were told.[12] The COVID-19 rules of Group of 77 stood.",
        "Theresa May and Sunday Adeyemi spoke; the Aurat March was banned.",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert values(text) == []


def test_time_of_day_takes_the_day_beside_it() -> None:
    assert values("At 9:30 p.m. on January 5 police came.")[0] == ("9:30 p.m.", "2022-01-05T21:30")
    assert values("Work between 8 p.m. and 6 a.m. is banned.") == [("8 p.m.", "T20:00"), ("6 a.m.", "T06:00")]
    assert values("They worked from 8 to 10 p.m. there.") == [("8", "T20:00"), ("10 p.m.", "T22:00")]


def test_a_block_is_its_own_context() -> None:
    text = "Events of May\n\n5 June was calm."
    assert [v for _, v in values(text)] == ["2022-05", "2022-06-05"]


def test_the_component_reads_metadata_numbers_and_blocks() -> None:
    nlp = English()
    doc = nlp("Held on January 4\n\nfor 12-year terms.")
    doc.user_data["report"] = {"coverage_start": "2022-01-01", "coverage_end": "2022-12-31", "published": ""}
    write_layer(doc, "blocks", [Block("heading", 0, 17, 1), Block("paragraph", 19, len(doc.text))])
    doc = DatesComponent(nlp)(doc)
    assert [(d.timex_value, doc.text[d.start : d.end]) for d in read_layer(doc, "dates", DateExpression)] == [
        ("2022-01-04", "January 4"),
        ("P12Y", "12-year"),
    ]
    assert [span.text for span in doc.spans["dates"]] == ["January 4", "12-year"] or len(doc.spans["dates"]) == 2


EXAMPLES = [
    row["example"] for name in ("dates_patterns.csv", "dates_words.csv") for row in read_lexicon(name) if row["example"]
]
PIECES = st.lists(
    st.sampled_from([*EXAMPLES, "\n\n", "and", "5", "2019", "the", "year", "January", "to", ",", "-", "12", "years"]),
    max_size=8,
)
ANCHORS = st.sampled_from([COVERED, NEWS, NOWHERE, Anchor(date(2024, 1, 1), date(2024, 12, 31), date(2025, 8, 12))])


@settings(deadline=None, max_examples=300)
@given(PIECES, ANCHORS)
def test_bounds_edtf_and_timex_agree(pieces: list[str], anchor: Anchor) -> None:
    text = " ".join(pieces)
    last = 0
    for found in find_dates(text, anchor):
        assert last <= found.start < found.end <= len(text), "in order, none overlapping"
        last = found.end
        assert found.timex_type in ("DATE", "TIME", "DURATION", "SET")
        if found.timex_type in ("DURATION", "SET"):
            assert not (found.edtf or found.date_start or found.date_end or found.precision)
            continue
        days = find_days(found.timex_value, found.mod)
        assert bool(found.date_start) == bool(found.date_end) == bool(days)
        if days:
            assert (found.date_start, found.date_end) == (days[0].isoformat(), days[1].isoformat())
        if found.edtf:
            parsed = parse_edtf(found.edtf)
            if days:
                assert date(*parsed.lower_strict()[:3]) == days[0]
                assert date(*parsed.upper_strict()[:3]) == days[1]
        if "XXXX" not in found.timex_value and days:
            assert found.year_basis


@settings(deadline=None)
@given(st.text(st.sampled_from("JanuryMayfthe 0123456789,.-–’\n()$"), max_size=60))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for found in find_dates(text, COVERED):
        assert text[found.start : found.end].strip() == text[found.start : found.end]


WORDS = (
    "a an the one two three half quarter few several 5 14 2021 day days hour hours minutes week weeks fortnight month "
    "months year years decade decades century night January March Friday Monday and or to from between of in on until "
    "since by later ago before after earlier next last previous following this that same each every per early late mid "
    "end first second summer spring , - ."
).split()


@settings(deadline=None, max_examples=400)
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=8).map(" ".join))
def test_any_words_of_time_are_read_without_a_fault(text: str) -> None:
    for found in find_dates(text, COVERED):
        assert text[found.start : found.end].strip() == text[found.start : found.end]
        assert not found.timex_value.startswith("P") or "W" not in found.timex_value[:-1]
