"""What each release changed: who has to learn which topic."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from marketplace.catalog.models import Product, Release, Skill, Topic
from marketplace.db.base import db


def current_release(product: Product, on: date) -> Release | None:
    """The latest release that was out on that day."""
    return current(releases_of([product.id]).get(product.id, []), on)


def next_major(product: Product, after: date) -> Release | None:
    """The first major release that came, or is announced, after that day."""
    later = select(Release).where(
        Release.product_id == product.id, Release.major, Release.released_on > after
    )
    return db.session.scalar(later.order_by(Release.released_on, Release.id).limit(1))


def changed_topics(skill: Skill, since: Release | None, until: Release | None) -> list[Topic]:
    """What somebody who knows `since` has to learn for `until`, oldest first; nothing where either is unknown."""
    return changed(releases_of([skill.product_id]).get(skill.product_id, []), skill, since, until)


def releases_of(product_ids: Collection[int]) -> dict[int, list[Release]]:
    """Product to its releases with their topics, oldest first. One statement, however many products."""
    found: dict[int, list[Release]] = {}
    for release in db.session.scalars(_releases(), {"products": list(product_ids)}).unique():
        found.setdefault(release.product_id, []).append(release)
    return found


@cache
def _releases() -> Select[Release]:
    """Built once: it is asked wherever a certificate is shown."""
    wanted = select(Release).where(Release.product_id.in_(bindparam("products", expanding=True)))
    topics = joinedload(Release.topics).joinedload(Topic.module)
    return wanted.options(topics).order_by(Release.released_on, Release.id)


def current(releases: Iterable[Release], on: date) -> Release | None:
    """The last of releases in order that was out on that day."""
    return next(iter([one for one in releases if one.released_on <= on][-1:]), None)


def changed(
    releases: Sequence[Release], skill: Skill, since: Release | None, until: Release | None
) -> list[Topic]:
    """`changed_topics`, for releases that are loaded already, in order."""
    if since is None or until is None:
        return []
    first, last = _place(since), _place(until)
    between = [one for one in releases if first < _place(one) <= last]
    return [topic for release in between for topic in release.topics if topic.concerns(skill)]


def _place(release: Release) -> tuple[date, int]:
    """Where it stands in the order of releases."""
    return release.released_on, release.id
