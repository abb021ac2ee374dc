"""To Stripe's page, and back from it. Then Stripe is asked how it went: what the address says is no proof."""

from collections.abc import Callable

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from marketplace.gateways.errors import GatewayRefused
from marketplace.kit.errors import NotFound, Refused, Unavailable
from marketplace.payments import queries, service
from marketplace.payments.errors import AlreadyPaid
from marketplace.payments.models import Payment, PaymentState
from marketplace.web.forms.refusal import status_of

UNPAID = "Nothing was charged. You can pay until the time named below."


def leave_for(
    page: Callable[[], str], *, back: str, again: Callable[[str], str]
) -> Response | tuple[str, int]:
    """Send the browser to the page on which it is paid. What is paid already leads `back`; what is refused is said `again`."""
    try:
        return redirect(page(), 303)
    except AlreadyPaid as paid:
        flash(paid.sentence, "success")
        return redirect(back)
    except Unavailable as silence:
        return again(silence.sentence), 503
    except Refused as refusal:
        return again(refusal.sentence), status_of(refusal)


def say_how_it_went(
    mine: Callable[[Payment], bool], *, paid: str, too_late: str, unpaid: str = UNPAID
) -> None:
    """Settles the page that the address names. Raises `NotFound` when it is not one of `mine`."""
    checkout_id = request.args.get("checkout", "")
    if not checkout_id:
        flash(unpaid, "info")
        return
    attempt = queries.payment_of_page(checkout_id)
    if attempt is None or not mine(attempt):
        raise NotFound
    try:
        settled = service.settle(checkout_id)
    except (Unavailable, GatewayRefused):
        flash("Thank you. Your payment is being confirmed; this page shows it in a moment.", "info")
        return
    if settled.state is not PaymentState.PAID:
        flash("The payment did not go through, and nothing was charged. You can try again.", "danger")
    elif settled.too_late:
        flash(too_late, "danger")
    else:
        flash(paid, "success")
