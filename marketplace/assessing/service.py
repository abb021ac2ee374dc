"""An assessor says what the evidence shows; when enough have, the claim is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.accounts.actor import Actor
from marketplace.accounts.models import User
from marketplace.assessing import policy, seats
from marketplace.assessing.events import AssessmentDone, AssessorsDisagreed
from marketplace.assessing.models import Assessment, AssessmentState, Score, Seat, Verdict
from marketplace.certification import outcomes, rules
from marketplace.certification import queries as certification
from marketplace.certification.models import Certificate, Claim, ClaimState, Question
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, permit
from marketplace.kit.ids import Ref
from marketplace.kit.text import clean
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Rubric

LONGEST_NOTE = 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """What the evidence shows by one criterion: a level from 1 to 4, 0 for nothing, None for not said yet."""

    level: int | None
    note: str = ""


Findings = Mapping[Ref, Found]
"""Criterion to what was found."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a decision: the claim is decided, or waits for somebody else."""

    claim: Claim
    certificate: Certificate | None = None
    waits: bool = False
    disagreed: bool = False


def save(claim_ref: Ref, findings: Findings, *, reason: str = "", by: Actor) -> Assessment:
    """Keep what is found and written so far, undecided; also while the expert has been asked something."""
    with atomic():
        claim = certification.reviewable(claim_ref, by)
        own = seats.open_seat_of(claim, by) if claim.state is ClaimState.ASKED else None
        assessment = own or _at_the_desk(claim_ref, by)[1]
        _note(assessment, findings)
        assessment.reason = clean(reason)[: rules.LONGEST_REASON]
    return assessment


def ask(claim_ref: Ref, text: str, *, findings: Findings | None = None, by: Actor) -> Question:
    """Ask the expert for what is missing. What is found so far is kept; the claim's clock pauses."""
    said = rules.written(text, "reason", rules.SHORTEST_REASON, rules.LONGEST_REASON)
    with atomic():
        claim, assessment = _at_the_desk(claim_ref, by)
        _note(assessment, findings or {})
        assessment.reason = ""
        return outcomes.ask(claim, said, by=by)


def decide(
    claim_ref: Ref,
    verdict: Verdict,
    *,
    level: int | None = None,
    reason: str,
    findings: Findings,
    by: Actor,
) -> Outcome:
    """Say what the evidence shows, criterion by criterion, and what should follow.

    The claim is decided when all the opinions it needs agree, or when a disagreement is resolved. Raises `Invalid` with
    fields (`score_<criterion>`), `SomebodyElsesClaim`, `WrongState`.
    """
    why = rules.reasoned(reason)
    with atomic():
        claim, assessment = _at_the_desk(claim_ref, by)
        _check_complete(claim.rubric, findings)
        _note(assessment, findings)
        assessment.verdict, assessment.reason = verdict, why
        if verdict is Verdict.CERTIFY:
            given = rules.known_level(level or 0)
            rules.check_not_above(given, claim.named_level)
            rules.check_given(given, claim.rubric)
            assessment.level = given
        assessment.become("decide")
        assessment.ended_at = clock.now()
        record(AssessmentDone(claim.ref, assessment.ref), by=by)
        return _follow(claim, assessment, by)


def _at_the_desk(claim_ref: Ref, by: Actor) -> tuple[Claim, Assessment]:
    """The claim, locked, and the actor's seat at it, taken now if it is free."""
    permit(policy.may_assess(by, certification.reviewable(claim_ref, by)))
    claim = locked(Claim, claim_ref)
    with atomic() as session:
        return claim, seats.sit(claim, session.get_one(User, by.user_id), by=by)


def _note(assessment: Assessment, findings: Findings) -> None:
    there = {score.criterion_id: score for score in assessment.scores}
    for criterion in assessment.claim.rubric.criteria:
        found = findings.get(criterion.ref)
        note = clean(found.note)[:LONGEST_NOTE] if found else ""
        if found is None or (found.level is None and not note and criterion.id not in there):
            continue
        shown = _level(found.level, criterion.ref)
        if criterion.id in there:
            there[criterion.id].level, there[criterion.id].note = shown, note
        else:
            assessment.scores.append(Score(criterion_id=criterion.id, level=shown, note=note))


def _level(level: int | None, criterion_ref: Ref) -> int | None:
    if level not in (None, 0, *Level):
        sentence = "Choose one of the levels, or that it is not shown."
        raise Invalid(sentence, {f"score_{criterion_ref}": sentence})
    return level


def _check_complete(rubric: Rubric, findings: Findings) -> None:
    sentence = "Say what the evidence shows."
    missing = {
        f"score_{one.ref}": sentence
        for one in rubric.criteria
        if one.ref not in findings or findings[one.ref].level is None
    }
    if missing:
        raise Invalid("Every criterion needs a score before you decide.", missing)


def _follow(claim: Claim, latest: Assessment, by: Actor) -> Outcome:
    there = seats.assessments_of(claim)
    done = [one for one in there if one.state is AssessmentState.DONE]
    if latest.seat is not Seat.RESOLVING:
        _let_go_of_sample(claim, there)
        if len(done) < claim.opinions:
            return Outcome(claim, waits=True)
        if seats.disagreed(claim, there):
            record(AssessorsDisagreed(claim.ref), by=by)
            return Outcome(claim, waits=True, disagreed=True)
    if latest.verdict is Verdict.DECLINE:
        outcomes.decline(claim, latest.reason, by=by)
        return Outcome(claim)
    assert latest.level is not None
    return Outcome(claim, certificate=outcomes.certify(claim, Level(latest.level), latest.reason, by=by))


def settle_alone(claim_ref: Ref) -> bool:
    """Decide a sampled claim by its one opinion, if nobody is left who could give another; whether it was."""
    with atomic():
        claim = locked(Claim, claim_ref)
        there = seats.assessments_of(claim)
        if claim.state is not ClaimState.SUBMITTED or [one.state for one in there] != [AssessmentState.DONE]:
            return False
        _let_go_of_sample(claim, there)
        if claim.opinions > 1:
            return False
        only = there[0]
        _follow(claim, only, Actor(user_id=only.assessor_id, name=only.assessor.shown_name))
    return True


def _let_go_of_sample(claim: Claim, there: Sequence[Assessment]) -> None:
    """A sample is worth having, not worth waiting for: where nobody else could look, the first opinion decides."""
    if claim.sampled and not seats.others_could_resolve(claim, there) and len(there) < claim.opinions:
        claim.opinions = 1
