"""The country-year view adds up only what may be added up."""

from __future__ import annotations

from typing import Any

from pipeline.tables.country_years import CountryYears

DOCUMENT = {"country_iso3": "KAZ", "coverage_end": "2022-12-31", "publisher": "HRW", "n_sentences": 90, "n_words": 1700}


def event(event_id: str, **more: str) -> tuple[str, dict[str, str]]:
    row = {"event_id": event_id, "event_type": "KILL_DEATH", "polarity": "affirmed", "modality": "asserted"}
    return "events", {**row, **more}


def target(event_id: str, **more: str) -> tuple[str, dict[str, str]]:
    return "event_participants", {"event_id": event_id, "role": "target", **more}


def figure(figure_id: str, value: Any, modifier: str = "", **more: str) -> tuple[str, dict[str, Any]]:
    return "figures", {"figure_id": figure_id, "kind": "count", "value": value, "modifier": modifier, **more}


def view_of(*rows: tuple[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The rows of the view by event type."""
    view = CountryYears()
    for table, row in rows:
        view.add(table, row)
    return {row["event_type"]: row for row in view.rows()}


def test_a_year_without_events_has_its_denominators() -> None:
    [row] = view_of(("documents", DOCUMENT)).values()
    assert (row["n_events"], row["n_documents"], row["n_sentences"], row["n_words"]) == (0, 1, 90, 1700)


def test_denominators_add_up_over_the_reports_of_a_year() -> None:
    rows = view_of(("documents", DOCUMENT), event("a"), ("documents", DOCUMENT), event("b"))
    assert (rows["KILL_DEATH"]["n_events"], rows["ALL"]["n_documents"], rows["ALL"]["n_words"]) == (2, 2, 3400)


def test_an_event_told_twice_counts_once() -> None:
    rows = view_of(("documents", DOCUMENT), event("a"), event("b", same_event_id="a"))
    assert (rows["KILL_DEATH"]["n_events"], rows["KILL_DEATH"]["n_events_repeated"]) == (1, 1)


def test_a_part_is_not_added_to_its_whole() -> None:
    rows = view_of(
        ("documents", DOCUMENT), figure("whole", 232), figure("part", 19, part_of_figure_id="whole"),
        event("a"), target("a", figure_id="whole"), target("a", figure_id="part"),
    )  # fmt: skip
    row = rows["KILL_DEATH"]
    assert (row["n_target_figures"], row["targets_min"], row["targets_max"]) == (1, 232, 232)
    assert rows["ALL"]["n_target_figures"] is None, "unknown, not 0"


def test_two_thirds_of_somebody_are_no_count() -> None:
    rows = view_of(("documents", DOCUMENT), figure("part", 0.6667), event("a"), target("a", figure_id="part"))
    assert (rows["KILL_DEATH"]["n_target_figures"], rows["KILL_DEATH"]["targets_min"]) == (0, None)


def test_a_figure_without_an_upper_bound_leaves_the_sum_open() -> None:
    rows = view_of(
        ("documents", DOCUMENT), figure("f", 232, "at_least"), figure("g", 10),
        event("a"), target("a", figure_id="f"), event("b"), target("b", figure_id="g"),
    )  # fmt: skip
    assert (rows["KILL_DEATH"]["targets_min"], rows["KILL_DEATH"]["targets_max"]) == (242, None)


def test_bounds_of_words_and_ceilings() -> None:
    dozens = figure("f", "", value_min="24", value_max="99")
    ceiling = figure("g", 5, "at_most")
    rows = view_of(
        ("documents", DOCUMENT), dozens, ceiling, event("a"), target("a", figure_id="f"), target("a", figure_id="g")
    )
    assert (rows["KILL_DEATH"]["targets_min"], rows["KILL_DEATH"]["targets_max"]) == (24, 104)


def test_named_targets_are_persons_and_count_once() -> None:
    mentions = [("mentions", {"label": "PERSON", "entity_id": "p"}), ("mentions", {"label": "ORG", "entity_id": "o"})]
    targets = [target("a", entity_id="p"), target("b", entity_id="p"), target("a", entity_id="o")]
    rows = view_of(("documents", DOCUMENT), *mentions, event("a"), event("b"), *targets)
    assert rows["KILL_DEATH"]["n_named_targets"] == 1


def test_modality_and_coverage_are_kept_apart() -> None:
    view = CountryYears()
    for table, row in (
        ("documents", DOCUMENT),
        event("a", in_coverage="true"),
        event("b", modality="alleged", in_coverage="false"),
    ):
        view.add(table, row)
    cells = [(r["modality"], r["n_events_in_coverage"], r["n_events_out_of_coverage"]) for r in view.rows()]
    assert cells == [("ALL", 1, 1), ("alleged", 0, 1), ("asserted", 1, 0)]


def test_news_without_a_coverage_period_is_left_out() -> None:
    assert view_of(("documents", {"country_iso3": "KAZ", "coverage_end": ""}), event("a")) == {}
