"""Trains the event model (components/event_model.py) on the annotated event files.

    python -m pipeline.training.events CORPUS MODEL OUT [--folds N] [--epochs N]

CORPUS is a folder with <chunk>.txt and <chunk>.events (../shared/corpus/annotated), MODEL the trained spaCy pipeline
whose
parses, names and vectors the event model reads, OUT the .npz file to write. The annotation that this project keeps as
standoff (standoff_events.csv) is joined to the chunks. With --folds nothing is written: a fifth of the chunks is held
back at a time, N times, and the scores on them printed. Needs torch (extra "train"); one thread, ten minutes."""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.components.date_anchor import Anchor
from pipeline.components.dates import find_dates
from pipeline.components.event_candidates import list_candidates, split_paragraphs
from pipeline.components.event_dates import Dated, date_features, find_date, list_date_options, list_dates
from pipeline.components.event_features import lemma_of
from pipeline.components.event_model import NO_EVENT, PARTS_PLAYED, POLARITIES, EventModel
from pipeline.components.event_places import list_place_options, place_features
from pipeline.components.event_record import MODALITIES
from pipeline.components.feature_network import FeatureNetwork
from pipeline.components.participants import list_phrases, phrase_features
from pipeline.components.stems import stem
from pipeline.components.trigger_lexicon import read_triggers
from pipeline.training.event_files import GoldEvent, read_event_files
from pipeline.training.fit_network import SKIP, OutputGroup, Settings, fit_network
from pipeline.training.heads import find_head, find_heads
from pipeline.training.standoff_events import read_standoff

THRESHOLD = 0.5  # as in components/events.py
TRIGGERS = Settings(width=64, epochs=8, min_count=6)
PHRASES = Settings(width=24, epochs=4, min_count=8)
CIRCUMSTANCES = Settings(width=24, epochs=8, min_count=3, dropped=0.4)
# The years of the chunks are not known; any will do to tell dates apart.
ANCHOR = Anchor.from_metadata({"coverage_start": "2020-01-01", "coverage_end": "2020-12-31"})


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
class OptionExample:
    """One date or place near an annotated event, and whether it is the event's. ``event`` numbers the events of the
    folder; ``right`` is None for an event without options, of which only ``wanted`` (the annotation has one) counts."""

    chunk: str
    event: int
    value: str
    features: list[str]
    right: bool | None
    wanted: bool


@dataclass
class Examples:
    """All that is learned from; ``wanted`` is the number of heads annotated for each part."""

    triggers: list[Example] = field(default_factory=list)
    phrases: list[PhraseExample] = field(default_factory=list)
    dates: list[OptionExample] = field(default_factory=list)
    places: list[OptionExample] = field(default_factory=list)
    wanted: Counter[tuple[str, str]] = field(default_factory=Counter)


def make_examples(nlp: Language, folder: Path) -> Examples:
    """Candidates and noun phrases of every annotated paragraph. Candidates are the words of the trigger lexicon, and
    those
    that are a trigger anywhere in the folder."""
    found = Examples()
    paragraphs = [*read_event_files(folder), *read_standoff(folder)]
    words = {stem(paragraph.text[event.start : event.end]) for paragraph in paragraphs for event in paragraph.events}
    dated = {paragraph.chunk for paragraph in paragraphs if any(event.date for event in paragraph.events)}
    number = 0
    for paragraph in paragraphs:
        doc = nlp(paragraph.text)
        gold = locate_events(doc, paragraph.events)
        for candidate in list_candidates(doc, frozenset(words) | frozenset(read_triggers()), always=frozenset(gold)):
            token = candidate.token
            own = gold.get(token.i, [])
            found.triggers.append(Example(paragraph.chunk, lemma_of(token), candidate.features, candidate.vectors, own))
        parts = split_paragraphs(doc)
        sentences = [sentence for part in parts for sentence in part]
        dates = list_dates(doc, find_dates(doc.text, ANCHOR)) if paragraph.chunk in dated else None
        for at, events in gold.items():
            around = next(part for part in parts if part[0].start <= at < part[-1].end)
            for event in events:
                number += 1
                add_phrases(found, paragraph.chunk, doc[at], event, sentences)
                add_places(found, paragraph.chunk, number, doc[at], event, around)
                if dates is not None:
                    add_dates(found, paragraph.chunk, number, doc[at], event, dates, around)
    return found


def add_places(
    found: Examples, chunk: str, number: int, trigger: Token, event: GoldEvent, paragraph: Sequence[Span]
) -> None:
    options = list_place_options(trigger, paragraph)
    head = find_head(event.place)
    for option in options:
        features = place_features(trigger, event.event_type, option, options)
        name = find_head(option.name.text)
        found.places.append(OptionExample(chunk, number, name, features, name == head, bool(head)))
    if head and not options:
        found.places.append(OptionExample(chunk, number, "", [], None, True))


