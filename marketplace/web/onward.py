"""Where signing in leads afterwards: only ever to a page of ours.

Flask-Security checks `next` too, but takes a path that begins with a slash and a backslash for one of ours; browsers take
it for another site.
"""

from flask import Flask, request

from marketplace.kit.errors import Invalid
from marketplace.web.security import own_path


def init_app(app: Flask) -> None:
    app.before_request(_check)


def _check() -> None:
    if request.blueprint != "security":
        return
    for target in [*request.args.getlist("next"), *request.form.getlist("next")]:
        path = target.removeprefix(request.host_url.rstrip("/"))
        if path and own_path(path, "") != path:
            raise Invalid("That link wanted to lead you to another site. Sign in here without it.")
