"""Third act, afterwards: both sides say how it was."""

from marketplace.bookings.models import Side
from marketplace.cli.story import stage
from marketplace.kit.ids import Ref
from marketplace.reviews import service
from marketplace.reviews.models import Review
from marketplace.reviews.questions import QUESTIONS
from marketplace.reviews.writing import Draft


def write(booking: Ref, who: str, stars: tuple[int, int, int, int], words: str, note: str = "") -> Review:
    names = (one.name for one in QUESTIONS[Side.CUSTOMER])
    made = service.send(
        booking, Draft(dict(zip(names, stars, strict=True)), words, note), by=stage.actor(who)
    )
    stage.settle()
    return made


def reply(review: Review, who: str, words: str) -> None:
    service.reply(review.ref, words, by=stage.actor(who))
    stage.settle()
