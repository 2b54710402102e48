"""HTML pages: what they say of themselves, and their narrative as blocks.

A publisher's markup is data (``Markup``); the walk through a page is the same for all. It never recurses: pages with
markup a thousand deep are read like any other. Scripts, styles and comments are dropped, entities decoded; nothing of a
page is executed or kept as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from pipeline.readers.reading import CONTROLS, BlockWriter, Reading
from pipeline.readers.shape import is_heading_shape

Element = Any  # lxml's element classes are no public types

HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
BLOCK_TAGS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
))  # fmt: skip
SKIPPED_TAGS = frozenset((
    "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "embed", "applet", "audio",
    "video", "canvas", "map", "select", "option", "button", "input", "textarea", "head", "nav",
))  # fmt: skip
TAG_KINDS = {"li": "list_item", "dd": "list_item", "figcaption": "caption", "caption": "caption"}
PRECEDENCE = ("boilerplate", "credit", "caption", "title", "heading", "list_item", "paragraph")


@dataclass(frozen=True)
class Markup:
    """One publisher's markup. A selector is ``tag``, ``.class``, ``#id`` or ``tag.class``.

    ``root`` holds the narrative: the first selector that matches a page is used. ``skipped`` subtrees are no part of
    it; ``kinds`` gives the block kind of what stands in an element; ``levels`` the rank of a heading that its tag gets
    wrong."""

    root: tuple[str, ...]
    skipped: tuple[str, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    levels: tuple[tuple[str, int], ...] = ()


@dataclass
class Page:
    """A parsed page; ``head`` holds its meta elements by name or property."""

    tree: Element
    title: str = ""
    head: dict[str, str] = field(default_factory=dict)
    url: str = ""
    language: str = ""


def parse_page(text: str) -> Page:
    """Parse the markup of a whole page.

    >>> parse_page("<html lang=en><title>Ghana &amp; Togo</title><p>Text").title
    'Ghana & Togo'
    """
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    tree = html.document_fromstring(CONTROLS.sub(" ", text).encode("utf-8", "replace"), parser=parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise ValueError("it nests deeper than 2,000 elements")
    page = Page(tree)
    for element in tree.iter("title", "meta", "link"):
        if element.tag == "title" and not page.title and not any(x.tag == "svg" for x in element.iterancestors()):
            page.title = squeeze(element.text or "")
        elif element.tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            if name and element.get("content"):
                page.head.setdefault(name.lower(), squeeze(element.get("content") or ""))
        elif element.get("rel") == "canonical" and not page.url:
            page.url = (element.get("href") or "").strip()
    page.url = page.url or page.head.get("og:url", "")
    page.language = (tree.get("lang") or "").split("-")[0].lower()[:3]
    return page


def squeeze(text: str) -> str:
    return " ".join(text.split())


def matches(element: Element, selector: str) -> bool:
    """Whether ``element`` fits ``tag``, ``.class``, ``#id`` or ``tag.class``."""
    if selector.startswith("#"):
        return bool(element.get("id") == selector[1:])
    tag, _, name = selector.partition(".")
    return (not tag or element.tag == tag) and (not name or name in (element.get("class") or "").split())


def find_elements(tree: Element, selector: str) -> list[Element]:
    """The outermost elements that fit ``selector``, in document order."""
    found: list[Element] = []
    inside: set[Element] = set()
    for element in tree.iter(etree.Element):
        parent = element.getparent()
        if parent is not None and parent in inside:
            inside.add(element)
        elif matches(element, selector):
            found.append(element)
            inside.add(element)
    return found


def first_text(tree: Element, *selectors: str) -> str:
    """The text of the first element that fits one of ``selectors``, tried in order."""
    for selector in selectors:
        for element in find_elements(tree, selector):
            text = squeeze(element.text_content())
            if text:
                return text
    return ""


