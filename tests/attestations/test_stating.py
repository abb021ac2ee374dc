"""Ledgerline says what it knows about somebody's work, and the person finds it."""

import pytest
from sqlalchemy import select

from marketplace.accounts import addresses
from marketplace.accounts import service as accounts
from marketplace.attestations import queries, service
from marketplace.attestations.models import Attestation, AttestationState
from marketplace.attestations.usage import Words
from marketplace.db.base import db
from marketplace.events.log import history
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from marketplace.notices.models import Notice
from marketplace.registry import service as registry
from tests import make
from tests.cast import Cast
from tests.conftest import Settle

WORDS = Words("Administrator", "9.2", "10.1", "26")


def stated(cast: Cast, email: str, *, words: Words = WORDS, by: str = "carla") -> Attestation:
    return service.state(cast.ledgerline.ref, email, skill_ref=cast.leave.ref, words=words, by=cast.actor(by))


def kinds(row: Attestation) -> list[str]:
    return [event.kind for event in history(row.ref)]


def test_ana_finds_what_carla_stated(cast: Cast, settle: Settle) -> None:
    row = stated(cast, "Ana@Example.test")
    settle()
    assert row.sentence == "Administrator, Ledgerline Payroll · Leave, releases 9.2–10.1, 26 months"
    assert row.expert_id == cast.ana.id
    assert kinds(row) == ["AttestationStated", "AttestationMatched"]
    (notice,) = _told("ana")
    assert "26 months" in notice.body


def _told(name: str) -> list[Notice]:
    return [one for one in db.session.scalars(select(Notice)) if one.user.name == name.capitalize()]


def test_pia_finds_it_when_she_begins_a_profile(cast: Cast, settle: Settle) -> None:
    row = stated(cast, "pia@example.test")
    pia = make.user("Pia")
    settle()
    assert row.expert_id is None
    expert = registry.start(by=cast.actor("pia"))
    settle()
    assert row.expert_id == expert.id
    assert row.expert is not None and row.expert.user_id == pia.id


def test_emil_finds_it_once_he_proves_his_old_work_address(cast: Cast, settle: Settle) -> None:
    row = stated(cast, "emil@elbtal.test")
    added = addresses.add(cast.user("emil").ref, "emil@elbtal.test", by=cast.actor("emil"))
    settle()
    assert row.expert_id is None, "an address that is not verified proves nothing"
    addresses.verify(addresses.verification_token(added))
    settle()
    assert row.expert_id == cast.emil.id


def test_whoever_registers_with_the_address_has_to_confirm_it_first(cast: Cast, settle: Settle) -> None:
    row = stated(cast, "rosa@example.test")
    rosa = accounts.register("Rosa", "rosa@example.test", make.PASSWORD, purpose="expert")
    registry.start(by=cast.actor("rosa"))
    settle()
    assert row.expert_id is None
    accounts.confirm(rosa.ref)
    settle()
    assert row.expert_id is not None


def test_it_supports_claims_for_its_module_and_for_no_other(cast: Cast) -> None:
    with_modules = make.product(cast.ledgerline, "Ledgerline Books", ("Journal", "Assets"))
    journal, assets, books = (make.skill(with_modules, name) for name in ("Journal", "Assets", None))
    of_journal, of_all = make.attestation(cast.ana, journal), make.attestation(cast.ana, books, months=40)
    assert list(queries.standing_for(cast.ana.id, journal)) == [of_all, of_journal]
    assert list(queries.standing_for(cast.ana.id, assets)) == [of_all]
    assert list(queries.standing_for(cast.ana.id, books)) == [of_all, of_journal]
    assert list(queries.standing_for(cast.ana.id, cast.leave)) == []
    assert list(queries.standing_for(cast.emil.id, journal)) == []


def test_taken_back_it_supports_nothing_and_ana_reads_why(cast: Cast, settle: Settle) -> None:
    row = stated(cast, "ana@example.test")
    with pytest.raises(Invalid, match="Say why"):
        service.withdraw(row.ref, reason=" ", by=cast.actor("vera"))
    service.withdraw(row.ref, reason="It was her colleague.", by=cast.actor("vera"))
    settle()
    assert row.state is AttestationState.WITHDRAWN
    assert list(queries.standing_for(cast.ana.id, cast.leave)) == []
    assert "her colleague" in _told("ana")[-1].body
    with pytest.raises(WrongState, match="withdrawn"):
        service.withdraw(row.ref, reason="Again.", by=cast.actor("vera"))


@pytest.mark.parametrize("name", ["fritz", "bruno", "ana", "ines", "otto"])
def test_only_admins_and_assessors_of_the_vendor_vouch_in_its_name(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        stated(cast, "pia@example.test", by=name)


def test_nobody_vouches_for_themselves(cast: Cast) -> None:
    with pytest.raises(Invalid, match="themselves"):
        stated(cast, "carla@example.test")


def test_an_address_proved_later_makes_nobody_their_own_voucher(cast: Cast, settle: Settle) -> None:
    row = stated(cast, "carla.private@example.test")
    make.address(cast.user("carla"), "carla.private@example.test")
    registry.start(by=cast.actor("carla"))
    settle()
    assert row.expert_id is None


def test_the_same_is_not_stated_twice(cast: Cast) -> None:
    stated(cast, "pia@example.test")
    with pytest.raises(Invalid, match="already"):
        stated(cast, "pia@example.test", words=Words("  administrator ", "9.2", "10.1", "26"))
    stated(cast, "pia@example.test", words=Words("Administrator", "9.2", "10.1", "27"))


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (Words("", "9.2", "10.1", "26"), "role"),
        (Words("Admin", "8.0", "", "26"), "first_release"),
        (Words("Admin", "10.1", "9.2", "26"), "last_release"),
        (Words("Admin", "", "", "0"), "months"),
        (Words("Admin", "", "", "²"), "months"),
        (Words("Admin", "", "", "9" * 40), "months"),
    ],
)
def test_mistakes_are_told_beside_their_field(cast: Cast, words: Words, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        stated(cast, "pia@example.test", words=words)
    assert list(refused.value.fields) == [field]


def test_another_vendors_product_cannot_be_vouched_for(cast: Cast) -> None:
    with pytest.raises(Invalid, match="from the list"):
        service.state(
            cast.stockpile.ref,
            "pia@example.test",
            skill_ref=cast.leave.ref,
            words=WORDS,
            by=cast.actor("ines"),
        )


def test_a_stranger_does_not_learn_of_it(cast: Cast) -> None:
    row = make.attestation(cast.ana, cast.leave)
    assert queries.visible(row.ref, cast.actor("ana")) is row
    for name in ("emil", "bruno", "ines", "fritz"):
        with pytest.raises(NotFound):
            queries.visible(row.ref, cast.actor(name))
