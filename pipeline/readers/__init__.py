"""Readers: from the bytes of one file to one report's text, blocks, links and what it says of itself.

One module a source. A reader of pages has ``recognises(page)`` and ``read(page)``; the first that recognises a page
reads it, ``article`` takes any. Plain text has ``plain_text.read_text``."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.readers import amnesty, article, hrw, state_dept
from pipeline.readers.encoding import UnreadableFile, decode_bytes
from pipeline.readers.html_page import parse_page
from pipeline.readers.plain_text import read_text
from pipeline.readers.reading import Reading

PAGE_READERS = (state_dept, hrw, amnesty, article)
MARKUP_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|main|p|h1)\b", re.I | re.S
)
TAG = re.compile(r"<(?:p|div|br|span|a|h[1-6]|body|html|section|article)\b[^>]*>", re.IGNORECASE)
PAGE_START = re.compile(r"<html[\s>]", re.IGNORECASE)
EVENTS_LINE = re.compile(r"^[ \t]*Events of (?:19|20)\d\d[ \t]*$", re.MULTILINE)
STATE_TITLE = re.compile(r"^.{0,8}(?:19|20)\d\d Country Reports on Human Rights Practices: \S.{0,60}$", re.MULTILINE)
FEWEST_WORDS = 20
SENTENCE_END = re.compile(r"[.!?:;…][”’\"')\]]*\d{0,3}$|[”\"]$")


def read_report(data: bytes, suffix: str) -> Reading:
    """Read one file. ``suffix`` (".txt", ".html") is a hint only: markup is known by its tags.

    Raises ``UnreadableFile`` with the reason and what to do."""
    text, encoding = decode_bytes(data)
    is_page = MARKUP_START.match(text[:3000]) is not None or (suffix != ".txt" and TAG.search(text) is not None)
    reading = _read_page(text) if is_page else _read_dump(text)
    if encoding == "utf-8 with invalid bytes" or "�" in reading.text:
        lost = reading.text.count("\ufffd")
        reading.warnings.append(f"has {lost} characters lost to invalid bytes: fetch it again")
    _warn_of_open_end(reading)
    return reading


def _read_page(text: str) -> Reading:
    if len(PAGE_START.findall(text)) > 1:
        raise UnreadableFile("holds two pages one after the other: keep one report a file")
    if PAGE_START.search(text[:5000]) and not re.search(r"</(?:html|body)\s*>", text[-20_000:], re.IGNORECASE):
        raise UnreadableFile("is cut off (the page has no end): fetch it again")
    try:
        page = parse_page(text)
    except (ValueError, SyntaxError, etree.LxmlError) as error:
        raise UnreadableFile(f"has markup that cannot be read ({error}): save the page again") from error
    reader = next(reader for reader in PAGE_READERS if reader.recognises(page))
    try:
        reading: Reading = reader.read(page)
    except LookupError as error:
        raise UnreadableFile(str(error)) from error
    if _count_words(reading) < FEWEST_WORDS:
        raise UnreadableFile("no narrative found: save the page of one report")
    return reading


def _read_dump(text: str) -> Reading:
    reading = read_text(text)
    for pattern in (EVENTS_LINE, STATE_TITLE):
        found = pattern.findall(reading.text)
        if len(found) > 1:
            names = ", ".join(dict.fromkeys(" ".join(line.split()) for line in found))
            raise UnreadableFile(f"holds {len(found)} reports ({names}): keep one report a file")
    if _count_words(reading) < FEWEST_WORDS:
        raise UnreadableFile("has no narrative: remove it or fetch it again")
    return reading


def _count_words(reading: Reading) -> int:
    return sum(len(reading.text[b.start : b.end].split()) for b in reading.blocks if b.kind != "boilerplate")


def _warn_of_open_end(reading: Reading) -> None:
    prose = [reading.text[b.start : b.end] for b in reading.blocks if b.kind in ("paragraph", "list_item")]
    if prose and len(prose[-1]) > 80 and not SENTENCE_END.search(prose[-1].rstrip("*. ") + prose[-1][-1:]):
        reading.warnings.append(f"ends within a sentence (“…{prose[-1][-40:]}”): it may be cut off")
