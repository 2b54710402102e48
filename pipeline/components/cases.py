"""Cases: what happened to one person, or one counted group, at the hands of the law, step by step.

Reads the layers "events", "dates" and "entity_mentions"; a case joins all steps of one person in one report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypedDict

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.case_people import Person
from pipeline.components.case_steps import CUSTODY, JUSTICE, TELLING
from pipeline.components.case_telling import Told, read_told
from pipeline.components.charges import ChargeText, which_charges
from pipeline.components.event_record import ASSERTED
from pipeline.layers import write_layer

CONVICTIONS = frozenset({"conviction", "sentence", "imprisonment", "fine"})
# Steps of a case where there is one, that do not make one.
BESIDE = frozenset({"deportation", "death", "flight"})
LEADING = frozenset({"arrest", "charge", "prosecution", "trial"})
DECISIONS = frozenset(
    {"conviction", "sentence", "fine", "acquittal", "appeal_rejected", "sentence_reduced", "overturned"}
)
OUTCOMES = {
    "acquittal": "acquitted", "charges_dropped": "dropped",
    "requalification": "requalified", "overturned": "overturned",
}  # fmt: skip


class CaseStep(TypedDict):
    """One step. ``event_start``, ``event_end``, ``event_type``: the event it is; -1 and "" where words tell a state."""

    step: str
    date_value: str
    detail: str
    sentence_months: float | None
    modality: str
    start: int
    end: int
    event_start: int
    event_end: int
    event_type: str


class Charge(TypedDict):
    """One charge. ``outcome``: convicted, acquitted, dropped, requalified, overturned; "" where none is told."""

    charge_text: str
    start: int
    end: int
    outcome: str
    sentence_months: float | None


@dataclass
class Case:
    """The case of ``person``. ``start`` and ``end``: where the first step names the person. ``is_named``: a person with
    a name; else a group of ``count``, or somebody without a name. ``status``: that after the last step told as a
    fact."""

    start: int
    end: int
    person: str
    is_named: bool
    count: int
    status: str
    status_date: str
    steps: list[CaseStep] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    rule: str = ""


def find_cases(doc: Doc) -> list[Case]:
    """The cases told in ``doc``, by where they begin."""
    by_person: dict[str, list[tuple[Person, Told]]] = {}
    for told in read_told(doc):
        for person in told.people:
            by_person.setdefault(person.key, []).append((person, told))
    cases = [_make_case(own) for own in by_person.values()]
    return sorted((case for case in cases if case is not None), key=lambda case: (case.start, case.end))


def _make_case(own: list[tuple[Person, Told]]) -> Case | None:
    person = own[0][0]
    told = _drop_repeats([item for _, item in own])
    if not _is_case(person, told):
        return None
    ordered = _order(told)
    last = _last_step(ordered)
    return Case(
        start=person.start,
        end=person.end,
        person=person.name,
        is_named=person.is_named,
        count=person.count,
        status=last.name.status,
        status_date=last.date_value,
        steps=[_write_step(item, person) for item in ordered],
        charges=_follow_charges(ordered, person),
        rule="person" if person.is_named else "group" if person.count > 1 else "unnamed",
    )


def _is_case(person: Person, told: list[Told]) -> bool:
    """Precision first: one bare arrest or charge is an event, no case. A case has a decision or a trial, a charge in
    words, or two different steps; that of a group or of somebody without a name a step of law with a charge or with
    another step. What only the person claims does not count."""
    own = [item for item in told if not item.is_own_claim]
    steps = {item.name.step for item in own}
    charged = any(item.charges and item.name.step in JUSTICE for item in own)
    if person.is_named:
        return charged or bool(steps & TELLING) or len(steps - BESIDE) > 1
    return bool(steps & JUSTICE) and (charged or len(steps) > 1)


def _drop_repeats(told: list[Told]) -> list[Told]:
    """Leave out a step told again with nothing new."""
    kept: list[Told] = []
    for item in told:
        same = [
            k for k in kept if k.name.step == item.name.step or (k.name.step in CUSTODY and item.name.step in CUSTODY)
        ]
        again = any(item.same_event == k.start or k.date_value == item.date_value or not item.date_value for k in same)
        new_charge = any(charge.text not in {c.text for k in same for c in k.charges} for charge in item.charges)
        if (
            not again
            or new_charge
            or (item.months and not any(k.months for k in same))
            or (same and item.which)
            or not same
        ):
            kept.append(item)
    return kept


def _order(told: list[Told]) -> list[Told]:
    """By date. What has none stays behind the step it follows in the text; a charge or arrest told after the decision
    it led to goes before that; states come last."""
    ordered: list[tuple[bool, str, Told]] = []
    date = ""
    for item in told:
        date = item.date_value.split("/")[0] or date
        ordered.append((item.is_state, date, item))
    ordered.sort(key=lambda entry: entry[:2])
    steps = [entry[2] for entry in ordered]
    for item in [step for step in steps if step.name.step in LEADING and not step.date_value and not step.is_new]:
        decision = next((at for at, step in enumerate(steps) if step.name.step in DECISIONS), None)
        if decision is not None and decision < steps.index(item):
            steps.remove(item)
            steps.insert(decision, item)
    return steps


def _last_step(ordered: list[Told]) -> Told:
    """The step that the status comes from: the last that is told as a fact (of those that are only alleged where none
    is), but a fine beside a sentence ("seven years in prison and a fine") adds to it."""
    last = next((item for item in reversed(ordered) if item.modality == ASSERTED), ordered[-1])
    sentences = [item for item in ordered if item.name.step == "sentence" and item.date_value == last.date_value]
    return sentences[-1] if last.name.step == "fine" and sentences else last


def _write_step(item: Told, person: Person) -> CaseStep:
    return CaseStep(
        step=item.name.step,
        date_value=item.date_value,
        detail="; ".join(words for words in (item.terms.get(person.key, ""), item.detail) if words),
        sentence_months=item.months.get(person.key),
        modality=item.modality,
        start=item.start,
        end=item.end,
        event_start=item.start if item.is_event else -1,
        event_end=item.end if item.is_event else -1,
        event_type=item.event_type,
    )


def _follow_charges(ordered: list[Told], person: Person) -> list[Charge]:
    """The charges in the order of time, each with what became of it; what is only alleged ("officials said he was
    guilty") is no outcome."""
    charges: list[Charge] = []
    for item in ordered:
        months = item.months.get(person.key)
        named = [_add_charge(charges, charge) for charge in item.charges]
        if item.modality != ASSERTED:
            continue
        if item.name.step in CONVICTIONS:
            for charge in named or [charge for charge in charges if not charge["outcome"]]:
                charge["outcome"] = "convicted"
                charge["sentence_months"] = months if months is not None else charge["sentence_months"]
        elif item.name.step in OUTCOMES:
            for charge in named or _concerned(charges, item):
                charge["outcome"] = OUTCOMES[item.name.step]
    return charges


def _add_charge(charges: list[Charge], told: ChargeText) -> Charge:
    """The charge of these words; added where it is new."""
    words = told.text.lower()
    for charge in charges:
        if charge["charge_text"].lower() == words:
            return charge
    new = Charge(charge_text=told.text, start=told.start, end=told.end, outcome="", sentence_months=None)
    charges.append(new)
    return new


def _concerned(charges: list[Charge], item: Told) -> list[Charge]:
    """The charges that an outcome concerns: "the latter two", one each with "respectively", else all."""
    chosen = which_charges(item.which, len(charges))
    if item.respectively is not None and len(chosen) == item.respectively[1]:
        chosen = [chosen[item.respectively[0]]]
    return [charges[at] for at in chosen]


@Language.factory("reports_cases")
class CasesComponent:
    """Writes layer "cases"."""

    def __init__(self, nlp: Language, name: str = "reports_cases") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        write_layer(doc, "cases", find_cases(doc))
        return doc
