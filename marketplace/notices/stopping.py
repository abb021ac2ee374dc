"""Notices that somebody has asked for, and can stop from the mail itself."""

from marketplace.notices.models import Notice
from marketplace.saved_searches import queries as saved_searches
from marketplace.saved_searches import service


def stop_path(notice: Notice) -> str:
    """The page that stops notices of this kind about this matter, without signing in; empty where nothing can be stopped."""
    if notice.kind != "saved_search_found":
        return ""
    search = saved_searches.named(notice.event.subject)
    return f"/alerts/{service.stop_token(search)}/stop" if search else ""
