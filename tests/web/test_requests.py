"""Requests and proposals on pages: from the blueprint to the booking, with the same figures for both."""

from marketplace.db.base import db
from marketplace.requests import accepting, queries
from marketplace.requests.lifecycles import InvitationState, RequestState
from marketplace.requests.models import Request
from tests import make
from tests.agreements.test_agreeing import published as worded
from tests.bookings.asking import WEEK
from tests.cast import Cast
from tests.conftest import Clock
from tests.requests.requesting import (
    certify_emil,
    countered,
    drafted,
    invited,
    now,
    proposed,
    published,
    request_now,
)
from tests.rules.forms import forms_of


def latest() -> Request:
    db.session.rollback()
    return db.session.scalars(db.select(Request).order_by(Request.id.desc())).first()  # type: ignore[return-value]


def test_two_clicks_from_a_blueprint_to_a_published_request(cast: Cast) -> None:
    blueprint = make.blueprint(
        cast.leave, summary="Carry-over, checked.", days=4, days_a_week=2, checklist="A test system"
    )
    bruno = cast.browser("bruno")
    assert f"/requests/new?blueprint={blueprint.address}".replace("/close", "/close") in (
        bruno.get("/products/ledgerline/ledgerline-payroll").text.replace("%2F", "/")
    )
    page = bruno.get(f"/requests/new?blueprint={blueprint.address}").text
    assert "A test system" in page
    form = next(one for one in forms_of(page) if "brief" in one.fields)
    sent = form.fields | {
        "title": "Close the leave year",
        "brief": "Carry-over, checked.",
        "skill_1": cast.leave.ref,
        "level_1": "3",
        "weekdays": ["mon", "tue", "wed"],
        "venue": "remote",
        "audience": "matching",
        "publish": "1",
    }
    sent.pop("keep")
    answer = bruno.post("/requests/new", data=sent, follow_redirects=True)
    assert "Published. Experts can propose from now on." in answer.text
    made = latest()
    assert (made.state, made.days, made.pattern, made.blueprint_version) == (
        RequestState.OPEN,
        4,
        "2 days a week",
        1,
    )
    assert "version 1" in answer.text


def test_a_mistake_is_said_beside_its_field_and_nothing_is_lost(cast: Cast) -> None:
    sent = {
        "title": "Close it",
        "brief": "Please.",
        "first_on": "2027-03-20",
        "last_on": "2027-03-10",
        "days": "3",
    }
    page = cast.browser("bruno").post("/requests/new", data=sent)
    assert page.status_code == 400
    assert "The last day comes before the first." in page.text
    assert "Name at least one skill" in page.text
    assert 'value="2027-03-20"' in page.text
    assert latest() is None


def test_an_expert_is_invited_in_two_clicks_and_answers(cast: Cast) -> None:
    request = drafted(cast)
    bruno, ana = cast.browser("bruno"), cast.browser("ana")
    assert "/experts/ana/invitation" in bruno.get("/experts/ana").text
    assert "Close the leave year" in bruno.get("/experts/ana/invitation").text
    page = bruno.post("/experts/ana/invitation", data={"request": request.ref}, follow_redirects=True)
    assert "Ana is invited. They read it once it is published." in page.text
    assert bruno.post("/experts/ana/invitation", data={"request": request.ref}).status_code == 409
    bruno.post(f"/requests/{request.ref}/publication")
    assert "Nordwind invites you to propose" in ana.get("/desk").text
    assert "You are invited" in ana.get("/requests").text
    page = ana.post(f"/requests/{request.ref}/refusal", data={"reason": "Away. Call 0171 5550123."})
    assert queries.invitation_of(request_now(request), cast.ana.id).state is InvitationState.DECLINED  # type: ignore[union-attr]
    shown = bruno.get(f"/requests/{request.ref}").text
    assert "[telephone number hidden]" in shown
    assert "5550123" not in shown


def test_an_expert_proposes_after_seeing_the_figures(cast: Cast) -> None:
    request, ana = published(cast), cast.browser("ana")
    page = ana.get(f"/requests/{request.ref}/proposals/new").text
    assert page.count("checked") == 3
    assert 'value="640.00"' in page
    query = "&".join([*(f"days={day}" for day in WEEK[:2]), "rate=650"])
    page = ana.get(f"/requests/{request.ref}/proposals/preview?{query}").text
    for figure in ("€1,300.00", "€130.00", "€1,430.00"):
        assert figure in page
    assert "By sending this you agree to the agreement" in page
    data = {"days": [str(day) for day in WEEK[:2]], "rate": "650", "total": "143000", "message": "Gladly."}
    answer = ana.post(f"/requests/{request.ref}/proposals", data=data | {"total": "1"})
    assert "The figures have changed" in answer.text
    answer = ana.post(f"/requests/{request.ref}/proposals", data=data)
    one = queries.proposals_of(request.id)[0]
    assert answer.headers["Location"] == f"/proposals/{one.ref}"
    wrong = ana.get(f"/requests/{request.ref}/proposals/preview?days={WEEK[0]}&rate=much")
    assert wrong.status_code == 400
    assert "Write the amount in figures" in wrong.text


