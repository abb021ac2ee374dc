"""One's mail addresses."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.accounts import addresses, queries
from marketplace.web.forms.account import AddressForm
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.freshness import fresh
from marketplace.web.person import person
from marketplace.web.security import actor

bp = Blueprint("addresses", __name__, url_prefix="/settings/addresses")
BACK = "addresses.index"


@bp.route("", methods=["GET", "POST"])
@fresh(BACK)
def index() -> tuple[str, int] | Response:
    form = AddressForm()
    status = attempt(form, lambda: addresses.add(person().ref, form.email.data or "", by=actor()))
    if status == DONE:
        flash(f"Open the mail we have just sent to {form.email.data}.", "success")
        return redirect(url_for(BACK))
    mine = queries.addresses_of(person())
    return render_template("account/addresses.html", form=form, addresses=mine), status


@bp.post("/<ref>/link")
@fresh(BACK)
def send_again(ref: str) -> Response:
    row = addresses.send_again(person().ref, ref, by=actor())
    flash(f"Another mail is on its way to {row.address}.", "success")
    return redirect(url_for(BACK))


@bp.post("/<ref>/main")
@fresh(BACK)
def make_primary(ref: str) -> Response:
    user = addresses.make_primary(person().ref, ref, by=actor())
    flash(f"We write to {user.email} from now on.", "success")
    return redirect(url_for(BACK))


@bp.post("/<ref>/removal")
@fresh(BACK)
def remove(ref: str) -> Response:
    addresses.remove(person().ref, ref, by=actor())
    flash("The address is no longer yours here.", "success")
    return redirect(url_for(BACK))


@bp.get("/links/<token>")
def verify(token: str) -> str:
    """The mailed link. Mail programs open links to look at them, so it takes a click to confirm."""
    row = addresses.from_token(token)
    return render_template("account/verify_address.html", row=row, token=token)


@bp.post("/links/<token>/confirmation")
def confirm(token: str) -> Response:
    row = addresses.verify(token)
    flash(f"Thank you. {row.address} is confirmed.", "success")
    return redirect(url_for(BACK if not actor().visitor else "security.login"))
