"""Where an event happened: the named place in its clause, not the one somebody comes from.

The trained event model weighs each place of the sentence and of those before it in the paragraph; without a trained
network of its own the share among the parts (participants.py) and the grammar decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Span, Token

from pipeline.components import syntax
from pipeline.components.entity_words import read_words
from pipeline.components.event_candidates import sentences_up_to
from pipeline.components.gazetteer import CLASS_WORDS
from pipeline.components.names_lexicon import PLACES
from pipeline.components.names_words import MONTHS
from pipeline.components.participant_phrases import Phrase, entity_of
from pipeline.components.participants import roles_of
from pipeline.components.places import resolve_country

WHERE = frozenset({"in", "at", "near", "outside", "inside", "across", "throughout", "within", "around"})
ORIGIN = frozenset({"from", "of", "by", "than", "between", "against", "about"})
# "visited Kazakhstan", "raided Labour House": what the act is done to is the place.
DONE_TO_PLACES = frozenset({"VISIT_MEET", "SEARCH_SEIZE", "RIOT_PROPERTY"})
# "fled Kazakhstan", "deported from Turkey": where one leaves is where it happened.
LEAVING = frozenset({"REPATRIATE_RELOCATE", "DEPORT_EXTRADITE", "EMERGENCY_MOVEMENT"})
# Words that end the name of a body which is also a place where things happen ("Labour House").
SITES = read_words("site")
TOWNS = frozenset({"capital", "city", "town", "port", "suburb"})
JOINING = frozenset({"and", "or", "&"})
IN_A_ROW = JOINING | {",", "the", "in"}  # what stands between the names of several places of one act
BETWEEN_PERSONS = IN_A_ROW | WHERE | {"(", ")", ";", "on"}  # what stands between persons with their places
BETWEEN_DATED = WHERE | {"on", "early", "late", ",", "and"}  # what stands between places with their dates
MONTH_NAMES = frozenset(MONTHS.split("|"))
DASHES = frozenset({"-", "–", "—", "--"})
WEIGHED_BACK = 5  # sentences before the event's in which the network looks for its place
ON_TRIGGER, IN_CLAUSE, FRONTED, TARGET = 0.5, 0.3, 0.25, 0.35


def rate_place(trigger: Token, event_type: str, phrase: Phrase, share: float) -> float:
    """The model's share, more where the grammar says it is the place, 0 where it is none."""
    more = rate_grammar(trigger, event_type, phrase.token) if phrase.noun.ent_type_ in PLACES else None
    return share + more if more is not None else 0.0


def rate_grammar(trigger: Token, event_type: str, place: Token) -> float | None:
    """How far the grammar alone says that the event happened at a place: 0 where it says nothing, None where it says
    that it did not."""
    case = syntax.adposition(place)
    if case in ORIGIN and event_type not in LEAVING:
        return None
    if syntax.sentence_of(place).start != syntax.sentence_of(trigger).start:
        return 0.0
    roles = roles_of(trigger, place)
    if event_type in DONE_TO_PLACES and roles & {"object", "passive", "prep.to"}:
        return TARGET
    if event_type in LEAVING and roles & {"object", "prep.from"}:
        return TARGET
    if case not in WHERE:
        return 0.0
    if f"prep.{case}" in roles:
        return ON_TRIGGER
    if f"over.prep.{case}" in roles or syntax.clause_head(place).i == syntax.clause_head(trigger).i:
        return IN_CLAUSE
    return FRONTED if place.i - syntax.sentence_of(place).start <= 3 else 0.0


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


@lru_cache(maxsize=16)
def _place_names(sentence: Span) -> list[Span]:
    """All of a sentence; kept, since each event around asks for them."""
    names: list[Span] = []
    for token in sentence:
        if token.ent_iob_ != "B" or token.ent_type_ not in PLACES | {"ORG"}:
            continue
        name = entity_of(token)
        if name is not None and not _is_dateline(name) and (token.ent_type_ in PLACES or name[-1].lower_ in SITES):
            names.append(name)
    return names


def find_joined(options: Sequence[PlaceOption], at: int, trigger: Token) -> list[PlaceOption]:
    """The place with number ``at`` and those that are told with it in one row, each once: the places of an act ("in
    Almaty, Shymkent and Taraz"), or those of the persons that it was done to ("charged Omar Diaz in Almaty and Lina
    Omar in Shymkent")."""
    row = _find_row(options, at, _are_joined)
    if len(row) == 1:
        row = _find_row(options, at, _are_of_persons)
        behind = row[-1].name.doc[row[-1].name.end : row[-1].name.end + 3]
        elsewhere = trigger.i > row[0].name.start or any(word.tag_ in syntax.FINITE for word in behind[:1])
        if elsewhere and trigger not in behind:
            return [options[at]]  # "and Lina in Shymkent said": another clause
    if not any(word.lower_ in JOINING for word in row[0].name.doc[row[0].name.end : row[-1].name.start]):
        return [options[at]]
    first: dict[str, PlaceOption] = {}
    for option in row:
        first.setdefault(option.name.text, option)
    return list(first.values())


