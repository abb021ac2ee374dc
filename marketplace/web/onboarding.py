"""To Stripe's pages about the expert's account, and back from them."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.kit.errors import MarketError, Refused, Unavailable
from marketplace.payouts import paying, queries, service, wording
from marketplace.payouts.models import AccountState, PayoutAccount
from marketplace.registry import queries as registry
from marketplace.web import earnings
from marketplace.web.forms.onboarding import CountryForm
from marketplace.web.forms.refusal import show_on
from marketplace.web.security import actor, signed_in

bp = Blueprint("onboarding", __name__)


@bp.post("/earnings/onboarding")
@signed_in
def start() -> ResponseReturnValue:
    form = CountryForm()
    if not form.validate():
        return earnings.page(form), 400
    try:
        return redirect(service.onboard(by=actor(), country=form.country.data or None), 303)
    except Refused as refusal:
        return earnings.page(form), show_on(form, refusal)
    except Unavailable as silence:
        flash(silence.sentence, "danger")
    return redirect(url_for("earnings.show"))


@bp.get("/earnings/onboarding")
@signed_in
def back() -> ResponseReturnValue:
    """Back from Stripe's page: look how the account stands, whoever is quicker, this visit or the notice."""
    expert = registry.expert_of(actor().user_id)
    account = queries.account_of(expert.id) if expert else None
    if account is not None and account.stripe_id is not None:
        _look(account, account.stripe_id)
    return redirect(url_for("earnings.show"))


@bp.post("/earnings/dashboard")
@signed_in
def dashboard() -> ResponseReturnValue:
    try:
        return redirect(service.dashboard(by=actor()), 303)
    except MarketError as error:
        flash(error.sentence, "danger")
    return redirect(url_for("earnings.show"))


@bp.post("/earnings/payouts")
@signed_in
def try_again() -> ResponseReturnValue:
    """The bank details are mended: pay out without waiting."""
    paying.try_again(by=actor())
    flash("We send your money again within minutes.", "success")
    return redirect(url_for("earnings.show"))


def _look(account: PayoutAccount, stripe_id: str) -> None:
    if "again" in request.args:
        flash("That page at Stripe had run out. Go on from here; what you filled in is kept.", "info")
        return
    try:
        service.refresh(stripe_id)
    except Unavailable:
        flash("Stripe does not answer right now. We look again by ourselves.", "info")
        return
    _tell(account)


def _tell(account: PayoutAccount) -> None:
    missing = wording.requirements(account.requirements)
    if account.state is AccountState.PAYABLE:
        flash("Your payout account is ready. What you earn goes there.", "success")
    elif account.rejected:
        flash("Stripe has declined your account.", "danger")
    elif missing:
        flash(f"Nearly there. Stripe still needs {' and '.join(missing)}.", "info")
    else:
        flash("Stripe is checking what you filled in. We tell you when it is done.", "info")
