"""Events in sentences with inline marks, and the parts that do not need the trained model on hand-built parses."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.components.dates import DateExpression
from pipeline.components.event_candidates import Candidate, list_candidates, split_paragraphs
from pipeline.components.event_circumstances import is_later, is_of_number_beside, is_of_occasion, set_dates, set_places
from pipeline.components.event_content import find_same
from pipeline.components.event_date_features import Told, choose_dates, date_features, tell_events
from pipeline.components.event_dates import Dated, find_date, list_date_options, list_dates, split_dates
from pipeline.components.event_features import first_features
from pipeline.components.event_found import SHIPPED, Found, Thresholds
from pipeline.components.event_model import MODALITIES, PARTS_PLAYED, Decision, EventModel
from pipeline.components.event_place_features import place_features, tell_places
from pipeline.components.event_places import PlaceOption, find_inside, find_joined, list_place_options
from pipeline.components.event_record import Event, participant
from pipeline.components.event_ties import bracket_of, features_of_brackets, features_of_shared
from pipeline.components.events import MODEL, decide, find_events, rate_phrases, read_events, trigger_span
from pipeline.components.feature_network import AT_ONCE, FeatureNetwork
from pipeline.components.modality import decide_modality, find_recommended
from pipeline.components.participant_phrases import Phrase, holds_name, is_named_again, is_told_by
from pipeline.components.participants import list_phrases
from pipeline.components.references import refer, refer_to_bodies
from pipeline.components.trigger_checks import is_mere_step, move_to_verbs
from tests.components.test_syntax import parse

MARK = re.compile(r"<(\w+)(?: ([^>]*))?>(.*?)</>")

SENTENCES = [
    "Police <ARREST_DETAIN actor=Police target=activists>arrested</> two activists in Almaty.",
    "Two men were <ARREST_DETAIN target=men>detained</> by soldiers on May 5.",
    "The court <CONVICT_SENTENCE actor=court target=Omar>sentenced</> Adam Omar to two years in prison.",
    "Soldiers <KILL_DEATH actor=Soldiers target=civilians>killed</> 10 civilians.",
    "Guards <TORTURE_ILLTREAT actor=Guards target=him|prisoner>beat</> the prisoner.",
    "The committee <CALL_DEMAND actor=committee>urged</> the government to act.",
    "Prosecutors <CHARGE_PROSECUTE actor=Prosecutors target=journalists>charged</> three journalists with defamation.",
    "Authorities <RELEASE actor=Authorities target=activists>released</> five activists in June.",
]


def read_marks(marked: str) -> tuple[str, list[tuple[str, str, dict[str, str]]]]:
    """The sentence without marks, and ``(type, trigger, parts)`` of each mark."""
    wanted = [(m[1], m[3], dict(part.split("=") for part in (m[2] or "").split())) for m in MARK.finditer(marked)]
    return MARK.sub(lambda m: m[3], marked), wanted


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentence(nlp: Language, marked: str) -> None:
    if not MODEL.exists():
        pytest.skip("needs the trained event model")
    text, wanted = read_marks(marked)
    events = read_events(nlp(text))
    for event_type, trigger, parts in wanted:
        event = next((e for e in events if (e.event_type, e.text) == (event_type, trigger)), None)
        assert event is not None, [(e.event_type, e.text) for e in events]
        for role, names in parts.items():
            found = [one["text"].split()[-1] for one in (event.actors if role == "actor" else event.targets)]
            assert set(found) & set(names.split("|")), (role, found)


def test_offsets_are_those_of_the_text(nlp: Language) -> None:
    text = "Officials said police beat Adam Omar in Baku on May 5, 2021. He was then charged with theft."
    doc = nlp(text)
    for event in read_events(doc):
        assert text[event.start : event.end] == event.text
        for one in event.actors + event.targets:
            assert text[one["start"] : one["end"]] == one["text"]


def test_no_model_and_no_parse_give_nothing() -> None:
    doc = English()("Police arrested two men.")
    assert find_events(doc, None) == []
    network = FeatureNetwork(
        {}, *(np.zeros((0, 1)),) * 1, np.zeros(0), np.zeros((0, 1)), np.zeros(1), np.zeros((1, 10)), np.zeros(10)
    )
    assert find_events(doc, EventModel(network, ("KILL_DEATH", "NONE"), frozenset())) == []


def test_model_gives_shares() -> None:
    n = 2 + len(MODALITIES) + 2
    network = FeatureNetwork(
        {"l=arrest": 0},
        np.array([[127]], dtype=np.int8),
        np.array([1 / 127]),
        np.zeros((0, 1)),
        np.zeros(1),
        np.ones((1, n)),
        np.zeros(n),
    )
    decision = EventModel(network, ("ARREST_DETAIN", "NONE"), frozenset({"arrest"})).decide(
        [["l=arrest"]], np.zeros((1, 0))
    )[0]
    assert decision.event_type == "ARREST_DETAIN"
    assert decision.probability == pytest.approx(0.5)
    assert sum(decision.modality.values()) == pytest.approx(1)


def make_doc(text: str) -> Doc:
    return parse(text)


def test_imperative_is_recommended() -> None:
    doc = make_doc("""
        Repeal VB 0 ROOT
        the DT 3 det
        law NN 1 obj
        . . 1 punct""")
    assert find_recommended(doc[0]) == "LAW_POLICY"


def test_duty_is_demanded() -> None:
    doc = make_doc("""
        Officials NNS 3 nsubj
        should MD 3 aux
        investigate VB 0 ROOT
        the DT 5 det
        killing NN 3 obj
        . . 3 punct""")
    assert find_recommended(doc[2]) == "INVESTIGATE"


def test_pronoun_stands_for_the_nearest_person() -> None:
    doc = make_doc("""
        Police NNS 2 nsubj
        detained VBD 0 ROOT
        Adam NNP 2 obj
        Omar NNP 3 flat
        and CC 7 cc
        he PRP 7 nsubj
        died VBD 2 conj""")
    doc.set_ents([doc.char_span(16, 25, label="PERSON")])
    assert refer(doc[5]) == doc[2]
    assert refer(doc[2]) == doc[2]


def test_same_act_told_twice() -> None:
    one = Event(0, 4, "died", "KILL_DEATH", targets=[participant(5, 9, "10 people")])
    two = Event(50, 54, "dead", "KILL_DEATH", targets=[participant(60, 69, "10 people")], date_value="2022-01")
    other = Event(90, 94, "died", "KILL_DEATH", targets=[participant(95, 99, "six people")])
    assert find_same([one, two, other]) == [-1, 0, -1]


def test_own_date_before_that_of_the_sentence() -> None:
    doc = make_doc("""
        In IN 2 case
        May NNP 4 obl
        police NNS 4 nsubj
        arrested VBD 0 ROOT
        Omar NNP 4 obj
        and CC 7 cc
        charged VBD 4 conj
        him PRP 7 obj
        in IN 10 case
        June NNP 7 obl""")
    empty = ("",) * 7
    records = [
        DateExpression(token.idx, token.idx + len(token), "DATE", value, *empty, -1, -1, "", "")
        for token, value in ((doc[1], "2021-05"), (doc[9], "2021-06"))
    ]
    dates = list_dates(doc, records)
    sentences = list(doc.sents)
    found = [find_date(doc[at], dates, sentences, "ARREST_DETAIN")[0] for at in (3, 6)]
    assert [date.value if date else "" for date in found] == ["2021-05", "2021-06"]


def told_story() -> tuple[Doc, list[Dated]]:
    """Two sentences of a story with a date in the first, and the dates."""
    doc = make_doc("""
        In IN 2 case
        May NNP 4 obl
        police NNS 4 nsubj
        arrested VBD 0 ROOT
        Omar NNP 4 obj
        . . 4 punct
        He PRP 9 nsubj:pass
        was VBD 9 aux:pass
        beaten VBN 0 ROOT
        in IN 11 case
        Lagos NNP 9 obl
        . . 9 punct""")
    empty = ("",) * 7
    records = [DateExpression(doc[1].idx, doc[1].idx + 3, "DATE", "2021-05", *empty, -1, -1, "", "")]
    return doc, list_dates(doc, records)


def test_date_options_name_their_place() -> None:
    doc, dates = told_story()
    sentences = list(doc.sents)
    own = list_date_options(doc[3], dates, sentences)
    assert [(one.date.value, one.back, one.basis) for one in own] == [("2021-05", 0, "own")]
    later = list_date_options(doc[8], dates, sentences)
    assert [(one.date.value, one.back, one.basis) for one in later] == [("2021-05", 1, "paragraph")]
    assert "first=he" in date_features(Told(doc[8], "TORTURE_ILLTREAT", "asserted", None, None), later[0], later)


def make_found(doc: Doc, at: int, event_type: str, bias: float) -> tuple[Event, Found, FeatureNetwork]:
    """An event at one token, as it was found, and a network that rates all its options alike."""
    network = flat_network([], 0, np.zeros((1, 1)))
    network.output_bias[:] = bias
    event = Event(doc[at].idx, doc[at].idx + len(doc[at]), doc[at].text, event_type)
    return event, Found(doc[at], event_type, "asserted", False, "model", 0.9), network


def date_event(doc: Doc, at: int, event_type: str, dates: list[Dated], bias: float, threshold: float = 0.5) -> Event:
    """An event with the date that a network gives it which rates all alike."""
    event, found, network = make_found(doc, at, event_type, bias)
    model = EventModel(network, ("NONE",), frozenset(), dates=network)
    set_dates([event], [found], [list(doc.sents)], dates, model, threshold, None)
    return event


def test_trained_network_decides_on_the_date() -> None:
    """A network that says yes to any date of the sentence before gives it to "beaten"; one that says no does not."""
    doc, dates = told_story()
    for bias, value in ((5.0, "2021-05"), (-5.0, "")):
        event = date_event(doc, 8, "TORTURE_ILLTREAT", dates, bias)
        assert (event.date_value, event.date_basis) == (value, "paragraph" if value else "")


def test_the_year_of_a_number_beside_is_no_date_of_the_act() -> None:
    """A network that would take any year takes the one that is not set beside in brackets, with all that is left."""
    words = "In 2023 they reported 36 deaths ( 38 in 2022 ) .".split()
    doc = Doc(English().vocab, words, heads=[1, 3, 3, 3, 5, 3, 7, 5, 9, 7, 7, 3],
              deps=["case", "obl", "nsubj", "ROOT", "nummod", "obj", "punct", "appos", "case", "nmod", "punct", "punct"])  # fmt: skip
    records = [
        DateExpression(doc[at].idx, doc[at].idx + 4, "DATE", doc[at].text, *("",) * 7, -1, -1, "", "") for at in (1, 9)
    ]
    event = date_event(doc, 5, "KILL_DEATH", list_dates(doc, records), 5.0, threshold=0.9)
    assert event.date_value == "2023", "the half that it would have had beside 2022 is not enough"
    assert is_of_number_beside(doc[9], doc[5])
    assert not is_of_number_beside(doc[9], doc[7]), "both stand in the brackets"
    assert not is_of_number_beside(doc[1], doc[5])


def flat_network(names: list[str], weight: float, outputs: np.ndarray, dense: int = 0) -> FeatureNetwork:
    """One hidden unit: ``weight`` for each of ``names`` that is there, and for each column beside them."""
    return FeatureNetwork(
        {name: at for at, name in enumerate(names)},
        np.ones((len(names), 1), np.int8),
        np.full(len(names), weight, np.float32),
        np.full((dense, 1), weight, np.float32),
        np.zeros(1, np.float32),
        outputs.astype(np.float32),
        np.zeros(outputs.shape[1], np.float32),
    )


def test_unlikely_words_are_ruled_out_by_their_first_features() -> None:
    doc, _ = told_story()
    nothing = flat_network([], 0, np.zeros((1, 1)))
    model = EventModel(nothing, ("NONE",), frozenset(), first=flat_network(["w=arrested"], 1, np.array([[-9, 9]])))
    words = [first_features(doc[at]) for at in (3, 8)]
    assert model.is_likely(words) == [True, True], "without a word against it half of the chances are left"
    model = EventModel(nothing, ("NONE",), frozenset(), first=flat_network(["w=arrested"], 1, np.array([[9, -9]])))
    assert model.is_likely(words) == [False, True]
    kept = list_candidates(
        split_paragraphs(doc), None, keep=lambda words, first: [word.text == "beaten" for word in words]
    )
    (candidate,) = kept
    assert candidate.token.text == "beaten"
    assert set(candidate.first) < set(candidate.features)
    alone = {c.token.text: c.features for c in list_candidates(split_paragraphs(doc), None)}
    assert alone["beaten"] == candidate.features, "what is ruled out before it changes nothing"


def test_vectors_of_another_width_say_nothing() -> None:
    model = EventModel(flat_network([], 0, np.zeros((1, 1))), ("NONE",), frozenset())
    model.phrases = flat_network([], 1, np.ones((1, 4)), dense=2)
    (with_vectors,) = model.rate([[]], np.ones((1, 2), np.float32))
    (without,) = model.rate([[]], np.ones((1, 3), np.float32))
    actor = PARTS_PLAYED.index("actor")
    assert with_vectors[actor] > 0.85
    assert without[actor] == 0.5


@pytest.mark.parametrize(("text", "names"), [("(Lagos) – Police shot Omar in Abuja.", ["Abuja"]),
                                             ("Police (Lagos) – they shot Omar in Abuja.", ["Lagos", "Abuja"])])  # fmt: skip
def test_a_dateline_is_no_place_of_events(text: str, names: list[str]) -> None:
    words = English()(text)
    shot = next(word.i for word in words if word.text == "shot")
    doc = Doc(
        words.vocab,
        [word.text for word in words],
        [bool(word.whitespace_) for word in words],
        heads=[shot] * len(words),
        deps=["ROOT" if word.i == shot else "dep" for word in words],
    )
    doc.set_ents([doc.char_span(text.index(name), text.index(name) + 5, "GPE") for name in ("Lagos", "Abuja")])
    trigger = doc[shot]
    assert [option.name.text for option in list_place_options(trigger, list(doc.sents))] == names


def place_row(text: str, joined: dict[str, str]) -> list[PlaceOption]:
    """The places of a sentence whose verb is its second word; ``joined`` are the names that the grammar joins to another
    one, and a name told again is joined to its first telling (all others hang on the verb)."""
    names = ["Almaty", "Kazakhstan", "Shymkent", "Taraz"]
    words = English()(text)
    at: dict[str, int] = {}
    for word in words:
        at.setdefault(word.text, word.i)
    heads = [at[joined.get(word.text, word.text)] if word.text in names else 1 for word in words]
    heads = [head if head != word.i else 1 for head, word in zip(heads, words, strict=True)]
    deps = ["ROOT" if word.i == 1 else "dep" if head == 1 else "conj" for head, word in zip(heads, words, strict=True)]
    doc = Doc(words.vocab, [word.text for word in words], [bool(word.whitespace_) for word in words], heads=heads, deps=deps)  # fmt: skip
    doc.set_ents([Span(doc, word.i, word.i + 1, "GPE") for word in words if word.text in names])
    return list_place_options(doc[1], list(doc.sents))


@pytest.mark.parametrize(
    ("text", "joined", "row"),
    [
        ("Police fired in Almaty, Shymkent and Taraz.", {"Shymkent": "Almaty", "Taraz": "Almaty"}, "Almaty Shymkent Taraz"),
        ("Police fired in Almaty, Shymkent, or in Taraz.", {"Shymkent": "Almaty", "Taraz": "Almaty"}, "Almaty Shymkent Taraz"),
        ("Police fired in Almaty, Kazakhstan.", {"Kazakhstan": "Almaty"}, "Almaty"),
        ("Police fired in Almaty, Kazakhstan, and Taraz.", {"Kazakhstan": "Almaty", "Taraz": "Almaty"}, "Almaty"),
        ("Police fired in Almaty, and in Taraz troops shot.", {}, "Almaty"),
        ("Police fired in Almaty and from Taraz.", {"Taraz": "Almaty"}, "Almaty"),
        ("Police fired in Almaty in May 2021 and in Taraz on June 3.", {}, "Almaty Taraz"),
        ("Police fired in Almaty in May and from Taraz in June.", {}, "Almaty"),
        ("Police fired in Almaty in May 2021, in Taraz they ran.", {}, "Almaty"),
        ("Police fired in Almaty, Taraz and Almaty.", {"Taraz": "Almaty"}, "Almaty Taraz"),
    ],
)  # fmt: skip
def test_places_in_a_row_are_those_of_one_act(text: str, joined: dict[str, str], row: str) -> None:
    """A row is what the grammar and the words join; where a place lies ("Almaty, Kazakhstan") belongs to none."""
    options = place_row(text, joined)
    assert " ".join(place.name.text for place in find_joined(options, 0, options[0].name.doc[1])) == row


def test_a_row_is_found_from_each_of_its_places() -> None:
    options = place_row("Police fired in Almaty, Shymkent and Taraz.", {"Shymkent": "Almaty", "Taraz": "Almaty"})
    assert [len(find_joined(options, at, options[0].name.doc[1])) for at in range(3)] == [3, 3, 3]


@pytest.mark.parametrize(
    ("text", "trigger", "row"),
    [
        ("Two were killed: Omar (in Almaty) on May 3, and Lina (in Shymkent) on July 2.", "killed", "Almaty Shymkent"),
        ("They charged Omar in Almaty, Ana Lina in Shymkent, and Pavel in Taraz.", "charged", "Almaty Shymkent Taraz"),
        ("They held Omar outside Almaty and Lina outside Shymkent.", "held", "Almaty Shymkent"),
        ("Omar in Almaty and Lina in Shymkent were charged.", "charged", "Almaty Shymkent"),
        ("Omar was held in Almaty and moved to see Lina in Shymkent.", "held", "Almaty"),
        ("Guards in Almaty beat Omar and Lina in Shymkent.", "beat", "Almaty"),
        ("They held Omar in Almaty and Lina in Shymkent, where guards beat her.", "beat", "Almaty"),
        ("Police beat Omar in Almaty, and Lina in Shymkent said she was threatened.", "beat", "Almaty"),
    ],
)
def test_persons_of_a_row_have_a_place_each(text: str, trigger: str, row: str) -> None:
    words = English()(text)
    doc = Doc(words.vocab, [word.text for word in words], heads=[0] * len(words), deps=["ROOT", *["dep"] * (len(words) - 1)],
              tags=["VBD" if word.text in ("were", "was", "said", "beat") else "NN" for word in words])  # fmt: skip
    labels = {"Omar": "PERSON", "Lina": "PERSON", "Pavel": "PERSON", "Almaty": "GPE", "Shymkent": "GPE", "Taraz": "GPE"}
    doc.set_ents([Span(doc, word.i, word.i + 1, labels[word.text]) for word in words if word.text in labels])
    verb = next(word for word in doc if word.text == trigger)
    options = list_place_options(verb, list(doc.sents))
    assert " ".join(place.name.text for place in find_joined(options, 0, verb)) == row


@pytest.mark.parametrize(
    ("words", "inner"),
    [
        ("Omar died in Almaty province 's Taraz district", "Taraz"),
        ("Omar died in Almaty 's old Taraz district", "Taraz"),
        ("Omar died in Almaty near Taraz district", "Almaty"),
        ("Omar died in Almaty 's largest city , Taraz", "Taraz"),
        ("Omar died in Almaty 's neighbor Taraz", "Almaty"),
        ("Omar died in Almaty , police 's Taraz office", "Almaty"),
    ],
)
def test_a_place_told_as_part_of_another_is_the_act_s(words: str, inner: str) -> None:
    nouns = {
        "province": "NN",
        "district": "NN",
        "old": "JJ",
        "largest": "JJS",
        "police": "NNS",
        "neighbor": "NN",
        "'s": "POS",
    }
    doc = Doc(English().vocab, words.split(), heads=[1] * len(words.split()), tags=[nouns.get(word, "NNP") for word in words.split()],
              deps=["dep", "ROOT", *["dep"] * (len(words.split()) - 2)])  # fmt: skip
    doc.set_ents([Span(doc, word.i, word.i + 1, "GPE") for word in doc if word.text in ("Almaty", "Taraz")])
    options = list_place_options(doc[1], list(doc.sents))
    assert options[find_inside(options, 0)].name.text == inner


def place_event(doc: Doc, at: int, event_type: str, bias: float) -> Event:
    """An event with the place that a network gives it which rates all alike."""
    event, found, network = make_found(doc, at, event_type, bias)
    model = EventModel(network, ("NONE",), frozenset(), places=network)
    set_places([event], [found], [list(doc.sents)], [[]], model, SHIPPED, None)
    return event


@pytest.mark.parametrize(("adverb", "place"), [("there", "Lagos"), ("later", "")])
def test_there_is_a_place_told_before(adverb: str, place: str) -> None:
    """However unsure the network is of Lagos, what happened "there" happened at a place told before, not in Abuja."""
    doc = make_doc(f"""
        Omar NNP 2 nsubj
        fled VBD 0 ROOT
        Lagos NNP 2 obj
        . . 2 punct
        Others NNS 7 nsubj:pass
        were VBD 7 aux:pass
        tried VBN 0 ROOT
        {adverb} RB 7 advmod
        and CC 10 cc
        moved VBD 7 conj
        to IN 12 case
        Abuja NNP 10 obl
        . . 7 punct""")
    doc.set_ents([Span(doc, at, at + 1, "GPE") for at in (2, 11)])
    assert place_event(doc, 6, "CHARGE_PROSECUTE", -4.0).place_text == place


def test_all_places_of_a_row_are_written() -> None:
    """A network that is unsure of each place (.15) is sure enough of the row; the offsets are those of the first name.
    A row that somebody comes from is none of the act's."""
    words = "Police arrested Omar in Lagos and Abuja .".split()
    doc = Doc(English().vocab, words, heads=[1, 1, 1, 4, 1, 6, 4, 1],
              deps=["nsubj", "ROOT", "obj", "case", "obl", "cc", "conj", "punct"])  # fmt: skip
    doc.set_ents([Span(doc, at, at + 1, "GPE") for at in (4, 6)])
    event = place_event(doc, 1, "ARREST_DETAIN", -1.2)
    assert event.place_text == "Lagos ; Abuja"
    assert doc.text[event.place_start : event.place_end] == "Lagos"
    words[3] = "from"
    doc = Doc(English().vocab, words, heads=[1, 1, 1, 4, 2, 6, 4, 1], tags=["NNS", "VBD", *["NNP"] * 5, "."],
              deps=["nsubj", "ROOT", "obj", "case", "nmod", "cc", "conj", "punct"])  # fmt: skip
    doc.set_ents([Span(doc, at, at + 1, "GPE") for at in (4, 6)])
    assert place_event(doc, 1, "ARREST_DETAIN", 5.0).place_text == ""


