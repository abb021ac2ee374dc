"""The simulator's time: the machine's, plus an offset kept in a file that the application may share."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Clock:
    """Seconds since the epoch. `file` holds `{"offset_seconds": n}`; no file means no offset."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file

    def now(self) -> int:
        return int(time.time()) + self.offset()

    def offset(self) -> int:
        if self.file is None:
            return 0
        try:
            return int(json.loads(self.file.read_text())["offset_seconds"])
        except (FileNotFoundError, ValueError, KeyError):
            return 0


def rfc3339(at: int) -> str:
    """As API v2 writes times: UTC, milliseconds, Z."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
