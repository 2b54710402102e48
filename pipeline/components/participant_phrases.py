"""Noun phrases that may take part in an event: how far each reaches, the name it is in, and which of two tells more."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.components import syntax
from pipeline.components.persons import ALSO_NAMED
from pipeline.components.references import refer
from pipeline.layers import slice_text

# "Ministry of Labor" is one name; a name is taken whole where its head is the phrase's.
NAMED = frozenset({"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC"})
TRAILING = re.compile(r"(?:['’]s?|[,;.])$")
OTHER_NAME_WITHIN = 40  # characters between two names of a person
BEFORE_NOUN = frozenset({"DT", "JJ", "NN", "NNP"})
LEADING = re.compile(
    r"^(?:the|a|an|his|her|their|its|this|that|these|those|some|many|several|all|other|any|no)\s+", re.I
)


@dataclass(frozen=True)
class Phrase:
    """A noun phrase that may take part: the word where it stands, and the noun it means (another one for a pronoun)."""

    token: Token
    noun: Token
    start: int
    end: int
    text: str


def name_phrase(token: Token) -> Phrase | None:
    """The phrase headed by ``token`` as reports name it: what a pronoun stands for, a name whole, no determiner.

    None for a pronoun that nothing certain stands for."""
    noun = refer(token)
    return None if noun is None else make_phrase(token, noun)


def make_phrase(token: Token, noun: Token) -> Phrase:
    """The phrase of ``noun``, which ``token`` stands for."""
    start, end = phrase_span(noun)
    return Phrase(token, noun, start, end, slice_text(noun.doc, start, end))


def phrase_span(noun: Token) -> tuple[int, int]:
    """Character span of the noun phrase of ``noun`` up to its head, widened to the name it is in."""
    start, end = syntax.noun_phrase(noun)
    entity = entity_of(noun)
    if entity is not None:
        if entity.label_ == "PERSON" or _joins_another_name(noun.doc, entity, start, end):
            start, end = entity.start_char, entity.end_char
        else:
            start, end = min(start, entity.start_char), max(end, entity.end_char)
    else:
        start = min(start, _whole_name_from(noun, start))
    words = slice_text(noun.doc, start, end)
    while leading := LEADING.match(words):
        start, words = start + leading.end(), words[leading.end() :]
    while len(words) > 1 and (trailing := TRAILING.search(words)):
        words = words[: trailing.start()]
    return start, start + len(words)


def _whole_name_from(noun: Token, start: int) -> int:
    """The offset of the name that a phrase would begin in the middle of ("Watch research" of "Human Rights Watch
    research"); ``start`` where it does not."""
    first = noun
    while first.idx > start and first.i > 0:
        first = noun.doc[first.i - 1]
    name = entity_of(first) if first.ent_iob_ == "I" else None
    return name.start_char if name is not None else start


def _joins_another_name(doc: Doc, name: Span, start: int, end: int) -> bool:
    """Whether the phrase from ``start`` to ``end`` holds another name beside ``name``, joined by "and" ("Boko Haram and
    the Islamic State"): parsers take that for one name."""
    first, last = name.start, name.end
    while first > 0 and doc[first - 1].idx >= start:
        first -= 1
    while last < len(doc) and doc[last].idx < end:
        last += 1
    outside = [*doc[first : name.start], *doc[name.end : last]]
    joined = any(word.lower_ in ("and", "or") for word in outside)
    return joined and any(word.ent_iob_ == "B" and word.ent_type_ in NAMED for word in outside)


def is_told_by(phrase: Phrase, other: Phrase) -> bool:
    """Whether ``other`` says the same more exactly: the name beside its apposition ("activist Adam Omar", "Adam Omar,
    an activist"), or the phrase that holds this one ("hundreds of people", "UN experts", "Omar's brother")."""
    noun, name = phrase.noun, other.noun
    if noun.i == name.i:
        return False
    if (
        noun.ent_type_ not in NAMED
        and name.ent_type_ == "PERSON"
        and (
            0 <= other.start - phrase.end <= 2
            or ("appos" in (noun.dep_, name.dep_) and noun in (name.head, *name.children))
        )
    ):
        return True
    if _stands_after_name(phrase, other) or _abbreviates(phrase, other) or _is_other_name(phrase, other):
        return True
    entity = entity_of(phrase.token)
    token = phrase.token if entity is None else entity.root
    return token.head.i == name.i and _is_part_of(token)


def _is_part_of(token: Token) -> bool:
    """The word stands inside the phrase of its head: "hundreds of people", "the delegation of the parliament",
    "OSCE mission". The first of two persons of one family name does not ("Lina and Adam Omar")."""
    if token.dep_ in ("compound", "amod"):
        return token.ent_type_ != "PERSON"
    if token.dep_ in ("nmod:poss", "poss"):
        return True
    return token.dep_ == "nmod" and syntax.adposition(token) == "of"


def _abbreviates(phrase: Phrase, other: Phrase) -> bool:
    """The short form in brackets behind a name: "the National Labour Congress (NLC)"."""
    noun = phrase.noun
    if not phrase.text.isupper() or phrase.start - other.end != 2 or not 0 < noun.i < len(noun.doc) - 1:
        return False
    return noun.doc[noun.i - 1].text == "(" and noun.doc[noun.i + 1].text == ")"


def _is_other_name(phrase: Phrase, other: Phrase) -> bool:
    """Another name of a person behind the first: "Steeve Akam, known as Ramon Cotta"."""
    far = phrase.start - other.end
    if phrase.noun.ent_type_ != "PERSON" or other.noun.ent_type_ != "PERSON" or not 0 < far < OTHER_NAME_WITHIN:
        return False
    words = slice_text(phrase.noun.doc, other.start, phrase.end)
    return bool(ALSO_NAMED.fullmatch(words, other.end - other.start, phrase.start - other.start))


def _stands_after_name(phrase: Phrase, other: Phrase) -> bool:
    """ "Adam Omar, a journalist": the noun after a person's name and a comma, where no list goes on behind it.

    Parsers often take it for one of a list."""
    noun, name = phrase.noun, other.noun
    if noun.ent_type_ in NAMED or name.ent_type_ != "PERSON" or noun.tag_ not in ("NN", "NNS"):
        return False
    entity = entity_of(name)
    between = noun.doc[entity.end : noun.i] if entity is not None and entity.end < noun.i else None
    if between is None or between[0].text != "," or any(word.tag_ not in BEFORE_NOUN for word in between[1:]):
        return False
    heads = {noun.i, name.i, noun.head.i}
    later = (word for word in syntax.sentence_of(noun) if word.i > noun.i and word.head.i in heads)
    joined = any(word.dep_ in ("cc", "conj") for word in later)
    return not joined


def holds_name(phrase: Phrase, other: Phrase) -> bool:
    """Whether the phrase is a person's name ``other`` and more ("worker Adam Omar", "Adam and Lina Omar")."""
    inside = phrase.start <= other.start and other.end <= phrase.end
    return inside and other.noun.ent_type_ == "PERSON" and (phrase.start, phrase.end) != (other.start, other.end)


def is_named_again(phrase: Phrase, other: Phrase) -> bool:
    """Whether ``other`` is a person of the same name in a later sentence, whole or a part of it ("Zhanbolat Mamay ...
    Mamay was moved")."""
    if phrase.noun.ent_type_ != "PERSON" or other.noun.ent_type_ != "PERSON" or phrase.text == other.text:
        return False
    words, others = set(phrase.text.split()), set(other.text.split())
    later = syntax.sentence_of(other.token).start > syntax.sentence_of(phrase.token).start
    return later and (words <= others or others <= words)


def entity_of(token: Token) -> Span | None:
    """The name that ``token`` is in."""
    if not token.ent_type_ or token.ent_type_ not in NAMED:
        return None
    first, last = token.i, token.i
    doc = token.doc
    while first > 0 and doc[first].ent_iob_ == "I":
        first -= 1
    while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
        last += 1
    return doc[first : last + 1]