def test_penalties_that_were_applied_are_told_by_the_verb(nlp: Language) -> None:
    doc = nlp("Penalties were regularly applied against violators.")
    found = [Found(doc[0], "CONVICT_SENTENCE", "asserted", False, "model", 0.9)]
    assert [one.token.text for one in move_to_verbs(found)] == ["applied"]
    both = [*found, Found(doc[3], "OMISSION", "asserted", False, "model", 0.9)]
    assert [(one.token.text, one.event_type) for one in move_to_verbs(both)] == [("applied", "OMISSION")]
    doc = nlp("The court handed down heavy penalties.")
    other = [Found(next(word for word in doc if word.text == "penalties"), "CONVICT_SENTENCE", "asserted", False, "model", 0.9)]  # fmt: skip
    assert move_to_verbs(other) == other


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The government took credible steps to identify and punish officials who committed abuses.", False),
        ("The government took limited steps to punish soldiers.", False),
        ("Courts punish soldiers who desert.", True),
    ],
)
def test_steps_to_punish_are_no_sentence(nlp: Language, text: str, found: bool) -> None:
    doc = nlp(text)
    assert is_mere_step(next(word for word in doc if word.text == "punish")) is not found
    assert found or not any(event.text == "punish" for event in read_events(doc))


def test_a_phrase_does_not_begin_with_a_preposition_hung_on_its_title() -> None:
    doc = make_doc("""
        They PRP 2 nsubj
        met VBD 0 ROOT
        with IN 4 case
        President NNP 5 nmod:desc
        Lee NNP 2 obl
        . . 2 punct""")
    doc.set_ents([Span(doc, 4, 5, "PERSON")])
    assert [phrase.text for phrase in list_phrases(doc[1], list(doc.sents)) if phrase.noun.i == 4] == ["President Lee"]


