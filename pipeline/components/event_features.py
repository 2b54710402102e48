"""What the event model looks at: a word, its syntax, its neighbours and the sentence around it, as named features."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from spacy.tokens import Span, Token

from pipeline.components import syntax
from pipeline.components.stems import stem, stem_of
from pipeline.components.trigger_lexicon import classes_of, lines_of, match_triggers
from pipeline.lexicon import read_lexicon

CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "ADV"})
NEAR, WINDOW = 3, 8
# Governing words this many clauses up say whose words, plan or charge an act stands in.
CLAUSES_UP = 3
DETERMINING = frozenset({"det", "nmod:poss", "poss", "nummod"})
QUOTES = frozenset({'"', "“", "”"})
FIRST_PERSON = frozenset({"i", "we"})


def event_features(token: Token) -> list[str]:
    """The features of one candidate trigger of its own beside the first ones, each as "name=value"; a parse is used
    where there is one."""
    lemma = stem_of(token)
    return [
        *_word_shape(token),
        *_neighbours(token, lemma),
        *_syntax(token, lemma),
        *_lexicon(token),
    ]


def first_features(token: Token) -> list[str]:
    """The few features that rule out half of the candidates before the rest are read: the word, the words beside and
    over it.

    >>> first_features(doc[3])[:2]  # doctest: +SKIP
    ['w=arrested', 'l=arrest']
    """
    lemma, head, case = stem_of(token), token.head, syntax.adposition(token)
    found = [f"w={token.lower_}", f"l={lemma}", f"t={token.tag_}", f"d={token.dep_}"]
    found += [f"l,t={lemma},{token.tag_}", f"l,d={lemma},{token.dep_}"]
    sentence = syntax.sentence_of(token)
    words, own = words_of(sentence), token.i - sentence.start
    for offset in (-1, 1):
        if 0 <= own + offset < len(words):
            beside = words[own + offset][0]
            found += [f"n{offset}={beside}", f"l,n{offset}={lemma},{beside}"]
    if head.i != token.i:
        above = stem_of(head)
        found += [f"h={above}", f"l,h={lemma},{above}"]
    if case:
        found += [f"case={case}", f"l,case={lemma},{case}"]
    found.append(f"X={'+'.join(_known_types(token))}")
    return found


def _known_types(token: Token) -> list[str]:
    return sorted({line.event_type for line in lines_of(token)})


def _word_shape(token: Token) -> list[str]:
    word = token.lower_
    shape = "title" if token.is_title else "lower" if token.is_lower else "other"
    return [f"s3={word[-3:]}", f"p4={word[:4]}", f"p6={word[:6]}", f"sh={shape}", f"e={token.ent_type_}"]


def _neighbours(token: Token, lemma: str) -> Iterator[str]:
    sentence = syntax.sentence_of(token)
    words = words_of(sentence)
    own, end = token.i - sentence.start, len(words)
    for offset in range(-NEAR, NEAR + 1):
        at = own + offset
        if offset and 0 <= at < end:
            beside, tag, _, _ = words[at]
            yield f"nt{offset}={tag}"
            if abs(offset) > 1:
                yield f"n{offset}={beside}"
            if abs(offset) == 2:
                yield f"l,n{offset}={lemma},{beside}"
    for at in range(max(0, own - WINDOW), min(end, own + WINDOW + 1)):
        near, _, is_content, name = words[at]
        if at != own and is_content:
            side = "b" if at < own else "a"
            yield f"{side}={near}"
            if name:
                yield f"{side}e={name}"
    if own >= 2:
        yield f"bi-={words[own - 2][0]},{words[own - 1][0]}"
    if own + 2 < end:
        yield f"bi+={words[own + 1][0]},{words[own + 2][0]}"


@lru_cache(maxsize=syntax.KEPT)  # all sentences of a report are asked about, then some again
def words_of(sentence: Span) -> list[tuple[str, str, bool, str]]:
    """Stem, tag, whether a content word, and label of each word of a sentence."""
    return [(stem_of(word), word.tag_, word.pos_ in CONTENT, word.ent_type_) for word in sentence]


def sentence_features(sentence: Span, earlier: Sequence[Span]) -> list[str]:
    """Features that all candidates of a sentence share; ``earlier`` are the sentences before it in its paragraph."""
    root = sentence.root
    found = [f"root={stem_of(root)}", f"roott={root.tag_}", f"first={sentence[0].lower_}"]
    found.append(f"len={min(len(sentence) // 8, 6)}")
    if len(sentence) > 1:
        found.append(f"first2={sentence[0].lower_},{sentence[1].lower_}")
    for word in root.children:
        if word.dep_ in syntax.ANY_SUBJECT:
            found.append(f"rs={stem_of(word)}")
        elif word.dep_ in syntax.AUXILIARY:
            found.append(f"rx={word.lower_}")
    cues = spoken_cues(sentence)
    found += [f"cue={cue}" for cue in cues] or ["nocue"]
    found.append(f"place={min(len(earlier), 4)}")
    if earlier:
        found += [f"pcue={cue}" for cue in spoken_cues(earlier[-1])] or ["nopcue"]
        found += [f"fcue={cue}" for cue in spoken_cues(earlier[0])]
        found.append(f"proot={stem_of(earlier[-1].root)}")
    return found


@lru_cache(maxsize=8)
def spoken_cues(sentence: Span) -> tuple[str, ...]:
    """Words of the sentence that say whose words it gives: reporting verbs, "according", quotation marks, I and we."""
    cues = read_cue_words()
    return tuple(lemma for lemma, *_ in words_of(sentence) if lemma in QUOTES or lemma in cues)


@cache
def read_cue_words() -> frozenset[str]:
    """Lemmas of the modality cues of one word."""
    return (
        frozenset(stem(row["cue"]) for row in read_lexicon("events_cues.csv") if " " not in row["cue"]) | FIRST_PERSON
    )


def _syntax(token: Token, lemma: str) -> Iterator[str]:
    head = token.head
    if head.i != token.i:
        above = stem_of(head)
        yield f"ht={head.tag_}"
        yield f"d,h={token.dep_},{above}"
        if head.head.i != head.i:
            yield f"d,hh={token.dep_},{head.dep_},{stem_of(head.head)}"
    case = syntax.adposition(token)
    if case:
        yield f"case,h={case},{stem_of(head)}"
    yield from _children(token, lemma)
    yield from _arguments(token, lemma)
    yield from _governors(token)


def _children(token: Token, lemma: str) -> Iterator[str]:
    labels = set()
    for child in token.children:
        label = child.dep_
        if label == "punct":
            continue
        labels.add(label)
        word = stem_of(child)
        yield f"c={label},{word}"
        yield f"l,c={lemma},{label},{word}"
        if child.ent_type_:
            yield f"ce={label},{child.ent_type_}"
    for label in labels:
        yield f"cd={label}"
        yield f"l,cd={lemma},{label}"
    for preposition, noun in syntax.obliques(token):
        yield f"o={preposition},{stem_of(noun)}"
        yield f"l,o={lemma},{preposition}"


def _arguments(token: Token, lemma: str) -> Iterator[str]:
    actor, patient = syntax.actor_of(token), syntax.patient_of(token)
    passive = syntax.is_passive(token)
    yield f"pass={passive}"
    if syntax.is_negated(token):
        yield "neg"
        yield f"l,neg={lemma}"
    for name, noun in (("su", actor), ("ob", patient)):
        if noun is not None:
            noun = syntax.relative_reference(noun)
            yield f"{name}={stem_of(noun)}"
            yield f"l,{name}={lemma},{stem_of(noun)}"
            yield f"{name}e={noun.ent_type_ or noun.pos_}"
        else:
            yield f"l,no{name}={lemma},{passive}"
    for aux in syntax.auxiliaries(token):
        yield f"x={aux.lower_}"
        yield f"l,x={lemma},{aux.lower_}"
    marker = syntax.marker(token)
    if marker:
        yield f"m={marker}"


def _lexicon(token: Token) -> Iterator[str]:
    """What the trigger lexicon says of the word, with and without its frame, and the classes of its arguments."""
    known = _known_types(token)
    matched = sorted({line.event_type for line in match_triggers(token)})
    actor, patient = syntax.actor_of(token), syntax.patient_of(token)
    passive = syntax.is_passive(token)
    first, case, above = syntax.sentence_of(token)[0].lower_, syntax.adposition(token), stem_of(token.head)
    negated, helpers = syntax.is_negated(token), [aux.lower_ for aux in syntax.auxiliaries(token)]
    yield f"Y={'+'.join(matched)}"
    for mark, types in (("X", known), ("Y", matched)):
        for event_type in types:
            yield f"{mark}1={event_type}"
            yield f"{mark},t={event_type},{token.tag_}"
            yield f"{mark},d={event_type},{token.dep_}"
            yield f"{mark},first={event_type},{first}"
            yield f"{mark},case={event_type},{case}"
            yield f"{mark},h={event_type},{above}"
            yield f"{mark},neg={event_type},{negated}"
            yield from (f"{mark},x={event_type},{aux}" for aux in helpers)
    for place, noun in (("su", actor), ("ob", patient)):
        classes = sorted(classes_of(noun)) or (["other"] if noun is not None else ["none"])
        for name in classes:
            yield f"{place}c={name}"
            yield f"l,{place}c={stem_of(token)},{name},{passive}"
            yield from (f"X,{place}c={event_type},{name},{passive}" for event_type in known)
    if token.pos_ in ("NOUN", "PROPN"):
        for preposition, noun in syntax.obliques(token):
            yield from (f"oc={preposition},{name}" for name in classes_of(noun))
        yield from (f"det={child.lower_}" for child in syntax.children(token, {"det"}))
        bare = not syntax.children(token, DETERMINING)
        yield f"bare={bare},{token.tag_}"
        yield from (f"X,bare={event_type},{bare},{token.tag_}" for event_type in known)


def _governors(token: Token) -> Iterator[str]:
    clause = syntax.clause_head(token)
    if clause.i != token.i:
        yield f"cl={stem_of(clause)}"
        if syntax.is_negated(clause):
            yield "clneg"
        for aux in syntax.auxiliaries(clause):
            yield f"clx={aux.lower_}"
        actor = syntax.subject(clause) or syntax.passive_subject(clause)
        if actor is not None:
            yield f"clsu={stem_of(actor)}"
    for depth, (label, above) in enumerate(syntax.clause_governors(token)[:CLAUSES_UP]):
        word = stem_of(above)
        yield f"g={word}"
        yield f"g{depth}={label},{word}"
        actor = syntax.subject(above)
        if actor is not None and depth < 2:
            yield f"gs={stem_of(actor)}"
        for aux in syntax.auxiliaries(above):
            yield f"gx={aux.lower_}"
        if syntax.is_negated(above):
            yield "gneg"
