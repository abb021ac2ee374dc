"""With JavaScript switched off, every step of finding and asking is a plain form or link."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.flows import booking as steps
from tests.flows.conftest import Enter
from tests.flows.site import Site


def test_bruno_finds_and_asks_without_a_script(site: Site, enter: Enter) -> None:
    bruno = enter("Bruno Keil", java_script_enabled=False)
    page, days = bruno.page, site.working_days(after=15, count=2)
    bruno.sign_in()

    bruno.follow("Find an expert")
    page.get_by_role("radio", name="Stockpile WMS").check()
    bruno.fill(First_day=str(days[0]), Last_day=str(days[-1]))
    bruno.click("Show experts")
    expect(page).to_have_url(re.compile(f"[?]product=.*&first={days[0]}&last={days[-1]}$"))
    expect(page.get_by_role("group", name="Module")).to_be_visible()
    found = page.get_by_role("region", name="Results").get_by_role("heading", level=3).first
    name = found.inner_text()
    found.get_by_role("link").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()

    bruno.follow("Ask for days")
    for day in days:
        expect(page.locator(f"input[name='days'][value='{day}']")).to_be_checked()
    bruno.click("See the price")
    bruno.follow("Change the days")
    page.locator(f"input[name='days'][value='{days[0]}']").uncheck(force=True)
    steps.tick_days(bruno, 1, not_before=days[-1] + timedelta(days=1))
    bruno.click("See the price")
    expect(page.get_by_role("heading", name=f"2 days with {name}")).to_be_visible()

    bruno.click("Ask for these days")
    bruno.sees("Say in a sentence or two what you need done")
    bruno.fill(What_do_you_need_done="Slotting for the spring range.")
    page.get_by_label(re.compile("agrees to the agreement")).check()
    bruno.click("Ask for these days")
    bruno.sees(f"{name} has your request")
    bruno.sees("Slotting for the spring range.")
