"""Docs with names marked inline: "Police arrested [PERSON Ana Diaz] in [GPE Almaty]."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from spacy.lang.en import English
from spacy.tokens import Doc

MARK = re.compile(r"\[(PERSON|ORG|GPE|LOC|FAC|NORP|LAW) ([^\[\]]+)\]")
NLP = English()
COUNTRIES = {
    "hrw-kazakhstan-2022": "KAZ",
    "hrw-news-kazakhstan-education": "KAZ",
    "hrw-news-myanmar-karenni": "MMR",
    "hrw-news-pakistan": "PAK",
    "hrw-news-saudi": "SAU",
    "hrw-report-myanmar": "MMR",
    "state-france-2024": "FRA",
    "state-ghana-2024": "GHA",
    "state-mexico-2024": "MEX",
    "state-nigeria-2024": "NGA",
}


def make_doc(text: str, mentions: list[dict[str, Any]], country: str = "", doc_id: str = "test") -> Doc:
    """A Doc of ``text`` with the given names, of a report on ``country`` (ISO 3166-1 alpha-3)."""
    doc = NLP.make_doc(text)
    doc.user_data["report"] = {"doc_id": doc_id, "country_iso3": country}
    doc.user_data["layer:mentions"] = mentions
    return doc


def read_marked(marked: str, country: str = "", doc_id: str = "test") -> Doc:
    """A Doc of a text with names marked inline."""
    text, mentions, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        mentions.append({"start": len(text), "end": len(text) + len(match[2]), "label": match[1], "rule": "test"})
        text, at = text + match[2], match.end()
    return make_doc(text + marked[at:], mentions, country, doc_id)


def read_gold(shared: Path, name: str) -> Doc:
    """A Doc of a development report with the names of its gold annotation."""
    sys.path.insert(0, str(shared / "annotation"))
    from align import align  # type: ignore[import-not-found]

    text = (shared / "gold" / "dev" / f"{name}.txt").read_text(encoding="utf-8")
    rows, faults = align(text, shared / "gold" / "dev" / f"{name}.names")
    assert not faults
    return make_doc(
        text,
        [{**{k: row[k] for k in ("start", "end", "label")}, "rule": "gold"} for row in rows],
        COUNTRIES[name],
        name,
    )
