"""Modules of Ledgerline Payroll, and the skills they stand for."""

import pytest

from marketplace.catalog import queries, service
from marketplace.kit.errors import Invalid, NotAllowed
from tests.cast import Cast


def test_a_new_module_can_be_claimed(cast: Cast) -> None:
    module = service.add_module(
        cast.payroll.ref, name="Year-end", summary="Statements", by=cast.actor("vera")
    )
    assert module.slug == "year-end"
    assert [skill.name for skill in queries.offered_skills()] == [
        "Ledgerline Payroll",
        "Ledgerline Payroll · Leave",
        "Ledgerline Payroll · Year-end",
    ]


def test_a_module_is_named_once_in_its_product(cast: Cast) -> None:
    with pytest.raises(Invalid):
        service.add_module(cast.payroll.ref, name="leave", by=cast.actor("vera"))
    assert cast.leave.module
    service.revise_module(cast.leave.module.ref, name="Leave", summary="Kept its name", by=cast.actor("vera"))


def test_only_the_retired_module_leaves_the_offer(cast: Cast) -> None:
    assert cast.leave.module
    ref = cast.leave.module.ref
    service.retire_module(ref, by=cast.actor("vera"))
    assert [skill.module for skill in queries.offered_skills()] == [None]
    service.restore_module(ref, by=cast.actor("vera"))
    assert len(queries.offered_skills()) == 2
    with pytest.raises(NotAllowed):
        service.retire_module(ref, by=cast.actor("ines"))
