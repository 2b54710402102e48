"""One person, many spellings: full names, surnames, given names, shared surnames and transliterations inside one
report."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.components.entity_words import read_words

PARTICLES = read_words("name_particle")
TITLES = read_words("title")
TITLES_KEPT = read_words("title_kept")
DIGRAPHS = (
    ("kh", "h"), ("zh", "j"), ("dj", "j"), ("dzh", "j"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ph", "f"),
    ("ck", "k"), ("q", "k"), ("tz", "ts"), ("yo", "e"), ("ye", "e"), ("iy", "i"), ("yy", "i"), ("y", "i"),
    ("w", "v"), ("gh", "g"), ("th", "t"), ("x", "ks"),
)  # fmt: skip
SHARED_SURNAME = re.compile(r"\s+(?:and|&)\s+|,\s+(?:and\s+)?")
INITIAL = re.compile(r"^[A-Z]\.?$")
# What stands between a person's name and another name of the same person.
ALSO_NAMED = re.compile(
    r"(?:,?\s+|\s+\(\s*)(?:(?:also|better|commonly|widely|popularly|locally|otherwise)\s+(?:known\s+as|called|named)|"
    r"known\s+(?:publicly\s+)?as|nicknamed|alias|a\.?k\.?a\.?)\s+[\"“'‘]?"
)


@dataclass
class PersonCluster:
    """The mentions (by number) that are one person. ``aliases``: surface -> kind."""

    name: str
    members: list[int] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    rules: dict[int, str] = field(default_factory=dict)
    evidence: list[str] = field(default_factory=list)

    def add(self, number: int, surface: str, kind: str, rule: str) -> None:
        self.members.append(number)
        self.aliases.setdefault(surface, kind)
        self.rules[number] = rule


@dataclass(frozen=True)
class PersonMention:
    """A PERSON mention: its place in the list of mentions, its words and where it stands (start, end, paragraph)."""

    number: int
    text: str
    start: int
    end: int
    paragraph: int


def name_tokens(name: str) -> tuple[str, ...]:
    """The name's words, folded: no accents, titles or punctuation; "al-" and the like joined to what follows.

    >>> name_tokens("Dr. Kasym-Jomart Tokayev"), name_tokens("Mohammed bin Salman")
    (('kasym-jomart', 'tokayev'), ('mohammed', 'bin salman'))
    """
    plain = unicodedata.normalize("NFKD", name)
    plain = (
        "".join(char for char in plain if not unicodedata.combining(char)).lower().replace("’", "'").replace("‘", "'")
    )
    words = [word.strip('.,"“”()') for word in plain.split()]
    words = [word for word in words if word]
    while len(words) > 1 and words[0] in TITLES:
        words.pop(0)
    joined: list[str] = []
    held = ""
    for at, word in enumerate(words):
        if word in PARTICLES and at + 1 < len(words) and (at > 0 or name[:1].islower()):
            held = f"{held} {word}".strip()
            continue
        joined.append(f"{held} {word}".strip())
        held = ""
    return tuple(joined)


@cache
def romanize(word: str) -> str:
    """A word as transliterations agree on it: "Qasym" and "Kasym", "Mukhtar" and "Muhtar".

    >>> romanize("kassym"), romanize("qasym")
    ('kasim', 'kasim')
    """
    plain = re.sub(r"[^a-z]", "", word)
    for written, plainer in DIGRAPHS:
        plain = plain.replace(written, plainer)
    return re.sub(r"(.)\1+", r"\1", plain)


def _within_one(one: str, other: str) -> bool:
    """Whether two words differ by one letter put in, left out or changed, not the first and not the last."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 5 or one[0] != other[0] or one[-1] != other[-1]:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[at + 1 :] == other[at + 1 :] or one[at:] == other[at + 1 :] or one[at + 1 :] == other[at:]


