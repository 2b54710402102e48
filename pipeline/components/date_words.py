"""The words and figures that dates are made of: text -> runs of tokens, each token with a one-letter class.

A run is a stretch of tokens with nothing between them but what may join the parts of a date (white space, a hyphen, a comma, "of",
"and", "to" ...). A run is written as a short code, one letter a token and one sign a joint: "January 4 and 6, 2022" is ``Md&d,y``.
The patterns (components/date_patterns.py) are matched against that code, so they see no word that is not part of a date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pipeline.components.numbers import Number
from pipeline.lexicon import read_lexicon

CLASSES = {
    "month": "M", "weekday": "W", "weekdays": "V", "season": "S", "part": "P",
    "edge": "J", "half": "h", "quarter": "q", "relation": "L", "year": "a",
    "unit": "u", "units": "U", "long": "l", "vague": "v", "each": "E", "per_annum": "R", "times": "X", "times_word": "x", "frequency": "R",
    "year_end": "z", "deictic": "t", "present": "p", "holiday": "H", "daypart": "m", "clock_word": "c", "fiscal": "k", "ago": "g",
    "later": "G", "span": "A", "calendar": "K", "before": "B", "sequel": "F", "none": "Z", "ordinal": "O",
}  # fmt: skip
# Figures: D a number to 31 in digits, Y a year, N any other number, o "3rd", O "third", e "1990s", i "2021-22", I "2022-01-05", c "8 p.m."
JOINTS = {
    "": "", " ": "", ", ": ",", ",": ",", "-": "-", " -": "-", "- ": "-", " - ": "-", " and ": "&", ", and ": "&", "- and ": "&", " or ": "|",
    "- or ": "|", " to ": ">", "- to ": ">", " through ": ">", " until ": ">", " till ": ">", " of ": "~", " of the ": "~", " in ": ":",
    " in the ": ":", " a ": "@", " an ": "@", "’ ": "", "' ": "", ", the ": ",", " other ": "^", " by ": "/", " and a ": "+", " on ": "#",
}  # fmt: skip
UPPER_ONLY = frozenset("MWVHZ")  # written with a capital, wherever they stand
NO_CAPITAL = frozenset("uUaRlv")  # written without one, but at the start of a sentence
DIGITS = re.compile(
    r"(?<![\w$€£¥#/.:&+])(?!(?<=\d,)\d{1,3}(?!\d))(?:"
    r"(?P<iso>(?<!\d-)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])/(?:19|20)\d\d)"
    r"|(?P<interval>(?<!\d[-–/])(?:1[5-9]|20)\d\d[-–—/](?:(?:1[5-9]|20)\d\d|\d\d))"
    r"|(?P<decade>(?:1[5-9]|20)\d0(?:’|')?s|[’'‘][1-9]0s)"
    r"|(?P<clock>(?:(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?\s?(?:[ap]\.?\s?m\b\.?|[AP]M\b)|(?:[01]?\d|2[0-3]):[0-5]\d(?:\s(?:hours|hrs))?|0\d[0-5]\d\s(?:hours|hrs)))"
    r"|(?P<ordinal>(?:[12]?\d|3[01])(?:st|nd|rd|th))"
    r"|(?P<four>(?<!\d{3}[-–])\d{4})"
    r"|(?P<day>[12]\d|3[01]|0?[1-9])"
    r")(?![\w%]|[.,:/]\d)"
)
NUMBERED = re.compile(
    r"(?:\b(?:No|Nos|Number|Article|Articles|Section|Sections|Resolution|Resolutions|Decree|Room|Flight|Case|Page|Paragraph|Chapter|Convention"
    r"|Law|law|article|section|resolution|decree|number|page|paragraph|chapter)\.?\s|[$€£¥#№]\s?|\b(?:Rs|USD|US\$|EUR)\.?\s?)$"
)
ESTIMATE = re.compile(
    r"\b(?:at least|about|over|some|nearly|almost|more than|fewer than|less than|approximately|around|roughly|up to|only|total of|another)\s$",
    re.I,
)
COUNTED = re.compile(
    r"\s(?:people|persons?|men|women|children|girls|boys|youths?|minors|cases|detainees|prisoners|inmates|soldiers|troops|officers|workers|members|refugees|migrants"
    r"|victims|families|households|complaints|reports of|villages|schools|students|homes|houses|hectares|acres|miles|kilometers|metres|meters|feet|square|dollars|euros"
    r"|pounds|percent|tons|mm?|km|kg|deaths|arrests|hours|calories|individuals|civilians|incidents|others|attacks on|such)\b"
)
YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|of|by|until|from|between|and|to|through|before|after|year|the|its|during)\s|[(©])$", re.I
)
MONTH_AFTER = re.compile(
    r"\.?(?:\s(?:\d|of\s(?:\d{4}|last|this|that|the)|(?:last|this|and|to|through|or)\s|[1-9])|,?\s(?:19|20)\d\d|[-–])"
)
NAMESAKES = frozenset({"May", "March", "April", "June", "August"})
MONTH_BEFORE = re.compile(
    r"(?:\b(?:in|since|of|by|until|from|between|and|to|through|before|after|during|the|this|last|next|late|early|mid|each|every|a|on|or|for|as of|her|his|[’']s|s[’']"
    r"|its|their|late in|till|the (?:following|previous|preceding|same))\s|[-–,(/]\s?|\d(?:st|nd|rd|th)?\s)$", re.I
)  # fmt: skip
CAPITAL_BEFORE = re.compile(r"(?<![.!?:;\n]\s)(?<![“\"‘(])\b[A-Z][\w’'-]*\s$")
CLAUSE_END = re.compile(r"(?=[.,;:)]|\sand\s)")  # behind "the day before"
CAPITAL_AFTER = re.compile(r"\s[A-Z][a-z]")
MOVEMENT = re.compile(r"(?:\s\d{1,2})?(?:th)?\s(?:Movement|Alliance|Coalition|Brigades?|Front|Party|Bloc)\b")
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
    """What may stand between two tokens of a run -> its sign; the words between a number and its unit ("48 consecutive hours") are signed "_"."""
    joints = {**JOINTS, "_": "_"}  # "_" is how a pattern writes it
    for row in read_lexicon("dates_words.csv"):
        if row["class"] == "filler":
            joints[f" {row['word']} "] = joints[f"-{row['word']} "] = "_"
    return joints


@cache
def compile_words() -> re.Pattern[str]:
    """One expression for all words of the lexicon; "this" and "that" only before a unit, a season, a month or a weekday."""
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
    """All tokens of a text in order; where two overlap the longer one counts, a word before a number, a number in digits before a figure."""
    links = [m.span() for m in LINK.finditer(text)]
    found: list[tuple[int, int, Token]] = []
    for m in compile_words().finditer(text):
        if (token := read_word(text, m.start(), m.end())) is not None:
            found.append((m.start(), -m.end(), token))
    for m in DIGITS.finditer(text):
        if (token := read_digits(text, m)) is not None:
            found.append((m.start(), -m.end(), token))
    for number in numbers:
        found.append(
            (
                number.start,
                -number.end,
                Token(number.start, number.end, "O" if number.ordinal else "N", write_number(number)),
            )
        )
    found.sort(key=lambda item: item[:2])
    tokens: list[Token] = []
    for _, _, token in found:
        if tokens and token.start < tokens[-1].end:
            continue
        if any(start <= token.start < end for start, end in links):
            continue
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


def is_sentence_start(text: str, start: int, end: int) -> bool:
    """Whether a capital at ``start`` is there because a sentence begins, and the word after it has none."""
    before = text[max(0, start - 3) : start].rstrip(' “"‘(')
    return (not before or before[-1] in ".!?\n:;”") and not CAPITAL_AFTER.match(text, end)


def is_month(text: str, start: int, end: int) -> bool:
    """Whether a month's name is the month: not the verb, a march, a person or a group named after a day."""
    word = text[start:end]
    before, after = text[max(0, start - 20) : start], text[end : end + 25]
    if MOVEMENT.match(after):
        return False
    if match := MONTH_AFTER.match(after):
        return (
            match.group()[-1].isdigit()
            or word not in NAMESAKES
            or bool(MONTH_BEFORE.search(before))
            or not CAPITAL_BEFORE.search(text[max(0, start - 25) : start])
        )
    if len(word) < 5 and word not in ("May", "June", "July") and not word.endswith("."):
        return bool(re.search(r"\d(?:st|nd|rd|th)?\s$", before))
    if MONTH_BEFORE.search(before) or word.endswith("."):
        return True
    if word in NAMESAKES:
        return (
            word in ("June", "August", "April")
            and not CAPITAL_BEFORE.search(text[max(0, start - 25) : start])
            and not CAPITAL_AFTER.match(after)
        )
    return True


