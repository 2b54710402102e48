"""The words of a role: where the phrase "former editor of FirstNews Online" begins, ends, and which noun heads it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.components.entity_words import read_words
from pipeline.lexicon import read_lexicon

WORD = re.compile(r"[^\W_]+(?:[.’'&/-]*[^\W_]+)*\.?|[^\w\s]")
ABBREVIATED = re.compile(r"^(?:Gen|Col|Lt|Maj|Capt|Sgt|Cpl|Brig|Rev)\.$", re.I)
DETERMINERS = frozenset(
    [
        "a",
        "an",
        "the",
        "one",
        "another",
        "this",
        "that",
        "each",
        "every",
        "some",
        "any",
        "no",
        "its",
        "our",
        "my",
        "your",
    ]
)
OWNERS = frozenset(["his", "her", "their"])
# Lower-case words that never stand inside the words before a role's noun.
BARRIERS = read_words("role_barrier")
# Adjectives and nouns that stand before a role's noun, for texts without a tagger.
MODIFIERS = read_words("role_modifier")
LEADING_VERBS = re.compile(r"^(?:said|says|told|stated|added|announced|noted|claimed|was|were|is|had|has|who)$")


@dataclass(frozen=True)
class Word:
    """A word or sign of the text, with its offsets."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class RoleNoun:
    """A line of ``lexicon/roles.csv``."""

    noun: str
    sector: str
    kind: str


@cache
def role_nouns() -> dict[tuple[str, ...], RoleNoun]:
    """Words of the noun, lower case, singular and plural -> its line."""
    found = {}
    for row in read_lexicon("roles.csv"):
        noun = RoleNoun(row["noun"], row["sector"], row["kind"])
        words = row["noun"].lower().replace("’", "'").replace("'s ", " 's ").split()
        found[tuple(words)] = noun
        if not words[-1].endswith((".", "s")):
            found[(*words[:-1], pluralize(words[-1]))] = noun
    return found


def pluralize(noun: str) -> str:
    """The plural of a role's noun.

    >>> pluralize("journalist"), pluralize("secretary"), pluralize("policeman")
    ('journalists', 'secretaries', 'policemen')
    """
    if noun.endswith("man") and noun != "human":
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2:-1] not in "aeo":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "ch", "x")) else "s")


def split_words(text: str, start: int, end: int) -> list[Word]:
    """The words and signs of a stretch of text. A full stop belongs to the word only in an abbreviated rank.

    >>> [word.text for word in split_words("Gen. Aung San, 27.", 0, 18)]
    ['Gen.', 'Aung', 'San', ',', '27', '.']
    """
    words = []
    for match in WORD.finditer(text, start, end):
        word = match.group()
        if (
            word.endswith(".")
            and len(word) > 1
            and not ABBREVIATED.match(word)
            and not re.search(r"[A-Za-z]\.[A-Za-z]", word)
        ):
            words.append(Word(word[:-1], match.start(), match.end() - 1))
            words.append(Word(".", match.end() - 1, match.end()))
        elif re.search(r"[a-z][’']s$", word):
            words.append(Word(word[:-2], match.start(), match.end() - 2))
            words.append(Word(word[-2:], match.end() - 2, match.end()))
        else:
            words.append(Word(word, match.start(), match.end()))
    return words


def noun_ending_at(words: Sequence[Word], last: int, first: int = 0) -> tuple[RoleNoun, int] | None:
    """The longest role noun whose last word is ``words[last]``, not reaching before ``first``, and the place of its
    first word."""
    for size in (4, 3, 2, 1):
        if size <= last + 1 - first:
            key = tuple(fold_word(word.text) for word in words[last + 1 - size : last + 1])
            if key in role_nouns():
                return role_nouns()[key], last + 1 - size
    return None


def fold_word(word: str) -> str:
    word = word.lower().replace("’", "'")
    return word[5:] if word.startswith("then-") else word


def is_modifier(word: Word, tags: dict[int, str]) -> bool:
    """Whether a word can stand before a role's noun: an adjective or noun (by the tagger, where there is one), a
    number of years."""
    low = word.text.lower()
    if low in BARRIERS or low in DETERMINERS or low in OWNERS or not word.text[0].isalnum():
        return False
    if low in MODIFIERS or "-year-old" in low or low.startswith("then-"):
        return True
    tag = tags.get(word.start, "")
    if tag:
        return tag in ("JJ", "JJR", "JJS", "NN", "NNP", "HYPH")
    return word.text[0].isupper() and len(word.text) > 1


def tags_of(doc_tags: Sequence[tuple[int, str]], start: int, end: int) -> dict[int, str]:
    """Tags by character offset for the tokens of a stretch; ``doc_tags`` is sorted."""
    first = bisect_left(doc_tags, (start, ""))
    found = {}
    for at in range(first, len(doc_tags)):
        offset, tag = doc_tags[at]
        if offset >= end:
            break
        found[offset] = tag
    return found
