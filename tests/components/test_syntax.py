"""Hand-built parses of the same sentences in both label schemes."""

from __future__ import annotations

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

from pipeline.components import syntax

VOCAB = English().vocab


def parse(lines: str) -> Doc:
    """A Doc from lines "word tag head(1-based, 0 = root) label"."""
    rows = [line.split() for line in lines.strip().splitlines()]
    heads = [int(row[2]) - 1 if row[2] != "0" else at for at, row in enumerate(rows)]
    return Doc(
        VOCAB, words=[row[0] for row in rows], tags=[row[1] for row in rows], heads=heads, deps=[row[3] for row in rows]
    )


PASSIVE = {
    "ud": """
        Two CD 2 nummod
        men NNS 4 nsubj:pass
        were VBD 4 aux:pass
        detained VBN 0 ROOT
        and CC 6 cc
        beaten VBN 4 conj
        by IN 8 case
        police NNS 4 obl:agent
        in IN 10 case
        Almaty NNP 4 obl
        . . 4 punct""",
    "clear": """
        Two CD 2 nummod
        men NNS 4 nsubjpass
        were VBD 4 auxpass
        detained VBN 0 ROOT
        and CC 4 cc
        beaten VBN 4 conj
        by IN 4 agent
        police NNS 7 pobj
        in IN 4 prep
        Almaty NNP 9 pobj
        . . 4 punct""",
}
REPORTED = {
    "ud": """
        Lawyers NNS 2 nsubj
        said VBD 0 ROOT
        police NNS 6 nsubj
        did VBD 6 aux
        not RB 6 advmod
        arrest VB 2 ccomp
        the DT 9 det
        young JJ 9 amod
        men NNS 6 obj
        who WP 11 nsubj
        protested VBD 9 acl:relcl""",
    "clear": """
        Lawyers NNS 2 nsubj
        said VBD 0 ROOT
        police NNS 6 nsubj
        did VBD 6 aux
        not RB 6 neg
        arrest VB 2 ccomp
        the DT 9 det
        young JJ 9 amod
        men NNS 6 dobj
        who WP 11 nsubj
        protested VBD 9 relcl""",
}
NOMINAL = {
    "ud": """
        Mamay NNP 3 nmod:poss
        's POS 1 case
        arrest NN 9 nsubj
        by IN 5 case
        police NNS 3 nmod
        without IN 7 case
        warrants NNS 3 nmod
        was VBD 9 cop
        illegal JJ 0 ROOT""",
    "clear": """
        Mamay NNP 3 poss
        's POS 1 case
        arrest NN 8 nsubj
        by IN 3 prep
        police NNS 4 pobj
        without IN 3 prep
        warrants NNS 6 pobj
        was VBD 0 ROOT
        illegal JJ 8 acomp""",
}

both = pytest.mark.parametrize("scheme", ["ud", "clear"])


@both
def test_passive_clause(scheme: str) -> None:
    doc = parse(PASSIVE[scheme])
    detained, beaten = doc[3], doc[5]
    assert syntax.is_passive(detained) and syntax.is_passive(beaten)
    assert syntax.passive_subject(detained) == doc[1]
    assert syntax.passive_subject(beaten) == doc[1]
    assert syntax.subject(detained) is None
    assert syntax.agent(detained) == doc[7]
    assert syntax.prepositional(detained, {"in", "at"}) == [doc[9]]
    assert syntax.conjuncts(detained) == [detained, beaten]
    assert syntax.clause_head(doc[9]) == detained
    start, end = syntax.noun_phrase(doc[1])
    assert doc.text[start:end] == "Two men"
    assert syntax.count_of(doc[1]) == doc[0]


