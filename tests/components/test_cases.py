"""Cases from sentences with inline events: ``[TYPE>Target; Target:trigger]``, dated ``[TYPE@2022>Target:trigger]``."""

from __future__ import annotations

import re

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.case_people import is_people_noun, read_group
from pipeline.components.case_steps import find_states, name_step
from pipeline.components.cases import Case, CasesComponent, find_cases
from pipeline.components.dates import find_dates
from pipeline.components.event_record import Event, Participant, participant
from pipeline.layers import read_layer, write_layer
from pipeline.lexicon import read_lexicon

NLP = spacy.blank("en")
MARK = re.compile(
    r"\[(?P<type>[A-Z_]+)(?P<negated>-?)(?P<modality>\*\w+)?(?:@(?P<date>[\d-]+))?(?:>(?P<targets>[^:\]]*))?:(?P<trigger>[^\]]+)\]"
)
STEPS = read_lexicon("cases_steps.csv")
STATES = read_lexicon("cases_states.csv")


def make_doc(marked: str, names: list[str]) -> Doc:
    """The Doc of a text with inline events; ``names`` are its persons."""
    text, events, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        events.append((len(text), match))
        text += match["trigger"]
        at = match.end()
    text += marked[at:]
    doc = NLP(text)
    mentions = sorted((m.start(), m.end()) for name in names for m in re.finditer(re.escape(name), text))
    whole = [m for m in mentions if not any(o != m and o[0] <= m[0] and m[1] <= o[1] for o in mentions)]
    doc.user_data["layer:mentions"] = [{"start": s, "end": e, "label": "PERSON"} for s, e in whole]
    write_layer(doc, "dates", find_dates(text))
    write_layer(doc, "events", [_make_event(text, start, match) for start, match in events])
    return doc


def _make_event(text: str, start: int, match: re.Match[str]) -> Event:
    words = [words.strip() for words in (match["targets"] or "").split(";") if words.strip()]
    return Event(
        start, start + len(match["trigger"]), match["trigger"], match["type"],
        polarity="negated" if match["negated"] else "affirmed", modality=(match["modality"] or "*asserted")[1:],
        date_value=match["date"] or "", targets=[_place(text, start, w) for w in words],
    )  # fmt: skip


def _place(text: str, trigger: int, words: str) -> Participant:
    """Where the words stand that are nearest to the trigger."""
    places = [match.start() for match in re.finditer(re.escape(words), text)]
    at = min(places, key=lambda place: abs(place - trigger), default=trigger)
    return participant(at, at + len(words), words)


def cases_of(marked: str, *names: str) -> list[Case]:
    return find_cases(make_doc(marked, list(names)))


def steps_of(case: Case) -> list[str]:
    return [step["step"] for step in case.steps]


@pytest.mark.parametrize("row", STEPS, ids=[row["example"] for row in STEPS])
def test_a_step_is_named_as_its_line_says(row: dict[str, str]) -> None:
    match = re.search(r"\[(.+?)\]", row["example"])
    assert match is not None
    context = row["example"].replace("[", "").replace("]", "")
    name = name_step(row["event_type"], match[1], context)
    assert name is not None and (name.step, name.status) == (row["step"], row["status"])


@pytest.mark.parametrize("row", STATES, ids=[row["example"] for row in STATES])
def test_a_state_is_found_as_its_line_says(row: dict[str, str]) -> None:
    states = list(find_states(row["example"], 0, len(row["example"])))
    assert [(state.name.step, state.name.status) for state in states] == [(row["step"], row["status"])]


def test_people_nouns() -> None:
    assert all(is_people_noun(row["noun"]) for row in read_lexicon("cases_people.csv"))
    assert not is_people_noun("charges")


