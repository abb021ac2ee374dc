"""An expert's own profile: the guide, and one small page for each section."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.calendar import queries as calendar
from marketplace.kit.errors import Invalid, Refused
from marketplace.registry import completeness, queries, service
from marketplace.registry.completeness import ProfilePart
from marketplace.registry.models import Expert, Place
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.profile import LanguagesForm, PlaceForm, RatesForm, WordsForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("profile", __name__, url_prefix="/profile")

Page = str | tuple[str, int] | Response


@bp.get("")
@signed_in
def edit() -> Page:
    """What the profile holds, what it lacks, and whether others see it."""
    expert = queries.expert_of(actor().user_id)
    if expert is None:
        return render_template("profile/none.html")
    return render_template("profile/show.html", expert=expert, guide=guide(expert))


@bp.post("")
@signed_in
def start() -> Response:
    service.start(by=actor())
    return redirect(url_for(".words"))


@bp.route("/words", methods=["GET", "POST"])
@signed_in
def words() -> Page:
    expert = own()
    form = WordsForm(obj=expert)

    def save() -> None:
        texts = {name: form[name].data or "" for name in ("name", "headline", "about")}
        service.revise(expert.ref, **texts, by=actor())

    status = attempt(form, save)
    if status == DONE:
        return _saved("words")
    return render_template("profile/words.html", expert=expert, form=form, guide=guide(expert)), status


@bp.route("/place", methods=["GET", "POST"])
@signed_in
def place() -> Page:
    """Without a script the town is typed, and chosen from those it may mean when there are several."""
    expert = own()
    form = PlaceForm.of(expert)
    meant: list[Place] = []

    def save() -> None:
        meant.extend(_towns(form))
        if len(meant) > 1:
            raise Invalid(
                "Several towns begin like that.", {"place": "Several towns begin like that. Choose one."}
            )
        service.set_place(
            expert.ref,
            place_id=meant[0].id if meant else None,
            remote=form.remote.data,
            on_site_km=_radius(form),
            timezone=form.timezone.data or "",
            by=actor(),
        )

    status = attempt(form, save)
    if status == DONE:
        return _saved("place")
    shown = {"expert": expert, "form": form, "meant": meant if len(meant) > 1 else [], "guide": guide(expert)}
    return render_template("profile/place.html", **shown), status


@bp.route("/languages", methods=["GET", "POST"])
@signed_in
def languages() -> Page:
    expert = own()
    form = LanguagesForm.of(expert)
    status = attempt(form, lambda: service.set_languages(expert.ref, codes=form.chosen(), by=actor()))
    if status == DONE:
        return _saved("languages")
    return render_template("profile/languages.html", expert=expert, form=form, guide=guide(expert)), status


@bp.route("/rates", methods=["GET", "POST"])
@signed_in
def rates() -> Page:
    expert = own()
    form = RatesForm.of(expert)

    def save() -> None:
        day, hour = form.rate("day_rate"), form.rate("hour_rate")
        service.set_rates(expert.ref, day_rate=day, hour_rate=hour, by=actor())

    status = attempt(form, save)
    if status == DONE:
        return _saved("rates")
    return render_template("profile/rates.html", expert=expert, form=form, guide=guide(expert)), status


@bp.post("/publication")
@signed_in
def publish() -> Response:
    expert = own()
    try:
        service.publish(expert.ref, by=actor())
    except Refused as refusal:
        flash(refusal.sentence, "danger")
        return redirect(url_for(".edit"))
    flash("Your profile is public. Customers can find you from now on.", "success")
    return redirect(url_for("experts.show", slug=expert.slug))


@bp.post("/hiding")
@signed_in
def hide() -> Response:
    expert = own()
    try:
        service.hide(expert.ref, by=actor())
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    else:
        flash("Your profile is hidden. Bookings that stand go on; nobody new finds you.", "success")
    return redirect(url_for(".edit"))


def own() -> Expert:
    """The profile of who is asking. Raises `NotFound` when there is none."""
    return queries.own_profile(actor())


def guide(expert: Expert) -> Sequence[ProfilePart]:
    """Every part of a profile, with the calendar's: needed ones first."""
    hours = ProfilePart(
        "hours",
        "Weekly hours",
        "Without them no day of yours is free, and a search by date passes you over.",
        needed=False,
        done=bool(calendar.weekly_hours(expert.id)),
    )
    return sorted([*completeness.parts(expert), hours], key=lambda part: not part.needed)


def _saved(part: str) -> Response:
    flash("Saved.", "success")
    return redirect(url_for(f".{part}"))


def _towns(form: PlaceForm) -> Sequence[Place]:
    """Nothing typed, no town; the town chosen, if it is still the one typed; otherwise all it may mean."""
    typed = (form.place.data or "").strip()
    if not typed:
        return []
    chosen = queries.place(int(form.place_id.data)) if (form.place_id.data or "").isdecimal() else None
    if chosen and (chosen.label == typed or request.form.get("choosing")):
        return [chosen]
    found = queries.places(typed)
    if not found:
        raise Invalid(
            "We do not know that town.", {"place": "We do not know that town. Is a larger one near?"}
        )
    exact = [one for one in found if one.label == typed]
    return exact if len(exact) == 1 else found


def _radius(form: PlaceForm) -> int | None:
    if not form.on_site.data:
        return None
    if form.on_site_km.data is None:
        raise Invalid("How far do you travel?", {"on_site_km": "How far do you travel?"})
    return int(form.on_site_km.data)
