"""`python -m marketplace.calendar.reading <first day> <last day> <own>`: a calendar on standard input, JSON on standard output."""

import json
import resource
import sys
from datetime import date

from marketplace.calendar.reading import expanding
from marketplace.kit.errors import Invalid
from marketplace.kit.period import Days

CPU_SECONDS = 15
MEMORY = 1024 * 1024 * 1024


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    first, last, own = sys.argv[1:4]
    try:
        found = expanding.read(
            sys.stdin.buffer.read(), Days(date.fromisoformat(first), date.fromisoformat(last)), own
        )
    except Invalid as problem:
        told: dict[str, object] = {"refused": problem.sentence}
    except ValueError:
        told = {"refused": "Its events are written in a way that we cannot read."}
    else:
        busy = [(one.floating, one.starts.isoformat(), one.ends.isoformat()) for one in found.busy]
        told = {"busy": busy, "left_out": found.left_out}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
