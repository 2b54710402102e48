"""A write that is killed leaves what was there."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import writing
from pipeline.writing import recover_folder, replace_folder, write_atomically


def make_folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "a.txt").write_text(text)
    return path


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_folder_is_replaced_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool) -> None:
    if not can_exchange:
        monkeypatch.setattr(writing, "_exchange", lambda new, old: False)
    old, new = make_folder(tmp_path / "old", "old"), make_folder(tmp_path / "new", "new")
    (old / "gone.txt").write_text("x")
    replace_folder(new, old)
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert [path.name for path in old.iterdir()] == ["a.txt"]
    assert (old / "a.txt").read_text() == "new"


def test_a_folder_moved_aside_comes_back(tmp_path: Path) -> None:
    make_folder(tmp_path / ".old.previous", "old")
    recover_folder(tmp_path / "old")
    assert (tmp_path / "old" / "a.txt").read_text() == "old"
    assert not (tmp_path / ".old.previous").exists()


def test_a_failed_write_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    write_atomically(path, b"old")

    def fail(*_: object) -> None:
        raise OSError("killed")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="killed"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
