"""Teaches floret vectors from the public-domain report text: subword vectors hashed into one small table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy
import spacy
from spacy.language import Language
from spacy.vectors import Vectors

from pipeline.training.corpora import read_reports


def unique_paragraphs(reports: Path) -> Iterator[str]:
    """Every narrative paragraph once: editions repeat each other word for word. Headings are left out."""
    seen: set[int] = set()
    for report in read_reports(reports):
        for line in report["text"].splitlines():
            text = line.strip()
            if text and not text.startswith("#") and hash(text) not in seen:
                seen.add(hash(text))
                yield text


def write_tokens(paragraphs: Iterator[str], nlp: Language, path: Path) -> int:
    """One tokenized paragraph a line, as floret reads it; returns the number of tokens."""
    count = 0
    with path.open("w", encoding="utf-8") as out:
        for doc in map(nlp.make_doc, paragraphs):
            words = [token.text for token in doc if not token.is_space]
            count += len(words)
            out.write(" ".join(words) + "\n")
    return count


def train_vectors(tokens: Path, path: Path, *, dim: int, rows: int, epochs: int = 5) -> None:
    """Write a .floret table of ``rows`` x ``dim``; one thread, so that the same text gives the same table."""
    import floret  # needed here alone; not installed where the shipped model is only used

    model = floret.train_unsupervised(
        str(tokens),
        model="cbow",
        mode="floret",
        hashCount=2,
        bucket=rows,
        dim=dim,
        minn=3,
        maxn=5,
        minCount=5,
        epoch=epochs,
        lr=0.05,
        thread=1,
        verbose=0,
    )
    model.save_floret_vectors(str(path))


def vectors_pipeline(table: Path) -> Language:
    """A blank pipeline whose vocabulary holds the table, for ``[initialize] vectors``."""
    nlp = spacy.blank("en")
    with table.open(encoding="utf-8") as lines:
        rows, dim, minn, maxn, hash_count, hash_seed, bow, eow = next(lines).rstrip("\n").split(" ")
        data = numpy.zeros((int(rows), int(dim)), dtype="float32")
        for line in lines:
            row, *values = line.rstrip().split(" ")
            data[int(row)] = [float(value) for value in values]
    nlp.vocab.vectors = Vectors(
        strings=nlp.vocab.strings,
        mode="floret",
        data=data,
        minn=int(minn),
        maxn=int(maxn),
        hash_count=int(hash_count),
        hash_seed=int(hash_seed),
        bow=bow,
        eow=eow,
    )
    return nlp
