"""A change in words: what comes, what goes, and what that costs or gives back."""

from collections.abc import Callable

from marketplace.amendments.models import Amendment
from marketplace.calendar.errors import named
from marketplace.calendar.slots import Call
from marketplace.kit.money import Money

Written = Callable[[Money], str]
"""How amounts are written for whoever reads."""


def said(amendment: Amendment, written: Written) -> str:
    """`Tue 16 Mar is added; other hours on Wed 17 Mar; €700.00 a day instead of €640.00`, and of a call `the call is moved; 60
    minutes instead of 45`. The times themselves are told by whoever knows the reader's clock."""
    if amendment.call and amendment.call_before:
        return "; ".join(_of_call(amendment, amendment.call, amendment.call_before, written))
    added, removed, parts = amendment.added, amendment.removed, []
    if added:
        parts.append(f"{named(added)} {'is' if len(added) == 1 else 'are'} added")
    if removed:
        parts.append(f"{named(removed)} {'is' if len(removed) == 1 else 'are'} given up")
    if amendment.hours:
        parts.append(f"other hours on {named([one.on for one in amendment.other_hours])}")
    if amendment.rate != amendment.rate_before:
        parts.append(f"{written(amendment.rate)} a day instead of {written(amendment.rate_before)}")
    return "; ".join(parts)


def _of_call(amendment: Amendment, call: Call, before: Call, written: Written) -> list[str]:
    parts = []
    if call.starts_at != before.starts_at:
        parts.append("the call is moved")
    if call.minutes != before.minutes:
        parts.append(f"{call.minutes} minutes instead of {before.minutes}")
    if amendment.rate != amendment.rate_before:
        parts.append(f"{written(amendment.rate)} an hour instead of {written(amendment.rate_before)}")
    return parts


def kept_free(amendment: Amendment) -> str:
    """What nobody else can have while the difference is not paid: `The new days are`; empty where only the price changes."""
    if amendment.added:
        return "The new days are" if len(amendment.added) > 1 else "The new day is"
    if amendment.call and amendment.call != amendment.call_before:
        return "The new time is"
    return "The new hours are" if any(one.moved for one in amendment.other_hours) else ""


def costs(amendment: Amendment, customer: str, written: Written) -> str:
    """The difference, as a sentence that both sides read."""
    change = amendment.change
    total = f"from {written(amendment.total_before)} to {written(amendment.total)}"
    if change.amount > 0:
        return f"The total goes {total}: {customer} pays {written(change)} more, fee included."
    if change.amount < 0:
        return f"The total goes {total}: {written(-change)} goes back to {customer}, fee included."
    return f"The total stays {written(amendment.total)}."
