"""Reporting a message, and what the vendor's staff does about it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.conversations import policy, queries, reported_messages, reports
from marketplace.conversations.models import Report
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.web.conversation_places import address
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.conversations import HIDE, ReportForm, SettleForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("message_reports", __name__)

Page = str | Response | tuple[str, int]


@bp.route("/messages/<ref>/report", methods=["GET", "POST"])
@signed_in
def new(ref: Ref) -> Page:
    message = queries.message(ref, actor())
    permit(policy.may_report(actor(), message))
    form = ReportForm()
    status = attempt(form, lambda: reports.report(ref, form.reason.data or "", by=actor()))
    conversation = address(message.conversation.where)
    if status == DONE:
        flash(
            "The vendor’s staff has it, with what was written around it, and tells you what they decide.",
            "success",
        )
        return redirect(conversation)
    matter = queries.about(message.conversation.where, actor())
    return render_template("conversations/report.html", form=form, message=message, matter=matter), status


@bp.route("/reports/<ref>", methods=["GET", "POST"])
@signed_in
def show(ref: Ref) -> Page:
    report, form = reported_messages.report(ref, actor()), SettleForm()
    status = attempt(form, lambda: _settle(report, form))
    if status == DONE:
        hidden = form.verdict.data == HIDE
        flash("The message is hidden from both sides." if hidden else "The message stays.", "success")
        return redirect(url_for("desk.show"))
    report = reported_messages.report(ref, actor())
    return render_template(
        "conversations/reported.html",
        report=report,
        messages=reported_messages.around(report.message),
        may=policy.may_settle(actor(), report),
        form=form,
    ), status


def _settle(report: Report, form: SettleForm) -> None:
    settle = reports.hide if form.verdict.data == HIDE else reports.dismiss
    settle(report.ref, form.reason.data or "", by=actor())
