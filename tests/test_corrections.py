"""What people correct in a batch folder, and what happens when it fits no longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.corrections import Correction, apply_corrections, read_corrections
from pipeline.linking import Links, link_entities
from pipeline.tables.entities import alias_rows, candidate_rows, entity_rows

HEADER = "action,entity_id,value,document,who,why\n"


def person(name: str) -> dict[str, object]:
    key = "person:" + name.lower().replace(" ", "-")
    return {
        "key": key,
        "label": "PERSON",
        "canonical_name": name,
        "roles": ["mayor"],
        "aliases": [[name, "full"]],
        "n_mentions": 2,
    }


@pytest.fixture
def links() -> Links:
    records = [
        ("doc-1", {"country_iso3": "KAZ"}, [person("Kasym Tokayev"), person("Eva Ruiz")]),
        ("doc-2", {"country_iso3": "KAZ"}, [person("Qasym Tokaev"), person("Eva Ruiz")]),
    ]
    return link_entities(records)


def correct(links: Links, action: str, entity_id: str, value: str = "", document: str = "") -> tuple[Links, list[str]]:
    line = Correction(
        action, entity_id, value, document, "A. Reader", "the same man", "batch/corrections/a.csv, line 2"
    )
    changed, issues = apply_corrections(links, [line])
    return changed, [issue.message for issue in issues]


def test_merge_joins_mentions_names_and_documents(links: Links) -> None:
    changed, issues = correct(links, "merge", "person:KAZ:qasym-tokaev", "person:KAZ:kasym-tokayev")
    merged = changed.entities["person:KAZ:kasym-tokayev"]
    assert issues == [] and "person:KAZ:qasym-tokaev" not in changed.entities
    assert (merged.n_mentions, merged.documents) == (4, ["doc-1", "doc-2"])
    assert {alias for alias, _ in merged.aliases} == {"Kasym Tokayev", "Qasym Tokaev"}
    assert changed.entity_id("doc-2", "person:qasym-tokaev") == "person:KAZ:kasym-tokayev"
    assert merged.evidence[-1] == "corrected (merge) by A. Reader: the same man"
    assert list(candidate_rows(links)) and not list(candidate_rows(changed))


def test_the_links_given_are_left_as_they_were(links: Links) -> None:
    before = dict(links.by_local)
    correct(links, "drop", "person:KAZ:eva-ruiz")
    assert links.by_local == before and "person:KAZ:eva-ruiz" in links.entities


def test_split_makes_another_entity_of_one_document(links: Links) -> None:
    changed, issues = correct(links, "split", "person:KAZ:eva-ruiz", "", "doc-2")
    assert issues == []
    assert changed.entity_id("doc-1", "person:eva-ruiz") == "person:KAZ:eva-ruiz"
    assert changed.entity_id("doc-2", "person:eva-ruiz") == "person:KAZ:eva-ruiz:doc-2"
    assert changed.entities["person:KAZ:eva-ruiz"].documents == ["doc-1"]
    assert [changed.entities[x].n_mentions for x in ("person:KAZ:eva-ruiz", "person:KAZ:eva-ruiz:doc-2")] == [2, 2]
    rows = {row["entity_id"]: row["n_documents"] for row in alias_rows(changed) if row["alias"] == "Eva Ruiz"}
    assert rows == {"person:KAZ:eva-ruiz": 1, "person:KAZ:eva-ruiz:doc-2": 1}


def test_rename_relabel_and_drop(links: Links) -> None:
    assert (
        correct(links, "rename", "person:KAZ:eva-ruiz", "Eva Ruíz")[0].entities["person:KAZ:eva-ruiz"].canonical_name
        == "Eva Ruíz"
    )
    assert correct(links, "relabel", "person:KAZ:eva-ruiz", "ORG")[0].entities["person:KAZ:eva-ruiz"].label == "ORG"
    dropped, _ = correct(links, "drop", "person:KAZ:eva-ruiz")
    assert dropped.entity_id("doc-1", "person:eva-ruiz") == ""
    assert "person:KAZ:eva-ruiz" not in {row["entity_id"] for row in entity_rows(dropped)}


@pytest.mark.parametrize(
    ("action", "entity_id", "value", "document", "message"),
    [
        ("drop", "person:KAZ:nobody", "", "", "there is no entity person:KAZ:nobody any more"),
        ("merge", "person:KAZ:eva-ruiz", "person:KAZ:nobody", "", "no entity person:KAZ:nobody to merge into"),
        ("merge", "person:KAZ:eva-ruiz", "person:KAZ:eva-ruiz", "", "are one entity already"),
        ("split", "person:KAZ:eva-ruiz", "", "doc-9", "is not named in doc-9"),
    ],
)
def test_a_correction_that_fits_no_longer_is_an_issue(
    links: Links, action: str, entity_id: str, value: str, document: str, message: str
) -> None:
    changed, issues = correct(links, action, entity_id, value, document)
    assert len(issues) == 1 and message in issues[0]
    assert changed.entities.keys() == links.entities.keys()


def test_corrections_follow_one_another(links: Links) -> None:
    lines = [
        Correction("merge", "person:KAZ:qasym-tokaev", "person:KAZ:kasym-tokayev", "", "A", "b"),
        Correction("rename", "person:KAZ:qasym-tokaev", "K. Tokayev", "", "A", "b"),
    ]
    changed, issues = apply_corrections(links, lines)
    assert issues == [] and changed.entities["person:KAZ:kasym-tokayev"].canonical_name == "K. Tokayev"


def test_files_are_read_in_order_and_faulty_lines_are_issues(tmp_path: Path) -> None:
    folder = tmp_path / "batch" / "corrections"
    folder.mkdir(parents=True)
    (folder / "b.csv").write_text(HEADER + "drop,org:x,,,A. Reader,not a body\n", encoding="utf-8")
    (folder / "a.csv").write_text(
        HEADER + 'rename,org:y,"Body, the",,A. Reader,spelling\nmerge,org:z,,,A. Reader,same\n'
        "delete,org:z,,,A,b\ndrop,org:z,,,,\n"
        "relabel,org:z,PLACE,,A,b\nsplit,org:z,,,A,b\n",
        encoding="utf-8-sig",
    )
    (folder / "c.csv").write_bytes(b"\xff\xfe\x00")
    found, issues = read_corrections([tmp_path / "batch"])
    assert [(c.action, c.entity_id, c.source) for c in found] == [
        ("rename", "org:y", "batch/corrections/a.csv, line 2"), ("drop", "org:x", "batch/corrections/b.csv, line 2"),
    ]  # fmt: skip
    assert found[0].value == "Body, the"
    assert [issue.message.split(":")[0] for issue in issues] == [
        "line 3",
        "line 4",
        "line 5",
        "line 6",
        "line 7",
        issues[-1].message.split(":")[0],
    ]
    assert len(issues) == 6 and issues[-1].subject == "batch/corrections/c.csv"
