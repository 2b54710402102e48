"""What a quotation is: the cue that introduces it, and the kind that follows from cue and form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import read_lexicon

STATEMENT, DEMAND, ORDER, CHARGE_TERM, LAW_TITLE, SOURCE_PHRASE, SCARE_TERM = (
    "statement", "demand", "order", "charge_term", "law_title", "source_phrase", "scare_term",
)  # fmt: skip
KINDS = (STATEMENT, DEMAND, ORDER, CHARGE_TERM, LAW_TITLE, SOURCE_PHRASE, SCARE_TERM)
KIND_OF_GROUP = {
    "label": SOURCE_PHRASE, "text": SOURCE_PHRASE, "slogan": STATEMENT, "demand": DEMAND, "order": ORDER,
    "charge": CHARGE_TERM, "accuse": SOURCE_PHRASE, "title": LAW_TITLE, "term": SCARE_TERM,
}  # fmt: skip
# Words between a cue and its quotation, at most.
REACH = {
    "speech": 30,
    "according": 40,
    "label": 12,
    "demand": 14,
    "order": 8,
    "charge": 8,
    "accuse": 8,
    "text": 25,
    "slogan": 4,
}
LAW_WORD = re.compile(
    r"\b(?:laws?|constitutions?|codes?|acts?|bills?|conventions?|covenants?|treaty|treaties|decrees?|charter|articles?|sections?"
    r"|principles|guidelines|regulations?|legislation|rules|agreements?|amendments?|provisions?|statutes?|standards|directive"
    r"|framework|protocol|declaration|policy|(?-i:[A-Z]{2,}(?:R|D|C|W)))\b",
    re.I,
)
NEEDS_TITLE_CASE = re.compile(r"(?:titled|entitled|called|named|on|for),?$", re.I)
FINITE = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|will|would|can|could|do|does|did|must|should|may|might|cannot|shall"
    r"|\w+n['’]t|\w+['’](?:s|re|m|ve|ll|d)(?= \w))\b",
    re.I,
)
NO_SUBJECT = re.compile(r"\b(?:who|which|that|to)\b|^(?:to|of|in|by|for|with)\b", re.I)
SPEAKS_FIRST = re.compile(r"(?:I|We|He|She|They|It|You|There|Nobody|Everyone|Don[’']t)\b")
LEGAL_ACTOR = re.compile(
    r"\b(?:police|prosecut\w+|courts?|judges?|authorit\w+|security|officers?|public ministry|tribunal)\b", re.I
)
BEFORE_NOUN = re.compile(
    r"[”\"’]\s(?!(?:of|in|on|by|for|and|or|to|was|were|is|are|had|has|with|at|from|as|that|when|who)\b)[a-z]"
)


@dataclass(frozen=True)
class Cue:
    """A cue found in the text around a quotation: its group and its place in the block."""

    group: str
    start: int
    end: int
    place: str


@cache
def _patterns(place: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(group, pattern) of the cues that stand ``place``."""
    compiled, seen = [], set()
    for row in read_lexicon("quotes_cues.csv"):
        if row["place"] != place or (row["group"], row["cue"]) in seen:
            continue
        seen.add((row["group"], row["cue"]))
        body = rf"\b(?:{row['cue']})\b" if place == "before" else rf"(?:{row['cue']})"
        if place == "near":
            body = rf"\b{body}(?:\s+(?:the|a|an|of))?[\s,:(]*$"
        compiled.append((row["group"], re.compile(body, re.I)))
    return tuple(compiled)


def find_cue_near(text: str, start: int, end: int, words: str) -> Cue | None:
    """A title or term cue right before the quotation that begins at ``end``."""
    left = text[start:end]
    for group, pattern in _patterns("near"):
        match = pattern.search(left)
        if match is None:
            continue
        named = NEEDS_TITLE_CASE.search(left[match.start() :].strip(" ,:("))
        if group == "title" and not (is_title(words) or named):
            continue
        if group == "term" and re.match(r"\s*$", left[: match.start()]) and len(words.split()) > 6:
            continue
        return Cue(group, start + match.start(), start + len(left[: match.end()].rstrip(" ,:(")), "near")
    return None


def find_cue_before(text: str, start: int, end: int, *, without: str = "") -> Cue | None:
    """The last cue that reaches the quotation that begins at ``end``; no semicolon may stand between.
    ``without``: a group to leave out."""
    best: Cue | None = None
    for group, pattern in _patterns("before"):
        if group == without:
            continue
        for match in pattern.finditer(text, start, end):
            between = text[match.end() : end]
            if ";" in between or len(between.split()) > REACH[group]:
                continue
            if group == "text" and not LAW_WORD.search(text[start : match.start()]):
                continue
            if best is None or _rank(group, match) > (best.end, _weight(best.group), -best.start):
                best = Cue(group, match.start(), match.end(), "before")
    return best