def is_weekday(text: str, start: int, end: int) -> bool:
    """Whether a weekday's name is the day: not a person ("Sunday Adeyemi"), a newspaper or a day with a name ("Black Friday")."""
    before, after = text[max(0, start - 25) : start], text[end : end + 12]
    if re.match(r"\s(?:Times|[A-Z][a-z]+)", after) and not re.match(
        r"\s(?:January|February|March|April|May|June|July|August|September|October|November|December)", after
    ):
        return False
    return not CAPITAL_BEFORE.search(before) or bool(
        re.search(r"\b(?:On|Last|Every|Each|By|Since|This|Until|From|The|Late|Early|In|And|Next)\s$", before)
    )


def is_year(text: str, start: int, end: int) -> bool:
    """Whether four digits are a year and not a count, an amount or the number of a law."""
    value = int(text[start:end])
    before, after = text[max(0, start - 18) : start], text[end : end + 16]
    if not 1400 <= value <= 2110 or NUMBERED.search(before):
        return False
    if ESTIMATE.search(before):
        return bool(re.match(r"[.,;)]", after)) and 1800 <= value
    if COUNTED.match(after):
        return bool(re.search(r"\b(?:in|since|from|of the|the|its|a)\s$", before, re.I)) and 1900 <= value <= 2060
    return 1900 <= value <= 2060 or bool(YEAR_BEFORE.search(before))


