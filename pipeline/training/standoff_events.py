"""Keeps annotated events without their text: offsets into texts of ../shared/corpus.

    python -m pipeline.training.standoff_events FOLDER CHUNKS OUT.csv    # write: FOLDER has <chunk>.events

Fetched text stays out of the repository, so what this project annotated is kept as standoff (standoff_events.csv here)
and joined to the text again where the corpus lies. A chunk is one of CHUNKS (../shared/corpus/annotated), or paragraphs
picked from the reports beside it (state-dept/text.jsonl.gz): then <chunk>.places in FOLDER names them, one a line, as
year/slug/line, or as written/line where they stand in written_reports.txt.gz, which this project wrote. A row whose
chunk has other text is an error, not a guess. standoff_circumstances.csv has the same columns; its triggers, types,
polarities and modalities are an earlier model's, its dates and places annotated, its parts empty."""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.training.corpora import find_surface, read_paragraphs, read_reports
from pipeline.training.event_files import EventParagraph, GoldEvent, read_event_file

PHRASES = ("actor", "target", "date", "place", "attributed_to")
COLUMNS = ("chunk", "paragraph", "event_type", "start", "end", "polarity", "modality", *PHRASES)
REPORTS = Path("state-dept") / "text.jsonl.gz"
FILE = Path(__file__).parent / "standoff_events.csv"
# Events that a model found, of which an annotator said only where and when they happened.
CIRCUMSTANCES = Path(__file__).parent / "standoff_circumstances.csv"
# Paragraphs in the manner of other publishers, written for training: no person, body or incident in them is a source.
WRITTEN = Path(__file__).parent / "written_reports.txt.gz"
OWN = "written"


def fingerprint(text: str) -> str:
    """What a chunk's text is known by."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Chunk:
    """A text that was annotated: its name, what it is known by, and where its paragraphs stand in the reports (nowhere:
    they are the chunk's own file)."""

    name: str
    mark: str
    places: tuple[str, ...]


def read_standoff(chunks: Path, path: Path = FILE) -> Iterator[EventParagraph]:
    """Every paragraph of every chunk of ``path``, with its events. ``chunks`` is the folder with <chunk>.txt.
    ValueError where the text is not the one that was annotated."""
    with path.open(encoding="utf-8", newline="") as source:
        lines = list(source)
    heads = (line[2:].split() for line in lines if line[0] == "#")
    found = [Chunk(words[0], words[1], tuple(words[2:])) for words in heads]
    rows: dict[str, list[dict[str, str]]] = {chunk.name: [] for chunk in found}
    for row in csv.DictReader(line for line in lines if line[0] != "#"):
        rows[row["chunk"]].append(row)
    picked = pick_paragraphs(chunks.parent / REPORTS, {place for chunk in found for place in chunk.places})
    for chunk in found:
        texts = [picked.get(place, "") for place in chunk.places] or read_paragraphs(chunks / f"{chunk.name}.txt")
        paragraphs = [EventParagraph(chunk.name, text) for text in texts]
        text = "\n".join(texts)
        if fingerprint(text) != chunk.mark:
            own = REPORTS.name if chunk.places else f"{chunk.name}.txt"
            raise ValueError(f"{own} is not the text that {path.name} was made from ({chunk.name})")
        for row in rows[chunk.name]:
            paragraphs[int(row["paragraph"]) - 1].events.append(_join(row, text))
        yield from paragraphs


def pick_paragraphs(reports: Path, places: set[str]) -> dict[str, str]:
    """The lines of the reports that stand at ``places`` (year/slug/line, counted from 0), and those of WRITTEN."""
    found: dict[str, str] = {}
    if not places:
        return found
    wanted: dict[str, list[int]] = {}
    for place in places:
        name, _, line = place.rpartition("/")
        wanted.setdefault(name, []).append(int(line))
    if OWN in wanted:
        written = read_written()
        found.update({f"{OWN}/{at}": written[at] for at in wanted.pop(OWN) if at < len(written)})
    if not wanted:
        return found
    for report in read_reports(reports):
        name = f"{report['year']}/{report['slug']}"
        lines = report["text"].split("\n") if name in wanted else []
        found.update({f"{name}/{at}": lines[at].strip() for at in wanted.get(name, ()) if at < len(lines)})
    return found


def read_written() -> list[str]:
    """The paragraphs of WRITTEN; its first line says what they are."""
    with gzip.open(WRITTEN, "rt", encoding="utf-8") as source:
        return source.read().splitlines()[1:]


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
    paths = sorted(folder.glob("*.events"))
    listed = {path: path.with_suffix(".places") for path in paths}
    places = {path: own.read_text(encoding="utf-8").split() for path, own in listed.items() if own.exists()}
    picked = pick_paragraphs(chunks.parent / REPORTS, {place for own in places.values() for place in own})
    texts = {
        path: [picked[place] for place in places.get(path, ())] or read_paragraphs(chunks / f"{path.stem}.txt")
        for path in paths
    }
    with out.open("w", encoding="utf-8", newline="") as target:
        for path, paragraphs in texts.items():
            mark = fingerprint("\n".join(paragraphs))
            target.write(" ".join(["#", path.stem, mark, *places.get(path, ())]) + "\n")
        table = csv.writer(target, lineterminator="\n")
        table.writerow(COLUMNS)
        for path in paths:
            rows = list(_split(path, texts[path]))
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
