"""What the event model looks at to say which of the dates around an event is its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipeline.components import syntax
from pipeline.components.event_choices import Choice, group_by_paragraph
from pipeline.components.event_dates import (
    IN_PHRASE,
    OPENINGS,
    TIME_PREPOSITIONS,
    Dated,
    DateOption,
    find_date,
    holders,
    is_fronted,
    is_open,
    is_set_apart,
)
from pipeline.components.event_ties import features_of_brackets, features_of_shared, find_over
from pipeline.components.participants import dependency_path
from pipeline.components.stems import stem_of

# Tags of what joins clauses and phrases: conjunctions, prepositions, relative words, commas, semicolons and dashes.
JOINERS = frozenset({"IN", "CC", "WDT", "WP", "WRB", "WP$", ":", ","})


@dataclass(frozen=True)
class Told:
    """An event, the date that ``find_date`` takes for it, and that date again where its own clause gives it; None where
    there is none."""

    trigger: Token
    event_type: str
    modality: str
    taken: Dated | None
    date: Dated | None


def tell_events(
    triggers: Sequence[tuple[Token, str, str]], dates: Sequence[Sequence[Dated]], paragraphs: Sequence[Sequence[Span]]
) -> list[Told]:
    """Events with their own dates, for ``date_features``: triggers with type and modality, the paragraph of each and
    its dates."""
    told: list[Told] = []
    for (trigger, event_type, modality), own, paragraph in zip(triggers, dates, paragraphs, strict=True):
        date, basis = find_date(trigger, own, paragraph, event_type)
        told.append(Told(trigger, event_type, modality, date, date if basis in ("own", "clause") else None))
    return told


def choose_dates(
    told: Sequence[Told], options: Sequence[Sequence[DateOption]], paragraphs: Sequence[int]
) -> list[Choice]:
    """The choice of each event's date among its ``options``; events in text order, with the numbers of their
    paragraphs."""
    beside = group_by_paragraph(told, paragraphs)
    return [
        Choice(
            event.trigger.i,
            [option.date.value for option in own],
            [option.date.token.i for option in own],
            [date_features(event, option, own, beside[paragraph]) for option in own],
        )
        for event, own, paragraph in zip(told, options, paragraphs, strict=True)
    ]


def date_features(
    event: Told, option: DateOption, options: Sequence[DateOption], told: Sequence[Told] = ()
) -> list[str]:
    """What the model looks at to say whether the date is the event's. ``options`` are all dates it could have, ``told``
    the events of its paragraph."""
    trigger, event_type, modality, nearest_place = event.trigger, event.event_type, event.modality, event.taken
    token, basis, back = option.date.token, option.basis, option.back
    sentence = syntax.sentence_of(token)
    own = [one for one in options if one.back == 0]
    clause = syntax.clause_head(trigger)
    fineness = len(option.date.value.split("/")[0])
    word = "" if any(char.isdigit() for char in token.text) else token.lower_
    case = date_case(token)
    place = f"{basis},{back}"
    fronted = is_fronted(token, sentence)
    nearest = min(own, key=lambda one: abs(one.date.token.i - trigger.i), default=None)
    found = [
        f"b={place}",
        f"T,b={event_type},{place}",
        f"fine={fineness},{place}",
        f"w={word}",
        f"w,b={word},{place}",
        f"case={case}",
        f"case,b={case},{place}",
        f"case,T={case},{event_type}",
        f"fronted={fronted},{place}",
        f"tag={trigger.tag_},{place}",
        f"clause={clause.tag_},{place}",
        f"l={stem_of(trigger)},{basis}",
        f"dates={min(len({one.date.value for one in own}), 3)},{place}",
        f"nearest={nearest is option},{place}",
        f"apart={is_set_apart(trigger)},{place}",
        f"head={stem_of(token.head)},{basis}",
        f"T={event_type}",
        f"clause,w={clause.tag_},{word}",
        f"tag,fine={trigger.tag_},{fineness},{place}",
        f"taken={nearest_place is option.date},{place}",
        f"taken={nearest_place is option.date},{event_type}",
        f"some={nearest_place is not None},{place}",
        f"negated={syntax.is_negated(trigger)},{place}",
        f"modality={modality},{place}",
        f"modality,T={modality},{event_type},{basis}",
        f"modality,fronted={modality},{fronted},{place}",
        f"belongs={option.date.belongs_to},{place}",
        f"belongs,T={option.date.belongs_to},{event_type}",
        f"modal={any(word.tag_ == 'MD' for word in syntax.auxiliaries(trigger))},{place}",
    ]
    found += _features_of_other_events(trigger, event_type, option, place, told)
    found += features_of_brackets(trigger, token, place)
    found += [f"aux={word.lower_},{place}" for word in syntax.auxiliaries(trigger)]
    found += [f"via={via},{basis}" for via in _way_up(token)]
    found += [f"adv={word.lower_},{place}" for word in syntax.children(clause, {"advmod"})]
    inside, free = _is_inside(token), any(not _is_inside(one.date.token) for one in options if one is not option)
    free_here = any(not _is_inside(one.date.token) for one in own if one is not option)
    found += [f"inside={inside},{free_here},{place}", f"inside,free={inside},{free},{free_here},{back}"]
    found += [f"inside,case={inside},{case},{free_here},{basis}", f"inside,T={inside},{free_here},{event_type}"]
    if inside:
        found += [
            f"of={stem_of(token.head)},{free_here}",
            f"of,way={syntax.adposition(token.head)},{free_here},{place}",
        ]
    if back:
        return found + _features_of_told_before(trigger, option, options, fronted)
    between = [one for one in own if min(token.i, trigger.i) < one.date.token.i < max(token.i, trigger.i)]
    side = "before" if token.i < trigger.i else "after"
    path = dependency_path(trigger, token)
    found += [
        f"side={side},{basis}",
        f"far={min(abs(token.i - trigger.i) // 3, 8)},{side}",
        f"between={len(between)},{side}",
        f"open={is_open(token, trigger)},{basis}",
        f"path={path}",
        f"case,path={case},{path}",
        f"dep={token.dep_},{side}",
        f"far,basis={min(abs(token.i - trigger.i) // 3, 8)},{side},{basis}",
        f"case,side={case},{side},{basis}",
        f"rival={any(one is not option and is_fronted(one.date.token, sentence) for one in own)},{fronted},{basis}",
        *_features_of_clause_above(trigger, token, modality),
        *(f"link={word},{side}" for word in _joiners_between(token, trigger)),
        f"opendates={sum(one.basis in ('own', 'clause') for one in own)},{basis}",
    ]
    return found


def _features_of_clause_above(trigger: Token, date: Token, modality: str) -> list[str]:
    """How the event's clause hangs on the verb whose time the date is ("said on May 2 that police beat him")."""
    over = holders(date)
    if not over:
        return []
    above = ((depth, label) for depth, (label, verb) in enumerate(syntax.clause_governors(trigger)) if verb == over[-1])
    return [f"above={depth},{label},{modality}" for depth, label in above]