def is_variant(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two full names are spellings of one: all words agree when romanised, one may differ by a letter.

    >>> is_variant(("kassym-jomart", "tokayev"), ("qasym-jomart", "tokaev"))
    True
    >>> is_variant(("mohammed", "hassan"), ("mohammed", "hussein"))
    False
    """
    if len(one) != len(other) or len(one) < 2:
        return False
    pairs = [(romanize(a), romanize(b)) for a, b in zip(one, other, strict=True)]
    different = [(a, b) for a, b in pairs if a != b]
    return not different or (len(different) == 1 and _within_one(*different[0]))


def is_contained(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether ``short`` (two words or more) names the same person as the longer ``full``: same first word, the rest
    in order.

    "Andres López" is "Andrés Manuel López Obrador"; "Aung San" is not "Aung San Suu Kyi": what is cut off there is
    not a
    second surname but half of the name, which is why the last word must be the last or, with three words and more,
    the last but one
    after a middle name.
    >>> is_contained(("victor", "culebro"), ("victor", "alfonso", "culebro", "morales"))
    True
    >>> is_contained(("aung", "san"), ("aung", "san", "suu", "kyi"))
    False
    """
    if not 2 <= len(short) < len(full):
        return False
    places = []
    at = 0
    for word in short:
        while at < len(full) and romanize(full[at]) != romanize(word) and not _is_initial_of(word, full[at]):
            at += 1
        if at == len(full):
            return False
        places.append(at)
        at += 1
    last = places[-1]
    if last == len(full) - 1:
        return True
    return places[0] == 0 and last == len(full) - 2 and last > len(short) - 1


def _is_initial_of(word: str, full: str) -> bool:
    return len(word) == 1 and full.startswith(word)


# Clusters


def cluster_persons(mentions: Sequence[PersonMention], text: str) -> list[PersonCluster]:
    """The persons of one report. Full names first, then what is shorter; what fits two persons joins neither."""
    shared = _shared_surnames(mentions, text)
    tokens = {m.number: name_tokens(shared.get(m.number, m.text)) for m in mentions}
    clusters: list[tuple[tuple[str, ...], PersonCluster]] = []
    full = [m for m in mentions if len(tokens[m.number]) > 1]
    for mention in sorted(full, key=lambda m: (-len(tokens[m.number]), m.start)):
        _place_full(mention, tokens[mention.number], clusters, shared.get(mention.number, ""))
    for mention in mentions:
        if len(tokens[mention.number]) <= 1:
            _place_single(mention, tokens[mention.number], clusters, mentions, tokens)
    found = _join_other_names([cluster for _, cluster in clusters], mentions, text)
    return sorted(found, key=lambda c: min(c.members))


def _join_other_names(
    clusters: list[PersonCluster], mentions: Sequence[PersonMention], text: str
) -> list[PersonCluster]:
    """The clusters, with those as one whose names the text calls one person's: "Steeve Akam, known as Ramon Cotta"."""
    owner = {number: cluster for cluster in clusters for number in cluster.members}
    surfaces = {mention.number: mention.text for mention in mentions}
    for one, other in itertools.pairwise(mentions):
        first, second = owner[one.number], owner[other.number]
        if first is second or not ALSO_NAMED.fullmatch(text, one.end, other.start):
            continue
        for number in second.members:
            first.add(number, surfaces[number], "variant", "also known as")
            owner[number] = first
        first.evidence.append(f"{other.text}: another name of {first.name}")
        clusters = [cluster for cluster in clusters if cluster is not second]
    return clusters


def _shared_surnames(mentions: Sequence[PersonMention], text: str) -> dict[int, str]:
    """The whole name of given names that share the surname of the name after "and": "Seitkazy and Aset Mataev"."""
    found: dict[int, str] = {}
    singles = {name_tokens(m.text) for m in mentions}
    for one, other in itertools.pairwise(mentions):
        given, whole = name_tokens(one.text), name_tokens(other.text)
        between = text[one.end : other.start]
        if len(given) == 1 and len(whole) == 2 and re.fullmatch(r"\s+(?:and|&)\s+", between):
            known = any(len(t) > 1 and t[-1] == given[0] for t in singles)
            if not known:
                found[one.number] = f"{one.text} {other.text.split()[-1]}"
    return found


def strip_title(name: str) -> str:
    """The name without a title before it.

    >>> strip_title("Gen. Aung San")
    'Aung San'
    """
    words = name.split()
    while len(words) > 1 and words[0].strip(".").lower() in TITLES - TITLES_KEPT:
        words.pop(0)
    return " ".join(words)


def _place_full(
    mention: PersonMention, tokens: tuple[str, ...], clusters: list[tuple[tuple[str, ...], PersonCluster]], whole: str
) -> None:
    is_shared = bool(whole)
    for known, cluster in clusters:
        if known == tokens:
            kind = "given" if is_shared else "full"
            cluster.add(mention.number, mention.text, kind, "shared surname" if is_shared else "same full name")
            return
    variants = [cluster for known, cluster in clusters if is_variant(tokens, known)]
    contained = [cluster for known, cluster in clusters if is_contained(tokens, known)]
    for fitting, rule in ((variants, "transliteration"), (contained, "part of a longer name")):
        if len(fitting) == 1:
            fitting[0].add(mention.number, mention.text, "variant", rule)
            fitting[0].evidence.append(f"{mention.text}: {rule} of {fitting[0].name}")
            return
    cluster = PersonCluster(whole or strip_title(mention.text))
    cluster.add(
        mention.number, mention.text, "given" if is_shared else "full", "shared surname" if is_shared else "full name"
    )
    if is_shared:
        cluster.evidence.append(f"{mention.text}: surname of the name after it")
    clusters.append((tokens, cluster))


def _place_single(
    mention: PersonMention,
    tokens: tuple[str, ...],
    clusters: list[tuple[tuple[str, ...], PersonCluster]],
    mentions: Sequence[PersonMention],
    all_tokens: dict[int, tuple[str, ...]],
) -> None:
    """A surname or given name: the person of the report who bears it, the one just spoken of where several do."""
    word = tokens[0] if tokens else mention.text.lower()
    kinds = [(cluster, _single_kind(word, known)) for known, cluster in clusters]
    for wanted in (("same",), ("surname",), ("surname 2", "given")):
        fitting = [(cluster, kind) for cluster, kind in kinds if kind in wanted]
        if len(fitting) > 1:
            fitting = _just_spoken_of(fitting, mention, mentions)
        if len(fitting) == 1:
            cluster, kind = fitting[0]
            if not _is_introduced(cluster, mention, mentions, 2 if kind == "given" else 10**6):
                continue
            kind = "full" if kind == "same" else "surname" if kind.startswith("surname") else kind
            cluster.add(
                mention.number,
                mention.text,
                kind,
                f"{kind} of a person named in full" if kind != "full" else "same name",
            )
            return
    cluster = PersonCluster(strip_title(mention.text))
    cluster.add(mention.number, mention.text, "full", "single name")
    clusters.append((tokens, cluster))


def _single_kind(word: str, known: tuple[str, ...]) -> str:
    """What a single word is in a name: surname (the last word, or the part after a particle), second surname, given
    name, or ""."""
    plain = romanize(word)
    if len(known) == 1:
        return "same" if romanize(known[0]) == plain else ""
    last = known[-1]
    if plain in (romanize(last), romanize(last.split()[-1])) or plain == romanize(re.sub(r"^(al|el)-", "", last)):
        return "surname"
    if len(known) >= 3 and plain in [romanize(part) for part in known[1:-1]]:
        return "surname 2"
    if plain == romanize(known[0]):
        return "given"
    return ""


def _just_spoken_of(
    fitting: list[tuple[PersonCluster, str]], mention: PersonMention, mentions: Sequence[PersonMention]
) -> list[tuple[PersonCluster, str]]:
    """Of several persons the one last named before in the same paragraph, if only one of them is named there."""
    by_number = {m.number: m for m in mentions}
    near = [
        (cluster, kind)
        for cluster, kind in fitting
        if any(
            by_number[n].paragraph == mention.paragraph and by_number[n].start < mention.start for n in cluster.members
        )
    ]
    return near if len(near) == 1 else []


def _is_introduced(
    cluster: PersonCluster, mention: PersonMention, mentions: Sequence[PersonMention], reach: int
) -> bool:
    """Whether the person is named in full at most ``reach`` paragraphs before, or within two paragraphs after."""
    by_number = {m.number: m for m in mentions}
    return any(-2 <= mention.paragraph - by_number[n].paragraph <= reach for n in cluster.members)
