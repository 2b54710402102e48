"""Who speaks: from the cue of a quotation to the words that name the speaker, also where those stand a sentence before.

Spans name the speaker without article: a person's or body's name where there is one, else the noun phrase."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.components import syntax
from pipeline.components.quote_kinds import Cue

Span = tuple[int, int]
NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LAW"})
PREPOSITIONS = frozenset(
    {
        "of",
        "to",
        "for",
        "by",
        "with",
        "from",
        "in",
        "on",
        "at",
        "under",
        "against",
        "about",
        "and",
        "or",
        "the",
        "a",
        "an",
        "after",
        "before",
    }
)
SINGULAR = frozenset({"he", "she", "him", "her", "his"})
PLURAL = frozenset({"they", "it", "them", "their", "its"})
SELF = frozenset({"i", "we", "you", "one", "there", "who", "which", "that", "this", "these", "what"})
LEAD = re.compile(
    r"\s*(?:(?:that|which|although|while|because)\s+)?"
    r"(?:(?:the|a|an|its|their|his|her|then|former|and|to|NGOs?|daily|newspaper)\s+)*",
    re.I,
)
CUT = re.compile(
    r"[,.;:(“\"—]|\s–|\s(?:who|which|that|whose|where|in|at|from|for|on|after|when|during|as|with"
    r"|by|about|regarding|to|and\s\w+ed)\s",
    re.I,
)
OPENER = re.compile(
    r"^\s*(?:(?:in|on|at|by|after|before|during|since|following|for|as|under|with|among|although|while|when|despite"
    r"|according to|however|moreover|meanwhile|additionally|also)\b[^,]*,\s*)+",
    re.I,
)
JOINT = re.compile(r"\b(?:that|but|while|because|although|with|however),?\s|;\s|, and ")
ADVERB = "also|then|later|further|repeatedly|publicly"
AUXILIARIES = re.compile(
    rf"(?:\s*\b(?:has|have|had|was|were|is|are|be|been|{ADVERB}|simply|only|would|could|did|not|never"
    r"|who|which|and|where|after|before|in \w+|on \w+ \d+)\b,?)+\s*$",
    re.I,
)
ADVERBS = re.compile(rf"(?:\s(?:{ADVERB}|subsequently|reportedly))+$", re.I)
NO_SPEAKER = re.compile(rf"(?:{ADVERB}|[Tt]hese|[Tt]h(?:is|at|ere))$|(?:[Ww]ho|[Ww]hat)\s")
DOCUMENT_NOUNS = frozenset(
    {
        "report",
        "statement",
        "resolution",
        "letter",
        "decision",
        "note",
        "article",
        "conclusion",
        "ruling",
        "survey",
        "message",
        "slogan",
        "speech",
        "interview",
        "post",
        "tweet",
    }
)
REFUSALS = frozenset({"reject", "ignore", "dismiss", "refuse", "deny", "respond", "heed", "answer", "follow", "accept"})
CLAUSE_VERBS = syntax.FINITE | {"VBN"}
ROLE_NOUNS = re.compile(
    r"\b(?:NGO|group|organization|newspaper|agency|network|magazine|website|outlet|company|party|union)\s*$", re.I
)


@dataclass(frozen=True)
class Name:
    """A name of layer "mentions" (or an entity of the model where that layer is absent)."""

    start: int
    end: int
    label: str


class Source:
    """A Doc with what is read of it once: its text (which spaCy puts together at every call) and its names."""

    def __init__(self, doc: Doc) -> None:
        self.doc, self.text, self.parsed = doc, doc.text, syntax.is_parsed(doc)
        self.names = sorted(read_names(doc), key=lambda name: name.start)
        self.starts = [name.start for name in self.names]


class SpeakerFinder:
    """Finds speakers on one Doc. ``masked`` is the Doc's text with the words of quotations blanked (same length)."""

    def __init__(self, source: Source, masked: str, block: Span) -> None:
        self.doc, self.text, self.masked, self.block = source.doc, source.text, masked, block
        self.parsed = source.parsed
        first = bisect_left(source.starts, block[0])
        self.names = source.names[first : bisect_left(source.starts, block[1])]

    # Names and phrases

    def _name_over(self, start: int, end: int) -> Name | None:
        """The name that overlaps ``start`` to ``end``: a person's first."""
        over = [name for name in self.names if name.start < end and name.end > start]
        return next((n for n in over if n.label == "PERSON"), over[0] if over else None)

    def phrase(self, head: Token) -> Span:
        """Span of the noun phrase of ``head``, or of the name in it that says who it is."""
        start, end = syntax.noun_phrase(head)
        own = self._name_over(head.idx, head.idx + len(head))
        if own is not None and own.label in NAME_LABELS:
            person = self._name_at_the_end(head) if own.label != "PERSON" else None
            return person or (own.start, own.end)
        beside = [c for c in head.children if c.dep_ in ("appos", "flat", "flat:name", "nmod:desc", "compound")]
        for token in beside:
            name = self._name_over(token.idx, token.idx + len(token))
            role = ROLE_NOUNS.search(self.text[start : head.idx + len(head)])
            if name is not None and (name.label == "PERSON" or role):
                return name.start, name.end
        return self._name_at_the_end(head) or (start, end)

    def _name_at_the_end(self, head: Token) -> Span | None:
        """The person whose role the phrase tells ("the representative on media freedom Ann Lee")."""
        last = self.doc[head.right_edge.i]
        stop = re.compile(r",|\s(?:who|which|that|whose)\s").search(self.text, head.idx, last.idx + len(last))
        end = stop.start() if stop else last.idx + len(last)
        for name in self.names:
            if name.label == "PERSON" and head.idx < name.start and name.end <= end:
                before = self.text[self.block[0] : name.start].rstrip().rsplit(None, 1)[-1]
                if before[-1].isalpha() and before.lower() not in PREPOSITIONS:
                    return name.start, name.end
        return None

    def chunk(self, start: int, end: int) -> Span | None:
        """The speaker in the words ``start`` to ``end``, which begin with it."""
        lead = LEAD.match(self.masked, start, end)
        start = lead.end() if lead else start
        cut = CUT.search(self.masked, start + 1, end)
        stop = cut.start() if cut else end
        words = ADVERBS.sub("", self.masked[start:stop].rstrip())
        stop = start + len(words)
        first = words.split(" ")[0] if words else ""
        if first.lower() in SINGULAR | PLURAL:
            words, stop = first, start + len(first)
        if not words or "\x00" in words or len(words.split()) > 12 or NO_SPEAKER.match(words):
            return None
        person = next((n for n in self.names if n.label == "PERSON" and start <= n.start < stop), None)
        last = next((n for n in self.names if start <= n.start < stop <= n.end and n.label in NAME_LABELS), None)
        name = person or last
        if name is not None:
            return name.start, name.end
        if words.lower() in SINGULAR | PLURAL:
            return self.antecedent(words.lower(), start) or (start, stop)
        capital = re.search(r"(?:[A-Z][\w’'.-]+\s)*[A-Z][\w’'-]+$", words)
        if not self.names and capital and re.match(r"[a-z]", words):
            return start + capital.start(), stop
        return start, stop

    # Cues

    def of_cue(self, cue: Cue, left: int, right: int) -> Span | None:
        """The speaker of the cue; ``left`` and ``right`` bound the words of its sentence outside the quotation."""
        span = self._find(cue, left, right)
        return self._up_to_verb(span) if span and self.parsed and not self._is_name(span) else span

    def _find(self, cue: Cue, left: int, right: int) -> Span | None:
        if cue.group == "according":
            return self.chunk(cue.end, right if cue.place == "after" else self.block[1])
        if cue.place == "after":
            found = self._after(cue, left, right)
            if found:
                return found
        person = self._person_right_before(left, cue.start) if cue.place == "before" else None
        if person:
            return person
        parsed = self._by_syntax(cue) if self.parsed else None
        seen = self._by_surface(left, cue.start) if cue.place == "before" else None
        if parsed and seen and seen[1] == parsed[1] and seen[0] < parsed[0] and not self._is_name(parsed):
            return parsed if re.match(r"(?:in|on|at|by|for|of)\b", self.text[seen[0] : seen[1]], re.I) else seen
        return parsed or seen

    def _up_to_verb(self, span: Span) -> Span:
        """The noun before a verb behind it: whoever "the committee stated most prisoners" begins with."""
        words = self.doc.char_span(*span, alignment_mode="expand")
        told = False
        for word in words or ():
            if told and word.tag_ in CLAUSE_VERBS and not word.nbor(-1).is_punct:
                before = self.doc[word.i - 1]
                return span[0], before.idx + len(before)
            told = told or word.tag_.startswith("NN")
        return span

    def _person_right_before(self, left: int, end: int) -> Span | None:
        """The person whose name ends right before the cue, adverbs and dates aside, and is no preposition's object."""
        at = left + len(AUXILIARIES.sub("", self.masked[left:end]).rstrip())
        name = next((n for n in self.names if n.label == "PERSON" and n.end == at), None)
        words = self.masked[left : name.start].split() if name else []
        if name is None or (words and (words[-1].lower() in PREPOSITIONS or words[-1][-1] in ",(")):
            return None
        return name.start, name.end

    def is_attributive(self, cue: Cue) -> bool:
        """Whether the cue is an adjective of a noun ("alleged failures")."""
        span = self.doc.char_span(cue.start, cue.end, alignment_mode="expand")
        return self.parsed and span is not None and span.text.lower() == "alleged" and span[0].dep_ == "amod"

    def _is_name(self, span: Span) -> bool:
        return any((name.start, name.end) == span for name in self.names)

    def _after(self, cue: Cue, left: int, right: int) -> Span | None:
        """ "...," said X / "...," X said."""
        between = self.masked[left : cue.start].strip(" ,")
        if between:
            start = self.masked.index(between, left)
            return self.chunk(start, start + len(AUXILIARIES.sub("", between)))
        return self.chunk(cue.end, right)

    def _by_syntax(self, cue: Cue) -> Span | None:
        span = self.doc.char_span(cue.start, cue.end, alignment_mode="expand")
        for token in span or ():
            if token.is_punct or syntax.word_class(token) in ("ADP", "ADV", "DET", "PRON", "PART"):
                continue
            head = self._subject(token)
            if head is None:
                continue
            word = head.lower_
            if word in SINGULAR | PLURAL:
                return self.antecedent(word, head.idx) or (head.idx, head.idx + len(head))
            if word in SELF or head.idx < self.block[0]:
                continue
            if self.masked[head.idx] == "\x00":
                continue
            return self.phrase(head)
        return None

    def _subject(self, token: Token) -> Token | None:
        """Who says what ``token``, a verb or a noun of speech, tells of."""
        if syntax.is_verbal(token) or token.pos_ == "AUX":
            if token.lower_ == "quoted":
                own = syntax.passive_subject(token, inherit=False) or syntax.subject(token, inherit=False)
                return syntax.antecedent(token) or own
            own = syntax.subject(token)
            if own is not None:
                own = syntax.relative_reference(own)
                return self._author(own) if own.lemma_.lower() in DOCUMENT_NOUNS else own
            if syntax.is_passive(token):
                return syntax.agent(token)
            noun = syntax.antecedent(token)
            return self._author(noun) if noun is not None else None
        said_by = next(iter(syntax.prepositional(token, {"by", "from"})), None)
        if said_by is not None:
            return said_by
        owner = syntax.possessor(token) or next(iter(syntax.prepositional(token, {"of"})), None)
        verb = next((head for _label, head in syntax.governors(token) if syntax.is_verbal(head)), None)
        if owner is not None and (verb is None or verb.lemma_.lower() in REFUSALS):
            return owner
        own = self._subject(verb) if verb is not None else None
        return own or (owner if token.lemma_.lower() not in ("need", "concern") else None)

    def _author(self, noun: Token) -> Token | None:
        """Whose document ``noun`` is ("the council's report", "a resolution by the parliament"), else ``noun``."""
        if noun.lemma_.lower() not in DOCUMENT_NOUNS:
            return noun
        owner = syntax.possessor(noun) or next(iter(syntax.prepositional(noun, {"of", "by", "from"})), None)
        if owner is not None and owner.lower_ not in SINGULAR | PLURAL and not owner.is_digit:
            return owner
        governor = noun.head
        if noun.dep_ in syntax.OBJECT and governor.i != noun.i:
            return syntax.subject(governor) or noun
        return noun

    def _by_surface(self, left: int, end: int) -> Span | None:
        """The first noun phrase of the clause before a cue, its opening adverbials left out."""
        clause = self.masked[left:end]
        clause = AUXILIARIES.sub("", clause)
        opener = OPENER.match(clause)
        start = left + (opener.end() if opener else 0)
        if start >= left + len(clause):
            return None
        joint = JOINT.search(self.masked, start, left + len(clause))
        start = joint.end() if joint else start
        return self.chunk(start, self._before_verb(start, left + len(clause)))

    def _before_verb(self, start: int, end: int) -> int:
        """Where the first finite verb after ``start`` begins; ``end`` where there is none before it."""
        span = self.doc.char_span(start, end, alignment_mode="contract") if self.parsed else None
        return next((token.idx for token in span or () if token.tag_ in syntax.FINITE), end)

    # Pronouns

    def antecedent(self, pronoun: str, at: int) -> Span | None:
        """Whom he, she, they or it, standing at ``at``, names within the block."""
        if pronoun in SINGULAR:
            before = [n for n in self.names if n.label == "PERSON" and n.end <= at and self.masked[n.start] != "\x00"]
            if before:
                return self._most_prominent(before)
        return self._last_subject(pronoun, at) if self.parsed else None

    def _most_prominent(self, before: list[Name]) -> Span:
        """The last person named; where its sentence names several, the one that is its subject."""
        last = before[-1]
        if self.parsed:
            span = self.doc.char_span(last.start, last.end, alignment_mode="expand")
            sentence = span.sent if span is not None else None
            same = [n for n in before if sentence is not None and n.start >= sentence.start_char]
            for name in same:
                own = self.doc.char_span(name.start, name.end, alignment_mode="expand")
                if own is not None and own.root.dep_ in syntax.ANY_SUBJECT:
                    return name.start, name.end
        return last.start, last.end

    def _last_subject(self, pronoun: str, at: int) -> Span | None:
        """The nearest subject before ``at`` that agrees in number, sentence by sentence back through the block."""
        span = self.doc.char_span(self.block[0], at, alignment_mode="contract")
        if span is None or not len(span):
            return None
        subjects = [
            token for token in span
            if token.dep_ in syntax.ANY_SUBJECT and self.masked[token.idx] != "\x00"
            and not syntax.is_pronoun(token) and not syntax.adposition(token)
            and not any(char.isdigit() for number in syntax.children(token, {"nummod"}) for char in number.text)
        ]  # fmt: skip
        starts = sorted({token.sent.start for token in subjects})
        for start in reversed(starts):
            for token in (t for t in subjects if t.sent.start == start):
                if self._agrees(token, pronoun):
                    return self.phrase(token)
        return None

    def _agrees(self, token: Token, pronoun: str) -> bool:
        name = self._name_over(token.idx, token.idx + len(token))
        many = token.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in token.children)
        if pronoun in SINGULAR:
            return not many and (name is None or name.label == "PERSON")
        if pronoun == "it":
            return not many and (name is None or name.label != "PERSON")
        return many or (name is not None and name.label in ("ORG", "NORP", "GPE")) or name is None


def read_names(doc: Doc) -> list[Name]:
    """Names on the Doc in text order: layer "mentions", else the model's entities."""
    rows = doc.user_data.get("layer:mentions")
    if rows is None:
        return [Name(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
    return [Name(row["start"], row["end"], row["label"]) for row in rows]