def _joiners_between(date: Token, trigger: Token) -> list[str]:
    """The words between a date and a trigger that join or open clauses and phrases."""
    low, high = sorted((date.i, trigger.i))
    words = date.doc[low + 1 : high]
    return sorted({word.lower_ for word in words if word.tag_ in JOINERS})


def _is_inside(date: Token) -> bool:
    """The date stands in a noun phrase as a word about its noun: "the January events", "the January 4 protest"."""
    return date.dep_ in IN_PHRASE and date.head.i > date.i and syntax.is_nominal(date.head)


def _way_up(date: Token) -> list[str]:
    """The nouns over the date with their prepositions: "with:connection", "in:event"."""
    return [
        f"{syntax.adposition(word)}:{'name' if word.ent_type_ else stem_of(word)}"
        for word in holders(date)
        if syntax.is_nominal(word)
    ][:3]


def _features_of_other_events(
    trigger: Token, event_type: str, option: DateOption, place: str, told: Sequence[Told]
) -> list[str]:
    """Whether the events told before and after this one have the date: a story goes on in its time."""
    before = [one for one in told if one.trigger.i < trigger.i]
    after = [one for one in told if one.trigger.i > trigger.i]
    found = []
    value = option.date.value
    last = before[-1] if before else None
    dated = next((one for one in reversed(before) if one.date is not None), None)
    if last is None:
        found.append(f"first event,{place}")
    else:
        same = last.date is not None and last.date.value == value
        here = syntax.sentence_of(last.trigger).start == syntax.sentence_of(trigger).start
        found += [f"last={same},{place}", f"last,T={same},{last.event_type},{event_type},{option.back}"]
        found += [f"last,tag={same},{last.trigger.tag_},{trigger.tag_},{here},{place}"]
    if dated is not None:
        same = dated.date is not None and dated.date.value == value
        gap = min(sum(dated.trigger.i < one.trigger.i for one in before), 3)
        found += [f"held={same},{place}", f"held,gap={same},{gap},{place}", f"held,T={same},{event_type},{option.back}"]
        found += [f"held,by={same},{dated.event_type},{place}", f"held,tag={same},{trigger.tag_},{place}"]
    over = find_over(trigger, before)
    if over is not None:
        same = over.taken is not None and over.taken.value == value
        found += [f"under={over.event_type},{same},{place}", f"under,T={over.event_type},{event_type},{same}"]
    holding = sum(one.date is not None and one.date.value == value for one in told)
    found.append(f"holding={min(holding, 3)},{place}")
    later = next((one for one in after if one.date is not None and one.date.value == value), None)
    if later is not None:
        here = syntax.sentence_of(later.trigger).start == syntax.sentence_of(trigger).start
        found += [f"held later={here},{place}", f"held later,T={here},{later.event_type},{event_type}"]
    return found


