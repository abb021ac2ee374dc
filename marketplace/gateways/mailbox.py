"""The demo's post office: an SMTP server that keeps every mail as a file, and the reading of those files."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from marketplace.kit.errors import NotFound


class _Keeper:
    """aiosmtpd's handler. A repeated Message-ID lands on the same file, as a good mail client would show it once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        content = cast(bytes, envelope.content)
        message = message_from_bytes(content, policy=policy.default)
        name = f"{message['Message-ID']}{envelope.rcpt_tos}"
        file = self.path / (hashlib.sha256(name.encode()).hexdigest()[:20] + ".eml")
        if not file.exists():
            fresh = file.with_suffix(".new")
            fresh.write_bytes(content)
            fresh.replace(file)
        return "250 kept"


def server(path: Path, port: int) -> Controller:
    """A receiver on 127.0.0.1 that keeps mail under `path`; the caller starts and stops it."""
    path.mkdir(parents=True, exist_ok=True)
    return Controller(_Keeper(path), hostname="127.0.0.1", port=port)


@dataclass(frozen=True, slots=True)
class Mail:
    """One received mail."""

    key: str
    at: datetime
    to: str
    subject: str
    text: str
    html: str


def received(path: Path, *, to: str = "", limit: int = 200) -> list[Mail]:
    """The newest mails, all or those to one address."""
    wanted = to.strip().casefold()
    found = (mail for mail in _newest_first(path) if wanted in mail.to.casefold())
    return [mail for mail, _ in zip(found, range(limit), strict=False)]


def one(path: Path, key: str) -> Mail:
    """One mail. Raises `NotFound`."""
    file = path / f"{key}.eml"
    if not key.isalnum() or not file.is_file():
        raise NotFound("That mail is not in the mailbox.")
    return _read(file)


def _newest_first(path: Path) -> Iterator[Mail]:
    files = sorted(path.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    return map(_read, files)


def _read(file: Path) -> Mail:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    return Mail(
        key=file.stem,
        at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""
