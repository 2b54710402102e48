"""Measures a pipeline: names on the held-back chunks, syntax on the treebank's test part and on sentences of reports,
speed.

    python -m pipeline.training.evaluate MODEL CORPUS [--errors N] [--speed]

--speed measures words a second beside spaCy's own small architecture, in turn, in the same process."""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import spacy
from spacy.cli.init_config import init_config
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example
from threadpoolctl import threadpool_limits

from pipeline.matrix_ops import matrix_ops
from pipeline.training.corpora import (
    LABELS,
    Mention,
    name_doc,
    read_annotated,
    read_sentences,
    read_treebank,
    syntax_doc,
)
from pipeline.training.examples import HELD_BACK, report_trees

Span = tuple[str, int, int]


def held_back_paragraphs(corpus: Path) -> Iterator[tuple[str, str, list[Mention]]]:
    """``(chunk, text, names)`` of each held-back paragraph."""
    for path in sorted((corpus / "annotated").glob("*.txt")):
        if path.stem in HELD_BACK:
            for text, mentions in read_annotated(path):
                yield path.stem, text, mentions


def as_spans(mentions: Iterable[Mention]) -> set[Span]:
    return {(mention.label, mention.start, mention.end) for mention in mentions}


def predicted_spans(doc: Doc) -> set[Span]:
    return {(ent.label_, ent.start_char, ent.end_char) for ent in doc.ents}


def precision_recall(right: int, found: int, gold: int) -> dict[str, float]:
    """Precision, recall and F1 in per cent, with the number of gold names.

    >>> precision_recall(1, 2, 2)
    {'p': 50.0, 'r': 50.0, 'f': 50.0, 'n': 2}
    """
    return {
        "p": round(100 * right / max(1, found), 1),
        "r": round(100 * right / max(1, gold), 1),
        "f": round(200 * right / max(1, found + gold), 1),
        "n": gold,
    }


def count_names(pairs: Iterable[tuple[set[Span], set[Span]]]) -> dict[str, dict[str, float]]:
    """Strict scores by label and in all, and "span": bounds alone, of (gold, predicted) pairs."""
    counts: Counter[tuple[str, str]] = Counter()
    for gold, found in pairs:
        for kind, spans in (("gold", gold), ("found", found), ("right", gold & found)):
            counts.update((kind, span[0]) for span in spans)
            counts["all " + kind, ""] += len(spans)
        bounds = {span[1:] for span in gold}, {span[1:] for span in found}
        counts["bounds right", ""] += len(bounds[0] & bounds[1])
    rows = {label: precision_recall(*(counts[kind, label] for kind in ("right", "found", "gold"))) for label in LABELS}
    totals = counts["all found", ""], counts["all gold", ""]
    return {
        "all": precision_recall(counts["all right", ""], *totals),
        "span": precision_recall(counts["bounds right", ""], *totals),
        **rows,
    }


def score_names(nlp: Language, corpus: Path) -> dict[str, dict[str, dict[str, float]]]:
    """Scores by label on the held-back chunks: all of them, and each publisher's."""
    rows = list(held_back_paragraphs(corpus))
    docs = nlp.pipe(text for _, text, _ in rows)
    pairs = [
        (chunk, as_spans(mentions), predicted_spans(doc)) for (chunk, _, mentions), doc in zip(rows, docs, strict=True)
    ]
    groups = {"both publishers": "", "State Department": "state", "Human Rights Watch": "hrw"}
    return {
        name: count_names((gold, found) for chunk, gold, found in pairs if chunk.startswith(prefix))
        for name, prefix in groups.items()
    }


def score_syntax(nlp: Language, references: Iterable[Doc], *, own_tokens: bool) -> dict[str, float]:
    """Tag, UAS, LAS (punctuation left out, as spaCy does), lemma in per cent on parsed sentences.

    own_tokens: the pipeline's tokenizer cuts the sentence's text; otherwise the treebank's tokens are given."""
    examples = []
    for reference in references:
        words, spaces = [t.text for t in reference], [bool(t.whitespace_) for t in reference]
        doc = nlp.make_doc(reference.text) if own_tokens else Doc(nlp.vocab, words=words, spaces=spaces)
        for token in doc:
            token.is_sent_start = token.i == 0
        examples.append(Example(doc, reference))
    for example, doc in zip(examples, nlp.pipe([example.predicted for example in examples]), strict=True):
        example.predicted = doc
    scores = Scorer(nlp).score(examples)
    keys = ("tag_acc", "pos_acc", "lemma_acc", "dep_uas", "dep_las")
    return {key: round(100 * scores[key], 2) for key in keys}


