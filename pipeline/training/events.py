"""Trains the event model (components/event_model.py) on the annotated event files.

    python -m pipeline.training.events CORPUS MODEL OUT [--folds N [--scores]]

CORPUS is a folder with <chunk>.txt and <chunk>.events (../shared/corpus/annotated), MODEL the trained spaCy pipeline
whose parses, names and vectors the event model reads, OUT the .npz file to write. The annotation that this project
keeps as standoff is joined to the chunks (standoff_events.csv; standoff_circumstances.csv has only the dates and places
of events that an earlier model found). With --folds nothing is written: a fifth of the chunks is held back at a time, N
times, and the scores on them printed. Needs torch (extra "train"); one thread, some eighty minutes: the examples take
twenty, the reader with the networks beside it half an hour."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.components.event_model import NO_EVENT, POLARITIES, EventModel
from pipeline.components.event_record import MODALITIES
from pipeline.components.feature_network import FeatureNetwork
from pipeline.components.paragraph_reader import ParagraphReader
from pipeline.components.trigger_lexicon import read_triggers
from pipeline.training.event_examples import (
    Example,
    Examples,
    load_parser,
    make_examples,
)
from pipeline.training.event_scores import cross_validate
from pipeline.training.fit_network import SKIP, NetworkSettings, OutputGroup, Settings, fit_network
from pipeline.training.fit_reader import ReaderSettings, fit_reader

# Shares of its places in which a word must be a trigger to be learnt from, and to be asked about: rarer ones cost time
# and are not found anyway ("law", "court").
LEARNT, ASKED = 0.02, 0.04
FIRST = Settings(width=8, epochs=3, min_count=25, dropped=0.1, dropout=0.1)
TRIGGERS = Settings(width=64, epochs=6, min_count=60)
READER = ReaderSettings(NetworkSettings(width=48, rate=5e-3, min_count=50, dropped=0.4))


def train(found: Examples) -> EventModel:
    """Fit all networks; only words of the lexicon, and those that are often enough a trigger, are candidates."""
    seen = Counter(example.lemma for example in found.triggers)
    told = Counter(example.lemma for example in found.triggers if example.gold)
    learnt, lemmas = (
        frozenset(lemma for lemma in told if told[lemma] >= share * seen[lemma]) | frozenset(read_triggers())
        for share in (LEARNT, ASKED)
    )
    triggers = [e for e in found.triggers if e.lemma in learnt]
    types = (*sorted({g.event_type for e in triggers for g in e.gold}), NO_EVENT)
    reader, (phrases, dates, places) = fit_around(found)
    return EventModel(fit_triggers(triggers, types), types, lemmas, fit_first(triggers), phrases, dates, places, reader)


def fit_around(found: Examples) -> tuple[ParagraphReader | None, list[FeatureNetwork | None]]:
    """The reader and the networks for parts, dates and places; None where nothing tells of them."""
    if found.vocab is None or not (found.phrases or found.dates or found.places):
        return None, [None, None, None]
    return fit_reader(found.vocab, found.phrases, found.dates, found.places, READER)


def fit_first(examples: Sequence[Example]) -> FeatureNetwork:
    """What rules out words by their first features."""
    groups = [OutputGroup(2, np.array([bool(example.gold) for example in examples], dtype=np.int64))]
    return fit_network([example.first for example in examples], None, groups, FIRST)


def fit_triggers(examples: Sequence[Example], types: Sequence[str]) -> FeatureNetwork:
    first = [example.gold[0] if example.gold else None for example in examples]
    groups = [
        OutputGroup(len(types), np.array([types.index(g.event_type if g else NO_EVENT) for g in first])),
        OutputGroup(len(MODALITIES), np.array([MODALITIES.index(g.modality) if g else SKIP for g in first]), 0.3),
        OutputGroup(len(POLARITIES), np.array([POLARITIES.index(g.polarity) if g else SKIP for g in first]), 0.3),
    ]
    numbers = np.array([e.vectors for e in examples], dtype=np.float32)
    return fit_network([e.features for e in examples], numbers, groups, TRIGGERS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("model")
    parser.add_argument("out", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--scores", action="store_true", help="with --folds: write the scores by type to OUT")
    args = parser.parse_args()
    examples = make_examples(load_parser(args.model), args.corpus)
    print(
        len(examples.triggers),
        "candidates,",
        sum(len(e.gold) for e in examples.triggers),
        "events,",
        len(examples.phrases),
        "phrases",
    )
    if args.folds:
        cross_validate(examples, train, args.folds, args.out if args.scores else None)
        return
    train(examples).save(args.out)
    print(args.out, args.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
