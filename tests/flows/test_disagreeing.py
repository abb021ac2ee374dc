"""Emil hands in hours, Nordwind disagrees, he sees it differently, Stockpile's assessor divides the money, and both read it."""

import re

from playwright.sync_api import expect

from tests.flows.conftest import Enter
from tests.flows.person import Person

CUSTOMER, EXPERT = "Nordwind", "Emil Sørensen"


def test_two_sides_disagree_and_the_vendor_divides_the_money(enter: Enter) -> None:
    emil, dora, ines = enter(EXPERT), enter("Dora Hansen"), enter("Ines Duarte")
    for person in (emil, dora, ines):
        person.sign_in()
    submits(emil)
    disagrees(dora)
    address = answers(emil)
    decides(ines)
    for person in (emil, dora):
        person.page.goto(address)
        person.sees(f"€1,000.00 goes to {EXPERT}, and €484.00 back to Nordwind")
        person.sees("Half of the second day shows in the log.")
    dora.follow("This booking")
    dora.waits_for(re.compile(r"€484\.00 (goes|is on its way|went) back to the customer"))
    emil.page.goto("/earnings")
    emil.waits_for(emil.page.get_by_role("listitem").filter(has_text="Nordwind").filter(has_text="€1,000.00"))


def submits(emil: Person) -> None:
    emil.page.goto("/desk")
    emil.waits_for(re.compile("Submit your hours for Nordwind"))
    emil.page.get_by_role("link", name=re.compile("Write the hours.*Nordwind")).first.click()
    fields = emil.page.get_by_label(re.compile("^Hours on"))
    expect(fields).to_have_count(2)
    for field in fields.all():
        field.fill("8")
    emil.click("Submit hours")
    emil.sees("Waits for approval")


def disagrees(dora: Person) -> None:
    page = dora.page
    page.goto("/desk")
    hours = page.get_by_role("link", name=re.compile(f"Look at the hours.*{EXPERT}"))
    dora.waits_for(hours)
    hours.first.click()
    page.get_by_text("Something is not right").click()
    dora.follow("Open a dispute")
    page.get_by_label("The hours", exact=True).check()
    dora.fill(How_much_of_the_price="440", What_is_not_right="Voice picking still stops at noon.")
    dora.click("Open the dispute")
    dora.sees(f"Waiting for {EXPERT}")


def answers(emil: Person) -> str:
    """The address of the dispute."""
    page = emil.page
    page.goto("/desk")
    waits = page.get_by_role("link", name=re.compile("^Answer.*has opened a dispute"))
    emil.waits_for(waits)
    waits.first.click()
    emil.sees("Voice picking still stops at noon.")
    emil.fill(Your_words="It stops because the battery rule was left out on purpose.")
    emil.click("I see it differently")
    emil.sees("Answered.")
    return page.url


def decides(ines: Person) -> None:
    page = ines.page
    page.goto("/desk")
    waits = page.get_by_role("link", name=re.compile("^Look at it.*dispute"))
    ines.waits_for(waits)
    waits.first.click()
    ines.click("Take it")
    ines.follow("Their conversation")
    expect(page.get_by_role("heading", name="What they wrote to each other")).to_be_visible()
    page.go_back()
    ines.fill(How_much_of_the_price_goes="1000", Why="Half of the second day shows in the log.")
    ines.click("Decide")
    ines.sees("Decided.")
