"""Reads annotated event files: <chunk>.txt with <chunk>.events beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.training.corpora import find_surface, read_paragraphs


@dataclass(frozen=True)
class GoldEvent:
    """One line of an .events file; offsets into its paragraph. Participants as written, several joined by " ; "."""

    event_type: str
    start: int
    end: int
    polarity: str
    modality: str
    actor: str = ""
    target: str = ""
    date: str = ""
    place: str = ""
    attributed_to: str = ""


@dataclass
class EventParagraph:
    """A paragraph and its events in the order of their triggers."""

    chunk: str
    text: str
    events: list[GoldEvent] = field(default_factory=list)


def read_event_files(folder: Path) -> Iterator[EventParagraph]:
    """Every paragraph of every chunk that has an .events file, with or without events. ValueError where a line does
    not fit."""
    for path in sorted(folder.glob("*.events")):
        yield from read_event_file(path, read_paragraphs(path.with_suffix(".txt")))


def read_event_file(path: Path, texts: Iterable[str]) -> list[EventParagraph]:
    """The paragraphs ``texts`` of a chunk with the events of its .events file."""
    paragraphs = [EventParagraph(path.stem, text) for text in texts]
    place_events(paragraphs, path)
    return paragraphs


def place_events(paragraphs: list[EventParagraph], path: Path) -> None:
    """Find the trigger of every line of ``path`` in its paragraph. Lines stand in the order of the text; a line with
    the trigger
    of the line before it and another type shares its place; "enforce#2" is the second one from there."""
    number, cursor, last = 0, 0, ("", "", 0)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# P"):
            number, cursor, last = int(line[3:].split()[0]), 0, ("", "", 0)
        elif line.strip():
            kind, surface, *fields = (part.strip() for part in line.split("|"))
            surface, _, nth = surface.partition("#")
            text = paragraphs[number - 1].text
            shared = last[1] == surface and last[0] != kind
            at = last[2] if shared else cursor
            for _ in range(int(nth or 1) - 1):  # "protest#3" counts the "protest" in "protesters" too
                at = text.find(surface, at) + 1
            at = find_surface(text, surface, at)
            if at < 0:
                raise ValueError(f"{path.name} P{number:03d}: {surface!r} is not in the text from {cursor} on")
            cursor, last = at + len(surface), (kind, surface, at)
            paragraphs[number - 1].events.append(GoldEvent(kind, at, cursor, *fields[:7]))
