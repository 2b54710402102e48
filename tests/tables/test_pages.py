"""The pages show every row at its sentence, and take a report for data."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema import load_schema
from pipeline.tables.pages import make_index, make_report_page, mark_text

EVIL = '<script>alert("x")</script> & <img src=x onerror=alert(1)>'


def test_markup_in_a_report_is_text() -> None:
    sentence = {"sentence_id": "s1", "doc_id": "d", "section_id": "", "ord": 1, "paragraph": 1, "role": "paragraph"}
    sentence |= {"char_start": 0, "char_end": len(EVIL), "text": EVIL}
    date = {"date_id": "x", "doc_id": "d", "sentence_id": "s1", "text": EVIL[:8], "char_start": 0, "char_end": 8}
    rows = {"documents": [{"doc_id": "d", "title": EVIL}], "sentences": [sentence], "dates": [date]}
    page = make_report_page(load_schema(), rows)
    index = make_index(load_schema(), rows["documents"], [{"message": EVIL, "severity": "error"}], {})
    for text in (page, index):
        assert "<script" not in text
        assert "<img" not in text
        assert "script&gt;" in text
    assert 'id="s1"' in page


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(["a", "b"])), max_size=4),
)
def test_marks_change_no_character(text: str, marks: list[tuple[int, int, str]]) -> None:
    import html
    import re

    marked = mark_text(text, 0, [(min(s, e), max(s, e), kind) for s, e, kind in marks if max(s, e) <= len(text)])
    assert html.unescape(re.sub(r"</?mark[^>]*>", "", marked)) == text
