"""An administrator writes the vendor's agreement: a draft with its preview, then published as the next version."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.agreements import facts, placeholders, policy, queries, service
from marketplace.agreements.errors import NoDraft
from marketplace.kit.errors import permit
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Vendor
from marketplace.web.forms.agreements import TemplateForm
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.security import actor, signed_in

bp = Blueprint("agreement_templates", __name__, url_prefix="/vendors/<slug>/agreement")

Page = tuple[str, int] | Response


@bp.route("/draft", methods=["GET", "POST"])
@signed_in
def edit(slug: str) -> Page:
    vendor = _administered(slug)
    draft = queries.draft_of(vendor.id)
    form = TemplateForm(data={"text": draft.text if draft else queries.holding(vendor.id).text})
    status = attempt(form, lambda: service.draft(vendor.ref, form.text.data or "", by=actor()))
    if status == DONE:
        flash("Saved as a draft. Below is how it reads, filled with an example.", "success")
        return redirect(url_for(".edit", slug=slug, _anchor="preview"))
    sample = {**facts.SAMPLE, "vendor": vendor.name}
    page = render_template(
        "agreements/edit.html",
        vendor=vendor,
        form=form,
        draft=draft,
        holding=queries.holding(vendor.id),
        meaning=placeholders.MEANING,
        preview=placeholders.filled(draft.text, sample) if draft else "",
    )
    return page, status


@bp.post("/publication")
@signed_in
def publish(slug: str) -> Response:
    vendor = _administered(slug)
    try:
        row = service.publish(vendor.ref, by=actor())
    except NoDraft as gone:
        flash(gone.sentence, "danger")
    else:
        flash(f"Version {row.number} holds from the next booking on.", "success")
    return redirect(url_for("agreements.of_vendor", slug=slug))


@bp.post("/draft/removal")
@signed_in
def discard(slug: str) -> Response:
    vendor = _administered(slug)
    try:
        service.discard(vendor.ref, by=actor())
    except NoDraft as gone:
        flash(gone.sentence, "danger")
    else:
        flash("The draft is gone. What is published goes on.", "success")
    return redirect(url_for("agreements.of_vendor", slug=slug))


def _administered(slug: str) -> Vendor:
    vendor = organizations.visible_vendor(slug, actor())
    permit(policy.may_write(actor(), vendor))
    return vendor
