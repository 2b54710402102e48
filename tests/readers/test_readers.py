"""Every reader on a constructed page: the blocks, the links and what the page says of itself."""

from pathlib import Path

import pytest

from pipeline.parse import make_report

FIXTURES = Path(__file__).parent.parent / "fixtures"
CASES = sorted(path.name for path in FIXTURES.iterdir() if path.suffix in (".html", ".txt"))


def describe(report):
    return {
        "doc_id": report.doc_id,
        "metadata": {k: v for k, v in report.metadata.items() if v and k not in ("words_hash", "parse_key")},
        "blocks": [
            f"{b.kind}{f' {b.level}' if b.level else ''}: {' '.join(report.text[b.start : b.end].split())}"
            for b in report.blocks
        ],
        "links": [f"{report.text[x.start : x.end]} -> {x.url}" for x in report.links],
        "issues": [issue.message for issue in report.issues],
    }


@pytest.mark.parametrize("name", CASES)
def test_reader(name, data_regression):
    path = FIXTURES / name
    report = make_report(path.read_bytes(), "x" + path.suffix)
    data_regression.check(describe(report), basename=path.stem + path.suffix.replace(".", "_"))