def test_phrases_are_rated_by_what_was_read_of_them() -> None:
    """A network that only looks at the product of the states: the noun whose state is that of the event is its actor."""
    doc, _ = told_story()
    network = flat_network([], 0, np.zeros((1, len(PARTS_PLAYED))), dense=4)
    network.dense[:] = [[0.0], [0.0], [1.0], [0.0]]
    network.output[0, PARTS_PLAYED.index("actor")] = 9.0
    network.output_bias[:] = -4.0
    model = EventModel(network, ("NONE",), frozenset(), phrases=network)
    found = [Found(doc[3], "ARREST_DETAIN", "asserted", False, "model", 0.9)]
    states = np.zeros((len(doc), 1), dtype=np.float32)
    states[[2, 3]] = 1.0  # police, arrested
    (rated,) = rate_phrases(found, [list(doc.sents)], model, SHIPPED, states)
    assert [(phrase.text, shares["actor"] > 0.9) for phrase, shares in rated] == [("police", True)]
    assert rate_phrases(found, [list(doc.sents)], model, SHIPPED, None) == [[]]


def test_without_a_network_for_places_the_grammar_is_asked() -> None:
    """Phrases that no part is likely for are left out, but for names of places where the model has no network for
    them."""
    doc = Doc(English().vocab, "Police arrested Omar in Lagos .".split(), heads=[1, 1, 1, 4, 1, 1],
              deps=["nsubj", "ROOT", "obj", "case", "obl", "punct"], pos=["NOUN", "VERB", "PROPN", "ADP", "PROPN", "PUNCT"])  # fmt: skip
    doc.set_ents([Span(doc, 2, 3, "PERSON"), Span(doc, 4, 5, "GPE")])
    found = [Found(doc[1], "ARREST_DETAIN", "asserted", False, "model", 0.9)]
    never = flat_network([], 0, np.zeros((1, 4)))
    never.output_bias[:] = -9.0
    model = EventModel(never, ("NONE",), frozenset(), phrases=never)
    (rated,) = rate_phrases(found, [list(doc.sents)], model, SHIPPED, None)
    assert [phrase.text for phrase, _ in rated] == ["Lagos"]
    (rated,) = rate_phrases(found, [list(doc.sents)], replace(model, places=never), SHIPPED, None)
    assert rated == []
    never.output_bias[:] = 9.0
    (rated,) = rate_phrases(found, [list(doc.sents)], model, SHIPPED, None)
    assert [(phrase.text, round(shares["target"], 2)) for phrase, shares in rated] == [("Police", 1.0), ("Omar", 1.0), ("Lagos", 1.0)]  # fmt: skip


