"""Figures against hand-annotated reports, scored as the scorer does; a floor falls only in a commit that says why."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.countries import find_country
from pipeline.components.dates import find_dates
from pipeline.components.figures import find_figures
from pipeline.layers import write_layer
from pipeline.tables.figures import write_number

MODEL = Path(__file__).parents[2] / "pipeline" / "model"
FLOORS = {
    "figures strict span": 0.98,
    "figures value": 0.98,
    "figures kind (of paired)": 0.98,
    "figures modifier (of those with one)": 0.98,
    "figures unit (of those with one)": 0.98,
    "figures counted head (of those with one)": 0.93,
}
# Without a tagger a counted noun is only guessed by word endings.
PLAIN_FLOORS = {
    **FLOORS,
    "figures strict span": 0.96,
    "figures value": 0.96,
    "figures counted head (of those with one)": 0.7,
}


def parse(nlp: Language, text: str) -> Doc:
    """Line by line, as the annotate stage goes block by block."""
    lines = [nlp(line) if line.strip() else nlp.make_doc(line) for line in text.splitlines(keepends=True)]
    return Doc.from_docs(lines, ensure_whitespace=False, exclude=["tensor", "user_data"])


def score(nlp: Language, gold: Path, scorer) -> dict[str, float]:
    scores = scorer.Scores()
    for path in sorted(gold.glob("*.txt")):
        text = path.read_text(encoding="utf-8").replace("\u00a0", " ")
        country = next(filter(None, map(find_country, path.stem.split("-"))), None)
        doc = parse(nlp, text)
        write_layer(doc, "dates", find_dates(text))
        found = [
            {
                "span": (figure.start, figure.end),
                "row": {
                    "kind": figure.kind,
                    "value": write_number(figure.value),
                    "value_min": write_number(figure.value_min),
                    "value_max": write_number(figure.value_max),
                    "modifier": figure.modifier,
                    "unit": figure.unit,
                    "counted": figure.counted,
                },
            }
            for figure in find_figures(doc, country=country.iso3 if country else "")
        ]
        scorer.figures(path.stem, text, scorer.gold_rows(path.with_suffix(".figures"), text, False), found, scores)
    return {name: row["f1"] for name, row in scores.report().items()}


@pytest.mark.parametrize("trained", [True, False])
def test_floors(shared: Path, monkeypatch: pytest.MonkeyPatch, trained: bool):
    if trained and not (MODEL / "meta.json").exists():
        pytest.skip("no trained model in pipeline/model")
    monkeypatch.syspath_prepend(str(shared / "score"))
    scorer = importlib.import_module("score")
    nlp = spacy.load(MODEL) if trained else spacy.blank("en")
    reached = score(nlp, shared / "gold" / "dev", scorer)
    floors = FLOORS if trained else PLAIN_FLOORS
    assert {name: value for name, value in reached.items() if value < floors[name]} == {}, reached
    sys.modules.pop("score", None)
