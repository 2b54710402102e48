"""Any other HTML article, Amnesty International's among them: the smallest element that holds almost all paragraphs."""

from __future__ import annotations

import re

from pipeline.readers.html_page import Element, Markup, Page, find_elements, first_text, page_date, read_blocks, squeeze
from pipeline.readers.publishers import find_publisher, find_series
from pipeline.readers.reading import Reading
from pipeline.readers.shape import name_page_lines

MARKUP = Markup(
    root=("article", "main", "#content", "body"),
    skipped=(
        "nav", "footer", "aside", ".sidebar", ".breadcrumbs", ".breadcrumb", ".share", ".social", ".related",
        ".comments", ".tags", ".newsletter", ".cookie", "#comments", ".screen-reader-text", ".visually-hidden", "h1",
    ),
    kinds=((".caption", "caption"), (".wp-caption-text", "caption"), (".credit", "credit"), (".copyright", "credit")),
)  # fmt: skip
FEWEST_WORDS = 40
LONG_PARAGRAPH = 12
MOST_CANDIDATES = 10
LONGEST_HEADING = 150
MOST_LINKED = 0.4


def recognises(page: Page) -> bool:
    """Every page."""
    return True


def read(page: Page) -> Reading:
    """The article; raises ``LookupError`` where the page holds no narrative (search results, lists of links)."""
    _refuse_results(page)
    root = _find_root(page)
    promote_bold(root)
    reading = read_blocks([root], MARKUP, page.url)
    reading.reader = "article"
    reading.blocks = name_page_lines(reading.text, reading.blocks)
    _refuse_lists(reading)
    _note_facts(page, reading)
    return reading


def _find_root(page: Page) -> Element:
    body = next(iter(find_elements(page.tree, "body")), page.tree)
    articles = [x for x in page.tree.iter("article") if _count_words(x) >= 150]
    bodies = [x for x in articles if not any(y in articles for y in x.iterancestors())]
    sizes = [_count_words(x) for x in bodies]
    if len(bodies) > 1 and sizes[1] > 0.3 * sizes[0] and len(find_elements(body, "h1")) > 1:
        raise LookupError(f"{len(bodies)} articles found: keep one report a file")
    total = _count_words(body)
    candidates = [x for selector in MARKUP.root for x in find_elements(page.tree, selector)[:MOST_CANDIDATES]]
    fitting = [x for x in candidates if _count_words(x) >= 0.8 * total]
    return fitting[0] if fitting else body


def promote_bold(root: Element) -> None:
    """Make a paragraph that is bold from end to end, without a full stop, the heading it looks like."""
    for paragraph in root.iter("p"):
        text = squeeze(paragraph.text_content())
        bold = squeeze(" ".join(x.text_content() for x in paragraph.iter("b", "strong") if not _is_in_bold(x)))
        if text and text == bold and len(text) <= LONGEST_HEADING and text[-1] not in ".:;,":
            paragraph.tag = "h3"


def _is_in_bold(element: Element) -> bool:
    return any(x.tag in ("b", "strong") for x in element.iterancestors())


def _refuse_results(page: Page) -> None:
    body = next(iter(find_elements(page.tree, "body")), page.tree)
    classes = set((body.get("class") or "").split())
    teasers = [x for x in find_elements(body, "article") if 10 <= len(x.text_content().split()) < 120]
    told = sum(_count_words(x) for x in teasers)
    by_address = re.search(r"/search\b|[?&](?:s|q|query|search)=", page.url) is not None
    by_title = re.match(r"(?:\d+ results? for|search results?)\b", page.title, re.IGNORECASE) is not None
    by_shape = len(teasers) >= 5 and told > 0.6 * _count_words(body)
    if by_address or by_title or by_shape or classes & {"search", "search-results", "archive"}:
        raise LookupError("no narrative found (a list or search results): save the page of one report")


def _count_words(root: Element) -> int:
    """Words in paragraphs long enough to be prose."""
    counts = (len((paragraph.text_content() or "").split()) for paragraph in root.iter("p"))
    return sum(count for count in counts if count >= LONG_PARAGRAPH)


def _refuse_lists(reading: Reading) -> None:
    prose = [b for b in reading.blocks if b.kind in ("paragraph", "list_item")]
    long = [b for b in prose if len(reading.text[b.start : b.end].split()) >= LONG_PARAGRAPH]
    words = sum(len(reading.text[b.start : b.end].split()) for b in long)
    length = sum(b.end - b.start for b in prose) or 1
    linked = sum(link.end - link.start for link in reading.links) / length
    if words < FEWEST_WORDS or linked > MOST_LINKED:
        raise LookupError("no narrative found (a page of links or without text): save the page of one report")


def _note_facts(page: Page, reading: Reading) -> None:
    facts = reading.facts
    heading = first_text(page.tree, "h1")
    title = heading or page.head.get("og:title", "") or page.title
    publisher = find_publisher(" ".join((page.head.get("og:site_name", ""), page.url, page.title)))
    facts.note("page", publisher=publisher.name if publisher else "", url=page.url, language=page.language)
    for line in (page.title, title, page.head.get("og:title", ""), page.url):
        series = find_series(line)
        if series and (publisher is None or series.publisher == publisher.name):
            facts.note("page", publisher=series.publisher, series=series.series, country=series.country)
            facts.note("page", coverage_year=series.coverage, edition_year=series.edition)
    facts.note("page", title=squeeze(title), published=page_date(page))
    facts.alternatives = [title, title.split(":")[0], page.url.rstrip("/").rsplit("/", 1)[-1]]
