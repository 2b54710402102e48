"""A small network over named features: one hidden layer, read with numpy alone. Trained by
pipeline/training/fit_network.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, cast

import numpy as np

AT_ONCE = 256  # sets of names whose rows are added up together
PARTS = ("embedding", "scale", "dense", "bias", "output", "output_bias")


class Numbers(Protocol):
    """Numbers beside the names, a row for each set of names: an array, or what multiplies like one."""

    @property
    def shape(self) -> tuple[int, ...]: ...

    def __matmul__(self, weights: np.ndarray, /) -> np.ndarray: ...


@dataclass
class FeatureNetwork:
    """Weights. ``features`` maps a feature's name to its row of ``embedding`` (bytes, times ``scale`` of the row);
    ``dense`` takes numbers beside the names (no columns where there are none)."""

    features: dict[str, int]
    embedding: np.ndarray
    scale: np.ndarray
    dense: np.ndarray
    bias: np.ndarray
    output: np.ndarray
    output_bias: np.ndarray

    def score(self, named: Sequence[Iterable[str]], numbers: Numbers | None = None) -> np.ndarray:
        """One row of raw scores for each set of feature names; names never seen in training count for nothing."""
        hidden = np.tile(self.bias, (len(named), 1))
        if numbers is not None and self.dense.shape[0]:
            hidden += numbers @ self.dense
        for start in range(0, len(named), AT_ONCE):
            hidden[start : start + AT_ONCE] += self._add_up(named[start : start + AT_ONCE])
        return np.asarray(np.maximum(hidden, 0) @ self.output + self.output_bias)

    def _add_up(self, named: Sequence[Iterable[str]]) -> np.ndarray:
        """The rows of the names of each set together, over the root of their number."""
        rows: list[int] = []
        sizes = np.zeros(len(named), dtype=np.intp)
        known = self.features
        for at, names in enumerate(named):
            found = set(map(known.get, names))
            found.discard(None)
            rows += sorted(cast("set[int]", found))  # one order of adding up, whatever the hash seed
            sizes[at] = len(found)
        sums = np.zeros((len(named), self.bias.shape[0]), dtype=np.float32)
        told = np.flatnonzero(sizes)
        if told.size:
            starts = (np.cumsum(sizes) - sizes)[told]
            sums[told] = np.add.reduceat(self._table.take(rows, axis=0), starts, axis=0)
            sums[told] /= np.sqrt(sizes[told])[:, None]
        return sums

    @cached_property
    def _table(self) -> np.ndarray:
        """The embedding as numbers: read so often that it pays to unpack it once."""
        return np.asarray(self.embedding.astype(np.float32) * self.scale[:, None])

    def to_arrays(self, prefix: str) -> dict[str, np.ndarray]:
        """What ``np.savez`` needs to keep it, under names that begin with ``prefix``; ``dense`` and
        ``scale`` as float16."""
        names = sorted(self.features, key=lambda name: self.features[name])
        parts = {f"{prefix}_{part}": getattr(self, part) for part in PARTS}
        parts |= {f"{prefix}_{part}": getattr(self, part).astype(np.float16) for part in ("dense", "scale")}
        return {f"{prefix}_features": pack_words(names), **parts}

    @classmethod
    def from_arrays(cls, data: Mapping[str, Any], prefix: str) -> FeatureNetwork:
        names = unpack_words(data[f"{prefix}_features"])
        parts = {part: data[f"{prefix}_{part}"] for part in PARTS}
        parts = {part: value if part == "embedding" else value.astype(np.float32) for part, value in parts.items()}
        return cls(features={name: at for at, name in enumerate(names)}, **parts)


def pack_words(words: Iterable[str]) -> np.ndarray:
    """Words as bytes, one a line."""
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def unpack_words(data: np.ndarray) -> list[str]:
    return data.tobytes().decode().split("\n") if data.size else []


def softmax(scores: np.ndarray) -> np.ndarray:
    """Scores of a row as shares of 1."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def sigmoid(scores: np.ndarray) -> np.ndarray:
    """Each score as a probability of its own."""
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))))
