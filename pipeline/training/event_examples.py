"""What the event model is trained on: every annotated paragraph as candidates, noun phrases, dates and places."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.vocab import Vocab

from pipeline.components.date_anchor import Anchor
from pipeline.components.dates import find_dates
from pipeline.components.event_candidates import list_candidates, split_paragraphs
from pipeline.components.event_choices import Choice
from pipeline.components.event_date_features import choose_dates, tell_events
from pipeline.components.event_dates import Dated, list_date_options, list_dates, split_dates
from pipeline.components.event_model import PARTS_PLAYED
from pipeline.components.event_place_features import choose_places, tell_places
from pipeline.components.event_places import list_place_options
from pipeline.components.paragraph_reader import Passage, make_passage
from pipeline.components.participants import list_phrases, phrase_features
from pipeline.components.stems import stem, stem_of
from pipeline.components.trigger_lexicon import read_triggers
from pipeline.training.event_files import GoldEvent, read_event_files
from pipeline.training.heads import before_preposition, find_head, find_heads, split_phrases
from pipeline.training.standoff_events import CIRCUMSTANCES, read_standoff

# The years of the chunks are not known; any will do to tell dates apart.
ANCHOR = Anchor.from_metadata({"coverage_start": "2020-01-01", "coverage_end": "2020-12-31"})


ARTICLE = re.compile(r"^the\s+", re.I)


@dataclass
class Example:
    """One candidate trigger: its features (the ``first`` ones among them), and what the annotation says of it."""

    chunk: str
    lemma: str
    first: list[str]
    features: list[str]
    vectors: np.ndarray
    gold: list[GoldEvent] = field(default_factory=list)


@dataclass
class PhraseExample:
    """One noun phrase near an annotated event, its head word, and the parts it plays. ``at`` and ``token``: the tokens
    of the event's trigger and of the noun, which stand in ``passage``."""

    chunk: str
    event: int
    head: str
    features: list[str]
    passage: Passage
    at: int
    token: int
    parts: tuple[bool, ...]


@dataclass
class ChoiceExample:
    """An annotated event and the dates (places) near it: which of them are its own, and whether it has one at all,
    near or not. An event whose written date is none that the dates layer knows (three of a thousand) is no example.
    ``passage``: its paragraph, one for all examples of it; the tokens of ``choice`` are those of the Doc."""

    chunk: str
    passage: Passage
    choice: Choice
    right: tuple[bool, ...]
    wanted: bool


@dataclass
class Examples:
    """All that is learned from; ``wanted`` is the number of heads annotated for each part, ``vocab`` knows the words of
    the passages."""

    triggers: list[Example] = field(default_factory=list)
    phrases: list[PhraseExample] = field(default_factory=list)
    dates: list[ChoiceExample] = field(default_factory=list)
    places: list[ChoiceExample] = field(default_factory=list)
    wanted: Counter[tuple[str, str]] = field(default_factory=Counter)
    vocab: Vocab | None = None


def make_examples(nlp: Language, folder: Path) -> Examples:
    """Candidates, noun phrases, dates and places of every annotated paragraph. Candidates are the words of the trigger
    lexicon, and those that are a trigger anywhere in the folder. Dates stand in the standoff annotation alone; of the
    paragraphs of CIRCUMSTANCES only the dates and places of some events are known."""
    found = Examples(vocab=nlp.vocab)
    paragraphs = [(paragraph, False) for paragraph in read_event_files(folder)]
    paragraphs += [(paragraph, True) for paragraph in read_standoff(folder)]
    words = {stem(paragraph.text[event.start : event.end]) for paragraph, _ in paragraphs for event in paragraph.events}
    lemmas = frozenset(words) | frozenset(read_triggers())
    for paragraph, has_dates in paragraphs:
        doc = nlp(paragraph.text)
        gold = locate_events(doc, paragraph.events)
        parts = split_paragraphs(doc)
        for candidate in list_candidates(parts, lemmas, always=frozenset(gold)):
            token = candidate.token
            own = gold.get(token.i, [])
            first, features = keep_once(candidate.first), keep_once(candidate.features)
            found.triggers.append(Example(paragraph.chunk, stem_of(token), first, features, candidate.vectors, own))
        told = tell_paragraphs(doc, parts, gold)
        add_phrases_of_events(found, paragraph.chunk, told)
        add_circumstances(found, paragraph.chunk, told, has_dates=has_dates)
    for paragraph in read_standoff(folder, CIRCUMSTANCES):
        doc = nlp(paragraph.text)
        gold = locate_events(doc, paragraph.events)
        add_circumstances(found, paragraph.chunk, tell_paragraphs(doc, split_paragraphs(doc), gold), has_dates=True)
    return found


def keep_once(names: Sequence[str]) -> list[str]:
    """The names, each kept in memory once however many examples have it: a tenth of the memory."""
    return [sys.intern(name) for name in names]


@dataclass(frozen=True)
class ToldParagraph:
    """A paragraph with annotated events: its sentences, the events with their triggers, the dates of the Doc, and the
    passage that is read."""

    sentences: list[Span]
    events: list[tuple[Token, GoldEvent]]
    dates: list[Dated]
    passage: Passage


def tell_paragraphs(doc: Doc, parts: list[list[Span]], gold: dict[int, list[GoldEvent]]) -> list[ToldParagraph]:
    """Those of the paragraphs ``parts`` of ``doc`` that have events."""
    dates = list_dates(doc, find_dates(doc.text, ANCHOR))
    tokens = sorted(date.token.i for date in dates)
    told: list[ToldParagraph] = []
    for part in parts:
        events = [(doc[at], event) for at in sorted(gold) for event in gold[at] if part[0].start <= at < part[-1].end]
        if events:
            types = {token.i: event.event_type for token, event in events}
            for event_type in types.values():
                doc.vocab.strings.add(event_type)  # a passage has but the keys of names
            told.append(ToldParagraph(part, events, dates, make_passage(part, types, tokens)))
    return told


