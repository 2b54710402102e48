"""Looking many names up in a text at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

FIRST_WORD = re.compile(r"#?\w+")


class NameIndex:
    """Finds every one of a set of names in a text, the longest at each place.

    >>> [span for span in NameIndex(["Human Rights Watch", "Human"]).find("Human Rights Watch is human.")]
    [(0, 18)]
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_word: dict[str, list[str]] = {}
        for name in sorted(names, key=len, reverse=True):
            first = FIRST_WORD.match(name)
            if first:
                self._by_word.setdefault(first.group(), []).append(name)
        small = sorted(word for word in self._by_word if not word[0].isupper() and word[0] != "#")
        lower = rf"|{match_any(small)}(?!\w)" if small else ""
        self._words = re.compile(rf"(?<![\w#])(?:[A-Z#]\w*{lower})")

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of each name, in text order, none inside another."""
        free = 0
        for match in self._words.finditer(text):
            start = match.start()
            if start < free:
                continue
            for name in self._by_word.get(match.group(), ()):
                end = start + len(name)
                if text.startswith(name, start) and not text[end : end + 1].isalnum():
                    yield start, end
                    free = end
                    break


def match_any(words: Iterable[str]) -> str:
    """A regular expression for any of ``words``, longest first, that shares their beginnings: quick for long lists.

    >>> match_any(["Tripoli", "Tripolitania", "Aden"])
    '(?:Aden|Tripoli(?:tania)?)'
    """
    trie: dict = {}
    for word in words:
        node = trie
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return f"(?:{_write(trie)})" if trie else "(?!)"


def _write(node: dict) -> str:
    branches = []
    for char in sorted(key for key in node if key):
        prefix, below = re.escape(char), node[char]
        while len(below) == 1 and "" not in below:
            (char,) = below
            prefix, below = prefix + re.escape(char), below[char]
        rest = _write(below) if any(below) else ""
        ends = "" in below
        branches.append(prefix + (f"(?:{rest})" + ("?" if ends else "") if rest else ""))
    return "|".join(branches)
