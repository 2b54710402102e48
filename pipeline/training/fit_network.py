"""Fits a FeatureNetwork with torch: feature names in, several groups of outputs (softmax or yes/no) side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from pipeline.components.feature_network import FeatureNetwork

BATCH = 128
SKIP = -100  # target of an example that says nothing about an output group


@dataclass(frozen=True)
class Settings:
    """How to fit. ``dropped`` is the share of features hidden from each example in each pass."""

    width: int = 64
    epochs: int = 8
    min_count: int = 2
    rate: float = 1e-2
    dropped: float = 0.2
    dropout: float = 0.3
    decay: float = 0.02
    seed: int = 0


@dataclass
class OutputGroup:
    """Outputs of one question. ``targets``: the right class of each example (SKIP = unknown); or rows of shares of 1
    (``shared``; a row of zeros = unknown); or rows of 0/1 where each output is a question of its own."""

    size: int
    targets: np.ndarray
    weight: float = 1.0
    shared: bool = False


class _Network(nn.Module):
    def __init__(self, n_features: int, n_numbers: int, n_outputs: int, settings: Settings) -> None:
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


def fit_network(
    named: Sequence[Iterable[str]], numbers: np.ndarray | None, groups: Sequence[OutputGroup], settings: Settings
) -> FeatureNetwork:
    """Fit to examples given by their feature names and, where there are any, rows of numbers."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(settings.seed)
    counts = Counter(name for names in named for name in set(names))
    features = {
        name: at for at, name in enumerate((n for n, count in counts.items() if count >= settings.min_count), 1)
    }
    bags = [np.array(sorted({features[n] for n in names if n in features}), dtype=np.int64) for names in named]
    dense = torch.tensor(numbers if numbers is not None else np.zeros((len(bags), 0)), dtype=torch.float32)
    network = _Network(len(features), dense.shape[1], sum(group.size for group in groups), settings)
    _run(network, bags, dense, groups, settings, rng)
    return _export(network, features)


def _run(
    network: _Network, bags: list[np.ndarray], dense: torch.Tensor, groups: Sequence[OutputGroup], settings: Settings,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    optimizer = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=settings.decay)
    n, step = len(bags), 0
    steps = settings.epochs * (n // BATCH + 1)
    for _ in range(settings.epochs):
        network.train()
        order = rng.permutation(n)
        for start in range(0, n, BATCH):
            at = order[start : start + BATCH]
            optimizer.param_groups[0]["lr"] = settings.rate * (1 - step / steps) + 1e-5
            loss = _loss(network(_join([bags[i] for i in at], 1 - settings.dropped, rng), dense[at]), groups, at)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1


def _join(
    bags: list[np.ndarray], keep: float, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
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
        if group.shared:
            known = targets.float().sum(1) > 0
            if bool(known.any()):
                total = total + group.weight * nn.functional.cross_entropy(own[known], targets.float()[known])
        elif targets.dim() == 2:
            total = total + group.weight * nn.functional.binary_cross_entropy_with_logits(own, targets.float())
        elif bool((targets != SKIP).any()):
            total = total + group.weight * nn.functional.cross_entropy(own, targets, ignore_index=SKIP)
    return total


def _export(network: _Network, features: dict[str, int]) -> FeatureNetwork:
    weights = network.embedding.weight.detach().numpy()[1:]
    scale = np.maximum(np.abs(weights).max(axis=1), 1e-8) / 127
    return FeatureNetwork(
        features={name: at - 1 for name, at in features.items()},
        embedding=np.round(weights / scale[:, None]).astype(np.int8),
        scale=scale.astype(np.float32),
        dense=np.ascontiguousarray(network.dense.weight.detach().numpy().T),
        bias=network.dense.bias.detach().numpy(),
        output=np.ascontiguousarray(network.output.weight.detach().numpy().T),
        output_bias=network.output.bias.detach().numpy(),
    )
