"""Office files are ZIP archives, and an archive can be a trap: a few kilobytes that unpack to a disk full, or a lock."""

import io
import zipfile
import zlib

MOST_ENTRIES = 2_000
MOST_UNPACKED = 150 * 1024 * 1024
"""Bytes of everything in it together, embedded documents included."""
MOST_RATIO, HARMLESS = 150, 10 * 1024 * 1024
"""So many times its size may an archive unpack to, once that is more than `HARMLESS` bytes."""
DEEPEST = 1
"""Documents are embedded in documents; nothing honest goes deeper."""

_ENCRYPTED = 0x1
_ARCHIVE = b"PK\x03\x04"
_CHUNK = 1 << 20


class Trap(Exception):
    """The archive is not safe to open; the text says what somebody can do about it."""


class _Budget:
    """What is left of `MOST_UNPACKED`, shared by an archive and what is embedded in it."""

    def __init__(self, packed: int) -> None:
        self.left = min(MOST_UNPACKED, max(HARMLESS, packed * MOST_RATIO))

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise Trap("unpacks to far more than its size. Save it anew, or make a PDF of it.")


def parts(content: bytes) -> dict[str, bytes]:
    """Names of everything in the archive, each with its first bytes. It has all been unpacked once, in small pieces, so what
    the archive says about sizes has been checked. Raises `Trap`, or `zipfile.BadZipFile` when it is broken."""
    return _unpacked(content, _Budget(len(content)), 0)


def _unpacked(content: bytes, budget: _Budget, depth: int) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check(entries, budget)
            return {one.filename: _read(archive, one, budget, depth) for one in entries}
    except (NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error) as broken:
        raise zipfile.BadZipFile(str(broken)) from broken


def _check(entries: list[zipfile.ZipInfo], budget: _Budget) -> None:
    """What the archive says about itself, before anything is unpacked."""
    if len(entries) > MOST_ENTRIES or len({one.filename for one in entries}) < len(entries):
        raise Trap("is not put together as its program would. Save it anew, or make a PDF of it.")
    if any(one.flag_bits & _ENCRYPTED for one in entries):
        raise Trap("is locked with a password. Take the password off, please.")
    if sum(one.file_size for one in entries) > budget.left:
        budget.spend(budget.left + 1)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget, depth: int) -> bytes:
    """Its first bytes. An archive within is gone through in the same way."""
    with archive.open(entry) as part:
        begin = part.read(_CHUNK)
        budget.spend(len(begin))
        pieces = [begin]
        while piece := part.read(_CHUNK):
            budget.spend(len(piece))
            if begin.startswith(_ARCHIVE):
                pieces.append(piece)
    if begin.startswith(_ARCHIVE):
        if depth >= DEEPEST:
            raise Trap("holds archives within archives. Hand in what matters on its own.")
        _unpacked(b"".join(pieces), budget, depth + 1)
    return begin[:100]
