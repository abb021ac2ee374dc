"""The main acts of both sides by keyboard alone."""

import re

from playwright.sync_api import expect

from tests.flows.conftest import Enter
from tests.flows.keys import Keys, signs_in


def test_bruno_asks_for_days_without_a_mouse(enter: Enter) -> None:
    bruno = enter("Bruno Keil")
    page, keys = bruno.page, Keys(bruno.page)
    signs_in(bruno, keys)
    keys.to(page.get_by_role("navigation", name="Main").get_by_role("link", name="Find an expert"))
    keys.press("Enter")
    page.wait_for_url("**/search")

    keys.skip()
    keys.to(page.get_by_label("What do you need done?"))
    keys.type("slotting")
    keys.press("Enter")
    page.wait_for_url("**/search?q=slotting")
    expert = page.get_by_role("region", name="Results").get_by_role("heading", level=3).first
    name = expert.inner_text()
    keys.to(expert.get_by_role("link"))
    keys.press("Enter")

    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    keys.skip()
    keys.to(page.get_by_role("link", name="Ask for days"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Choose your days")).to_be_visible()
    keys.skip()
    days = page.locator("details[open] input[name=days]")
    keys.to(days.first)
    keys.press("Space", "ArrowRight", "Space")
    expect(page.get_by_text(re.compile("^2 days:"))).to_be_visible()
    keys.to(page.get_by_role("button", name="See the price"))
    keys.press("Enter")

    expect(page.get_by_role("heading", name=f"2 days with {name}")).to_be_visible()
    keys.skip()
    keys.to(page.get_by_label("What do you need done?"))
    keys.type("Slotting for the spring range.")
    keys.to(page.get_by_label(re.compile("agrees to the agreement")))
    keys.press("Space")
    keys.to(page.get_by_role("button", name="Ask for these days"))
    keys.press("Space")
    bruno.sees(f"{name} has your request")


def test_carla_decides_without_a_mouse(enter: Enter) -> None:
    carla = enter("Carla Moreau")
    page, keys = carla.page, Keys(carla.page)
    signs_in(carla, keys)
    keys.skip()
    keys.to(page.get_by_role("main").get_by_role("link", name=re.compile("^Review")).first)
    keys.press("Enter")
    expect(page.get_by_role("button", name="Take this claim")).to_be_visible()
    claimed = page.get_by_role("heading", level=1).inner_text()
    keys.skip()
    keys.to(page.get_by_role("button", name="Take this claim"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Decide")).to_be_visible()

    keys.skip()
    for criterion in page.locator("[data-criterion]").all():
        keys.to(criterion.get_by_role("radio").first)
        keys.press("ArrowDown", "ArrowDown")
        expect(criterion.get_by_role("radio", name="Practitioner")).to_be_checked()
    keys.to(page.get_by_role("radio", name="Certify"))
    keys.press("Space")
    expect(page.get_by_role("radio", name="Certify")).to_be_checked()
    keys.to(page.get_by_role("group", name="At the level of").get_by_role("radio", checked=True))
    keys.press("ArrowDown")
    keys.to(page.get_by_label("Why"))
    keys.type("The handbook shows steady everyday work, one level below what is claimed.")
    keys.to(page.get_by_role("button", name="Decide and go on"))
    keys.press("Enter")
    # One that was drawn for a second opinion keeps what she found, and goes on.
    carla.sees(re.compile(f"{claimed.split(':')[0]} is certified|Kept. The decision follows."))


def test_ana_answers_a_proposal_without_a_mouse(enter: Enter) -> None:
    ana = enter("Ana Ferreira")
    page, keys = ana.page, Keys(ana.page)
    signs_in(ana, keys)
    keys.skip()
    asked = page.get_by_role("link", name=re.compile("^Compare and answer.*Nordwind")).first
    keys.to(asked)
    keys.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Nordwind.* proposes version"))).to_be_visible()
    proposal = page.url
    keys.skip()
    keys.to(page.get_by_role("link", name="Conversation with Nordwind"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Conversation with Nordwind")).to_be_visible()
    keys.to(page.get_by_label("Your message"))
    keys.type("Five days it is, if Rostock is the first.")
    keys.to(page.get_by_role("button", name="Send"))
    keys.press("Enter")
    ana.sees("Five days it is, if Rostock is the first.")
    page.goto(proposal)
    keys.skip()
    keys.to(page.get_by_role("button", name=re.compile("^Accept version")))
    keys.press("Enter")
    ana.sees("Agreed. The days are held, and booked once they are paid.")
