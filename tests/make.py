"""Rows for tests, made straight in the database with sensible values; name only what the story is about."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import delete

from marketplace.accounts.actor import Actor
from marketplace.accounts.models import EmailAddress, User
from marketplace.assessing import service as assessing
from marketplace.assessing.models import Verdict
from marketplace.assessing.service import Found
from marketplace.attestations.models import Attestation
from marketplace.calendar.models import WeeklyHours
from marketplace.catalog import versions
from marketplace.catalog.models import Module, Product, Release, Skill, Synonym
from marketplace.catalog.outcomes import Blueprint, BlueprintState, NeededSkill
from marketplace.certification.models import Certificate, Claim, ClaimState
from marketplace.db.base import Base
from marketplace.db.session import atomic
from marketplace.evidence.models import Reference
from marketplace.evidence.references import LIFETIME
from marketplace.handovers.models import Handover, HandoverLine
from marketplace.kit import clock
from marketplace.kit.text import fold, slug
from marketplace.organizations.models import Membership, Organization, Staff, Vendor
from marketplace.programmes.levels import Level
from marketplace.programmes.standard import current_rubric
from marketplace.registry.models import Expert, Place, ProfileState

Kind = TypeVar("Kind", bound=Base)

PASSWORD = "correct horse battery staple"


def row(kind: type[Kind], /, **values: Any) -> Kind:
    """One row, committed."""
    with atomic() as session:
        made = kind(**values)
        session.add(made)
        session.flush()
    return made


def change(row: Base, **values: Any) -> None:
    """Those values in that row, committed."""
    with atomic():
        for name, value in values.items():
            setattr(row, name, value)


def address(user: User, address: str, *, verified: bool = True) -> EmailAddress:
    """A second address of theirs."""
    return row(
        EmailAddress,
        user_id=user.id,
        address=address,
        owned=address if verified else None,
        verified_at=clock.now() if verified else None,
    )


def user(name: str, **values: Any) -> User:
    """A person whose address is confirmed."""
    email = values.pop("email", f"{slug(name, 'somebody')}@example.test")
    return row(User, name=name, email=email, confirmed_at=datetime(2027, 1, 1), **values)  # noqa: DTZ001


def organization(name: str = "Nordwind", **members: str) -> Organization:
    """`organization("Nordwind", bruno="booker", dora="approver,finance")` with members of those names and roles."""
    made = row(Organization, name=name, country="DE")
    for person, roles in members.items():
        join(made, user(person.capitalize(), purpose="organization"), roles)
    return made


def join(organization: Organization, user: User, roles: str) -> Membership:
    return row(
        Membership, organization_id=organization.id, user_id=user.id, roles=frozenset(roles.split(","))
    )


def vendor(name: str = "Ledgerline", **staff: str) -> Vendor:
    """`vendor("Ledgerline", carla="assessor", vera="admin")` with staff of those names and roles."""
    made = row(Vendor, name=name, slug=slug(name, "vendor"))
    for person, roles in staff.items():
        hire(made, user(person.capitalize(), purpose="vendor"), roles)
    return made


def more_staff(vendor: Vendor, **staff: str) -> None:
    """More staff: `more_staff(cast.ledgerline, nils="assessor")`."""
    for person, roles in staff.items():
        hire(vendor, user(person.capitalize(), purpose="vendor"), roles)


def hire(vendor: Vendor, user: User, roles: str) -> Staff:
    return row(Staff, vendor_id=vendor.id, user_id=user.id, roles=frozenset(roles.split(",")))


def product(
    vendor: Vendor, name: str = "Ledgerline Payroll", modules: tuple[str, ...] = ("Leave",)
) -> Product:
    """A product with its skills, modules, and releases 9.2 and 10.1."""
    made = row(
        Product, vendor_id=vendor.id, name=name, slug=slug(name, "product"), summary=f"{name}, for everyone"
    )
    row(Skill, product_id=made.id)
    for title in modules:
        module = row(Module, product_id=made.id, name=title, slug=slug(title, "module"))
        row(Skill, product_id=made.id, module_id=module.id)
    row(Release, product_id=made.id, version="9.2", released_on=date(2025, 5, 1))
    row(Release, product_id=made.id, version="10.1", released_on=date(2026, 10, 1))
    return made


def skill(product: Product, module: str | None = None) -> Skill:
    return next(one for one in product.skills if (one.module.name if one.module else None) == module)


def synonym(skill: Skill, phrase: str) -> Synonym:
    """What the skill's vendor says people call it."""
    about = {"vendor_id": skill.vendor_id, "product_id": skill.product_id, "module_id": skill.module_id}
    return row(Synonym, phrase=phrase, folded=fold(phrase), **about)


def blueprint(
    *skills: Skill, title: str = "Close the leave year", level: int = Level.PROFESSIONAL, **values: Any
) -> Blueprint:
    """A published one that takes these skills."""
    made = row(
        Blueprint,
        vendor_id=skills[0].vendor_id,
        title=title,
        slug=slug(title, "outcome"),
        **({"state": BlueprintState.PUBLISHED} | values),
    )
    for position, one in enumerate(skills, 1):
        row(NeededSkill, blueprint_id=made.id, skill_id=one.id, level=level, position=position)
    if made.published:
        with atomic():
            versions.keep(made, None)
    return made


