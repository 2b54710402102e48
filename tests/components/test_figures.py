"""Figures: every line of the lexicons, and marked sentences in which each figure is written as
``<surface|kind value modifier unit>``; on plain text, without a trained model."""

from __future__ import annotations

import re

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.components.figures import Figure, find_figures
from pipeline.lexicon import read_lexicon
from pipeline.tables.figures import figure_rows, write_number

PLAIN = spacy.blank("en")
MARK = re.compile(r"<(?P<surface>[^|<>]+)\|(?P<marks>[^<>]*)>")


def find(text: str, country: str = "") -> list[tuple[str, Figure]]:
    doc = PLAIN(text)
    return [(text[figure.start : figure.end], figure) for figure in find_figures(doc, country=country)]


def named(text: str, surface: str, country: str = "") -> Figure:
    found = [figure for words, figure in find(text, country) if words == surface]
    assert found, (surface, find(text, country))
    return found[0]


def write(figure: Figure) -> str:
    value = write_number(figure.value) or f"{write_number(figure.value_min)}..{write_number(figure.value_max)}"
    return " ".join(filter(None, (figure.kind, value, figure.modifier, figure.unit)))


@pytest.mark.parametrize("row", read_lexicon("modifiers.csv"), ids=lambda row: f"{row['modifier']} {row['pattern']}")
def test_modifier(row):
    assert named(row["example"], row["surface"]).modifier == row["modifier"]


@pytest.mark.parametrize("row", read_lexicon("units.csv"), ids=lambda row: row["unit"])
def test_unit(row):
    assert (row["kind"], row["unit"]) in [(figure.kind, figure.unit) for _, figure in find(row["example"])]


@pytest.mark.parametrize("row", read_lexicon("ages.csv"), ids=lambda row: row["example"])
def test_age(row):
    assert named(row["example"], row["surface"]).kind == "age"


@pytest.mark.parametrize("row", read_lexicon("not_figures.csv"), ids=lambda row: row["example"])
def test_no_figure(row):
    assert row["surface"] in row["example"]
    assert row["surface"] not in [surface for surface, _ in find(row["example"])]


@pytest.mark.parametrize("row", read_lexicon("currencies.csv"), ids=lambda row: row["code"])
def test_currency(row):
    """By its adjective, and alone in its own country."""
    assert [(figure.kind, figure.unit) for _, figure in find(row["example"])] == [
        ("money", row["code"])
    ] or "CFA" in row["example"]
    for country in row["countries"].split()[:1]:
        word = row["words"].split("|")[-1]
        if not word.startswith("dollar"):
            assert named(f"He was fined 5,000 {word} ($16).", "5,000", country).unit == row["code"]


@pytest.mark.parametrize("row", read_lexicon("currency_signs.csv"), ids=lambda row: row["sign"])
def test_currency_sign(row):
    code = "XOF" if row["code"] == "own" else row["code"]
    assert named(row["example"], "500", "MLI" if row["code"] == "own" else "").unit == code


