"""Who was told what."""

from marketplace.db.base import db
from marketplace.notices.models import Notice


def told() -> dict[str, set[str]]:
    """Kind to the names of those who were told."""
    found: dict[str, set[str]] = {}
    for notice in db.session.query(Notice):
        found.setdefault(notice.kind, set()).add(notice.user.name)
    return found


def notice_for(name: str, kind: str) -> Notice:
    (found,) = (one for one in db.session.query(Notice).filter_by(kind=kind) if one.user.name == name)
    return found
