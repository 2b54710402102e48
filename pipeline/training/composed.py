"""Composes parsed sentences of the reports' kind, which the treebanks lack: dates in front, past tenses, passives.

In "On May 12, forces arrested protesters" a parser taught by web text and novels takes "arrested" for a participle and
"12" for the root. The words are in composed_words.csv; tags and lemmas of the rest are as the treebank has them."""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.training.corpora import Word

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
CRIMES = ["extremism", "terrorism", "espionage", "fraud", "sedition", "blasphemy", "treason"]
NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


@dataclass
class Node:
    """A word of a sentence being composed, with its dependents on either side."""

    text: str
    tag: str
    dep: str
    lemma: str = ""
    left: list[Node] = field(default_factory=list)
    right: list[Node] = field(default_factory=list)

    def words(self) -> Iterator[Node]:
        for node in self.left:
            yield from node.words()
        yield self
        for node in self.right:
            yield from node.words()


def attach(node: Node, dep: str, *, left: Iterable[Node] = ()) -> Node:
    """The node under another relation, with more dependents in front."""
    node.dep = dep
    node.left = [*left, *node.left]
    return node


class Composer:
    """Draws sentences; the same seed gives the same ones."""

    def __init__(self, words: Path, seed: int = 0) -> None:
        self.draw = random.Random(seed)
        self.words: dict[str, list[tuple[str, str]]] = defaultdict(list)
        with words.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                self.words[row["kind"]].append((row["words"], row["lemma"]))

    def pick(self, kind: str) -> tuple[str, str]:
        return self.draw.choice(self.words[kind])

    def chance(self, share: float) -> bool:
        return self.draw.random() < share

    def noun(self, kind: str) -> Node:
        """A noun phrase; its head is the last word."""
        words, lemma = self.pick(kind)
        *before, last = (word.split(":") for word in words.split())
        head = Node(last[0], last[1], "", lemma)
        deps = {"DT": "det", "JJ": "amod", "NN": "compound", "NNS": "compound", "PRP$": "nmod:poss"}
        for text, tag in before:
            owner = head.left if text != "human" else []
            owner.append(Node(text, tag, deps[tag]))
            if text == "human":
                self.human = owner[0]
        if words.startswith("human"):
            head.left[0].left.append(self.human)
        return head

    def counted(self) -> Node:
        """Targets, often with a number: "at least 20 protesters"."""
        head = self.noun("TARGET")
        if self.chance(0.5):
            number = Node(self.draw.choice([*NUMBERS, str(self.draw.randint(11, 400))]), "CD", "nummod")
            if self.chance(0.3):
                number.left = [Node("least", "JJS", "nmod", left=[Node("at", "IN", "case")])]
            elif self.chance(0.2):
                number.left = [Node("more", "JJR", "advmod", right=[Node("than", "IN", "fixed")])]
            elif self.chance(0.2):
                number.left = [Node("approximately", "RB", "advmod")]
            head.left.insert(0, number)
        if self.chance(0.2):
            head.right.append(attach(self.noun("TARGET"), "conj", left=[Node("and", "CC", "cc")]))
        return head

    def person(self) -> Node:
        given, family = self.pick("GIVEN")[0], self.pick("FAMILY")[0]
        return (
            Node(given, "NNP", "", right=[Node(family, "NNP", "flat")]) if self.chance(0.7) else Node(family, "NNP", "")
        )

    def target(self) -> Node:
        return self.person() if self.chance(0.35) else self.counted()

    def place(self) -> Node:
        return Node(self.pick("PLACE")[0], "NNP", "obl", left=[Node("in", "IN", "case")])

    def time(self) -> Node:
        """A date or period as an oblique: "on January 5, 2022", "in March", "in 2021", "during the year"."""
        kind, month, year = self.draw.randint(0, 5), self.draw.choice(MONTHS), str(self.draw.randint(2008, 2025))
        if kind <= 2:
            day = Node(
                str(self.draw.randint(1, 30)),
                "CD",
                "obl",
                left=[Node("on", "IN", "case"), Node(month, "NNP", "compound")],
            )
            if kind == 0:
                day.right = [Node(year, "CD", "nmod:unmarked", left=[Node(",", ",", "punct")])]
            return day
        if kind == 3:
            return Node(month, "NNP", "obl", left=[Node("in", "IN", "case")])
        if kind == 4:
            head = Node(month, "NNP", "obl", left=[Node("in", "IN", "case")], right=[Node(year, "CD", "nmod:unmarked")])
            return head if self.chance(0.5) else Node(year, "CD", "obl", left=[Node("in", "IN", "case")])
        return Node("year", "NN", "obl", left=[Node("during", "IN", "case"), Node("the", "DT", "det")])

    def adjuncts(self) -> list[Node]:
        out = [self.place()] if self.chance(0.3) else []
        return [*out, self.time()] if self.chance(0.25) else out

    def active(self, subject: Node | None = None) -> Node:
        """ "soldiers beat and arrested protesters in Goma"; "the court sentenced Moyo to six years in prison"."""
        (past, _, base), lemma = self.forms("VERB")
        verb = Node(past, "VBD", "ROOT", lemma)
        if self.chance(0.12):
            verb = Node(base, "VB", "ROOT", lemma, left=[Node("did", "VBD", "aux", "do"), Node("not", "RB", "advmod")])
        verb.left.insert(0, attach(subject or self.noun("ACTOR"), "nsubj"))
        if self.chance(0.2):
            (other, _, _), other_lemma = self.forms("VERB")
            second = Node(other, "VBD", "conj", other_lemma, left=[Node("and", "CC", "cc")])
            if verb.tag == "VBD" and self.chance(0.5):
                verb.right = [second, attach(self.target(), "obj")]
                return verb
            second.right = [attach(self.target(), "obj")]
            verb.right = [attach(self.target(), "obj"), second]
            return verb
        verb.right = [attach(self.target(), "obj"), *self.extent(lemma), *self.adjuncts()]
        return verb

    def passive(self, subject: Node | None = None) -> Node:
        """ "Moyo was detained by soldiers in Goma in March"."""
        (_, participle, _), lemma = self.forms("VERB")
        subject = subject or self.target()
        plural = subject.tag == "NNS" or any(node.dep == "conj" for node in subject.right)
        verb = Node(participle, "VBN", "ROOT", lemma)
        verb.left = [attach(subject, "nsubj:pass"), Node("were" if plural else "was", "VBD", "aux:pass", "be")]
        verb.right = self.extent(lemma)
        if self.chance(0.35):
            verb.right.append(attach(self.noun("ACTOR"), "obl:agent", left=[Node("by", "IN", "case")]))
        verb.right += self.adjuncts()
        return verb

    def extent(self, lemma: str) -> list[Node]:
        """What goes with some verbs: "to six years in prison", "with treason"."""
        if lemma == "sentence":
            prison = Node("prison", "NN", "nmod", left=[Node("in", "IN", "case")])
            number = Node(self.draw.choice(NUMBERS), "CD", "nummod")
            return [Node("years", "NNS", "obl", "year", left=[Node("to", "IN", "case"), number], right=[prison])]
        if lemma in ("charge", "accuse", "convict"):
            case = Node({"charge": "with"}.get(lemma, "of"), "IN", "case")
            return [Node(self.draw.choice(CRIMES), "NN", "obl", left=[case])]
        return []

    def forms(self, kind: str) -> tuple[list[str], str]:
        words, lemma = self.pick(kind)
        return words.split(), lemma

    def relative(self) -> Node:
        """ "Moyo, who was arrested in March, ...": a subject with its clause."""
        head = self.person()
        clause = (self.passive if self.chance(0.6) else self.active)(Node("who", "WP", ""))
        commas = Node(",", ",", "punct"), Node(",", ",", "punct")
        head.right.append(attach(clause, "acl:relcl", left=[commas[0]]))
        clause.right.append(commas[1])
        return head

    def clause(self) -> Node:
        subject = self.relative() if self.chance(0.12) else None
        if self.chance(0.55):
            return self.active() if subject is None or self.chance(0.7) else self.active(subject)
        return self.passive(subject)

    def reported(self) -> Node:
        """ "witnesses said that ..."."""
        (past, _, _), lemma = self.forms("SAY")
        verb = Node(past, "VBD", "ROOT", lemma, left=[attach(self.noun("SOURCE"), "nsubj")])
        mark = [Node("that", "IN", "mark")] if self.chance(0.7) else []
        verb.right = [attach(self.clause(), "ccomp", left=mark)]
        return verb

    def sentence(self) -> Node:
        root = self.reported() if self.chance(0.25) else self.clause()
        front: list[Node] = []
        if self.chance(0.6):
            front = [self.time()]
        elif self.chance(0.3):
            according = Node("according", "VBG", "case", "accord", right=[Node("to", "IN", "fixed")])
            front = [attach(self.noun("SOURCE"), "obl", left=[according])]
        if front and self.chance(0.75):
            front.append(Node(",", ",", "punct"))
        root.left = [*front, *root.left]
        root.right.append(Node(".", ".", "punct"))
        return root


