"""Tabulate: the Docs of all batches -> the dataset: CSV tables, nested JSON, texts, codebook, data package.

    python -m pipeline.tabulate OUT BUILD_FOLDER [BUILD_FOLDER ...]

Each build folder holds the docs.list and parse_issues.jsonl of one batch. The dataset is written beside OUT and put in its
place whole. Ends with 1 where a report could not be built (issues.csv says which and why), the others being there."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from pipeline.corrections import apply_corrections, read_corrections
from pipeline.linking import Links, link_entities
from pipeline.progress import track
from pipeline.report import Issue
from pipeline.schema import Table, check_row, load_schema, make_frame, write_frame
from pipeline.tables import (
    cases,
    dates,
    documents,
    entities,
    events,
    figures,
    names,
    nesting,
    package,
    pages,
    quotes,
    roles,
)
from pipeline.tables.country_years import CountryYears
from pipeline.tables.event_examples import EventExamples
from pipeline.tables.keys import Keys
from pipeline.writing import recover_folder, replace_folder, write_atomically

RowFunction = Callable[[Doc, Keys], Iterator[dict[str, Any]]]
ROWS: dict[str, RowFunction] = {
    "documents": documents.document_rows,
    "sections": documents.section_rows,
    "sentences": documents.sentence_rows,
    "links": documents.link_rows,
    "mentions": names.mention_rows,
    "dates": dates.date_rows,
    "figures": figures.figure_rows,
    "roles": roles.role_rows,
    "events": events.event_rows,
    "event_participants": events.participant_rows,
    "quotes": quotes.quote_rows,
    "cases": cases.case_rows,
    "case_steps": cases.step_rows,
    "charges": cases.charge_rows,
}


@dataclass
class Dataset:
    """The folder being written: its open tables, the number of rows in each, and the issues met."""

    folder: Path
    schema: dict[str, Table]
    tables: Mapping[str, TextIO]
    counts: Counter[str] = field(default_factory=Counter)
    issues: list[dict[str, str]] = field(default_factory=list)
    licences: set[str] = field(default_factory=set)
    documents: list[dict[str, Any]] = field(default_factory=list)
    country_years: CountryYears = field(default_factory=CountryYears)
    examples: EventExamples = field(default_factory=EventExamples)

    def write_rows(self, name: str, rows: list[dict[str, Any]]) -> None:
        if rows:
            write_frame(make_frame(self.schema[name], rows), self.tables[name])
        self.counts[name] += len(rows)

    def add_issue(self, stage: str, severity: str, message: str, doc_id: str = "", source_file: str = "") -> None:
        row = {"doc_id": doc_id, "source_file": source_file, "stage": stage, "severity": severity, "message": message}
        self.issues.append(row)


def list_docs(builds: list[Path]) -> list[Path]:
    """The Doc files of all batches, by doc_id."""
    paths = [build / line for build in builds for line in (build / "docs.list").read_text(encoding="utf-8").splitlines()]
    return sorted(paths, key=lambda path: (path.name, str(path)))


def read_doc(path: Path, vocab: Vocab) -> Doc:
    return next(iter(DocBin().from_bytes(path.read_bytes()).get_docs(vocab)))


def make_rows(doc: Doc, keys: Keys, schema: dict[str, Table]) -> dict[str, list[dict[str, Any]]]:
    """All rows of one report, checked against the schema and the text. Raises ValueError where one does not hold."""
    rows = {name: list(make(doc, keys)) for name, make in ROWS.items()}
    for name, own in rows.items():
        for row in own:
            check_row(schema[name], row)
            if "text" in row and keys.text[row["char_start"] : row["char_end"]] != row["text"]:
                raise ValueError(f"{name}: {row['text']!r} does not stand at {row['char_start']}")
    return rows


def write_report(dataset: Dataset, doc: Doc, rows: dict[str, list[dict[str, Any]]]) -> None:
    doc_id = doc.user_data["report"]["doc_id"]
    for name, own in rows.items():
        dataset.write_rows(name, own)
        for row in own:
            dataset.country_years.add(name, row)
    dataset.examples.add(rows)
    nested = nesting.nest_report(dataset.schema, rows)
    text = json.dumps(nested, ensure_ascii=False, indent=1) + "\n"
    (dataset.folder / "reports" / f"{doc_id}.json").write_text(text, encoding="utf-8", newline="\n")
    page = pages.make_report_page(dataset.schema, rows)
    (dataset.folder / "pages" / f"{doc_id}.html").write_text(page, encoding="utf-8", newline="\n")
    dataset.documents += rows["documents"]
    (dataset.folder / "texts" / f"{doc_id}.txt").write_text(doc.text, encoding="utf-8", newline="")


def link_reports(dataset: Dataset, paths: list[Path], vocab: Vocab, folders: list[Path]) -> Links:
    """First pass: the entities of all reports under ids that hold for all of them, as people corrected them."""
    links = link_entities(entities.local_record(read_doc(path, vocab)) for path in paths)
    corrections, issues = read_corrections(folders)
    links, unfit = apply_corrections(links, corrections)
    for issue in [*issues, *unfit]:
        dataset.add_issue(issue.stage, issue.severity, issue.message, source_file=issue.subject)
    return links


def choose_docs(dataset: Dataset, builds: list[Path]) -> list[Path]:
    """The Doc files to tabulate: of a report that is there twice, the first; the other becomes an issue."""
    chosen: dict[str, Path] = {}
    for path in list_docs(builds):
        doc_id = path.name.rsplit(".", 2)[0]
        if doc_id in chosen:
            batch, other = path.parent.parent.name, chosen[doc_id].parent.parent.name
            message = f"{doc_id} is in two batches, {other} and {batch}: it was built from the first; remove one of the two files"
            dataset.add_issue("tabulate", "error", message, doc_id, batch)
        else:
            chosen[doc_id] = path
    return list(chosen.values())


def add_reports(dataset: Dataset, builds: list[Path], folders: list[Path]) -> None:
    """Second pass: write the rows of every report; one that fails becomes an issue."""
    vocab = spacy.blank("en").vocab
    paths = choose_docs(dataset, builds)
    links = link_reports(dataset, paths, vocab, folders)
    for path in track(paths, len(paths), "tabulate"):
        doc = read_doc(path, vocab)
        metadata = doc.user_data["report"]
        doc_id, source = metadata["doc_id"], metadata["source_file"]
        try:
            rows = make_rows(doc, Keys(doc, entities.entity_resolver(doc, links)), dataset.schema)
        except ValueError as error:
            dataset.add_issue("tabulate", "error", f"{error}; please report this", doc_id, source)
            continue
        write_report(dataset, doc, rows)
        for message in entities.place_issues(doc):
            dataset.add_issue("annotate", "info", message, doc_id, source)
        if metadata.get("licence"):
            dataset.licences.add(metadata["licence"])
    write_linked(dataset, links)


def write_linked(dataset: Dataset, links: Links) -> None:
    """Write the tables that are about all reports together."""
    tables: dict[str, Iterator[dict[str, Any]]] = {
        "entities": entities.entity_rows(links),
        "entity_aliases": entities.alias_rows(links),
        "entity_candidates": entities.candidate_rows(links),
        "country_years": dataset.country_years.rows(),
    }
    for name, made in tables.items():
        rows = list(made)
        for row in rows:
            check_row(dataset.schema[name], row)
        dataset.write_rows(name, rows)


def add_parse_issues(dataset: Dataset, builds: list[Path]) -> None:
    for build in builds:
        for line in (build / "parse_issues.jsonl").read_text(encoding="utf-8").splitlines():
            issue = Issue(**json.loads(line))
            dataset.add_issue(issue.stage, issue.severity, issue.message, source_file=issue.subject)


def write_dataset(folder: Path, builds: list[Path], folders: list[Path]) -> list[dict[str, str]]:
    """Write the whole dataset into the empty ``folder``. Returns the issues."""
    schema = load_schema()
    for name in ("reports", "texts", "pages", "event_types"):
        (folder / name).mkdir(parents=True)
    with ExitStack() as stack:
        tables = {
            name: stack.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline="")) for name in schema
        }
        for name, table in tables.items():
            write_frame(make_frame(schema[name], []), table, header=True)
        dataset = Dataset(folder, schema, tables)
        add_parse_issues(dataset, builds)
        add_reports(dataset, builds, folders)
        order = {"error": 0, "warning": 1, "info": 2}
        dataset.issues.sort(key=lambda row: (order[row["severity"]], row["source_file"], row["doc_id"], row["message"]))
        dataset.write_rows("issues", dataset.issues)
    (folder / "CODEBOOK.md").write_text(package.make_codebook(schema, dataset.counts), encoding="utf-8", newline="\n")
    for name, page in dataset.examples.pages():
        (folder / "event_types" / name).write_text(page, encoding="utf-8", newline="\n")
    index = pages.make_index(schema, dataset.documents, dataset.issues, dataset.counts)
    (folder / "index.html").write_text(index, encoding="utf-8", newline="\n")
    made = package.make_package(schema, folder, sorted(dataset.licences))
    (folder / "datapackage.json").write_text(made, encoding="utf-8", newline="\n")
    return dataset.issues


def check_target(out: Path) -> None:
    """Raises FileExistsError where ``out`` is a folder that holds something else than a dataset of this program."""
    made = out / "datapackage.json"
    if out.exists() and (not out.is_dir() or any(out.iterdir())) and not (made.exists() and package.NAME in made.read_text(encoding="utf-8")):
        raise FileExistsError(f"{out} is there and is not a dataset made by this program: choose another folder, or empty it")


def list_folders(builds: list[Path]) -> list[Path]:
    """The raw folders of the batches, for their corrections/."""
    notes = [build / "folder" for build in builds]
    return [Path(note.read_text(encoding="utf-8")) for note in notes if note.exists()]


def tabulate(out: Path, builds: list[Path]) -> list[dict[str, str]]:
    """Build the dataset of ``builds`` in ``out``. Returns the issues."""
    recover_folder(out)
    check_target(out)
    new = out.with_name(f".{out.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    issues = write_dataset(new, builds, list_folders(builds))
    replace_folder(new, out)
    return issues


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("builds", type=Path, nargs="*")
    parser.add_argument("--errors", type=Path, help="write the errors to this file, a line each (empty: none)")
    args = parser.parse_args()
    try:
        issues = tabulate(args.out, args.builds)
    except FileExistsError as error:
        print(f"tabulate: {error}", file=sys.stderr)
        return 2
    errors = [f"{i['source_file'] or i['doc_id']}: {i['message']}\n" for i in issues if i["severity"] == "error"]
    if args.errors:
        write_atomically(args.errors, "".join(errors).encode())
    else:
        sys.stderr.writelines(errors)
    print(f"tabulate: dataset in {args.out}, {len(issues)} issues, {len(errors)} of them errors", file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
