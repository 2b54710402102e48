"""Terms of imprisonment: how many months a sentence is for, and whose they are where several are named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_A_MONTH = 30.4375
MONTHS = {"Y": 12.0, "M": 1.0, "W": 7 / DAYS_A_MONTH, "D": 1 / DAYS_A_MONTH}
DURATION = re.compile(r"P(?=\d)(?:(?P<Y>[\d.]+)Y)?(?:(?P<M>[\d.]+)M)?(?:(?P<W>[\d.]+)W)?(?:(?P<D>[\d.]+)D)?")
PRISON_AFTER = re.compile(
    r"['’]?s?\W{0,2}(?:(?:suspended|conditional|additional|further|total|concurrent|consecutive|harsh)\W+)*(?:(?:in|of|behind|at|under)\s)?"
    r"(?:(?:a|the|hard|strict|maximum|general|regime|security)[\s-])*"
    r"(?:prison|imprisonment|jail|incarceration|penal|penitentiary|labor colony|bars|hard labor|labor|detention|custody"
    r"|sentence|term|rigorous imprisonment|confinement|deprivation)",
    re.I,
)
SENTENCE_BEFORE = re.compile(
    r"(?:sentenc\w+(?:\s[^\s,;]+){0,14}?\sto|(?:sentences?|terms?)\sof|jailed(?:\s\S+){0,4}?\sfor|imprisoned\sfor)\s"
    r"(?:an?\s|between\s|from\s|up\sto\s|at\sleast\s|a\sfurther\s|an\sadditional\s|another\s)*$",
    re.I,
)
JOINED = re.compile(r"\s*(?:,|and|, and|to|or|-|–|['’]s?,? and)\s*(?:an?\s)?$", re.I)
OTHER_PENALTY = re.compile(
    r"\W{0,2}(?:of\s|in\s)?(?:probation|parole|supervis\w+|house arrest|exile|ban\b|community|compulsory|corrective"
    r"|a ban|public)",
    re.I,
)
LIFE = re.compile(r"\b(?:to|of) life\b|\blife (?:in prison|imprisonment|sentences?|terms?)", re.I)
DEATH = re.compile(r"\bto death\b|\bdeath (?:sentence|penalty)", re.I)
SUSPENDED = re.compile(r"\bsuspended\b|\bconditional (?:sentence|term)|\bprobation", re.I)


@dataclass(frozen=True)
class Duration:
    """A DURATION of layer "dates": its place and TIMEX3 value."""

    start: int
    end: int
    value: str


@dataclass(frozen=True)
class Term:
    """A prison term: ``months`` it is for."""

    start: int
    end: int
    months: float


def count_months(value: str) -> float | None:
    """Months of a TIMEX3 duration; None where it is vague.

    >>> count_months("P6Y"), count_months("P15D"), count_months("PXM")
    (72.0, 0.5, None)
    """
    match = DURATION.fullmatch(value)
    if match is None:
        return None
    return round(sum(float(count) * MONTHS[unit] for unit, count in match.groupdict().items() if count), 1)


def count_back(day: str, duration: str) -> str:
    """The day ``duration`` (days or weeks) before ``day``; "" where either is not exact to the day.

    >>> count_back("2022-11-02", "P1W"), count_back("2022-11", "P1W")
    ('2022-10-26', '')
    """
    match = DURATION.fullmatch(duration)
    if match is None or match["Y"] or match["M"] or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        return ""
    days = float(match["W"] or 0) * 7 + float(match["D"] or 0)
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()


def find_terms(text: str, start: int, end: int, durations: Sequence[Duration]) -> list[Term]:
    """The prison terms named between ``start`` and ``end`` of the text, in order; probation and exile are left out."""
    inside = [d for d in durations if start <= d.start and d.end <= end and count_months(d.value) is not None]
    taken: list[Duration] = []
    for at in range(len(inside) - 1, -1, -1):
        here = inside[at]
        following = inside[at + 1] if at + 1 < len(inside) else None
        chained = following in taken and following is not None and bool(JOINED.match(text[here.end : following.start]))
        before = SENTENCE_BEFORE.search(text[max(start, here.start - 160) : here.start])
        prison = PRISON_AFTER.match(text, here.end)
        part = re.search(r"\bincluding\s(?:an?\s|at least\s)?$", text[max(start, here.start - 30) : here.start])
        if (prison or before or chained) and not part and not OTHER_PENALTY.match(text, here.end):
            taken.append(here)
    return _add_parts(text, sorted(taken, key=lambda d: d.start))


def _add_parts(text: str, durations: list[Duration]) -> list[Term]:
    """One term of "two years and six months" (a smaller unit right after a larger one)."""
    terms: list[Term] = []
    for at, duration in enumerate(durations):
        months = count_months(duration.value) or 0.0
        before = durations[at - 1] if at else None
        if before and before.value[-1] != duration.value[-1] and terms:
            between = text[before.end : duration.start]
            if re.fullmatch(r"\s*(?:,|and|, and|-and-)?\s*", between) and "YMWD".index(before.value[-1]) < "YMWD".index(
                duration.value[-1]
            ):
                terms[-1] = Term(terms[-1].start, duration.end, round(terms[-1].months + months, 1))
                continue
        terms.append(Term(duration.start, duration.end, months))
    return terms


def distribute_terms(terms: Sequence[Term], count: int) -> list[Term | None]:
    """Whose term is whose, for ``count`` people in the order of the text: one each, one for all, or None (unclear).

    >>> [t and t.months for t in distribute_terms([Term(0, 3, 72.0), Term(8, 18, 60.0)], 2)]
    [72.0, 60.0]
    """
    if len(terms) == count:
        return list(terms)
    if len(terms) == 1:
        return [terms[0]] * count
    return [None] * count


def find_own_terms(text: str, ends: Mapping[str, int], durations: Sequence[Duration]) -> dict[str, Term]:
    """The terms that stand in brackets right behind a name, by the key of the name that ends there; none where no
    bracket says that it is prison (they may be ages), and no probation.

    >>> text = "sentenced Ann Lee (20 years in prison) and Bo Ray (15 years)"
    >>> own = find_own_terms(text, {"ann": 17, "bo": 49}, [Duration(19, 27, "P20Y"), Duration(51, 59, "P15Y")])
    >>> own["bo"].months
    180.0
    """
    bracketed = [one for one in durations if text.endswith(" (", 0, one.start)]
    bracketed = [one for one in bracketed if not OTHER_PENALTY.match(text, one.end)]
    if not any(PRISON_AFTER.match(text, one.end) for one in bracketed):
        return {}
    keys = {end + len(" ("): key for key, end in ends.items()}
    behind = [one for one in bracketed if one.start in keys]
    months = [(keys[one.start], one, count_months(one.value)) for one in behind]
    return {key: Term(one.start, one.end, count) for key, one, count in months if count is not None}


def describe_sentence(words: str) -> str:
    """What a sentence says beside its months: life imprisonment, death, suspended."""
    found = [
        name
        for name, pattern in (("life imprisonment", LIFE), ("death", DEATH), ("suspended", SUSPENDED))
        if pattern.search(words)
    ]
    return "; ".join(found)
