"""What a number counts: the noun phrase behind it, up to its head ("19 security force members" -> security force members).

Read from the parts of speech of the words behind the number; a Doc without a tagger gets a plainer reading by word endings."""

from __future__ import annotations

import re
from bisect import bisect_left

from spacy.tokens import Doc, Token

OF_SKIPPED = frozenset("the these those their its his her our all such an a both said".split())  # noqa: SIM905
PRONOUNS = frozenset("whom which them these those it us".split())  # noqa: SIM905
SKIPPED_FIRST = frozenset("or more fewer less other-than".split())  # noqa: SIM905
PLURAL = re.compile(r"^(?:[\w’'-]+[^su’']s|people|men|women|children|police|staff|persons|youth|media|military|personnel)$", re.I)
FUNCTION_WORDS = frozenset(
    "of in on at for to by from with was were is are had have has be been and or but that who which when where while as than if not "
    "during after before since because did do does could would should may might can will against under over between into".split()
)
NOMINAL = frozenset({"NOUN", "PROPN", "NN", "NNS", "NNP", "NNPS"})
NUMBER_NOUNS = frozenset({"dozens", "scores", "hundreds", "thousands", "millions", "billions", "half", "dozen"})
HYPHENS = ("-", "‐", "‑")
AGE_WORDS = frozenset({"ages", "aged", "age"})
PLAIN_VERBS = frozenset({"is", "was", "has", "does", "says"})
COLLECTIVES = frozenset({"people", "police", "staff", "personnel", "youth", "media", "military", "population", "others"})
MAX_TOKENS = 14
Phrase = tuple[int, int]


def word_tag(token: Token) -> str:
    """One of NOUN, PROPN, ADJ, ADV, PARTICIPLE, OTHER, by the part of speech or the Penn tag."""
    tag, pos = token.tag_, token.pos_
    if token.lower_ in NUMBER_NOUNS:
        return "OTHER"
    if tag == "CD" and token.i + 1 < len(token.doc) and token.doc[token.i + 1].text in HYPHENS and not token.whitespace_:
        return "ADJ"  # six eight-hour days
    if tag and tag[0] not in "NV,.:" and is_hyphened(token):
        return "ADJ"  # in-person
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


def is_hyphened(token: Token) -> bool:
    """Is the token the first part of a hyphenated word?"""
    at = token.i + 1
    return token.is_alpha and not token.whitespace_ and at + 1 < len(token.doc) and token.doc[at].text in HYPHENS and not token.doc[at].whitespace_


class Words:
    """The tokens of a Doc, found by character."""

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
            elif tag in ("NOUN", "PROPN"):
                if last >= 0 and stops_before(doc, last, at, tag):
                    break
                last = at
            elif tag in ("ADJ", "ADV", "PARTICIPLE"):
                if not modifies(doc, at, limit) or (last == at - 1 and doc[last].tag_ == "NNS"):
                    break
            elif token.lower_ in ("and", "or", "&") and not joins(doc, first, last, at, limit):
                break
            elif token.lower_ not in ("and", "or", "&") and not binds(doc, at, limit):
                if last < 0 and token.tag_ == "VBZ" and at == first and token.lower_ not in PLAIN_VERBS:
                    last = at
                break
            at += 1
        return self.span(first, last) if last >= 0 else None

    def plural_phrase(self, phrase: Phrase) -> Phrase:
        """``phrase`` mended where a tagger took its plural head for a verb, or a verb behind it for a noun ("three men escape")."""
        if not self.tagged:
            return phrase
        first, last = self.at(phrase[0]), self.at(phrase[1]) - 1
        if last + 1 < len(self.doc) and self.doc[last + 1].tag_ == "VBZ" and self.doc[last + 1].lower_ not in PLAIN_VERBS:
            return self.span(first, last + 1)
        if self.doc[last].tag_ == "NN" and self.doc[last].lower_ not in COLLECTIVES and not hyphened(self.doc, last):
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


def is_plural_word(word: str) -> bool:
    """Does a word look like a plural noun, by its ending alone?"""
    return bool(PLURAL.match(word)) and word.lower() not in FUNCTION_WORDS


def stops_before(doc: Doc, last: int, at: int, tag: str) -> bool:
    """Does a noun phrase end before the noun at ``at``: a name behind a plural noun ("20 members Monday"), or a new line?"""
    if "\n" in doc[at - 1].whitespace_ or doc[at - 1].is_space:
        return True
    return tag == "PROPN" and doc[last].tag_ == "NNS" and at == last + 1


def hyphened(doc: Doc, at: int) -> bool:
    return at > 0 and doc[at - 1].text in ("-", "‐", "‑")


