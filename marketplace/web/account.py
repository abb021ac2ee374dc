"""One's own account: name and time zone, and how one signs in."""

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.accounts import service as accounts
from marketplace.web.forms.account import ProfileForm
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.person import person
from marketplace.web.security import actor, signed_in

bp = Blueprint("account", __name__)

Page = tuple[str, int] | Response


@bp.route("/settings", methods=["GET", "POST"])
@signed_in
def show() -> Page:
    form = ProfileForm(obj=person())

    def save() -> None:
        accounts.revise(
            person().ref, name=form.name.data or "", timezone=form.timezone.data or "", by=actor()
        )

    status = attempt(form, save)
    if status == DONE:
        flash("Saved.", "success")
        return redirect(url_for("account.show"))
    return render_template("account/profile.html", form=form), status


@bp.get("/settings/sign-in")
@signed_in
def sign_in() -> str:
    return render_template(
        "account/sign_in.html",
        user=person(),
        now_at=_aware(person().current_login_at),
        before_at=_aware(person().last_login_at),
    )


def _aware(kept: datetime | None) -> datetime | None:
    """Flask-Security keeps naive UTC."""
    return kept.replace(tzinfo=UTC) if kept else None
