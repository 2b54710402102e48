"""Fits, with torch, the reader of paragraphs together with the networks that weigh dates and places beside it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from spacy.vocab import Vocab
from torch import nn

from pipeline.components.feature_network import FeatureNetwork
from pipeline.components.paragraph_reader import KINDS, ParagraphReader, Passage
from pipeline.components.word_vectors import unit_vector
from pipeline.training.event_examples import ChoiceExample
from pipeline.training.fit_network import (
    FeatureModule,
    Settings,
    choice_loss,
    export_network,
    join_bags,
    number_features,
)

KIND_WIDTHS = {"tag": 8, "label": 8, "entity": 8, "event": 16}
BUCKET = 40  # batches that are made of passages of like length at a time


@dataclass(frozen=True)
class ReaderSettings:
    """How to fit. ``width``: of the states of one direction. ``rate`` is that of the reader, ``choices`` say how the
    networks beside it are fitted (their rate is that of the named features). ``dropout`` of what goes in and comes
    out."""

    choices: Settings
    width: int = 64
    epochs: int = 6
    rate: float = 2e-3
    dropout: tuple[float, float] = (0.15, 0.2)
    batch: int = 24
    seed: int = 0


@dataclass
class _Question:
    """The examples of one question (when, where) as tensors want them, by passage: (event, option, set, right) rows."""

    features: dict[str, int]
    bags: list[np.ndarray]
    by_passage: dict[int, list[tuple[ChoiceExample, int]]]


class _Reader(nn.Module):
    def __init__(self, vectors: np.ndarray, rows: dict[str, int], settings: ReaderSettings) -> None:
        super().__init__()
        self.vectors = torch.tensor(vectors)
        self.tables = nn.ModuleDict({kind: nn.Embedding(rows[kind] + 1, KIND_WIDTHS[kind]) for kind in KINDS})
        size = 2 * vectors.shape[1] + sum(KIND_WIDTHS.values()) + 3
        self.unit = nn.GRU(size, settings.width, bidirectional=True, batch_first=True)
        self.dropout = settings.dropout

    def forward(self, batch: Sequence[_Rows]) -> torch.Tensor:
        sizes = torch.tensor([len(rows.words) for rows in batch])
        words = nn.utils.rnn.pad_sequence([rows.words for rows in batch], batch_first=True)
        over = nn.utils.rnn.pad_sequence([rows.words[rows.heads] for rows in batch], batch_first=True)
        flags = nn.utils.rnn.pad_sequence([rows.flags for rows in batch], batch_first=True)
        kinds = nn.utils.rnn.pad_sequence([rows.kinds for rows in batch], batch_first=True)
        known = [self.tables[kind](kinds[..., at]) for at, kind in enumerate(KINDS)]
        taken = torch.cat([self.vectors[words], self.vectors[over], *known, flags], dim=-1)
        taken = nn.functional.dropout(taken, self.dropout[0], self.training)
        packed = nn.utils.rnn.pack_padded_sequence(taken, sizes, batch_first=True, enforce_sorted=False)
        states, _ = nn.utils.rnn.pad_packed_sequence(self.unit(packed)[0], batch_first=True)
        return nn.functional.dropout(states, self.dropout[1], self.training)


@dataclass
class _Rows:
    """A passage as rows of the reader's tables."""

    start: int
    words: torch.Tensor
    heads: torch.Tensor
    kinds: torch.Tensor
    flags: torch.Tensor


