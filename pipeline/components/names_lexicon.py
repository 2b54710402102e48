"""Names that are known as such: countries and peoples, bodies, media, armed groups, treaties, places.

Looked up in a text whose apostrophes are straight and whose letters bear no accents (``fold_text``), so that one line
of a lexicon stands for all ways to write a name; the offsets stay those of the text."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from pipeline import countries
from pipeline.components.names_index import NameIndex
from pipeline.lexicon import read_lexicon

PLACES = frozenset({"GPE", "LOC", "FAC"})  # labels of names that are places
LEXICONS = ("names_bodies.csv", "names_groups.csv", "names_languages.csv", "names_places.csv", "names_works.csv")
# A name spelled the American way is also looked for in the British one.
SPELLINGS = (
    ("Organization", "Organisation"),
    ("Labor ", "Labour "),
    ("Programme", "Program"),
    ("Center", "Centre"),
    ("Defense", "Defence"),
)
NEAR_LETTERS = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "ʻ": "'",
    "`": "'",
    "´": "'",
    "\u00a0": " ",
    "‑": "-",
    "ı": "i",
    "ł": "l",
    "Ł": "L",
    "ø": "o",
    "Ø": "O",
    "đ": "d",
    "Đ": "D",
}


@dataclass(frozen=True)
class ListedName:
    """One line of a lexicon: a name, its label, and the sort of thing it is."""

    name: str
    label: str
    kind: str


@dataclass(frozen=True)
class Found:
    """A name found at ``start``:``end``; ``rule`` is the line or pattern that found it, or "model".

    What does not add (``adds`` false) counts only where the recognizer tagged something, for bounds and label."""

    start: int
    end: int
    label: str
    rule: str
    adds: bool = True


@cache
def _folding() -> dict[int, str]:
    table = {}
    for code in (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    return table | {ord(char): plain for char, plain in NEAR_LETTERS.items()}


def fold_text(text: str) -> str:
    """``text`` with straight apostrophes and plain letters, one code point for each of its own.

    >>> fold_text("Côte d’Ivoire")
    "Cote d'Ivoire"
    """
    return text.translate(_folding())


def _country_names() -> list[ListedName]:
    places = [
        ListedName(name, "GPE", "country")
        for name in countries.COUNTRY_NAMES
        if not name.startswith("The ") and " and Gaza" not in name
    ]
    return places + [ListedName(name, "NORP", "people") for name in countries.DEMONYMS]


@cache
def read_names() -> dict[str, ListedName]:
    """Every listed name as it is looked up (folded). A line of our own comes before one of the country list."""
    listed = [ListedName(r["name"], r["label"], r["kind"]) for file in LEXICONS for r in read_lexicon(file)]
    names: dict[str, ListedName] = {}
    for entry in listed + _country_names():
        folded = fold_text(entry.name)
        spellings = [folded] + [folded.replace(old, new) for old, new in SPELLINGS if old in folded]
        for spelling in spellings:
            names.setdefault(spelling, entry)
    return names


@cache
def _index() -> NameIndex:
    return NameIndex(read_names())


def find_listed(folded: str) -> list[Found]:
    """The listed names of a folded text, longest first at each place, in text order.

    >>> [(f.label, f.rule) for f in find_listed("Kazakh officials met Human Rights Watch in Geneva.")]
    [('NORP', 'lexicon:people'), ('ORG', 'lexicon:ngo'), ('GPE', 'lexicon:gpe')]
    """
    names = read_names()
    entries = ((start, end, names[folded[start:end]]) for start, end in _index().find(folded))
    return [Found(start, end, entry.label, f"lexicon:{entry.kind}") for start, end, entry in entries]
