"""Expressions of time against hand-annotated reports, with floors that are lowered only in a commit that says why."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from pipeline.components.date_anchor import Anchor
from pipeline.components.dates import DateExpression, find_dates

ROOT = Path(__file__).parents[2]
FLOOR = 0.99
LEAD = re.compile(
    r"(?:(?:on|in|by|since|until|from|between|during|at|of|for|to|after|before|as of)\s+)?(?:(?:the|an?)\s+)?", re.I
)
Gold = list[tuple[int, int, list[str]]]


def read_gold(path: Path, text: str) -> Gold:
    """Start, end and fields (type, value, mod, earliest, latest) of each annotated expression."""
    paragraphs = [(m.start(), m.group()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    gold: Gold = []
    body, start, at = "", 0, 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# P"):
            start, body = paragraphs[int(line[3:]) - 1]
            at = 0
        elif line.strip():
            kind, surface, *rest = line.split("|")
            m = re.compile(rf"(?<!\w){re.escape(surface)}(?!\w)").search(body, at)
            assert m, f"{path.name}: {line}"
            at = m.end()
            gold.append((start + m.start(), start + m.end(), [kind, *rest]))
    return gold


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without its leading preposition and article."""
    lead = LEAD.match(text[start:end])
    return (start + lead.end() if lead and lead.end() < end - start else start), end


def compare(text: str, found: list[DateExpression], gold: Gold) -> tuple[dict[str, float], list[str]]:
    """F1 of spans and of values, the share of right bounds of those paired; and what differs."""
    by_span = {trim(text, d.start, d.end): d for d in found}
    spans = values = bounds = bounded = 0
    faults = []
    for start, end, (_, value, _, earliest, latest, *_) in gold:
        d = by_span.pop(trim(text, start, end), None)
        if d is None:
            faults.append(f"missed {text[start:end]!r}")
            continue
        spans += 1
        values += d.timex_value == value
        if d.timex_value != value:
            faults.append(f"{text[start:end]!r} is {value}, not {d.timex_value}")
        if earliest:
            bounded += 1
            bounds += (d.date_start, d.date_end) == (earliest, latest)
    faults += [f"not in gold: {text[d.start : d.end]!r} ({d.rule})" for d in by_span.values()]
    both = (len(found) + len(gold)) / 2 or 1
    return {"spans": spans / both, "values": values / both, "bounds": bounds / (bounded or 1)}, faults


def anchor_of(year: str, published: str) -> Anchor:
    return Anchor.from_metadata(
        {"coverage_start": year and f"{year}-01-01", "coverage_end": year and f"{year}-12-31", "published": published}
    )


def test_the_chapter_that_ships_with_the_project() -> None:
    text = (ROOT / "raw/hrw-world-report-2023/kazakhstan.txt").read_text(encoding="utf-8")
    gold = read_gold(ROOT / "tests/gold/kazakhstan.dates", text)
    scores, faults = compare(text, find_dates(text, Anchor(date(2022, 1, 1), date(2022, 12, 31))), gold)
    assert min(scores.values()) >= FLOOR, faults


def test_the_development_reports(shared: Path) -> None:
    folder = shared / "gold" / "dev"
    with (folder / "raw" / "hrw" / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        manifest = {Path(row["file"]).stem: row for row in csv.DictReader(lines)}
    for path in sorted(folder.glob("*.dates")):
        row = manifest.get(path.stem, {"coverage_year": path.stem[-4:], "published": ""})
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        scores, faults = compare(
            text, find_dates(text, anchor_of(row["coverage_year"], row["published"])), read_gold(path, text)
        )
        assert min(scores.values()) >= FLOOR, (path.stem, faults)


def test_the_gold_reader_is_not_lenient() -> None:
    gold: Gold = [(3, 7, ["DATE", "2020", "", "2020-01-01", "2020-12-31"])]
    scores, faults = compare("In 2020, in 2021.", find_dates("In 2020, in 2021."), gold)
    assert scores["spans"] == pytest.approx(2 / 3)
    assert faults == ["not in gold: '2021' (year)"]