def read_digits(text: str, match: re.Match[str]) -> Token | None:
    """The token of a figure in digits."""
    start, end, kind, word = match.start(), match.end(), match.lastgroup or "", match.group()
    if kind == "four":
        return Token(start, end, "Y", word) if is_year(text, start, end) else None
    if kind == "day":
        return Token(start, end, "D", f"{int(word):02d}")
    if kind == "ordinal":
        return Token(start, end, "o", f"{int(word[:-2]):02d}")
    if kind == "decade":
        digits = re.sub(r"\D", "", word)
        return Token(start, end, "e", (digits if len(digits) == 4 else "19" + digits)[:3] + "X")
    if kind == "interval":
        return read_interval(word, start, end)
    if kind == "iso":
        return Token(start, end, "I", read_numeric_date(word))
    return Token(start, end, "c", read_clock(word))


def read_interval(word: str, start: int, end: int) -> Token | None:
    """ "2021-22" and "2017-2026" are years from ... to ...; "2021-03" is a month."""
    first, last = re.split(r"[-–—/]", word)
    if len(last) == 2 and int(last) <= int(first[2:]) % 100:
        return Token(start, end, "I", f"{first}-{last}") if 1 <= int(last) <= 12 and "/" not in word else None
    last = last if len(last) == 4 else first[:2] + last
    return Token(start, end, "i", f"{first}/{last}") if int(first) < int(last) else None


def read_numeric_date(word: str) -> str:
    """ISO as it stands; with slashes month first, unless only the other order is a date."""
    if "-" in word:
        return word
    first, second, year = (int(part) for part in word.split("/"))
    month, day = (second, first) if first > 12 else (first, second)
    return f"{year:04d}-{month:02d}-{day:02d}"


def read_clock(word: str) -> str:
    """A time of day as T20:00.

    >>> read_clock("8 p.m."), read_clock("12:30 am"), read_clock("17:05")
    ('T20:00', 'T00:30', 'T17:05')
    """
    digits = re.findall(r"\d\d?", word)
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    half = re.search(r"([ap])\.?\s?m", word, re.I)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[1].lower() == "p" else 0)
    return f"T{hour % 24:02d}:{minute:02d}"


def find_runs(text: str, tokens: list[Token]) -> Iterator[Run]:
    """Cut the tokens of a text into runs, leaving out runs of bare numbers."""
    joints = read_joints()
    run: list[Token] = []
    code = ""
    places: list[int] = []
    for token in tokens:
        joint = None
        if run:
            gap = text[run[-1].end : token.start]
            joint = joints.get(
                gap.replace("\xa0", " ").replace("–", "-").replace("—", "-").replace("\n", " ")
                if "\n\n" not in gap
                else "\n"
            )
        if joint is None:
            if code.strip("NDOo&|>,-_") or "o" in code:
                yield Run(tuple(run), code, tuple(places))
            run, code, places, joint = [], "", [], ""
        code += joint + token.letter
        places += [-1] * len(joint) + [len(run)]
        run.append(token)
    if code.strip("NDOo&|>,-_"):
        yield Run(tuple(run), code, tuple(places))
