"""Expenses that wait: for an answer, for their payment, for a correction."""

from collections.abc import Iterator

from flask import url_for

from marketplace.accounts.actor import Actor, OrganizationRole
from marketplace.expenses import policy, queries
from marketplace.expenses.models import Expense
from marketplace.payments import policy as paying
from marketplace.web.desks.item import Item
from marketplace.web.desks.words import until


def for_expert(expert_id: int) -> Iterator[Item]:
    for one in queries.sent_back_to(expert_id):
        who = one.booking.organization.name
        yield _item(one, f"{who} sent an expense back", "Correct it, and hand it in again.", "Correct it")


def for_organization(organization_id: int, by: Actor) -> Iterator[Item]:
    if by.may_as(organization_id, OrganizationRole.APPROVER):
        for one in queries.to_decide(organization_id):
            if policy.may_approve(by, one, one.claimed) is True:
                said = f"{one.booking.expert.name} handed in an expense"
                yield _item(one, said, "Nothing is approved by itself.", "Look at the receipt")
    for one in queries.to_pay(organization_id):
        if one.booking.disputed_at is None and paying.may_pay(by, one.booking) is True:
            said = f"Approved: pay an expense of {one.booking.expert.name}"
            yield _item(one, said, "There is no fee on it.", "Pay")


def _item(one: Expense, title: str, detail: str, step: str) -> Item:
    what = f"{one.category.label}, {until(one.spent_on)}. {detail}"
    return Item(title, what, step, url_for("expenses.show", ref=one.ref), None, one.amount)
