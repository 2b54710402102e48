"""One description of every table and column."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema import Column, Table, check_row, load_schema, make_frame, read_frame, write_frame
from pipeline.tables.package import make_codebook, make_package

TABLE = Table(
    "things",
    "Things.",
    (
        Column("thing_id", "string", "Id."),
        Column("kind", "string", "Kind.", vocabulary=("a", "b")),
        Column("value", "number", "Value."),
    ),
    ("thing_id",),
)
CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=20)


def test_every_name_is_lower_case_and_short() -> None:
    for table in load_schema().values():
        for column in table.columns:
            assert column.name == column.name.lower()
            assert len(column.name) <= 32
            assert column.description.endswith((".", ")", "..."))


def test_a_primary_key_is_a_column() -> None:
    for table in load_schema().values():
        assert set(table.primary_key) <= {column.name for column in table.columns}


@pytest.mark.parametrize("row", [{"thing_id": "1", "kind": "c"}, {"thing_id": "1", "colour": "red"}])
def test_a_row_that_the_schema_does_not_know_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="things"):
        check_row(TABLE, row)


@given(st.lists(st.tuples(CELL, CELL), max_size=5))
def test_cells_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
) -> None:
    text = io.StringIO()
    rows = [{"thing_id": one, "kind": two, "value": "007"} for one, two in cells]
    write_frame(make_frame(TABLE, rows), text, header=True)
    path = tmp_path_factory.mktemp("csv") / "things.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    read = read_frame(path)
    assert list(zip(read["thing_id"], read["kind"], strict=True)) == cells
    assert set(read["value"]) <= {"007"}


def test_the_package_and_the_codebook_say_what_the_schema_says(tmp_path: Path) -> None:
    with (tmp_path / "things.csv").open("w", encoding="utf-8", newline="") as handle:
        write_frame(make_frame(TABLE, [{"thing_id": "1", "kind": "a"}]), handle, header=True)
    package = json.loads(make_package({"things": TABLE}, tmp_path, ["public domain"]))
    fields = package["resources"][0]["schema"]["fields"]
    assert [field["name"] for field in fields] == ["thing_id", "kind", "value"]
    assert fields[1]["constraints"]["enum"] == ["a", "b"]
    book = make_codebook({"things": TABLE}, {"things": 1})
    assert "| kind | string | Kind. One of: `a`, `b`. |" in book
