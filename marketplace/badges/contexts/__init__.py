"""The vocabularies that credentials are written in, kept as data: what a signature covers must not change with a host's mood.

    credentials-v2.json              https://www.w3.org/ns/credentials/v2
    ob-v3p0-context-3.0.3.json       https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json

Verbatim from those addresses, published by W3C and 1EdTech for whoever implements the standards.
"""

import json
from functools import cache
from importlib import resources
from typing import Any

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

_FILES = {CREDENTIALS: "credentials-v2.json", OPEN_BADGES: "ob-v3p0-context-3.0.3.json"}


class UnknownContext(LookupError):
    """A document names a vocabulary that is not kept here. Nothing is ever fetched."""


def load(url: str, _options: Any = None) -> dict[str, Any]:
    """The vocabulary of that address, as PyLD's document loaders hand it over. Raises `UnknownContext`."""
    if url not in _FILES:
        raise UnknownContext(url)
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": _read(_FILES[url]),
    }


@cache
def _read(name: str) -> Any:
    return json.loads(resources.files(__name__).joinpath(name).read_text("utf-8"))
