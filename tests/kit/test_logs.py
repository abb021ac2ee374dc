import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from marketplace.kit import logs


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    before = logging.getLogger().handlers, logging.getLogger().level
    logs.configure(level="INFO", machine=True)
    kept = io.StringIO()
    logging.getLogger().handlers[0].stream = kept  # type: ignore[attr-defined]
    yield kept
    logging.getLogger().handlers, _ = before
    logging.getLogger().setLevel(before[1])


def test_each_line_is_an_object_with_its_request(lines: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        structlog.get_logger().info("request", route="/desk", status=200)
    line = json.loads(lines.getvalue())
    assert (line["event"], line["request_id"], line["route"], line["level"]) == (
        "request",
        "r1",
        "/desk",
        "info",
    )


def test_a_secret_is_never_written(lines: io.StringIO) -> None:
    structlog.get_logger().warning(
        "asked with sk_live_51Habcdef and whsec_abcdef123", password="p4ssw0rd", csrf_token="t0k3n"
    )
    written = lines.getvalue()
    assert not [word for word in ("51Habcdef", "abcdef123", "p4ssw0rd", "t0k3n") if word in written]


def test_libraries_that_log_in_their_own_way_are_heard(lines: io.StringIO) -> None:
    logging.getLogger("huey").error("no consumer")
    assert json.loads(lines.getvalue())["event"] == "no consumer"


def test_what_is_below_the_level_is_dropped(lines: io.StringIO) -> None:
    structlog.get_logger().debug("detail")
    assert lines.getvalue() == ""
