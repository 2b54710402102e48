"""From bytes to text: which encoding a file is in, and what is no text at all."""

from __future__ import annotations

import codecs
import re

#: Files above this are refused: the longest page known has 0.5 MB, a whole yearbook 4 MB.
LARGEST_FILE = 8_000_000

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "an RTF document"),
)
DECLARED = re.compile(rb"""(?:charset\s*=\s*|<\?xml[^>]{0,80}encoding\s*=\s*)["']?\s*([\w.:-]+)""", re.IGNORECASE)
#: What typography looks like where an 8-bit encoding was guessed right.
PLAUSIBLE = re.compile(
    r"(?<=\w)[’'](?=\w)|(?<=s)’(?=\s)|(?:^|(?<=[\s(]))[“‘](?=\w)|(?<=[\w.,!?])[”’](?=[\s.,;:)]|$)"
    r"|(?<=\s)[–—•](?=\s)|(?<=\w)[–—](?=\w)|(?<=[a-z])[à-öø-ÿžšœı](?=[a-z\s.,’]|$)|(?<![a-zA-Z])[À-ÖØ-ÞŽŠ](?=[a-z])"
    r"|[©§°£€…\xa0]"
)
ODD = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")


class UnreadableFile(ValueError):
    """Why a file cannot become a report, and what to do: the text of an issue."""


def decode_bytes(data: bytes) -> tuple[str, str]:
    """The text of a file and the encoding it was in.

    A byte order mark decides; then UTF-8 if every byte fits; UTF-16 without a mark by its zero bytes; what the page
    declares; else Windows-1252 or Mac Roman, whichever gives the likelier typography.

    >>> decode_bytes("Côte d’Ivoire – 5".encode("mac_roman"))
    ('Côte d’Ivoire – 5', 'mac-roman')
    >>> decode_bytes(b"%PDF-1.4 ...")
    Traceback (most recent call last):
    pipeline.readers.encoding.UnreadableFile: is a PDF document, not a page or a text: save it as .txt or .html
    """
    if not data.strip(b"\x00\t\n\r\x0b\x0c \xef\xbb\xbf"):
        raise UnreadableFile("is empty: fetch it again or remove it")
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(
            f"has {len(data):,} bytes, more than the {LARGEST_FILE:,} a report can have: split it or remove it"
        )
    for signature, what in SIGNATURES:
        if data.lstrip()[: len(signature)] == signature:
            raise UnreadableFile(f"is {what}, not a page or a text: save it as .txt or .html")
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding), encoding
    wide = _guess_utf16(data)
    if wide:
        return _decode(data, wide), wide
    try:
        return _refuse_binary(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError as error:
        return _decode_8_bit(data, error)


def _decode(data: bytes, encoding: str) -> str:
    try:
        return _refuse_binary(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"has the byte order mark of {encoding} but bytes at {error.start} that do not fit: save it as UTF-8"
        ) from error


def _guess_utf16(data: bytes) -> str:
    head = data[:2000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) >= 20 and odd > len(head) * 0.3 and even < len(head) * 0.02:
        return "utf-16-le"
    if len(head) >= 20 and even > len(head) * 0.3 and odd < len(head) * 0.02:
        return "utf-16-be"
    return ""


def _decode_8_bit(data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """Windows-1252 or Mac Roman; and UTF-8 with a few broken bytes, where almost all of the others fit."""
    broken = data.decode("utf-8", errors="replace")
    wrong = broken.count("�")
    right = sum(1 for char in broken if char > "\x7f") - wrong
    if right > 20 * wrong:
        return _refuse_binary(broken), "utf-8 with invalid bytes"
    declared = DECLARED.search(data[:4000])
    name = declared.group(1).decode("ascii").lower() if declared else ""
    if name and name not in ("utf-8", "utf8"):
        try:
            codec = "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name
            return _refuse_binary(data.decode(codec)), codecs.lookup(codec).name
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    candidates = [(_decode_or_none(data, codec), codec) for codec in ("cp1252", "mac_roman", "iso8859_2")]
    scored = [(_score_typography(text), text, codec) for text, codec in candidates if text is not None]
    _, text, codec = max(scored, key=lambda found: found[0])
    return _refuse_binary(text), codecs.lookup(codec).name


def _decode_or_none(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return data.decode("latin-1") if codec == "cp1252" else None


def _score_typography(text: str) -> float:
    """Plausible less implausible characters above ASCII, in the text's first part."""
    sample = text[:400_000]
    high = sum(1 for char in sample if char > "\x7f")
    controls = sum(1 for char in sample if "\x80" <= char <= "\x9f")
    plausible = sum(1 for found in PLAUSIBLE.finditer(sample) if found.group() > "\x7f")
    return plausible - (high - plausible) - 5 * controls


def _refuse_binary(text: str) -> str:
    sample = text[:30_000]
    odd = len(ODD.findall(sample))
    letters = sum(map(str.isalpha, sample))
    if odd > 0.02 * len(sample) or letters < 0.3 * len(sample.strip()):
        raise UnreadableFile("is not text (a binary file under a text's name): remove it or convert it")
    return text
