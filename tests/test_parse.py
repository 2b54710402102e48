"""The parse stage: one batch in, reports and issues out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import parse
from pipeline.lexicon import read_lexicon
from pipeline.parse import main, make_report
from pipeline.readers.encoding import LARGEST_FILE, UnreadableFile, decode_bytes
from pipeline.readers.plain_text import replace_one_to_one
from pipeline.report import BLOCK_KINDS, read_reports

ROOT = Path(__file__).parent.parent
CHAPTER = ROOT / "raw" / "hrw-world-report-2023" / "kazakhstan.txt"
SENTENCES = (
    "Police in Accra arrested ten activists on March 3. A court in Kumasi fined four of them in May, and freed two. "
    * 3
)
PAGE = "<html><head><title>Ghana</title></head><body><h1>Ghana</h1>{}</body></html>"


def run(folder, out=None, *options):
    out = out or folder / "build" / "reports.jsonl"
    assert main([str(folder), str(out), *options]) == 0
    lines = (out.parent / "parse_issues.jsonl").read_text(encoding="utf-8").splitlines()
    return list(read_reports(out)), [json.loads(line) for line in lines]


def check_report(report):
    at = 0
    for block in report.blocks:
        body = report.text[block.start : block.end]
        assert at <= block.start < block.end and body == body.strip() and block.kind in BLOCK_KINDS
        at = block.end
    assert at <= len(report.text)
    for link in report.links:
        assert report.text[link.start : link.end].strip()
        assert link.url.startswith(("http://", "https://"))
    assert all(isinstance(value, str) for value in report.metadata.values())
    assert report.from_json(report.to_json()) == report


BAD = {
    "empty.txt": (b"", "is empty"),
    "blank.html": (b" \n\t ", "is empty"),
    "binary.txt": (bytes(range(256)) * 40, "is not text"),
    "zeros.html": (b"\x00" * 5000, "is empty"),
    "paper.html": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    "office.txt": (b"PK\x03\x04" + b"\x00" * 100, "Office"),
    "cut.html": (f"<!doctype html><html><body><p>{SENTENCES}</p><p>and th".encode(), "cut off"),
    "links.html": (PAGE.format("<p><a href='/x'>One of many links</a></p>" * 40).encode(), "narrative"),
    "results.html": (PAGE.replace("Ghana", "50 results for Ghana").format(f"<p>{SENTENCES}</p>").encode(), "results"),
    "two.html": (PAGE.format(f"<p>{SENTENCES}</p>").encode() * 2, "two pages"),
    "two.txt": (f"Events of 2021\n\n{SENTENCES}\n\nEvents of 2022\n\n{SENTENCES}".encode(), "2 reports"),
    "menu.txt": (b"Home\nAbout\n", "narrative"),
    "huge.txt": (b"x" * (LARGEST_FILE + 1), "split it"),
    "depths.html": (("<html><body>" + "<div>" * 50_000 + SENTENCES + "</body></html>").encode(), "nests deeper"),
}  # fmt: skip


def test_bad_files_become_issues_and_the_rest_is_built(tmp_path):
    for name, (data, _) in BAD.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good-ghana-2021.txt").write_text(SENTENCES, encoding="utf-8")
    reports, issues = run(tmp_path)
    assert [report.source_file for report in reports] == ["good-ghana-2021.txt"]
    told = {issue["subject"]: issue for issue in issues}
    for name, (_, reason) in BAD.items():
        assert reason in told[name]["message"]
        assert (told[name]["stage"], told[name]["severity"]) == ("parse", "error")
        assert ":" in told[name]["message"]  # the reason, then what to do


def test_state_page_with_two_bodies(tmp_path):
    page = (ROOT / "tests" / "fixtures" / "state_2024.html").read_text(encoding="utf-8")
    body = page[page.index('<div id="report_content"') : page.index('<div class="report__side">')]
    (tmp_path / "two.html").write_text(page.replace('<div class="report__side">', body + '<div class="report__side">'))
    (tmp_path / "none.html").write_text(page.replace("report_content", "x").replace("report__content", "y"))
    reports, issues = run(tmp_path)
    assert not reports
    assert [("narrative" in issue["message"], "2 report bodies" in issue["message"]) for issue in issues] == [
        (True, False),
        (False, True),
    ]


def test_markup_a_thousand_deep_is_read():
    deep = PAGE.format("<div>" * 1000 + f"<p>{SENTENCES}</p>" + "</div>" * 1000 + f"<p>{SENTENCES}</p>")
    report = make_report(deep.encode(), "ghana-2021.html")
    assert len(report.blocks) == 2


def test_markup_is_data():
    body = f"<script>alert(1)</script><p onclick='x()'>{SENTENCES} &lt;b&gt;1 &amp; 2&lt;/b&gt;.</p>"
    page = PAGE.format(body + "<a href='javascript:x()'>here</a>")
    report = make_report(page.encode(), "ghana-2021.html")
    assert "alert" not in report.text and "<b>1 & 2</b>" in report.text and not report.links


def make_chapter_page(text):
    """The chapter in hrw.org's markup, made from its dump."""
    parts = []
    for line in (line.strip() for line in text.splitlines() if line.strip()):
        if line == "Skip to main content":
            parts.append(f'<a class="visually-hidden" href="#main">{line}</a><main><article><h1>Kazakhstan</h1>')
        elif line.startswith("Events of"):
            parts.append(f'<p class="chapter-header__subtitle">{line}</p>')
        elif line.startswith("Riot police"):
            parts.append(f"<figure><figcaption>{line}")
        elif line.startswith("©"):
            parts.append(
                f'<span class="media-block__credit">{line}</span></figcaption></figure><div class="rich-text">'
            )
        else:
            parts.append(f"<h2>{line}</h2>" if len(line) < 60 else f"<p>{line.replace(' ', ' &#8203;&nbsp;', 1)}</p>")
    head = "<title>World Report 2023: Kazakhstan | Human Rights Watch</title>"
    return f"<html><head>{head}</head><body>{''.join(parts)}</div></article></main></body></html>"


