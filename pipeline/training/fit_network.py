"""Fits a FeatureNetwork with torch: feature names in, several groups of outputs (a softmax each) side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from pipeline.components.feature_network import FeatureNetwork

BATCH = 256
LEAST = 1e-3  # of the largest weight of a row: float16 keeps the scale of a weaker one too coarsely
SEED = 0
SKIP = -100  # target of an example that says nothing about an output group


@dataclass(frozen=True)
class NetworkSettings:
    """A network and how it learns. ``dropped`` is the share of features hidden from each example in each pass."""

    width: int = 64
    min_count: int = 2
    rate: float = 1e-2
    dropped: float = 0.2
    dropout: float = 0.3
    decay: float = 0.02


@dataclass(frozen=True)
class Settings(NetworkSettings):
    """How to fit a network alone."""

    epochs: int = 8


@dataclass
class OutputGroup:
    """Outputs of one question. ``targets``: the right class of each example (SKIP = unknown)."""

    size: int
    targets: np.ndarray
    weight: float = 1.0


class FeatureModule(nn.Module):
    """A FeatureNetwork in the making."""

    def __init__(self, n_features: int, n_numbers: int, n_outputs: int, settings: NetworkSettings) -> None:
        super().__init__()
        self.embedding = nn.EmbeddingBag(n_features + 1, settings.width, mode="sum", padding_idx=0)
        nn.init.normal_(self.embedding.weight, std=0.05)
        self.dense = nn.Linear(n_numbers, settings.width)
        self.output = nn.Linear(settings.width, n_outputs)
        self.dropout = settings.dropout

    def forward(self, bags: tuple[torch.Tensor, torch.Tensor, torch.Tensor], numbers: torch.Tensor) -> torch.Tensor:
        rows, offsets, weights = bags
        hidden = self.embedding(rows, offsets, per_sample_weights=weights)
        hidden = hidden + self.dense(nn.functional.dropout(numbers, 0.1, self.training))
        hidden = nn.functional.dropout(torch.relu(hidden), self.dropout, self.training)
        scores: torch.Tensor = self.output(hidden)
        return scores


def choice_loss(scores: torch.Tensor, sets: torch.Tensor, n: int, right: torch.Tensor) -> torch.Tensor:
    """The loss of ``n`` choices, all together: the options with one number in ``sets`` are those of one choice, which
    takes one of the ``right`` ones, or none (whose score is 0) where none is right."""
    powers = scores.clamp(-20, 20).exp()
    total = torch.ones(n).index_add(0, sets, powers)
    taken = torch.zeros(n).index_add(0, sets, powers * right)
    taken = torch.where(taken > 0, taken, torch.ones(n))
    return (total.log() - taken.log()).sum()


def fit_network(
    named: Sequence[Iterable[str]], numbers: np.ndarray | None, groups: Sequence[OutputGroup], settings: Settings
) -> FeatureNetwork:
    """Fit to examples given by their feature names and, where there are any, rows of numbers."""
    features, bags = number_features(named, settings.min_count)
    dense = _tensor_of(numbers, len(bags))

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    rng = np.random.default_rng(SEED)
    network = FeatureModule(len(features), dense.shape[1], sum(group.size for group in groups), settings)
    optimizer = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=settings.decay)
    step, steps = 0, settings.epochs * (len(bags) // BATCH + 1)
    network.train()
    for _ in range(settings.epochs):
        order = rng.permutation(len(bags))
        for start in range(0, len(bags), BATCH):
            optimizer.param_groups[0]["lr"] = settings.rate * (1 - step / steps) + 1e-5
            at = order[start : start + BATCH]
            scores = network(join_bags([bags[i] for i in at], 1 - settings.dropped, rng), dense[at])
            loss = _loss(scores, groups, at)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
    return export_network(network, features)


def _tensor_of(numbers: np.ndarray | None, rows: int) -> torch.Tensor:
    return torch.tensor(numbers if numbers is not None else np.zeros((rows, 0)), dtype=torch.float32)


def number_features(named: Sequence[Iterable[str]], min_count: int) -> tuple[dict[str, int], list[np.ndarray]]:
    """Numbers from 1 of the features that are frequent enough, and those of each example."""
    counts = Counter(name for names in named for name in set(names))
    frequent = sorted(name for name, count in counts.items() if count >= min_count)  # one order on every machine
    features = {name: at for at, name in enumerate(frequent, 1)}
    bags = [np.array(sorted({features[n] for n in names if n in features}), dtype=np.int64) for names in named]
    return features, bags


def join_bags(
    bags: list[np.ndarray], keep: float, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The rows of an embedding bag, where each set of names begins among them, and their weights; of each set a share
    of ``keep`` is left, chosen anew each time."""
    kept = [bag[rng.random(len(bag)) < keep] for bag in bags]
    sizes = np.array([len(bag) for bag in kept])
    offsets = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weights = np.repeat(1 / np.sqrt(np.maximum(sizes, 1)), sizes).astype(np.float32)
    return torch.tensor(np.concatenate(kept)), torch.tensor(offsets), torch.tensor(weights)


def _loss(scores: torch.Tensor, groups: Sequence[OutputGroup], at: np.ndarray) -> torch.Tensor:
    total, low = scores.new_zeros(()), 0
    for group in groups:
        own, low = scores[:, low : low + group.size], low + group.size
        targets = torch.tensor(group.targets[at])
        if bool((targets != SKIP).any()):
            total = total + group.weight * nn.functional.cross_entropy(own, targets, ignore_index=SKIP)
    return total


def as_kept(values: np.ndarray) -> np.ndarray:
    """Numbers as exact as the file keeps them."""
    return np.ascontiguousarray(values.astype(np.float16).astype(np.float32))


def export_network(network: FeatureModule, features: dict[str, int]) -> FeatureNetwork:
    """The network as it is kept: its embedding as bytes."""

    def kept(weights: torch.Tensor) -> np.ndarray:
        return np.ascontiguousarray(weights.detach().numpy())

    rows = kept(network.embedding.weight)[1:]
    scale = as_kept(np.maximum(np.abs(rows).max(axis=1, initial=0), LEAST) / 127)
    return FeatureNetwork(
        features={name: at - 1 for name, at in features.items()},
        embedding=np.round(rows / scale[:, None]).astype(np.int8),
        scale=scale,
        dense=as_kept(kept(network.dense.weight.T)),
        bias=kept(network.dense.bias),
        output=kept(network.output.weight.T),
        output_bias=kept(network.output.bias),
    )
