"""Variants of training examples: other quotation marks, lower case, capitals as in headings."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
CURLY = str.maketrans({"'": "’"})


def spell_anew(nlp: Language, example: Example, change: Callable[[str], str]) -> Example:
    """The example with every token's text changed; its annotation and tokens stay as they are.

    ValueError where the change alters a token's length to nothing."""
    reference = example.reference
    words = [change(token.text) for token in reference]
    if not all(words):
        raise ValueError("a token lost its text")
    annotation = example.to_dict()
    annotation["token_annotation"]["ORTH"] = words
    text = Doc(nlp.vocab, words=words, spaces=[bool(token.whitespace_) for token in reference]).text
    predicted = nlp.make_doc(text)
    if len(predicted) != len(reference):
        predicted = Doc(nlp.vocab, words=words, spaces=[bool(token.whitespace_) for token in reference])
    return Example.from_dict(predicted, annotation)


def straighten(text: str) -> str:
    """
    >>> straighten("’s")
    "'s"
    """
    return text.translate(STRAIGHT)


def curl(text: str) -> str:
    """
    >>> curl("'s")
    '’s'
    """
    return text.translate(CURLY)


@spacy.registry.augmenters("reports.spelling.v1")
def create_spelling_augmenter(
    lower: float, upper: float, quotes: float, seed: int = 0
) -> Callable[[Language, Example], Iterator[Example]]:
    """Replace an example by its lower-case, upper-case or other-quotes variant, each with the given chance."""
    draw = random.Random(seed)

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        chance = draw.random()
        if chance < lower:
            yield spell_anew(nlp, example, str.lower)
        elif chance < lower + upper:
            yield spell_anew(nlp, example, str.upper)
        elif chance < lower + upper + quotes:
            change = straighten if "’" in example.text or "“" in example.text else curl
            yield spell_anew(nlp, example, change)
        else:
            yield example

    return augment
