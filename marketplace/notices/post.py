"""Notices as mail, text and HTML. Each is a reaction of its own, so one address that fails holds nobody up."""

from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events.models import Event
from marketplace.gateways import mail
from marketplace.kit import clock
from marketplace.notices.events import NoticeWritten
from marketplace.notices.models import Notice
from marketplace.notices.steps import step_of
from marketplace.notices.stopping import stop_path, too_late


def deliver(fact: NoticeWritten, event: Event) -> None:
    """Mail the notice, unless that has been done or needs no doing any more. Raises `MailNotSent`, and is then tried again."""
    wanted = select(Notice).options(joinedload(Notice.user)).where(Notice.ref == fact.subject)
    notice = db.session.scalars(wanted).one()
    if notice.mailed_at or too_late(notice):
        return
    words = _words(notice)
    text, html = _page(notice.kind, "txt", words), _page(notice.kind, "html", words)
    mail.send(
        to=notice.user.email,
        subject=notice.title,
        text=text,
        html=html,
        reference=notice.ref,
        stop=words["stop"],
    )
    with atomic():
        notice.mailed_at = clock.now()


def _words(notice: Notice) -> dict[str, Any]:
    site = current_app.config["BASE_URL"].rstrip("/")
    stop = stop_path(notice)
    return {
        "title": notice.title,
        "paragraphs": notice.paragraphs,
        "name": notice.user.shown_name,
        "step": step_of(notice.kind),
        "link": site + notice.path,
        "stop": site + stop if stop else "",
    }


def _page(kind: str, form: str, words: dict[str, Any]) -> str:
    """The kind's own template, or the one for all; without the pages' context, which needs a request."""
    found = current_app.jinja_env.select_template([f"mail/{kind}.{form}", f"mail/notice.{form}"])
    return found.render(**words)
