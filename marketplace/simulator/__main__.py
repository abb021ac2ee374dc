"""`python -m marketplace.simulator`: see --help."""

import argparse
import logging
import signal
import sys
from pathlib import Path
from types import FrameType

from marketplace.simulator.clock import Clock
from marketplace.simulator.serving import PortTaken, build


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "marketplace.simulator", description="A local Stripe. No real money moves."
    )
    parser.add_argument("--port", type=int, default=12111)
    parser.add_argument(
        "--state", type=Path, default=Path("instance/simulator.sqlite"), help="kept between starts"
    )
    parser.add_argument("--clock-file", type=Path, help='shared with the application: {"offset_seconds": n}')
    parser.add_argument("--webhook-url", help="where to post events; without it they are only stored")
    parser.add_argument("--webhook-secret", default="whsec_simulator")
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    logging.basicConfig(level=logging.WARNING, format="simulator: %(message)s")
    asked.state.parent.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, leave)
    try:
        simulator = build(
            asked.port,
            state=asked.state,
            clock=Clock(asked.clock_file),
            webhook_url=asked.webhook_url,
            webhook_secret=asked.webhook_secret,
        )
    except PortTaken as problem:
        print(f"simulator: {problem} Choose another with --port.", file=sys.stderr)
        return 1
    print(f"simulator: a local Stripe at {simulator.url} (no real money moves)", flush=True)
    simulator.start()
    try:
        simulator.stop.wait()
    except KeyboardInterrupt:
        simulator.close()
    return 0


def leave(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
