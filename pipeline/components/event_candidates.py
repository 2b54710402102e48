"""The words of a Doc that may be triggers, with what the event model needs to know of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc, Span, Token

from pipeline.components.event_features import event_features, first_features, sentence_features
from pipeline.components.stems import has_letters, stem_of
from pipeline.components.syntax import word_class
from pipeline.components.trigger_lexicon import lines_of
from pipeline.components.word_vectors import dense_features

TRIGGER_CLASSES = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "ADV"})


@dataclass
class Candidate:
    """A word that may be a trigger; ``features`` begin with ``first``, those that rule out most words."""

    token: Token
    first: list[str]
    features: list[str]
    vectors: np.ndarray


# Which of some words, each with its first features, are worth reading on.
Filter = Callable[[Sequence[Token], Sequence[list[str]]], Sequence[bool]]


def list_candidates(
    paragraphs: Sequence[Sequence[Span]],
    lemmas: frozenset[str] | None,
    *,
    always: frozenset[int] = frozenset(),
    keep: Filter | None = None,
) -> Iterator[Candidate]:
    """Candidates of ``paragraphs`` in text order: content words whose lemma is one of ``lemmas`` (None: any), and the
    tokens ``always``; of these only those that ``keep`` says."""
    sentences = [(sentence, paragraph[:at]) for paragraph in paragraphs for at, sentence in enumerate(paragraph)]
    inside = [
        [token for token in sentence if token.i in always or _may_trigger(token, lemmas)] for sentence, _ in sentences
    ]
    words = [token for own in inside for token in own]
    first = [first_features(token) for token in words]
    known = iter(zip(first, keep(words, first) if keep is not None else [True] * len(words), strict=True))
    told: set[str] = set()
    for (sentence, earlier), tokens in zip(sentences, inside, strict=True):
        if not earlier:
            told = set()
        shared: list[str] | None = None
        for token in tokens:
            own, is_kept = next(known)
            retold = retelling_features(token, told)
            if not is_kept:
                continue
            if shared is None:
                shared = sentence_features(sentence, earlier)
            features = [*own, *event_features(token), *shared, *retold]
            yield Candidate(token, own, features, dense_features(token))


def retelling_features(token: Token, told: set[str]) -> list[str]:
    """Whether the word, or a word of its types, stood in the paragraph before ("the arrests"); adds them to
    ``told``."""
    types = {line.event_type for line in lines_of(token)}
    word, again = stem_of(token), [event_type for event_type in types if event_type in told]
    det = next((child.lower_ for child in token.children if child.dep_ == "det"), "")
    found = [f"again={word in told},{token.tag_}", f"again,det={word in told},{det}"]
    found.append(f"againtype={bool(again)},{token.tag_}")
    found += [f"againT,det={event_type},{det},{token.tag_[:2]}" for event_type in again]
    told.update((word, *types))
    return found


def _may_trigger(token: Token, lemmas: frozenset[str] | None) -> bool:
    if lemmas is not None and stem_of(token) not in lemmas:
        return False
    return word_class(token) in TRIGGER_CLASSES and has_letters(token.text)


def split_paragraphs(doc: Doc) -> list[list[Span]]:
    """Sentences by paragraph: a line break begins a new one.

    >>> [[s.text for s in p] for p in split_paragraphs(doc)]  # doctest: +SKIP
    [['One.', 'Two.'], ['Three.']]
    """
    paragraphs: list[list[Span]] = []
    fresh = True
    if not doc.has_annotation("SENT_START"):
        return [[doc[:]]] if len(doc) else []
    text = doc.text
    for sentence in doc.sents:
        own = text[sentence.start_char : sentence.end_char]
        if not own.strip():
            fresh = True
            continue
        if fresh:
            paragraphs.append([])
        paragraphs[-1].append(sentence)
        fresh = "\n" in own.rstrip(" ")[-2:] or "\n" in sentence[-1].whitespace_
    return paragraphs


def sentences_up_to(token: Token, paragraph: Sequence[Span], back: int) -> Iterator[tuple[int, Span]]:
    """The sentence of ``token`` and the ``back`` ones before it in its paragraph, nearest first, each with how many
    sentences before it stands."""
    at = next((i for i, sentence in enumerate(paragraph) if sentence.start <= token.i < sentence.end), 0)
    yield from enumerate(reversed(paragraph[max(0, at - back) : at + 1]))
