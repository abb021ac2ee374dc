"""Every kind of notice offers a step, and every address in a notice leads somewhere."""

import ast
from pathlib import Path

import pytest
from flask import Flask

from marketplace import notices
from marketplace.notices.steps import STEPS

SOURCES = sorted(Path(notices.__path__[0]).glob("about_*.py"))


def kinds_in(source: Path) -> set[str]:
    """What `tell` is called with, and the functions of a module's own that call it: the kind comes third."""
    calls = [node for node in ast.walk(ast.parse(source.read_text())) if isinstance(node, ast.Call)]
    told = [
        call
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id.lstrip("_").startswith("tell")
    ]
    third = [call.args[2] for call in told if len(call.args) > 2]
    return {one.value for one in third if isinstance(one, ast.Constant)}


def test_every_kind_that_is_told_has_its_step_and_no_step_is_left_over() -> None:
    assert set().union(*(kinds_in(source) for source in SOURCES)) == set(STEPS)


@pytest.mark.parametrize(
    "path",
    ["/examinations", "/examinations/x", "/claims/x", "/claims/new", "/certificates/x", "/bookings/x",
     "/certificates/x/renewal", "/appeals", "/appeals/x", "/vendors/x/staff",
     "/bookings/x/timesheet", "/bookings/x/conversation", "/bookings/x/review", "/reports/x", "/earnings",
      "/calendar/confirmation", "/calendar/linked", "/amendments/x", "/disputes/x", "/absences/x", "/requests/x",
      "/requests/x/conversations/ana", "/proposals/x", "/covers/x"],
)  # fmt: skip
def test_addresses_in_notices_are_pages(app: Flask, path: str) -> None:
    app.url_map.bind("localhost").match(path, method="GET")
