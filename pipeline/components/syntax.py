"""The one module that reads dependency syntax, in Universal Dependencies (UD) and in the labels of spaCy's own
English models
(CLEAR). Every function takes a token of a parsed Doc and gives tokens or character offsets; on a Doc without a parse
they
give nothing (None, an empty list, False) and never fail.

    He was detained by police in Almaty.
    passive_subject(detained) -> He        agent(detained) -> police        prepositional(detained, {"in"}) -> [Almaty]
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import lru_cache

from spacy.tokens import Doc, Span, Token

SUBJECT = frozenset({"nsubj", "nsubj:outer", "csubj", "csubj:outer"})
PASSIVE_SUBJECT = frozenset({"nsubj:pass", "csubj:pass", "nsubjpass", "csubjpass"})
ANY_SUBJECT = SUBJECT | PASSIVE_SUBJECT
OBJECT = frozenset({"obj", "dobj"})
INDIRECT_OBJECT = frozenset({"iobj", "dative"})
PASSIVE_AUXILIARY = frozenset({"aux:pass", "auxpass"})
AUXILIARY = frozenset({"aux"}) | PASSIVE_AUXILIARY
OBLIQUE = frozenset({"obl", "nmod", "obl:agent", "obl:tmod", "obl:npmod", "nmod:desc"})
UNMARKED = frozenset({"obl:unmarked", "obl:tmod", "obl:npmod", "nmod:unmarked", "nmod:tmod", "nmod:npmod", "npadvmod"})
POSSESSOR = frozenset({"nmod:poss", "poss"})
RELATIVE = frozenset({"acl:relcl", "relcl"})
ADNOMINAL_CLAUSE = frozenset({"acl"}) | RELATIVE
COMPLEMENT = frozenset({"ccomp", "xcomp", "pcomp"})
CLAUSE = (
    frozenset(
        {
            "ROOT",
            "root",
            "ccomp",
            "xcomp",
            "pcomp",
            "advcl",
            "advcl:relcl",
            "parataxis",
            "csubj",
            "csubjpass",
            "csubj:pass",
        }
    )
    | ADNOMINAL_CLAUSE
)
BEFORE_HEAD = frozenset(
    {"amod", "compound", "nummod", "nmod", "nmod:unmarked", "nmod:desc", "advmod", "quantmod", "flat", "goeswith"}
)
NAME_PARTS = frozenset({"flat", "flat:name", "goeswith", "compound"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "nor", "neither"})
NEGATIVE_DETERMINERS = frozenset({"no", "neither"})
NEGATIVE_NOUNS = frozenset({"nobody", "none", "nothing"})
PRONOUN_TAGS = frozenset({"PRP", "PRP$", "WP", "WP$", "WDT", "DT"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})  # tags of verbs with a tense
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
OF_ANOTHER = frozenset({"with", "by", "from", "of", "against", "for", "to", "in"})
BESIDE_NUMBER = frozenset({"advmod", "quantmod", "case", "nmod"})
DEGREES = frozenset(
    {"also", "even", "only", "very", "nearly", "almost", "about", "approximately", "roughly", "just", "too"}
)
KEPT = 512  # answers kept for words asked about again and again


def is_parsed(doc: Doc) -> bool:
    """Whether the Doc has dependency labels to read."""
    return bool(doc.has_annotation("DEP"))


@lru_cache(maxsize=KEPT)
def sentence_of(token: Token) -> Span:
    """The sentence of ``token``; spaCy looks for its ends anew each time."""
    return token.sent


def word_class(token: Token) -> str:
    """Universal part of speech; from the Penn tag where a model gives only that; "" where there is neither."""
    if token.pos_:
        return (
            "VERB"
            if token.pos_ == "AUX" and token.dep_ not in AUXILIARY and token.dep_ != "cop" and token.lemma_ != "be"
            else token.pos_
        )
    tag = token.tag_
    if tag.startswith("NNP"):
        return "PROPN"
    if tag.startswith("NN"):
        return "NOUN"
    if tag.startswith("VB"):
        return "AUX" if token.dep_ in AUXILIARY or token.dep_ == "cop" else "VERB"
    return {"JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "CD": "NUM", "IN": "ADP", "DT": "DET"}.get(
        tag, "PRON" if tag in PRONOUN_TAGS else ""
    )


def is_verbal(token: Token) -> bool:
    """A verb in any form that heads a clause or a participial modifier ("detained", "resulting")."""
    return word_class(token) == "VERB"


def is_nominal(token: Token) -> bool:
    """A noun, name, pronoun or number standing for one."""
    return word_class(token) in NOMINAL


def children(token: Token, labels: Container[str]) -> list[Token]:
    """Children of ``token`` under one of ``labels``, in text order."""
    return [child for child in token.children if child.dep_ in labels]


def first_child(token: Token, labels: Container[str]) -> Token | None:
    """The first child under one of ``labels``."""
    return next((child for child in token.children if child.dep_ in labels), None)


def conjuncts(token: Token) -> list[Token]:
    """``token`` and those joined to it as its own conjuncts, in text order (not those it is itself joined to)."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj":
            found += conjuncts(child)
    return sorted(found, key=lambda part: part.i)


