"""Quotations of the development documents against hand-written expectations (tests/gold/quotes), with floors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.annotate import annotate_report
from pipeline.components.layout import split_blocks
from pipeline.components.quotes import Quote
from pipeline.layers import read_layer
from pipeline.report import Report

GOLD = Path(__file__).parent.parent / "gold" / "quotes"
FLOORS = {"found": 1.0, "kind": 0.95, "speaker": 0.90}


def read_expected(path: Path) -> list[list[str]]:
    """Lines of ``paragraph, first words, last words, kind, speaker, cue``."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if line.strip()]


def same_speaker(expected: str, found: str) -> bool:
    """Whether two names or noun phrases share all but two words, or one is the beginning of the other."""
    left, right = (set(re.findall(r"\w+", name.lower())) for name in (expected, found))
    return left == right or bool(left & right and (len(left ^ right) <= 2 or expected.startswith(found)))


def compare(text: str, quotes: list[Quote], expected: list[list[str]]) -> tuple[dict[str, int], list[str]]:
    """How many expected quotations were found, with their kind and speaker; and what differs."""
    blocks = split_blocks(text)
    right, faults = dict.fromkeys(FLOORS, 0), []
    free = list(quotes)
    for paragraph, first, last, kind, speaker, _cue in expected:
        block = blocks[int(paragraph[1:]) - 1]
        here = [q for q in free if block.start <= q.start < block.end]
        quote = next((q for q in here if text[q.start :].startswith(first) and text[: q.end].endswith(last)), None)
        if quote is None:
            faults.append(f"{paragraph} {first!r}: not found")
            continue
        free.remove(quote)
        right["found"] += 1
        right["kind"] += quote.kind == kind
        right["speaker"] += same_speaker(speaker, quote.speaker_text)
        if quote.kind != kind or not same_speaker(speaker, quote.speaker_text):
            faults.append(
                f"{paragraph} {first!r}: {kind}, {speaker} != {quote.kind}, {quote.speaker_text} ({quote.rule})"
            )
    return right, faults + [f"not expected: {text[q.start : q.end]!r}" for q in free]


@pytest.fixture(scope="module")
def compared(nlp: Language, shared: Path) -> tuple[dict[str, float], list[str]]:
    totals, faults, count = dict.fromkeys(FLOORS, 0), [], 0
    for path in sorted(GOLD.glob("*.quotes")):
        text = (shared / "gold" / "dev" / f"{path.stem}.txt").read_text(encoding="utf-8")
        doc = annotate_report(nlp, Report(path.stem, "", "", text, blocks=split_blocks(text)))
        right, wrong = compare(text, read_layer(doc, "quotes", Quote), read_expected(path))
        totals = {name: totals[name] + right[name] for name in totals}
        faults += [f"{path.stem}: {fault}" for fault in wrong]
        count += len(read_expected(path))
    return {name: total / count for name, total in totals.items()}, faults


@pytest.mark.parametrize("name", list(FLOORS))
def test_share_does_not_fall_below_the_floor(compared: tuple[dict[str, float], list[str]], name: str) -> None:
    shares, faults = compared
    assert shares[name] >= FLOORS[name], "\n".join(faults)


def test_nothing_is_found_that_is_not_expected(compared: tuple[dict[str, float], list[str]]) -> None:
    assert not [fault for fault in compared[1] if "not expected" in fault]
