"""Ana has an account from her old work, and one of her own: she makes them one."""

from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.accounts import queries as accounts
from marketplace.accounts.actor import OrganizationRole
from marketplace.accounts.models import EmailAddress, User
from marketplace.attestations.models import Attestation
from marketplace.badges import issuing
from marketplace.badges.models import ProofState
from marketplace.calendar.models import DayOff, Shift, ShiftState, WeeklyHours
from marketplace.certification import queries as certification
from marketplace.certification.models import CertificateState
from marketplace.db.base import db
from marketplace.events.log import history
from marketplace.kit.errors import Conflict, NotAllowed, NotFound, WrongState
from marketplace.mergers import service
from marketplace.mergers.models import Merger, MergerState
from marketplace.mergers.preview import preview
from marketplace.organizations import queries as organizations
from marketplace.programmes.levels import Level
from marketplace.registry import queries as registry
from marketplace.registry.models import Experience, Language, ProfileState
from marketplace.search.models import Document
from tests import crashing, make, racing
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.mailbox import mails


@pytest.fixture
def old(cast: Cast) -> User:
    """Ana's account from her time at Elbtal: a member of Nordwind, without a profile."""
    user = make.user("Ana Old", email="ana@elbtal.test", password="x", fs_webauthn_user_handle="h")
    make.join(cast.nordwind, user, "booker")
    return user


def merged(cast: Cast, kept: User, other: User) -> Merger:
    merger, secret = service.start(by=kept)
    done = service.confirm(service.token(merger), secret, by=other)
    db.session.expire_all()
    return done


def refused(kept: User, other: User) -> str:
    merger, secret = service.start(by=kept)
    with pytest.raises(Conflict) as error:
        service.confirm(service.token(merger), secret, by=other)
    assert merger.state is MergerState.STARTED
    assert other.active
    return error.value.sentence


def test_the_addresses_and_seats_are_anas_and_the_old_account_is_closed(cast: Cast, old: User) -> None:
    ana = cast.user("ana")
    make.join(cast.nordwind, ana, "finance")
    make.address(old, "old@private.test")
    make.address(old, "never@verified.test", verified=False)
    before = old.fs_uniquifier
    merged(cast, ana, old)
    assert accounts.verified_addresses(ana) == {"ana@example.test", "ana@elbtal.test", "old@private.test"}
    assert accounts.by_address("ana@elbtal.test") is ana
    assert organizations.actor_for(ana).organizations[cast.nordwind.id] == {
        OrganizationRole.BOOKER,
        OrganizationRole.FINANCE,
    }
    assert (old.active, old.password, old.confirmed_at) == (False, None, None)
    assert old.fs_uniquifier != before
    assert accounts.verified_addresses(old) == set()
    assert organizations.actor_for(old).organizations == {}


def test_the_only_profile_moves_with_everything_on_it(cast: Cast, old: User) -> None:
    merged(cast, old, cast.user("ana"))
    expert = registry.expert_of(old.id)
    assert expert is not None
    assert expert.id == cast.ana.id
    assert expert.state is ProfileState.PUBLISHED
    assert [one.id for one in certification.live(expert.id)] == [cast.certificate.id]


def test_of_two_profiles_one_goes_on_with_what_hangs_on_both(cast: Cast, old: User, settle: Settle) -> None:
    theirs = make.expert("Ana Old", user=old)
    year_end = make.skill(make.product(cast.ledgerline, "Ledgerline Books", ()))
    moved = make.certificate(theirs, year_end)
    attested = make.attestation(theirs, cast.leave)
    make.row(Experience, expert_id=theirs.id, employer="Elbtal", title="Lead", began_on=date(2019, 4, 1))
    make.row(DayOff, expert_id=theirs.id, first_on=date(2027, 5, 1), last_on=date(2027, 5, 2))
    for expert, code in ((theirs, "de"), (theirs, "en"), (cast.ana, "en")):
        make.row(Language, expert_id=expert.id, code=code)
    settle()
    merged(cast, cast.user("ana"), old)
    settle()
    ana = registry.expert_of(cast.user("ana").id)
    assert ana is not None
    assert ana.slug == "ana"
    assert {one.id for one in certification.live(ana.id)} == {cast.certificate.id, moved.id}
    assert db.session.get_one(Attestation, attested.id).expert_id == ana.id
    assert [job.employer for job in ana.experience] == ["Elbtal"]
    assert [one.code for one in ana.languages] == ["de", "en"]
    hours = select(func.count(WeeklyHours.id)).where(WeeklyHours.expert_id == ana.id)
    assert db.session.scalar(hours) == 5
    assert theirs.state is ProfileState.HIDDEN
    assert db.session.get(Document, theirs.id) is None


