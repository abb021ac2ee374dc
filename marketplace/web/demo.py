"""Only in the demo: the mailbox that all mail lands in, and the hand on the clock."""

from datetime import timedelta
from pathlib import Path

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from marketplace.events import queue
from marketplace.gateways import mailbox as post_office
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotFound
from marketplace.web.security import own_path

bp = Blueprint("demo", __name__, url_prefix="/demo")

LONGEST_LEAP = 31
"""Days. Further at once, and a newcomer would see everything expire without understanding why."""


@bp.before_request
def _only_in_the_demo() -> None:
    if not current_app.config["DEMO"]:
        raise NotFound


def _path() -> Path:
    return Path(current_app.config["MAILBOX_PATH"])


@bp.get("/mailbox")
def mailbox() -> str:
    to = request.args.get("to", "")
    return render_template("demo/mailbox.html", mails=post_office.received(_path(), to=to), to=to)


@bp.get("/mailbox/<key>")
def mail(key: str) -> str:
    return render_template("demo/mail.html", mail=post_office.one(_path(), key))


@bp.get("/mailbox/<key>/html")
def mail_html(key: str) -> Response:
    """The HTML part as a mail program would show it: no scripts, nothing loaded, links open in the whole window."""
    answer = make_response('<base target="_top">' + post_office.one(_path(), key).html)
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; "
        "sandbox allow-top-navigation-by-user-activation"
    )
    return answer


@bp.post("/clock", endpoint="clock")
def move_clock() -> Redirect:
    """Let days pass, for everybody: the site, its worker, and the Stripe simulator."""
    days = request.form.get("days", type=int)
    if days is None or not 1 <= days <= LONGEST_LEAP:
        raise Invalid(f"The clock moves forward by 1 to {LONGEST_LEAP} days at a time.")
    clock.advance(Path(current_app.config["CLOCK_FILE"]), timedelta(days=days))
    queue.nudge_tick()
    flash(f"The demo's clock has moved forward by {days} day{'s' if days > 1 else ''}.", "success")
    return redirect(own_path(request.form.get("back"), "/desk"))
