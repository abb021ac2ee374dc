"""A file that belongs to something, for tables of such files."""

from collections.abc import Sequence
from typing import Any, Self

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.actor import Actor
from marketplace.db.base import Row
from marketplace.evidence import uploads
from marketplace.kit.ids import Ref


class KeptFile(Row):
    """`file_key` names it in the storage; `media_type` was sniffed."""

    __abstract__ = True

    file_key: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]

    @classmethod
    def taken(cls, refs: Sequence[Ref], *, by: Actor, **values: Any) -> list[Self]:
        """Uploads of the actor's own, which belong here from now on. Raises `Invalid` when one is gone."""
        return [
            cls(
                file_key=one.file_key,
                file_name=one.file_name,
                media_type=one.media_type,
                size=one.size,
                **values,
            )
            for one in uploads.take(refs, by=by)
        ]
