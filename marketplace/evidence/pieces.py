"""What supports a claim, as it is handed in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from marketplace.evidence.models import Evidence
from marketplace.kit.errors import Invalid
from marketplace.kit.ids import Ref
from marketplace.kit.text import clean, clean_line
from marketplace.programmes.kinds import EvidenceKind

LONGEST_TEXT = 5_000
LONGEST_LINK = 2_000
MOST_PIECES = 12


@dataclass(frozen=True, slots=True)
class NewReferee:
    """Somebody who saw the work and can be asked by mail. `relation` says how they know each other.

    `place` is the block of the form they were typed into, from 1: a mistake is told there.
    """

    name: str
    email: str
    relation: str
    place: int = 1

    def field(self, part: str) -> str:
        """`referee_email`, and from the second block on `referee_email_2`."""
        return f"referee_{part}" if self.place == 1 else f"referee_{part}_{self.place}"

    @property
    def blank(self) -> bool:
        return not (clean_line(self.name) or clean_line(self.email) or clean_line(self.relation))


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """One piece: a text, a link, a file already kept (`upload` is the ref that `uploads.keep` gave), or a referee."""

    text: str = ""
    url: str = ""
    upload: Ref | None = None
    referee: NewReferee | None = None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Checked rows of text and link, the refs of uploads, and the referees to be asked."""

    rows: list[Evidence]
    uploads: list[Ref]
    referees: list[NewReferee]

    def __len__(self) -> int:
        return len(self.rows) + len(self.uploads) + len(self.referees)


def checked(handed_in: Sequence[NewEvidence]) -> HandedIn:
    """Raises `Invalid` naming the field."""
    found = HandedIn(
        [_row(one) for one in handed_in if clean(one.text) or clean_line(one.url)],
        [one.upload for one in handed_in if one.upload],
        [one.referee for one in handed_in if one.referee and not one.referee.blank],
    )
    if len(found) > MOST_PIECES:
        sentence = f"At most {MOST_PIECES} pieces of evidence, please. Choose the ones that say most."
        raise Invalid(sentence, {"files": sentence})
    return found


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
