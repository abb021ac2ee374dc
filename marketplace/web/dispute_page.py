"""The page of one dispute, and what the booking's page says about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask_babel import get_locale

from marketplace.bookings.models import Booking, Side
from marketplace.bookings.sides import named, reads_for, speaks_for
from marketplace.disputes import deciding, policy, queries, stakes, wording
from marketplace.disputes.models import LIFECYCLE, Dispute, DisputeState
from marketplace.disputes.stakes import Division
from marketplace.kit.figures import money_text
from marketplace.kit.money import Money
from marketplace.timesheets import queries as timesheets
from marketplace.web.booking_history import Moment, history_of
from marketplace.web.dispute_steps import steps
from marketplace.web.forms.disputes import OfferForm, OpinionForm, StatementForm
from marketplace.web.security import actor


@dataclass(frozen=True, slots=True)
class Told:
    """A division in figures and in a sentence."""

    made: Division
    says: str


def render(
    dispute: Dispute,
    *,
    sentence: str = "",
    statement_form: StatementForm | None = None,
    offer_form: OfferForm | None = None,
    opinion_form: OpinionForm | None = None,
) -> str:
    """`sentence` says why the last click did not work."""
    booking, side = dispute.booking, reads_for(actor(), dispute.booking)
    currency = dispute.price.currency
    return render_template(
        "disputes/show.html",
        dispute=dispute,
        booking=booking,
        side=side,
        opener=named(booking, dispute.side),
        other=named(booking, dispute.answering),
        steps=steps(dispute),
        asked=told(dispute, dispute.asked),
        offered=None if dispute.offered is None else told(dispute, dispute.offered),
        ended=None if dispute.back is None else told(dispute, dispute.back),
        otherwise=told(dispute, stakes.by_default(dispute)) if dispute.open else None,
        sheets=timesheets.sheets_of(booking.id),
        may=_may(dispute),
        bar=_bar(dispute),
        thread=deciding.reads_thread(dispute, actor()),
        sentence=sentence,
        happened=_happened(dispute),
        statement_form=statement_form or StatementForm(formdata=None),
        offer_form=offer_form or _fresh_offer(side, currency),
        opinion_form=opinion_form or OpinionForm.of(currency),
    )


def told(dispute: Dispute, back: int) -> Told:
    made = stakes.of(dispute, back)
    booking = dispute.booking
    return Told(made, wording.said(made, booking.expert.name, booking.organization.name, _written))


def of_booking(booking: Booking) -> Sequence[Dispute]:
    """The latest first, for those who may read them: finance of the vendor sees the booking alone."""
    found = queries.of_booking(booking.id)
    reads = reads_for(actor(), booking) is not None or actor().is_staff(booking.vendor_id, *policy.READERS)
    return found if reads else ()


def _fresh_offer(side: Side | None, currency: str) -> OfferForm:
    form = OfferForm.of(side, currency)
    form.amount.data = ""
    return form


def _may(dispute: Dispute) -> set[str]:
    """What the reader may do with it now."""
    by = actor()
    allowed = {
        "agree": ("settle", policy.may_agree(by, dispute)),
        "contest": ("contest", policy.may_contest(by, dispute)),
        "take_offer": ("settle", policy.may_take_offer(by, dispute)),
        "withdraw": ("withdraw", policy.may_withdraw(by, dispute)),
        "take": ("take", policy.may_take(by, dispute)),
        "leave": ("leave", policy.may_leave(by, dispute)),
        "opine": ("opine", policy.may_opine(by, dispute)),
    }
    found = {
        verb for verb, (step, may) in allowed.items() if may is True and LIFECYCLE.allows(dispute.state, step)
    }
    speaks = dispute.open and policy.may_speak(by, dispute) is True
    waits = dispute.state is DisputeState.ASKED and speaks_for(by, dispute.booking) is dispute.side
    return found | ({"say"} if speaks else set()) | ({"offer"} if speaks and not waits else set())


def _bar(dispute: Dispute) -> str | None:
    """Why an assessor who reads this may not judge it."""
    judges = dispute.waits_for_opinion and policy.may_take(actor(), dispute) is True
    return deciding.bar(dispute, actor()) if judges else None


def _happened(dispute: Dispute) -> Sequence[Moment]:
    return history_of({dispute.ref})


def _written(value: Money) -> str:
    return money_text(value, get_locale())
