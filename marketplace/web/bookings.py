"""Choosing days, seeing the price, asking; the list of bookings and the page of one."""

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from marketplace.agreements import facts, placeholders
from marketplace.agreements import queries as agreements
from marketplace.agreements import service as agreeing
from marketplace.agreements.errors import AgreementChanged
from marketplace.bookings import cancellation, queries, quoting, service
from marketplace.bookings.blueprints import Begun
from marketplace.bookings.errors import BlueprintUnfit
from marketplace.bookings.models import Booking
from marketplace.bookings.queries import Stage
from marketplace.bookings.wording import length, thing_are
from marketplace.calendar.errors import DatesTaken
from marketplace.catalog import versions
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, Refused, Unavailable
from marketplace.kit.ids import Ref
from marketplace.kit.paging import Page, page_number
from marketplace.organizations import queries as organizations
from marketplace.payments import service as payments
from marketplace.registry import queries as registry
from marketplace.registry.models import Expert
from marketplace.web import booking_page, call_times
from marketplace.web.choosing import Choice, read
from marketplace.web.context import hat
from marketplace.web.filters import day
from marketplace.web.forms.bookings import RequestForm
from marketplace.web.forms.refusal import show_on, status_of
from marketplace.web.picking import asking, begun_with, carried_on, picker
from marketplace.web.security import actor, signed_in

bp = Blueprint("bookings", __name__)

Answer = str | Response | tuple[str, int]


@bp.app_template_filter()
def percent(basis_points: int) -> str:
    """`10 %`, `7.5 %`."""
    return f"{format_decimal(Decimal(basis_points) / 100, locale=get_locale())} %"


bp.add_app_template_filter(length, "length_of")
bp.add_app_template_filter(thing_are)


@bp.app_template_filter()
def days_to(first: date, last: date) -> str:
    """`Mon, 29 Mar – Wed, 31 Mar 2027`; a single day on its own."""
    if first == last:
        return day(last)
    shape = "EEE, d MMM" if first.year == last.year else "EEE, d MMM y"
    return f"{format_date(first, shape, locale=get_locale())} – {day(last)}"


@bp.get("/bookings")
@signed_in
def index() -> str:
    wanted = request.args.get("stage", "")
    stage = Stage(wanted) if wanted in list(Stage) else None
    page = _mine(stage, page_number(request.args.get("page")))
    return render_template("bookings/index.html", page=page, stage=stage, stages=list(Stage))


def _mine(stage: Stage | None, number: int) -> Page[Booking]:
    """Those of the hat that is worn."""
    worn = hat()
    if worn and worn.kind == "organization" and (organization := organizations.organization(worn.ref)):
        return queries.bookings_of_organization(organization.id, stage, number)
    if worn and worn.kind == "vendor":
        return queries.bookings_of_vendor(worn.ref, stage, number)
    expert = registry.expert_of(actor().user_id)
    return queries.bookings_of_expert(expert.id if expert else 0, stage, number)


@bp.get("/bookings/<ref>")
@signed_in
def show(ref: Ref) -> str:
    return booking_page.render(queries.visible(ref, actor()))


@bp.get("/experts/<slug>/bookings/new")
@signed_in
def new(slug: str) -> Answer:
    """Step one: which days."""
    return choose(slug, chosen_for(slug))


@bp.get("/experts/<slug>/bookings/quote")
@signed_in
def quote(slug: str) -> Answer:
    """Step two: the price of these days, or of this call, and the message."""
    form, choice = RequestForm(), chosen_for(slug)
    form.message.data = begun_with(choice)
    return _quoted(slug, choice, form)


@bp.post("/experts/<slug>/bookings")
@signed_in
def create(slug: str) -> Answer:
    form, choice = RequestForm(), read(request.form)
    if not form.validate():
        return _quoted(slug, choice, form, status=400)
    try:
        booking = agreeing.ask(
            lambda: _requested(slug, choice, form), read=request.form.get("agreement", type=int)
        )
    except DatesTaken as taken:
        return _others(slug, choice, form, taken)
    except AgreementChanged as changed:
        form.agreed.data = False
        return _quoted(slug, choice, form, status=show_on(form, changed))
    except Refused as refusal:
        return _quoted(slug, choice, form, status=show_on(form, refusal))
    if booking.at_once:
        return _to_payment(booking)
    flash(f"{booking.expert.name} has your request and answers by the time you see below.", "success")
    return redirect(url_for("bookings.show", ref=booking.ref))


