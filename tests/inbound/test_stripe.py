"""Stripe's notices: believed when signed, kept once, answered at once."""

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.bookings.models import BookingState
from marketplace.db.base import db
from marketplace.events.models import Progress, Received
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests.bookings.asking import accepted
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payments.paying import begin, now
from tests.payments.silence import silent
from tests.simulated import Webhooks


@pytest.fixture
def signed(cast: Cast, simulator: Simulator) -> tuple[bytes, str]:
    """The notice that Dora has paid."""
    person.pay(begin(cast, accepted(cast)))
    return simulator.signed(simulator.events("checkout.session.completed")[0]["id"])


def post(client: FlaskClient, body: bytes, signature: str | None) -> int:
    headers = {"Stripe-Signature": signature} if signature else {}
    return client.post(
        "/inbound/stripe", data=body, headers=headers, content_type="application/json"
    ).status_code


def kept() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Received)).all())


def test_a_signed_notice_is_kept_once(cast: Cast, signed: tuple[bytes, str]) -> None:
    client = cast.browser("visitor")
    assert [post(client, *signed) for _ in range(3)] == [200, 200, 200]
    assert kept() == 1


@pytest.mark.parametrize("signature", [None, "", "t=1,v1=00", "nonsense", "t=99999999999,v1=" + "a" * 64])
def test_an_unsigned_one_is_not(cast: Cast, signed: tuple[bytes, str], signature: str | None) -> None:
    assert post(cast.browser("visitor"), signed[0], signature) == 400
    assert kept() == 0


def test_one_changed_on_the_way_is_not(cast: Cast, signed: tuple[bytes, str]) -> None:
    body = signed[0].replace(b"352000", b"1")
    assert post(cast.browser("visitor"), body, signed[1]) == 400


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"object": "event"}', b"\xff\xfe", b"{" * 5_000])
def test_garbage_is_refused_calmly(cast: Cast, signed: tuple[bytes, str], body: bytes) -> None:
    assert post(cast.browser("visitor"), body, signed[1]) == 400


def test_a_stale_one_is_not_believed(
    cast: Cast, signed: tuple[bytes, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    body, signature = signed
    stamp = signature.split(",")[0]
    assert post(cast.browser("visitor"), body, signature.replace(stamp, "t=1000000000")) == 400


def test_a_kind_nobody_reads_is_kept_and_left_alone(
    cast: Cast, simulator: Simulator, webhooks: Webhooks, settle: Settle
) -> None:
    begin(cast, accepted(cast))
    webhooks("customer.created")
    settle()
    rows = db.session.scalars(select(Received)).all()
    assert {row.progress for row in rows} <= {Progress.DONE}


def test_while_stripe_is_silent_the_notice_waits(
    cast: Cast, simulator: Simulator, webhooks: Webhooks, settle: Settle, clock: Clock
) -> None:
    booking = accepted(cast)
    person.pay(begin(cast, booking))
    webhooks("checkout.session.completed")
    with silent(cast.app):
        settle()
    assert now(booking).state is BookingState.ACCEPTED
    clock.forward(minutes=1)
    settle()
    assert now(booking).state is BookingState.CONFIRMED


def test_the_answer_tells_nothing_about_the_payload(cast: Cast, signed: tuple[bytes, str]) -> None:
    answer = cast.browser("visitor").post(
        "/inbound/stripe", data=signed[0], headers={"Stripe-Signature": signed[1]}
    )
    assert json.loads(answer.text) == {"received": "now"}