def test_chapter_as_page_and_as_text_is_the_same_report():
    text = CHAPTER.read_text(encoding="utf-8")
    dump = make_report(text.encode(), "x1.txt")
    page = make_report(make_chapter_page(text).encode(), "y.html")
    as_lines = [
        [(b.kind, b.level, " ".join(r.text[b.start : b.end].split())) for b in r.blocks if b.kind != "boilerplate"]
        for r in (dump, page)
    ]
    assert as_lines[0] == as_lines[1]
    assert dump.doc_id == page.doc_id == "hrw-world-report-kaz-2022"
    assert dump.metadata["words_hash"] == page.metadata["words_hash"]


def test_chapter_with_a_meaningless_name_and_no_manifest():
    report = make_report(CHAPTER.read_bytes(), "scan-0017.txt")
    known = {key: report.metadata[key] for key in ("country_iso3", "coverage_start", "publisher", "edition_year")}
    assert known == {
        "country_iso3": "KAZ",
        "coverage_start": "2022-01-01",
        "publisher": "Human Rights Watch",
        "edition_year": "2023",
    }
    assert (report.metadata["country_basis"], report.metadata["coverage_basis"]) == ("text", "text")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding, line_end):
    text = f"Côte d’Ivoire\n\n{SENTENCES}\n\nThe “naïve” law – of 2019 – was the minister’s.\n"
    data = text.replace("\n", line_end).encode(encoding)
    report = make_report(data, "a.txt")
    assert [" ".join(report.text[b.start : b.end].split()) for b in report.blocks] == [
        line.strip() for line in text.split("\n") if line
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_page_in_an_old_encoding_by_what_it_declares(encoding):
    declared = {"cp1252": "iso-8859-1", "mac_roman": "macintosh"}[encoding]
    page = PAGE.replace("<head>", f"<head><meta charset={declared}>").format(f"<p>{SENTENCES} It’s José’s.</p>")
    assert make_report(page.encode(encoding), "ghana-2021.html").text.endswith("It’s José’s.")


def test_offsets_of_text_are_those_of_the_file():
    raw = "Skip\u00a0to main content\r\n\r\nIn Accra,\u200b police inter\u00advened.\u2009They left.\r" + SENTENCES
    report = make_report(raw.encode(), "ghana-2021.txt")
    assert len(report.text) == len(raw)
    changed = {a for a, b in zip(raw, report.text, strict=True) if a != b}
    assert changed == {"\u00a0", "\u200b", "\u2009", "\r"}


def test_invalid_bytes_are_told():
    data = "Côte d’Ivoire – “one” ".encode() * 30 + SENTENCES.encode() + b" \xff\xfe " + SENTENCES.encode()
    report = make_report(data, "x.txt")
    assert any("invalid bytes" in issue.message for issue in report.issues)


def test_manifest_rows(tmp_path):
    (tmp_path / "a.txt").write_text(SENTENCES, encoding="utf-8")
    (tmp_path / "b.txt").write_text(SENTENCES + "More was not told.", encoding="utf-8")
    (tmp_path / "manifest.csv").write_text(
        "\ufefffile;publisher;title;country;coverage_year;published;extra\n"
        "a.txt;Human Rights Watch;World Report 2022: Ghana;Ruritania;21;yesterday;x\n"
        "gone.txt;;;;;;\n;;;GHA;;;\na.txt;;;;;;\n",
        encoding="utf-8",
    )
    reports, issues = run(tmp_path)
    assert reports[0].doc_id == "hrw-world-report-gha-2021"
    told = [(issue["subject"], issue["severity"], issue["message"]) for issue in issues]
    for subject, severity, part in [
        ("gone.txt", "error", "not there"),
        ("b.txt", "warning", "not in manifest.csv"),
        ("manifest.csv", "error", "country 'Ruritania'"),
        ("manifest.csv", "error", "coverage_year '21'"),
        ("manifest.csv", "error", "published 'yesterday'"),
        ("manifest.csv", "error", "names no file"),
        ("manifest.csv", "error", "a second time"),
        ("manifest.csv", "info", "extra"),
    ]:
        assert any(s == subject and v == severity and part in m for s, v, m in told), (subject, part, told)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", '"file\n', "file\n\x00\n", "%PDF-1.4", "file,country\n'x\"\n"])
