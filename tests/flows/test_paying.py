"""Paying when it does not go smoothly, and getting the money back."""

import re

from playwright.sync_api import expect

from tests.flows import booking as steps
from tests.flows.conftest import Enter
from tests.flows.person import Person
from tests.flows.site import Site


def test_a_card_is_declined_and_the_next_one_asks_the_bank(site: Site, enter: Enter) -> None:
    gus, emil = enter("Gus Halvorsen"), enter("Emil Sørensen")
    booking = accepted(site, gus, emil)

    steps.go_to_pay(gus, booking)
    steps.pay(gus, steps.DECLINED)
    gus.sees("Nothing was charged; try another card.")
    steps.pay(gus, steps.ASKS_THE_BANK)
    gus.sees("Is this you?")
    gus.click("No, fail it")
    gus.sees("Nothing was charged; try another card.")
    steps.pay(gus, steps.ASKS_THE_BANK)
    gus.click("Yes, complete the payment")

    gus.page.wait_for_url(f"**{booking}")
    gus.sees("Paid. The days are yours.")
    charges = "SELECT COUNT(*) FROM ledger_entry WHERE booking = :booking AND reference LIKE 'paid:%'"
    assert site.rows(charges, booking=booking.rsplit("/")[-1]) == [(1,)]


def test_gus_thinks_twice_before_paying_and_cancels_afterwards(site: Site, enter: Enter) -> None:
    gus, emil = enter("Gus Halvorsen"), enter("Emil Sørensen")
    booking = accepted(site, gus, emil)

    steps.go_to_pay(gus, booking)
    gus.follow("Cancel and go back")
    gus.sees("Nothing was charged.")
    gus.sees("Emil Sørensen said yes")
    steps.go_to_pay(gus, booking)
    steps.pay(gus)
    gus.sees("Confirmed and paid")

    gus.follow("Cancel this booking")
    total = said_to_come_back(gus)
    gus.fill(Why_you_cancel="The cold store opens a month later.")
    gus.click(f"Cancel the booking and give back {total}")
    gus.sees("Gus Halvorsen cancelled")
    gus.waits_for(f"{total} went back to the customer.")
    emil.page.goto(booking)
    emil.sees("The cold store opens a month later.")
    gus.open_mail(f"{total} has gone back to you")
    emil.open_mail("Cancelled: Halden Hospitals")


def accepted(site: Site, customer: Person, expert: Person) -> str:
    customer.sign_in()
    booking = steps.ask(site, customer, expert, "Two days on picking paths.")
    expert.sign_in()
    steps.accept(expert, booking)
    return booking


def said_to_come_back(customer: Person) -> str:
    """The figure on the page that asks whether to cancel, ten days before the start: all that was paid."""
    figures = customer.page.get_by_role("region", name="What happens to the money")
    back = figures.get_by_text(re.compile("^Goes back to"))
    expect(back).to_be_visible()
    total = figures.get_by_text(re.compile("^Paid:")).locator(".figures").inner_text()
    expect(customer.page.get_by_text("Nothing of it is kept")).to_be_visible()
    return total