def test_what_only_she_could_see_is_not_shown_by_a_public_profile(cast: Cast, old: User) -> None:
    theirs = make.expert("Ana Old", user=old, state=ProfileState.DRAFT)
    books = make.skill(make.product(cast.ledgerline, "Ledgerline Books", ()))
    hidden = issuing.issue(make.certificate(theirs, books).ref)
    assert not hidden.public
    assert "seen on the public profile of Ana" in preview(cast.user("ana"), old).profile
    merged(cast, cast.user("ana"), old)
    assert hidden.state is ProofState.WITHDRAWN
    assert not hidden.public


def test_of_two_certificates_for_one_skill_the_higher_holds(cast: Cast, old: User) -> None:
    theirs = make.expert("Ana Old", user=old)
    higher = make.certificate(theirs, cast.leave, Level.EXPERT)
    merged(cast, cast.user("ana"), old)
    assert certification.live(cast.ana.id) == [higher]
    assert cast.certificate.state is CertificateState.SUPERSEDED
    assert cast.certificate.superseded_by_id == higher.id


def test_both_addresses_get_a_letter(cast: Cast, old: User, settle: Settle, app: Flask) -> None:
    settle()
    app.extensions["mailman"].outbox = []
    merged(cast, cast.user("ana"), old)
    settle()
    sent = {mail.to[0]: str(mail.body) for mail in mails(app)}
    assert set(sent) == {"ana@example.test", "ana@elbtal.test"}
    assert "This account" not in sent["ana@example.test"]
    assert "is closed" in sent["ana@elbtal.test"]
    assert "AccountsMerged" in [event.kind for event in history(cast.user("ana").ref)]


def test_what_was_stated_about_the_old_address_is_found(cast: Cast, old: User, settle: Settle) -> None:
    row = make.attestation(None, cast.leave, email="ana@elbtal.test")
    merged(cast, cast.user("ana"), old)
    settle()
    assert db.session.get_one(Attestation, row.id).expert_id == cast.ana.id


def test_an_address_ana_had_asked_for_and_not_verified(cast: Cast, old: User) -> None:
    ana = cast.user("ana")
    make.address(ana, "ana@elbtal.test", verified=False)
    merged(cast, ana, old)
    (row,) = db.session.scalars(select(EmailAddress).where(EmailAddress.user_id == ana.id))
    assert (row.address, row.owned) == ("ana@elbtal.test", "ana@elbtal.test")


def test_three_accounts_become_one(cast: Cast, old: User) -> None:
    older = make.user("Ana Older", email="ana@kontor.test")
    merged(cast, old, older)
    merged(cast, cast.user("ana"), old)
    assert accounts.verified_addresses(cast.user("ana")) >= {"ana@kontor.test", "ana@elbtal.test"}


def test_the_same_account_twice(cast: Cast) -> None:
    ana = cast.user("ana")
    assert "signed in as the account that is to stay" in refused(ana, ana)


def test_open_claims_for_one_skill(cast: Cast, old: User) -> None:
    whole = make.skill(cast.payroll)
    make.claim(cast.ana, whole)
    make.claim(make.expert("Ana Old", user=old), whole)
    assert "open claim for Ledgerline Payroll. Withdraw one" in refused(cast.user("ana"), old)


@pytest.mark.parametrize("way", ["decided", "attested", "revoked"])
def test_whoever_judged_the_other_does_not_become_them(cast: Cast, way: str) -> None:
    carla = cast.user("carla")
    if way == "decided":
        make.change(cast.certificate.claim, decided_by_id=carla.id)
    elif way == "attested":
        make.attestation(cast.ana, cast.leave, stated_by_id=carla.id)
    else:
        make.change(cast.certificate, revoked_by_id=carla.id)
    assert "The vendor has to look at that" in refused(cast.user("ana"), carla)
    assert "The vendor has to look at that" in refused(carla, cast.user("ana"))


def test_in_any_other_browser_the_link_is_worth_nothing(cast: Cast, old: User) -> None:
    merger, _ = service.start(by=cast.user("ana"))
    with pytest.raises(NotAllowed, match="browser in which you started"):
        service.confirm(service.token(merger), "guessed", by=old)
    with pytest.raises(NotFound):
        service.from_token("no.link", "x")