@pytest.mark.parametrize(
    "marked",
    [
        "At least <232|count 232 at_least> people, including <19|count 19> security force members, died.",
        "He was fined <12.63 million|money 12630000 KZT> tenge ($<32,800|money 32800 USD>).",
        "They served between <5|duration 5 between day> and <15|duration 15 between day> days.",
        "They got <six|duration 6 year> and <five|duration 5 year> years in prison.",
        "He was held <nine|duration 9 day> days, <five|duration 5 day> of which were incommunicado.",
        "Girls ages <12-17|age 12..17 year> and boys as young as <11|age 11 at_least year> worked.",
        "Misha, <13|age 13 year>, who uses a wheelchair, spoke with a <three|count 3>-member panel.",
        "Between <70|percent 70 between percent> and <80|percent 80 between percent> percent worked informally.",
        "They used <one- to three|duration 1..3 month>-month contracts.",
        "Acts nearly <quadrupled|multiple 4 about> to <1,676|count 1676>, up from <436|count 436>.",
        "Numbers fell from <20,000|count 20000> to <5,000|count 5000> in <half|duration 0.5 hour> an hour.",
        "<Hundreds|count 200..999> of people fled; <millions|count 2000000..> need aid.",
        "It inspected <once|multiple 1 at_least> a year at least <18|measure 18 at_least mile> miles away.".replace(
            "once|multiple 1 at_least", "once|multiple 1"
        ),
        "For the <first|ordinal 1> time, a <17|measure 17 foot>-foot-high statue arrived.",
        "<One in five|count 0.2> women and <two-thirds|count 0.6667> of men voted.",
        "Maximum hours were set at <10|duration 10 at_most hour> per day, <48|duration 48 at_most hour> per week.",
        "It paid S$<4,500|money 4500 SGD> ($<3,200|money 3200 USD>) and NT$<133|money 133 TWD>.",
        "Article 19 identified <57|count 57> attacks; articles 12, 15, and 18 of Law 5/2012 and section 505(b) hold.",
        "Over <1.5m|count 1500000 more_than> people and <five|multiple 5> times the rate, <200|measure 200 m>m away.",
        "Twins aged <8|age 8 month> months in a cell of <3.5|measure 3.5 metre> by <2|measure 2 metre> metres.",
        "No one saw it, but <one|count 1> police officer did.",
        "<Thirty|count 30> of the country’s <36|count 36> states met on January 5 and 6 at 9:30.",
    ],
)
def test_marked(marked):
    text = MARK.sub(lambda match: match["surface"], marked)
    got = [(surface, write(figure)) for surface, figure in find(text)]
    assert got == [(match["surface"], match["marks"]) for match in MARK.finditer(marked)]


@pytest.mark.parametrize(
    ("text", "country", "unit"),
    [
        ("He was fined 500 pounds ($16).", "EGY", "EGP"),
        ("He was fined 500 pounds ($16).", "SSD", "SSP"),
        ("He was fined 500 Egyptian pounds.", "SDN", "EGP"),
        ("He was fined 500 pesos.", "PHL", "PHP"),
        ("He was fined 500 CFA francs.", "CMR", "XAF"),
        ("He was fined 500 CFA francs.", "MLI", "XOF"),
        ("He was fined 500 dinars.", "", "dinar"),
        ("He was fined 500 dollars.", "JAM", "USD"),
        ("He paid $4.50 XCD.", "GRD", "XCD"),
        ("He was fined 50,000-dinar ($70,000).", "JOR", "JOD"),
        ("He lifted 55 pounds of rice.", "MEX", "pound"),
    ],
)
def test_ambiguous_currency(text, country, unit):
    assert find(text, country)[0][1].unit == unit


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("At least 232 people, including 19 soldiers, died.", "19", "232"),
        ("Police arrested 16 men, nine of whom were charged.", "nine", "16"),
        ("Thirty of the country’s 36 states adopted it.", "Thirty", "36"),
        ("More than half (51 percent) of the 1,015 cases closed.", "half", "1,015"),
        ("Of the 23 candidates, only 14 were allowed.", "14", "23"),
        ("It killed 13 civilians, including four women and five men.", "five", "13"),
    ],
)
def test_part_of(text, part, whole):
    found = find(text)
    figure = named(text, part)
    assert found[figure.part_of][0] == whole


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("a fine of 2 million naira ($1,370)", [("1,370", "2 million")]),
        ("from R$50 to R$150 ($9 to $27)", [("9", "50"), ("27", "150")]),
        ("a wage of 650 euros, or $676", [("676", "650")]),
        ("a fine of 500 pesos and a bribe of $20", []),
    ],
)
def test_equivalent_of(text, pairs):
    found = find(text, "MEX")
    assert [(words, found[figure.equivalent_of][0]) for words, figure in found if figure.equivalent_of >= 0] == pairs


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("At least 232 people died.", 232, None),
        ("Up to 232 people died.", None, 232),
        ("About 232 people died.", None, None),
        ("Dozens of people died.", 24, 99),
        ("Only 232 people died.", 232, 232),
        ("Between 200 and 300 people died.", 200, 300),
    ],
)
def test_bounds(text, low, high):
    figure = find(text)[0][1]
    assert (figure.value_min, figure.value_max) == (low, high)


