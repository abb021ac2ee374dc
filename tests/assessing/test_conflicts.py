"""Who may not assess whom, and what they read."""

from datetime import date

import pytest

from marketplace.assessing import service
from marketplace.assessing.conflicts import conflict, note_customer
from marketplace.assessing.models import Verdict
from marketplace.kit.errors import NotAllowed
from marketplace.organizations.models import Membership
from marketplace.registry.models import Experience, Expert
from tests import make
from tests.cast import Cast


def worked(expert: Expert, employer: str, until: date | None, *, masked: bool = False) -> None:
    make.row(
        Experience,
        expert_id=expert.id,
        employer=employer,
        title="Payroll lead",
        began_on=date(2020, 1, 1),
        ended_on=until,
        masked=masked,
        industry="Banking",
    )


@pytest.fixture
def carla(cast: Cast) -> Expert:
    return make.expert("Carla", user=cast.user("carla"), slug="carla")


def test_nothing_stands_between_strangers(cast: Cast, carla: Expert) -> None:
    worked(carla, "Nordbank", None)
    worked(cast.emil, "Südbank", None)
    assert conflict(cast.user("carla"), cast.emil) is None


@pytest.mark.parametrize("employer", ["Ledgerline GmbH", "Halden"])
def test_the_vendor_and_one_s_organization_are_employers_too(cast: Cast, employer: str) -> None:
    make.join(cast.halden, cast.user("carla"), "booker")
    worked(cast.emil, employer, date(2027, 1, 31))
    assert "same employer" in (conflict(cast.user("carla"), cast.emil) or "")


def test_nobody_assesses_themselves(cast: Cast, carla: Expert) -> None:
    own = make.claim(carla, cast.leave)
    with pytest.raises(NotAllowed, match="of their own"):
        service.decide(
            own.ref,
            Verdict.CERTIFY,
            level=3,
            reason="I know myself to be good at this.",
            findings=make.findings(own),
            by=cast.actor("carla"),
        )


@pytest.mark.parametrize(
    ("ended", "stands"),
    [(None, True), (date(2025, 3, 1), True), (date(2025, 2, 28), False), (date(2026, 12, 31), True)],
)
def test_a_common_employer_counts_for_24_months(
    cast: Cast, carla: Expert, ended: date | None, stands: bool
) -> None:
    worked(carla, "Nordbank AG", None)
    worked(cast.emil, "nordbank", ended, masked=True)
    reason = conflict(cast.user("carla"), cast.emil)
    assert bool(reason) is stands
    if reason:
        assert "same employer within the last 24 months" in reason
        assert "ordbank" not in reason


def test_people_of_one_organization_do_not_assess_each_other(cast: Cast) -> None:
    for user in (cast.user("carla"), cast.user("emil")):
        make.row(Membership, organization_id=cast.halden.id, user_id=user.id, roles=frozenset(["booker"]))
    assert "both belong to Halden" in (conflict(cast.user("carla"), cast.emil) or "")


def test_colleagues_of_the_vendor_do_not_assess_each_other(cast: Cast) -> None:
    make.hire(cast.ledgerline, cast.user("emil"), "finance")
    assert "colleague of yours" in (conflict(cast.user("carla"), cast.emil) or "")


def test_whoever_s_organization_booked_the_expert_steps_aside(cast: Cast) -> None:
    note_customer(cast.emil.id, cast.halden.id)
    note_customer(cast.emil.id, cast.halden.id)
    assert conflict(cast.user("carla"), cast.emil) is None
    make.row(
        Membership,
        organization_id=cast.halden.id,
        user_id=cast.user("carla").id,
        roles=frozenset(["approver"]),
    )
    assert "Halden, which you belong to, has booked Emil" in (conflict(cast.user("carla"), cast.emil) or "")
