"""Every figure of a report: what it says (kind, value, unit), how it is hedged, and what it counts.

Read from the layers "numbers" and "dates": a number of a date is no figure, that of a duration is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.amounts import find_amounts
from pipeline.components.figure_context import Context, Draft, drop_dated, drop_named, read_sentences
from pipeline.components.figure_counted import find_counted
from pipeline.components.figure_kinds import Kind, read_kind
from pipeline.components.figure_links import find_equivalents, find_wholes
from pipeline.components.modifiers import read_modifier
from pipeline.components.not_figures import drop_no_figures
from pipeline.components.noun_phrases import Words
from pipeline.components.numbers import Number, find_numbers
from pipeline.layers import read_layer, write_layer

NO_MINIMUM = ("at_most", "less_than", "about", "between")
NO_MAXIMUM = ("at_least", "more_than", "about", "between")


@dataclass(frozen=True)
class Figure:
    """A number with its meaning.

    ``value`` is the number itself, None where the words give only bounds ("dozens", "17 to 20"); ``value_min`` and
    ``value_max`` are what it can be with its modifier: 232 and None for "at least 232".

    ``counted`` is the noun phrase it counts (for money and durations: what they are) with its offsets; ``part_of`` and
    ``equivalent_of`` are places in this list of figures; ``duration_start`` and ``duration_end`` are the offsets of its
    duration in the layer "dates". -1 where there is none. ``rule`` is the rule that told the kind."""

    start: int
    end: int
    kind: str
    value: float | None
    value_min: float | None
    value_max: float | None
    modifier: str = ""
    modifier_text: str = ""
    unit: str = ""
    counted: str = ""
    counted_start: int = -1
    counted_end: int = -1
    part_of: int = -1
    equivalent_of: int = -1
    duration_start: int = -1
    duration_end: int = -1
    rule: str = ""


def find_figures(doc: Doc, numbers: Iterable[Number] | None = None, country: str = "") -> list[Figure]:
    """The figures of ``doc`` in order.

    ``numbers``: of its text (found here by default); ``country``: of the report, ISO 3166-1 alpha-3.

    >>> import spacy
    >>> doc = spacy.blank("en")("They were fined 12.63 million tenge ($32,800) and held for up to 15 days.")
    >>> [(figure.kind, figure.value, figure.unit, figure.modifier) for figure in find_figures(doc)]
    [('money', 12630000.0, 'KZT', ''), ('money', 32800.0, 'USD', ''), ('duration', 15.0, 'day', 'at_most')]
    """
    text = doc.text
    if numbers is None:
        numbers = find_numbers(text)
    words = Words(doc)
    amounts = find_amounts(text, drop_dated(words, numbers))
    amounts = drop_named(doc, drop_no_figures(words, amounts))
    context = Context(text, words, read_sentences(doc), country)
    drafts = share_units(context, [Draft(amount, read_kind(context.words, amount, country)) for amount in amounts])
    drafts = find_counted(context, drafts)
    figures = share_modifiers([make_figure(text, draft) for draft in drafts])
    return link_durations(doc, link_figures(context, figures, drafts))


def share_units(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Give a number without a unit that of the one it is listed with ("5 and 15 days", "nine days, five of which")."""
    shared = list(drafts)
    for at in range(len(shared) - 2, -1, -1):
        draft, following = shared[at], shared[at + 1]
        if draft.kind is None and following.kind and context.lists(draft.amount, following.amount, following.kind):
            shared[at] = replace(
                draft, kind=replace(following.kind, end=draft.amount.end, start=-1, rule="listed_before")
            )
    for at in range(1, len(shared)):
        draft, earlier = shared[at], shared[at - 1]
        if draft.kind is None and earlier.kind and context.follows(earlier, draft):
            shared[at] = replace(draft, kind=replace(earlier.kind, end=draft.amount.end, start=-1, rule="listed_after"))
    return shared


def make_figure(text: str, draft: Draft) -> Figure:
    """A figure from what was found out about a number."""
    amount, kind = draft.amount, draft.kind or Kind("count", "", draft.amount.end, "count")
    modifier, words = read_modifier(
        text, min(amount.start, kind.start) if kind.start >= 0 else amount.start, amount.end, kind.kind, kind.end
    )
    exact = amount.low == amount.high
    counted = draft.counted
    return Figure(
        start=amount.start,
        end=amount.end,
        kind=kind.kind,
        value=amount.low if exact else None,
        value_min=None if exact and modifier in NO_MINIMUM else amount.low,
        value_max=None if exact and modifier in NO_MAXIMUM else amount.high,
        modifier=modifier,
        modifier_text=words,
        unit=kind.unit,
        counted=text[counted[0] : counted[1]] if counted else "",
        counted_start=counted[0] if counted else -1,
        counted_end=counted[1] if counted else -1,
        rule=f"{kind.rule}/{amount.rule}",
    )


def share_modifiers(figures: list[Figure]) -> list[Figure]:
    """Share a limit ("a maximum of 35 per week and eight per day"), and let the ends of "between" bound each other."""
    shared = list(figures)
    for at in range(1, len(shared)):
        earlier, figure = shared[at - 1], shared[at]
        if (
            earlier.modifier == figure.modifier == "between"
            and earlier.value_max is None
            and earlier.kind == figure.kind
        ):
            shared[at - 1] = replace(earlier, value_min=earlier.value, value_max=figure.value)
            shared[at] = replace(figure, value_min=earlier.value, value_max=figure.value)
        listed = (
            figure.rule.startswith("listed_after")
            and figure.kind == earlier.kind == "age"
            and earlier.modifier == "at_least"
        )
        both_hours = figure.rule.startswith("hours_before") and earlier.rule.startswith("hours_before")
        if not figure.modifier and (listed or both_hours):
            shared[at] = replace(figure, modifier=earlier.modifier, modifier_text=earlier.modifier_text)
    return shared


def link_figures(context: Context, figures: list[Figure], drafts: list[Draft]) -> list[Figure]:
    """Write which figure each is a part of, and which amount of money it gives again in another currency."""
    wholes, equivalents = find_wholes(context, drafts), find_equivalents(context, drafts)
    return [
        replace(figure, part_of=wholes.get(at, -1), equivalent_of=equivalents.get(at, -1))
        for at, figure in enumerate(figures)
    ]


def link_durations(doc: Doc, figures: list[Figure]) -> list[Figure]:
    """Write the duration (or set) of the layer "dates" in which a figure's number stands."""
    rows = [row for row in doc.user_data.get("layer:dates", []) if row["timex_type"] in ("DURATION", "SET")]
    linked = []
    for figure in figures:
        row = next((row for row in rows if row["start"] < figure.end and figure.start < row["end"]), None)
        if row and figure.kind in ("duration", "multiple"):
            figure = replace(figure, duration_start=row["start"], duration_end=row["end"])
        linked.append(figure)
    return linked


def read_country(doc: Doc) -> str:
    """ISO 3166-1 alpha-3 code of the report's country; "" where it is not known."""
    return str(doc.user_data.get("report", {}).get("country_iso3", "") or "")


@Language.factory("reports_figures")
class FiguresComponent:
    """Writes the layer "figures"."""

    def __init__(self, nlp: Language, name: str = "reports_figures") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        numbers = read_layer(doc, "numbers", Number) if "layer:numbers" in doc.user_data else None
        write_layer(doc, "figures", find_figures(doc, numbers, read_country(doc)))
        return doc