def _features_of_told_before(
    trigger: Token, option: DateOption, options: Sequence[DateOption], fronted: bool
) -> list[str]:
    """How a sentence goes on from the one with the date: its first word, its subject, other dates in between."""
    own = syntax.sentence_of(trigger)
    first = next((word for word in own if word.is_alpha), trigger)
    later = sum(one.date.token.i > option.date.token.i for one in options)
    main = syntax.clause_head(trigger).i == own.root.i
    subject = syntax.subject(own.root) or syntax.passive_subject(own.root)
    begins = "pronoun" if syntax.is_pronoun(first) else first.tag_
    pronoun = subject is not None and syntax.is_pronoun(subject)
    told = "told" if own.root.tag_ in ("VBD", "VBN") else own.root.tag_
    same = len({one.date.value for one in options}) == 1
    dated = any(one.back == 0 for one in options)
    return [
        f"later={min(later, 3)},{option.back}",
        f"first={first.lower_}",
        f"begins={begins},{fronted}",
        f"main={main},{fronted}",
        f"subject={pronoun},{fronted}",
        f"told={told},{fronted}",
        f"one={same},{fronted},{option.back}",
        f"dated={dated},{fronted}",
        f"dated,later={dated},{min(later, 3)},{fronted}",
        f"told,later={told},{min(later, 3)},{trigger.tag_}",
        f"main,dated={main},{dated},{trigger.tag_},{min(later, 2)}",
        *features_of_shared(trigger, option.date.token, f"{option.back},{fronted}"),
    ]


def date_case(date: Token) -> str:
    """The preposition before a date ("in", "since", "on"), "" where there is none; before a date in a noun phrase
    ("during the January violence") that of the phrase and its noun."""
    case = syntax.adposition(date)
    if case:
        return case
    if _is_inside(date):
        return f"{syntax.adposition(date.head)}+{'name' if date.head.ent_type_ else stem_of(date.head)}"
    before = date.doc[date.left_edge.i - 1] if date.left_edge.i > 0 else None
    return before.lower_ if before is not None and before.lower_ in TIME_PREPOSITIONS | OPENINGS | {"the"} else ""
