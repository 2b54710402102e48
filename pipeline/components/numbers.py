"""Every number of a text, read once: the layer that dates, durations and figures are made from.

Numbers are found in plain text by offsets. Nothing is decided here about what a number says: "2022", "section 505" and
"second" are numbers too, and it is for dates and figures to take or to leave them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.number_words import Piece, Reading, Run, read_number
from pipeline.layers import write_layer
from pipeline.lexicon import read_lexicon


@dataclass(frozen=True)
class Number:
    """A number: ``low`` == ``high`` where exact, ``high`` None where without bound ("millions").

    ``form``: digits, words, mixed (digits and words, a whole and a part), ordinal, fraction, vague, multiple."""

    start: int
    end: int
    low: float
    high: float | None
    form: str
    text: str
    ordinal: bool
    rule: str


# 12,34,567 (Indian), 5,300.5, "54, 000", 2.5, 2022, .5; behind them st, nd, rd, th, or letters that make it no number.
DIGITS = re.compile(
    r"(?<![\w.,/])(?P<part>[½⅓⅔¼¾]|[1-9]/[2-9](?![\w/]))"
    r"|(?<![\w.])(?<![0-9],)(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]{1,3}(?:, ?000)+(?![0-9])"
    r"|(?P<spaced>(?<=[a-z] )[0-9]{1,3}(?:, [0-9]{3})+"
    r"(?= (?!and|or|of|in|on|to|were|was|are|had|have|from|by|for|with|at)[a-z]{3}))"
    r"|(?<=[$€£])[0-9]{1,3}(?:, [0-9]{3})+(?![0-9])"
    r"|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?![0-9])|[0-9]+(?:\.[0-9]+)*|\.[0-9]+)"
    r"(?P<vulgar>[ \u00a0]?[½⅓⅔¼¾]|[ \u00a0-][1-9]/[2-9](?![0-9/]))?(?P<letters>[^\W\d_]+)?"
)
# "intercepted 15, 235 people" is one number; "on March 15, 235 people" and "sections 15, 235 ..." are two.
SPACED_AFTER = re.compile(
    r"(?:^|\s)(?!(?:of|to|in|by|was|were|from|since|until|sections?|articles?|pages?|and|or|is|are|number)\s)[a-z]+\s$"
)
VULGAR = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4}
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
NAME_BEFORE = re.compile(r"(?:[^\W\d_][-‐‑]|[#@_])$")
WORDS_BEFORE = re.compile(r"\b(?:to|and|or|mid|pre|post|early|late|under|over|above|below|a)[-‐‑]$", re.I)
MONEY_BEFORE = re.compile(r"[$€£¥₦₹₽₱₩₪₫₴₸₺]\s?$")
UNIT_LETTERS = re.compile(r"k[mg]|[mc]?m|g|ha|ft|sq|[ap]m|x|k|percent|[mk]ph|kWh|[MG]W")
PEOPLE_AFTER = re.compile(
    r"\s(?:people|persons|children|women|men|girls|boys|refugees|migrants|voters|workers|citizens|residents|internally|displaced)\b"
)
MONEY_SCALES = {"k": 1e3, "m": 1e6, "b": 1e9, "bn": 1e9, "mn": 1e6, "mln": 1e6, "tn": 1e12}
SHARED = re.compile(r"(?:[ \u00a0]?[-–‐‑][ \u00a0]?| to | or |-to-)")


@cache
def read_words() -> tuple[re.Pattern[str], dict[str, tuple[str, float, float | None]]]:
    """The pattern of all number words, and the role and value of each."""
    words: dict[str, tuple[str, float, float | None]] = {}
    for row in read_lexicon("numbers.csv"):
        low, _, high = row["value"].partition("..")
        words[row["word"]] = (row["role"], float(low), float(high or low))
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(longest)})(?![^\W_])", re.I), words


def find_word_pieces(text: str) -> list[Piece]:
    """The number words of ``text``."""
    pattern, words = read_words()
    return [Piece(match.start(), match.end(), *words[match.group().lower()]) for match in pattern.finditer(text)]


def find_digit_pieces(text: str) -> list[Piece]:
    """The runs of digits of ``text``; not those in addresses, nor in names ("G20", "COVID-19", "505a")."""
    may_have = "://" in text or "www." in text or "@" in text
    addresses = [match.span() for match in ADDRESS.finditer(text)] if may_have else []
    pieces = []
    for match in DIGITS.finditer(text):
        start = match.start()
        if any(first <= start < last for first, last in addresses):
            continue
        before = text[max(0, start - 8) : start]
        if NAME_BEFORE.search(before) and not WORDS_BEFORE.search(before):
            continue
        if match["spaced"] and not SPACED_AFTER.search(text[max(0, start - 20) : start]):
            pieces += [
                Piece(start + part.start(), start + part.end(), "digits", float(part[0]), float(part[0]))
                for part in re.finditer(r"[0-9]+", match["spaced"])
            ]
            continue
        piece = read_digit_piece(text, match)
        if piece:
            pieces.append(piece)
    return pieces


def find_pieces(text: str) -> list[Piece]:
    """All pieces of ``text`` in order; the letters in "$3.5bn" belong to its digits."""
    pieces: list[Piece] = []
    for piece in sorted(find_digit_pieces(text) + find_word_pieces(text), key=lambda piece: piece.start):
        if not pieces or piece.start >= pieces[-1].end:
            pieces.append(piece)
    return pieces


def read_digit_piece(text: str, match: re.Match[str]) -> Piece | None:
    """One run of digits as a piece; None where it is no number ("2.1.3", "377a")."""
    start, end = match.start(), match.end()
    if match["part"]:
        return Piece(start, end, "part", *[vulgar_value(match["part"])] * 2)
    value, letters = match["digits"].replace(",", "").replace(" ", ""), match["letters"] or ""
    if value.count(".") > 1:
        return None
    number = float(value)
    if match["vulgar"]:
        part = vulgar_value(match["vulgar"].strip(" \u00a0-"))
        return Piece(start, match.end("vulgar"), "whole_and_part", number + part, number + part)
    end = match.end("digits")
    if letters.lower() in ("st", "nd", "rd", "th") and number.is_integer():
        return Piece(start, end + 2, "ordinal_digits", number, number)
    scaled = MONEY_BEFORE.search(text[max(0, start - 3) : start]) or PEOPLE_AFTER.match(text, match.end())
    if letters and letters.lower() in MONEY_SCALES and scaled:
        value_in_full = round(number * MONEY_SCALES[letters.lower()], 6)
        return Piece(start, match.end("letters"), "digits_scaled", value_in_full, value_in_full)
    if letters in ("a", "p") and text[match.end() :][:2] == ".m":
        return Piece(start, end, "digits", number, number)
    if letters and not UNIT_LETTERS.fullmatch(letters) and letters.lower() not in read_words()[1]:
        return None
    return Piece(start, end, "digits", number, number)


def vulgar_value(part: str) -> float:
    """ "½" and "1/2" as numbers."""
    if part in VULGAR:
        return round(VULGAR[part], 4)
    over, under = part.split("/")
    return round(int(over) / int(under), 4)


WHOLE_ROLES = {
    "part": ("fraction", "digits_fraction"),
    "whole_and_part": ("mixed", "digits_and_part"),
    "ordinal_digits": ("ordinal", "ordinal_digits"),
    "digits_scaled": ("digits", "digits_scale_letter"),
}


def find_numbers(text: str) -> list[Number]:
    """The numbers of ``text`` in order, none overlapping another.

    >>> [(number.text, number.low) for number in find_numbers("At least 5,300 of two million fled on the 43rd day.")]
    [('5,300', 5300.0), ('two million', 2000000.0), ('43rd', 43.0)]
    >>> [(number.text, number.low, number.high) for number in find_numbers("hundreds of thousands")]
    [('hundreds of thousands', 200000.0, 999999.0)]
    """
    run, at = Run(text, find_pieces(text)), 0
    pieces = run.pieces
    numbers: list[tuple[Number, float]] = []
    while at < len(pieces):
        reading = read_whole(pieces[at]) or read_number(run, at)
        if reading is None:
            at += 1
            continue
        start, end = pieces[at].start, pieces[at + reading.size - 1].end
        ordinal = reading.form == "ordinal"
        number = Number(start, end, reading.low, reading.high, reading.form, text[start:end], ordinal, reading.rule)
        numbers.append((number, reading.scale))
        at += reading.size
    return [number for number, _ in share_scales(text, numbers)]


def read_whole(piece: Piece) -> Reading | None:
    """A piece that joins to nothing."""
    if piece.role not in WHOLE_ROLES:
        return None
    form, rule = WHOLE_ROLES[piece.role]
    return Reading(1, piece.low, piece.high, form, rule)


def share_scales(text: str, numbers: list[tuple[Number, float]]) -> list[tuple[Number, float]]:
    """Give "2" in "2 to 3 million" (and in "between 2 and 3 million") its million."""
    shared = list(numbers)
    for at in range(len(numbers) - 1):
        (first, own), (second, scale) = numbers[at], shared[at + 1]
        if own > 1 or scale <= 1 or first.form not in ("digits", "words") or second.form not in ("words", "mixed"):
            continue
        link = text[first.end : second.start]
        between = link == " and " and text[: first.start].lower().endswith("between ")
        if (between or SHARED.fullmatch(link)) and first.low < second.low / scale:
            shared[at] = (replace(first, low=first.low * scale, high=first.low * scale, rule="shared_scale"), scale)
    return shared


@Language.factory("reports_numbers")
class NumbersComponent:
    """Writes the layer "numbers"."""

    def __init__(self, nlp: Language, name: str = "reports_numbers") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        write_layer(doc, "numbers", find_numbers(doc.text))
        return doc
