"""What the event model looks at to say which of the places around an event is its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.components import syntax
from pipeline.components.event_choices import Choice, group_by_paragraph
from pipeline.components.event_places import PlaceOption, find_place, place_case
from pipeline.components.event_ties import features_of_brackets, features_of_shared, find_over
from pipeline.components.names_lexicon import PLACES
from pipeline.components.participants import dependency_path, roles_of
from pipeline.components.places import resolve_country
from pipeline.components.stems import stem_of


@dataclass(frozen=True)
class Placed:
    """An event with the place that the grammar gives it (``find_place``)."""

    trigger: Token
    event_type: str
    modality: str
    taken: PlaceOption | None


def tell_places(triggers: Sequence[tuple[Token, str, str]], options: Sequence[Sequence[PlaceOption]]) -> list[Placed]:
    """Events with their places, for ``place_features``: triggers with type and modality, and the options of each."""
    return [
        Placed(trigger, event_type, modality, find_place(trigger, event_type, own))
        for (trigger, event_type, modality), own in zip(triggers, options, strict=True)
    ]


def choose_places(
    placed: Sequence[Placed], options: Sequence[Sequence[PlaceOption]], paragraphs: Sequence[int]
) -> list[Choice]:
    """The choice of each event's place among its ``options``; events in text order, with the numbers of their
    paragraphs."""
    beside = group_by_paragraph(placed, paragraphs)
    return [
        Choice(
            event.trigger.i,
            [option.name.text for option in own],
            [option.token.i for option in own],
            [place_features(event, option, own, beside[paragraph]) for option in own],
        )
        for event, own, paragraph in zip(placed, options, paragraphs, strict=True)
    ]


def place_features(
    event: Placed, option: PlaceOption, options: Sequence[PlaceOption], told: Sequence[Placed] = ()
) -> list[str]:
    """What the model looks at to say whether the event happened there. ``options`` are all places it could have,
    ``told`` the events of its paragraph."""
    trigger, event_type, modality = event.trigger, event.event_type, event.modality
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
    possessed = last < len(doc) and doc[last].text in syntax.POSSESSIVE
    times = sum(one.name.text == option.name.text for one in options)
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
        f"told={min(times, 3)},{back}",
        f"tag={trigger.tag_},{back}",
        f"h={stem_of(token.head)},{case}",
        f"T,h={event_type},{stem_of(token.head)}",
        f"case,label={case},{label},{back}",
        f"l={stem_of(trigger)},{case},{back}",
    ]
    country = bool(resolve_country(option.name.text))
    finer = sum(one.back == back and not resolve_country(one.name.text) for one in options)
    found += [f"country={country},{case},{back}", f"country,T={country},{event_type},{back}"]
    found += [f"finer={min(finer, 2)},{country},{back}", f"last word={option.name[-1].lower_}"]
    behind = doc[last].lower_ if last < len(doc) and doc[last].tag_ in ("NN", "NNS") else ""
    further = min(sum(one.back == back and one.token.i > token.i for one in options), 2)
    found += [f"behind={behind}", f"behind,T={bool(behind)},{event_type},{case}", f"further={further},{case},{back}"]
    found += features_of_brackets(trigger, token, f"{case},{back}")
    found += _features_of_other_events(event, option, told)
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
        *features_of_shared(trigger, option.token, f"{option.back},{case}"),
    ]


def _features_of_other_events(event: Placed, option: PlaceOption, told: Sequence[Placed]) -> list[str]:
    """Whether the grammar gives the place to this event, and to those told before and after it: a story stays where it
    is."""
    trigger, event_type, back = event.trigger, event.event_type, option.back
    name = option.name.text
    found = [
        f"taken={_is_at(event, name)},{back}",
        f"taken,T={_is_at(event, name)},{event_type}",
        f"some={event.taken is not None},{back}",
    ]
    before = [one for one in told if one.trigger.i < trigger.i]
    if before:
        last = before[-1]
        here = syntax.sentence_of(last.trigger).start == syntax.sentence_of(trigger).start
        found += [
            f"last={_is_at(last, name)},{here},{back}",
            f"last,T={_is_at(last, name)},{last.event_type},{event_type}",
        ]
    at = next((one for one in reversed(before) if one.taken is not None), None)
    if at is not None:
        same, gap = _is_at(at, name), min(sum(at.trigger.i < one.trigger.i for one in before), 3)
        found += [f"held={same},{gap},{back}", f"held,T={same},{event_type},{back}"]
        found += [f"held,by={same},{at.event_type},{back}", f"held,tag={same},{trigger.tag_},{back}"]
    over = find_over(trigger, before)
    if over is not None:
        found += [f"under={over.event_type},{_is_at(over, name)},{back}", f"under,T={_is_at(over, name)},{event_type}"]
    holding = min(sum(_is_at(one, name) for one in told), 3)
    later = next((one for one in told if one.trigger.i > trigger.i and _is_at(one, name)), None)
    found += [f"holding={holding},{back}", f"held later={later.event_type if later else ''},{back}"]
    return found


def _is_at(event: Placed, name: str) -> bool:
    return event.taken is not None and event.taken.name.text == name
