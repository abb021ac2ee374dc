"""Expenses: handed in by the expert with a receipt, approved or sent back, then paid by the organization."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from marketplace.accounts.actor import OrganizationRole
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking
from marketplace.expenses import bounds, policy, queries, service
from marketplace.expenses.models import LIFECYCLE, Expense, ExpenseState
from marketplace.kit.errors import Refused, permit
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.organizations.models import Organization
from marketplace.payments import service as payments
from marketplace.web import expense_page
from marketplace.web.conversations import sent_safely
from marketplace.web.exporting import side
from marketplace.web.exports import finances
from marketplace.web.forms.attempt import DONE
from marketplace.web.forms.expenses import ApprovalForm, ExpenseForm, ReturnForm
from marketplace.web.forms.refusal import show_on, status_of
from marketplace.web.keeping import attempt_with_files, make_room
from marketplace.web.paying import leave_for, say_how_it_went
from marketplace.web.security import actor, signed_in

bp = Blueprint("expenses", __name__)
bp.url_value_preprocessor(make_room)

Answer = str | Response | tuple[str, int]


@bp.get("/expenses")
@signed_in
def index() -> str:
    """As an organization what waits for approval and payment; as an expert one's own."""
    number, whose = page_number(request.args.get("page")), side()
    if isinstance(whose, Organization):
        return render_template(
            "expenses/approvals.html",
            organization=whose,
            to_decide=queries.to_decide(whose.id),
            to_pay=queries.to_pay(whose.id),
            page=queries.of_organization(whose.id, number),
            approver=actor().may_as(whose.id, OrganizationRole.APPROVER),
            payer=actor().may_as(whose.id, OrganizationRole.BOOKER, OrganizationRole.FINANCE),
        )
    if whose is None:
        return render_template("expenses/none.html")
    return render_template("expenses/mine.html", page=queries.of_expert(whose.id, number))


@bp.get("/vendors/<slug>/expenses")
@signed_in
def of_vendor(slug: str) -> str:
    """Those of all bookings of a vendor's experts, for its finance: nobody pays a fee on them, so somebody should look."""
    vendor = finances(slug)
    state = next((one for one in ExpenseState if one == request.args.get("state")), None)
    page = queries.of_vendor(vendor.id, state, page_number(request.args.get("page")))
    return render_template(
        "expenses/of_vendor.html",
        vendor=vendor,
        page=page,
        state=state,
        states=list(ExpenseState),
        totals=queries.totals_of_vendor(vendor.id),
        most_of=bounds.most_of,
    )


@bp.route("/bookings/<ref>/expenses/new", methods=["GET", "POST"])
@signed_in
def new(ref: Ref) -> Answer:
    booking = bookings.visible(ref, actor())
    permit(policy.may_hand_in(actor(), booking))
    form, made = ExpenseForm.of(booking.price.currency), list[Expense]()
    status = attempt_with_files(form, lambda: made.append(service.hand_in(ref, form.spent(), by=actor())))
    if status == DONE:
        flash(f"Handed in. {booking.organization.name} looks at it next.", "success")
        return _back(made[0].ref)
    return _form(bookings.visible(ref, actor()), None, form), status


@bp.route("/expenses/<ref>/correction", methods=["GET", "POST"])
@signed_in
def correct(ref: Ref) -> Answer:
    """The same again, after it was sent back."""
    expense = queries.visible(ref, actor())
    permit(policy.may_change(actor(), expense))
    LIFECYCLE.after(expense.state, "submit")
    form = ExpenseForm.of(expense.claimed.currency, expense)
    status = attempt_with_files(form, lambda: service.correct(ref, form.spent(), by=actor()))
    if status == DONE:
        flash(f"Handed in again. {expense.booking.organization.name} looks at it next.", "success")
        return _back(ref)
    expense = queries.visible(ref, actor())
    return _form(expense.booking, expense, form), status


def _form(booking: Booking, expense: Expense | None, form: ExpenseForm) -> str:
    bound = bounds.on_hand_in(booking, expense)
    return render_template("expenses/new.html", booking=booking, expense=expense, form=form, bound=bound)


@bp.get("/expenses/<ref>")
@signed_in
def show(ref: Ref) -> str:
    return expense_page.render(queries.visible(ref, actor()))


@bp.post("/expenses/<ref>/withdrawal")
@signed_in
def withdraw(ref: Ref) -> Answer:
    try:
        service.withdraw(ref, by=actor())
    except Refused as refusal:
        return _again(ref, refusal)
    flash("Withdrawn. Nothing is approved or paid for it any more.", "success")
    return _back(ref)


@bp.post("/expenses/<ref>/approval")
@signed_in
def approve(ref: Ref) -> Answer:
    form, expense = ApprovalForm(), queries.visible(ref, actor())
    permit(policy.may_decide(actor(), expense))
    if not form.validate():
        return expense_page.render(expense, approval_form=form), 400
    amount, reason = form.amount.data or "", form.less.data or ""
    try:
        service.approve(ref, amount, reason, seen=_seen(form), by=actor())
    except Refused as refusal:
        status = show_on(form, refusal, names={"reason": "less"})
        return expense_page.render(queries.visible(ref, actor()), approval_form=form), status
    flash("Approved. It is paid next.", "success")
    return _back(ref)


@bp.post("/expenses/<ref>/return")
@signed_in
def send_back(ref: Ref) -> Answer:
    form, expense = ReturnForm(), queries.visible(ref, actor())
    permit(policy.may_decide(actor(), expense))
    if not form.validate():
        return expense_page.render(expense, return_form=form), 400
    try:
        service.send_back(ref, form.reason.data or "", seen=_seen(form), by=actor())
    except Refused as refusal:
        status = show_on(form, refusal)
        return expense_page.render(queries.visible(ref, actor()), return_form=form), status
    flash(f"Sent back. {expense.booking.expert.name} reads your reason and hands it in again.", "success")
    return _back(ref)


@bp.post("/expenses/<ref>/payment")
@signed_in
def pay(ref: Ref) -> Answer:
    return leave_for(
        lambda: payments.start_expense(ref, by=actor()),
        back=url_for("expenses.show", ref=ref),
        again=lambda sentence: expense_page.render(queries.visible(ref, actor()), sentence=sentence),
    )


@bp.get("/expenses/<ref>/payment/return")
@signed_in
def finish(ref: Ref) -> Response:
    expense = queries.visible(ref, actor())
    say_how_it_went(
        lambda attempt: attempt.expense_id == expense.id,
        paid=f"Paid. All of it goes to {expense.booking.expert.name}.",
        too_late="Your payment came when this expense did not wait for one any more. You get all of it back.",
        unpaid="Nothing was charged. You can pay at any time.",
    )
    return _back(ref)


@bp.get("/expenses/files/<ref>")
@signed_in
def file(ref: Ref) -> Response:
    """A receipt: pictures and PDF in a sandbox, everything else only to keep."""
    return sent_safely(queries.file(ref, actor()))


def _seen(form: FlaskForm) -> int | None:
    """Which submission the page showed."""
    text = form["seen"].data or ""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _again(ref: Ref, refusal: Refused) -> Answer:
    """The expense as it is now, with why that did not work. What one may not see stays unseen."""
    return expense_page.render(queries.visible(ref, actor()), sentence=refusal.sentence), status_of(refusal)


def _back(ref: Ref) -> Response:
    return redirect(url_for("expenses.show", ref=ref))
