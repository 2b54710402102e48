"""The reader of paragraphs: what goes in, and that its states are those of a gated recurrent unit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from spacy.lang.en import English
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from pipeline.components.event_model import EventModel, load_model
from pipeline.components.paragraph_reader import (
    FLAGS,
    KINDS,
    ParagraphReader,
    Passage,
    make_passage,
    pair_up,
    read_around,
    tell_heads,
)
from tests.components.test_event_choices import network
from tests.components.test_syntax import parse

WIDTH, VECTOR = 3, 4
ROWS = """
    In IN 2 case
    Lagos NNP 4 obl
    police NNS 4 nsubj
    arrested VBD 0 ROOT
    Omar NNP 4 obj
    . . 4 punct
    He PRP 9 nsubj:pass
    was VBD 9 aux:pass
    beaten VBN 0 ROOT"""


def told() -> Doc:
    shared = parse(ROWS)
    vocab = English().vocab  # its own: vectors are set
    doc = Doc(vocab).from_bytes(shared.to_bytes())
    doc.vocab.reset_vectors(width=VECTOR)
    rng = np.random.default_rng(5)
    for word in doc:
        doc.vocab.set_vector(word.text, rng.normal(size=VECTOR).astype(np.float32))
    doc.set_ents([Span(doc, 1, 2, "GPE")])
    doc.vocab.strings.add("ARREST_DETAIN")
    return doc


def reader(seed: int = 0) -> ParagraphReader:
    rng = np.random.default_rng(seed)

    def some(*shape: int) -> np.ndarray:
        return rng.normal(size=shape).astype(np.float16).astype(np.float32)  # as exact as it is kept

    names = {"tag": ["NNP", "VBD"], "label": ["obj"], "entity": ["GPE"], "event": ["ARREST_DETAIN"], "word": ["he"]}
    size = 2 * VECTOR + 2 * len(KINDS) + len(FLAGS)
    return ParagraphReader(
        names, {kind: some(len(names[kind]) + 1, 2) for kind in KINDS}, some(2, size, 3 * WIDTH), some(2, 3 * WIDTH),
        some(2, WIDTH, 3 * WIDTH), some(2, 3 * WIDTH),
    )  # fmt: skip


def read_slowly(one: ParagraphReader, vocab: Vocab, passage: Passage) -> np.ndarray:
    """The textbook's way: one word after the other, one direction after the other."""
    taken = one.describe(vocab, [passage])
    ways = []
    for way, order in ((0, range(len(taken))), (1, reversed(range(len(taken))))):
        state, states = np.zeros(WIDTH), np.zeros((len(taken), WIDTH))
        for at in order:
            own = taken[at] @ one.inward[way] + one.inward_bias[way]
            before = state @ one.onward[way] + one.onward_bias[way]
            reset, keep = (1 / (1 + np.exp(-(own + before)[part * WIDTH :][:WIDTH])) for part in (0, 1))
            new = np.tanh(own[2 * WIDTH :] + reset * before[2 * WIDTH :])
            state = (1 - keep) * new + keep * state
            states[at] = state
        ways.append(states)
    return np.concatenate(ways, axis=1)


def test_a_passage_says_what_is_known_of_its_words() -> None:
    doc = told()
    passage = make_passage(list(doc.sents), {3: "ARREST_DETAIN"}, [1])
    assert passage.heads.tolist() == [1, 3, 3, 3, 3, 3, 8, 8, 8]
    assert passage.flags.T[:3].tolist() == [[0, 1, *[0] * 7], [1, 0, 0, 0, 0, 0, 1, 0, 0], [0, 1, *[0] * 7]]
    strings = doc.vocab.strings
    known = [strings[key] if key else "" for key in passage.kinds[3].tolist()]
    assert known == ["VBD", "ROOT", "", "ARREST_DETAIN", "arrested"]
    assert [strings[key] for key in passage.kinds[:2, 4]] == ["in", "lagos"]
    assert strings[passage.kinds[1, 2]] == "GPE"
    second = make_passage(list(doc.sents)[1:], {3: "ARREST_DETAIN"}, [1])
    assert (second.start, second.heads.tolist(), second.kinds[:, 3].any()) == (6, [2, 2, 2], False)
    assert second.flags[:, 0].tolist() == [0, 0, 0], "a date of another paragraph"


