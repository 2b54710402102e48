"""Whose step an event of the law is: the people among its targets, without victims, owners and speakers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from pipeline.components import syntax
from pipeline.components.case_people import NameBook, Person, read_group
from pipeline.components.charges import ChargeText
from pipeline.components.event_record import Event
from pipeline.components.quotes import Quote
from pipeline.layers import read_layer

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


class Whose:
    """Knows the names, quotations and deeds of violence of a Doc."""

    def __init__(self, doc: Doc, book: NameBook) -> None:
        self.doc, self.text, self.book = doc, doc.text, book
        self.quotes = read_layer(doc, "quotes", Quote)
        self.deeds = [event for event in read_layer(doc, "events", Event) if event.event_type in VIOLENCE]

    def find(
        self,
        event: Event,
        charges: Sequence[ChargeText],
        block: int,
        sentence: tuple[int, int],
        focus: tuple[Person, ...],
    ) -> tuple[Person, ...]:
        """The people of an event told in ``sentence`` of ``block``: its targets, or the people told of last
        (``focus``)."""
        return self._among_targets(event, charges, block, sentence) or _followed(self.text, event, sentence, focus)

    def _among_targets(
        self, event: Event, charges: Sequence[ChargeText], block: int, sentence: tuple[int, int]
    ) -> tuple[Person, ...]:
        """The persons and groups among the event's targets. Those in its own sentence go before those that a pronoun
        stands for; left out are whom a charge speaks of, the victim of another's deed, and an apposition to a name."""
        start, end = sentence
        targets = [t for t in event.targets if not any(c.start <= t["start"] < c.end for c in charges)]
        inside = [t for t in targets if start <= t["start"] < end and not LEGAL_THING.match(t["text"])]
        if not inside and not ANAPHOR.search(self.text, start, end):
            return ()
        found: list[Person] = []
        speakers = self._speakers(event)
        for target in inside or targets:
            named = self.book.people_in(target["start"], target["end"])
            group = None
            if inside and not named and not GENERAL.search(self.text, start, event.start):
                group = read_group(self.text, target["start"], target["end"], block)
            named = [
                p
                for p in named
                if p.key not in speakers and not self._is_another(p) and not self._is_wronged(p, event, end)
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

    def _is_wronged(self, person: Person, event: Event, end: int) -> bool:
        """Whether the event is about what was done to a person ("the trial for the torture of Ann Lee"): a deed of
        violence to the person is told in its sentence, which goes to ``end``, by a noun or gerund between the event and
        the name."""
        for deed in self.deeds:
            if event.end <= deed.start < min(person.start, end) and any(
                target["start"] <= person.start < target["end"] for target in deed.targets
            ):
                word = self._word(deed)
                if word is not None and word.tag_ in ("NN", "NNS", "VBG") and not self._are_joined(event, word):
                    return True
        return False

    def _are_joined(self, event: Event, word: Token) -> bool:
        """Whether the grammar joins an event and another's word ("the arrest, mistreatment, and detention of")."""
        own = self._word(event)
        return own is not None and syntax.first_conjunct(own).i == syntax.first_conjunct(word).i

    def is_noun(self, event: Event) -> bool:
        """Whether a noun tells the event."""
        word = self._word(event)
        return word is not None and word.tag_.startswith("NN")

    def _word(self, event: Event) -> Token | None:
        span = self.doc.char_span(event.start, event.end, alignment_mode="expand")
        return span.root if span is not None and syntax.is_parsed(self.doc) else None


def _followed(text: str, event: Event, sentence: tuple[int, int], focus: tuple[Person, ...]) -> tuple[Person, ...]:
    """The people told of before, for an event without a target of its own (none, a pronoun, "the charges")."""
    if event.event_type not in FOLLOWING_TYPES:
        return ()
    if not all(LEGAL_THING.match(target["text"]) for target in event.targets):
        return ()
    return focus if ANAPHOR.search(text, *sentence) else ()
