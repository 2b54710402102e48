"""The metadata of a report: from manifest, page, file name and text, in that order, each with its basis."""

from __future__ import annotations

import calendar
import re
from collections import Counter, defaultdict

from pipeline.countries import Country, find_country, find_mentions
from pipeline.ids import make_slug
from pipeline.readers import amnesty
from pipeline.readers.publishers import find_annual_series, find_publisher, find_series, find_slugs, read_publishers
from pipeline.readers.reading import Reading

HEAD_LINES = 40
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
CLEAR_LEAD = 1.5
FEWEST_MENTIONS = 3
HEAD_WEIGHT = 5
STATE_WEIGHT = 2
STATE_WORDS = re.compile(r"(?:[’']s)?\s+(?:government|authorities|parliament|police|constitution|law|court|penal code)")
HEAD_LENGTH = 500
ADDRESS_KIND = re.compile(r"/(news|report)s?/(?:19|20)\d\d/")
DATELINE = re.compile(r"^\([A-Z][^()\n]{2,40}\) [–—-] ", re.MULTILINE)
MONTHS = list(calendar.month_name)[1:]
MONTH, DAY, FULL_YEAR = rf"(?P<month>{'|'.join(MONTHS)})", r"(?P<day>\d{1,2})", r"(?P<year>(?:19|20)\d\d)"
#: a line that is a day, with what came out on it: "March 14, 2019 Video", "Distr.: General 4 April 2014";
#: or the dateline of a news release, "(Geneva, March 3, 2021) – "
DAY_LINES = (
    re.compile(rf"(?:[\w.: ]{{0,30}}\s)?{MONTH} {DAY}, {FULL_YEAR}(?: [A-Z][A-Za-z ]{{3,20}})?$"),
    re.compile(rf"(?:[\w.: ]{{0,30}}\s)?{DAY} {MONTH},? {FULL_YEAR}$"),
    re.compile(rf"\([^()]{{3,40}}, {MONTH} {DAY}, {FULL_YEAR}\) [–—-] "),
)


def complete_metadata(reading: Reading, row: dict[str, str], file: str, folder: str) -> dict[str, str]:
    """Metadata of one report, strings only; "" = unknown.

    ``row`` is the manifest's (or empty), ``file`` the file's name, ``folder`` that of its batch. A ``*_basis`` beside
    publisher, series, title, country, coverage and published says where the value comes from: manifest, page, file_name
    or text (series: put together from the series' name)."""
    facts = reading.facts
    manifest = _known(row)
    for name, value in manifest.items():
        setattr(facts, name, value)
        facts.bases[name] = "manifest"
    _note_title_series(reading)
    if reading.reader == "plain_text":
        _note_head_lines(reading)
    _note_bare_title(reading)
    _note_file_name(reading, file, folder)
    if not facts.publisher:
        _note_publisher_in_text(reading)
    country, country_basis = _resolve_country(reading, file)
    _check_coverage(reading, file)
    if country and facts.series and facts.edition_year:
        named = find_series(facts.title)
        if find_country(facts.title) or (named and not named.country):
            facts.title = ""
        facts.note("series", title=f"{facts.series} {facts.edition_year}: {country.name}")
    _note_kind(reading)
    year = facts.coverage_year
    publisher = next((p for p in read_publishers() if p.name == facts.publisher), None)
    return {
        "publisher": facts.publisher,
        "publisher_basis": facts.bases.get("publisher", ""),
        "series": facts.series,
        "series_basis": facts.bases.get("series", ""),
        "title": facts.title,
        "title_basis": facts.bases.get("title", ""),
        "country_name": country.name if country else "",
        "country_iso3": country.iso3 if country else "",
        "country_basis": country_basis,
        "edition_year": facts.edition_year if facts.series else "",
        "coverage_start": f"{year}-01-01" if year else "",
        "coverage_end": f"{year}-12-31" if year else "",
        "coverage_basis": facts.bases.get("coverage_year", "") if year else "",
        "published": facts.published,
        "published_basis": facts.bases.get("published", ""),
        "language": facts.language or guess_language(reading.text),
        "source_url": facts.url,
        "licence": row.get("licence", "") or (publisher.licence if publisher else ""),
        "kind": facts.kind,
        "reader": reading.reader,
    }


