"""What others say about people's work: Vera's file, and what Gus hands over to somebody who has left Halden."""

from sqlalchemy import select

from marketplace.attestations import exporting, imports
from marketplace.attestations.usage import Words
from marketplace.catalog import queries as catalog
from marketplace.catalog.models import Product
from marketplace.cli.story import stage
from marketplace.db.base import db
from marketplace.handovers import offers
from marketplace.handovers.offers import Draft, Line
from marketplace.organizations.models import Vendor

PAYROLL = "Ledgerline Payroll"
LEFT_HALDEN = ("Liv Aasen", "liv.aasen@home.example")


def attested(names: tuple[str, ...]) -> None:
    """Vera imports what the licence desk knows: about these people, and about Liv, who is not here yet."""
    vera = stage.actor("Vera Lindqvist")
    vendor = db.session.scalars(select(Vendor).where(Vendor.name == "Ledgerline")).one()
    releases = [one.version for one in _payroll().releases]
    spans = ((releases[-1], releases[0], "74"), (releases[-1], "", "38"), ("", releases[0], "26"))
    people = [(stage.address(name), name) for name in names] + [LEFT_HALDEN[::-1]]
    rows = [
        (email, name, PAYROLL, "", "Administrator", first, last, months)
        for (email, name), (first, last, months) in zip(people, spans, strict=False)
    ]
    staged = imports.upload(vendor.ref, "licence-desk.csv", exporting.sheet(rows), by=vera)
    imports.begin(staged.ref, by=vera)


def handed_over() -> None:
    """Gus offers to vouch for Liv; she has not answered yet."""
    name, email = LEFT_HALDEN
    modules = [one for one in _payroll().skills if one.module][:2]
    words = (Words("Payroll administrator", months="41"), Words("Key user", months="18"))
    draft = Draft(
        email,
        [
            Line(number, skill.ref, said)
            for number, (skill, said) in enumerate(zip(modules, words, strict=True))
        ],
        name=name,
        message="Thank you for six good years. Take along what is yours.",
    )
    offers.offer(stage.organization("Gus Halvorsen").ref, draft, by=stage.actor("Gus Halvorsen"))


def _payroll() -> Product:
    return next(one for one in catalog.offered_products() if one.name == PAYROLL)
