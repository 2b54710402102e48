"""Figures that belong to others: parts of a whole ("232 people, including 19 soldiers"), one sum in two currencies."""

from __future__ import annotations

import re

from pipeline.components.figure_context import Context, Draft

PART_CUE = re.compile(
    r"\b(?:including|included|includes|among (?:them|whom|which|these|those)|of (?:them|whom|which|these|those)"
    r"|comprising|consisting of)\b",
    re.I,
)
OF_WHOM = re.compile(r"\sof\s(?:which|whom|them|these|those)\b|\samong (?:them|whom)\b")
OF_WHOLE = re.compile(
    r"\s(?:\([^()]{1,40}\)\s)?(?:of|out of|among|from)\s(?:(?:the|its|their|his|her|these|those|a total of|all"
    r"|approximately|about|some|an estimated|estimated|more than|at least|nearly|over|[\w’']+(?:’|'|s’|’s|'s))\s)*"
)
SAME_MONEY = re.compile(
    r"[^.;\d$€£]{0,12}[(\[](?:[a-z ,]{0,30})(?:[A-Z]{0,3}[$€£]|[A-Z]{3}\s?|\W)?"
    r"|,? (?:or|or about|or approximately|equivalent to|about|equal to|the equivalent of|worth)"
    r"(?: about| approximately)? (?:[A-Z]{0,3}[$€£]|[A-Z]{3}\s?)?"
)
SPAN = re.compile(r"(?: [A-Za-z ]{1,20})? (?:to|and) (?:[A-Z]{0,3}[$€£])?")
CLAUSE_END = re.compile(r"[;:]|\.\s")
MAX_GAP = 260


def find_wholes(context: Context, drafts: list[Draft]) -> dict[int, int]:
    """Part -> whole, as places in ``drafts``."""
    wholes: dict[int, int] = {}
    for at in range(len(drafts)):
        whole = whole_behind(context, drafts, at)
        if whole is None and at:
            whole = whole_before(context, drafts, at, wholes)
        if whole is not None:
            wholes[at] = whole
    return wholes


def whole_behind(context: Context, drafts: list[Draft], at: int) -> int | None:
    """N of the M: the number right behind "of the"."""
    draft = drafts[at]
    may_be_part = draft.is_count or (draft.kind is not None and draft.kind.kind == "percent")
    if not may_be_part or at + 1 >= len(drafts) or not drafts[at + 1].is_count:
        return None
    start = draft.kind.end if draft.kind else draft.amount.end
    following = drafts[at + 1].amount.start
    return at + 1 if OF_WHOLE.fullmatch(context.text[start:following]) else skip_percent(context, drafts, at)


def skip_percent(context: Context, drafts: list[Draft], at: int) -> int | None:
    """The whole behind brackets: "half (51 percent) of the 1,015 investigations"."""
    if at + 2 >= len(drafts) or not drafts[at + 2].is_count or context.text[drafts[at].amount.end :][:2] != " (":
        return None
    gap = context.text[drafts[at].amount.end : drafts[at + 2].amount.start]
    return at + 2 if re.fullmatch(r"\s\([^()]*\)\s(?:of|out of)\s(?:the\s|its\s)?", gap) else None


def whole_before(context: Context, drafts: list[Draft], at: int, wholes: dict[int, int]) -> int | None:
    """The figure before "including", or before "nine of whom"."""
    draft = drafts[at]
    if draft.kind and draft.kind.kind not in ("duration", "percent"):
        return None
    sentence = context.sentence(draft.amount.start)
    if OF_WHOM.match(context.text, draft.amount.end):
        return nearest_count(context, drafts, at, draft.amount.start, wholes)
    if draft.kind:
        return None
    opening = whole_of_sentence(context, drafts, at)
    if opening is not None:
        return opening
    left = context.text[max(sentence[0], draft.amount.start - MAX_GAP) : draft.amount.start]
    cues = [cue for cue in PART_CUE.finditer(left) if not CLAUSE_END.search(left, cue.end())]
    if not cues:
        return None
    cue_at = draft.amount.start - len(left) + cues[-1].start()
    if re.search(r"[)]|\b(?:which|who|while|but|whereas)\b", context.text[cue_at + 20 : draft.amount.start]):
        return None
    return nearest_count(context, drafts, at, cue_at, wholes)


def whole_of_sentence(context: Context, drafts: list[Draft], at: int) -> int | None:
    """The number that opens a sentence with "Of the 125 deaths, ..."."""
    sentence = context.sentence(drafts[at].amount.start)
    for place in range(at - 1, -1, -1):
        earlier = drafts[place].amount
        if earlier.start < sentence[0]:
            return None
        if drafts[place].is_count and re.fullmatch(
            r"\W*(?:Of|Out of|Among)\s(?:the|these|those|all|its)?\s?[a-z -]{0,30}",
            context.text[sentence[0] : earlier.start],
        ):
            return place
    return None


def nearest_count(context: Context, drafts: list[Draft], at: int, before: int, wholes: dict[int, int]) -> int | None:
    """The last count that ends before ``before`` in the sentence; its whole, where it is itself "nine of whom"."""
    for place in range(at - 1, -1, -1):
        earlier = drafts[place]
        if not context.same_sentence(earlier.amount.start, drafts[at].amount.start):
            return None
        own, other = drafts[at].kind, earlier.kind
        same_kind = other is None or (own is not None and own.kind == other.kind)
        if earlier.amount.end <= before and same_kind and earlier.amount.form not in ("ordinal", "multiple"):
            if place in wholes and OF_WHOM.match(context.text, earlier.amount.end):
                return wholes[place]
            if wholes.get(place - 1) == place:
                return place - 1  # two of the three men, one of whom
            return place
    return None


def find_equivalents(context: Context, drafts: list[Draft]) -> dict[int, int]:
    """The same money again in another currency -> the amount given first."""
    found: dict[int, int] = {}
    for at in range(1, len(drafts)):
        first, second = drafts[at - 1].kind, drafts[at].kind
        if not (first and second and first.kind == second.kind == "money") or first.unit == second.unit:
            continue
        gap = context.text[max(first.end, drafts[at - 1].amount.end) : drafts[at].amount.start]
        if SAME_MONEY.fullmatch(gap):
            found[at] = at - 1
            if is_span(context, drafts, at - 2) and is_span(context, drafts, at):
                found[at], found[at + 1] = at - 2, at - 1  # R$50 to R$150 ($9 to $27)
    return found


def is_span(context: Context, drafts: list[Draft], at: int) -> bool:
    """Are the amounts at ``at`` and behind it the ends of a span in one currency?"""
    if at < 0 or at + 1 >= len(drafts):
        return False
    first, second = drafts[at], drafts[at + 1]
    if not (first.kind and second.kind and first.kind.kind == second.kind.kind == "money"):
        return False
    gap = context.text[first.amount.end : second.amount.start]
    return first.kind.unit == second.kind.unit and bool(SPAN.fullmatch(gap))
