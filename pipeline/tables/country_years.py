"""The country-year view: counts of events, named victims, figures with bounds and denominators, for panel work.

A pure function of the rows of other tables, which may come in a stream, report by report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

ALL = "ALL"
Row = Mapping[str, Any]
Cell = tuple[str, str, str]


@dataclass
class Tally:
    """What is counted in one cell. Figures that are a part of another counted figure, or that an earlier event of the
    cell was already told with, do not add up; ``open_ended`` is set where a figure has no upper bound."""

    events: int = 0
    repeated: int = 0
    in_coverage: int = 0
    out_of_coverage: int = 0
    victims: set[str] = field(default_factory=set)
    figures: int = 0
    least: float = 0
    most: float = 0
    open_ended: bool = False


@dataclass
class Panel:
    """One country, year and publisher: its denominators, and a tally for each type, polarity and modality."""

    documents: int = 0
    sentences: int = 0
    words: int = 0
    cells: dict[Cell, Tally] = field(default_factory=lambda: defaultdict(Tally))


@dataclass
class _Report:
    document: Row
    events: dict[str, Row] = field(default_factory=dict)
    participants: list[Row] = field(default_factory=list)
    figures: dict[str, Row] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)


class CountryYears:
    """Takes the rows of the tables documents, mentions, figures, events and event_participants (a report's document row
    before its others) and gives the rows of country_years.

    >>> view = CountryYears()
    >>> view.add("documents", {"country_iso3": "KAZ", "coverage_end": "2022-12-31", "n_sentences": 90, "n_words": 1700})
    >>> row = {"event_id": "e", "event_type": "KILL_DEATH", "polarity": "affirmed", "modality": "asserted"}
    >>> view.add("events", row)
    >>> [(row["year"], row["event_type"], row["n_events"], row["n_words"]) for row in view.rows()]
    [(2022, 'ALL', 1, 1700), (2022, 'KILL_DEATH', 1, 1700)]
    """

    def __init__(self) -> None:
        self._panels: dict[tuple[str, int, str], Panel] = defaultdict(Panel)
        self._report: _Report | None = None

    def add(self, table: str, row: Row) -> None:
        """Take one row of ``table``; rows of tables that the view does not read are passed over."""
        if table == "documents":
            self._close_report()
            self._report = _Report(row)
        report = self._report
        if report is None:
            return
        if table == "events":
            report.events[row["event_id"]] = row
        elif table == "event_participants":
            report.participants.append(row)
        elif table == "figures":
            report.figures[row["figure_id"]] = row
        elif table == "mentions" and row.get("label") == "PERSON" and row.get("entity_id"):
            report.persons.add(row["entity_id"])

    def rows(self) -> Iterator[dict[str, Any]]:
        """One row a country, year, publisher, event type, polarity and modality that occurs, after one row over all
        (``event_type`` ALL), which is there also for a year without an event."""
        self._close_report()
        for (country, year, publisher), panel in sorted(self._panels.items()):
            cells = {(ALL, ALL, ALL): _sum_cells(panel), **dict(sorted(panel.cells.items()))}
            for (event_type, polarity, modality), tally in cells.items():
                yield {
                    "country_iso3": country,
                    "year": year,
                    "publisher": publisher,
                    "event_type": event_type,
                    "polarity": polarity,
                    "modality": modality,
                    **_write_tally(tally),
                    **({"n_target_figures": None} if event_type == ALL else {}),  # not 0: they do not add up
                    "n_documents": panel.documents,
                    "n_sentences": panel.sentences,
                    "n_words": panel.words,
                }

    def _close_report(self) -> None:
        report, self._report = self._report, None
        if report is None:
            return
        year = str(report.document.get("coverage_end") or "")[:4]
        country = str(report.document.get("country_iso3") or "")
        if not (year.isdigit() and country):
            return
        panel = self._panels[country, int(year), str(report.document.get("publisher") or "")]
        panel.documents += 1
        panel.sentences += int(report.document.get("n_sentences") or 0)
        panel.words += int(report.document.get("n_words") or 0)
        _count_events(report, panel)


def _cell(event: Row) -> Cell:
    return str(event["event_type"]), str(event.get("polarity") or ""), str(event.get("modality") or "")


def _count_events(report: _Report, panel: Panel) -> None:
    for event in report.events.values():
        tally = panel.cells[_cell(event)]
        if event.get("same_event_id"):
            tally.repeated += 1
            continue
        tally.events += 1
        inside = str(event.get("in_coverage") or "").lower()
        tally.in_coverage += inside == "true"
        tally.out_of_coverage += inside == "false"
    counted: dict[Cell, set[str]] = defaultdict(set)
    for participant in report.participants:
        event = report.events.get(participant["event_id"], {})
        if participant.get("role") != "target" or not event:
            continue
        entity, figure = participant.get("entity_id") or "", participant.get("figure_id") or ""
        if entity in report.persons:
            panel.cells[_cell(event)].victims.add(entity)
        if figure in report.figures and not event.get("same_event_id"):
            counted[_cell(event)].add(figure)
    for cell, figures in counted.items():
        _count_figures(report, panel.cells[cell], figures)


def _count_figures(report: _Report, tally: Tally, figures: set[str]) -> None:
    """Add up the figures of one cell in one report; a part is left out where its whole is counted."""
    for figure in sorted(figures):
        row = report.figures[figure]
        bounds = _bounds(row)
        if row.get("part_of_figure_id") in figures or bounds is None:
            continue
        least, most = bounds
        tally.figures += 1
        tally.least += least
        tally.most += most or 0
        tally.open_ended = tally.open_ended or most is None


def _bounds(row: Row) -> tuple[float, float | None] | None:
    """Least and most a figure can be; None for no upper bound. Nothing for a figure that counts no people or things or
    only a part of them ("two-thirds")."""
    if row.get("kind") != "count":
        return None
    value, low, high = (_number(row.get(name)) for name in ("value", "value_min", "value_max"))
    modifier = row.get("modifier") or ""
    least = low if low is not None else (0.0 if modifier in ("at_most", "less_than") else value)
    most = high if high is not None else (None if modifier in ("at_least", "more_than") else value)
    return None if least is None or (most is not None and 0 < most < 1) else (least, most)


def _number(cell: Any) -> float | None:
    return None if cell in (None, "") else float(cell)


def _sum_cells(panel: Panel) -> Tally:
    """The tally over all cells. Figures are not added up over types: one death may be told of as several acts."""
    total = Tally()
    for tally in panel.cells.values():
        total.events += tally.events
        total.repeated += tally.repeated
        total.in_coverage += tally.in_coverage
        total.out_of_coverage += tally.out_of_coverage
        total.victims |= tally.victims
    return total


def _write_tally(tally: Tally) -> dict[str, Any]:
    return {
        "n_events": tally.events,
        "n_events_repeated": tally.repeated,
        "n_events_in_coverage": tally.in_coverage,
        "n_events_out_of_coverage": tally.out_of_coverage,
        "n_named_targets": len(tally.victims),
        "n_target_figures": tally.figures,
        "targets_min": tally.least if tally.figures else None,
        "targets_max": tally.most if tally.figures and not tally.open_ended else None,
    }
