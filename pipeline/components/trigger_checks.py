"""What the grammar corrects of the triggers that the model found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from pipeline.components import syntax
from pipeline.components.event_found import Found
from pipeline.components.stems import stem_of

CHARGE, SENTENCE = "CHARGE_PROSECUTE", "CONVICT_SENTENCE"
APPLIED = frozenset({"applied", "imposed", "levied"})


def check_triggers(found: Sequence[Found]) -> list[Found]:
    """The triggers without those that tell of no act or of one told already, each on the word that tells it."""
    triggers = move_to_verbs(found)
    return [one for one in triggers if not repeats_charge(one, triggers) and not is_mere_step(one.token)]


def repeats_charge(one: Found, triggers: Sequence[Found]) -> bool:
    """The charges of a trial are no second act: "put on trial on charges of torture", "tried on charges"."""
    token = one.token
    if one.event_type != CHARGE or syntax.adposition(token) != "on":
        return False
    others = (other.token for other in triggers if other.event_type == CHARGE and other is not one)
    return any(other.i < token.i and token.head.i in (other.i, other.head.i) for other in others)


def move_to_verbs(triggers: Sequence[Found]) -> list[Found]:
    """Penalties that were "regularly applied" are told by the verb; where that is a trigger of its own, by it alone."""
    taken = {one.token.i for one in triggers}
    moved: list[Found] = []
    for one in triggers:
        verb = one.token.head
        told = one.event_type == SENTENCE and one.token.dep_ in syntax.PASSIVE_SUBJECT and verb.lower_ in APPLIED
        if not told:
            moved.append(one)
        elif verb.i not in taken:
            taken.add(verb.i)
            moved.append(replace(one, token=verb))
    return sorted(moved, key=lambda one: one.token.i)


def is_mere_step(token: Token) -> bool:
    """That a government "took credible steps to identify and punish officials" tells of nobody who was punished."""
    return token.lower_ == "punish" and stem_of(syntax.first_conjunct(token).head) == "step"
