"""Pages to read the dataset with: one HTML page a report, in which every row stands at its sentence, and a list of them.

Everything from a report is escaped; the pages load nothing and run nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from pipeline.schema import Table, format_value

Row = Mapping[str, Any]

MARKED = ("mentions", "dates", "figures", "events", "quotes")
LEFT_OUT = ("doc_id", "sentence_id", "char_start", "char_end", "counted_start", "counted_end")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
body { font: 16px/1.5 Georgia, serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff }
nav, td, th, summary, .legend { font: 13px/1.4 system-ui, sans-serif } h1, h2, h3 { line-height: 1.2 }
table { border-collapse: collapse; margin: .3rem 0 .8rem; display: block; overflow-x: auto }
th, td { border: 1px solid #ccc; padding: .15rem .4rem; text-align: left; vertical-align: top } th { background: #f2f2f2 }
.sentence { margin: .35rem 0 } .sentence:target { background: #fff6cc; outline: .5rem solid #fff6cc }
details { margin: 0 0 .6rem } summary { cursor: pointer; color: #555 }
mark { background: none; color: inherit; border-bottom: 3px solid } .caption, .credit, .boilerplate { color: #666; font-style: italic }
.mentions { border-color: #2563a8 } .dates { border-color: #1a7f4b } .figures { border-color: #b45309 }
.events { border-color: #b3261e } .quotes { background: #f1f1f1; border-bottom: 0 }
"""


def make_page(title: str, body: Iterable[str]) -> str:
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>',
            f"<style>{STYLE}</style></head><body>",
            *body,
            "</body></html>\n",
        ]
    )


def mark_text(text: str, offset: int, marks: Sequence[tuple[int, int, str]]) -> str:
    """The escaped text with every mark (start, end, class; offsets as in the report) drawn, overlaps included.

    >>> mark_text("On May 4 & 5", 10, [(13, 18, "dates")])
    'On <mark class="dates">May 4</mark> &amp; 5'
    """
    inside = [(max(0, s - offset), min(len(text), e - offset), kind) for s, e, kind in marks]
    cuts = sorted({0, len(text), *(at for s, e, _ in inside for at in (s, e) if s < e)})
    parts = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        kinds = sorted({kind for s, e, kind in inside if s <= start and end <= e})
        words = escape(text[start:end])
        parts.append(f'<mark class="{" ".join(kinds)}">{words}</mark>' if kinds else words)
    return "".join(parts)


def make_table(table: Table, rows: Sequence[Row], leave_out: Sequence[str] = LEFT_OUT) -> str:
    """The rows as an HTML table with the columns that any of them fills."""
    names = [c.name for c in table.columns if c.name not in leave_out and any(format_value(row.get(c.name)) for row in rows)]
    lines = ["<table><tr>" + "".join(f"<th>{name}</th>" for name in [table.name, *names]) + "</tr>"]
    for row in rows:
        cells = "".join(f"<td>{escape(format_value(row.get(name)))}</td>" for name in names)
        lines.append(f"<tr><td></td>{cells}</tr>")
    return "".join([*lines, "</table>"])


def make_report_page(schema: Mapping[str, Table], rows: Mapping[str, Sequence[Row]]) -> str:
    """The page of one report: its sentences in order, each with the rows that stand in it."""
    document = rows["documents"][0]
    title = str(document.get("title") or document["doc_id"])
    inside: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    homes = {row["event_id"]: row["sentence_id"] for row in rows.get("events", ())}
    for name, own in rows.items():
        for row in own:
            sentence = row.get("sentence_id") or homes.get(row.get("event_id", ""))
            if name != "sentences" and sentence:
                inside[sentence][name].append(row)
    body = ['<nav><a href="../index.html">All reports</a></nav>', f"<h1>{escape(title)}</h1>"]
    body.append(_make_description(schema["documents"], document))
    body.append('<p class="legend">' + " ".join(f'<mark class="{kind}">{kind}</mark>' for kind in MARKED) + "</p>")
    for sentence in rows["sentences"]:
        body.append(_make_sentence(schema, sentence, inside.get(sentence["sentence_id"], {})))
    return make_page(title, body)


def _make_description(table: Table, row: Row) -> str:
    cells = [(column.name, format_value(row.get(column.name))) for column in table.columns]
    lines = "".join(f"<tr><th>{name}</th><td>{escape(cell)}</td></tr>" for name, cell in cells if cell)
    return f"<details><summary>About this report</summary><table>{lines}</table></details>"


def _make_sentence(schema: Mapping[str, Table], sentence: Row, own: Mapping[str, Sequence[Row]]) -> str:
    marks = [(row["char_start"], row["char_end"], name) for name in MARKED for row in own.get(name, ())]
    text = mark_text(sentence["text"], sentence["char_start"], marks)
    tag = {"title": "h2", "heading": "h3"}.get(sentence["role"], "p")
    line = f'<{tag} class="sentence {sentence["role"]}" id="{sentence["sentence_id"]}">{text}</{tag}>'
    if not own:
        return line
    tables = "".join(make_table(schema[name], some) for name, some in own.items())
    count = sum(len(some) for some in own.values())
    return f"{line}<details><summary>{count} {'row' if count == 1 else 'rows'}</summary>{tables}</details>"


def make_index(schema: Mapping[str, Table], documents: Sequence[Row], issues: Sequence[Row], counts: Mapping[str, int]) -> str:
    """The page that lists the reports, the tables and the issues."""
    body = ["<h1>Country report tables</h1>", "<p>Every row of every table, at its sentence.</p>", "<h2>Reports</h2>"]
    body.append("<table><tr><th>report</th><th>publisher</th><th>country</th><th>from</th><th>to</th><th>sentences</th></tr>")
    for row in documents:
        cells = (row.get(name) for name in ("publisher", "country_name", "coverage_start", "coverage_end", "n_sentences"))
        link = f'<a href="pages/{escape(row["doc_id"])}.html">{escape(str(row.get("title") or row["doc_id"]))}</a>'
        body.append(f"<tr><td>{link}</td>" + "".join(f"<td>{escape(format_value(cell))}</td>" for cell in cells) + "</tr>")
    body.append("</table><h2>Tables</h2><table><tr><th>table</th><th>rows</th><th>what a row is</th></tr>")
    for name, table in schema.items():
        link = f'<a href="{name}.csv">{name}.csv</a>'
        body.append(f"<tr><td>{link}</td><td>{counts.get(name, 0)}</td><td>{escape(table.description)}</td></tr>")
    body.append("</table><p>What every column means: CODEBOOK.md. Event types: ")
    kinds = next((column.vocabulary for column in schema["events"].columns if column.name == "event_type"), ())
    body.append(", ".join(f'<a href="event_types/{kind.lower()}.html">{kind}</a>' for kind in kinds) + "</p>")
    if issues:
        body += ["<h2>Issues</h2>", make_table(schema["issues"], issues, ())]
    return make_page("Country report tables", body)
