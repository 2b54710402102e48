"""One body, many names: acronyms and what they stand for, short forms, the body of one country and that of another."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.components.entity_words import read_words
from pipeline.components.places import resolve_demonym
from pipeline.countries import fold_name
from pipeline.lexicon import read_lexicon

LITTLE_WORDS = read_words("little_body")
ACRONYM = re.compile(
    r"^[A-Z][A-Za-z]{0,3}[A-Z][A-Za-z]{0,6}(?:[-/][A-Za-z]{1,6})?$|^[A-Z]{2,10}s?$|^[A-Z]{2,6}[-/][A-Z]{1,6}$|^(?:[A-Z]\.){2,}$"
)
BRACKETED = re.compile(
    r"\s+\([A-Z][\w/-]*\)?$"
)  # "Assistance Association for Political Prisoners (AAPP)" tagged as one
# What may stand between a name and its other name: " (", "; also known as ", " or ", and so on.
DEFINED_AFTER = re.compile(
    r"\s*[(\[]\s*(?:the\s+|or\s+|hereafter\s+|also\s+(?:known\s+as|called)\s+|known\s+(?:as|by)\s+(?:the\s+|its\s+acronym,?\s+)?|"
    r"formerly(?:\s+known\s+as)?\s+|previously(?:\s+known\s+as)?\s+|in\s+\w+,?\s+|[A-Z]\w+\s+acronym:?\s+)?[\"“'‘]?"
)
NAMED_AFTER = re.compile(
    r",?\s+(?:also|commonly|better|formerly|previously|locally)\s+(?:known\s+as|called)\s+(?:the\s+)?[\"“'‘]?|"
    r",\s+or\s+(?:the\s+)?[\"“'‘]?|,\s+known\s+(?:as|by\s+its\s+acronym,?)\s+(?:the\s+)?[\"“'‘]?"
)
GENERIC = read_words("generic_body")
PARTY = re.compile(r"\b(?:party|movement|front|alliance|coalition|union|league)\b", re.I)
OFFICES = ("ministry", "department", "secretariat")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True)
class BodyMention:
    """An ORG mention; ``iso3`` is the country named right before it ("Russia's Supreme Court"), "" where none is."""

    number: int
    text: str
    start: int
    end: int
    iso3: str = ""


@dataclass(frozen=True)
class KnownBody:
    name: str
    sector: str
    iso3: str


@dataclass
class BodyCluster:
    """The mentions that are one body. ``known`` where ``lexicon/bodies.csv`` has it."""

    name: str
    iso3: str = ""
    known: KnownBody | None = None
    members: list[int] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    rules: dict[int, str] = field(default_factory=dict)
    evidence: list[str] = field(default_factory=list)

    def add(self, number: int, surface: str, kind: str, rule: str) -> None:
        self.members.append(number)
        self.aliases.setdefault(surface, kind)
        self.rules[number] = rule


@cache
def _known() -> dict[str, KnownBody]:
    found = {}
    for row in read_lexicon("bodies.csv"):
        body = KnownBody(row["name"], row["sector"], row["country"])
        for name in [row["name"], *filter(None, row["aliases"].split("|"))]:
            found[_known_key(name)] = body
    return found


def _known_key(name: str) -> str:
    name = name.replace("’", "'")
    return name if is_acronym(name) else fold_body(name)


def find_known_body(name: str) -> KnownBody | None:
    """The body of ``lexicon/bodies.csv`` that bears this name or other name.

    >>> find_known_body("OSCE/ODHIR").name
    'OSCE Office for Democratic Institutions and Human Rights'
    """
    return _known().get(_known_key(name))


def is_acronym(name: str) -> bool:
    """Whether a name is made of capitals: NLC, SEDENA, ISIS-WA, U.N.

    >>> [is_acronym(x) for x in ("NLC", "ISIS-WA", "Fundar", "CoE", "CABs")]
    [True, True, False, True, True]
    """
    capitals = sum(char.isupper() for char in name)
    return bool(ACRONYM.match(name)) and capitals >= 2 and 2 * capitals >= sum(char.isalpha() for char in name)


@cache
def fold_body(name: str) -> str:
    """A body's name as its spellings agree on it.

    >>> fold_body("the Organisation for Security and Co-operation"), fold_body("Labour Ministry")
    ('organization security cooperation', 'ministry labor')
    """
    plain = (
        name.replace("’", "'")
        .replace("Co-operation", "Cooperation")
        .replace("co-operation", "cooperation")
        .replace("U.N.", "UN")
    )
    plain = re.sub(r"'s\b", "", plain)
    words = [word for word in fold_name(plain).split() if word not in LITTLE_WORDS]
    words = [
        word.replace("organisation", "organization").replace("labour", "labor").replace("defence", "defense")
        for word in words
    ]
    joined = " ".join(words).replace("united nations", "un").replace("programme", "program")
    inverted = re.fullmatch(r"(.+) (ministry|department|secretariat)", joined)
    return f"{inverted[2]} {inverted[1]}" if inverted else joined


def initials(name: str) -> str:
    """First letters of a name's words without the little ones.

    >>> initials("Special Anti-Robbery Squad"), initials("Office of the UN High Commissioner for Human Rights")
    ('SARS', 'OUNHCHR')
    """
    words = [
        word
        for word in re.findall(r"[\w']+", name.replace("’", "'"))
        if word.lower() not in LITTLE_WORDS and word.lower() != "s"
    ]
    return "".join(word if word.isupper() and len(word) <= 4 else word[0].upper() for word in words)


def stands_for(acronym: str, name: str, is_defined: bool = False) -> bool:
    """Whether an acronym can stand for a name. Beside its definition less is asked: SEDENA for Secretariat of
    National Defense.

    >>> stands_for("NLC", "National Labor Congress"), stands_for("IGPN", "National Police", is_defined=True)
    (True, False)
    >>> stands_for("SEDENA", "Secretariat of National Defense", is_defined=True)
    True
    """
    letters = re.sub(r"[^A-Z]", "", re.sub(r"s$", "", acronym))
    first = initials(name)
    every = "".join(word[0].upper() for word in re.findall(r"[\w']+", name))
    if letters in (first, every) or (letters == first.replace("UN", "") and first.startswith("O")):
        return True
    if not is_defined or not letters:
        return False
    shared = sum((Counter(letters) & Counter(first)).values())
    alike = letters[0] == first[:1] or first.endswith(letters) or _is_subsequence(letters, every)
    return alike or shared >= 0.6 * len(letters)


def _is_defined_by(acronym: str, long: BodyMention, text: str) -> bool:
    """Whether an acronym beside a name is that name's, though its letters may be those of another language.

    Not where the name is only the last part of what it stands for: "the inspector general of the National Police
    (IGPN)"."""
    is_part = re.search(r"\bof\s+(?:the\s+)?$", text[max(0, long.start - 12) : long.start])
    return stands_for(acronym, long.text, is_defined=True) or not is_part


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(letter in rest for letter in short)


