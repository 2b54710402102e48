"""Trees of report sentences kept without their text: what is written is read again, and no other text is taken."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from pipeline.training.composed import Tagbook
from pipeline.training.corpora import Word
from pipeline.training.standoff_trees import FILE, read_trees, write_trees

LINE = "On May 2, police detained Lina Omar: she had protested."
TOKENS = [
    (10, "police", "NNS", "nsubj", 2),
    (17, "detained", "VBD", "root", 0),
    (26, "Lina", "NNP", "obj", 2),
    (31, "Omar", "NNP", "flat", 3),
    (35, ":", ":", "punct", 8),
    (37, "she", "PRP", "nsubj", 8),
    (41, "had", "VBD", "aux", 8),
    (45, "protested", "VBN", "parataxis", 2),
    (54, ".", ".", "punct", 2),
]
TREE = {
    "place": "2020/freedonia/1",
    "text": LINE[10:],
    "tokens": [(offset - 10, *token) for offset, *token in TOKENS],
}
TREEBANK = [
    [
        Word(word, lemma, pos, tag, morph, 0, "ROOT", True)
        for word, lemma, pos, tag, morph in (
            ("detained", "detain", "VERB", "VBD", "Tense=Past"),
            ("had", "have", "AUX", "VBD", "Tense=Past"),
            ("girls", "girl", "NOUN", "NNS", "Number=Plur"),
            ("Adam", "Adam", "PROPN", "NNP", "Number=Sing"),
            ("she", "she", "PRON", "PRP", "Person=3"),
            ("gone", "go", "VERB", "VBN", "Tense=Past"),
            (".", ".", "PUNCT", ".", ""),
            (":", ":", "PUNCT", ":", ""),
        )
    ]
]


def write_reports(folder: Path, line: str) -> Path:
    path = folder / "text.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as target:
        target.write(
            json.dumps({"year": 2020, "slug": "freedonia", "text": f"# Heading\n{line}\nAnother line."}) + "\n"
        )
    return path


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    reports, out = write_reports(tmp_path, LINE), tmp_path / "trees.txt"
    assert write_trees([TREE], reports, out) == 1
    assert "police" not in out.read_text(encoding="utf-8"), "text stays out of the file"
    (words,) = read_trees(reports, Tagbook(TREEBANK), out)
    assert [(w.text, w.tag, w.dep) for w in words[:2]] == [("police", "NNS", "nsubj"), ("detained", "VBD", "ROOT")]
    assert [w.head for w in words] == [1, 1, 1, 2, 7, 7, 7, 1, 1], "counted from 0; the root is its own head"
    assert [w.space for w in words] == [True, True, True, False, True, True, True, False, True]
    assert [(w.lemma, w.pos) for w in words[:3]] == [("", "NOUN"), ("detain", "VERB"), ("Lina", "PROPN")], (
        "the lemma of an inflected word that the treebank does not have is open"
    )
    assert words[4].tag == ":"


def test_another_text_is_an_error(tmp_path: Path) -> None:
    reports, out = write_reports(tmp_path, LINE), tmp_path / "trees.txt"
    write_trees([TREE], reports, out)
    changed = write_reports(tmp_path, LINE.replace("detained", "arrested"))
    with pytest.raises(ValueError, match="2020/freedonia/1"):
        list(read_trees(changed, Tagbook(TREEBANK), out))


def test_a_sentence_that_is_not_in_its_line_is_an_error(tmp_path: Path) -> None:
    reports = write_reports(tmp_path, LINE)
    with pytest.raises(ValueError, match="has no sentence"):
        write_trees([{**TREE, "text": "Nobody was detained."}], reports, tmp_path / "trees.txt")


def test_the_trees_of_the_project_are_trees() -> None:
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line]
    for line in lines[1::2]:
        heads = [int(token.rpartition(">")[2]) for token in line.split()]
        assert heads.count(0) == 1
        for at in range(1, len(heads) + 1):
            seen: set[int] = set()
            while at and at not in seen:
                seen.add(at)
                at = heads[at - 1]
            assert at == 0, line
