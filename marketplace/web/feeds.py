"""Bookings in one's own calendar program: the page with the secret address, and the calendar itself, for programs."""

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from marketplace.feeds import policy, queries, service, writing
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Organization
from marketplace.registry import queries as registry
from marketplace.web.security import actor, signed_in

bp = Blueprint("feeds", __name__)

FIVE_MINUTES = 300


@bp.get("/calendars/<token>.ics")
def show(token: str) -> Response:
    """Whoever knows the address. Nothing says whether it was ever right."""
    feed = service.from_token(token)
    answer = Response(
        writing.write(feed, queries.entries(feed)),
        content_type="text/calendar; charset=utf-8; method=PUBLISH",
    )
    answer.headers["Content-Disposition"] = 'inline; filename="bookings.ics"'
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.cache_control.private, answer.cache_control.max_age = True, FIVE_MINUTES
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@bp.get("/calendar/feed")
@signed_in
def mine() -> ResponseReturnValue:
    if registry.expert_of(actor().user_id) is None:
        return redirect(url_for("calendar.show"))
    return _page(None)


@bp.post("/calendar/feed")
@signed_in
def make() -> ResponseReturnValue:
    if registry.expert_of(actor().user_id) is None:
        return redirect(url_for("calendar.show"))
    service.make(by=actor())
    return redirect(url_for(".mine"))


@bp.get("/organizations/<ref>/feed")
@signed_in
def of_organization(ref: Ref) -> ResponseReturnValue:
    return _page(_booked_for(ref))


@bp.post("/organizations/<ref>/feed")
@signed_in
def make_for(ref: Ref) -> ResponseReturnValue:
    service.make(_booked_for(ref).id, by=actor())
    return redirect(url_for(".of_organization", ref=ref))


@bp.post("/feeds/<ref>/renewal")
@signed_in
def renew(ref: Ref) -> ResponseReturnValue:
    feed = service.renew(ref, by=actor())
    flash("Here is the new address. The old one leads nowhere from now on.", "success")
    return _back(feed.organization.ref if feed.organization else None)


@bp.post("/feeds/<ref>/removal")
@signed_in
def remove(ref: Ref) -> ResponseReturnValue:
    organization = service.remove(ref, by=actor())
    flash("The address is removed. Nobody reads your bookings by it any more.", "success")
    return _back(organization)


def _page(organization: Organization | None) -> ResponseReturnValue:
    feed = service.feed_of(actor(), organization.id if organization else None)
    path = url_for(".show", token=service.token(feed)) if feed else ""
    base = str(current_app.config["BASE_URL"]).rstrip("/")
    page = render_template(
        "feeds/show.html",
        feed=feed,
        organization=organization,
        address=f"{base}{path}",
        subscribe=f"webcal://{base.partition('://')[2]}{path}",
        back=queries.BACK.days,
        off=queries.CALLED_OFF.days,
    )
    answer = make_response(page)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _back(organization: Ref | None) -> ResponseReturnValue:
    return redirect(url_for(".of_organization", ref=organization) if organization else url_for(".mine"))


def _booked_for(ref: Ref) -> Organization:
    """For its owners and bookers; to everybody else this page does not exist."""
    organization = organizations.visible_organization(ref, actor())
    if policy.may_have(actor(), organization.id) is not True:
        raise NotFound
    return organization