# Tags of forms that are not their own lemma.
INFLECTED = frozenset({"NNS", "NNPS", "VBD", "VBG", "VBN", "VBZ", "JJR", "JJS", "RBR", "RBS"})


class Tagbook:
    """Part of speech, features and lemma of a word with a tag, as the treebank most often has them."""

    def __init__(self, sentences: Iterable[list[Word]]) -> None:
        self.by_word: dict[tuple[str, str], Counter[tuple[str, str, str]]] = defaultdict(Counter)
        self.by_tag: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for sentence in sentences:
            for word in sentence:
                self.by_word[word.text.lower(), word.tag][word.pos, word.morph, word.lemma] += 1
                self.by_tag[word.tag][word.pos, word.morph] += 1

    def look_up(self, text: str, tag: str, lemma: str = "") -> tuple[str, str, str]:
        """Part of speech, features and lemma (``lemma`` where it is given); of a word that the treebank does not have
        with the tag, those of the tag, and itself as lemma; no lemma where the tag is that of an inflected form."""
        known = self.by_word.get((text.lower(), tag))
        if known:
            pos, morph, usual = known.most_common(1)[0][0]
            return pos, morph, lemma or usual
        pos, morph = self.by_tag[tag].most_common(1)[0][0]
        return pos, morph, lemma or ("" if tag in INFLECTED else text)


def compose_sentence(composer: Composer, tags: Tagbook) -> list[Word]:
    """One sentence as treebank words, capitalised, with spaces where they belong."""
    root = composer.sentence()
    nodes = list(root.words())
    place = {id(node): i for i, node in enumerate(nodes)}
    heads = {id(child): place[id(node)] for node in nodes for child in (*node.left, *node.right)}
    nodes[0].text = nodes[0].text[0].upper() + nodes[0].text[1:]
    words = []
    for i, node in enumerate(nodes):
        pos, morph, lemma = tags.look_up(node.text, node.tag, node.lemma)
        space = i + 1 < len(nodes) and nodes[i + 1].tag not in (",", ".")
        words.append(
            Word(node.text, lemma, pos, node.tag, morph, heads.get(id(node), i), node.dep, space or i + 1 == len(nodes))
        )
    return words


def compose_sentences(treebank: Iterable[list[Word]], count: int, seed: int = 0) -> Iterator[list[Word]]:
    """``count`` parsed sentences, tagged as in the treebank."""
    composer, tags = Composer(Path(__file__).parent / "composed_words.csv", seed), Tagbook(treebank)
    for _ in range(count):
        yield compose_sentence(composer, tags)
