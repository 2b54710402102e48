"""All cases of the Kazakhstan chapter with every step: from its annotated events, and from the whole pipeline."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline.components.cases import Case, find_cases
from tests.gold_docs import make_gold_doc

EXPECTED = Path(__file__).parent.parent / "gold" / "cases" / "kazakhstan.cases"


def show_number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def show_case(case: Case) -> list[str]:
    """The lines that tests/gold/cases/README.md describes."""
    lines = [f"case|{case.person}|{case.status}|{case.status_date}"]
    for step in case.steps:
        lines.append(
            f"step|{step['step']}|{step['date_value']}|{show_number(step['sentence_months'])}|{step['detail']}"
        )
    for charge in case.charges:
        lines.append(f"charge|{charge['charge_text']}|{charge['outcome']}|{show_number(charge['sentence_months'])}")
    return lines


def show_cases(cases: list[Case]) -> list[str]:
    return [line for case in cases for line in show_case(case)]


def test_every_case_and_step_from_the_annotated_events(shared: Path) -> None:
    doc = make_gold_doc(shared, "hrw-kazakhstan-2022", date(2022, 1, 1))
    assert show_cases(find_cases(doc)) == EXPECTED.read_text(encoding="utf-8").splitlines()