def first_conjunct(token: Token) -> Token:
    """The head of the coordination ``token`` belongs to; itself where it is in none. What is joined to a part of a name
    is joined to the name."""
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
        while token.dep_.startswith("flat") and token.head.i != token.i:
            token = token.head
    return token


# Clauses


@lru_cache(maxsize=KEPT)
def auxiliaries(verb: Token) -> tuple[Token, ...]:
    """Auxiliary verbs of ``verb``, of its first conjunct where it has none of its own ("was detained and beaten")."""
    own = tuple(children(verb, AUXILIARY))
    if own or verb.dep_ != "conj" or children(verb, ANY_SUBJECT):
        return own
    return auxiliaries(verb.head) if verb.head.i != verb.i else ()


@lru_cache(maxsize=KEPT)
def is_passive(verb: Token) -> bool:
    """Passive voice: by auxiliary, by a passive subject, or a bare past participle modifying a noun ("people shot
    dead")."""
    if children(verb, PASSIVE_AUXILIARY | PASSIVE_SUBJECT) or children(verb, {"agent", "obl:agent"}):
        return True
    if children(verb, SUBJECT | OBJECT):
        return False
    if verb.dep_ == "conj" and verb.head.i != verb.i and is_verbal(verb.head):
        return verb.tag_ in ("VBN", "VBD", "") and is_passive(verb.head)
    return verb.tag_ == "VBN" and not children(verb, {"aux"}) and verb.dep_ in ADNOMINAL_CLAUSE | {"amod", "advcl"}


@lru_cache(maxsize=KEPT)
def is_negated(token: Token) -> bool:
    """Negation of a verb or noun by its own words: not, never, no (determiner), nobody as subject, without as
    preposition."""
    for child in token.children:
        word = child.lower_
        if child.dep_ == "neg" or word in NEGATIONS:
            return True
        if child.dep_ in ("det", "advmod") and word in NEGATIVE_DETERMINERS:
            return True
        if child.dep_ in ANY_SUBJECT and (
            child.lower_ in NEGATIVE_NOUNS or any(c.lower_ in NEGATIVE_DETERMINERS for c in child.children)
        ):
            return True
    return adposition(token) == "without"


@lru_cache(maxsize=KEPT)
def subject(verb: Token, *, inherit: bool = True) -> Token | None:
    """Active subject; with ``inherit`` also that of the verb it is joined to, or that controls it ("police tried to
    detain")."""
    own = first_child(verb, SUBJECT)
    if own is not None or not inherit:
        return own
    return _inherited(verb, SUBJECT, PASSIVE_SUBJECT)


@lru_cache(maxsize=KEPT)
def passive_subject(verb: Token, *, inherit: bool = True) -> Token | None:
    """Subject of a passive verb; with ``inherit`` also that of the passive verb it is joined to."""
    own = first_child(verb, PASSIVE_SUBJECT)
    if own is not None or not inherit:
        return own
    return _inherited(verb, PASSIVE_SUBJECT, frozenset())


def _inherited(verb: Token, labels: frozenset[str], fallback: frozenset[str]) -> Token | None:
    """Subject under ``labels`` of the verb that ``verb`` is joined to or controlled by (there ``fallback`` too)."""
    if children(verb, ANY_SUBJECT):
        return None
    head = verb.head
    if head.i == verb.i or not (is_verbal(head) or children(head, ANY_SUBJECT)):
        return None
    if verb.dep_ == "conj":
        return first_child(head, labels) or _inherited(head, labels, fallback)
    if verb.dep_ == "xcomp":
        controller = first_child(head, OBJECT) or first_child(head, labels | fallback)
        return controller or _inherited(head, labels, fallback)
    if verb.dep_ == "advcl" and verb.tag_ in ("VBG", "VBN"):
        return first_child(head, labels | fallback) or _inherited(head, labels, fallback)
    return None


