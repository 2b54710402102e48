"""Amnesty International: entries of its annual report and other pages of amnesty.org.

The markup is that of any article (``article``); what is its own is how an entry names itself: "Ghana 2023" over the
text, under a report that bears two years ("Amnesty International Report 2022/23", covering 2022) or is called The State
of the World's Human Rights."""

from __future__ import annotations

import re

from pipeline.countries import find_country
from pipeline.readers import article
from pipeline.readers.html_page import Page, find_elements, squeeze
from pipeline.readers.publishers import find_publisher
from pipeline.readers.reading import Facts, Reading

PUBLISHER = "Amnesty International"
SERIES = "The State of the World's Human Rights"
ENTRY_TITLE = re.compile(r"(?:Human rights in )?(?P<country>[^\d:|]{3,60}?),? (?P<year>(?:19|20)\d\d)")


def recognises(page: Page) -> bool:
    """Whether the page is of amnesty.org or one of its sections'."""
    publisher = find_publisher(" ".join((page.head.get("og:site_name", ""), page.url, page.title)))
    return publisher is not None and publisher.name == PUBLISHER


def read(page: Page) -> Reading:
    """The entry or article; raises ``LookupError`` where the page holds no narrative."""
    reading = article.read(page)
    reading.reader = "amnesty"
    for element in [x for tag in ("h1", "h2") for x in find_elements(page.tree, tag)][:6]:
        note_entry(reading.facts, squeeze(element.text_content()), "page")
    return reading


def note_entry(facts: Facts, line: str, basis: str) -> None:
    """Keep what the title of an entry says, where ``line`` is one.

    >>> facts = Facts()
    >>> note_entry(facts, "Ghana 2023", "page"); facts.coverage_year, facts.series
    ('2023', "The State of the World's Human Rights")
    """
    found = ENTRY_TITLE.fullmatch(line)
    if found and find_country(found["country"]):
        edition = str(int(found["year"]) + 1)
        facts.note(basis, series=SERIES, country=found["country"], coverage_year=found["year"], edition_year=edition)
