"""What a number counts by the words behind it: "19 security force members", "30 of the country’s 36 states"."""

from __future__ import annotations

import re

from pipeline.components.noun_phrases import NOUNS, Phrase, Words, word_tag

COMPOUND = re.compile(r"[-‐‑](?:to-\w+-)?([^\W\d_]+)")
PASSED = frozenset({"or", "more", "fewer", "less", "of", "and"})
PASSED_AFTER_LINK = frozenset({"more", "fewer", "less", "greater", "final", "last"})
PASSED_AFTER_OF = frozenset({
    "the", "these", "those", "their", "its", "his", "her", "our", "all", "such", "an", "a", "both", "said",
})  # fmt: skip
HEDGES = frozenset({"approximately", "estimated", "more", "than", "about"})
PRONOUNS = frozenset({"whom", "which", "them", "these", "those", "it", "us"})


def phrase_after(words: Words, end: int) -> tuple[Phrase | None, str]:
    """What a number that ends at ``end`` counts, and how it was found: beside, of, hyphen, pronoun ("two of them")."""
    compound = COMPOUND.match(words.text, end)
    if compound:
        return compound.span(1), "hyphen"
    doc, position = words.doc, words.at(end)
    while position + 1 < len(doc) and doc[position].lower_ in PASSED:
        word = doc[position].lower_
        if word == "of":
            return phrase_after_of(words, position + 1)
        if word in ("or", "and") and doc[position + 1].lower_ not in PASSED_AFTER_LINK:
            return None, ""
        position += 1
    if (
        1 < position < len(doc)
        and doc[position - 2].lower_ in ("all", "both")
        and word_tag(doc[position]) == "PARTICIPLE"
    ):
        return None, ""  # all three submitted reports
    return words.phrase_from(position), "beside"


def phrase_after_of(words: Words, position: int) -> tuple[Phrase | None, str]:
    """What stands behind "of", past determiners, an owner and a second number ("28 of the country’s 32 states")."""
    doc = words.doc
    if position < len(doc) and doc[position].lower_ in PRONOUNS and stands_alone(words, position):
        return None, "pronoun"
    while position < len(doc) and (doc[position].lower_ in PASSED_AFTER_OF or doc[position].like_num):
        position += 1
    for at in range(position, min(len(doc) - 1, position + 6)):
        if doc[at].text in ("'s", "’s") or (doc[at].text in ("'", "’") and doc[at].tag_ == "POS"):
            position = at + 1
            break
        if word_tag(doc[at]) not in (*NOUNS, "ADJ"):
            break
    while position < len(doc) and (doc[position].like_num or doc[position].lower_ in HEDGES):
        position += 1
    phrase = words.phrase_from(position)
    if phrase and words.text[slice(*phrase)].lower().split()[-1] in ("number", "total"):
        return None, "pronoun"
    return phrase, "of"


def stands_alone(words: Words, position: int) -> bool:
    """Is the word no determiner of what follows ("of these", and not "of these cases")?"""
    if words.doc[position].lower_ not in ("these", "those") or position + 1 >= len(words.doc):
        return True
    return word_tag(words.doc[position + 1]) not in (*NOUNS, "ADJ")
