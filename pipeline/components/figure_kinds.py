"""What a number says: its kind (count, duration, age, money, percent, ordinal, measure, multiple) and its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.components.amounts import Amount
from pipeline.components.money import find_currency
from pipeline.components.noun_phrases import Words
from pipeline.lexicon import read_lexicon

HOURS_EARLIER = re.compile(r"\bhours?\b[^.;\n]{0,140}$", re.I)
PER_TIME = re.compile(r"\s(?:per|a|each) (?:day|week|month|year)\b")
QUALIFIER = (
    r"(?:(?:consecutive|calendar|working|business|full|more|additional|extra|straight|further|successive|whole|long|short"
    r"|or more|or fewer|or less|of the|prior|previous|paid|hard|continuous|non-consecutive)[ -])*"
)
AGE_UNIT = re.compile(r"[- ](?P<unit>month|week|day)s?\b")
TIMES = re.compile(
    r"[ \u00a0]times (?:the|as|more|higher|larger|greater|likelier|less|lower|that|its|their|his|her|what|over)\b"
)
PLAUSIBLE_AGE = 125


@dataclass(frozen=True)
class Kind:
    """Kind and unit; ``end`` is where the words of the unit end (the number's own end where it has none)."""

    kind: str
    unit: str
    end: int
    rule: str
    start: int = -1


@cache
def unit_pattern() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """The pattern of a unit behind a number; each form -> kind and unit."""
    forms = {form: (row["kind"], row["unit"]) for row in read_lexicon("units.csv") for form in row["forms"].split("|")}
    words = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True) if form[0].isalpha())
    signs = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True) if not form[0].isalpha())
    return re.compile(rf"(?:-|[ \u00a0]{QUALIFIER}|)(?P<unit>(?:{words})(?![\w])|(?:{signs}))"), forms


@cache
def age_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of an age: behind a number; before one; before one that has no noun behind it."""
    rows = read_lexicon("ages.csv")
    after = [re.sub(r"\?P<unit>", "", row["pattern"]) for row in rows if row["side"] == "after"]
    before = [row["pattern"] for row in rows if row["side"] == "before" and not row["bare"]]
    bare = [row["pattern"] for row in rows if row["side"] == "before" and row["bare"]]
    return tuple(
        re.compile(f"(?:{'|'.join(part)}){close}", re.I) for part, close in ((after, ""), (before, "$"), (bare, "$"))
    )  # type: ignore[return-value]


def read_kind(words: Words, amount: Amount, country: str = "") -> Kind | None:
    """Kind and unit of ``amount`` by the words beside it; None where they do not tell (then it counts something)."""
    text = words.text
    if amount.form == "multiple" or TIMES.match(text, amount.end):
        return Kind("multiple", "", amount.end, "multiple")
    currency = find_currency(text, amount.start, amount.end, country)
    if currency:
        return Kind(
            "money", currency.unit, max(amount.end, currency.end), currency.rule, min(amount.start, currency.start)
        )
    if amount.form == "ordinal":
        return Kind("ordinal", "", amount.end, "ordinal")
    return read_age(words, amount) or read_unit(text, amount) or read_hours(text, amount)


def read_age(words: Words, amount: Amount) -> Kind | None:
    """The age of somebody, in years where no other unit is named."""
    text = words.text
    if amount.high is None or amount.high > PLAUSIBLE_AGE or amount.form in ("fraction", "vague"):
        return None
    after, before, bare = age_patterns()
    behind = after.match(text, amount.end)
    if behind:
        unit = next((word for word in ("month", "week", "day") if word in behind[0].lower()), "year")
        return Kind("age", unit, behind.end(), "age_behind")
    left = left_of(text, amount.start, 110)
    if before.search(left) and not text.startswith(("%", " percent"), amount.end):
        younger = AGE_UNIT.match(text, amount.end)
        end = younger.end() if younger else age_end(text, amount.end)
        return Kind("age", younger["unit"] if younger else "year", end, "age_before")
    if bare.search(left) and not words.noun_behind(age_end(text, amount.end)) and is_bare_age(text, amount, left):
        return Kind("age", "year", age_end(text, amount.end), "age_bare")
    return None


def is_bare_age(text: str, amount: Amount, left: str) -> bool:
    """Is a number without a noun an age, where only the words before it say so?"""
    right = text[amount.end : amount.end + 12]
    if re.match(r"\s?%|\s?percent|\s(?:months?|weeks?|days?|hours?)\b|-(?:month|week|day|hour|year)", right):
        return False
    if left.rstrip().endswith(","):
        return (
            amount.form == "digits"
            and 1 <= amount.low <= 110
            and bool(re.match(r",(?! \d)|\)|\.$|\.\s| and\b|;", right))
        )
    return not re.match(r"\s?years?\b", right) or bool(
        re.search(r"\bag(?:e|es|ed)\b|\b(?:under|over|below|above|between)\s$", left)
    )


def age_end(text: str, end: int) -> int:
    """Past "years" behind an age."""
    match = re.compile(r"[- ]years?\b").match(text, end)
    return match.end() if match else end


def read_unit(text: str, amount: Amount) -> Kind | None:
    """Duration, measure or percent by the word behind the number."""
    pattern, forms = unit_pattern()
    match = pattern.match(text, amount.end)
    if not match or (amount.form in ("ordinal", "vague") and match["unit"] in ("second", "seconds")):
        return read_half_unit(text, amount)
    kind, unit = forms[match["unit"]]
    return Kind(kind, unit, match.end(), f"unit_{kind}")


def read_half_unit(text: str, amount: Amount) -> Kind | None:
    """ "half an hour", "a half hour", "dozens of miles", "hundreds of kilometers"."""
    link = re.compile(r"[ -](?:an?|of)[ -]").match(text, amount.end)
    if not link or amount.form not in ("fraction", "vague"):
        return None
    _, forms = unit_pattern()
    match = re.compile(r"\w+(?: \w+)?").match(text, link.end())
    words = match[0].split() if match else []
    for unit_word in (" ".join(words), *words[:1]):
        if unit_word in forms and forms[unit_word][0] != "percent":
            kind, unit = forms[unit_word]
            return Kind(kind, unit, link.end() + len(unit_word), f"unit_{kind}")
    return None


def read_hours(text: str, amount: Amount) -> Kind | None:
    """Hours named before: "Hours of work were set at 10 per day, 48 per week"."""
    if not PER_TIME.match(text, amount.end) or not HOURS_EARLIER.search(left_of(text, amount.start, 200)):
        return None
    return Kind("duration", "hour", amount.end, "hours_before")


def left_of(text: str, at: int, size: int) -> str:
    """Up to ``size`` characters before ``at`` in the same line."""
    return text[max(0, at - size, text.rfind("\n", 0, at) + 1) : at]
