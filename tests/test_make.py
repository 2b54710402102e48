"""make as a user runs it, on a small batch of constructed reports."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.schema import read_frame

ROOT = Path(__file__).parent.parent
VENV = Path(sys.prefix)

CHAPTER = """Events of {year}

{country}’s government arrested {count} activists in March {year}.

Freedom of Assembly

On May 4, police dispersed a protest in the capital of {country}. At least {count} people were detained.
"""

pytestmark = pytest.mark.skipif(
    not (VENV / ".ready").exists(), reason="runs in the environment that make sets up: make test"
)


def write_chapter(path: Path, country: str, year: int, count: int = 7) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(CHAPTER.format(country=country, year=year, count=count), encoding="utf-8")


def make_command(tmp_path: Path, *words: str) -> list[str]:
    settings = [
        f"RAW={tmp_path / 'raw'}",
        f"OUT={tmp_path / 'out'}",
        f"BUILD={tmp_path / 'build'}",
        f"VENV={VENV}",
        "JOBS=1",
    ]
    return ["make", "--no-print-directory", "-C", str(ROOT), *words, *settings]


def run_make(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(make_command(tmp_path, *words), capture_output=True, text=True, env=environment, check=False)


def hash_folder(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A built dataset of two reports: one straight in raw/, one in a folder with a blank in its name."""
    write_chapter(tmp_path / "raw" / "kenya.txt", "Kenya", 2021)
    write_chapter(tmp_path / "raw" / "old editions" / "nepal.txt", "Nepal", 2014)
    done = run_make(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    return tmp_path


def test_a_file_dropped_anywhere_is_built_and_nothing_is_built_twice(built: Path) -> None:
    documents = read_frame(built / "out" / "documents.csv")
    assert list(documents["country_iso3"]) == ["KEN", "NPL"]
    assert list(documents["source_file"]) == ["kenya.txt", "old editions/nepal.txt"]
    assert list(documents["coverage_start"]) == ["2021-01-01", "2014-01-01"]
    before = hash_folder(built / "out")
    again = run_make(built)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert hash_folder(built / "out") == before

    write_chapter(built / "raw" / "chad.txt", "Chad", 2021, 12)
    more = run_make(built)
    assert "annotate top: annotated 1, reused 1" in more.stderr
    assert "nepal" not in more.stderr
    assert list(read_frame(built / "out" / "documents.csv")["country_iso3"]) == ["KEN", "NPL", "TCD"]

    (built / "raw" / "chad.txt").unlink()
    assert run_make(built).returncode == 0
    assert hash_folder(built / "out") == before


def test_a_bad_file_is_named_and_the_others_are_built(built: Path) -> None:
    (built / "raw" / "empty.txt").write_bytes(b"")
    for _ in range(2):
        done = run_make(built)
        assert done.returncode != 0
        assert "empty.txt" in done.stderr
        assert list(read_frame(built / "out" / "documents.csv")["country_iso3"]) == ["KEN", "NPL"]
    issues = read_frame(built / "out" / "issues.csv")
    assert "empty.txt" in set(issues["source_file"])


def test_a_run_that_is_killed_leaves_the_dataset_whole(built: Path) -> None:
    before = hash_folder(built / "out")
    write_chapter(built / "raw" / "kenya.txt", "Kenya", 2021, 9)
    for wait in (0.3, 2.0, 4.0, 6.0):
        os.utime(built / "raw" / "kenya.txt")
        running = subprocess.Popen(
            make_command(built), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(wait)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        left = hash_folder(built / "out")
        assert left.keys() == before.keys()
        if left != before:
            break
    assert run_make(built).returncode == 0
    assert "9 activists" in (built / "out" / "sentences.csv").read_text(encoding="utf-8")


def test_another_folder_of_the_user_is_not_overwritten(built: Path) -> None:
    precious = built / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work")
    command = [word if not word.startswith("OUT=") else f"OUT={precious}" for word in make_command(built)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "precious" in done.stderr
    assert [path.name for path in precious.iterdir()] == ["thesis.txt"]
