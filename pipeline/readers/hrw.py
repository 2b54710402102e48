"""Human Rights Watch: World Report chapters, news and reports as pages of hrw.org. (Text dumps: ``plain_text``.)

No page of theirs could be kept with the project, so the markup is known from descriptions: the title in h1, the
chapter's "Events of <year>" in a subtitle, the narrative in ``div.rich-text`` (several, with figures between)."""

from __future__ import annotations

import re

from pipeline.readers.html_page import Element, Markup, Page, find_elements, first_text, page_date, read_blocks, squeeze
from pipeline.readers.publishers import find_publisher, find_series
from pipeline.readers.reading import Reading
from pipeline.readers.shape import name_page_lines
from pipeline.report import Block

MARKUP = Markup(
    root=("div.rich-text",),
    skipped=("aside", "footer", ".related-content", ".newsletter", ".share", ".social-share", ".donate", ".tags"),
    kinds=(
        ("figcaption", "caption"),
        (".caption", "caption"),
        (".media-block__caption", "caption"),
        (".media__caption", "caption"),
        (".credit", "credit"),
        (".media-block__credit", "credit"),
        (".media__credit", "credit"),
        (".copyright", "credit"),
        (".visually-hidden", "boilerplate"),
        (".sr-only", "boilerplate"),
        ("button", "boilerplate"),
    ),
)
EVENTS_LINE = re.compile(r"Events of (?:19|20)\d\d")
LONGEST_SUBTITLE = 200
URL_DATE = re.compile(r"/(?:news|report|video[^/]*)/((?:19|20)\d\d)/(\d\d)/(\d\d)/")
URL_KIND = re.compile(r"hrw\.org/(news|report)/")


def recognises(page: Page) -> bool:
    """Whether the page is of hrw.org and its narrative stands where theirs does."""
    site = " ".join((page.head.get("og:site_name", ""), page.title, page.url))
    publisher = find_publisher(site)
    is_hrw = publisher is not None and publisher.slug == "hrw"
    has_narrative = bool(find_elements(page.tree, "div.rich-text"))
    return has_narrative and (is_hrw or _events_element(page) is not None)


def read(page: Page) -> Reading:
    """The narrative: "Events of ...", then every ``div.rich-text`` and the figures around, in reading order.

    Raises ``LookupError`` where two chapters are found."""
    events = [x for x in page.tree.iter("p", "div", "span", "h1", "h2", "h3") if _is_events_line(x)]
    subtitles = [x for x in events if not any(y is not x and y in list(x.iterancestors()) for y in events)]
    years = {squeeze(x.text_content()) for x in subtitles}
    if len(years) > 1 or (len(subtitles) > 1 and len(find_elements(page.tree, "h1")) > 1):
        raise LookupError(f"{len(subtitles)} chapters found ({', '.join(sorted(years))}): keep one report a file")
    roots = _find_roots(page)
    if subtitles and not _holds(roots, subtitles[0]):
        roots.insert(0, subtitles[0])
    for line in subtitles:
        line.set("class", "events-of")
    markup = Markup(MARKUP.root, MARKUP.skipped, MARKUP.kinds, (("." + "events-of", 1),))
    reading = read_blocks(roots, markup, page.url)
    reading.reader = "hrw"
    reading.blocks = _rank_headings(name_page_lines(reading.text, reading.blocks))
    _note_facts(page, reading, squeeze(subtitles[0].text_content()) if subtitles else "")
    return reading


def _rank_headings(blocks: list[Block]) -> list[Block]:
    """Headings ranked from 2 without gaps: chapters of some years begin at h3, of others at h4."""
    ranks = sorted({block.level for block in blocks if block.kind == "heading" and block.level > 1})
    levels = {rank: 2 + at for at, rank in enumerate(ranks)}
    return [Block(b.kind, b.start, b.end, levels[b.level]) if b.level in levels else b for b in blocks]


def _find_roots(page: Page) -> list[Element]:
    """The narrative and the figures about it, outermost elements in document order."""
    skipped = {x for selector in MARKUP.skipped for x in find_elements(page.tree, selector)}
    frame = next((x for tag in ("article", "main") for x in find_elements(page.tree, tag)), page.tree)
    chosen = set(find_elements(page.tree, "div.rich-text")) | set(find_elements(frame, "figure"))
    return [x for x in page.tree.iter("div", "figure") if x in chosen and not (chosen | skipped) & {*x.iterancestors()}]


def _holds(roots: list[Element], element: Element) -> bool:
    above = set(element.iterancestors()) | {element}
    return any(root in above for root in roots)


def _is_events_line(element: Element) -> bool:
    text = ""
    for piece in element.itertext():
        text += piece
        if len(text) > LONGEST_SUBTITLE:
            return False
    return EVENTS_LINE.fullmatch(squeeze(text)) is not None


def _events_element(page: Page) -> Element | None:
    return next((x for x in page.tree.iter("p", "div", "span", "h2", "h3") if _is_events_line(x)), None)


def _note_facts(page: Page, reading: Reading, events: str) -> None:
    facts = reading.facts
    title = first_text(page.tree, "h1") or page.head.get("og:title", "") or page.title.split(" | ")[0]
    facts.note("page", publisher="Human Rights Watch", url=page.url, language=page.language)
    for line in (events, page.url, page.head.get("og:title", ""), page.title, title):
        series = find_series(line)
        if series:
            facts.note("page", series=series.series, coverage_year=series.coverage, edition_year=series.edition)
            facts.note("page", country=series.country)
    facts.note("page", title=title)
    if facts.series:
        facts.note("page", country=title)
        facts.alternatives = [title, page.url.rstrip("/").rsplit("/", 1)[-1], page.title.split(" | ")[0]]
    else:
        facts.alternatives = [title.split(":")[0]]
        kind = URL_KIND.search(page.url)
        facts.note("page", kind=kind.group(1) if kind else "")
    dated = URL_DATE.search(page.url)
    facts.note("page", published="-".join(dated.groups()) if dated else page_date(page))
