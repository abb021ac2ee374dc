"""An expert keeps their own profile. To everybody else it does not exist here: `NotFound`."""

from collections.abc import Iterable

from sqlalchemy import select

from marketplace.accounts.actor import Actor
from marketplace.accounts.models import User
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.gateways import storage
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, permit
from marketplace.kit.ids import Ref, new_ref
from marketplace.kit.money import Money
from marketplace.kit.text import slug
from marketplace.registry import checks, photos, policy, queries
from marketplace.registry.events import ProfileHidden, ProfilePublished, ProfileRevised, ProfileStarted
from marketplace.registry.models import Expert, Language, ProfileState


def start(*, by: Actor) -> Expert:
    """The person's profile, begun if there is none yet."""
    if by.user_id is None:
        raise NotAllowed("Sign in to begin a profile.")
    with atomic() as session:
        user = session.get_one(User, by.user_id, with_for_update=True)
        expert = queries.expert_of(user.id)
        if expert is None:
            name = user.shown_name
            expert = Expert(user_id=user.id, name=name, slug=_free_slug(name), timezone=user.timezone)
            session.add(expert)
            session.flush()
            record(ProfileStarted(expert.ref), by=by)
    return expert


def revise(ref: Ref, *, name: str, headline: str, about: str, by: Actor) -> Expert:
    """The address follows the name until the profile is first published; from then on it stays."""
    with atomic():
        expert = own(ref, by)
        before = expert.name
        checks.words(expert, name, headline, about)
        if expert.state is ProfileState.DRAFT and expert.name != before:
            expert.slug = _free_slug(expert.name, besides=expert)
        record(ProfileRevised(expert.ref, "words"), by=by)
    return expert


def set_rates(ref: Ref, *, day_rate: Money | None, hour_rate: Money | None = None, by: Actor) -> Expert:
    """Bookings that were asked for already keep the rate they were made at."""
    checks.rates(day_rate, hour_rate, needed=False)
    with atomic():
        expert = own(ref, by)
        checks.rates(day_rate, hour_rate, needed=expert.published)
        expert.day_rate_amount = day_rate.amount if day_rate else None
        expert.hour_rate_amount = hour_rate.amount if hour_rate else None
        expert.currency = (day_rate or hour_rate or Money.zero(expert.currency)).currency
        record(ProfileRevised(expert.ref, "rates"), by=by)
    return expert


def set_place(
    ref: Ref,
    *,
    place_id: int | None,
    remote: bool,
    on_site_km: int | None = None,
    timezone: str = "",
    by: Actor,
) -> Expert:
    """Where the expert lives and how they work. With no `timezone`, the town's."""
    with atomic():
        expert = own(ref, by)
        place = queries.place(place_id) if place_id else None
        if place_id and place is None:
            raise Invalid(
                "We do not know that town.", {"place": "We do not know that town. Choose one from the list."}
            )
        zone = timezone or (place.timezone if place else expert.timezone)
        checks.ways(place is not None, remote, on_site_km, zone)
        expert.place, expert.remote, expert.on_site_km, expert.timezone = place, remote, on_site_km, zone
        record(ProfileRevised(expert.ref, "place"), by=by)
    return expert


def set_languages(ref: Ref, *, codes: Iterable[str], by: Actor) -> Expert:
    """Those the expert works in, as ISO 639-1 codes."""
    chosen = checks.languages(codes)
    with atomic():
        expert = own(ref, by)
        kept = {one.code: one for one in expert.languages}
        expert.languages = [kept.get(code) or Language(code=code) for code in chosen]
        record(ProfileRevised(expert.ref, "languages"), by=by)
    return expert


def set_photo(ref: Ref, content: bytes, *, by: Actor) -> Expert:
    """The new file is there before the profile names it, the old one goes last: a crash leaves a stray."""
    key = storage.keep(photos.portrait(content))
    return _show(ref, key, by)


def remove_photo(ref: Ref, *, by: Actor) -> Expert:
    return _show(ref, None, by)


def publish(ref: Ref, *, by: Actor) -> Expert:
    with atomic():
        expert = own(ref, by)
        permit(policy.may_publish(by, expert))
        expert.become("publish")
        record(ProfilePublished(expert.ref), by=by)
    return expert


def hide(ref: Ref, *, by: Actor) -> Expert:
    with atomic():
        expert = own(ref, by)
        expert.become("hide")
        record(ProfileHidden(expert.ref), by=by)
    return expert


def own(ref: Ref, by: Actor) -> Expert:
    """The profile of `by`, locked. Raises `NotFound` for anybody else's."""
    expert = locked(Expert, ref)
    if policy.may_edit(by, expert) is not True:
        raise NotFound
    return expert


def _show(ref: Ref, key: str | None, by: Actor) -> Expert:
    with atomic():
        expert = own(ref, by)
        before, expert.photo_key = expert.photo_key, key
        record(ProfileRevised(expert.ref, "photo"), by=by)
    if before:
        storage.drop(before)
    return expert


def _free_slug(name: str, *, besides: Expert | None = None) -> str:
    """`ana-thorsdottir`, with a few letters more where somebody of that name is here already."""
    wish = slug(name, "expert")
    taken = db.session.scalar(select(Expert.id).where(Expert.slug == wish))
    return wish if taken in (None, besides.id if besides else None) else f"{wish}-{new_ref(5)}"
