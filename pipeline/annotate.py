"""Annotate: reports.jsonl -> one DocBin a report, everything found in the text found by a spaCy component.

    python -m pipeline.annotate build/<batch>/reports.jsonl build/<batch>/docs.list [--model NAME] [--jobs N]

A Doc is kept as ``docs/<doc_id>.<key>.spacy`` beside the list; the key is the hash of the report and of the
pipeline, so a
report that did not change under a pipeline that did not change is not annotated again, also after a run that was
killed."""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import sys
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from threadpoolctl import threadpool_limits

import pipeline.components  # noqa: F401  registers the factories
from pipeline.layers import write_layer
from pipeline.matrix_ops import matrix_ops
from pipeline.progress import track
from pipeline.report import Report, read_reports
from pipeline.writing import write_atomically

HERE = Path(__file__).parent
OWN_MODEL = HERE / "model"
CONFIG = HERE / "config.cfg"


def load_pipeline(model: str = "") -> Language:
    """The assembled pipeline: sentence starts, the trained components of ``model``, then ours from config.cfg.

    ``model`` is a folder or an installed spaCy package; by default the one that ships with the project.
    Raises OSError where there is no such model."""
    source = model or str(OWN_MODEL)
    with matrix_ops():
        nlp = spacy.blank("en") if source == "blank" else spacy.load(source)
    nlp.add_pipe("reports_sentences", first=True)
    settings = spacy.util.load_config(CONFIG)
    for name in settings["nlp"]["pipeline"]:
        section = dict(settings["components"][name])
        nlp.add_pipe(section.pop("factory"), name=name, config=section)
    nlp.max_length = 60_000_000
    return nlp


def hash_pipeline(model: str = "") -> str:
    """Hash of all that decides what is found: our components, lexicons and settings, the model, spaCy's version."""
    digest = hashlib.sha256(f"{spacy.__version__} {model}".encode())
    source = Path(model) if model and Path(model).is_dir() else OWN_MODEL
    folders = [HERE / "components", HERE / "lexicon", source]
    files = [HERE / name for name in ("annotate.py", "layers.py", "matrix_ops.py", "config.cfg")]
    files += [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    for path in sorted(files):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def split_segments(report: Report) -> Iterator[tuple[int, int, bool]]:
    """The report's text from end to end as (start, end, is_block): blocks, and what stands between them."""
    at = 0
    for block in report.blocks:
        if block.start > at:
            yield at, block.start, False
        yield block.start, block.end, True
        at = block.end
    if at < len(report.text):
        yield at, len(report.text), False


def annotate_report(nlp: Language, report: Report) -> Doc:
    """One Doc of the whole report. The trained components see it block by block (a heading is no part of a sentence,
    and names are found better so), the rules see it whole."""
    own = {name for name in nlp.pipe_names if name.startswith("reports_") and name != "reports_sentences"}
    segments = list(split_segments(report)) or [(0, 0, False)]
    docs = [nlp.make_doc(report.text[start:end]) for start, end, _ in segments]
    blocks = [doc for doc, (_, _, is_block) in zip(docs, segments, strict=True) if is_block]
    for name, component in nlp.pipeline:
        if name not in own:
            blocks = (
                list(component.pipe(blocks, batch_size=64))
                if hasattr(component, "pipe")
                else [component(b) for b in blocks]
            )
    done = iter(blocks)
    merged = [next(done) if is_block else doc for doc, (_, _, is_block) in zip(docs, segments, strict=True)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        doc = Doc.from_docs(merged, ensure_whitespace=False, exclude=["user_data", "tensor"])  # type: ignore[call-arg]
    if doc.text != report.text:
        raise ValueError(f"{report.doc_id}: the Doc's text is not the report's")
    doc.user_data["report"] = {
        "doc_id": report.doc_id,
        "source_file": report.source_file,
        "sha256": report.sha256,
        **report.metadata,
    }
    write_layer(doc, "blocks", report.blocks)
    write_layer(doc, "links", report.links)
    for name, component in nlp.pipeline:
        if name in own:
            doc = component(doc)
    return doc


@cache
def _loaded(model: str) -> Language:
    threadpool_limits(1)  # one report, one process, one core
    return load_pipeline(model)


def annotate_file(job: tuple[str, str, str]) -> str:
    """Annotate one report (given as JSON) and write its DocBin. Returns the doc_id."""
    line, target, model = job
    report = Report.from_json(line)
    doc = annotate_report(_loaded(model), report)
    data = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    write_atomically(Path(target), data)
    return report.doc_id


def plan_jobs(reports: Path, folder: Path, key: str, model: str) -> tuple[list[Path], Iterator[tuple[str, str, str]]]:
    """The Doc files that the reports come to, in order, and the jobs for those that are not there yet."""
    targets: list[Path] = []
    missing: list[int] = []
    for at, report in enumerate(read_reports(reports)):
        report.metadata.pop("parse_key", None)  # how it was read does not matter, what was read does
        own = hashlib.sha256((key + report.to_json()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        targets.append(folder / f"{report.doc_id}.{own}.spacy")
        if not targets[-1].exists():
            missing.append(at)
    wanted = set(missing)

    def jobs() -> Iterator[tuple[str, str, str]]:
        for at, report in enumerate(read_reports(reports)):
            if at in wanted:
                report.metadata.pop("parse_key", None)
                yield report.to_json(), str(targets[at]), model

    return targets, jobs()


def annotate(reports: Path, out: Path, model: str = "", jobs: int = 1) -> tuple[int, int]:
    """Annotate a batch. Returns how many reports were annotated and how many reused."""
    folder = out.parent / "docs"
    folder.mkdir(parents=True, exist_ok=True)
    targets, work = plan_jobs(reports, folder, hash_pipeline(model), model)
    todo = sum(not target.exists() for target in targets)
    if todo and jobs > 1:
        context = multiprocessing.get_context("spawn")
        with context.Pool(min(jobs, todo)) as pool:
            for _ in track(pool.imap_unordered(annotate_file, work), todo, f"annotate {out.parent.name}"):
                pass
    else:
        for _ in track(map(annotate_file, work), todo, f"annotate {out.parent.name}"):
            pass
    keep = {target.name for target in targets}
    for old in folder.iterdir():
        if old.name not in keep:
            old.unlink()
    write_atomically(out, "".join(f"docs/{target.name}\n" for target in targets).encode())
    return todo, len(targets) - todo


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--model", default="", help="folder or installed spaCy package (default: the project's own)")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    args = parser.parse_args()
    try:
        done, reused = annotate(args.reports, args.out, args.model, max(1, args.jobs))
    except OSError as error:
        if "E050" in str(error):
            print(f"annotate: no spaCy model '{args.model}' is installed (MODEL=...)", file=sys.stderr)
            return 2
        raise
    print(f"annotate {args.out.parent.name}: annotated {done}, reused {reused}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
