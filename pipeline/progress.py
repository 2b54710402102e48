"""Progress for people: a bar where one watches, plain lines in a log."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

Item = TypeVar("Item")
LINES = 10


def track(items: Iterable[Item], total: int, label: str) -> Iterator[Item]:
    """Yield ``items`` while showing how many of ``total`` are done, on standard error."""
    if sys.stderr.isatty():
        yield from tqdm(items, total=total, desc=label, unit="report", leave=False)
        return
    step = max(1, -(-total // LINES))
    for done, item in enumerate(items, 1):
        yield item
        if total > LINES and (done % step == 0 or done == total):
            print(f"{label}: {done} of {total}", file=sys.stderr, flush=True)