def test_sets_of_names_are_added_up_in_blocks() -> None:
    """More sets than fit in one block, empty ones at the ends of blocks."""
    network = flat_network(["a", "b"], 2.0, np.ones((1, 1)))
    sets: list[list[str]] = [["a"] if at % 5 else [] for at in range(2 * AT_ONCE + 3)]
    sets[AT_ONCE] = ["a", "b", "unknown", "a"]
    scores = network.score(sets)[:, 0].tolist()
    wanted = [2.0 if at % 5 else 0.0 for at in range(len(sets))]
    wanted[AT_ONCE] = 4 / 2**0.5
    assert scores == pytest.approx(wanted)
    assert network.score([]).shape == (0, 1)
    assert network.score([[], []])[:, 0].tolist() == [0.0, 0.0]


def test_choices_of_dates_name_the_tokens_that_are_read() -> None:
    doc, dates = told_story()
    paragraph = list(doc.sents)
    told = tell_events([(doc[at], "INJURE", "asserted") for at in (3, 8)], [dates] * 2, [paragraph] * 2)
    options = [list_date_options(doc[at], dates, paragraph) for at in (3, 8)]
    first, second = choose_dates(told, options, [0, 0])
    assert [(one.at, list(one.tokens), list(one.values)) for one in (first, second)] == [
        (3, [1], ["2021-05"]),
        (8, [1], ["2021-05"]),
    ]
    assert any(name.startswith("shared=") for name in second.features[0])
    assert not any(name.startswith("shared=") for name in first.features[0])


