"""What a report tells of cases: events and states, with the people, charges and prison terms they name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from pipeline.components import syntax
from pipeline.components.case_events import PUT_ON_TRIAL, choose_events
from pipeline.components.case_people import Person, read_group, read_persons
from pipeline.components.case_steps import StepName, find_states, name_step
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
from pipeline.components.quotes import Quote
from pipeline.components.sentences import find_sentences
from pipeline.layers import read_layer
from pipeline.report import Block

CHARGED_TYPES = frozenset({"CHARGE_PROSECUTE", "CONVICT_SENTENCE", "ACQUIT_DROP", "ARREST_DETAIN"})
FOLLOWING_TYPES = frozenset({"CHARGE_PROSECUTE", "CONVICT_SENTENCE", "ACQUIT_DROP", "RELEASE", "ARREST_DETAIN"})
VIOLENCE = frozenset({"KILL_DEATH", "TORTURE_ILLTREAT", "INJURE", "DISAPPEAR_ABDUCT", "THREAT_HARASS"})
LEGAL_THING = re.compile(
    r"^(?:the|these|those|all|both|his|her|their|criminal|latter|former|first|second|remaining|two|three|four|\s)*"
    r"(?:charges?|counts?|cases?|sentences?|verdicts?|convictions?|trials?|prosecutions?|indictments?|one|ones|he|she|they|him|them)$",
    re.I,
)
ANAPHOR = re.compile(
    r"\b(?:he|she|they|him|them|his|her|their|these charges|those charges|both (?:men|women|were)"
    r"|the (?:\w+ ){0,3}(?:charges?|case|trial|verdict|sentence|conviction|court|judge)"
    r"|the (?:two|three|four|men|women|man|woman|accused|defendants?))\b",
    re.I,
)
OF_VICTIM = re.compile(
    r"\b(?:slain|murdered|assassinated|(?:murder|killing|death|assassination|rape|justice|beating|torture)"
    r"\s(?:of|for)(?:\s[\w’'-]+){0,4}"
    r"|(?:beating|attacking|kicking|torturing|injuring|shooting|raping|killing|murdering|beat|attacked|killed|shot)"
    r"(?:\s[\w’'-]+){0,3})\s$",
    re.I,
)
VICTIM_CASE = re.compile(r"['’]?s?\s(?:murder|killing|death|assassination|inquiry)\b", re.I)
OWNER = re.compile(r"['’]s?\s")
OWN_CASE = re.compile(
    r"['’]s?\s(?:[\w’'-]+\s){0,3}?(?:arrest|detention|imprisonment|trial|case|charges?|conviction|sentence|acquittal|release|appeal"
    r"|prosecution|custody|bail|pardon|transfer|verdict|indictment|guilt)",
    re.I,
)
GENERAL = re.compile(
    r"\b(?:laws?|constitution|codes?|procedures?|regulations?|act)\b[^.]{0,80}?\b(?:requir|provid|permit|allow|prohibit|stipulat"
    r"|guarantee|state[sd]? that|mandat)",
    re.I,
)
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
        self.quotes = read_layer(doc, "quotes", Quote)
        events = read_layer(doc, "events", Event)
        self.events = choose_events(self.text, events, self._sentence)
        self.deeds = [event for event in events if event.event_type in VIOLENCE]

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
                and not (other.event_type == "ARREST_DETAIN" and self._is_noun(other))
            ),
            default=right,
        )

    def _is_noun(self, event: Event) -> bool:
        word = self._word(event)
        return word is not None and word.tag_.startswith("NN")

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
        people = self._people(event, charges) or self._followed(event, focus)
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

    def _people(self, event: Event, charges: list[ChargeText]) -> tuple[Person, ...]:
        """The persons and groups among the event's targets. Those in its own sentence go before those that a pronoun
        stands for; left out are whom a charge speaks of, the victim of another's deed, and an apposition to a name."""
        start, end = self._sentence(event.start)
        targets = [t for t in event.targets if not any(c.start <= t["start"] < c.end for c in charges)]
        inside = [t for t in targets if start <= t["start"] < end and not LEGAL_THING.match(t["text"])]
        if not inside and not ANAPHOR.search(self.text, start, end):
            return ()
        found: list[Person] = []
        for target in inside or targets:
            named = self.book.people_in(target["start"], target["end"])
            group = None
            if inside and not named and not GENERAL.search(self.text, start, event.start):
                group = read_group(self.text, target["start"], target["end"], self._block(event.start))
            speakers = self._speakers(event)
            named = [
                p for p in named if p.key not in speakers and not self._is_another(p) and not self._is_wronged(p, event)
            ]
            found += named or ([group] if group else [])
        if any(person.is_named for person in found):
            found = [person for person in found if person.is_named or person.count > 1]
        return tuple({person.key: person for person in found}.values())

    def _speakers(self, event: Event) -> set[str]:
        """Who says the words that the event is told in: a speaker is not the one charged in the own words."""
        around = [quote for quote in self.quotes if quote.start <= event.start < quote.end and quote.speaker_start >= 0]
        return {p.key for quote in around for p in self.book.people_in(quote.speaker_start, quote.speaker_end)}

    def _is_another(self, person: Person) -> bool:
        """Whether the words around a name make it that of a victim ("the murder of") or of the owner of what
        the target is ("Lee's driver")."""
        if OWNER.match(self.text, person.end) and not OWN_CASE.match(self.text, person.end):
            return True
        victim = OF_VICTIM.search(self.text, max(0, person.start - 60), person.start)
        return bool(victim) or bool(VICTIM_CASE.match(self.text, person.end))

    def _is_wronged(self, person: Person, event: Event) -> bool:
        """Whether the event is about what was done to a person ("the trial for the torture of Ann Lee"): a deed of
        violence to the person is told in its sentence by a noun or gerund between the event and the name."""
        end = self._sentence(event.start)[1]
        for deed in self.deeds:
            if event.end <= deed.start < min(person.start, end) and any(
                target["start"] <= person.start < target["end"] for target in deed.targets
            ):
                word = self._word(deed)
                if word is not None and word.tag_ in ("NN", "NNS", "VBG"):
                    return True
        return False

    def _word(self, event: Event) -> Token | None:
        span = self.doc.char_span(event.start, event.end, alignment_mode="expand")
        return span.root if span is not None and syntax.is_parsed(self.doc) else None

    def _followed(self, event: Event, focus: tuple[Person, ...]) -> tuple[Person, ...]:
        """The people told of before, for an event without a target of its own (none, a pronoun, "the charges")."""
        if event.event_type not in FOLLOWING_TYPES:
            return ()
        if not all(LEGAL_THING.match(target["text"]) for target in event.targets):
            return ()
        start, end = self._sentence(event.start)
        return focus if ANAPHOR.search(self.text, start, end) else ()

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
