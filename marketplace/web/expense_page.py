"""The page of one expense, and what the booking's page says about all of them."""

from collections.abc import Sequence

from flask import render_template

from marketplace.bookings.models import Booking
from marketplace.bookings.sides import reads_for
from marketplace.expenses import bounds, policy, queries
from marketplace.expenses.bounds import Bound
from marketplace.expenses.models import LIFECYCLE, Expense, ExpenseState
from marketplace.payments import policy as paying
from marketplace.web.booking_history import history_of
from marketplace.web.booking_steps import Step
from marketplace.web.filters import money
from marketplace.web.forms.expenses import ApprovalForm, ReturnForm
from marketplace.web.security import actor

S = ExpenseState


def render(
    expense: Expense,
    *,
    sentence: str = "",
    approval_form: ApprovalForm | None = None,
    return_form: ReturnForm | None = None,
) -> str:
    """`sentence` says why the last click did not work."""
    booking = expense.booking
    approval, back = approval_form or ApprovalForm(formdata=None), return_form or ReturnForm(formdata=None)
    approval.amount.label.text = f"How much of it, in {expense.claimed.currency}"
    for form in (approval, back):
        form.seen.data = str(expense.submissions)
    return render_template(
        "expenses/show.html",
        expense=expense,
        booking=booking,
        side=reads_for(actor(), booking),
        may=_may(expense),
        beyond=_beyond(expense),
        steps=steps(expense),
        sentence=sentence,
        history=history_of({expense.ref}),
        approval_form=approval,
        return_form=back,
    )


def of_booking(booking: Booking) -> Sequence[Expense]:
    """Those of a booking, for its two sides."""
    return queries.of_booking(booking.id) if reads_for(actor(), booking) else ()


def may_hand_in(booking: Booking) -> bool:
    return policy.may_hand_in(actor(), booking) is True


def bound_of(booking: Booking) -> Bound | None:
    """What the two sides read beside its expenses."""
    return bounds.on_hand_in(booking)


def steps(expense: Expense) -> Sequence[Step]:
    """Handed in, approved, paid; who must act."""
    booking, done = expense.booking, Step("Handed in", "done", at=expense.submitted_at)
    if expense.state is S.SENT_BACK:
        back = Step("Sent back", "now", booking.expert.name, at=expense.decided_at)
        return [back, Step("Approved", "next"), Step("Paid", "next")]
    if expense.state is S.WITHDRAWN:
        return [done, Step("Withdrawn", "ended", at=expense.ended_at)]
    if expense.state is S.SUBMITTED:
        return [done, Step("Approved", "now", _unless_disputed(booking)), Step("Paid", "next")]
    approved = Step("Approved", "done", at=expense.decided_at)
    if expense.state is S.APPROVED:
        return [done, approved, Step("Paid", "now", _unless_disputed(booking))]
    return [done, approved, Step("Paid", "done", at=expense.ended_at)]


def _unless_disputed(booking: Booking) -> str:
    return booking.organization.name if booking.disputed_at is None else "once the dispute has ended"


def _may(expense: Expense) -> set[str]:
    """What the reader may do now."""
    disputed = expense.booking.disputed_at is not None
    allowed = {
        "submit": policy.may_change(actor(), expense),
        "withdraw": policy.may_change(actor(), expense),
        "approve": policy.may_decide(actor(), expense),
        "send_back": policy.may_decide(actor(), expense),
        "pay": not disputed and paying.may_pay(actor(), expense.booking),
    }
    return {verb for verb, yes in allowed.items() if yes is True and LIFECYCLE.allows(expense.state, verb)}


def _beyond(expense: Expense) -> str:
    """Why somebody who decides may not approve all of it alone."""
    verdict = policy.may_approve(actor(), expense, expense.claimed)
    if isinstance(verdict, str):
        return verdict
    bound = bounds.on_approval(expense)
    if bound is None or expense.claimed <= bound.left:
        return ""
    return f"Of the most that this booking's expenses may come to, {money(bound.left)} is left."