def modifies(doc: Doc, at: int, limit: int) -> bool:
    """Does the adjective, adverb or participle at ``at`` lead to a noun ("internally displaced persons")?"""
    for next_at in range(at + 1, limit):
        tag = word_tag(doc[next_at])
        if tag in ("NOUN", "PROPN"):
            return True
        if tag in ("ADJ", "PARTICIPLE", "ADV"):
            continue
        if doc[next_at].text in ("-", "‐", "‑", ","):
            if doc[next_at].text == "," and not (word_tag(doc[at]) == "ADJ" and word_tag(doc[min(next_at + 1, len(doc) - 1)]) == "ADJ"):
                return False
            continue
        return doc[next_at].lower_ in ("and", "or") and next_at + 1 < limit and word_tag(doc[next_at + 1]) in ("ADJ", "PARTICIPLE", "NOUN") and word_tag(doc[at]) == "ADJ"
    return False


def joins(doc: Doc, first: int, last: int, at: int, limit: int) -> bool:
    """Does "and" at ``at`` hold two parts of one phrase together ("women and children", "civil and political activists")?"""
    if at + 1 >= limit or at == first:
        return False
    following = word_tag(doc[at + 1])
    if last < at - 1:  # adjectives
        return following in ("ADJ", "PARTICIPLE", "NOUN")
    if doc[last].tag_ not in ("NNS", "NNPS") and doc[last].lower_ not in COLLECTIVES:
        return False
    for next_at in range(at + 1, min(limit, at + 4)):
        tag = word_tag(doc[next_at])
        if tag in ("NOUN", "PROPN"):
            ends = next_at + 1 >= len(doc) or word_tag(doc[next_at + 1]) not in ("NOUN", "PROPN")
            if ends:
                return doc[next_at].tag_ in ("NNS", "NNPS")
            continue
        if tag not in ("ADJ", "PARTICIPLE"):
            return False
        if tag == "PARTICIPLE" and not modifies(doc, next_at, limit):
            return False
    return False


def binds(doc: Doc, at: int, limit: int) -> bool:
    """Is the token at ``at`` a hyphen, a possessive or a quotation mark inside a phrase?"""
    if at + 1 >= limit or at == 0:
        return False
    text = doc[at].text
    if doc[at - 1].text in HYPHENS and doc[at + 1].text in HYPHENS:
        return True  # trafficking-in-persons
    if text in (*HYPHENS, "/"):
        return not doc[at].whitespace_ or text == "-"
    if text in ("'s", "’s", "'", "’"):
        return word_tag(doc[at + 1]) in ("NOUN", "PROPN", "ADJ", "PARTICIPLE") and word_tag(doc[at - 1]) in ("NOUN", "PROPN")
    return text in ("“", '"', "”") and word_tag(doc[at + 1]) in ("NOUN", "PROPN", "ADJ", "PARTICIPLE", "ADV")


def phrase_after(words: Words, end: int) -> tuple[Phrase | None, str]:
    """The phrase that a number ending at ``end`` counts, and how it was found: beside, of, hyphen; "pronoun" for "of them"."""
    text = words.text
    hyphen = re.compile(r"[-‐‑](?:to-\w+-)?([^\W\d_]+)").match(text, end)
    if hyphen:
        return hyphen.span(1), "hyphen"
    position = words.at(end)
    doc = words.doc
    while position < len(doc) and doc[position].lower_ in ("or", "more", "fewer", "less", "of", "and") and position < len(doc) - 1:
        word = doc[position].lower_
        if word == "of":
            return phrase_after_of(words, position + 1)
        if word in ("or", "and") and doc[position + 1].lower_ not in ("more", "fewer", "less", "greater", "final", "last"):
            return None, ""
        position += 1
    if position > 1 and doc[position - 2].lower_ in ("all", "both") and position < len(doc) and word_tag(doc[position]) == "PARTICIPLE":
        return None, ""  # all three submitted reports
    return words.phrase_from(position), "beside"


def phrase_after_of(words: Words, position: int) -> tuple[Phrase | None, str]:
    """The phrase behind "of": past determiners, an owner ("the country's"), and a second number ("28 of the 32 states")."""
    doc = words.doc
    if position < len(doc) and doc[position].lower_ in PRONOUNS:
        following = doc[position + 1] if position + 1 < len(doc) else None
        if doc[position].lower_ not in ("these", "those") or following is None or word_tag(following) not in NOMINAL | {"ADJ"}:
            return None, "pronoun"
    while position < len(doc) and (doc[position].lower_ in OF_SKIPPED or doc[position].like_num):
        position += 1
    for at in range(position, min(len(doc) - 1, position + 6)):
        if doc[at].text in ("'s", "’s") or (doc[at].text in ("'", "’") and doc[at].tag_ == "POS"):
            position = at + 1
            break
        if word_tag(doc[at]) not in ("NOUN", "PROPN", "ADJ"):
            break
    while position < len(doc) and (doc[position].like_num or doc[position].lower_ in ("approximately", "estimated", "more", "than", "about")):
        position += 1
    phrase = words.phrase_from(position)
    if phrase and words.text[slice(*phrase)].lower().split()[-1] in ("number", "total"):
        return None, "pronoun"
    return phrase, "of"
