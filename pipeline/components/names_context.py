"""What the words around a name say about it: money, languages, references to the report's own sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pycountry

from pipeline.components.names_lexicon import PLACES, Found
from pipeline.components.names_words import MONTHS, match_words, read_words

CURRENCY = re.compile(rf"(?:\$|[ -](?:new )?{match_words('CURRENCY')}\b)")
LANGUAGE_AFTER = re.compile(
    r"[- ](?:languages?|speaking|speakers?|translations?|dialects?|alphabet|script|version|medium|subtitles"
    r"|interpreters?|proficiency)\b"
)
LANGUAGE_BEFORE = re.compile(
    r"(?:\b(?:speak|speaks|spoke|learn|learning|taught|teach|teaches|teaching|fluent|translated|translation|instruction|"
    r"written|published|conducted|broadcast|broadcasts|available|subtitled|dubbed|subjects|languages?|knowledge|understand|"
    r"other than)"
    r"(?: (?:only|the))?(?: (?:in|into|of|both))* |\b(?:in|into) (?:both |only )?)$"
)
LIST = re.compile(r"(?:,? (?:and|or) |, )")
NOUN_AFTER = re.compile(r"[ -][A-Za-z]")
LIST_AFTER = re.compile(
    r",? (?:and|or|but|for|as|if|on|by|at|in|was|were|is|are|has|had|unless|when|while|using|with|to|because|that|which"
    r"|who|where|after|before)\b"
)


def settle_contexts(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """Without what is money; peoples' names that stand for their language, or for their land, so labelled."""
    kept = [m for m in mentions if not is_money(folded, m) and not is_reference(folded, m)]
    settled = [replace(m, label="GPE", rule="context:land") if is_land(folded, m) else m for m in kept]
    return settle_languages(folded, settle_rows(folded, settled))


AMOUNT_BEFORE = re.compile(r"\d ?$")
AMOUNT_AFTER = re.compile(r" ?\d[\d,]{2,}")


@cache
def read_currency_codes() -> frozenset[str]:
    """The codes of ISO 4217."""
    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


def is_money(folded: str, mention: Found) -> bool:
    """Whether a mention is part of an amount: "US$50", "200 Rwandan francs", "1.5 LYD", "CDF 7,075"."""
    if mention.label in ("GPE", "NORP") and CURRENCY.match(folded, mention.end):
        return True
    if mention.rule != "model" or folded[mention.start : mention.end] not in read_currency_codes():
        return False
    before = AMOUNT_BEFORE.search(folded, max(0, mention.start - 3), mention.start)
    return bool(before or AMOUNT_AFTER.match(folded, mention.end))


REFERENCE = re.compile(r"[Ss]ections? \d{1,2}(?:\.[a-h])?(?: and \d)?$")
SEE_BEFORE = re.compile(r"\b[Ss]ee (?:also )?$")
LETTER_AFTER = re.compile(r"\.[a-h]\b")
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")


def is_reference(folded: str, mention: Found) -> bool:
    """Whether a mention is a pointer into the report itself ("see section 6", a line "Section 1."), or an ordinal."""
    text = folded[mention.start : mention.end]
    if ORDINAL.fullmatch(text):
        return True
    if not REFERENCE.fullmatch(text):
        return False
    before, after = folded[max(0, mention.start - 10) : mention.start], folded[mention.end : mention.end + 3]
    alone = before[-1:] in ("", "\n") and after.strip(".")[:1] in ("", "\n")
    return alone or bool(SEE_BEFORE.search(before)) or bool(LETTER_AFTER.match(after))


LAND_AFTER = re.compile(r" (?:[Ss]tate|[Rr]egion)s?\b")
LAND_BEFORE = re.compile(r"\b(?:in|from|to|across|of|throughout|(?:nor|sou)thern|central|(?:we|ea)stern) $")


def is_land(folded: str, mention: Found) -> bool:
    """Whether a people's name stands for where it lives: "in Rakhine.", "Karenni state"."""
    if mention.label != "NORP" or folded[mention.start : mention.end] not in read_words("LAND"):
        return False
    if LAND_AFTER.match(folded, mention.end):
        return True
    before = LAND_BEFORE.search(folded, max(0, mention.start - 30), mention.start)
    return bool(before) and not (NOUN_AFTER.match(folded, mention.end) and not LIST_AFTER.match(folded, mention.end))


