"""The trigger lexicon: words that name acts, and the frames in which they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from pipeline.components import syntax
from pipeline.components.stems import stem, stem_of
from pipeline.lexicon import read_lexicon

NEAR = 6
CLASS_OF_POS = {"VERB": "VERB", "NOUN": "NOUN", "PROPN": "NOUN", "ADJ": "ADJ", "ADV": "ADJ"}


@dataclass(frozen=True)
class Trigger:
    """One line of the lexicon. ``frame``: (condition, values) pairs that must all hold."""

    lemma: str
    pos: str
    event_type: str
    mode: str
    frame: tuple[tuple[str, frozenset[str]], ...]
    example: str
    counterexample: str

    @property
    def is_certain(self) -> bool:
        """Whether it holds whatever the trained model says of the word."""
        return any(name == "certain" for name, _ in self.frame)


def parse_frame(written: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """
    >>> parse_frame("negated prep=for|on")  # doctest: +SKIP
    (('negated', frozenset()), ('prep', frozenset({'for', 'on'})))
    """
    parts = (part.partition("=") for part in written.split())
    return tuple((name, frozenset(values.split("|")) if values else frozenset()) for name, _, values in parts)


@cache
def read_triggers() -> dict[str, tuple[Trigger, ...]]:
    """Lines of the lexicon by the stem of their lemma."""
    found: dict[str, tuple[Trigger, ...]] = {}
    for row in read_lexicon("events_triggers.csv"):
        trigger = Trigger(
            row["lemma"],
            row["pos"],
            row["event_type"],
            row["mode"],
            parse_frame(row["frame"]),
            row["example"],
            row["counterexample"],
        )
        key = stem(trigger.lemma.split()[-1] if trigger.pos == "NOUN" else trigger.lemma)
        found[key] = (*found.get(key, ()), trigger)
    return found


@cache
def read_noun_classes() -> dict[str, frozenset[str]]:
    """Stem of a noun -> the classes it is in."""
    found: dict[str, set[str]] = {}
    for row in read_lexicon("events_nouns.csv"):
        found.setdefault(stem(row["noun"]), set()).add(row["class"])
    return {noun: frozenset(classes) for noun, classes in found.items()}


def classes_of(noun: Token | None) -> frozenset[str]:
    """Classes of a noun, of a name by its label."""
    if noun is None:
        return frozenset()
    noun = syntax.relative_reference(noun)
    named = {"PERSON": "PERSON", "NORP": "PERSON", "ORG": "BODY", "LAW": "LAW"}.get(noun.ent_type_, "")
    if noun.lower_ in ("he", "she", "they", "him", "her", "them", "who", "whom"):
        named = "PERSON"
    return read_noun_classes().get(stem_of(noun), frozenset()) | ({named} if named else set())


def lines_of(token: Token) -> tuple[Trigger, ...]:
    """The lines of a word, whatever its part of speech and frame."""
    return read_triggers().get(stem_of(token), ())


def match_triggers(token: Token) -> list[Trigger]:
    """Lines whose word and part of speech are those of ``token`` and whose frame holds."""
    return _matching(token, lines_of(token))


def find_certain_type(token: Token) -> str:
    """The event type that a line marked certain gives the word; "" where none does."""
    certain = [line for line in lines_of(token) if line.is_certain]
    return next((line.event_type for line in _matching(token, certain)), "") if certain else ""


def _matching(token: Token, options: Iterable[Trigger]) -> list[Trigger]:
    pos = CLASS_OF_POS.get(syntax.word_class(token), "")
    return [
        line for line in options if line.pos == pos and all(holds(token, name, values) for name, values in line.frame)
    ]


def holds(token: Token, name: str, values: frozenset[str]) -> bool:
    """Whether one condition of a frame holds for ``token``. ValueError for a condition that is not known."""
    if name == "certain":
        return True
    if name == "negated":
        return syntax.is_negated(token) or any(syntax.is_negated(word) for word in _reach(token))
    if name == "affirmed":
        return not syntax.is_negated(token)
    if name == "particle":
        return syntax.particle(token) in values or (token.i + 1 < len(token.doc) and token.nbor().lower_ in values)
    if name == "prep":
        return any(preposition in values for preposition, _ in syntax.obliques(token))
    if name in ("near", "not"):
        return _is_near(token, _stems_of(values)) == (name == "near")
    if name in ("object", "subject", "of", "by"):
        return any(classes_of(noun) & values for noun in arguments(token, name))
    raise ValueError(f"unknown frame condition {name!r}")


def _reach(token: Token) -> list[Token]:
    """The predicate that an infinitive or noun hangs on ("unable to enforce" has none; "did not try to enforce":
    try)."""
    return [token.head] if token.dep_ in ("xcomp", "obj", "dobj", "conj") and token.head.i != token.i else []


@cache
def _stems_of(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(stem, words))


def _is_near(token: Token, stems: frozenset[str]) -> bool:
    sentence = syntax.sentence_of(token)
    low, high = max(sentence.start, token.i - NEAR), min(sentence.end, token.i + NEAR + 1)
    return any(stem_of(word) in stems for word in token.doc[low:high] if word.i != token.i)


def arguments(token: Token, name: str) -> Iterator[Token]:
    """Nouns in the place ``name`` of a trigger: object (what the act is done to), subject (who does it), of, by."""
    if name == "object":
        patient = syntax.passive_subject(token)
        nouns = [*([patient] if patient is not None else []), *syntax.objects(token)]
        head = syntax.antecedent(token)
        if head is not None and not nouns and syntax.is_passive(token):
            nouns.append(head)
        yield from nouns
    elif name == "subject":
        actor = syntax.actor_of(token)
        if actor is not None:
            yield actor
    else:
        yield from syntax.prepositional(token, {name})
        owner = syntax.possessor(token)
        if owner is not None:
            yield owner
