"""One Doc a report: the report's own text, nothing across a block, nothing annotated twice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import DocBin
from thinc.api import NumpyOps, get_current_ops

from pipeline import annotate
from pipeline.annotate import annotate_report, hash_pipeline
from pipeline.components.layout import Section, Sentence
from pipeline.layers import read_layer
from pipeline.matrix_ops import MatrixOps, matrix_ops
from pipeline.report import Block, Report


def make_report(doc_id: str, parts: list[tuple[str, str]], gap: str = "\n\n") -> Report:
    text, blocks = "", []
    for kind, words in parts:
        if text:
            text += gap
        blocks.append(Block(kind, len(text), len(text) + len(words), 2 if kind == "heading" else 0))
        text += words
    return Report(doc_id, f"{doc_id}.txt", "0", text, {"publisher": "Us"}, blocks)


PARTS = [
    ("heading", "Freedom of Assembly"),
    ("paragraph", "Police held Dr. Khan on January 4. He was freed"),
    ("paragraph", "The trial goes on."),
]


def test_a_heading_is_no_part_of_a_sentence(nlp: Language) -> None:
    report = make_report("a", PARTS)
    doc = annotate_report(nlp, report)
    assert doc.text == report.text
    sentences = [doc.text[s.start : s.end] for s in read_layer(doc, "sentences", Sentence)]
    assert sentences == [
        "Freedom of Assembly",
        "Police held Dr. Khan on January 4.",
        "He was freed",
        "The trial goes on.",
    ]
    assert [section.heading for section in read_layer(doc, "sections", Section)] == ["Freedom of Assembly"]
    for sentence in doc.sents:
        assert "\n\n" not in sentence.text.strip()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["heading", "paragraph", "caption"]), st.text(min_size=1, max_size=60).filter(str.strip)
        ),
        max_size=5,
    ),
    st.sampled_from(["\n\n", "\n", " ", " \r\n x "]),
)
def test_any_text_is_annotated_whole(blank: Language, parts: list[tuple[str, str]], gap: str) -> None:
    report = make_report("a", [(kind, " ".join(words.split())) for kind, words in parts], gap)
    doc = annotate_report(blank, report)
    assert doc.text == report.text
    for layer in [name for name in doc.user_data if isinstance(name, str) and name.startswith("layer:")]:
        for row in doc.user_data[layer]:
            assert 0 <= row["start"] <= row["end"] <= len(report.text)


def test_what_did_not_change_is_not_annotated_again(tmp_path: Path) -> None:
    reports = tmp_path / "reports.jsonl"
    out = tmp_path / "docs.list"
    one, two = make_report("one", PARTS), make_report("two", PARTS[:2])

    def write(*some: Report) -> None:
        reports.write_text("".join(report.to_json() + "\n" for report in some), encoding="utf-8")

    write(one, two)
    assert annotate.annotate(reports, out, "blank") == (2, 0)
    assert annotate.annotate(reports, out, "blank") == (0, 2)
    write(one, make_report("two", PARTS))
    assert annotate.annotate(reports, out, "blank") == (1, 1)
    write(one)
    assert annotate.annotate(reports, out, "blank") == (0, 1)
    assert [path.name.split(".")[0] for path in (tmp_path / "docs").iterdir()] == ["one"]
    listed = out.read_text().split()
    doc = next(iter(DocBin().from_disk(tmp_path / listed[0]).get_docs(spacy.blank("en").vocab)))
    assert doc.text == one.text
    assert doc.user_data["report"]["publisher"] == "Us"


def test_the_key_knows_lexicon_and_model(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{}")
    assert hash_pipeline() != hash_pipeline("blank") != hash_pipeline(str(tmp_path))
    before = hash_pipeline(str(tmp_path))
    (tmp_path / "meta.json").write_text('{"version": "2"}')
    assert hash_pipeline(str(tmp_path)) != before


def test_a_model_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "reports.jsonl").write_text(make_report("a", PARTS).to_json() + "\n", encoding="utf-8")
    monkeypatch.setattr(
        "sys.argv",
        ["annotate", str(tmp_path / "reports.jsonl"), str(tmp_path / "docs.list"), "--model", "en_no_such_model"],
    )
    assert annotate.main() == 2
    assert "en_no_such_model" in capsys.readouterr().err


@pytest.mark.parametrize("trans1", [False, True])
@pytest.mark.parametrize("trans2", [False, True])
def test_products_are_those_of_thinc(trans1: bool, trans2: bool) -> None:
    rng = np.random.default_rng(0)
    x, y = (rng.standard_normal((7, 7), dtype=np.float32) for _ in range(2))
    wanted = NumpyOps().gemm(x, y, trans1=trans1, trans2=trans2)
    assert np.allclose(MatrixOps().gemm(x, y, trans1=trans1, trans2=trans2), wanted, atol=1e-5)
    out = np.empty((7, 7), dtype=np.float32)
    assert MatrixOps().gemm(x, y, out, trans1, trans2) is out
    assert np.allclose(out, wanted, atol=1e-5)


def test_only_models_loaded_inside_multiply_so(nlp: Language) -> None:
    before = get_current_ops()
    with pytest.raises(KeyError), matrix_ops():
        raise KeyError
    assert get_current_ops() is before
    assert isinstance(nlp.get_pipe("ner").model.ops, MatrixOps)  # type: ignore[attr-defined]
