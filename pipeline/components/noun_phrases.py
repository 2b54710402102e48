"""Noun phrases by parts of speech: from a word up to the head ("security force members", "women and children").

Made for the words behind a number, so a phrase has no determiner. A Doc without a tagger gets a plainer reading by word
endings. The parse is not asked."""

from __future__ import annotations

import re
from bisect import bisect_left

from spacy.tokens import Doc, Token

PLURAL = re.compile(
    r"^(?:[\w’'-]+[^su’']s|people|men|women|children|police|staff|persons|youth|media|military|personnel)$", re.I
)
FUNCTION_WORDS = frozenset({
    "of", "in", "on", "at", "for", "to", "by", "from", "with", "was", "were", "is", "are", "had", "have", "has", "be",
    "been", "and", "or", "but", "that", "who", "which", "when", "where", "while", "as", "than", "if", "not", "during",
    "after", "before", "since", "because", "did", "do", "does", "could", "would", "should", "may", "might", "can",
    "will", "against", "under", "over", "between", "into",
})  # fmt: skip
NUMBER_NOUNS = frozenset({"dozens", "scores", "hundreds", "thousands", "millions", "billions", "half", "dozen"})
HYPHENS = ("-", "‐", "‑")
AGE_WORDS = frozenset({"ages", "aged", "age"})
PLAIN_VERBS = frozenset({"is", "was", "has", "does", "says"})
COLLECTIVES = frozenset({
    "people", "police", "staff", "personnel", "youth", "media", "military", "population", "others",
})  # fmt: skip
# Taggers take these for participles; they never stand before a noun ("while four remained missing").
FINITE_VERBS = frozenset(
    {"remained", "died", "fled", "faced", "went", "came", "became", "received", "reported", "said"}
)
NOUNS = ("NOUN", "PROPN")
PREMODIFIERS = ("ADJ", "PARTICIPLE", "ADV")
LINKS = ("and", "or", "&")
MAX_TOKENS = 14
Phrase = tuple[int, int]


def word_tag(token: Token) -> str:
    """One of NOUN, PROPN, ADJ, ADV, PARTICIPLE, OTHER, by the part of speech or the Penn tag."""
    tag, pos = token.tag_, token.pos_
    if token.lower_ in NUMBER_NOUNS or token.lower_ in FINITE_VERBS:
        return "OTHER"
    if tag and tag[0] not in "NV,.:" and opens_compound(token):
        return "ADJ"  # in-person, six eight-hour days
    if tag in ("NN", "NNS"):
        return "NOUN"
    if tag in ("NNP", "NNPS"):
        return "PROPN"
    if tag in ("VBN", "VBG") or (tag == "VBD" and pos == "ADJ"):
        return "PARTICIPLE" if pos != "NOUN" else "NOUN"
    if tag in ("JJ", "JJR", "JJS"):
        return "ADJ"
    if tag.startswith("RB"):
        return "ADV"
    if tag:
        return "OTHER"
    return pos if pos in ("NOUN", "PROPN", "ADJ", "ADV") else "OTHER"


def opens_compound(token: Token) -> bool:
    """Is the token the first part of a hyphenated word?"""
    at = token.i + 1
    if token.whitespace_ or at + 1 >= len(token.doc) or token.is_punct:
        return False
    return token.doc[at].text in HYPHENS and not token.doc[at].whitespace_