def find_cue_in(text: str, start: int, end: int) -> Cue | None:
    """The first cue of speech in a sentence without a quotation: its main verb, as a rule."""
    matches = [
        Cue(group, match.start(), match.end(), "before")
        for group, pattern in _patterns("before")
        if group in ("speech", "label", "according")
        for match in pattern.finditer(text, start, end)
    ]
    return min(matches, key=lambda cue: cue.start, default=None)


def _weight(group: str) -> int:
    return {"charge": 3, "accuse": 3, "demand": 2, "order": 2, "according": 1}.get(group, 0)


def _rank(group: str, match: re.Match[str]) -> tuple[int, int, int]:
    return match.end(), _weight(group), -match.start()


def find_cue_after(text: str, start: int, end: int) -> Cue | None:
    """A cue after the quotation that ends at ``start``: a noun or title word next to it, a verb of speech near it."""
    for group, pattern in _patterns("after"):
        if group in ("charge", "title"):
            match = re.compile(rf"\s+(?:{pattern.pattern})", re.I).match(text, start, end)
            found = match and Cue(group, match.end() - len(match.group().lstrip()), match.end(), "after")
        else:
            match = re.compile(rf"\b(?:{pattern.pattern})\b", re.I).search(text, start, end)
            near = match and (group == "according" or len(text[start : match.start()].split()) <= 7)
            found = Cue(group, match.start(), match.end(), "after") if match and near else None
        if found:
            return found
    return None


def is_title(words: str) -> bool:
    """Whether the words are written like a title.

    >>> is_title("The Question of Improving the Quality of Life"), is_title("On the Margins"), is_title("We Are tired")
    (True, True, False)
    """
    parts = re.findall(r"[^\W\d_][\w’'-]*", words)
    long = [part for part in parts[1:] if len(part) > 3] or parts[1:]
    return len(parts) > 1 and parts[0][0].isupper() and sum(part[0].isupper() for part in long) >= 0.7 * len(long)


def is_clause(words: str) -> bool:
    """Whether the words have a subject and a finite verb of their own, or are a sentence.

    >>> is_clause("the fight is a constant battle"), is_clause("shall apply non-violent means"), is_clause("a mockery")
    (True, False, False)
    """
    body = re.sub(r"^that\s+", "", words.strip())
    if SPEAKS_FIRST.match(body) and len(body.split()) > 1:
        return True
    if len(body.split()) >= 4 and body[:1].isupper() and body[-1:] in ".!?…," and not is_title(body):
        return True
    if re.search(r"[.!?]\s+[A-Z]", body):
        return True
    verb = FINITE.search(body)
    if verb is None:
        return False
    subject = body[: verb.start()].strip()
    if not subject:
        return bool(re.match(r"(?:I|we|he|she|they|it|you|there|that)['’]", body, re.I))
    return not NO_SUBJECT.search(subject)


def is_modifier(text: str, end: int) -> bool:
    """Whether a quotation that ends at ``end`` stands before a noun that it modifies."""
    return bool(BEFORE_NOUN.match(text, end))


def is_apart(text: str, cue: Cue | None, start: int, end: int) -> bool:
    """Whether the words ``start`` to ``end`` modify a noun far from the cue: a term ("the “hours bank” method")."""
    if cue is None or cue.group not in ("speech", "according", "label") or len(text[start:end].split()) > 2:
        return False
    return is_modifier(text, end) and cue.place == "before" and len(text[cue.end : start].split()) > 5


def decide_kind(cue: Cue | None, words: str, *, legal: bool, alone: bool) -> str:
    """Kind of the quotation ``words``. ``legal``: whoever accuses is a legal authority, or nobody is named;
    ``alone``: nothing else stands in its sentence."""
    if cue is not None and cue.group in ("speech", "according"):
        return STATEMENT if is_clause(words) else SOURCE_PHRASE
    if cue is not None and cue.group == "accuse" and legal:
        return CHARGE_TERM
    if cue is not None:
        return KIND_OF_GROUP[cue.group]
    count = len(words.split())
    if is_title(words) and (count >= 4 or alone):
        return LAW_TITLE
    if is_clause(words) and (count >= 5 or alone):
        return STATEMENT
    return SCARE_TERM if count <= 7 else SOURCE_PHRASE
