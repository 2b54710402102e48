"""Stems of words: the same for all inflected forms of a word, whatever lemmatizer a model has; what is a word at
all."""

from __future__ import annotations

from functools import cache, lru_cache

from spacy.tokens import Token

from pipeline.lexicon import read_lexicon

VOWELS = frozenset("aeiouy")


@cache
def read_irregular_forms() -> dict[str, str]:
    """Irregular form -> base form."""
    return {form: row["base"] for row in read_lexicon("irregular_forms.csv") for form in row["forms"].split()}


@cache
def stem(word: str) -> str:
    """The stem of ``word``: lower case, without plural, past and -ing endings, final e and doubled consonant.

    It is a key, not a word.

    >>> [stem(w) for w in ("released", "release", "releasing", "killings", "shot", "denies")]
    ['releas', 'releas', 'releas', 'kil', 'shoot', 'deny']
    """
    word = word.lower().replace("’", "'")
    word = word[:-2] if word.endswith("'s") else word
    word = read_irregular_forms().get(word, word)
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]
    for ending in ("ing", "ed"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) > 2 and not word.endswith("eed") and any(c in VOWELS for c in rest):
            word = rest[:-1] + "y" if ending == "ed" and rest.endswith("i") else rest
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in VOWELS:
        word = word[:-1]
    return word


@lru_cache(maxsize=20_000)
def has_letters(word: str) -> bool:
    """Whether the word is more than punctuation and digits."""
    return any(char.isalpha() for char in word)


# Stems by the hash of the word, which is the same in every vocabulary: it saves looking up its letters each time.
_STEMS: dict[int, str] = {}


def stem_of(token: Token) -> str:
    """The stem of a token's word."""
    known = _STEMS.get(token.orth)
    if known is None:
        known = _STEMS[token.orth] = stem(token.text)
    return known
