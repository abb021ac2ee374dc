"""Bruno starts from a blueprint, two experts propose, he counters, one accepts; then the work, with all that happens to it."""

import re
from datetime import UTC, date, datetime

from tests.flows import booking as steps
from tests.flows.conftest import Enter
from tests.flows.person import Person
from tests.flows.site import Site

TITLE = "Move absence rules to the new engine"


def test_from_a_blueprint_to_a_booking(site: Site, enter: Enter) -> None:
    bruno, ana = enter("Bruno Keil"), enter("Ana Ferreira")
    bruno.sign_in()
    bruno.page.goto("/")
    bruno.follow(re.compile(f"^Start a request.*{TITLE}"))
    bruno.click("Publish")
    bruno.sees("Published. Experts can propose from now on.")
    request = bruno.page.url

    proposal = propose(ana, request, "700")
    second = enter(matching(site, "Ana Ferreira"))
    propose(second, request, "690")

    bruno.page.goto(request)
    bruno.follow(re.compile(f"Look and answer at the proposal of {ana.name}"))
    bruno.follow("Propose other terms")
    bruno.page.get_by_label(re.compile("^Rate for a day")).fill("650")
    bruno.click("See the figures")
    bruno.fill(A_few_words="Could you meet us here?")
    bruno.page.get_by_label(re.compile("agrees to the agreement")).check()
    bruno.click(f"Send to {ana.name}")
    bruno.sees("Versions, side by side")

    ana.page.goto(proposal)
    ana.sees("Could you meet us here?")
    ana.click(re.compile("^Accept "))
    ana.sees("Agreed. The days are held, and booked once they are paid.")
    bruno.page.goto(request)
    bruno.sees("It has led to a booking")
    bruno.follow("See the booking")
    bruno.sees(f"{ana.name} said yes")
    booking = bruno.page.url.partition("?")[0]
    second.open_mail("has chosen somebody else this time")

    dora = enter("Dora Hansen")
    dora.sign_in()
    dora.page.goto(booking)
    dora.click(re.compile("^Approve "))  # above what Bruno decides alone
    steps.go_to_pay(dora, booking)
    steps.pay(dora)
    dora.sees("Paid. The days are yours.")
    keeps_the_first_week(bruno, ana, booking)
    while site.now() < ends_at(site, booking):
        bruno.move_clock(weeks=1)
    approved_the_second_time(ana, dora, booking)
    review_each_other(bruno, ana)


def keeps_the_first_week(bruno: Person, ana: Person, booking: str) -> None:
    """A change that both agree to, by which at least the last day goes: what was paid for it comes back."""
    page = bruno.page
    page.goto(booking)
    bruno.follow("Change this booking")
    chosen = page.locator("input[name=days]:checked")
    days = [date.fromisoformat(box.get_attribute("value") or "") for box in chosen.all()]
    week = [day for day in days if day.isocalendar()[:2] == days[0].isocalendar()[:2]]
    for day in days[min(len(week), len(days) - 1) :]:
        box = page.locator(f"input[name=days][value='{day}']")
        month = page.locator("details.picker-month").filter(has=box)
        if month.get_attribute("open") is None:
            month.locator("summary").click()
        box.uncheck(force=True)
    bruno.click("See the difference")
    back = page.get_by_text(re.compile("goes back to Nordwind")).inner_text()
    bruno.click(f"Ask {ana.name}")
    bruno.sees(f"{ana.name} has been asked")
    ana.page.goto(page.url)
    ana.click("Agree")
    page.goto(booking)
    sum_ = re.search(r"€[\d,.]*\d", back)
    assert sum_
    bruno.waits_for(re.compile(rf"{re.escape(sum_[0])} (goes|is on its way|went) back to the customer"))


def ends_at(site: Site, booking: str) -> datetime:
    [(end,)] = site.rows("SELECT ends_at FROM booking WHERE ref = :ref", ref=booking.rpartition("/")[2])
    found = datetime.fromisoformat(end) if isinstance(end, str) else end
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def approved_the_second_time(ana: Person, dora: Person, booking: str) -> None:
    """With a question in between."""
    for hours in ("7", "8"):
        write_hours(ana, booking, hours)
        dora.page.goto(f"{booking}/timesheet")
        if hours == "7":
            dora.page.get_by_text("Something is not right").click()
            dora.page.get_by_label("What should be different?").first.fill("Was it not the whole day?")
            dora.click("Send back")
            dora.sees("Sent back")
        else:
            dora.click(re.compile("^Approve "))
            dora.sees("Approved")


def write_hours(ana: Person, booking: str, hours: str) -> None:
    ana.page.goto(f"{booking}/timesheet")
    for field in ana.page.get_by_label(re.compile("^Hours on")).all():
        field.fill(hours)
    ana.click("Submit hours")
    ana.sees("Waits for approval")


def review_each_other(bruno: Person, ana: Person) -> None:
    for person, other in ((bruno, ana.name), (ana, "Nordwind Logistics")):
        person.page.goto("/desk")
        person.waits_for(f"How was it with {other}?")
        person.page.get_by_role("link", name=re.compile(f"^Write your review.*{other}")).first.click()
        for question in person.page.get_by_role("group").filter(has_text="excellent").all():
            question.get_by_label("5, excellent").check()
        person.fill(In_your_words=f"Well done, {other}.")
        person.click("Send the review")
        person.sees("Sent.")
    ana.sees("Both have written now")


def propose(expert: Person, request: str, rate: str) -> str:
    """The days that are ticked already, at that rate; the address of the proposal."""
    expert.sign_in()
    expert.page.goto(request)
    expert.follow("Propose days and a rate")
    expert.page.get_by_label(re.compile("^Rate for a day")).fill(rate)
    expert.click("See the figures")
    expert.sees("What it comes to")
    expert.click(re.compile("^Send to "))
    expert.sees("Sent.")
    return expert.page.url


def matching(site: Site, but: str) -> str:
    """Somebody else whose certificate covers it."""
    rows = site.rows(
        "SELECT e.name FROM expert e JOIN certificate c ON c.expert_id = e.id JOIN skill s ON s.id = c.skill_id "
        "JOIN module m ON m.id = s.module_id WHERE m.name = 'Leave & Absence' AND c.level >= 3 "
        "AND c.state IN ('active', 'expiring') AND e.state = 'published' AND e.name <> :but ORDER BY e.id",
        but=but,
    )
    return str(rows[0][0])