def is_generic(name: str) -> bool:
    """Whether a name is made of words that many countries' bodies share, so that it needs its country: Supreme Court.

    >>> is_generic("Supreme Court"), is_generic("Committee to Protect Journalists"), is_generic("Democratic Party")
    (True, False, True)
    """
    words = fold_body(name).split()
    distinctive = [word for word in words if word not in GENERIC]
    return len(distinctive) == 0 or bool(PARTY.search(name)) or len(words) <= 2


def cluster_bodies(
    mentions: Sequence[BodyMention], text: str, home: str, *, use_known: bool = True
) -> list[BodyCluster]:
    """The bodies of one report. ``home``: the report's country, whose bodies are meant where no other country is named.

    Laws cluster by the same rules, without the lexicon of known bodies (``use_known=False``)."""
    defined = find_definitions(mentions, text)
    find_known = find_known_body if use_known else (lambda name: None)
    clusters: dict[tuple[str, str], BodyCluster] = {}
    by_number: dict[int, BodyCluster] = {}
    other_names = {_surface_key(m.text): defined[m.number] for m in reversed(mentions) if m.number in defined}
    defined = {m.number: other_names[_surface_key(m.text)] for m in mentions if _surface_key(m.text) in other_names}
    order = sorted(mentions, key=lambda m: (is_acronym(m.text) or m.number in defined, m.number))
    for mention in order:
        cluster = _cluster_of(mention, clusters, by_number, defined, home, find_known)
        by_number[mention.number] = cluster
    _join_short_forms(clusters)
    return sorted({id(c): c for c in clusters.values()}.values(), key=lambda c: min(c.members))


def _surface_key(name: str) -> str:
    return name.rstrip("s") if is_acronym(name) else fold_body(name)