def add_dates(
    found: Examples,
    chunk: str,
    number: int,
    trigger: Token,
    event: GoldEvent,
    dates: Sequence[Dated],
    paragraph: Sequence[Span],
) -> None:
    options = list_date_options(trigger, dates, paragraph)
    value = ""
    if event.date:
        meant = find_written_date(trigger, event.date, dates)
        if meant is None:
            return  # no expression of the dates layer, or one of the paragraph before
        value = meant.value
    taken, _ = find_date(trigger, dates, paragraph, event.event_type)
    for option in options:
        features = date_features(trigger, event.event_type, option, options, taken)
        own = option.date.value
        found.dates.append(OptionExample(chunk, number, own, features, own == value, bool(value)))
    if value and not options:
        found.dates.append(OptionExample(chunk, number, "", [], None, True))


def find_written_date(trigger: Token, written: str, dates: Sequence[Dated]) -> Dated | None:
    """The date that the annotation names by its words: the nearest one with them, those before the trigger first."""
    text = trigger.doc.text
    same = [date for date in dates if _shares_words(text, date, written)]
    here = [date for date in same if date.token.sent.start == trigger.sent.start]
    before = [date for date in same if date.token.i < trigger.i]
    return min(here or before or same, key=lambda date: abs(date.token.i - trigger.i), default=None)


def _shares_words(text: str, date: Dated, written: str) -> bool:
    at = text.find(written, max(0, date.record.start - len(written)))
    return 0 <= at < date.record.end and date.record.start < at + len(written)


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


def train(found: Examples) -> EventModel:
    """Fit all networks; only words of the lexicon, and those that were ever a trigger, are candidates."""
    triggers = found.triggers
    lemmas = frozenset(e.lemma for e in triggers if e.gold) | frozenset(read_triggers())
    triggers = [e for e in triggers if e.lemma in lemmas]
    types = (*sorted({g.event_type for e in triggers for g in e.gold}), NO_EVENT)
    return EventModel(
        fit_triggers(triggers, types),
        types,
        lemmas,
        fit_phrases(found.phrases) if found.phrases else None,
        fit_options(found.dates),
        fit_options(found.places),
    )


def select_chunks(found: Examples, chosen: Callable[[str], bool]) -> Examples:
    """The examples of some chunks."""
    return Examples(
        triggers=[one for one in found.triggers if chosen(one.chunk)],
        phrases=[one for one in found.phrases if chosen(one.chunk)],
        dates=[one for one in found.dates if chosen(one.chunk)],
        places=[one for one in found.places if chosen(one.chunk)],
    )


def fit_options(examples: Sequence[OptionExample]) -> FeatureNetwork | None:
    known = [example for example in examples if example.right is not None]
    if not any(example.right for example in known):
        return None
    groups = [OutputGroup(1, np.array([[example.right] for example in known], dtype=np.int64), 1.0)]
    return fit_network([example.features for example in known], None, groups, CIRCUMSTANCES)


def measure_options(network: FeatureNetwork | None, held: Sequence[OptionExample], threshold: float) -> Counter[str]:
    """Events for which the annotation or the model has a date (place), and those where both agree."""
    counts: Counter[str] = Counter()
    if network is None:
        return counts
    shares = EventModel.weigh(network, [example.features for example in held])
    by_event: dict[int, list[tuple[float, OptionExample]]] = {}
    for share, example in zip(shares, held, strict=True):
        by_event.setdefault(example.event, []).append((share if example.right is not None else 0.0, example))
    for options in by_event.values():
        share, best = max(options, key=lambda option: option[0])
        wanted = best.wanted
        counts["either"] += wanted or share >= threshold
        counts["right"] += share >= threshold and bool(best.right)
    return counts


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


def write_scores(counts: Counter[tuple[str, str]], path: Path, folds: int) -> None:
    """Precision and recall by type, for the codebook."""
    with path.open("w", encoding="utf-8", newline="") as target:
        target.write("# Scores of each event type on text held back in training. Made by:\n")
        target.write(f"# python -m pipeline.training.events CORPUS MODEL {path.name} --folds {folds} --scores\n")
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
    options: dict[float, Counter[str]] = {t / 100: Counter() for t in range(30, 75, 5)}
    wanted: Counter[str] = Counter()
    by_type: Counter[tuple[str, str]] = Counter()
    for fold in range(folds):
        out = set(chunks[fold::5])
        model = train(select_chunks(examples, lambda chunk: chunk not in out))  # noqa: B023
        for threshold, counts in options.items():
            for part, network, some in (
                ("date", model.dates, examples.dates),
                ("place", model.places, examples.places),
            ):
                measured = measure_options(network, [one for one in some if one.chunk in out], threshold)
                counts.update({f"{part} {name}": number for name, number in measured.items()})
        by_type.update(measure_types(model, [e for e in examples.triggers if e.chunk in out], THRESHOLD))
        for threshold, counts in totals.items():
            counts.update(measure_triggers(model, [e for e in examples.triggers if e.chunk in out], threshold))
        for threshold, counts in parts.items():
            counts.update(measure_phrases(model, [e for e in examples.phrases if e.chunk in out], threshold))
        for (chunk, part), number in examples.wanted.items():
            wanted[part] += number if chunk in out else 0
    report(totals, parts, wanted)
    for part in ("date", "place"):
        for threshold, counts in options.items():
            print(
                part,
                threshold,
                f"{counts[f'{part} right'] / max(counts[f'{part} either'], 1):.3f} of",
                counts[f"{part} either"],
            )
    if scores is not None:
        write_scores(by_type, scores, folds)


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
    train(examples).save(args.out)
    print(args.out, args.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
