"""Parse: raw files of one batch -> reports.jsonl, and parse_issues.jsonl beside it.

    python -m pipeline.parse RAW_BATCH_DIR OUT_REPORTS_JSONL [--root RAW] [--files-from LIST] [--issues PATH]

Reads the report files (.html, .htm, .xhtml, .txt) that stand directly in the folder, in the order of their names, one
at a time. What cannot be read becomes an issue, never an end of the run. A report whose bytes, manifest row and reader
are unchanged is taken from the previous output. Both files are written to a temporary name and renamed."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from pipeline.progress import track
from pipeline.readers import read_report
from pipeline.readers.encoding import LARGEST_FILE, UnreadableFile, decode_bytes
from pipeline.readers.manifest import FILE_NAME, Manifest, read_manifest
from pipeline.readers.metadata import complete_metadata, guess_language, make_doc_id
from pipeline.readers.reading import Reading
from pipeline.report import Issue, Report

SUFFIXES = (".html", ".htm", ".xhtml", ".txt")
CODE = (Path(__file__), *sorted((Path(__file__).parent / "readers").glob("*.py")))
LEXICONS = ("countries.csv", "country_names.csv", "publishers.csv", "series.csv", "page_lines.csv")
FOLDER = Path(__file__).parent
MISSING_FILE = f"is named in {FILE_NAME} but is not there: add the file or remove the row"
MISSING_ROW = f"is not in {FILE_NAME}: what it is was read from the file itself; add a row"


@dataclass
class Batch:
    """One run over a folder: what was read before, and what is known so far of this run's reports."""

    folder: Path
    manifest: Manifest
    previous: dict[str, tuple[int, str]]
    previous_file: IO[bytes] | None
    code: str
    prefix: str = ""
    seen: dict[str, tuple[str, str]] = field(default_factory=dict)
    parsed: int = 0
    reused: int = 0


def main(arguments: list[str] | None = None) -> int:
    """Run the stage; 0 when it ran (issues are data), 2 when it could not start."""
    options = _read_options(arguments)
    if not options.folder.is_dir():
        print(f"parse: {options.folder} is no folder", file=sys.stderr)
        return 2
    out, issues_path = options.out, options.issues or options.out.parent / "parse_issues.jsonl"
    out.parent.mkdir(parents=True, exist_ok=True)
    names = _list_files(options.folder, options.files_from)
    temporaries = [path.with_name(f".{path.name}.{os.getpid()}.tmp") for path in (out, issues_path)]
    try:
        with ExitStack() as stack:
            reports, issues = (stack.enter_context(p.open("w", encoding="utf-8", newline="\n")) for p in temporaries)
            before = stack.enter_context(out.open("rb")) if out.exists() else None
            batch = Batch(options.folder, read_manifest(options.folder), _index(before), before, hash_code())
            batch.prefix = _make_prefix(options.folder, options.root)
            for line in _check_manifest(batch, names):
                issues.write(_to_line(line))
            for name in track(names, len(names), f"parse {options.folder.name}"):
                report, found = parse_file(batch, name)
                issues.writelines(_to_line(issue) for issue in found)
                if report is not None:
                    reports.write(report.to_json() + "\n")
        for temporary, path in zip(temporaries, (out, issues_path), strict=True):
            os.replace(temporary, path)
    finally:
        for temporary in temporaries:
            temporary.unlink(missing_ok=True)
    print(f"parsed {batch.parsed}, reused {batch.reused}")
    return 0


def parse_file(batch: Batch, name: str) -> tuple[Report | None, list[Issue]]:
    """One file of the batch: its report, or None, and its issues."""
    path = batch.folder / name
    row = batch.manifest.rows.get(name, {})
    name = batch.prefix + name
    try:
        if path.stat().st_size > LARGEST_FILE:
            decode_bytes(b"x" * (LARGEST_FILE + 1))
        data = path.read_bytes()
    except UnreadableFile:
        size = path.stat().st_size
        reason = f"has {size:,} bytes, more than the {LARGEST_FILE:,} a report can have: split it or remove it"
        return None, [_issue(name, "error", reason)]
    except OSError as error:
        return None, [_issue(name, "error", f"cannot be read ({error.strerror}): check the file")]
    digest = hashlib.sha256(data).hexdigest()
    key = hash_parts(digest, name, batch.folder.name, json.dumps(row, sort_keys=True), batch.code)
    report = _reuse(batch, name, key)
    if report is not None:
        batch.reused += 1
    else:
        batch.parsed += 1
        try:
            report = make_report(data, name, batch.folder.name, row)
        except UnreadableFile as error:
            return None, [_issue(name, "error", str(error))]
        except Exception as error:
            reason = f"could not be read ({type(error).__name__}: {error}): report this as a fault of the parser"
            return None, [_issue(name, "error", reason)]
        report.metadata["parse_key"] = key
    return _settle_id(batch, report)


