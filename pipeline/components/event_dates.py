"""When an event happened: which of the dates around it holds for it.

The trained event model weighs each date of the sentence and of those before it in the paragraph by where the grammar
puts it; ``find_basis`` names that place (own, clause, sentence, paragraph). Without a trained network the nearest
place decides, in that order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from pipeline.components import syntax
from pipeline.components.dates import DateExpression
from pipeline.components.event_candidates import sentences_up_to

DATED = re.compile(r"\d{4}|\d{3}X|\d\dXX")
WRITINGS = frozenset({"report", "reports", "study", "survey", "statement", "article", "edition", "annual"})
SENTENCES_BACK = 2
WEIGHED_BACK = 4  # sentences before the event's in which the network looks for its date
# With these words a sentence goes on telling what the one before it began.
GOES_ON = frozenset({"he", "she", "they", "two", "three", "both", "several", "police", "authorities", "officers"})
TIMELESS = frozenset({"OMISSION"})
IN_PHRASE = frozenset({"compound", "amod", "nummod", "nmod:unmarked", "nmod:poss", "npadvmod", "obl:unmarked"})
EARLIER_OR_LATER = frozenset({"after", "before", "until", "since", "if", "because", "as"})
TIME_PREPOSITIONS = frozenset({"during", "in", "at", "following", "after", "amid", "before", "since", "on", "under"})
OPENINGS = frozenset(
    {"in", "on", "during", "following", "after", "at", "since", "by", "as", "from", "between", "under"}
)
# A clause under one of these happens when the clause above it does ("ordered troops to shoot", "beat him, breaking
# his arm").
CARRIES_DATE = frozenset({"xcomp", "advcl", "acl", "pcomp"})


@dataclass(frozen=True)
class Dated:
    """A date that can hold for events, and the word of it that its sentence hangs it on. ``belongs_to``: "name" or
    "writing" where it is part of one ("Act 2024", "its 2022 report"), which seldom is the date of an act."""

    record: DateExpression
    token: Token
    value: str
    belongs_to: str = ""


def list_dates(doc: Doc, records: Sequence[DateExpression]) -> list[Dated]:
    """Dates and times with a year."""
    found: list[Dated] = []
    text = doc.text
    for record in records:
        span = doc.char_span(record.start, record.end, alignment_mode="expand")
        if record.timex_type not in ("DATE", "TIME") or not DATED.match(record.timex_value) or span is None:
            continue
        value = record.timex_value
        before = found[-1] if found else None
        if before is not None and _is_range(text, before.record, record):
            value = f"{before.value}/{value}"
            found[-1] = replace(before, value=value)
        found.append(Dated(record, span.root, value, _belongs_to(span)))
    return found


def _is_range(text: str, first: DateExpression, last: DateExpression) -> bool:
    """Whether two dates bound a period: "between January 4 and 6", "from May 1 to June 30"."""
    opening = text[max(0, first.start - 9) : first.start].lower()
    joining = text[first.end : last.start].strip(" ,").lower()
    return (opening.endswith("between ") and joining == "and") or (
        opening.endswith("from ") and joining in ("to", "through", "until")
    )


def _belongs_to(span: Span) -> str:
    root = span.root
    after = span.doc[span.end].lower_ if span.end < len(span.doc) else ""
    if any(token.ent_type_ in ("LAW", "WORK_OF_ART", "EVENT") for token in span):
        return "name"
    if after in WRITINGS:
        return "writing"
    head = root.head
    modifies = root.dep_ in ("compound", "nummod", "amod", "nmod:unmarked") and head.i >= span.end
    return "name" if modifies and head.ent_type_ in ("LAW", "WORK_OF_ART") else ""


def find_date(
    trigger: Token, dates: Sequence[Dated], paragraph: Sequence[Span], event_type: str
) -> tuple[Dated | None, str]:
    """The date of the event at ``trigger`` and its basis: own, clause, sentence or ""."""
    sentence = trigger.sent
    dates = [date for date in dates if not date.belongs_to]
    inside = [date for date in dates if sentence.start <= date.token.i < sentence.end]
    for basis, holds in (("own", is_own), ("clause", is_of_clause)):
        options = [date for date in inside if holds(date.token, trigger)]
        if options:
            return min(options, key=lambda date: abs(date.token.i - trigger.i)), basis
    if event_type in TIMELESS or is_set_apart(trigger):
        return None, ""
    open_dates = [d for d in inside if is_fronted(d.token, sentence) or is_open(d.token, trigger)]
    if len({date.value for date in open_dates}) == 1 or (open_dates and is_fronted(open_dates[0].token, sentence)):
        return open_dates[0], "sentence"
    if not inside:
        told = find_told_before(trigger, dates, paragraph)
        if told is not None:
            return told, "paragraph"
    return None, ""


def split_dates(dates: Sequence[Dated], paragraphs: Sequence[Sequence[Span]]) -> list[list[Dated]]:
    """The dates in each of ``paragraphs``; the same paragraph may come more than once."""
    own: dict[int, list[Dated]] = {}
    for paragraph in paragraphs:
        start, end = paragraph[0].start, paragraph[-1].end
        if start not in own:
            own[start] = [date for date in dates if start <= date.token.i < end]
    return [own[paragraph[0].start] for paragraph in paragraphs]


@dataclass(frozen=True)
class DateOption:
    """A date that may be an event's, how many sentences before it stands, and its place (see ``find_basis``)."""

    date: Dated
    back: int
    basis: str


