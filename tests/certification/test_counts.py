"""How many people stand behind a product."""

from datetime import timedelta

from marketplace.certification import counts
from marketplace.db.session import atomic
from marketplace.kit import clock
from marketplace.registry import service as registry
from tests import make
from tests.cast import Cast


def test_an_expert_counts_once_for_a_product_however_many_skills(cast: Cast) -> None:
    make.certificate(cast.ana, make.skill(cast.payroll))
    today = clock.today()
    assert counts.experts_by_product([cast.payroll.id], today) == {cast.payroll.id: 1}
    assert set(counts.experts_by_skill(cast.payroll.id, today).values()) == {1}
    make.certificate(cast.emil, cast.leave)
    assert counts.experts_by_skill(cast.payroll.id, today)[cast.leave.id] == 2


def test_only_live_certificates_of_public_profiles_count(cast: Cast) -> None:
    today = clock.today()
    assert not counts.experts_by_product([cast.payroll.id], today + timedelta(days=366))
    with atomic():
        registry.hide(cast.ana.ref, by=cast.actor("ana"))
    assert not counts.experts_by_product([cast.payroll.id], today)
