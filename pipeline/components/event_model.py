"""The trained event model: for a candidate trigger, how likely it is an event, of which type, polarity and modality;
for a noun phrase near it, how likely it is the event's actor, target, place or source; for a date or place near it, how
likely it is the event's.

Made by ``python -m pipeline.training.events``; kept as one file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from pipeline.components.event_record import MODALITIES
from pipeline.components.feature_network import FeatureNetwork, Numbers, pack_words, sigmoid, softmax, unpack_words
from pipeline.components.paragraph_reader import PAIR, ParagraphReader

NO_EVENT = "NONE"
POLARITIES = ("affirmed", "negated")
PARTS_PLAYED = ("actor", "target", "place", "source")
OPTIONAL = ("first", "phrases", "dates", "places")
# Share from which a word is read on: two of five are, and seven of a thousand triggers that would be found are lost.
LIKELY = 0.2


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
    scores noun phrases, ``dates`` and ``places`` what may be an event's date and place, beside what the ``reader`` says
    of the words; None in a model without."""

    triggers: FeatureNetwork
    types: tuple[str, ...]
    lemmas: frozenset[str]
    first: FeatureNetwork | None = None
    phrases: FeatureNetwork | None = None
    dates: FeatureNetwork | None = None
    places: FeatureNetwork | None = None
    reader: ParagraphReader | None = None

    def is_likely(self, first: Sequence[Iterable[str]]) -> list[bool]:
        """Whether each word, given its first features, may be a trigger at all."""
        if self.first is None or not first:
            return [True] * len(first)
        return [bool(share >= LIKELY) for share in softmax(self.first.score(first))[:, 1]]

    def decide(self, named: Sequence[Iterable[str]], numbers: np.ndarray) -> list[Decision]:
        """One Decision for each candidate, given its features and its row of ``dense_features``."""
        if not named:
            return []
        scores = score_beside_numbers(self.triggers, named, numbers)
        n, m = len(self.types), len(self.types) + len(MODALITIES)
        shares = zip(softmax(scores[:, :n]), softmax(scores[:, n:m]), softmax(scores[:, m:]), strict=True)
        return [self._decision(kind, modality, float(polarity[1])) for kind, modality, polarity in shares]

    def _decision(self, kind: np.ndarray, modality: np.ndarray, negated: float) -> Decision:
        nothing = self.types.index(NO_EVENT)
        best = max((at for at in range(len(self.types)) if at != nothing), key=lambda at: kind[at])
        shares = {name: float(value) for name, value in zip(MODALITIES, modality, strict=True)}
        return Decision(self.types[best], 1.0 - float(kind[nothing]), shares, negated)

    def rate(self, named: Sequence[Iterable[str]], numbers: Numbers | None) -> np.ndarray:
        """A row for each noun phrase, given its features and what was read of trigger and noun (``pair_up``; None where
        nothing was): the probability that it plays each of PARTS_PLAYED."""
        if not named or self.phrases is None:
            return np.zeros((len(named), len(PARTS_PLAYED)))
        return sigmoid(score_beside_numbers(self.phrases, named, numbers))

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
        if self.reader is not None:
            arrays |= self.reader.to_arrays()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            np.savez_compressed(target, **arrays)  # type: ignore[arg-type]


def score_beside_numbers(
    network: FeatureNetwork, named: Sequence[Iterable[str]], numbers: Numbers | None
) -> np.ndarray:
    """Scores with numbers beside the names (word vectors, what was read of words); without them where they have another
    width, which is another model's and says nothing here."""
    own = numbers is not None and len(numbers.shape) == 2 and numbers.shape[1] == network.dense.shape[0]
    return network.score(named, numbers if own else None)


@cache
def load_model(path: Path) -> EventModel | None:
    """The model kept at ``path``; None where there is none. ValueError where its networks are not for its reader."""
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as data:
        model = EventModel(
            triggers=FeatureNetwork.from_arrays(data, "triggers"),
            types=tuple(unpack_words(data["types"])),
            lemmas=frozenset(unpack_words(data["lemmas"])),
            **{name: FeatureNetwork.from_arrays(data, name) for name in OPTIONAL if f"{name}_bias" in data},
            reader=ParagraphReader.from_arrays(data) if "reader_inward" in data else None,
        )
    if model.reader is not None:
        beside = [network for network in (model.phrases, model.dates, model.places) if network is not None]
        if any(network.dense.shape[0] not in (0, PAIR * model.reader.width) for network in beside):
            raise ValueError(f"{path}: its networks weigh other numbers than its reader gives")
    return model
