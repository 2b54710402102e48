"""The grammar of numbers: how pieces ("two", "hundred", "5.3", "million") join to one number.

A piece is a word of lexicon/numbers.csv or a run of digits. What stands between two pieces (their gap) decides
whether they belong together: "twenty-one", "two hundred and five", "three and a half", "one in five"."""

from __future__ import annotations

import re
from dataclasses import dataclass

JOIN = re.compile(r"[ \u00a0]?[-‐‑][ \u00a0]?|[ \u00a0]|")
AND = re.compile(r"[ \u00a0]and[ \u00a0]|-and-")
AND_A = re.compile(r"[ \u00a0-]and[ \u00a0-](?:an?[ \u00a0-])?")
OUT_OF = re.compile(r"[ \u00a0](?:in|out[ \u00a0]of)[ \u00a0](?:every[ \u00a0])?|-in-")
PART_OF_A = re.compile(r"[ \u00a0](?:of[ \u00a0])?an?[ \u00a0]|[ \u00a0-]")
OF = re.compile(r"[ \u00a0]of[ \u00a0]")
ARTICLE = re.compile(r"\ban?[ \u00a0]$", re.I)
OF_WHOLE = re.compile(r"[ \u00a0](?:of|were|was|are|had|have)\b")
BETWEEN = re.compile(r"\bbetween[ \u00a0]$", re.I)
NEEDS_OF = ("tens", "scores")
OF_OR_MORE = re.compile(r"[ \u00a0](?:of|more|others?)\b")
PER_TIME = re.compile(
    r"[ \u00a0](?:(?:an?|per|every|each)[ \u00a0](?:[a-z]+[ \u00a0])?"
    r"(?:day|week|month|year|decade|quarter|hour|term|fortnight)s?"
    r"|daily|weekly|monthly|yearly|annually|more)\b",
    re.I,
)
HEDGED = re.compile(r"\b(?:at least|more than|only|just)[ \u00a0]$", re.I)
VAGUE_TIMES: dict[str, tuple[float, float | None]] = {"dozen": (24, 99), "hundred": (200, 999)}

# Which words may follow which in a group below a thousand.
FOLLOWERS = {
    "": ("unit", "teen", "ten", "hundred"),
    "unit": ("hundred",),
    "teen": ("hundred",),
    "ten": ("unit",),
    "hundred": ("unit", "teen", "ten"),
}


@dataclass(frozen=True)
class Piece:
    """One word or run of digits: where it stands, its role in the grammar, its number (low and high where vague)."""

    start: int
    end: int
    role: str
    low: float
    high: float | None


@dataclass(frozen=True)
class Reading:
    """What a run of pieces says: ``size`` pieces make a number from ``low`` to ``high`` (None: without bound)."""

    size: int
    low: float
    high: float | None
    form: str
    rule: str
    scale: float = 1


class Run:
    """The pieces of a text with the gaps between them."""

    def __init__(self, text: str, pieces: list[Piece]) -> None:
        self.text, self.pieces = text, pieces

    def role(self, at: int) -> str:
        return self.pieces[at].role if at < len(self.pieces) else ""

    def gap(self, at: int) -> str:
        """The text between piece ``at`` - 1 and piece ``at``."""
        return self.text[self.pieces[at - 1].end : self.pieces[at].start]

    def joined(self, at: int, link: re.Pattern[str] = JOIN) -> bool:
        """Does piece ``at`` follow the one before it with nothing but ``link`` between?"""
        if at >= len(self.pieces) or self.pieces[at].start - self.pieces[at - 1].end > 20:
            return False
        gap = self.gap(at)
        return gap in (" ", "-") or bool(JOIN.fullmatch(gap)) if link is JOIN else bool(link.fullmatch(gap))

    def before(self, at: int, words: re.Pattern[str]) -> bool:
        start = self.pieces[at].start
        return bool(words.search(self.text[max(0, start - 16) : start]))

    def after(self, at: int, words: re.Pattern[str]) -> bool:
        return bool(words.match(self.text, self.pieces[at].end))


def read_group(run: Run, at: int) -> tuple[int, float, str]:
    """Words below a thousand from piece ``at`` on: how many pieces, their sum, and "ordinal" where one ends them."""
    total, size, last, hundreds = 0.0, 0, "", False
    while at + size < len(run.pieces):
        piece = run.pieces[at + size]
        role = piece.role.removeprefix("ordinal_")
        ordinal = role != piece.role
        if role not in FOLLOWERS[last] or (size and not continues_group(run, at + size, last, ordinal)):
            break
        if role == "hundred" and (hundreds or (size and total == 0)):
            break
        total = total * 100 if role == "hundred" and size else total + piece.low
        size, last, hundreds = size + 1, role, hundreds or role == "hundred"
        if ordinal:
            return size, total, "ordinal"
    return size, total, ""


