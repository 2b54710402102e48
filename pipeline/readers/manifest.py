"""``manifest.csv``: what a person knows of the files beside it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.countries import find_country
from pipeline.readers.encoding import UnreadableFile, decode_bytes

FILE_NAME = "manifest.csv"
COLUMNS = ("file", "url", "publisher", "title", "country", "coverage_year", "published", "licence")
YEAR = re.compile(r"(?:19|20)\d\d")
DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass
class Manifest:
    """The rows by file name; ``problems`` are (severity, message)."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    present: bool = False


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a batch; what cannot be used of it becomes a problem, never an exception."""
    path = folder / FILE_NAME
    if not path.is_file():
        return Manifest()
    manifest = Manifest(present=True)
    try:
        text, _ = decode_bytes(path.read_bytes())
    except UnreadableFile as error:
        manifest.problems.append(("error", f"{error}; the files are read without it"))
        return manifest
    except OSError as error:
        manifest.problems.append(("error", f"cannot be read ({error.strerror}); the files are read without it"))
        return manifest
    _read_rows(text, manifest)
    return manifest


def _read_rows(text: str, manifest: Manifest) -> None:
    text = text.lstrip("\ufeff")
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    try:
        lines = list(csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter))
    except csv.Error as error:
        manifest.problems.append(("error", f"is no CSV ({error}); the files are read without it"))
        return
    names = [name.strip().lower() for name in lines[0]] if lines else []
    if "file" not in names:
        found = ", ".join(name for name in names if name) or "nothing"
        manifest.problems.append(
            ("error", f"has no column 'file' (found: {found}): name the columns in its first line")
        )
        return
    unknown = [name for name in names if name and name not in COLUMNS]
    if unknown:
        manifest.problems.append(("info", f"has columns that are not used: {', '.join(unknown)}"))
    for number, line in enumerate(lines[1:], 2):
        row = {name: value.strip() for name, value in zip(names, line, strict=False) if name in COLUMNS}
        if any(row.values()):
            _keep_row(number, row, manifest)


def _keep_row(number: int, row: dict[str, str], manifest: Manifest) -> None:
    file = row.pop("file", "")
    if not file or file in manifest.rows:
        what = f"names {file} a second time: the first row is used" if file else "names no file: it is not used"
        manifest.problems.append(("error", f"line {number} {what}"))
        return
    row["coverage_year"] = re.sub(r"\.0$", "", row.get("coverage_year", ""))
    checks = (
        ("country", find_country(row.get("country", "")) is not None, "an ISO 3166-1 alpha-3 code or a country's name"),
        ("coverage_year", YEAR.fullmatch(row["coverage_year"]) is not None, "a year such as 2022"),
        ("published", DATE.fullmatch(row.get("published", "")) is not None, "a date such as 2023-01-12"),
    )
    for name, good, wanted in checks:
        value = row.get(name, "")
        if value and not good:
            manifest.problems.append(
                ("error", f"line {number} ({file}): {name} '{value[:60]}' is not {wanted}: not used")
            )
            row[name] = ""
    manifest.rows[file] = row