@pytest.mark.parametrize(
    ("rows", "phrase"),
    [
        ("a DT 4 det;Lagos NNP 3 compound;based VBN 4 amod;group NN 0 ROOT", "Lagos based group"),
        ("a DT 5 det;19 CD 3 nummod;year NN 4 obl:unmarked;old JJ 5 amod;man NN 0 ROOT", "19 year old man"),
        ("human JJ 2 amod;rights NNS 3 compound;lawyers NNS 0 ROOT", "human rights lawyers"),
        ("very RB 2 advmod;young JJ 3 amod;men NNS 0 ROOT", "young men"),
        ("at IN 3 case;least JJS 3 nmod;10 CD 4 nummod;men NNS 0 ROOT", "10 men"),
        ("Omar NNP 3 nmod:poss;'s POS 1 case;brother NN 0 ROOT", "brother"),
        ("only RB 3 advmod;armed JJ 3 amod;men NNS 0 ROOT", "armed men"),
        (
            "nearly RB 4 advmod;two CD 3 compound;hundred CD 4 compound;thousand CD 5 nummod;men NNS 0 ROOT",
            "two hundred thousand men",
        ),
        ("more JJR 2 amod;men NNS 0 ROOT;than IN 4 case;police NNS 1 obl", "more men"),
        ("internally RB 2 advmod;displaced VBN 3 amod;people NNS 0 ROOT", "internally displaced people"),
        ("a DT 2 det;dozen NN 3 nmod;men NNS 0 ROOT", "dozen men"),
    ],
)
def test_noun_phrases_are_whole(rows: str, phrase: str) -> None:
    doc = parse(rows.replace(";", "\n"))
    start, end = syntax.noun_phrase(next(token for token in doc if token.dep_ == "ROOT"))
    assert doc.text[start:end] == phrase


@both
def test_reported_negated_clause_and_relative(scheme: str) -> None:
    doc = parse(REPORTED[scheme])
    arrest, protested = doc[5], doc[10]
    assert syntax.is_negated(arrest) and not syntax.is_passive(arrest)
    assert syntax.subject(arrest) == doc[2]
    assert syntax.objects(arrest) == [doc[8]]
    assert syntax.clause_governors(arrest) == [("ccomp", doc[1])]
    assert syntax.antecedent(protested) == doc[8]
    assert syntax.relative_reference(doc[9]) == doc[8]
    start, end = syntax.noun_phrase(doc[8])
    assert doc.text[start:end] == "young men"
    start, end = syntax.full_phrase(doc[8])
    assert doc.text[start:end] == "young men who protested"


@both
def test_nominal_action(scheme: str) -> None:
    doc = parse(NOMINAL[scheme])
    arrest = doc[2]
    assert syntax.possessor(arrest) == doc[0]
    assert syntax.agent(arrest) == doc[4]
    assert syntax.is_negated(doc[6])
    assert ("by", doc[4]) in syntax.obliques(arrest)


def test_names_keep_their_parts() -> None:
    doc = parse("""
        Police NNS 2 nsubj
        detained VBD 0 ROOT
        activist NN 2 obj
        Zhanbolat NNP 3 appos
        Mamay NNP 4 flat
        yesterday NN 2 obl:unmarked""")
    start, end = syntax.noun_phrase(doc[3])
    assert doc.text[start:end] == "Zhanbolat Mamay"


def test_control() -> None:
    doc = parse("""
        Police NNS 2 nsubj
        tried VBD 0 ROOT
        to TO 4 mark
        detain VB 2 xcomp
        him PRP 4 obj""")
    assert syntax.subject(doc[3]) == doc[0]
    assert syntax.marker(doc[3]) == "to"
    assert syntax.is_pronoun(doc[4])


def test_unparsed_doc_gives_nothing() -> None:
    doc = English()("Police detained two men in Almaty.")
    assert not syntax.is_parsed(doc)
    for token in doc:
        assert syntax.subject(token) is None
        assert syntax.objects(token) == []
        assert syntax.agent(token) is None
        assert syntax.clause_governors(token) == []
        assert syntax.clause_head(token) == token
        assert not syntax.is_passive(token)
        start, end = syntax.noun_phrase(token)
        assert doc.text[start:end] == token.text


def test_what_is_joined_to_a_part_of_a_name_is_joined_to_the_name() -> None:
    doc = parse("""
        Boko NNP 6 nsubj
        Haram NNP 1 flat
        and CC 4 cc
        Alpha NNP 2 conj
        both DT 6 advmod
        fought VBD 0 ROOT""")
    assert syntax.first_conjunct(doc[3]).text == "Boko"
    assert syntax.first_conjunct(doc[1]).text == "Haram"
