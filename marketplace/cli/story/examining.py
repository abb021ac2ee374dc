"""Assessors at work: what was claimed is looked at, by one of them or by two."""

from dataclasses import fields, replace

from marketplace.assessing import appeals
from marketplace.assessing import service as assessing
from marketplace.assessing.models import Verdict
from marketplace.assessing.service import Found, Outcome
from marketplace.certification import queries as claims
from marketplace.certification.models import Claim
from marketplace.cli.story import stage
from marketplace.cli.story.people import ExpertMade
from marketplace.cli.story.world import VENDORS, VendorMade
from marketplace.kit.ids import Ref
from marketplace.organizations import queries as organizations
from marketplace.organizations import vendors
from marketplace.organizations.models import Vendor

ASSESSORS = {vendor.name: [name for name, roles in vendor.staff if "assessor" in roles] for vendor in VENDORS}
MAKERS = {product.name: vendor.name for vendor in VENDORS for product in vendor.products}
SOUND = "The handbook and the walk-through show this level, on the current release, beyond doubt."
SECOND = "Read on its own, without the first opinion: the handbook carries the level."


def assessor_of(made: ExpertMade) -> str:
    """The name of the assessor who decides on the expert's first skill."""
    return ASSESSORS[MAKERS[made.skills[0][0]]][0]


def sample(made: VendorMade, percent: int) -> None:
    """The admin sets which share of claims gets a second opinion. A story needs to know who decides what, so mostly none."""
    vendor = _vendor(made.name)
    terms = vendors.Terms(**{one.name: getattr(vendor, one.name) for one in fields(vendors.Terms)})
    by = stage.actor(made.staff[0][0])
    vendors.set_terms(vendor.ref, replace(terms, second_opinion_percent=percent), by=by)


def certify(claim_ref: Ref, *, but: str = "", doubt: bool = False) -> Ref:
    """The vendor's assessors decide: certified as claimed, or declined because of `but`. The certificate's ref, or "".

    With `doubt`, the second of two assessors sees a lower level, and the first gives in.
    """
    claim = claims.claim_named(claim_ref)
    names = ASSESSORS[MAKERS[claim.skill.product.name]]
    if but:
        _decline(claim, names[0], but)
        return ""
    outcome = _certify(claim, names[0], claim.level, SOUND)
    if outcome.waits:
        outcome = _certify(claim, names[1], claim.level - doubt, SECOND)
    if outcome.disagreed:
        why = "Nadia is right: nothing shows work beyond one site. Certified one level lower."
        outcome = _certify(claim, names[0], claim.level - 1, why)
    return outcome.certificate.ref if outcome.certificate else ""


def _certify(claim: Claim, name: str, level: int, reason: str) -> Outcome:
    return assessing.decide(
        claim.ref,
        Verdict.CERTIFY,
        level=level,
        reason=reason,
        findings=_findings(claim, level, "The handbook shows it."),
        by=stage.actor(name),
    )


def _decline(claim: Claim, name: str, reason: str) -> None:
    findings = _findings(claim, 0, "Not shown by what was handed in.")
    assessing.decide(claim.ref, Verdict.DECLINE, reason=reason, findings=findings, by=stage.actor(name))


def ask(claim_ref: Ref, question: str) -> None:
    """The first assessor wants to know more; the expert's turn."""
    claim = claims.claim_named(claim_ref)
    assessor = ASSESSORS[MAKERS[claim.skill.product.name]][0]
    assessing.ask(claim_ref, question, by=stage.actor(assessor))


def appeal(claim_ref: Ref, statement: str) -> None:
    """The expert asks for another pair of eyes."""
    claim = claims.claim_named(claim_ref)
    appeals.file(claim_ref, statement=statement, by=stage.actor(claim.expert.name))


def _findings(claim: Claim, level: int, note: str) -> dict[Ref, Found]:
    return {one.ref: Found(level, note) for one in claim.rubric.criteria}


def _vendor(name: str) -> Vendor:
    return next(one for one in organizations.vendors() if one.name == name)
