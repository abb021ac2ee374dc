"""What is announced about assessments (subject: the claim) and appeals (subject: the appeal)."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class AssessmentTaken(Fact):
    """An assessor has taken the claim, or an admin has given it to them."""

    assessment: str
    assessor: str


@dataclass(frozen=True)
class AssessmentLeft(Fact):
    assessment: str


@dataclass(frozen=True)
class AssessmentDone(Fact):
    """One assessor has found something; whether that decides the claim is said by what follows."""

    assessment: str


@dataclass(frozen=True)
class AssessorsDisagreed(Fact):
    """Two assessors found different things; somebody has to resolve it."""


@dataclass(frozen=True)
class AppealFiled(Fact):
    expert: str


@dataclass(frozen=True)
class AppealGranted(Fact):
    expert: str
    certificate: str


@dataclass(frozen=True)
class AppealDismissed(Fact):
    expert: str


@dataclass(frozen=True)
class AppealWithdrawn(Fact):
    expert: str
