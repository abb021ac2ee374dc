"""Everything that stands on the one screen on which a claim is reviewed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from marketplace.accounts import queries as accounts
from marketplace.accounts.actor import Actor, StaffRole
from marketplace.accounts.models import User
from marketplace.assessing import appeals, policy, queries, queue, seats
from marketplace.assessing.conflicts import conflict
from marketplace.assessing.models import Appeal, Assessment, AssessmentState
from marketplace.certification import queries as certification
from marketplace.certification.models import Certificate, Claim, ClaimState
from marketplace.certification.standing import Standing, standings
from marketplace.db.base import db
from marketplace.evidence import domains
from marketplace.kit.ids import Ref
from marketplace.organizations import queries as organizations
from marketplace.programmes.models import Rubric
from marketplace.web.booking_history import Moment
from marketplace.web.trail import trail


class Stand(StrEnum):
    """How the reader stands to the claim."""

    MINE = "mine"
    FREE = "free"
    BARRED = "barred"
    ASKED = "asked"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An assessor the claim could be handed to; `bar` says why not."""

    user: User
    bar: str | None


@dataclass(frozen=True, slots=True)
class Examination:
    """`seat` is the reader's open assessment; `findings` are what they may read of others'.

    `own`: the reader is the expert, from whom referees' words are kept. `typed`: a form came back.
    """

    stand: Stand
    bar: str
    seat: Assessment | None
    under_way: Sequence[Assessment]
    findings: Sequence[Assessment]
    returnable: Sequence[Assessment]
    remarks: Mapping[Ref, str]
    own: bool
    conflict: str | None
    """A conflict of interest: such a reader sees who claims what, but nothing that was handed in."""
    disagreed: bool
    held: Sequence[Certificate]
    standings: Mapping[int, Standing]
    earlier: Sequence[Claim]
    certificate: Certificate | None
    newer: Rubric | None
    candidates: Sequence[Candidate]
    appeals: Sequence[Appeal]
    trail: Sequence[Moment]
    following: Claim | None
    typed: bool

    @property
    def deciding(self) -> bool:
        """The form is shown: on the reader's desk, or what they sent could not be taken and must not be lost."""
        return self.stand is Stand.MINE or (self.typed and self.stand is Stand.FREE)

    @property
    def resolving(self) -> bool:
        return self.disagreed and self.stand in (Stand.MINE, Stand.FREE)


def examination(claim: Claim, by: Actor, *, typed: bool) -> Examination:
    there = seats.assessments_of(claim)
    seat = next(
        (one for one in there if one.assessor_id == by.user_id and one.state is AssessmentState.OPEN), None
    )
    stand, bar = _stand(claim, there, seat, by)
    held = certification.live(claim.expert_id)
    renewed = [claim.renewal.certificate] if claim.renewal else []
    current = claim.rubric.programme.current
    return Examination(
        stand=stand,
        bar=bar,
        seat=seat,
        under_way=_under_way(there, seat),
        findings=_findings(claim, by),
        returnable=_returnable([seat] if seat else there, stand, by),
        remarks=_remarks(claim),
        own=claim.expert.user_id == by.user_id,
        conflict=queries.conflict_of(by, claim),
        disagreed=seats.disagreed(claim, there),
        held=held,
        standings=standings([*held, *renewed]),
        earlier=certification.earlier_claims(claim),
        certificate=certification.certificate_for(claim.id),
        newer=current if current.number > claim.rubric.number else None,
        candidates=[] if seat else _candidates(claim, there, by),
        appeals=appeals.of(claim),
        trail=trail(claim, by),
        following=None if stand in (Stand.MINE, Stand.FREE) else queue.next_to_decide(by, after=claim),
        typed=typed,
    )


def _under_way(there: Sequence[Assessment], seat: Assessment | None) -> list[Assessment]:
    """Who is on it. Somebody who is on it themselves learns of nobody else: that would say that two are wanted."""
    return [one for one in there if one.state is AssessmentState.OPEN and (seat is None or one is seat)]


def _findings(claim: Claim, by: Actor) -> list[Assessment]:
    """Those that are done; while the expert is asked, also what the reader has found so far, as there is no form then."""
    visible = queries.visible_assessments(claim, by)
    unfinished = claim.state is ClaimState.ASKED
    return [
        one
        for one in visible
        if one.state is AssessmentState.DONE or (unfinished and one.assessor_id == by.user_id)
    ]


def _returnable(there: Sequence[Assessment], stand: Stand, by: Actor) -> list[Assessment]:
    """Open seats that the reader may give back: their own, and for admins everybody's."""
    if stand is Stand.OVER:
        return []
    return [one for one in there if one.state is AssessmentState.OPEN and policy.may_leave(by, one) is True]


def _remarks(claim: Claim) -> dict[Ref, str]:
    """Reference to what its domain says."""
    own = accounts.verified_addresses(claim.expert.user)
    references = [one.reference for one in claim.evidence if one.reference]
    return {one.ref: domains.remark(one.domain, own) for one in references}


def _stand(
    claim: Claim, there: Sequence[Assessment], seat: Assessment | None, by: Actor
) -> tuple[Stand, str]:
    if claim.state is ClaimState.ASKED:
        return Stand.ASKED, ""
    if claim.state is not ClaimState.SUBMITTED:
        return Stand.OVER, ""
    verdict = policy.may_assess(by, claim)
    if verdict is not True:
        return Stand.BARRED, str(verdict)
    user = db.session.get_one(User, by.user_id)
    if seat:
        reason = conflict(user, claim.expert)
        return (Stand.BARRED, reason) if reason else (Stand.MINE, "")
    against = seats.obstacle(claim, user, there)
    return (Stand.BARRED, against.sentence) if against else (Stand.FREE, "")


def _candidates(claim: Claim, there: Sequence[Assessment], by: Actor) -> list[Candidate]:
    """For admins, while somebody could sit down: every assessor, with what keeps them from it."""
    waits = claim.state is ClaimState.SUBMITTED and seats.free_seat(claim, there) is not None
    if not waits or policy.may_assign(by, claim) is not True:
        return []
    people = [
        one.user
        for one in organizations.staff_of(claim.skill.vendor_id)
        if StaffRole.ASSESSOR in one.roles and one.user.active
    ]
    return [Candidate(one, _bar(claim, one, there)) for one in people]


def _bar(claim: Claim, user: User, there: Sequence[Assessment]) -> str | None:
    """About somebody else: which conflict it is remains between them and the expert."""
    if conflict(user, claim.expert):
        return "has a conflict of interest."
    against = seats.obstacle(claim, user, there)
    return against.sentence if against else None
