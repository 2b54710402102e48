"""Fits, with torch, the reader of paragraphs together with the networks that say beside it who plays which part, when
and where."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from spacy.vocab import Vocab
from torch import nn

from pipeline.components.event_model import PARTS_PLAYED
from pipeline.components.feature_network import FeatureNetwork
from pipeline.components.paragraph_reader import FLAGS, KINDS, PAIR, ParagraphReader, Passage
from pipeline.components.word_vectors import unit_vector
from pipeline.training.event_examples import ChoiceExample, PhraseExample
from pipeline.training.fit_network import (
    SEED,
    FeatureModule,
    NetworkSettings,
    as_kept,
    choice_loss,
    export_network,
    join_bags,
    number_features,
)

KIND_WIDTHS = {"tag": 8, "label": 8, "entity": 8, "event": 16, "word": 24}
WORDS, SPREAD = 6000, 0.3  # frequent words that have a row, and what it is drawn from at first
PHRASES = 0.5  # weight of a noun phrase beside a choice of dates or places: there are more, with four answers each
BUCKET = 40  # batches that are made of passages of like length at a time


@dataclass(frozen=True)
class ReaderSettings:
    """How to fit. ``networks``: those beside the reader (``rate``: of their named features), which has a ``width`` for
    each direction, a ``rate``, and a dropout of what goes in and comes out."""

    networks: NetworkSettings
    phrases_min_count: int = 75
    width: int = 128
    epochs: int = 6
    rate: float = 2e-3
    dropout: tuple[float, float] = (0.15, 0.2)
    batch: int = 24


@dataclass
class _Question:
    """What is to be learned of pairs of an event and another word: the tokens of both, their answers, and their
    features as rows. ``sets``: the number of the choice that each pair is an option of; None where each pair is a
    question of its own. ``asked``: the numbers of the pairs of each passage."""

    weight: float
    features: dict[str, int]
    bags: list[np.ndarray]
    pairs: list[tuple[int, int]]
    answers: np.ndarray
    sets: np.ndarray | None
    asked: dict[Passage, list[int]]


class _Reader(nn.Module):
    def __init__(self, vectors: np.ndarray, rows: dict[str, int], settings: ReaderSettings) -> None:
        super().__init__()
        self.vectors = torch.tensor(vectors)
        self.tables = nn.ModuleDict({kind: nn.Embedding(rows[kind] + 1, KIND_WIDTHS[kind]) for kind in KINDS})
        nn.init.normal_(self.tables["word"].weight, std=SPREAD)
        size = 2 * vectors.shape[1] + sum(KIND_WIDTHS.values()) + len(FLAGS)
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

    words: torch.Tensor
    heads: torch.Tensor
    kinds: torch.Tensor
    flags: torch.Tensor


def fit_reader(
    vocab: Vocab,
    phrases: Sequence[PhraseExample],
    dates: Sequence[ChoiceExample],
    places: Sequence[ChoiceExample],
    settings: ReaderSettings,
) -> tuple[ParagraphReader, list[FeatureNetwork | None]]:
    """The reader and the networks for parts, dates and places (None where nothing is to be learned), fitted
    together."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    rng, shuffle = np.random.default_rng(SEED), random.Random(SEED)
    told: list[PhraseExample | ChoiceExample] = [*phrases, *dates, *places]
    passages = list(dict.fromkeys(one.passage for one in told))
    names, rows, vectors = _number_words(vocab, passages)
    questions = [
        _ask_of_phrases(phrases, settings.phrases_min_count),
        *(_ask_of_choices(some, settings.networks.min_count) for some in (dates, places)),
    ]
    reader = _Reader(vectors, {kind: len(names[kind]) for kind in KINDS}, settings)
    read = PAIR * 2 * settings.width
    networks = nn.ModuleList(
        [FeatureModule(len(one.features), read, one.answers.shape[1], settings.networks) for one in questions]
    )
    fast = [network.embedding.weight for network in networks]
    slow = [*reader.parameters(), *(one for one in networks.parameters() if all(one is not other for other in fast))]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": settings.rate}, {"params": fast, "lr": settings.networks.rate}],
        weight_decay=settings.networks.decay,
    )
    rates = [group["lr"] for group in optimizer.param_groups]
    steps, step = settings.epochs * -(-len(passages) // settings.batch), 0
    for _ in range(settings.epochs):
        for batch in _make_batches(passages, settings.batch, shuffle):
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * max(0.0, 1 - step / steps) + 1e-5
            step += 1
            states = reader([rows[passage] for passage in batch])
            losses = [
                _loss_of(network, question, batch, states, settings, rng)
                for network, question in zip(networks, questions, strict=True)
            ]
            asked = [one for one in losses if one is not None]
            if not asked:
                continue
            loss = torch.stack(asked).sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*slow, *fast], 2.0)
            optimizer.step()
    fitted = [
        export_network(network, question.features) if question.bags else None
        for network, question in zip(networks, questions, strict=True)
    ]
    return _export_reader(reader, names), fitted


