"""What ties the events of a paragraph to each other: the grammar of a sentence, and what a sentence takes up again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

from spacy.tokens import Span, Token

from pipeline.components import syntax
from pipeline.components.participant_phrases import NAMED
from pipeline.components.stems import stem_of

BRACKET_BACK = 30  # words back to where brackets open, at the most


class ToldEvent(Protocol):
    """An event with its trigger."""

    @property
    def trigger(self) -> Token: ...


E = TypeVar("E", bound=ToldEvent)


def find_over(trigger: Token, before: Sequence[E]) -> E | None:
    """The last of the events told before one whose trigger it hangs on."""
    over = syntax.words_over(trigger)
    return next((event for event in reversed(before) if event.trigger.i in over), None)


def features_of_shared(trigger: Token, told: Token, place: str) -> list[str]:
    """What the event's sentence takes up from the earlier one with ``told``: names, nouns, and nouns with "the"."""
    names, nouns, again = _told_in(syntax.sentence_of(trigger))
    told_names, told_nouns, _ = _told_in(syntax.sentence_of(told))
    return [
        f"shared={min(len(names & told_names), 2)},{len(again & told_nouns) > 0},{place}",
        f"shared nouns={min(len(nouns & told_nouns), 3)},{place}",
        *(f"again={noun}" for noun in sorted(again & told_nouns)),
    ]


def features_of_brackets(trigger: Token, told: Token, place: str) -> list[str]:
    """Which of the two stands in brackets without the other ("36 deaths (38 in 2022)"; "trigger" too where each has its
    own), or that both stand in the same; none where no brackets are."""
    own, other = bracket_of(trigger), bracket_of(told)
    if own == other:
        return [] if own < 0 else [f"bracket=same,{place}"]
    return [f"bracket={'trigger' if own >= 0 else 'option'},{place}"]


@lru_cache(maxsize=256)
def bracket_of(token: Token) -> int:
    """The number of the token that opens the brackets which ``token`` stands in, in its sentence; -1 where it stands in
    none."""
    doc, start = token.doc, max(syntax.sentence_of(token).start, token.i - BRACKET_BACK)
    closed = 0
    for at in range(token.i - 1, start - 1, -1):
        if doc[at].text in (")", "]"):
            closed += 1
        elif doc[at].text in ("(", "["):
            if not closed:
                return at
            closed -= 1
    return -1


@lru_cache(maxsize=32)
def _told_in(sentence: Span) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The words of names of a sentence, its nouns, and those with "the"."""
    names = frozenset(word.lower_ for word in sentence if word.ent_type_ in NAMED and word.is_title)
    nouns = [word for word in sentence if word.tag_ in ("NN", "NNS") and not word.ent_type_]
    again = frozenset(stem_of(word) for word in nouns if any(child.lower_ == "the" for child in word.children))
    return names, frozenset(stem_of(word) for word in nouns), again
