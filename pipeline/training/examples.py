"""Turns the corpora into training examples: names by hand, names by the teacher, headings, treebank sentences."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin

from pipeline.training.composed import Tagbook, compose_sentences
from pipeline.training.corpora import (
    Mention,
    Word,
    name_doc,
    place_mentions,
    read_annotated,
    read_coarse,
    read_paragraphs,
    read_reports,
    read_sentences,
    read_treebank,
    syntax_doc,
)
from pipeline.training.standoff_trees import read_trees

HERE = Path(__file__).parent
# Whole chunks of both publishers that nothing is trained on: the held-back score.
HELD_BACK = frozenset({f"state-{number:02d}" for number in range(5, 80, 8)} | {"hrw-04", "hrw-12", "hrw-20"})
UNKNOWN = "?"
GOLD_SHARE = 3
HEADING_SHARE = 2
COMPOSED = 3000
REPORT_SHARE = 3  # times that the sentences of reports are read beside the treebank


def read_silver(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Standoff names of a .names.gz file: block key -> (label, surface) in order of the text; ``?`` is unknown."""
    blocks: dict[str, list[tuple[str, str]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        key = ""
        for line in lines:
            if line.startswith("# "):
                key = line[2:].strip()
                blocks[key] = []
            else:
                label, _, surface = line.rstrip("\n").partition("|")
                blocks[key].append((label, surface))
    return blocks


def silver_doc(nlp: Language, text: str, named: Iterable[tuple[str, str]]) -> Doc:
    """A Doc with the teacher's names; where the teacher was unsure, the annotation is missing, not "no name"."""
    mentions = place_mentions(text, named)
    doc = name_doc(nlp, text, [mention for mention in mentions if mention.label != UNKNOWN])
    return with_unknown(doc, [mention for mention in mentions if mention.label == UNKNOWN])


def with_unknown(doc: Doc, unknown: list[Mention]) -> Doc:
    """The Doc with the given stretches marked as not annotated."""
    spans = [doc.char_span(m.start, m.end, alignment_mode="expand") for m in unknown]
    free = [span for span in spans if span is not None and all(token.ent_iob_ == "O" for token in span)]
    doc.set_ents(list(doc.ents), missing=free, default="outside")
    return doc


def gold_docs(nlp: Language, annotated: Path, *, held_back: bool) -> Iterator[Doc]:
    """Paragraphs annotated by hand: the held-back chunks, or all the others."""
    for path in sorted(annotated.glob("*.txt")):
        if (path.stem in HELD_BACK) == held_back:
            for text, mentions in read_annotated(path):
                yield name_doc(nlp, text, mentions)


def silver_report_docs(nlp: Language, reports: Path, names: Path) -> Iterator[Doc]:
    """Report paragraphs labelled by the teacher; keys are year/slug/line of the report's text."""
    silver = read_silver(names)
    for report in read_reports(reports):
        prefix = f"{report['year']}/{report['slug']}/"
        for number, line in enumerate(report["text"].splitlines()):
            if (key := f"{prefix}{number}") in silver:
                yield silver_doc(nlp, line.strip(), silver[key])


def silver_coarse_docs(nlp: Language, coarse: Path, names: Path) -> Iterator[Doc]:
    """Sentences of the coarse sets with the eleven labels, where their own coarse labels and the teacher agree."""
    silver = read_silver(names)
    for number, doc in enumerate(read_coarse(coarse, nlp.vocab)):
        if (named := silver.get(str(number))) is not None:
            mentions = place_mentions(doc.text, named)
            doc.set_ents([s for m in mentions if m.label != UNKNOWN and (s := doc.char_span(m.start, m.end, m.label))])
            yield with_unknown(doc, [mention for mention in mentions if mention.label == UNKNOWN])


def heading_docs(nlp: Language, reports: Path) -> Iterator[Doc]:
    """Headings without a name: those of the State Department's outline, and our own list for other publishers."""
    lines = (line for report in read_reports(reports) for line in report["text"].splitlines())
    headings = {line.lstrip("# ").strip() for line in lines if line.startswith("#")}
    own = {line for line in read_paragraphs(HERE / "headings.txt") if not line.startswith("#")}
    for heading in sorted(h for h in headings | own if 0 < len(h) < 150):
        doc = nlp.make_doc(heading)
        doc.set_ents([])
        yield doc


def write_docs(docs: Iterable[Doc], path: Path) -> int:
    """Write a DocBin; returns the number of tokens."""
    kept = list(docs)
    DocBin(docs=kept, store_user_data=False).to_disk(path)
    return sum(map(len, kept))


def write_name_examples(nlp: Language, corpus: Path, work: Path) -> dict[str, int]:
    """``names-train.spacy`` and ``names-held.spacy``; returns the number of tokens of each source."""
    reports = corpus / "state-dept" / "text.jsonl.gz"
    sources = {
        "gold": list(gold_docs(nlp, corpus / "annotated", held_back=False)),
        "silver reports": list(silver_report_docs(nlp, reports, HERE / "silver_reports.names.gz")),
        "silver coarse": list(
            silver_coarse_docs(nlp, corpus / "ner-coarse" / "nerA-train.spacy", HERE / "silver_coarse.names.gz")
        ),
        "headings": list(heading_docs(nlp, reports)),
    }
    sizes = {name: sum(map(len, docs)) for name, docs in sources.items()}
    train = sources["gold"] * GOLD_SHARE + sources["headings"] * HEADING_SHARE
    train += sources["silver reports"] + sources["silver coarse"]
    random.Random(0).shuffle(train)
    write_docs(train, work / "names-train.spacy")
    sizes["held back"] = write_docs(gold_docs(nlp, corpus / "annotated", held_back=True), work / "names-held.spacy")
    return sizes


def write_syntax_examples(nlp: Language, corpus: Path, work: Path) -> None:
    """Treebank sentences to train on (three a Doc), the same with composed ones and sentences of reports, and the
    treebank's dev part (one)."""
    paths = {part: corpus / "ud" / f"syn-{part}.conllu.gz" for part in ("train", "dev")}
    write_docs(read_treebank(paths["train"], nlp.vocab, group=3), work / "syntax-train.spacy")
    write_docs(read_treebank(paths["dev"], nlp.vocab, group=1), work / "syntax-dev.spacy")
    sentences = list(read_sentences(paths["train"]))
    composed = list(compose_sentences(sentences, COMPOSED))
    reports = report_trees(corpus, sentences, held_back=False) * REPORT_SHARE
    docs = [syntax_doc(nlp.vocab, group) for group in in_threes([*sentences, *composed, *reports])]
    write_docs(docs, work / "syntax_more-train.spacy")


def report_trees(corpus: Path, treebank: list[list[Word]], *, held_back: bool) -> list[list[Word]]:
    """The corrected trees of report sentences: every tenth, which nothing is trained on, or all the others."""
    trees = list(read_trees(corpus / "state-dept" / "text.jsonl.gz", Tagbook(treebank)))
    return [tree for at, tree in enumerate(trees) if (at % 10 == 0) == held_back]


def in_threes(sentences: list[list[Word]]) -> Iterator[list[list[Word]]]:
    for start in range(0, len(sentences), 3):
        yield sentences[start : start + 3]
