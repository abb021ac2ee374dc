"""Answers for machines: documents that any site may read, from caches too, and pictures of the same kind."""

from flask import Response, request

DOCUMENT = "application/vc"
LINKED = "application/ld+json"
PAGE = "text/html"
_PREFERRED = (DOCUMENT, LINKED, "application/json", PAGE)
"""Who takes anything is a program: browsers ask for pages by name."""


def wanted() -> str:
    """The kind of answer that was asked for."""
    return request.accept_mimetypes.best_match(_PREFERRED, default=DOCUMENT)


def answer(content: str | bytes, kind: str, *, seconds: int, public: bool = True) -> Response:
    """The content, for whoever asks from wherever, unchanged for so many seconds. Private content is kept by nobody."""
    made = Response(content, content_type=kind)
    made.vary.add("Accept")
    made.headers["Access-Control-Allow-Origin"] = "*"
    made.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if public:
        made.cache_control.public, made.cache_control.max_age = True, seconds
    else:
        made.cache_control.private, made.cache_control.no_store = True, True
    made.add_etag()
    made.make_conditional(request)
    return made
