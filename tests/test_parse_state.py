"""All State Department pages of the corpus: each has its country and year, no word is lost or doubled, and the sections
are the page's. Needs ../shared."""

import re
import tarfile
import time
from collections import Counter

import pytest
from bs4 import BeautifulSoup

from pipeline.countries import find_country
from pipeline.parse import make_report

ARCHIVES = ("html-2024.tar.xz", "html-dev.tar.xz", "html-quirks.tar.xz")
MISSPELT = {"thebahamas": "The Bahamas", "uraguay": "Uruguay", "ghana__trashed": "Ghana", "malaysia-2": "Malaysia"}
#: text that stands in the narrative's element and is no part of it: what the page is filed under
TAGS = {"2020/ghana": 13}
#: headings that the page has as text only
RECOVERED = {"2024/kenya", "2024/benin"}
SECONDS_FOR_2024 = 30


@pytest.fixture(scope="module")
def pages(shared):
    found = []
    for archive in ARCHIVES:
        with tarfile.open(shared / "corpus" / "state-dept" / archive) as tar:
            for member in tar.getmembers():
                if member.isfile():
                    year, file = member.name.split("/")[-2:]
                    found.append((f"{year}/{file[:-5]}", tar.extractfile(member).read()))
    return found


@pytest.fixture(scope="module")
def reports(pages):
    return [(name, data, make_report(data, name.split("/")[1] + ".html")) for name, data in pages]


def squeeze(text):
    return " ".join(text.split())


def test_there_are_all_pages(pages):
    assert len(pages) == 183 + 81 + 11


def test_country_and_year(reports):
    for name, _, report in reports:
        year, slug = name.split("/")
        country = find_country(MISSPELT.get(slug.lower(), slug.replace("-", " ").replace("divoire", "d ivoire")))
        known = report.metadata
        told = (known["country_iso3"], known["coverage_start"], known["coverage_end"], known["edition_year"])
        assert told == (country.iso3, f"{year}-01-01", f"{year}-12-31", year), name
        assert (known["publisher"], known["language"]) == ("US Department of State", "en"), name
        assert not report.issues, name


def read_independently(data):
    root = BeautifulSoup(data, "html.parser")
    content = root.select_one("#report_content") or root.select_one(".report__content")
    for element in content.find_all(["script", "style", "svg"]):
        element.decompose()
    return content


def test_no_word_is_lost_or_doubled_and_sections_are_the_pages(reports):
    for name, data, report in reports:
        content = read_independently(data)
        words, ours = (Counter(re.findall(r"\w+", text)) for text in (content.get_text(), report.text))
        assert not ours - words, name
        assert sum((words - ours).values()) == TAGS.get(name, 0), name
        titles = [squeeze(x.get_text()) for x in content.find_all(re.compile("h[1-6]"))]
        titles = [x for x in titles if x and not re.fullmatch(r"Section \d+\.|Read a Section.*", x)]
        blocks = [report.text[b.start : b.end] for b in report.blocks if b.kind == "heading"]
        blocks = [re.sub(r"^Section \d+\. (?=\S)", "", x) for x in blocks]
        titles = [re.sub(r"^Section \d+\. (?=\S)", "", x) for x in titles]
        assert blocks == titles or name in RECOVERED, name


def test_blocks_are_ordered_and_stripped(reports):
    for name, _, report in reports:
        at = 0
        for block in report.blocks:
            body = report.text[block.start : block.end]
            assert block.start >= at and body and body == squeeze(body), (name, block)
            at = block.end
        for link in report.links:
            assert report.text[link.start : link.end].strip() and link.url.startswith("http"), (name, link)


def test_a_year_of_pages_takes_seconds(pages):
    start = time.perf_counter()
    for name, data in pages[:183]:
        make_report(data, name.split("/")[1] + ".html")
    assert time.perf_counter() - start < SECONDS_FOR_2024


@pytest.mark.parametrize("name", ["Macedonia2014", "afghanistan2014", "albania2010", "kazakhstan2014"])
def test_mac_roman_reviews(shared, name):
    data = (shared / "corpus" / "awkward" / f"{name}.txt").read_bytes()
    report = make_report(data, f"{name}.txt")
    assert (
        report.metadata["country_iso3"]
        == {"M": "MKD", "af": "AFG", "al": "ALB", "k": "KAZ"}[
            next(key for key in ("M", "af", "al", "k") if name.startswith(key))
        ]
    )
    assert len(report.text) == len(data) and "’s" in report.text and "\r" not in report.text
    assert sum(1 for block in report.blocks if block.kind in ("paragraph", "list_item")) > 100