def place(name: str = "Hamburg", country: str = "DE", **values: Any) -> Place:
    spot = {"latitude": 53.5503, "longitude": 10.0006, "population": 1_800_000, "timezone": "Europe/Berlin"}
    return row(Place, name=name, folded=name.casefold(), country=country, **(spot | values))


def expert(name: str = "Ana", *, hours: bool = True, **values: Any) -> Expert:
    """A published expert in Berlin's time zone at 640 EUR a day, working Monday to Friday from nine to five."""
    person = values.pop("user", None) or user(name)
    defaults: dict[str, Any] = {
        "slug": slug(name, "expert"),
        "state": ProfileState.PUBLISHED,
        "name": person.name,
        "headline": "Payroll that closes on time",
        "about": "Twelve years of payroll.",
        "day_rate_amount": 64_000,
        "currency": "EUR",
        "timezone": "Europe/Berlin",
    }
    made = row(Expert, user_id=person.id, **(defaults | values))
    if hours:
        for weekday in range(5):
            row(WeeklyHours, expert_id=made.id, weekday=weekday, start_minute=9 * 60, end_minute=17 * 60)
    return made


def claim(expert: Expert, skill: Skill, level: Level = Level.PROFESSIONAL, **values: Any) -> Claim:
    defaults = {
        "statement": "I ran it for six years.",
        "submitted_at": clock.now(),
        "counted_from": clock.now(),
        "rubric_id": current_rubric(skill).id,
    }
    return row(Claim, expert_id=expert.id, skill_id=skill.id, level=level, **(defaults | values))


def reference(expert: Expert, skill: Skill, name: str = "Maria Olsen", **values: Any) -> Reference:
    """A referee who has been asked."""
    defaults = {
        "email": f"{slug(name, 'referee')}@halden.example",
        "relation": "She led the project.",
        "nonce": secrets.token_urlsafe(24),
        "asked_at": clock.now(),
        "expires_at": clock.now() + LIFETIME,
    }
    return row(Reference, expert_id=expert.id, skill_id=skill.id, name=name, **(defaults | values))


def certificate(
    expert: Expert, skill: Skill, level: Level = Level.PROFESSIONAL, **values: Any
) -> Certificate:
    """A live certificate that runs for a year."""
    asked = claim(expert, skill, level, state=ClaimState.CERTIFIED, decided_at=clock.now())
    today = clock.today()
    defaults = {"starts_on": today, "expires_on": today + timedelta(days=365), "reason": "Sound evidence."}
    defaults["latest_on"] = (defaults | values)["expires_on"]
    return row(
        Certificate,
        claim_id=asked.id,
        expert_id=expert.id,
        skill_id=skill.id,
        level=level,
        **(defaults | values),
    )


def attestation(expert: Expert | None, skill: Skill, **values: Any) -> Attestation:
    """What the vendor states about the expert, or about the owner of the `email` where there is no expert."""
    defaults = {
        "email": expert.user.email if expert else "pia@example.test",
        "role": "Administrator",
        "months": 26,
    }
    return row(
        Attestation,
        expert_id=expert.id if expert else None,
        product_id=skill.product_id,
        module_id=skill.module_id,
        **(defaults | values),
    )


def handover(team: Organization | Vendor, skill: Skill, email: str, **values: Any) -> Handover:
    """One line about the skill, offered to the owner of that address."""
    offered = {"organization_id": team.id} if isinstance(team, Organization) else {"vendor_id": team.id}
    line = {
        "product_id": skill.product_id,
        "module_id": skill.module_id,
        "role": "Administrator",
        "months": 26,
    }
    return row(
        Handover,
        email=email,
        expires_at=clock.now() + timedelta(days=30),
        lines=[HandoverLine(position=1, **line)],
        **(offered | values),
    )


def hours(expert: Expert, week: dict[int, list[tuple[int, int]]]) -> None:
    """These weekly hours instead of whatever the expert had."""
    with atomic() as session:
        session.execute(delete(WeeklyHours).where(WeeklyHours.expert_id == expert.id))
    for weekday, stretches in week.items():
        for start, end in stretches:
            row(WeeklyHours, expert_id=expert.id, weekday=weekday, start_minute=start, end_minute=end)


def findings(claim: Claim, level: int = Level.PROFESSIONAL) -> dict[str, Found]:
    """The same score by every criterion of the claim's rubric."""
    return {one.ref: Found(level, "Seen in the evidence.") for one in claim.rubric.criteria}


def certified(claim: Claim, by: Actor, level: int | None = None) -> Certificate:
    """What comes of it when an assessor certifies the claim; at its own level unless said."""
    outcome = assessing.decide(
        claim.ref,
        Verdict.CERTIFY,
        level=level or claim.level,
        reason="The evidence shows it was done, not read about.",
        findings=findings(claim, level or claim.level),
        by=by,
    )
    assert outcome.certificate
    return outcome.certificate


def declined(claim: Claim, by: Actor) -> Claim:
    """The claim after an assessor turned it down."""
    reason = "The evidence is about another product."
    assessing.decide(claim.ref, Verdict.DECLINE, reason=reason, findings=findings(claim, 0), by=by)
    return claim