def _number_words(
    vocab: Vocab, passages: Sequence[Passage]
) -> tuple[dict[str, list[str]], dict[Passage, _Rows], np.ndarray]:
    """The names of each kind, the passages as rows of tables, and the vectors of the words."""
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
    frequent = counts[KINDS.index("word")]
    names["word"] = sorted(names["word"], key=lambda word: (-frequent[vocab.strings[word]], word))[:WORDS]
    numbers = [
        {vocab.strings[name]: at for at, name in enumerate(names[kind], 1)} for kind in KINDS
    ]  # spaCy gives a name's key back for the name
    rows = {}
    for passage in passages:
        kinds = np.array(
            [[number.get(key, 0) for number, key in zip(numbers, keys, strict=True)] for keys in passage.kinds.tolist()]
        )
        rows[passage] = _Rows(
            torch.tensor([words[word] for word in passage.words.tolist()]),
            torch.tensor(passage.heads),
            torch.tensor(kinds),
            torch.tensor(passage.flags),
        )
    vectors = np.array([unit_vector(vocab, word) for word in words], dtype=np.float32)
    return names, rows, vectors


def _ask_of_phrases(examples: Sequence[PhraseExample], min_count: int) -> _Question:
    features, bags = number_features([one.features for one in examples], min_count)
    asked: dict[Passage, list[int]] = {}
    for at, one in enumerate(examples):
        asked.setdefault(one.passage, []).append(at)
    answers = np.array([one.parts for one in examples], dtype=np.float32).reshape(-1, len(PARTS_PLAYED))
    return _Question(PHRASES, features, bags, [(one.at, one.token) for one in examples], answers, None, asked)


def _ask_of_choices(examples: Sequence[ChoiceExample], min_count: int) -> _Question:
    features, bags = number_features([named for one in examples for named in one.choice.features], min_count)
    asked: dict[Passage, list[int]] = {}
    pairs: list[tuple[int, int]] = []
    for one in examples:
        asked.setdefault(one.passage, []).extend(range(len(pairs), len(pairs) + len(one.choice.tokens)))
        pairs += [(one.choice.at, token) for token in one.choice.tokens]
    answers = np.array([right for one in examples for right in one.right], dtype=np.float32).reshape(-1, 1)
    sets = np.repeat(np.arange(len(examples)), [len(one.choice.tokens) for one in examples])
    return _Question(1.0, features, bags, pairs, answers, sets, asked)


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
    """The loss of the pairs of a batch of passages; None where it has none."""
    where: list[tuple[int, int, int]] = []  # row in the batch, event, other word
    asked: list[int] = []
    for at_row, passage in enumerate(batch):
        own = question.asked.get(passage, [])
        asked += own
        where += [(at_row, *(token - passage.start for token in question.pairs[at])) for at in own]  # type: ignore[misc]
    if not asked:
        return None
    row, event, other = torch.tensor(where).T
    bags = join_bags([question.bags[at] for at in asked], 1 - settings.networks.dropped, rng)
    scores = network(bags, _pair_up(states, row, event, other))
    right = torch.tensor(question.answers[asked])
    if question.sets is None:
        loss = nn.functional.binary_cross_entropy_with_logits(scores, right, reduction="sum")
    else:
        sets = torch.tensor(np.unique(question.sets[asked], return_inverse=True)[1])
        loss = choice_loss(scores[:, 0], sets, int(sets.max()) + 1, right[:, 0])
    return question.weight * loss / settings.batch


def _pair_up(states: torch.Tensor, row: torch.Tensor, event: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """What paragraph_reader.PairMatrix stands for. ``row``: of the passage of each pair in the batch."""
    one, two = states[row, event], states[row, other]
    low, high = torch.minimum(event, other) + 1, torch.maximum(event, other)
    sums = nn.functional.pad(states.cumsum(1), (0, 0, 1, 0))
    size = (high - low)[:, None]
    between = (sums[row, high] - sums[row, low]) / size.clamp(min=1) * (size > 0)
    return torch.cat([one, two, one * two, between], dim=1)


def _export_reader(reader: _Reader, names: dict[str, list[str]]) -> ParagraphReader:
    def both(name: str, *, turned: bool) -> np.ndarray:
        ways = [getattr(reader.unit, f"{name}_l0{way}").detach().numpy() for way in ("", "_reverse")]
        return as_kept(np.stack([way.T if turned else way for way in ways]))

    tables = {kind: as_kept(reader.tables[kind].weight.detach().numpy()) for kind in KINDS}
    return ParagraphReader(
        names,
        tables,
        inward=both("weight_ih", turned=True),
        inward_bias=both("bias_ih", turned=False),
        onward=both("weight_hh", turned=True),
        onward_bias=both("bias_hh", turned=False),
    )
