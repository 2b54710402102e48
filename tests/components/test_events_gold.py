"""Events against hand-annotated reports, scored as the scorer does; a floor falls only in a commit that says why."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate import annotate_report
from pipeline.components.event_record import participants_of
from pipeline.components.events import MODEL, read_events
from pipeline.components.layout import split_blocks
from pipeline.report import Block, Report

COVERAGE = {"hrw-kazakhstan-2022": "2022", "hrw-report-myanmar": "2018"}
WRITTEN = Path(__file__).parent.parent / "gold" / "written"
# F1 of each, and the precision of the first.
FLOORS = {
    "reports": (
        {
            "events trigger+type": 0.78,
            "events polarity (of paired)": 0.99,
            "events modality (of paired)": 0.94,
            "events actor head (of paired)": 0.85,
            "events target head (of paired)": 0.84,
            "events date (of paired, where either has one)": 0.79,
            "events place (of paired, where either has one)": 0.70,
        },
        0.82,
    ),
    "written": (
        {
            "events trigger+type": 0.79,
            "events polarity (of paired)": 0.99,
            "events modality (of paired)": 0.95,
            "events actor head (of paired)": 0.87,
            "events target head (of paired)": 0.82,
            "events date (of paired, where either has one)": 0.78,
            "events place (of paired, where either has one)": 0.66,
        },
        0.86,
    ),
}


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    sys.path.insert(0, str(shared / "score"))
    try:
        return importlib.import_module("score")
    finally:
        sys.path.pop(0)


def annotate(nlp: Language, stem: str, text: str) -> Doc:
    """The gold text as a report: its lines are paragraphs, those with # headings."""
    stem_year = stem[-4:] if stem[-4:].isdigit() else "2019"
    year = "2020" if stem.startswith("written") else COVERAGE.get(stem, stem_year)
    blocks = [
        Block("heading", block.start, block.end, 2) if text.startswith("#", block.start) else block
        for block in split_blocks(text)
    ]
    metadata = {"coverage_start": f"{year}-01-01", "coverage_end": f"{year}-12-31"}
    return annotate_report(nlp, Report(stem, f"{stem}.txt", "", text, metadata, blocks))


def make_rows(doc: Doc) -> tuple[list[dict[str, Any]], dict[str, list[dict[str, str]]]]:
    rows, participants = [], {}
    for event in read_events(doc):
        key = f"{event.start}-{event.event_type}"
        row = {
            name: getattr(event, name) for name in ("event_type", "polarity", "modality", "date_value", "place_text")
        }
        rows.append({"span": (event.start, event.end), "row": {"event_id": key, **row}})
        participants[key] = [{"role": role, "text": one["text"]} for role, _, one in participants_of(event)]
    return rows, participants


def score(nlp: Language, folder: Path, scorer: ModuleType) -> dict[str, dict[str, float]]:
    scores = scorer.Scores()
    for path in sorted(folder.glob("*.events")):
        text = path.with_suffix(".txt").read_text(encoding="utf-8").replace("\u00a0", " ")
        rows, participants = make_rows(annotate(nlp, path.stem, text))
        scorer.events(path.stem, text, scorer.gold_rows(path, text, True), rows, participants, scores)
    found: dict[str, dict[str, float]] = scores.report()
    return found


@pytest.mark.parametrize("where", FLOORS)
def test_events_as_annotated(nlp: Language, shared: Path, scorer: ModuleType, where: str) -> None:
    if not MODEL.exists():
        pytest.skip("needs the trained event model")
    floors, precision = FLOORS[where]
    scores = score(nlp, shared / "gold" / "dev" if where == "reports" else WRITTEN, scorer)
    reached = {name: round(scores[name]["f1"], 3) for name in floors}
    assert all(reached[name] >= floor for name, floor in floors.items()), reached
    assert scores["events trigger+type"]["p"] >= precision
