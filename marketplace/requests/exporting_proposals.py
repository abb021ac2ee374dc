"""Proposals as a table, a row for each version that either side has written."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, select

from marketplace.db.base import db
from marketplace.kit.spreadsheet import AT_A_TIME, Rows, amount, moment
from marketplace.requests import queries
from marketplace.requests.exporting import Hide
from marketplace.requests.models import Proposal, Request

COLUMNS = (
    "proposal",
    "request",
    "title",
    "customer",
    "expert",
    "skill",
    "state",
    "version",
    "the last one",
    "written by",
    "side",
    "written (UTC)",
    "days",
    "day rate",
    "price",
    "fee",
    "total",
    "currency",
    "words",
    "agreement text",
    "answers until (UTC)",
    "ended (UTC)",
    "why it ended",
)


def of_organization(organization_id: int, *, hide: Hide) -> Rows:
    theirs = select(Request.id).where(Request.organization_id == organization_id)
    return _table(Proposal.request_id.in_(theirs), hide)


def of_expert(expert_id: int, *, hide: Hide) -> Rows:
    return _table(Proposal.expert_id == expert_id, hide)


def _table(which: ColumnElement[bool], hide: Hide) -> Rows:
    rows = queries.whole_proposals().where(which).order_by(Proposal.id)
    yield COLUMNS
    for one in db.session.scalars(rows.execution_options(yield_per=AT_A_TIME)):
        yield from _rows(one, hide)


def _rows(one: Proposal, hide: Hide) -> Iterator[Sequence[str]]:
    for version in one.versions:
        figures = (version.rate, version.price, version.fee, version.total)
        yield (
            one.ref,
            one.request.ref,
            hide(one.request.title),
            one.request.organization.name,
            one.expert.name,
            one.certificate.skill.name,
            str(one.state),
            str(version.number),
            "yes" if version is one.latest else "",
            version.author.shown_name,
            str(version.side),
            moment(version.written_at),
            " ".join(version.days),
            *map(amount, figures),
            version.price.currency,
            hide(version.message),
            str(version.template_number),
            moment(one.respond_by),
            moment(one.ended_at),
            hide(one.reason),
        )
