"""Templates at less cost: what is the same on every page is not worked out anew for each of its parts."""

from collections.abc import MutableMapping
from typing import Any

import flask
from flask import Flask, request
from flask.templating import Environment as FlaskEnvironment
from flask_login import current_user
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup


class Environment(FlaskEnvironment):
    """Flask's, with one dictionary of globals instead of a chain for each template: every import of a macro compares the two, and
    through a chain that took a third of the time of a small page."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def prepare(app: Flask) -> None:
    """Before anything asks for the application's templates."""
    app.jinja_environment = Environment
    app.jinja_env.globals["url_for"] = Addresses()
    app.jinja_env.globals["alike"] = Parts()


class Addresses:
    """Flask's `url_for`; what depends on nothing but where the site is mounted is made once: pages without a name in them, files,
    and forms of addresses, with a dash for each name."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, ...], str] = {}

    def __call__(self, endpoint: str, **values: Any) -> str:
        plain = endpoint.endswith("static") or all(value == "-" for value in values.values())
        if not plain or endpoint.startswith(".") or not flask.has_request_context():
            return flask.url_for(endpoint, **values)
        key = request.root_path, endpoint, *values, *map(str, values.values())
        if key not in self._made:
            self._made[key] = flask.url_for(endpoint, **values)
        return self._made[key]


class Parts:
    """Parts of a page that are the same for all who see it in these colours: nothing in them belongs to a person."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str | bool | None, ...], Markup] = {}

    @pass_context
    def __call__(self, context: Context, name: str) -> Markup:
        """That template, with everything that the page knows."""
        site = flask.current_app.config["SITE_NAME"]
        known = getattr(current_user, "is_authenticated", False)
        key = name, request.root_path, request.endpoint, context.get("theme"), site, known
        if key not in self._drawn:
            drawn = context.environment.get_template(name).render(context.get_all())
            self._drawn[key] = Markup(drawn)  # noqa: S704  a template of ours
        return self._drawn[key]


def form_of(endpoint: str, *names: str) -> str:
    """The address of a page with a dash for each of these names."""
    made: Any = flask.current_app.jinja_env.globals["url_for"]
    return str(made(endpoint, **dict.fromkeys(names, "-")))
