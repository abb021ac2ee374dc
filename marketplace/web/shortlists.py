"""Shortlists: an organization's lists of people it thinks of."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.certification import queries as certification
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.shortlists import entries, policy, queries, service
from marketplace.shortlists.models import Shortlist, ShortlistEntry
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.shortlists import NameForm, NewForm, NoteForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("shortlists", __name__, url_prefix="/shortlists")

Page = tuple[str, int] | Response


@bp.route("", methods=["GET", "POST"])
@signed_in
def index() -> Page:
    """All lists of the person's organizations; the form makes one more."""
    keeping = queries.organizations_of(actor(), keeping=True)
    form = NewForm().offer(keeping)
    made: list[Shortlist] = []
    status = attempt(
        form,
        lambda: made.append(service.begin(form.organization.data or "", form.name.data or "", by=actor())),
    )
    if status == DONE:
        return redirect(url_for("shortlists.show", ref=made[0].ref))
    mine = [one.id for one in queries.organizations_of(actor())]
    lists = queries.shortlists_of(mine)
    archived = queries.shortlists_of(mine, archived=True)
    return render_template(
        "shortlists/index.html",
        lists=lists,
        archived=archived,
        counts=queries.counts([*lists, *archived], actor()),
        member=bool(mine),
        several=len(mine) > 1,
        keeping=keeping,
        form=form,
    ), status


@bp.get("/<ref>")
@signed_in
def show(ref: Ref) -> str:
    return _page(queries.visible(ref, actor()))


@bp.route("/<ref>/name", methods=["GET", "POST"])
@signed_in
def rename(ref: Ref) -> Page:
    shortlist = _kept(ref)
    form = NameForm(data={"name": shortlist.name})
    status = attempt(form, lambda: service.rename(ref, form.name.data or "", by=actor()))
    if status == DONE:
        return redirect(url_for("shortlists.show", ref=ref))
    return render_template("shortlists/name.html", shortlist=shortlist, form=form), status


@bp.post("/<ref>/archive")
@signed_in
def archive(ref: Ref) -> Response:
    shortlist = service.archive(ref, by=actor())
    flash(f"“{shortlist.name}” is archived. Nothing is lost.", "success")
    return redirect(url_for("shortlists.show", ref=ref))


@bp.post("/<ref>/restoration")
@signed_in
def restore(ref: Ref) -> Response:
    service.restore(ref, by=actor())
    return redirect(url_for("shortlists.show", ref=ref))


@bp.route("/entries/<ref>/note", methods=["GET", "POST"])
@signed_in
def note(ref: Ref) -> Page:
    entry = queries.entry(ref, actor())
    _kept(entry.shortlist.ref)
    form = NoteForm(data={"note": entry.note})
    status = attempt(form, lambda: entries.write_note(ref, form.note.data or "", by=actor()))
    if status == DONE:
        return redirect(_home(entry))
    return render_template("shortlists/note.html", entry=entry, form=form), status


@bp.post("/entries/<ref>/removal")
@signed_in
def take_off(ref: Ref) -> Response:
    entry = entries.take_off(ref, by=actor())
    return redirect(url_for("shortlists.show", ref=entry.shortlist.ref, off=entry.ref))


@bp.post("/entries/<ref>/return")
@signed_in
def put_back(ref: Ref) -> Response:
    return redirect(_home(entries.put_back(ref, by=actor())))


def _page(shortlist: Shortlist) -> str:
    found = queries.entries_of(shortlist, actor())
    off = [one for one in found if not one.listed]
    keeps = policy.may_keep(actor(), shortlist.organization) is True
    return render_template(
        "shortlists/show.html",
        shortlist=shortlist,
        listed=[one for one in found if one.listed],
        off=off,
        just_off=next((one for one in off if one.ref == request.args.get("off")), None),
        certificates=certification.live_of({one.expert_id for one in found if one.expert.published}),
        keeps=keeps and not shortlist.archived,
        restores=keeps and shortlist.archived,
    )


def _kept(ref: Ref) -> Shortlist:
    """For those who may change it; to other members the form is refused with the reason."""
    shortlist = queries.visible(ref, actor())
    permit(policy.may_keep(actor(), shortlist.organization))
    return shortlist


def _home(entry: ShortlistEntry) -> str:
    return url_for("shortlists.show", ref=entry.shortlist.ref, _anchor=entry.ref)
