"""What a figure is read in: its sentence, the dates and names beside it, the figures before and after."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.components.amounts import Amount
from pipeline.components.figure_kinds import Kind
from pipeline.components.not_figures import MEASURED
from pipeline.components.noun_phrases import Phrase, Words
from pipeline.components.numbers import Number
from pipeline.components.sentences import find_sentences

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.|Apr\.|Jun\.|Jul\.|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
MONTH_BEFORE = re.compile(rf"\b{MONTH}\s$")
DAYS_BEFORE = re.compile(rf"\b{MONTH}\s(?:[0-9]{{1,2}}(?:st|nd|rd|th)?(?:, | and |-|–| to | or ))+$")
MONTH_AFTER = re.compile(rf"\s(?:of\s)?{MONTH}(?![\w])")
YEAR_PLACE = re.compile(r"\s[a-z]")
NAME_LABELS = frozenset(
    {"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"}
)
LISTED = re.compile(
    r"(?:\s(?:and|or|to|by|x|×|and to|or to|to as many as|and up to|to up to)\s|,\s(?:and\s|or\s)?|\s?[-–]\s?"
    r"|-\s?(?:and|or|to)\s|\s(?:and|or)\s(?:about|nearly|up to)\s)(?:between\s)?"
)
OF_WHICH = re.compile(r"\sof\s(?:which|whom|them|these|those)\b")
AGES_LISTED = re.compile(
    r"(?:\s(?:for|in|with) [^.;\d]{1,40}|,)? ?(?:,|\(|\band\b|\bor\b|\bto\b|\bcompared with\b)\s?"
    r"(?:(?:under|over|above|below|younger than|older than|up to) )?|, "
)
AGE_CLOSE = re.compile(r"[,.;)]|\s(?:years|were|was|who|and|or|for|if|with|in)\b|$")


@dataclass(frozen=True)
class Draft:
    """A number on its way to a figure: its kind (None: it counts something) and what it counts."""

    amount: Amount
    kind: Kind | None
    counted: Phrase | None = None
    counted_rule: str = ""

    @property
    def is_count(self) -> bool:
        return self.kind is None


class Context:
    """Text, tokens, sentences and country of a Doc."""

    def __init__(self, text: str, words: Words, sentences: list[tuple[int, int]], country: str) -> None:
        self.text, self.words, self.country = text, words, country
        self.sentences = sentences
        self._starts = [start for start, _ in sentences]

    def sentence(self, at: int) -> tuple[int, int]:
        """Offsets of the sentence that holds the character ``at``."""
        place = bisect_right(self._starts, at) - 1
        return self.sentences[place] if place >= 0 else (0, len(self.text))

    def same_sentence(self, first: int, second: int) -> bool:
        return self.sentence(first) == self.sentence(second)

    def lists(self, amount: Amount, following: Amount, kind: Kind) -> bool:
        """Is ``amount`` listed with the number after it, so that what that measures is meant for both?"""
        if amount.form in ("ordinal", "multiple") or kind.kind in ("multiple", "ordinal"):
            return False
        end = following.start if kind.start < 0 else min(kind.start, following.start)
        return kind.start < 0 and bool(LISTED.fullmatch(self.text[amount.end : end]))

    def follows(self, earlier: Draft, draft: Draft) -> bool:
        """Is the number listed behind one that measures something ("nine days, five of which", "aged 15 and 17")?"""
        if not self.same_sentence(earlier.amount.start, draft.amount.start) or earlier.kind is None:
            return False
        if OF_WHICH.match(self.text, draft.amount.end) and earlier.kind.kind in ("duration", "age", "percent"):
            return True
        gap = self.text[max(earlier.kind.end, earlier.amount.end) : draft.amount.start]
        if earlier.kind.kind != "age" or self.words.noun_behind(draft.amount.end):
            return False
        if not AGES_LISTED.fullmatch(gap):
            return False
        return gap.strip(", ") in ("and", "or", "to", "and the") or bool(AGE_CLOSE.match(self.text, draft.amount.end))


def read_sentences(doc: Doc) -> list[tuple[int, int]]:
    """Offsets of the sentences: from layer "sentences", from the Doc, or by rule line by line."""
    rows = doc.user_data.get("layer:sentences")
    if rows:
        return [(row["start"], row["end"]) for row in rows]
    if doc.has_annotation("SENT_START"):
        return [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
    spans, at = [], 0
    for line in doc.text.splitlines(keepends=True):
        spans += [(at + start, at + end) for start, end in find_sentences(line)]
        at += len(line)
    return spans


def drop_dated(words: Words, numbers: Iterable[Number]) -> list[Number]:
    """Leave out the numbers of dates and times; durations keep theirs."""
    rows = words.doc.user_data.get("layer:dates")
    dates = [(row["start"], row["end"]) for row in rows or [] if row["timex_type"] in ("DATE", "TIME")]
    starts = [start for start, _ in dates]
    kept = []
    for number in numbers:
        place = bisect_right(starts, number.start) - 1
        if place >= 0 and number.start < dates[place][1]:
            continue
        if not is_calendar(words, number, dated=rows is not None):
            kept.append(number)
    return kept


def is_calendar(words: Words, number: Number, *, dated: bool) -> bool:
    """Is a number that no date claims still a day or a year? Without dates, so is what is listed with a day."""
    if number.form not in ("digits", "ordinal"):
        return False
    text = words.text
    left = text[max(0, number.start - 30) : number.start]
    if number.low <= 31 and (MONTH_BEFORE.search(left) or MONTH_AFTER.match(text, number.end)):
        return True
    if number.low <= 31 and not dated and DAYS_BEFORE.search(left):
        return not words.noun_behind(number.end)
    year = re.fullmatch(r"(?:19|20)\d\d", number.text)
    return bool(year) and not YEAR_PLACE.match(text, number.end) and not re.search(r"[$€£]\s?$|\bof$", left)


def drop_named(doc: Doc, amounts: list[Amount]) -> list[Amount]:
    """Leave out the numbers inside names ("Article 19", "Group of 77"); "Three Nigerians" keeps its number."""
    names = [(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ in NAME_LABELS]
    starts = [start for start, _ in names]
    kept = []
    text = doc.text
    for amount in amounts:
        place = bisect_right(starts, amount.start) - 1
        if place < 0 or amount.start >= names[place][1] or not is_named(text, amount, names[place]):
            kept.append(amount)
    return kept


def is_named(text: str, amount: Amount, name: tuple[int, int]) -> bool:
    """Does the number belong to the name it stands in?"""
    start, end = name
    surface = text[amount.start : amount.end]
    if amount.end > end or "," in surface or MEASURED.match(text, amount.end):
        return False
    if amount.start > start:
        return surface[0].isdigit() or surface[0].isupper()
    following = text[amount.end : end].strip()
    if not following:
        return False
    return following[0].isupper() and (
        amount.form == "ordinal"
        or (surface[0].isupper() and not is_sentence_start(text, start) and not following.endswith("s"))
    )


def is_sentence_start(text: str, at: int) -> bool:
    return not text[:at].strip() or text[:at].rstrip()[-1] in ".!?:;\n”"
