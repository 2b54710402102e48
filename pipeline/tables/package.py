"""datapackage.json (Frictionless) and the codebook, both made from the schema."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.schema import Column, Table

NAME = "country-report-tables"
CAUTION = (
    "Rows are mentions in reports, not incidents: a report tells some events twice and most not at all. "
    "The absence of a row is not a zero. An empty cell is unknown."
)


def describe_field(table: Table, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.vocabulary:
        constraints["enum"] = list(column.vocabulary)
    if table.primary_key == (column.name,):
        constraints.update(required=True, unique=True)
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
    if column.unit:
        field["unit"] = column.unit
    if constraints:
        field["constraints"] = constraints
    return field


def describe_resource(table: Table, path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    schema: dict[str, Any] = {
        "fields": [describe_field(table, column) for column in table.columns],
        "missingValues": [""],
    }
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    return {
        "name": table.name.replace("_", "-"),
        "path": path.name,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "profile": "tabular-data-resource",
        "schema": schema,
    }


def make_package(schema: Mapping[str, Table], folder: Path, licences: list[str]) -> str:
    """The text of datapackage.json for the CSV files in ``folder``. ``licences``: those of the reports' texts."""
    package = {
        "profile": "tabular-data-package",
        "name": NAME,
        "description": CAUTION,
        "sources": [{"title": f"Report texts: {licence}"} for licence in licences],
        "resources": [describe_resource(table, folder / f"{name}.csv") for name, table in schema.items()],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def make_codebook(schema: Mapping[str, Table], counts: Mapping[str, int], pages: str = "") -> str:
    """The codebook as Markdown: every table and column, and ``pages`` of further matter after them."""
    lines = ["# Codebook", "", "Made from pipeline/schema.yml; do not edit.", "", CAUTION, ""]
    lines += ["| table | rows | what a row is |", "| --- | ---: | --- |"]
    lines += [f"| [{name}](#{name}) | {counts.get(name, 0)} | {table.description} |" for name, table in schema.items()]
    for name, table in schema.items():
        lines += ["", f"## {name}", "", table.description, "", "| column | type | meaning |", "| --- | --- | --- |"]
        lines += [
            f"| {column.name} | {_describe_type(column)} | {_describe_meaning(column)} |" for column in table.columns
        ]
    return "\n".join([*lines, ""]) + (f"\n{pages}" if pages else "")


def _describe_type(column: Column) -> str:
    return f"{column.type} ({column.unit})" if column.unit else column.type


def _describe_meaning(column: Column) -> str:
    words = column.description
    if column.vocabulary:
        words += " One of: " + ", ".join(f"`{word}`" for word in column.vocabulary) + "."
    return words.replace("|", "\\|")
