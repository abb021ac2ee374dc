"""Bruno keeps people and a search, and looks at two side by side, without a script and on a phone."""

import re

from playwright.sync_api import expect

from tests.flows.conftest import Enter

PHONE = {"width": 360, "height": 780}
SPILL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_bruno_shortlists_compares_and_saves(enter: Enter) -> None:
    bruno = enter("Bruno Keil", java_script_enabled=False, viewport=PHONE)
    page = bruno.page
    bruno.sign_in()
    page.goto("/search?q=payroll")
    results = page.get_by_role("region", name="Results")
    names = results.get_by_role("heading", level=3)
    first, second = names.nth(0).inner_text(), names.nth(1).inner_text()

    results.get_by_role("link", name=f"Shortlist {second}").click()
    page.get_by_label("A new list").check()
    bruno.fill(Name_of_the_new_list="Spring team")
    bruno.click("Put on the list")
    bruno.sees(f"{second} is on “Spring team”.")
    bruno.click(f"Take off {second}")
    bruno.sees("is off the list")
    page.get_by_role("status").get_by_role("button", name="Put back").click()
    expect(page.get_by_role("heading", name=second)).to_be_visible()

    page.goto("/search?q=payroll")
    for name in (first, second):
        page.get_by_label(f"Compare {name}").check()
    bruno.click("Compare")
    table = page.get_by_role("region", name="Comparison")
    for name in (first, second):
        expect(table.get_by_role("columnheader", name=name)).to_be_attached()
    expect(table.get_by_role("rowheader", name="Track record")).to_be_visible()

    page.goto("/search?q=payroll")
    bruno.follow("Save this search")
    bruno.fill(Its_name="Payroll people")
    page.get_by_label(re.compile("^Daily")).check()
    bruno.click("Save")
    bruno.sees("“Payroll people” is kept.")


def test_a_comparison_scrolls_inside_itself(enter: Enter) -> None:
    page = enter("Bruno Keil", viewport=PHONE).page
    page.goto("/compare?expert=ana-ferreira&expert=emil-sorensen")
    expect(page.get_by_role("rowheader", name="Rate")).to_be_visible()
    assert page.evaluate(SPILL) == 0
    scroll = page.get_by_role("region", name="Comparison")
    page.get_by_role("rowheader", name="Rate").scroll_into_view_if_needed()
    scroll.evaluate("one => one.scrollBy(400, 0)")
    expect(page.get_by_role("rowheader", name="Rate")).to_be_in_viewport()
