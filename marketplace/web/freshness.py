"""Pages that change how somebody signs in ask for the password again when it was last given long ago."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import current_app, flash, redirect, request, url_for
from flask_security.utils import check_and_update_authn_fresh, get_request_attr

from marketplace.web.security import signed_in

P = ParamSpec("P")
R = TypeVar("R")


def fresh(back: str) -> Callable[[Callable[P, R]], Callable[P, R | Any]]:
    """Lead to the password question first; afterwards to this page, or to the endpoint `back` when it was a form."""

    def decorate(view: Callable[P, R]) -> Callable[P, R | Any]:
        @signed_in
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Any:
            window = current_app.config["SECURITY_FRESHNESS"]
            grace = current_app.config["SECURITY_FRESHNESS_GRACE_PERIOD"]
            if check_and_update_authn_fresh(window, grace, get_request_attr("fs_authn_via")):
                return view(*args, **kwargs)
            flash("Show us once more that it is you.", "info")
            after = request.path if request.method == "GET" else url_for(back)
            return redirect(url_for("security.verify", next=after))

        return guarded

    return decorate