def test_a_word_knows_where_in_the_tree_it_stands() -> None:
    passage = make_passage(list(told().sents), {}, [])
    before, way, depth, top = tell_heads(passage.heads).T
    assert np.array_equal(passage.flags[:, 3:], np.column_stack([before, way, depth, top]).astype(np.float32))
    assert before.tolist() == [0, 0, 0, 0, 1, 1, 0, 0, 0]
    words = np.array([1, 2, 1, 0, -1, -2, 2, 1, 0])
    assert way == pytest.approx(np.sign(words) * np.log1p(np.abs(words)) / 3)
    assert depth * 6 == pytest.approx([2, 1, 1, 0, 1, 1, 1, 1, 0])
    assert top.tolist() == [0, 0, 0, 1, 0, 0, 0, 0, 1]


def test_a_word_without_a_row_of_its_own_is_one_of_all_others() -> None:
    doc, one = told(), reader()
    taken = one.describe(doc.vocab, [make_passage(list(doc.sents), {}, [])])
    word = taken[:, -len(FLAGS) - 2 : -len(FLAGS)]
    assert np.array_equal(word[6], one.tables["word"][1])
    assert all(np.array_equal(row, one.tables["word"][0]) for at, row in enumerate(word) if at != 6)


def test_reads_as_a_gated_unit_does_however_many_are_read_together() -> None:
    doc, one = told(), reader()
    first, second = list(doc.sents)
    short = make_passage([second], {8: "ARREST_DETAIN"}, [])
    long = make_passage([first], {3: "ARREST_DETAIN"}, [1])
    whole = make_passage([first, second], {}, [])
    for passages in ([short], [short, long, whole], [whole, short, short]):
        for passage, states in zip(passages, one.read_passages(doc.vocab, passages), strict=True):
            assert states == pytest.approx(read_slowly(one, doc.vocab, passage), abs=1e-5)
    states = one.read(doc, [short])
    assert not states[:6].any() and states[6:].all()
    assert one.read(doc, []).shape == (len(doc), 2 * WIDTH)
    assert not one.read(doc, []).any()


def test_the_event_is_read_at_every_word() -> None:
    doc, one = told(), reader()
    first, _ = list(doc.sents)
    (plain,) = one.read_passages(doc.vocab, [make_passage([first], {}, [])])
    (event,) = one.read_passages(doc.vocab, [make_passage([first], {3: "ARREST_DETAIN"}, [])])
    assert np.abs(plain - event).max(axis=1).min() > 1e-4, "both directions carry it to every word"


def test_a_pair_is_both_states_their_product_and_what_stands_between() -> None:
    states = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 0.0], [7.0, 1.0]])
    pairs = pair_up(states, [0, 1, 3], [1, 1, 0])
    assert pairs.shape == (3, 8)
    assert (pairs @ np.eye(8)).tolist() == [
        [1, 2, 3, 4, 3, 8, 0, 0],
        [3, 4, 3, 4, 9, 16, 0, 0],
        [7, 1, 1, 2, 7, 2, 4, 2],
    ]


def test_is_kept_with_the_model_and_silent_beside_other_vectors(tmp_path: Path) -> None:
    doc, one = told(), reader()
    model = EventModel(network(), ("NONE",), frozenset(), dates=network(a=1.0), reader=one)
    model.save(tmp_path / "events.npz")
    again = load_model(tmp_path / "events.npz")
    assert again is not None and again.reader is not None and again.places is None
    passage = make_passage(list(doc.sents), {3: "ARREST_DETAIN"}, [1])
    assert np.array_equal(again.reader.read(doc, [passage]), one.read(doc, [passage]))
    events, around = [(3, "ARREST_DETAIN")], [list(doc.sents)]
    whole = make_passage(list(doc.sents), {3: "ARREST_DETAIN"}, [])
    assert read_around(one, doc, events, around, []) == pytest.approx(one.read(doc, [whole]))
    assert read_around(None, doc, events, around, []) is None
    doc.vocab.reset_vectors(width=VECTOR + 1)
    assert read_around(one, doc, events, around, []) is None


def test_each_paragraph_is_read_once_with_all_its_events() -> None:
    doc, one = told(), reader()
    first, second = list(doc.sents)
    events = [(3, "ARREST_DETAIN"), (4, "INJURE"), (8, "INJURE")]
    states = read_around(one, doc, events, [[first], [first], [second]], [1])
    parts = [make_passage([first], {3: "ARREST_DETAIN", 4: "INJURE"}, [1]), make_passage([second], {8: "INJURE"}, [1])]
    assert states == pytest.approx(one.read(doc, parts))
    untold = read_around(one, doc, events[:1], [[first]], [1])
    assert untold is not None and not untold[6:].any(), "a paragraph without events is not read"
