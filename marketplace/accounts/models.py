"""User, EmailAddress, Passkey."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from flask_security import AsaList, UserMixin, WebAuthnMixin
from sqlalchemy import DateTime, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, func
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db.base import Part, Row
from marketplace.db.types import UTCDateTime
from marketplace.kit import clock


def _uniquifier() -> str:
    return uuid.uuid4().hex


class User(Row, UserMixin):
    """A person with an account. `email` is the address they are written to; more are in `addresses`."""

    __tablename__ = "user"

    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    operator: Mapped[bool] = mapped_column(default=False)
    timezone: Mapped[str] = mapped_column(String(64), default="Europe/Berlin")
    purpose: Mapped[str] = mapped_column(String(20), default="expert")
    organization_name: Mapped[str | None] = mapped_column(String(120))
    country: Mapped[str | None] = mapped_column(String(2))

    # What Flask-Security keeps (its names; instants there are naive UTC). It declares columns that may be empty
    # as if they never were.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=_uniquifier)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64), unique=True)  # type: ignore[assignment]
    confirmed_at: Mapped[datetime | None] = mapped_column(DateTime)
    last_login_at: Mapped[datetime | None] = mapped_column(DateTime)  # type: ignore[assignment]
    current_login_at: Mapped[datetime | None] = mapped_column(DateTime)  # type: ignore[assignment]
    last_login_ip: Mapped[str | None] = mapped_column(String(64))
    current_login_ip: Mapped[str | None] = mapped_column(String(64))
    login_count: Mapped[int | None]  # type: ignore[assignment]
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_phone_number: Mapped[str | None] = mapped_column(String(128))
    mf_recovery_codes: Mapped[Any] = mapped_column(MutableList.as_mutable(AsaList()), nullable=True)

    addresses: Mapped[list["EmailAddress"]] = relationship(
        back_populates="user", cascade="all, delete-orphan"
    )
    webauthn: Mapped[list["Passkey"]] = relationship(back_populates="user", cascade="all, delete-orphan")  # type: ignore[assignment]

    roles: ClassVar[tuple[()]] = ()  # type: ignore[assignment,misc]
    """Flask-Security's roles stay empty: here roles belong to memberships, not to people."""

    @property
    def shown_name(self) -> str:
        return self.name or self.email.partition("@")[0]


class EmailAddress(Row):
    """One more address of a person. It signs in and recovers the account once it is verified.

    Several people may ask for one address, only one can own it: `owned` repeats the address once
    it is verified.
    """

    __tablename__ = "email_address"
    __table_args__ = (UniqueConstraint("user_id", "address"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(String(255))
    owned: Mapped[str | None] = mapped_column(String(255), unique=True)
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    user: Mapped[User] = relationship(back_populates="addresses")

    def verify(self) -> None:
        self.verified_at, self.owned = clock.now(), self.address


class Passkey(Part, WebAuthnMixin):
    """A WebAuthn credential (Flask-Security's fields)."""

    __tablename__ = "passkey"
    __table_args__ = (Index(None, "user_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(64))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[Any] = mapped_column(MutableList.as_mutable(AsaList()), nullable=True)
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(Text)
    usage: Mapped[str] = mapped_column(String(64))
    create_datetime: Mapped[datetime] = mapped_column(DateTime, server_default=func.now())
    lastuse_datetime: Mapped[datetime] = mapped_column(DateTime)

    user: Mapped[User] = relationship(back_populates="webauthn")
