"""The desk of an organization: for bookers, approvers and finance alike, each sees what they may act on."""

from collections.abc import Collection, Iterator, Sequence

from flask import url_for

from marketplace.accounts.actor import Actor, OrganizationRole
from marketplace.approvals import policy as approving
from marketplace.approvals import queries as approvals
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.bookings.queries import Stage
from marketplace.bookings.wording import thing_are
from marketplace.kit import clock
from marketplace.kit.text import apart
from marketplace.organizations.models import Organization
from marketplace.payments import policy as paying
from marketplace.reviews import queries as reviews
from marketplace.timesheets import division
from marketplace.timesheets import policy as hours
from marketplace.timesheets import queries as timesheets
from marketplace.timesheets.models import Timesheet
from marketplace.web import timesheet_page
from marketplace.web.clocks import clocks_of
from marketplace.web.desks import absences, changes, disputes, expenses, messages, requests
from marketplace.web.desks.item import Desk, Item, Lesson, by_urgency
from marketplace.web.desks.reviews import review_items
from marketplace.web.desks.words import begins, counted, days, opening, until

LISTED = 10


def desk(organization: Organization, by: Actor) -> Desk:
    asked = bookings.bookings_of_organization(organization.id, Stage.WAITING).items
    booked = bookings.bookings_of_organization(organization.id, Stage.CONFIRMED).items
    submitted = timesheets.to_decide(organization.id)
    decides = by.may_as(organization.id, OrganizationRole.APPROVER)
    waiting = [
        *to_approve(organization.id, by),
        *_to_pay(asked, _waiting_for_approval(organization.id), by),
        *requests.for_organization(organization.id, by),
        *changes.for_organization(organization.id, by),
        *absences.for_organization(organization.id, by),
        *disputes.for_organization(organization.id, by),
        *(_hours(submitted, by) if decides else ()),
        *expenses.for_organization(organization.id, by),
        *messages.for_organization(organization, by),
    ]
    if by.may_as(organization.id, OrganizationRole.BOOKER, OrganizationRole.APPROVER):
        open_ones = reviews.to_write(Side.CUSTOMER, organization_id=organization.id)
        waiting += review_items(open_ones, Side.CUSTOMER)
    coming = [
        *_unanswered(asked),
        *requests.under_way(organization.id, by),
        *_shifts(booked, {one.booking_id for one in submitted}, decides),
    ]
    return Desk(
        organization.name, "", by_urgency(waiting), coming[:LISTED], _lesson(organization, by), "Under way"
    )


def _lesson(organization: Organization, by: Actor) -> Lesson:
    if by.may_as(organization.id, OrganizationRole.BOOKER):
        return Lesson(
            "What do you need done?",
            "Say it in your own words, and see who is certified for it and truly free.",
            "Find an expert",
            url_for("search.index"),
        )
    return Lesson(
        "Hours and payments come here",
        "As soon as your colleagues have booked somebody, what you approve or pay stands here.",
        "See the bookings",
        url_for("bookings.index"),
    )


def _waiting_for_approval(organization_id: int) -> set[int]:
    return {one.booking_id for one in approvals.wanted_of(organization_id)}


def to_approve(organization_id: int, by: Actor) -> Iterator[Item]:
    """Bookings above their booker's limit that the reader may approve."""
    for one in approvals.wanted_of(organization_id):
        if approving.may_decide(by, one) is True:
            booking = one.booking
            yield Item(
                f"Approve {days(booking)} with {booking.expert.name}?",
                f"{booking.booker.shown_name} asked, {begins(booking)}. It can be paid once you agree.",
                "Look and approve",
                url_for("bookings.show", ref=booking.ref),
                booking.hold_until or booking.respond_by,
                one.total,
                clocks=clocks_of(booking),
            )


def _to_pay(asked: Sequence[Booking], unapproved: Collection[int], by: Actor) -> Iterator[Item]:
    for one in asked:
        if (
            one.state is BookingState.ACCEPTED
            and one.id not in unapproved
            and paying.may_pay(by, one) is True
        ):
            yield Item(
                f"{one.expert.name} said yes to {days(one)}",
                f"{opening(one)}. Pay to make it certain; until then the {thing_are(one)} only held.",
                "Pay",
                url_for("bookings.show", ref=one.ref),
                one.hold_until,
                one.total,
                clocks=clocks_of(one),
            )


def _hours(submitted: Sequence[Timesheet], by: Actor) -> Iterator[Item]:
    for one in submitted:
        if one.booking.disputed_at is not None or hours.may_approve(by, one) is not True:
            continue
        yield Item(
            f"{one.booking.expert.name} submitted {'a deliverable' if one.delivers else 'hours'}",
            _detail(one),
            "Look at the deliverable" if one.delivers else "Look at the hours",
            timesheet_page.address_of(one),
            one.approve_by,
            division.of(one).whole_price,
            clocks=clocks_of(one.booking),
        )


def _detail(one: Timesheet) -> str:
    if one.delivers:
        otherwise = "Unanswered, it counts as accepted." if one.automatic else "It waits until you answer."
        return f"“{one.title}”, for {counted(one.days)}. {otherwise}"
    otherwise = "Unanswered, they count as approved." if one.automatic else "They wait until you answer."
    return f"{_worked(one)} in the week of {until(one.week_on)}. {otherwise}"


def _worked(sheet: Timesheet) -> str:
    if sheet.booking.is_call:
        return days(sheet.booking).capitalize()
    return f"{sheet.days_worked} of {counted(sheet.days)}"


def _unanswered(asked: Sequence[Booking]) -> Iterator[Item]:
    for one in asked:
        if one.state is BookingState.REQUESTED:
            yield Item(
                f"{one.expert.name} has not answered yet",
                f"{days(one).capitalize()} {begins(one)}: {one.certificate.skill.name}",
                "Open",
                url_for("bookings.show", ref=one.ref),
                one.respond_by,
                one.total,
            )


def _shifts(booked: Sequence[Booking], submitted: Collection[int], decides: bool) -> Iterator[Item]:
    """What is booked; hours that wait for whoever looks stand above already."""
    for one in booked:
        if one.id in submitted and decides:
            continue
        yield Item(
            f"{apart(one.expert.name)}, {days(one)}",
            _standing(one, one.id in submitted),
            "Open",
            url_for("bookings.show", ref=one.ref),
        )


def _standing(booking: Booking, submitted: bool) -> str:
    if booking.disputed_at is not None:
        return "A dispute is open; everything else waits for its end."
    if submitted:
        return "The hours are submitted and wait for approval."
    if booking.ends_at <= clock.now():
        return "The work is done; the hours are still to come."
    return opening(booking)
