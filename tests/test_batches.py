"""make sees what was added, edited and removed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.batches import find_batches, main, name_batch


def make_raw(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    for name in (
        "one.txt",
        "a/two.HTML",
        "a/b c/three.htm",
        "a/notes.md",
        "d/notes.md",
        ".git/x.txt",
        "a/corrections/x.csv",
    ):
        path = raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    return raw


def test_every_folder_with_reports_is_a_batch(tmp_path: Path) -> None:
    raw = make_raw(tmp_path)
    assert [path.relative_to(raw).as_posix() for path in find_batches(raw)] == [".", "a", "a/b c"]


def test_names_differ_where_paths_do() -> None:
    paths = [".", "top", "a/b", "a-b", "a b", "a", "é", "è"]
    names = [name_batch(path) for path in paths]
    assert len(set(names)) == len(paths)
    assert all(name.isascii() and " " not in name and "/" not in name for name in names)


def test_the_list_is_written_only_when_files_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw, build = make_raw(tmp_path), tmp_path / "build"
    assert main(raw, build, ["x"]) == 0
    assert capsys.readouterr().out.split() == ["top", "a", name_batch("a/b c")]
    listed = build / "a" / "files.list"
    os.utime(listed, (1, 1))
    main(raw, build, ["x"])
    assert listed.stat().st_mtime == 1
    (raw / "a" / "two.HTML").write_text("other text")
    main(raw, build, ["x"])
    assert listed.stat().st_mtime > 1
    os.utime(listed, (1, 1))
    (raw / "a" / "corrections" / "x.csv").unlink()
    main(raw, build, ["x"])
    assert listed.stat().st_mtime > 1


def test_a_missing_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(tmp_path / "none", tmp_path / "build", []) == 1
    assert "none" in capsys.readouterr().err
