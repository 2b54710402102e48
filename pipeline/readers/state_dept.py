"""US State Department, Country Reports on Human Rights Practices, as saved pages of state.gov.

The narrative is ``#report_content`` (a page saved by the Internet Archive has only its class). Inside it
``.entry-content`` nests in itself, so the text is read by one walk, never by collecting elements. Section titles are h3
under an h4 "Section 1." until 2023 and h2 after a paragraph "Section 1." in 2024: the two are joined and rank 2, as in
the page's own contents."""

from __future__ import annotations

import re
from typing import Any

from lxml import html

from pipeline.readers.html_page import Markup, Page, find_elements, first_text, page_date, read_blocks, squeeze
from pipeline.readers.publishers import find_series
from pipeline.readers.reading import Reading
from pipeline.readers.shape import is_heading_shape
from pipeline.readers.wrapped import group_lines

Element = Any

MARKUP = Markup(
    root=("#report_content", "div.report__content"),
    skipped=(".report__tags", ".report__side", ".report-toc", "aside"),
    kinds=((".stars-above", "boilerplate"), (".old-format-links", "boilerplate")),
    levels=((".report__section-title", 2),),
)
ARCHIVE_PREFIX = re.compile(r"^https?://web\.archive\.org/web/\w+/")
SECTION_NUMBER = re.compile(r"Section \d+\.")
SUBSECTION = re.compile(r"[a-z]\. [A-Z].{0,150}(?<![.:;])$")
NAVIGATION = re.compile(r"(?:READ A SECTION|IN THIS SECTION)\b", re.IGNORECASE)
WRAPPED_LINES = 20


def recognises(page: Page) -> bool:
    """Whether the page is one of state.gov's country reports."""
    site = page.head.get("og:site_name", "") + page.title + page.url
    is_state = "Department of State" in site or "state.gov/" in site
    return is_state and ("country-reports-on-human-rights" in page.url or bool(_find_roots(page)))


def read(page: Page) -> Reading:
    """The narrative of the page; raises ``LookupError`` where there is none or more than one."""
    roots = _find_roots(page)
    if len(roots) != 1:
        raise LookupError(
            f"{'no narrative' if not roots else f'{len(roots)} report bodies'} found where #report_content should be:"
            f" {'save the page of one country again' if not roots else 'keep one report a file'}"
        )
    for paragraph in list(roots[0].iter("p")):
        _restore_paragraphs(paragraph)
    _join_section_numbers(roots[0])
    for element in roots[0].iter("p", "h2"):
        if NAVIGATION.match(squeeze(element.text_content())):
            element.set("class", "stars-above")
    reading = read_blocks(roots, MARKUP, page.url)
    reading.reader = "state_dept"
    _note_facts(page, reading)
    return reading


def _find_roots(page: Page) -> list[Element]:
    for selector in MARKUP.root:
        roots = find_elements(page.tree, selector)
        if roots:
            return roots
    return []


def _note_facts(page: Page, reading: Reading) -> None:
    facts = reading.facts
    url = ARCHIVE_PREFIX.sub("", page.url)
    heading = first_text(page.tree, "h1.report-header__headline", "h1")
    facts.note("page", publisher="US Department of State", url=url, language=page.language or "en")
    for line in (heading, url):
        series = find_series(line)
        if series:
            facts.note("page", series=series.series, edition_year=series.edition, coverage_year=series.coverage)
            facts.note("page", country=series.country)
    name = heading.split(": ", 1)[-1]
    short = page.title.split(" - ")[0]
    facts.note("page", country=name)
    facts.alternatives = [name, short, url.rstrip("/").rsplit("/", 1)[-1]]
    if facts.coverage_year and not facts.title:
        known = find_series(heading)
        label = f"{facts.edition_year} {facts.series}: {short or name}"
        facts.note("page", title=heading if known and known.country else label)
    facts.note("page", published=page_date(page))


def _join_section_numbers(root: Element) -> None:
    """Put "Section 1." in front of the title that follows it, as the page's own contents has it."""
    for title in find_elements(root, ".report__section-title"):
        number = title.getprevious()
        if number is not None and "report-toc-section" in (number.get("class") or ""):
            title.text = f"{squeeze(number.text_content())} {(title.text or '').lstrip()}"
            number.getparent().remove(number)


def _restore_paragraphs(paragraph: Element) -> None:
    """A whole report pasted into one paragraph (Kenya 2024): its line breaks tell headings from paragraphs."""
    lines = (paragraph.text or "").split("\n")
    if len(lines) < WRAPPED_LINES or len(paragraph) or not any(SECTION_NUMBER.match(line) for line in lines):
        return
    parent = paragraph.getparent()
    for first, last in group_lines(lines):
        body = squeeze(" ".join(lines[first : last + 1]))
        element = html.Element(_tag_for(body))
        element.text = body
        parent.insert(parent.index(paragraph), element)
    tail = paragraph.tail
    parent.remove(paragraph)
    element.tail = tail


def _tag_for(body: str) -> str:
    if SUBSECTION.match(body):
        return "h3"
    if not is_heading_shape(body):
        return "p"
    return "h2" if SECTION_NUMBER.match(body) else "h4"
