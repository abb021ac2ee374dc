"""Telling people, and what they do with what they were told."""

from collections.abc import Callable, Iterable

from sqlalchemy import select, update

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.accounts.models import User
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events.log import record
from marketplace.events.models import Event
from marketplace.kit import clock
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.notices.events import NoticeWritten
from marketplace.notices.models import Notice
from marketplace.notices.reader import Reader

Words = str | Callable[[Reader], str]
"""The same for everybody, or written for each reader (dates in their zone)."""


def tell(
    event: Event,
    users: Iterable[int],
    kind: str,
    *,
    title: Words,
    body: Words,
    path: str,
    also_actor: bool = False,
) -> None:
    """One notice for each person; the mail to each follows by itself. Running it again tells nobody twice.

    Whoever did it is left out unless `also_actor`.
    """
    with atomic():
        for user in _readers(event, set(users), kind, also_actor):
            notice = _written(event, user, kind, title, body, path)
            record(NoticeWritten(notice.ref), by=SYSTEM)


def read(ref: Ref, *, by: Actor) -> Notice:
    """Mark one's own notice as read."""
    with atomic() as session:
        notice = session.scalar(select(Notice).where(Notice.ref == ref, Notice.user_id == by.user_id))
        if notice is None:
            raise NotFound
        notice.read_at = notice.read_at or clock.now()
    return notice


def read_all(*, by: Actor) -> None:
    """Mark everything that waits as read."""
    with atomic() as session:
        unread = (Notice.user_id == by.user_id) & Notice.read_at.is_(None)
        session.execute(update(Notice).where(unread).values(read_at=clock.now()))


def read_about(path: str, kind: str, *, by: Actor) -> None:
    """Mark as read what told of something that the person has opened without the notice."""
    with atomic() as session:
        told = (Notice.user_id == by.user_id) & (Notice.kind == kind) & (Notice.path == path)
        session.execute(update(Notice).where(told, Notice.read_at.is_(None)).values(read_at=clock.now()))


def _readers(event: Event, users: set[int], kind: str, also_actor: bool) -> list[User]:
    told = select(Notice.user_id).where(Notice.event_id == event.id, Notice.kind == kind)
    wanted = select(User).where(User.id.in_(users), User.active, User.id.not_in(told))
    if not also_actor and event.by_user_id is not None:
        wanted = wanted.where(User.id != event.by_user_id)
    return list(db.session.scalars(wanted.order_by(User.id)))


def _written(event: Event, user: User, kind: str, title: Words, body: Words, path: str) -> Notice:
    reader = Reader.of(user)
    notice = Notice(
        event_id=event.id,
        user_id=user.id,
        kind=kind,
        title=_cut(_said(title, reader), 200),
        body=_cut(_said(body, reader), 1000),
        path=path,
    )
    db.session.add(notice)
    db.session.flush()
    return notice


def _said(words: Words, reader: Reader) -> str:
    return words if isinstance(words, str) else words(reader)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
