"""The shipped model: it loads alone, is small, and reads sentences of the reports' kind (written for this test)."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from pipeline.training.composed import compose_sentences
from pipeline.training.corpora import (
    LABELS,
    Word,
    find_surface,
    place_mentions,
    read_sentences,
    read_treebank,
    syntax_doc,
)
from pipeline.training.evaluate import as_spans, count_names, predicted_spans, score_names, score_syntax
from pipeline.training.examples import HERE, UNKNOWN, read_silver
from pipeline.training.train import keep_strings

MODEL = Path(__file__).parent.parent / "pipeline" / "model"
TAGS = [
    "IN",
    "DT",
    "NN",
    "NNS",
    "NNP",
    "JJ",
    "JJR",
    "JJS",
    "RB",
    "CD",
    "VBD",
    "VBN",
    "VB",
    "VBG",
    "CC",
    "WP",
    "PRP$",
    ",",
    ".",
]
LARGEST = 25 * 10**6
NAMES_FLOOR = 84.0
SYNTAX_FLOORS = {"tag_acc": 93.0, "dep_uas": 84.0, "dep_las": 80.0}

# sentence, its names in order
NAMED = [
    (
        "On March 4 police in Dushanbe detained Farrukh Nazarov, a lawyer for the Civic Forum.",
        "GPE:Dushanbe PERSON:Farrukh_Nazarov ORG:Civic_Forum",
    ),
    (
        "The Supreme Court upheld the verdict against Aung Min Thu.",
        "ORG:Supreme_Court PERSON:Aung_Min_Thu",
    ),
    (
        "Amnesty International and the UN Human Rights Council called on Turkmenistan to release him.",
        "ORG:Amnesty_International ORG:UN_Human_Rights_Council GPE:Turkmenistan",
    ),
    (
        "The Ministry of Justice denied that Uzbek authorities had tortured detainees.",
        "ORG:Ministry_of_Justice NORP:Uzbek",
    ),
    (
        "Parliament amended article 12 of the Criminal Code in November.",
        "ORG:Parliament LAW:article_12_of_the_Criminal_Code",
    ),
    (
        "Detainees at Kilima Prison said that guards beat them.",
        "FAC:Kilima_Prison",
    ),
    (
        "Fatima al-Zahra Mansour, a Kurdish journalist, fled to Germany.",
        "PERSON:Fatima_al-Zahra_Mansour NORP:Kurdish GPE:Germany",
    ),
    (
        "In Mali and Burkina Faso armed groups killed dozens of civilians.",
        "GPE:Mali GPE:Burkina_Faso",
    ),
    (
        "The European Union imposed sanctions on officials in Belarus.",
        "ORG:European_Union GPE:Belarus",
    ),
    (
        "The Internal Security Act allows detention without trial, Human Rights Watch said.",
        "LAW:Internal_Security_Act ORG:Human_Rights_Watch",
    ),
    (
        "President Kwabena Osei met opposition leaders in Kumasi.",
        "PERSON:Kwabena_Osei GPE:Kumasi",
    ),
    (
        "Rohingya refugees from Myanmar live in camps in Bangladesh.",
        "NORP:Rohingya GPE:Myanmar GPE:Bangladesh",
    ),
]
HEADINGS = ["Freedom of Expression", "Civil Society", "Women's Rights", "Prison Conditions", "Key International Actors"]
# sentence, dependent word, label, head word
PARSED = [
    ("Three activists were arrested by the police in May.", "activists", "nsubj:pass", "arrested"),
    ("Three activists were arrested by the police in May.", "police", "obl:agent", "arrested"),
    ("The court sentenced the lawyer to six years in prison.", "lawyer", "obj", "sentenced"),
    ("The court sentenced the lawyer to six years in prison.", "years", "obl", "sentenced"),
    ("Soldiers shot protesters and burned houses.", "burned", "conj", "shot"),
    ("The man who had led the protest was released.", "led", "acl:relcl", "man"),
    ("The government did not investigate the killings.", "government", "nsubj", "investigate"),
    ("Authorities denied that officers had beaten the detainees.", "beaten", "ccomp", "denied"),
]
LEMMAS = [("Police beat and detained two women.", ["police", "beat", "and", "detain", "two", "woman", "."])]


@pytest.fixture(scope="module")
def model() -> Language:
    return spacy.load(MODEL)


def test_size() -> None:
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) <= LARGEST


def test_parts(model: Language) -> None:
    assert {"tagger", "morphologizer", "trainable_lemmatizer", "parser", "ner"} <= set(model.pipe_names)
    assert "nsubj:pass" in model.get_pipe("parser").labels


def gold_names(text: str, marks: str) -> set[tuple[str, int, int]]:
    pairs = [mark.split(":") for mark in marks.split()]
    return as_spans(place_mentions(text, [(label, name.replace("_", " ")) for label, name in pairs]))


def test_names_floor(model: Language) -> None:
    scores = count_names((gold_names(text, marks), predicted_spans(model(text))) for text, marks in NAMED)
    assert scores["all"]["f"] >= 85, scores


def test_headings_hold_no_name(model: Language) -> None:
    assert [heading for heading in HEADINGS if model(heading).ents] == []


def test_syntax_floor(model: Language) -> None:
    wrong = []
    for text, word, label, head in PARSED:
        token = next(token for token in model(text) if token.text == word)
        if (token.dep_, token.head.text) != (label, head):
            wrong.append((word, token.dep_, token.head.text))
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize(("text", "lemmas"), LEMMAS)
def test_lemmas(model: Language, text: str, lemmas: list[str]) -> None:
    assert [token.lemma_ for token in model(text)] == lemmas


def test_same_text_same_result(model: Language) -> None:
    text = NAMED[0][0]
    assert predicted_spans(model(text)) == predicted_spans(next(iter(model.pipe([text]))))


def test_held_back_names(model: Language, shared: Path) -> None:
    assert score_names(model, shared / "corpus")["both publishers"]["all"]["f"] >= NAMES_FLOOR


def test_treebank(model: Language, shared: Path) -> None:
    path = shared / "corpus" / "ud" / "syn-dev.conllu.gz"
    scores = score_syntax(model, read_treebank(path, model.vocab, group=1), own_tokens=False)
    assert all(scores[key] >= floor for key, floor in SYNTAX_FLOORS.items()), scores


def test_surface_is_a_whole_word() -> None:
    assert find_surface("Malian troops in Mali", "Mali", 0) == 17


def test_multiword_tokens_keep_their_spelling(tmp_path: Path) -> None:
    rows = [
        "1-2\tdidn’t\t_\t_\t_\t_\t_\t_\t_\t_",
        "1\tdid\tdo\tAUX\tVBD\t_\t3\taux\t_\t_",
        "2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_",
        "3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No",
        "4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_",
        "",
    ]
    path = tmp_path / "one.conllu.gz"
    path.write_bytes(gzip.compress("\n".join(rows).encode()))
    doc = syntax_doc(spacy.blank("en").vocab, read_sentences(path))
    assert [token.text for token in doc] == ["did", "n’t", "go", "."]
    assert doc.text == "didn’t go. "


def test_composed_sentences_are_trees() -> None:
    words = [Word(text="x", lemma="x", pos="X", tag=tag, morph="", head=0, dep="ROOT", space=True) for tag in TAGS]
    for sentence in compose_sentences([words], 200):
        roots = [i for i, word in enumerate(sentence) if word.head == i]
        assert len(roots) == 1 and sentence[roots[0]].dep == "ROOT"
        arcs = [tuple(sorted((i, word.head))) for i, word in enumerate(sentence)]
        assert not any(a < c < b < d for a, b in arcs for c, d in arcs)


def test_silver_is_standoff() -> None:
    silver = read_silver(HERE / "silver_reports.names.gz")
    assert len(silver) > 5000
    assert {label for named in silver.values() for label, _ in named} <= {*LABELS, UNKNOWN}


def test_a_model_is_shipped_without_the_words_of_its_training(tmp_path: Path) -> None:
    nlp = spacy.load(MODEL)
    text = "Zvonimirka's brothers were being held in Qyzylqaynar."
    before = nlp(text)
    nlp.to_disk(tmp_path / "model")
    keep_strings(nlp, tmp_path / "model")
    shipped = spacy.load(tmp_path / "model")
    assert "Zvonimirka" in nlp.vocab.strings
    assert "Zvonimirka" not in shipped.vocab.strings
    assert [
        (token.text, token.lemma_, token.tag_, token.dep_, str(token.morph), token.ent_type_) for token in shipped(text)
    ] == [(token.text, token.lemma_, token.tag_, token.dep_, str(token.morph), token.ent_type_) for token in before]
