"""What parse hands to annotate: one report, its canonical text, its blocks and its links.

Offsets are code points into ``Report.text``, half-open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

BLOCK_KINDS = ("title", "heading", "paragraph", "list_item", "caption", "credit", "boilerplate")
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class Block:
    """A stretch of the text that is one thing on the page; ``level`` is the rank of a heading (1 highest), else 0."""

    kind: str
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True)
class Link:
    """A hyperlink of the source: the anchor's place in the text and its address."""

    start: int
    end: int
    url: str


@dataclass(frozen=True)
class Issue:
    """Something that could not be read or resolved. ``subject`` is a doc_id, or the source file where there is none."""

    subject: str
    stage: str
    severity: str
    message: str


@dataclass
class Report:
    """One report as read from its source.

    ``metadata`` holds strings only ("" = unknown): publisher, series, title, country_name, country_iso3, edition_year,
    coverage_start, coverage_end, published (ISO dates), language, source_url, licence, and ``*_basis`` for what was
    inferred (manifest, page, file_name, text)."""

    doc_id: str
    source_file: str
    sha256: str
    text: str
    metadata: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, line: str) -> Report:
        data: dict[str, Any] = json.loads(line)
        data["blocks"] = [Block(**b) for b in data["blocks"]]
        data["links"] = [Link(**x) for x in data["links"]]
        data["issues"] = [Issue(**x) for x in data["issues"]]
        return cls(**data)


def read_reports(path: Path) -> Iterator[Report]:
    """Yield the reports of a ``reports.jsonl``, one at a time."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield Report.from_json(line)
