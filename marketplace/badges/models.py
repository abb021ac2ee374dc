"""IssuerKey, StatusList, Credential."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.certification.models import Certificate
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.organizations.models import Vendor


class Naming(StrEnum):
    """What a credential calls its holder."""

    NAME = "name"
    PSEUDONYM = "pseudonym"


class ProofState(StrEnum):
    PRIVATE = "private"
    SHOWN = "shown"
    WITHDRAWN = "withdrawn"


PROOFS = Lifecycle(
    "proof",
    [
        Step(ProofState.PRIVATE, "publish", "expert", ProofState.SHOWN, "ProofPublished"),
        Step(ProofState.WITHDRAWN, "publish", "expert", ProofState.SHOWN, "ProofPublished"),
        Step(ProofState.PRIVATE, "withdraw", "expert", ProofState.WITHDRAWN, "ProofWithdrawn"),
        Step(ProofState.SHOWN, "withdraw", "expert", ProofState.WITHDRAWN, "ProofWithdrawn"),
    ],
    {
        ProofState.PRIVATE: "is as public as the profile",
        ProofState.SHOWN: "is public already",
        ProofState.WITHDRAWN: "has been withdrawn already",
    },
)


class IssuerKey(Row):
    """A vendor's signing key (Ed25519): the public half as Multikey, the private one encrypted (`vault.py`).

    A retired key signs nothing any more, but stays listed: what it signed is still genuine.
    """

    __tablename__ = "issuer_key"
    __table_args__ = (UniqueConstraint("vendor_id", "number"),)

    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"))
    number: Mapped[int]
    public: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[str] = mapped_column(Text)
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    vendor: Mapped[Vendor] = relationship()

    @property
    def fragment(self) -> str:
        """Its name within the vendor's DID."""
        return f"key-{self.number}"


class StatusList(Row):
    """One bit for each credential, in a document that the vendor signs anew whenever a bit changes."""

    __tablename__ = "status_list"
    __table_args__ = (UniqueConstraint("vendor_id", "number"),)

    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"))
    number: Mapped[int]
    document: Mapped[str] = mapped_column(Text, default="")
    valid_until: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)

    vendor: Mapped[Vendor] = relationship()


class Credential(Row):
    """A certificate as it travels. `document` was signed once; `holder` is what it calls the person.

    `flagged` is its bit: set while the certificate does not count though the document says it would. A credential that
    was replaced keeps its bit set for good, and its address tells nobody what came after it.
    """

    __tablename__ = "credential"
    __table_args__ = (UniqueConstraint("status_list_id", "status_index"),)

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"))
    status_list_id: Mapped[int] = mapped_column(ForeignKey("status_list.id"))
    status_index: Mapped[int]
    flagged: Mapped[bool] = mapped_column(default=False)
    document: Mapped[str] = mapped_column(Text)
    naming: Mapped[Naming] = mapped_column(Choice(Naming), default=Naming.NAME)
    holder: Mapped[str] = mapped_column(String(120))
    state: Mapped[ProofState] = mapped_column(Choice(ProofState), default=ProofState.PRIVATE)
    valid_until: Mapped[datetime] = mapped_column(UTCDateTime)
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("credential.id"))

    certificate: Mapped[Certificate] = relationship()
    vendor: Mapped[Vendor] = relationship()
    status_list: Mapped[StatusList] = relationship()

    @property
    def public(self) -> bool:
        """Anybody may look: the holder published it, or their profile, which shows the certificate, and never took it back."""
        if self.superseded_by_id or self.state is ProofState.WITHDRAWN:
            return False
        return self.state is ProofState.SHOWN or self.certificate.expert.published

    def become(self, verb: str) -> None:
        self.state = PROOFS.after(self.state, verb)
