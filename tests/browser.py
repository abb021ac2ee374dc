"""A browser in a test: signed in as somebody, and each request on its own."""

from typing import Any

from flask import g, has_app_context
from flask_login import FlaskLoginClient
from werkzeug.test import TestResponse


class Browser(FlaskLoginClient):
    """Tests hold one application context open, and Flask lets requests share it; what a request noted in `g`, who is
    asking above all, must not outlive it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context():
            for name in list(g):
                g.pop(name)
        return super().open(*args, **kwargs)