class Words:
    """The tokens of a Doc, found by character, and the noun phrases that begin with them."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text: str = doc.text
        self.starts = [token.idx for token in doc]
        self.tagged = doc.has_annotation("TAG") or doc.has_annotation("POS")

    def at(self, char: int) -> int:
        """Position of the first token that starts at or after ``char``."""
        return bisect_left(self.starts, char)

    def end_of(self, position: int) -> int:
        return self.starts[position] + len(self.doc[position])

    def noun_behind(self, char: int) -> bool:
        """Does a noun, or what leads to one, stand right behind the character ``char``?"""
        position = self.at(char)
        if position >= len(self.doc) or self.text[char : self.starts[position]].strip(" \u00a0-"):
            return False
        position += self.doc[position].text in HYPHENS
        if not self.tagged:
            behind = self.doc[position : position + 2]
            return all(token.is_alpha for token in behind[:1]) and any(is_plural_word(token.text) for token in behind)
        tag = word_tag(self.doc[position]) if position < len(self.doc) else "OTHER"
        return tag != "OTHER" and self.phrase_from(position) is not None

    def tag_at(self, char: int) -> str:
        """Penn tag of the token that starts at ``char``; "" where there is none."""
        position = self.at(char)
        return str(self.doc[position].tag_) if position < len(self.doc) else ""

    def span(self, first: int, last: int) -> Phrase:
        return self.starts[first], self.end_of(last)

    def phrase_from(self, position: int) -> Phrase | None:
        """The noun phrase that begins with token ``position``, up to its head; None where none does."""
        if self.tagged:
            return self._tagged_phrase(position)
        return self._plain_phrase(position)

    def _tagged_phrase(self, first: int) -> Phrase | None:
        doc, last, at = self.doc, -1, first
        limit = min(len(doc), first + MAX_TOKENS)
        while at < limit:
            token = doc[at]
            tag = word_tag(token)
            if token.lower_ in AGE_WORDS and last >= 0:
                break
            if token.is_space and at == first:
                first += 1
            elif tag in NOUNS:
                if last >= 0 and stops_before(doc, last, at, tag):
                    break
                last = at
            elif tag in PREMODIFIERS:
                if not modifies(doc, at, limit) or (last == at - 1 and doc[last].tag_ == "NNS"):
                    break
            elif token.text == "," and last == at - 1:
                last = self._list_end(at, limit) or last
                break
            elif token.lower_ in LINKS and not joins(doc, first, last, at, limit):
                break
            elif token.lower_ not in LINKS and not binds(doc, at, limit):
                if last < 0 and token.tag_ == "VBZ" and at == first and token.lower_ not in PLAIN_VERBS:
                    last = at
                break
            at += 1
        while first < last and doc[first].is_quote:
            first += 1
        return self.span(first, last) if last >= 0 else None

    def _list_end(self, at: int, limit: int) -> int:
        """The last noun of a list that goes on at the comma ``at`` ("men, women, and children"); 0 where none does.

        A list has three parts at least: "parents, and activists" begins something new."""
        doc, parts, ending = self.doc, 0, False
        for position in range(at + 1, limit):
            token = doc[position]
            if is_plural(token):
                if ending and not (position + 1 < len(doc) and word_tag(doc[position + 1]) in NOUNS):
                    return position
                parts += 1
            elif token.lower_ == "and" and parts:
                ending = True
            elif word_tag(token) not in ("ADJ", "NOUN") and not (token.text == "," and parts):
                return 0
        return 0

    def plural_phrase(self, phrase: Phrase) -> Phrase:
        """``phrase`` mended where its plural head was tagged as a verb, or a verb behind it as a noun."""
        if not self.tagged:
            return phrase
        first, last = self.at(phrase[0]), self.at(phrase[1]) - 1
        behind = self.doc[last + 1] if last + 1 < len(self.doc) else None
        if behind is not None and behind.tag_ == "VBZ" and behind.lower_ not in PLAIN_VERBS:
            return self.span(first, last + 1)
        head = self.doc[last]
        if head.tag_ == "NN" and head.lower_ not in COLLECTIVES and self.doc[last - 1].text not in HYPHENS:
            for at in range(last - 1, first - 1, -1):
                if self.doc[at].tag_ == "NNS":
                    return self.span(first, at)
        return phrase

    def _plain_phrase(self, first: int) -> Phrase | None:
        last = -1
        for at in range(first, min(len(self.doc), first + 7)):
            word = self.doc[at].text
            if word.lower() in FUNCTION_WORDS or not (word[0].isalpha() or word in "-‐‑’'"):
                break
            if last >= 0 and is_plural_word(self.doc[last].text) and not is_plural_word(word):
                break
            last = at
        return self.span(first, last) if last >= 0 else None


def is_plural(token: Token) -> bool:
    """Is the token tagged as a plural noun, or one in meaning?"""
    return token.tag_ in ("NNS", "NNPS") or token.lower_ in COLLECTIVES


def is_plural_word(word: str) -> bool:
    """Does a word look like a plural noun, by its ending alone?"""
    return bool(PLURAL.match(word)) and word.lower() not in FUNCTION_WORDS


def stops_before(doc: Doc, last: int, at: int, tag: str) -> bool:
    """Does a phrase end before the noun at ``at``: a name behind a plural noun ("20 members Monday"), or a new line?"""
    return doc[at - 1].is_space or (tag == "PROPN" and doc[last].tag_ == "NNS" and at == last + 1)


def modifies(doc: Doc, at: int, limit: int) -> bool:
    """Does the adjective, adverb or participle at ``at`` lead to a noun ("internally displaced persons")?"""
    own = word_tag(doc[at])
    for next_at in range(at + 1, limit):
        word, tag = doc[next_at].lower_, word_tag(doc[next_at])
        following = word_tag(doc[next_at + 1]) if next_at + 1 < limit else ""
        if tag in NOUNS:
            return True
        if tag in PREMODIFIERS or word in HYPHENS:
            continue
        if word == "," and own == following == "ADJ":
            continue
        return word in ("and", "or") and own == "ADJ" and following in ("ADJ", "PARTICIPLE", "NOUN")
    return False


def joins(doc: Doc, first: int, last: int, at: int, limit: int) -> bool:
    """Does "and" at ``at`` hold one phrase together ("women and children", "civil and political activists")?"""
    if at + 1 >= limit or at == first:
        return False
    if last < at - 1:  # between adjectives
        return word_tag(doc[at + 1]) in ("ADJ", "PARTICIPLE", "NOUN")
    if not is_plural(doc[last]):
        return False
    for next_at in range(at + 1, min(limit, at + 4)):
        tag = word_tag(doc[next_at])
        if tag in NOUNS:
            if next_at + 1 >= len(doc) or word_tag(doc[next_at + 1]) not in NOUNS:
                return doc[next_at].tag_ in ("NNS", "NNPS")
        elif tag not in ("ADJ", "PARTICIPLE") or not modifies(doc, next_at, limit):
            return False
    return False


def binds(doc: Doc, at: int, limit: int) -> bool:
    """Is the token at ``at`` a hyphen, a possessive or a quotation mark inside a phrase?"""
    if at + 1 >= limit or at == 0:
        return False
    text, following = doc[at].text, word_tag(doc[at + 1])
    if doc[at - 1].text in HYPHENS and doc[at + 1].text in HYPHENS:
        return True  # trafficking-in-persons
    if text in (*HYPHENS, "/"):
        return not doc[at].whitespace_ or text == "-"
    if text in ("'s", "’s", "'", "’"):
        return following in (*NOUNS, "ADJ", "PARTICIPLE") and word_tag(doc[at - 1]) in NOUNS
    return text in ("“", '"', "”") and following in (*NOUNS, *PREMODIFIERS)


def phrase_before(words: Words, end: int) -> Phrase | None:
    """The noun phrase that ends at the character ``end``."""
    last = words.at(end) - 1
    first = last + 1
    while first > 0 and word_tag(words.doc[first - 1]) in (*NOUNS, "ADJ"):
        if first <= last and words.doc[first - 1].tag_ in ("NNS", "NNPS"):
            break
        first -= 1
    return words.span(first, last) if first <= last else None


def nearest_plural(words: Words, start: int, end: int) -> Phrase | None:
    """The last plural noun phrase between two characters."""
    first = words.at(start)
    for at in range(words.at(end) - 1, first - 1, -1):
        if words.doc[at].tag_ in ("NNS", "NNPS"):
            begin = at
            while begin > first and word_tag(words.doc[begin - 1]) in (*NOUNS, "ADJ"):
                begin -= 1
            return words.span(begin, at)
    return None
