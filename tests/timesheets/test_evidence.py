"""Approved hours speak for Ana, without anybody handing them in."""

import pytest

from marketplace.catalog.models import Skill
from marketplace.evidence import work
from marketplace.programmes.kinds import EvidenceKind
from marketplace.programmes.levels import Level
from marketplace.timesheets import service
from marketplace.timesheets.models import Timesheet
from tests import make
from tests.booked import booked
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.timesheets.stage import AFTER, submitted


@pytest.fixture
def sheet(cast: Cast, clock: Clock) -> Timesheet:
    """Two days at Nordwind, which runs 10.1."""
    booking = booked(cast, release_id=cast.payroll.releases[0].id)
    clock.to(AFTER)
    return submitted(cast, booking, 480, 450, 0)


def test_approved_work_joins_the_open_claim(cast: Cast, sheet: Timesheet, settle: Settle) -> None:
    claim = make.claim(cast.ana, cast.leave, Level.EXPERT)
    service.approve(sheet.ref, by=cast.actor("dora"))
    settle()
    (piece,) = claim.evidence
    assert piece.kind is EvidenceKind.WORK
    assert piece.work
    assert (piece.work.minutes, piece.work.organization) == (930, cast.nordwind)
    assert piece.work.release is cast.payroll.releases[0]


def test_work_counts_for_its_module_and_for_the_whole_product(
    cast: Cast, sheet: Timesheet, settle: Settle
) -> None:
    service.approve(sheet.ref, by=cast.actor("dora"))
    settle()
    whole = next(one for one in cast.payroll.skills if one.module_id is None)
    other = make.product(cast.ledgerline, "Ledgerline Books").skills[0]
    counted: list[Skill] = [one for one in (cast.leave, whole, other) if work.of(cast.ana.id, one)]
    assert counted == [cast.leave, whole]


def test_hours_sent_back_are_no_evidence(cast: Cast, sheet: Timesheet, settle: Settle) -> None:
    service.send_back(sheet.ref, "Thursday was only the morning.", by=cast.actor("dora"))
    settle()
    assert not work.of(cast.ana.id, cast.leave)