def test_versions_stand_side_by_side_and_what_changed_is_marked(cast: Cast) -> None:
    one = countered(cast, proposed(cast, published(cast)), WEEK[1:4])
    pages = [cast.browser(who).get(f"/proposals/{one.ref}").text for who in ("ana", "bruno")]
    for page in pages:
        assert "<mark>€600.00" in page
        assert 'class="removed"' in page
        assert "€2,112.00" in page
        assert "€1,980.00" in page
    assert "Accept version 2" in pages[0]
    assert "/acceptance" not in pages[1]


def test_brunos_counter_is_ticked_and_anas_yes_is_hers(cast: Cast) -> None:
    one = proposed(cast, published(cast))
    bruno, ana = cast.browser("bruno"), cast.browser("ana")
    data = {"days": [str(day) for day in WEEK[:2]], "rate": "600", "version": "1", "message": "Could you?"}
    unticked = bruno.post(f"/proposals/{one.ref}/versions", data=data)
    assert unticked.status_code == 400
    assert "without it nobody is bound" in unticked.text
    assert "Could you?" in unticked.text
    worded(cast)
    changed = bruno.post(f"/proposals/{one.ref}/versions", data=data | {"agreed": "y", "agreement": "0"})
    assert changed.status_code == 409
    assert "The agreement has changed since you read it." in changed.text
    assert 'type="checkbox" value="y" checked' not in changed.text
    bruno.post(f"/proposals/{one.ref}/versions", data=data | {"agreed": "y", "agreement": "1"})
    assert "By accepting you agree to the agreement." in ana.get(f"/proposals/{one.ref}").text
    page = ana.post(f"/proposals/{one.ref}/acceptance", data={"version": "2"}, follow_redirects=True)
    assert "Agreed by both sides" in page.text


def test_bruno_compares_and_accepts_and_the_booking_waits_for_payment(cast: Cast) -> None:
    certify_emil(cast)
    request = published(cast)
    one = proposed(cast, request)
    proposed(cast, request, rate=one.latest.rate + one.latest.rate, who="emil")
    bruno = cast.browser("bruno")
    desk = bruno.get("/desk").text
    assert "Ana proposes 3 days" in desk
    assert "Emil proposes 3 days" in desk
    page = bruno.get(f"/requests/{request.ref}").text
    assert page.index("€2,112.00") < page.index("€4,224.00")
    assert "lowest" in page
    stale = bruno.post(f"/proposals/{one.ref}/acceptance", data={"version": "7", "agreed": "y"})
    assert "There is a newer version by now" in stale.text
    data = {"version": "1", "policy": "standard"}
    unticked = bruno.post(f"/proposals/{one.ref}/acceptance", data=data)
    assert unticked.status_code == 400
    assert "without it nobody is bound" in unticked.text
    assert "Nordwind agrees to the agreement with Ana (the standard text)" in unticked.text
    answer = bruno.post(
        f"/proposals/{one.ref}/acceptance", data=data | {"agreed": "y"}, follow_redirects=True
    )
    assert "Agreed by both sides" in answer.text
    assert "Ana agreed to the agreement, by proposing what the other side accepted" in answer.text
    assert "Agreed. The days are held" in answer.text
    assert "See the request it came from" in answer.text
    assert "It has led to a booking" in bruno.get(f"/requests/{request.ref}").text
    assert "somebody else" not in cast.browser("ana").get(f"/proposals/{one.ref}").text


def test_what_was_handed_over_stands_on_the_booking(cast: Cast) -> None:
    deliverables = [{"title": "Balances moved", "accepted_when": "They agree."}]
    blueprint = make.blueprint(cast.leave, deliverables=deliverables)
    request = published(cast, blueprint=blueprint.address)
    assert "Accepted when: They agree." in cast.browser("ana").get(f"/requests/{request.ref}").text
    booking = accepting.accept(proposed(cast, request).ref, 1, by=cast.actor("bruno"))
    for who in ("ana", "dora", "carla"):
        assert "Balances moved" in cast.browser(who).get(f"/bookings/{booking.ref}").text


def test_ended_ones_can_be_written_anew(cast: Cast, clock: Clock) -> None:
    request, bruno = invited(cast), cast.browser("bruno")
    page = bruno.post(f"/requests/{request.ref}/closure", data={"reason": "Not now."}, follow_redirects=True)
    assert "Closed." in page.text
    assert "This request has been closed" in cast.browser("ana").get(f"/requests/{request.ref}").text
    clock.forward(days=20)
    again = bruno.get(f"/requests/new?again={request.ref}").text
    assert "Close the leave year" in again
    assert "2027-03-29" in again
    assert bruno.get(f"/requests/{request.ref}/edit").status_code == 409


def test_the_board_shows_nobody_what_is_not_for_them(cast: Cast) -> None:
    request = published(cast)
    assert "Close the leave year" in cast.browser("ana").get("/requests").text
    assert "Close the leave year" not in cast.browser("emil").get("/requests").text
    assert cast.browser("emil").get(f"/requests/{request.ref}").status_code == 404
    one = proposed(cast, request)
    assert cast.browser("emil").get(f"/proposals/{one.ref}").status_code == 404
    assert now(one).open
