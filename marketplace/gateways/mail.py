"""Mail over SMTP, text and HTML."""

from email.utils import parseaddr
from smtplib import SMTPException

from flask import Flask, current_app
from flask_mailman import EmailMultiAlternatives, Mail

from marketplace.db.session import outside_transaction
from marketplace.kit.errors import Unavailable


class MailNotSent(Unavailable):
    """The mail server did not take it. Sending it again, with the same Message-ID, is safe."""


def init_app(app: Flask) -> None:
    Mail(app)


def send(*, to: str, subject: str, text: str, html: str, reference: str, stop: str = "") -> None:
    """Send one mail. `reference` makes its Message-ID, so that a repeat after a crash can be told from a new one.

    `stop` is an absolute address: posting to it ends mails of this kind, as mail programs do at one click (RFC 8058).
    """
    outside_transaction()
    sender = current_app.config["MAIL_DEFAULT_SENDER"]
    domain = parseaddr(sender)[1].rpartition("@")[2]
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=sender,
        to=[to],
        headers={"Message-ID": f"<{reference}@{domain}>"} | _stopping(stop),
    )
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (OSError, SMTPException) as error:
        raise MailNotSent("The mail server did not take the message.") from error


def _stopping(address: str) -> dict[str, str]:
    if not address:
        return {}
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
