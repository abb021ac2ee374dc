"""More claims for the demo that runs: `python -m tests.flows.claiming 8 ledgerline`, with the demo's environment."""

import sys
from collections.abc import Iterator

from marketplace.app import create_app
from marketplace.catalog import queries as catalog
from marketplace.catalog.models import Skill
from marketplace.certification import service as certification
from marketplace.cli.story import people, stage
from marketplace.evidence.pieces import NewEvidence
from marketplace.kit.errors import Refused
from marketplace.organizations import queries as organizations
from marketplace.programmes.levels import Level


def pairs(vendor_slug: str) -> Iterator[tuple[str, Skill]]:
    """Everybody with every skill of that vendor, people taking turns."""
    vendor = organizations.vendor_by_slug(vendor_slug)
    assert vendor
    skills = [skill for product in catalog.products_of(vendor.id) for skill in product.skills]
    names = [one.name for one in people.experts()]
    for turn in range(len(skills)):
        for number, name in enumerate(names):
            yield name, skills[(number + turn) % len(skills)]


def claim(name: str, skill: Skill) -> bool:
    """False where that person has no room for it: certified already, or the programme asks for more."""
    words = f"I have run {skill.name} every day for six years, and moved two sites to the current release."
    try:
        certification.claim(
            skill.ref,
            Level.PRACTITIONER,
            statement=words,
            release_ref=skill.product.releases[0].ref,
            evidence=[NewEvidence(text="The handbook I wrote: 64 pages, in its fourth edition.")],
            by=stage.actor(name),
        )
    except Refused:
        return False
    return True


def main(wanted: int, vendor_slug: str) -> None:
    with create_app().app_context():
        made = 0
        for name, skill in pairs(vendor_slug):
            made += claim(name, skill)
            if made == wanted:
                return
    raise SystemExit(f"only {made} claims could be made")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
