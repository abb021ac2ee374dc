"""A file of attestations: uploaded, looked at, confirmed, on its way, here."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from marketplace.attestations import exporting, imports
from marketplace.attestations.reading import COLUMNS, LARGEST, NEEDED
from marketplace.attestations.staging import AttestationImport, ImportState, LineState
from marketplace.kit.errors import Invalid
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.organizations.models import Vendor
from marketplace.web.attestations import vouched_for
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.attestations import ImportForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("attestation_imports", __name__)

Page = tuple[str, int] | BaseResponse


@bp.route("/vendors/<slug>/attestations/import", methods=["GET", "POST"])
@signed_in
def new(slug: str) -> Page:
    vendor = vouched_for(slug)
    form, staged = ImportForm(), []
    status = attempt(form, lambda: staged.append(_upload(vendor, form.file.data)))
    if status == DONE:
        return redirect(url_for(".show", ref=staged[0].ref))
    page = render_template(
        "attestation_imports/new.html",
        vendor=vendor,
        form=form,
        recent=imports.recent(vendor.id),
        columns=COLUMNS,
        needed=NEEDED,
    )
    return page, status


@bp.get("/vendors/<slug>/attestations/template.csv")
@signed_in
def template(slug: str) -> Response:
    """A file to write over."""
    vouched_for(slug)
    return _csv(exporting.template(), "attestations.csv")


@bp.get("/attestations/imports/<ref>")
@signed_in
def show(ref: Ref) -> str:
    staged = imports.visible(ref, actor())
    shown = _shown(staged)
    lines = imports.lines_of(staged, shown, page_number(request.args.get("page")))
    return render_template("attestation_imports/show.html", staged=staged, shown=shown, lines=lines)


@bp.get("/attestations/imports/<ref>/mistakes.csv")
@signed_in
def mistakes(ref: Ref) -> Response:
    staged = imports.visible(ref, actor())
    return _csv(exporting.mistakes(imports.wrong_lines(staged)), "what-is-wrong.csv")


@bp.post("/attestations/imports/<ref>/confirmation")
@signed_in
def confirm(ref: Ref) -> BaseResponse:
    imports.begin(ref, by=actor())
    return redirect(url_for(".show", ref=ref))


@bp.post("/attestations/imports/<ref>/discarding")
@signed_in
def discard(ref: Ref) -> BaseResponse:
    staged = imports.discard(ref, by=actor())
    flash(f"{staged.file_name} is forgotten. Nothing of it was imported.", "success")
    return redirect(url_for(".new", slug=staged.vendor.slug))


def _upload(vendor: Vendor, file: object) -> AttestationImport:
    if not isinstance(file, FileStorage) or not file.filename:
        raise Invalid("Choose a file.", {"file": "Choose a file."})
    return imports.upload(vendor.ref, file.filename, file.read(LARGEST + 1), by=actor())


def _shown(staged: AttestationImport) -> LineState:
    """Which rows are looked at: those asked for, or what needs attention first."""
    asked = request.args.get("rows", "")
    if asked in list(LineState):
        return LineState(asked)
    waiting = staged.state in (ImportState.CHECKED, ImportState.FAILED)
    return LineState.WRONG if waiting and staged.wrong else LineState.READY


def _csv(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