def continues_group(run: Run, at: int, last: str, ordinal: bool) -> bool:
    """Does what stands before piece ``at`` join it to a group that ends in ``last``?"""
    if last == "hundred":
        return run.joined(at) or (run.joined(at, AND) and run.role(at + 1) != "hundred")
    if last == "ten" and ordinal and "-" not in run.gap(at) and run.text[run.pieces[at].end :][:1] == "-":
        return False  # twenty third-country nationals
    return run.joined(at)


def read_cardinal(run: Run, at: int) -> Reading | None:
    """A whole number in words, in digits, or in digits and a scale, from piece ``at`` on."""
    if run.role(at) == "digits":
        return read_digits(run, at)
    total, size, scale, last = 0.0, 0, 1.0, float("inf")
    while at + size < len(run.pieces):
        here = at + size
        if size and not (run.joined(here) or (run.joined(here, AND) and not splits_at_and(run, at, here, last))):
            break
        count, value, ending = read_group(run, here)
        if count == 0 and (size or run.role(here) not in ("scale", "dozen", "ordinal_scale")):
            break
        if size and value >= last:
            break
        following = run.role(here + count)
        if not ending and following in ("scale", "dozen", "ordinal_scale") and (count == 0 or run.joined(here + count)):
            factor = run.pieces[here + count].low
            if factor >= last:
                break
            total += (value if count else 1) * factor
            size, scale, last = size + count + 1, factor, factor
            if following == "dozen":
                break
            if following == "ordinal_scale":
                ending = "ordinal"
        else:
            total, size, last = total + value, size + count, 0
            scale = 100 if count and run.role(here + count - 1) == "hundred" and size == count else scale
        if ending:
            return Reading(size, total, total, "ordinal", "ordinal_words")
    return Reading(size, total, total, "words", "cardinal_words", scale) if size else None


def splits_at_and(run: Run, first: int, at: int, last: float) -> bool:
    """Is the "and" before piece ``at`` one between two numbers ("between one thousand and five thousand")?"""
    count, value, _ = read_group(run, at)
    if run.before(first, BETWEEN):
        return True
    return count == 0 or value >= last or run.role(at + count) in ("scale", "dozen")


def read_digits(run: Run, at: int) -> Reading:
    """Digits, with the scale words behind them ("5.3 million", "2 hundred thousand", "4 dozen")."""
    piece = run.pieces[at]
    size, value, scale = 1, piece.low, 1.0
    while run.role(at + size) in ("hundred", "scale", "dozen") and run.joined(at + size):
        factor = run.pieces[at + size].low
        value, scale, size = value * factor, scale * factor, size + 1
    value = round(value, 6)
    form, rule = ("mixed", "digits_scale") if size > 1 else ("digits", "digits")
    return Reading(size, value, value, form, rule, scale)


def read_fraction(run: Run, at: int, number: Reading | None) -> Reading | None:
    """Parts of a whole ("two-thirds", "a quarter of", "half a million", "one in five") from piece ``at`` on.

    ``number`` is the whole number read there."""
    if run.role(at) == "half" or (run.role(at) == "quarter" and run.before(at, ARTICLE)):
        return read_part(run, at, 1, 1, run.pieces[at].low)
    if run.role(at).startswith("ordinal_") and run.before(at, ARTICLE) and run.after(at, OF_WHOLE):
        return read_part(run, at, 1, 1, run.pieces[at].low)
    if number is None or number.form == "ordinal":
        return None
    after = at + number.size
    role = run.role(after)
    if run.joined(after, OUT_OF):
        whole = read_cardinal(run, after)
        if whole and is_rate(run, after, number, whole):
            value = round(number.low / whole.low, 4)
            return Reading(number.size + whole.size, value, value, "fraction", "one_in_five")
    if not run.joined(after) or number.low > 20 or number.scale > 1:
        return None
    single = number.low == 1 and (role in ("half", "quarter") or (role == "ordinal_unit" and run.pieces[after].low > 2))
    if role == "denominator" or single or (number.low == 1 and role == "ordinal_teen"):
        return read_part(run, at, number.size + 1, number.low, run.pieces[after].low)
    return None


