"""Ids made from content, so that editing one paragraph moves no id elsewhere."""

from __future__ import annotations

import hashlib
import re
import unicodedata

#: Characters that are no part of a word: zero-width spaces and joiners, direction marks, soft hyphen, byte order mark.
#: A text dump keeps them, a page's text does not; ids do not know them.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def make_id(*parts: object) -> str:
    """Twelve hexadecimal digits of the hash of the parts.

    >>> make_id("doc", "On January 7, he was arrested.", 0) == make_id("doc", "On January 7, he was arrested.", 0)
    True
    """
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def make_slug(text: str, words: int = 8) -> str:
    """A lower-case ASCII slug of at most ``words`` words.

    >>> make_slug("Côte d'Ivoire: Journalists Held")
    'cote-d-ivoire-journalists-held'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower())[:words])
