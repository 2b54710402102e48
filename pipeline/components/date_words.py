"""The words and figures that dates are made of: text -> runs of tokens, each token with a one-letter class.

A run is a stretch of tokens with nothing between them but what may join the parts of a date (white space, a hyphen, a
comma, "of", "and", "to" ...). It is written as a code, one letter a token and one sign a joint: "January 4 and 6, 2022"
is ``MD&D,Y``. The patterns are matched against that code, so they see no word that is no part of a date."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pipeline.components.date_digits import DIGITS, read_digits
from pipeline.components.date_senses import is_month, is_sentence_start, is_weekday
from pipeline.components.numbers import Number
from pipeline.lexicon import read_lexicon

CLASSES = {
    "month": "M", "weekday": "W", "weekdays": "V", "season": "S", "part": "P", "edge": "J", "half": "h", "quarter": "q",
    "relation": "L", "sequel": "F", "span": "A", "year": "a", "unit": "u", "units": "U", "long": "l", "vague": "v",
    "each": "E", "per": "b", "times": "X", "times_word": "x", "frequency": "R", "per_annum": "R", "year_end": "z",
    "deictic": "t", "present": "p", "holiday": "H", "daypart": "m", "clock_word": "c", "fiscal": "k", "calendar": "K",
    "ago": "g", "later": "G", "before": "B", "ordinal": "O", "none": "Z",
}  # fmt: skip
# Figures: D a number to 31 in digits, Y a year, N any other number, o "3rd", O "third", e "1990s", i "2021-22",
# I "2022-01-05", c "8 p.m."
JOINTS = {
    "": "", " ": "", "’ ": "", "' ": "", ", ": ",", ",": ",", ", the ": ",", "-": "-", " -": "-", "- ": "-", " - ": "-",
    " and ": "&", ", and ": "&", "- and ": "&", " and a ": "+", " or ": "|", "- or ": "|", " to ": ">", "- to ": ">",
    "-to-": ">", " through ": ">", " until ": ">", " till ": ">", " of ": "~", " of the ": "~", " in ": ":",
    " in the ": ":", " a ": "@", " an ": "@", " on ": "#", " other ": "^",
}  # fmt: skip
UPPER_ONLY = frozenset("MWVHZ")  # written with a capital, wherever they stand
NO_CAPITAL = frozenset("uUaRlv")  # written without one, but at the start of a sentence
CLAUSE_END = re.compile(r"(?=[.,;:)])")  # behind "the day before"
BARE = "NDOo&|>,-_"
LONGEST_JOINT = 16
PLAIN = str.maketrans("\xa0\n–—", "  --")
LINK = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+\.\w+")


class Token(NamedTuple):
    """A word or figure of a date: where it stands, its class letter, what it says in a value."""

    start: int
    end: int
    letter: str
    value: str


@dataclass(frozen=True)
class Run:
    """Tokens that stand together, and their code; ``places[i]`` is the token of code letter i, or -1 for a joint."""

    tokens: tuple[Token, ...]
    code: str
    places: tuple[int, ...]


@cache
def read_words() -> dict[str, tuple[str, str]]:
    """Word in lower case (months and weekdays as they stand) -> class letter, value."""
    words = {}
    for row in read_lexicon("dates_words.csv"):
        word = row["word"].replace("’", "'")
        if row["class"] in CLASSES:
            letter = CLASSES[row["class"]]
            key = word if letter in UPPER_ONLY or word.isupper() else word.lower()
            words[key + "." if letter == "B" else key] = (letter, row["value"])
        elif row["class"] in ("bare_month", "fall"):
            words[word] = ({"bare_month": "M", "fall": "S"}[row["class"]], row["value"])
    return words


@cache
def read_joints() -> dict[str, str]:
    """What may stand between two tokens -> its sign; a filler ("48 consecutive hours") is signed "_"."""
    joints = {**JOINTS, "_": "_"}
    for row in read_lexicon("dates_words.csv"):
        if row["class"] == "filler":
            joints[f" {row['word']} "] = joints[f"-{row['word']} "] = "_"
    return joints


@cache
def compile_words() -> re.Pattern[str]:
    """One expression for all words of the lexicon; "this" and "that" only before a unit, season, month or weekday."""
    words = read_words()
    timely = "|".join(re.escape(w) for w, (letter, _) in words.items() if letter in "uaSMWm")
    plain, pointing = [], []
    for key, (letter, _) in words.items():
        word = key.rstrip(".") if letter == "B" else key
        first = word[0] if letter in UPPER_ONLY or word.isupper() else f"[{word[0]}{word[0].upper()}]"
        shape = first + re.escape(word[1:]).replace("'", "[’']")
        if letter == "L" and word.split()[0] in ("this", "that", "same"):
            pointing.append(shape)
        elif letter == "B":
            plain.append(shape + CLAUSE_END.pattern)
        else:
            plain.append(shape + (r"\b" if word[-1].isalnum() else ""))
    plain.sort(key=len, reverse=True)
    pointing.sort(key=len, reverse=True)
    return re.compile(
        rf"(?<![\w$])(?:{'|'.join(plain)}|(?:{'|'.join(pointing)})(?=\s(?:same\s|very\s)?(?:{timely})\b))(?!’\w{{2}})"
    )


def find_tokens(text: str, numbers: Iterable[Number]) -> list[Token]:
    """All tokens of a text in order; of two that overlap the longer one counts, of equals a word before a number."""
    found = [token for m in compile_words().finditer(text) if (token := read_word(text, m.start(), m.end()))]
    found += [Token(*m.span(), *read) for m in DIGITS.finditer(text) if (read := read_digits(text, m))]
    found += [Token(n.start, n.end, "O" if n.ordinal else "N", write_number(n)) for n in numbers]
    found.sort(key=lambda token: (token.start, -token.end))
    links = [m.span() for m in LINK.finditer(text)]
    tokens: list[Token] = []
    for token in found:
        at = bisect_right(links, (token.start, len(text)))
        inside = at > 0 and token.start < links[at - 1][1]
        if not inside and not (tokens and token.start < tokens[-1].end):
            tokens.append(token)
    return tokens


def write_number(number: Number) -> str:
    """A number as it stands in a duration: "5", "2.5", "X" where it is not exact."""
    if number.low is None or number.low != number.high:
        return "X"
    return f"{number.low:g}"


def read_word(text: str, start: int, end: int) -> Token | None:
    """The token of a word that the lexicon knows, unless the words around it say that it is not a date."""
    word = text[start:end].replace("’", "'")
    words = read_words()
    last = words.get(word.lower() + ".") if CLAUSE_END.match(text, end) else None
    letter, value = last or words.get(word) or words.get(word.lower()) or ("", "")
    if not letter:
        return None
    if letter == "M" and not is_month(text, start, end):
        return None
    if letter in "WV" and not is_weekday(text, start, end):
        return None
    if letter in NO_CAPITAL and word[0].isupper() and not is_sentence_start(text, start, end):
        return None
    return Token(start, end, letter, value)


def find_runs(text: str, tokens: list[Token]) -> Iterator[Run]:
    """Cut the tokens of a text into runs, leaving out those of bare numbers."""
    run: list[Token] = []
    code = ""
    places: list[int] = []
    for token in tokens:
        joint = read_joint(text[run[-1].end : token.start]) if run else None
        if joint is None:
            if code.strip(BARE):
                yield Run(tuple(run), code, tuple(places))
            run, code, places, joint = [], "", [], ""
        code += joint + token.letter
        places += [-1] * len(joint) + [len(run)]
        run.append(token)
    if code.strip(BARE):
        yield Run(tuple(run), code, tuple(places))


def read_joint(gap: str) -> str | None:
    """The sign of what stands between two tokens; None where it joins nothing, as a blank line."""
    if len(gap) > LONGEST_JOINT or "\n\n" in gap:
        return None
    return read_joints().get(gap.translate(PLAIN))
