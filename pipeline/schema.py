"""The one description of tables and columns (schema.yml), and what is made of it: CSV rows, data package, codebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TextIO

import pandas as pd
import yaml

PATH = Path(__file__).with_name("schema.yml")
BOOLEANS = {True: "true", False: "false"}


@dataclass(frozen=True)
class Column:
    """One column of one table. ``vocabulary`` is empty where any value may stand."""

    name: str
    type: str
    description: str
    unit: str = ""
    vocabulary: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    name: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()


@cache
def load_schema(path: Path = PATH) -> dict[str, Table]:
    """The tables by name, in the order of the file. Raises ValueError for a column that is not described."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: _read_table(name, table, raw["columns"]) for name, table in raw["tables"].items()}


def _read_table(name: str, table: Mapping[str, Any], described: Mapping[str, Any]) -> Table:
    columns = tuple(_read_column(name, entry, described) for entry in table["columns"])
    return Table(name, table["description"], columns, tuple(table.get("primary_key", ())))


def _read_column(table: str, entry: str | Mapping[str, Any], described: Mapping[str, Any]) -> Column:
    own: dict[str, Any] = {}
    if isinstance(entry, str):
        name = entry
    else:
        own = dict(entry)
        name = next(key for key in own if key not in ("type", "unit", "vocabulary"))
        own["description"] = own.pop(name)
    if name not in described:
        raise ValueError(f"schema.yml: column {table}.{name} is not described under columns")
    if len(name) > 32:
        raise ValueError(f"schema.yml: column name {name} is longer than 32 characters")
    settings = {**described[name], **own}
    vocabulary = tuple(str(word) for word in settings.pop("vocabulary", ()))
    return Column(name=name, vocabulary=vocabulary, **settings)


def format_value(value: object) -> str:
    """A cell: "" for unknown, true/false, numbers without a needless ".0".

    >>> [format_value(x) for x in (None, True, 2.0, 0.6667, "a")]
    ['', 'true', '2', '0.6667', 'a']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return BOOLEANS[value]
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(round(value, 6))
    return str(value)


def check_row(table: Table, row: Mapping[str, object]) -> None:
    """Raises ValueError for a column that the table does not have, or a value that its vocabulary does not."""
    unknown = set(row) - {column.name for column in table.columns}
    if unknown:
        raise ValueError(f"{table.name}: no such column {sorted(unknown)}")
    for column in table.columns:
        value = format_value(row.get(column.name))
        if value and column.vocabulary and value not in column.vocabulary:
            raise ValueError(f"{table.name}.{column.name}: {value!r} is not one of {', '.join(column.vocabulary)}")


def make_frame(table: Table, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """The rows as a frame of text cells in the order of the schema. Write it with ``write_frame``."""
    cells = [[format_value(row.get(column.name)) for column in table.columns] for row in rows]
    return pd.DataFrame(cells, columns=[column.name for column in table.columns], dtype=object)


def write_frame(frame: pd.DataFrame, handle: TextIO, header: bool = False) -> None:
    """Append a frame to an open CSV file: RFC 4180 quoting, LF, no index."""
    frame.to_csv(handle, index=False, header=header, lineterminator="\n")


def read_frame(path: Path) -> pd.DataFrame:
    """A table of the dataset as text cells: "NA" stays "NA", "007" stays "007"."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)
