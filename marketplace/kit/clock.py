"""The one clock. Everything asks it; tests and the demo move it.

The demo keeps an offset in a small file that the web server, the worker and the Stripe simulator all read,
so a newcomer can let a week pass with one click.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

Source = Callable[[], datetime]


def _real() -> datetime:
    return datetime.now(UTC)


_source: Source = _real


def use(source: Source | None) -> None:
    """Replace the clock's source; None brings the real one back."""
    global _source
    _source = source or _real


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _source()


def today(zone: str = "UTC") -> date:
    """The date that a wall calendar shows in that time zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def from_file(path: Path) -> Source:
    """A source that adds the offset kept in `path` (`{"offset_seconds": n}`); a missing file means none."""

    def shifted() -> datetime:
        return _real() + timedelta(seconds=offset(path))

    return shifted


def offset(path: Path) -> int:
    """Seconds by which that file moves the clock."""
    try:
        return int(json.loads(path.read_text())["offset_seconds"])
    except FileNotFoundError:
        return 0


def advance(path: Path, by: timedelta) -> None:
    """Move the clock kept in `path` forward."""
    shift(path, offset(path) + int(by.total_seconds()))


def shift(path: Path, seconds: int) -> None:
    """Set the clock kept in `path` that far from the real one. Replaces the file whole: a reader never sees half of it."""
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"offset_seconds": seconds}))
    fresh.replace(path)