def _cluster_of(
    mention: BodyMention,
    clusters: dict[tuple[str, str], BodyCluster],
    by_number: dict[int, BodyCluster],
    defined: dict[int, int],
    home: str,
    find_known: Callable[[str], KnownBody | None],
) -> BodyCluster:
    iso3 = mention.iso3 or home
    acronym = is_acronym(mention.text)
    key = (_surface_key(mention.text), iso3)
    kind = "acronym" if acronym else "full"
    if key in clusters:
        clusters[key].add(mention.number, mention.text, kind, "same name")
        return clusters[key]
    if mention.number in defined and defined[mention.number] in by_number:
        cluster = by_number[defined[mention.number]]
        cluster.add(mention.number, mention.text, kind if acronym else "variant", "defined beside it")
        cluster.evidence.append(f"{mention.text}: defined beside {cluster.name}")
        clusters[key] = cluster
        if cluster.known is None:
            cluster.known = find_known(mention.text) if acronym and len(mention.text) > 3 else None
        return cluster
    known = find_known(mention.text)
    if known is not None:
        cluster = next((c for c in clusters.values() if c.known == known), BodyCluster(known.name, known.iso3, known))
        cluster.add(mention.number, mention.text, kind, "known body")
        clusters[key] = cluster
        return cluster
    if acronym:
        fitting = {id(c): c for c in clusters.values() if stands_for(mention.text, c.name)}
        if len(fitting) == 1:
            cluster = next(iter(fitting.values()))
            cluster.add(mention.number, mention.text, "acronym", "initials")
            cluster.evidence.append(f"{mention.text}: initials of {cluster.name}")
            clusters[key] = cluster
            return cluster
    clusters[key] = BodyCluster(mention.text, iso3)
    clusters[key].add(mention.number, mention.text, kind, "own name")
    return clusters[key]


def find_definitions(mentions: Sequence[BodyMention], text: str) -> dict[int, int]:
    """Mention number -> number of the mention it is another name of, by what stands between the two.

    Both orders: "National Labor Congress (NLC)" and "NLC (National Labor Congress)"."""
    found: dict[int, int] = {}
    for one, other in itertools.pairwise(mentions):
        between = text[one.end : other.start]
        if len(between) > 40:
            continue
        closed = text[other.end : other.end + 2].lstrip("\"”'’")[:1] in (")", "]", ";", ",")
        if DEFINED_AFTER.fullmatch(between) and closed:
            short, long = (one, other) if is_acronym(one.text) and not is_acronym(other.text) else (other, one)
            renamed = "formerly" in between or "previously" in between or "known" in between
            fits = is_acronym(short.text) and _is_defined_by(short.text, long, text)
            if renamed or fits:
                found[short.number] = long.number
        elif NAMED_AFTER.fullmatch(between):
            found[other.number] = one.number
    return found


def _join_short_forms(clusters: dict[tuple[str, str], BodyCluster]) -> None:
    """Join "Ministry of Labor" with "Ministry of Labor and Employment", "Mechanism" with "Agreement's Mechanism"."""
    for (short, iso3), cluster in list(clusters.items()):
        if cluster.known is not None or cluster.aliases.get(cluster.name) == "acronym":
            continue
        longer = [
            (name, other)
            for (name, country), other in clusters.items()
            if other is not cluster
            and country == iso3
            and other.known is None
            and _is_short_form(short, name, iso3)
            and not _is_part(cluster.name, other.name)
        ]
        targets = {id(other): other for _, other in longer}
        heads = {name.split()[0] for name, _ in longer}
        if len(targets) == 1 or (targets and heads <= {"ministry"}):
            target = next(iter(targets.values()))
            for extra in list(targets.values())[1:]:
                _merge(target, extra, clusters)
            _merge(target, cluster, clusters)


def _is_short_form(short: str, name: str, home: str) -> bool:
    """Whether a folded name is the beginning, or the distinctive end, of a longer one, or lacks only the country's
    adjective."""
    few, many = short.split(), name.split()
    if len(few) >= len(many) or len(few) < 2:
        return False
    if many[1:] == few and resolve_demonym(many[0]) == home:
        return True
    if few[0] in OFFICES:
        return many[: len(few)] == few
    if len(few) >= 3 and len(many) == len(few) + 1 and many[: len(few)] == few:
        return True
    return len(few) >= 3 and many[-len(few) :] == few and many[-len(few) - 1] not in ORDINALS


def _is_part(short: str, long: str) -> bool:
    """Whether the longer name is that of an office of the shorter: "Ministry of Labor's Inspectorate", "Observatory
    of the
    Association of Journalists". A ministry's own longer name goes on with "and" or a comma."""
    if re.search(rf"\b(?:of|for|in)\s+(?:the\s+)?{re.escape(short)}$", long):
        return True
    if fold_body(short).split()[0] not in OFFICES:
        return False
    heads = [long[: gap.start()] for gap in re.finditer(r",|\s+and\s", long)]
    return fold_body(long).startswith(fold_body(short)) and fold_body(short) not in [fold_body(head) for head in heads]


def _merge(target: BodyCluster, extra: BodyCluster, clusters: dict[tuple[str, str], BodyCluster]) -> None:
    if target is extra:
        return
    target.evidence.append(f"{extra.name}: short form of {target.name}")
    for surface, kind in extra.aliases.items():
        target.aliases.setdefault(surface, "variant" if kind == "full" else kind)
    for number in extra.members:
        target.members.append(number)
        target.rules[number] = "short form"
    for key, cluster in list(clusters.items()):
        if cluster is extra:
            clusters[key] = target
