"""Keeps annotated events without their text: offsets into the chunks of ../shared/corpus/annotated.

    python -m pipeline.training.standoff_events FOLDER CHUNKS OUT.csv    # write: FOLDER has <chunk>.events

Fetched text stays out of the repository, so what this project annotated is kept as standoff (standoff_events.csv here)
and joined to the text again where the corpus lies. A row whose chunk has other text is an error, not a guess."""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.training.corpora import find_surface, read_paragraphs
from pipeline.training.event_files import EventParagraph, GoldEvent, read_event_file

PHRASES = ("actor", "target", "date", "place", "attributed_to")
COLUMNS = ("chunk", "paragraph", "event_type", "start", "end", "polarity", "modality", *PHRASES)
FILE = Path(__file__).parent / "standoff_events.csv"


def fingerprint(text: str) -> str:
    """What a chunk's text is known by."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_standoff(chunks: Path, path: Path = FILE) -> Iterator[EventParagraph]:
    """Every paragraph of every chunk of ``path``, with its events. ``chunks`` is the folder with <chunk>.txt.
    ValueError where the text is not the one that was annotated."""
    rows: dict[str, list[dict[str, str]]] = {}
    marks: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as source:
        lines = list(source)
    for line in lines:
        if line.startswith("# "):
            chunk, mark = line[2:].split()
            marks[chunk], rows[chunk] = mark, []
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        rows[row["chunk"]].append(row)
    for chunk, own in rows.items():
        paragraphs = [EventParagraph(chunk, text) for text in read_paragraphs(chunks / f"{chunk}.txt")]
        text = "\n".join(paragraph.text for paragraph in paragraphs)
        if fingerprint(text) != marks[chunk]:
            raise ValueError(f"{chunk}.txt is not the text that {path.name} was made from")
        for row in own:
            paragraphs[int(row["paragraph"]) - 1].events.append(_join(row, text))
        yield from paragraphs


def _join(row: dict[str, str], text: str) -> GoldEvent:
    phrases = [_read_spans(row[name], text) for name in PHRASES]
    return GoldEvent(row["event_type"], int(row["start"]), int(row["end"]), row["polarity"], row["modality"], *phrases)


def _read_spans(written: str, text: str) -> str:
    spans = (span.split("-") for span in written.split(";") if span)
    return " ; ".join(text[int(start) : int(end)] for start, end in spans)


def write_standoff(folder: Path, chunks: Path, out: Path) -> int:
    """Write the annotation of ``folder`` as standoff; gives the number of events. Phrases are offsets into the chunk's
    paragraphs joined by line feeds; a phrase that stands nowhere in the chunk is left out."""
    total = 0
    with out.open("w", encoding="utf-8", newline="") as target:
        paths = sorted(folder.glob("*.events"))
        texts = {path.stem: read_paragraphs(chunks / f"{path.stem}.txt") for path in paths}
        for chunk, paragraphs in texts.items():
            target.write(f"# {chunk} {fingerprint(chr(10).join(paragraphs))}\n")
        table = csv.writer(target, lineterminator="\n")
        table.writerow(COLUMNS)
        for path in paths:
            rows = list(_split(path, texts[path.stem]))
            table.writerows(rows)
            total += len(rows)
    return total


def _split(path: Path, paragraphs: list[str]) -> Iterator[list[str | int]]:
    text = "\n".join(paragraphs)
    begin = 0
    for number, paragraph in enumerate(read_event_file(path, paragraphs), 1):
        for event in paragraph.events:
            phrases = [_find_spans(text, getattr(event, name), begin + event.start, begin) for name in PHRASES]
            place = (event.start, event.end)
            yield [path.stem, number, event.event_type, *place, event.polarity, event.modality, *phrases]
        begin += len(paragraph.text) + 1


def _find_spans(text: str, written: str, trigger: int, begin: int) -> str:
    found = [
        _find_span(text, phrase, trigger, begin) for phrase in (part.strip() for part in written.split(";")) if phrase
    ]
    return ";".join(span for span in found if span)


def _find_span(text: str, phrase: str, trigger: int, begin: int) -> str:
    """The occurrence nearest to the trigger; in its paragraph before elsewhere."""
    places = list(_occurrences(text, phrase))
    end = text.find("\n", trigger) if "\n" in text[trigger:] else len(text)
    here = [at for at in places if begin <= at < end]
    at = min(here or places, key=lambda place: abs(place - trigger), default=-1)
    return f"{at}-{at + len(phrase)}" if at >= 0 else ""


def _occurrences(text: str, phrase: str) -> Iterable[int]:
    at = find_surface(text, phrase, 0)
    while at >= 0:
        yield at
        at = find_surface(text, phrase, at + 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("chunks", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    print(write_standoff(args.folder, args.chunks, args.out), "events")


if __name__ == "__main__":
    main()
