"""Where an event happened: the named place in its clause, not the one somebody comes from.

The trained event model weighs each place of the sentence and of those before it in the paragraph; without a trained
network of its own the share among the parts (participants.py) and the grammar decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Span, Token

from pipeline.components import syntax
from pipeline.components.entity_words import read_words
from pipeline.components.event_candidates import sentences_up_to
from pipeline.components.event_features import lemma_of
from pipeline.components.event_model import word_vectors
from pipeline.components.participants import PLACES, Phrase, dependency_path, entity_of, roles_of
from pipeline.components.places import resolve_country

WHERE = frozenset({"in", "at", "near", "outside", "inside", "across", "throughout", "within", "around"})
ORIGIN = frozenset({"from", "of", "by", "than", "between", "against", "about"})
# "visited Kazakhstan", "raided Labour House": what the act is done to is the place.
DONE_TO_PLACES = frozenset({"VISIT_MEET", "SEARCH_SEIZE", "RIOT_PROPERTY"})
# "fled Kazakhstan", "deported from Turkey": where one leaves is where it happened.
LEAVING = frozenset({"REPATRIATE_RELOCATE", "DEPORT_EXTRADITE", "EMERGENCY_MOVEMENT"})
# Words that end the name of a body which is also a place where things happen ("Labour House").
SITES = read_words("site")
DASHES = frozenset({"-", "–", "—", "--"})
WEIGHED_BACK = 3  # sentences before the event's in which the network looks for its place
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


@dataclass(frozen=True)
class PlaceOption:
    """A named place near an event: its name, the word that the sentence hangs it on, and how many sentences before."""

    name: Span
    token: Token
    back: int


def list_place_options(trigger: Token, paragraph: Sequence[Span]) -> list[PlaceOption]:
    """The named places of the event's sentence and of the WEIGHED_BACK sentences before it in the paragraph."""
    found: list[PlaceOption] = []
    for back, sentence in sentences_up_to(trigger, paragraph, WEIGHED_BACK):
        found += [PlaceOption(name, name.root, back) for name in _place_names(sentence)]
    return sorted(found, key=lambda option: option.token.i)


def _place_names(sentence: Span) -> Iterator[Span]:
    for token in sentence:
        if token.ent_iob_ != "B" or token.ent_type_ not in PLACES | {"ORG"}:
            continue
        name = entity_of(token)
        if name is not None and not _is_dateline(name) and (token.ent_type_ in PLACES or name[-1].lower_ in SITES):
            yield name


def _is_dateline(name: Span) -> bool:
    """Where a press release was written: "(Bangkok) – ", "(New York, June 5, 2021) – " at the head of a paragraph."""
    doc, before = name.doc, name.start - 1
    if before < 0 or doc[before].text != "(" or (before > 0 and "\n" not in doc[before - 1].text_with_ws):
        return False
    closing = next((at for at in range(name.end, min(len(doc) - 1, name.end + 8)) if doc[at].text == ")"), None)
    return closing is not None and doc[closing + 1].text in DASHES


def is_origin(place: Token) -> bool:
    """Where somebody comes from, which is not where something happened: "a protester from Taldykorgan"."""
    return syntax.adposition(place) == "from" and place.head.i < place.i and syntax.is_nominal(place.head)