def test_a_manifest_that_cannot_be_used_is_an_issue(tmp_path, text):
    (tmp_path / "ghana-2021.txt").write_text(SENTENCES, encoding="utf-8")
    (tmp_path / "manifest.csv").write_text(text, encoding="utf-8")
    reports, issues = run(tmp_path)
    assert len(reports) == 1 and issues


def test_the_manifest_goes_before_the_page(tmp_path):
    page = (ROOT / "tests" / "fixtures" / "state_2024.html").read_bytes()
    (tmp_path / "x.html").write_bytes(page)
    (tmp_path / "manifest.csv").write_text("file,country,coverage_year,licence\nx.html,Togo,2023,mine\n")
    (report,), _ = run(tmp_path)
    assert (report.metadata["country_iso3"], report.metadata["country_basis"]) == ("TGO", "manifest")
    assert (report.metadata["coverage_start"], report.metadata["licence"]) == ("2023-01-01", "mine")


def test_duplicates_are_built_once_and_versions_kept_apart(tmp_path):
    dump = f"Ghana\n\nEvents of 2021\n\n{SENTENCES}"
    (tmp_path / "a.txt").write_text(dump, encoding="utf-8")
    (tmp_path / "b.txt").write_text(dump.replace("\n", "\r\n"), encoding="utf-8")
    (tmp_path / "c.txt").write_text(
        dump + "\n\nA second part tells of more that happened in the north.", encoding="utf-8"
    )
    reports, issues = run(tmp_path)
    assert [report.source_file for report in reports] == ["a.txt", "c.txt"]
    assert reports[0].doc_id == "hrw-world-report-gha-2021"
    assert reports[1].doc_id.startswith("hrw-world-report-gha-2021-")
    told = {(issue["subject"], issue["severity"]) for issue in issues}
    assert ("b.txt", "error") in told and ("c.txt", "warning") in told


def test_only_what_changed_is_read_again(tmp_path, capsys):
    for name in ("ghana", "togo", "benin"):
        (tmp_path / f"{name}-2021.txt").write_text(SENTENCES + name, encoding="utf-8")
    first, issues = run(tmp_path)
    assert capsys.readouterr().out == "parsed 3, reused 0\n"
    assert run(tmp_path) == (first, issues)
    assert capsys.readouterr().out == "parsed 0, reused 3\n"
    (tmp_path / "togo-2021.txt").write_text(SENTENCES + "changed", encoding="utf-8")
    (tmp_path / "benin-2021.txt").unlink()
    second, _ = run(tmp_path)
    assert capsys.readouterr().out == "parsed 1, reused 1\n"
    assert [report.source_file for report in second] == ["ghana-2021.txt", "togo-2021.txt"]
    (tmp_path / "build" / "reports.jsonl").write_text("{half a line", encoding="utf-8")
    assert run(tmp_path)[0] == second


