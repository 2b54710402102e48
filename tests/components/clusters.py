"""Expected clusters (tests/gold/clusters), and how well found ones agree with them (B-cubed)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from pathlib import Path

from pipeline.countries import find_country

FOLDER = Path(__file__).parent.parent / "gold" / "clusters"
GROUPS = {"GPE": "place", "LOC": "place", "FAC": "place"}


def read_clusters(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """``(group of labels, surface)`` -> ``(canonical name, country)``."""
    expected = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, label, country, surfaces = (part.strip() for part in line.split("|"))
        for surface in surfaces.split(";"):
            expected[GROUPS.get(label, label), surface.strip()] = (name, country)
    return expected


def expect(clusters: Mapping[tuple[str, str], tuple[str, str]], label: str, surface: str) -> tuple[str, str] | None:
    """The expected entity of a mention, None where the file has none. A NORP surface in a country's line is the
    country."""
    group = GROUPS.get(label, label)
    found = clusters.get((group, surface))
    if found is None and label == "NORP":
        country = clusters.get(("place", surface))
        return country if country is not None and find_country(country[0]) else None
    return found


def b_cubed(pairs: list[tuple[Hashable, Hashable]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of found clusters; ``pairs`` holds (expected, found) of every mention."""
    by_expected: dict[Hashable, set[int]] = defaultdict(set)
    by_found: dict[Hashable, set[int]] = defaultdict(set)
    for at, (expected, found) in enumerate(pairs):
        by_expected[expected].add(at)
        by_found[found].add(at)
    shares = [
        (len(by_expected[e] & by_found[f]) / len(by_found[f]), len(by_expected[e] & by_found[f]) / len(by_expected[e]))
        for e, f in pairs
    ]
    precision, recall = (sum(column) / len(shares) for column in zip(*shares, strict=True))
    return precision, recall, 2 * precision * recall / (precision + recall)
