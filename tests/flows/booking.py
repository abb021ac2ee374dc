"""Steps that several stories share: asking for days, saying yes, filling in the card."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from marketplace.kit.text import slug
from tests.flows.person import Person
from tests.flows.site import Site

GOOD, DECLINED, ASKS_THE_BANK = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0025 0000 3155"


def tick_days(person: Person, count: int, *, not_before: date) -> list[date]:
    """On the page of free days: the first ones from that date on."""
    boxes = person.page.locator("input[name=days]")
    boxes.first.wait_for(state="attached")  # the click that led here may still be loading the page
    offered = boxes.evaluate_all("boxes => boxes.map(box => box.value)")
    wanted = [one for one in offered if one >= not_before.isoformat()][:count]
    assert len(wanted) == count, f"only {offered} are free"
    for one in wanted:
        box = person.page.locator(f"input[name=days][value='{one}']")
        month = person.page.locator("details.picker-month").filter(has=box)
        if month.get_attribute("open") is None:
            month.locator("summary").click()
        box.check(force=True)
    return [date.fromisoformat(one) for one in wanted]


def ask(site: Site, customer: Person, expert: Person, message: str, *, after: int = 10) -> str:
    """Two days with the expert, beginning some days from now; the path of the booking."""
    page = customer.page
    page.goto(f"/experts/{slug(expert.name, '')}")
    customer.follow("Ask for days")
    tick_days(customer, 2, not_before=site.today() + timedelta(days=after))
    customer.click("See the price")
    customer.fill(What_do_you_need_done=message)
    page.get_by_label(re.compile("agrees to the agreement")).check()
    customer.click("Ask for these days")
    customer.sees(f"{expert.name} has your request")
    return re.sub(r"^https?://[^/]+", "", page.url)


def accept(expert: Person, booking: str) -> None:
    expert.page.goto(booking)
    expert.click("Accept and hold the days")
    expect(expert.page.get_by_role("heading", name=re.compile("^Waiting for"))).to_be_visible()


def go_to_pay(customer: Person, booking: str) -> None:
    customer.page.goto(booking)
    customer.click(re.compile("^Pay "))
    customer.sees("Simulator: no real money moves")


def pay(customer: Person, number: str = GOOD) -> None:
    """On the hosted page."""
    customer.fill(Card_number=number, Expiry="12 / 34", CVC="123", Name_on_card=customer.name)
    customer.click(re.compile("^Pay "))
