"""The ids of one report's rows. Made from content: editing one paragraph moves no id outside it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable

from spacy.tokens import Doc

from pipeline.components.layout import Section, Sentence
from pipeline.ids import INVISIBLE, make_id
from pipeline.layers import read_layer


def fold_words(text: str) -> str:
    """The text as ids know it: white space folded, invisible characters out."""
    return " ".join(INVISIBLE.sub("", text).split())


class Keys:
    """Gives every row of a Doc its ids.

    A section's id comes from its heading; a sentence's from that and its words; a row's from its sentence, its place in
    it and its kind. What is equal in all that is told apart by its order. A title and the ranks of headings do not
    count:
    a page has them and its text dump may not."""

    def __init__(self, doc: Doc, resolve_entity: Callable[[int, int], str] | None = None) -> None:
        self.text = doc.text  # spaCy joins the tokens anew at each doc.text
        self.doc_id: str = doc.user_data["report"]["doc_id"]
        self.sections = read_layer(doc, "sections", Section)
        self.sentences = read_layer(doc, "sentences", Sentence)
        self._resolve_entity = resolve_entity
        self._starts = [sentence.start for sentence in self.sentences]
        seen: Counter[str] = Counter()
        headings = ["" if section.level == 0 else fold_words(section.heading) for section in self.sections]
        self.section_ids = [self._number(seen, "section", heading) for heading in headings]
        self.sentence_ids = [
            self._number(seen, "sentence", headings[s.section], fold_words(self.text[s.start : s.end]))
            for s in self.sentences
        ]

    def _number(self, seen: Counter[str], *parts: object) -> str:
        plain = make_id(self.doc_id, *parts)
        seen[plain] += 1
        return plain if seen[plain] == 1 else make_id(plain, seen[plain])

    def _place(self, start: int) -> int | None:
        at = bisect_right(self._starts, start) - 1
        return at if at >= 0 and start < self.sentences[at].end else None

    def sentence_id(self, start: int) -> str:
        """Id of the sentence that holds the character ``start``; "" between sentences."""
        at = self._place(start)
        return "" if at is None else self.sentence_ids[at]

    def role(self, start: int) -> str:
        """Kind of the block that holds the character ``start``."""
        at = self._place(start)
        return "" if at is None else self.sentences[at].role

    def row_id(self, kind: str, start: int, end: int, extra: str = "") -> str:
        """Id of a row of ``kind`` that stands at ``start`` to ``end``; ``extra`` tells apart rows of one kind and
        place."""
        at = self._place(start)
        if at is None:
            return make_id(self.doc_id, kind, start, end, extra)
        origin = self.sentences[at].start
        return make_id(self.sentence_ids[at], kind, start - origin, end - origin, extra)

    def entity_id(self, start: int, end: int) -> str:
        """Id of the entity named at ``start`` to ``end``; "" where none is."""
        return self._resolve_entity(start, end) if self._resolve_entity else ""
