"""Sentence starts by rule: the same text gives the same sentences whatever model is loaded, and whatever file it came in.

Runs before the trained components: spaCy's parser keeps sentence starts that are already set."""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.lexicon import read_lexicon

# A full stop, with what may close behind it, white space, and what may open the next sentence.
BREAK = re.compile(r"(?P<stop>[.!?…]+)(?P<close>[\"'”’»)\]]*)(?P<notes>(?:\[\d{1,3}\])*)(?P<space>\s+)(?=[\"'“‘«(\[¿¡—–-]*\s?[^\W_a-z])")
NEW_LINE = re.compile(r"\s*\n\s*\n\s*")
LAST_WORD = re.compile(r"[\w.’'-]+$")
INITIAL = re.compile(r"^[A-Z]$")
LETTERS_AND_STOPS = re.compile(r"^(?:[A-Za-z]\.)+[A-Za-z]$")


@cache
def read_abbreviations() -> dict[str, str]:
    """Abbreviation (without its last full stop) -> kind: "never" ends a sentence, or "starter" only before a typical first word."""
    return {row["abbreviation"].rstrip("."): row["kind"] for row in read_lexicon("abbreviations.csv")}


FIRST_WORDS = frozenset(
    "The A An In On At He She It They We I But And Also This That These Those However Although While When After Before According "
    "Since During Despite As For By From To There Some Many Most Several Both Each No Not If Its His Her Their Authorities Police "
    "Government Human Additionally Moreover Meanwhile Officials".split()
)


def is_sentence_end(text: str, stop: re.Match[str]) -> bool:
    """Whether the punctuation matched by BREAK ends a sentence of ``text``."""
    if stop["stop"] != ".":
        # "Yahoo! Inc." is rarer than a question inside a title; an ellipsis inside a quotation goes on.
        return True
    before = LAST_WORD.search(text, max(0, stop.start() - 40), stop.start())
    word = before.group() if before else ""
    next_word = re.match(r"[\"'“‘«(\[]*([\w’'-]*)", text[stop.end() :])
    first = next_word.group(1) if next_word else ""
    if stop["close"] and stop["close"][0] in "\"'”’»":
        return True
    if INITIAL.match(word):
        return not _is_initial(text, stop.start())
    kind = read_abbreviations().get(word) or read_abbreviations().get(word.lower())
    if kind == "never":
        return False
    if kind == "number":
        return not (first[:1].isdigit() or re.fullmatch(r"[IVXL]+", first))
    if kind == "month":
        return not first[:1].isdigit()
    if kind == "starter" or LETTERS_AND_STOPS.match(word):
        return first in FIRST_WORDS
    return True


def _is_initial(text: str, at: int) -> bool:
    """A single capital before a full stop is an initial ("J. Smith") unless it closes a phrase ("vitamin A. The ...")."""
    after = re.match(r"\.\s+(\w+)", text[at:])
    return not (after and after.group(1) in FIRST_WORDS)


def find_sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of every sentence of one block of text, white space between them left out.

    >>> text = "Mr. B. Khan of the U.S. Embassy was held on Feb. 3. He was freed."
    >>> [text[start:end] for start, end in find_sentences(text)]
    ['Mr. B. Khan of the U.S. Embassy was held on Feb. 3.', 'He was freed.']
    """
    cuts = [(m.start("space"), m.end("space")) for m in BREAK.finditer(text) if is_sentence_end(text, m)]
    cuts += [m.span() for m in NEW_LINE.finditer(text)]
    sentences, start = [], len(text) - len(text.lstrip())
    for cut_start, cut_end in [*sorted(cuts), (len(text.rstrip()), len(text))]:
        if cut_start > start:
            sentences.append((start, cut_start))
        start = max(start, cut_end)
    return sentences


@Language.factory("reports_sentences", assigns=["token.is_sent_start"])
class SentencesComponent:
    """Sets ``token.is_sent_start`` on every token of a Doc that holds one block (or plain text)."""

    def __init__(self, nlp: Language, name: str = "reports_sentences") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        starts = [start for start, _ in find_sentences(doc.text)]
        at = 0
        for token in doc:
            while at < len(starts) and starts[at] < token.idx:
                at += 1  # a start inside a token ("end.Next") cannot be marked
            begins = at < len(starts) and starts[at] == token.idx
            token.is_sent_start = begins or token.i == 0
            at += begins
        return doc
