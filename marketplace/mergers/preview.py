"""What a person reads before they agree: exactly what moves, what goes away, and what stands against it."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.accounts import queries as accounts
from marketplace.accounts.models import User
from marketplace.mergers.carrying import counted
from marketplace.mergers.moves import PERSON, PROFILE
from marketplace.mergers.obstacles import against
from marketplace.organizations import queries as organizations
from marketplace.organizations.words import in_words
from marketplace.payouts import queries as payouts
from marketplace.registry import queries as registry
from marketplace.registry.models import Expert


@dataclass(frozen=True)
class Preview:
    """`seats` and `things` are phrases; `profile` is a sentence, empty when there is none to speak of."""

    addresses: Sequence[str]
    seats: Sequence[str]
    profile: str
    things: Sequence[str]
    obstacles: Sequence[str]


def preview(kept: User, other: User) -> Preview:
    theirs = registry.expert_of(other.id)
    both = theirs is not None and registry.expert_of(kept.id) is not None
    return Preview(
        addresses=sorted(accounts.verified_addresses(other)),
        seats=_seats(other),
        profile=_profile(kept, other),
        things=[
            *counted(PERSON, other.id),
            *(counted(PROFILE, theirs.id) if theirs is not None and both else ()),
        ],
        obstacles=against(kept, other),
    )


def _seats(user: User) -> list[str]:
    """`Nordwind as booker and finance`."""
    seats = [(one.organization.name, one.roles) for one in organizations.memberships_of(user)]
    posts = [(one.vendor.name, one.roles) for one in organizations.posts_of(user)]
    return [f"{team} as {in_words(roles)}" for team, roles in [*seats, *posts]]


def _profile(kept: User, other: User) -> str:
    mine, theirs = registry.expert_of(kept.id), registry.expert_of(other.id)
    if theirs is None:
        return ""
    if mine is None:
        return f"The expert profile of {theirs.name} moves as it is, with its address and everything on it."
    money = (
        " Its payout account at Stripe stays, the other is used no more." if _both_paid(mine, theirs) else ""
    )
    return (
        f"The profile of {mine.name} stays: its words, photo, rates, town and weekly hours. "
        f"The profile of {theirs.name} is no longer shown; what hangs on it moves over.{_shown(mine, theirs)}{money}"
    )


def _shown(mine: Expert, theirs: Expert) -> str:
    """What was not public before, and will be."""
    if not mine.published or theirs.published:
        return ""
    return (
        f" Its certificates will be seen on the public profile of {mine.name}, under that name; "
        "their separate proofs are withdrawn until you publish them."
    )


def _both_paid(mine: Expert, theirs: Expert) -> bool:
    return all(payouts.account_of(one.id) is not None for one in (mine, theirs))
