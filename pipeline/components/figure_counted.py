"""What each figure counts or measures: beside it, listed with it, before it, or where its sentence speaks of it."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.components.counted import phrase_after
from pipeline.components.figure_context import Context, Draft
from pipeline.components.noun_phrases import Phrase, Words, nearest_plural, phrase_before

NUMBER_OF = re.compile(r"\b(?:number|total|toll|count|percentage)s? of (?:the |all |its )?")
COPULA = re.compile(
    r"\b(?:was|were|is|are|at|numbered|numbering|totaled|totalled|to|reached|stood at|of|comprised|exceeded|exceed|be)"
    r"\s[^.;,]{0,40}$"
)
MONEY_NOUN = re.compile(
    r"\b(?:wages?|salar(?:y|ies)|fines?|compensation|allowances?|pensions?|fees?|bail|bribes?|ransoms?|budgets?|rewards?"
    r"|damages|stipends?|payments?|loans?|debts?|costs?|prices?|tax(?:es)?|subsid(?:y|ies)|funding|funds?|grants?|aid"
    r"|assistance|economy|income|reparations?|bonds?|deposits?|penalt(?:y|ies)|sums?|benefits?|donations?|revenues?"
    r"|bonus(?:es)?|contracts?|threshold|line)\b"
)
MONEY_BEHIND = re.compile(r"(?:\s\([^()\n]*\))?\s(?:(?:in|as|for) (?:a |the |his |her |their )?)?")
LASTS = re.compile(r"(?:[’']s?|s[’'])?\s(?:in|of|’|'|under|on)\s|[’']\s|s[’']\s|\s(?=of\b)|-|\s")
HEDGE = (
    r"(?:(?:at|up|no|not|more|less|longer|to|than|least|most|about|approximately|between|only|over|under|a|an|minimum|maximum"
    r"|of|be|exceed|exceeding)\s)*"
)
LASTS_BEFORE = re.compile(
    rf"(?P<link>\s(?:was|were|is|are|lasted|lasts)\s(?:set\sat\s|limited\sto\s)?{HEDGE})$"
    r"|\b(?:imprisonment|detention|prison|jail|custody|confinement|labor|sentences?|terms?|periods?|bans?|breaks?|rest|leave"
    rf"|work|probation|suspension)(?P<of>\s(?:of|for)\s){HEDGE}$"
)
LISTED_COUNTS = re.compile(
    r",? (?:and|or|to|of)(?: (?:the|about|nearly|up to|over|more than|its|their|[\w]+[’']s?))* |, "
)
HOURS_OF = re.compile(r"\bhours of (?P<of>[a-z]+)|\b(?P<before>[a-z]+) hours\b")
HEDGED_ONE = re.compile(r"\b(?:more than|at least|only|plus|about)\s$")
ARTICLES = frozenset({"a", "an", "the", "his", "her", "their", "its", "of", "in"})
TIME_UNITS = frozenset({"day", "week", "month", "year", "hour", "minute"})


def find_counted(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Give each draft what it counts; leave out numbers that turn out to count nothing."""
    found = share_counted(context, [read_counted(context, draft) for draft in drafts])
    return [draft for at, draft in enumerate(found) if is_figure(context, found, at)]


def read_counted(context: Context, draft: Draft) -> Draft:
    """What one number counts, by the words behind and before it."""
    kind = draft.kind.kind if draft.kind else "count"
    if kind == "duration":
        return replace(draft, counted=what_lasts(context, draft), counted_rule="lasts")
    if kind == "money":
        return replace(draft, counted=what_costs(context, draft), counted_rule="costs")
    if kind in ("age", "percent", "measure"):
        return draft
    end = skip_brackets(context.text, draft) if kind == "count" else draft.amount.end
    phrase, rule = phrase_after(context.words, end)
    if kind == "multiple" and phrase is None:
        phrase = multiplied(context.words, draft.amount.end)
    same_line = phrase is not None and "\n" not in context.text[draft.amount.end : phrase[1]]
    if phrase and same_line and context.same_sentence(phrase[0], draft.amount.start):
        if rule in ("beside", "of") and draft.amount.low != 1 and kind == "count":
            phrase = context.words.plural_phrase(phrase)
        return replace(draft, counted=phrase, counted_rule=rule)
    if kind == "count":
        return replace(draft, counted=None, counted_rule=rule)
    return draft


def skip_brackets(text: str, draft: Draft) -> int:
    """Past the brackets between a part and its whole: "half (51 percent) of the 1,015 investigations"."""
    brackets = re.compile(r"\s\([^()\n]{1,40}\)(?=\sof\b)").match(text, draft.amount.end)
    return brackets.end() if brackets else draft.amount.end


def multiplied(words: Words, end: int) -> Phrase | None:
    """What is doubled or tripled: "triple the hourly wage", "double pay" (where a tagger took "pay" for a verb)."""
    position = words.at(end)
    if position < len(words.doc) and words.doc[position].lower_ in ("the", "their", "his", "her", "its"):
        position += 1
    phrase = words.phrase_from(position)
    if phrase is None and position < len(words.doc) and words.doc[position].tag_ in ("VB", "VBP", "VBD"):
        return words.span(position, position)
    return phrase


