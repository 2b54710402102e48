"""What the words around a name say about it: money, languages, references to the report's own sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.components.names_lexicon import Found

CURRENCY = re.compile(
    r"(?:\$|[ -](?:new )?(?:dollars?|dinars?|francs?|rupees?|liras?|lira|pounds?|shekels?|rials?|riyals?|dirhams?|pesos?|shillings?|"
    r"kyats?|manats?|tenge|som|rubles?|baht|kroner?|kronor|yuan|won|yen|birr|naira|cedis?|kwacha|rand|real|reais|leones?|afghanis?|taka|"
    r"rupiah|ringgit|dong|kip|riels?|leva?|lei|euros?|currency)\b)"
)
MONEY_BEFORE = re.compile(r"[\d\]\[$] ?\[?$")
LANGUAGE_AFTER = re.compile(r"(?:-| )(?:languages?|speaking|speakers?|translations?|dialects?|alphabet|script|version|medium|subtitles|interpreters?|proficiency)\b|-speaking")
LANGUAGE_BEFORE = re.compile(
    r"(?:\b(?:speak|speaks|spoke|speaking|learn|learning|taught|teach|teaches|teaching|fluent|translated|translation|instruction|written|published|conducted|broadcast|broadcasts|available|subtitled|subjects|languages?|classes only)"
    r"(?: (?:only|the))? (?:in |into )?|\b(?:in|into|understand|of) (?:both )?)$"
)
LIST_BEFORE = re.compile(r"(?:, (?:and |or )?| and | or )$")
LIST_AFTER = re.compile(r"(?:,? (?:and|or) |, (?:and |or )?)")
NOUN_AFTER = re.compile(r" [a-z]")


def settle_contexts(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """Without what is money; peoples' names that stand for their language as LANGUAGE."""
    kept: list[Found] = []
    for mention in mentions:
        if mention.label in ("GPE", "NORP") and CURRENCY.match(folded, mention.end):
            continue
        kept.append(mention)
    return settle_languages(folded, kept)


def settle_languages(folded: str, mentions: Sequence[Found]) -> list[Found]:
    """Names of peoples that the words around them, or a list they stand in, show to be languages."""
    settled: list[Found] = []
    for mention in mentions:
        if mention.label == "NORP" and is_language(folded, mention):
            mention = replace(mention, label="LANGUAGE", rule="context:language")
        elif mention.label == "NORP" and settled:
            last = settled[-1]
            if last.label == "LANGUAGE" and LIST_BEFORE.fullmatch(folded, last.end, mention.start) and not NOUN_AFTER.match(folded, mention.end):
                mention = replace(mention, label="LANGUAGE", rule="context:language")
        settled.append(mention)
    return settled


def is_language(folded: str, mention: Found) -> bool:
    """Whether a people's name stands for its language: "in Kazakh.", "Uighur-language", "French speakers"."""
    if LANGUAGE_AFTER.match(folded, mention.end):
        return True
    before = folded[max(0, mention.start - 40) : mention.start]
    return bool(LANGUAGE_BEFORE.search(before)) and not NOUN_AFTER.match(folded, mention.end)