def objects(verb: Token) -> list[Token]:
    """Direct objects with their conjuncts."""
    return [part for child in children(verb, OBJECT) for part in conjuncts(child)]


def indirect_objects(verb: Token) -> list[Token]:
    """Indirect objects without a preposition ("gave him")."""
    return [child for child in children(verb, INDIRECT_OBJECT) if word_class(child) != "ADP"]


@lru_cache(maxsize=KEPT)
def agent(verb: Token) -> Token | None:
    """The noun of the by-phrase of a passive verb or of a noun of action ("the arrest by police of ...")."""
    marked = first_child(verb, {"obl:agent"})
    if marked is not None:
        return marked
    clear = first_child(verb, {"agent"})
    if clear is not None:
        return first_child(clear, {"pobj"})
    if is_passive(verb) or is_nominal(verb):
        return next(iter(prepositional(verb, {"by"})), None)
    return None


@lru_cache(maxsize=KEPT)
def actor_of(token: Token) -> Token | None:
    """Who does it: the subject, or the agent of a passive."""
    return subject(token) or agent(token)


@lru_cache(maxsize=KEPT)
def patient_of(token: Token) -> Token | None:
    """Whom it is done to: the subject of a passive, or the first object."""
    return passive_subject(token) or next(iter(objects(token)), None)


def prepositional(token: Token, prepositions: Container[str]) -> list[Token]:
    """Nouns that hang on ``token`` by one of ``prepositions`` (lower case), without their conjuncts."""
    found = []
    for child in token.children:
        if child.dep_ in ("prep", "dative", "agent") and child.lower_ in prepositions:
            found += children(child, {"pobj"})
        elif child.dep_ in OBLIQUE and adposition(child) in prepositions:
            found.append(child)
    return found


def obliques(token: Token) -> list[tuple[str, Token]]:
    """Every ``(preposition, noun)`` that hangs on ``token``."""
    found = []
    for child in token.children:
        if child.dep_ in ("prep", "agent"):
            found += [(child.lower_, noun) for noun in children(child, {"pobj"})]
        elif child.dep_ in OBLIQUE:
            found.append((adposition(child), child))
    return found


@lru_cache(maxsize=KEPT)
def adposition(noun: Token) -> str:
    """The preposition that governs ``noun``, lower case; "" where there is none."""
    if noun.dep_ in ("pobj", "pcomp"):
        return str(noun.head.lower_)
    case = next(
        (child for child in noun.children if child.dep_ == "case" and child.lower_ not in POSSESSIVE), None
    )
    if case is not None:
        return str(case.lower_)
    opening = first_child(noun, {"mark"}) if noun.dep_ in ("advcl", "acl") else None
    return str(opening.lower_) if opening is not None else ""


def marker(clause: Token) -> str:
    """The conjunction or "to" that opens the clause of ``clause`` (that, if, to, for, after), lower case."""
    child = first_child(clause, {"mark"})
    if child is None:
        child = next((c for c in clause.children if c.dep_ == "aux" and c.lower_ == "to"), None)
    return str(child.lower_) if child is not None else ""


def particle(verb: Token) -> str:
    """The particle of a phrasal verb ("broke up"), lower case."""
    child = first_child(verb, {"compound:prt", "prt"})
    return str(child.lower_) if child is not None else ""


def possessor(noun: Token) -> Token | None:
    """The noun or pronoun that owns ``noun`` ("Mamay's arrest" -> Mamay)."""
    return first_child(noun, POSSESSOR)


def antecedent(verb: Token) -> Token | None:
    """The noun that a relative or participial clause modifies ("the men who were sentenced" -> men)."""
    base = first_conjunct(verb)
    if base.dep_ in ADNOMINAL_CLAUSE and base.head.i != base.i:
        return base.head
    return None


@lru_cache(maxsize=KEPT)
def words_over(token: Token) -> frozenset[int]:
    """The numbers of the words that ``token`` hangs on, up to the root."""
    return frozenset(word.i for word in token.ancestors)


def governors(token: Token) -> Iterator[tuple[str, Token]]:
    """``(label by which it hangs, governor)`` from ``token`` up to the root; conjuncts hang where the first one
    hangs."""
    seen = set()
    while token.head.i != token.i and token.i not in seen:
        seen.add(token.i)
        label = token.dep_
        token = token.head
        if label != "conj":
            yield label, token


