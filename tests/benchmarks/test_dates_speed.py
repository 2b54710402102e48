"""Words a second of the date and number components, beside dateparser.search and quantulum3 on the same text.

Run: python -m pytest tests/benchmarks/test_dates_speed.py. The peers are the extra "benchmark"; without them only our
own speed is printed."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipeline.components.date_anchor import Anchor
from pipeline.components.dates import find_dates
from pipeline.components.numbers import find_numbers

TEXT = Path(__file__).parents[2] / "raw/hrw-world-report-2023/kazakhstan.txt"


def measure(run: Callable[[str], object], paragraphs: list[str]) -> float:
    """Words a second over paragraphs, the best of three runs after one to warm up."""
    words = sum(len(p.split()) for p in paragraphs)
    best = float("inf")
    for _ in range(4):
        start = time.perf_counter()
        for paragraph in paragraphs:
            run(paragraph)
        best = min(best, time.perf_counter() - start)
    return words / best


def test_dates_are_faster_than_the_peers(capsys: pytest.CaptureFixture[str]) -> None:
    paragraphs = [p for p in TEXT.read_text(encoding="utf-8").split("\n") if p.strip()]
    anchor = Anchor(date(2022, 1, 1), date(2022, 12, 31))
    speeds = {
        "numbers": measure(find_numbers, paragraphs),
        "dates, with their numbers": measure(lambda text: find_dates(text, anchor), paragraphs),
    }
    peers: dict[str, Callable[[str], object]] = {}
    try:
        search = importlib.import_module("dateparser.search")
        peers["dateparser.search"] = lambda text: search.search_dates(text, languages=["en"])
    except ImportError:
        pass
    try:
        importlib.import_module(
            "quantulum3.classifier"
        ).USE_CLF = False  # its pickled classifier wants one scikit-learn; it only slows it
        quantulum = importlib.import_module("quantulum3.parser")
        peers["quantulum3"] = quantulum.parse
    except ImportError:
        pass
    speeds |= {name: measure(run, paragraphs) for name, run in peers.items()}
    with capsys.disabled():
        for name, speed in speeds.items():
            print(f"{name:28} {speed:>10,.0f} words/s")
    for name in peers:
        assert speeds["dates, with their numbers"] > speeds[name]
