"""The page of one change, and how changes are listed with their booking."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask_babel import get_locale

from marketplace.amendments import policy, queries, wording
from marketplace.amendments.models import LIFECYCLE, Amendment, AmendmentState
from marketplace.bookings.models import Booking
from marketplace.bookings.sides import reads_for
from marketplace.kit.figures import money_text
from marketplace.kit.money import Money
from marketplace.payments import policy as paying
from marketplace.web.forms.amendments import AnswerForm
from marketplace.web.security import actor


@dataclass(frozen=True, slots=True)
class Told:
    """A change in words: what it does, what that costs, how it stands."""

    amendment: Amendment
    who: str
    does: str
    costs: str
    stands: str
    kept_free: str


def render(amendment: Amendment, *, sentence: str = "", answer_form: AnswerForm | None = None) -> str:
    """`sentence` says why the last click did not work."""
    return render_template(
        "amendments/show.html",
        amendment=amendment,
        booking=amendment.booking,
        told=told(amendment),
        other=policy.other(amendment),
        may=_may(amendment),
        side=reads_for(actor(), amendment.booking),
        sentence=sentence,
        answer_form=answer_form or AnswerForm(),
    )


def of_booking(booking: Booking) -> Sequence[Told]:
    """Every version of the booking and every change that came to nothing, the latest first."""
    return [told(one) for one in queries.of_booking(booking.id)]


def told(amendment: Amendment) -> Told:
    customer = amendment.booking.organization.name
    return Told(
        amendment,
        policy.proposer(amendment),
        wording.said(amendment, _written),
        wording.costs(amendment, customer, _written),
        LIFECYCLE.said[amendment.state],
        wording.kept_free(amendment),
    )


def _may(amendment: Amendment) -> set[str]:
    pays = amendment.state is AmendmentState.ACCEPTED and paying.may_pay(actor(), amendment.booking) is True
    return policy.allowed(actor(), amendment) | ({"pay"} if pays else set())


def _written(value: Money) -> str:
    return money_text(value, get_locale())
