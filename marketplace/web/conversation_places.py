"""The address of a conversation: a booking's, or a request's with one expert."""

from flask import url_for

from marketplace.conversations.models import Where, WithExpert


def address(where: Where, page: str = "show", **more: str | None) -> str:
    """`page` is what can be done there: `show`, `create`, `export`, `mute`, `unmute`. What is None in `more` is left out."""
    if isinstance(where, WithExpert):
        return url_for(f"request_conversations.{page}", ref=where.request, slug=where.slug, **more)  # type: ignore[arg-type]
    return url_for(f"conversations.{page}", ref=where, **more)  # type: ignore[arg-type]
