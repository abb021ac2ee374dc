"""Choosing the time of one call. The price, the message and the asking are those of all bookings (`bookings`)."""

from dataclasses import replace
from datetime import date

from babel.dates import format_date
from flask import Blueprint
from flask_babel import get_locale

from marketplace.web import call_times
from marketplace.web.bookings import Answer, choose, chosen_for
from marketplace.web.choosing import written
from marketplace.web.security import signed_in

bp = Blueprint("calls", __name__)


bp.add_app_template_filter(written, "call_value")


@bp.app_template_filter()
def weekday_short(value: date) -> str:
    """`Wed`."""
    return format_date(value, "EEE", locale=get_locale())


@bp.get("/experts/<slug>/calls/new")
@signed_in
def new(slug: str) -> Answer:
    """Step one: how long, and when."""
    choice = chosen_for(slug)
    return choose(slug, replace(choice, minutes=choice.minutes or call_times.USUAL))
