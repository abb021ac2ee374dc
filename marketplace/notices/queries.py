"""What somebody has been told."""

from sqlalchemy import func, select

from marketplace.db.base import db
from marketplace.kit.paging import Page
from marketplace.notices.models import Notice

PAGE = 25


def notices_of(user_id: int | None, number: int = 1) -> Page[Notice]:
    """Newest first."""
    mine = Notice.user_id == user_id
    newest = select(Notice).where(mine).order_by(Notice.id.desc())
    rows = db.session.scalars(newest.limit(PAGE).offset((number - 1) * PAGE)).all()
    total = db.session.scalar(select(func.count(Notice.id)).where(mine)) or 0
    return Page(rows, number, PAGE, total)


def unread(user_id: int) -> int:
    """How many they have not read."""
    waiting = select(func.count(Notice.id)).where(Notice.user_id == user_id, Notice.read_at.is_(None))
    return db.session.scalar(waiting) or 0