def share_counted(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Counts without a noun of their own take that of the figure they are listed with, or of what was named before."""
    shared = list(drafts)
    for at in range(len(shared) - 2, -1, -1):
        draft, following = shared[at], shared[at + 1]
        same = draft.is_count and following.is_count
        same = same or bool(draft.kind and following.kind and draft.kind.kind == following.kind.kind == "duration")
        if same and not draft.counted and following.counted:
            gap = context.text[draft.amount.end : following.amount.start]
            if LISTED_COUNTS.fullmatch(gap):
                shared[at] = replace(draft, counted=following.counted, counted_rule="listed")
    for at, draft in enumerate(shared):
        if draft.is_count and not draft.counted:
            shared[at] = replace(draft, counted=counted_before(context, shared, at), counted_rule="before")
    return shared


def counted_before(context: Context, drafts: list[Draft], at: int) -> Phrase | None:
    """The noun of a bare number: the subject it is said of, that of the figure before it, the nearest plural noun."""
    draft = drafts[at]
    start = context.sentence(draft.amount.start)[0]
    left = context.text[start : draft.amount.start]
    subject = named_number(context, left, start)
    if subject:
        return subject
    for place in range(at - 1, -1, -1):
        earlier = drafts[place]
        if not context.same_sentence(earlier.amount.start, draft.amount.start):
            break
        if earlier.is_count and earlier.counted and earlier.amount.form != "ordinal":
            return earlier.counted
    return nearest_plural(context.words, start, draft.amount.start)


def named_number(context: Context, left: str, start: int) -> Phrase | None:
    """What "The number of arrests was 15" and "The Jewish population numbered 58,876" count."""
    if not COPULA.search(left):
        return None
    named = list(NUMBER_OF.finditer(left))
    if named:
        return context.words.phrase_from(context.words.at(start + named[-1].end()))
    numbered = re.search(r"\s(?:numbered|numbering|totaled|totalled)\s[^.;,]{0,30}$", left)
    return phrase_before(context.words, start + numbered.start()) if numbered else None


def what_lasts(context: Context, draft: Draft) -> Phrase | None:
    """What a duration is of: "seven-year term", "years in prison", "years’ imprisonment", "a workweek of 40 hours"."""
    words, text = context.words, context.text
    end = draft.kind.end if draft.kind else draft.amount.end
    sentence = context.sentence(draft.amount.start)
    link = LASTS.match(text, end)
    hyphened = text[draft.amount.end : draft.amount.end + 1] == "-"
    if link and (hyphened or link[0] not in ("-", " ")):
        position = words.at(link.end())
        while position < len(words.doc) and words.doc[position].lower_ in ARTICLES:
            position += 1
        phrase = words.phrase_from(position)
        if phrase and phrase[0] < sentence[1] and text[slice(*phrase)] not in TIME_UNITS:
            return phrase
    left = text[sentence[0] : draft.amount.start]
    if draft.kind and draft.kind.rule == "hours_before":
        named = list(HOURS_OF.finditer(left))
        if named:
            span = named[-1].span("of" if named[-1]["of"] else "before")
            return sentence[0] + span[0], sentence[0] + span[1]
    before = LASTS_BEFORE.search(left)
    if not before:
        return None
    phrase = phrase_before(words, sentence[0] + max(before.start("link"), before.start("of")))
    return phrase if phrase and not words.tag_at(phrase[0]).startswith("NNP") else None


def what_costs(context: Context, draft: Draft) -> Phrase | None:
    """What money is: the noun behind it ("in damages") or the nearest word for a payment before it."""
    end = draft.kind.end if draft.kind else draft.amount.end
    text = context.text
    start, stop = context.sentence(draft.amount.start)
    behind = MONEY_BEHIND.match(text, end)
    if behind:
        phrase = context.words.phrase_from(context.words.at(behind.end()))
        if phrase and phrase[1] <= stop and MONEY_NOUN.search(text[slice(*phrase)]):
            return phrase
        noun = MONEY_NOUN.match(text, behind.end(), stop)
        if noun:
            return noun.span()
    nouns = list(MONEY_NOUN.finditer(text, start, draft.amount.start))
    return phrase_before(context.words, nouns[-1].end()) if nouns else None


def is_figure(context: Context, drafts: list[Draft], at: int) -> bool:
    """Does the number count anything? "One" needs a noun, a hedge or a count beside it; an ordinal needs a noun."""
    draft = drafts[at]
    surface = context.text[draft.amount.start : draft.amount.end].lower()
    if draft.kind and draft.kind.kind == "ordinal":
        return draft.counted is not None
    if not draft.is_count or surface != "one":
        return True
    if draft.counted_rule != "before":
        return draft.counted is not None
    if HEDGED_ONE.search(context.text[max(0, draft.amount.start - 12) : draft.amount.start]):
        return True
    if context.words.tag_at(draft.amount.start) not in ("CD", ""):
        return False
    return any(
        other.is_count and other is not draft and context.same_sentence(other.amount.start, draft.amount.start)
        for other in drafts[max(0, at - 2) : at + 3]
    )
