"""The worker is killed the moment after somebody paid, and again after somebody approved: nothing is lost, nothing comes twice."""

import re

from playwright.sync_api import expect

from tests.flows import booking as steps
from tests.flows.conftest import Enter
from tests.flows.person import Person
from tests.flows.site import Site

ONCE = ("paid", "stripe_fee", "earned", "fee", "transfer", "payout")
"""How the references of the entries begin that one booking makes on its way, each once."""


def test_nothing_is_lost_and_nothing_comes_twice(site: Site, enter: Enter) -> None:
    tessa, emil = enter("Tessa Quinn"), enter("Emil Sørensen")
    tessa.sign_in()
    emil.sign_in()
    booking = steps.ask(site, tessa, emil, "Two days on the night shift's labour standards.")
    steps.accept(emil, booking)

    steps.go_to_pay(tessa, booking)
    steps.pay(tessa)
    tessa.sees("Paid. The days are yours.")
    killed_and_started_again(site)
    tessa.page.goto(booking)
    tessa.sees("Confirmed and paid")
    tessa.move_clock(days=1)
    told_once(site, tessa, booking, "Emil Sørensen is booked")
    told_once(site, emil, booking, "Booked and paid: Brightwater Foods")

    tessa.move_clock(weeks=3)
    submits_hours(emil, booking)
    tessa.page.goto(booking)
    tessa.follow("Look at the hours")
    tessa.click(re.compile("^Approve"))
    tessa.sees("Approved")
    killed_and_started_again(site)
    tessa.page.goto("/desk")
    tessa.move_clock(days=1)
    told_once(site, emil, booking, "Hours approved: Brightwater Foods")
    tessa.move_clock(weeks=1)
    # Each step begins when the worker has come to it, whatever day it is by then.
    emil.page.goto(booking)
    emil.waits_for("The money was released to the expert")
    tessa.move_clock(days=1)
    emil.waits_for("The payout is on its way to the bank")
    tessa.move_clock(days=3)
    the_money_arrived_once(site, emil, booking)


def killed_and_started_again(site: Site) -> None:
    site.kill_worker()
    site.start()


def told_once(site: Site, person: Person, booking: str, title: str) -> None:
    """One notice, one mail, about this booking."""
    person.page.goto("/notices")
    person.waits_for(person.page.get_by_role("heading", name=title))
    notices = "SELECT COUNT(*) FROM notice WHERE path = :path AND title = :title"
    assert site.rows(notices, path=booking, title=title) == [(1,)]
    person.open_mail(title)
    assert len([mail for mail in site.mails(to=person.email, subject=title) if booking in mail]) == 1


def submits_hours(emil: Person, booking: str) -> None:
    emil.page.goto(f"{booking}/timesheet")
    for day in emil.page.get_by_label(re.compile("^Hours on")).all():
        day.fill("8")
    emil.click("Submit hours")
    emil.sees("Waits for approval")


def the_money_arrived_once(site: Site, emil: Person, booking: str) -> None:
    emil.page.goto(booking)
    stations = emil.page.get_by_role("list", name="Where the money is")
    emil.waits_for(stations.get_by_role("listitem").filter(has_text=re.compile("Done:.*In the bank")))
    entries = "SELECT reference FROM ledger_entry WHERE booking = :booking"
    made = sorted(str(row[0]).split(":")[0] for row in site.rows(entries, booking=booking.rsplit("/")[-1]))
    assert made == sorted(ONCE)
    sums = site.rows("SELECT SUM(amount) FROM posting GROUP BY currency")
    assert all(total == 0 for (total,) in sums)
    assert "no other differences" in site.flask("reconcile")
    expect(emil.page.get_by_text("The payout arrived at the bank")).to_have_count(1)