def test_what_a_sentence_takes_up_again() -> None:
    """ "Police shot Omar at a rally. Omar left the rally.": a name, and a noun with "the"."""
    doc = make_doc("""
        Police NNS 2 nsubj
        shot VBD 0 ROOT
        Omar NNP 2 obj
        at IN 6 case
        a DT 6 det
        rally NN 2 obl
        . . 2 punct
        Omar NNP 9 nsubj
        left VBD 0 ROOT
        the DT 11 det
        rally NN 9 obj
        . . 9 punct""")
    doc.set_ents([Span(doc, 2, 3, "PERSON"), Span(doc, 7, 8, "PERSON")])
    found = features_of_shared(doc[8], doc[1], "1")
    assert {"shared=1,True,1", "shared nouns=1,1", "again=rally"} == set(found)
    assert features_of_shared(doc[1], doc[8], "1")[0] == "shared=1,False,1"


def test_dates_of_names_and_writings_are_the_last_resort() -> None:
    doc = make_doc("""
        Its PRP$ 3 nmod:poss
        2022 CD 3 nummod
        report NN 4 nsubj
        criticized VBD 0 ROOT
        police NNS 4 obj
        . . 4 punct""")
    record = DateExpression(doc[1].idx, doc[1].idx + 4, "DATE", "2022", *("",) * 7, -1, -1, "", "")
    (date,) = list_dates(doc, [record])
    assert date.belongs_to == "writing"
    assert find_date(doc[3], [date], list(doc.sents), "CONDEMN_CONCERN") == (None, "")
    (option,) = list_date_options(doc[3], [date], list(doc.sents))
    assert "belongs,T=writing,CONDEMN_CONCERN" in date_features(
        Told(doc[3], "CONDEMN_CONCERN", "asserted", None, None), option, [option]
    )


