"""Pages that many people ask for at once and that change nothing: their statements need no transaction around them."""

from flask import Flask, request

from marketplace.db.session import begin_reading

ENDPOINTS = frozenset({"search.index", "api_search.index"})


def prepare(app: Flask) -> None:
    """Before anything asks who is there: that is the first thing a request reads."""
    app.before_request(_begin)


def _begin() -> None:
    if request.endpoint in ENDPOINTS:
        begin_reading()
