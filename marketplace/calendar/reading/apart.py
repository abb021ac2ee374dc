"""Reading in a process of its own, which may take so much time and memory and no more.

A rule like "every day, but only on 31 February" makes a parser look through thousands of years. Nothing inside one process can
stop it; the system can. The process is given the calendar and nothing else: no settings, no secrets, no database.
"""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import marketplace
from marketplace.calendar.reading.expanding import Busy, Reading
from marketplace.db.session import outside_transaction
from marketplace.kit.errors import Invalid
from marketplace.kit.period import Days

SECONDS = 20
ROOT = Path(marketplace.__file__).parents[1]


def read(body: bytes, days: Days, own: str = "") -> Reading:
    """As `expanding.read`; also raises `Invalid` when it takes too much."""
    outside_transaction()
    asked = [days.first.isoformat(), days.last.isoformat(), own]
    command = [sys.executable, "-m", "marketplace.calendar.reading", *asked]
    try:
        done = subprocess.run(command, input=body, capture_output=True, timeout=SECONDS, cwd=ROOT, env={})  # noqa: S603
    except subprocess.TimeoutExpired:
        raise _too_much() from None
    if done.returncode != 0:
        raise _too_much()
    return _told(json.loads(done.stdout))


def _told(told: dict[str, object]) -> Reading:
    if "refused" in told:
        raise Invalid(str(told["refused"]))
    rows: list[tuple[bool, str, str]] = told["busy"]  # type: ignore[assignment]
    busy = (
        Busy(floating, datetime.fromisoformat(starts), datetime.fromisoformat(ends))
        for floating, starts, ends in rows
    )
    return Reading(tuple(busy), int(str(told["left_out"])))


def _too_much() -> Invalid:
    return Invalid("It takes too long to read. Choose a calendar with fewer or simpler events.")