def test_terms_are_distributed_and_the_outcome_told_first_comes_last() -> None:
    first, second = cases_of(
        "A court [ACQUIT_DROP@2022-07-19>Ali; Omar Khan:acquitted] Ali and Omar Khan, brothers who in 2016 were "
        "[CONVICT_SENTENCE@2016>Ali; Omar Khan:sentenced] to six and five years in prison, respectively, on fraud "
        "charges.",
        "Ali", "Omar Khan",
    )  # fmt: skip
    assert (first.person, second.person) == ("Ali Khan", "Omar Khan")
    assert steps_of(first) == ["sentence", "acquittal"]
    assert [case.steps[0]["sentence_months"] for case in (first, second)] == [72.0, 60.0]
    assert (first.status, first.status_date) == ("acquitted", "2022-07-19")
    assert [(c["charge_text"], c["outcome"]) for c in first.charges] == [("fraud", "acquitted")]


def test_the_latter_two_charges_respectively() -> None:
    [case] = cases_of(
        "In May, Ann Lee was [CHARGE_PROSECUTE@2022-05>Ann Lee:charged] with insulting an officer, "
        "spreading false news, and organizing riots. In July, the latter two charges were "
        "[ACQUIT_DROP@2022-07:requalified] and [ACQUIT_DROP@2022-07:dropped] respectively.",
        "Ann Lee",
    )
    assert [charge["outcome"] for charge in case.charges] == ["", "requalified", "dropped"]
    assert steps_of(case) == ["charge", "requalification", "charges_dropped"]


def test_the_charges_are_those_of_the_person_told_of_before() -> None:
    [case] = cases_of(
        "Police [ARREST_DETAIN@2022-01-04>Ann Lee:arrested] Ann Lee on "
        "[CHARGE_PROSECUTE@2022-01-04>Ann Lee:charges] of sedition. "
        "In July, authorities [ACQUIT_DROP@2022-07>the charges:dropped] the charges.",
        "Ann Lee",
    )
    assert steps_of(case) == ["arrest", "charge", "charges_dropped"]
    assert case.charges[0]["outcome"] == "dropped"


def test_nothing_is_carried_into_another_paragraph() -> None:
    [case] = cases_of(
        "A court [CONVICT_SENTENCE>Ann Lee:convicted] Ann Lee of fraud.\n\n"
        "Authorities [ACQUIT_DROP>the charges:dropped] the charges.",
        "Ann Lee",
    )
    assert steps_of(case) == ["conviction"]


def test_a_charge_without_date_told_after_its_sentence_comes_before_it() -> None:
    [case] = cases_of(
        "A court [CONVICT_SENTENCE>Ann Lee:sentenced] Ann Lee to a year in prison. The court had "
        "[CHARGE_PROSECUTE>Ann Lee:charged] her with treason.",
        "Ann Lee",
    )
    assert steps_of(case) == ["charge", "sentence"]
    assert (case.charges[0]["outcome"], case.charges[0]["sentence_months"], case.status) == (
        "convicted",
        12.0,
        "sentenced",
    )


def test_a_state_told_in_words_is_the_last_step() -> None:
    [case] = cases_of(
        "Ann Lee, who remains in prison, was [CONVICT_SENTENCE@2022-09>Ann Lee:sentenced] to a year in prison.",
        "Ann Lee",
    )
    assert steps_of(case) == ["sentence", "imprisoned"]
    assert (case.status, case.steps[1]["event_start"]) == ("imprisoned", -1)


def test_surname_and_full_name_are_one_case() -> None:
    [case] = cases_of(
        "Police [ARREST_DETAIN>Ann Lee:arrested] Ann Lee. A week later, Lee was [RELEASE>Lee:released].",
        "Ann Lee",
        "Lee",
    )
    assert (case.person, steps_of(case), case.status) == ("Ann Lee", ["arrest", "release"], "released")


def test_a_counted_group_with_a_charge_is_a_case() -> None:
    [case] = cases_of(
        "Only eight police officers were put on [CHARGE_PROSECUTE>eight police officers:trial] on charges of torture."
    )
    assert (case.person, case.count, case.is_named, case.status) == ("eight police officers", 8, False, "on_trial")


def test_a_day_is_counted_back_from_the_step_before() -> None:
    [case] = cases_of(
        "On November 2, Ann Lee was [RELEASE@2022-11-02>Ann Lee:transferred] to house arrest one week after the two "
        "charges were [ACQUIT_DROP@2022-11-02>Ann Lee:requalified] and "
        "[ACQUIT_DROP@2022-11-02>Ann Lee:dropped] respectively.",
        "Ann Lee",
    )
    assert [(s["step"], s["date_value"]) for s in case.steps] == [
        ("requalification", "2022-10-26"),
        ("charges_dropped", "2022-10-26"),
        ("house_arrest", "2022-11-02"),
    ]