def score_model(nlp: Language, corpus: Path) -> dict[str, Any]:
    """Every score of the card but speed."""
    test = list(read_treebank(corpus / "ud" / "syn-test.conllu.gz", nlp.vocab, group=1))
    trees = report_trees(corpus, list(read_sentences(corpus / "ud" / "syn-train.conllu.gz")), held_back=True)
    return {
        "names": score_names(nlp, corpus),
        "syntax, treebank tokens": score_syntax(nlp, test, own_tokens=False),
        "syntax, own tokens": score_syntax(nlp, test, own_tokens=True),
        "syntax, reports": score_syntax(nlp, [syntax_doc(nlp.vocab, [tree]) for tree in trees], own_tokens=False),
    }


def list_errors(nlp: Language, corpus: Path) -> Iterator[str]:
    """Names missed, invented or wrongly labelled on the held-back chunks: what was found, and what stands there."""
    for chunk, text, mentions in held_back_paragraphs(corpus):
        gold, found = as_spans(mentions), predicted_spans(nlp(text))
        for label, start, end in sorted(found - gold, key=lambda span: span[1]):
            over = [f"{g}:{text[s:e]}" for g, s, e in sorted(gold) if s < end and e > start]
            yield f"{chunk}: {label} {text[start:end]!r}, gold {'; '.join(over) or 'no name'}"
        for label, start, end in sorted(gold - found, key=lambda span: span[1]):
            if not any(s < end and e > start for _, s, e in found):
                yield f"{chunk}: missed {label} {text[start:end]!r}"


def small_architecture(corpus: Path) -> Language:
    """spaCy's ``init config -o efficiency`` with tagger, parser, ner: one tok2vec, no vectors; barely trained."""
    config = init_config(lang="en", pipeline=["tagger", "parser", "ner"], optimize="efficiency", silent=True)
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    docs = islice(read_treebank(corpus / "ud" / "syn-dev.conllu.gz", nlp.vocab, group=1), 1000)
    syntax = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    names = [Example(nlp.make_doc(text), name_doc(nlp, text, ms)) for _, text, ms in held_back_paragraphs(corpus)]
    examples = [example for pair in zip(syntax, names, strict=False) for example in pair]
    optimizer = nlp.initialize(lambda: examples)
    for start in range(0, len(examples), 32):
        nlp.update(examples[start : start + 32], sgd=optimizer)
    return nlp


def measure_speed(nlp: Language, texts: list[str]) -> float:
    """Words (white space between them) a second of one process, tokenizing included."""
    start = time.process_time()
    for _doc in nlp.pipe(texts, batch_size=256):
        pass
    return sum(len(text.split()) for text in texts) / (time.process_time() - start)


def compare_speed(nlp: Language, corpus: Path, rounds: int = 3) -> dict[str, float]:
    """Words a second of processor time on one core, the best of some rounds, of the pipeline and of spaCy's small
    architecture as spaCy runs it."""
    threadpool_limits(1)
    texts = [text for _, text, _ in held_back_paragraphs(corpus)]
    pipelines = {"this pipeline": nlp, "spaCy's small architecture": small_architecture(corpus)}
    speeds = [{name: measure_speed(each, texts) for name, each in pipelines.items()} for _ in range(rounds)]
    return {name: round(max(speed[name] for speed in speeds)) for name in pipelines}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--speed", action="store_true")
    args = parser.parse_args()
    with matrix_ops():  # as annotate runs it
        nlp = spacy.load(args.model)
    print(json.dumps(score_model(nlp, args.corpus), indent=1))
    if args.speed:
        print(json.dumps(compare_speed(nlp, args.corpus), indent=1))
    for line in islice(list_errors(nlp, args.corpus), args.errors):
        print(line)


if __name__ == "__main__":
    main()
