"""An expert's money: what was earned, where it is, and the account that it goes to."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.kit.paging import page_number
from marketplace.payouts import earnings, queries, wording
from marketplace.registry import queries as registry
from marketplace.web.booking_money import titled
from marketplace.web.filters import day, reader_zone
from marketplace.web.forms.onboarding import CountryForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("earnings", __name__)


@bp.app_template_filter()
def on_day(value: date | datetime) -> str:
    """`Mon, 8 Mar 2027`, of an instant the date in the reader's zone."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(reader_zone())).date()
    return day(value)


bp.app_template_filter("share_title")(titled)


@bp.get("/earnings")
@signed_in
def show() -> ResponseReturnValue:
    return page(CountryForm(formdata=None))


def page(form: CountryForm) -> str:
    expert = registry.expert_of(actor().user_id)
    if expert is None:
        return render_template("earnings/none.html")
    account = queries.account_of(expert.id)
    if not form.is_submitted() and expert.place:
        form.country.data = expert.place.country
    return render_template(
        "earnings/show.html",
        expert=expert,
        form=form,
        account=account,
        missing=wording.requirements(account.requirements) if account else [],
        totals=earnings.totals_of(expert.id),
        page=earnings.earnings_of(expert.id, page_number(request.args.get("page"))),
        payouts=earnings.payouts_of(expert.id),
        returned=queries.returned(expert.id),
    )
