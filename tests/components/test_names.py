"""Names by what the recognizer tagged and what the rules make of it.

Sentences with marks: ``<LABEL name>`` is what must be found; ``tagged`` is what a recognizer is made to have tagged."""

from __future__ import annotations

import re

import pytest
import spacy
from spacy.tokens import Doc, Span

import pipeline.components  # noqa: F401
from pipeline.components.names import Mention, resolve_names
from pipeline.layers import read_layer
from pipeline.report import Block

MARK = re.compile(r"<([A-Z_]+) ([^<>]+)>")


def read_marks(marked: str) -> tuple[str, list[tuple[str, str]]]:
    """The sentence without its marks, and (label, name) of each."""
    return MARK.sub(r"\2", marked), MARK.findall(marked)


def find(text: str, tagged: dict[str, str], blocks: tuple[Block, ...] = ()) -> list[tuple[str, str]]:
    spans = [(text.index(name), text.index(name) + len(name), label) for name, label in tagged.items()]
    return [(m.label, text[m.start : m.end]) for m in resolve_names(text, sorted(spans), blocks)]


CASES = {
    "row of places": (
        "Some 23 died in <GPE Bungoma>, <GPE Homa Bay>, and <GPE Kisumu>.",
        {"Bungoma": "GPE", "Homa Bay": "PERSON", "Kisumu": "GPE"},
    ),
    "row that ends with a town": ("They crossed at <GPE Rigonce> and <GPE Dobova>; one died.", {"Rigonce": "GPE", "Dobova": "PERSON"}),
    "person with a town of his own": (
        "They charged him in <GPE Shymkent>, and <PERSON Darkhan Ualiyev> in <GPE Almaty>.",
        {"Shymkent": "GPE", "Darkhan Ualiyev": "PERSON", "Almaty": "GPE"},
    ),
    "body of one word in a row": (
        "Three men died in <GPE Ibb>, <GPE Amran>, and <GPE al-Mahwit>.",
        {"Ibb": "GPE", "Amran": "GPE", "al-Mahwit": "ORG"},
    ),
    "acronym in a row": ("It worked in <GPE Kabul> and <ORG UNAMA> helped.", {"Kabul": "GPE", "UNAMA": "ORG"}),
    "person who speaks": ("It rained in <GPE Almaty> and <PERSON Mamay> said so.", {"Almaty": "GPE", "Mamay": "PERSON"}),
    "longest name": ("The <ORG UN Working Group on Arbitrary Detention> wrote.", {"UN Working Group": "ORG"}),
    "list of topics": ("The <ORG Ministry of Labour, Migration and Employment> wrote.", {"Ministry of Labour": "ORG"}),
    "two ministries": (
        "The <ORG Ministry of Justice> and <ORG Ministry of Interior> met.",
        {"Ministry of Justice and Ministry of Interior": "ORG"},
    ),
    "country's court": ("<GPE Kazakhstan>’s <ORG Supreme Court> ruled.", {"Kazakhstan’s Supreme Court": "ORG"}),
    "people and ministry": (
        "The <NORP Moldovan> <ORG Ministry of Justice> ruled.",
        {"Moldovan Ministry of Justice": "ORG"},
    ),
    "office of another": ("<ORG Council of Europe’s Group of Experts> came.", {"Council of Europe": "ORG"}),
    "report of a body": (
        "See the <ORG Department of State>’s <WORK_OF_ART Trafficking in Persons Report> for more.",
        {"Department of State’s Trafficking in Persons Report": "ORG"},
    ),
    "role in the UN": (
        "<ORG UN> High Commissioner for Human Rights <PERSON Jane Okoro> spoke.",
        {"UN High Commissioner for Human Rights": "ORG", "Jane Okoro": "PERSON"},
    ),
    "article and possessive": ("It was <ORG Fundar>’s report.", {"Fundar’s": "ORG"}),
    "title": ("<PERSON Belqi> met them.", {"Belqi": "PERSON"}),
    "title inside": ("It freed Dr. <PERSON Jane Okoro> then.", {"Dr. Jane Okoro": "PERSON"}),
    "common word": ("Concerns persisted.", {"Concerns": "PERSON"}),
    "imperative": ("Amend <GPE Myanmar>’s laws.", {"Amend Myanmar": "PERSON"}),
    "two peoples": ("Many <NORP Pashtun> <NORP Pakistanis> left.", {"Pashtun Pakistanis": "PERSON"}),
    "language of a list": ("It is taught in <LANGUAGE Kazakh>, <LANGUAGE Uzbek>, and <LANGUAGE Russian>.", {}),
    "language by its noun": ("A <LANGUAGE Kurdish>-language channel.", {"Kurdish": "NORP"}),
    "people, not language": ("In <NORP Russian> prisons.", {"Russian": "NORP"}),
    "land of a people": ("They fought in <GPE Kachin>.", {"Kachin": "NORP"}),
    "money": ("A fine of 200 Rwandan francs or US$50, or CDF 7,075.", {"US": "GPE", "Rwandan": "NORP", "CDF": "ORG"}),
    "provision": ("Under <LAW section 505(b) of the Penal Code> he was held.", {"section 505": "LAW"}),
    "provisions": ("Under <LAW sections 10(a)>, <LAW 10(e)>, and <LAW 10(f)> he was held.", {}),
    "plain provisions": ("Repeal <LAW sections 12 to 16> now.", {}),
    "section of the report": ("Prisons were harsh (see section 6).", {"section 6": "LAW"}),
    "bare constitution": ("The constitution forbids it.", {}),
    "year before a law": ("The 2014 <LAW Care Act> applies.", {"2014 Care Act": "LAW"}),
    "year after a law": ("The <LAW Care Act 2014> applies.", {}),
    "hashtag": ("The <EVENT #EndSARS> protests.", {}),
    "outlet": ("The media outlet <ORG Tarno-Asia> closed.", {"Tarno-Asia": "FAC"}),
    "outlet's journalist": (
        "<ORG Belgi Tarno> journalist <PERSON Ana Diaz> left.",
        {"Belgi Tarno": "PERSON", "Ana Diaz": "PERSON"},
    ),
    "age": ("<PERSON Tarno>, 26, fled.", {"Tarno": "GPE"}),
    "village": ("The village of <GPE Tarno> burned.", {"Tarno": "PERSON"}),
    "regions": (
        "It is highest in the <GPE Tarno>, <GPE Upper Belqi>, and <GPE Volta> regions.",
        {"Upper Belqi": "ORG", "Tarno": "PERSON"},
    ),
    "credit": ("© 2022 <ORG AP Photo>/<PERSON Ana Diaz>", {"AP Photo/Ana Diaz": "ORG"}),
    "quoted title": ("The report, “<WORK_OF_ART On the Margins of Schools>,” says so.", {"Margins": "LOC"}),
    "surname": ("<PERSON Amina Belqi> left. Police held <PERSON Belqi>.", {"Amina Belqi": "PERSON"}),
    "acronym": ("The <ORG Tarno Belqi> (<ORG TBQ>) closed. <ORG TBQ> sued.", {"Tarno Belqi": "ORG"}),
    "given name": ("They held <PERSON Amina Tarno>.", {"Amina Tarno": "GPE"}),
    "joined name": ("They held <PERSON Nourah bint Said Tarno>.", {"Nourah": "PERSON", "Said Tarno": "PERSON"}),
    "force of a group": ("<ORG Houthi> forces left.", {"Houthi": "NORP"}),
    "nested place": ("The <ORG University of Nairobi> closed.", {"Nairobi": "GPE"}),
    "class word": ("He died in <FAC Luzira prison>.", {"Luzira": "GPE"}),
    "foreign body": ("<ORG Centro de Derechos Humanos Tarno> sued.", {"Centro de Derechos": "ORG"}),
}