def place_features(
    trigger: Token, event_type: str, modality: str, option: PlaceOption, options: Sequence[PlaceOption]
) -> list[str]:
    """What the model looks at to say whether the event happened there. ``options`` are all places it could have."""
    token, back = option.token, option.back
    case = place_case(token)
    label = option.name.root.ent_type_
    own = [one for one in options if one.back == 0]
    doc, last = token.doc, option.name.end
    inner = last + 1 < len(doc) and doc[last].text == "," and doc[last + 1].ent_type_ in PLACES
    outer = (
        option.name.start > 1
        and doc[option.name.start - 1].text == ","
        and doc[option.name.start - 2].ent_type_ in PLACES
    )
    modifies = token.dep_ in ("compound", "amod", "nmod:poss", "poss", "nmod")
    possessed = last < len(doc) and doc[last].text in ("'s", "’s", "’", "'")
    told = sum(one.name.text == option.name.text for one in options)
    found = [
        f"T={event_type}",
        f"back={back}",
        f"T,back={event_type},{back}",
        f"case={case}",
        f"case,back={case},{back}",
        f"T,case={event_type},{case}",
        f"modality={modality},{case},{back}",
        f"modality,label={modality},{label},{back}",
        f"label={label},{back}",
        f"T,label={event_type},{label}",
        f"dep={token.dep_},{back}",
        f"inner={inner},{back}",
        f"outer={outer},{back}",
        f"modifies={modifies},{possessed},{back}",
        f"n={option.name.text.lower()}",
        f"own={min(len(own), 3)},{back}",
        f"told={min(told, 3)},{back}",
        f"tag={trigger.tag_},{back}",
        f"h={lemma_of(token.head)},{case}",
        f"T,h={event_type},{lemma_of(token.head)}",
        f"case,label={case},{label},{back}",
        f"l={lemma_of(trigger)},{case},{back}",
    ]
    country = bool(resolve_country(option.name.text))
    finer = sum(one.back == back and not resolve_country(one.name.text) for one in options)
    found += [f"country={country},{case},{back}", f"country,T={country},{event_type},{back}"]
    found += [f"finer={min(finer, 2)},{country},{back}", f"last word={option.name[-1].lower_}"]
    if back:
        return found + _features_of_earlier_place(trigger, option, options)
    side = "before" if token.i < trigger.i else "after"
    far = min(abs(token.i - trigger.i) // 3, 8)
    path = dependency_path(trigger, token)
    between = [one for one in own if min(token.i, trigger.i) < one.token.i < max(token.i, trigger.i)]
    together = syntax.clause_head(token).i == syntax.clause_head(trigger).i
    fronted = token.i - syntax.sentence_of(token).start <= 4
    found += [
        f"side={side},{case}",
        f"far={far},{side}",
        f"far,case={far},{side},{case}",
        f"path={path}",
        f"case,path={case},{path}",
        f"between={min(len(between), 2)},{side},{case}",
        f"together={together},{case}",
        f"fronted={fronted},{case}",
        f"T,path={event_type},{path}",
    ]
    for role in sorted(roles_of(trigger, token)) or ["none"]:
        found += [f"r={role}", f"r,T={role},{event_type}", f"r,label={role},{label}"]
    return found


def place_vectors(trigger: Token, option: PlaceOption) -> np.ndarray:
    """The word vectors that the model reads beside the features: of the trigger, and of the word over the place."""
    return word_vectors(trigger, option.token.head)


def _features_of_earlier_place(trigger: Token, option: PlaceOption, options: Sequence[PlaceOption]) -> list[str]:
    """How a sentence goes on from the one with the place: its first word, other places in between."""
    own = syntax.sentence_of(trigger)
    first = next((word for word in own if word.is_alpha), trigger)
    later = min(sum(one.token.i > option.token.i for one in options), 3)
    placed = any(one.back == 0 for one in options)
    told = own.root.tag_ in ("VBD", "VBN")
    case = place_case(option.token)
    begins = "pronoun" if syntax.is_pronoun(first) else first.tag_
    return [
        f"later={later},{option.back}",
        f"later,case={later},{case}",
        f"placed={placed},{case}",
        f"first={first.lower_}",
        f"begins={begins},{case}",
        f"told={told},{case},{later}",
        f"placed,later={placed},{later},{case},{told}",
        f"tag,later={trigger.tag_},{later},{case},{placed}",
    ]


def place_case(place: Token) -> str:
    """The preposition a place hangs on ("in", "from"); "of" its head noun where it modifies one."""
    case = syntax.adposition(place)
    if case or place.dep_ not in ("compound", "amod", "appos", "nmod", "conj", "flat"):
        return case
    return f"+{syntax.adposition(place.head)}"
