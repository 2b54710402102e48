"""Trains the event model (components/event_model.py) on the annotated event files.

    python -m pipeline.training.events CORPUS MODEL OUT [--folds N] [--epochs N]

CORPUS is a folder with <chunk>.txt and <chunk>.events (../shared/corpus/annotated), MODEL the trained spaCy pipeline
whose
parses, names and vectors the event model reads, OUT the .npz file to write. With --folds nothing is written: a fifth
of the
chunks is held back at a time, N times, and the scores on them printed. Needs torch (extra "train"); one thread,
minutes."""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.components.event_candidates import list_candidates, split_paragraphs
from pipeline.components.event_features import lemma_of
from pipeline.components.event_model import NO_EVENT, PARTS_PLAYED, POLARITIES, EventModel
from pipeline.components.event_record import MODALITIES
from pipeline.components.feature_network import FeatureNetwork
from pipeline.components.participants import list_phrases, phrase_features
from pipeline.components.stems import stem
from pipeline.components.trigger_lexicon import read_triggers
from pipeline.training.event_files import GoldEvent, read_event_files
from pipeline.training.fit_network import SKIP, OutputGroup, Settings, fit_network
from pipeline.training.heads import find_head, find_heads

THRESHOLD = 0.5  # as in components/events.py
TRIGGERS = Settings(width=64, epochs=8, min_count=3)
PHRASES = Settings(width=24, epochs=4, min_count=5)


@dataclass
class Example:
    """One candidate trigger: its features, and what the annotation says of it."""

    chunk: str
    lemma: str
    features: list[str]
    vectors: np.ndarray
    gold: list[GoldEvent] = field(default_factory=list)


@dataclass
class PhraseExample:
    """One noun phrase near an annotated event, its head word, and the parts it plays."""

    chunk: str
    event: int
    head: str
    features: list[str]
    parts: tuple[bool, ...]


@dataclass
class Examples:
    """All that is learned from; ``wanted`` is the number of heads annotated for each part."""

    triggers: list[Example] = field(default_factory=list)
    phrases: list[PhraseExample] = field(default_factory=list)
    wanted: Counter[tuple[str, str]] = field(default_factory=Counter)


def make_examples(nlp: Language, folder: Path) -> Examples:
    """Candidates and noun phrases of every annotated paragraph. Candidates are the words of the trigger lexicon, and
    those
    that are a trigger anywhere in the folder."""
    found = Examples()
    paragraphs = list(read_event_files(folder))
    words = {stem(paragraph.text[event.start : event.end]) for paragraph in paragraphs for event in paragraph.events}
    for paragraph in paragraphs:
        doc = nlp(paragraph.text)
        gold = locate_events(doc, paragraph.events)
        for candidate in list_candidates(doc, frozenset(words) | frozenset(read_triggers()), always=frozenset(gold)):
            token = candidate.token
            own = gold.get(token.i, [])
            found.triggers.append(Example(paragraph.chunk, lemma_of(token), candidate.features, candidate.vectors, own))
        sentences = [sentence for part in split_paragraphs(doc) for sentence in part]
        for at, events in gold.items():
            for event in events:
                add_phrases(found, paragraph.chunk, doc[at], event, sentences)
    return found


def locate_events(doc: Doc, events: Sequence[GoldEvent]) -> dict[int, list[GoldEvent]]:
    """Events by the token of their trigger."""
    located: dict[int, list[GoldEvent]] = {}
    for event in events:
        span = doc.char_span(event.start, event.end, alignment_mode="expand")
        if span is not None:
            located.setdefault(span.root.i, []).append(event)
    return located