@pytest.mark.parametrize("marked, tagged", CASES.values(), ids=CASES)
def test_case(marked: str, tagged: dict[str, str]) -> None:
    text, expected = read_marks(marked)
    assert find(text, tagged) == expected


def test_a_heading_is_no_name_but_a_name_inside_one_counts() -> None:
    text = "Civil Society\n\nKilling of Amina Belqi in Chad\n\nPolice killed Amina Belqi."
    blocks = (Block("heading", 0, 13, 2), Block("heading", 15, 45, 2), Block("paragraph", 47, len(text)))
    spans = [(0, 13, "ORG"), (15, 22, "ORG"), (26, 37, "PERSON"), (61, 72, "PERSON")]
    assert [(text[m.start : m.end], m.label) for m in resolve_names(text, spans, blocks)] == [
        ("Amina Belqi", "PERSON"),
        ("Chad", "GPE"),
        ("Amina Belqi", "PERSON"),
    ]


def test_a_run_in_heading_is_none_either() -> None:
    text = "Prison and Detention Center Conditions: Conditions in Chad were harsh."
    assert [(text[m.start : m.end]) for m in resolve_names(text, [(0, 38, "ORG")])] == ["Chad"]


def test_other_labels_are_dropped() -> None:
    text = "On Tuesday they left."
    assert resolve_names(text, [(3, 10, "DATE")]) == []


def test_component_writes_the_layer_and_the_entities() -> None:
    nlp = spacy.blank("en")
    component = nlp.create_pipe("reports_names")
    doc = Doc(
        nlp.vocab,
        words=["Penal", "Code", "section", "505(b", ")", "and", "the", "EU", "-Turkey", "deal"],
        spaces=[True, True, True, False, True, True, True, False, True, False],
    )
    doc.ents = [Span(doc, 7, 8, label="ORG")]
    doc = component(doc)  # type: ignore[operator]
    mentions = read_layer(doc, "mentions", Mention)
    assert [(doc.text[m.start : m.end], m.label) for m in mentions] == [
        ("Penal Code section 505(b)", "LAW"),
        ("EU", "ORG"),
        ("Turkey", "GPE"),
    ]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("Penal Code section 505(b)", "LAW"),
        ("EU", "ORG"),
        ("-Turkey", "GPE"),
    ]


def test_empty_and_nameless_texts() -> None:
    assert resolve_names("", []) == []
    assert resolve_names("\n\n", []) == []
    assert resolve_names("nothing here", []) == []


def test_the_number_of_a_heading_is_no_section_of_a_law() -> None:
    text = "Section 1. Life\n\nHe was charged under section 5 of the Press Act."
    blocks = (Block("heading", 0, 15, 2), Block("paragraph", 17, len(text)))
    found = [text[m.start : m.end] for m in resolve_names(text, (), blocks)]
    assert found == ["section 5 of the Press Act"]


def test_whoever_is_from_somewhere_is_from_a_place() -> None:
    text = "Police held Amina Belqi, an activist from Tarnow. He took it from Belqi."
    tagged = [(12, 23, "PERSON"), (42, 48, "PERSON"), (66, 71, "PERSON")]
    assert [m.label for m in resolve_names(text, tagged)] == ["PERSON", "GPE", "PERSON"]
