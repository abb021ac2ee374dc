"""A customer and an expert disagree about a day; the vendor's experts are asked."""

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings import queries as bookings
from marketplace.cli.story import stage
from marketplace.disputes import service as disputes
from marketplace.disputes.models import Topic
from marketplace.disputes.wording import Wish
from marketplace.kit.ids import Ref


def begin(booking: Ref, who: str, why: str, *, days: int) -> Ref:
    """The customer wants so many days back."""
    rate = bookings.visible(booking, SYSTEM).rate
    made = disputes.begin(booking, Wish(Topic.HOURS, rate * days, why), by=stage.actor(who))
    stage.settle()
    return made.ref


def contest(dispute: Ref, who: str, words: str) -> None:
    disputes.contest(dispute, words, by=stage.actor(who))
    stage.settle()
