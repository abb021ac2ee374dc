"""Every kind of notice offers a step, and every address in a notice leads somewhere."""

import ast
from pathlib import Path

import pytest
from flask import Flask

from marketplace import notices
from marketplace.notices.steps import STEPS

SOURCES = sorted(Path(notices.__path__[0]).glob("about_*.py"))


def kinds_in(source: Path) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(source.read_text())) if isinstance(node, ast.Call)]
    told = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "tell"]
    return {call.args[2].value for call in told if isinstance(call.args[2], ast.Constant)}


def test_every_kind_that_is_told_has_its_step_and_no_step_is_left_over() -> None:
    assert set().union(*(kinds_in(source) for source in SOURCES)) == set(STEPS)


@pytest.mark.parametrize(
    "path",
    ["/reviews", "/reviews/x", "/claims/x", "/claims/new", "/certificates/x", "/bookings/x",
     "/bookings/x/timesheet", "/earnings"],
)  # fmt: skip
def test_addresses_in_notices_are_pages(app: Flask, path: str) -> None:
    app.url_map.bind("localhost").match(path, method="GET")