ROW_BEFORE = re.compile(
    r"\b(?:in|at|near|around|through|outside|(?:streets|suburbs|outskirts|towns?|villages?|cities|cercles|districts?"
    r"|provinces?|regions?) of) $"
)
LIKE_PLACES = frozenset({"PERSON", "ORG"})  # what the recognizer may take a town for
JOINS = re.compile(r",? (?:and|or) $")
NO_PLACE_AFTER = re.compile(
    r" (?:\w+ed|was|were|is|are|had|has|have|said|told|who|whose)\b|, (?:an?|the|who|whose|\d)\b| \("
    rf"| (?:in|at|near|from|of) (?!(?:{MONTHS})\b)[A-Z]"
)


def settle_rows(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """Without the persons and bodies that the recognizer finds in a row of places: "in Bungoma, Homa Bay, and
    Kisumu"."""
    settled = list(mentions)
    start = 0
    while start < len(settled):
        end = start + 1
        while end < len(settled) and LIST.fullmatch(folded, settled[end - 1].end, settled[end].start):
            end += 1
        if is_row_of_places(folded, settled[start:end]):
            settled[start:end] = [
                replace(m, label="GPE", rule="context:row") if m.label in LIKE_PLACES else m for m in settled[start:end]
            ]
        start = end
    return settled


def is_row_of_places(folded: str, row: Sequence[Found]) -> bool:
    """Whether the names of a row stand for places, though at most half of them look like persons or bodies."""
    others = [m for m in row if m.label in LIKE_PLACES]
    if not others or 2 * len(others) > len(row) or row[0].label != "GPE":
        return False
    if any(m.label not in PLACES for m in row if m.label not in LIKE_PLACES):
        return False
    if any(m.rule != "model" or not looks_like_town(folded[m.start : m.end], m.label) for m in others):
        return False
    if not ROW_BEFORE.search(folded, max(0, row[0].start - 40), row[0].start):
        return False
    ends_with_other = row[-1].label in LIKE_PLACES and NO_PLACE_AFTER.match(folded, row[-1].end)
    return bool(JOINS.search(folded, row[-2].end, row[-1].start)) and not ends_with_other


def looks_like_town(name: str, label: str) -> bool:
    """A person's name of at most two words, a body's of one that is no acronym."""
    return name.count(" ") <= (label == "PERSON") and not name.isupper()


def settle_languages(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """Names of peoples that the words around them, or a list they stand in, show to be languages."""
    settled = [replace(m, label="LANGUAGE", rule="context:language") if is_language(folded, m) else m for m in mentions]
    for order in (range(1, len(settled)), range(len(settled) - 2, -1, -1)):
        step = order.step
        for at in order:
            near, here = settled[at - step], settled[at]
            if near.label != "LANGUAGE" or here.label != "NORP" or not may_be_language(folded, here):
                continue
            first, second = (near, here) if step > 0 else (here, near)
            follows = NOUN_AFTER.match(folded, here.end) and not LIST_AFTER.match(folded, here.end)
            if LIST.fullmatch(folded, first.end, second.start) and not follows:
                settled[at] = replace(here, label="LANGUAGE", rule="context:language")
    return settled


def may_be_language(folded: str, mention: Found) -> bool:
    text = folded[mention.start : mention.end]
    return (
        mention.label == "NORP"
        and text not in read_words("NOLANGUAGE")
        and not text.endswith("s")
        and mention.rule in ("model", "lexicon:people", "lexicon:ethnic")
    )


def is_language(folded: str, mention: Found) -> bool:
    """Whether a people's name stands for its language: "in Kazakh.", "Uighur-language", "French speakers"."""
    if not may_be_language(folded, mention):
        return False
    if LANGUAGE_AFTER.match(folded, mention.end):
        return True
    before = folded[max(0, mention.start - 40) : mention.start]
    follows = NOUN_AFTER.match(folded, mention.end) and not LIST_AFTER.match(folded, mention.end)
    return bool(LANGUAGE_BEFORE.search(before)) and not follows
