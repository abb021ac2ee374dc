"""A vendor's administrators keep its public page and set its terms."""

import dataclasses
from dataclasses import dataclass
from urllib.parse import urlsplit

from marketplace.accounts.actor import Actor
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.kit.typed import Typed
from marketplace.organizations import policy
from marketplace.organizations.events import TermsSet, VendorRevised
from marketplace.organizations.models import CancellationPolicy, Vendor

NAME = 120
ABOUT = 5_000
WEBSITE = 255


@dataclass(frozen=True, slots=True)
class Terms:
    """What a vendor decides for everybody on its marketplace. Each booking keeps those it was made under."""

    certificate_months: int
    review_business_days: int
    second_opinion_percent: int
    fee_basis_points: int
    repeat_fee_basis_points: int
    answer_hours: int
    call_answer_hours: int
    call_buffer_minutes: int
    hold_hours: int
    instant_hold_minutes: int
    notice_hours: int
    horizon_days: int
    approval_business_days: int
    release_business_days: int
    review_days: int
    no_show_minutes: int
    dispute_answer_business_days: int
    dispute_opinion_business_days: int
    expenses_percent: int
    cancellation: CancellationPolicy


LIMITS = {
    "certificate_months": (1, 60),
    "review_business_days": (1, 30),
    "second_opinion_percent": (0, 100),
    "fee_basis_points": (0, 3_000),
    "repeat_fee_basis_points": (0, 3_000),
    "answer_hours": (1, 336),
    "call_answer_hours": (1, 336),
    "call_buffer_minutes": (0, 120),
    "hold_hours": (1, 336),
    "instant_hold_minutes": (5, 120),
    "notice_hours": (0, 336),
    "horizon_days": (7, 730),
    "approval_business_days": (1, 30),
    "release_business_days": (0, 30),
    "review_days": (1, 60),
    "no_show_minutes": (5, 240),
    "dispute_answer_business_days": (1, 10),
    "dispute_opinion_business_days": (1, 10),
    "expenses_percent": (0, 200),
}
"""Least and most of each term, both included."""


def revise(ref: Ref, *, name: str, about: str, website: str, by: Actor) -> Vendor:
    """What everybody reads about the vendor. Its address stays."""
    with atomic():
        vendor = _administered(ref, by)
        typed = Typed()
        vendor.name = typed.line("name", name, NAME, needed="A vendor needs its name.")
        vendor.about = typed.text("about", about, ABOUT)
        vendor.website = _address(typed, website) or None
        typed.check()
        record(VendorRevised(vendor.ref, vendor.name), by=by)
    return vendor


def set_terms(ref: Ref, terms: Terms, *, by: Actor) -> Vendor:
    """For certificates and bookings from now on."""
    with atomic():
        vendor = _administered(ref, by)
        _look_through(terms)
        values = dataclasses.asdict(terms)
        for name, value in values.items():
            setattr(vendor, name, value)
        record(TermsSet(vendor.ref, values), by=by)
    return vendor


def terms_of(vendor: Vendor) -> Terms:
    return Terms(**{field.name: getattr(vendor, field.name) for field in dataclasses.fields(Terms)})


def _administered(ref: Ref, by: Actor) -> Vendor:
    vendor = locked(Vendor, ref)
    permit(policy.may_revise_vendor(by, vendor))
    return vendor


def _look_through(terms: Terms) -> None:
    typed = Typed()
    for name, (least, most) in LIMITS.items():
        if not least <= getattr(terms, name) <= most:
            typed.wrong(name, f"Between {least} and {most}, please.")
    if terms.repeat_fee_basis_points > terms.fee_basis_points:
        typed.wrong("repeat_fee_basis_points", "Coming back should not cost more than the first time.")
    typed.check()


def _address(typed: Typed, text: str) -> str:
    """A web address; `https://` may be left out."""
    cleaned = typed.line("website", text, WEBSITE - len("https://"))
    if not cleaned:
        return ""
    address = cleaned if "://" in cleaned else f"https://{cleaned}"
    if not _plausible(address):
        typed.wrong("website", "Write a web address like https://www.example.com.")
    return address


def _plausible(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and " " not in address
