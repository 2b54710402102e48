"""Time of dates and figures beside that of the trained components, and words a second beside quantulum3.

Run: python -m pytest tests/benchmarks/test_figures_speed.py. The text is the whole 2024 edition of the State Department
where BENCHMARK_TEXT names a folder of its text files, else the chapter in raw/."""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.components.dates import find_dates
from pipeline.components.figures import find_figures
from pipeline.components.numbers import find_numbers
from pipeline.layers import write_layer

ROOT = Path(__file__).parents[2]
MODEL = os.environ.get("BENCHMARK_MODEL", str(ROOT / "pipeline" / "model"))
TEXTS = Path(os.environ.get("BENCHMARK_TEXT", ROOT / "raw" / "hrw-world-report-2023"))


def timed(run: Callable[[], object]) -> float:
    """Processor seconds of the best of two runs."""
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return best


def annotate(doc: Doc) -> None:
    numbers = find_numbers(doc.text)
    write_layer(doc, "dates", find_dates(doc.text, numbers=numbers))
    write_layer(doc, "figures", find_figures(doc, numbers))


def test_dates_and_figures_add_at_most_a_quarter(capsys: pytest.CaptureFixture[str]):
    if not (Path(MODEL) / "meta.json").exists():
        pytest.skip("no trained model in pipeline/model")
    nlp = spacy.load(MODEL)
    texts = [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt"))]
    lines = [[line for line in text.splitlines() if line.strip()] for text in texts]
    words = sum(len(text.split()) for text in texts)
    docs: list[Doc] = []

    def parse() -> None:
        docs.clear()
        docs.extend(Doc.from_docs(list(nlp.pipe(report)), exclude=["tensor", "user_data"]) for report in lines)

    trained = timed(parse)
    ours = timed(lambda: [annotate(doc) for doc in docs])
    speeds = {"trained components": words / trained, "numbers, dates and figures": words / ours}
    try:
        importlib.import_module("quantulum3.classifier").USE_CLF = False  # its pickled classifier only slows it
        peer = importlib.import_module("quantulum3.parser").parse
        speeds["quantulum3"] = words / timed(lambda: [peer(line) for report in lines for line in report])
    except ImportError:
        pass
    with capsys.disabled():
        for name, speed in speeds.items():
            print(f"{name:28} {speed:>10,.0f} words/s")
        print(f"dates and figures take {ours / trained:.0%} of the time of the trained components")
    assert ours <= trained / 4
    assert speeds["numbers, dates and figures"] > speeds.get("quantulum3", 0)
