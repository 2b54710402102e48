"""Finds the roles in one block of text, before and after the names of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.components.entities import EntityMention
from pipeline.components.role_phrases import (
    BARRIERS,
    DETERMINERS,
    LEADING_VERBS,
    MODIFIERS,
    OWNERS,
    RoleNoun,
    Word,
    is_modifier,
    noun_ending_at,
    split_words,
)
from pipeline.report import Block

PLACES = ("GPE", "LOC")
AFTER_PERSON = re.compile(
    r"\s*,\s+(?:(?:age\s+)?\d{1,3},\s+)?(?:who\s+(?:is|was)\s+)?|\s+(?:is|was)\s+(?=(?:a|an|the)\s)|\s+\("
)
ENDS_APPOSITION = re.compile(
    r"\s*(?:[,.;:)\]]|and\b|who\b|that\b|whose\b|after\b|on\b|in\b|for\b|to\b|at\b|with\b|from\b|of\b|—|–|$)"
)
OF_BODY = re.compile(
    r"\s+(?:of|from|with)\s+(?:the\s+)?(?:(?:independent|opposition|online|local|private|state|daily|weekly|human|rights|news|media|newspaper|magazine|"
    r"website|site|outlet|agency|channel|station|television|radio|tv|portal|organization|organisation|group|ngo|party|nongovernmental|movement)\s+){0,4}"
)
LINK = re.compile(r"\s+(of|for|at|with|from|in|on|to)\s+(?:the\s+)?(?:[a-z]+\s+){0,2}")
LIST_CUE = re.compile(r",?\s+including\s+|:\s+")
LIST_GAP = re.compile(
    r"(?:\s*\([^()]{1,60}\))?(?:\s+(?:in|on|of|from|at)\s+[^,;.()]{1,40})*\s*(?:,\s+and\s+|,\s+|\s+and\s+)(?:the\s+)?"
)
OF_WHOM = re.compile(r"(?P<of>\s+of\s+)(?:[^,.;:]{0,40},\s+)?")
NUMBERS = frozenset(
    ("several", "other", "many", "some", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
)
KINDS_OF_PEOPLE = ("man", "woman", "boy", "girl", "child")
MAX_WORDS = 14


@dataclass(frozen=True)
class Role:
    """A role of a person. ``start`` and ``end`` are those of the role's words (empty where only the body is named:
    "Daryn
    Nursapak of Altay News"). Each part has its span; -1 and "" where the text names none. ``related``: the other
    person of
    a relation ("his driver"); ``sector`` by the body, else by the noun."""

    start: int
    end: int
    role_text: str
    noun: str
    person_start: int
    person_end: int
    person_key: str
    organization_start: int = -1
    organization_end: int = -1
    organization_key: str = ""
    place_start: int = -1
    place_end: int = -1
    place_key: str = ""
    related_start: int = -1
    related_end: int = -1
    related_key: str = ""
    sector: str = ""
    rule: str = ""


def is_capitalized(word: str) -> bool:
    return word.removeprefix("then-")[:1].isupper()


def noun_is_plural(word: str, noun: RoleNoun) -> bool:
    return word.lower().replace("’", "'") != noun.noun.split()[-1].lower() and not word.lower().startswith("then-")


def is_word(word: Word) -> bool:
    return word.text[0].isalnum() or word.text in ("-", "’", "'", "’s", "'s")


class RoleFinder:
    """Finds the roles in one block of text: ``names`` are its mentions, sorted."""

    def __init__(self, text: str, block: Block, names: Sequence[EntityMention], tags: dict[int, str]) -> None:
        self.text = text
        self.block = block
        self.names = list(names)
        self.tags = tags
        self.words = split_words(text, block.start, block.end)
        self.at_start = {name.start: name for name in self.names}
        self.at_end = {name.end: name for name in self.names}

    def find(self) -> Iterator[Role]:
        for person in self.names:
            if person.label == "PERSON" and person.kind != "pronoun":
                yield from self._before(person)
                yield from self._after(person)
                yield from self._set_before(person)
                yield from self._of_body(person)
        yield from self._listed()

    # Where words stand

    def _index(self, start: int) -> int:
        """Place of the first word at or after a character."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.words[middle].start < start else (low, middle)
        return low

    def _name_over(self, word: Word) -> EntityMention | None:
        return next((n for n in self.names if n.start <= word.start < n.end and n.kind != "pronoun"), None)

    def _noun_at(self, last: int) -> tuple[RoleNoun, int] | None:
        """The role noun that ends with a word, no part of a name: in "Democratic Party head" it is "head"."""
        if last < 0 or self._name_over(self.words[last]) is not None:
            return None
        first = last
        while first > 0 and last - first < 4 and self._name_over(self.words[first - 1]) is None:
            first -= 1
        return noun_ending_at(self.words, last, first)

    def _follows(self, word: Word, other: Word) -> bool:
        """Whether only a space, a hyphen or a slash stands between two words."""
        return self.text[word.end : other.start] in (" ", "", "\u00a0", "-", "/")

    # The four ways a role is told

    def _before(self, person: EntityMention) -> Iterator[Role]:
        """ "Democratic Party head Zhanbolat Mamay", "Activist and journalist Omoyele Sowore"."""
        last = self._index(person.start) - 1
        if last < 0 or not self._is_space(self.words[last].end, person.start):
            return
        found = self._head_before(last)
        if found is None:
            return
        noun, first, end_word = found
        for role in self._role_with_left(noun, first, end_word, person, "before the name"):
            yield role
            if noun_is_plural(self.words[end_word].text, noun):
                yield from self._shared(role, person, behind=True)
        if first > 1 and self.words[first - 1].text == "and":
            other = self._noun_at(first - 2)
            if other is not None and other[0].kind == "occupation" and noun.kind == "occupation":
                yield from self._role_with_left(other[0], other[1], first - 2, person, "before the name, joined")

    def _head_before(self, last: int) -> tuple[RoleNoun, int, int] | None:
        """The role noun right before a name, or one with "of ..." between: "Minister of Interior Gerald Darmanin"."""
        direct = self._noun_at(last)
        if direct is not None:
            return direct[0], direct[1], last
        for at in range(last - 1, max(-1, last - 10), -1):
            if self.words[at].text in (",", ".", ";", ":", "(", ")", "“", "”") or self.words[at].text.lower() in OWNERS:
                return None
            if self.words[at].text.lower() in ("of", "on", "for") and self._is_titled(at, last):
                head = self._noun_at(at - 1)
                if head is not None and head[0].kind != "relation" and is_capitalized(self.words[at - 1].text):
                    return head[0], head[1], last
        return None

    def _is_titled(self, first: int, last: int) -> bool:
        """Whether all words of a title's second part are capitalised, little words aside."""
        return (
            all(
                word.text[0].isupper()
                or word.text.lower() in ("of", "and", "the", "for", "on", "in", "to")
                or word.text == ","
                for word in self.words[first : last + 1]
            )
            and self.words[last].text[0].isupper()
        )

    def _role_with_left(
        self, noun: RoleNoun, first: int, end_word: int, person: EntityMention, rule: str
    ) -> Iterator[Role]:
        """The role with the words and names before its noun: modifiers, then the body or country."""
        at, body, place = first, None, None
        if noun.kind == "relation" and not self._has_owner(at):
            return
        while at > 0 and self._follows(self.words[at - 1], self.words[at]):
            name = self._name_over(self.words[at - 1])
            if name is not None and name.label == "PERSON":
                break
            if name is not None and name.label in ("ORG", "GPE", "LOC"):
                body, place = (name, None) if name.label == "ORG" else (None, name)
                at = self._index(name.start)
                if body is not None or not self._goes_on_left(at):
                    break
                continue
            if (
                name is None
                and self.words[at - 1].text in ("’s", "'s")
                and at > 1
                and self.words[at - 2].text.lower() in MODIFIERS
            ):
                at -= 2
                continue
            if name is None and not is_modifier(self.words[at - 1], self.tags):
                break
            at -= 1
        if body is None and at > 0 and self.words[at - 1].text == ")":
            body = next((n for n in self.names if n.label == "ORG" and n.end == self.words[at - 1].start), None)
        start = at
        while (
            start < first
            and (outer := self._name_over(self.words[start])) is not None
            and outer.label in ("ORG", "GPE")
        ):
            start += 1
        role = self._make(noun, self.words[start].start, self.words[end_word].end, person, rule)
        role = self._with(role, body, place)
        inner = [n for n in self.names if self.words[first].end < n.start and n.end <= self.words[end_word].end]
        for name in inner:
            role = self._with(role, name if name.label == "ORG" else None, name if name.label in PLACES else None)
        if noun.kind == "relation":
            role = self._with_owner(role, person)
        yield role

    def _goes_on_left(self, at: int) -> bool:
        """Whether a name before a country belongs to the role too: "Northern region correspondent"."""
        return (
            at > 0 and self._follows(self.words[at - 1], self.words[at]) and is_modifier(self.words[at - 1], self.tags)
        )

    def _after(self, person: EntityMention) -> Iterator[Role]:
        """ "Artyom Sochnev, an environmental activist from Stepnogorsk"; "Phil Robertson, deputy Asia director"."""
        lead = AFTER_PERSON.match(self.text, person.end, self.block.end)
        if lead is None:
            return
        yield from self._phrase(
            person, lead.end(), "after the name" if "," in lead.group() or "(" in lead.group() else "is a"
        )

    def _phrase(self, person: EntityMention, start: int, rule: str, joined: bool = False) -> Iterator[Role]:
        at = self._index(start)
        if at < len(self.words) and self.words[at].text.lower() in OWNERS:
            return
        with_article = at < len(self.words) and self.words[at].text.lower() in DETERMINERS
        first = at + 1 if with_article else at
        head = self._head_after(first, need_direct=not with_article)
        if head is None:
            return
        noun, end_word = head
        end = self.words[end_word].end
        if noun.kind == "relation" and not (
            self.words[end_word + 1 : end_word + 2] and self.words[end_word + 1].text == "of"
        ):
            return
        if not ENDS_APPOSITION.match(self.text[end : end + 12]):
            return
        role = self._make(noun, self.words[first].start, end, person, rule)
        role = self._with_inner(role, first, end_word)
        role, end = self._attach(role, end)
        if not with_article and self._is_of_next(end):
            return
        role = self._with_whom(role, end)
        if role.related_key == person.entity_key:
            return
        yield role
        if not with_article and noun_is_plural(self.words[end_word].text, noun):
            yield from self._shared(role, person)
        more = re.compile(r"(?:,)?\s+and\s+(?:the\s+|an?\s+)?").match(self.text, end)
        if more is not None and not joined:
            yield from self._phrase(person, more.end(), f"{rule}, joined", joined=True)

    def _is_of_next(self, end: int) -> bool:
        """Whether another person stands in the same phrase, whose role it then is: "Blaha, Minister of Interior
        Sutaj"."""
        rest = re.match(r"[^,.;:()]*", self.text[end : self.block.end])
        stop = end + rest.end() if rest is not None else end
        return any(n.label == "PERSON" and n.kind != "pronoun" and end < n.start < stop for n in self.names)

    def _with_whom(self, role: Role, end: int) -> Role:
        """The person whose father, lawyer or supporter somebody is: "the father of Myanmar's leader, Aung San Suu
        Kyi"."""
        of = OF_WHOM.match(self.text, end, self.block.end)
        whom = self.at_start.get(of.end("of")) or self.at_start.get(of.end()) if of is not None else None
        if whom is None or whom.label != "PERSON":
            return role
        return replace(role, related_start=whom.start, related_end=whom.end, related_key=whom.entity_key)

    def _shared(self, role: Role, person: EntityMention, *, behind: bool = False) -> Iterator[Role]:
        """The same role for those named with "and" before the person ("Seitkazy and Aset Mataev, journalists"), or
        ``behind``: "human rights defenders Fred Bauma and Bienvenue Matumo"."""
        named = [name for name in self.names if name.label == "PERSON" and name.kind != "pronoun"]
        if behind:
            others = [name for name in named if name.start >= person.end]
        else:
            others = [name for name in reversed(named) if name.end <= person.start]
        last = person
        for other in others:
            left, right = (last, other) if behind else (other, last)
            if self.text[left.end : right.start].strip() not in ("and", ",", ", and"):
                break
            yield replace(role, person_start=other.start, person_end=other.end, person_key=other.entity_key)
            last = other

    def _listed(self) -> Iterator[Role]:
        """ "five journalists were killed: A, B and C"; "activists have been targeted, including A and B"."""
        for cue in LIST_CUE.finditer(self.text, self.block.start, self.block.end):
            at = self._index(cue.start()) - 1
            found: tuple[RoleNoun, int, int] | None = None
            while at >= 0 and self.words[at].text not in (".", ";", ":", "“", "”") and found is None:
                plural = self._noun_at(at)
                if (
                    plural is not None
                    and plural[0].noun not in KINDS_OF_PEOPLE
                    and noun_is_plural(self.words[at].text, plural[0])
                ):
                    found = (plural[0], plural[1], at)
                at -= 1
            end = next((w.start for w in self.words if w.start > cue.end() and w.text in (".", ";")), self.block.end)
            persons = [
                n for n in self.names if n.label == "PERSON" and n.kind != "pronoun" and cue.end() <= n.start < end
            ]
            if found is None or not persons or self.text[cue.end() : persons[0].start].strip() not in ("", "the"):
                continue
            noun, first, last = found
            while (
                first > 0
                and self._follows(self.words[first - 1], self.words[first])
                and self.words[first - 1].text.lower() not in NUMBERS
                and is_modifier(self.words[first - 1], self.tags)
            ):
                first -= 1
            previous = None
            for person in persons:
                if previous is not None and not LIST_GAP.fullmatch(self.text[previous.end : person.start]):
                    break
                yield self._make(noun, self.words[first].start, self.words[last].end, person, "one of a list")
                previous = person

    def _head_after(self, first: int, need_direct: bool) -> tuple[RoleNoun, int] | None:
        """The last role noun of the noun phrase that begins at a word, and its place. A phrase without an article must
        consist of modifiers only."""
        found = None
        for at in range(first, min(first + MAX_WORDS, len(self.words))):
            word = self.words[at]
            name = self._name_over(word)
            if name is not None and name.label == "PERSON":
                break
            longer = self._longer_noun(first, at)
            if longer is not None:
                found = longer
            if found is not None and at <= found[1]:
                continue
            if name is None and (word.text.lower() in BARRIERS or not is_word(word)):
                break
            ending = self._noun_at(at)
            if ending is not None:
                found = (ending[0], at)
            elif (
                name is None
                and not is_modifier(word, self.tags)
                and (need_direct or LEADING_VERBS.match(word.text.lower()))
            ):
                break
        return found

    def _longer_noun(self, first: int, at: int) -> tuple[RoleNoun, int] | None:
        """A noun of several words that goes over a word which ends a phrase: "head of state", "under secretary"."""
        if self.words[at].text.lower() not in BARRIERS:
            return None
        for end in range(min(at + 3, len(self.words) - 1), at, -1):
            noun = noun_ending_at(self.words, end, first)
            named = any(self._name_over(word) is not None for word in self.words[at : end + 1])
            if noun is not None and noun[1] <= at and not named:
                return noun[0], end
        return None

    def _set_before(self, person: EntityMention) -> Iterator[Role]:
        """ "his driver, Muratkhan Bazarbayev,"; "the former editor of FirstNews Online, Segun Olatunji,"."""
        last = self._index(person.start) - 1
        if (
            last < 1
            or self.words[last].text != ","
            or not re.match(r"\s*[,.;)]|['’]s\b", self.text[person.end : person.end + 3])
        ):
            return
        begin = last
        while (
            begin > 0
            and last - begin < MAX_WORDS + 4
            and self.words[begin - 1].text not in (",", ".", ";", ":", "(", ")", "“")
        ):
            begin -= 1
            if self.words[begin].text.lower() in ("the", *OWNERS, "a", "an") or self.words[begin].text.lower() in (
                "’s",
                "'s",
            ):
                found = self._phrase_before(begin + 1, last)
                if found is not None:
                    yield from self._set_role(found, begin + 1, last, person)
                    return
        owner = self._index(self.words[begin].start)
        found = self._phrase_before(owner, last)
        if found is not None and self._name_over(self.words[owner]) is not None:
            yield from self._set_role(found, owner, last, person)

    def _phrase_before(self, first: int, last: int) -> tuple[RoleNoun, int] | None:
        """The head of the phrase from a word up to the comma, the whole of which is modifiers, noun, "of ..."."""
        head = self._head_after(first, need_direct=False)
        if head is None or head[1] >= last:
            return None
        rest = self.words[head[1] + 1 : last]
        plain = all(
            w.text.lower() in ("of", "the", "for", "in", "at", "to", "from")
            or self._name_over(w)
            or w.text[0].isupper()
            for w in rest
        )
        return head if plain else None

    def _set_role(self, found: tuple[RoleNoun, int], first: int, last: int, person: EntityMention) -> Iterator[Role]:
        noun, end_word = found
        start = first
        while (
            start < end_word
            and (name := self._name_over(self.words[start])) is not None
            and name.label in ("ORG", "GPE", "PERSON")
        ):
            start += 1
        while start < end_word and self.words[start].text in ("’", "'", "s", "’s", "'s"):
            start += 1
        role = self._make(noun, self.words[start].start, self.words[end_word].end, person, "set before the name")
        role = self._with_inner(role, first, end_word)
        role, _ = self._attach(role, self.words[end_word].end)
        yield self._with_owner(role, person)

    def _of_body(self, person: EntityMention) -> Iterator[Role]:
        """ "Daryn Nursapak of Altay News", "Bakhyt Smyagul of the newspaper Bukpa": no role is named, the body is."""
        link = OF_BODY.match(self.text, person.end, self.block.end)
        name = self.at_start.get(link.end()) if link is not None else None
        if link is None or name is None or name.label not in ("ORG", "GPE"):
            return
        if name.label == "GPE" and not link.group().strip().startswith("from"):
            return
        empty = Role(person.end, person.end, "", "", person.start, person.end, person.entity_key, rule="name of body")
        yield self._with(empty, name if name.label == "ORG" else None, name if name.label == "GPE" else None)

    # Parts of a role

    def _make(self, noun: RoleNoun, start: int, end: int, person: EntityMention, rule: str) -> Role:
        return Role(
            start, end, self.text[start:end], noun.noun, person.start, person.end, person.entity_key,
            sector=noun.sector, rule=rule,
        )  # fmt: skip

    def _with(self, role: Role, body: EntityMention | None, place: EntityMention | None) -> Role:
        if body is not None and not role.organization_key:
            role = replace(
                role, organization_start=body.start, organization_end=body.end, organization_key=body.entity_key
            )
        if place is not None and not role.place_key:
            role = replace(role, place_start=place.start, place_end=place.end, place_key=place.entity_key)
        return role

    def _with_inner(self, role: Role, first: int, last: int) -> Role:
        for name in self.names:
            if self.words[first].start <= name.start and name.end <= self.words[last].end:
                role = self._with(role, name if name.label == "ORG" else None, name if name.label in PLACES else None)
        return role

    def _attach(self, role: Role, end: int) -> tuple[Role, int]:
        """Bodies and places that hang on a role by a preposition: "researcher at Human Rights Watch", "activist from
        Stepnogorsk"."""
        for _ in range(3):
            link = LINK.match(self.text, end, self.block.end)
            name = self.at_start.get(link.end()) if link is not None else None
            if (
                link is None
                or name is None
                or name.label not in ("ORG", *PLACES)
                or self.text[name.end : name.end + 2] in ("’s", "'s")
            ):
                break
            role = self._with(role, name if name.label == "ORG" else None, name if name.label in PLACES else None)
            end = name.end
        return role, end

    def _has_owner(self, at: int) -> bool:
        """Whether a relation has its owner before it: "her brother", "Malika's son"."""
        while at > 0 and is_modifier(self.words[at - 1], self.tags):
            at -= 1
        return at > 0 and (
            self.words[at - 1].text.lower() in OWNERS or self.words[at - 1].text in ("s", "’s", "'s", "’", "'")
        )

    def _with_owner(self, role: Role, person: EntityMention) -> Role:
        """The other person of a relation: "Malika's nine-year-old son", "her brother" where it is certain who she
        is."""
        for name in reversed(self.names):
            if name.end >= role.start or name.start == person.start:
                continue
            between = self.text[name.end : role.start]
            owns = (name.kind == "pronoun" and between.strip() == "") or re.fullmatch(r"['’]s?\s+", between)
            if name.label == "PERSON" and owns:
                return replace(role, related_start=name.start, related_end=name.end, related_key=name.entity_key)
        return role

    def _is_space(self, start: int, end: int) -> bool:
        return self.text[start:end].strip(' \u00a0“"') == "" and end - start <= 3
