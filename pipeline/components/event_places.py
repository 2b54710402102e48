"""Where an event happened: the named place in its clause, not the one somebody comes from."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.components import syntax
from pipeline.components.participants import PLACES, Phrase, roles_of

WHERE = frozenset({"in", "at", "near", "outside", "inside", "across", "throughout", "within", "around"})
ORIGIN = frozenset({"from", "of", "by", "than", "between", "against", "about"})
# "visited Kazakhstan", "raided Labour House": what the act is done to is the place.
DONE_TO_PLACES = frozenset({"VISIT_MEET", "SEARCH_SEIZE", "RIOT_PROPERTY"})
# "fled Kazakhstan", "deported from Turkey": where one leaves is where it happened.
LEAVING = frozenset({"REPATRIATE_RELOCATE", "DEPORT_EXTRADITE", "EMERGENCY_MOVEMENT"})
ON_TRIGGER, IN_CLAUSE, FRONTED, TARGET = 0.5, 0.3, 0.25, 0.35


def rate_place(trigger: Token, event_type: str, phrase: Phrase, share: float) -> float:
    """The model's share, more where the grammar says it is the place, 0 where it is none."""
    token, noun = phrase.token, phrase.noun
    if noun.ent_type_ not in PLACES:
        return 0.0
    case = syntax.adposition(token)
    if case in ORIGIN and event_type not in LEAVING:
        return 0.0
    if syntax.sentence_of(token).start != syntax.sentence_of(trigger).start:
        return share
    roles = roles_of(trigger, token)
    if event_type in DONE_TO_PLACES and roles & {"object", "passive", "prep.to"}:
        return share + TARGET
    if event_type in LEAVING and roles & {"object", "prep.from"}:
        return share + TARGET
    if case not in WHERE:
        return share
    if f"prep.{case}" in roles:
        return share + ON_TRIGGER
    if f"over.prep.{case}" in roles or syntax.clause_head(token).i == syntax.clause_head(trigger).i:
        return share + IN_CLAUSE
    return share + FRONTED if token.i - syntax.sentence_of(token).start <= 3 else share
