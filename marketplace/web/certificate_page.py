"""The page of a certificate: for everybody how it stands, for its holder and the vendor what can be done about it."""

from flask import render_template

from marketplace.assessing import appeals
from marketplace.assessing.models import Appeal
from marketplace.certification import policy, queries, renewal
from marketplace.certification.models import CERTIFICATES, Certificate, CertificateState
from marketplace.certification.standing import standing
from marketplace.kit import clock
from marketplace.web.security import actor


def render(certificate: Certificate) -> str:
    own = certificate.expert.user_id == actor().user_id
    return render_template(
        "certificates/show.html",
        certificate=certificate,
        standing=standing(certificate),
        live=certificate.live_on(clock.today()),
        today=clock.today(),
        newer=_newer(certificate),
        own=own,
        staff=certificate.skill.vendor_id in policy.reviewed_vendors(actor()),
        rules=_rules(certificate),
        renewable=own and renewal.renewable(certificate) is True,
        **(_appeal(certificate) if own else {}),
    )


def _newer(certificate: Certificate) -> Certificate | None:
    """What took its place: the end of the line, in case that was replaced, too."""
    newer = certificate.superseded_by
    while newer and newer.superseded_by:
        newer = newer.superseded_by
    return newer and queries.certificate(newer.ref)


def _rules(certificate: Certificate) -> set[str]:
    """What the reader may do to it, as staff."""
    if policy.may_revoke(actor(), certificate) is not True:
        return set()
    verbs = ("suspend", "reinstate", "revoke")
    return {verb for verb in verbs if CERTIFICATES.allows(certificate.state, verb)}


def _appeal(certificate: Certificate) -> dict[str, object]:
    """The holder's appeal against a revocation, or until when they can file one."""
    if certificate.state is not CertificateState.REVOKED:
        return {}
    claim = certificate.claim
    filed: list[Appeal] = [one for one in appeals.of(claim) if one.certificate_id == certificate.id]
    open_to = appeals.appealable(claim, certificate) is True
    return {"appeals": filed, "appeal_until": appeals.until(claim, certificate) if open_to else None}