def clause_head(token: Token) -> Token:
    """The verb or predicate of the smallest clause ``token`` stands in; itself where it heads one."""
    for _ in range(60):
        base = first_conjunct(token)
        if base.dep_ in CLAUSE or base.head.i == base.i:
            return token if token.dep_ == "conj" and is_verbal(token) else base
        token = base.head
    return token


def clause_governors(token: Token) -> list[tuple[str, Token]]:
    """``(label, clause head)`` of the clauses above that of ``token``, innermost first ("said that police tried to":
    tried, said)."""
    found: list[tuple[str, Token]] = []
    head = first_conjunct(clause_head(token))
    while head.head.i != head.i and len(found) < 20:
        above = clause_head(head.head)
        found.append((head.dep_, above))
        head = first_conjunct(above)
    return found


# Noun phrases


def noun_phrase(head: Token) -> tuple[int, int]:
    """Character span from the first modifier before the head (no determiner, no owner) to the head and its name parts.

    "the two young men from Almaty" -> "two young men"; "at least ten Lagos-based lawyers" -> "ten Lagos-based lawyers"
    """
    start, end = head.i, head.i
    for child in reversed(list(head.lefts)):
        first, last = _reach_before(child, head)
        if last != start - 1:
            break
        start = first
    parts = {child.i: child for child in head.rights}
    while end + 1 in parts and parts[end + 1].dep_ in NAME_PARTS:
        end = parts[end + 1].right_edge.i if parts[end + 1].dep_ != "compound" else end + 1
    doc = head.doc
    while start < head.i and _opens_no_phrase(doc[start]):
        start += 1
    return doc[start].idx, doc[end].idx + len(doc[end])


def _reach_before(modifier: Token, head: Token) -> tuple[int, int]:
    """The first and last token of what a modifier says before a noun; of a number only its own words. -1 where it is no
    part of the phrase."""
    if modifier.dep_ == "punct" and modifier.text in "-–/":
        return modifier.i, modifier.i
    if modifier.dep_ not in BEFORE_HEAD:
        return -1, -1
    first = _first_of_number(modifier) if modifier.dep_ == "nummod" else modifier.left_edge.i
    if modifier.right_edge.i < head.i:
        return first, modifier.right_edge.i
    return first, max(part.i for part in modifier.subtree if part.i < head.i)


def _first_of_number(number: Token) -> int:
    """The first word of a number ("nearly two hundred thousand" -> two)."""
    first = number.i
    for part in reversed(list(number.lefts)):
        if part.dep_ in BESIDE_NUMBER or part.right_edge.i != first - 1:
            break
        first = _first_of_number(part)
    return first


def _opens_no_phrase(token: Token) -> bool:
    """Whether a phrase would not begin with the word: punctuation, "and", a determiner, "very", a preposition that the
    parser hung on a title ("with President Lee")."""
    if token.dep_ in ("case", "mark", "prep") and token.lower_ in OF_ANOTHER:
        return True
    if token.is_punct or token.dep_ == "det" or token.lower_ in ("'s", "’s", "and", "or"):
        return True
    return token.lower_ in DEGREES and bool(token.whitespace_)


def full_phrase(head: Token) -> tuple[int, int]:
    """Character span of all that hangs on ``head``, without a leading determiner, preposition or trailing
    punctuation."""
    doc = head.doc
    first, last = head.left_edge.i, head.right_edge.i
    while first < head.i and (
        doc[first].dep_ in ("det", "case", "punct", "cc", "mark", "predet") and doc[first].head.i == head.i
    ):
        first += 1
    while last > head.i and doc[last].is_punct:
        last -= 1
    return doc[first].idx, doc[last].idx + len(doc[last])


def count_of(noun: Token) -> Token | None:
    """The number that counts ``noun`` ("10 people" -> 10; "dozens of people" -> dozens is the noun itself)."""
    return first_child(noun, {"nummod"})


def is_pronoun(token: Token) -> bool:
    """A personal, relative or demonstrative pronoun standing alone."""
    return word_class(token) == "PRON" or token.tag_ in ("PRP", "PRP$", "WP", "WDT")


def relative_reference(token: Token) -> Token:
    """The noun that a relative pronoun stands for ("who" -> men in "men who were"); the token itself otherwise."""
    if token.lower_ not in ("who", "whom", "which", "that", "whose"):
        return token
    for _label, head in [(token.dep_, token.head), *governors(token)]:
        noun = antecedent(head)
        if noun is not None and noun.i < token.i:
            return noun
    return token
