"""What waits for assessors: appeals, disagreements, what they have begun, and the oldest of the queue."""

from collections.abc import Iterator

from flask import url_for

from marketplace.accounts.actor import Actor, StaffRole
from marketplace.assessing import appeals, queries, queue
from marketplace.assessing.models import Appeal
from marketplace.assessing.queue import Line, Shown, Wish
from marketplace.certification.models import Claim
from marketplace.kit import clock
from marketplace.kit.paging import Page
from marketplace.organizations.models import Vendor
from marketplace.web.desks.item import Item
from marketplace.web.desks.words import until

LISTED = 5


def first(vendor: Vendor, by: Actor) -> Iterator[Item]:
    """Before everything else: people who appeal, assessors who disagree, and what the person has begun."""
    yield from _appeals(vendor, by)
    if by.is_staff(vendor.id, StaffRole.ASSESSOR):
        yield from (_disagreement(one) for one in queue.to_resolve([vendor.id], by) if one.bar is None)
        mine = queue.lines(queue.queue([vendor.id], by, Wish(shown=Shown.MINE)).items, by)
        yield from (_begun(one) for one in mine[:LISTED] if one.workable)


def waiting(vendor: Vendor, by: Actor) -> Iterator[Item]:
    """What the person could take; an admin who is no assessor sees how the assessors are doing."""
    page = queue.queue([vendor.id], by)
    if not by.is_staff(vendor.id, StaffRole.ASSESSOR):
        yield from _for_admins(page)
        return
    free = [one.claim for one in queue.lines(page.items, by) if one.free and not one.disagreed]
    yield from (_waiting(one) for one in free[:LISTED])
    if len(free) > LISTED:
        everything = url_for("examinations.index")
        yield Item("More claims wait in the queue", "Newer than those above.", "See them all", everything)


def stranded(vendor: Vendor) -> Iterator[Item]:
    """For admins: what nobody on the staff may decide."""
    for one in queue.stranded(vendor.id)[:LISTED]:
        yield Item(
            f"No assessor for {one.expert.name}: {one.skill.name}",
            "Everybody who assesses is barred by a conflict of interest, or has given their opinion already.",
            "Invite an assessor",
            url_for("vendors_staff.index", slug=vendor.slug),
            one.answer_by,
        )


def _appeals(vendor: Vendor, by: Actor) -> Iterator[Item]:
    waiting = queries.open_appeals([vendor.id])[:LISTED]
    bars = appeals.bars(waiting, by)
    for one in waiting:
        if bars[one.id] is None:
            yield Item(
                f"{one.expert.name} appeals: {one.claim.skill.name}",
                f"{_about(one)} Since {until(one.filed_at.date())}.",
                "Decide the appeal",
                url_for("appeals.show", ref=one.ref),
            )


def _about(appeal: Appeal) -> str:
    return "A certificate was revoked." if appeal.certificate else "The claim was declined."


def _for_admins(page: Page[Claim]) -> Iterator[Item]:
    if page.total:
        oldest = page.items[0]
        waits = "1 claim waits" if page.total == 1 else f"{page.total} claims wait"
        since = f"The oldest since {until(oldest.submitted_at.date())}: {oldest.expert.name}."
        yield Item(
            f"{waits} for your assessors",
            since,
            "See the queue",
            url_for("examinations.index"),
            oldest.answer_by,
        )


def _disagreement(line: Line) -> Item:
    one = line.claim
    return Item(
        f"Resolve: {one.expert.name}, {one.skill.name}",
        f"Two assessors see it differently. Claims {one.named_level.label}.",
        "See both",
        url_for("examinations.show", ref=one.ref),
        one.answer_by,
    )


def _begun(line: Line) -> Item:
    one = line.claim
    return Item(
        f"You have begun: {one.expert.name}, {one.skill.name}",
        f"Claims {one.named_level.label}. Waiting since {until(one.submitted_at.date())}.",
        "Go on",
        url_for("examinations.show", ref=one.ref),
        one.answer_by,
    )


def _waiting(claim: Claim) -> Item:
    return Item(
        f"{claim.expert.name}: {claim.skill.name}",
        f"Claims {claim.named_level.label}. Waiting since {until(claim.submitted_at.date())}.",
        "Review",
        url_for("examinations.show", ref=claim.ref),
        claim.answer_by,
        urgent=claim.answer_by < clock.now(),
    )
