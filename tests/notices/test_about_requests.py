"""Whoever a request concerns hears of it: those who match, the invited, the chosen, and kindly those who are not."""

from marketplace.requests import accepting, briefs, clocks, inviting, proposing
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.notices.told import notice_for, told
from tests.requests.requesting import certify_emil, countered, invited, proposed, published


def test_those_who_match_and_those_who_are_invited(cast: Cast, settle: Settle) -> None:
    published(cast)
    settle()
    assert told() == {"request_published": {"Ana"}}
    invited(cast, brief="Call 0171 5550123, please.")
    settle()
    assert told()["request_invited"] == {"Ana"}
    body = notice_for("Ana", "request_invited").body
    assert "[telephone number hidden]" in body
    assert "3 days between Mon 15 Mar and Fri 26 Mar" in body


def test_one_is_chosen_and_the_others_are_thanked(cast: Cast, settle: Settle) -> None:
    certify_emil(cast)
    request = published(cast)
    one = proposed(cast, request)
    proposed(cast, request, who="emil")
    settle()
    assert told()["proposal_made"] == {"Bruno"}
    accepting.accept(one.ref, 1, by=cast.actor("bruno"))
    settle()
    assert told()["proposal_accepted"] == {"Ana"}
    assert told()["booking_accepted"] == {"Dora", "Olga"}
    assert told()["proposal_closed"] == {"Emil"}
    assert "says nothing about your skills" in notice_for("Emil", "proposal_closed").body


def test_a_counter_that_the_expert_accepts_asks_the_customer_to_pay_once(cast: Cast, settle: Settle) -> None:
    one = countered(cast, proposed(cast, published(cast)))
    settle()
    assert told()["proposal_countered"] == {"Ana"}
    assert "€1,980.00 with the fee" in notice_for("Ana", "proposal_countered").body
    accepting.accept(one.ref, 2, by=cast.actor("ana"))
    settle()
    assert "proposal_accepted" not in told()
    assert told()["booking_accepted"] == {"Bruno", "Dora", "Olga"}


def test_no_in_every_shape(cast: Cast, settle: Settle) -> None:
    ana, bruno = cast.actor("ana"), cast.actor("bruno")
    inviting.decline(invited(cast).ref, "I am away.", by=ana)
    proposing.decline(proposed(cast, published(cast)).ref, "More days, please.", by=bruno)
    proposing.withdraw(proposed(cast, published(cast)).ref, "I fell ill.", by=ana)
    closing = published(cast)
    proposed(cast, closing)
    briefs.close(closing.ref, "We do it ourselves.", by=bruno)
    briefs.close(invited(cast).ref, "", by=bruno)
    settle()
    found = told()
    assert found["invitation_declined"] == found["proposal_withdrawn"] == {"Bruno"}
    assert found["proposal_declined"] == found["proposal_closed"] == found["request_closed"] == {"Ana"}
    assert "We do it ourselves." in notice_for("Ana", "proposal_closed").body


def test_clocks_speak_up(cast: Cast, clock: Clock, settle: Settle) -> None:
    invited(cast)
    clock.forward(hours=37)
    clocks.remind()
    settle()
    assert told()["request_reminded"] == {"Ana"}
    assert told()["request_unanswered"] == {"Bruno"}
    proposed(cast, published(cast))
    clock.forward(hours=37)
    clocks.remind()
    settle()
    assert told()["proposal_reminded"] == {"Bruno"}
    clock.forward(hours=80)
    clocks.expire_proposals()
    clocks.expire_requests()
    settle()
    assert told()["proposal_expired"] == {"Ana", "Bruno"}
    assert told()["request_expired"] == {"Bruno"}


def test_an_invited_one_who_has_not_answered_hears_that_it_is_filled(cast: Cast, settle: Settle) -> None:
    certify_emil(cast)
    request = invited(cast, cast.ana.slug, cast.emil.slug)
    accepting.accept(proposed(cast, request).ref, 1, by=cast.actor("bruno"))
    settle()
    assert told()["request_filled"] == {"Emil"}
