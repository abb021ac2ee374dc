"""The customer's side of a request: write it down, publish it, extend it, close it."""

from marketplace.accounts.actor import Actor
from marketplace.bookings.errors import TooLate
from marketplace.bookings.wording import reason_of
from marketplace.catalog import queries as catalog
from marketplace.catalog import versions
from marketplace.db.session import atomic
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.organizations import queries as organizations
from marketplace.requests import ending, events, locking, policy, timing, writing
from marketplace.requests.lifecycles import InvitationState, RequestState
from marketplace.requests.models import Audience, Request
from marketplace.requests.writing import Plan


def draft(organization_ref: Ref, plan: Plan, *, by: Actor) -> Request:
    """Kept for the organization; nobody else sees it yet. Raises `Invalid`."""
    with atomic() as session:
        organization = organizations.organization(organization_ref)
        if organization is None or not by.is_member(organization.id):
            raise NotFound("We could not find that organization.")
        permit(policy.may_write(by, organization))
        if by.user_id is None:
            raise NotAllowed("Only a person can write a request.")
        request = Request(organization=organization, author_id=by.user_id, deliverables=[], checklist=[])
        with session.no_autoflush:
            writing.write(request, plan)
            if plan.blueprint:
                _take_over(request, plan.blueprint)
        session.add(request)
        session.flush()
        record(events.RequestDrafted(request.ref, organization.ref), by=by)
    return request


def revise(ref: Ref, plan: Plan, *, by: Actor) -> Request:
    """While it is a draft; afterwards people have read it."""
    with atomic() as session:
        request = lead(ref, by)
        if request.state is not RequestState.DRAFT:
            raise Conflict("It is published, so its words stay. Close it and start another one from it.")
        with session.no_autoflush:
            writing.write(request, plan)
    return request


def publish(ref: Ref, *, by: Actor) -> Request:
    """To matching experts, or to those invited. Their clock begins."""
    with atomic():
        request = lead(ref, by)
        request.become("publish")
        writing.check_dates(request)
        if request.audience is Audience.INVITED and not request.invitations:
            sentence = "Invite somebody first, or let everybody who matches see it."
            raise Invalid(sentence, {"audience": sentence})
        request.answer_hours = request.vendor.answer_hours
        request.published_at = clock.now()
        timing.start(request)
        for one in request.invitations:
            one.asked_at = clock.now()
            record(events.ExpertInvited(one.ref, request.ref, one.expert.ref), by=by)
        record(
            events.RequestPublished(
                request.ref,
                request.organization.ref,
                str(request.audience),
                timing.until(request).isoformat(),
            ),
            by=by,
        )
    return request


def extend(ref: Ref, *, by: Actor) -> Request:
    """As long again for experts to answer, from now on; never later than the first day."""
    with atomic():
        request = lead(ref, by)
        request.become("extend")
        before = request.respond_by
        timing.start(request)
        if before is not None and timing.until(request) <= before:
            raise TooLate("The first day is so near that the time to answer cannot be longer.")
        record(events.RequestExtended(request.ref, timing.until(request).isoformat()), by=by)
    return request


def close(ref: Ref, reason: str, *, by: Actor) -> Request:
    """Nobody is needed any more. Whoever proposed reads the reason; it may be left out."""
    with atomic():
        request = lead(ref, by)
        request.reason = reason_of(reason, needed=False)
        request.become("close")
        ending.close_everything(request, by=by)
        record(events.RequestClosed(request.ref, request.reason), by=by)
    return request


def withdraw(ref: Ref, *, by: Actor) -> Request:
    """Throw a draft away."""
    with atomic():
        request = lead(ref, by)
        request.become("withdraw")
        for one in request.invitations:
            if one.state is InvitationState.OPEN:
                one.become("close")
        record(events.RequestWithdrawn(request.ref), by=by)
    return request


def lead(ref: Ref, by: Actor) -> Request:
    """The row, locked, for whoever leads it."""
    request = locking.request(ref, by)
    permit(policy.may_lead(by, request))
    return request


def _take_over(request: Request, address: str) -> None:
    vendor, _, slug = address.partition("/")
    blueprint = catalog.blueprint_by_slug(vendor, slug)
    if blueprint.call_minutes:
        raise Conflict(
            f"“{blueprint.title}” is one call, and a request is for days. Choose somebody for the call instead."
        )
    version = versions.current(blueprint)
    writing.take_over(request, blueprint, version.content, version.number)
