"""Bruno starts from a blueprint; two experts propose, he counters, one accepts, and the booking waits for payment."""

import re

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
    second.open_mail("has chosen somebody else this time")


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
