"""Experts' photos: shown to whoever may see the expert, set and removed by the expert."""

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from marketplace.gateways import storage
from marketplace.registry import photos, queries, service
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.profile import PhotoForm
from marketplace.web.profile import guide, own
from marketplace.web.security import actor, signed_in

bp = Blueprint("photos", __name__)

Page = tuple[str, int] | Response
AN_HOUR = 3600


@bp.get("/photos/<key>")
def show(key: str) -> Response:
    """A picture and nothing else, whatever a browser may think it sees."""
    path = storage.path_of(queries.photo_shown(key, actor()))
    answer = send_file(path, mimetype=photos.MEDIA_TYPE, max_age=AN_HOUR)
    answer.cache_control.public, answer.cache_control.private = False, True
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@bp.route("/profile/photo", methods=["GET", "POST"])
@signed_in
def edit() -> Page:
    expert = own()
    form = PhotoForm()
    status = attempt(form, lambda: service.set_photo(expert.ref, _sent(), by=actor()))
    if status == DONE:
        flash("That is your new photo.", "success")
        return redirect(url_for(".edit"))
    return render_template("profile/photo.html", expert=expert, form=form, guide=guide(expert)), status


@bp.post("/profile/photo/removal")
@signed_in
def remove() -> Response:
    service.remove_photo(own().ref, by=actor())
    flash("Your photo is removed.", "success")
    return redirect(url_for(".edit"))


def _sent() -> bytes:
    file = request.files.get("photo")
    return file.read(photos.LARGEST + 1) if file else b""