def test_what_names_a_step_twice_is_one_step() -> None:
    [case] = cases_of(
        "In May Ann Lee, an [ARREST_DETAIN>Ann Lee; activist:arrested] activist, was "
        "[CONVICT_SENTENCE@2022-05>Ann Lee:sentenced] to an additional one-year prison "
        "[CONVICT_SENTENCE@2022-05>Ann Lee:sentence] on [CHARGE_PROSECUTE@2022-05>Ann Lee:charges] of theft.",
        "Ann Lee",
    )
    assert steps_of(case) == ["arrest", "sentence"]
    assert [(c["charge_text"], c["outcome"], c["sentence_months"]) for c in case.charges] == [
        ("theft", "convicted", 12.0)
    ]


def test_the_charges_of_a_trial_are_no_step_and_a_state_is_told_once() -> None:
    [case] = cases_of(
        "In May Ann Lee was put on [CHARGE_PROSECUTE@2022-05>Ann Lee:trial] on [CHARGE_PROSECUTE>Ann Lee:charges] of "
        "theft. Ann Lee, who remains in [ARREST_DETAIN>Ann Lee:prison], is ill.",
        "Ann Lee",
    )
    assert steps_of(case) == ["trial", "imprisoned"]
    assert (case.status, [charge["charge_text"] for charge in case.charges]) == ("imprisoned", ["theft"])


def test_time_served_is_no_new_detention() -> None:
    [case] = cases_of(
        "In March Ann Lee was [CONVICT_SENTENCE@2022-03>Ann Lee:convicted]. She was [RELEASE@2022-03>Ann Lee:released] the "
        "following day, having already served six months in [ARREST_DETAIN>Ann Lee:detention].",
        "Ann Lee",
    )
    assert (steps_of(case), case.status) == (["conviction", "release"], "released")


def test_a_fine_beside_a_sentence_leaves_its_status() -> None:
    [case] = cases_of(
        "On March 15, a court [CONVICT_SENTENCE@2022-03-15>Ann Lee:sentenced] Ann Lee to seven years in prison and a "
        "[CONVICT_SENTENCE@2022-03-15>Ann Lee:fine] of $288.",
        "Ann Lee",
    )
    assert (steps_of(case), case.status) == (["sentence", "fine"], "sentenced")


def test_what_the_sentenced_is_accused_of_does_not_end_the_sentence() -> None:
    [case] = cases_of(
        "On March 15, a court [CONVICT_SENTENCE@2022-03-15>officer:sentenced] an officer "
        "[CHARGE_PROSECUTE>officer:accused] of raping a child to seven years in prison.",
    )
    assert steps_of(case) == ["charge", "sentence"]
    assert case.steps[1]["sentence_months"] == 84.0


def test_a_state_has_the_day_it_was_so() -> None:
    [case] = cases_of(
        "In May Ann Lee was [CHARGE_PROSECUTE@2022-05>Ann Lee:charged] with theft. As of November 4, 2022, Lee remained in "
        "detention.",
        "Ann Lee",
        "Lee",
    )
    assert (case.status, case.status_date) == ("detained", "2022-11-04")


def test_the_day_of_a_charge_is_not_that_of_the_acquittal() -> None:
    [case] = cases_of(
        "The court [ACQUIT_DROP>Ann Lee:acquitted] Ann Lee, [CHARGE_PROSECUTE@2022-05>Ann Lee:charged] in May with treason.",
        "Ann Lee",
    )
    assert {(step["step"], step["date_value"]) for step in case.steps} == {("charge", "2022-05"), ("acquittal", "")}


def test_the_words_of_the_sentence_go_before_the_name_told_of_before() -> None:
    [case] = cases_of(
        "Police beat Ann Lee. Two other police officers received three-month "
        "[CONVICT_SENTENCE>Ann Lee; Two other police officers:sentences] for assault; he was absent.",
        "Ann Lee",
    )
    assert case.person == "Two other police officers"


