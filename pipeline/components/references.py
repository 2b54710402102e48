"""What a pronoun stands for, where that is certain enough: the nearest name or noun before it that agrees with it."""

from __future__ import annotations

from spacy.tokens import Token

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
