"""Two assessors reach for one claim at the same moment: one has it."""

from collections import Counter
from functools import partial

import pytest
from sqlalchemy import select

from marketplace.accounts.actor import Actor
from marketplace.assessing import seats
from marketplace.certification.models import Claim
from marketplace.certification.queries import certificates_of
from marketplace.db.base import db
from tests import make, racing
from tests.cast import Cast

ASSESSORS = ("carla", "nils", "tove", "juno")


@pytest.fixture
def claim(cast: Cast) -> Claim:
    make.more_staff(cast.ledgerline, nils="assessor", tove="assessor", juno="assessor")
    return make.claim(cast.emil, cast.leave)


def take(claim_ref: str, by: Actor) -> None:
    seats.take(claim_ref, by=by)


def certify(claim_ref: str, by: Actor) -> None:
    claim = db.session.scalars(select(Claim).where(Claim.ref == claim_ref)).one()
    make.certified(claim, by)


def test_one_of_four_takes_the_claim(cast: Cast, claim: Claim) -> None:
    moves = [partial(take, claim.ref, cast.actor(name)) for name in ASSESSORS]
    assert Counter(racing.threads(cast.app, moves)) == {"done": 1, "SomebodyElsesClaim": 3}


def test_a_claim_is_certified_once(cast: Cast, claim: Claim) -> None:
    moves = [partial(certify, claim.ref, cast.actor(name)) for name in ASSESSORS]
    said = Counter(racing.threads(cast.app, moves))
    assert said["done"] == 1
    db.session.rollback()
    assert len(certificates_of(cast.emil.id)) == 1


def test_processes_race_no_better(cast: Cast, claim: Claim) -> None:
    moves = [partial(certify, claim.ref, cast.actor(name)) for name in ASSESSORS[:2]]
    assert Counter(racing.processes(cast.app, moves))["done"] == 1
    db.session.rollback()
    assert len(certificates_of(cast.emil.id)) == 1