def test_places_of_the_sentence_and_those_before() -> None:
    doc, _ = told_story()
    doc.ents = [Span(doc, 10, 11, "GPE")]
    options = list_place_options(doc[8], list(doc.sents))
    assert [(one.name.text, one.back) for one in options] == [("Lagos", 0)]
    (event,) = tell_places([(doc[8], "TORTURE_ILLTREAT", "asserted")], [options])
    assert event.taken == options[0]
    assert {"case,label=in,GPE,0", "taken=True,0"} <= set(place_features(event, options[0], options))
    assert list_place_options(doc[3], list(doc.sents)) == []


def test_a_place_is_also_judged_by_the_events_told_before() -> None:
    """In "Police came to Lagos. They beat Omar there." the coming was in Lagos, which the sentence after may keep."""
    doc = make_doc("""
        Police NNS 2 nsubj
        met VBD 0 ROOT
        in IN 4 case
        Lagos NNP 2 obl
        . . 2 punct
        They PRP 7 nsubj
        beat VBD 0 ROOT
        Omar NNP 7 obj
        . . 7 punct""")
    doc.ents = [Span(doc, 3, 4, "GPE")]
    paragraph = list(doc.sents)
    options = [list_place_options(doc[at], paragraph) for at in (1, 6)]
    told = tell_places([(doc[1], "VISIT_MEET", "asserted"), (doc[6], "INJURE", "asserted")], options)
    found = set(place_features(told[1], options[1][0], options[1], told))
    assert {"back=1", "taken=False,1", "last=True,False,1", "held,by=True,VISIT_MEET,1", "holding=1,1"} <= found
    assert "last=True,False,1" not in place_features(told[1], options[1][0], options[1], told[1:])


@pytest.mark.parametrize(("place", "found"), [("house arrest", "RELEASE"), ("upper house", "")])
def test_a_certain_line_of_the_lexicon_decides_alone(place: str, found: str) -> None:
    first, second = place.split()
    doc = make_doc(f"""
        He PRP 3 nsubj:pass
        was VBD 3 aux:pass
        transferred VBN 0 ROOT
        to IN 6 case
        {first} NN 6 compound
        {second} NN 3 obl""")
    unsure = Decision("ARREST_DETAIN", 0.1, dict.fromkeys(MODALITIES, 1 / len(MODALITIES)), 0.0)
    decided = decide(Candidate(doc[2], [], [], np.zeros(0)), unsure, Thresholds())
    assert (decided.event_type if decided else "") == found


def phrase_of(doc: Doc, first: int, last: int) -> Phrase:
    return Phrase(doc[last], doc[last], doc[first].idx, doc[last].idx + len(doc[last]), doc[first : last + 1].text)


