"""Files that people upload, kept outside the web root under names of our own, never under theirs."""

import os
import re
from pathlib import Path

from flask import current_app

from marketplace.kit.errors import NotFound
from marketplace.kit.ids import new_ref

_KEY = re.compile(r"[0-9a-z]{20}")


def keep(content: bytes) -> str:
    """Store the bytes; the key to get them back. They are on disk, whole, when this returns."""
    key = new_ref(20)
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return key


def path_of(key: str) -> Path:
    """Where the file lies. Raises `NotFound`."""
    path = _path(key)
    if not path.is_file():
        raise NotFound
    return path


def has(key: str) -> bool:
    """Whether the file lies there."""
    return _path(key).is_file()


def drop(key: str) -> None:
    """Remove the file; that it is gone already is no error."""
    _path(key).unlink(missing_ok=True)


def _path(key: str) -> Path:
    if not _KEY.fullmatch(key):
        raise NotFound
    return Path(current_app.config["FILES_PATH"]) / key[:2] / key
