"""The demo while it runs: its clock, its database, its operator's commands, and the death of its worker."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import create_engine, text

from marketplace.gateways import mailbox
from marketplace.kit import clock

ROOT = Path(__file__).parents[2]
SLOWEST_START = 600
"""Seconds for the whole story to be played, on a machine that does much else."""


@dataclass
class Site:
    """What `make demo` starts, on ports of its own."""

    url: str
    simulator: str
    instance: Path
    database: str
    environment: Mapping[str, str]
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def log(self) -> Path:
        return self.instance / "demo.log"

    def start(self) -> None:
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                flask("demo"), cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + SLOWEST_START
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("the demo did not start:\n" + self.log.read_text()[-4000:])
            time.sleep(0.2)

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/health", timeout=5).ok
        except (requests.ConnectionError, requests.Timeout):
            return False

    def stop(self) -> None:
        """Ctrl-C, which has to be clean."""
        assert self._process
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        assert self._process.wait(timeout=180) == 0, self.log.read_text()[-3000:]

    def kill_worker(self) -> None:
        """As a machine does that runs out of memory. The rest of the demo stops, and says so."""
        assert self._process
        started = re.findall(r"worker started \(pid=(\d+)\)", self.log.read_text())
        os.killpg(int(started[-1]), signal.SIGKILL)
        assert self._process.wait(timeout=180) != 0

    def now(self) -> datetime:
        """What the demo's clock says."""
        return datetime.now(UTC) + timedelta(seconds=clock.offset(self.instance / "clock.json"))

    def today(self) -> date:
        return self.now().date()

    def working_days(self, after: int, count: int) -> list[date]:
        """`count` working days of one week, beginning on the first Monday at least that many days ahead."""
        day = self.today() + timedelta(days=after)
        monday = day + timedelta(days=-day.weekday() % 7)
        return [monday + timedelta(days=number) for number in range(count)]

    def rows(self, select: str, **values: Any) -> list[tuple[Any, ...]]:
        """What stands in the demo's database, behind every page."""
        engine = create_engine(self.database)
        with engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(text(select), values)]
        engine.dispose()
        return found

    def mails(self, *, to: str, subject: str) -> list[str]:
        """The texts of those mails, as they lie in the demo's mailbox."""
        received = mailbox.received(self.instance / "mailbox", to=to)
        return [mail.text for mail in received if mail.subject == subject]

    def play(self, step: str, **values: Any) -> Any:
        """A step of `set_up`, through the use cases; what came of it."""
        command = (sys.executable, "-m", "tests.flows.set_up", step, json.dumps(values))
        run = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr[-3000:]
        return json.loads(run.stdout.splitlines()[-1])

    def flask(self, *command: str) -> str:
        """What one of the operator's commands says, which has to succeed."""
        return subprocess.run(
            flask(*command), cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        ).stdout


def flask(*command: str) -> list[str]:
    return [str(Path(sys.executable).with_name("flask")), "--app", "wsgi", *command]