def test_which_files_are_read(tmp_path):
    for name in ("A.TXT", "b.htm", "c.xhtml", "notes.md", ".hidden.txt"):
        (tmp_path / name).write_text(PAGE.format(f"<p>{SENTENCES}{name}</p>"), encoding="utf-8")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "d.txt").write_text(SENTENCES, encoding="utf-8")
    assert [report.source_file for report in run(tmp_path)[0]] == ["A.TXT", "b.htm", "c.xhtml"]


def test_a_failed_run_leaves_the_previous_output(tmp_path, monkeypatch):
    (tmp_path / "ghana-2021.txt").write_text(SENTENCES, encoding="utf-8")
    run(tmp_path)
    out = tmp_path / "build" / "reports.jsonl"
    before = out.read_bytes()

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(parse, "parse_file", stop)
    with pytest.raises(KeyboardInterrupt):
        main([str(tmp_path), str(out)])
    assert out.read_bytes() == before
    assert sorted(os.listdir(out.parent)) == ["parse_issues.jsonl", "reports.jsonl"]


def test_usage_errors_end_with_2(tmp_path):
    command = [sys.executable, "-m", "pipeline.parse"]
    assert subprocess.run([*command, str(tmp_path / "no")], cwd=ROOT, capture_output=True).returncode == 2
    done = subprocess.run([*command, str(tmp_path / "no"), str(tmp_path / "o")], cwd=ROOT, capture_output=True)
    assert done.returncode == 2 and b"no folder" in done.stderr


def test_parse_does_not_load_spacy():
    code = "import sys, pipeline.parse; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("row", read_lexicon("page_lines.csv"), ids=lambda row: row["example"])
def test_page_lines_fit_their_examples(row):
    from pipeline.readers.shape import find_line_kind

    assert find_line_kind(row["example"]) == row["kind"]


@pytest.mark.parametrize("row", read_lexicon("series.csv"), ids=lambda row: row["example"])
def test_series_fit_their_examples(row):
    from pipeline.readers.publishers import find_series

    assert find_series(row["example"]).series == row["series"]


@pytest.mark.parametrize("row", read_lexicon("publishers.csv"), ids=lambda row: row["slug"])
def test_publishers_fit_their_examples(row):
    from pipeline.readers.publishers import find_publisher

    assert find_publisher(row["example"]).name == row["publisher"]


PIECES = [
    "<p>", "</p>", "<div class='rich-text'>", "<div id=report_content>", "</div>", "<a href='http://a/b'>", "</a>",
    "<a href='#x'>", "<br>", "<h1>", "</h1>", "<h2>", "<li>", "<figure>", "<figcaption>", "<!--", "-->", "<![CDATA[",
    "<b>", "</b>", "<table><tr><td>", "<script>", "</script>", "&nbsp;", "&#0;", "&#x110000;", "\u200b", "\u00ad",
    "<meta property='og:site_name' content='Human Rights Watch'>", "<title>", "<base href='http://[x'>", "<svg>",
    "Events of 2021", SENTENCES, "Ghana. ", "\x00", "\ufffe",
]  # fmt: skip
MARKUP = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
SETTINGS = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@given(data=st.binary(max_size=400) | st.text(max_size=400).map(lambda t: t.encode("utf-8", "surrogatepass")))
@SETTINGS
def test_any_bytes_give_a_report_or_a_reason(data):
    for name in ("x.txt", "x.html"):
        for content in (data, SENTENCES.encode() + data + SENTENCES.encode()):
            try:
                check_report(make_report(content, name))
            except UnreadableFile as error:
                assert ":" in str(error)


@given(markup=MARKUP)
@SETTINGS
def test_any_markup_gives_a_report_or_a_reason(markup):
    for content in (markup, PAGE.format(f"<article>{markup}<p>{SENTENCES}</article>")):
        try:
            check_report(make_report(content.encode("utf-8", "surrogatepass"), "x.html"))
        except UnreadableFile as error:
            assert ":" in str(error)


@given(text=st.text())
@SETTINGS
def test_replacements_keep_every_place(text):
    replaced = replace_one_to_one(text)
    assert len(replaced) == len(text)
    assert all(a == b or b in " \n" for a, b in zip(text, replaced, strict=True))


@given(text=st.text(alphabet="abc äöü’“”–éñ ", min_size=20))
@SETTINGS
def test_utf_8_is_never_taken_for_something_else(text):
    try:
        assert decode_bytes(text.encode())[0] == text
    except UnreadableFile:
        assert not text.strip() or sum(map(str.isalpha, text)) < len(text) / 2