def _requested(slug: str, choice: Choice, form: RequestForm) -> Booking:
    return service.request(
        slug,
        choice.certificate,
        choice.wanted,
        form.message.data or "",
        organization_ref=choice.organization,
        release_ref=form.release.data or "",
        shown=request.form.get("total", type=int),
        policy_shown=request.form.get("policy", ""),
        at_once_shown=bool(request.form.get("at_once", type=int)),
        po_number=form.po_number.data or "",
        cost_centre=form.cost_centre.data or "",
        begun=Begun(choice.blueprint, request.form.get("version", type=int)) if choice.blueprint else None,
        by=actor(),
    )


def _to_payment(booking: Booking) -> Response:
    """The days, or the time, are held: on to Stripe's page, or to the booking's own where that cannot be."""
    here = url_for("bookings.show", ref=booking.ref)
    try:
        return redirect(payments.start(booking.ref, by=actor()), 303)
    except (Refused, Unavailable) as silence:
        flash(f"The {thing_are(booking)} held for you. {silence.sentence}", "info")
        return redirect(here)


def chosen_for(slug: str) -> Choice:
    """What the address says, with the blueprint of a booking that fell through."""
    return carried_on(read(request.args), queries.bookable_expert(slug))


def choose(slug: str, choice: Choice, refusal: Refused | None = None) -> Answer:
    """Which days, or which time. What a blueprint does not fit is said, and can be booked without it."""
    expert = queries.bookable_expert(slug)
    status = status_of(refusal) if refusal else 200
    try:
        if choice.minutes:
            return call_times.render(expert, choice, refusal), status
        offered = picker(expert, choice)
    except BlueprintUnfit as unfit:
        return choose(slug, choice.without_blueprint, unfit)
    except Conflict as missing:
        return not_bookable(expert, missing)
    today = clock.today(expert.timezone)
    return render_template(
        "bookings/new.html",
        asking=offered.asking,
        picker=offered,
        refusal=refusal,
        today=today,
        choice=choice,
    ), status


def not_bookable(expert: Expert, missing: Conflict) -> Answer:
    return render_template("bookings/not_bookable.html", expert=expert, sentence=missing.sentence), 409


def _quoted(slug: str, choice: Choice, form: RequestForm, status: int = 200) -> Answer:
    """The price; or the days again, with what is wrong about them."""
    try:
        return _priced(slug, choice, form), status
    except DatesTaken as taken:
        return _others(slug, choice, form, taken)
    except Refused as refusal:
        return choose(slug, choice, refusal)


def _others(slug: str, choice: Choice, form: RequestForm, taken: DatesTaken) -> Answer:
    """Somebody was faster: the same form, for the next free days, or the next time for such a call."""
    try:
        offered = asking(queries.bookable_expert(slug), choice)
    except Refused as refusal:
        return choose(slug, choice, refusal)
    if choice.call:
        next_best = call_times.after(offered, choice.call)
        others = choice.with_call(next_best) if next_best else None
    else:
        vendor = offered.certificate.skill.product.vendor
        others = choice.with_days(quoting.alternatives(offered.expert, vendor, choice.days))
    try:
        if others is not None:
            return _priced(slug, others, form, taken=taken, asked=choice), 409
    except Refused:
        pass
    return choose(slug, choice, taken)


def _priced(slug: str, choice: Choice, form: RequestForm, **lost: DatesTaken | Choice) -> str:
    offered = asking(queries.bookable_expert(slug), choice)
    organization, certificate = offered.organization, offered.certificate.ref
    form.offer(offered.certificate.skill.product)
    offer = service.quote(slug, certificate, choice.wanted, organization_id=organization.id, by=actor())
    wording = agreements.holding(offered.certificate.skill.vendor_id)
    form.name(organization, offered.expert, wording.number)
    values = facts.of_quote(offer, organization, offered.certificate, form.message.data or "", actor().name)
    return render_template(
        "bookings/quote.html",
        asking=offered,
        wording=wording,
        agreement=placeholders.filled(wording.text, values),
        offer=offer,
        cancelling=cancellation.windows(
            quoting.agreed(offer, offered.expert, offered.certificate.skill.product.vendor)
        ),
        now=clock.now(),
        choice=choice,
        version=versions.current(offered.blueprint) if offered.blueprint else None,
        form=form,
        **lost,
    )
