"""Events: who did what to whom, when, where, and who says so.

    Police detained two activists in Almaty on January 5.
    ARREST_DETAIN  detained  actor police  target two activists  place Almaty

The trigger, its type, polarity and modality and the parts that noun phrases play are decided by the trained event model
(event_model.py), helped by the trigger lexicon; what is asked for ("Repeal the law") by rule. Scores: see the model
card."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.components import syntax
from pipeline.components.dates import DateExpression
from pipeline.components.event_candidates import Candidate, list_candidates, split_paragraphs
from pipeline.components.event_circumstances import set_dates, set_places
from pipeline.components.event_content import find_content, find_same
from pipeline.components.event_dates import list_dates
from pipeline.components.event_found import SHIPPED, Found, Rated, Thresholds
from pipeline.components.event_model import PARTS_PLAYED, Decision, EventModel, load_model
from pipeline.components.event_record import (
    AFFIRMED,
    ALLEGED,
    ASSERTED,
    DEMANDED,
    NEGATED,
    Event,
    Participant,
    participant,
)
from pipeline.components.figures import Figure
from pipeline.components.layout import NARRATIVE_KINDS
from pipeline.components.modality import decide_modality, find_cue, find_cue_before, find_recommended, is_unreported
from pipeline.components.names_lexicon import PLACES
from pipeline.components.paragraph_reader import pair_up, read_around
from pipeline.components.participant_phrases import Phrase, holds_name, is_named_again, is_told_by
from pipeline.components.participants import list_phrases, phrase_features
from pipeline.components.stems import stem_of
from pipeline.components.trigger_checks import check_triggers
from pipeline.components.trigger_lexicon import find_certain_type, lines_of, match_triggers, read_triggers
from pipeline.layers import read_layer, slice_text, write_layer
from pipeline.report import Block

__all__ = ["Event", "EventsComponent", "find_events", "read_events"]

ADDRESSEE = re.compile(r"^(?:#+ )?To (?:the )?(?P<who>[A-Z][^\n:.]{2,80}?):?[ ]*$", re.M)
PROVISION = re.compile(
    r"\s+(?:the |all )?"
    r"(?P<what>(?:(?!(?:to|of|in|so|and|by|from|that|which|for|on)\b)[\w()’'-]+ ?){1,8}(?<! ))"
)
# Shares from which a phrase of an earlier sentence is taken beside one of the sentence itself, and one joined to a
# phrase that is taken.
EARLIER, JOINED = 0.65, 0.2
ADDRESSEE_BACK = 2_500  # words
PREFIXES = frozenset({"re", "co", "pre", "over", "mis", "dis"})
MODEL = Path(__file__).parents[1] / "model" / "events.npz"


def find_events(doc: Doc, model: EventModel | None, thresholds: Thresholds = SHIPPED) -> list[Event]:
    """The events of ``doc`` in text order; none without a model or a parse."""
    if model is None or not doc.has_annotation("DEP"):
        return []
    narrative = _narrative(doc)
    paragraphs = split_paragraphs(doc)
    found = [one for one in find_triggers(paragraphs, model, thresholds) if narrative(one.token.idx)]
    starts = [paragraph[0].start for paragraph in paragraphs]
    around = [paragraphs[bisect_right(starts, one.token.i) - 1] for one in found]
    dates = list_dates(doc, read_layer(doc, "dates", DateExpression))
    figures = read_layer(doc, "figures", Figure)
    told = [(one.token.i, one.event_type) for one in found]
    states = read_around(model.reader, doc, told, around, sorted(date.token.i for date in dates))
    rated = rate_phrases(found, around, model, thresholds, states)
    events = [
        make_event(one, phrases, paragraph, figures, thresholds)
        for one, phrases, paragraph in zip(found, rated, around, strict=True)
    ]
    set_dates(events, found, around, dates, model, thresholds.date, states)
    set_places(events, found, around, rated, model, thresholds, states)
    content = find_content([one.token for one in found], events)
    same = find_same(events)
    return [replace(e, content_of=c, same_event=s) for e, c, s in zip(events, content, same, strict=True)]


def _narrative(doc: Doc) -> Callable[[int], bool]:
    """Whether an offset is in a paragraph or list item; everywhere where the blocks are not known."""
    blocks = read_layer(doc, "blocks", Block)
    if not blocks:
        return lambda offset: True
    spans = sorted((block.start, block.end) for block in blocks if block.kind in NARRATIVE_KINDS)
    starts = np.array([start for start, _ in spans])

    def holds(offset: int) -> bool:
        at = int(np.searchsorted(starts, offset, side="right")) - 1
        return at >= 0 and offset < spans[at][1]

    return holds


def find_triggers(paragraphs: Sequence[Sequence[Span]], model: EventModel, thresholds: Thresholds) -> list[Found]:
    """Triggers with their type, modality and polarity."""

    def keep(words: Sequence[Token], first: Sequence[list[str]]) -> list[bool]:
        return [
            is_likely or bool(find_certain_type(word) or find_recommended(word))
            for word, is_likely in zip(words, model.is_likely(first), strict=True)
        ]

    candidates = list(list_candidates(paragraphs, model.lemmas | frozenset(read_triggers()), keep=keep))
    numbers = np.array([c.vectors for c in candidates], dtype=np.float32)
    decisions = model.decide([c.features for c in candidates], numbers)
    found = (decide(candidate, decision, thresholds) for candidate, decision in zip(candidates, decisions, strict=True))
    return check_triggers([one for one in found if one is not None])


def decide(candidate: Candidate, decision: Decision, thresholds: Thresholds) -> Found | None:
    token = candidate.token
    asked = find_recommended(token)
    if asked:
        return Found(token, asked, DEMANDED, False, "recommended", 1.0)
    certain = find_certain_type(token)
    if decision.probability < thresholds.trigger and not certain:
        return None
    event_type, rule = (certain, "lexicon") if certain else (decision.event_type, "model")
    negated = decision.negated > 0.5 or is_unreported(token)
    modality = decide_modality(token, event_type, decision.modality, negated=negated)
    return Found(token, event_type, modality, negated, rule, 1.0 if certain else round(decision.probability, 3))


def rate_phrases(
    found: Sequence[Found],
    around: Sequence[Sequence[Span]],
    model: EventModel,
    thresholds: Thresholds,
    states: np.ndarray | None,
) -> list[list[tuple[Phrase, dict[str, float]]]]:
    """For each trigger the noun phrases in its paragraph with the probability of each part; without those that are too
    unlikely for all of them (a model that has no network for places asks the grammar about each)."""
    phrases = [(at, phrase) for at, one in enumerate(found) for phrase in list_phrases(one.token, around[at])]
    named = [phrase_features(found[at].token, found[at].event_type, phrase) for at, phrase in phrases]
    numbers = None
    if states is not None:
        numbers = pair_up(states, [found[at].token.i for at, _ in phrases], [phrase.noun.i for _, phrase in phrases])
    shares = model.rate(named, numbers)
    likely = shares.max(axis=1, initial=0) >= min(JOINED, thresholds.actor, thresholds.target, thresholds.source)
    rated: list[list[tuple[Phrase, dict[str, float]]]] = [[] for _ in found]
    for (at, phrase), is_kept, row in zip(phrases, likely.tolist(), shares, strict=True):
        if is_kept or (model.places is None and phrase.noun.ent_type_ in PLACES):
            rated[at].append((phrase, dict(zip(PARTS_PLAYED, row.tolist(), strict=True))))
    return rated


def make_event(
    one: Found, rated: Rated, paragraph: Sequence[Span], figures: Sequence[Figure], thresholds: Thresholds
) -> Event:  # fmt: skip
    token = one.token
    start, end = trigger_span(token)
    event = Event(
        start=start,
        end=end,
        text=slice_text(token.doc, start, end),
        event_type=one.event_type,
        mode=find_mode(token, one.event_type),
        polarity=NEGATED if one.negated else AFFIRMED,
        modality=one.modality,
        sentence_start=token.sent.start_char,
        lemma=stem_of(token),
        rule=one.rule,
        score=one.score,
    )
    begin = token.sent.start
    event.actors = choose(rated, "actor", thresholds.actor, begin, figures)
    event.targets = choose(rated, "target", thresholds.target, begin, figures)
    if one.rule == "recommended":
        event.actors = event.actors or find_addressee(token)
        event.targets = find_provision(token) or event.targets
    set_source(event, token, rated, paragraph, thresholds.source)
    if event.modality == ALLEGED and is_own_word(event.attributed_to, publisher_of(token.doc)):
        event.modality = ASSERTED  # the publisher says so itself
    return event


def trigger_span(token: Token) -> tuple[int, int]:
    """Character span of the trigger as one word: "re" and "elected" of "re-elected" are parts of it."""
    doc, first, last = token.doc, token.i, token.i
    if token.lower_ in PREFIXES and last + 2 < len(doc) and _is_hyphen(doc[last + 1]):
        last += 2
    if first > 1 and _is_hyphen(doc[first - 1]) and doc[first - 2].lower_ in PREFIXES:
        first -= 2
    return doc[first].idx, doc[last].idx + len(doc[last])


def _is_hyphen(token: Token) -> bool:
    return token.text == "-" and not token.whitespace_


def find_addressee(token: Token) -> list[Participant]:
    """Whom a list of recommendations is for: the last line "To the Government of ..." before it."""
    before = token.doc[max(0, token.i - ADDRESSEE_BACK) : token.i]
    lines = list(ADDRESSEE.finditer(before.text))
    if not lines:
        return []
    start, end = lines[-1].span("who")
    return [participant(before.start_char + start, before.start_char + end, lines[-1]["who"])]


def find_provision(token: Token) -> list[Participant]:
    """What an imperative that opens its sentence asks to change: "Amend section 4 of the act" -> section 4."""
    sentence = syntax.sentence_of(token)
    if token.i != sentence.start:
        return []
    found = PROVISION.match(sentence.text, len(token))
    return [participant(token.idx + found.start("what"), token.idx + found.end("what"), found["what"])] if found else []


def is_own_word(source: str, publisher: str) -> bool:
    """Whether a source is the publisher of the report, or its research.

    >>> is_own_word("Human Rights Watch research", "Human Rights Watch"), is_own_word("", "")
    (True, False)
    """
    return bool(source and publisher) and f"{source} ".startswith(f"{publisher} ")


def publisher_of(doc: Doc) -> str:
    """Who publishes the report; "" where that is not known."""
    return str(doc.user_data.get("report", {}).get("publisher", ""))


def find_mode(token: Token, event_type: str) -> str:
    """How the act was done, from the lexicon line that matched, or else from any line of the word."""
    lines = [*match_triggers(token), *lines_of(token)]
    return next((line.mode for line in lines if line.event_type == event_type), "")


def choose(rated: Rated, part: str, threshold: float, begin: int, figures: Sequence[Figure]) -> list[Participant]:
    """The phrases that play ``part``, in text order, each named once. ``begin`` is the first token of the sentence."""
    taken = take_phrases(rated, part, threshold, begin)
    kept = [
        phrase
        for phrase in taken
        if not any(is_told_by(phrase, one) or holds_name(phrase, one) or is_named_again(phrase, one) for one in taken)
    ]
    chosen: dict[str, Participant] = {}
    for phrase in kept:
        if phrase.text and phrase.text not in chosen:
            chosen[phrase.text] = participant(phrase.start, phrase.end, phrase.text, find_figure(phrase, figures))
    return sorted(chosen.values(), key=lambda one: (one["start"], one["end"]))


def take_phrases(rated: Rated, part: str, threshold: float, begin: int) -> list[Phrase]:
    """Phrases likely enough to play ``part`` rather than the other one, and those joined to them.

    Whom the sentence itself names leaves little room for others."""
    other = "target" if part == "actor" else "actor"
    likely = [(phrase, shares[part]) for phrase, shares in rated if shares[part] >= max(threshold, shares[other])]
    likely = [(phrase, share) for phrase, share in likely if not is_reporter(phrase)]
    if any(phrase.token.i >= begin for phrase, _ in likely):
        likely = [(phrase, share) for phrase, share in likely if phrase.token.i >= begin or share >= EARLIER]
    taken = [phrase for phrase, _ in likely]
    joined = {syntax.first_conjunct(phrase.token).i for phrase in taken}
    for phrase, shares in rated:
        if shares[part] < JOINED or phrase in taken or is_reporter(phrase):
            continue
        if syntax.first_conjunct(phrase.token).i in joined:
            taken.append(phrase)
    return taken


def is_reporter(phrase: Phrase) -> bool:
    """Who only tells of the act: "according to the council"."""
    return syntax.adposition(phrase.token) == "according"


def find_figure(phrase: Phrase, figures: Sequence[Figure]) -> int:
    """Offset of the count inside the phrase ("10 people"); -1 where there is none."""
    inside = (f for f in figures if f.kind == "count" and phrase.start <= f.start and f.end <= phrase.end)
    return next((figure.start for figure in inside), -1)


def set_source(
    event: Event,
    token: Token,
    rated: Rated,
    paragraph: Sequence[Span],
    threshold: float,
) -> None:
    """Whose words they are, and the word that says so."""
    at = next((i for i, sentence in enumerate(paragraph) if sentence.start <= token.i < sentence.end), 0)
    cue = find_cue(token, event.modality) or find_cue_before(list(paragraph[:at]), event.modality)
    if cue is not None:
        event.cue_start, event.cue_end = cue.idx, cue.idx + len(cue)
    if event.modality != ALLEGED:
        return
    best = max(((shares["source"], phrase) for phrase, shares in rated), key=lambda option: option[0], default=None)
    if best is not None and best[0] >= threshold:
        event.attributed_to, event.attributed_start, event.attributed_end = best[1].text, best[1].start, best[1].end


def read_events(doc: Doc) -> list[Event]:
    """The events that the component left on ``doc``."""
    return read_layer(doc, "events", Event)


TUNED = ("trigger", "actor", "target", "place", "source")


@Language.factory("reports_events", default_config={"model": "", **{name: getattr(Thresholds, name) for name in TUNED}})
class EventsComponent:
    """Writes layer "events". ``model``: path of another event model ("" = the one that ships); the rest are the
    probabilities from which a trigger and each part are taken."""

    def __init__(
        self, nlp: Language, name: str, model: str, trigger: float, actor: float, target: float, place: float,
        source: float,
    ) -> None:  # fmt: skip
        self.name = name
        self.model = load_model(Path(model) if model else MODEL)
        self.thresholds = Thresholds(trigger, actor, target, place, source)

    def __call__(self, doc: Doc) -> Doc:
        write_layer(doc, "events", find_events(doc, self.model, self.thresholds))
        return doc
