"""Bruno reads who is new, and stops it when he has read enough."""

import re

from flask import Flask

from marketplace.registry.models import ProfileState
from marketplace.saved_searches import looking, service
from marketplace.saved_searches.models import Alerts
from tests import make
from tests.bookings import asking
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.mailbox import last_mail, link_in
from tests.notices.told import notice_for, told
from tests.saved_searches.kept import keep, newcomer


def test_the_notice_names_them_and_leads_to_the_search(cast: Cast, clock: Clock, settle: Settle) -> None:
    search = keep(cast, Alerts.DAILY)
    newcomer(cast, "Pia")
    newcomer(cast, "Rosa")
    clock.forward(days=1)
    looking.look_at_due()
    settle()
    notice = notice_for("Bruno", "saved_search_found")
    assert notice.title == "2 new experts for “Payroll people”"
    assert {"Pia: Payroll that closes on time", "Rosa: Payroll that closes on time"} < set(notice.paragraphs)
    assert notice.path == f"/saved-searches/{search.ref}"
    answer = cast.browser("bruno").get(notice.path)
    assert answer.location == "/search?product=ledgerline/ledgerline-payroll"


def test_ten_names_fit_and_the_others_are_counted(cast: Cast, clock: Clock, settle: Settle) -> None:
    keep(cast, Alerts.DAILY, name="n" * 120)
    for number in range(12):
        newcomer(cast, f"{number:02} {'Person ' * 12}".strip())
    clock.forward(days=1)
    looking.look_at_due()
    settle()
    notice = notice_for("Bruno", "saved_search_found")
    assert notice.title.startswith("12 new experts for “n")
    assert len(re.findall(r"\n\n\d\d Person Person", notice.body)) == 10
    assert notice.body.endswith("And 2 more.")


def test_who_hides_in_between_is_not_named(cast: Cast, clock: Clock, settle: Settle) -> None:
    keep(cast, Alerts.DAILY)
    pia, rosa = newcomer(cast, "Pia"), newcomer(cast, "Rosa")
    clock.forward(days=1)
    looking.look_at_due()
    make.change(pia, state=ProfileState.HIDDEN)
    settle()
    notice = notice_for("Bruno", "saved_search_found")
    assert notice.title == "A new expert for “Payroll people”"
    assert rosa.name in notice.body
    assert "Pia" not in notice.body


def test_stopped_before_it_was_told_it_is_not(cast: Cast, clock: Clock, settle: Settle) -> None:
    search = keep(cast, Alerts.DAILY)
    newcomer(cast, "Pia")
    clock.forward(days=1)
    looking.look_at_due()
    service.stop(service.stop_token(search))
    settle()
    assert "saved_search_found" not in told()


def test_one_click_in_the_mail_stops_it_without_signing_in(
    cast: Cast, app: Flask, clock: Clock, settle: Settle
) -> None:
    search = keep(cast, Alerts.DAILY)
    newcomer(cast, "Pia")
    clock.forward(days=1)
    looking.look_at_due()
    settle()
    mail = last_mail(app, "bruno@example.test")
    assert link_in(mail) == f"/saved-searches/{search.ref}"
    headers = mail.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = re.sub(r"^<https?://[^/]+|>$", "", headers["List-Unsubscribe"])
    assert stop in mail.body
    assert stop in str(mail.alternatives[0])
    visitor = cast.browser("visitor")
    assert "Stop these alerts?" in visitor.get(stop).text
    assert search.alerts is Alerts.DAILY, "looking changes nothing"
    assert "No more alerts come from this search" in visitor.post(stop).text
    assert search.alerts is Alerts.NONE
    assert "No alerts come from this search" in visitor.get(stop).text


def test_other_mails_cannot_be_stopped(cast: Cast, app: Flask, settle: Settle) -> None:
    asking.ask(cast)
    settle()
    assert "List-Unsubscribe" not in last_mail(app, "ana@example.test").extra_headers
