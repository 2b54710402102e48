"""What ties the events of a paragraph to each other: the grammar of a sentence, and what a sentence takes up again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

from spacy.tokens import Span, Token

from pipeline.components import syntax
from pipeline.components.participant_phrases import NAMED
from pipeline.components.stems import stem_of


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


@lru_cache(maxsize=32)
def _told_in(sentence: Span) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The words of names of a sentence, its nouns, and those with "the"."""
    names = frozenset(word.lower_ for word in sentence if word.ent_type_ in NAMED and word.is_title)
    nouns = [word for word in sentence if word.tag_ in ("NN", "NNS") and not word.ent_type_]
    again = frozenset(stem_of(word) for word in nouns if any(child.lower_ == "the" for child in word.children))
    return names, frozenset(stem_of(word) for word in nouns), again
