"""What the vendor's staff state about people's work; what a person finds stated about theirs."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.attestations import policy, queries, service
from marketplace.attestations.models import Attestation
from marketplace.catalog import queries as catalog
from marketplace.catalog.models import Skill
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Vendor
from marketplace.registry import queries as registry
from marketplace.web.context import worn_vendor
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.attestations import AttestationForm, WithdrawalForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("attestations", __name__)

Page = tuple[str, int] | Response


@bp.app_template_global()
def attested_to_me() -> Sequence[Attestation]:
    """What was stated about the work of whoever is signed in."""
    expert = registry.expert_of(actor().user_id) if not actor().visitor else None
    return queries.of_expert(expert.id) if expert else []


@bp.get("/attestations")
@signed_in
def mine() -> Response:
    """Those of the vendor whose hat is worn."""
    return redirect(url_for(".index", slug=worn_vendor().slug))


@bp.get("/vendors/<slug>/attestations")
@signed_in
def index(slug: str) -> str:
    vendor = vouched_for(slug)
    words = request.args.get("q", "")[:100]
    page = queries.of_vendor(vendor.id, words, page_number(request.args.get("page")))
    return render_template("attestations/index.html", vendor=vendor, page=page, q=words)


@bp.route("/vendors/<slug>/attestations/new", methods=["GET", "POST"])
@signed_in
def new(slug: str) -> Page:
    vendor = vouched_for(slug)
    form = AttestationForm().offer(_skills(vendor))
    status = attempt(form, lambda: _state(vendor, form))
    if status == DONE:
        flash(f"Stated. Whoever has {form.email.data} as an address of theirs will find it.", "success")
        return redirect(url_for(".index", slug=slug))
    return render_template("attestations/new.html", vendor=vendor, form=form), status


@bp.route("/attestations/<ref>/withdrawal", methods=["GET", "POST"])
@signed_in
def withdraw(ref: Ref) -> Page:
    row = queries.visible(ref, actor())
    permit(policy.may_withdraw(actor(), row))
    back = _back(row)
    form = WithdrawalForm()
    status = attempt(form, lambda: service.withdraw(ref, reason=form.reason.data or "", by=actor()))
    if status == DONE:
        flash("Taken back. It no longer counts for claims that are still to be decided.", "success")
        return redirect(back)
    return render_template("attestations/withdraw.html", row=row, form=form, back=back), status


def vouched_for(slug: str) -> Vendor:
    """The vendor, for those who vouch in its name. Raises `NotFound` or `NotAllowed`."""
    vendor = organizations.visible_vendor(slug, actor())
    permit(policy.may_state(actor(), vendor))
    return vendor


def _back(row: Attestation) -> str:
    """Where whoever takes it back came from."""
    if row.organization:
        return url_for("organizations.show", ref=row.organization.ref)
    return url_for(".index", slug=row.product.vendor.slug)


def _skills(vendor: Vendor) -> list[Skill]:
    return [one for one in catalog.offered_skills() if one.vendor_id == vendor.id]


def _state(vendor: Vendor, form: AttestationForm) -> Attestation:
    return service.state(
        vendor.ref,
        form.email.data or "",
        name=form.name.data or "",
        skill_ref=form.skill.data or "",
        words=form.words,
        by=actor(),
    )
