"""What a reader hands back: the canonical text of one report, its blocks and links, what the page says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.ids import INVISIBLE
from pipeline.report import Block, Link

SPACES = re.compile(r"\s+")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


@dataclass
class Facts:
    """What a source says of itself; "" where it does not. ``bases`` says where each fact stands: page, text, ...

    ``kind`` is news or report where there is no series; ``alternatives`` are lines that may name the country, likeliest
    first."""

    publisher: str = ""
    series: str = ""
    title: str = ""
    country: str = ""
    coverage_year: str = ""
    edition_year: str = ""
    published: str = ""
    language: str = ""
    url: str = ""
    kind: str = ""
    alternatives: list[str] = field(default_factory=list)
    bases: dict[str, str] = field(default_factory=dict)

    def note(self, basis: str, **facts: str) -> None:
        """Keep ``facts`` that are still unknown, with where they were found."""
        for name, value in facts.items():
            if value and not getattr(self, name):
                setattr(self, name, value)
                self.bases[name] = basis


@dataclass
class Reading:
    """One report as a reader read it. ``warnings`` are for the issues table."""

    text: str
    blocks: list[Block]
    links: list[Link] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    reader: str = ""
    warnings: list[str] = field(default_factory=list)


class BlockWriter:
    """Builds canonical text from an HTML page: white space collapsed, blocks separated by a blank line.

    >>> writer = BlockWriter()
    >>> writer.add("  One\\u200b \\n two "); writer.end_block("paragraph")
    >>> writer.add("three"); writer.end_block("heading", 2)
    >>> writer.text(), writer.blocks[1]
    ('One two\\n\\nthree', Block(kind='heading', start=9, end=14, level=2))
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self._done: list[str] = []
        self._at = 0
        self._pieces: list[str] = []
        self._length = 0
        self._open_links: list[tuple[int, str]] = []

    def text(self) -> str:
        return "\n\n".join(self._done)

    def add(self, string: str) -> None:
        """Append running text to the open block."""
        string = SPACES.sub(" ", INVISIBLE.sub("", string))
        if string.startswith(" ") and (not self._pieces or self._pieces[-1].endswith(" ")):
            string = string[1:]
        if string:
            self._pieces.append(string)
            self._length += len(string)

    def open_link(self, url: str) -> None:
        self._open_links.append((self._length, url))

    def close_link(self) -> None:
        start, url = self._open_links.pop()
        self._keep_link(start, url)

    def pending(self) -> str:
        """The text of the open block so far."""
        return "".join(self._pieces).strip()

    def end_block(self, kind: str, level: int = 0) -> None:
        """Close the open block; nothing happens where it holds no text."""
        for start, url in self._open_links:
            self._keep_link(start, url)
        self._open_links = [(0, url) for _, url in self._open_links]
        body = "".join(self._pieces).rstrip()
        self._pieces, self._length = [], 0
        if not body:
            return
        self.blocks.append(Block(kind, self._at, self._at + len(body), level))
        self._done.append(body)
        self._at += len(body) + 2

    def _keep_link(self, start: int, url: str) -> None:
        anchor = "".join(self._pieces)[start:]
        body = anchor.strip()
        if body and url:
            start += anchor.index(body)
            link = Link(self._at + start, self._at + start + len(body), url)
            if link not in self.links[-3:]:
                self.links.append(link)
