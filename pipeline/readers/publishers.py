"""Publishers and their annual series, recognised in titles, addresses, file names and lines of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import read_lexicon


@dataclass(frozen=True)
class Publisher:
    name: str
    slug: str
    names: re.Pattern[str]
    licence: str


@dataclass(frozen=True)
class SeriesMatch:
    """What a line says, "" where it does not; of edition and coverage one is told, the other follows by the lag."""

    publisher: str
    series: str
    edition: str
    coverage: str
    country: str


@cache
def read_publishers() -> tuple[Publisher, ...]:
    return tuple(
        Publisher(row["publisher"], row["slug"], re.compile(row["names"], re.IGNORECASE), row["licence"])
        for row in read_lexicon("publishers.csv")
    )


def find_publisher(text: str) -> Publisher | None:
    """The publisher that a name, an address or a file name speaks of.

    >>> find_publisher("https://www.hrw.org/news/2019/02/15/pakistan").name
    'Human Rights Watch'
    """
    return next((publisher for publisher in read_publishers() if publisher.names.search(text)), None)


def find_series(line: str) -> SeriesMatch | None:
    """The annual series that a line names.

    >>> found = find_series("World Report 2023: Kazakhstan")
    >>> found.series, found.edition, found.coverage, found.country
    ('World Report', '2023', '2022', 'Kazakhstan')
    """
    line = " ".join(line.split())
    for pattern, row in _series_patterns():
        found = pattern.search(line)
        if found:
            years = found.groupdict()
            lag = int(row["lag"])
            edition, coverage = years.get("edition") or "", years.get("coverage") or ""
            coverage = coverage or str(int(edition) - lag)
            publisher = next(p.name for p in read_publishers() if p.slug == row["publisher"])
            country = (years.get("country") or "").strip()
            return SeriesMatch(publisher, row["series"], edition or str(int(coverage) + lag), coverage, country)
    return None


@cache
def _series_patterns() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    return tuple((re.compile(row["pattern"], re.IGNORECASE), row) for row in read_lexicon("series.csv"))


def find_slugs(publisher: str, series: str) -> tuple[str, str]:
    """The parts of document ids for a publisher and its series, "" where unknown.

    >>> find_slugs("Human Rights Watch", "World Report")
    ('hrw', 'world-report')
    """
    slug = next((p.slug for p in read_publishers() if p.name == publisher), "")
    rows = read_lexicon("series.csv")
    return slug, next((row["slug"] for row in rows if row["publisher"] == slug and row["series"] == series), "")


def find_annual_series(publisher: str, coverage: str) -> tuple[str, str]:
    """The annual series of a publisher and the edition that covers a year, "" where it has none.

    >>> find_annual_series("Human Rights Watch", "2022")
    ('World Report', '2023')
    """
    slug = next((p.slug for p in read_publishers() if p.name == publisher), "")
    row = next((row for row in read_lexicon("series.csv") if row["publisher"] == slug), None)
    return (row["series"], str(int(coverage) + int(row["lag"]))) if row else ("", "")
