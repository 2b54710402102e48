"""What a report tells of cases: events and states, with the people, charges and prison terms they name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from pipeline.components.case_events import PUT_ON_TRIAL, choose_events
from pipeline.components.case_people import Person, read_persons
from pipeline.components.case_steps import StepName, find_states, name_step
from pipeline.components.case_whose import FOLLOWING_TYPES, Whose
from pipeline.components.charges import ChargeText, find_charges
from pipeline.components.event_record import ALLEGED, ASSERTED, NEGATED, PLANNED, Event
from pipeline.components.layout import split_blocks
from pipeline.components.prison_terms import (
    Duration,
    count_back,
    describe_sentence,
    distribute_terms,
    find_own_terms,
    find_terms,
)
from pipeline.components.sentences import find_sentences
from pipeline.layers import read_layer
from pipeline.report import Block

CHARGED_TYPES = frozenset({"CHARGE_PROSECUTE", "CONVICT_SENTENCE", "ACQUIT_DROP", "ARREST_DETAIN"})
AS_OF = re.compile(r"\b(?:as of|by|at)\s(?:the end of\s)?$", re.I)
LATER = re.compile(r"\b(?:later|subsequently|afterwards?)\b", re.I)
ON_DATE = re.compile(r"\b(?:on|in|since)\s(?:(?:early|late|mid)[\s-])?$", re.I)
NEW = re.compile(
    r"\b(?:new|additional(?:ly)?|further|separate(?:ly)?|another|second|subsequent(?:ly)?|later|again|then|immediately|re-?arrest\w*)\b",
    re.I,
)
TO_WHERE = re.compile(
    r"\s(?:back\s)?(?:to|into|under|on)\s(?:(?:an?|the)\s)?(?:[\w’'-]+\s?){1,4}?(?:colony|arrest|prison|jail|bail|custody|facility|detention)\b"
)


@dataclass(frozen=True)
class Told:
    """One step of law as told at ``start`` to ``end`` (the trigger): whose, when, on what charges, for how many months
    (by person's key). ``which`` are the words before the trigger ("the latter two charges"), ``respectively``
    the place of this event among those that share a subject, and their number."""

    start: int
    end: int
    name: StepName
    people: tuple[Person, ...]
    date_value: str
    event_type: str = ""
    modality: str = ASSERTED
    detail: str = ""
    charges: tuple[ChargeText, ...] = ()
    months: dict[str, float] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    which: str = ""
    respectively: tuple[int, int] | None = None
    same_event: int = -1
    is_state: bool = False
    is_own_claim: bool = False
    is_new: bool = False
    is_event: bool = True


def read_told(doc: Doc) -> list[Told]:
    """All that ``doc`` tells of cases, in text order."""
    return _Reader(doc).read()


def _is_own_claim(event: Event, people: tuple[Person, ...]) -> bool:
    """Whether only the person says so."""
    told_by = event.attributed_to
    if event.modality != ALLEGED or not told_by:
        return False
    named = [person.name for person in people if person.is_named and person.name]
    return any(person.name.endswith(told_by) for person in people) or any(
        re.search(rf"\b{re.escape(name)}\b", told_by) for name in named
    )


def _describes(charge: Event, event: Event) -> bool:
    """Whether a charge only says who is sentenced ("sentenced an officer accused of rape to seven years")."""
    people = [who for who in event.targets if who["start"] >= event.end]
    return charge.event_type == "CHARGE_PROSECUTE" and any(charge.start - who["end"] == 1 for who in people)


class _Reader:
    """Reads one Doc: its blocks, sentences, names, durations and events."""

    def __init__(self, doc: Doc) -> None:
        self.doc, self.text = doc, doc.text
        blocks = read_layer(doc, "blocks", Block) or split_blocks(self.text)
        self.block_starts = [block.start for block in blocks]
        self.sentences = [
            (block.start + start, block.start + end)
            for block in blocks
            for start, end in find_sentences(self.text[block.start : block.end])
        ]
        self.sentence_starts = [start for start, _ in self.sentences]
        self.book = read_persons(doc)
        rows = doc.user_data.get("layer:dates", [])
        self.durations = [
            Duration(r["start"], r["end"], r["timex_value"]) for r in rows if r["timex_type"] == "DURATION"
        ]
        self.dates = [
            (r["start"], r["timex_value"]) for r in rows if r["timex_type"] == "DATE" and r["timex_value"][:1].isdigit()
        ]
        self.whose = Whose(doc, self.book)
        self.events = choose_events(self.text, read_layer(doc, "events", Event), self._sentence)

    def read(self) -> list[Told]:
        told: list[Told] = []
        focus: tuple[Person, ...] = ()
        block = -1
        for event in self.events:
            here = self._block(event.start)
            focus = focus if here == block else ()
            block = here
            item = self._read_event(event, focus)
            if item is not None and item.people:
                told.append(item)
                focus = item.people
        return sorted([*told, *self._read_states(told)], key=lambda item: item.start)

    def _block(self, at: int) -> int:
        return max(0, bisect_right(self.block_starts, at) - 1)

    def _sentence(self, at: int) -> tuple[int, int]:
        place = bisect_right(self.sentence_starts, at) - 1
        return self.sentences[place] if place >= 0 else (0, len(self.text))

    def _bounds(self, event: Event) -> tuple[int, int]:
        """The words around an event that no other event of a case in its sentence has a claim to."""
        left, right = self._sentence(event.start)
        start, end = event.start, event.end
        others = [other for other in self.events if left <= other.start < right and other.start != start]
        left = max([left, *(other.end for other in others if other.end <= start)])
        right = min([right, *(other.start for other in others if other.start >= end)])
        return left, right

    def _end_of_charges(self, event: Event, right: int) -> int:
        """Where the words of an event's charges end at the latest: at the next event of the law before ``right``; a
        death or a deportation can be what the charge is about ("a lapse that resulted in a death"), and so can an
        arrest told by a noun ("the war crimes of arbitrary detention")."""
        return min(
            (
                other.start
                for other in self.events
                if event.end <= other.start < right
                and other.event_type in FOLLOWING_TYPES
                and not (other.event_type == "ARREST_DETAIN" and self.whose.is_noun(other))
            ),
            default=right,
        )

    def _read_event(self, event: Event, focus: tuple[Person, ...]) -> Told | None:
        left, right = self._bounds(event)
        sentence = self._sentence(event.start)
        context = self.text[
            max(left, event.start - 60) : min(right if right < event.end + 20 else sentence[1], event.end + 60)
        ]
        name = name_step(event.event_type, self.text[event.start : event.end], context)
        if name is None or event.polarity == NEGATED:
            return None
        if event.modality not in (ASSERTED, ALLEGED) and not (
            event.modality == PLANNED and name.step == "arrest_warrant"
        ):
            return None
        charges: list[ChargeText] = []
        if event.event_type in CHARGED_TYPES:
            charges = find_charges(
                self.text, event.start, event.end, left, self._end_of_charges(event, sentence[1]), self.doc
            )
        people = self.whose.find(event, charges, self._block(event.start), sentence, focus)
        if not people:
            return None
        months, terms, penalty = self._months(event, name, people, left, right)
        told = Told(
            event.start, event.end, name, people, self._date(event, left, right), event.event_type, event.modality,
            charges=tuple(charges), months=months, terms=terms, same_event=event.same_event,
            is_new=bool(NEW.search(context)), is_own_claim=_is_own_claim(event, people),
            is_event=event.rule != PUT_ON_TRIAL,
        )  # fmt: skip
        if event.event_type == "ACQUIT_DROP":
            first = min((e.start for e in self._beside(event)), default=event.start)
            told = replace(told, which=self.text[sentence[0] : first], respectively=self._respectively(event, sentence))
        return replace(told, detail=self._detail(told, penalty, right))

    def _date(self, event: Event, left: int, right: int) -> str:
        """The event's date; where it has none, the nearest one in its own words. "One week after" counts back."""
        counted = self._counted_back(event, left)
        if counted:
            return counted
        if event.date_value:
            later = 0 <= event.date_start < event.start and LATER.search(self.text, event.date_start, event.start)
            return "" if later else event.date_value
        near = [
            (at, value)
            for at, value in self.dates
            if left <= at < right
            and ON_DATE.search(self.text[left:at])
            and not LATER.search(self.text, at, event.start)
        ]
        return min(near, key=lambda date: abs(date[0] - event.start), default=(0, ""))[1]

    def _counted_back(self, event: Event, left: int) -> str:
        """The day of "one week after the charges were dropped", from the day of the step told before it."""
        for duration in self.durations:
            if left <= duration.start and duration.end <= event.start and self.text.startswith(" after ", duration.end):
                before = [
                    e for e in self.events if e.start < duration.start and e.start >= self._sentence(event.start)[0]
                ]
                return count_back(before[-1].date_value, duration.value) if before else ""
        shared = "respectively" in self.text[event.end : self._sentence(event.start)[1]]
        same = [
            e for e in self._beside(event) if e.start < event.start and event.event_type == "ACQUIT_DROP" and shared
        ]
        return self._counted_back(same[0], self._bounds(same[0])[0]) if same else ""

    def _months(
        self, event: Event, name: StepName, people: tuple[Person, ...], left: int, right: int
    ) -> tuple[dict[str, float], dict[str, str], str]:
        """Months of prison by person, the words that give them, and what else the sentence is (life, death)."""
        after = [e for e in self.events if e.event_type == "CONVICT_SENTENCE" and e.start == right]
        if event.event_type != "CONVICT_SENTENCE" or name.step == "fine" or (name.step == "conviction" and after):
            return {}, {}, ""
        start, end = self._sentence(event.start)
        durations = [one for one in self.durations if start <= one.start < end]
        bracketed = find_own_terms(self.text, {person.key: person.end for person in people}, durations)
        taken = {term.start for term in bracketed.values()}
        durations = [one for one in self.durations if one.start not in taken]
        terms = find_terms(self.text, left, self._end_of_sentencing(event, right), durations)
        size = len(people) if all(person.is_named for person in people) else 1
        shared = distribute_terms(terms, size) if terms else [None] * size
        shared = shared if len(shared) == len(people) else shared * len(people)
        own = {person.key: term for person, term in zip(people, shared, strict=True) if term} | bracketed
        words = {key: self.text[term.start : term.end] for key, term in own.items()}
        if terms and not own:
            words = {person.key: self.text[terms[0].start : terms[-1].end] for person in people}
        return {key: term.months for key, term in own.items()}, words, describe_sentence(self.text[left:right])

    def _end_of_sentencing(self, event: Event, right: int) -> int:
        """Where the words of a sentence end: ``right``, but what the sentenced are accused of stands among them."""
        charge = next((other for other in self.events if other.start == right and _describes(other, event)), None)
        return right if charge is None else self._bounds(charge)[1]

    def _beside(self, event: Event) -> list[Event]:
        """The outcomes of charges told in the same sentence."""
        start, end = self._sentence(event.start)
        return [e for e in self.events if start <= e.start < end and e.event_type == "ACQUIT_DROP"]

    def _respectively(self, event: Event, sentence: tuple[int, int]) -> tuple[int, int] | None:
        beside = self._beside(event)
        if len(beside) < 2 or "respectively" not in self.text[event.end : sentence[1]]:
            return None
        return [e.start for e in beside].index(event.start), len(beside)

    def _detail(self, told: Told, penalty: str, right: int) -> str:
        """What else is told of a step: the charge's words, the penalty, where to."""
        if told.terms or penalty:
            return penalty
        if told.charges:
            return "; ".join(charge.text for charge in told.charges)
        where = (
            TO_WHERE.match(self.text, told.end, right)
            if told.name.step in ("transfer", "house_arrest", "bail")
            else None
        )
        return where.group().strip() if where else ""

    def _read_states(self, told: list[Told]) -> Iterator[Told]:
        """States ("remains in prison") of people with a case: named in the sentence before it, else told of last."""
        people = {person.key: person for item in told for person in item.people}
        for start, end in self.sentences:
            for state in find_states(self.text, start, end):
                named = [p for p in self.book.people_in(start, state.start) if p.key in people]
                named = named[-1:] or self._last_told(told, start)
                if named:
                    date = self._date_of_state(state.start, state.end, start, end)
                    words = self.text[state.start : state.end]
                    yield Told(
                        state.start,
                        state.end,
                        state.name,
                        tuple(named),
                        date,
                        detail=words,
                        is_state=True,
                        is_event=False,
                    )

    def _date_of_state(self, first: int, last: int, start: int, end: int) -> str:
        """The day of a state told from ``first`` to ``last`` in the sentence ``start`` to ``end``: a date behind it, or
        one before it that says so ("As of November 4, she remained in detention")."""
        after = (value for at, value in self.dates if last <= at < end)
        since = max([start, *(event.end for event in self.events if start <= event.start < first)])
        before = (value for at, value in self.dates if since <= at < first and AS_OF.search(self.text, since, at))
        return next(after, "") or next(before, "")

    def _last_told(self, told: list[Told], start: int) -> list[Person]:
        """The people of the last step told before ``start`` in its block."""
        before = [item for item in told if item.start < start and self._block(item.start) == self._block(start)]
        return list(before[-1].people) if before else []
