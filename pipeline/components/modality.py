"""Whether an act is asserted, alleged, demanded ...; by which word; and whether it is negated."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Span, Token

from pipeline.components import syntax
from pipeline.components.event_record import ALLEGED, ASSERTED, DEMANDED, PLANNED, POSSIBLE
from pipeline.components.stems import stem, stem_of
from pipeline.components.trigger_lexicon import match_triggers, read_triggers
from pipeline.lexicon import read_lexicon

OBLIGATION = frozenset({"should", "must", "ought"})
# In recommendations: "Repeal section 66(d)." Types that a report can ask for.
ASKED_FOR = frozenset({"LAW_POLICY", "INVESTIGATE", "RELEASE", "ACQUIT_DROP"})
NO_REPORTS = re.compile(r"\bno (?:\w+ )?(?:reports?|allegations?|evidence|instances?|cases?|incidents?)\b")
CONTRAST = re.compile(r";|:|\b(?:but|although|though|however|while|except)\b")
CREDIBLE_REPORTS = re.compile(r"^significant human rights issues included (?:\w+ )?credible reports of\b")
UNCLEAR = frozenset({"pass", "form", "launch", "sign", "approve"})


@cache
def read_cues() -> dict[str, dict[str, str]]:
    """Modality -> stem of the cue -> cue."""
    found: dict[str, dict[str, str]] = {}
    for row in read_lexicon("events_cues.csv"):
        found.setdefault(row["modality"], {})[stem(row["cue"])] = row["cue"]
    return found


def is_obliged(token: Token) -> bool:
    """Whether the act stands under "should", "must" or "need for": what somebody says ought to be done."""
    verbs = [
        token,
        syntax.clause_head(token),
        *(head for label, head in syntax.clause_governors(token) if label == "xcomp"),
    ]
    if any(aux.lower_ in OBLIGATION for verb in verbs for aux in syntax.auxiliaries(verb)):
        return True
    before = token.doc[max(syntax.sentence_of(token).start, token.i - 12) : token.i]
    return any(word.lower_ == "need" and word.i + 1 < token.i and word.nbor().lower_ == "for" for word in before)


def is_called_for(token: Token) -> bool:
    """An infinitive that says what somebody calls for: "called on them to stop harassing critics, and to free her".

    Parsers hang the second infinitive anywhere, so what counts is that no verb of another clause stands between."""
    if token.tag_ not in ("VB", "VBP") or token.i == 0 or token.nbor(-1).lower_ != "to":
        return False
    calls = read_cues()[DEMANDED]
    for word in reversed(token.doc[syntax.sentence_of(token).start : token.i - 1]):
        if word.tag_.startswith("VB") and stem_of(word) in calls:
            return True
        if word.tag_ in syntax.FINITE or word.text in (";", ":"):
            return False
    return False


def is_recommended(token: Token) -> bool:
    """An imperative that opens its sentence, or is joined to one: "Repeal the law and release the prisoners."."""
    base = syntax.first_conjunct(token)
    opening = syntax.sentence_of(base)[0]
    if base.i == opening.i and base.lower_ in read_base_forms() and len(syntax.sentence_of(base)) > 2:
        # a small tagger takes the "Amend" that opens a list item for a name
        return token.i == base.i or (token.tag_ in ("VB", "VBP") and syntax.subject(token) is None)
    if base.tag_ not in ("VB", "VBP") or syntax.subject(token) is not None or syntax.auxiliaries(token):
        return False
    return base.head.i == base.i and (
        base.i == opening.i or (base.i == opening.i + 1 and opening.pos_ in ("ADV", "PUNCT"))
    )


@cache
def read_base_forms() -> frozenset[str]:
    """Base forms of the verbs that recommendations open with."""
    return frozenset(
        line.lemma
        for lines in read_triggers().values()
        for line in lines
        if line.event_type == "LAW_POLICY" and line.pos == "VERB" and line.lemma not in UNCLEAR
    )


def decide_modality(token: Token, event_type: str, shares: dict[str, float], *, negated: bool = False) -> str:
    """The modality: the model's, but for what is asked for, for "there were no reports of", which asserts that there
    was
    none, and for the opening list of a State Department report ("Significant human rights issues included credible
    reports of: ...")."""
    if is_called_for(token) or (event_type in ASKED_FOR and (is_obliged(token) or is_recommended(token))):
        return DEMANDED
    modality = max(shares, key=lambda name: shares[name]) if shares else ASSERTED
    before = token.doc[syntax.sentence_of(token).start : token.i].text.lower()
    if modality == ALLEGED and negated and is_unreported(token):
        return ASSERTED
    if modality == ASSERTED and CREDIBLE_REPORTS.search(before):
        return ALLEGED
    return modality


def is_unreported(token: Token) -> bool:
    """Whether the act is one that there were no reports of."""
    before = token.doc[syntax.sentence_of(token).start : token.i].text.lower()
    denied = NO_REPORTS.search(before)
    return denied is not None and not CONTRAST.search(before, denied.end())


def find_recommended(token: Token) -> str:
    """Type of an act that is asked for by an imperative or "should"; "" where it is not."""
    if token.i == syntax.sentence_of(token).start and token.lower_ in read_base_forms() and is_recommended(token):
        return "LAW_POLICY"
    types = sorted({line.event_type for line in match_triggers(token)} & ASKED_FOR)
    return types[0] if types and (is_recommended(token) or is_obliged(token)) else ""


def find_cue(token: Token, modality: str) -> Token | None:
    """The word that gives the modality: above the trigger, beside it, or the nearest one in its sentence."""
    cues = read_cues().get(modality, {})
    if not cues:
        return None
    above = [head for _label, head in syntax.governors(token)]
    beside = [*token.children, *(child for head in above[:3] for child in head.children)]
    for word in (*beside, *above):
        if stem_of(word) in cues and word.i != token.i:
            return word
    inside = [word for word in syntax.sentence_of(token) if stem_of(word) in cues and word.i != token.i]
    return min(inside, key=lambda word: abs(word.i - token.i), default=None)


def find_cue_before(sentences: list[Span], modality: str) -> Token | None:
    """The last cue of the sentence before, for an allegation that goes on."""
    if modality != ALLEGED or not sentences:
        return None
    cues = read_cues()[modality]
    return next((word for word in reversed(sentences[-1]) if stem_of(word) in cues), None)


def is_certain(modality: str) -> bool:
    """Whether the report itself says that the act took place or did not."""
    return modality not in (DEMANDED, PLANNED, POSSIBLE)