def tagged(text: str) -> Doc:
    """A Doc from ``word_TAG`` pairs, its spaces as between words and before none of the punctuation."""
    words, tags = zip(*(pair.rsplit("_", 1) for pair in text.split()), strict=True)
    spaces = [not (at + 1 == len(words) or words[at + 1] in ",.)-" or words[at] in "(-") for at in range(len(words))]
    return Doc(PLAIN.vocab, words=list(words), spaces=spaces, tags=list(tags))


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("over_IN 5,300_CD criminal_JJ investigations_NNS into_IN it_PRP", ["criminal investigations"]),
        ("3.6_CD million_CD internally_RB displaced_VBN persons_NNS in_IN Chad_NNP", ["internally displaced persons"]),
        ("670_CD women_NNS and_CC children_NNS from_IN camps_NNS", ["women and children"]),
        ("49_CD children_NNS and_CC young_JJ people_NNS with_IN them_PRP", ["children and young people"]),
        ("54_CD men_NNS ,_, women_NNS ,_, and_CC children_NNS fled_VBD", ["men, women, and children"]),
        ("54_CD men_NNS ,_, sources_NNS said_VBD", ["men"]),
        ("five_CD men_NNS ,_, two_CD women_NNS and_CC children_NNS", ["men", "women and children"]),
        ("36_CD “_`` activists_NNS and_CC bloggers_NNS ”_'' fled_VBD", ["activists and bloggers"]),
        ("10_CD people_NNS died_VBD and_CC four_CD fled_VBD", ["people", "people"]),
        ("dozens_NNS of_IN young_JJ men_NNS", ["young men"]),
        ("28_CD of_IN the_DT 32_CD states_NNS", ["states", "states"]),
        ("Thirty_CD of_IN the_DT country_NN ’s_POS 36_CD states_NNS", ["states", "states"]),
        ("36_CD deaths_NNS (_-LRB- 38_CD in_IN May_NNP )_-RRB-", ["deaths", "deaths"]),
        ("25_CD or_CC more_JJR full-time_JJ employees_NNS", ["full-time employees"]),
        ("three_CD men_NNS escape_NN", ["men"]),
        ("six_CD eight_CD -_HYPH hour_NN days_NNS", ["eight-hour days", "days"]),
        (
            "11_CD other_JJ politically_RB motivated_VBN criminal_JJ cases_NNS",
            ["other politically motivated criminal cases"],
        ),
        ("The_DT total_NN number_NN of_IN arrests_NNS was_VBD 15_CD", ["arrests"]),
        ("25_CD workers_NNS and_CC dozens_NNS of_IN guards_NNS", ["workers", "guards"]),
        ("237_CD girls_NNS ages_NNS 12-17_CD were_VBD married_VBN", ["girls", ""]),
    ],
)
def test_counted(text, counted):
    assert [figure.counted for figure in find_figures(tagged(text))] == counted


def test_rows():
    """A row has its sentence, and the ids of the figures and the duration it belongs to."""

    class Keys:
        doc_id = "d"
        text = "He got a five-year term; 232 people, including 19 soldiers, died."

        def sentence_id(self, start: int) -> str:
            return "s"

        def row_id(self, kind: str, start: int, end: int, extra: str = "") -> str:
            return f"{kind}:{start}-{end}"

    doc = PLAIN("He got a five-year term; 232 people, including 19 soldiers, died.")
    doc.user_data["layer:dates"] = [{"start": 9, "end": 18, "timex_type": "DURATION"}]
    from pipeline.layers import write_layer

    write_layer(doc, "figures", find_figures(doc))
    rows = list(figure_rows(doc, Keys()))  # type: ignore[arg-type]
    assert [row["text"] for row in rows] == ["five", "232", "19"]
    assert rows[0]["date_id"] == "date:9-18"
    assert rows[2]["part_of_figure_id"] == rows[1]["figure_id"] == "figure:25-28"
    for row in rows:
        assert doc.text[row["char_start"] : row["char_end"]] == row["text"]
        if row["counted"]:
            assert doc.text[row["counted_start"] : row["counted_end"]] == row["counted"]