def add_phrases(found: Examples, chunk: str, trigger: Token, event: GoldEvent, sentences: Sequence[Span]) -> None:
    fields = (event.actor, event.target, event.place, event.attributed_to)
    heads = [find_heads(written) for written in fields]
    for part, own in zip(PARTS_PLAYED, heads, strict=True):
        found.wanted[chunk, part] += len(own)
    number = found.phrases[-1].event + 1 if found.phrases else 0
    for phrase in list_phrases(trigger, sentences):
        head = find_head(phrase.text)
        parts = tuple(head in own for own in heads)
        found.phrases.append(
            PhraseExample(chunk, number, head, phrase_features(trigger, event.event_type, phrase), parts)
        )


def train(triggers: Sequence[Example], phrases: Sequence[PhraseExample]) -> EventModel:
    """Fit both networks; only words of the lexicon, and those that were ever a trigger, are candidates."""
    lemmas = frozenset(e.lemma for e in triggers if e.gold) | frozenset(read_triggers())
    triggers = [e for e in triggers if e.lemma in lemmas]
    types = (*sorted({g.event_type for e in triggers for g in e.gold}), NO_EVENT)
    return EventModel(fit_triggers(triggers, types), types, lemmas, fit_phrases(phrases) if phrases else None)


def fit_triggers(examples: Sequence[Example], types: Sequence[str]) -> FeatureNetwork:
    first = [example.gold[0] if example.gold else None for example in examples]
    groups = [
        OutputGroup(len(types), np.array([types.index(g.event_type if g else NO_EVENT) for g in first])),
        OutputGroup(len(MODALITIES), np.array([MODALITIES.index(g.modality) if g else SKIP for g in first]), 0.3),
        OutputGroup(len(POLARITIES), np.array([POLARITIES.index(g.polarity) if g else SKIP for g in first]), 0.3),
    ]
    numbers = np.array([e.vectors for e in examples], dtype=np.float32)
    return fit_network([e.features for e in examples], numbers, groups, TRIGGERS)


def fit_phrases(examples: Sequence[PhraseExample]) -> FeatureNetwork:
    groups = [OutputGroup(len(PARTS_PLAYED), np.array([e.parts for e in examples], dtype=np.int64), 4.0)]
    return fit_network([e.features for e in examples], None, groups, PHRASES)


def measure_triggers(model: EventModel, held: Sequence[Example], threshold: float) -> Counter[str]:
    """Counts of right, found and annotated triggers with type, and of right modality and polarity among the right
    ones."""
    counts: Counter[str] = Counter(gold=sum(len(e.gold) for e in held))
    known = [e for e in held if e.lemma in model.lemmas]
    decisions = model.decide([e.features for e in known], np.array([e.vectors for e in known], dtype=np.float32))
    for example, decision in zip(known, decisions, strict=True):
        if decision.probability < threshold:
            continue
        counts["found"] += 1
        counts["trigger"] += bool(example.gold)
        hit = next((g for g in example.gold if g.event_type == decision.event_type), None)
        if hit:
            counts["right"] += 1
            counts["modality"] += max(decision.modality, key=lambda name: decision.modality[name]) == hit.modality
            counts["polarity"] += (decision.negated > 0.5) == (hit.polarity == "negated")
    return counts


def measure_phrases(model: EventModel, held: Sequence[PhraseExample], threshold: float) -> Counter[str]:
    """Heads found and right for each part."""
    counts: Counter[str] = Counter()
    found: set[tuple[int, str, str, bool]] = set()
    for example, rated in zip(held, model.rate([e.features for e in held]), strict=True):
        for part, right in zip(PARTS_PLAYED, example.parts, strict=True):
            if rated[part] >= threshold:
                found.add((example.event, part, example.head, right))
    for _, part, _, right in found:
        counts[part, "found"] += 1  # type: ignore[index]
        counts[part, "right"] += right  # type: ignore[index]
    return counts


