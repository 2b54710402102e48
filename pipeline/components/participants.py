"""Who plays which part in an event: the noun phrases around a trigger (participant_phrases.py), and what the model
looks at of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from spacy.tokens import Span, Token

from pipeline.components import syntax
from pipeline.components.event_candidates import sentences_up_to
from pipeline.components.event_features import CLAUSES_UP
from pipeline.components.participant_phrases import NAMED, Phrase, make_phrase, name_phrase
from pipeline.components.references import refer_to_bodies
from pipeline.components.stems import has_letters, stem_of
from pipeline.components.trigger_lexicon import classes_of

SENTENCES_BACK = 3
NOT_A_PHRASE = frozenset(
    {"compound", "flat", "flat:name", "goeswith", "amod", "fixed", "case", "nummod", "punct", "det", "expl"}
)
DEMONSTRATIVES = frozenset(
    {"it", "there", "which", "what", "this", "that", "these", "those", "i", "we", "you", "me", "us"}
)
NOBODY = frozenset({"behalf", "part", "percent", "online", "basis", "result", "addition", "fact", "order"})


def list_phrases(trigger: Token, paragraph: Sequence[Span]) -> Iterator[Phrase]:
    """Noun phrases of the trigger's sentence and of those before it in its paragraph, nearest sentence first."""
    for _, sentence in sentences_up_to(trigger, paragraph, SENTENCES_BACK):
        here = sentence.start <= trigger.i < sentence.end
        for phrase in _phrases_in(sentence):
            if phrase.token.i != trigger.i and (here or _is_prominent(phrase.token)):
                yield phrase


@lru_cache(maxsize=16)
def _phrases_in(sentence: Span) -> list[Phrase]:
    """All of a sentence; kept, since each of its triggers asks for them."""
    found: list[Phrase] = []
    for token in sentence:
        if not _heads_phrase(token):
            continue
        bodies = [make_phrase(token, noun) for noun in refer_to_bodies(token)]
        own = None if bodies else name_phrase(token)
        found += bodies or ([own] if own is not None else [])
    return found


def _heads_phrase(token: Token) -> bool:
    if token.lower_ in NOBODY:
        return False
    if not syntax.is_nominal(token) or token.dep_ in NOT_A_PHRASE or token.lower_ in DEMONSTRATIVES - {"those"}:
        return (
            token.dep_ in ("compound", "amod", "nmod:poss", "poss")
            and token.ent_type_ in NAMED
            and token.ent_iob_ == "B"
        )
    if token.ent_type_ and token.ent_iob_ == "I" and token.head.ent_type_ and token.head.i < token.i:
        # "Human Rights" inside "Office for Human Rights": part of a longer name that its head stands for
        return not _same_name(token, token.head)
    return has_letters(token.text)


def _is_prominent(token: Token) -> bool:
    """What an earlier sentence is about: its subjects and objects, and who and what it names."""
    return token.dep_ in syntax.ANY_SUBJECT | syntax.OBJECT | {"conj", "appos"} or token.ent_type_ in NAMED


def _same_name(token: Token, head: Token) -> bool:
    low, high = sorted((token.i, head.i))
    return all(word.ent_iob_ == "I" for word in token.doc[low + 1 : high + 1])


def phrase_features(trigger: Token, event_type: str, phrase: Phrase) -> list[str]:
    """What the model looks at to say which part ``phrase`` plays in the event."""
    token, lemma = phrase.token, stem_of(trigger)
    kind, noun, classes = _facts_of_noun(phrase.noun)
    found = [f"T={event_type}", f"k={kind}", f"T,k={event_type},{kind}", f"n={noun}", f"dep={token.dep_}"]
    found += [f"T,n={event_type},{noun}", f"pron={syntax.is_pronoun(token)}", f"tt={trigger.tag_[:2]}"]
    found += [f"T,c={event_type},{name}" for name in classes]
    if syntax.sentence_of(token).start != syntax.sentence_of(trigger).start:
        return found + _features_of_earlier(trigger, event_type, phrase, kind)
    return found + _features_of_place(trigger, event_type, lemma, token, kind, classes)


@lru_cache(maxsize=syntax.KEPT)
def _facts_of_noun(noun: Token) -> tuple[str, str, tuple[str, ...]]:
    """The label or part of speech of a noun, its stem, and its classes; each trigger around asks for them."""
    return noun.ent_type_ or noun.pos_, stem_of(noun), tuple(sorted(classes_of(noun))) or ("none",)


def _features_of_earlier(trigger: Token, event_type: str, phrase: Phrase, kind: str) -> list[str]:
    token = phrase.token
    back = len(list(_sentences_between(token, trigger)))
    subject = token.dep_ in syntax.ANY_SUBJECT
    found = [f"back={back}", f"back,k={back},{kind}", f"back,subject={back},{subject}"]
    found += [f"T,back={event_type},{back},{kind}", f"open={_is_open(trigger)},{event_type},{kind}"]
    found.append(f"open,subject={_is_open(trigger)},{subject},{back},{kind}")
    return found


