"""Tell make what there is to build. Standard library only: make runs it before anything is installed.

    python3 pipeline/batches.py RAW BUILD [SETTING ...]

A batch is a folder under RAW (or RAW itself) that holds report files. For each, ``BUILD/<batch>/files.list`` says
which files
with which size and time; it is written only when that changed, so that make sees a file that was added, edited or
removed.
``BUILD/<batch>/folder`` is the path of the batch. Prints the names of the batches. The settings go to
``BUILD/settings``,
written likewise."""

from __future__ import annotations

import os
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

REPORT_SUFFIXES = (".html", ".htm", ".xhtml", ".txt")
OTHER_NAMES = ("manifest.csv",)
CORRECTIONS = "corrections"
TOP = "top"


def find_batches(raw: Path) -> Iterator[Path]:
    """The folders under ``raw`` that hold report files, in the order of their names."""
    for folder, inside, files in os.walk(raw):
        inside[:] = sorted(name for name in inside if not name.startswith(".") and name != CORRECTIONS)
        if any(is_input(name) for name in files):
            yield Path(folder)


def is_input(name: str) -> bool:
    """Whether a file is a report or a manifest, by its name (hidden files are not)."""
    return not name.startswith(".") and (name.lower().endswith(REPORT_SUFFIXES) or name in OTHER_NAMES)


def name_batch(path: str) -> str:
    """A name for a batch that make can bear: letters, digits, dots, dashes; a checksum where that changed the path.

    >>> name_batch("hrw-world-report-2023"), name_batch("."), name_batch("old editions/2014")
    ('hrw-world-report-2023', 'top', 'old-editions-2014-7e7b7343')
    """
    if path == ".":
        return TOP
    plain = re.sub(r"[^A-Za-z0-9.-]+", "-", path)
    return plain if plain == path and plain != TOP else f"{plain}-{zlib.crc32(path.encode()):08x}"


def list_files(folder: Path) -> str:
    """One line a file: size, time of change, name."""
    files = [path for path in folder.iterdir() if path.is_file() and is_input(path.name)]
    files += [path for path in (folder / CORRECTIONS).glob("*.csv")]
    lines = [(str(path.relative_to(folder)), path.stat()) for path in files]
    return "".join(f"{stat.st_size}\t{stat.st_mtime_ns}\t{name!r}\n" for name, stat in sorted(lines))


def write_if_changed(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".tmp")
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)


def main(raw: Path, build: Path, settings: list[str]) -> int:
    if not raw.is_dir():
        print(f"there is no folder {raw} (RAW=...)", file=sys.stderr)
        return 1
    names = []
    for folder in find_batches(raw):
        name = name_batch(folder.relative_to(raw).as_posix())
        write_if_changed(build / name / "files.list", list_files(folder))
        write_if_changed(build / name / "folder", str(folder))
        names.append(name)
    write_if_changed(build / "settings", "\n".join([str(raw), *names, *settings]) + "\n")
    print(" ".join(names))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