def test_after_half_an_hour_it_has_run_out(cast: Cast, old: User, clock: Clock) -> None:
    merger, secret = service.start(by=cast.user("ana"))
    clock.forward(minutes=30)
    with pytest.raises(Conflict, match="run out"):
        service.confirm(service.token(merger), secret, by=old)
    assert (service.expire(), service.expire()) == (1, 0)
    with pytest.raises(WrongState):
        service.confirm(service.token(merger), secret, by=old)


def test_a_newer_link_replaces_the_one_before(cast: Cast, old: User) -> None:
    first, secret = service.start(by=cast.user("ana"))
    service.start(by=cast.user("ana"))
    with pytest.raises(WrongState, match="newer"):
        service.confirm(service.token(first), secret, by=old)


def test_confirmed_in_two_windows_one_wins(cast: Cast, old: User) -> None:
    merger, secret = service.start(by=cast.user("ana"))
    signed, old_id = service.token(merger), old.id

    def confirm() -> None:
        service.confirm(signed, secret, by=db.session.get_one(User, old_id))

    outcomes = racing.threads(cast.app, [confirm, confirm])
    assert sorted(outcomes) == ["WrongState", "done"]
    assert accounts.verified_addresses(cast.user("ana")) == {"ana@example.test", "ana@elbtal.test"}


def test_each_into_the_other_at_the_same_moment(cast: Cast, old: User) -> None:
    ana = cast.user("ana")
    here, one = service.start(by=ana)
    there, two = service.start(by=old)
    ana_id, old_id, first, second = ana.id, old.id, service.token(here), service.token(there)
    outcomes = racing.threads(
        cast.app,
        [
            lambda: service.confirm(first, one, by=db.session.get_one(User, old_id)),
            lambda: service.confirm(second, two, by=db.session.get_one(User, ana_id)),
        ],
    )
    assert sorted(outcomes) == ["Conflict", "done"]
    active = db.session.scalars(select(User).where(User.id.in_([ana_id, old_id]), User.active)).all()
    assert len(active) == 1
    assert accounts.verified_addresses(active[0]) == {"ana@example.test", "ana@elbtal.test"}


@pytest.mark.parametrize("point", crashing.points(requests=0, commits=1), ids=str)
def test_killed_in_the_middle_it_happened_whole_or_not_at_all(
    cast: Cast, old: User, point: crashing.Point
) -> None:
    make.expert("Ana Old", user=old)
    ana = cast.user("ana")
    merger, secret = service.start(by=ana)
    signed, ana_id, old_id = service.token(merger), ana.id, old.id
    assert crashing.dies(
        cast.app, point, lambda: service.confirm(signed, secret, by=db.session.get_one(User, old_id))
    )
    db.session.expire_all()
    closed, owner = db.session.get_one(User, old_id), accounts.by_address("ana@elbtal.test")
    assert owner is not None
    assert (owner.id, closed.active) in ((ana_id, False), (old_id, True))


def test_what_came_in_at_that_very_moment_follows(cast: Cast, old: User, settle: Settle) -> None:
    theirs = make.expert("Ana Old", user=old)
    merged(cast, cast.user("ana"), old)
    late = make.attestation(theirs, cast.leave)
    settle()
    db.session.expire_all()
    assert late.expert_id == cast.ana.id


def test_what_moves_is_said_before(cast: Cast, old: User) -> None:
    theirs = make.expert("Ana Old", user=old)
    make.attestation(theirs, cast.leave)
    make.certificate(theirs, make.skill(cast.payroll))
    seen = preview(cast.user("ana"), old)
    assert seen.addresses == ["ana@elbtal.test"]
    assert seen.seats == ["Nordwind as booker"]
    assert "The profile of Ana stays" in seen.profile
    assert seen.things == ["1 attestation", "1 claim", "1 certificate"]
    assert seen.obstacles == []


def test_both_are_booked_at_one_time(cast: Cast, old: User) -> None:
    theirs = make.expert("Ana Old", user=old)
    for expert in (cast.ana, theirs):
        make.row(
            Shift,
            expert_id=expert.id,
            owner=f"booking{expert.id}",
            on=date(2027, 3, 15),
            starts_at=datetime.fromisoformat("2027-03-15T08:00:00+00:00"),
            ends_at=datetime.fromisoformat("2027-03-15T16:00:00+00:00"),
            state=ShiftState.BOOKED,
        )
    assert "booked at the same time" in refused(cast.user("ana"), old)
