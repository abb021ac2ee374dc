"""The versions of a blueprint: one for each time that customers could read something new."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.catalog.contents import content
from marketplace.catalog.outcomes import Blueprint, BlueprintVersion
from marketplace.db.base import db
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref


def keep(blueprint: Blueprint, by_id: int | None) -> None:
    """Of a published one, in its transaction, with its row locked. Nothing when nothing has changed since the last."""
    last = _last(blueprint)
    words = content(blueprint)
    if last is None or last.content != words:
        number = last.number + 1 if last else 1
        db.session.add(
            BlueprintVersion(blueprint_id=blueprint.id, number=number, content=words, published_by_id=by_id)
        )
        db.session.flush()


def current(blueprint: Blueprint) -> BlueprintVersion:
    """What customers read now. Raises `NotFound` for one that was never published."""
    last = _last(blueprint)
    if last is None:
        raise NotFound
    return last


def of_blueprint(blueprint: Blueprint) -> Sequence[BlueprintVersion]:
    """All of them, the latest first."""
    wanted = select(BlueprintVersion).where(BlueprintVersion.blueprint_id == blueprint.id)
    wanted = wanted.options(joinedload(BlueprintVersion.published_by))
    return db.session.scalars(wanted.order_by(BlueprintVersion.number.desc())).all()


def version(ref: Ref, number: str) -> BlueprintVersion:
    """Of that number, as an address writes it. Raises `NotFound`."""
    if not (number.isascii() and number.isdecimal() and len(number) < 5):
        raise NotFound
    wanted = (
        select(BlueprintVersion)
        .join(Blueprint, Blueprint.id == BlueprintVersion.blueprint_id)
        .where(Blueprint.ref == ref, BlueprintVersion.number == int(number))
    )
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def _last(blueprint: Blueprint) -> BlueprintVersion | None:
    wanted = select(BlueprintVersion).where(BlueprintVersion.blueprint_id == blueprint.id)
    return db.session.scalar(wanted.order_by(BlueprintVersion.number.desc()).limit(1))