def read_blocks(roots: Iterable[Element], markup: Markup, base: str = "") -> Reading:
    """The narrative in ``roots`` in reading order, as canonical text with blocks and links."""
    writer = BlockWriter()
    for root in roots:
        _Walk(writer, markup, base).run(root)
    return Reading(text=writer.text(), blocks=writer.blocks, links=sorted(writer.links, key=lambda x: (x.start, x.end)))


class _Walk:
    """One pass over a subtree. ``_kinds`` is the stack of the open block elements' (kind, level)."""

    def __init__(self, writer: BlockWriter, markup: Markup, base: str) -> None:
        self._writer = writer
        self._markup = markup
        self._base = base
        self._kinds: list[tuple[str, int]] = []
        self._heading_level = 0
        self._skipped: Element = None

    def run(self, root: Element) -> None:
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            if event == "start":
                if element is not root and self._is_skipped(element):
                    events.skip_subtree()
                    self._skipped = element
                    continue
                self._start(element)
            else:
                if element is not self._skipped:
                    self._end(element)
                if element is not root and element.tail:
                    self._writer.add(element.tail)
        self._flush()

    def _is_skipped(self, element: Element) -> bool:
        tag = element.tag
        if not isinstance(tag, str) or tag in SKIPPED_TAGS or element.get("hidden") is not None:
            return True
        return any(matches(element, selector) for selector in self._markup.skipped)

    def _start(self, element: Element) -> None:
        tag = element.tag
        if tag == "br":
            self._break_line()
        elif self._is_block(element):
            self._flush()
            self._kinds.append(self._kind_of(element))
        elif tag == "a":
            self._writer.open_link(self._address(element))
        if element.text:
            self._writer.add(element.text)

    def _end(self, element: Element) -> None:
        if self._is_block(element):
            self._flush()
            if self._kinds:
                self._kinds.pop()
        elif element.tag == "a":
            self._writer.close_link()

    def _is_block(self, element: Element) -> bool:
        return element.tag in BLOCK_TAGS or any(matches(element, selector) for selector, _ in self._markup.kinds)

    def _kind_of(self, element: Element) -> tuple[str, int]:
        level = HEADINGS.get(element.tag, 0)
        for selector, kind in self._markup.kinds:
            if matches(element, selector):
                return kind, (level or 1) if kind == "heading" else 0
        for selector, wanted in self._markup.levels:
            if matches(element, selector):
                return "heading", wanted
        return ("heading", level) if level else (TAG_KINDS.get(element.tag, ""), 0)

    def _break_line(self) -> None:
        """A line break parts two blocks in running text; within a heading it is a space."""
        kind, _ = self._open_kind()
        if kind not in ("paragraph", "list_item"):
            self._writer.add(" ")
            return
        if is_heading_shape(self._writer.pending()) and self._heading_level:
            self._writer.end_block("heading", self._heading_level)
        else:
            self._flush()

    def _open_kind(self) -> tuple[str, int]:
        known = [(kind, level) for kind, level in self._kinds if kind]
        if not known:
            return "paragraph", 0
        return min(known, key=lambda found: PRECEDENCE.index(found[0]))

    def _flush(self) -> None:
        kind, level = self._open_kind()
        if kind == "heading" and self._writer.pending():
            self._heading_level = level
        self._writer.end_block(kind, level)

    def _address(self, element: Element) -> str:
        address = (element.get("href") or "").strip()
        if address.startswith("#"):
            return ""
        try:
            url = urljoin(self._base, address)
            return url if urlsplit(url).scheme in ("http", "https") else ""
        except ValueError:
            return ""


def iter_meta(page: Page, *names: str) -> Iterator[str]:
    """The values of the page's meta elements of these names."""
    for name in names:
        if page.head.get(name):
            yield page.head[name]


def page_date(page: Page) -> str:
    """The day a page says it was published (ISO), or ""."""
    names = ("article:published_time", "datepublished", "dc.date", "dcterms.created", "dcterms.date", "date")
    for value in iter_meta(page, *names):
        found = re.match(r"(19|20)\d\d-\d\d-\d\d", value)
        if found:
            return found.group()
    return ""
