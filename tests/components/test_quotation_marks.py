"""Which stretches stand in quotation marks: whatever the marks, nested, unbalanced, over several paragraphs."""

import pytest

from pipeline.components.quotation_marks import find_quoted

CASES = [
    ("curly", "He called it “a farce.”", ["a farce."]),
    ("straight", 'She said "no" and "never again" to him.', ["no", "never again"]),
    ("guillemets", "The judge called it « absurd » in court.", ["absurd"]),
    ("low opening", "They shouted „Out!“ at him.", ["Out!"]),
    ("nested single", "“He told us, ‘Go home,’ so we left.”", ["He told us, ‘Go home,’ so we left.", "Go home,"]),
    (
        "nested double",
        "the “Plan (i.e., the “Rwanda Plan”)”, a policy",
        ["Plan (i.e., the “Rwanda Plan”)", "Rwanda Plan"],
    ),
    ("single alone", "the workers were told to ‘negotiate’ alone", ["negotiate"]),
    ("plural possessive", "the workers’ union and the families’ lawyers", []),
    ("possessive inside single", "the ‘workers’ union’ was closed", ["workers’ union"]),
    ("decade", "in the ‘90s and the ’80s", []),
    ("inches", 'a 12" pipe and a "real" one', ["real"]),
    ("two openings", "It was “bad. “We go,” she said.", ["bad.", "We go,"]),
    ("closing mark typed as opening", "a “term“ of theirs", ["term"]),
    ("opening mark typed as closing", "a ”term” of theirs", ["term"]),
    ("no closing, whole paragraph", "“We went home. Nobody came.", ["We went home. Nobody came."]),
    ("no closing, one sentence", "He said “we go. She stayed.", ["we go."]),
    ("no opening", "The act is a farce” in his words.", ["The act is a farce"]),
    ("empty", "He wrote “” there.", []),
]


@pytest.mark.parametrize(("name", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_finds_what_stands_in_quotes(name: str, text: str, expected: list[str]) -> None:
    assert [text[q.start : q.end] for q in find_quoted(text)] == expected


def test_a_quotation_runs_on_from_the_paragraph_before() -> None:
    text = "Then they left.” He was silent."
    assert [text[q.start : q.end] for q in find_quoted(text, is_open=True)] == ["Then they left."]
