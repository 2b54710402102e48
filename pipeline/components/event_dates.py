"""When an event happened: its own date, that of its clause, its sentence, or the paragraph so far, in that order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.components import syntax
from pipeline.components.dates import DateExpression

DATED = re.compile(r"\d{4}|\d{3}X|\d\dXX")
# Types that tell one story with the act before them: an arrest told without a date has that of the sentence before it.
STATES = frozenset({"OMISSION", "RESTRICT_CIVIC", "THREAT_HARASS"})
NOT_DATED = frozenset({"OMISSION"})


@dataclass(frozen=True)
class Dated:
    """A date that can hold for events, and the word of it that its sentence hangs it on."""

    record: DateExpression
    token: Token


def list_dates(doc: Doc, records: Sequence[DateExpression]) -> list[Dated]:
    """Dates and times with a year, leaving out those inside names ("the 2014 law", "Act 2024")."""
    found = []
    for record in records:
        span = doc.char_span(record.start, record.end, alignment_mode="expand")
        if record.timex_type not in ("DATE", "TIME") or not DATED.match(record.timex_value) or span is None:
            continue
        if _is_in_name(span):
            continue
        found.append(Dated(record, span.root))
    return found


def _is_in_name(span: Span) -> bool:
    root = span.root
    if any(token.ent_type_ in ("LAW", "WORK_OF_ART", "EVENT") for token in span):
        return True
    head = root.head
    modifies = root.dep_ in ("compound", "nummod", "amod", "nmod:unmarked") and head.i >= span.end
    return modifies and head.ent_type_ in ("LAW", "WORK_OF_ART")


def find_date(
    trigger: Token, dates: Sequence[Dated], paragraph: Sequence[Span], event_type: str
) -> tuple[Dated | None, str]:
    """The date of the event at ``trigger`` and its basis: own, clause, sentence, paragraph or ""."""
    sentence = trigger.sent
    inside = [date for date in dates if sentence.start <= date.token.i < sentence.end]
    for basis, holds in (("own", _is_own), ("clause", _is_of_clause)):
        options = [date for date in inside if holds(date.token, trigger)]
        if options:
            return min(options, key=lambda date: abs(date.token.i - trigger.i)), basis
    fronted = [date for date in inside if _is_fronted(date.token, sentence)]
    if fronted:
        return fronted[0], "sentence"
    return None, ""


def _holders(token: Token) -> list[Token]:
    """Verbs and nouns above ``token``, nearest first, up to and including its clause's head."""
    found = []
    for _label, above in [(token.dep_, token.head), *syntax.governors(token.head)]:
        if above.i == token.i:
            break
        found.append(above)
        if syntax.is_verbal(above):
            break
    return found


def _is_own(date: Token, trigger: Token) -> bool:
    """The date hangs on the trigger, or on the light verb or noun that the trigger hangs on in one clause."""
    holders = [word.i for word in _holders(date)]
    return trigger.i in holders


def _is_of_clause(date: Token, trigger: Token) -> bool:
    """The date hangs on the head of the trigger's clause, or on a clause around it that has no event date of its own."""
    holders = _holders(date)
    if not holders:
        return False
    holder = holders[-1]
    clause = syntax.clause_head(trigger)
    if holder.i == clause.i or holder.i == syntax.first_conjunct(clause).i:
        return True
    above = [head.i for label, head in syntax.clause_governors(trigger) if label in ("xcomp", "ccomp", "advcl")]
    return holder.i in above


def _is_fronted(date: Token, sentence: Span) -> bool:
    """The date opens its sentence ("In January, ...")."""
    return date.i - sentence.start <= 4