def make_doc_id(metadata: dict[str, str], words_hash: str) -> str:
    """The id of a report by what it is, the same for the same report in another file format.

    >>> make_doc_id({"publisher": "Human Rights Watch", "series": "World Report", "country_iso3": "KAZ",
    ...              "coverage_start": "2022-01-01"}, "0123456789")
    'hrw-world-report-kaz-2022'
    """
    publisher, series = find_slugs(metadata["publisher"], metadata.get("series", ""))
    publisher = publisher or make_slug(metadata["publisher"], 4)
    country, year = metadata["country_iso3"].lower(), metadata["coverage_start"][:4]
    if publisher and series and country and year:
        return f"{publisher}-{series}-{country}-{year}"
    when, title = metadata["published"] or year, make_slug(metadata["title"])
    known = [publisher, metadata["kind"] or "text", country, when, title]
    if title and (publisher or country) and when:
        return "-".join(part for part in known if part)
    return "-".join([part for part in (publisher, country, year) if part] + [words_hash[:10]])


def guess_language(text: str) -> str:
    """The language of a text: "en" where a tenth of its words are the commonest English ones, else ""."""
    words = re.findall(r"[a-z]+", text[:20_000].lower())
    common = sum(1 for word in words if word in {"the", "of", "and", "to", "in", "a", "that", "for", "on", "by"})
    return "en" if words and common >= 0.1 * len(words) else ""


def _known(row: dict[str, str]) -> dict[str, str]:
    names = ("publisher", "title", "country", "coverage_year", "published", "url")
    known = {name: row[name] for name in names if row.get(name)}
    publisher = find_publisher(known.get("publisher", ""))
    return known | ({"publisher": publisher.name} if publisher else {})


def _note_title_series(reading: Reading) -> None:
    """The series that the manifest's title names ("World Report 2023: Kazakhstan")."""
    facts = reading.facts
    for name in ("title", "url"):
        series = find_series(getattr(facts, name))
        if series and facts.publisher in ("", series.publisher):
            basis = facts.bases.get(name, "page")
            facts.note(basis, publisher=series.publisher, series=series.series, edition_year=series.edition)
            facts.note(basis, coverage_year=series.coverage, country=series.country)


def _note_head_lines(reading: Reading) -> None:
    """What the first lines of a text dump say: its title, "Events of 2022", the series' name."""
    facts = reading.facts
    head = [reading.text[block.start : block.end] for block in reading.blocks[:HEAD_LINES]]
    titles = [reading.text[b.start : b.end] for b in reading.blocks[:6] if b.kind == "title"]
    for line in head:
        series = find_series(line) if len(line) < 160 else None
        if series and facts.publisher in ("", series.publisher):
            facts.note("text", publisher=series.publisher, series=series.series, coverage_year=series.coverage)
            facts.note("text", edition_year=series.edition, country=series.country)
    if facts.publisher == amnesty.PUBLISHER:
        for line in [facts.title, *head[:5]]:
            amnesty.note_entry(facts, line, facts.bases.get("title", "text") if line == facts.title else "text")
    facts.note("text", title=" ".join(titles[0].split()) if titles else "")
    for line in head[:15]:
        found = next((found for pattern in DAY_LINES if (found := pattern.match(line))), None)
        if found:
            month = MONTHS.index(found["month"]) + 1
            facts.note("text", published=f"{found['year']}-{month:02}-{int(found['day']):02}")
    facts.alternatives += titles


def _note_bare_title(reading: Reading) -> None:
    """A title that is only a country's name, of a publisher with an annual series, is that country's chapter."""
    facts = reading.facts
    if facts.coverage_year and find_country(facts.title):
        series, edition = find_annual_series(facts.publisher, facts.coverage_year)
        facts.note(facts.bases.get("title", "page"), series=series, edition_year=edition, country=facts.title)


def _note_kind(reading: Reading) -> None:
    """News or report, by the address or the dateline."""
    facts = reading.facts
    address = ADDRESS_KIND.search(facts.url)
    dateline = DATELINE.search(reading.text[:4000])
    facts.note("page", kind=address.group(1) if address else "news" if dateline and not facts.series else "")


