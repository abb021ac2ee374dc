"""The mails that really went out."""

import re

from flask import Flask
from flask_mailman import EmailMultiAlternatives


def mails(app: Flask) -> list[EmailMultiAlternatives]:
    """All of them, oldest first."""
    return list(getattr(app.extensions["mailman"], "outbox", []))


def last_mail(app: Flask, to: str) -> EmailMultiAlternatives:
    return [mail for mail in mails(app) if mail.to == [to]][-1]


def link_in(mail: EmailMultiAlternatives) -> str:
    """The path behind the mail's button."""
    found = re.search(r"^https?://[^/]+(/\S+)$", str(mail.body), re.MULTILINE)
    assert found, mail.body
    return found[1]