def read_part(run: Run, at: int, size: int, parts: float, whole: float) -> Reading:
    """``parts`` / ``whole``, and what it is a part of where that is a number ("half a million", "half a dozen")."""
    following = run.role(at + size)
    if following in ("scale", "dozen", "hundred") and run.joined(at + size, PART_OF_A):
        value = run.pieces[at + size].low * parts / whole
        return Reading(size + 1, value, value, "words", "part_of_scale", run.pieces[at + size].low)
    value = round(parts / whole, 4)
    return Reading(size, value, value, "fraction", "part")


def is_rate(run: Run, at: int, number: Reading, whole: Reading) -> bool:
    """Is "N in M" with M at piece ``at`` a rate, and not a number of things in a year or in some places?"""
    if not 0 < number.low < whole.low or whole.form == "ordinal":
        return False
    if "out" in run.gap(at) or "every" in run.gap(at):
        return True
    return (number.low == 1 or whole.low in (10, 100, 1000)) and whole.low < 1900


def read_vague(run: Run, at: int) -> Reading | None:
    """Plurals and hedges without an exact value: "hundreds of thousands", "several dozen", "a few hundred"."""
    piece, role = run.pieces[at], run.role(at)
    if role == "few":
        if run.role(at + 1) in ("hundred", "scale", "dozen", "plural", "plural_scale") and run.joined(at + 1):
            rest = read_vague(run, at + 1) or read_scales(run, at + 1)
            return Reading(rest.size + 1, rest.low, rest.high, "vague", "several_scale")
        return None
    if role not in ("plural", "plural_scale"):
        return None
    if run.role(at + 1) == "plural_scale" and run.joined(at + 1, OF) and role == "plural":
        scale = run.pieces[at + 1].low
        high = None if piece.high is None else (piece.high + 1) * scale - 1
        return Reading(2, piece.low * scale, high, "vague", "plural_of_plural")
    if run.text[piece.start : piece.end].lower() in NEEDS_OF and not run.after(at, OF_OR_MORE):
        return None
    if role == "plural":
        return Reading(1, piece.low, piece.high, "vague", "plural")
    return Reading(1, 2 * piece.low, 10 * piece.low - 1 if piece.low == 1000 else None, "vague", "plural")


def read_scales(run: Run, at: int) -> Reading:
    """What "several" or "few" before piece ``at`` says: "several dozen" 24..99, "several hundred thousand"."""
    low, high = VAGUE_TIMES.get(run.role(at), (2 * run.pieces[at].low, None))
    if run.pieces[at].low == 1000:
        high = 9999
    if run.role(at) == "hundred" and run.role(at + 1) == "scale" and run.joined(at + 1):
        scale = run.pieces[at + 1].low
        return Reading(2, low * scale, 1000 * scale - 1, "vague", "several_scale")
    return Reading(1, low, high, "vague", "several_scale")


def read_multiple(run: Run, at: int, number: Reading | None) -> Reading | None:
    """How many times: "twice", "doubled", "tenfold", "10-fold"; "once" only where it counts ("once a week")."""
    piece = run.pieces[at]
    if piece.role == "multiple":
        if piece.low == 1 and not (run.after(at, PER_TIME) or run.before(at, HEDGED)):
            return None
        return Reading(1, piece.low, piece.low, "multiple", "multiple")
    if number and run.role(at + number.size) == "fold" and run.joined(at + number.size):
        return Reading(number.size + 1, number.low, number.low, "multiple", "fold")
    return None


def read_with_half(run: Run, at: int, number: Reading | None) -> Reading | None:
    """A number and a part of one: "three and a half", "two-and-a-half", "one and three quarters"."""
    if number is None or number.form == "ordinal":
        return None
    after = at + number.size
    if not run.joined(after, AND_A):
        return None
    part = read_fraction(run, after, read_cardinal(run, after))
    if part is None or part.form != "fraction" or part.low >= 1 or part.rule == "one_in_five":
        return None
    value = number.low + part.low
    return Reading(number.size + part.size, value, value, "mixed", "and_a_half")


def read_number(run: Run, at: int) -> Reading | None:
    """The number that begins with piece ``at``, if one does."""
    number = read_cardinal(run, at)
    return (
        read_vague(run, at)
        or read_multiple(run, at, number)
        or read_with_half(run, at, number)
        or read_fraction(run, at, number)
        or number
    )