def measure_types(model: EventModel, held: Sequence[Example], threshold: float) -> Counter[tuple[str, str]]:
    """Triggers annotated, found and right by type."""
    counts = Counter((g.event_type, "annotated") for e in held for g in e.gold)
    known = [e for e in held if e.lemma in model.lemmas]
    decisions = model.decide([e.features for e in known], np.array([e.vectors for e in known], dtype=np.float32))
    for example, decision in zip(known, decisions, strict=True):
        if decision.probability >= threshold:
            counts[decision.event_type, "found"] += 1
            counts[decision.event_type, "right"] += decision.event_type in {g.event_type for g in example.gold}
    return counts


def write_scores(counts: Counter[tuple[str, str]], path: Path) -> None:
    """Precision and recall by type, for the codebook."""
    with path.open("w", encoding="utf-8", newline="") as target:
        target.write("# Scores of each event type on text held back in training. Made by:\n")
        target.write(f"# python -m pipeline.training.events CORPUS MODEL {path.name} --folds N --scores\n")
        target.write("event_type,precision,recall,annotated,found\n")
        for name in sorted({name for name, _ in counts}):
            right, found, annotated = counts[name, "right"], counts[name, "found"], counts[name, "annotated"]
            shares = f"{right / found:.2f}" if found else "", f"{right / annotated:.2f}" if annotated else ""
            target.write(f"{name},{shares[0]},{shares[1]},{annotated},{found}\n")


def cross_validate(examples: Examples, folds: int, scores: Path | None = None) -> None:
    chunks = sorted({e.chunk for e in examples.triggers})
    random.Random(1).shuffle(chunks)
    totals: dict[float, Counter[str]] = {t / 100: Counter() for t in range(25, 85, 5)}
    parts: dict[float, Counter[str]] = {t / 100: Counter() for t in range(30, 75, 5)}
    wanted: Counter[str] = Counter()
    by_type: Counter[tuple[str, str]] = Counter()
    for fold in range(folds):
        out = set(chunks[fold::5])
        model = train(
            [e for e in examples.triggers if e.chunk not in out], [e for e in examples.phrases if e.chunk not in out]
        )
        by_type.update(measure_types(model, [e for e in examples.triggers if e.chunk in out], THRESHOLD))
        for threshold, counts in totals.items():
            counts.update(measure_triggers(model, [e for e in examples.triggers if e.chunk in out], threshold))
        for threshold, counts in parts.items():
            counts.update(measure_phrases(model, [e for e in examples.phrases if e.chunk in out], threshold))
        for (chunk, part), number in examples.wanted.items():
            wanted[part] += number if chunk in out else 0
    report(totals, parts, wanted)
    if scores is not None:
        write_scores(by_type, scores)


def report(totals: dict[float, Counter[str]], parts: dict[float, Counter[str]], wanted: Counter[str]) -> None:
    for threshold, counts in totals.items():
        print(threshold, format_scores(counts))
    for part in PARTS_PLAYED:
        for threshold, counts in parts.items():
            right, found = counts[part, "right"], counts[part, "found"]  # type: ignore[index]
            f1 = 2 * right / max(found + wanted[part], 1)
            print(part, threshold, f"P {right / max(found, 1):.3f} R {right / max(wanted[part], 1):.3f} F1 {f1:.3f}")


def format_scores(c: Counter[str]) -> str:
    right, found = max(c["right"], 1), max(c["found"], 1)
    return (
        f"P {c['right'] / found:.3f} R {c['right'] / c['gold']:.3f} F1 {2 * c['right'] / (c['found'] + c['gold']):.3f} "
        f"trigger {c['trigger'] / found:.3f} modality {c['modality'] / right:.3f} polarity {c['polarity'] / right:.3f}"
    )


def load_parser(model: str) -> Language:
    """The trained pipeline with our sentence starts, as annotate runs it on a block."""
    nlp = spacy.load(model)
    if "reports_sentences" not in nlp.pipe_names:
        nlp.add_pipe("reports_sentences", first=True)
    return nlp


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
        cross_validate(examples, args.folds, args.out if args.scores else None)
        return
    train(examples.triggers, examples.phrases).save(args.out)
    print(args.out, args.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
