"""What the grammar says of the words of charges: whose they are, and what is joined to what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from pipeline.components import syntax
from pipeline.components.case_people import is_people_noun
from pipeline.components.names_lexicon import PLACES

CHARGE_NOUN = re.compile(r"(?:charge|count|accusation|allegation)s?$", re.I)
TENSED = frozenset({"VBD", "VBZ", "VBP"})


def tells_whose(doc: Doc | None, at: int) -> bool:
    """Whether the "of" at an offset tells whose charge it is: "the conviction of five officers for torture"."""
    noun, _ = _around(doc, at)
    return noun is not None and noun.tag_.startswith("NN") and (noun.ent_type_ == "PERSON" or is_people_noun(noun.text))


def tells_who(doc: Doc | None, at: int) -> bool:
    """Whether the "of" at an offset may tell who somebody is: "convicted Ann Lee, a former member of parliament"."""
    _, over = _around(doc, at)
    return over is not None and syntax.is_nominal(over) and (over.dep_ == "appos" or is_people_noun(over.text))


def _around(doc: Doc | None, at: int) -> tuple[Token | None, Token | None]:
    """The noun that the "of" at an offset stands before, and the word that both hang on; None where it is no "of"."""
    span = doc.char_span(at, at + 1, alignment_mode="expand") if doc is not None and syntax.is_parsed(doc) else None
    word = span[0] if span is not None and len(span) else None
    if word is None or word.lower_ != "of":
        return None, None
    if word.dep_ == "case":
        return word.head, word.head.head
    return next((child for child in word.children if child.i > word.i), None), word.head


def find_head(doc: Doc | None, start: int, end: int) -> Token | None:
    """The word that the words ``start`` to ``end`` hang on."""
    if doc is None or not syntax.is_parsed(doc):
        return None
    span = doc.char_span(start, end, alignment_mode="contract")
    return span.root if span is not None and len(span) else None


def is_within(head: Token, heads: Sequence[int]) -> bool:
    """Whether what begins with ``head`` hangs on a word inside an earlier charge (``heads``: their first words), not on
    what that charge is called: on a verb ("assaulting and coercing"), a preposition ("including beating"), people or a
    name. Of other nouns the last word is too often taken for the one that is meant ("abuse of authority and
    extortion")."""
    over = _governor(head)
    if head.ent_type_ in PLACES or syntax.adposition(head) == "including":  # "in Saweto, Ucayali"
        return True
    if not heads[0] < over.i < head.i or over.i in heads:
        return False
    named = head.tag_ != "VBG" and (bool(over.ent_type_) or is_people_noun(over.text))
    return over.tag_[:2] in ("VB", "IN", "TO", "JJ") or named or syntax.adposition(over) == "including"


def is_completed(head: Token, before: int) -> bool:
    """Whether what stands before a joint only modifies what follows it ("physical and psychological mistreatment")."""
    return before < head.i and head.doc[before].head.i == head.i and head.doc[before].tag_.startswith("JJ")


def leaves(head: Token, first: int) -> bool:
    """Whether a clause of its own begins here, or a noun that is joined to the trigger ("her arrest ... and the
    failure to"), which a charge cannot be ("charges of theft and fraud")."""
    over = _governor(head)
    if head.tag_ in TENSED:
        return over.i < first or over.i == head.i
    told = over.i < first and head.dep_ == "conj" and syntax.is_nominal(over)
    return told and not CHARGE_NOUN.match(over.text)


def _governor(head: Token) -> Token:
    first = syntax.first_conjunct(head)
    return first if first.i != head.i else head.head
