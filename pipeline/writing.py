"""Writes that a kill cannot leave half done."""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

EXCHANGE = 2  # RENAME_EXCHANGE of linux/fs.h
AT_FDCWD = -100


def write_atomically(path: Path, data: bytes) -> None:
    """Write to a temporary file beside ``path``, then rename it there."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_bytes(data)
    os.replace(temporary, path)


def replace_folder(new: Path, old: Path) -> None:
    """Put the folder ``new`` in the place of ``old``, which is removed. On Linux the two change places in one step;
    elsewhere
    ``old`` is moved aside first, and ``recover_folder`` mends what a kill between the two steps leaves."""
    if not old.exists():
        os.replace(new, old)
        return
    if not _exchange(new, old):
        aside = _aside(old)
        os.replace(old, aside)
        os.replace(new, old)
        shutil.rmtree(aside)
        return
    shutil.rmtree(new)


def recover_folder(folder: Path) -> None:
    """Put back a folder that was moved aside when its replacement was killed."""
    aside = _aside(folder)
    if aside.exists():
        if folder.exists():
            shutil.rmtree(aside)
        else:
            os.replace(aside, folder)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.previous")


def _exchange(one: Path, other: Path) -> bool:
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), EXCHANGE) == 0
