"""How far a certificate's release lies behind the current one, and what has changed between the two."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.catalog import topics
from marketplace.catalog.models import Release, Topic
from marketplace.certification.models import Certificate
from marketplace.kit import clock


@dataclass(frozen=True, slots=True)
class Standing:
    """`on` is the release of the certificate, `current` the one that is out now, `topics` what changed from one to the other."""

    on: Release | None
    current: Release | None
    topics: Sequence[Topic]

    @property
    def behind(self) -> bool:
        """A newer release is out than the one somebody was certified on."""
        on, current = self.on, self.current
        return on is not None and current is not None and on.id != current.id


def standing(certificate: Certificate) -> Standing:
    return standings([certificate])[certificate.id]


def standings(certificates: Iterable[Certificate]) -> dict[int, Standing]:
    """Certificate to its standing today. One statement, however many certificates (with skill and release loaded)."""
    asked, today = list(certificates), clock.today()
    products = {one.skill.product_id for one in asked}
    releases = topics.releases_of(products) if products else {}
    return {one.id: _standing(one, releases.get(one.skill.product_id, []), today) for one in asked}


def _standing(certificate: Certificate, releases: Sequence[Release], today: date) -> Standing:
    on, current = certificate.release, topics.current(releases, today)
    return Standing(on, current, topics.changed(releases, certificate.skill, on, current))
