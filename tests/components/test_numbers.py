"""Numbers: every lexicon line, every whole number there and back, and the shapes the reports have."""

from __future__ import annotations

import pytest

from pipeline.components.numbers import find_numbers
from pipeline.lexicon import read_lexicon

UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
MILLION = 1_000_000


def spell(number: int, link: str = " and ") -> str:
    """English words of a whole number up to a million; ``link`` stands before what is left of a hundred."""
    if number == MILLION:
        return "one million"
    if number >= 1000:
        rest = number % 1000
        joint = link if 0 < rest < 100 else " "
        return spell(number // 1000, link) + " thousand" + (joint + spell(rest, link) if rest else "")
    if number >= 100:
        return UNITS[number // 100] + " hundred" + (link + spell(number % 100, link) if number % 100 else "")
    if number >= 20:
        return TENS[number // 10] + ("-" + UNITS[number % 10] if number % 10 else "")
    return UNITS[number]


def spell_ordinal(number: int) -> str:
    """English ordinal words."""
    words = spell(number, " ")
    head, last = words[: len(words.rstrip("abcdefghijklmnopqrstuvwxyz"))], words.split("-")[-1].split(" ")[-1]
    if last.endswith("y"):
        return head + last[:-1] + "ieth"
    return head + ORDINALS.get(last, last + "th")


def read_one(text: str) -> tuple[str, float, float | None]:
    found = find_numbers(text)
    assert len(found) == 1, (text, found)
    return found[0].text, found[0].low, found[0].high


def write(number) -> str:
    if number.low == number.high:
        return f"{number.text}={number.low:g}" if number.low < MILLION else f"{number.text}={number.low:.0f}"
    return f"{number.text}={number.low:.0f}..{'' if number.high is None else format(number.high, '.0f')}"


@pytest.mark.parametrize("row", read_lexicon("numbers.csv"), ids=lambda row: row["word"])
def test_lexicon_example(row):
    assert [write(number) for number in find_numbers(row["example"])] == [row["reading"]]


def in_thousands(step: int = 1):
    """Zero to a million in runs of a thousand: a number to a text would take minutes."""
    for first in range(0, MILLION + 1, 1000 * step):
        yield range(first, min(first + 1000 * step, MILLION + 1), step)


@pytest.mark.parametrize(("link", "step"), [(" and ", 1), (" ", 7)])
def test_every_number_to_a_million_in_words(link, step):
    for numbers in in_thousands(step):
        words = [spell(number, link) for number in numbers]
        found = find_numbers("; ".join(words))
        assert [number.low for number in found] == list(numbers)
        assert [number.text for number in found] == words


@pytest.mark.parametrize(("style", "step"), [("{:,}", 1), ("{}", 7)])
def test_every_number_to_a_million_in_digits(style, step):
    for numbers in in_thousands(step):
        found = find_numbers("; ".join(style.format(number) for number in numbers))
        assert [(number.text, number.low) for number in found] == [(style.format(n), n) for n in numbers]


def test_ordinals():
    numbers = list(range(1, 1000))
    found = find_numbers("; ".join(spell_ordinal(number) for number in numbers))
    assert [(number.text, number.low, number.ordinal) for number in found] == [
        (spell_ordinal(n), n, True) for n in numbers
    ]
    suffix = {1: "st", 2: "nd", 3: "rd"}
    digits = [f"{n}{'th' if n % 100 in (11, 12, 13) else suffix.get(n % 10, 'th')}" for n in numbers]
    assert [(n.text, n.low, n.ordinal) for n in find_numbers("; ".join(digits))] == [
        (text, n, True) for text, n in zip(digits, numbers, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5,300", 5300, 5300),
        ("1.2 million", 1.2e6, 1.2e6),
        ("54, 000", 54000, 54000),
        ("12,34,567", 1234567, 1234567),
        ("two-thirds", 0.6667, 0.6667),
        ("one-quarter", 0.25, 0.25),
        ("one in five", 0.2, 0.2),
        ("nine out of 10", 0.9, 0.9),
        ("1/3", 0.3333, 0.3333),
        ("1½", 1.5, 1.5),
        ("three and a half", 3.5, 3.5),
        ("two-and-a-half", 2.5, 2.5),
        ("one and one-half", 1.5, 1.5),
        ("half a million", 500000, 500000),
        ("half a dozen", 6, 6),
        ("dozens", 24, 99),
        ("several thousand", 2000, 9999),
        ("few dozen", 24, 99),
        ("tens of thousands", 20000, 99999),
        ("hundreds of thousands", 200000, 999999),
        ("tens of millions", 2e7, 99999999),
        ("several hundred thousand", 200000, 999999),
        ("millions", 2e6, None),
        ("twenty-one hundred", 2100, 2100),
        ("60million", 6e7, 6e7),
        (".5", 0.5, 0.5),
    ],
)
def test_shape(text, low, high):
    assert read_one(f"It was {text}, they said.") == (text, low, high)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("between one thousand and five thousand people", [1000, 5000]),
        ("between one hundred and two hundred people", [100, 200]),
        ("2 to 3 million people", [2e6, 3e6]),
        ("between 2 and 3 million people", [2e6, 3e6]),
        ("two or three hundred people", [200, 300]),
        ("17-to-20 persons", [17, 20]),
        ("a nine-year-old and a three-member panel", [9, 3]),
        ("on January 12, 200 people", [12, 200]),
        ("it intercepted 15, 235 people", [15235]),
        ("sections 15, 235 crimes", [15, 235]),
        ("Twenty third-country nationals", [20, 3]),
        ("seven children in three villages", [7, 3]),
        ("it paid $5m and €3bn", [5e6, 3e9]),
        ("nine of 10 states", [9, 10]),
        ("a third of the seats", [0.3333]),
        ("a third time", [3]),
    ],
)
def test_several(text, values):
    assert [number.low for number in find_numbers(text)] == values


@pytest.mark.parametrize(
    "text",
    ["COVID-19 and G20", "inmates of IK-15", "section 377a", "version 2.1.3", "see https://example.org/2020/12",
     "once released, he fled",
     "test scores fell", "several people", "the second-quarters", "a quarterly report", "someone and anyone", "attend"],
)  # fmt: skip
def test_no_number(text):
    assert [number for number in find_numbers(text) if not number.ordinal] == []