def test_the_owner_of_an_arrest_is_the_one_arrested() -> None:
    [case] = cases_of(
        "Ann Lee’s [ARREST_DETAIN>Ann Lee:arrest] and [CONVICT_SENTENCE>Ann Lee:conviction] for theft shocked all.",
        "Ann Lee",
    )
    assert steps_of(case) == ["arrest", "conviction"]


def test_a_trial_found_at_counted_cases_is_put_right() -> None:
    [case] = cases_of(
        "They opened 234 criminal [CHARGE_PROSECUTE>eight police officers:cases] on allegations of torture, but only "
        "eight police officers have been put on trial on charges of torture."
    )
    assert (case.person, steps_of(case)) == ("eight police officers", ["trial"])
    assert [charge["charge_text"] for charge in case.charges] == ["torture"]


NO_CASE = [
    ("a victim", "They held a [CHARGE_PROSECUTE>Ann Lee:trial] of eleven men for the murder of Ann Lee."),
    ("the law in general", "The law requires that a suspect be [CHARGE_PROSECUTE>suspect:charged] with theft at once."),
    ("the owner", "Police put [CHARGE_PROSECUTE>Ann Lee’s driver:trial] Ann Lee’s driver."),
    ("called for", "They held her, and others called on the state to [RELEASE>Ann Lee:release] Ann Lee."),
    ("the owner alone", "A court [CONVICT_SENTENCE>Ann Lee:convicted] members of Ann Lee’s party of fraud."),
    ("one bare arrest", "Police [ARREST_DETAIN>Ann Lee:detained] Ann Lee."),
    ("one bare charge", "Several, including Ann Lee, faced [CHARGE_PROSECUTE>Ann Lee:charges]."),
    ("a killing", "Soldiers [KILL_DEATH>Ann Lee:shot] Ann Lee."),
    ("demanded", "They urged him to [RELEASE*demanded>Ann Lee:free] her and [ACQUIT_DROP*demanded>Ann Lee:clear] her."),
    ("negated", "Ann Lee was not [CONVICT_SENTENCE->Ann Lee:convicted] of fraud."),
    ("a statistic", "At least 10 activists were [CHARGE_PROSECUTE>10 activists:charged] with membership in a group."),
    ("one officer, no charge", "Only one officer has been [CHARGE_PROSECUTE>one officer:prosecuted]."),
    ("cases, not people", "They opened [CHARGE_PROSECUTE>234 criminal cases:cases] on charges of torture."),
    ("a mass", "Police [ARREST_DETAIN>55 people:held] 55 people on [CHARGE_PROSECUTE>55 people:charges] of sedition."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), NO_CASE, ids=[case[0] for case in NO_CASE])
def test_no_case_where_there_is_none(name: str, text: str) -> None:
    assert cases_of(text, "Ann Lee") == []


def test_what_only_the_person_claims_is_no_case() -> None:
    doc = make_doc(
        "Ann Lee said they [ARREST_DETAIN*alleged>Ann Lee:held] and [CHARGE_PROSECUTE*alleged>Ann Lee:charged] her.",
        ["Ann Lee"],
    )
    rows = doc.user_data["layer:events"]
    for row in rows:
        row["attributed_to"] = "Ann Lee"
    assert find_cases(doc) == []


def test_groups_are_exact_and_of_people() -> None:
    text = "More than 12 men and two women held three cars; a trader came, an estimated one dozen activists left."
    named = ("12 men", "two women", "three cars", "trader", "estimated one dozen activists", "one dozen activists")
    place = {words: text.index(words) for words in named}
    groups = {words: read_group(text, at, at + len(words), 0) for words, at in place.items()}
    assert groups["12 men"] is None and groups["three cars"] is None
    assert groups["estimated one dozen activists"] is None and groups["one dozen activists"] is None
    assert groups["two women"] is not None and groups["two women"].count == 2
    assert groups["trader"] is not None and groups["trader"].count == 1


