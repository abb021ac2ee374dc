"""One transaction around each request of Flask-Security that writes.

It changes rows here and there and commits once at the end. A transaction that began by reading could not turn writer
on SQLite, and what happened could not be recorded with what changed; so `atomic()` opens before its views and closes
after them.
"""

from contextlib import ExitStack

from flask import Flask, Response, g, request

from marketplace.db.session import atomic

WRITE_ON_GET = {"security.confirm_email", "security.change_email_confirm"}
"""Links in mails are opened, not posted."""


class _GivenUp(Exception):
    """Rolls the unit back."""


def init_app(app: Flask) -> None:
    app.before_request(_open)
    app.after_request(_close)
    app.teardown_request(_abandon)


def _open() -> None:
    if request.blueprint == "security" and (request.method == "POST" or request.endpoint in WRITE_ON_GET):
        g.unit = ExitStack()
        g.unit.enter_context(atomic())


def _close(response: Response) -> Response:
    if unit := g.pop("unit", None):
        if response.status_code < 400:
            unit.close()
        else:
            unit.__exit__(_GivenUp, _GivenUp(), None)
    return response


def _abandon(_: BaseException | None) -> None:
    if unit := g.pop("unit", None):
        unit.__exit__(_GivenUp, _GivenUp(), None)
