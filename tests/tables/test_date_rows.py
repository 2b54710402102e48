"""Rows of expressions of time."""

from __future__ import annotations

from spacy.lang.en import English

from pipeline.components.dates import DatesComponent
from pipeline.schema import check_row, load_schema
from pipeline.tables.dates import date_rows
from pipeline.tables.keys import Keys


def test_rows_fit_the_schema_and_link_to_what_they_were_counted_from() -> None:
    nlp = English()
    doc = nlp("In December 2021, he was held. The following month, he died.")
    doc.user_data["report"] = {"doc_id": "d", "coverage_start": "2022-01-01", "coverage_end": "2022-12-31"}
    doc = DatesComponent(nlp)(doc)
    rows = list(date_rows(doc, Keys(doc)))
    table = load_schema()["dates"]
    for row in rows:
        check_row(table, row)
        assert doc.text[row["char_start"] : row["char_end"]] == row["text"]
    assert [row["timex_value"] for row in rows] == ["2021-12", "2022-01"]
    assert [row["timex_underspecified"] for row in rows] == ["2021-12", "REF+1M"]
    assert [row["in_coverage"] for row in rows] == ["false", "true"]
    assert [row["anchor_date_id"] for row in rows] == ["", rows[0]["date_id"]]
    assert rows[1]["extractor"] == "dates:relation_unit"
