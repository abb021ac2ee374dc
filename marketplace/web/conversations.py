"""What two sides write to each other; all of somebody's conversations; the files in them."""

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
)
from werkzeug.wrappers import Response as BaseResponse

from marketplace.conversations import queries, reading, service
from marketplace.conversations.masking import masked
from marketplace.conversations.matters import Matter
from marketplace.conversations.models import Message, Where, WithExpert
from marketplace.conversations.showing import shown
from marketplace.evidence.files import SHOWN
from marketplace.evidence.kept import KeptFile
from marketplace.gateways import storage
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.notices import service as notices
from marketplace.notices.stopping import MESSAGES
from marketplace.web import conversation_page
from marketplace.web.conversation_places import address
from marketplace.web.forms.attempt import DONE
from marketplace.web.forms.conversations import MessageForm
from marketplace.web.keeping import attempt_with_files, make_room
from marketplace.web.linking import linked
from marketplace.web.security import actor, signed_in

bp = Blueprint("conversations", __name__)
bp.url_value_preprocessor(make_room)
bp.app_template_filter("linked")(linked)
bp.app_template_filter("as_shown")(shown)
bp.app_template_filter("masked")(masked)
bp.app_template_global("talk_at")(address)

FORMS = {"txt": "text/plain", "html": "text/html"}


Page = str | BaseResponse | tuple[str, int]


@bp.app_context_processor
def _waiting() -> dict[str, int]:
    """The number on the envelope; counted once per request."""
    user_id = actor().user_id
    if user_id is None:
        return {"unread_messages": 0}
    if "unread_messages" not in g:
        g.unread_messages = reading.unread(user_id, actor())
    return {"unread_messages": g.unread_messages}


@bp.get("/conversations")
@signed_in
def index() -> str:
    page = queries.conversations_of(actor(), page_number(request.args.get("page")))
    ids = [one.id for one in page.items]
    return render_template(
        "conversations/index.html",
        page=page,
        waiting=reading.unread_of(ids, actor().user_id),
        last=queries.last_of(ids),
        matters=queries.matters_of(page.items),
        me=actor().user_id,
    )


@bp.get("/bookings/<ref>/conversation")
@signed_in
def show(ref: Ref) -> Page:
    return opened(ref)


@bp.post("/bookings/<ref>/conversation")
@signed_in
def create(ref: Ref) -> Page:
    return written(ref)


@bp.get("/bookings/<ref>/conversation.<form>")
@signed_in
def export(ref: Ref, form: str) -> Response:
    return copied(ref, form)


@bp.post("/bookings/<ref>/conversation/muting")
@signed_in
def mute(ref: Ref) -> Page:
    return muted(ref)


@bp.post("/bookings/<ref>/conversation/listening")
@signed_in
def unmute(ref: Ref) -> Page:
    return listening(ref)


def opened(where: Where) -> Page:
    """Opening it is reading it: the newest page shows what was new. One that goes on elsewhere leads there."""
    matter = queries.about(where, actor())
    if matter.where != where:
        return redirect(address(matter.where, before=request.args.get("before")))
    if service.read(where, by=actor()):
        for path in _written_to(matter):
            notices.read_about(path, MESSAGES, by=actor())
    return conversation_page.render(matter, MessageForm(), request.args.get("before", ""))


def written(where: Where) -> Page:
    queries.about(where, actor())
    form, sent = MessageForm(), list[Message]()
    status = attempt_with_files(
        form,
        lambda: sent.append(service.send(where, form.text.data or "", form.kept.data or [], by=actor())),
    )
    if status == DONE:
        return redirect(address(sent[0].conversation.where, _anchor=f"m-{sent[0].ref}"))
    return conversation_page.render(queries.about(where, actor()), form), status


def copied(where: Where, form: str) -> Response:
    """The whole of it, to keep: what happened and what was written, as it may be read now."""
    matter = queries.about(where, actor())
    if form not in FORMS:
        raise NotFound
    answer = make_response(written_out(matter, form))
    answer.mimetype = FORMS[form]
    answer.headers["Content-Disposition"] = f'attachment; filename="conversation-{matter.ref}.{form}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def written_out(matter: Matter, form: str) -> str:
    """For those who have found what it is about; `form` is one of `FORMS`."""
    messages = queries.everything(queries.conversation_about(matter))
    return render_template(
        f"conversations/export.{form}",
        matter=matter,
        booking=matter.booking,
        lines=conversation_page.lines(matter, messages),
    )


def muted(where: Where) -> Page:
    service.mute(where, by=actor())
    flash("You get no more mail about this conversation. What is new is still counted here.", "success")
    return redirect(address(where))


def listening(where: Where) -> Page:
    service.unmute(where, by=actor())
    flash("From now on you are told of new messages.", "success")
    return redirect(address(where))


def _written_to(matter: Matter) -> list[str]:
    """Where notices about it lead: also to where it began."""
    began = WithExpert(matter.request.ref, matter.expert.slug) if matter.request else matter.where
    return [address(one) for one in {matter.where, began}]


@bp.get("/messages/files/<ref>")
@signed_in
def file(ref: Ref) -> Response:
    """Pictures and PDF open in the browser, in a sandbox; everything else is downloaded, never run."""
    return sent_safely(queries.file(ref, actor()))


def sent_safely(found: KeptFile) -> Response:
    """What somebody uploaded, to whom it may be shown."""
    answer = send_file(
        storage.path_of(found.file_key),
        mimetype=found.media_type,
        as_attachment=found.media_type not in SHOWN or "download" in request.args,
        download_name=found.file_name,
        max_age=0,
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
