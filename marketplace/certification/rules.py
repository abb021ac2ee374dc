"""What makes a claim, or a decision about one, acceptable."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.catalog.models import Release, Skill
from marketplace.certification import queries
from marketplace.certification.errors import AlreadyCertified, ClaimOpen, SkillRetired
from marketplace.certification.models import CLAIMS, Certificate, CertificateState, Claim, ClaimState
from marketplace.db.base import db
from marketplace.evidence.models import Evidence
from marketplace.evidence.pieces import MOST_PIECES
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotAllowed, WrongState
from marketplace.kit.text import clean
from marketplace.organizations.models import Staff
from marketplace.programmes.kinds import EvidenceKind
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Rubric, Terms
from marketplace.registry.models import Expert

OPEN_STATES = (ClaimState.SUBMITTED, ClaimState.ASKED)
"""Not decided yet."""

FIELDS = {
    EvidenceKind.TEXT: "text",
    EvidenceKind.LINK: "url",
    EvidenceKind.FILE: "files",
    EvidenceKind.REFERENCE: "referee_email",
    EvidenceKind.ATTESTATION: "text",
    EvidenceKind.WORK: "text",
}
"""Beside which field it is said that a kind is missing."""

SHORTEST_STATEMENT = 20
LONGEST_STATEMENT = 5_000
SHORTEST_REASON = 20
LONGEST_REASON = 2_000


def known_level(level: int) -> Level:
    try:
        return Level(level)
    except ValueError:
        raise Invalid("Choose one of the four levels.", {"level": "Choose one of the four levels."}) from None


def written(text: str, field: str, shortest: int, longest: int) -> str:
    """Cleaned text of an acceptable length, in characters. Raises `Invalid`."""
    said = clean(text)
    if len(said) < shortest:
        sentence = f"A little more, please: at least {shortest} characters."
        raise Invalid(sentence, {field: sentence})
    if len(said) > longest:
        sentence = f"At most {longest:,} characters, please."
        raise Invalid(sentence, {field: sentence})
    return said


def reasoned(reason: str) -> str:
    """A decision is defended by its reason, two years later too."""
    return written(reason, "reason", SHORTEST_REASON, LONGEST_REASON)


def check_room(expert: Expert, skill: Skill) -> None:
    """One open claim for a skill, and none for a retired one."""
    if skill.retired:
        raise SkillRetired(f"{skill.name} is no longer certified by {skill.product.vendor.name}.")
    check_not_colleague(expert, skill)
    open_claim = select(Claim.id).where(
        Claim.expert_id == expert.id, Claim.skill_id == skill.id, Claim.state.in_(OPEN_STATES)
    )
    if db.session.scalar(open_claim) is not None:
        raise ClaimOpen(f"You have a claim for {skill.name} that is not decided yet. One at a time, please.")


def check_not_held(expert: Expert, skill: Skill, level: Level) -> None:
    """No claim for what a live certificate says already, and none around a suspended one."""
    check_not_suspended(expert, skill)
    held = select(Certificate.level).where(
        Certificate.expert_id == expert.id,
        Certificate.skill_id == skill.id,
        queries.live_condition(clock.today()),
    )
    highest = max(db.session.scalars(held), default=0)
    if level <= highest:
        raise AlreadyCertified(
            f"You are certified as {Level(highest).label} in {skill.name} already. "
            "Claim a higher level, or another skill."
        )


def check_not_suspended(expert: Expert, skill: Skill) -> None:
    """Nothing is certified around a suspension: it has to be settled first."""
    suspended = select(Certificate.id).where(
        Certificate.expert_id == expert.id,
        Certificate.skill_id == skill.id,
        Certificate.state == CertificateState.SUSPENDED,
    )
    if db.session.scalar(suspended) is not None:
        raise AlreadyCertified(
            f"The certificate for {skill.name} is suspended. {skill.product.vendor.name} has to settle that first."
        )


def check_not_colleague(expert: Expert, skill: Skill) -> None:
    """Nobody could decide it: whoever assesses there is a colleague. Raises `NotAllowed`."""
    hired = select(Staff.id).where(Staff.user_id == expert.user_id, Staff.vendor_id == skill.vendor_id)
    if db.session.scalar(hired.limit(1)) is not None:
        raise NotAllowed(
            f"You are on the staff of {skill.product.vendor.name}, and nobody is certified by their own colleagues."
        )


def check_not_above(given: Level, claimed: Level) -> None:
    if given > claimed:
        sentence = f"The claim is for {claimed.label}. Certify that level or a lower one."
        raise Invalid(sentence, {"level": sentence})


def check_given(level: Level, rubric: Rubric) -> Terms:
    """What the programme asks for that level. Raises `Invalid` when it does not give it."""
    terms = rubric.terms_of(level)
    if terms is None:
        given = ", ".join(one.label for one in rubric.levels)
        sentence = f"This programme certifies {given}."
        raise Invalid(sentence, {"level": sentence})
    return terms


def check_kinds(terms: Terms, evidence: Sequence[Evidence]) -> None:
    """At least one piece, and every kind that the programme asks for at that level."""
    if not evidence:
        sentence = "Add at least one piece of evidence: a text, a link, a file or a referee."
        raise Invalid(sentence, {"text": sentence})
    for kind in sorted(terms.kinds - {one.kind for one in evidence}):
        sentence = f"For {terms.named_level.label} the programme asks for {kind.label}."
        raise Invalid(sentence, {FIELDS[kind]: sentence})


def check_shown(terms: Terms, evidence: Sequence[Evidence]) -> None:
    """To certify, every kind that the programme asks for has to be there and to hold: a referee who was only asked says nothing."""
    for kind in sorted(terms.kinds - {one.kind for one in evidence if one.holds}):
        sentence = (
            f"For {terms.named_level.label} the programme asks for {kind.label}, and there is none that holds. "
            "Ask the expert for it, or certify a level that does not need it."
        )
        raise Invalid(sentence, {"level": sentence})


def check_undecided(claim: Claim) -> None:
    if claim.state not in OPEN_STATES:
        raise WrongState(f"This claim {CLAIMS.said[claim.state]}, so nothing can be added to it.")


def check_pieces(count: int) -> None:
    """What one assessor can read."""
    if count > 2 * MOST_PIECES:
        sentence = "There is enough to read in this claim already."
        raise Invalid(sentence, {"referee_email": sentence})


def known_release(release: Release | None, skill: Skill) -> Release:
    """One of the product's own, and out already."""
    if release is None:
        sentence = f"Choose a release of {skill.product.name}."
        raise Invalid(sentence, {"release": sentence})
    if release.released_on > clock.today():
        sentence = f"{skill.product.name} {release.version} is not out yet. Choose one you have worked with."
        raise Invalid(sentence, {"release": sentence})
    return release
