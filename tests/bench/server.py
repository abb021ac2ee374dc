"""The server as the product runs it, on a free port: gunicorn with two workers of four threads."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from marketplace.cli.demo import WEB_PROCESSES as WORKERS
from marketplace.cli.demo import WEB_THREADS as THREADS

ROOT = Path(__file__).parents[2]


@contextmanager
def served(program: str = "wsgi:app", **environment: str) -> Iterator[tuple[int, int]]:
    """Its port, and the process that started the workers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    gunicorn = Path(sys.executable).with_name("gunicorn")
    size = ["--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread"]
    quiet = ["--no-control-socket", "--log-level", "warning", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen([gunicorn, *size, *quiet, program], env=os.environ | environment, cwd=ROOT)
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=15)


def megabytes(process: int) -> float:
    """Of that process and its children; what they share is counted once."""
    families = [path.parent for path in Path("/proc").glob("[0-9]*/stat") if _parent(path) == process]
    counts = [_proportional(one) for one in (Path(f"/proc/{process}"), *families)]
    return sum(counts) / 1024


def _parent(stat: Path) -> int:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError):
        return 0


def _proportional(process: Path) -> int:
    """Kilobytes."""
    found = re.search(r"^Pss:\s+(\d+)", (process / "smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0


def _wait_for(port: int, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            line = HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/health")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")
