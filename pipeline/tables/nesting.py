"""One nested JSON object a report, with the values of the tables: report > sections > sentences > rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.schema import Table, format_value

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def type_value(cell: str, kind: str) -> Any:
    """A cell as a JSON value of its type; "" is None.

    >>> [type_value("232", "integer"), type_value("0.5", "number"), type_value("true", "boolean"), type_value("", "string")]
    [232, 0.5, True, None]
    """
    if cell == "":
        return None
    if kind == "integer":
        return int(cell)
    if kind == "number":
        number = float(cell)
        return int(number) if number == int(number) else number
    if kind == "boolean":
        return cell == "true"
    return cell


def type_row(table: Table, row: Mapping[str, Any], leave_out: tuple[str, ...] = ()) -> dict[str, Any]:
    """The row as a JSON object in the order of the schema, without unknown values."""
    typed = {
        column.name: type_value(format_value(row.get(column.name)), column.type)
        for column in table.columns
        if column.name not in leave_out
    }
    return {name: value for name, value in typed.items() if value is not None}


def nest_report(schema: Mapping[str, Table], rows: Rows) -> dict[str, Any]:
    """Nest the rows of one report. Rows that name a sentence stand in it; the others stand beside the sections."""
    report = type_row(schema["documents"], rows["documents"][0])
    inside: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for name, table in schema.items():
        if name in ("documents", "sections", "sentences") or not rows.get(name):
            continue
        for row in rows[name]:
            sentence = row.get("sentence_id")
            if sentence:
                inside[sentence][name].append(type_row(table, row, ("doc_id", "sentence_id")))
            else:
                report.setdefault(name, []).append(type_row(table, row, ("doc_id",)))
    sentences: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows["sentences"]:
        sentence = type_row(schema["sentences"], row, ("doc_id", "section_id"))
        sentences[row["section_id"]].append({**sentence, **inside.get(row["sentence_id"], {})})
    report["sections"] = [
        {**type_row(schema["sections"], row, ("doc_id",)), "sentences": sentences[row["section_id"]]} for row in rows["sections"]
    ]
    return report
