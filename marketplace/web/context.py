"""What every page may ask for: who is asking, their hats, the demo's clock."""

from typing import Any

from flask import Flask, current_app, g, request, session
from sqlalchemy import select

from marketplace.accounts.actor import OrganizationRole
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.kit.errors import NotFound
from marketplace.organizations import queries as organizations
from marketplace.organizations.hats import Hat
from marketplace.organizations.models import Vendor
from marketplace.registry.models import Expert
from marketplace.web.filters import moment
from marketplace.web.person import person
from marketplace.web.security import actor

THEMES = ("auto", "light", "dark")


def init_app(app: Flask) -> None:
    app.context_processor(_values)


def hats() -> list[Hat]:
    """Every hat of the person, the one they wear marked; none for visitors. Read once per request."""
    if actor().visitor:
        return []
    if "hats" not in g:
        g.hats = organizations.hats_of(person(), expert=_is_expert(), worn=session.get("hat"))
    found: list[Hat] = g.hats
    return found


def _is_expert() -> bool:
    """Registered to be booked, or has a profile all the same."""
    profile = select(Expert.id).where(Expert.user_id == person().id)
    return person().purpose == "expert" or db.session.scalar(profile) is not None


def hat() -> Hat | None:
    """The hat worn now."""
    return next((one for one in hats() if one.active), None)


def worn_vendor() -> Vendor:
    """The vendor whose hat is worn. Raises `NotFound` under any other hat."""
    worn = hat()
    vendor = organizations.vendor(worn.ref) if worn and worn.kind == "vendor" else None
    if vendor is None:
        raise NotFound
    return vendor


def books() -> bool:
    """Asks experts for some organization."""
    return any(actor().may_as(one, OrganizationRole.BOOKER) for one in actor().organizations)


def has_endpoint(name: str) -> bool:
    return name in current_app.view_functions


def theme() -> str:
    chosen = request.cookies.get("theme", "auto")
    return chosen if chosen in THEMES else "auto"


def _values() -> dict[str, Any]:
    mine = hats()
    return {
        "actor": actor(),
        "may_ask": actor().visitor or books(),
        "hats": mine,
        "hat": next((one for one in mine if one.active), None),
        "theme": theme(),
        "now": clock.now(),
        "demo": {"now": moment(clock.now())} if current_app.config["DEMO"] else None,
        "has_endpoint": has_endpoint,
    }
