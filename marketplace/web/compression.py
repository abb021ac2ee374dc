"""What is sent compressed: stylesheets, scripts, data; and the search of whoever is not signed in.

A page carries secrets next to what strangers may have chosen, and the length of a compressed one gives them away bit by bit
(breachattack.com). A visitor's search has none, and is much the heaviest page there is.
"""

from flask import Flask, Response, request
from flask_compress import Compress

from marketplace.web.security import actor

WITHOUT_SECRETS = frozenset({"search.index"})
"""Endpoints whose page shows a visitor nothing that is only theirs."""


class Compression(Compress):
    """Leaves pages alone, but for those."""

    def after_request(self, response: Response | None) -> Response:
        if response is not None and response.mimetype == "text/html" and not _open():
            return response
        return super().after_request(response)


def init_app(app: Flask) -> None:
    Compression(app)


def _open() -> bool:
    return request.endpoint in WITHOUT_SECRETS and actor().visitor
