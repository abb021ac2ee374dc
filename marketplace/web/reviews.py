"""Reviews of a booking, by its two sides; what an expert's customers say; what a vendor's staff look after."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.bookings import queries as bookings
from marketplace.bookings.sides import speaks_for
from marketplace.certification.models import Certificate
from marketplace.kit.errors import NotFound, Refused, permit
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.organizations import queries as organizations
from marketplace.registry import queries as registry
from marketplace.reviews import figures, policy, queries, service
from marketplace.reviews.figures import Opinion
from marketplace.reviews.models import Review, ReviewState
from marketplace.web import review_page
from marketplace.web.context import worn_vendor
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.refusal import show_on
from marketplace.web.forms.reviews import ModerationForm, ReplyForm, ReviewForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("reviews", __name__)

Answer = str | Response | tuple[str, int]


@bp.app_template_filter()
def stars(tenths: int) -> str:
    """45 as `4.5`."""
    return f"{tenths // 10}.{tenths % 10}"


@bp.app_template_global()
def opinion_of(certificate: Certificate) -> Opinion:
    return figures.of_certificate(certificate)


@bp.get("/bookings/<ref>/review")
@signed_in
def show(ref: Ref) -> str:
    return review_page.render(bookings.visible(ref, actor()))


@bp.post("/bookings/<ref>/review")
@signed_in
def send(ref: Ref) -> Answer:
    booking = bookings.visible(ref, actor())
    permit(policy.may_review(actor(), booking))
    side = speaks_for(actor(), booking)
    assert side is not None
    form = ReviewForm.by(side, booking.vendor.name)
    if not form.validate():
        return review_page.render(booking, form=form), 400
    try:
        review = service.send(ref, form.draft, by=actor())
    except Refused as refusal:
        status = show_on(form, refusal)
        return review_page.render(bookings.visible(ref, actor()), form=form), status
    if review.published:
        flash("Sent. Both have written now, so both reviews are published.", "success")
    else:
        flash("Sent. Nobody else reads it before both have written, or the time is up.", "success")
    return redirect(url_for(".show", ref=ref))


@bp.post("/reviews/<ref>/reply")
@signed_in
def reply(ref: Ref) -> Answer:
    review = queries.visible(ref, actor())
    permit(policy.may_reply(actor(), review))
    booking, form = review.booking, ReplyForm()
    if not form.validate():
        return review_page.render(booking, reply_form=form), 400
    try:
        service.reply(ref, form.reply.data or "", by=actor())
    except Refused as refusal:
        status = show_on(form, refusal)
        return review_page.render(bookings.visible(booking.ref, actor()), reply_form=form), status
    flash("Your reply stands below the review.", "success")
    return redirect(url_for(".show", ref=booking.ref))


@bp.route("/reviews/<ref>/moderation", methods=["GET", "POST"])
@signed_in
def moderate(ref: Ref) -> Answer:
    """Hide it, or put it back: whichever is possible."""
    review = queries.visible(ref, actor())
    permit(policy.may_moderate(actor(), review))
    form = ModerationForm()
    rule: Callable[..., Review] = service.restore if review.hidden else service.hide
    done = "The review is back. Both sides have been told why." if review.hidden else _HIDDEN
    status = attempt(form, lambda: rule(ref, form.reason.data or "", by=actor()))
    if status == DONE:
        flash(done, "success")
        return redirect(url_for(".of_vendor", slug=review.booking.vendor.slug))
    return render_template("reviews/moderate.html", review=queries.visible(ref, actor()), form=form), status


_HIDDEN = "The review is hidden. Both sides have been told why."


@bp.get("/experts/<slug>/reviews")
def of_expert(slug: str) -> str:
    expert = registry.public(slug, actor())
    page = queries.of_expert(expert.id, page_number(request.args.get("page")))
    found = figures.of_expert(expert.id)
    return render_template("reviews/of_expert.html", expert=expert, page=page, figures=found)


@bp.get("/reviews")
@signed_in
def mine() -> Response:
    """Those of the vendor whose hat is worn."""
    return redirect(url_for(".of_vendor", slug=worn_vendor().slug))


@bp.get("/vendors/<slug>/reviews")
@signed_in
def of_vendor(slug: str) -> str:
    """What was written in the vendor's marketplace, with the notes to it. For its staff; others do not find it."""
    vendor = organizations.visible_vendor(slug, actor())
    if not actor().is_staff(vendor.id):
        raise NotFound
    wanted = request.args.get("state", "")
    state = ReviewState(wanted) if wanted in list(ReviewState) else None
    page = queries.of_vendor(vendor.id, state, page_number(request.args.get("page")))
    return render_template(
        "reviews/of_vendor.html",
        vendor=vendor,
        page=page,
        state=state,
        readable={one.id for one in page.items if policy.reads_notes(actor(), one.booking)},
        moderated={one.id for one in page.items if policy.may_moderate(actor(), one) is True},
    )
