"""`python -m tests.bench`: one table of everything that is measured, from one run.

`N="10000 100000"` chooses among the sizes that `make bench-data` has made.
"""

import os
import platform
import time
from importlib.metadata import version

from sqlalchemy import create_engine, text

from tests.bench import databases, searching, verification, writing
from tests.bench.searching import Line

HEAD = f"{'':<24}{'clients':>8}{'p50 ms':>9}{'p95 ms':>9}{'a second':>10}{'of bare':>9}{'MB':>6}{'kB':>6}"


def main() -> None:
    chosen = {int(one) for one in os.environ.get("N", "").replace(",", " ").split()}
    found = [one for one in databases.present() if not chosen or one[1] in chosen]
    print(f"Measured {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())} on {_machine()}\n")
    print(HEAD)
    base: dict[int, float] = {}
    for line in searching.bare():
        base[line.clients] = line.rate
        _tell(line, base)
    for engine, number, address in found:
        print(f"\n{engine}, {number:,} experts")
        for line in (*searching.sql(address), *searching.pages(address)):
            _tell(line, base)
        for what, rate in writing.measured(address):
            print(f"  {what:<46}{rate:>14.0f}", flush=True)
    if not found:
        print("\nNothing to search: make bench-data N=10000 makes something.")
    print()
    verification.main()


def _tell(line: Line, base: dict[int, float]) -> None:
    shown = f"  {line.what:<22}{line.clients:>8}{line.middle:>9.2f}{line.p95:>9.2f}"
    if line.rate:
        share = line.rate / base[line.clients]
        shown += f"{line.rate:>10.0f}{share:>9.3f}{line.memory:>6.0f}{line.bytes / 1024:>6.0f}"
    print(shown, flush=True)


def _machine() -> str:
    names = ("flask", "gunicorn", "sqlalchemy", "psycopg")
    parts = [f"{os.cpu_count()} cores", f"Python {platform.python_version()}"]
    parts += [f"{name} {version(name)}" for name in names]
    with create_engine("sqlite://").connect() as connection:
        parts.append(f"SQLite {connection.scalar(text('SELECT sqlite_version()'))}")
    address = databases.server()
    if address:
        with create_engine(address).connect() as connection:
            parts.append(f"PostgreSQL {connection.scalar(text('SHOW server_version'))}")
    return ", ".join(parts)


if __name__ == "__main__":
    main()
