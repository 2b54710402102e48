"""The dataset of a small constructed batch, table by table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from pipeline import annotate, parse, tabulate
from pipeline.schema import load_schema, read_frame

NORTHLAND = """Events of 2021

Kenya’s authorities arrested at least 12 people, including 3 journalists, in March, Human Rights Watch said.

Freedom of Assembly

On May 4, police in Nairobi dispersed a protest. Mary Wanjiku, an activist, claimed officers beat her; she was
charged with “incitement.”
"""


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset")
    raw, build = folder / "raw", folder / "build"
    raw.mkdir()
    build.mkdir()
    (raw / "kenya.txt").write_text(NORTHLAND, encoding="utf-8")
    (raw / "empty.txt").write_text("")
    parse.main([str(raw), str(build / "reports.jsonl"), "--root", str(raw)])
    annotate.annotate(build / "reports.jsonl", build / "docs.list")
    tabulate.tabulate(folder / "out", [build])
    return folder / "out"


@pytest.mark.parametrize("table", load_schema())
def test_table(dataset: Path, table: str, file_regression: FileRegressionFixture) -> None:
    """The text itself is compared: a data frame would take "007" for 7 and "NA" for nothing."""
    file_regression.check((dataset / f"{table}.csv").read_text(encoding="utf-8"), extension=".csv")


def test_nested_json(dataset: Path, file_regression: FileRegressionFixture) -> None:
    (report,) = (dataset / "reports").iterdir()
    file_regression.check(report.read_text(encoding="utf-8"), extension=".json")


def test_every_row_is_the_slice_it_names(dataset: Path) -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (dataset / "texts").iterdir()}
    for name in load_schema():
        frame = read_frame(dataset / f"{name}.csv")
        if {"doc_id", "char_start", "char_end", "text"} <= set(frame.columns):
            for row in frame.to_dict("records"):
                assert texts[row["doc_id"]][int(row["char_start"]) : int(row["char_end"])] == row["text"], (name, row)


def test_every_id_is_unique_and_every_reference_leads_somewhere(dataset: Path) -> None:
    frames = {name: read_frame(dataset / f"{name}.csv") for name in load_schema()}
    home = {table.primary_key[0]: name for name, table in load_schema().items() if len(table.primary_key) == 1}
    for key, name in home.items():
        assert frames[name][key].is_unique
    for name, frame in frames.items():
        for column in set(frame.columns) & set(home):
            known = set(frames[home[column]][column]) | {""}
            assert set(frame[column]) <= known, (name, column)


def test_the_package_lists_every_table(dataset: Path) -> None:
    package = json.loads((dataset / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["path"] for resource in package["resources"]] == [f"{name}.csv" for name in load_schema()]


def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="not a dataset"):
        tabulate.tabulate(tmp_path, [])
