"""Somebody who books at once is booked, and paid, in one go."""

import re
from datetime import timedelta

from marketplace.cli.story import people
from marketplace.cli.story.play import AT_ONCE
from marketplace.kit.text import slug
from tests.flows import booking as steps
from tests.flows.conftest import Enter
from tests.flows.person import Person
from tests.flows.site import Site

PROMPT = list(people.experts())[AT_ONCE].name


def test_tessa_holds_two_days_and_pays_for_them(site: Site, enter: Enter) -> None:
    tessa, expert = enter("Tessa Quinn"), enter(PROMPT)
    tessa.sign_in()
    choose(site, tessa)
    tessa.sees("held for you for 15 minutes")
    tessa.fill(What_do_you_need_done="Two days on our absence rules.")
    tessa.page.get_by_label(re.compile("agrees to the agreement")).check()
    tessa.click("Hold the days and pay")
    tessa.sees("Simulator: no real money moves")

    tessa.follow("Cancel and go back")
    tessa.sees("The days are held for you")
    tessa.sees("Nothing was charged.")
    booking = re.sub(r"^https?://[^/]+", "", tessa.page.url).partition("?")[0]
    steps.go_to_pay(tessa, booking)
    steps.pay(tessa)
    tessa.page.wait_for_url(f"**{booking}")
    tessa.sees("Paid. The days are yours.")

    expert.sign_in()
    expert.open_mail("Booked and paid")
    expert.page.goto(booking)
    expert.sees("Two days on our absence rules.")


def choose(site: Site, customer: Person) -> None:
    page = customer.page
    page.goto(f"/experts/{slug(PROMPT, '')}")
    customer.sees("At once: no answer needed, paid right away")
    customer.follow("Book days")
    steps.tick_days(customer, 2, not_before=site.today() + timedelta(days=30))
    customer.click("See the price")