def list_date_options(trigger: Token, dates: Sequence[Dated], paragraph: Sequence[Span]) -> list[DateOption]:
    """The dates of the event's sentence and of the WEIGHED_BACK sentences before it in the paragraph, in text order."""
    found: list[DateOption] = []
    for back, sentence in sentences_up_to(trigger, paragraph, WEIGHED_BACK):
        inside = [date for date in dates if sentence.start <= date.token.i < sentence.end]
        found += [DateOption(date, back, find_basis(date.token, trigger, sentence)) for date in inside]
    return sorted(found, key=lambda option: option.date.token.i)


def find_basis(date: Token, trigger: Token, sentence: Span) -> str:
    """The place of a date: "own" (it hangs on the trigger), "clause" (on the verb of its clause), "sentence", or
    "paragraph" where ``sentence``, the date's, is an earlier one."""
    if not sentence.start <= trigger.i < sentence.end:
        return "paragraph"
    if is_own(date, trigger):
        return "own"
    return "clause" if is_of_clause(date, trigger) else "sentence"


def find_told_before(trigger: Token, dates: Sequence[Dated], paragraph: Sequence[Span]) -> Dated | None:
    """The day or month that opens an earlier sentence of the paragraph, where what follows goes on with it."""
    first = next((word for word in trigger.sent if word.is_alpha), trigger)
    if first.lower_ not in GOES_ON or syntax.clause_head(trigger).i != trigger.sent.root.i:
        return None
    before = [sentence for sentence in paragraph if sentence.end <= trigger.sent.start][-SENTENCES_BACK:]
    for sentence in reversed(before):
        inside = [date for date in dates if sentence.start <= date.token.i < sentence.end]
        opening = [date for date in inside if is_fronted(date.token, sentence) and len(date.value) >= len("2022-01")]
        if opening:
            return opening[0]
        if inside:
            return None
    return None


def holders(token: Token) -> list[Token]:
    """What a date hangs on, nearest first, up to the first verb. A date inside a noun phrase ("the January events")
    is the
    date of that noun alone."""
    found: list[Token] = []
    inner = token
    while inner.head.i != inner.i and len(found) < 6:
        outer = inner.head
        if inner.dep_ != "conj" or syntax.is_verbal(outer):
            found.append(outer)
        if syntax.is_verbal(outer):
            break
        if inner.i == token.i and token.dep_ in IN_PHRASE and syntax.adposition(outer) not in TIME_PREPOSITIONS:
            break
        inner = outer
    return found


def is_own(date: Token, trigger: Token) -> bool:
    """The date hangs on the trigger, or on the light verb or noun that the trigger hangs on in one clause."""
    return trigger.i in [word.i for word in holders(date)]


def is_of_clause(date: Token, trigger: Token) -> bool:
    """The date hangs on the verb of the trigger's clause, on a verb joined to it, or on one that it completes or goes
    with."""
    over = holders(date)
    if not over or not syntax.is_verbal(over[-1]):
        return False
    holder, clause = over[-1], syntax.clause_head(trigger)
    if holder.i == clause.i or holder.i == syntax.first_conjunct(clause).i:
        return True
    if holder.dep_ == "conj" and syntax.first_conjunct(holder).i == syntax.first_conjunct(clause).i:
        return holder.i > clause.i and date.i > holder.i and holder.i - clause.i <= 4
    for label, above in syntax.clause_governors(trigger):
        if label not in CARRIES_DATE:
            return False
        if above.i == holder.i:
            return True
    return False


def is_set_apart(trigger: Token) -> bool:
    """The act is told in a relative clause, or one that says what was before: what holds for the sentence does not
    for it."""
    clause = syntax.clause_head(trigger)
    chain = [(syntax.first_conjunct(clause).dep_, clause), *syntax.clause_governors(trigger)]
    for label, head in chain[:-1] if len(chain) > 1 else chain:
        if label in syntax.RELATIVE or (label == "advcl" and syntax.marker(head) in EARLIER_OR_LATER):
            return True
    return False


def is_open(date: Token, trigger: Token) -> bool:
    """The date is not shut in a noun phrase ("the January events", "its 2022 report"), nor that of a saying whose
    content
    the act is ("said on May 2 that ...")."""
    over = holders(date)
    shut = date.dep_ in IN_PHRASE and date.i < date.head.i and not (over and syntax.is_verbal(over[-1]))
    if shut and not follows_time_preposition(date):
        return False
    clause = syntax.clause_head(trigger)
    while syntax.first_conjunct(clause).dep_ not in ("ccomp", "parataxis"):
        head = syntax.first_conjunct(clause).head
        if head.i == syntax.first_conjunct(clause).i:
            return True
        clause = syntax.clause_head(head)
    return date.i in {word.i for word in syntax.first_conjunct(clause).subtree}


def follows_time_preposition(date: Token) -> bool:
    """The words before the date open it: "during the August", "on January"."""
    first = date.left_edge.i if date.left_edge.i >= date.i - 3 else date.i
    doc = date.doc
    before = doc[first - 1] if first > 0 else None
    while before is not None and before.i > 0 and (before.lower_ in ("the", "early", "late") or before.like_num):
        before = doc[before.i - 1]
    words = {doc[first].lower_, before.lower_ if before is not None else ""}
    return bool(words & TIME_PREPOSITIONS)


def is_fronted(date: Token, sentence: Span) -> bool:
    """The date opens its sentence ("In January, ...", "In response to the January events, ...")."""
    before = date.i - sentence.start
    if before > 5:
        return False
    opening = next((word for word in sentence if not word.is_punct and not word.is_space), sentence[0])
    return opening.lower_ in OPENINGS or before <= 1
