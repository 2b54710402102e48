"""What a pronoun stands for, where that is certain enough: the nearest name or noun before it that agrees with it."""

from __future__ import annotations

from spacy.tokens import Span, Token

from pipeline.components import syntax

ONE_PERSON = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
SEVERAL = frozenset({"they", "them", "their", "theirs", "themselves"})
RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
PEOPLE = frozenset(
    (
        "man", "woman", "boy", "girl", "activist", "journalist", "lawyer", "student", "person", "leader", "teacher",
        "politician", "opposition", "soldier", "officer", "suspect", "victim", "detainee", "prisoner", "president",
        "minister", "defender", "blogger", "reporter", "editor", "priest", "pastor", "imam", "monk", "refugee",
        "worker", "child", "father", "mother", "son", "daughter", "brother", "sister", "wife", "husband", "lawmaker",
        "member", "official", "candidate", "mayor", "judge", "prosecutor", "commander", "general", "migrant",
        "farmer", "doctor", "nurse", "protester", "resident",
    )
)  # fmt: skip
THINGS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "CARDINAL", "QUANTITY"})
TOKENS_BACK = 120
# "The groups", "these organizations": bodies that were named before.
BODY_NOUNS = frozenset({"group", "organization", "organisation", "ngo", "faction", "militia"})
DEFINITE = frozenset({"the", "these", "those", "this", "that", "both"})
DESCRIBING = syntax.ADNOMINAL_CLAUSE | {"amod", "compound", "nmod", "nummod", "appos", "prep"}
BETWEEN_NAMES = frozenset({",", "and", "or", "the", "&"})
DEFINITE_BACK = 5  # words between an article and its noun, at the most: asking all children takes longer
SENTENCES_BACK = 2


def refer(token: Token) -> Token | None:
    """The noun that ``token`` names or stands for: itself for a noun, the antecedent of a pronoun, None where it is
    unclear."""
    word = token.lower_
    if word in RELATIVE:
        noun = syntax.relative_reference(token)
        return noun if noun.i != token.i and not syntax.is_pronoun(noun) else None
    if word in ONE_PERSON or word in SEVERAL:
        return _antecedent(token, several=word in SEVERAL)
    return token if not syntax.is_pronoun(token) or word in ("others", "those", "some") else None


def refer_to_bodies(token: Token) -> list[Token]:
    """The heads of the names that a bare definite noun for bodies stands for, from one of the SENTENCES_BACK sentences
    before in its paragraph: "Boko Haram and ISIS-WA ..." -> both, for "The groups ..."; none where no names fit."""
    several = token.tag_ == "NNS"
    if token.lemma_.lower() not in BODY_NOUNS or not _is_bare_and_definite(token):
        return []
    sentence = syntax.sentence_of(token)
    for _ in range(SENTENCES_BACK):
        if sentence.start == 0 or "\n" in token.doc[sentence.start - 1].text_with_ws:
            return []
        sentence = syntax.sentence_of(token.doc[sentence.start - 1])
        if any(word.lemma_ == token.lemma_ and not word.ent_type_ for word in sentence):
            return []  # "an armed group": that one is meant
        lists = [names for names in _lists_of_bodies(sentence) if (len(names) > 1) == several]
        if len(lists) == 1:
            return [name.root for name in lists[0]]
        if lists:
            return []
    return []


def _is_bare_and_definite(token: Token) -> bool:
    before = token.doc[max(token.i - DEFINITE_BACK, 0) : token.i]
    if not any(word.lower_ in DEFINITE and word.head.i == token.i for word in before):
        return False
    return not any(child.dep_ in DESCRIBING and not child.is_punct for child in token.children)


def _lists_of_bodies(sentence: Span) -> list[list[Span]]:
    """The names of bodies in a sentence, those that only commas, "and" and the like part together; short forms in
    brackets left out."""
    doc, last = sentence.doc, -1
    lists: list[list[Span]] = []
    for name in sentence.ents:
        if name.label_ != "ORG" or (name.start > 0 and doc[name.start - 1].text == "("):
            continue
        between = [word for word in doc[last : name.start] if last >= 0]
        if lists and all(word.lower_ in BETWEEN_NAMES or _in_brackets(word) for word in between):
            lists[-1].append(name)
        else:
            lists.append([name])
        last = name.end
    return lists


def _in_brackets(word: Token) -> bool:
    doc = word.doc
    opened = next((at for at in range(word.i, max(-1, word.i - 8), -1) if doc[at].text == "("), None)
    return opened is not None and all(doc[at].text != ")" for at in range(opened, word.i))


def _antecedent(pronoun: Token, *, several: bool) -> Token | None:
    """Nearest sentence first; in it subjects before the rest, names before nouns."""
    doc, sentence = pronoun.doc, syntax.sentence_of(pronoun)
    limit = max(0, pronoun.i - TOKENS_BACK)
    end = pronoun.i
    while end > limit:
        options = [doc[at] for at in range(max(sentence.start, limit), end) if _agrees(doc[at], pronoun, several)]
        if options:
            return max(options, key=lambda word: (_rank(word, several), word.i if sentence.start <= word.i else 0))
        end = sentence.start
        if end == 0 or "\n" in doc[end - 1].text or "\n" in doc[end - 1].whitespace_:
            return None
        sentence = syntax.sentence_of(doc[end - 1])
    return None


def _rank(word: Token, several: bool) -> int:
    subject = word.dep_ in syntax.ANY_SUBJECT
    return (2 if subject else 0) + (2 if word.ent_type_ == "PERSON" and not several else 0)


def _agrees(word: Token, pronoun: Token, several: bool) -> bool:
    if not syntax.is_nominal(word) or syntax.is_pronoun(word) or word.ent_type_ in THINGS:
        return False
    if word.dep_ in ("compound", "flat", "nmod:poss", "poss", "amod") and word.ent_type_ != "PERSON":
        return False
    if word.ent_type_ == "PERSON" and word.ent_iob_ == "I" and word.dep_ in ("flat", "compound"):
        return False
    if several:
        return (
            word.tag_ in ("NNS", "NNPS")
            or bool([c for c in word.children if c.dep_ == "conj"])
            or word.ent_type_ in ("NORP", "ORG")
        )
    return word.ent_type_ == "PERSON" or (word.tag_ == "NN" and word.lower_ in PEOPLE)
