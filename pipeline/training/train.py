"""Makes the shipped pipeline from data.

    python -m pipeline.training.train CORPUS OUT [--work DIR] [--only STAGE]

CORPUS is the folder with annotated/, ud/, state-dept/ and ner-coarse/; OUT the model folder to write (its card
stays). One process, one thread, fixed seeds. Needs floret (extra "train"). Scores go to OUT/scores.json."""

from __future__ import annotations

import os

os.environ.update({name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS")})

import argparse
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import spacy
import srsly
from spacy.language import Language
from spacy.strings import get_string_id
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as train_nlp
from spacy.util import load_config

from pipeline.matrix_ops import matrix_ops
from pipeline.training import augment, resume  # noqa: F401  (registers what the configs name)
from pipeline.training.evaluate import score_model
from pipeline.training.examples import HERE, write_name_examples, write_syntax_examples
from pipeline.training.vectors import train_vectors, unique_paragraphs, vectors_pipeline, write_tokens

DIMENSIONS, ROWS = 64, 10_000
LEMMATIZER = "trainable_lemmatizer"
STAGES = ("vectors", "examples", "syntax", "syntax_more", "names", "names_more", "assemble", "score")
META = {
    "name": "country_reports",
    "version": "1.0.0",
    "description": "English country reports on human rights: tags, Universal Dependencies, lemmas, names.",
    "license": "CC BY-SA 4.0",
}


def make_vectors(corpus: Path, work: Path) -> None:
    """floret vectors of the report text, as a pipeline in ``work/vectors``."""
    tokens, table = work / "tokens.txt", work / "vectors.floret"
    write_tokens(unique_paragraphs(corpus / "state-dept" / "text.jsonl.gz"), spacy.blank("en"), tokens)
    train_vectors(tokens, table, dim=DIMENSIONS, rows=ROWS)
    vectors_pipeline(table).to_disk(work / "vectors")


def make_examples(corpus: Path, work: Path) -> None:
    """DocBins to train and measure on, in ``work``."""
    sizes = write_name_examples(spacy.blank("en"), corpus, work)
    write_syntax_examples(spacy.blank("en"), corpus, work)
    print(json.dumps(sizes))


def train_part(part: str, work: Path, overrides: dict[str, Any]) -> None:
    """Train by ``<part>.cfg``; the last model of the run lands in ``work/<part>/model-last``."""
    (work / part).mkdir(parents=True, exist_ok=True)
    with matrix_ops():  # not by spacy.cli.train, which puts spaCy's own operations back
        nlp = init_nlp(load_config(HERE / f"{part}.cfg", overrides=overrides, interpolate=False))
        train_nlp(nlp, work / part)


def train_syntax(corpus: Path, work: Path) -> None:
    paths = {"paths.train": str(work / "syntax-train.spacy"), "paths.dev": str(work / "syntax-dev.spacy")}
    train_part("syntax", work, {**paths, "paths.vectors": str(work / "vectors")})


def train_syntax_more(corpus: Path, work: Path) -> None:
    paths = {"paths.train": str(work / "syntax_more-train.spacy"), "paths.dev": str(work / "syntax-dev.spacy")}
    first = {"paths.first": str(work / "syntax" / "model-last"), "paths.vectors": str(work / "vectors")}
    train_part("syntax_more", work, {**paths, **first})


def train_names(corpus: Path, work: Path) -> None:
    paths = {"paths.train": str(work / "names-train.spacy"), "paths.dev": str(work / "names-held.spacy")}
    train_part("names", work, {**paths, "paths.vectors": str(work / "vectors")})


def train_names_more(corpus: Path, work: Path) -> None:
    paths = {"paths.train": str(work / "names-train.spacy"), "paths.dev": str(work / "names-held.spacy")}
    first = {"paths.first": str(work / "names" / "model-last"), "paths.vectors": str(work / "vectors")}
    train_part("names_more", work, {**paths, **first})


def assemble(syntax: Language, names: Language) -> Language:
    """One pipeline of both parts, which share the vectors.

    Names come first: behind the parser a wrong sentence break would cut a name in two."""
    for name in syntax.pipe_names:
        names.add_pipe(name, source=syntax)
    names.meta.update(META)
    names.meta["performance"] = {}
    return names


def ship(nlp: Language, out: Path) -> None:
    """Write the pipeline to ``out`` in one step, keeping what stands beside it there (the card)."""
    fresh = out.with_name(out.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    nlp.to_disk(fresh)
    keep_strings(nlp, fresh)
    for path in fresh.iterdir():
        target = out / path.name
        if target.is_dir():
            shutil.rmtree(target)
        out.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    fresh.rmdir()


def keep_strings(nlp: Language, folder: Path) -> None:
    """Of the words that the pipeline saw in training, leave those that its parts need in ``folder``: the others come
    back with the text (1.5 MB)."""
    trees = srsly.msgpack_loads((folder / LEMMATIZER / "trees").read_bytes())["trees"]
    needed = {tree[side] for tree in trees for side in ("orig", "subst") if side in tree}
    labels = {label for name in nlp.pipe_names for label in nlp.pipe_labels.get(name, ()) if isinstance(label, str)}
    parts = (part for label in labels for part in (label, *label.split("|"), *re.split(r"[|=]", label)))
    needed |= {get_string_id(part) for part in parts}
    path = folder / "vocab" / "strings.json"
    srsly.write_json(path, [word for word in srsly.read_json(path) if get_string_id(word) in needed])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--only", choices=STAGES, action="append", help="run these stages alone (for trying things)")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    stages = args.only or STAGES
    steps: dict[str, Callable[[Path, Path], None]] = {
        "vectors": make_vectors,
        "examples": make_examples,
        "syntax": train_syntax,
        "syntax_more": train_syntax_more,
        "names": train_names,
        "names_more": train_names_more,
    }
    for name, step in steps.items():
        if name in stages:
            step(args.corpus, args.work)
    if "assemble" in stages:
        ship(
            assemble(*(spacy.load(args.work / part / "model-last") for part in ("syntax_more", "names_more"))), args.out
        )
    if "score" in stages:
        scores = score_model(spacy.load(args.out), args.corpus)
        (args.out / "scores.json").write_text(json.dumps(scores, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(json.dumps(scores, indent=1))


if __name__ == "__main__":
    main()