def test_the_component_writes_a_layer_that_can_be_read_back() -> None:
    doc = CasesComponent(NLP)(
        make_doc("A court [CONVICT_SENTENCE@2022>Ann Lee:convicted] Ann Lee of fraud.", ["Ann Lee"])
    )
    [case] = read_layer(doc, "cases", Case)
    assert (case.person, case.charges[0]["outcome"]) == ("Ann Lee", "convicted")


@pytest.mark.parametrize(("modality", "status", "outcome"), [("alleged", "charged", ""), ("asserted", "convicted", "convicted")])  # fmt: skip
def test_what_is_only_alleged_sets_no_status(modality: str, status: str, outcome: str) -> None:
    """The step is told with its modality; that somebody was guilty in the words of officials alone is no conviction."""
    [case] = cases_of(
        "In May, Ann Lee was [CHARGE_PROSECUTE@2022-05>Ann Lee:charged] with sedition. In June, officials said Ann Lee was "
        f"[CONVICT_SENTENCE*{modality}@2022-06>Ann Lee:convicted].",
        "Ann Lee",
    )
    assert steps_of(case) == ["charge", "conviction"]
    assert case.steps[1]["modality"] == modality
    assert (case.status, case.charges[0]["outcome"]) == (status, outcome)


def test_a_case_that_is_only_alleged_has_the_status_of_its_last_step() -> None:
    [case] = cases_of(
        "A group said that Ann Lee was [ARREST_DETAIN*alleged@2022-05>Ann Lee:arrested] and "
        "[CHARGE_PROSECUTE*alleged@2022-06>Ann Lee:charged] with sedition.",
        "Ann Lee",
    )
    assert (case.status, case.status_date) == ("charged", "2022-06")


def test_terms_in_brackets_are_those_of_the_name_before() -> None:
    found = cases_of(
        "A court [CONVICT_SENTENCE>Ann Lee; Bo Ray; Cy Day:sentenced] Ann Lee (20 years in prison), Bo Ray (15 years), "
        "and Cy Day (three years).",
        "Ann Lee", "Bo Ray", "Cy Day",
    )  # fmt: skip
    assert [case.steps[0]["sentence_months"] for case in found] == [240.0, 180.0, 36.0]


def test_the_victim_of_what_a_trial_is_about_has_no_case(nlp: Language) -> None:
    marked = "Two officers were put on [CHARGE_PROSECUTE>Ann Lee:trial] over the police [TORTURE_ILLTREAT>Ann Lee:beatings] of Ann Lee."
    unparsed = make_doc(marked, ["Ann Lee"])
    doc = nlp(unparsed.text)
    doc.user_data.update(unparsed.user_data)
    assert [case.person for case in find_cases(unparsed)] == ["Ann Lee"]
    assert find_cases(doc) == []


def test_brackets_that_do_not_say_prison_are_no_terms() -> None:
    """Ages; and who has no bracket has what the sentence says."""
    ages = cases_of("A court [CONVICT_SENTENCE>Ann Lee:sentenced] Ann Lee (34 years) for theft.", "Ann Lee")
    assert [case.steps[0]["sentence_months"] for case in ages] == [None]
    mixed = cases_of(
        "A court [CONVICT_SENTENCE>Ann Lee; Bo Ray:sentenced] Ann Lee (20 years in prison) and Bo Ray to five years in prison.",
        "Ann Lee", "Bo Ray",
    )  # fmt: skip
    assert [case.steps[0]["sentence_months"] for case in mixed] == [240.0, 60.0]


def test_what_is_joined_to_an_arrest_is_not_what_it_is_about(nlp: Language) -> None:
    marked = (
        "Experts condemned the [ARREST_DETAIN>Ann Lee:arrest], [TORTURE_ILLTREAT>Ann Lee:mistreatment], and detention of "
        "Ann Lee. A court [CONVICT_SENTENCE>Ann Lee:sentenced] Ann Lee to a year in prison."
    )
    unparsed = make_doc(marked, ["Ann Lee"])
    doc = nlp(unparsed.text)
    doc.user_data.update(unparsed.user_data)
    assert [steps_of(case) for case in find_cases(doc)] == [["arrest", "sentence"]]
