"""Annotated events kept without their text come back as they were written."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from pipeline.training.event_examples import is_written_place
from pipeline.training.event_files import GoldEvent
from pipeline.training.standoff_events import (
    CIRCUMSTANCES,
    FILE,
    pick_paragraphs,
    read_standoff,
    read_written,
    write_standoff,
)

TEXT = "Police were there.\n\nIn May, police arrested Omar and Lina in Lagos. He was beaten.\n"
EVENTS = "# P002\nARREST_DETAIN|arrested|affirmed|asserted|police|Omar ; Lina|May|Lagos|\n"
EVENTS += "TORTURE_ILLTREAT|beaten|negated|alleged|Police|Omar|May|Lagos|Omar\n"


@pytest.fixture
def chunks(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "one.events").write_text(EVENTS, encoding="utf-8")
    return tmp_path


def test_comes_back_as_written(chunks: Path) -> None:
    out = chunks / "standoff.csv"
    assert write_standoff(chunks, chunks, out) == 2
    assert "Omar" not in out.read_text(encoding="utf-8")
    paragraphs = list(read_standoff(chunks, out))
    assert [len(paragraph.events) for paragraph in paragraphs] == [0, 2]
    text = paragraphs[1].text
    place = [(text.index(word), text.index(word) + len(word)) for word in ("arrested", "beaten")]
    assert paragraphs[1].events == [
        GoldEvent("ARREST_DETAIN", *place[0], "affirmed", "asserted", "police", "Omar ; Lina", "May", "Lagos", ""),
        GoldEvent("TORTURE_ILLTREAT", *place[1], "negated", "alleged", "Police", "Omar", "May", "Lagos", "Omar"),
    ]


def test_paragraphs_picked_from_reports_come_back(tmp_path: Path) -> None:
    (tmp_path / "state-dept").mkdir()
    report = {"year": 2020, "slug": "nigeria", "text": "# Heading\n\n  " + TEXT}
    with gzip.open(tmp_path / "state-dept" / "text.jsonl.gz", "wt", encoding="utf-8") as target:
        target.write(json.dumps(report) + "\n")
    (tmp_path / "chunks").mkdir()
    (tmp_path / "one.events").write_text(EVENTS, encoding="utf-8")
    (tmp_path / "one.places").write_text("2020/nigeria/2\n2020/nigeria/4\n", encoding="utf-8")
    out = tmp_path / "standoff.csv"
    assert write_standoff(tmp_path, tmp_path / "chunks", out) == 2
    paragraphs = list(read_standoff(tmp_path / "chunks", out))
    assert [paragraph.text for paragraph in paragraphs] == [line for line in TEXT.splitlines() if line]
    assert [event.target for event in paragraphs[1].events] == ["Omar ; Lina", "Omar"]
    with gzip.open(tmp_path / "state-dept" / "text.jsonl.gz", "wt", encoding="utf-8") as target:
        target.write(json.dumps({**report, "year": 2021}) + "\n")
    with pytest.raises(ValueError, match=r"text\.jsonl\.gz is not the text .*one"):
        list(read_standoff(tmp_path / "chunks", out))


def test_paragraphs_written_here_are_picked_without_the_reports(tmp_path: Path) -> None:
    written = read_written()
    assert len(written) > 1000 and not any(line.startswith("#") or not line.strip() for line in written)
    nowhere = tmp_path / "text.jsonl.gz"
    assert pick_paragraphs(nowhere, {"written/0", "written/7"}) == {"written/0": written[0], "written/7": written[7]}
    assert pick_paragraphs(nowhere, {f"written/{len(written)}"}) == {}


def test_other_text_is_refused(chunks: Path) -> None:
    out = chunks / "standoff.csv"
    write_standoff(chunks, chunks, out)
    (chunks / "one.txt").write_text(TEXT.replace("Lagos", "Accra"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"one\.txt is not the text"):
        list(read_standoff(chunks, out))


@pytest.mark.parametrize("path", [FILE, CIRCUMSTANCES])
def test_shipped_annotation_fits_the_corpus(shared: Path, path: Path) -> None:
    paragraphs = list(read_standoff(shared / "corpus" / "annotated", path))
    triggers = [p.text[event.start : event.end] for p in paragraphs for event in p.events]
    assert len(triggers) > 90_000
    assert all(trigger == trigger.strip() and " " not in trigger for trigger in triggers)
    events = [event for paragraph in paragraphs for event in paragraph.events]
    parts = {part for event in events for part in (event.actor, event.target, event.attributed_to)}
    assert (parts == {""}) is (path == CIRCUMSTANCES)
    assert sum(bool(event.date) for event in events) > 30_000
    assert sum(bool(event.place) for event in events) > 15_000


@pytest.mark.parametrize(("name", "written", "is_meant"), [
    ("Lower Shabelle", "Lower Shabelle region", True), ("Azerbaijan", "regions of Azerbaijan", True),
    ("Shan State", "Kachin State", False), ("Niger", "Nigeria", False), ("the Kivus", "Kivus", True),
    ("Anka", "Anka Local Government Area", False), ("Zaria State", "Zaria State of Nigeria", True),
])  # fmt: skip
def test_a_written_place_means_a_name(name: str, written: str, is_meant: bool) -> None:
    assert is_written_place(name, written) is is_meant
