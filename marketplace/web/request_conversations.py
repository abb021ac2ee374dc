"""What a customer and one expert write to each other about a request, before anything is booked. Afterwards it is the booking's."""

from flask import Blueprint, Response

from marketplace.conversations.models import WithExpert
from marketplace.kit.ids import Ref
from marketplace.web import conversations
from marketplace.web.conversations import Page
from marketplace.web.keeping import make_room
from marketplace.web.security import signed_in

bp = Blueprint("request_conversations", __name__, url_prefix="/requests/<ref>/conversations/<slug>")
bp.url_value_preprocessor(make_room)


@bp.get("")
@signed_in
def show(ref: Ref, slug: str) -> Page:
    return conversations.opened(WithExpert(ref, slug))


@bp.post("")
@signed_in
def create(ref: Ref, slug: str) -> Page:
    return conversations.written(WithExpert(ref, slug))


@bp.get("/copy.<form>")
@signed_in
def export(ref: Ref, slug: str, form: str) -> Response:
    return conversations.copied(WithExpert(ref, slug), form)


@bp.post("/muting")
@signed_in
def mute(ref: Ref, slug: str) -> Page:
    return conversations.muted(WithExpert(ref, slug))


@bp.post("/listening")
@signed_in
def unmute(ref: Ref, slug: str) -> Page:
    return conversations.listening(WithExpert(ref, slug))
