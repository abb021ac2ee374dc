"""What a person sees when there is nothing to see."""

from flask import render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import InternalServerError

GONE = "The link may be cut short, or the simulator has been emptied since. Nothing was charged."
BROKEN = "The fault is the simulator's own; its log says more. Nothing was charged by this click."


def not_here() -> ResponseReturnValue:
    return render_template("lost.html", title="There is no such page", words=GONE), 404


def failed(problem: InternalServerError) -> ResponseReturnValue:
    return render_template("lost.html", title="Something broke", words=BROKEN), 500
