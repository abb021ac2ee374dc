"""Gus of Halden lets Pia take along what Halden knows of her work."""

from collections.abc import Sequence

from marketplace.attestations.usage import Words
from marketplace.handovers import offers
from marketplace.handovers.models import Handover
from marketplace.handovers.offers import Draft, Line
from tests import make
from tests.cast import Cast

PIA = "pia@home.test"


def lines(cast: Cast) -> list[Line]:
    whole = make.skill(cast.payroll)
    return [
        Line(0, cast.leave.ref, Words("Administrator", "9.2", "10.1", "26")),
        Line(1, whole.ref, Words("Key user", "", "", "8")),
    ]


def offered(cast: Cast, email: str = PIA, chosen: Sequence[Line] | None = None) -> Handover:
    draft = Draft(
        email, lines(cast) if chosen is None else chosen, name="Pia", message="Thank you for all of it."
    )
    return offers.offer(cast.halden.ref, draft, by=cast.actor("gus"))
