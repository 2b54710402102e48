"""Names: what the statistical recognizer tagged, corrected and completed by rules over the whole report.

Every mention has one of the eleven OntoNotes name labels and the rule (or "model") that made it. Without a trained
recognizer the lexicons and patterns alone still find names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from pipeline.components import names_consistency as consistency
from pipeline.components.names_boundaries import trim_tagged
from pipeline.components.names_context import settle_contexts
from pipeline.components.names_cues import settle_cues, settle_lists, settle_titles
from pipeline.components.names_headings import drop_headings
from pipeline.components.names_lexicon import Found, find_listed, fold_text
from pipeline.components.names_merge import join_owned, join_patterns, keep_longest, merge_tagged
from pipeline.components.names_patterns import find_patterns
from pipeline.components.names_persons import settle_given_names
from pipeline.layers import read_layer, write_layer
from pipeline.report import Block

LABELS = frozenset(["PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"])


@dataclass(frozen=True)
class Mention:
    """One name at ``start``:``end`` (code points into the Doc's text); ``rule`` is the rule or model that made it."""

    start: int
    end: int
    label: str
    rule: str


def resolve_names(
    text: str, tagged: Sequence[tuple[int, int, str]], blocks: Sequence[Block] = (), skip: Collection[str] = ()
) -> list[Mention]:
    """The names of ``text``, given what a recognizer tagged in it (start, end, label).

    ``skip`` names steps to leave out (to measure what each is worth): lexicon, patterns, trim, headings, owned, given,
    cues, lists, titles, context, acronyms, persons.

    >>> text = "Kazakhstan's Supreme Court freed her."
    >>> [(text[m.start : m.end], m.label, m.rule) for m in resolve_names(text, [])]
    [('Kazakhstan', 'GPE', 'lexicon:country'), ('Supreme Court', 'ORG', 'lexicon:national')]
    """
    folded = fold_text(text)
    names = [Found(start, end, label, "model") for start, end, label in tagged if label in LABELS]
    if "trim" not in skip:
        names = trim_tagged(folded, names)
    ruled: list[Found] = []
    if "lexicon" not in skip:
        ruled += find_listed(folded)
    if "patterns" not in skip:
        ruled += join_patterns(find_patterns(folded), ruled)
    names = merge_tagged(folded, keep_longest(len(text), ruled), keep_longest(len(text), names))
    if "headings" not in skip:
        names = drop_headings(folded, names, blocks)
    steps = {
        "owned": join_owned,
        "given": settle_given_names,
        "cues": settle_cues,
        "lists": settle_lists,
        "titles": settle_titles,
        "context": settle_contexts,
        "acronyms": consistency.label_acronyms,
        "persons": consistency.settle_persons,
    }
    for step, settle in steps.items():
        if step not in skip:
            names = settle(folded, names)
    return [Mention(n.start, n.end, n.label, n.rule) for n in sorted(names, key=lambda n: n.start)]


@Language.factory("reports_names", assigns=["doc.ents"])
class NamesComponent:
    """Writes the layer "mentions" and sets ``doc.ents`` to it (a name off token borders grows to them there)."""

    def __init__(self, nlp: Language, name: str = "reports_names") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        tagged = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
        mentions = resolve_names(doc.text, tagged, read_layer(doc, "blocks", Block))
        write_layer(doc, "mentions", mentions)
        spans = [doc.char_span(m.start, m.end, label=m.label, alignment_mode="expand") for m in mentions]
        doc.ents = filter_spans([span for span in spans if span is not None])
        return doc
