"""Whatever happens to a booking or a request is told in its history, or there is a reason why not."""

from collections.abc import Collection, Mapping

from marketplace.events.facts import Fact
from marketplace.web.booking_history import SAID

NOT_TOLD: Mapping[str, Collection[str]] = {
    "it belongs to a profile, a calendar or a certificate, whatever is booked": (
        "assessing",
        "attestations",
        "badges",
        "calendar",
        "certification",
        "evidence",
        "handovers",
        "programmes",
        "registry",
    ),
    "it belongs to a vendor's catalog": ("catalog",),
    "it belongs to an account, an organization or a vendor": ("accounts", "organizations", "mergers"),
    "it is somebody's own affair": ("feeds", "notices", "saved_searches", "shortlists"),
    "what was written in a conversation, and what became of it, is read there": ("conversations",),
    "it belongs to the books of everybody": ("reconciliation",),
    "it belongs to a demonstration": ("cli",),
}
"""Why facts of these packages are no part of a booking's history, or a request's."""

ALONE: Mapping[str, str] = {
    "RequestWithdrawn": "a draft that was thrown away is seen by nobody",
    "AgreementSealed": "the seal is made for whoever downloads it first, and says nothing new",
    "TemplateDrafted": "a vendor's wording belongs to the vendor",
    "TemplateDiscarded": "a vendor's wording belongs to the vendor",
    "TemplatePublished": "a vendor's wording belongs to the vendor",
    "PayoutAccountEnabled": "it belongs to the expert's account",
    "PayoutAccountRestricted": "it belongs to the expert's account",
}
"""The same of single facts."""


def package(kind: str) -> str:
    return Fact.registry[kind].__module__.split(".")[1]


def test_a_new_fact_has_to_decide_whether_it_is_told() -> None:
    ours = {kind for kind, fact in Fact.registry.items() if fact.__module__.startswith("marketplace.")}
    elsewhere = {name for names in NOT_TOLD.values() for name in names}
    left = {kind for kind in ours - set(SAID) if package(kind) not in elsewhere}
    assert left == set(ALONE)
    assert set(SAID) <= ours, "told, and never recorded"
    assert not {package(kind) for kind in SAID} & elsewhere
