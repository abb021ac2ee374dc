"""The expert's other calendars: linked, read again, removed; and how much of a day they have to fill to take it."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.calendar import busy, following, linking
from marketplace.kit.ids import Ref
from marketplace.registry import queries as registry
from marketplace.registry.models import Expert
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.linked_calendars import LinkForm, RuleForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("linked_calendars", __name__, url_prefix="/calendar/linked")


@bp.app_template_filter()
def host_of(address: str) -> str:
    """All that is shown of a secret address."""
    return urlsplit(address).hostname or ""


@bp.route("", methods=["GET", "POST"])
@signed_in
def index() -> ResponseReturnValue:
    expert, form = _mine(), LinkForm()
    if expert is None:
        return redirect(url_for("calendar.show"))
    status = attempt(
        form,
        lambda: linking.link(expert.ref, form.name.data or "", form.address.data or "", by=actor()),
    )
    if status == DONE:
        flash(f"“{form.name.data}” is linked. We are reading it for the first time.", "success")
        return redirect(url_for(".index"))
    return _page(expert, form, RuleForm(formdata=None, share=busy.share_of(expert.id)), status)


@bp.post("/rule")
@signed_in
def set_rule() -> ResponseReturnValue:
    expert, form = _mine(), RuleForm()
    if expert is None:
        return redirect(url_for("calendar.show"))
    status = attempt(form, lambda: busy.set_share(expert.ref, form.share.data, by=actor()))
    if status == DONE:
        flash("The rule is saved, and your days are counted anew.", "success")
        return redirect(url_for(".index"))
    return _page(expert, LinkForm(formdata=None), form, status)


@bp.post("/<ref>/reading")
@signed_in
def read(ref: Ref) -> ResponseReturnValue:
    linked = linking.read_soon(ref, by=actor())
    flash(f"We read “{linked.name}” within a minute.", "success")
    return redirect(url_for(".index"))


@bp.post("/<ref>/removal")
@signed_in
def remove(ref: Ref) -> ResponseReturnValue:
    linking.unlink(ref, by=actor())
    flash("The calendar is removed, and with it all that we knew of it.", "success")
    return redirect(url_for(".index"))


def _page(expert: Expert, form: LinkForm, rule: RuleForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "linked_calendars/index.html",
        linked=linking.linked_to(expert.id),
        most=linking.MOST,
        horizon=following.HORIZON.days,
        form=form,
        rule=rule,
    )
    return page, status


def _mine() -> Expert | None:
    return registry.expert_of(actor().user_id)
