"""Notices that somebody has asked for, and can stop from the mail itself."""

from marketplace.conversations import queries as conversations
from marketplace.conversations import service as talking
from marketplace.notices.models import Notice
from marketplace.saved_searches import queries as saved_searches
from marketplace.saved_searches import service

MESSAGES = "messages_waiting"


def stop_path(notice: Notice) -> str:
    """The page that stops notices of this kind about this matter, without signing in; empty where nothing can be stopped."""
    if notice.kind == "saved_search_found":
        search = saved_searches.named(notice.event.subject)
        return f"/alerts/{service.stop_token(search)}/stop" if search else ""
    if notice.kind == MESSAGES:
        conversation = conversations.named(notice.event.subject)
        return f"/mutes/{talking.mute_token(conversation, notice.user)}" if conversation else ""
    return ""


def too_late(notice: Notice) -> bool:
    """Whether a mail would only repeat what the person has read on the site meanwhile."""
    return notice.kind == MESSAGES and notice.read_at is not None
