"""Files of a claim or message that is still being written: checked, stored, kept for a day until it is sent."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from marketplace.accounts.actor import Actor
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.evidence.files import sniffed, tidy_name
from marketplace.evidence.models import Evidence, Upload
from marketplace.gateways import storage
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotAllowed
from marketplace.kit.ids import Ref
from marketplace.programmes.kinds import EvidenceKind

KEPT_FOR = timedelta(days=1)
MOST_WAITING = 30
"""Files of one person. Nobody needs more for a claim, and nobody fills the disk."""


def keep(file_name: str, content: bytes, *, by: Actor) -> Upload:
    """Check the file by its content and store it. Raises `Invalid` with a sentence that names the file."""
    if by.user_id is None:
        raise NotAllowed("Sign in first.")
    if _waiting(by.user_id) >= MOST_WAITING:
        sentence = f"{MOST_WAITING} files of yours wait to be sent already. Send them, or come back tomorrow."
        raise Invalid(sentence, {"files": sentence})
    kind = sniffed(file_name, content)
    key = storage.keep(content)
    with atomic() as session:
        upload = Upload(
            user_id=by.user_id,
            file_key=key,
            file_name=tidy_name(file_name, kind),
            media_type=kind.media_type,
            size=len(content),
        )
        session.add(upload)
    return upload


def _waiting(user_id: int) -> int:
    return db.session.scalar(select(func.count(Upload.id)).where(Upload.user_id == user_id)) or 0


def kept_for(by: Actor, refs: Sequence[Ref]) -> Sequence[Upload]:
    """Those of the named uploads that are the actor's own and still there, oldest first."""
    mine = select(Upload).where(Upload.user_id == by.user_id, Upload.ref.in_(refs[:50])).order_by(Upload.id)
    return db.session.scalars(mine).all()


def use(refs: Sequence[Ref], *, by: Actor) -> list[Evidence]:
    """Turn uploads into evidence, in the caller's transaction."""
    return [_evidence(upload) for upload in take(refs, by=by)]


def take(refs: Sequence[Ref], *, by: Actor) -> Sequence[Upload]:
    """Uploads that belong to something from now on, in the caller's transaction. Raises `Invalid` when one is gone."""
    found = kept_for(by, refs)
    if len(found) < len(set(refs)):
        sentence = "A file chosen earlier is no longer here. Please choose it again."
        raise Invalid(sentence, {"files": sentence})
    for upload in found:
        db.session.delete(upload)
    return found


def _evidence(upload: Upload) -> Evidence:
    return Evidence(
        kind=EvidenceKind.FILE,
        file_key=upload.file_key,
        file_name=upload.file_name,
        media_type=upload.media_type,
        size=upload.size,
    )


def drop_abandoned() -> int:
    """Remove files that were never sent with anything; how many."""
    overdue = select(Upload.ref).where(Upload.created_at < clock.now() - KEPT_FOR)
    return sum(_drop(ref) for ref in db.session.scalars(overdue).all())


def _drop(ref: Ref) -> bool:
    with atomic() as session:
        upload = session.scalar(select(Upload).where(Upload.ref == ref).with_for_update())
        if upload is None:
            return False
        key = upload.file_key
        session.delete(upload)
    storage.drop(key)
    return True
