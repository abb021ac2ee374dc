"""A visitor narrows a search: results, counts, chips and the address follow each change without a new page."""

import re

from playwright.sync_api import Page, expect

from tests.flows.site import Site

HERE = "window.here = true"


def test_results_follow_the_filters_in_place(site: Site, page: Page) -> None:
    page.goto("/search")
    page.evaluate(HERE)
    results, chips = (
        page.get_by_role("region", name="Results"),
        page.get_by_role("list", name="What you are asking for"),
    )

    page.get_by_label("What do you need done?").press_sequentially("payroll")
    expect(page).to_have_url(re.compile("/search[?]q=payroll$"))
    expect(chips).to_contain_text("Ledgerline Payroll")

    page.get_by_role("radio", name="Expert").check()
    expect(page).to_have_url(re.compile("/search[?]q=payroll&level=expert$"))
    expect(page.get_by_role("radio", name="Expert")).to_be_focused()
    head = results.get_by_role("heading", level=2).inner_text()
    expect(page.get_by_role("status").first).to_have_text(head)
    counted = page.locator("label", has=page.get_by_role("radio", name="Expert")).locator(".n").inner_text()
    assert head.startswith(f"{counted} expert")

    page.get_by_label("First day").fill(str(site.working_days(after=15, count=1)[0]))
    expect(results.locator(".why-line").first).to_contain_text("free that day")
    page.locator("summary", has_text="Terms").click()
    page.get_by_label("Day rate up to").fill("cheap")
    page.get_by_label("Day rate up to").blur()
    expect(page.locator("#rate-mistake")).to_contain_text("in figures")
    page.get_by_label("Day rate up to").fill("1500")
    page.get_by_label("Day rate up to").blur()
    expect(page.locator("#rate-mistake")).to_have_count(0)
    assert page.evaluate("window.here")

    address = page.url
    chips.get_by_role("link", name=re.compile("^Expert")).click()
    expect(page).not_to_have_url(address)
    expect(page.get_by_role("radio", name="Any level")).to_be_checked()
    expect(page.get_by_label("Day rate up to")).to_have_value("1500")


def test_a_product_chosen_in_place_stays_chosen(page: Page) -> None:
    page.goto("/search")
    page.get_by_role("radio", name="Stockpile WMS").click()  # then a chip says so, and the list is gone
    expect(page).to_have_url(
        re.compile("product=stockpile/stockpile-wms$|product=stockpile%2Fstockpile-wms$")
    )
    page.get_by_role("group", name="Module").get_by_role("radio").nth(1).check()
    expect(page).to_have_url(re.compile("product=.*&module="))


def test_the_order_is_a_click_away(page: Page) -> None:
    page.goto("/search")
    page.get_by_role("link", name="How the order comes about").click()
    expect(page.get_by_role("heading", name="Points decide the order")).to_be_visible()
