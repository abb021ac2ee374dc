"""The expert's desk."""

from collections.abc import Iterator, Sequence

from flask import url_for

from marketplace.accounts.actor import Actor
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.bookings.queries import Stage
from marketplace.bookings.quoting import price_of
from marketplace.certification import queries as certification
from marketplace.certification.models import Claim
from marketplace.covers import queries as covers
from marketplace.covers.models import CoverState
from marketplace.kit import clock
from marketplace.kit.money import total
from marketplace.payouts import queries as payouts
from marketplace.payouts.models import AccountState
from marketplace.registry import queries as registry
from marketplace.registry.models import Expert
from marketplace.reviews import queries as reviews
from marketplace.timesheets import queries as timesheets
from marketplace.web.clocks import clocks_of, clocks_of_cover
from marketplace.web.desks import (
    absences,
    changes,
    disputes,
    expenses,
    expert_calendar,
    expert_skills,
    messages,
    requests,
)
from marketplace.web.desks.item import Desk, Item, Lesson, by_urgency
from marketplace.web.desks.reviews import review_items
from marketplace.web.desks.words import begins, days, on, opening, until

LISTED = 10


def desk(by: Actor) -> Desk:
    expert = registry.expert_of(by.user_id)
    lesson = Lesson(
        "Be found for more",
        "Requests from customers will stand here. The more skills of yours are certified, the more people find you.",
        "Claim another skill",
        url_for("claims.new"),
    )
    if expert is None:
        begin = [
            Item(
                "Begin your profile",
                "It takes ten minutes, and nobody sees it yet.",
                "Begin",
                url_for("profile.edit"),
            )
        ]
        return Desk(f"Welcome, {by.name}", "", begin, (), lesson)
    claims = certification.claims_of(expert.id)
    live = certification.live(expert.id)
    asked = bookings.bookings_of_expert(expert.id, Stage.WAITING).items
    booked = bookings.bookings_of_expert(expert.id, Stage.CONFIRMED).items
    waiting = [
        *_requests(asked),
        *requests.for_expert(expert),
        *changes.for_expert(expert.id),
        *absences.for_expert(expert.id),
        *disputes.for_expert(expert.id),
        *_backups(expert),
        *_hours(expert),
        *expenses.for_expert(expert.id),
        *messages.for_expert(expert, by),
        *expert_skills.questions(claims),
        *expert_calendar.items(expert),
        *_payouts(expert, bool(live)),
        *_beginnings(expert, claims),
        *expert_skills.referees(claims),
        *expert_skills.suspended(expert),
        *expert_skills.renewals(live, claims),
        *review_items(reviews.to_write(Side.EXPERT, expert_id=expert.id), Side.EXPERT),
    ]
    coming = [*_unpaid(asked), *_shifts(booked), *expert_skills.being_read(claims)]
    return Desk(f"Good to see you, {by.name}", "", by_urgency(waiting), coming[:LISTED], lesson)


def _requests(asked: Sequence[Booking]) -> Iterator[Item]:
    for one in asked:
        if one.state is BookingState.REQUESTED:
            yield Item(
                f"{one.organization.name} asks for {days(one)}",
                f"{one.certificate.skill.name}, {begins(one)}",
                "Answer",
                url_for("bookings.show", ref=one.ref),
                one.respond_by,
                one.price,
                clocks=clocks_of(one),
            )


def _backups(expert: Expert) -> Iterator[Item]:
    for one in covers.open_of_expert(expert.id):
        if one.state is CoverState.ASKED:
            yield Item(
                f"Stand by for {one.booking.organization.name}?",
                f"From {on(one.booking)}, should {one.booking.expert.name} call off. Nothing is held.",
                "Answer",
                url_for("covers.show", ref=one.ref),
                one.respond_by,
                clocks=clocks_of_cover(one),
            )


def _hours(expert: Expert) -> Iterator[Item]:
    for week in timesheets.to_write(expert.id):
        if week.over:
            name = week.booking.organization.name
            yield Item(
                f"Submit your hours for {name}",
                f"The last day was {until(week.last_on)}. The money is released once they are approved.",
                "Write the hours",
                url_for("timesheets.show", ref=week.booking.ref, week=week.on.isoformat()),
                week.over_at,
                total((price_of(week.booking, one) for one in week.left), week.booking.price.currency),
            )


def _payouts(expert: Expert, certified: bool) -> Iterator[Item]:
    account = payouts.account_of(expert.id)
    if account is not None and account.state is AccountState.RESTRICTED:
        yield Item(
            "Your payouts need your attention",
            "Stripe asks for something more before it can send you money.",
            "See what is needed",
            url_for("earnings.show"),
            urgent=True,
        )
    elif certified and (account is None or account.state is not AccountState.PAYABLE):
        yield Item(
            "Set up your payouts",
            "Stripe asks for your details and your bank account once. Without it nothing can be paid out.",
            "Set up",
            url_for("earnings.show"),
        )


def _beginnings(expert: Expert, claims: Sequence[Claim]) -> Iterator[Item]:
    needed = [part for part in registry.completeness(expert) if part.needed]
    if needed:
        missing = ", ".join(part.title.lower() for part in needed)
        yield Item("Finish your profile", f"Still missing: {missing}.", "Go on", url_for("profile.edit"))
    elif not expert.published:
        yield Item(
            "Publish your profile",
            "Everything needed is there. Customers find you once it is published.",
            "Look it over",
            url_for("profile.edit"),
        )
    if not claims:
        yield Item(
            "Claim your first skill",
            "Customers search among certified people, so this is what makes you visible.",
            "Claim a skill",
            url_for("claims.new"),
        )


def _unpaid(asked: Sequence[Booking]) -> Iterator[Item]:
    for one in asked:
        if one.state is BookingState.ACCEPTED:
            yield Item(
                f"{days(one).capitalize()} held for {one.organization.name}",
                f"{opening(one)}. They have not paid yet.",
                "Open",
                url_for("bookings.show", ref=one.ref),
                one.hold_until,
                one.price,
            )


def _shifts(booked: Sequence[Booking]) -> Iterator[Item]:
    for one in booked:
        if one.ends_at > clock.now():
            yield Item(
                f"{days(one).capitalize()} with {one.organization.name}",
                f"{opening(one)}: {one.certificate.skill.name}",
                "Open",
                url_for("bookings.show", ref=one.ref),
                worth=one.price,
            )