def _find_row(
    options: Sequence[PlaceOption], at: int, goes_on: Callable[[PlaceOption, PlaceOption], bool]
) -> Sequence[PlaceOption]:
    low = high = at
    while low > 0 and goes_on(options[low - 1], options[low]):
        low -= 1
    while high + 1 < len(options) and goes_on(options[high], options[high + 1]):
        high += 1
    return options[low : high + 1]


def find_inside(options: Sequence[PlaceOption], at: int) -> int:
    """The number of the place that lies in the one with number ``at`` and is told as its own: "Balochistan province's
    Lorelai district", "Nigeria's largest city, Lagos"."""
    while at + 1 < len(options):
        between = options[at].name.doc[options[at].name.end : options[at + 1].name.start]
        words = [word for word in between if word.text not in syntax.POSSESSIVE]
        kinds = all(
            word.lower_ in CLASS_WORDS | TOWNS or word.tag_ in ("JJ", "JJS") or word.text == "," for word in words
        )
        if len(words) == len(between) or not kinds:
            break
        at += 1
    return at


def _are_of_persons(place: PlaceOption, after: PlaceOption) -> bool:
    """The persons of a row have a place each: "Omar Diaz in Almaty and Lina Omar (in Shymkent) on May 3". The words
    say so, since parsers lose their way in such rows."""
    doc = place.name.doc
    before, between = doc[max(place.name.start - 3, 0) : place.name.start], doc[place.name.end : after.name.start]
    persons = [word for word in between if word.ent_type_ == "PERSON"]
    if sum(word.ent_iob_ == "B" for word in persons) != 1 or not any(word.ent_type_ == "PERSON" for word in before):
        return False
    named = {word.i for word in persons} | {word.i - 1 for word in persons if word.nbor(-1).is_title}
    rest = _without_dates(word for word in between if word.i not in named)
    known = {word.lower_ for word in before}
    return bool(rest) and BETWEEN_PERSONS.issuperset(rest) and rest[-1] in WHERE and rest[-1] in known


def _are_joined(place: PlaceOption, after: PlaceOption) -> bool:
    """The grammar joins two places, and only commas, "and", "or", "in" stand between their names; a country behind a
    comma says where the place before it lies ("Almaty, Kazakhstan")."""
    if _are_dated(place.name, after.name):
        return True
    between = [word.lower_ for word in place.name.doc[place.name.end : after.name.start]]
    if not between or not all(word in IN_A_ROW for word in between):
        return False
    if between == [","] and resolve_country(after.name.text) and not resolve_country(place.name.text):
        return False
    return syntax.first_conjunct(place.token).i == syntax.first_conjunct(after.token).i


def _are_dated(place: Span, after: Span) -> bool:
    """Each place of a row has its date: "in Wenzhou in August 2022 and in Xiamen in 2024". The words say so, since
    parsers lose their way in such rows."""
    between, before = place.doc[place.end : after.start], place.doc[max(place.start - 1, 0)]
    words = _without_dates(between)
    return (
        0 < len(words) < len(between)
        and BETWEEN_DATED.issuperset(words)
        and words[-1] == before.lower_
        and words[-1] in WHERE
        and "and" in words[-2:-1]
    )


def _without_dates(words: Iterable[Token]) -> list[str]:
    return [word.lower_ for word in words if word.text not in MONTH_NAMES and not word.like_num]


def _is_dateline(name: Span) -> bool:
    """Where a press release was written: "(Bangkok) – ", "(New York, June 5, 2021) – " at the head of a paragraph."""
    doc, before = name.doc, name.start - 1
    if before < 0 or doc[before].text != "(" or (before > 0 and "\n" not in doc[before - 1].text_with_ws):
        return False
    closing = next((at for at in range(name.end, min(len(doc) - 1, name.end + 8)) if doc[at].text == ")"), None)
    return closing is not None and doc[closing + 1].text in DASHES


def list_told_before_there(trigger: Token, options: Sequence[PlaceOption]) -> list[int]:
    """The numbers of the places that "there" may stand for, where the act is told with it: "was tried there in May"
    happened at one of those named before."""
    there = next((word for word in syntax.children(trigger, {"advmod"}) if word.lower_ == "there"), None)
    return [] if there is None else [at for at, option in enumerate(options) if option.token.i < there.i]


def is_origin(place: Token) -> bool:
    """Where somebody comes from, which is not where something happened: "a protester from Taldykorgan"."""
    return syntax.adposition(place) == "from" and place.head.i < place.i and syntax.is_nominal(place.head)


def place_case(place: Token) -> str:
    """The preposition a place hangs on ("in", "from"); "of" its head noun where it modifies one."""
    case = syntax.adposition(place)
    if case or place.dep_ not in ("compound", "amod", "appos", "nmod", "conj", "flat"):
        return case
    return f"+{syntax.adposition(place.head)}"


def find_place(trigger: Token, event_type: str, options: Sequence[PlaceOption]) -> PlaceOption | None:
    """The place of the event's own sentence that the grammar gives it; None where it gives none."""
    rated = [(rate_grammar(trigger, event_type, one.token) or 0.0, one) for one in options if one.back == 0]
    share, best = max(rated, key=lambda pair: pair[0], default=(0.0, None))
    return best if share > 0 else None
