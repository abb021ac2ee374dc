"""What supports a claim, as it is handed in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from marketplace.certification.models import Evidence, EvidenceKind
from marketplace.kit.errors import Invalid
from marketplace.kit.ids import Ref
from marketplace.kit.text import clean, clean_line

LONGEST_TEXT = 5_000
LONGEST_LINK = 2_000
MOST_PIECES = 12


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """One piece: a text, a link, or a file already kept (`upload` is the ref that `uploads.keep` gave)."""

    text: str = ""
    url: str = ""
    upload: Ref | None = None


def pieces(handed_in: Sequence[NewEvidence]) -> tuple[list[Evidence], list[Ref]]:
    """Checked rows of text and link, and the refs of uploads. Raises `Invalid` naming the field."""
    rows = [_row(one) for one in handed_in if clean(one.text) or clean_line(one.url)]
    uploads = [one.upload for one in handed_in if one.upload]
    if not rows and not uploads:
        sentence = "Add at least one piece of evidence: a text, a link or a file."
        raise Invalid(sentence, {"text": sentence})
    if len(rows) + len(uploads) > MOST_PIECES:
        sentence = f"At most {MOST_PIECES} pieces of evidence, please. Choose the ones that say most."
        raise Invalid(sentence, {"files": sentence})
    return rows, uploads


def _row(one: NewEvidence) -> Evidence:
    if one.url:
        return Evidence(kind=EvidenceKind.LINK, url=web_address(one.url))
    text = clean(one.text)
    if len(text) > LONGEST_TEXT:
        sentence = f"At most {LONGEST_TEXT:,} characters, please; put the rest into a file."
        raise Invalid(sentence, {"text": sentence})
    return Evidence(kind=EvidenceKind.TEXT, text=text)


def web_address(typed: str) -> str:
    """A link that can be opened safely: http or https, a host, no password in it. Raises `Invalid`."""
    address = clean_line(typed)
    sentence = "Write a web address that begins with https:// or http://."
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise Invalid(sentence, {"url": sentence}) from None
    plain = parts.scheme in ("http", "https") and host and not re.search(r"[\s<>\"\\]", address)
    if not plain or "@" in parts.netloc or len(address) > LONGEST_LINK:
        raise Invalid(sentence, {"url": sentence})
    return address
