"""The trained event model: for a candidate trigger, how likely it is an event, of which type, polarity and modality;
for a noun
phrase near it, how likely it is the event's actor, target, place or source.

Made by ``python -m pipeline.training.events``; kept as one file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from spacy.tokens import Token
from spacy.vocab import Vocab

from pipeline.components import syntax
from pipeline.components.event_record import MODALITIES
from pipeline.components.feature_network import FeatureNetwork, pack_words, sigmoid, softmax, unpack_words

T = TypeVar("T")
Chosen = list[tuple[float, T | None]]
NO_EVENT = "NONE"
POLARITIES = ("affirmed", "negated")
PARTS_PLAYED = ("actor", "target", "place", "source")
OPTIONAL = ("first", "phrases", "dates", "places")
AROUND = 5
# Share from which a word is read on: half of the words are ruled out, and one or two of a thousand triggers.
LIKELY = 0.05


@dataclass(frozen=True)
class Decision:
    """What the model says of one candidate: the best type, the probability that it is an event at all, shares of
    the
    modalities, and the probability that it is negated."""

    event_type: str
    probability: float
    modality: dict[str, float]
    negated: float


@dataclass
class EventModel:
    """``lemmas`` are the words that can be triggers. ``first`` rules half of them out, which saves time; ``phrases``
    scores noun phrases, ``dates`` and ``places`` what may be an event's date and place; None in a model without."""

    triggers: FeatureNetwork
    types: tuple[str, ...]
    lemmas: frozenset[str]
    first: FeatureNetwork | None = None
    phrases: FeatureNetwork | None = None
    dates: FeatureNetwork | None = None
    places: FeatureNetwork | None = None

    def is_likely(self, first: Sequence[Iterable[str]]) -> list[bool]:
        """Whether each word, given its first features, may be a trigger at all."""
        if self.first is None or not first:
            return [True] * len(first)
        return [bool(share >= LIKELY) for share in softmax(self.first.score(first))[:, 1]]

    def decide(self, named: Sequence[Iterable[str]], numbers: np.ndarray) -> list[Decision]:
        """One Decision for each candidate, given its features and its row of ``dense_features``."""
        if not named:
            return []
        scores = _score(self.triggers, named, numbers)
        n, m = len(self.types), len(self.types) + len(MODALITIES)
        shares = zip(softmax(scores[:, :n]), softmax(scores[:, n:m]), softmax(scores[:, m:]), strict=True)
        return [self._decision(kind, modality, float(polarity[1])) for kind, modality, polarity in shares]

    def _decision(self, kind: np.ndarray, modality: np.ndarray, negated: float) -> Decision:
        nothing = self.types.index(NO_EVENT)
        best = max((at for at in range(len(self.types)) if at != nothing), key=lambda at: kind[at])
        shares = {name: float(value) for name, value in zip(MODALITIES, modality, strict=True)}
        return Decision(self.types[best], 1.0 - float(kind[nothing]), shares, negated)

    def rate(self, named: Sequence[Iterable[str]], numbers: np.ndarray) -> list[dict[str, float]]:
        """For each noun phrase, given its features and the vectors of trigger and noun (``word_vectors``), the
        probability that it plays each of PARTS_PLAYED."""
        if not named or self.phrases is None:
            return [dict.fromkeys(PARTS_PLAYED, 0.0) for _ in named]
        rows = sigmoid(_score(self.phrases, named, numbers))
        return [dict(zip(PARTS_PLAYED, row, strict=True)) for row in rows.tolist()]

    @classmethod
    def choose(
        cls, network: FeatureNetwork, options: Sequence[Sequence[T]], named: Sequence[Iterable[str]],
        value_of: Callable[[T], str], numbers: np.ndarray | None = None,
    ) -> Chosen[T]:  # fmt: skip
        """For each event the likeliest of its ``options`` with the probability of its value (several options may have
        one value); None and 0 where it has none. ``named`` are the features of all options, one after the other, and
        ``numbers`` the word vectors beside them."""
        shares = iter(cls.weigh(network, named, [len(own) for own in options], numbers))
        chosen: Chosen[T] = []
        for own in options:
            rated = [(next(shares), option) for option in own]
            values: dict[str, float] = {}
            for share, option in rated:
                values[value_of(option)] = values.get(value_of(option), 0.0) + share
            best = max(rated, key=lambda pair: (values[value_of(pair[1])], pair[0]), default=None)
            chosen.append((values[value_of(best[1])], best[1]) if best is not None else (0.0, None))
        return chosen

    @staticmethod
    def weigh(
        network: FeatureNetwork, named: Sequence[Iterable[str]], sizes: Sequence[int], numbers: np.ndarray | None = None
    ) -> list[float]:
        """For each date or place the probability that it is its event's; those of one event and "none of them" are 1
        in all. ``sizes`` are the numbers of options of the events."""
        if not named:
            return []
        powers = np.exp(np.clip(_score(network, named, numbers)[:, 0], -30, 30))
        sets = np.repeat(np.arange(len(sizes)), sizes)
        totals = 1.0 + np.bincount(sets, weights=powers, minlength=len(sizes))
        return [float(share) for share in powers / totals[sets]]

    def save(self, path: Path) -> None:
        """Write the model as one .npz file."""
        arrays = {
            "types": pack_words(self.types),
            "lemmas": pack_words(sorted(self.lemmas)),
            **self.triggers.to_arrays("triggers"),
        }
        for name in OPTIONAL:
            network = getattr(self, name)
            if network is not None:
                arrays |= network.to_arrays(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            np.savez_compressed(target, **arrays)  # type: ignore[arg-type]


def _score(network: FeatureNetwork, named: Sequence[Iterable[str]], numbers: np.ndarray | None) -> np.ndarray:
    """Scores with the vectors beside the names; without them where they are another model's, which say nothing here."""
    own = numbers is not None and numbers.ndim == 2 and numbers.shape[1] == network.dense.shape[0]
    return network.score(named, numbers if own else None)


@cache
def load_model(path: Path) -> EventModel | None:
    """The model kept at ``path``; None where there is none."""
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as data:
        return EventModel(
            triggers=FeatureNetwork.from_arrays(data, "triggers"),
            types=tuple(unpack_words(data["types"])),
            lemmas=frozenset(unpack_words(data["lemmas"])),
            **{name: FeatureNetwork.from_arrays(data, name) for name in OPTIONAL if f"{name}_bias" in data},
        )


def dense_features(token: Token) -> np.ndarray:
    """Word vectors (length 1) of the candidate, its head, subject, object, the words beside it, and the means around
    it.

    Empty where the vocabulary has no vectors."""
    doc, sentence = token.doc, syntax.sentence_of(token)
    actor = syntax.subject(token) or syntax.agent(token)
    patient = syntax.passive_subject(token) or next(iter(syntax.objects(token)), None)
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


def word_vectors(*words: Token) -> np.ndarray:
    """The vectors (length 1) of some words, one after the other: what a network reads beside the names of features."""
    return np.concatenate([_direction(word.vocab, word.orth) for word in words])


def _mean_direction(words: list[Token], width: int) -> np.ndarray:
    total = np.zeros(width, dtype=np.float32)
    for word in words:
        total += _direction(word.vocab, word.orth)
    return total / max(len(words), 1)


@lru_cache(maxsize=20_000)
def _direction(vocab: Vocab, orth: int) -> np.ndarray:
    """The word's vector at length 1; floret makes it anew from its parts each time."""
    vector = np.asarray(vocab.get_vector(orth))
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