def add_phrases_of_events(found: Examples, chunk: str, told: Sequence[ToldParagraph]) -> None:
    """Noun phrases of the events."""
    for paragraph in told:
        for token, event in paragraph.events:
            add_phrases(found, chunk, paragraph, token, event)


def add_circumstances(found: Examples, chunk: str, told: Sequence[ToldParagraph], *, has_dates: bool) -> None:
    """Places and (``has_dates``) dates of the events."""
    for paragraph in told:
        part, events, passage = paragraph.sentences, paragraph.events, paragraph.passage
        triggers = [(token, event.event_type, event.modality) for token, event in events]
        here = [0] * len(events)
        places = [list_place_options(token, part) for token, _ in events]
        for (_, event), place in zip(events, choose_places(tell_places(triggers, places), places, here), strict=True):
            add_place(found, chunk, passage, event, place)
        if has_dates:
            own = split_dates(paragraph.dates, [part] * len(events))
            near = [list_date_options(token, dates, part) for (token, _), dates in zip(events, own, strict=True)]
            dated = tell_events(triggers, own, [part] * len(events))
            for (token, event), date in zip(events, choose_dates(dated, near, here), strict=True):
                add_date(found, chunk, passage, token, event, paragraph.dates, date)


def add_place(found: Examples, chunk: str, passage: Passage, event: GoldEvent, choice: Choice) -> None:
    if event.place and event.place == event.place.lower():
        return  # "police stations": where it happened has no name, which says nothing of the names around
    written = split_phrases(event.place)
    right = tuple(any(is_written_place(name, one) for one in written) for name in choice.values)
    found.places.append(ChoiceExample(chunk, passage, keep_choice(choice), right, bool(written)))


def is_written_place(name: str, written: str) -> bool:
    """The annotation means the place ``name``: its name, or that with words around it that are no names.

    >>> [is_written_place("Niger", written) for written in ("the Niger", "regions of Niger", "Niger State", "Nigeria")]
    [True, True, False, False]
    """
    found = re.compile(rf"(?<!\w){re.escape(ARTICLE.sub('', name))}(?!\w)")
    wholes = (ARTICLE.sub("", written), before_preposition(ARTICLE.sub("", written)))
    rests = [found.sub("", whole, count=1) for whole in wholes if found.search(whole)]
    return any(rest == rest.lower() for rest in rests)


def add_date(
    found: Examples,
    chunk: str,
    passage: Passage,
    trigger: Token,
    event: GoldEvent,
    dates: Sequence[Dated],
    choice: Choice,
) -> None:
    value = ""
    if event.date:
        meant = find_written_date(trigger, event.date, dates)
        if meant is None:
            return  # no expression of the dates layer, or one of the paragraph before
        value = meant.value
    right = tuple(own == value for own in choice.values)
    found.dates.append(ChoiceExample(chunk, passage, keep_choice(choice), right, bool(value)))


def keep_choice(choice: Choice) -> Choice:
    """The choice, its features kept once (``keep_once``)."""
    return replace(choice, features=[keep_once(names) for names in choice.features])


def find_written_date(trigger: Token, written: str, dates: Sequence[Dated]) -> Dated | None:
    """The date that the annotation names by its words: the nearest one with them, those before the trigger first."""
    text = trigger.doc.text
    same = [date for date in dates if _shares_words(text, date, written)]
    here = [date for date in same if date.token.sent.start == trigger.sent.start]
    before = [date for date in same if date.token.i < trigger.i]
    return min(here or before or same, key=lambda date: abs(date.token.i - trigger.i), default=None)


def _shares_words(text: str, date: Dated, written: str) -> bool:
    at = text.find(written, max(0, date.record.start - len(written)))
    return 0 <= at < date.record.end and date.record.start < at + len(written)


def locate_events(doc: Doc, events: Sequence[GoldEvent]) -> dict[int, list[GoldEvent]]:
    """Events by the token of their trigger."""
    located: dict[int, list[GoldEvent]] = {}
    for event in events:
        span = doc.char_span(event.start, event.end, alignment_mode="expand")
        if span is not None:
            located.setdefault(span.root.i, []).append(event)
    return located


def add_phrases(found: Examples, chunk: str, paragraph: ToldParagraph, trigger: Token, event: GoldEvent) -> None:
    fields = (event.actor, event.target, event.place, event.attributed_to)
    heads = [find_heads(written) for written in fields]
    for part, own in zip(PARTS_PLAYED, heads, strict=True):
        found.wanted[chunk, part] += len(own)
    number = found.phrases[-1].event + 1 if found.phrases else 0
    for phrase in list_phrases(trigger, paragraph.sentences):
        head = find_head(phrase.text)
        parts = tuple(head in own for own in heads)
        features = keep_once(phrase_features(trigger, event.event_type, phrase))
        found.phrases.append(
            PhraseExample(chunk, number, head, features, paragraph.passage, trigger.i, phrase.noun.i, parts)
        )


def load_parser(model: str) -> Language:
    """The trained pipeline with our sentence starts, as annotate runs it on a block."""
    nlp = spacy.load(model)
    if "reports_sentences" not in nlp.pipe_names:
        nlp.add_pipe("reports_sentences", first=True)
    return nlp
