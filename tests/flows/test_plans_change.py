"""What happens to real plans: called off on three sets of terms, nobody at the desk, and somebody who comes until a certain day."""

import re
from datetime import UTC, datetime

from playwright.sync_api import expect

from marketplace.bookings.cancellation import Agreed, settle
from marketplace.bookings.models import Side
from marketplace.kit.money import Money
from marketplace.organizations.models import CancellationPolicy
from marketplace.web.filters import money
from tests.flows import booking as steps
from tests.flows.conftest import Enter
from tests.flows.person import Person
from tests.flows.site import Site


def row(site: Site, booking: str) -> dict[str, object]:
    columns = "rate_amount, days, fee_amount, policy, timezone, starts_at, rate_currency"
    [found] = site.rows(f"SELECT {columns} FROM booking WHERE ref = :ref", ref=booking.rpartition("/")[2])
    return dict(zip(columns.split(", "), found, strict=True))


def goes_back(site: Site, booking: str) -> Money:
    """As the rules say, from what stands on the booking and the demo's clock."""
    found = row(site, booking)
    starts = found["starts_at"]
    at = datetime.fromisoformat(starts) if isinstance(starts, str) else starts
    assert isinstance(at, datetime)
    currency = str(found["rate_currency"])
    agreed = Agreed(
        CancellationPolicy(str(found["policy"])),
        [Money(int(str(found["rate_amount"])), currency)] * int(str(found["days"])),
        Money(int(str(found["fee_amount"])), currency),
        at if at.tzinfo else at.replace(tzinfo=UTC),
        str(found["timezone"]),
    )
    return settle(agreed, Side.CUSTOMER, site.now()).refund


def test_called_off_under_each_preset_what_was_shown_goes_back(site: Site, enter: Enter) -> None:
    bruno, shown = enter("Bruno Keil"), set[str]()
    made = site.play("of_each_policy", after=4, days=2)
    bruno.sign_in()
    for one in made:
        bruno.page.goto(f"{one['booking']}/cancellation")
        sum_ = money(goes_back(site, one["booking"]))
        bruno.sees(f"If you cancel now, {sum_} comes back to you.")
        bruno.fill(Why_you_cancel="The audit is put off.")
        bruno.click(f"Cancel the booking and give back {sum_}")
        bruno.sees("The booking is cancelled")
        bruno.waits_for(re.compile(rf"{re.escape(sum_)} (goes|is on its way|went) back to the customer"))
        shown.add(str(row(site, one["booking"])["policy"]))
    assert shown == {"flexible", "standard", "strict"}


def test_nobody_came_and_both_say_so(site: Site, enter: Enter) -> None:
    one = site.play("paid", after=3, days=2)
    bruno, expert = enter("Bruno Keil"), enter(one["expert"])
    bruno.sign_in()
    bruno.move_clock(weeks=1)
    found = row(site, one["booking"])
    day = Money(int(str(found["rate_amount"])) + int(str(found["fee_amount"])) // 2, "EUR")
    bruno.page.goto(one["booking"])
    bruno.follow(f"{one['expert']} did not come")
    bruno.page.get_by_role("radio").first.check()
    bruno.fill(What_happened="The desk stayed empty until noon.")
    bruno.click("Say it")
    bruno.sees(f"Waiting for {one['expert']} to answer")
    absence = bruno.page.url

    expert.sign_in()
    expert.page.goto(absence)
    expert.sees("The desk stayed empty until noon.")
    expert.click("It was so")
    expert.sees("Settled")
    bruno.page.goto(one["booking"])
    bruno.waits_for(re.compile(rf"{re.escape(money(day))} (goes|is on its way|went) back to the customer"))
    expect(bruno.page.get_by_role("heading", name=f"1 day with {one['expert']}")).to_be_visible()


def test_the_backup_takes_over_with_a_day_on_which_both_work(site: Site, enter: Enter) -> None:
    one = site.play("paid", after=12, days=4, covered=True)
    bruno, expert = enter("Bruno Keil"), enter(one["expert"])
    bruno.sign_in()
    bruno.page.goto(one["booking"])
    bruno.follow("Name a backup")
    choice = bruno.page.get_by_role("link", name=re.compile("^Choose "))
    name = choice.first.inner_text().removeprefix("Choose").strip()
    choice.first.click()
    bruno.page.get_by_label(re.compile("^1 day, .* more with fee")).check()
    bruno.page.get_by_label(re.compile("We agree, for the case")).check()
    bruno.click(f"Ask {name} to stand by")
    bruno.sees(f"{name} has been asked to stand by.")
    home = bruno.page.url

    backup = enter(name)
    backup.sign_in()
    backup.page.goto(home)
    backup.click("I stand by")
    backup.sees("You stand by")

    gives_the_rest(expert, home)
    backup.page.goto("/desk")
    asked = backup.page.get_by_role("link", name=re.compile("Nordwind.* asks for 3 days"))
    backup.waits_for(asked)
    asked.first.click()
    steps.accept(backup, backup.page.url)
    bruno.page.goto(one["booking"])
    expect(bruno.page.get_by_role("heading", name=f"2 days with {one['expert']}")).to_be_visible()
    bruno.page.goto(home)
    bruno.follow(f"See the request to {name}")
    bruno.sees(f"{name} said yes")


def gives_the_rest(expert: Person, home: str) -> None:
    """Two of four days, with a note for whoever takes over."""
    expert.sign_in()
    expert.page.goto(home)
    expert.page.get_by_label("Hand-over note").fill("Site two is done; begin with the night shifts.")
    expert.click("Save the note")
    expert.sees("Saved.")
    expert.follow("I can come until a certain day only")
    expert.page.get_by_label("My last day").select_option(index=1)
    expert.click("See what that means")
    expect(expert.page.get_by_role("heading", name=re.compile("as your last day"))).to_be_visible()
    expert.fill(Why="I am needed at home from then on.")
    expert.click("Give up 2 days")
    expert.sees("is asked for the rest.")
