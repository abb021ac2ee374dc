"""Finds definitions that nothing uses: `python -m tests.rules.dead_code`. Vulture reads the Python; this adds what it cannot see:
names used by templates, columns and fields, and methods that a framework calls by name."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from vulture import Vulture
from vulture.core import Item

ROOT = Path(__file__).parents[2]
TEMPLATES = (ROOT / "templates", ROOT / "marketplace" / "simulator" / "templates")
VIEWS = [
    "@bp.*",
    "@blueprint.*",
    "@*.get",
    "@*.post",
    "@*.route",
    "@routes.*",
    "@pytest.fixture",
    "@click.command",
    "@rule",
    "@initialize",
    "@invariant",
]
CALLED_BY_NAME = frozenset(
    # SQLAlchemy's types, WTForms' fields, aiosmtpd, http.server, pytest, requests, sqlite3, the SDK, Flask, Flask-Security
    """impl cache_ok process_bind_param process_result_value process_formdata _value handle_DATA do_POST log_message
    protocol_version pytest_plugins pytest_addoption pytest_collection_modifyitems trust_env row_factory enable_telemetry
    isolation_level test_client_class max_content_length send_mail only_user authenticator_selection user_verification
    __init_subclass__ fail_silently attempt_number handle_starttag do_GET daemon_threads handle_error teardown
    pytest_xdist_make_scheduler _split_scope""".split()
)


def main() -> int:
    dead = list(_dead())
    for item in dead:
        print(
            f"{item.filename.relative_to(ROOT)}:{item.first_lineno}: nothing uses the {item.typ} {item.name!r}"
        )
    return int(bool(dead))


def _dead() -> Iterator[Item]:
    vulture = Vulture(ignore_decorators=VIEWS)
    vulture.scavenge([str(ROOT / name) for name in ("marketplace", "config.py", "wsgi.py", "tests")])
    written = _words_of_templates()
    for item in vulture.get_unused_code(min_confidence=60):
        column = item.typ == "variable" and (
            item.filename.name == "models.py" or "forms" in item.filename.parts
        )
        if not (column or item.typ == "attribute" or item.name in written or item.name in CALLED_BY_NAME):
            yield item


def _words_of_templates() -> set[str]:
    texts = (path.read_text() for folder in TEMPLATES for path in folder.rglob("*.*"))
    return {word for text in texts for word in re.findall(r"\w+", text)}


if __name__ == "__main__":
    sys.exit(main())