def _features_of_place(
    trigger: Token, event_type: str, lemma: str, token: Token, kind: str, classes: Sequence[str]
) -> list[str]:
    path = dependency_path(trigger, token)
    passive = syntax.is_passive(trigger)
    case = syntax.adposition(token)
    side = "before" if token.i < trigger.i else "after"
    found = [
        f"path={path}",
        f"path,pass={path},{passive}",
        f"T,path={event_type},{path},{passive}",
        f"l,path={lemma},{path}",
    ]
    found += [f"case={case}", f"T,case={event_type},{case}", f"side={side}", f"h={stem_of(token.head)},{token.dep_}"]
    found += [f"far={min(abs(token.i - trigger.i) // 3, 8)},{side}", f"T,side={event_type},{side}"]
    for role in roles_above(trigger, token):
        found += [f"up={role}", f"up,k={role},{kind}", f"up,T={role},{event_type}"]
    for role in sorted(roles_of(trigger, token)) or ["none"]:
        found += [f"r={role}", f"r,k={role},{kind}", f"T,r={event_type},{role}", f"l,r={lemma},{role}"]
        found += [
            f"r,tag={role},{trigger.tag_}",
            f"r,open={role},{_is_open(trigger)}",
            f"r,hv={role},{stem_of(_verb_over(trigger))}",
        ]
        found += [f"r,c={role},{name}" for name in classes]
    return found


def roles_of(trigger: Token, token: Token) -> set[str]:
    """The grammatical places that ``token`` (or the noun it is joined to) fills: of the trigger, and of the verb over
    a noun."""
    noun = syntax.first_conjunct(token)
    found = {name for name, word in _places(trigger) if word.i in (token.i, noun.i)}
    verb = _verb_over(trigger)
    if verb.i != trigger.i:
        found |= {f"over.{name}" for name, word in _places(verb) if word.i in (token.i, noun.i)}
    return found


def roles_above(trigger: Token, token: Token) -> list[str]:
    """The places that ``token`` fills of the verbs over the trigger's clause, innermost first, with how the clause
    hangs there:
    "security forces" in "security forces fired into the crowd, resulting in ten people being shot"."""
    noun = syntax.first_conjunct(token)
    found = []
    for depth, (label, verb) in enumerate(_clauses_above(trigger)):
        found += [f"{depth},{label},{name}" for name, word in _places(verb) if word.i in (token.i, noun.i)]
    return found


@lru_cache(maxsize=16)
def _clauses_above(trigger: Token) -> list[tuple[str, Token]]:
    return syntax.clause_governors(trigger)[:CLAUSES_UP]


@lru_cache(maxsize=16)
def _verb_over(trigger: Token) -> Token:
    """The trigger itself if a verb; the verb a noun hangs on ("faced charges" -> faced)."""
    if syntax.is_verbal(trigger):
        return trigger
    return next((head for _label, head in syntax.governors(trigger) if syntax.is_verbal(head)), trigger)


@lru_cache(maxsize=64)
def _places(word: Token) -> list[tuple[str, Token]]:
    """Grammatical places of a trigger and who fills them; a relative pronoun by what it stands for."""
    singles = {
        "subject": syntax.subject(word),
        "passive": syntax.passive_subject(word),
        "agent": syntax.agent(word),
        "owner": syntax.possessor(word),
        "head": syntax.antecedent(word),
    }
    found = [(name, noun) for name, noun in singles.items() if noun is not None]
    found += [("object", noun) for noun in syntax.objects(word)]
    found += [("indirect", noun) for noun in syntax.indirect_objects(word)]
    found += [(f"prep.{preposition}", noun) for preposition, noun in syntax.obliques(word)]
    return [(name, noun) for name, one in found for noun in {one, syntax.relative_reference(one)}]


def _sentences_between(token: Token, trigger: Token) -> Iterator[Span]:
    sentence = syntax.sentence_of(token)
    while sentence.end <= trigger.i and sentence.end < len(token.doc):
        yield sentence
        sentence = syntax.sentence_of(token.doc[sentence.end])


@lru_cache(maxsize=16)
def _is_open(trigger: Token) -> str:
    """Which places of a trigger its own sentence fills: "s" a subject, "o" an object, both or none."""
    actor, patient = syntax.actor_of(trigger), syntax.patient_of(trigger)
    return ("s" if actor is not None else "") + ("o" if patient is not None else "")


def dependency_path(trigger: Token, token: Token) -> str:
    """Labels from the trigger up to the common ancestor and down to ``token``; conjuncts are stepped over.

    >>> dependency_path(arrested, police)  # doctest: +SKIP
    '/nsubj'
    """
    above = _ways_up(trigger)
    down: list[str] = []
    word = token
    for _ in range(12):
        if word.i in above:
            break
        down.append(word.dep_)
        if word.head.i == word.i:
            return "far"
        word = word.head
    else:
        return "far"
    steps = [*above[word.i], *(f"/{label}" for label in reversed(down))]
    kept = [step for at, step in enumerate(steps) if not (step == "/conj" and at)]
    return "".join(kept[:6])


@lru_cache(maxsize=16)
def _ways_up(trigger: Token) -> dict[int, list[str]]:
    """For the trigger and each word over it the steps that lead up to it."""
    found: dict[int, list[str]] = {trigger.i: []}
    word = trigger
    while word.head.i != word.i:
        found[word.head.i] = [*found[word.i], f"^{word.dep_}"]
        word = word.head
    return found
