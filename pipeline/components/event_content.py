"""How events hang together: what is the content of a call, charge or denial, and what is told twice."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from pipeline.components.event_record import Event

# Acts of speech or law whose content is another act.
CONTAINERS = frozenset(
    {"CALL_DEMAND", "CHARGE_PROSECUTE", "CONVICT_SENTENCE", "REJECT_DENY", "CONDEMN_CONCERN", "ORDER_FORCE",
    "INVESTIGATE", "REVIEW_RESOLUTION"}
)  # fmt: skip
# Two tellings of these are two acts unless somebody is named or counted in both.
LASTING = frozenset({"OMISSION", "RESTRICT_CIVIC", "CALL_DEMAND", "CONDEMN_CONCERN"})


def find_content(triggers: Sequence[Token], events: Sequence[Event]) -> list[int]:
    """For each event the start of the event whose content it is: the nearest container above it in its sentence, or
    -1."""
    containers = {
        token.i: event for token, event in zip(triggers, events, strict=True) if event.event_type in CONTAINERS
    }
    found = []
    for token, event in zip(triggers, events, strict=True):
        above = next((word.i for word in token.ancestors if word.i in containers), None)
        inside = (
            above is not None
            and containers[above].start < event.start
            and containers[above].event_type != event.event_type
        )
        found.append(containers[above].start if above is not None and inside else -1)
    return found


def find_same(events: Sequence[Event]) -> list[int]:
    """For each event the start of the first telling of the same act: same type and polarity, a shared target that is
    a name
    or a counted group, and dates that do not disagree; -1 where it is told for the first time."""
    seen: dict[tuple[str, str, str], Event] = {}
    found = []
    for event in events:
        first = None
        for target in event.targets:
            key = (event.event_type, event.polarity, _identity(target["text"]))
            if event.event_type in LASTING or not _is_particular(target["text"]):
                continue
            known = seen.get(key)
            if known is not None and known.start != event.start and _dates_agree(known, event):
                first = first or known
            elif known is None:
                seen[key] = event
        found.append(first.start if first is not None else -1)
    return found


def _identity(text: str) -> str:
    """A person by the last word of the name, a counted group by all of its words."""
    return text.lower() if text[:1].isdigit() else text.split()[-1].lower()


def _is_particular(text: str) -> bool:
    last = text.split()[-1] if text.split() else ""
    return text[:1].isdigit() or last[:1].isupper()


def _dates_agree(one: Event, other: Event) -> bool:
    a, b = one.date_value, other.date_value
    return not a or not b or a.startswith(b) or b.startswith(a)
