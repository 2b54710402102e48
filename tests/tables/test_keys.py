"""Ids come from content: an edit moves no id outside its paragraph."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

import pipeline.components  # noqa: F401
from pipeline.components.layout import split_blocks
from pipeline.layers import write_layer
from pipeline.report import Block
from pipeline.tables.keys import Keys, fold_words

NLP = spacy.blank("en")
NLP.add_pipe("reports_layout")


def make_doc(paragraphs: list[str]) -> Doc:
    text = "\n\n".join(paragraphs)
    doc = NLP.make_doc(text)
    doc.user_data["report"] = {"doc_id": "x"}
    blocks = [Block("heading", b.start, b.end, 2) if text[b.start] == "#" else b for b in split_blocks(text)]
    write_layer(doc, "blocks", blocks)
    for _, component in NLP.pipeline:
        doc = component(doc)
    return doc


def ids(paragraphs: list[str]) -> dict[int, list[str]]:
    keys = Keys(make_doc(paragraphs))
    found: dict[int, list[str]] = {}
    for sentence, own in zip(keys.sentences, keys.sentence_ids, strict=True):
        found.setdefault(sentence.block, []).append(own)
    return found


SENTENCE = st.sampled_from(["He was held.", "She was freed.", "No one died.", "It rained.", "They left."])


@given(st.lists(SENTENCE, min_size=2, max_size=8, unique=True), st.data())
def test_editing_a_paragraph_moves_no_other_id(paragraphs: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(paragraphs) - 1))
    before = ids(paragraphs)
    after = ids([*paragraphs[:at], "Something else entirely.", *paragraphs[at + 1 :]])
    assert {k: v for k, v in before.items() if k != at} == {k: v for k, v in after.items() if k != at}
    assert before[at] != after[at]


def test_the_same_sentence_in_two_sections_has_two_ids_that_do_not_move() -> None:
    before = ids(["# Life", "There were no reports.", "# Liberty", "There were no reports."])
    after = ids(["# Life", "There was one report.", "# Liberty", "There were no reports."])
    assert before[3] == after[3]
    assert before[1] != before[3]


def test_all_ids_of_a_report_differ() -> None:
    keys = Keys(make_doc(["He was held. He was held.", "He was held."]))
    assert len(set(keys.sentence_ids)) == 3
    assert keys.row_id("date", 0, 2) != keys.row_id("figure", 0, 2) != keys.row_id("figure", 0, 3)
    assert keys.sentence_id(0) == keys.sentence_ids[0]
    assert keys.sentence_id(12) == ""


@pytest.mark.parametrize("mark", ["\u00ad", "\u200b", "\u200f", "\u202a", "\u202e", "\u2060", "\ufeff"])
def test_invisible_characters_do_not_count(mark: str) -> None:
    assert fold_words(f"On{mark} May  4, he\u00a0left.") == "On May 4, he left."
