"""Word lists and patterns as data. Every line carries its own example, and the example is a test."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def read_lexicon(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``pipeline/lexicon/<name>`` (CSV, UTF-8, a header; lines that begin with # are comments)."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(line for line in lines if not line.startswith("#")))
