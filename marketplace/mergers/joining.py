"""One person out of two, in the caller's transaction."""

import uuid

from sqlalchemy import delete, select

from marketplace.accounts.actor import Actor
from marketplace.accounts.models import EmailAddress, Passkey, User
from marketplace.badges import service as badges
from marketplace.calendar import busy
from marketplace.certification.events import CertificateSuperseded
from marketplace.certification.models import LIVE, Certificate
from marketplace.db.base import db
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.money import Money
from marketplace.mergers import talks
from marketplace.mergers.carrying import carry_person, carry_profile
from marketplace.organizations.models import Membership, Staff
from marketplace.registry.events import ProfileHidden, ProfileRevised
from marketplace.registry.models import Expert
from marketplace.reviews import rating
from marketplace.search import projection

NOWHERE = "closed.invalid"
"""RFC 2606: no mail is ever delivered there."""


def join(kept: User, other: User, *, by: Actor) -> None:
    """Everything of `other` to `kept`, and `other` closed."""
    _addresses(kept, other)
    _seats(kept, other)
    _profiles(kept, other, by)
    carry(kept, other)
    _one_certificate_each(kept, by)
    _close(other)


def carry(kept: User, other: User) -> None:
    """The rows of the moves' tables. Doing it again finds what came late, and nothing else."""
    db.session.flush()
    carry_person(other.id, kept.id)
    mine, theirs = _profile(kept), _profile(other)
    if mine is not None and theirs is not None:
        talks.unite(theirs, mine)
        carry_profile(theirs, mine)
        rating.count(mine.id, theirs.id)
        for expert in (mine, theirs):
            busy.settle(expert)
        projection.refresh(mine.id, theirs.id)
    db.session.expire_all()


def _profile(user: User) -> Expert | None:
    return db.session.scalar(select(Expert).where(Expert.user_id == user.id))


def _addresses(kept: User, other: User) -> None:
    """The other's main address becomes one more; those it had never verified are forgotten."""
    proved = {one.address for one in other.addresses if one.verified_at}
    if other.confirmed_at:
        proved.add(other.email)
    for row in list(other.addresses):
        db.session.delete(row)
    for row in list(kept.addresses):
        if row.address in proved:
            db.session.delete(row)
    other.email = f"{other.ref}@{NOWHERE}"
    db.session.flush()
    for address in sorted(proved):
        row = EmailAddress(user_id=kept.id, address=address)
        row.verify()
        db.session.add(row)


def _seats(kept: User, other: User) -> None:
    """Roles in the same team are united."""
    for seat in db.session.scalars(select(Membership).where(Membership.user_id == other.id)):
        held = select(Membership).where(
            Membership.user_id == kept.id, Membership.organization_id == seat.organization_id
        )
        mine = db.session.scalar(held)
        if mine is not None:
            mine.decide_up_to(_stricter(mine, seat))
        _unite(seat, mine, kept)
    for post in db.session.scalars(select(Staff).where(Staff.user_id == other.id)):
        same = select(Staff).where(Staff.user_id == kept.id, Staff.vendor_id == post.vendor_id)
        _unite(post, db.session.scalar(same), kept)
    kept.operator = kept.operator or other.operator


def _stricter(mine: Membership, theirs: Membership) -> Money | None:
    """Nobody gets round a limit by joining two accounts; an owner can lift it."""
    if mine.limit is None or theirs.limit is None:
        return theirs.limit if mine.limit is None else mine.limit
    same = mine.limit.currency == theirs.limit.currency
    return min(mine.limit, theirs.limit) if same else mine.limit


def _unite(seat: Membership | Staff, held: Membership | Staff | None, kept: User) -> None:
    if held is None:
        seat.user_id = kept.id
        return
    held.roles = held.roles | seat.roles  # type: ignore[operator]
    db.session.delete(seat)


def _profiles(kept: User, other: User, by: Actor) -> None:
    """The only profile moves; of two, the other is shown no more."""
    mine, theirs = _profile(kept), _profile(other)
    if theirs is None:
        return
    if mine is None:
        theirs.user_id = kept.id
        record(ProfileRevised(theirs.ref, "words"), by=by)
        return
    if mine.published and not theirs.published:
        badges.keep_private(theirs.id, by=by)
    if theirs.published:
        theirs.become("hide")
        record(ProfileHidden(theirs.ref), by=by)
    record(ProfileRevised(mine.ref, "experience"), by=by)


def _one_certificate_each(kept: User, by: Actor) -> None:
    """Where both were certified for a skill, the higher level holds, then the one that runs longer."""
    expert = _profile(kept)
    if expert is None:
        return
    live = select(Certificate).where(Certificate.expert_id == expert.id, Certificate.state.in_(LIVE))
    best: dict[int, Certificate] = {}
    for one in db.session.scalars(
        live.order_by(Certificate.level.desc(), Certificate.expires_on.desc(), Certificate.id)
    ):
        held = best.setdefault(one.skill_id, one)
        if held is not one:
            one.become("supersede")
            one.superseded_at, one.superseded_by_id = clock.now(), held.id
            record(CertificateSuperseded(one.ref, expert.ref, held.ref), by=by)


def _close(other: User) -> None:
    """Nobody signs in to it or recovers it; whoever is signed in as it is not any more."""
    db.session.execute(delete(Passkey).where(Passkey.user_id == other.id))
    closed: dict[str, object] = {
        "active": False,
        "operator": False,
        "password": None,
        "confirmed_at": None,
        "fs_uniquifier": uuid.uuid4().hex,
        "fs_webauthn_user_handle": None,
        "tf_primary_method": None,
        "tf_totp_secret": None,
        "tf_phone_number": None,
        "mf_recovery_codes": None,
        "organization_name": None,
    }
    for name, value in closed.items():
        setattr(other, name, value)
