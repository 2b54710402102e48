"""Reads a paragraph word by word, forwards and backwards: what a word means where it stands, among what was told before
and after it. Beside the named features it tells the networks for parts, dates and places how a story goes on.

A gated recurrent unit (Cho et al. 2014, https://arxiv.org/abs/1406.1078) in numpy; trained by
pipeline/training/fit_reader.py."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LOWER, ORTH, TAG
from spacy.strings import get_string_id
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from pipeline.components.feature_network import pack_words, unpack_words
from pipeline.components.word_vectors import unit_vector

# What is known of a word by name, each with a table of its own; "word": itself, where it is a frequent one.
KINDS = ("tag", "label", "entity", "event", "word")
FLAGS = ("date", "begins sentence", "begins name", "head before", "way to head", "depth", "head of all")
DEEPEST = 12  # words over a word that are counted
PAIR = 4  # times the states of one word: what a pair of words has
AT_ONCE = 20_000  # words that are read together
BEGINS_NAME = 3  # spaCy's number for it
WEIGHTS = ("inward", "inward_bias", "onward", "onward_bias")


@dataclass(frozen=True, eq=False)
class Passage:
    """A paragraph as the reader takes it, a row a word: the ``words`` (hashes), the row of the word over each
    (``heads``), the keys of the names of its KINDS (0 = none), and its FLAGS. ``start``: its first token in the
    Doc."""

    start: int
    words: np.ndarray
    heads: np.ndarray
    kinds: np.ndarray
    flags: np.ndarray


def make_passage(paragraph: Sequence[Span], events: Mapping[int, str], dates: Sequence[int]) -> Passage:
    """The passage of a paragraph. ``events``: the types of the events by the token of their trigger; ``dates``: the
    tokens that dates hang on, in order."""
    doc, start, end = paragraph[0].doc, paragraph[0].start, paragraph[-1].end
    known = doc[start:end].to_array([ORTH, HEAD, TAG, DEP, ENT_TYPE, ENT_IOB, LOWER])  # type: ignore[attr-defined]
    size = end - start
    heads = np.arange(size) + known[:, 1].astype(np.int64)
    types = np.zeros(size, dtype=np.uint64)
    flags = np.zeros((size, len(FLAGS)), dtype=np.float32)
    for at, event_type in events.items():
        if start <= at < end:
            types[at - start] = get_string_id(event_type)
    flags[[at - start for at in dates[bisect_left(dates, start) : bisect_left(dates, end)]], 0] = 1
    flags[[sentence.start - start for sentence in paragraph], 1] = 1
    flags[:, 2] = known[:, 5] == BEGINS_NAME
    heads = np.clip(heads, 0, size - 1)
    flags[:, 3:] = tell_heads(heads)
    kinds = np.column_stack([known[:, 2], known[:, 3], known[:, 4], types, known[:, 6]])
    return Passage(start, known[:, 0], heads, kinds, flags)


def tell_heads(heads: np.ndarray) -> np.ndarray:
    """The FLAGS that say where in the tree a word stands: whether the word over it comes before it, how far and on
    which side that is, how many words are over it, whether none is. Scaled to numbers of like size."""
    places = np.arange(len(heads))
    way, depth, over = heads - places, np.zeros(len(heads)), places
    for _ in range(DEEPEST):
        depth += heads[over] != over
        over = heads[over]
    return np.column_stack([way < 0, np.sign(way) * np.log1p(np.abs(way)) / 3, depth / 6, way == 0])


@dataclass
class ParagraphReader:
    """Weights. ``names``: those of each kind that have a row in the kind's table (row 0: all others). ``inward`` and
    ``onward`` take the word and what was read before it; their first axis is the direction."""

    names: Mapping[str, Sequence[str]]
    tables: Mapping[str, np.ndarray]
    inward: np.ndarray
    inward_bias: np.ndarray
    onward: np.ndarray
    onward_bias: np.ndarray

    def __post_init__(self) -> None:
        self.rows = {
            kind: {get_string_id(name): at for at, name in enumerate(own, 1)} for kind, own in self.names.items()
        }

    @property
    def width(self) -> int:
        """Numbers in the state of a word: those of both directions."""
        return 2 * self.onward.shape[1]

    def fits(self, doc: Doc) -> bool:
        """Whether the vocabulary has vectors of the width that the reader was trained with."""
        width = sum(table.shape[1] for table in self.tables.values())
        return self.inward.shape[1] == 2 * doc.vocab.vectors_length + width + len(FLAGS)

    def read(self, doc: Doc, passages: Sequence[Passage]) -> np.ndarray:
        """For each token of ``doc`` what was read up to it forwards and backwards; zeros outside the passages."""
        found = np.zeros((len(doc), self.width), dtype=np.float32)
        for passage, states in zip(passages, self.read_passages(doc.vocab, passages), strict=True):
            found[passage.start : passage.start + len(states)] = states
        return found

    def read_passages(self, vocab: Vocab, passages: Sequence[Passage]) -> list[np.ndarray]:
        """The states of the words of each passage. Many are read together, those of like length, which takes less
        time."""
        order = sorted(range(len(passages)), key=lambda at: -len(passages[at].words))
        found: dict[int, np.ndarray] = {}
        for together in _split(order, [len(passage.words) for passage in passages]):
            sizes = np.array([len(passages[at].words) for at in together])
            states = self._run(self.describe(vocab, [passages[at] for at in together]), sizes)
            found.update(zip(together, np.split(states, np.cumsum(sizes)[:-1]), strict=True))
        return [found[at] for at in range(len(passages))]

    def describe(self, vocab: Vocab, passages: Sequence[Passage]) -> np.ndarray:
        """What goes in for each word of passages that follow each other: its vector, that of the word over it, the rows
        of its kinds, its flags."""
        words, at = np.unique(np.concatenate([passage.words for passage in passages]), return_inverse=True)
        vectors = np.array([unit_vector(vocab, word) for word in words.tolist()], dtype=np.float32)[at]
        sizes = [len(passage.words) for passage in passages]
        begins = np.cumsum(sizes) - sizes
        over = np.concatenate([passage.heads + begin for passage, begin in zip(passages, begins, strict=True)])
        known = np.concatenate([passage.kinds for passage in passages])
        kinds = []
        for column, kind in enumerate(KINDS):
            keys, at = np.unique(known[:, column], return_inverse=True)
            kinds.append(self.tables[kind][[self.rows[kind].get(key, 0) for key in keys.tolist()]][at])
        flags = np.concatenate([passage.flags for passage in passages])
        return np.concatenate([vectors, vectors[over], *kinds, flags], axis=1)

    def _run(self, taken: np.ndarray, sizes: np.ndarray) -> np.ndarray:
        """The states after each word of passages that lie one after the other in ``taken``, the longest first. Both
        directions go at once: the backward one from the last word of each passage."""
        width = self.onward.shape[1]
        begin = np.cumsum(sizes) - sizes
        gates = np.stack([taken @ self.inward[way] + self.inward_bias[way] for way in (0, 1)])
        states = np.empty((len(taken), 2 * width), dtype=np.float32)
        state = np.zeros((2, len(sizes), width), dtype=np.float32)
        bias = self.onward_bias[:, None, :]
        for step in range(int(sizes[0])):
            going = int(np.searchsorted(-sizes, -step, side="left"))  # passages that have a word more
            ahead, back = begin[:going] + step, begin[:going] + sizes[:going] - 1 - step
            own = np.stack([gates[0, ahead], gates[1, back]])
            before = state[:, :going]
            told = np.matmul(before, self.onward) + bias
            mixed = _sigmoid(own[..., : 2 * width] + told[..., : 2 * width])
            reset, keep = mixed[..., :width], mixed[..., width:]
            new = np.tanh(own[..., 2 * width :] + reset * told[..., 2 * width :])
            after = new + keep * (before - new)
            state[:, :going] = after
            states[ahead, :width], states[back, width:] = after[0], after[1]
        return states

    def to_arrays(self) -> dict[str, np.ndarray]:
        """What ``np.savez`` needs to keep it, in half the precision: the reader is fitted to be as exact as that."""
        arrays = {f"reader_{name}": getattr(self, name).astype(np.float16) for name in WEIGHTS}
        for kind in KINDS:
            arrays[f"reader_{kind}_names"] = pack_words(self.names[kind])
            arrays[f"reader_{kind}"] = self.tables[kind].astype(np.float16)
        return arrays

    @classmethod
    def from_arrays(cls, data: Mapping[str, Any]) -> ParagraphReader:
        names = {kind: unpack_words(data[f"reader_{kind}_names"]) for kind in KINDS}
        tables = {kind: data[f"reader_{kind}"].astype(np.float32) for kind in KINDS}
        return cls(names, tables, *(data[f"reader_{name}"].astype(np.float32) for name in WEIGHTS))


def read_around(
    reader: ParagraphReader | None,
    doc: Doc,
    events: Sequence[tuple[int, str]],
    around: Sequence[Sequence[Span]],
    dates: Sequence[int],
) -> np.ndarray | None:
    """What the reader makes of the words of the paragraphs ``around`` the events (the token of the trigger, the type);
    None where there is no reader, or one for other vectors. ``dates``: the tokens that dates hang on, in order."""
    if reader is None or not reader.fits(doc):
        return None
    parts = {paragraph[0].start: paragraph for paragraph in around}
    told: dict[int, dict[int, str]] = {start: {} for start in parts}
    for (at, event_type), paragraph in zip(events, around, strict=True):
        told[paragraph[0].start][at] = event_type
    return reader.read(doc, [make_passage(part, told[start], dates) for start, part in parts.items()])


@dataclass(frozen=True, eq=False)
class PairMatrix:
    """What was read of pairs of tokens, an event's and another's in its paragraph, a row a pair: the ``states`` of
    both, their product, and the mean of the states between them (0 where there are none). It is multiplied
    without being built: what is read of a token is multiplied once, however many pairs it is in."""

    states: np.ndarray
    events: np.ndarray
    others: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.events), PAIR * self.states.shape[1]

    def __matmul__(self, weights: np.ndarray) -> np.ndarray:
        one, other, product, between = np.split(weights, PAIR)
        states = self.states
        found = (states @ one)[self.events] + (states @ other)[self.others]
        found += (states[self.events] * states[self.others]) @ product
        low, high = np.minimum(self.events, self.others) + 1, np.maximum(self.events, self.others)
        sums = np.zeros((len(states) + 1, weights.shape[1]))
        np.cumsum(states @ between, axis=0, out=sums[1:])
        apart = high > low
        found[apart] += (sums[high] - sums[low])[apart] / (high - low)[apart, None]
        return np.asarray(found)


def pair_up(states: np.ndarray, events: Sequence[int], others: Sequence[int]) -> PairMatrix:
    """What was read of pairs of tokens: those of ``events`` with ``others``. ``states``: of all tokens."""
    return PairMatrix(states, np.asarray(events, dtype=np.intp), np.asarray(others, dtype=np.intp))


def _split(order: Sequence[int], sizes: Sequence[int]) -> Iterator[list[int]]:
    """Parts of ``order`` with about AT_ONCE words each."""
    part: list[int] = []
    words = 0
    for at in order:
        part.append(at)
        words += sizes[at]
        if words >= AT_ONCE:
            yield part
            part, words = [], 0
    if part:
        yield part


def _sigmoid(values: np.ndarray) -> np.ndarray:
    """By the hyperbolic tangent, which overflows nowhere and keeps the precision."""
    return np.asarray(0.5 * (np.tanh(0.5 * values) + 1.0))
