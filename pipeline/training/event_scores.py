"""Scores of the event model on chunks that are held back: triggers with their types, participants, dates, places."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from spacy.vocab import Vocab

from pipeline.components.event_choices import Choice, Shares, pick, weigh
from pipeline.components.event_found import Thresholds
from pipeline.components.event_model import PARTS_PLAYED, EventModel
from pipeline.components.feature_network import FeatureNetwork
from pipeline.components.paragraph_reader import ParagraphReader, Passage, pair_up
from pipeline.training.event_examples import ChoiceExample, Example, Examples, PhraseExample

PICKED = "reports-"  # chunks of paragraphs picked from the reports, or written for training: never measured on


def select_chunks(found: Examples, chosen: Callable[[str], bool]) -> Examples:
    """The examples of some chunks."""
    return Examples(
        triggers=[one for one in found.triggers if chosen(one.chunk)],
        phrases=[one for one in found.phrases if chosen(one.chunk)],
        dates=[one for one in found.dates if chosen(one.chunk)],
        places=[one for one in found.places if chosen(one.chunk)],
        vocab=found.vocab,
    )


def measure_choices(held: Sequence[ChoiceExample], shares: Sequence[Shares], threshold: float) -> Counter[str]:
    """Events for which the annotation or the model has a date (place), and those where both agree. Of several places
    one counts; those that are told in a row with it are not looked at."""
    counts: Counter[str] = Counter()
    for one, own in zip(held, shares, strict=True):
        share, best = pick(one.choice, own) if own else (0.0, -1)
        counts["either"] += one.wanted or share >= threshold
        counts["right"] += share >= threshold and one.right[best]
    return counts


def rate_held(model: EventModel, vocab: Vocab | None, held: Sequence[PhraseExample]) -> np.ndarray:
    """The probabilities of the parts of examples, each beside its passage as the model's reader reads it."""
    states, moved = _read_held(model.reader, vocab, [one.passage for one in held])
    events = [one.at + by for one, by in zip(held, moved, strict=True)]
    others = [one.token + by for one, by in zip(held, moved, strict=True)]
    return model.rate([one.features for one in held], None if states is None else pair_up(states, events, others))


def weigh_held(
    network: FeatureNetwork | None, reader: ParagraphReader | None, vocab: Vocab | None, held: Sequence[ChoiceExample]
) -> list[Shares]:
    """The shares of the options of examples, each beside its passage as ``reader`` reads it."""
    if network is None:
        return [() for _ in held]
    states, moved = _read_held(reader, vocab, [one.passage for one in held])
    return weigh(network, [_move(one.choice, by) for one, by in zip(held, moved, strict=True)], states)


def _read_held(
    reader: ParagraphReader | None, vocab: Vocab | None, passages: Sequence[Passage]
) -> tuple[np.ndarray | None, list[int]]:
    """The states of the words of all passages one after the other, and for each passage (they repeat) how far its
    tokens are moved there; None where nothing reads."""
    if reader is None or vocab is None:
        return None, [0] * len(passages)
    begins: dict[Passage, int] = {}
    total = 0
    once = list(dict.fromkeys(passages))
    for passage in once:
        begins[passage] = total - passage.start
        total += len(passage.words)
    nothing = np.zeros((0, reader.width), dtype=np.float32)
    return np.concatenate([nothing, *reader.read_passages(vocab, once)]), [begins[passage] for passage in passages]


def _move(choice: Choice, by: int) -> Choice:
    return replace(choice, at=choice.at + by, tokens=[token + by for token in choice.tokens])


def find_likely(model: EventModel, held: Sequence[Example]) -> list[Example]:
    """The candidates that the model reads on."""
    known = [e for e in held if e.lemma in model.lemmas]
    return [e for e, likely in zip(known, model.is_likely([e.first for e in known]), strict=True) if likely]


def measure_triggers(model: EventModel, held: Sequence[Example], threshold: float) -> Counter[str]:
    """Counts of right, found and annotated triggers with type, and of right modality and polarity among the right
    ones."""
    counts: Counter[str] = Counter(gold=sum(len(e.gold) for e in held))
    known = find_likely(model, held)
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


def measure_phrases(rated: np.ndarray, held: Sequence[PhraseExample], threshold: float) -> Counter[str]:
    """Heads found and right for each part; ``rated``: what ``rate_held`` gives."""
    counts: Counter[str] = Counter()
    found: set[tuple[int, str, str, bool]] = set()
    for example, shares in zip(held, rated, strict=True):
        for part, share, right in zip(PARTS_PLAYED, shares, example.parts, strict=True):
            if share >= threshold:
                found.add((example.event, part, example.head, right))
    for _, part, _, right in found:
        counts[part, "found"] += 1  # type: ignore[index]
        counts[part, "right"] += right  # type: ignore[index]
    return counts


def measure_types(model: EventModel, held: Sequence[Example], threshold: float) -> Counter[tuple[str, str]]:
    """Triggers annotated, found and right by type."""
    counts = Counter((g.event_type, "annotated") for e in held for g in e.gold)
    known = find_likely(model, held)
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


def cross_validate(
    examples: Examples, train: Callable[[Examples], EventModel], folds: int, scores: Path | None = None
) -> None:
    """Print scores on fifths of the corpus's own chunks, each held back once; the paragraphs that were picked for
    annotation because an earlier model was unsure of their events, dates or places are learned from each time."""
    chunks = sorted({e.chunk for e in examples.triggers if not e.chunk.startswith(PICKED)})
    random.Random(1).shuffle(chunks)
    totals: dict[float, Counter[str]] = {t / 100: Counter() for t in range(25, 85, 5)}
    parts: dict[float, Counter[str]] = {t / 100: Counter() for t in range(30, 75, 5)}
    options: dict[float, Counter[str]] = {t / 100: Counter() for t in range(20, 75, 5)}
    wanted: Counter[str] = Counter()
    by_type: Counter[tuple[str, str]] = Counter()
    for fold in range(folds):
        out = set(chunks[fold::5])
        model = train(select_chunks(examples, lambda chunk: chunk not in out))  # noqa: B023
        for part, some, network in (
            ("date", examples.dates, model.dates),
            ("place", examples.places, model.places),
        ):
            held = [one for one in some if one.chunk in out]
            shares = weigh_held(network, model.reader, examples.vocab, held)
            for threshold, counts in options.items():
                measured = measure_choices(held, shares, threshold)
                counts.update({f"{part} {name}": number for name, number in measured.items()})
        by_type.update(measure_types(model, [e for e in examples.triggers if e.chunk in out], Thresholds.trigger))
        for threshold, counts in totals.items():
            counts.update(measure_triggers(model, [e for e in examples.triggers if e.chunk in out], threshold))
        phrases = [e for e in examples.phrases if e.chunk in out]
        rated = rate_held(model, examples.vocab, phrases)
        for threshold, counts in parts.items():
            counts.update(measure_phrases(rated, phrases, threshold))
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