def _note_file_name(reading: Reading, file: str, folder: str) -> None:
    facts = reading.facts
    stem = file.rsplit(".", 1)[0]
    for name in (stem, folder, f"{folder} {stem}"):
        spaced = re.sub(r"[_\W]+", " ", name)
        series = find_series(spaced)
        publisher = find_publisher(spaced) or find_publisher(name)
        if series and facts.publisher in ("", series.publisher):
            facts.note("file_name", publisher=series.publisher, series=series.series, edition_year=series.edition)
            facts.note("file_name", coverage_year=series.coverage)
        elif publisher:
            facts.note("file_name", publisher=publisher.name)
    years = YEAR.findall(stem)
    if len(set(years)) == 1 and (facts.series or not facts.published):
        facts.note("file_name", coverage_year=years[0])


def _note_publisher_in_text(reading: Reading) -> None:
    """The organisation that speaks of itself: "Human Rights Watch said today"."""
    counts: Counter[str] = Counter()
    for publisher in read_publishers()[:3]:
        told = re.compile(rf"{re.escape(publisher.name)}(?: researchers)? (?:said|found|interviewed|documented|spoke)")
        counts[publisher.name] = len(told.findall(reading.text[:200_000]))
    name, count = counts.most_common(1)[0]
    if count >= 1 and count >= 2 * sorted(counts.values())[-2]:
        reading.facts.note("text", publisher=name)


def _resolve_country(reading: Reading, file: str) -> tuple[Country | None, str]:
    facts = reading.facts
    basis = facts.bases.get("country", "page")
    for name, where in [(facts.country, basis)] + [(name, "page") for name in facts.alternatives]:
        country = find_country(name) or find_in_slug(name)
        if country:
            return country, "text" if reading.reader == "plain_text" and where == "page" else where
    country = find_in_slug(file.rsplit(".", 1)[0])
    if country:
        return country, "file_name"
    title = _only_country(facts.title)
    if title:
        return title, facts.bases.get("title", "page")
    mentioned = _most_mentioned(reading)
    return mentioned, "text" if mentioned else ""


def find_in_slug(slug: str) -> Country | None:
    """The one country that a file's name or the last part of an address names.

    >>> find_in_slug("ghana__trashed").iso3, find_in_slug("state-papua-new-guinea-2024").iso3
    ('GHA', 'PNG')
    """
    words = [w for w in re.findall(r"[^\W\d_]+", slug) if w.lower() not in ("trashed", "copy", "final", "html")]
    whole = find_country(" ".join(words))
    if whole:
        return whole
    found: list[Country] = []
    at = 0
    while at < len(words) and len(words) < 30:
        for end in range(len(words), at, -1):
            country = find_country(" ".join(words[at:end])) if len(" ".join(words[at:end])) > 3 else None
            if country:
                found.append(country)
                at = end - 1
                break
        at += 1
    return found[0] if len({country.iso3 for country in found}) == 1 else None


def _only_country(line: str) -> Country | None:
    named = {iso3 for mention in find_mentions(line) if len(mention.iso3) == 1 for iso3 in mention.iso3}
    return find_country(named.pop()) if len(named) == 1 else None


def _most_mentioned(reading: Reading) -> Country | None:
    """The country most mentioned, what stands early counting more, if no other comes near."""
    weights: dict[str, float] = defaultdict(float)
    for mention in find_mentions(reading.text[:300_000]):
        if mention.kind == "abbreviation":  # "the U.S. Department of State" stands in every report
            continue
        weight = HEAD_WEIGHT if mention.start < HEAD_LENGTH else 1
        weight += STATE_WEIGHT if STATE_WORDS.match(reading.text, mention.end) else 0
        for iso3 in mention.iso3:
            weights[iso3] += weight / len(mention.iso3)
    ranked = sorted(weights.items(), key=lambda found: (-found[1], found[0]))[:2]
    if not ranked or ranked[0][1] < FEWEST_MENTIONS:
        return None
    clear = len(ranked) == 1 or ranked[0][1] >= CLEAR_LEAD * ranked[1][1]
    return find_country(ranked[0][0]) if clear else None


def _check_coverage(reading: Reading, file: str) -> None:
    """A year in the file's name that is neither the edition nor the coverage deserves a look."""
    facts = reading.facts
    years = set(YEAR.findall(file))
    if facts.coverage_year and facts.series and years and not years & {facts.coverage_year, facts.edition_year}:
        known = f"{facts.coverage_year} ({facts.bases.get('coverage_year', '')})"
        reading.warnings.append(f"the file's name says {', '.join(sorted(years))} but the report covers {known}")
