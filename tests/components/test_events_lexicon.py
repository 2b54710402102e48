"""Every line of the events' lexicons by its own example."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Token

from pipeline.components import trigger_lexicon
from pipeline.components.event_record import MODALITIES
from pipeline.components.modality import read_cues
from pipeline.components.stems import read_irregular_forms, stem
from pipeline.lexicon import read_lexicon

LINES = [line for lines in trigger_lexicon.read_triggers().values() for line in lines]
TYPES = {row["event_type"]: row for row in read_lexicon("event_types.csv")}


def types_of(tokens: list[Token], lemma: str) -> set[str]:
    key = stem(lemma.split()[-1])
    found = (trigger_lexicon.match_triggers(token) for token in tokens if stem(token.text) == key or "-" in lemma)
    return {line.event_type for lines in found for line in lines}


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.event_type}-{line.lemma}")
def test_line_is_well_formed(line: trigger_lexicon.Trigger) -> None:
    assert line.event_type in TYPES
    assert line.mode in TYPES[line.event_type]["modes"].split("|")
    assert line.pos in ("VERB", "NOUN", "ADJ")
    known = {"negated", "affirmed", "particle", "prep", "near", "not", "object", "subject", "of", "by", "certain"}
    assert {name for name, _ in line.frame} <= known
    stems = {stem(word.strip(".,")) for word in line.example.replace("-", " ").split()} | {
        stem(word.strip(".,")) for word in line.example.split()
    }
    assert stem(line.lemma.split()[-1]) in stems or stem(line.lemma) in stems


def test_examples_match(nlp: Language) -> None:
    """With the model that ships. A small parser reads some made-up sentences wrongly: one in twenty may fail."""
    wrong = []
    for line in LINES:
        tokens = list(nlp(line.example))
        if line.event_type not in types_of(tokens, line.lemma):
            wrong.append(f"{line.event_type} {line.lemma}: {line.example}")
        if line.counterexample and line.event_type in types_of(list(nlp(line.counterexample)), line.lemma):
            wrong.append(f"{line.event_type} {line.lemma} not: {line.counterexample}")
    assert len(wrong) <= len(LINES) / 20, wrong


@pytest.mark.parametrize("row", read_lexicon("events_cues.csv"), ids=lambda row: f"{row['modality']}-{row['cue']}")
def test_cue_stands_in_its_example(row: dict[str, str]) -> None:
    assert row["modality"] in MODALITIES
    assert stem(row["cue"]) in {stem(word.strip(".,")) for word in row["example"].split()}
    assert stem(row["cue"]) in read_cues()[row["modality"]]


def test_irregular_forms_have_one_base() -> None:
    for form, base in read_irregular_forms().items():
        assert stem(form) == stem(base)


@pytest.mark.parametrize(
    "forms",
    [
        "release releases released releasing",
        "deny denies denied denying",
        "kill kills killed killing",
        "shoot shot shooting",
    ],
)
def test_forms_share_a_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1
