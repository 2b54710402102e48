"""All cases of the Kazakhstan chapter with every step: from its annotated events, and from the whole pipeline."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from spacy.language import Language

from pipeline.annotate import annotate_report
from pipeline.components.cases import Case, find_cases
from pipeline.layers import read_layer
from pipeline.parse import make_report
from tests.gold_docs import make_gold_doc

ROOT = Path(__file__).parent.parent.parent
EXPECTED = ROOT / "tests" / "gold" / "cases" / "kazakhstan.cases"
CHAPTER = ROOT / "raw" / "hrw-world-report-2023" / "kazakhstan.txt"
METADATA = {"file": CHAPTER.name, "country": "Kazakhstan", "coverage_year": "2022", "publisher": "Human Rights Watch"}


def show_number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def show_case(case: Case) -> list[str]:
    """The lines that tests/gold/cases/README.md describes."""
    lines = [f"case|{case.person}|{case.status}|{case.status_date}"]
    for step in case.steps:
        months = show_number(step["sentence_months"])
        lines.append(f"step|{step['step']}|{step['date_value']}|{months}|{step['detail']}")
    for charge in case.charges:
        lines.append(f"charge|{charge['charge_text']}|{charge['outcome']}|{show_number(charge['sentence_months'])}")
    return lines


def show_cases(cases: list[Case]) -> list[str]:
    return [line for case in cases for line in show_case(case)]


def read_expected() -> list[str]:
    return EXPECTED.read_text(encoding="utf-8").splitlines()


def test_every_case_and_step_from_the_annotated_events(shared: Path) -> None:
    doc = make_gold_doc(shared, "hrw-kazakhstan-2022", date(2022, 1, 1))
    assert show_cases(find_cases(doc)) == read_expected()


def test_every_case_and_step_from_the_whole_pipeline(nlp: Language) -> None:
    report = make_report(CHAPTER.read_bytes(), CHAPTER.name, row=METADATA)
    doc = annotate_report(nlp, report)
    assert show_cases(read_layer(doc, "cases", Case)) == read_expected()
