"""Requests as a table: a customer's own; an expert's, those they were invited to or have proposed for.

Until somebody is booked the words of both are shown without what leads past us, so `hide` goes over all of them.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, exists, or_

from marketplace.db.base import db
from marketplace.kit.spreadsheet import AT_A_TIME, Rows, amount, moment
from marketplace.requests import queries
from marketplace.requests.models import Proposal, Request, RequestInvitation

Hide = Callable[[str], str]

COLUMNS = (
    "request",
    "state",
    "customer",
    "vendor",
    "title",
    "what is needed",
    "skills",
    "days",
    "from",
    "to",
    "weekdays",
    "how the days lie",
    "where",
    "place",
    "day rate up to",
    "currency",
    "who may propose",
    "from blueprint",
    "written by",
    "published (UTC)",
    "answers until (UTC)",
    "ended (UTC)",
    "why it ended",
    "booking",
)


def of_organization(organization_id: int, *, hide: Hide) -> Rows:
    return _table(Request.organization_id == organization_id, hide, own=True)


def of_expert(expert_id: int, *, hide: Hide) -> Rows:
    """As they may open them: published ones. To whose booking it led is not theirs to know, unless it is with them."""
    here = Request.published_at.is_not(None)
    asked = exists().where(
        RequestInvitation.request_id == Request.id, RequestInvitation.expert_id == expert_id
    )
    proposed = exists().where(Proposal.request_id == Request.id, Proposal.expert_id == expert_id)
    return _table(here & or_(asked, proposed), hide, own=False, expert_id=expert_id)


def _table(which: ColumnElement[bool], hide: Hide, *, own: bool, expert_id: int = 0) -> Rows:
    rows = queries.whole_requests().where(which).order_by(Request.id)
    yield COLUMNS
    for one in db.session.scalars(rows.execution_options(yield_per=AT_A_TIME)):
        booked = one.booking and (own or one.booking.expert_id == expert_id)
        yield (*_row(one, hide, own), one.booking.ref if one.booking and booked else "")


def _row(one: Request, hide: Hide, own: bool) -> Sequence[str]:
    return (
        one.ref,
        str(one.state),
        one.organization.name,
        one.vendor.name,
        hide(one.title),
        hide(one.brief),
        "; ".join(f"{need.skill.name}, level {need.level}" for need in one.needs),
        str(one.days),
        one.first_on.isoformat(),
        one.last_on.isoformat(),
        " ".join(one.asks_weekdays),
        hide(one.pattern),
        str(one.venue),
        hide(one.place),
        amount(one.budget),
        one.budget_currency if one.budget else "",
        str(one.audience),
        one.blueprint.title if one.blueprint else "",
        one.author.shown_name if own else "",
        moment(one.published_at),
        moment(one.respond_by),
        moment(one.ended_at),
        hide(one.reason) if own else "",
    )