@pytest.mark.parametrize(("goes_on", "told"), [("", True), ("and CC 7 cc\nlawyers NNS 5 conj", False)])
def test_a_noun_after_a_name_says_who_it_is(goes_on: str, told: bool) -> None:
    """ "Adam Omar, journalists" is one; "Adam Omar, activists and lawyers" are three."""
    doc = make_doc(
        f"""
        Police NNS 2 nsubj
        arrested VBD 0 ROOT
        Adam NNP 4 compound
        Omar NNP 2 obj
        , , 6 punct
        journalists NNS 4 conj
        {goes_on}""".replace("7 cc", "8 cc").replace("5 conj", "4 conj")
    )
    doc.ents = [Span(doc, 2, 4, "PERSON")]
    name, noun = phrase_of(doc, 2, 3), phrase_of(doc, 5, 5)
    assert holds_name(phrase_of(doc, 1, 3), name)
    assert not holds_name(name, name)
    assert is_told_by(noun, name) is told


@pytest.mark.parametrize(("verb", "tag", "modality"), [("called", "VBD", "demanded"), ("began", "VBD", "asserted")])
def test_the_second_infinitive_of_a_call_is_demanded(verb: str, tag: str, modality: str) -> None:
    """ "... called on police to stop and to release Omar", where the parser hung "release" on an outer verb."""
    doc = make_doc(
        f"""
        They PRP 2 nsubj
        {verb} {tag} 0 ROOT
        work NN 2 obj
        to TO 5 mark
        stop VB 2 xcomp
        and CC 8 cc
        to TO 8 mark
        release VB 2 conj
        Omar NNP 8 obj"""
    )
    shares = {"asserted": 0.9, "demanded": 0.1}
    assert decide_modality(doc[7], "RELEASE", shares) == modality
    assert decide_modality(doc[4], "THREAT_HARASS", shares) == modality


@pytest.mark.parametrize(
    ("between", "is_one"), [(", known as", True), (" ( also known as", True), (" alias", True), (", and", False)]
)
def test_two_names_of_a_person_are_one_participant(between: str, is_one: bool) -> None:
    words = ["Police", "held", "Omar", *between.split(), "Pepe", "."]
    spaces = [not (words[at + 1 : at + 2] in ([","], ["."]) or word == "(") for at, word in enumerate(words)]
    doc = Doc(English().vocab, words, spaces, heads=[1] * len(words), deps=["ROOT" if at == 1 else "dep" for at in range(len(words))])  # fmt: skip
    doc.set_ents([Span(doc, 2, 3, "PERSON"), Span(doc, len(words) - 2, len(words) - 1, "PERSON")])
    first, second = (Phrase(one.root, one.root, one.start_char, one.end_char, one.text) for one in doc.ents)
    assert is_told_by(second, first) is is_one
    assert not is_told_by(first, second)


@pytest.mark.parametrize(("first", "again", "named"), [("Lina Omar", "Omar", True), ("Omar", "Lina Omar", True),
                                                       ("Lina Omar", "Adam Omar", False), ("Omar", "Omar", False)])  # fmt: skip
def test_a_person_named_in_two_sentences_is_one(first: str, again: str, named: bool) -> None:
    words = [*first.split(), "fled", ".", *again.split(), "fell", "."]
    split = len(first.split()) + 2
    starts = [at in (0, split) for at in range(len(words))]
    doc = Doc(English().vocab, words, sent_starts=starts)
    doc.set_ents([Span(doc, 0, split - 2, "PERSON"), Span(doc, split, len(words) - 2, "PERSON")])
    one, two = (
        Phrase(token, token, span.start_char, span.end_char, span.text) for span in doc.ents for token in [span.root]
    )
    assert is_named_again(one, two) is named
    assert not is_named_again(two, one)


@pytest.mark.parametrize(("short", "told"), [("GJA", True), ("Accra", False)])
def test_a_short_form_in_brackets_is_told_by_its_name(short: str, told: bool) -> None:
    doc = Doc(
        English().vocab,
        words=["Journalists", "Association", "(", short, ")", "said"],
        spaces=[True, True, False, False, True, False],
    )
    assert is_told_by(phrase_of(doc, 3, 3), phrase_of(doc, 0, 1)) is told
    assert not is_told_by(phrase_of(doc, 0, 1), phrase_of(doc, 3, 3))


@pytest.mark.parametrize(("words", "at", "whole"), [
    (["was", "re", "-", "elected", "today"], 1, "re-elected"),
    (["was", "re", "-", "elected", "today"], 3, "re-elected"),
    (["well", "-", "known", "today"], 2, "known"),
])  # fmt: skip
def test_a_trigger_is_a_whole_word(words: list[str], at: int, whole: str) -> None:
    spaces = [word != "-" and words[i + 1 : i + 2] != ["-"] for i, word in enumerate(words)]
    doc = Doc(English().vocab, words=words, spaces=spaces)
    start, end = trigger_span(doc[at])
    assert doc.text[start:end] == whole


GROUPS = """
    Soldiers NNS 4 nsubj
    of IN 3 case
    Rapid NNP 1 nmod
    fought VBD 0 ROOT
    Alpha NNP 4 obj
    and CC 7 cc
    Beta NNP 5 conj
    . . 4 punct
    {det} DT 10 det
    groups NNS 11 nsubj
    killed VBD 0 ROOT
    farmers NNS 11 obj
    . . 11 punct"""


