"""The desk of whoever runs the installation."""

from collections.abc import Iterator

from flask import url_for

from marketplace.accounts.actor import StaffRole
from marketplace.events import stuck
from marketplace.organizations import queries as organizations
from marketplace.web.desks.item import Desk, Item, Lesson

LATE_AFTER = 15 * 60
"""Seconds that a due job may wait before somebody should ask whether the worker runs."""


def desk() -> Desk:
    figures = stuck.figures()
    lesson = Lesson(
        "All is well",
        "No job is stuck, and the worker keeps up.",
        "See how it runs",
        url_for("operations.index"),
    )
    waiting = [*_stuck(figures), *_vendors()]
    return Desk("Operations", "", waiting, (), lesson)


def _stuck(figures: stuck.Figures) -> Iterator[Item]:
    page = url_for("operations.index")
    if figures.parked:
        jobs = "1 job is" if figures.parked == 1 else f"{figures.parked} jobs are"
        yield Item(
            f"{jobs} stuck", "Failed too often to be tried again alone.", "Look at them", page, urgent=True
        )
    if figures.oldest_seconds > LATE_AFTER:
        minutes = figures.oldest_seconds // 60
        text = f"The oldest job has been due for {minutes} minutes. Is the worker running?"
        yield Item("Work is piling up", text, "See how it runs", page, urgent=True)


def _vendors() -> Iterator[Item]:
    page = url_for("operations.vendors")
    vendors = organizations.vendors()
    if not vendors:
        yield Item("Add the first vendor", "Everything begins with one.", "Add a vendor", page)
    for vendor in vendors:
        if not any(StaffRole.ADMIN in one.roles for one in vendor.staff):
            yield Item(
                f"{vendor.name} has no admin", "Nobody can keep its catalogue.", "See the vendors", page
            )
