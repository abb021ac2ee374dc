"""Putting an expert on a shortlist, from wherever somebody comes across them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.registry import queries as registry
from marketplace.shortlists import entries, queries
from marketplace.shortlists.models import ShortlistEntry
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.shortlists import PutForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("shortlisting", __name__, url_prefix="/experts")


@bp.route("/<slug>/shortlisting", methods=["GET", "POST"])
@signed_in
def new(slug: str) -> tuple[str, int] | Response:
    """Who keeps no lists reads how to come to some."""
    expert, by = registry.public(slug, actor()), actor()
    keeping = list(queries.organizations_of(by, keeping=True))
    form = PutForm().offer(queries.shortlists_of([one.id for one in keeping]), keeping)
    put: list[ShortlistEntry] = []
    status = attempt(form, lambda: put.append(_put(form, expert.slug)))
    if status == DONE:
        flash(f"{expert.name} is on “{put[0].shortlist.name}”.", "success")
        return redirect(url_for("shortlists.show", ref=put[0].shortlist.ref, _anchor=put[0].ref))
    return render_template(
        "shortlists/put.html",
        expert=expert,
        form=form,
        on=queries.lists_with(expert.id, by),
        keeping=keeping,
        member=bool(by.organizations),
    ), status


def _put(form: PutForm, slug: str) -> ShortlistEntry:
    note, by = form.note.data or "", actor()
    if form.founder:
        return entries.put_on_new(slug, form.founder, form.name.data or "", note, by=by)
    return entries.put(slug, form.choice.data or "", note, by=by)