def make_report(data: bytes, name: str, folder: str = "", row: dict[str, str] | None = None) -> Report:
    """The report in the bytes of one file. Raises ``UnreadableFile`` with the reason and what to do."""
    reading = read_report(data, Path(name).suffix.lower())
    metadata = complete_metadata(reading, row or {}, Path(name).name, folder)
    metadata["words_hash"] = hash_words(reading)
    doc_id = make_doc_id(metadata, metadata["words_hash"])
    if not metadata["country_iso3"]:
        reading.warnings.append("no country found: name it in manifest.csv")
    if not metadata["coverage_start"] and not metadata["published"]:
        reading.warnings.append("no year found: give coverage_year or published in manifest.csv")
    if not guess_language(reading.text):
        reading.warnings.append("does not read like English, the only language the pipeline knows: check or remove it")
    issues = [Issue(name, "parse", "warning", message) for message in reading.warnings]
    sha256 = hashlib.sha256(data).hexdigest()
    return Report(doc_id, name, sha256, reading.text, metadata, reading.blocks, reading.links, issues)


def _settle_id(batch: Batch, report: Report) -> tuple[Report | None, list[Issue]]:
    """Give a report its id among the others of the batch; the second copy of the same words is left out."""
    words = report.metadata["words_hash"]
    report.doc_id = make_doc_id(report.metadata, words)
    first, first_words = batch.seen.get(report.doc_id, ("", ""))
    name = report.source_file
    if first and first_words == words:
        return None, [_issue(name, "error", f"has the same words as {first}: it is built once; remove one of the two")]
    found = list(report.issues)
    if first:
        base, report.doc_id = report.doc_id, f"{report.doc_id}-{words[:6]}"
        if report.doc_id in batch.seen:
            return None, [_issue(name, "error", f"has the same words as {batch.seen[report.doc_id][0]}: remove one")]
        why = f"is {base} again, with other words than {first}: kept as {report.doc_id}; check which is right"
        found.append(_issue(name, "warning", why))
    batch.seen[report.doc_id] = (name, words)
    return report, found


def hash_words(reading: Reading) -> str:
    """A hash of the narrative's words, the same for a page and for its dump."""
    kinds = ("paragraph", "list_item")
    prose = (reading.text[b.start : b.end] for b in reading.blocks if b.kind in kinds)
    words = [word for stretch in prose for word in re.findall(r"\w+", stretch)]
    return hashlib.sha256(" ".join(words).casefold().encode("utf-8", "surrogatepass")).hexdigest()[:16]


def hash_code() -> str:
    """A hash of all that decides how a file is read."""
    lexicons = [FOLDER / "lexicon" / name for name in LEXICONS]
    others = [FOLDER / name for name in ("report.py", "ids.py", "countries.py")]
    return hash_parts(*(path.read_text(encoding="utf-8") for path in [*CODE, *others, *lexicons]))


def hash_parts(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _reuse(batch: Batch, name: str, key: str) -> Report | None:
    at, known = batch.previous.get(name, (0, ""))
    if known != key or batch.previous_file is None:
        return None
    batch.previous_file.seek(at)
    return Report.from_json(batch.previous_file.readline().decode("utf-8"))


def _index(previous: IO[bytes] | None) -> dict[str, tuple[int, str]]:
    """Where each file's report stands in the previous output, and its key. A damaged output is read as none."""
    places: dict[str, tuple[int, str]] = {}
    at = 0
    for line in previous or ():
        try:
            report = Report.from_json(line.decode("utf-8"))
            places[report.source_file] = (at, report.metadata.get("parse_key", ""))
        except (ValueError, KeyError, TypeError):
            return {}
        at += len(line)
    return places


def _check_manifest(batch: Batch, names: list[str]) -> Iterator[Issue]:
    manifest = batch.manifest
    for severity, message in manifest.problems:
        yield _issue(batch.prefix + FILE_NAME, severity, message)
    for name in manifest.rows:
        if not (batch.folder / name).is_file():
            yield _issue(batch.prefix + name, "error", MISSING_FILE)
    for name in names if manifest.present else ():
        if name not in manifest.rows:
            yield _issue(batch.prefix + name, "warning", MISSING_ROW)


def _make_prefix(folder: Path, root: Path | None) -> str:
    """What stands before a file's name in ``source_file``: the way from ``root`` to the batch."""
    way = folder.resolve().relative_to(root.resolve()).as_posix() if root else "."
    return "" if way == "." else f"{way}/"


def _list_files(folder: Path, files_from: Path | None) -> list[str]:
    if files_from is not None:
        return sorted({line.strip() for line in files_from.read_text(encoding="utf-8").splitlines() if line.strip()})
    names = (path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return sorted(name for name in names if Path(name).suffix.lower() in SUFFIXES)


def _read_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pipeline.parse", description="Raw files of one batch -> reports.jsonl")
    parser.add_argument("folder", type=Path, help="folder of the batch")
    parser.add_argument("out", type=Path, help="reports.jsonl to write")
    parser.add_argument("--root", type=Path, help="folder that source_file is relative to (default: the batch's own)")
    parser.add_argument("--files-from", type=Path, help="file with the names to read, one a line")
    parser.add_argument("--issues", type=Path, help="issues file to write (default: parse_issues.jsonl beside OUT)")
    return parser.parse_args(arguments)


def _issue(subject: str, severity: str, message: str) -> Issue:
    return Issue(subject, "parse", severity, message)


def _to_line(issue: Issue) -> str:
    return json.dumps(asdict(issue), ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.exit(main())