@pytest.mark.parametrize(("det", "names"), [("The", ["Alpha", "Beta"]), ("Some", ["groups"])])
def test_the_groups_are_the_bodies_named_before(det: str, names: list[str]) -> None:
    doc = make_doc(GROUPS.format(det=det))
    for token in doc:
        token.lemma_ = "group" if token.text == "groups" else token.lower_
    doc.set_ents([Span(doc, 4, 5, "ORG"), Span(doc, 6, 7, "ORG")])
    found = [phrase for phrase in list_phrases(doc[10], list(doc.sents)) if phrase.token.i == 9]
    assert [phrase.text for phrase in found] == names
    doc.set_ents([Span(doc, 2, 3, "ORG"), Span(doc, 4, 5, "ORG")])
    assert refer_to_bodies(doc[9]) == [], "two names that nothing joins are no pair"


def test_what_stands_inside_a_phrase_is_told_by_it() -> None:
    doc = make_doc("""
        UN NNP 2 compound
        experts NNS 3 nsubj
        met VBD 0 ROOT
        members NNS 3 obj
        of IN 7 case
        the DT 7 det
        parliament NN 4 nmod
        Lina NNP 9 compound
        Omar NNP 3 obl""")
    doc.set_ents([Span(doc, 0, 1, "ORG"), Span(doc, 7, 8, "PERSON"), Span(doc, 8, 9, "PERSON")])
    assert is_told_by(phrase_of(doc, 0, 0), phrase_of(doc, 1, 1))
    assert is_told_by(phrase_of(doc, 6, 6), phrase_of(doc, 3, 3))
    assert not is_told_by(phrase_of(doc, 3, 3), phrase_of(doc, 6, 6))
    assert not is_told_by(phrase_of(doc, 7, 7), phrase_of(doc, 8, 8)), "two persons of one family name"


@pytest.mark.parametrize(("word", "carried"), [("also", True), ("later", False)])
def test_a_date_is_not_carried_to_what_came_later(word: str, carried: bool) -> None:
    doc = make_doc(f"""
        In IN 2 case
        May NNP 4 obl
        police NNS 4 nsubj
        came VBD 0 ROOT
        . . 4 punct
        Omar NNP 9 nsubj:pass
        was VBD 9 aux:pass
        {word} RB 9 advmod
        moved VBN 0 ROOT
        . . 9 punct""")
    assert is_later(doc[8]) is not carried
    record = DateExpression(doc[1].idx, doc[1].idx + 3, "DATE", "2021-05", *("",) * 7, -1, -1, "", "")
    event = date_event(doc, 8, "ARREST_DETAIN", list_dates(doc, [record]), 5.0)
    assert event.date_value == ("2021-05" if carried else "")


@pytest.mark.parametrize(
    ("event_type", "at", "dated"),
    [("KILL_DEATH", 3, True), ("ARREST_DETAIN", 3, False), ("KILL_DEATH", 1, False), ("INJURE", 12, False)],
)
@pytest.mark.parametrize("scheme", ["ud", "spacy"])
def test_who_was_killed_in_connection_with_protests_was_killed_then(
    event_type: str, at: int, dated: bool, scheme: str
) -> None:
    """Two died after police shot them in connection with the August protests: that they died then is not said."""
    under = {"ud": ("6 case", "4 obl", "9 case", "9 compound", "6 nmod"), "spacy": ("4 prep", "5 pobj", "6 prep", "9 compound", "7 pobj")}[scheme]  # fmt: skip
    doc = make_doc(f"""
        Omar NNP 2 nsubj
        died VBD 0 ROOT
        after IN 4 mark
        shot VBN 2 advcl
        in IN {under[0]}
        connection NN {under[1]}
        with IN {under[2]}
        August NNP {under[3]}
        protests NNS {under[4]}
        . . 2 punct
        Lina NNP 13 nsubj
        then RB 13 advmod
        fled VBD 0 ROOT
        . . 13 punct""")
    date = doc[7]
    assert is_of_occasion(date, Found(doc[at], event_type, "asserted", False, "model", 0.9)) is not dated


def test_dates_are_split_by_paragraph() -> None:
    doc = Doc(English().vocab, ["May", "June", "July"], sent_starts=[True, True, True])
    dates = [
        Dated(DateExpression(0, 3, "DATE", "2021-05", *("",) * 7, -1, -1, "", ""), doc[at], "2021-05") for at in (0, 1)
    ]
    first, second = [doc[0:1]], [doc[1:2], doc[2:3]]
    assert split_dates(dates, [first, second, first]) == [dates[:1], dates[1:], dates[:1]]
    assert split_dates(dates, [[doc[2:3]]]) == [[]]


def test_what_stands_in_brackets_is_told_apart() -> None:
    words = "They reported 36 deaths ( 38 in 2022 ) and raids in 2021 .".split()
    doc = Doc(English().vocab, words, heads=[1] * len(words), deps=["dep", "ROOT", *["dep"] * (len(words) - 2)])
    deaths, earlier, raids, later = doc[3], doc[7], doc[10], doc[12]
    assert [bracket_of(word) for word in (deaths, earlier, raids, later)] == [-1, 4, -1, -1]
    nested = Doc(
        English().vocab, "They ( guards ( five ) of 2022 ) left".split(), heads=[0] * 10, deps=["ROOT", *["dep"] * 9]
    )
    assert [bracket_of(nested[at]) for at in (2, 4, 7, 9)] == [1, 3, 1, -1]
    assert features_of_brackets(deaths, earlier, "own") == ["bracket=option,own"]
    assert features_of_brackets(earlier, later, "own") == ["bracket=trigger,own"]
    assert features_of_brackets(doc[5], earlier, "own") == ["bracket=same,own"]
    assert features_of_brackets(deaths, later, "own") == []
