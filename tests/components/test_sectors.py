"""Sectors: every pattern's example, and every code."""

from __future__ import annotations

import pytest

from pipeline.components.sectors import body_sector, sector_codes
from pipeline.lexicon import read_lexicon


@pytest.mark.parametrize("row", read_lexicon("sectors.csv"), ids=lambda row: row["example"])
def test_the_example_has_the_sector(row: dict[str, str]) -> None:
    assert body_sector(row["example"]) == row["sector"]
    assert row["sector"] in sector_codes()


@pytest.mark.parametrize(
    ("name", "sector"),
    [
        ("Prosecutor General’s Office", "judiciary"),
        ("Military Tribunal", "judiciary"),
        ("Ministry of Defense", "military"),
        ("Interior Ministry", "executive"),
        ("Human Rights Center", "civil_society"),
        ("Indigenous People of Biafra", "armed_group"),
        ("Egyptian Trade Union Federation", "labour"),
        ("Bukpa", "unknown"),
    ],
)
def test_bodies_by_the_words_of_their_names(name: str, sector: str) -> None:
    assert body_sector(name) == sector


@pytest.mark.parametrize("name", ("bodies.csv", "roles.csv"))
def test_lexicons_use_known_sectors(name: str) -> None:
    assert {row["sector"] for row in read_lexicon(name)} <= set(sector_codes())
