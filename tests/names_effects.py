"""What the recognizer reaches on names, what it reaches with the rules, and what each step of the rules is worth.

    python -m tests.names_effects [--model FOLDER] [--shared ../shared]

Measured on the ten development reports and on the chunks of the annotation that the shipped model does not learn from:
strict F1 (span and label), span F1, per label precision, recall and F1; for each step the points it adds."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

import spacy
from spacy.language import Language

import pipeline.components  # noqa: F401
from pipeline.annotate import OWN_MODEL
from pipeline.components.names import LABELS, resolve_names
from pipeline.readers.plain_text import read_text
from pipeline.report import Block
from tests.gold_docs import load_align

HELD_BACK = [f"state-{n:02d}" for n in range(5, 80, 8)] + ["hrw-04", "hrw-12", "hrw-20"]
STEPS = [
    "lexicon",
    "patterns",
    "trim",
    "headings",
    "owned",
    "given",
    "cues",
    "lists",
    "titles",
    "context",
    "acronyms",
    "persons",
]
Name = tuple[int, int, str]


class Sample:
    """One annotated text: its blocks, its names, and what the recognizer tagged block by block."""

    def __init__(self, path: Path, shared: Path, nlp: Language | None) -> None:
        source = path.read_text(encoding="utf-8")
        rows, _ = load_align(shared).align(source, path.with_suffix(".names"))
        reading = read_text(source)
        self.text, self.blocks = reading.text, reading.blocks
        self.gold: set[Name] = {(row["start"], row["end"], row["label"]) for row in rows}
        self.tagged = list(tag_names(nlp, self.text, self.blocks)) if nlp else []

    def find(self, skip: Collection[str] = ()) -> set[Name]:
        return {(m.start, m.end, m.label) for m in resolve_names(self.text, self.tagged, self.blocks, skip)}


def tag_names(nlp: Language, text: str, blocks: list[Block]) -> Iterable[Name]:
    for block, doc in zip(blocks, nlp.pipe(text[b.start : b.end] for b in blocks), strict=True):
        yield from ((block.start + e.start_char, block.start + e.end_char, e.label_) for e in doc.ents)


def score(pairs: Iterable[tuple[set[Name], set[Name]]]) -> tuple[float, float, dict[str, tuple[float, float, float]]]:
    """Strict F1, span F1, and precision, recall and F1 of each label, of (found, gold) pairs."""
    right, found_n, gold_n, spans = Counter[str](), Counter[str](), Counter[str](), [0, 0]
    for found, gold in pairs:
        for names, counts in ((found & gold, right), (found, found_n), (gold, gold_n)):
            counts.update(label for _, _, label in names)
        found_spans, gold_spans = {n[:2] for n in found}, {n[:2] for n in gold}
        spans[0] += 2 * len(found_spans & gold_spans)
        spans[1] += len(found_spans) + len(gold_spans)
    rows = {
        label: (
            right[label] / max(found_n[label], 1),
            right[label] / gold_n[label],
            2 * right[label] / (found_n[label] + gold_n[label]),
        )
        for label in sorted(gold_n)
    }
    return 2 * right.total() / max(found_n.total() + gold_n.total(), 1), spans[0] / max(spans[1], 1), rows


def load_recognizer(model: str) -> Language:
    nlp = spacy.load(model)
    needed = [name for name in nlp.pipe_names if "ner" in name or "tok2vec" in name or "transformer" in name]
    nlp.select_pipes(enable=needed)
    return nlp


def report(name: str, samples: list[Sample]) -> None:
    alone, alone_spans, _ = score(({n for n in s.tagged if n[2] in LABELS}, s.gold) for s in samples)
    strict, spans, rows = score((s.find(), s.gold) for s in samples)
    print(f"{name}: recognizer alone {alone:.3f}, spans {alone_spans:.3f}; with rules {strict:.3f}, spans {spans:.3f}")
    for label, (precision, recall, f1) in rows.items():
        print(f"  {label:12} {precision:.3f} {recall:.3f} {f1:.3f}")
    for step in STEPS:
        without, without_spans, _ = score((s.find([step]), s.gold) for s in samples)
        print(f"  {step:12} {100 * (strict - without):+.2f} points, spans {100 * (spans - without_spans):+.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=str(OWN_MODEL), help='a spaCy pipeline with a recognizer; "" for none')
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    args = parser.parse_args()
    nlp = load_recognizer(args.model) if args.model else None
    annotated = args.shared / "corpus" / "annotated"
    report("held back", [Sample(annotated / f"{chunk}.txt", args.shared, nlp) for chunk in HELD_BACK])
    report(
        "development",
        [
            Sample(p.with_suffix(".txt"), args.shared, nlp)
            for p in sorted((args.shared / "gold" / "dev").glob("*.names"))
        ],
    )


if __name__ == "__main__":
    main()
