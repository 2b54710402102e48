"""The vectors of words, at length 1: what networks read beside the names of features."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from spacy.tokens import Token
from spacy.vocab import Vocab

from pipeline.components import syntax

AROUND = 5


def dense_features(token: Token) -> np.ndarray:
    """Word vectors of a candidate, its head, subject, object, the words beside it, and the means around it.

    Empty where the vocabulary has no vectors."""
    doc, sentence = token.doc, syntax.sentence_of(token)
    actor, patient = syntax.actor_of(token), syntax.patient_of(token)
    before = doc[token.i - 1] if token.i > sentence.start else None
    after = doc[token.i + 1] if token.i + 1 < sentence.end else None
    head = token.head if token.head.i != token.i else None
    left = doc[max(sentence.start, token.i - AROUND) : token.i]
    right = doc[token.i + 1 : min(sentence.end, token.i + 1 + AROUND)]
    width = doc.vocab.vectors_length
    groups: list[list[Token]] = [
        [word] if word is not None else [] for word in (token, head, actor, patient, before, after)
    ]
    groups += [[word for word in side if word.is_alpha] for side in (left, right)]
    return np.concatenate([_mean_direction(group, width) for group in groups])


def _mean_direction(words: list[Token], width: int) -> np.ndarray:
    total = np.zeros(width, dtype=np.float32)
    for word in words:
        total += unit_vector(word.vocab, word.orth)
    return total / max(len(words), 1)


@lru_cache(maxsize=20_000)
def unit_vector(vocab: Vocab, orth: int) -> np.ndarray:
    """The word's vector at length 1; floret makes it anew from its parts each time."""
    vector = np.asarray(vocab.get_vector(orth))
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
