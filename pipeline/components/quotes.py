"""Quotations: what kind of words stand in quotation marks, who speaks, and which words say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.layout import split_blocks
from pipeline.components.quotation_marks import DOUBLE, Quoted, find_quoted
from pipeline.components.quote_kinds import (
    CHARGE_TERM,
    LAW_TITLE,
    LAW_WORD,
    LEGAL_ACTOR,
    SCARE_TERM,
    SOURCE_PHRASE,
    STATEMENT,
    Cue,
    decide_kind,
    find_cue_after,
    find_cue_before,
    find_cue_in,
    find_cue_near,
    is_apart,
    is_modifier,
    is_title,
)  # fmt: skip
from pipeline.components.sentences import find_sentences
from pipeline.components.speakers import Source, SpeakerFinder
from pipeline.layers import read_layer, write_layer
from pipeline.report import Block

BLANK = "\x00"
JOINED = re.compile(
    r"[”\"’»][,;]?\s*(?:and|or|to|with|as well as|and of|and for|or as|and as)?\s*(?:the|a|an|for|of)?\s*[“\"‘«]$"
)
OWNED = re.compile(r"(?:\b(?:the|an|this|that|his|her|its|their|court)|['’]s?)\s$", re.I)
PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be)(?: \w+)?\s+$", re.I)


@dataclass
class Quote:
    """One quotation: ``start`` and ``end`` bound the words between the marks. -1 and "": no speaker, no cue.

    ``kind``: statement, demand, order, charge_term, law_title (of a law, report or other work), source_phrase (words
    of a source that are no clause of their own), scare_term (a term the author keeps at a distance).
    The speaker may stand in another sentence of the block; ``rule`` says how it was found."""

    start: int
    end: int
    kind: str
    speaker_start: int = -1
    speaker_end: int = -1
    speaker_text: str = ""
    cue_start: int = -1
    cue_end: int = -1
    cue_text: str = ""
    rule: str = ""


@dataclass(frozen=True)
class Frame:
    """The words around a quotation in its sentence (for an inner one, within the outer one): ``left`` to ``opens``
    before it, ``closes`` to ``right`` after it."""

    left: int
    opens: int
    closes: int
    right: int


def find_quotes(doc: Doc) -> list[Quote]:
    """Every quotation of ``doc``, outer before inner, in text order.

    >>> import spacy
    >>> [(q.kind, q.speaker_text, q.cue_text) for q in find_quotes(spacy.blank("en")("“We go home,” said Ann Lee."))]
    [('statement', 'Ann Lee', 'said')]
    """
    source = Source(doc)
    text = source.text
    blocks = read_layer(doc, "blocks", Block) or split_blocks(text)
    found: list[Quote] = []
    runs_on = False
    for at, block in enumerate(blocks):
        body = text[block.start : block.end]
        if block.kind in ("credit", "boilerplate") or not (runs_on or any(mark in body for mark in DOUBLE + "‘'")):
            runs_on = False
            continue
        after = text[blocks[at + 1].start : blocks[at + 1].end] if at + 1 < len(blocks) else ""
        quoted = find_quoted(body, is_open=runs_on and _closes_first(body))
        own = list(_block_quotes(source, block, quoted, found[-1] if runs_on and found else None))
        found += own
        runs_on = _runs_on(quoted, body, after)
    return found


def _runs_on(quoted: list[Quoted], body: str, after: str) -> bool:
    """Whether the last quotation of ``body`` is left open and goes on in the block ``after``."""
    last = max((q for q in quoted if not q.depth), key=lambda q: q.end, default=None)
    if last is None or last.marks != "no_closing" or last.end != len(body):
        return False
    return after[:1] in DOUBLE or _closes_first(after)


def _closes_first(body: str) -> bool:
    """Whether the first double mark of the block closes."""
    first = next((at for at, char in enumerate(body) if char in DOUBLE), None)
    if not first:
        return False
    return body[first] == "”" or (body[first] == '"' and not body[first - 1].isspace())


def _block_quotes(source: Source, block: Block, quoted: list[Quoted], before: Quote | None) -> Iterator[Quote]:
    """The quotations of one block. ``before``: that of the block before, which goes on in this one."""
    body = source.text[block.start : block.end]
    sentences = [(block.start + start, block.start + end) for start, end in find_sentences(body)]
    done: list[tuple[Quoted, Quote]] = []
    for at, item in enumerate(quoted):
        place = Quoted(block.start + item.start, block.start + item.end, item.depth, item.marks)
        if before is not None and at == 0 and item.start <= 1:
            quote = replace(before, start=place.start, end=place.end, rule="block_before")
        else:
            outer = _holder(quoted[:at], item)
            clip = (block.start + outer.start, block.start + outer.end) if outer else (block.start, block.end)
            masked = _mask(source.text, block, quoted, item)
            frame = _frame(sentences, place, clip)
            quote = _describe(source, masked, block, frame, place)
            if outer is not None and done[quoted.index(outer)][1].kind == LAW_TITLE:
                quote = replace(quote, kind=LAW_TITLE, rule="inside_title")
            if done and done[-1][0].depth == item.depth and _is_joined(masked, done[-1][0].end, place.start, quote):
                first = done[-1][1]
                quote = replace(first, start=place.start, end=place.end, rule="joined")
            elif item.depth == 0 and _wants_speaker(source.text, quote):
                quote = _carry_speaker(source, masked, block, frame, quote, [q for d, q in done if d.depth == 0])
        done.append((place, quote))
        yield quote


def _holder(before: list[Quoted], item: Quoted) -> Quoted | None:
    """The quotation that ``item`` stands in."""
    return next(
        (q for q in reversed(before) if q.depth < item.depth and q.start <= item.start <= item.end <= q.end), None
    )


def _wants_speaker(text: str, quote: Quote) -> bool:
    """Whether to look for the speaker in other sentences: of a statement, or of a phrase too long for a term."""
    if quote.speaker_text or quote.rule != "form":
        return quote.kind == STATEMENT and not quote.speaker_text
    phrase = len(text[quote.start : quote.end].split()) > 2 and not is_modifier(text, quote.end)
    return quote.kind in (STATEMENT, SOURCE_PHRASE) or (quote.kind == SCARE_TERM and phrase)


def _is_joined(masked: str, before: int, start: int, quote: Quote) -> bool:
    """Whether nothing but a joining word stands between the quotation that ends at ``before`` and this one."""
    return bool(JOINED.match(masked, before, start)) and quote.cue_start < before


def _mask(text: str, block: Block, quoted: list[Quoted], item: Quoted) -> str:
    """The Doc's text with the words of the block's quotations blanked, except those that hold ``item``."""
    chars = list(text[block.start : block.end])
    for other in quoted:
        if not (other.start <= item.start and other.end >= item.end and other is not item):
            chars[other.start : other.end] = BLANK * (other.end - other.start)
    return " " * block.start + "".join(chars)


def _frame(sentences: list[tuple[int, int]], place: Quoted, clip: tuple[int, int]) -> Frame:
    left = next((start for start, end in sentences if start <= place.start < end), clip[0])
    right = next((end for start, end in sentences if start < place.end + 1 <= end), None)
    if right is None:
        right = next((end for start, end in sentences if start <= place.end <= end), clip[1])
    opens, closes = max(clip[0], place.start - 1), min(clip[1], place.end + 1)
    return Frame(max(left, clip[0]), opens, closes, max(closes, min(right, clip[1])))


def _describe(source: Source, masked: str, block: Block, frame: Frame, place: Quoted) -> Quote:
    """Cue, kind and speaker of the quotation at ``place`` from its own sentence."""
    words = source.text[place.start : place.end]
    finder = SpeakerFinder(source, masked, (block.start, block.end))
    cue = _find_cue(masked, frame, words)
    speaker = _speaker_of(finder, cue, frame)
    if cue is not None and cue.group == "text" and not (speaker and LAW_WORD.search(source.text[slice(*speaker)])):
        cue = find_cue_before(masked, frame.left, frame.opens, without="text")
        speaker = _speaker_of(finder, cue, frame)
    named = source.text[slice(*speaker)] if speaker else ""
    if cue is not None and cue.group == "speech" and finder.is_attributive(cue):
        cue, speaker = None, None
    if cue is not None and is_apart(source.text, cue, place.start, place.end):
        cue, speaker = None, None
    if cue is not None and cue.group == "order" and OWNED.search(masked, max(0, cue.start - 12), cue.start):
        cue, speaker = None, None  # "the mayor's order": a thing that was said before
    legal = not speaker or bool(LEGAL_ACTOR.search(named)) or bool(cue and _is_passive(masked, cue))
    alone = not masked[frame.left : frame.opens].strip(' \x00“”"') and not masked[frame.closes : frame.right].strip(
        ' \x00“”".'
    )
    kind = decide_kind(cue, words, legal=legal, alone=alone)
    if kind == CHARGE_TERM and not (cue and _levels_charge(masked, cue)):
        speaker = None
    if kind in (LAW_TITLE, SCARE_TERM):
        speaker = None
    rule = f"{cue.group}_{cue.place}" if cue else "form"
    return _make(source, place, kind, speaker, cue, rule)


def _speaker_of(finder: SpeakerFinder, cue: Cue | None, frame: Frame) -> tuple[int, int] | None:
    if cue is None or cue.group in ("title", "term"):
        return None
    bounds = (frame.closes, frame.right) if cue.place == "after" else (frame.left, frame.opens)
    return finder.of_cue(cue, *bounds)


def _is_passive(masked: str, cue: Cue) -> bool:
    """Whether a form of "be" stands before the cue."""
    return bool(PASSIVE.search(masked, max(0, cue.start - 40), cue.start))


def _levels_charge(masked: str, cue: Cue) -> bool:
    """Whether the subject of the cue is the one that charges or accuses (active, not "on charges of")."""
    word = masked[cue.start : cue.end].split()[0].lower()
    return word in ("charged", "charging", "accused", "accuses", "accusing") and not _is_passive(masked, cue)


def _find_cue(masked: str, frame: Frame, words: str) -> Cue | None:
    near = find_cue_near(masked, frame.left, frame.opens, words)
    after = find_cue_after(masked, frame.closes, frame.right)
    spoken = (
        after is not None and after.group in ("speech", "according") and words[-1:] in ",!?" and not is_title(words)
    )
    if near is not None and not spoken:
        return near
    if after is not None and after.group in ("charge", "title"):
        return after
    if after is not None and words[-1:] in ",!?" and after.group in ("speech", "according"):
        return after
    before = find_cue_before(masked, frame.left, frame.opens)
    if before is not None and not (before.group == "text" and after is not None):
        return before
    if after is not None and (after.group == "according" or BLANK not in masked[frame.left : frame.opens]):
        return after if after.group == "according" or not masked[frame.left : frame.opens].strip(' “”"') else before
    return before


def _make(
    source: Source, place: Quoted, kind: str, speaker: tuple[int, int] | None, cue: Cue | None, rule: str
) -> Quote:
    start, end = speaker or (-1, -1)
    return Quote(
        place.start, place.end, kind, start, end, source.text[start:end] if speaker else "",
        cue.start if cue else -1, cue.end if cue else -1, source.text[cue.start : cue.end] if cue else "", rule,
    )  # fmt: skip


def _carry_speaker(
    source: Source, masked: str, block: Block, frame: Frame, quote: Quote, earlier: list[Quote]
) -> Quote:
    """A statement without a cue of its own is by who speaks in the sentence before, or who spoke last in the block."""
    last = earlier[-1] if earlier else None
    since = max(last.end + 1 if last else block.start, block.start)
    finder = SpeakerFinder(source, masked, (block.start, block.end))
    told = masked[since : frame.left]
    said = last is not None and bool(last.speaker_text) and last.kind in (STATEMENT, SOURCE_PHRASE)
    if not said or quote.kind == SCARE_TERM:
        last = None
    if last is not None and len(find_sentences(told)) < 2:
        return _with_speaker_of(quote, last)
    sentences = [(since + start, since + end) for start, end in find_sentences(told)]
    for start, end in reversed(sentences[-2:]):
        cue = find_cue_in(masked, start, end)
        speaker = finder.of_cue(cue, start, end) if cue is not None else None
        if cue is not None and speaker:
            kind = SOURCE_PHRASE if quote.kind == SCARE_TERM else quote.kind
            return _with_speaker(source, replace(quote, kind=kind), speaker, cue.start, cue.end, "sentence_before")
    if last is not None:
        return _with_speaker_of(quote, last)
    if sentences and quote.kind == STATEMENT:
        speaker = finder.antecedent("she", frame.opens)
        if speaker:
            return _with_speaker(source, quote, speaker, -1, -1, "person_before")
    return quote


def _with_speaker_of(quote: Quote, other: Quote) -> Quote:
    return replace(other, start=quote.start, end=quote.end, kind=quote.kind, rule="same_speaker")


def _with_speaker(
    source: Source, quote: Quote, speaker: tuple[int, int], cue_start: int, cue_end: int, rule: str
) -> Quote:
    return replace(
        quote, speaker_start=speaker[0], speaker_end=speaker[1], speaker_text=source.text[slice(*speaker)],
        cue_start=cue_start, cue_end=cue_end, rule=rule,
        cue_text=source.text[cue_start:cue_end] if cue_start >= 0 else "",
    )  # fmt: skip


@Language.factory("reports_quotes")
class QuotesComponent:
    """Writes layer "quotes"."""

    def __init__(self, nlp: Language, name: str = "reports_quotes") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        write_layer(doc, "quotes", find_quotes(doc))
        return doc
