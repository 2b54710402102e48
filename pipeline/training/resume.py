"""Goes on with the training of a lemmatizer that was read from disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import spacy
from spacy.language import Language


@spacy.registry.callbacks("reports.restore_trees.v1")
def create_tree_restorer(name: str) -> Callable[[Language], Language]:
    """Give the edit-tree lemmatizer its map from trees to labels back: spaCy 3.8 reads the labels but not the map, and
    then teaches every word the first label, silently (lemma accuracy falls to 77)."""

    def restore(nlp: Language) -> Language:
        lemmatizer: Any = nlp.get_pipe(name)
        lemmatizer.tree2label = {tree: label for label, tree in enumerate(lemmatizer.cfg["labels"])}
        return nlp

    return restore