def fit_reader(
    vocab: Vocab, dates: Sequence[ChoiceExample], places: Sequence[ChoiceExample], settings: ReaderSettings
) -> tuple[ParagraphReader, FeatureNetwork | None, FeatureNetwork | None]:
    """The reader and the networks for dates and places (None where nothing is to be learned), fitted together."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(1)
    rng, shuffle = np.random.default_rng(settings.seed), random.Random(settings.seed)
    passages = list({id(one.passage): one.passage for one in (*dates, *places)}.values())
    names, rows, vectors = _number_words(vocab, passages)
    questions = [_make_question(some, settings.choices.min_count) for some in (dates, places)]
    reader = _Reader(vectors, {kind: len(names[kind]) for kind in KINDS}, settings)
    networks = nn.ModuleList(
        [FeatureModule(len(question.features), 6 * settings.width, 1, settings.choices) for question in questions]
    )
    fast = [network.embedding.weight for network in networks]
    slow = [*reader.parameters(), *(one for one in networks.parameters() if all(one is not other for other in fast))]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": settings.rate}, {"params": fast, "lr": settings.choices.rate}],
        weight_decay=settings.choices.decay,
    )
    rates = [group["lr"] for group in optimizer.param_groups]
    steps, step = settings.epochs * -(-len(passages) // settings.batch), 0
    for _ in range(settings.epochs):
        for batch in _make_batches(passages, settings.batch, shuffle):
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * max(0.0, 1 - step / steps) + 1e-5
            step += 1
            states = reader([rows[id(passage)] for passage in batch])
            losses = [
                _loss_of(network, question, batch, states, settings, rng)
                for network, question in zip(networks, questions, strict=True)
            ]
            told = [one for one in losses if one is not None]
            if not told:
                continue
            loss = torch.stack(told).sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*slow, *fast], 2.0)
            optimizer.step()
    fitted = [
        export_network([network], question.features) if question.bags else None
        for network, question in zip(networks, questions, strict=True)
    ]
    return _export_reader(reader, names), fitted[0], fitted[1]


def _number_words(
    vocab: Vocab, passages: Sequence[Passage]
) -> tuple[dict[str, list[str]], dict[int, _Rows], np.ndarray]:
    """The names of each kind, the passages as rows of tables by their identity, and the vectors of the words."""
    counts: list[Counter[int]] = [Counter() for _ in KINDS]
    words: dict[int, int] = {}
    for passage in passages:
        for word in passage.words.tolist():
            words.setdefault(word, len(words))
        for at, count in enumerate(counts):
            count.update(passage.kinds[:, at].tolist())
    names = {
        kind: sorted(vocab.strings[key] for key in count if key) for kind, count in zip(KINDS, counts, strict=True)
    }
    numbers = [
        {vocab.strings[name]: at for at, name in enumerate(names[kind], 1)} for kind in KINDS
    ]  # spaCy gives a name's key back for the name
    rows = {}
    for passage in passages:
        kinds = np.array(
            [[number.get(key, 0) for number, key in zip(numbers, keys, strict=True)] for keys in passage.kinds.tolist()]
        )
        rows[id(passage)] = _Rows(
            passage.start,
            torch.tensor([words[word] for word in passage.words.tolist()]),
            torch.tensor(passage.heads),
            torch.tensor(kinds),
            torch.tensor(passage.flags),
        )
    vectors = np.array([unit_vector(vocab, word) for word in words], dtype=np.float32)
    return names, rows, vectors


def _make_question(examples: Sequence[ChoiceExample], min_count: int) -> _Question:
    named = [features for one in examples for features in one.choice.features]
    features, bags = number_features(named, min_count)
    by_passage: dict[int, list[tuple[ChoiceExample, int]]] = {}
    at = 0
    for one in examples:
        by_passage.setdefault(id(one.passage), []).append((one, at))
        at += len(one.choice.features)
    return _Question(features, bags, by_passage)


def _make_batches(passages: Sequence[Passage], size: int, shuffle: random.Random) -> list[list[Passage]]:
    """Batches of passages of like length, in random order."""
    order = list(passages)
    shuffle.shuffle(order)
    batches: list[list[Passage]] = []
    for start in range(0, len(order), size * BUCKET):
        near = sorted(order[start : start + size * BUCKET], key=lambda passage: len(passage.words))
        batches += [near[at : at + size] for at in range(0, len(near), size)]
    shuffle.shuffle(batches)
    return batches


def _loss_of(
    network: nn.Module,
    question: _Question,
    batch: Sequence[Passage],
    states: torch.Tensor,
    settings: ReaderSettings,
    rng: np.random.Generator,
) -> torch.Tensor | None:
    """The loss of the examples of a batch of passages: each takes one of its right options, or none."""
    where: list[tuple[int, int, int, int]] = []  # passage, event, option, number of the choice
    bags: list[np.ndarray] = []
    right: list[bool] = []
    n = 0
    for row, passage in enumerate(batch):
        for one, first in question.by_passage.get(id(passage), ()):
            for option, token in enumerate(one.choice.tokens):
                where.append((row, one.choice.at - passage.start, token - passage.start, n))
                bags.append(question.bags[first + option])
            right += one.right
            n += 1
    if not where:
        return None
    row, event, other, sets = torch.tensor(where).T
    one, two = states[row, event], states[row, other]
    scores = network(join_bags(bags, 1 - settings.choices.dropped, rng), torch.cat([one, two, one * two], dim=1))
    return choice_loss(scores[:, 0], sets, n, torch.tensor(right, dtype=torch.float32)) / settings.batch


def _export_reader(reader: _Reader, names: dict[str, list[str]]) -> ParagraphReader:
    def both(name: str, *, turned: bool) -> np.ndarray:
        ways = [getattr(reader.unit, f"{name}_l0{way}").detach().numpy() for way in ("", "_reverse")]
        return np.ascontiguousarray(np.stack([way.T if turned else way for way in ways]))

    tables = {kind: reader.tables[kind].weight.detach().numpy() for kind in KINDS}
    return ParagraphReader(
        names,
        tables,
        inward=both("weight_ih", turned=True),
        inward_bias=both("bias_ih", turned=False),
        onward=both("weight_hh", turned=True),
        onward_bias=both("bias_hh", turned=False),
    )
