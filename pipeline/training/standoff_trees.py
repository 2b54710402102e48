"""Keeps dependency trees of report sentences without their text: offsets into texts of ../shared/corpus.

    python -m pipeline.training.standoff_trees TREES REPORTS OUT.txt    # write: TREES is a JSON list of sentences

Fetched text stays out of the repository, so the trees that this project corrected by hand are kept as standoff
(standoff_trees.txt here) and joined to the text again where the corpus lies. A sentence is two lines:

    # year/slug/line start mark
    0+5:NNS:nsubj>2 6+6:VBD:root>0 ...

the line of the report (counted from 0), where the sentence begins in it, and what its text is known by; then of each
token its offset in the sentence and length, its tag, label, and head (counted from 1; 0 = none). A sentence of another
text is an error, not a guess."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.training.composed import Tagbook
from pipeline.training.corpora import Word
from pipeline.training.standoff_events import fingerprint, pick_paragraphs

FILE = Path(__file__).parent / "standoff_trees.txt"


def read_trees(reports: Path, tags: Tagbook, path: Path = FILE) -> Iterator[list[Word]]:
    """The sentences of ``path`` as treebank words; what the standoff does not say (part of speech, features, lemma) is
    that of the word with its tag in the treebank. ValueError where a sentence is not the one that was annotated."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
    heads = [line[2:].split() for line in lines[::2]]
    texts = pick_paragraphs(reports, {place for place, _, _ in heads})
    for (place, start, mark), line in zip(heads, lines[1::2], strict=True):
        tokens = [_read_token(token) for token in line.split()]
        size = max(offset + length for offset, length, *_ in tokens)
        text = texts.get(place, "")[int(start) : int(start) + size]
        if fingerprint(text) != mark:
            raise ValueError(f"{reports.name} is not the text that {path.name} was made from ({place})")
        yield [_make_word(text, at, token, tags) for at, token in enumerate(tokens)]


def _read_token(written: str) -> tuple[int, int, str, str, int]:
    """ "6+6:VBD:root>0"; a tag may be a colon itself, a label may hold one."""
    place, _, rest = written.partition(":")
    offset, length = (int(number) for number in place.split("+"))
    tag, rest = (":", rest[2:]) if rest.startswith("::") else rest.split(":", 1)
    label, _, head = rest.rpartition(">")
    return offset, length, tag, label, int(head)


def _make_word(text: str, at: int, token: tuple[int, int, str, str, int], tags: Tagbook) -> Word:
    offset, length, tag, label, head = token
    written, end = text[offset : offset + length], offset + length
    pos, morph, lemma = tags.look_up(written, tag)
    space = end >= len(text) or text[end].isspace()
    return Word(written, lemma, pos, tag, morph, head - 1 if head else at, label if head else "ROOT", space)


def write_trees(trees: Iterable[dict], reports: Path, out: Path) -> int:
    """Write trees as standoff: each has ``place`` (year/slug/line), ``text`` and ``tokens`` (offset, word, tag, label,
    head); gives their number. ValueError where a sentence does not stand in its line."""
    kept = list(trees)
    texts = pick_paragraphs(reports, {tree["place"] for tree in kept})
    with out.open("w", encoding="utf-8", newline="") as target:
        for tree in kept:
            start = texts[tree["place"]].find(tree["text"])
            if start < 0:
                raise ValueError(f"{tree['place']} has no sentence {tree['text'][:40]!r}")
            tokens = [(offset, len(word), tag, label, head) for offset, word, tag, label, head in tree["tokens"]]
            size = max(offset + length for offset, length, *_ in tokens)
            target.write(f"# {tree['place']} {start} {fingerprint(tree['text'][:size])}\n")
            target.write(" ".join(f"{o}+{n}:{tag}:{label}>{head}" for o, n, tag, label, head in tokens) + "\n")
    return len(kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", type=Path)
    parser.add_argument("reports", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    trees = json.loads(args.trees.read_text(encoding="utf-8"))
    print(write_trees(trees, args.reports, args.out), "sentences")


if __name__ == "__main__":
    main()
